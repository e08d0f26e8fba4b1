use axum::http::StatusCode;
use charter::{ActKind, Pace, Per};
use chrono::{NaiveDate, TimeDelta};
use uuid::Uuid;

use super::reminders::{Reminded, remind};
use super::{Only, Standing, Which, clockwork, of, of_person, summary};
use crate::access::{Actor, Permit, Role};
use crate::base::{Error, start_of};
use crate::journal;
use crate::ledger::acts::{Wanted, take};
use crate::ledger::{NewAct, Step, counts, enter};
use crate::people::acts::{NewAssignment, assign, give_leave};
use crate::trial::{Answer, World};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An act that was declared by its person and verified by the commission.
async fn done(world: &World, login: &str, new: NewAct) -> Uuid {
    let (actor, commission) = (world.actor(login).await, world.actor("commission").await);
    let permit = if new.kind == ActKind::Contact { Permit::ContactRecord } else { Permit::OutreachRecord };
    let tx = world.app.db.begin().await.unwrap();
    let id = enter(&tx, &world.app, (&actor, permit), &new, true).await.unwrap();
    tx.commit().await.unwrap();
    take(&world.app, &commission, id, (Step::Verify, Wanted::default())).await.unwrap();
    id
}

async fn contact(world: &World, on: &str) -> Uuid {
    let evidence = ("contact", world.app.chance.id(world.app.clock.now()));
    let parties = vec![world.deputies[0].person_id];
    let new = NewAct { parties, ..NewAct::new(world.members[0], ActKind::Contact, day(on), evidence) };
    done(world, "member", new).await
}

async fn outreach(world: &World, on: &str, constituency: Option<Uuid>) -> Uuid {
    let evidence = ("outreach", world.app.chance.id(world.app.clock.now()));
    let person = world.deputies[0].person_id;
    let new = NewAct { constituency, ..NewAct::new(person, ActKind::Outreach, day(on), evidence) };
    done(world, "deputy", new).await
}

async fn year(world: &World, login: &str, which: Which) -> Vec<Standing> {
    let actor = world.actor(login).await;
    of(&world.app.db, &world.app, &actor, (Per::Year, world.app.clock.today()), &which).await.unwrap()
}

async fn show(world: &World, login: &str, path: &str) -> Answer {
    let answer = world.browser(Some(login)).await.get(path).await;
    assert!(!answer.body.contains('⟦'), "{}", answer.body);
    answer
}

#[tokio::test]
async fn two_contacts_with_each_assigned_deputy_are_a_year_done() {
    let world = World::new().await;
    world.on("2026-08-03");
    let own = async || {
        let today = world.app.clock.today();
        let all = of_person(&world.app.db, &world.app, world.congress, world.members[0], (Per::Year, today));
        all.await.unwrap().remove(0)
    };
    let nothing = own().await;
    assert_eq!((nothing.counts.owed, nothing.counts.done, nothing.pace), (2, 0, Pace::Behind));
    contact(&world, "2026-07-30").await;
    let one = own().await;
    assert_eq!((one.counts.done, one.pace, one.projected), (1, Pace::OnPace, 2));
    assert_eq!(one.target, world.deputies[0].name);
    contact(&world, "2026-08-01").await;
    let both = own().await;
    assert_eq!((both.counts.done, both.pace), (2, Pace::Done));
    contact(&world, "2026-08-02").await;
    let sums = summary(&year(&world, "commission", Which::default()).await);
    let sum = sums.iter().find(|sum| sum.duty == "contact_assigned").unwrap();
    assert_eq!(
        (sum.persons, sum.all_done, sum.behind, sum.owed, sum.done),
        (2, 1, 1, 4, 2),
        "three count as two"
    );
    assert_eq!(sum.percent(), 50);
}

#[tokio::test]
async fn each_sees_the_duties_of_those_whom_he_or_she_looks_after() {
    let world = World::new().await;
    let names = async |login: &str| {
        let mut names: Vec<String> =
            year(&world, login, Which::default()).await.into_iter().map(|one| one.name).collect();
        names.sort();
        names.dedup();
        names.len()
    };
    for (login, seen) in [
        ("deputy", 1),
        ("member", 1),
        ("local-office", 2),
        ("other-office", 0),
        ("working-body", 2),
        ("other-body", 0),
        ("commission", 4),
        ("leadership", 4),
        ("group-leader", 0),
    ] {
        assert_eq!(names(login).await, seen, "{login}");
    }
    let (deputy, member) = (world.deputies[1].person_id, world.members[0]);
    for (login, person, status) in [
        ("deputy2", deputy, StatusCode::OK),
        ("deputy", deputy, StatusCode::NOT_FOUND),
        ("local-office", deputy, StatusCode::OK),
        ("local-office", member, StatusCode::NOT_FOUND),
        ("other-office", deputy, StatusCode::NOT_FOUND),
        ("working-body", member, StatusCode::OK),
        ("leadership", member, StatusCode::OK),
        ("member2", member, StatusCode::NOT_FOUND),
    ] {
        assert_eq!(show(&world, login, &format!("/duties/{person}")).await.status, status, "{login}");
    }
    let keeper = world.actor("station-keeper").await;
    let refused =
        of(&world.app.db, &world.app, &keeper, (Per::Year, day("2026-03-02")), &Which::default()).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
    let office = Which { office: Some(world.organizations["office"]), ..Which::default() };
    assert_eq!(year(&world, "commission", office).await.len(), 2, "the deputies of the town");
}

#[tokio::test]
async fn only_what_is_done_in_the_own_constituency_counts_for_clause_7_and_each_number_leads_to_its_acts() {
    let world = World::new().await;
    world.on("2026-08-03");
    outreach(&world, "2026-08-01", None).await;
    let counted = outreach(&world, "2026-08-02", Some(world.constituency)).await;
    let page = show(&world, "deputy", &format!("/duties/{}", world.deputies[0].person_id)).await;
    assert!(page.body.contains(&format!("/acts/{counted}")), "{}", page.body);
    assert_eq!(page.body.matches("href=\"/acts/").count(), 1, "the other one counts for nothing");
    assert!(page.body.contains("1/2 次") && page.body.contains("还差 1 次"), "{}", page.body);
    let own = show(&world, "deputy", "/duties").await.body;
    assert!(own.contains("照现在的进度，到年底约 2 次"), "{own}");
    assert!(own.contains("0/1 次"), "the duty report of the term: {own}");
    assert!(!own.contains("阿卜杜拉"), "a deputy sees nobody else: {own}");
}

#[tokio::test]
async fn whoever_serves_a_part_of_the_year_owes_the_share_of_the_days() {
    let world = World::new().await;
    let keeper = world.keeper();
    let tx = world.app.db.begin().await.unwrap();
    let (member, deputy) = (world.members[0], world.deputies[1].person_id);
    let new = NewAssignment { member, deputy, from_on: day("2026-07-01"), reasons: "", plan: None };
    assign(&tx, &world.app, &keeper, &new).await.unwrap();
    let days = (day("2026-02-01"), Some(day("2026-12-31")));
    give_leave(&tx, &world.app, &keeper, (world.deputies[0].person_id, "study"), days).await.unwrap();
    tx.commit().await.unwrap();
    let page = show(&world, "member", &format!("/duties/{member}?year=2026")).await.body;
    assert!(page.contains("联系 184 天，全期 365 天应做 2 次，按比例应做 1 次。"), "{page}");
    let own = show(&world, "deputy", &format!("/duties/{}", world.deputies[0].person_id)).await.body;
    assert!(own.contains("请假或者暂停执行职务：2026年2月1日至2026年12月31日"), "{own}");
    assert!(!own.contains("学习"), "why somebody was on leave is not said");
    let open = Which { person: Some(deputy), only: Only::Open, ..Which::default() };
    assert_eq!(
        year(&world, "local-office", open).await[0].counts.owed,
        2,
        "the other deputy serves all year"
    );
}

#[tokio::test]
async fn a_local_office_sees_who_has_not_done_it_and_reminds_them_once_a_day() {
    let world = World::new().await;
    world.on("2026-08-03");
    for on in ["2026-08-01", "2026-08-02"] {
        outreach(&world, on, Some(world.constituency)).await;
    }
    let browser = world.browser(Some("local-office")).await;
    let list = browser.get("/duties?year=2026&show=open&duty=outreach_home").await.body;
    assert!(list.contains("阿卜杜拉·买买提") && !list.contains("李双妹"), "{list}");
    assert!(list.contains("0/2 次") && list.contains("进度落后"), "{list}");
    let all = browser.get("/duties?year=2026&show=all&duty=outreach_home").await.body;
    assert!(all.contains("李双妹") && all.contains("2/2 次"), "{all}");
    let csv = browser.get("/duties.csv?year=2026&show=open&duty=outreach_home").await.body;
    assert_eq!(csv.lines().count(), 2, "{csv}");
    assert!(csv.contains("阿卜杜拉·买买提,张沟镇,") && csv.contains(",0,2,2,进度落后"), "{csv}");

    let entries = journal::count(&world.app.db, world.congress).await.unwrap();
    let fields = [("year", "2026"), ("show", "open"), ("duty", "outreach_home")];
    let refused = browser.post("/duties/reminders", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("请先选中要提醒的人"), "{}", refused.body);
    let person = world.deputies[1].person_id.to_string();
    let ticked = [&fields[..], &[("person", person.as_str())]].concat();
    let told = browser.post("/duties/reminders", &ticked).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER);
    assert!(told.location.ends_with("&told=1&already=0&away=0"), "{}", told.location);
    assert!(browser.get(&told.location).await.body.contains("已提醒 1 人。"));
    assert_eq!(journal::count(&world.app.db, world.congress).await.unwrap(), entries + 1);
    let inbox = show(&world, "deputy2", "/inbox").await.body;
    assert!(inbox.contains("您今年的“联系选民活动”还差 2 次，请在2026年12月31日前完成。"), "{inbox}");

    let entries = journal::count(&world.app.db, world.congress).await.unwrap();
    let all = [&fields[..], &[("all", "1")]].concat();
    let again = browser.post("/duties/reminders", &all).await;
    assert!(again.location.ends_with("&told=0&already=1&away=0"), "{}", again.location);
    assert_eq!(journal::count(&world.app.db, world.congress).await.unwrap(), entries);
    let done = world.deputies[0].person_id.to_string();
    let nobody =
        browser.post("/duties/reminders", &[&fields[..], &[("person", done.as_str())]].concat()).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY, "whoever has done it is not reminded");
    world.on("2026-08-04");
    let browser = world.browser(Some("local-office")).await;
    let next = browser.post("/duties/reminders", &all).await;
    assert!(next.location.contains("&told=1&"), "{}", next.location);
    assert_eq!(show(&world, "deputy", "/inbox").await.body.matches("还差").count(), 0);
}

#[tokio::test]
async fn nobody_reminds_people_of_another_office_and_a_year_that_is_over_is_over() {
    let world = World::new().await;
    let other = world.actor("other-office").await;
    let today = world.app.clock.today();
    let open = Which { only: Only::Open, ..Which::default() };
    let person = [world.deputies[0].person_id];
    let refused = remind(&world.app, &other, today, &open, Some(&person)).await;
    assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    for login in ["deputy", "leadership", "group-leader"] {
        let refused = remind(&world.app, &world.actor(login).await, today, &open, None).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{login}");
    }
    let commission = world.actor("commission").await;
    let over = Which { duty: Some("outreach_home".into()), ..open.clone() };
    let refused = remind(&world.app, &commission, day("2025-12-31"), &over, None).await;
    assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    let all = remind(&world.app, &commission, today, &open, None).await.unwrap();
    assert_eq!(all, Reminded { told: 4, already: 0, unreachable: 0 });
}

#[tokio::test]
async fn a_past_year_shows_what_was_missed_and_the_years_of_the_terms_can_be_chosen() {
    let world = World::new().await;
    let page = show(&world, "local-office", "/duties?year=2025&duty=outreach_home").await.body;
    assert!(page.contains("未完成") && !page.contains("name=\"all\""), "{page}");
    for year in 2023..=2026 {
        assert!(page.contains(&format!("/duties?year={year}&")), "{year}");
    }
    assert!(!page.contains("/duties?year=2027&") && !page.contains("/duties?year=2022&"), "no rules then");
    let nothing = show(&world, "local-office", "/duties?year=1999").await;
    assert_eq!(nothing.status, StatusCode::OK);
    for odd in ["/duties?year=2026&show=nonsense&duty=..%2F&page=99", "/duties?page=0"] {
        assert_eq!(show(&world, "commission", odd).await.status, StatusCode::OK, "{odd}");
    }
}

async fn wind(world: &World) {
    let tx = world.app.db.begin().await.unwrap();
    clockwork::wind(&tx, &world.app, world.congress, world.app.clock.today()).await.unwrap();
    tx.commit().await.unwrap();
    world.works().await;
}

async fn reminded(world: &World, login: &str) -> usize {
    show(world, login, "/inbox").await.body.matches("前完成。</a></h3>").count()
}

#[tokio::test]
async fn on_the_charters_days_whoever_owes_something_is_reminded_once_in_the_morning_and_the_office_told() {
    let world = World::new().await;
    world.on("2026-10-01");
    contact(&world, "2026-09-30").await;
    contact(&world, "2026-10-01").await;
    wind(&world).await;
    assert_eq!(reminded(&world, "deputy").await, 0, "ninety days before the end is tomorrow");
    world.hand.set(start_of(day("2026-10-02")) + TimeDelta::hours(7));
    world.works().await;
    assert_eq!(reminded(&world, "deputy").await, 0, "nobody is woken up");
    for _ in 0..2 {
        world.on("2026-10-02");
        wind(&world).await;
        assert_eq!(reminded(&world, "deputy").await, 2, "outreach of the year, the report of the term");
        assert_eq!(reminded(&world, "member2").await, 1);
        assert_eq!(reminded(&world, "member").await, 0, "both contacts are done");
    }
    let office = show(&world, "local-office", "/inbox").await.body;
    assert_eq!(office.matches("帮助他们。</a></h3>").count(), 2, "year and term: {office}");
    assert!(office.contains("今年还有 2 人没有完成职责") && office.contains("本届还有 2 人"), "{office}");
    assert!(office.contains("href=\"/duties?show=open\""), "{office}");
    assert!(show(&world, "working-body", "/inbox").await.body.contains("今年还有 1 人没有完成职责"));
    assert!(show(&world, "commission", "/inbox").await.body.contains("今年还有 3 人没有完成职责"));
    assert!(!show(&world, "other-office", "/inbox").await.body.contains("没有完成职责"));

    // The site stood still over two of the days: one reminder makes up for both.
    world.on("2026-12-28");
    wind(&world).await;
    assert_eq!(reminded(&world, "member2").await, 2);
    world.on("2027-01-05");
    wind(&world).await;
    assert_eq!(reminded(&world, "member2").await, 2, "the year is over");
    assert!(journal::verify(&world.app.db, world.congress, None).await.unwrap().is_ok());
}

#[tokio::test]
async fn a_seat_that_ended_earlier_than_it_was_entered_takes_back_what_was_counted_after() {
    use crate::people::{EndReason, acts::end_seat, store::seats};
    let world = World::new().await;
    world.on("2026-08-03");
    outreach(&world, "2026-08-01", Some(world.constituency)).await;
    let person = world.deputies[0].person_id;
    let held = seats(&world.app.db, world.congress, Some(person)).await.unwrap();
    let tx = world.app.db.begin().await.unwrap();
    let ended = (day("2026-07-20"), EndReason::MovedOut);
    end_seat(&tx, &world.app, &world.keeper(), held[0].id, ended).await.unwrap();
    tx.commit().await.unwrap();
    world.works().await;
    let kept = counts::kept(&world.app.db, &world.app, world.congress, None).await.unwrap();
    let period = counts::period_of(&kept, Per::Year, day("2026-08-01")).unwrap();
    let running = counts::running(&world.app.db, world.congress, &period, Some(person)).await.unwrap();
    assert!(running.is_empty(), "{running:?}");
}

#[tokio::test]
async fn the_site_counts_anew_when_it_opens_and_winds_the_clockwork_of_every_congress() {
    let world = World::new().await;
    crate::site::wind_up(&world.app).await.unwrap();
    assert!(!counts::recount_if_needed(&world.app, world.congress).await.unwrap());
    assert!(world.works().await >= 2);
    let nobody = Actor::operator(world.congress, Role::Voter);
    let refused =
        of(&world.app.db, &world.app, &nobody, (Per::Year, day("2026-03-02")), &Which::default()).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
}
