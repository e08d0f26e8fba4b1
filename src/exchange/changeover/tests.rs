//! From the tenth term to the eleventh in the small congress: planned, rehearsed, carried out, and what is left to do.

use std::sync::atomic::{AtomicBool, Ordering};

use axum::http::StatusCode;
use chrono::{Days, NaiveDate};
use sea_orm::{DbBackend, FromQueryResult};
use uuid::Uuid;

use super::acts::{Planning, give_up, plan, replan, so_far};
use super::turn::{People, Turned};
use super::{leavers, store};
use crate::access::{Actor, Post, Role, store::posts};
use crate::base::{Conn, Error, Result, Sql};
use crate::bodies::{self, store::terms};
use crate::cases::acts::{NewCase, hand_in, raise};
use crate::cases::{self, Channel};
use crate::exchange::recount_tests::agree;
use crate::exchange::roster::acts::{Brought, bring, kept_report, order};
use crate::exchange::roster::store as rosters;
use crate::exchange::roster::tests::book;
use crate::journal;
use crate::people::store::{assignments_on, deputy, every_membership, every_seat};
use crate::receptions::acts::{NewDay, add, publish};
use crate::receptions::quarter::Quarter;
use crate::receptions::store::on_duty;
use crate::trial::World;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn eleventh(starts_on: &str) -> Planning {
    Planning { name: "第十一届".to_owned(), starts_on: starts_on.parse().ok() }
}

/// The first deputy is not elected again, the second is, in a constituency of fewer villages; 张三 is new where the first
/// one was. The first committee member goes, the second stays.
fn roster(world: &World) -> Vec<u8> {
    let again = world.deputies[1].code.as_str();
    let heads: &[&str] = &["届次", "姓名", "性别", "选区", "短码", "站点"];
    book(&[
        (
            "选区",
            &[
                &["届次", "编号", "名称", "镇街", "组成", "应选名额"],
                &["第十一届", "1", "新里选区", "张沟镇", "新里村", "1"],
                &["第十一届", "2", "双垸选区", "张沟镇", "双垸村", "1"],
            ],
        ),
        (
            "代表",
            &[
                heads,
                &["第十一届", "张三", "男", "新里选区", "", "新里村代表联络站"],
                &["第十一届", world.deputies[1].name.as_str(), "", "双垸选区", again, ""],
            ],
        ),
        ("组成人员", &[&["届次", "姓名"], &["第十一届", "欧阳海"]]),
    ])
}

/// What is open when the term changes: opinions to both deputies, a suggestion of the first one's own, a day of duty.
struct Open {
    left: Uuid,
    stays: Uuid,
    own: Uuid,
    reception: Uuid,
}

async fn open(world: &World) -> Open {
    let (app, now) = (&world.app, world.app.clock.now());
    let form = || app.chance.id(now);
    let to = |nth: usize, area: usize| NewCase {
        deputy: Some(world.deputies[nth].person_id),
        area: Some(world.areas[area]),
        ..NewCase::of_voter(form(), Channel::Web, "村口的路灯坏了三个月没有人修。")
    };
    let left = hand_in(app, &world.anybody(), &to(0, 1)).await.unwrap().case.id;
    let stays = hand_in(app, &world.anybody(), &to(1, 2)).await.unwrap().case.id;
    let own = NewCase {
        voter: None,
        subject: "关于修路灯的建议".to_owned(),
        ..NewCase::of_voter(form(), Channel::Deputy, "建议把全镇的路灯检查一遍。")
    };
    let own = raise(app, &world.actor("deputy").await, &own).await.unwrap().case.id;
    let keeper = world.actor("station-keeper").await;
    let both = world.deputies.iter().map(|deputy| deputy.person_id).collect();
    let new = NewDay { day: day("2026-12-24"), starts: 540, ends: 660, slot: 30, capacity: 2, on_duty: both };
    let station = world.organizations["station"];
    let reception = add(app, &keeper, station, &new).await.unwrap();
    publish(app, &keeper, (station, Quarter { year: 2026, number: 4 }), "年底补一次").await.unwrap();
    Open { left, stays, own, reception }
}

async fn work(world: &World) {
    world.works().await;
}

/// Plan it for 20 December, on 1 December, with its roster checked and rehearsed.
async fn rehearsed(world: &World) -> (Actor, Uuid, Uuid) {
    let clerk = world.actor("commission").await;
    let id = plan(&world.app, &clerk, &eleventh("2026-12-20")).await.unwrap();
    let coming = store::one(&world.app.db, world.congress, id).await.unwrap();
    let bytes = roster(world);
    let file = Brought { bytes: &bytes, coming: Some(&coming) };
    let roster = bring(&world.app, &clerk, "十一届.xlsx", file).await.unwrap();
    work(world).await;
    (clerk, id, roster)
}

const CAME_TO: Turned = Turned {
    deputies: People { before: 2, after: 2, again: 1 },
    members: People { before: 2, after: 1, again: 1 },
    constituencies: 2,
    // The first deputy's station, and the body that served the first member.
    memberships: 2,
    pairs: 1,
    duties: 1,
    handed: 1,
    without: 0,
    own: 1,
};

#[tokio::test]
async fn a_rehearsal_says_what_will_happen_and_leaves_nothing() {
    let world = World::new().await;
    world.on("2026-12-01");
    open(&world).await;
    let db = &world.app.db;
    let seats = every_seat(db, world.congress).await.unwrap();
    let (clerk, id, roster) = rehearsed(&world).await;
    let report = kept_report(db, world.congress, roster).await.unwrap();
    assert_eq!((report.turned, report.failed), (Some(CAME_TO), None), "{:#?}", report.findings);
    assert_eq!(every_seat(db, world.congress).await.unwrap(), seats);
    let kinds: Vec<String> = journal::latest(db, world.congress, i64::MAX, 4)
        .await
        .unwrap()
        .into_iter()
        .map(|entry| entry.kind)
        .collect();
    assert_eq!(kinds, ["duties.recounted", "roster.brought", "changeover.planned", "term.ends"]);
    let early = order(&world.app, &clerk, roster).await;
    assert!(matches!(early, Err(Error::Conflict(why)) if why == "changeover-too-early"));
    // Another day: what was rehearsed is rehearsed anew.
    replan(&world.app, &clerk, id, &eleventh("2026-12-25")).await.unwrap();
    assert_eq!(rosters::one(db, world.congress, roster).await.unwrap().state, "uploaded");
    work(&world).await;
    let report = kept_report(db, world.congress, roster).await.unwrap();
    // By then the reception day is over.
    assert_eq!(report.turned, Some(Turned { duties: 0, ..CAME_TO }));
    world.on("2026-12-20");
    assert!(order(&world.app, &clerk, roster).await.is_err(), "it is the 25th now");
}

#[tokio::test]
async fn the_term_changes_on_its_day_and_what_is_open_goes_on() {
    let world = World::new().await;
    world.on("2026-12-01");
    let open = open(&world).await;
    let (clerk, id, roster) = rehearsed(&world).await;
    world.on("2026-12-21");
    order(&world.app, &clerk, roster).await.unwrap();
    work(&world).await;
    let (db, congress) = (&world.app.db, world.congress);
    let done = store::one(db, congress, id).await.unwrap();
    assert!(done.done_at.is_some(), "{:?}", kept_report(db, congress, roster).await.unwrap().failed);
    assert_eq!(serde_json::from_str::<Turned>(&done.came_to).unwrap(), CAME_TO);

    let all = terms(db, congress).await.unwrap();
    assert_eq!((all.len(), all[0].ends_on, all[1].id), (2, day("2026-12-19"), id));
    assert_eq!((all[1].starts_on, all[1].ends_on), (day("2026-12-20"), day("2031-12-19")));
    let seats = every_seat(db, congress).await.unwrap();
    let (old, new): (Vec<_>, Vec<_>) = seats.iter().partition(|seat| seat.term_id == all[0].id);
    assert!(old.iter().all(|seat| {
        seat.to_on == Some(day("2026-12-19")) && seat.end_reason.as_deref() == Some("term-ended")
    }));
    assert!(new.iter().all(|seat| seat.from_on == day("2026-12-20") && seat.to_on.is_none()));
    assert_eq!((old.len(), new.len()), (4, 3));

    // 张三 follows in the opinion from 新里村; what the others raised and follow stays theirs.
    let (gone, stays) = (world.deputies[0].person_id, world.deputies[1].person_id);
    let of = async |case: Uuid| cases::store::find(db, &clerk, case).await.unwrap().deputy_id.unwrap();
    let successor = of(open.left).await;
    assert_eq!(deputy(db, congress, successor).await.unwrap().unwrap().name, "张三");
    assert_eq!((of(open.stays).await, of(open.own).await), (stays, gone));
    assert!(deputy(db, congress, gone).await.unwrap().is_none());
    let pairs = assignments_on(db, congress, day("2026-12-21")).await.unwrap();
    assert_eq!(pairs.iter().map(|pair| pair.deputy_id).collect::<Vec<_>>(), [stays]);
    let belongs = every_membership(db, congress).await.unwrap();
    assert!(belongs.iter().all(|row| row.person_id != gone && row.person_id != world.members[0]));
    let duty: Vec<Uuid> = on_duty(db, congress, &[open.reception])
        .await
        .unwrap()
        .into_iter()
        .map(|one| one.person_id)
        .collect();
    assert_eq!(duty, [stays]);
    // Duties of the year are those that anybody counts from the exported tables.
    agree(&world.app, congress, 2026).await;
    assert!(journal::verify(db, congress, None).await.unwrap().is_ok());

    let keeper = world.browser(Some("station-keeper")).await;
    assert!(keeper.get("/inbox").await.body.contains("有 1 个接待日的值班代表已不再担任代表"));
    let commission = world.browser(Some("commission")).await;
    assert!(commission.get("/inbox").await.body.contains("已经换届到第十一届"));
    let page = commission.get(&format!("/terms/{id}")).await.body;
    assert!(page.contains("已经换届") && !page.contains("正式换届"), "{page}");
    let undo = commission.post(&format!("/rosters/{roster}/undo"), &[]).await;
    assert_eq!(undo.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn printed_codes_of_the_earlier_term_still_lead_somewhere() {
    let world = World::new().await;
    world.on("2026-12-01");
    let earlier =
        bodies::store::constituency(&world.app.db, world.congress, world.constituency).await.unwrap();
    let (clerk, _, roster) = rehearsed(&world).await;
    world.on("2026-12-21");
    order(&world.app, &clerk, roster).await.unwrap();
    work(&world).await;
    let voter = world.browser(None).await;
    let again = voter.get(&format!("/d/{}", world.deputies[1].code)).await;
    assert!(again.status == StatusCode::OK && again.body.contains(&world.deputies[1].name), "{again:?}");
    let gone = voter.get(&format!("/d/{}", world.deputies[0].code)).await;
    assert!(gone.status == StatusCode::OK && gone.body.contains("您找的代表已经离任"), "{gone:?}");
    let place = voter.get(&format!("/c/{}", earlier.code)).await;
    assert!(place.body.contains("新里选区"), "of two that have as much of it, the first: {place:?}");
    let profile = voter.get(&format!("/deputies/{}", world.deputies[1].code)).await;
    assert!(profile.body.contains("双垸选区"), "{profile:?}");
    assert_eq!(voter.get("/d/7777-77").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_plan_moves_the_end_of_the_term_and_giving_it_up_moves_it_back() {
    let world = World::new().await;
    world.on("2026-12-01");
    let (db, congress) = (&world.app.db, world.congress);
    let clerk = world.actor("commission").await;
    let ends = async || terms(db, congress).await.unwrap()[0].ends_on;
    for (planning, field) in [
        (eleventh("2021-12-01"), "starts_on"),
        (eleventh("soon"), "starts_on"),
        (Planning { name: " ".to_owned(), ..eleventh("2027-01-10") }, "name"),
        (Planning { name: "第十届".to_owned(), ..eleventh("2027-01-10") }, "name"),
    ] {
        match plan(&world.app, &clerk, &planning).await {
            Err(Error::Invalid(found)) => assert_eq!(found[0].field, field, "{planning:?}"),
            other => panic!("{planning:?}: {other:?}"),
        }
    }
    let id = plan(&world.app, &clerk, &eleventh("2027-01-10")).await.unwrap();
    assert_eq!(ends().await, day("2027-01-09"), "the term lasts until the next congress first meets");
    let twice = plan(&world.app, &clerk, &eleventh("2027-01-11")).await;
    assert!(matches!(twice, Err(Error::Conflict(why)) if why == "changeover-planned-already"));
    replan(&world.app, &clerk, id, &eleventh("2026-12-10")).await.unwrap();
    assert_eq!(ends().await, day("2026-12-09"));
    let coming = store::one(db, congress, id).await.unwrap();
    let bytes = roster(&world);
    let file = Brought { bytes: &bytes, coming: Some(&coming) };
    let roster = bring(&world.app, &clerk, "十一届.xlsx", file).await.unwrap();
    give_up(&world.app, &clerk, id).await.unwrap();
    assert_eq!(ends().await, day("2026-12-31"), "as before");
    assert_eq!(rosters::one(db, congress, roster).await.unwrap().state, "dropped");
    assert!(rosters::bytes(db, congress, roster).await.unwrap().is_none());
    assert!(store::planned(db, congress).await.unwrap().is_none());
    work(&world).await;
}

#[tokio::test]
async fn whoever_left_in_the_middle_of_a_term_leaves_opinions_too() {
    let world = World::new().await;
    world.on("2026-06-01");
    let (db, congress, form) = (&world.app.db, world.congress, world.app.chance.id(world.app.clock.now()));
    let new = NewCase {
        deputy: Some(world.deputies[0].person_id),
        ..NewCase::of_voter(form, Channel::Web, "村口的路灯坏了三个月没有人修。")
    };
    let case = hand_in(&world.app, &world.anybody(), &new).await.unwrap().case.id;
    let clerk = world.browser(Some("commission")).await;
    assert!(clerk.get("/leavers").await.body.contains("没有需要移交的意见"));
    let tx = world.app.db.begin().await.unwrap();
    let seat = world.deputies[0].seat_id;
    let resigned = (day("2026-05-31"), crate::people::EndReason::Resigned);
    crate::people::acts::end_seat(&tx, &world.app, &world.keeper(), seat, resigned).await.unwrap();
    tx.commit().await.unwrap();

    let asked = clerk.get("/desk").await.body;
    assert!(asked.contains("有 1 件意见的代表已经离任") && !asked.contains("请准备换届"), "{asked}");
    let page = clerk.get("/leavers").await.body;
    let stays = world.deputies[1].person_id.to_string();
    assert!(page.contains(&format!("value=\"{stays}\" selected")), "the other of the constituency: {page}");
    let nobody = clerk.post("/leavers", &[(&format!("to-{case}"), "")]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    let gone = world.deputies[0].person_id.to_string();
    let wrong = clerk.post("/leavers", &[(&format!("to-{case}"), &gone)]).await;
    assert_eq!(wrong.status, StatusCode::CONFLICT);
    let handed = clerk.post("/leavers", &[(&format!("to-{case}"), &stays)]).await;
    assert_eq!((handed.status, handed.location.as_str()), (StatusCode::SEE_OTHER, "/leavers?done=1"));
    let found = cases::store::find(db, &world.keeper(), case).await.unwrap();
    assert_eq!(found.deputy_id.map(|id| id.to_string()), Some(stays));
    let told = world.browser(Some("deputy2")).await.get("/inbox").await.body;
    assert!(told.contains("现在由您负责跟进"), "{told}");
    assert_eq!(clerk.post("/leavers", &[(&format!("to-{case}"), &gone)]).await.status, StatusCode::CONFLICT);

    // The roles of the account go by the hand of whoever gives roles.
    assert_eq!(clerk.get("/leavers/accounts").await.status, StatusCode::FORBIDDEN);
    let security = world.browser(Some("security-admin")).await;
    let account = world.accounts["deputy"];
    let page = security.get("/leavers/accounts").await.body;
    assert!(page.contains(&format!("value=\"{account}\" checked")), "{page}");
    assert!(!page.contains(&world.accounts["deputy2"].to_string()));
    assert_eq!(security.post("/leavers/accounts", &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let other = world.accounts["deputy2"].to_string();
    assert_eq!(security.post("/leavers/accounts", &[("account", &other)]).await.status, StatusCode::CONFLICT);
    let taken = security.post("/leavers/accounts", &[("account", &account.to_string())]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    assert!(posts(db, congress, account).await.unwrap().is_empty());
    assert!(leavers::accounts(db, congress).await.unwrap().is_empty());
}

#[tokio::test]
async fn only_the_commission_changes_the_term() {
    let world = World::new().await;
    let deny = [Role::SystemAdmin, Role::LocalOffice, Role::Leadership, Role::SecurityAdmin];
    for role in deny {
        let posts = vec![Post { role, organization: None }];
        let actor = Actor { posts, ..Actor::operator(world.congress, role) };
        let refused = plan(&world.app, &actor, &eleventh("2026-12-20")).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{role:?}");
    }
    let admin = world.browser(Some("system-admin")).await;
    assert_eq!(admin.get("/terms").await.status, StatusCode::FORBIDDEN);
    assert!(!admin.get("/registers").await.body.contains("/terms"));
}

/// A reader behind whose back, between its first statement and its second, everything that waits is done.
struct Overtaken<'a> {
    world: &'a World,
    done: AtomicBool,
}

impl Overtaken<'_> {
    async fn overtaken(&self) {
        if !self.done.swap(true, Ordering::Relaxed) {
            work(self.world).await;
        }
    }
}

impl Conn for Overtaken<'_> {
    async fn all<T: FromQueryResult + Send>(&self, sql: Sql) -> Result<Vec<T>> {
        let rows = self.world.app.db.all(sql).await;
        self.overtaken().await;
        rows
    }

    async fn maybe<T: FromQueryResult + Send>(&self, sql: Sql) -> Result<Option<T>> {
        let row = self.world.app.db.maybe(sql).await;
        self.overtaken().await;
        row
    }

    async fn run(&self, sql: Sql) -> Result<u64> {
        self.world.app.db.run(sql).await
    }

    fn kind(&self) -> DbBackend {
        self.world.app.db.kind()
    }
}

#[tokio::test]
async fn whoever_looks_while_the_term_changes_sees_it_waiting_or_done() {
    let world = World::new().await;
    world.on("2026-12-01");
    open(&world).await;
    let (clerk, id, roster) = rehearsed(&world).await;
    world.on("2026-12-20");
    order(&world.app, &clerk, roster).await.unwrap();
    let reader = Overtaken { world: &world, done: AtomicBool::new(false) };
    let (latest, it) = so_far(&reader, world.congress, id).await.unwrap();
    let state = latest.unwrap().state;
    assert!(it.done_at.is_some() || state == "waiting", "{state} and not done: nobody would look again");
    let (latest, it) = so_far(&world.app.db, world.congress, id).await.unwrap();
    assert!(it.done_at.is_some() && latest.unwrap().state == "applied", "it was done meanwhile");
}

#[tokio::test]
async fn the_page_leads_from_the_plan_to_the_change() {
    let world = World::new().await;
    world.on("2026-12-01");
    let clerk = world.browser(Some("commission")).await;
    assert!(clerk.get("/registers").await.body.contains("href=\"/terms\""));
    assert!(clerk.get("/desk").await.body.contains("第十届任期到2026年12月31日为止，请准备换届"));
    let page = clerk.get("/terms").await.body;
    assert!(page.contains("value=\"第十一届\"") && page.contains("value=\"2027-01-01\""), "{page}");
    let wrong = clerk.post("/terms", &[("name", "第十一届"), ("starts_on", "")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("第十一届"));
    let planned = clerk.post("/terms", &[("name", "第十一届"), ("starts_on", "2026-12-02")]).await.location;
    let draft = clerk.post(&format!("{planned}/draft.xlsx"), &[]).await;
    assert_eq!(draft.status, StatusCode::OK);
    let none = clerk.upload(&format!("{planned}/roster"), &[], &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    // A mistake is told; nothing can be opened by it.
    let heads: &[&str] = &["届次", "姓名", "性别", "选区"];
    let bad = book(&[("代表", &[heads, &["第十二届", "张三", "男", "新里选区"]])]);
    clerk.upload(&format!("{planned}/roster"), &[], &[("file", "十一届.xlsx", &bad)]).await;
    assert!(clerk.get(&planned).await.body.contains("data-working"));
    work(&world).await;
    let page = clerk.get(&planned).await.body;
    assert!(page.contains("有 1 处错误") && !page.contains("预演结果"), "{page}");
    // The draft itself: everybody is elected again.
    let coming = store::planned(&world.app.db, world.congress).await.unwrap().unwrap();
    let actor = world.actor("commission").await;
    let bytes = crate::exchange::roster::acts::take_along(&world.app, &actor, Some(&coming)).await.unwrap();
    clerk.upload(&format!("{planned}/roster"), &[], &[("file", "十一届.xlsx", &bytes)]).await;
    work(&world).await;
    let page = clerk.get(&planned).await.body;
    assert!(page.contains("预演结果") && page.contains("才能正式换届"), "{page}");
    assert_eq!(clerk.post(&format!("{planned}/opening"), &[]).await.status, StatusCode::CONFLICT);
    world.on("2026-12-02");
    let clerk = world.browser(Some("commission")).await;
    assert!(clerk.get(&planned).await.body.contains("按这份名册正式换届"));
    assert_eq!(clerk.post(&format!("{planned}/opening"), &[]).await.location, planned);
    work(&world).await;
    let page = clerk.get(&planned).await.body;
    assert!(page.contains("换届结果"), "{page}");
    let seats = every_seat(&world.app.db, world.congress).await.unwrap();
    let open: Vec<_> = seats.iter().filter(|seat| seat.to_on.is_none()).collect();
    assert!(open.len() == 4 && open.iter().all(|seat| seat.from_on == day("2026-12-02")));
    let persons: std::collections::BTreeSet<Uuid> = seats.iter().map(|seat| seat.person_id).collect();
    assert_eq!(persons.len(), 4, "nobody was entered a second time");
    assert_eq!(clerk.post(&format!("{planned}/removal"), &[]).await.status, StatusCode::CONFLICT);
    let again = clerk.get("/terms").await.body;
    assert!(again.contains("value=\"第十二届\""), "the next one may be planned: {again}");
    assert!(coming.eve() + Days::new(1) == coming.starts_on);
}
