//! Writing a message, sending it into groups, and keeping the robots.

use serde_json::json;
use uuid::Uuid;

use super::wire::key_of;
use super::{SENDING, TEXT, TITLE, store};
use crate::access::{Actor, Permit, Scope};
use crate::base::{App, Error, Mistake, Result, Tx, form::Say, page::own_path};
use crate::jobs::{self, NewJob};
use crate::journal::{self, Happening};

/// A message to be written.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// The form's own id: the same form sent twice is one message.
    pub form: Uuid,
    /// The title.
    pub title: String,
    /// A few sentences.
    pub text: String,
    /// The page of this site to which it leads, from the slash on; empty for none.
    pub link: String,
}

fn missing(new: &NewMessage) -> Vec<Mistake> {
    let mut found = Vec::new();
    for (field, text, most) in [("title", &new.title, TITLE), ("text", &new.text, TEXT)] {
        let long = text.chars().count();
        if long == 0 {
            found.push(Mistake::new(field, &format!("chats-{field}-missing")));
        } else if long > most {
            let say = Say::new("error-too-long").with("max", most).with("over", long - most);
            found.push(Mistake { field: field.to_owned(), say });
        }
    }
    if !new.link.is_empty() && (own_path(&new.link) != new.link || new.link.len() > 300) {
        found.push(Mistake::new("link", "chats-link-wrong"));
    }
    found
}

/// Write a message; its id. The same form sent again is the same message.
///
/// # Errors
/// `Invalid` with the field for what is missing, too long, or leads elsewhere.
pub async fn write(app: &App, actor: &Actor, new: &NewMessage) -> Result<Uuid> {
    actor.must(Permit::ChatWrite)?;
    let trimmed = NewMessage {
        title: new.title.trim().to_owned(),
        text: new.text.trim().to_owned(),
        link: new.link.trim().to_owned(),
        ..*new
    };
    let found = missing(&trimmed);
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    let office = office(actor);
    let now = app.clock.now();
    let id = app.chance.id(now);
    let tx = app.db.begin().await?;
    if !store::insert(&tx, actor, (id, now), (office, &trimmed)).await? {
        return Ok(store::of_form(&tx, actor, new.form).await?.id);
    }
    record(&tx, app, (actor, Permit::ChatWrite), ("chat.written", "chat", id), json!({})).await?;
    tx.commit().await?;
    Ok(id)
}

/// The office in whose name one writes.
fn office(actor: &Actor) -> Option<Uuid> {
    let posts = || actor.posts_with(Permit::ChatWrite);
    let own = posts().find(|(post, scope)| *scope == Scope::Office && post.organization.is_some());
    own.or_else(|| posts().next()).and_then(|(post, _)| post.organization)
}

/// Send a message into the groups of some robots: each at most once, unless it failed or nobody knows. How many were
/// asked for.
///
/// # Errors
/// `NotFound` for a message or a robot that is not theirs to see, `Invalid` when no group is chosen, `Conflict` when it
/// waits or was sent in each of them.
pub async fn send(app: &App, actor: &Actor, id: Uuid, robots: &[Uuid]) -> Result<usize> {
    actor.must(Permit::ChatWrite)?;
    if robots.is_empty() {
        return Err(Error::invalid("robots", "chats-robots-missing"));
    }
    let tx = app.db.begin().await?;
    let message = store::find(&tx, actor, id).await?;
    let mut asked = 0;
    for robot in robots {
        let robot = store::robot(&tx, actor.congress, *robot).await?;
        let Some(round) = store::ask(&tx, actor.congress, (message.id, robot.id)).await? else { continue };
        let job = NewJob {
            congress: actor.congress,
            key: format!("{SENDING}:{}:{}:{round}", message.id, robot.id),
            name: SENDING,
            payload: json!({ "message": message.id, "robot": robot.id, "round": round }),
            run_at: app.clock.now(),
        };
        jobs::enqueue(&tx, app, job).await?;
        let facts = json!({ "robot": robot.id });
        record(&tx, app, (actor, Permit::ChatWrite), ("chat.sent", "chat", id), facts).await?;
        asked += 1;
    }
    if asked == 0 {
        return Err(Error::conflict("chats-sent-already"));
    }
    tx.commit().await?;
    Ok(asked)
}

/// Enter a robot by its name and its key, or the whole address that holds it.
///
/// # Errors
/// `Invalid` with the field when the name is missing or there is no key in what was typed.
pub async fn add_robot(app: &App, actor: &Actor, (name, typed): (&str, &str)) -> Result<Uuid> {
    actor.must(Permit::RobotKeep)?;
    let name = name.trim();
    let mut found = Vec::new();
    if name.is_empty() || name.chars().count() > TITLE {
        found.push(Mistake::new("name", "chats-robot-name-missing"));
    }
    let key = key_of(typed);
    if key.is_none() {
        found.push(Mistake::new("key", "chats-robot-key-wrong"));
    }
    let Some(key) = key.filter(|_| found.is_empty()) else { return Err(Error::Invalid(found)) };
    let now = app.clock.now();
    let id = app.chance.id(now);
    let sealed = app.seal.seal(&app.chance, &purpose(id), &key);
    let tx = app.db.begin().await?;
    store::insert_robot(&tx, actor.congress, id, (name, &sealed), (now, actor.account)).await?;
    record(&tx, app, (actor, Permit::RobotKeep), ("robot.entered", "robot", id), json!({})).await?;
    tx.commit().await?;
    Ok(id)
}

/// For what a robot's key is sealed: another robot's does not open in its place.
pub(super) fn purpose(robot: Uuid) -> String {
    format!("robot:{robot}")
}

/// Remove a robot; its key is erased.
///
/// # Errors
/// `NotFound` when there is no such robot (any more).
pub async fn remove_robot(app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    actor.must(Permit::RobotKeep)?;
    let tx = app.db.begin().await?;
    if !store::set_robot(&tx, actor.congress, id, "removed").await? {
        return Err(Error::NotFound);
    }
    record(&tx, app, (actor, Permit::RobotKeep), ("robot.removed", "robot", id), json!({})).await?;
    tx.commit().await
}

async fn record(
    tx: &Tx,
    app: &App,
    (actor, permit): (&Actor, Permit),
    (kind, subject, subject_id): (&str, &'static str, Uuid),
    facts: serde_json::Value,
) -> Result<()> {
    let author = actor.author(permit, app.clock.now());
    journal::append(tx, &author, Happening { kind: kind.to_owned(), subject, subject_id, facts }).await?;
    Ok(())
}
