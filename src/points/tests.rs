//! Statements, freezing and commendations in the small congress.

mod commendations;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::StatusCode;
use charter::{ActKind, Charter, Charters, Statement};
use uuid::Uuid;

use super::freeze::{Verified, freeze, verify};
use super::{COLUMNS, merits, statements, store, write};
use crate::access::Permit;
use crate::base::{Conn, Error, sql};
use crate::journal;
use crate::ledger::acts::{Correction, Wanted, correct, take};
use crate::ledger::parties::{NewObjection, Outcome, decide, object};
use crate::ledger::store::objections_of;
use crate::ledger::{NewAct, Step, enter};
use crate::trial::{Answer, Browser, World};

pub(super) const SHIPPED: &str = include_str!("../../charters/xiantao/2023.toml");

/// The shipped charter with passages replaced; each must be there.
pub(super) fn edited(changes: &[(&str, &str)]) -> Charter {
    let mut text = SHIPPED.to_owned();
    for (old, new) in changes {
        assert!(text.contains(old), "{old:?}");
        text = text.replace(old, new);
    }
    Charter::parse("made-up.toml", &text).unwrap()
}

/// The world goes by these versions.
pub(super) fn ruled_by(world: &mut World, versions: Vec<Charter>) {
    let charters = Charters::new(versions).unwrap();
    world.app.charters = Arc::new(BTreeMap::from([("xiantao".to_owned(), charters)]));
}

/// Somebody declares an act on the day that the clock shows.
pub(super) async fn declared(world: &World, who: &str, new: &NewAct) -> Uuid {
    let tx = world.app.db.begin().await.unwrap();
    let actor = world.actor(who).await;
    let id = enter(&tx, &world.app, (&actor, Permit::ActDeclare), new, true).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// Somebody declares an act and the commission verifies it.
pub(super) async fn done(world: &World, who: &str, new: &NewAct) -> Uuid {
    let id = declared(world, who, new).await;
    let commission = world.actor("commission").await;
    take(&world.app, &commission, id, (Step::Verify, Wanted::default())).await.unwrap();
    id
}

/// A contact of a member with deputies.
fn contact(world: &World, (member, on): (usize, &str), with: &[usize]) -> NewAct {
    let evidence = ("contact", world.app.chance.id(world.app.clock.now()));
    let parties = with.iter().map(|deputy| world.deputies[*deputy].person_id).collect();
    NewAct { parties, ..NewAct::new(world.members[member], ActKind::Contact, on.parse().unwrap(), evidence) }
}

async fn statement(world: &World, member: usize, year: i32) -> Statement {
    let today = world.app.clock.today();
    statements::of(&world.app.db, &world.app, world.congress, world.members[member], year, today)
        .await
        .unwrap()
}

/// This year's statement, to which `/points` leads its member.
async fn own_page(browser: &Browser) -> Answer {
    let there = browser.get("/points").await.location;
    browser.get(&there).await
}

/// What an account's inbox says.
async fn inbox(world: &World, name: &str) -> String {
    world.browser(Some(name)).await.get("/inbox").await.body
}

#[tokio::test]
async fn a_statement_shows_the_rule_the_act_and_the_evidence_of_each_line() {
    let world = World::new().await;
    let new = contact(&world, (0, "2026-02-02"), &[0]);
    let late = done(&world, "member", &new).await;
    let waiting = declared(&world, "member", &contact(&world, (0, "2026-03-01"), &[0])).await;
    let made = statement(&world, 0, 2026).await;
    let lines: Vec<_> = made.lines.iter().map(|line| (line.line.as_str(), line.points)).collect();
    assert_eq!(lines, [("contact", 5), ("contact_late", -1)]);
    assert_eq!((made.total, made.lines[0].act), (4, Some(late)));

    let page = own_page(&world.browser(Some("member")).await).await;
    assert_eq!(page.status, StatusCode::OK);
    for said in [
        "联系代表一次",
        "迟报联系情况一次",
        "2023年10月24日起的规则",
        &format!("href=\"/acts/{late}\""),
        &format!("href=\"/contacts/{}\"", new.evidence_id),
        "2月9日以前申报为及时，3月2日申报",
        "李双妹",
        "初步，随登记更新",
        "尚未核实，暂不计分",
        &format!("href=\"/acts/{waiting}\""),
        "每年 40",
    ] {
        assert!(page.body.contains(said), "{said}\n{}", page.body);
    }
    let same = format!("/points/2026/{}", world.members[0]);
    assert_eq!(world.browser(Some("commission")).await.get(&same).await.status, StatusCode::OK);
}

/// What everybody's points come to, each by the ids of the persons.
async fn totals(world: &World) -> BTreeMap<Uuid, i32> {
    let today = world.app.clock.today();
    let all = super::freeze::totals(&world.app, world.congress, (2026, today), None).await.unwrap();
    all.iter().map(|it| (it.person, it.total)).collect()
}

#[tokio::test]
async fn the_totals_of_a_year_follow_what_is_done_whoever_does_it() {
    let world = World::new().await;
    let (db, congress, first) = (&world.app.db, world.congress, world.members[0]);
    let mut seen = vec![totals(&world).await[&first]];
    let act = done(&world, "member", &contact(&world, (0, "2026-02-25"), &[0])).await;
    seen.push(totals(&world).await[&first]);
    let by_hand = async |text: &str| {
        let tx = db.begin().await.unwrap();
        tx.run(sql(text, [congress.into(), act.into()])).await.unwrap();
        tx.commit().await.unwrap();
    };
    by_hand("UPDATE acts SET void = TRUE WHERE congress_id = $1 AND id = $2").await;
    seen.push(totals(&world).await[&first]);
    by_hand("UPDATE acts SET void = FALSE WHERE congress_id = $1 AND id = $2").await;
    seen.push(totals(&world).await[&first]);
    assert_eq!(seen, [0, 5, 0, 5]);
    by_hand("DELETE FROM act_parties WHERE congress_id = $1 AND act_id = $2").await;
    assert_eq!(totals(&world).await[&first], statement(&world, 0, 2026).await.total);
}

#[tokio::test]
async fn what_counts_less_says_why() {
    let mut world = World::new().await;
    ruled_by(&mut world, vec![edited(&[("points = 5\ncap_per_year = 40", "points = 5\ncap_per_year = 8")])]);
    for day in ["2026-02-25", "2026-02-26", "2026-02-27"] {
        done(&world, "member", &contact(&world, (0, day), &[0])).await;
    }
    assert_eq!(statement(&world, 0, 2026).await.total, 8);
    let page = own_page(&world.browser(Some("member")).await).await.body;
    assert!(
        page.contains("每年最多8分，超出的2分不计") && page.contains("每年最多8分，超出的5分不计"),
        "{page}"
    );
    world.on("2027-01-04");
    let made = statement(&world, 1, 2026).await;
    assert_eq!(made.total, -10, "two contacts are missing when the year is over");
    let browser = world.browser(Some("member2")).await;
    let page = browser.get(&format!("/points/2026/{}", world.members[1])).await.body;
    assert!(page.contains("到年底还少2次") && page.contains("阿卜杜拉·买买提"), "{page}");
}

#[tokio::test]
async fn a_member_sees_the_own_statement_the_commission_all_and_nobody_else_any() {
    let world = World::new().await;
    let [own, others] = [0, 1].map(|member| format!("/points/2026/{}", world.members[member]));
    let member = world.browser(Some("member")).await;
    assert_eq!(member.get(&own).await.status, StatusCode::OK);
    assert_eq!(member.get(&others).await.status, StatusCode::NOT_FOUND);
    assert_eq!(member.get("/points/2026").await.location, own);
    assert_eq!(member.get(&own.replace("2026", "2021")).await.status, StatusCode::NOT_FOUND, "no seat then");
    let fields = [("text", "少了一次")];
    assert_eq!(member.post(&format!("{others}/objections"), &fields).await.status, StatusCode::NOT_FOUND);
    assert_eq!(member.post("/points/2025/freeze", &[]).await.status, StatusCode::FORBIDDEN);
    let commission = world.browser(Some("commission")).await;
    assert_eq!(commission.get("/points").await.location, "/points/2026");
    for path in ["/points/2026", &own, &others] {
        assert_eq!(commission.get(path).await.status, StatusCode::OK, "{path}");
    }
    assert_eq!(commission.get("/points/2027").await.status, StatusCode::NOT_FOUND, "not yet");
    for role in ["leadership", "working-body", "local-office", "deputy", "audit-admin", "system-admin"] {
        let browser = world.browser(Some(role)).await;
        for path in ["/points", "/points/2026", &own] {
            assert_eq!(browser.get(path).await.status, StatusCode::FORBIDDEN, "{path} as {role}");
        }
    }
    assert!(member.get("/desk").await.body.contains("href=\"/points\""), "in the menu");
    assert!(!world.browser(Some("deputy")).await.get("/desk").await.body.contains("href=\"/points\""));
}

#[tokio::test]
async fn nobody_is_ranked_unless_the_charter_says_so() {
    let mut world = World::new().await;
    done(&world, "member2", &contact(&world, (1, "2026-02-27"), &[1])).await;
    let names = |page: &str| (page.find("王建业").unwrap(), page.find("欧阳海").unwrap());
    let page = world.browser(Some("commission")).await.get("/points/2026?by=points").await.body;
    let (first, second) = names(&page);
    assert!(first < second, "by strokes, though the second has more points");
    assert!(page.contains("个人之间不排名") && !page.contains("by=points\""), "{page}");
    let on = edited(&[("[ranking.between_persons]\nis = false", "[ranking.between_persons]\nis = true")]);
    ruled_by(&mut world, vec![on]);
    let browser = world.browser(Some("commission")).await;
    let page = browser.get("/points/2026").await.body;
    let (first, second) = names(&page);
    assert!(first < second && page.contains("href=\"/points/2026?by=points\""), "strokes come first still");
    let page = browser.get("/points/2026?by=points").await.body;
    let (first, second) = names(&page);
    assert!(second < first && !page.contains("个人之间不排名"), "{page}");
}

/// The year 2026 with one act, over and frozen once.
async fn frozen_world() -> (World, Uuid) {
    let world = World::new().await;
    let act = done(&world, "member", &contact(&world, (0, "2026-02-27"), &[0])).await;
    world.on("2027-01-04");
    let commission = world.actor("commission").await;
    let frozen = freeze(&world.app, &commission, 2026, false).await.unwrap();
    assert_eq!((frozen.revision, frozen.statements), (1, 2));
    (world, act)
}

#[tokio::test]
async fn a_frozen_year_is_signed_into_the_journal_and_every_change_is_found() {
    let (world, _) = frozen_world().await;
    let (db, congress) = (&world.app.db, world.congress);
    let member = world.actor("member").await;
    let last = store::frozen(db, congress, 2026).await.unwrap().unwrap();
    let kept = store::statements(db, congress, (2026, 1)).await.unwrap();
    assert_eq!(super::freeze::digest(2026, 1, &kept), last.digest);
    let signed = super::freeze::signed(db, congress, (2026, 1)).await.unwrap().unwrap();
    assert_eq!(signed.digest, last.digest);
    let same = Verified::Same { revision: 1, entry: signed.entry };
    assert_eq!(verify(db, &member, 2026).await.unwrap(), same);
    assert!(journal::verify(db, congress, None).await.unwrap().is_ok());

    for (change, back) in [
        ("total = total + 1", "total = total - 1"),
        (
            "lines = replace(lines, '\"times\":', '\"times\": ')",
            "lines = replace(lines, '\"times\": ', '\"times\":')",
        ),
    ] {
        let set = async |what: &str| {
            let tx = db.begin().await.unwrap();
            let text = format!("UPDATE points_statements SET {what} WHERE congress_id = $1");
            assert_eq!(tx.run(sql(text, [congress.into()])).await.unwrap(), 2);
            tx.commit().await.unwrap();
        };
        set(change).await;
        assert_eq!(verify(db, &member, 2026).await.unwrap(), Verified::Changed { revision: 1 }, "{change}");
        let page = world.browser(Some("commission")).await.post("/points/2026/verification", &[]).await.body;
        assert!(page.contains("不一致"), "{page}");
        set(back).await;
        assert_eq!(verify(db, &member, 2026).await.unwrap(), same, "{back}");
    }
    let tx = db.begin().await.unwrap();
    // Whoever changes a statement and the digest beside it still has the journal against him or her.
    let mut other = kept.clone();
    other[0].total += 5;
    let digest = super::freeze::digest(2026, 1, &other);
    tx.run(sql("UPDATE points_years SET digest = $1", [digest.into()])).await.unwrap();
    tx.run(sql(
        "UPDATE points_statements SET total = total + 5 WHERE person_id = $1",
        [kept[0].person_id.into()],
    ))
    .await
    .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(verify(db, &member, 2026).await.unwrap(), Verified::Changed { revision: 1 });
}

/// How often an account's inbox says that the year was frozen.
async fn told(world: &World, name: &str) -> usize {
    inbox(world, name).await.matches("您2026年的积分单已经定稿").count()
}

#[tokio::test]
async fn a_correction_after_the_freeze_is_shown_and_frozen_anew() {
    let (world, act) = frozen_world().await;
    let commission = world.actor("commission").await;
    let path = format!("/points/2026/{}", world.members[0]);
    let member = world.browser(Some("member")).await;
    let page = member.get(&path).await.body;
    assert!(page.contains("已定稿（第1版") && !page.contains("定稿后登记有更正"), "{page}");
    let wanted = Correction {
        on_day: "2026-02-27".parse().unwrap(),
        constituency: None,
        parties: vec![world.deputies[0].person_id],
        void: true,
        note: "重复登记".to_owned(),
    };
    correct(&world.app, &commission, act, &wanted).await.unwrap();
    let page = member.get(&path).await.body;
    // Five for the contact and one missed; then two missed.
    assert!(page.contains("定稿时0分，按现在的登记-10分"), "{page}");
    assert!(page.contains("与定稿不同的项目") && page.contains(&format!("href=\"/acts/{act}\"")));
    let all = world.browser(Some("commission")).await.get("/points/2026").await.body;
    assert!(all.contains("定稿后有1份积分单发生变化"), "{all}");
    let (one, other) = (told(&world, "member").await, told(&world, "member2").await);
    assert!(one > 0 && one == other);
    assert_eq!(freeze(&world.app, &commission, 2026, false).await.unwrap().revision, 2);
    let page = member.get(&path).await.body;
    assert!(page.contains("已定稿（第2版") && !page.contains("定稿后登记有更正"), "{page}");
    assert_eq!(told(&world, "member").await, 2 * one);
    assert_eq!(told(&world, "member2").await, other, "nothing of the second member's changed");
}

#[tokio::test]
async fn a_year_is_frozen_when_it_is_over_and_nothing_waits_or_that_is_confirmed() {
    let world = World::new().await;
    declared(&world, "member", &contact(&world, (0, "2026-02-27"), &[0])).await;
    let browser = world.browser(Some("commission")).await;
    let early = browser.post("/points/2026/freeze", &[("confirm", "1")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.body.contains("这一年结束后才能定稿"));
    world.on("2027-01-04");
    let browser = world.browser(Some("commission")).await;
    let waits = browser.post("/points/2026/freeze", &[]).await;
    assert_eq!(waits.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(waits.body.contains("还有1条登记待核实、0条异议待答复"), "{}", waits.body);
    let frozen = browser.post("/points/2026/freeze", &[("confirm", "1")]).await;
    assert_eq!((frozen.status, frozen.location.as_str()), (StatusCode::SEE_OTHER, "/points/2026#frozen"));
    let entries = journal::count(&world.app.db, world.congress).await.unwrap();
    let again = browser.post("/points/2026/freeze", &[("confirm", "1")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "pressed twice");
    assert!(again.body.contains("已经定稿"), "{}", again.body);
    assert_eq!(journal::count(&world.app.db, world.congress).await.unwrap(), entries);
    assert!(browser.post("/points/2026/verification", &[]).await.body.contains("一致：第1版"));
    assert_eq!(browser.post("/points/2025/verification", &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_objection_is_answered_and_the_statement_follows_the_correction() {
    let world = World::new().await;
    let act = done(&world, "member", &contact(&world, (0, "2026-02-27"), &[0])).await;
    let path = format!("/points/2026/{}", world.members[0]);
    let member = world.browser(Some("member")).await;
    let page = member.get(&format!("{path}?act={act}")).await.body;
    assert!(page.contains(&format!("value=\"{act}\" selected")), "the line's link chooses the act");
    let id = act.to_string();
    let empty = member.post(&format!("{path}/objections"), &[("act", id.as_str()), ("text", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("act", id.as_str()), ("text", "那天联系的是两位代表")];
    let sent = member.post(&format!("{path}/objections"), &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{sent:?}");
    let twice = member.post(&format!("{path}/objections"), &fields).await;
    assert_eq!(twice.status, StatusCode::CONFLICT, "pressed twice");
    assert!(twice.body.contains("那天联系的是两位代表"), "what was typed is kept");
    let missing = [("act", ""), ("text", "二月还有一次没有登记")];
    for _ in 0..2 {
        assert_eq!(member.post(&format!("{path}/objections"), &missing).await.status, StatusCode::SEE_OTHER);
    }
    let raised = objections_of(&world.app.db, world.congress, (world.members[0], 2026)).await.unwrap();
    assert_eq!(raised.len(), 2, "each once");
    let page = member.get(&path).await.body;
    assert!(page.contains("有异议，待答复") && page.contains("缺了一件，或者不针对某一件"), "{page}");
    let all = world.browser(Some("commission")).await.get("/points/2026").await.body;
    assert!(all.contains(&format!("href=\"{path}#objections\">2</a>")), "{all}");

    let wanted = Correction {
        on_day: "2026-02-27".parse().unwrap(),
        constituency: None,
        parties: world.deputies.iter().map(|deputy| deputy.person_id).collect(),
        void: false,
        note: "补上一位代表".to_owned(),
    };
    let commission = world.actor("commission").await;
    let outcome = Outcome::Corrected(Some(wanted));
    decide(&world.app, &commission, raised[0].id, (outcome, "已经补上")).await.unwrap();
    let made = statement(&world, 0, 2026).await;
    assert_eq!((made.total, made.lines[0].target), (5, None), "two deputies now");
    assert_ne!(made.lines[0].act, Some(act), "the correction counts in its place");
    let page = member.get(&path).await.body;
    assert!(page.contains("已更正") && page.contains("已经补上") && page.contains("待答复"), "{page}");
}

#[tokio::test]
async fn what_a_deputy_said_of_a_contact_is_not_shown_on_the_members_statement() {
    let world = World::new().await;
    let act = done(&world, "member", &contact(&world, (0, "2026-02-27"), &[0])).await;
    let deputy = world.actor("deputy").await;
    let new = NewObjection { act: Some(act), year: 2026, text: "那天没有见过面" };
    object(&world.app, &deputy, &new).await.unwrap();
    let path = format!("/points/2026/{}", world.members[0]);
    let page = world.browser(Some("member")).await.get(&path).await.body;
    assert!(page.contains("李双妹提出") && !page.contains("那天没有见过面"), "{page}");
    assert!(world.browser(Some("commission")).await.get(&path).await.body.contains("那天没有见过面"));
}

#[tokio::test]
async fn a_printed_statement_has_what_is_signed_and_what_it_is_checked_by() {
    let (world, _) = frozen_world().await;
    let last = store::frozen(&world.app.db, world.congress, 2026).await.unwrap().unwrap();
    let signed = super::freeze::signed(&world.app.db, world.congress, (2026, 1)).await.unwrap().unwrap();
    let browser = world.browser(Some("commission")).await;
    let page = browser.get(&format!("/points/2026/{}", world.members[0])).await.body;
    let check = format!("操作日志第{}条，校验值 {}", signed.entry, last.digest);
    for said in [
        "履职积分单（2026年）",
        "王建业",
        "序号",
        "合计",
        "本人签名",
        "代表工作委员会（盖章）",
        check.as_str(),
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
}

#[tokio::test]
async fn the_export_has_a_row_for_each_line_and_one_for_who_has_none() {
    let world = World::new().await;
    done(&world, "member", &contact(&world, (0, "2026-02-02"), &[0])).await;
    let mut out = Vec::new();
    let as_of = "2026-12-31".parse().unwrap();
    assert_eq!(write(&world.app, world.congress, (2026, as_of), &mut out).await.unwrap(), 2);
    let mut table = csv::Reader::from_reader(out.as_slice());
    assert_eq!(table.headers().unwrap(), &csv::StringRecord::from(COLUMNS.to_vec()));
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    let short: Vec<_> = rows.iter().map(|row| (&row[1], &row[3], &row[10], &row[12])).collect();
    let expected =
        [("王建业", "contact", "5", "4"), ("王建业", "contact_late", "-1", "4"), ("欧阳海", "", "", "0")];
    assert_eq!(short, expected);
}
