//! Text messages to people without an account: a voter who left a number and agreed. The number and what is said stand
//! sealed in the row until it is over, and are erased then. Whoever answers TD gets none any more.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::plan::Channel;
use super::store::{self, Delivery, Text};
use super::words::{self, Words};
use super::{Audience, Facts, Notice, sending};
use crate::access::Role;
use crate::base::{App, Config, Result, Tx};
use crate::jobs;

/// What somebody without an account is told.
#[derive(Debug, Clone)]
pub struct NewText {
    /// The congress.
    pub congress: Uuid,
    /// The number.
    pub phone: String,
    /// Which text: `voter-<what>`.
    pub kind: &'static str,
    /// What it is about.
    pub subject: (&'static str, Uuid),
    /// What fills it.
    pub facts: Facts,
    /// Who is told when it cannot be brought.
    pub keeper: Option<(Role, Uuid)>,
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    phone: String,
    facts: Facts,
}

/// Whether texts can go to voters at all here: a form offers nothing that cannot be kept.
pub fn may_text(config: &Config) -> bool {
    carries_text(config, "voter-replied")
}

/// Whether a kind of text can go out here.
pub fn carries_text(config: &Config, kind: &str) -> bool {
    Channel::Sms.is_there(config) && Channel::Sms.carries(config, kind)
}

fn purpose(id: Uuid) -> String {
    format!("text:{id}")
}

/// The mark of a number.
pub(super) fn mark(app: &App, phone: &str) -> String {
    app.seal.mark("phone", &store::mobile(phone).unwrap_or_else(|| phone.to_owned()))
}

/// Tell somebody without an account by text message, within the act; nothing where none can go.
///
/// # Errors
/// When it cannot be written.
pub async fn text(tx: &Tx, app: &App, new: &NewText) -> Result<()> {
    let Some(phone) = store::mobile(&new.phone) else { return Ok(()) };
    if !carries_text(&app.config, new.kind) {
        return Ok(());
    }
    if store::is_stopped(tx, new.congress, &mark(app, &phone)).await? {
        return Ok(());
    }
    let now = app.clock.now();
    let id = app.chance.id(now);
    let sealed = Sealed { phone, facts: new.facts.clone() };
    let sealed = serde_json::to_string(&sealed).map_err(anyhow::Error::from)?;
    let row = Text {
        id,
        kind: new.kind.to_owned(),
        subject: new.subject.0.to_owned(),
        subject_id: new.subject.1,
        keeper_role: new.keeper.map(|(role, _)| role.word().to_owned()).unwrap_or_default(),
        keeper_id: new.keeper.map(|(_, organization)| organization),
        sealed: app.seal.seal(&app.chance, &purpose(id), &sealed),
    };
    store::insert_text(tx, new.congress, &row, now).await?;
    let delivery = app.chance.id(now);
    let (what, how) = (("text", id, None), (Channel::Sms.word(), "now"));
    store::insert_delivery(tx, (new.congress, delivery), what, how, now).await?;
    jobs::enqueue(tx, app, sending::job(new.congress, delivery, Channel::Sms, now)).await
}

/// What a text says and to which number; else why nobody is reached.
pub(super) async fn opened(
    app: &App,
    congress: Uuid,
    delivery: &Delivery,
) -> Result<std::result::Result<(Words, String), &'static str>> {
    let Some(text) = store::text(&app.db, congress, delivery.thing_id).await? else { return Ok(Err("gone")) };
    if text.sealed.is_empty() {
        return Ok(Err("gone"));
    }
    let sealed = app.seal.open(&purpose(text.id), &text.sealed)?;
    let sealed: Sealed = serde_json::from_str(&sealed).map_err(anyhow::Error::from)?;
    if store::is_stopped(&app.db, congress, &mark(app, &sealed.phone)).await? {
        return Ok(Err("stopped"));
    }
    Ok(Ok((words::of_text(&app.config, delivery, (&text.kind, &sealed.facts)), sealed.phone)))
}

/// It is over: erase what it held; whoever is in charge hears when it was not brought.
pub(super) async fn settled(tx: &Tx, app: &App, congress: Uuid, (id, state): (Uuid, &str)) -> Result<()> {
    let Some(text) = store::text(tx, congress, id).await? else { return Ok(()) };
    // What was withdrawn meanwhile is nobody's loss.
    if text.sealed.is_empty() {
        return Ok(());
    }
    store::erase_text(tx, congress, id).await?;
    let keeper = Role::of_word(&text.keeper_role).zip(text.keeper_id);
    let Some((role, organization)) = keeper.filter(|_| matches!(state, "failed" | "unreachable" | "unsure"))
    else {
        return Ok(());
    };
    if text.subject != "case" {
        return Ok(());
    }
    let notice = Notice {
        congress,
        to: Audience::Office(role, organization),
        kind: "text-not-brought",
        subject: "case",
        subject_id: text.subject_id,
        facts: Facts::new(),
    };
    Box::pin(super::tell(tx, app, &notice)).await
}

/// Erase what waiting texts about a thing hold: nobody is told by them any more.
///
/// # Errors
/// When it cannot be written.
pub async fn forget(tx: &Tx, congress: Uuid, subject: Uuid) -> Result<()> {
    store::erase_texts_of(tx, congress, subject).await
}

/// A number wants no more texts, or does again; whether that is new.
///
/// # Errors
/// When it cannot be written.
pub async fn stop(tx: &Tx, app: &App, congress: Uuid, (phone, stops): (&str, bool)) -> Result<bool> {
    let mark = mark(app, phone);
    let new = store::set_stop(tx, congress, &mark, stops.then(|| app.clock.now())).await?;
    if new {
        let author = crate::access::Actor::anybody(congress)
            .author(crate::access::Permit::OpinionFollow, app.clock.now());
        let happening = crate::journal::Happening {
            kind: if stops { "texts.stopped" } else { "texts.wanted" }.to_owned(),
            subject: "congress",
            subject_id: congress,
            facts: serde_json::json!({}),
        };
        crate::journal::append(tx, &author, happening).await?;
    }
    Ok(new)
}

/// A call from outside, by its own number: whether it is the first.
///
/// # Errors
/// When it cannot be written.
pub async fn first_call(tx: &Tx, app: &App, congress: Uuid, call: (&str, &str)) -> Result<bool> {
    store::called(tx, congress, call, app.clock.now()).await
}
