//! Duty reports in the small congress: from the draft to the day, what everybody reads, what voters ask.

mod asking;
mod pages;
mod progress;

pub(crate) use asking::planted;

use chrono::NaiveDate;
use uuid::Uuid;

use super::acts::{self, Giving, Plan, Then, begin, give, plan, standing, write};
use super::flow::Counted;
use super::{Report, State, Texts, Way, store};
use crate::access::Actor;
use crate::base::text::Lang;
use crate::base::{Error, Result};
use crate::journal;
use crate::ledger;
use crate::trial::World;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// What a deputy writes.
fn written(more: &str) -> Texts {
    Texts {
        summary: "任期以来走访了全部村组。".into(),
        voters: format!("走访选民六次。{more}"),
        plans: "明年多到远处的组。".into(),
        ..Texts::default()
    }
}

fn meeting(on: &str) -> Plan {
    Plan {
        way: Way::Meeting,
        on_day: day(on),
        until_on: None,
        starts: Some(540),
        place: "新里村会议室".into(),
        station: None,
    }
}

fn held(on: &str) -> Giving {
    Giving { plan: meeting(on), chair: "王主持".into(), present: Some(52), photos: Vec::new() }
}

async fn found(world: &World, id: Uuid) -> Report {
    store::one(&world.app.db, world.congress, id).await.unwrap()
}

/// What stands in the deputy's way to a report that waits for its day.
async fn submitted(world: &World, actor: &Actor, more: &str) -> Report {
    let app = &world.app;
    let id = begin(app, actor, world.deputies[0].person_id, Some(Lang::ZhCn)).await.unwrap();
    let version = found(world, id).await.version;
    write(app, actor, (id, version), (&written(more), &Then::Submit), &[]).await.unwrap()
}

/// The first deputy's report, written, submitted and given at a meeting today.
pub(crate) async fn published(world: &World, more: &str) -> Report {
    let deputy = world.actor("deputy").await;
    let report = submitted(world, &deputy, more).await;
    give(&world.app, &deputy, (report.id, report.version), &held("2026-03-02")).await.unwrap();
    found(world, report.id).await
}

fn refused<T: std::fmt::Debug>(outcome: Result<T>) -> String {
    match outcome {
        Err(Error::Conflict(key)) => key,
        Err(Error::Invalid(found)) => found[0].field.clone(),
        Err(Error::Forbidden) => "forbidden".to_owned(),
        Err(Error::NotFound) => "not-found".to_owned(),
        other => panic!("{other:?}"),
    }
}

async fn acts_of(world: &World, id: Uuid) -> Vec<ledger::Act> {
    ledger::store::of_evidence(&world.app.db, world.congress, id).await.unwrap()
}

#[tokio::test]
async fn a_report_goes_its_way_and_counts_exactly_once() {
    let world = World::new().await;
    let (app, deputy) = (&world.app, world.actor("deputy").await);
    let report = submitted(&world, &deputy, "").await;
    assert_eq!(report.state(), Some(State::Submitted));
    let office = world.actor("local-office").await;
    plan(app, &office, (report.id, report.version), (&meeting("2026-03-10"), "")).await.unwrap();
    let planned = found(&world, report.id).await;
    assert!(acts_of(&world, report.id).await.is_empty(), "what is planned counts for nothing");
    let early = give(app, &office, (report.id, planned.version), &held("2026-03-10")).await;
    assert_eq!(refused(early), "on_day");
    world.on("2026-03-10");
    let giving = held("2026-03-10");
    give(app, &deputy, (report.id, planned.version), &giving).await.unwrap();
    let given = found(&world, report.id).await;
    assert_eq!((given.state(), given.present), (Some(State::Given), Some(52)));
    // Pressed twice, by either of them, with the old version and with the new one.
    for version in [planned.version, given.version] {
        for actor in [&deputy, &office] {
            refused(give(app, actor, (report.id, version), &giving).await);
        }
    }
    let acts = acts_of(&world, report.id).await;
    assert_eq!(acts.len(), 1);
    assert_eq!((acts[0].kind.as_str(), acts[0].on_day), ("duty_report", day("2026-03-10")));
    assert_eq!(acts[0].constituency_id, Some(world.constituency));
    let clerk = world.actor("commission").await;
    let wanted = ledger::acts::Wanted::default();
    ledger::acts::take(app, &clerk, acts[0].id, (ledger::Step::Verify, wanted)).await.unwrap();
    let owed = crate::duties::of_person(
        &app.db,
        app,
        world.congress,
        world.deputies[0].person_id,
        (charter::Per::Term, day("2026-03-10")),
    )
    .await
    .unwrap();
    assert_eq!(owed.iter().map(|one| one.counts.done).sum::<u32>(), 1, "the duty of the term is done");
    assert!(journal::verify(&app.db, world.congress, None).await.is_ok());
}

#[tokio::test]
async fn a_deputy_has_one_report_a_term_and_nobody_else_reads_the_draft() {
    let world = World::new().await;
    let (app, deputy, person) = (&world.app, world.actor("deputy").await, world.deputies[0].person_id);
    let id = begin(app, &deputy, person, Some(Lang::ZhCn)).await.unwrap();
    assert_eq!(begin(app, &deputy, person, Some(Lang::En)).await.unwrap(), id);
    for name in ["local-office", "commission", "leadership", "other-office", "deputy2"] {
        let actor = world.actor(name).await;
        assert_eq!(refused(store::find(&app.db, &actor, id).await), "not-found", "{name}");
    }
    let office = world.actor("local-office").await;
    assert_eq!(refused(begin(app, &office, person, None).await), "reports-begun-already");
    for name in ["other-office", "deputy2"] {
        let actor = world.actor(name).await;
        assert_eq!(refused(begin(app, &actor, person, None).await), "not-found", "{name}");
    }
    for name in ["commission", "leadership", "organ", "station-keeper"] {
        let actor = world.actor(name).await;
        assert_eq!(refused(begin(app, &actor, person, None).await), "forbidden", "{name}");
    }
    let version = found(&world, id).await.version;
    acts::discard(app, &deputy, (id, version)).await.unwrap();
    let second = begin(app, &office, person, None).await.unwrap();
    assert!(second != id && found(&world, second).await.texts == Texts::default());
}

#[tokio::test]
async fn what_was_typed_is_checked_and_a_change_meanwhile_is_noticed() {
    let world = World::new().await;
    let (app, deputy) = (&world.app, world.actor("deputy").await);
    let id = begin(app, &deputy, world.deputies[0].person_id, None).await.unwrap();
    let version = found(&world, id).await.version;
    let empty = Texts::default();
    assert_eq!(refused(write(app, &deputy, (id, version), (&empty, &Then::Submit), &[]).await), "summary");
    let long = Texts { plans: "长".repeat(2_001), ..written("") };
    assert_eq!(refused(write(app, &deputy, (id, version), (&long, &Then::Keep), &[]).await), "plans");
    let kept = write(app, &deputy, (id, version), (&written(""), &Then::Keep), &[]).await.unwrap();
    assert_eq!(kept.state(), Some(State::Draft));
    let late = write(app, &deputy, (id, version), (&written("晚了"), &Then::Keep), &[]).await;
    assert!(matches!(late, Err(Error::Invalid(found)) if found[0].say.key == "reports-edited-meanwhile"));
    let office = world.actor("local-office").await;
    let other = write(app, &office, (id, kept.version), (&written(""), &Then::Keep), &[]).await;
    assert_eq!(refused(other), "not-found");
}

#[tokio::test]
async fn the_office_enters_a_paper_report_and_the_deputy_confirms_or_objects() {
    let world = World::new().await;
    let (app, office) = (&world.app, world.actor("local-office").await);
    let report = submitted(&world, &office, "").await;
    assert_eq!(report.office_id, Some(world.organizations["office"]));
    let paper =
        Plan { way: Way::Writing, until_on: Some(day("2026-03-20")), starts: None, ..meeting("2026-03-02") };
    let giving = Giving { plan: paper, chair: String::new(), present: None, photos: Vec::new() };
    give(app, &office, (report.id, report.version), &giving).await.unwrap();
    let act = acts_of(&world, report.id).await.remove(0);
    assert_eq!((act.state.as_str(), act.office_id), ("declared", report.office_id));
    let deputy = world.browser(Some("deputy")).await;
    let page = deputy.get(&format!("/reporting/{}", report.id)).await.body;
    assert!(page.contains("是这样") && page.contains("不是这样"), "{page}");
    let desk = deputy.get("/desk").await.body;
    assert!(desk.contains(&format!("href=\"/reporting/{}\"", report.id)), "{desk}");
    assert!(deputy.get("/inbox").await.body.contains("请核对并确认"));
    let back = format!("/reporting/{}?done=confirmed", report.id);
    let sent = deputy.post(&format!("/acts/{}/confirmation", act.id), &[("back", &back)]).await;
    assert_eq!(sent.location, back);
    assert!(deputy.get(&back).await.body.contains("已确认"));
    // A slip that nobody verified is taken back and recorded anew: it stays one act.
    let now = found(&world, report.id).await;
    acts::take_back(app, &office, (report.id, now.version)).await.unwrap();
    let planned = found(&world, report.id).await;
    assert_eq!(planned.state(), Some(State::Planned));
    give(app, &office, (report.id, planned.version), &held("2026-03-01")).await.unwrap();
    let acts = acts_of(&world, report.id).await;
    assert_eq!((acts.len(), acts[0].on_day, acts[0].state.as_str()), (1, day("2026-03-01"), "declared"));
}

#[tokio::test]
async fn a_published_report_is_corrected_and_withdrawn_by_the_ledgers_corrections() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.actor("commission").await);
    let report = published(&world, "").await;
    let act = acts_of(&world, report.id).await.remove(0);
    let at = (report.id, report.version);
    let early = acts::correct(app, &clerk, at, (day("2026-03-01"), "登记错了")).await;
    assert_eq!(refused(early), "reports-moved-on", "what does not count is not corrected");
    let wanted = ledger::acts::Wanted::default();
    ledger::acts::take(app, &clerk, act.id, (ledger::Step::Verify, wanted)).await.unwrap();
    let deputy = world.actor("deputy").await;
    assert_eq!(refused(acts::withdraw(app, &deputy, at, "不要了").await), "forbidden");
    assert_eq!(refused(acts::take_back(app, &deputy, at).await), "reports-moved-on", "it counts");
    assert_eq!(refused(acts::correct(app, &clerk, at, (day("2026-03-01"), " ")).await), "reason");
    acts::correct(app, &clerk, at, (day("2026-03-01"), "登记错了")).await.unwrap();
    let corrected = found(&world, report.id).await;
    let acts = acts_of(&world, report.id).await;
    assert_eq!((corrected.on_day, acts.len()), (Some(day("2026-03-01")), 2));
    acts::withdraw(app, &clerk, (report.id, corrected.version), "内容有误").await.unwrap();
    let standing = standing(&app.db, &clerk, report.id).await.unwrap();
    assert_eq!((standing.counted(), standing.report.state()), (Counted::Void, Some(State::Withdrawn)));
    let page = world.browser(None).await.get(&format!("/reports/{}", report.code)).await.body;
    assert!(
        page.contains("已撤回") && page.contains("内容有误") && !page.contains("走访了全部村组"),
        "{page}"
    );
    let again = begin(app, &deputy, world.deputies[0].person_id, Some(Lang::ZhCn)).await.unwrap();
    assert_ne!(again, report.id, "the deputy may report again");
}

#[tokio::test]
async fn a_change_of_what_was_told_and_calling_it_off_need_a_reason() {
    let world = World::new().await;
    let (app, office) = (&world.app, world.actor("local-office").await);
    let deputy = world.actor("deputy").await;
    let report = submitted(&world, &deputy, "").await;
    assert_eq!(refused(acts::reopen(app, &office, (report.id, report.version), "").await), "reason");
    let at = (report.id, report.version);
    for (wrong, field) in [
        (Plan { on_day: day("2026-03-01"), ..meeting("2026-03-10") }, "on_day"),
        (Plan { starts: None, ..meeting("2026-03-10") }, "starts"),
        (Plan { place: " ".into(), ..meeting("2026-03-10") }, "place"),
        (Plan { way: Way::Writing, ..meeting("2026-03-10") }, "until_on"),
        (Plan { station: Some(world.organizations["roads"]), ..meeting("2026-03-10") }, "station"),
    ] {
        assert_eq!(refused(plan(app, &office, at, (&wrong, "")).await), field, "{wrong:?}");
    }
    plan(app, &office, at, (&meeting("2026-03-10"), "")).await.unwrap();
    let told = found(&world, report.id).await;
    let at = (report.id, told.version);
    assert_eq!(refused(plan(app, &office, at, (&meeting("2026-03-12"), "")).await), "reason");
    plan(app, &office, at, (&meeting("2026-03-12"), "下雨")).await.unwrap();
    let page = world.browser(None).await.get(&format!("/reports/{}", report.code)).await.body;
    assert!(page.contains("下雨") && page.contains("2026年3月12日 9:00"), "{page}");
    assert!(!page.contains("走访"), "what is planned is not read yet: {page}");
    let at = (report.id, found(&world, report.id).await.version);
    acts::call_off(app, &deputy, at, "改期").await.unwrap();
    let nobody = world.browser(None).await;
    assert_eq!(nobody.get(&format!("/reports/{}", report.code)).await.status, 404);
    let inbox = world.browser(Some("local-office")).await.get("/inbox").await.body;
    assert!(inbox.contains("提交了述职报告") && inbox.contains("取消了"), "{inbox}");
}
