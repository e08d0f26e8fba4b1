//! Opinions by text message (意见…): what voters send to a station's number waits for its keeper, who enters it like any
//! other. Whoever sends TD gets no more texts. The gateway may bring the same message twice; it counts once.

use askama::Template;
use axum::extract::{Path, Query, Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::store::{self, Text};
use crate::access::{Actor, Permit, Role, Sent, Visit};
use crate::base::codes::ShortCode;
use crate::base::form::plain;
use crate::base::page::{Ui, page};
use crate::base::redact::masked_phone;
use crate::base::text::Lang;
use crate::base::{App, Conn, Error, Result, Tx};
use crate::bodies::{self, Kind};
use crate::journal::{self, Happening};
use crate::notices::sms::{Incoming, read};
use crate::notices::{self, Audience, Facts, Notice, tell};

/// Characters of the longest text that is kept.
const LONGEST: usize = 1_000;

/// Texts on the page: a keeper enters the oldest first.
const PAGE: usize = 30;

/// What a message that came in is about.
#[derive(Debug, PartialEq, Eq)]
enum About {
    Opinion(String),
    Stop,
    Resume,
    Nothing,
}

fn words(key: &str) -> Vec<String> {
    let of = |lang: Lang| lang.t(key).split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    Lang::ALL.into_iter().flat_map(of).collect()
}

/// What a message is about, by the word it begins with or is.
fn about(said: &str) -> About {
    let said = said.trim();
    let small = plain(said).to_lowercase();
    for (key, meant) in [("texts-words-stop", About::Stop), ("texts-words-resume", About::Resume)] {
        if words(key).contains(&small) {
            return meant;
        }
    }
    let begun = words("texts-words-opinion").into_iter().find(|word| small.starts_with(word.as_str()));
    let Some(word) = begun else { return About::Nothing };
    let rest: String = said.chars().skip(word.chars().count()).take(LONGEST).collect();
    let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric()).trim();
    if rest.is_empty() { About::Nothing } else { About::Opinion(rest.to_owned()) }
}

/// `POST /sms/incoming`: the gateway brings messages.
pub(super) async fn come(
    State(app): State<App>,
    visit: Visit,
    Path(part): Path<String>,
    request: Request,
) -> Result<Response> {
    if part != "incoming" {
        return Err(Error::Forbidden);
    }
    for incoming in read(&app, request).await? {
        take(&app, visit.home.id, &incoming).await?;
    }
    let answer = json!({ "code": 0, "msg": "ok" }).to_string();
    Ok(([(header::CONTENT_TYPE, "application/json")], answer).into_response())
}

/// Take one message in; the same one again does nothing.
async fn take(app: &App, congress: Uuid, incoming: &Incoming) -> Result<()> {
    let tx = app.db.begin().await?;
    if !notices::first_call(&tx, app, congress, ("sms", &incoming.message)).await? {
        return tx.commit().await;
    }
    match about(&incoming.text) {
        About::Stop => drop(notices::stop(&tx, app, congress, (&incoming.phone, true)).await?),
        About::Resume => drop(notices::stop(&tx, app, congress, (&incoming.phone, false)).await?),
        About::Opinion(body) => keep(&tx, app, congress, (incoming, body)).await?,
        About::Nothing => {}
    }
    tx.commit().await
}

async fn keep(tx: &Tx, app: &App, congress: Uuid, (incoming, body): (&Incoming, String)) -> Result<()> {
    let ends = |end: &&String| incoming.to.ends_with(end.as_str());
    let code = app.config.sms.stations.keys().filter(ends).max_by_key(|end| end.len());
    let code = code.and_then(|end| app.config.sms.stations.get(end));
    let organization = match code.and_then(|typed| ShortCode::parse(typed).ok()) {
        Some(code) => bodies::store::organization_by_code(tx, congress, &code.to_string()).await.ok(),
        None => None,
    };
    let now = app.clock.now();
    let text = Text {
        id: app.chance.id(now),
        phone: incoming.phone.clone(),
        body,
        organization_id: organization.as_ref().map(|it| it.id),
        organization: None,
        at: now,
    };
    if !store::insert_text(tx, congress, (&text, &incoming.message)).await? {
        return Ok(());
    }
    let to = match organization {
        Some(it) if it.kind == Kind::Station.word() => Audience::Office(Role::StationKeeper, it.id),
        Some(it) if it.kind == Kind::LocalOffice.word() => Audience::Office(Role::LocalOffice, it.id),
        _ => Audience::Role(Role::Commission),
    };
    let author = Actor::anybody(congress).author(Permit::OpinionHandIn, now);
    let kind = "text.came".to_owned();
    let happening = Happening { kind, subject: "text", subject_id: text.id, facts: json!({}) };
    journal::append(tx, &author, happening).await?;
    let (kind, subject) = ("text-came", "texts");
    tell(tx, app, &Notice { congress, to, kind, subject, subject_id: text.id, facts: Facts::new() }).await
}

/// A message that waits, for the form in which it is entered.
pub(super) async fn one(app: &App, actor: &Actor, id: Uuid) -> Result<Text> {
    actor.must(Permit::CaseEnter)?;
    store::text_of(&app.db, actor, id).await
}

struct Row {
    id: Uuid,
    body: String,
    came: String,
    organization: String,
}

#[derive(Template)]
#[template(path = "cases/incoming.html")]
struct List {
    ui: Ui,
    rows: Vec<Row>,
    /// After how many days one that waits is erased; 0 where no charter says so.
    days: u16,
    first: Option<String>,
    next: Option<String>,
}

/// After which text a page begins.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    after: Option<Uuid>,
}

/// `GET /texts?after=…`
pub(super) async fn list(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let after = asked.after.unwrap_or_default();
    let mut texts = store::texts_seen(&app.db, &visit.actor, (after, PAGE + 1)).await?;
    let more = texts.len() > PAGE;
    texts.truncate(PAGE);
    let next = texts.last().filter(|_| more).map(|last| format!("/texts?after={}", last.id));
    let first = asked.after.map(|_| "/texts".to_owned());
    let days = kept_days(&app, &app.db, visit.home.id).await?.unwrap_or(0);
    let ui = visit.ui;
    let rows = texts.into_iter().map(|text| Row {
        id: text.id,
        came: ui.t2("texts-when", "when", ui.moment(text.at), "phone", masked_phone(&text.phone)),
        organization: text.organization.map(|it| ui.t1("texts-for", "organization", it)).unwrap_or_default(),
        body: text.body,
    });
    let rows = rows.collect();
    page(List { ui, rows, days, first, next })
}

/// How many days the charter lets a text wait; none where there is no charter in force.
async fn kept_days(app: &App, at: &impl Conn, congress: Uuid) -> Result<Option<u16>> {
    let code = bodies::store::charter_code(at, congress).await?;
    let charter = app.charters(&code)?.in_force(app.clock.today());
    Ok(charter.map(|charter| charter.retention.incoming_texts.value))
}

/// Erase what nobody has entered in the days that the charter gives; how many they were.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn lapse(app: &App, congress: Uuid) -> Result<usize> {
    let clockwork = Actor::clockwork(congress);
    clockwork.must(Permit::CaseLapse)?;
    let Some(days) = kept_days(app, &app.db, congress).await? else { return Ok(0) };
    let before = app.clock.now() - TimeDelta::days(days.into());
    let old = store::texts_before(&app.db, congress, before).await?;
    for text in &old {
        let tx = app.db.begin().await?;
        if store::erase_text(&tx, congress, (text.id, "lapsed")).await? {
            record(&tx, app, (&clockwork, Permit::CaseLapse), ("text.lapsed", text.id)).await?;
        }
        tx.commit().await?;
    }
    Ok(old.len())
}

async fn record(
    tx: &Tx,
    app: &App,
    (actor, permit): (&Actor, Permit),
    (kind, subject_id): (&str, Uuid),
) -> Result<()> {
    let happening = Happening { kind: kind.to_owned(), subject: "text", subject_id, facts: json!({}) };
    journal::append(tx, &actor.author(permit, app.clock.now()), happening).await?;
    Ok(())
}

/// `POST /texts/{id}/removal`
pub(super) async fn aside(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _: Sent,
) -> Result<Response> {
    visit.actor.must(Permit::CaseEnter)?;
    let tx = app.db.begin().await?;
    store::text_of(&tx, &visit.actor, id).await?;
    if store::erase_text(&tx, visit.home.id, (id, "aside")).await? {
        record(&tx, &app, (&visit.actor, Permit::CaseEnter), ("text.put-aside", id)).await?;
    }
    tx.commit().await?;
    Ok(Redirect::to("/texts").into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::World;

    async fn came(world: &World, nth: usize) {
        let tx = world.app.db.begin().await.unwrap();
        let text = Text {
            id: world.app.chance.id(world.app.clock.now()),
            phone: "13812345678".into(),
            body: format!("第{nth}盏路灯不亮"),
            organization_id: None,
            organization: None,
            at: world.app.clock.now(),
        };
        assert!(store::insert_text(&tx, world.congress, (&text, &nth.to_string())).await.unwrap());
        tx.commit().await.unwrap();
    }

    #[tokio::test]
    async fn all_texts_are_reached_page_by_page_the_oldest_first() {
        let world = World::new().await;
        for nth in 0..PAGE + 2 {
            came(&world, nth).await;
            world.later(TimeDelta::seconds(1));
        }
        let browser = world.browser(Some("commission")).await;
        let page = browser.get("/texts").await.body;
        assert_eq!(page.matches("盏路灯不亮").count(), PAGE);
        assert!(page.contains("第0盏") && page.contains("90 天没有录入"), "{page}");
        let next = page.split("href=\"/texts?after=").nth(1).unwrap().split('"').next().unwrap();
        let second = browser.get(&format!("/texts?after={next}")).await.body;
        assert_eq!(second.matches("盏路灯不亮").count(), 2);
        assert!(second.contains("第31盏") && !second.contains("/texts?after="), "{second}");
    }

    #[tokio::test]
    async fn what_nobody_enters_in_the_charters_days_is_erased_and_the_journal_says_so() {
        let world = World::new().await;
        came(&world, 1).await;
        world.later(TimeDelta::days(60));
        came(&world, 2).await;
        world.later(TimeDelta::days(30));
        assert_eq!(lapse(&world.app, world.congress).await.unwrap(), 0, "ninety days are not over");
        world.later(TimeDelta::minutes(1));
        assert_eq!(lapse(&world.app, world.congress).await.unwrap(), 1);
        assert_eq!(lapse(&world.app, world.congress).await.unwrap(), 0);
        let actor = world.actor("commission").await;
        let left = store::texts_seen(&world.app.db, &actor, (Uuid::nil(), 9)).await.unwrap();
        assert_eq!(left.iter().map(|text| text.body.as_str()).collect::<Vec<_>>(), ["第2盏路灯不亮"]);
        assert!(
            store::texts_before(&world.app.db, world.congress, world.app.clock.now()).await.unwrap().len()
                == 1
        );
        journal::verify(&world.app.db, world.congress, None).await.unwrap().unwrap();
    }

    #[test]
    fn the_first_word_says_what_a_message_is() {
        for (said, meant) in [
            ("意见 村口路灯不亮", About::Opinion("村口路灯不亮".into())),
            ("意见：村口路灯不亮。", About::Opinion("村口路灯不亮。".into())),
            ("ＹＪ村口路灯不亮", About::Opinion("村口路灯不亮".into())),
            ("建议修路", About::Opinion("修路".into())),
            ("意见", About::Nothing),
            ("你好", About::Nothing),
            (" td ", About::Stop),
            ("ＴＤ", About::Stop),
            ("退订", About::Stop),
            ("HF", About::Resume),
            ("td了没有", About::Nothing),
        ] {
            assert_eq!(about(said), meant, "{said}");
        }
    }
}
