use chrono::Datelike;
use serde_json::json;
use uuid::Uuid;

use super::items::tell_writers;
use super::sending::{Thing, check, deliver, publish, puts_right, tell_sent, words};
use super::{NewIssue, Sending, To, note};
use crate::access::{Actor, Permit};
use crate::base::{App, Conn, Error, Mistake, Result, Tx};
use crate::bulletins::store::{self, sending};
use crate::bulletins::{ISSUE, ISSUES, Issue, Item, MOST, State, TITLE, numbers, with_writer};
use crate::search::{self, words_of};

/// An issue of the actor's own office.
pub(super) async fn own(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Issue> {
    let issue = store::find_issue(at, actor, id).await?;
    let owns =
        actor.posts_with(Permit::BulletinWrite).any(|(post, _)| post.organization == Some(issue.office_id));
    if owns { Ok(issue) } else { Err(Error::Forbidden) }
}

/// The items that were chosen, in the order in which they were; and who may read them all.
async fn chosen(
    at: &impl Conn,
    actor: &Actor,
    issue: Option<Uuid>,
    new: &NewIssue,
) -> Result<(Vec<(Uuid, i64)>, &'static str)> {
    let mut found = Vec::new();
    let mut must = |right: bool, field: &str, key: &str| {
        if !right {
            found.push(Mistake::new(field, key));
        }
    };
    must(ISSUES.contains(&new.kind.as_str()), "kind", "error-choice");
    must(!new.items.is_empty(), "items", "bulletins-items-missing");
    must(new.items.len() <= MOST, "items", "bulletins-items-many");
    must(new.title.chars().count() <= TITLE, "title", "bulletins-title-long");
    must(new.before.0 >= 0 && new.before.1 >= new.before.0, "before_total", "bulletins-before-wrong");
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    let all = store::candidates(at, actor, &new.kind, issue).await?;
    let mut items: Vec<(Uuid, i64)> = Vec::new();
    let mut readers = "public";
    for id in &new.items {
        let item = all.iter().find(|item| item.id == *id);
        let item = item.ok_or_else(|| Error::invalid("items", "bulletins-item-gone"))?;
        if items.iter().any(|(one, _)| one == id) {
            continue;
        }
        items.push((item.id, item.latest));
        readers = if item.readers == "public" { readers } else { "deputies" };
    }
    let how = Sending { channels: new.channels.clone(), to: new.to.clone() };
    if how.channels.is_empty() {
        return Err(Error::invalid("channels", "bulletins-channel-missing"));
    }
    check(&how, readers)?;
    Ok((items, readers))
}

/// Compose an issue of items; it goes out when somebody else approves it.
///
/// # Errors
/// `Invalid` with the field for what is missing or wrong.
pub async fn compose(app: &App, actor: &Actor, new: &NewIssue) -> Result<Uuid> {
    actor.must(Permit::BulletinWrite)?;
    let account = actor.account.ok_or(Error::SignIn)?;
    let office = actor.organization_for(Permit::BulletinWrite).ok_or(Error::Forbidden)?;
    let now = app.clock.now();
    let (congress, id) = (actor.congress, app.chance.id(now));
    let tx = app.db.begin().await?;
    if let Ok(before) = store::issue_of_form(&tx, congress, new.form).await {
        return Ok(before.id);
    }
    let (items, readers) = chosen(&tx, actor, None, new).await?;
    let writers = account.to_string();
    store::insert_issue(&tx, (congress, id), (office, &writers, readers), new, now).await?;
    store::put_items(&tx, (congress, id), &items).await?;
    let facts = json!({ "kind": new.kind, "items": items.len() });
    note(&tx, app, (actor, Permit::BulletinWrite), ("bulletin-issue.composed", id), facts).await?;
    tx.commit().await?;
    Ok(id)
}

/// Change an issue that is being composed.
///
/// # Errors
/// As [`compose`]; `Conflict` when it waits for approval, was issued, or was changed since `version`.
pub async fn recompose(app: &App, actor: &Actor, (id, version): (Uuid, i64), new: &NewIssue) -> Result<()> {
    actor.must(Permit::BulletinWrite)?;
    let account = actor.account.ok_or(Error::SignIn)?;
    let tx = app.db.begin().await?;
    let issue = own(&tx, actor, id).await?;
    let new = NewIssue { kind: issue.kind.clone(), ..new.clone() };
    let (items, readers) = chosen(&tx, actor, Some(id), &new).await?;
    let writers = with_writer(&issue.writers, account);
    let congress = actor.congress;
    if !store::set_issue(&tx, (congress, id, version), (&writers, readers), &new).await? {
        return Err(Error::conflict("bulletins-changed-meanwhile"));
    }
    store::put_items(&tx, (congress, id), &items).await?;
    let facts = json!({ "items": items.len() });
    note(&tx, app, (actor, Permit::BulletinWrite), ("bulletin-issue.changed", id), facts).await?;
    tx.commit().await
}

/// Ask somebody else to approve what was composed.
///
/// # Errors
/// `Conflict` when it is not being composed.
pub async fn submit(app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    actor.must(Permit::BulletinWrite)?;
    let tx = app.db.begin().await?;
    own(&tx, actor, id).await?;
    if !store::submit_issue(&tx, (actor.congress, id)).await? {
        return Err(Error::conflict("bulletins-not-open"));
    }
    note(&tx, app, (actor, Permit::BulletinWrite), ("bulletin-issue.submitted", id), json!({})).await?;
    tx.commit().await
}

/// The issue that waits for approval by somebody who did not compose it.
async fn waiting(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Issue> {
    let issue = store::find_issue(at, actor, id).await?;
    if issue.is_writer(actor.account) {
        return Err(Error::conflict("bulletins-own-words"));
    }
    match issue.state() {
        State::Review => Ok(issue),
        _ => Err(Error::conflict("bulletins-not-in-review")),
    }
}

/// Send an issue back to whoever composed it, with a reason.
///
/// # Errors
/// `Invalid` without a reason; `Conflict` for whoever composed it, or when it does not wait.
pub async fn refuse(app: &App, actor: &Actor, id: Uuid, reason: &str) -> Result<()> {
    actor.must(Permit::BulletinReview)?;
    if reason.trim().is_empty() {
        return Err(Error::invalid("reason", "bulletins-reason-missing"));
    }
    let tx = app.db.begin().await?;
    let issue = waiting(&tx, actor, id).await?;
    if !store::send_back(&tx, (actor.congress, id), reason.trim()).await? {
        return Err(Error::conflict("bulletins-not-in-review"));
    }
    let what = ("bulletin-returned", "bulletin-composed", issue.title.as_str());
    tell_writers(&tx, app, (actor.congress, id), &issue.writers, what).await?;
    note(&tx, app, (actor, Permit::BulletinReview), ("bulletin-issue.returned", id), json!({})).await?;
    tx.commit().await
}

/// Approve an issue: in this act it gets its number, its items are published, and it goes out by its channels.
///
/// # Errors
/// `Conflict` for whoever composed it, when it does not wait, or when one of its items was withdrawn or is being changed.
pub async fn approve(app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    actor.must(Permit::BulletinReview)?;
    let account = actor.account.ok_or(Error::SignIn)?;
    let (congress, now) = (actor.congress, app.clock.now());
    store::find_issue(&app.db, actor, id).await?;
    let before = store::items_of(&app.db, congress, id).await?;
    let found: Vec<_> = before.iter().map(|item| (item.id, item.latest, words(item))).collect();
    let tx = app.db.begin().await?;
    let issue = waiting(&tx, actor, id).await?;
    let items = store::items_of(&tx, congress, id).await?;
    if items.iter().any(|item| !matches!(item.state(), State::Passed | State::Sent)) {
        return Err(Error::conflict("bulletins-item-not-ready"));
    }
    let number = numbered(&tx, app, congress, &issue).await?;
    let editions: Vec<(Uuid, i64)> = items.iter().map(|item| (item.id, item.latest)).collect();
    store::put_items(&tx, (congress, id), &editions).await?;
    if !store::approve(&tx, (congress, id), number, (account, now)).await? {
        return Err(Error::conflict("bulletins-not-in-review"));
    }
    let how = Sending {
        channels: issue.channels.split(' ').map(str::to_owned).collect(),
        to: To::of(&issue.audience, &issue.groups_told),
    };
    let public = how.channels.iter().any(|channel| channel == "website");
    for item in &items {
        if item.state() == State::Passed {
            let known = found.iter().find(|(id, latest, _)| (*id, *latest) == (item.id, item.latest));
            let (.., words) = known.ok_or_else(|| Error::conflict("bulletins-changed-meanwhile"))?;
            publish(&tx, app, congress, (item, words)).await?;
            puts_right(&tx, app, (actor, Permit::BulletinReview), item).await?;
        }
        carried(&tx, app, actor, (item, &issue.kind), public).await?;
    }
    let label = numbers::label(&issue.kind, number.0, number.1, number.2);
    let titles: Vec<&str> = items.iter().map(|item| item.title.as_str()).collect();
    let words = words_of(&format!("{label} {} {}", issue.title, titles.join(" ")));
    search::index(&tx, congress, store::public::INDEXED, id, now, &words).await?;
    crate::bulletins::kept::order(&tx, app, congress, id).await?;
    let title = format!("{label} {}", issue.title);
    let kind = if issue.kind == "gazette" { "bulletin-gazette" } else { "bulletin-brief" };
    let thing = Thing { id, subject: ISSUE, kind, title: title.trim() };
    let told = deliver(&tx, app, actor, &thing, &how).await?;
    tell_writers(
        &tx,
        app,
        (congress, id),
        &issue.writers,
        ("bulletin-passed", "bulletin-composed", title.trim()),
    )
    .await?;
    let facts = json!({ "year": number.0, "number": number.1, "channels": how.channels, "persons": told });
    note(&tx, app, (actor, Permit::BulletinReview), ("bulletin-issue.issued", id), facts).await?;
    tx.commit().await
}

/// The number of an issue: of the year, and of all years.
async fn numbered(tx: &Tx, app: &App, congress: Uuid, issue: &Issue) -> Result<(i64, i64, i64)> {
    let year = i64::from(app.clock.today().year());
    let before = store::before(tx, congress, issue.id).await?;
    // What was issued before this system counted is of the year in which it began to.
    let before = if store::is_first(tx, congress, &issue.kind).await? { before } else { (0, 0) };
    let nth = store::next(tx, congress, &format!("{}:{year}", issue.kind), before.0).await?;
    let total = store::next(tx, congress, &issue.kind, before.1).await?;
    Ok((year, nth, total))
}

/// An item went out with an issue; and onto the site, when the issue did and everybody may read it.
async fn carried(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    (item, channel): (&Item, &str),
    public: bool,
) -> Result<()> {
    let by = (actor.account, app.clock.now());
    sending::deliver(tx, (actor.congress, item.id), channel, by, true).await?;
    if public && item.readers == "public" {
        sending::deliver(tx, (actor.congress, item.id), "website", by, true).await?;
    }
    Ok(())
}

/// Take back what was issued. Its number and the reason stay, and no other issue gets the number; its items stand by
/// themselves and may go into another. Those it was sent to are told.
///
/// # Errors
/// `Invalid` without a reason; `Conflict` when it was not issued, or was taken back before.
pub async fn withdraw(app: &App, actor: &Actor, id: Uuid, reason: &str) -> Result<()> {
    actor.must(Permit::BulletinWrite)?;
    if reason.trim().is_empty() {
        return Err(Error::invalid("reason", "bulletins-reason-missing"));
    }
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let issue = own(&tx, actor, id).await?;
    let key = (actor.congress, id);
    if !store::withdraw_issue(&tx, key, reason.trim(), (actor.account, now)).await? {
        return Err(Error::conflict("bulletins-not-sent"));
    }
    search::remove(&tx, actor.congress, store::public::INDEXED, id).await?;
    let title = format!("{} {}", issue.label(), issue.title);
    tell_sent(&tx, app, key, ("bulletin-withdrawn", ISSUE, title.trim())).await?;
    note(&tx, app, (actor, Permit::BulletinWrite), ("bulletin-issue.withdrawn", id), json!({})).await?;
    tx.commit().await
}
