use serde_json::json;
use uuid::Uuid;

use super::{NewItem, note, wrong};
use crate::access::{Actor, Permit};
use crate::base::{App, Conn, Error, Result, Tx};
use crate::bulletins::kept;
use crate::bulletins::store;
use crate::bulletins::{Item, State, with_writer};
use crate::notices::{Audience, Fact, Facts, Notice, tell};
use crate::search;

/// An item of the actor's own office; another's is not theirs to change.
pub(super) async fn own(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Item> {
    let item = store::find(at, actor, id).await?;
    let owns =
        actor.posts_with(Permit::BulletinWrite).any(|(post, _)| post.organization == Some(item.office_id));
    if owns { Ok(item) } else { Err(Error::Forbidden) }
}

/// Write an item; nobody reads it until it was reviewed and sent.
///
/// # Errors
/// `Invalid` with the field for what is missing or wrong.
pub async fn write(app: &App, actor: &Actor, new: &NewItem) -> Result<Uuid> {
    actor.must(Permit::BulletinWrite)?;
    let found = wrong(new, app.clock.today());
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    let office = actor.organization_for(Permit::BulletinWrite).ok_or(Error::Forbidden)?;
    let account = actor.account.ok_or(Error::SignIn)?;
    let now = app.clock.now();
    let (congress, id) = (actor.congress, app.chance.id(now));
    let tx = app.db.begin().await?;
    let new = &for_its_issue(&tx, actor, new).await?;
    if !store::insert(&tx, (congress, id), office, new, now).await? {
        return store::of_form(&tx, congress, new.form).await;
    }
    store::put_edition(&tx, (congress, id, 1), new, &account.to_string()).await?;
    let facts = json!({ "kind": new.kind, "readers": new.readers, "corrects": new.corrects });
    note(&tx, app, (actor, Permit::BulletinWrite), ("bulletin.written", id), facts).await?;
    tx.commit().await?;
    Ok(id)
}

/// What puts an issue of the own office right is for whoever read that.
async fn for_its_issue(tx: &Tx, actor: &Actor, new: &NewItem) -> Result<NewItem> {
    let Some(issue) = new.corrects else { return Ok(new.clone()) };
    let issue = super::issues::own(tx, actor, issue).await?;
    if issue.state() != State::Sent {
        return Err(Error::conflict("bulletins-not-sent"));
    }
    Ok(NewItem { readers: issue.readers, reader_office: None, ..new.clone() })
}

/// Change an item that is being written. Of one that was published this begins a new edition, which says what it changes
/// and is reviewed like the first; until it is sent, people read the old one.
///
/// # Errors
/// `Conflict` when it is under review, was withdrawn, or was changed since `version`.
pub async fn amend(app: &App, actor: &Actor, (id, version): (Uuid, i64), new: &NewItem) -> Result<()> {
    actor.must(Permit::BulletinWrite)?;
    let account = actor.account.ok_or(Error::SignIn)?;
    let tx = app.db.begin().await?;
    let item = own(&tx, actor, id).await?;
    if item.state() == State::Withdrawn {
        return Err(Error::conflict("bulletins-is-withdrawn"));
    }
    let new = &match item.corrects_issue {
        Some(_) => NewItem { readers: item.readers.clone(), reader_office: None, ..new.clone() },
        None => new.clone(),
    };
    let mut found = wrong(new, app.clock.today());
    if item.published > 0 && new.change_note.is_empty() {
        found.push(crate::base::Mistake::new("change_note", "bulletins-change-missing"));
    }
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    let congress = actor.congress;
    let fresh = match item.state() {
        _ if item.version != version => false,
        State::Sent => {
            store::correct(&tx, (congress, id), item.latest).await? && {
                store::put_edition(&tx, (congress, id, item.latest + 1), new, &account.to_string()).await?;
                true
            }
        }
        state if state.is_open() => {
            store::put_edition(&tx, (congress, id, item.latest), new, &with_writer(&item.writers, account))
                .await?;
            store::touch(&tx, (congress, id, version), new).await?
        }
        _ => return Err(Error::conflict("bulletins-is-in-review")),
    };
    if !fresh {
        return Err(Error::conflict("bulletins-changed-meanwhile"));
    }
    let facts = json!({ "correction": item.published > 0 });
    note(&tx, app, (actor, Permit::BulletinWrite), ("bulletin.changed", id), facts).await?;
    tx.commit().await
}

/// Ask somebody else to review what was written.
///
/// # Errors
/// `Conflict` when it is not being written.
pub async fn submit(app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    actor.must(Permit::BulletinWrite)?;
    let tx = app.db.begin().await?;
    let item = own(&tx, actor, id).await?;
    let open = item.state().is_open();
    if !open || !store::submit(&tx, (actor.congress, id, item.latest)).await? {
        return Err(Error::conflict("bulletins-not-open"));
    }
    note(&tx, app, (actor, Permit::BulletinWrite), ("bulletin.submitted", id), json!({})).await?;
    tx.commit().await
}

/// Somebody who did not write it finds it right: it may go out.
///
/// # Errors
/// `Conflict` for whoever wrote in it, and when it is not under review.
pub async fn pass(app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    actor.must(Permit::BulletinReview)?;
    reviewed(app, actor, id, ("passed", "")).await
}

/// Somebody who did not write it sends it back with a reason.
///
/// # Errors
/// `Invalid` without a reason; else as [`pass`].
pub async fn return_to_writer(app: &App, actor: &Actor, id: Uuid, reason: &str) -> Result<()> {
    actor.must(Permit::BulletinReview)?;
    if reason.trim().is_empty() {
        return Err(Error::invalid("reason", "bulletins-reason-missing"));
    }
    reviewed(app, actor, id, ("returned", reason.trim())).await
}

async fn reviewed(app: &App, actor: &Actor, id: Uuid, (state, reason): (&str, &str)) -> Result<()> {
    let account = actor.account.ok_or(Error::SignIn)?;
    let tx = app.db.begin().await?;
    let item = store::find(&tx, actor, id).await?;
    if item.is_writer(Some(account)) {
        return Err(Error::conflict("bulletins-own-words"));
    }
    let now = app.clock.now();
    let key = (actor.congress, id, item.latest);
    if !store::review(&tx, key, (state, reason), (account, now)).await? {
        return Err(Error::conflict("bulletins-not-in-review"));
    }
    let kind = if state == "passed" { "bulletin-passed" } else { "bulletin-returned" };
    tell_writers(&tx, app, (actor.congress, id), &item.writers, (kind, "bulletin-item", &item.title)).await?;
    let happened = if state == "passed" { "bulletin.passed" } else { "bulletin.returned" };
    let facts = json!({ "edition": item.latest });
    note(&tx, app, (actor, Permit::BulletinReview), (happened, id), facts).await?;
    tx.commit().await
}

/// Tell those who wrote something what became of it.
pub(super) async fn tell_writers(
    tx: &Tx,
    app: &App,
    (congress, subject_id): (Uuid, Uuid),
    writers: &str,
    (kind, subject, title): (&'static str, &'static str, &str),
) -> Result<()> {
    for account in writers.split(' ').filter_map(|one| one.parse().ok()) {
        let facts = Facts::from([("title".to_owned(), Fact::Text(title.to_owned()))]);
        let to = Audience::Account(account);
        tell(tx, app, &Notice { congress, to, kind, subject, subject_id, facts }).await?;
    }
    Ok(())
}

/// Take back what was published. Its title and the reason stay, for everybody who could read it; those it was sent to are told.
///
/// # Errors
/// `Invalid` without a reason; `Conflict` when it is not published, or was taken back before.
pub async fn withdraw(app: &App, actor: &Actor, id: Uuid, reason: &str) -> Result<()> {
    actor.must(Permit::BulletinWrite)?;
    if reason.trim().is_empty() {
        return Err(Error::invalid("reason", "bulletins-reason-missing"));
    }
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let item = own(&tx, actor, id).await?;
    let key = (actor.congress, id);
    if !store::withdraw(&tx, key, reason.trim(), (actor.account, now)).await? {
        return Err(Error::conflict("bulletins-not-sent"));
    }
    // The issues that printed it are printed anew without its words.
    for issue in store::issued_with(&tx, actor.congress, id).await? {
        store::touch_issue(&tx, (actor.congress, issue.id), now).await?;
        kept::order(&tx, app, actor.congress, issue.id).await?;
    }
    search::remove(&tx, actor.congress, store::public::INDEXED, id).await?;
    super::sending::tell_sent(&tx, app, key, ("bulletin-withdrawn", "bulletin", &item.title)).await?;
    note(&tx, app, (actor, Permit::BulletinWrite), ("bulletin.withdrawn", id), json!({})).await?;
    tx.commit().await
}
