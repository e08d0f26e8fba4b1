//! Statements of points, by examples counted by hand.

use chrono::NaiveDate;
use uuid::Uuid;

use super::world::{
    AWAY, DEPUTY, HOME, MEMBER, OTHER, World, act, contact, edited, leave, pair, seat, world,
};
use super::{day, xiantao};
use crate::{ActFacts, ActKind, Charter, Charters, Per, Period, SeatFacts, Statement, Who, Why};

/// The member's statement of the year 2026 by the end of a day, with what was missed.
fn statement(world: &World, acts: &[ActFacts], as_of: &str) -> Statement {
    let books = world.books();
    let counts = books.count(acts);
    let year = Period::of(day("2026-01-01"));
    let counters = counts.get(&year).cloned().unwrap_or_default();
    let standings = books.standings(Per::Year, year.from(), &counters, day(as_of));
    books.statement(MEMBER, 2026, acts, &standings, day(as_of))
}

/// Line, times, worth, points and why.
fn short(statement: &Statement) -> Vec<(&str, u32, i32, i32, Why)> {
    let lines = statement.lines.iter();
    lines.map(|line| (line.line.as_str(), line.times, line.worth, line.points, line.why)).collect()
}

fn ruled_by(charters: Vec<Charter>) -> World {
    World { charters: Charters::new(charters).unwrap(), ..world() }
}

#[test]
fn each_act_is_booked_on_its_line_and_lateness_too() {
    let late = ActFacts { late: true, ..contact(2, "2026-03-02", &[DEPUTY, OTHER]) };
    let acts = [late, contact(1, "2026-02-01", &[DEPUTY]), act(3, ActKind::Training, "2026-03-03")];
    let made = statement(&world(), &acts, "2026-12-31");
    let expected = [
        ("contact", 1, 5, 5, Why::Booked),
        ("contact", 1, 5, 5, Why::Booked),
        ("contact_late", 1, -1, -1, Why::Booked),
    ];
    assert_eq!(short(&made), expected);
    assert_eq!((made.total, made.person, made.year), (9, MEMBER, 2026));
    let first = &made.lines[0];
    assert_eq!((first.act, first.evidence), (Some(acts[1].id), Some(acts[1].evidence)));
    assert_eq!((first.on, first.rule_from), (day("2026-02-01"), day("2023-10-24")));
    assert_eq!((first.target, made.lines[1].target), (Some(DEPUTY), None), "only one can be named");
}

#[test]
fn an_act_handed_in_twice_counts_once() {
    let one = contact(1, "2026-02-01", &[DEPUTY]);
    assert_eq!(statement(&world(), &[one.clone(), one], "2026-12-31").total, 5);
}

#[test]
fn only_the_years_own_acts_until_the_day_of_the_statement_count() {
    let others = ActFacts { person: OTHER, ..contact(4, "2026-03-01", &[DEPUTY]) };
    let acts = [
        contact(1, "2025-12-31", &[DEPUTY]),
        contact(2, "2026-07-01", &[DEPUTY]),
        contact(3, "2027-01-01", &[]),
        others,
    ];
    assert_eq!(statement(&world(), &acts, "2026-06-30").total, 0);
    assert_eq!(statement(&world(), &acts, "2026-07-01").total, 5);
}

#[test]
fn points_need_the_seat_on_the_day_but_leave_does_not_take_them() {
    let mut world = world();
    world.seats[0] = seat(MEMBER, Who::CommitteeMember, "2026-07-01..2026-12-31");
    world.leaves = vec![leave(MEMBER, "2026-07-01..2026-07-31")];
    let acts = [act(1, ActKind::Speech, "2026-06-30"), act(2, ActKind::Speech, "2026-07-01")];
    assert_eq!(statement(&world, &acts, "2026-12-31").total, 2);
}

#[test]
fn caps_cut_in_the_order_of_days_and_say_why() {
    let opinions = |days: &[&str]| -> Vec<ActFacts> {
        let raised = |(n, on): (usize, &&str)| act(100 - n as u128, ActKind::OpinionRaised, on);
        days.iter().enumerate().map(raised).collect()
    };
    // 2 each, at most 6 in a quarter and 10 in the year.
    let days =
        ["2026-01-05", "2026-01-06", "2026-02-01", "2026-03-31", "2026-04-01", "2026-05-01", "2026-06-01"];
    let mut acts = opinions(&days);
    acts.reverse();
    let made = statement(&world(), &acts, "2026-12-31");
    let points: Vec<_> = made.lines.iter().map(|line| (line.on.to_string(), line.points, line.why)).collect();
    let whys = [
        Why::Booked,
        Why::Booked,
        Why::Booked,
        Why::CappedQuarter,
        Why::Booked,
        Why::Booked,
        Why::CappedYear,
    ];
    let expected: Vec<_> = days
        .iter()
        .zip(whys)
        .map(|(on, why)| (String::from(*on), if why == Why::Booked { 2 } else { 0 }, why))
        .collect();
    assert_eq!(points, expected);
    assert_eq!(made.total, 10);
}

#[test]
fn what_fits_only_in_part_is_cut() {
    let charter =
        edited(&[("points = 2\ncap_per_quarter = 6", "points = 2\ncap_per_month = 3\ncap_per_quarter = 6")]);
    let world = ruled_by(vec![charter]);
    let acts = [
        act(1, ActKind::OpinionRaised, "2026-01-05"),
        act(2, ActKind::OpinionRaised, "2026-01-05"),
        act(3, ActKind::OpinionRaised, "2026-02-05"),
        act(4, ActKind::OpinionRaised, "2026-03-05"),
    ];
    let made = statement(&world, &acts, "2026-12-31");
    let points: Vec<_> = made.lines.iter().map(|line| (line.worth, line.points, line.why)).collect();
    // The fourth finds 3 left in March and 1 in the quarter.
    assert_eq!(
        points,
        [(2, 2, Why::Booked), (2, 1, Why::CappedMonth), (2, 2, Why::Booked), (2, 1, Why::CappedQuarter)]
    );
}

#[test]
fn of_two_caps_that_leave_the_same_the_longer_is_named() {
    let change = ("points = 2\ncap_per_quarter = 6", "points = 2\ncap_per_month = 3\ncap_per_quarter = 3");
    let world = ruled_by(vec![edited(&[change])]);
    let acts = [1, 2, 3].map(|n| act(n, ActKind::OpinionRaised, "2026-01-05"));
    let made = statement(&world, &acts, "2026-12-31");
    let points: Vec<_> = made.lines.iter().map(|line| (line.points, line.why)).collect();
    assert_eq!(points, [(2, Why::Booked), (1, Why::CappedQuarter), (0, Why::CappedQuarter)]);
}

#[test]
fn deductions_have_caps_without_their_sign() {
    let acts: Vec<_> =
        (1..=12).map(|n| ActFacts { late: true, ..contact(n, "2026-03-02", &[DEPUTY]) }).collect();
    let made = statement(&world(), &acts, "2026-12-31");
    let of =
        |code: &str| made.lines.iter().filter(|line| line.line == code).map(|line| line.points).sum::<i32>();
    assert_eq!((of("contact"), of("contact_late"), made.total), (40, -10, 30));
}

#[test]
fn people_on_the_other_side_count_where_the_line_says_so() {
    let charter = edited(&[(
        "points = 5\ncap_per_year = 40",
        "points = 5\ncounts = \"counterpart\"\ncap_per_year = 40",
    )]);
    let world = ruled_by(vec![charter]);
    let acts = [contact(1, "2026-02-01", &[DEPUTY, OTHER, OTHER]), contact(2, "2026-02-02", &[])];
    assert_eq!(short(&statement(&world, &acts, "2026-12-31")), [("contact", 2, 10, 10, Why::Booked)]);
}

#[test]
fn the_same_evidence_earns_the_highest_of_a_group() {
    let charter = edited(&[
        ("points = 3\ncap_per_year = 30", "points = 3\ngroup = \"meeting\"\ncap_per_year = 30"),
        (
            "when = \"each\"\npoints = 2\ncap_per_year = 10",
            "when = \"each\"\npoints = 2\ngroup = \"meeting\"\ncap_per_year = 10",
        ),
    ]);
    let world = ruled_by(vec![charter]);
    let minutes = |made: ActFacts| ActFacts { evidence: Uuid::from_u128(7), ..made };
    let acts = [
        minutes(act(1, ActKind::Speech, "2026-02-01")),
        minutes(act(2, ActKind::Attendance, "2026-02-01")),
        act(3, ActKind::Speech, "2026-02-02"),
        minutes(act(4, ActKind::Attendance, "2026-02-03")),
    ];
    let expected = [
        ("speech", 1, 2, 0, Why::SameEvidence),
        ("attendance", 1, 3, 3, Why::Booked),
        ("speech", 1, 2, 2, Why::Booked),
        ("attendance", 1, 3, 0, Why::SameEvidence),
    ];
    assert_eq!(short(&statement(&world, &acts, "2026-12-31")), expected);
    assert_eq!(statement(&ruled_by(vec![xiantao()]), &acts, "2026-12-31").total, 10, "without a group");
}

#[test]
fn an_approved_commendation_is_a_bonus() {
    let acts: Vec<_> = (1..=3).map(|n| act(n, ActKind::Merit, "2026-05-01")).collect();
    let made = statement(&world(), &acts, "2026-12-31");
    assert_eq!(made.total, 10);
    assert_eq!(short(&made)[2], ("merit", 1, 5, 0, Why::CappedYear));
}

#[test]
fn what_is_missing_counts_when_the_year_is_over() {
    let mut world = world();
    world.pairs.push(pair(MEMBER, OTHER, "2021-12-20.."));
    let acts = [contact(1, "2026-02-01", &[DEPUTY])];
    assert_eq!(statement(&world, &acts, "2026-12-31").total, 5);
    let made = statement(&world, &acts, "2027-01-01");
    // One short with one deputy, two with the other.
    assert_eq!(short(&made)[1], ("contact_missed", 3, -15, -15, Why::Booked));
    let last = &made.lines[1];
    assert_eq!((last.on, last.act, last.evidence, last.target), (day("2026-12-31"), None, None, None));
    assert_eq!(made.total, -10);

    let both = contact(2, "2026-03-01", &[OTHER, DEPUTY]);
    let third = contact(3, "2026-04-01", &[OTHER]);
    assert_eq!(statement(&world, &[acts[0].clone(), both.clone(), third], "2027-01-01").total, 15);
    let made = statement(&world, &[acts[0].clone(), both], "2027-01-01");
    assert_eq!((made.total, made.lines[2].target), (5, Some(OTHER)));
}

#[test]
fn what_is_missing_is_capped_and_handed_in_twice_counts_once() {
    let mut world = world();
    world.pairs.push(pair(MEMBER, OTHER, "2021-12-20.."));
    let late_seats = [AWAY, HOME].map(|person| seat(person, Who::Deputy, "2021-12-20.."));
    world.pairs.extend(late_seats.iter().map(|seat| pair(MEMBER, seat.person, "2021-12-20..")));
    world.seats.extend(late_seats);
    let made = statement(&world, &[], "2027-01-01");
    assert_eq!(short(&made), [("contact_missed", 8, -40, -20, Why::CappedYear)]);
    let books = world.books();
    let rows = books.standings(Per::Year, day("2026-01-01"), &Default::default(), day("2027-01-01"));
    let twice: Vec<_> = rows.iter().chain(&rows).cloned().collect();
    assert_eq!(books.statement(MEMBER, 2026, &[], &twice, day("2027-01-01")), made);
    let other_years = books.statement(MEMBER, 2025, &[], &rows, day("2027-01-01"));
    assert_eq!(other_years.lines, []);
}

#[test]
fn an_act_is_judged_by_the_version_of_its_day_and_caps_run_through() {
    let later = edited(&[
        ("on = 2023-10-24", "on = 2026-07-01"),
        ("points = 5\ncap_per_year = 40", "points = 7\ncap_per_year = 12"),
    ]);
    let world = ruled_by(vec![xiantao(), later]);
    let acts = [
        contact(1, "2026-06-30", &[DEPUTY]),
        contact(2, "2026-07-01", &[DEPUTY]),
        contact(3, "2026-07-02", &[DEPUTY]),
    ];
    let made = statement(&world, &acts, "2026-12-31");
    let booked: Vec<(NaiveDate, i32, Why)> =
        made.lines.iter().map(|line| (line.rule_from, line.points, line.why)).collect();
    let (old, new) = (day("2023-10-24"), day("2026-07-01"));
    assert_eq!(booked, [(old, 5, Why::Booked), (new, 7, Why::Booked), (new, 0, Why::CappedYear)]);
}

#[test]
fn whoever_holds_two_seats_earns_one_line_for_an_act() {
    let more = "[[points]]\ncode = \"deputys_speech\"\nzh = \"发言\"\nen = \"Speech\"\nwho = \"deputy\"\n\
                act = \"speech\"\nwhen = \"each\"\npoints = 9\nclause = 9\n\n[[points]]\ncode = \"merit\"";
    let mut world = ruled_by(vec![edited(&[("[[points]]\ncode = \"merit\"", more)])]);
    let both = [act(1, ActKind::Speech, "2026-05-01"), act(2, ActKind::Speech, "2026-07-01")];
    world.seats[0] = seat(MEMBER, Who::CommitteeMember, "2021-12-20..2026-05-31");
    world.seats.push(SeatFacts { constituency: None, ..seat(MEMBER, Who::Deputy, "2021-12-20..") });
    let expected = [("speech", 1, 2, 2, Why::Booked), ("deputys_speech", 1, 9, 9, Why::Booked)];
    assert_eq!(short(&statement(&world, &both, "2026-12-31")), expected);
}
