//! What is owed and how it stands, by examples counted by hand.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::world::{
    AWAY, DEPUTY, FOUR_A_YEAR, HOME, MEMBER, OTHER, World, act, contact, edited, leave, pair, seat, world,
};
use super::{day, xiantao};
use crate::{ActFacts, ActKind, Charters, DutyStanding, Pace, Per, Period, Who};

/// What the member owes with one deputy in the year of a day, with the days served.
#[track_caller]
fn owes(world: &World, on: &str, deputy: Uuid, times: u32, served: u32) {
    let owed = world.books().owed(Per::Year, day(on));
    let row = owed.iter().find(|row| row.person == MEMBER && row.target == Some(deputy));
    assert_eq!(row.map(|row| (row.times, row.served_days)), Some((times, served)));
}

fn standing(world: &World, acts: &[ActFacts], today: &str) -> DutyStanding {
    let counts = world.books().count(acts);
    let none = BTreeMap::new();
    let counters = counts.get(&Period::of(day(today))).unwrap_or(&none);
    let rows = world.books().standings(Per::Year, day(today), counters, day(today));
    rows.into_iter().find(|row| row.person == MEMBER && row.target == Some(DEPUTY)).unwrap()
}

#[test]
fn a_whole_year_owes_exactly_what_the_clause_says() {
    owes(&world(), "2026-03-01", DEPUTY, 2, 365);
    owes(&world(), "2024-03-01", DEPUTY, 2, 366);
}

#[test]
fn a_seat_from_october_owes_its_share_to_the_nearest() {
    let mut world = world();
    // 92 of 365 days: 2 × 92 / 365 = 0.504.
    world.seats[0] = seat(MEMBER, Who::CommitteeMember, "2026-10-01..");
    owes(&world, "2026-12-31", DEPUTY, 1, 92);
    // 91 of 365 days: 0.499.
    world.seats[0] = seat(MEMBER, Who::CommitteeMember, "2026-10-02..");
    owes(&world, "2026-12-31", DEPUTY, 0, 91);
}

#[test]
fn a_leap_year_has_one_day_more() {
    let mut world = world();
    // 92 of 366 days: 0.503; 91 of 366: 0.497.
    world.seats[0] = seat(MEMBER, Who::CommitteeMember, "2024-10-01..");
    owes(&world, "2024-01-01", DEPUTY, 1, 92);
    world.seats[0] = seat(MEMBER, Who::CommitteeMember, "2024-10-02..");
    owes(&world, "2024-01-01", DEPUTY, 0, 91);
}

#[test]
fn the_charter_says_how_parts_are_rounded() {
    let with = |rounding: &str| {
        let charter = edited(&[("rounding = \"nearest\"", &format!("rounding = \"{rounding}\""))]);
        let mut world = World { charters: Charters::new(vec![charter]).unwrap(), ..world() };
        // 122 of 365 days: 0.668.
        world.seats[0] = seat(MEMBER, Who::CommitteeMember, "2026-09-01..");
        world
    };
    owes(&with("down"), "2026-01-01", DEPUTY, 0, 122);
    owes(&with("nearest"), "2026-01-01", DEPUTY, 1, 122);
    owes(&with("up"), "2026-01-01", DEPUTY, 1, 122);
}

#[test]
fn leave_of_the_member_or_of_the_deputy_is_not_served() {
    let mut world = world();
    // 265 of 365 days: 1.452.
    world.leaves = vec![leave(MEMBER, "2026-02-01..2026-05-11")];
    owes(&world, "2026-01-01", DEPUTY, 1, 265);
    // The deputy's leave of 100 days shares 11 of them: 365 − 189 = 176 days, 0.964.
    world.leaves.push(leave(DEPUTY, "2026-05-01..2026-08-08"));
    owes(&world, "2026-01-01", DEPUTY, 1, 176);
    let charter = edited(&[("counts_as = \"absence\"", "counts_as = \"presence\"")]);
    world.charters = Charters::new(vec![charter]).unwrap();
    owes(&world, "2026-01-01", DEPUTY, 2, 365);
}

#[test]
fn an_assignment_that_moves_is_shared_by_days() {
    let mut world = world();
    world.pairs = vec![pair(MEMBER, DEPUTY, "2021-12-20..2026-06-30"), pair(MEMBER, OTHER, "2026-07-01..")];
    // 181 of 365 days: 0.992; 184 of 365: 1.008.
    owes(&world, "2026-01-01", DEPUTY, 1, 181);
    owes(&world, "2026-01-01", OTHER, 1, 184);
}

#[test]
fn two_entries_of_one_assignment_do_not_owe_twice() {
    let mut world = world();
    world.pairs.push(pair(MEMBER, DEPUTY, "2026-03-01..2026-09-30"));
    world.seats.push(seat(MEMBER, Who::CommitteeMember, "2025-01-01.."));
    owes(&world, "2026-01-01", DEPUTY, 2, 365);
}

#[test]
fn a_deputy_whose_seat_ended_need_not_be_contacted() {
    let mut world = world();
    // 90 of 365 days: 0.493.
    world.seats[1] = seat(DEPUTY, Who::Deputy, "2021-12-20..2026-03-31");
    owes(&world, "2026-01-01", DEPUTY, 0, 90);
}

#[test]
fn a_version_from_july_is_owed_for_its_days() {
    let later = edited(&[("on = 2023-10-24", "on = 2026-07-01"), FOUR_A_YEAR]);
    let world = World { charters: Charters::new(vec![xiantao(), later]).unwrap(), ..world() };
    // (181 × 2 + 184 × 4) / 365 = 1098 / 365 = 3.008.
    owes(&world, "2026-01-01", DEPUTY, 3, 365);
    owes(&world, "2025-01-01", DEPUTY, 2, 365);
    owes(&world, "2027-01-01", DEPUTY, 4, 365);
}

#[test]
fn days_without_a_charter_owe_nothing() {
    // 24 October to 31 December are 69 of 365 days: 0.378.
    owes(&world(), "2023-12-01", DEPUTY, 0, 69);
    assert_eq!(world().books().owed(Per::Year, day("2022-12-31")), []);
    assert_eq!(world().books().owed(Per::Term, day("2026-12-20")), [], "between terms");
}

#[test]
fn the_last_version_of_the_period_rounds() {
    let later =
        edited(&[("on = 2023-10-24", "on = 2026-12-31"), ("rounding = \"nearest\"", "rounding = \"up\"")]);
    let mut world = World { charters: Charters::new(vec![xiantao(), later]).unwrap(), ..world() };
    // 61 of 365 days: 0.334.
    world.leaves = vec![leave(MEMBER, "2026-01-01..2026-10-31")];
    owes(&world, "2026-06-01", DEPUTY, 1, 61);
    owes(&world, "2025-06-01", DEPUTY, 2, 365);
}

#[test]
fn outreach_is_owed_to_the_constituency_of_each_seat() {
    let mut world = world();
    // 90 of 365 days: 0.493; 275 of 365: 1.507.
    world.seats[1] = seat(DEPUTY, Who::Deputy, "2021-12-20..2026-03-31");
    let moved = seat(DEPUTY, Who::Deputy, "2026-04-01..");
    world.seats.push(crate::SeatFacts { constituency: Some(AWAY), ..moved });
    let owed = world.books().owed(Per::Year, day("2026-01-01"));
    let rows: Vec<_> = owed.iter().filter(|row| row.person == DEPUTY).collect();
    let rows: Vec<_> = rows.iter().map(|row| (row.duty.as_str(), row.target, row.times)).collect();
    assert_eq!(rows, [("outreach_home", Some(HOME), 0), ("outreach_home", Some(AWAY), 2)]);
}

#[test]
fn a_duty_report_is_owed_once_in_a_term() {
    let charter = edited(&[
        ("adopted = 2018-03-27\nrevised = 2023-10-24", "adopted = 2018-03-27"),
        ("on = 2023-10-24", "on = 2018-04-01"),
    ]);
    let world = World { charters: Charters::new(vec![charter]).unwrap(), ..world() };
    let owed = world.books().owed(Per::Term, day("2026-01-01"));
    let rows: Vec<_> = owed.iter().map(|row| (row.person, row.times, row.served_days)).collect();
    assert_eq!(rows, [(DEPUTY, 1, 1826), (OTHER, 1, 1826)]);
}

#[test]
fn a_contact_counts_once_for_each_deputy_assigned_or_not() {
    let world = world();
    let act = contact(1, "2026-05-01", &[OTHER, DEPUTY, DEPUTY]);
    let credits = world.books().credits(&act);
    let targets: Vec<_> = credits.iter().map(|credit| credit.target).collect();
    assert_eq!(targets, [Some(DEPUTY), Some(OTHER)]);
    assert!(credits.iter().all(|c| c.duty == "contact_assigned" && c.period == Period::of(act.on)));
    let counts = world.books().count(&[act.clone(), act.clone()]);
    let rows = world.books().standings(Per::Year, act.on, &counts[&Period::of(act.on)], act.on);
    let rows: Vec<_> = rows.iter().filter(|row| row.person == MEMBER).collect();
    let rows: Vec<_> = rows.iter().map(|row| (row.target, row.owed, row.done)).collect();
    assert_eq!(rows, [(Some(DEPUTY), 2, 1), (Some(OTHER), 0, 1)]);
}

#[test]
fn outreach_counts_only_at_home_and_with_a_seat() {
    let world = world();
    let at =
        |place, on: &str| ActFacts { person: DEPUTY, constituency: place, ..act(1, ActKind::Outreach, on) };
    let count = |act: &ActFacts| world.books().credits(act).len();
    assert_eq!(count(&at(Some(HOME), "2026-05-01")), 1);
    assert_eq!(count(&at(Some(AWAY), "2026-05-01")), 0);
    assert_eq!(count(&at(None, "2026-05-01")), 0);
    assert_eq!(count(&at(Some(HOME), "2023-10-23")), 0, "before the charter");
    let report = |on| ActFacts { kind: ActKind::DutyReport, ..at(Some(HOME), on) };
    assert_eq!(count(&report("2026-12-19")), 1);
    assert_eq!(count(&report("2026-12-20")), 0, "outside all terms");
}

#[test]
fn an_act_counts_only_with_the_seat_on_its_day() {
    let mut world = world();
    world.seats[0] = seat(MEMBER, Who::CommitteeMember, "2025-03-01..2025-03-31");
    let count = |on| world.books().credits(&contact(1, on, &[DEPUTY])).len();
    let days = ["2025-02-28", "2025-03-01", "2025-03-31", "2025-04-01"];
    assert_eq!(days.map(count), [0, 1, 1, 0]);
}

#[test]
fn what_was_done_on_leave_was_done() {
    let mut world = world();
    world.leaves = vec![leave(MEMBER, "2026-05-01..2026-05-31")];
    assert_eq!(world.books().credits(&contact(1, "2026-05-10", &[DEPUTY])).len(), 1);
}

#[test]
fn the_pace_is_that_of_the_days_served() {
    let world = world();
    let one = [contact(1, "2026-02-01", &[DEPUTY])];
    let state = |acts: &[ActFacts], today: &str| {
        let row = standing(&world, acts, today);
        (row.due_by_now, row.missing(), row.state(day(today)))
    };
    // 2 × 182 / 365 = 0.997 on 1 July, 2 × 183 / 365 = 1.003 on 2 July.
    assert_eq!(state(&[], "2026-07-01"), (0, 2, Pace::OnPace));
    assert_eq!(state(&[], "2026-07-02"), (1, 2, Pace::Behind));
    assert_eq!(state(&one, "2026-07-02"), (1, 1, Pace::OnPace));
    assert_eq!(state(&one, "2026-12-31"), (2, 1, Pace::Behind));
    let two = [one[0].clone(), contact(2, "2026-03-01", &[DEPUTY])];
    assert_eq!(state(&two, "2026-03-01"), (0, 0, Pace::Done));

    // 10 April is the hundredth day: 1 × 365 / 100 = 3.65.
    assert_eq!(standing(&world, &one, "2026-04-10").projected(day("2026-04-10")), 4);
    assert_eq!(
        standing(&world, &one, "2026-04-10").projected(day("2027-01-01")),
        1,
        "nothing more will come"
    );
    assert_eq!(standing(&world, &[], "2026-04-10").projected(day("2026-04-10")), 0);
}

#[test]
fn a_period_that_is_over_is_done_or_missed() {
    let world = world();
    let acts = [contact(1, "2025-02-01", &[DEPUTY])];
    let counts = world.books().count(&acts);
    let year = Period::of(day("2025-01-01"));
    let rows = world.books().standings(Per::Year, year.from(), &counts[&year], day("2026-01-01"));
    let row = rows.iter().find(|row| row.person == MEMBER).unwrap();
    assert_eq!((row.served_days, row.served_so_far_days, row.due_by_now), (365, 365, 2));
    assert_eq!((row.state(day("2026-01-01")), row.projected(day("2026-01-01"))), (Pace::Missed, 1));
    assert_eq!(row.state(day("2025-12-31")), Pace::Behind, "the last day is still there");
}
