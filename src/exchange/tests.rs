use std::io::{Read, repeat};

use chrono::NaiveDate;

use super::import::{Imported, import};
use super::messages::{Message, Refused, read};
use super::{neutral, opinions};
use crate::base::Error;
use crate::cases::acts::take;
use crate::cases::flow::{State, StepKind};
use crate::cases::{Move, store};
use crate::journal;
use crate::trial::World;

const HEADER: &str = "id,user,subject,submitted_at,body,reply,replied_at";

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()
}

fn taken(rows: &[&str]) -> Result<Vec<Message>, Refused> {
    read(format!("{HEADER}\n{}\n", rows.join("\n")).as_bytes(), today())
}

fn row(id: &str) -> String {
    format!(
        "{id},U{id},路灯{id}不亮,2025-04-01 09:00:00,\"新里村的路灯{id}不亮,\n请修。\",已派人修好。,2025-05-06 10:00:00"
    )
}

fn refused(rows: &[&str]) -> String {
    taken(rows).unwrap_err().to_string()
}

#[test]
fn a_file_is_read_with_quotes_line_ends_and_a_mark() {
    let text = format!("\u{feff}{HEADER}\r\n{}\r\n", row("7"));
    let messages = read(text.as_bytes(), today()).unwrap();
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].subject, "路灯7不亮");
    assert_eq!(messages[0].body, "新里村的路灯7不亮,\n请修。");
    assert_eq!(messages[0].reply.as_ref().unwrap().1, NaiveDate::from_ymd_opt(2025, 5, 6).unwrap());
    let silent = taken(&["8,a,b,2025-04-01,说的话,,"]).unwrap();
    assert_eq!(silent[0].reply, None);
}

#[test]
fn each_mistake_is_named_with_its_row_and_column() {
    for (rows, said) in [
        (
            vec!["1,a,b,2025-04-01,话,答,2025-04-02", "1,a,b,2025-04-01,话,答,2025-04-02"],
            "row 3 (line 3), column \"id\": \"1\" is on line 2 already",
        ),
        (vec!["1,=1+1,b,2025-04-01,话,答,2025-04-02"], "row 2 (line 2), column \"user\": begins with a sign"),
        (vec!["1,a,@SUM(A1),2025-04-01,话,答,2025-04-02"], "column \"subject\": begins with a sign"),
        (vec!["-1,a,b,2025-04-01,话,答,2025-04-02"], "column \"id\": begins with a sign"),
        (vec!["1,\"\ta\",b,2025-04-01,话,答,2025-04-02"], "column \"user\": begins with a sign"),
        (vec!["1,a,b,1 April,话,答,2025-04-02"], "column \"submitted_at\": \"1 April\" is no day"),
        (vec!["1,a,b,2025-02-30,话,答,2025-04-02"], "column \"submitted_at\""),
        (vec!["1,a,b,2026-03-03,话,答,2026-03-03"], "column \"submitted_at\": after today"),
        (vec!["1,a,b,2025-04-01,话,答,2025-03-02"], "column \"replied_at\": before submitted_at"),
        (vec!["1,a,b,2025-04-01, ,答,2025-04-02"], "column \"body\": empty"),
        (vec!["1,a,b,2025-04-01,话,,2025-04-02"], "column \"reply\": empty"),
        (vec!["1,a,b,2025-04-01,话"], "row 2 (line 2): 5 cells, but the header has 7"),
        (vec!["1,a,b,2025-04-01,\"话,答,2025-04-02"], "cells, but the header has 7"),
        (vec!["1,a,b,2025-04-01,话\u{7},答,2025-04-02"], "column \"body\": has a control character"),
    ] {
        let told = refused(&rows);
        assert!(told.contains(said), "{told}");
        assert!(told.ends_with("nothing was imported"), "{told}");
    }
    let long = format!("1,a,b,2025-04-01,{},答,2025-04-02", "话".repeat(5_001));
    assert!(refused(&[&long]).contains("column \"body\": longer than 5000 characters"));
    let harmless = "1,a,b,2025-04-01,=HYPERLINK(1),-,2025-04-02";
    assert_eq!(taken(&[harmless]).unwrap()[0].body, "=HYPERLINK(1)", "what was said is text, whatever it is");
    let many = vec!["x,,,,,,"; 30];
    assert!(refused(&many).contains("more mistakes"));
}

#[test]
fn a_file_that_is_none_is_refused_as_a_whole() {
    let refused = |bytes: &[u8]| read(bytes, today()).unwrap_err().to_string();
    assert!(refused(b"").contains("is empty"));
    assert!(
        refused(b"id,user,subject,submitted_at,body,reply\n").contains("column \"replied_at\" is missing")
    );
    assert!(
        refused(b"id,user,subject,submitted_at,body,reply,replied_at,id\n").contains("\"id\" is there twice")
    );
    let mut gbk = format!("{HEADER}\n1,a,").into_bytes();
    gbk.extend([0xc2, 0xb7, 0xb5, 0xc6]);
    assert!(refused(&gbk).contains("line 2 is not UTF-8"));
    assert!(refused(&[0xff, 0xfe, b'i', 0, b'd', 0]).contains("line 1 is not UTF-8"));
    let mut endless = repeat(b'x').take(1 << 30);
    assert!(matches!(read(&mut endless, today()), Err(Refused::LongLine(1))));
    assert!(endless.limit() > (1 << 30) - (2 << 20), "it was not read to its end");
}

#[tokio::test]
async fn messages_become_opinions_once_and_nobody_is_made_to_say_anything() {
    let world = World::new().await;
    let mut rows: Vec<String> = ["1", "2", "3"].map(row).into();
    rows.push("4,a,还没有答复,2025-04-01,请看一看,,".into());
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let messages = taken(&rows).unwrap();
    let imported = import(&world.app, world.congress, &messages, &|_, _| {}).await.unwrap();
    assert_eq!(imported, Imported { added: 4, ..Imported::default() });
    let case = store::by_source(&world.app.db, world.congress, "messages:1").await.unwrap().unwrap();
    assert_eq!(case.standing.state, State::Replied);
    assert_eq!(case.heard_on, NaiveDate::from_ymd_opt(2025, 4, 1).unwrap());
    let answer = case.standing.answer.unwrap();
    assert!(!answer.deputy_received && !answer.body_received && answer.deputy_rating.is_none());
    assert!(!case.standing.voter.seen && !case.standing.voter.told);
    let entries = store::entries(&world.app.db, world.congress, case.id).await.unwrap();
    let reply = entries.iter().find(|entry| entry.kind == "reply").unwrap();
    assert_eq!(reply.text, "已派人修好。");
    assert_eq!(reply.on_day, NaiveDate::from_ymd_opt(2025, 5, 6).unwrap());
    let followed = store::by_receipt(&world.app.db, world.congress, &case.receipt).await.unwrap();
    assert_eq!(followed.id, case.id);
    let before = journal::count(&world.app.db, world.congress).await.unwrap();
    let again = import(&world.app, world.congress, &messages, &|_, _| {}).await.unwrap();
    assert_eq!(again, Imported { there: 4, ..Imported::default() });
    assert_eq!(journal::count(&world.app.db, world.congress).await.unwrap(), before, "nothing was added");
    journal::verify(&world.app.db, world.congress, None).await.unwrap().unwrap();
}

#[tokio::test]
async fn an_interrupted_message_is_finished_and_what_people_took_over_is_left() {
    let world = World::new().await;
    let answered = taken(&[&row("1"), &row("2")]).unwrap();
    let silent: Vec<Message> =
        answered.iter().map(|message| Message { reply: None, ..message.clone() }).collect();
    import(&world.app, world.congress, &silent, &|_, _| {}).await.unwrap();
    let case = store::by_source(&world.app.db, world.congress, "messages:2").await.unwrap().unwrap();
    let clerk = world.actor("commission").await;
    let deputy = Some(world.deputies[0].person_id);
    take(&world.app, &clerk, case.id, Move { deputy, ..Move::new(StepKind::SendOn) }).await.unwrap();
    let organ = Some(world.organizations["roads"]);
    take(&world.app, &clerk, case.id, Move { organ, ..Move::new(StepKind::Transfer) }).await.unwrap();
    let imported = import(&world.app, world.congress, &answered, &|_, _| {}).await.unwrap();
    assert_eq!(imported, Imported { added: 0, finished: 1, there: 1 });
    let left = store::by_source(&world.app.db, world.congress, "messages:2").await.unwrap().unwrap();
    assert_eq!((left.standing.state, left.organ_id), (State::Transferred, organ));
}

#[tokio::test]
async fn a_congress_without_deputies_is_told_so() {
    let world = World::bare("2026-03-02T01:00:00Z").await;
    let refused = import(&world.app, uuid::Uuid::nil(), &[], &|_, _| {}).await;
    assert!(matches!(refused, Err(Error::Conflict(key)) if key == "exchange-no-deputies"));
}

#[tokio::test]
async fn what_is_exported_is_public_and_no_formula() {
    let world = World::new().await;
    let messages = taken(&["1,李甲,路灯,2025-04-01,请看一看,,", "2,b,不公开的,2025-04-01,话,,"]).unwrap();
    import(&world.app, world.congress, &messages, &|_, _| {}).await.unwrap();
    let case = store::by_source(&world.app.db, world.congress, "messages:1").await.unwrap().unwrap();
    let wanted =
        Move { subject: "=1+1".into(), plain: "@请看一看".into(), ..Move::new(StepKind::Publish) };
    take(&world.app, &world.actor("commission").await, case.id, wanted).await.unwrap();
    let mut out = Vec::new();
    assert_eq!(opinions::write(&world.app, world.congress, &mut out).await.unwrap(), 1);
    let out = String::from_utf8(out).unwrap();
    assert!(out.contains(",'=1+1,'@请看一看,"), "{out}");
    assert!(!out.contains("李甲") && !out.contains("不公开"), "{out}");
    assert_eq!(neutral("路灯"), "路灯");
}

/// The real messages stand beside the project where it is developed, and nowhere else.
#[tokio::test]
async fn all_real_messages_are_taken() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/messages.csv");
    let Ok(source) = std::fs::File::open(file) else { return };
    let messages = read(source, today()).unwrap();
    let world = World::new().await;
    let imported = import(&world.app, world.congress, &messages, &|_, _| {}).await.unwrap();
    assert_eq!(imported.added, messages.len());
    for message in &messages {
        let source = format!("messages:{}", message.id);
        let case = store::by_source(&world.app.db, world.congress, &source).await.unwrap().unwrap();
        assert_eq!((case.standing.state, case.body.as_str()), (State::Replied, message.body.as_str()));
        let followed = store::by_receipt(&world.app.db, world.congress, &case.receipt).await.unwrap();
        assert_eq!(followed.id, case.id);
    }
    let again = import(&world.app, world.congress, &messages, &|_, _| {}).await.unwrap();
    assert_eq!(again, Imported { there: messages.len(), ..Imported::default() });
}
