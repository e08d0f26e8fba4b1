use chrono::Datelike;
use serde_json::json;
use uuid::Uuid;

use super::items::own;
use super::{Sending, To, note};
use crate::access::{Actor, Permit, Role};
use crate::base::{App, Error, Result, Tx};
use crate::bodies;
use crate::bulletins::store::{self, sending};
use crate::bulletins::{BY_HAND, CHANNELS, ITEM, Item, State};
use crate::notices::{Audience, Fact, Facts, Notice, tell};
use crate::search::{self, Words, words_of};

/// The words by which an item is found.
pub(super) fn words(item: &Item) -> Words {
    words_of(&format!("{} {} {} {}", item.title, item.issuer, item.adoption, item.body))
}

/// What is wrong with channels for readers.
pub(super) fn check(sending: &Sending, readers: &str) -> Result<()> {
    if sending.channels.iter().any(|channel| !CHANNELS.contains(&channel.as_str())) {
        return Err(Error::invalid("channels", "error-choice"));
    }
    let has = |wanted: &str| sending.channels.iter().any(|channel| channel == wanted);
    if readers != "public" && (has("website") || has("wechat")) {
        return Err(Error::invalid("channels", "bulletins-channel-not-public"));
    }
    if has("inbox") && sending.to.is_nobody() {
        return Err(Error::invalid("audience", "bulletins-audience-missing"));
    }
    Ok(())
}

/// Send an item that was reviewed, or by further channels one that was sent. A correction is published by this too; those
/// who had been sent the earlier edition are told.
///
/// # Errors
/// `Invalid` when there is no channel, or one that its readers do not have; `Conflict` when it was not reviewed.
pub async fn send(app: &App, actor: &Actor, id: Uuid, how: &Sending) -> Result<()> {
    actor.must(Permit::BulletinWrite)?;
    let words = words(&own(&app.db, actor, id).await?);
    let tx = app.db.begin().await?;
    let item = own(&tx, actor, id).await?;
    let mut how = how.clone();
    if item.readers == "office" {
        how.to = To { office: item.reader_office, ..To::default() };
    }
    check(&how, &item.readers)?;
    let new = item.state() == State::Passed;
    if !new && item.state() != State::Sent {
        return Err(Error::conflict("bulletins-not-passed"));
    }
    if how.channels.is_empty() && (!new || item.published == 0) {
        return Err(Error::invalid("channels", "bulletins-channel-missing"));
    }
    if new {
        publish(&tx, app, actor.congress, (&item, &words)).await?;
        puts_right(&tx, app, (actor, Permit::BulletinWrite), &item).await?;
    }
    let thing = Thing { id, subject: ITEM, kind: "bulletin", title: &item.title };
    let told = deliver(&tx, app, actor, &thing, &how).await?;
    let facts = json!({ "edition": item.latest, "channels": how.channels, "persons": told });
    note(&tx, app, (actor, Permit::BulletinWrite), ("bulletin.sent", id), facts).await?;
    tx.commit().await
}

/// What was reviewed is what people read; those who were sent an earlier edition are told.
pub(super) async fn publish(
    tx: &Tx,
    app: &App,
    congress: Uuid,
    (item, words): (&Item, &Words),
) -> Result<()> {
    let (year, now) = (i64::from(item.adopted_on.year()), app.clock.now());
    let number = match item.published {
        0 => Some((year, store::next(tx, congress, &format!("bulletin:{year}"), 0).await?)),
        _ => None,
    };
    if !store::publish(tx, (congress, item.id, item.latest), number, now).await? {
        return Err(Error::conflict("bulletins-not-passed"));
    }
    let at = item.sent_at.unwrap_or(now);
    search::index(tx, congress, store::public::INDEXED, item.id, at, words).await?;
    if item.published > 0 {
        let what = ("bulletin-corrected", ITEM, item.title.as_str());
        tell_sent(tx, app, (congress, item.id), what).await?;
    }
    Ok(())
}

/// An item that puts an issue right went out: the issue leads to it, and those who were sent the issue are told.
pub(super) async fn puts_right(
    tx: &Tx,
    app: &App,
    (actor, permit): (&Actor, Permit),
    item: &Item,
) -> Result<()> {
    let Some(issue) = item.corrects_issue else { return Ok(()) };
    let (congress, now) = (actor.congress, app.clock.now());
    let issue = store::public::issued(tx, congress, issue).await?;
    store::touch_issue(tx, (congress, issue.id), now).await?;
    crate::bulletins::kept::order(tx, app, congress, issue.id).await?;
    let title = format!("{} {}", issue.label(), issue.title);
    let what = ("bulletin-corrected", crate::bulletins::ISSUE, title.trim());
    tell_sent(tx, app, (congress, issue.id), what).await?;
    let facts = json!({ "item": item.id, "edition": item.latest });
    note(tx, app, (actor, permit), ("bulletin-issue.corrected", issue.id), facts).await
}

/// Something that is delivered.
pub(super) struct Thing<'a> {
    pub id: Uuid,
    pub subject: &'static str,
    pub kind: &'static str,
    pub title: &'a str,
}

/// By each channel once; into the inboxes of those who were not sent it before. How many they were.
pub(super) async fn deliver(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    thing: &Thing<'_>,
    how: &Sending,
) -> Result<usize> {
    let (congress, now) = (actor.congress, app.clock.now());
    let mut told = 0;
    for channel in &how.channels {
        let there = !BY_HAND.contains(&channel.as_str());
        sending::deliver(tx, (congress, thing.id), channel, (actor.account, now), there).await?;
        if channel != "inbox" {
            continue;
        }
        let facts = Facts::from([("title".to_owned(), Fact::Text(thing.title.to_owned()))]);
        let (kind, subject, subject_id) = (thing.kind, thing.subject, thing.id);
        let tell_one = async |to: Audience| {
            tell(tx, app, &Notice { congress, to, kind, subject, subject_id, facts: facts.clone() }).await
        };
        for person in sending::audience(tx, congress, &how.to, app.clock.today()).await? {
            if sending::send_to(tx, (congress, thing.id), person, now).await? {
                tell_one(Audience::Person(person)).await?;
                told += 1;
            }
        }
        if let Some(office) = how.to.office {
            let office = bodies::store::organization(tx, congress, office).await?;
            let role = if office.kind == "local-office" { Role::LocalOffice } else { Role::WorkingBody };
            tell_one(Audience::Office(role, office.id)).await?;
        }
    }
    Ok(told)
}

/// Tell everybody who was sent something.
pub(super) async fn tell_sent(
    tx: &Tx,
    app: &App,
    (congress, subject_id): (Uuid, Uuid),
    (kind, subject, title): (&'static str, &'static str, &str),
) -> Result<()> {
    let facts = Facts::from([("title".to_owned(), Fact::Text(title.to_owned()))]);
    for person in sending::sent_to(tx, congress, subject_id).await? {
        let to = Audience::Person(person);
        tell(tx, app, &Notice { congress, to, kind, subject, subject_id, facts: facts.clone() }).await?;
    }
    Ok(())
}

/// What people carry is there: printed and handed out, or put into the public account.
///
/// # Errors
/// `Conflict` when it was noted before; `Invalid` for a channel that nobody carries.
pub async fn arrived(app: &App, actor: &Actor, thing: Uuid, (channel, copies): (&str, i64)) -> Result<()> {
    actor.must(Permit::BulletinWrite)?;
    if !BY_HAND.contains(&channel) {
        return Err(Error::invalid("channel", "error-choice"));
    }
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let issue = match own(&tx, actor, thing).await {
        Ok(_) => false,
        Err(Error::NotFound) => {
            super::issues::own(&tx, actor, thing).await?;
            true
        }
        Err(other) => return Err(other),
    };
    let key = (actor.congress, thing);
    if !sending::there(&tx, key, (channel, copies), (actor.account, now)).await? {
        return Err(Error::conflict("bulletins-there-already"));
    }
    let kind = if issue { "bulletin-issue.delivered" } else { "bulletin.delivered" };
    let facts = json!({ "channel": channel, "copies": copies });
    note(&tx, app, (actor, Permit::BulletinWrite), (kind, thing), facts).await?;
    tx.commit().await
}

/// A person opens what he or she was sent. That is all that is kept of it, and it stands in no journal: what somebody reads
/// is not a change of anything but the list of those to remind.
///
/// # Errors
/// `Forbidden` without the permit; what was not sent to the person is passed over.
pub async fn open(app: &App, actor: &Actor, things: &[Uuid]) -> Result<()> {
    actor.must(Permit::BulletinOpen)?;
    let Some(person) = actor.person else { return Ok(()) };
    let tx = app.db.begin().await?;
    for thing in things {
        sending::open(&tx, (actor.congress, *thing), person, app.clock.now()).await?;
    }
    tx.commit().await
}
