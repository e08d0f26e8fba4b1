//! What a deputy confides stands in one column of one table, on the pages of the member who heard it, and nowhere else.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use sea_orm::{DbBackend, FromQueryResult};
use uuid::Uuid;

use super::SAID;
use crate::access::Role;
use crate::base::{App, Conn, Error, sql};
use crate::contacts::acts::{PAGE, pass_on, read_confidence};
use crate::contacts::{NewContact, Passed};
use crate::journal;
use crate::ledger::Step;
use crate::search::{Ask, find};
use crate::site::routes;
use crate::trial::{Log, World};

/// A character that stands in no word of the program, and a text around it.
const SIGN: &str = "鼱";
const CONFIDED: &str = "鼱鼩难处：老人卧病在床，家里离不开人";
/// What was said under the confidential topic alone.
const SAID_ALONE: &str = "他说到鼱鼩镇看病远";

#[derive(FromQueryResult)]
struct Column {
    tab: String,
    col: String,
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

/// Every column of every table that the database has, its own search tables too.
async fn columns(app: &App) -> Vec<Column> {
    let text = match app.db.backend() {
        DbBackend::Postgres => {
            "SELECT c.table_name::text AS tab, c.column_name::text AS col FROM information_schema.columns c \
             JOIN information_schema.tables t ON t.table_name = c.table_name AND t.table_schema = c.table_schema \
             WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'"
        }
        _ => {
            "SELECT m.name AS tab, i.name AS col FROM sqlite_master m JOIN pragma_table_info(m.name) i \
              WHERE m.type = 'table'"
        }
    };
    app.db.all(sql(text, [])).await.unwrap()
}

/// The columns in which a text stands.
async fn found_in(app: &App, wanted: &str) -> Vec<String> {
    let mut found = Vec::new();
    let all = columns(app).await;
    assert!(all.len() > 200, "the database has columns: {}", all.len());
    for Column { tab, col } in all {
        let text = format!("SELECT count(*) AS n FROM \"{tab}\" WHERE CAST(\"{col}\" AS text) LIKE $1");
        // Tables of the search index that cannot be read by themselves hold what the others hold.
        let Ok(count) = app.db.one::<Count>(sql(text, [format!("%{wanted}%").into()])).await else {
            continue;
        };
        if count.n > 0 {
            found.push(format!("{tab}.{col}"));
        }
    }
    found
}

/// Two contacts: one with a confidence beside what was said, one under the confidential topic alone.
async fn confided(world: &World) -> (Uuid, Uuid) {
    let beside = NewContact { confidence: CONFIDED.into(), ..world.contact() };
    let alone = NewContact {
        form: Uuid::from_u128(502),
        topics: vec!["deputy".into()],
        said: SAID_ALONE.into(),
        ..world.contact()
    };
    (world.records(&beside).await, world.records(&alone).await)
}

async fn looks(world: &World, id: Uuid) -> usize {
    let entries = journal::by_subject(&world.app.db, world.congress, id).await.unwrap();
    entries.iter().filter(|entry| entry.kind == "contact.confidence-read").count()
}

/// Every page of the site with each of the objects in its path, as everybody: those on which the sign stands, and how
/// many sessions that took.
async fn shown_on(world: &World, (objects, case): (&[String], Uuid)) -> (Vec<String>, i64) {
    let held = Role::ALL.into_iter().filter(|role| !matches!(role, Role::Public | Role::Clockwork));
    let mut everybody: Vec<Option<&str>> = held.map(|role| Some(role.word())).collect();
    everybody.extend([None, Some("deputy2"), Some("member2"), Some("other-office")]);
    let before = journal::count(&world.app.db, world.congress).await.unwrap();
    let mut browsers = Vec::new();
    for who in everybody {
        browsers.push((who, world.browser(who).await));
    }
    let sessions = journal::count(&world.app.db, world.congress).await.unwrap() - before;
    let mut own = Vec::new();
    let table = routes(true).table;
    let looks = table.iter().filter(|route| route.method == Method::GET);
    let filled = |path: &str, object: &String| {
        let part = |part| if str::starts_with(part, '{') { object.as_str() } else { part };
        path.split('/').map(part).collect::<Vec<_>>().join("/")
    };
    let paths: BTreeSet<String> =
        looks.flat_map(|route| objects.iter().map(|object| filled(route.path, object))).collect();
    for (who, browser) in browsers {
        for path in &paths {
            if browser.get(path).await.body.contains(SIGN) {
                assert_eq!(who, Some("member"), "{path}");
                own.push(path.clone());
            }
        }
        for typed in [SIGN, CONFIDED, SAID_ALONE] {
            let query = serde_urlencoded::to_string([("q", typed)]).unwrap();
            // A search repeats what was typed; it finds nothing.
            let found = browser.get(&format!("/search?{query}")).await.body;
            assert!(
                !found.contains(&format!("/cases/{case}")) && !found.contains("/contacts/"),
                "{typed} by {who:?}"
            );
        }
    }
    own.sort();
    own.dedup();
    (own, sessions)
}

#[tokio::test]
async fn it_stands_in_one_column_and_on_the_pages_of_the_member_alone() {
    let log = Log::heard();
    let mut world = World::new().await;
    world.app.demo = true;
    let (beside, alone) = confided(&world).await;
    let member = world.actor("member").await;
    let act = world.seen_by("member", beside).await.unwrap().act_id;
    let passed = Passed {
        form: Uuid::from_u128(700),
        deputy: world.deputies[0].person_id,
        subject: String::new(),
        body: world.seen_by("member", beside).await.unwrap().said,
        place: String::new(),
    };
    let case = pass_on(&world.app, &member, beside, &passed).await.unwrap().id;
    assert_eq!(found_in(&world.app, SIGN).await, ["confidences.text"]);
    assert!(!found_in(&world.app, SAID).await.is_empty(), "the walk finds what is there");

    let returned = NewContact { form: Uuid::from_u128(503), ..world.contact() };
    let returned = world.records(&NewContact { confidence: CONFIDED.into(), ..returned }).await;
    world.verifies(returned, (Step::Return, "请补充")).await;
    let objects = [beside, alone, returned, act, case].map(|id| id.to_string());
    let before = journal::count(&world.app.db, world.congress).await.unwrap();
    let (own, sessions) = shown_on(&world, (&objects, case)).await;
    let mut expected: Vec<String> =
        [beside, alone, returned].iter().map(|id| format!("/contacts/{id}")).collect();
    expected.push(format!("/contacts/{returned}/edit"));
    expected.sort();
    assert_eq!(own, expected);
    assert_eq!(
        journal::count(&world.app.db, world.congress).await.unwrap(),
        before + sessions,
        "looking changes nothing"
    );

    let mut csv = Vec::new();
    crate::exchange::opinions::write(&world.app, world.congress, &mut csv).await.unwrap();
    assert!(!String::from_utf8(csv).unwrap().contains(SIGN));
    for kind in ["case", "person", "contact", "act"] {
        let ask = Ask { congress: world.congress, kind, query: SIGN, most: 10, before: None };
        assert!(find(&world.app.db, &ask).await.unwrap().is_empty(), "{kind}");
    }
    let said = log.said();
    assert!(said.len() > 100 && !said.contains(SIGN), "the log is heard and knows nothing");
}

#[tokio::test]
async fn the_commission_reads_it_when_it_asks_and_each_look_is_written_down() {
    let world = World::new().await;
    let (beside, alone) = confided(&world).await;
    let commission = world.browser(Some("commission")).await;
    for (id, text) in [(beside, CONFIDED), (alone, SAID_ALONE)] {
        let path = format!("/contacts/{id}");
        let page = commission.get(&path).await.body;
        assert!(!page.contains(SIGN) && page.contains(&format!("action=\"{path}/confidence\"")), "{page}");
        assert_eq!(looks(&world, id).await, 0);
        let page = commission.post(&format!("{path}/confidence"), &[]).await;
        assert!(page.status == StatusCode::OK && page.body.contains(text), "{}", page.body);
        assert_eq!(looks(&world, id).await, 1);
        assert!(world.shows("member", &path).await.body.contains("查看了代表的个人困难"));
        assert!(!world.shows("deputy", &path).await.body.contains("个人困难"), "nor that there is one");
    }
    let member = world.actor("member").await;
    assert_eq!(read_confidence(&world.app, &member, beside).await.unwrap(), CONFIDED);
    assert_eq!(looks(&world, beside).await, 1, "the member's own look is none of the journal's");
    for who in ["deputy", "member2", "deputy2", "leadership", "local-office", "working-body", "audit-admin"] {
        let found = read_confidence(&world.app, &world.actor(who).await, beside).await;
        assert!(matches!(found, Err(Error::Forbidden | Error::NotFound)), "{who}");
        let sent = world.browser(Some(who)).await.post(&format!("/contacts/{beside}/confidence"), &[]).await;
        assert!(matches!(sent.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "{who}");
    }
    assert_eq!(looks(&world, beside).await, 1);
    journal::verify(&world.app.db, world.congress, None).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_member_who_is_named_as_a_deputy_does_not_read_what_others_confided() {
    let world = World::new().await;
    let (beside, _) = confided(&world).await;
    // The second member is a deputy too, as members of the standing committee are, and took part.
    let mut both = world.actor("deputy").await;
    both.posts.extend(world.actor("member2").await.posts);
    let found = read_confidence(&world.app, &both, beside).await;
    assert!(matches!(found, Err(Error::Forbidden)), "{found:?}");
}

#[tokio::test]
async fn the_form_of_an_opinion_is_filled_with_nothing_confided() {
    let world = World::new().await;
    let (_, alone) = confided(&world).await;
    let page = world.shows("member", &format!("/contacts/{alone}")).await.body;
    let area = page.split("id=\"f-opinion-body\"").nth(1).unwrap().split("</textarea>").next().unwrap();
    assert!(!area.contains(SIGN), "{area}");
    let open = NewContact {
        form: Uuid::from_u128(510),
        topics: vec!["deputy".into()],
        said: "代表活动经费还没有到位".into(),
        open: true,
        ..world.contact()
    };
    let open = world.records(&open).await;
    assert!(world.shows("deputy", &format!("/contacts/{open}")).await.body.contains("还没有到位"));
    let member = world.browser(Some("member")).await;
    member.post(&format!("/contacts/{open}/recall"), &[]).await;
    let edit = member.get(&format!("/contacts/{open}/edit")).await.body;
    assert!(edit.contains("name=\"open\" value=\"1\" checked"), "what was said to be open stays so: {edit}");
}

#[tokio::test]
async fn a_draft_of_the_form_is_its_writers_and_goes_with_the_recording() {
    let world = World::new().await;
    let member = world.browser(Some("member")).await;
    let kept = member.post("/drafts", &[("keep", PAGE), ("confidence", CONFIDED)]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    assert!(member.get(PAGE).await.body.contains(CONFIDED));
    for who in ["member2", "commission", "system-admin"] {
        assert!(!world.shows(who, PAGE).await.body.contains(SIGN), "{who}");
    }
    confided(&world).await;
    assert_eq!(found_in(&world.app, SIGN).await, ["confidences.text"]);
}
