//! Planning a changeover, changing its days, giving it up. It is carried out by its roster.

use chrono::{Days, Months, NaiveDate};
use serde_json::json;
use uuid::Uuid;

use super::store::{self, Changeover};
use crate::access::{Actor, Permit};
use crate::base::{App, Conn, Error, Mistake, Result, Tx};
use crate::bodies::{self, Term};
use crate::exchange::roster::{self, store::Roster};
use crate::jobs::{self, NewJob};
use crate::journal::{self, Happening};
use crate::people::RECOUNT;

/// Signs of a term's name.
const NAME: usize = 20;

/// A term lasts five years (organic law of local congresses, article 10).
const YEARS: Months = Months::new(5 * 12);

/// The term that comes, as somebody plans it.
#[derive(Debug, Clone)]
pub struct Planning {
    /// Its name, such as 第十一届.
    pub name: String,
    /// The day on which the new congress first meets.
    pub starts_on: Option<NaiveDate>,
}

/// The day before that on which five years are over.
fn last_day(starts_on: NaiveDate) -> NaiveDate {
    starts_on + YEARS - Days::new(1)
}

/// The term that runs, or ran last.
///
/// # Errors
/// `Conflict` in a congress that never had one.
pub async fn running(at: &impl Conn, congress: Uuid) -> Result<Term> {
    let terms = bodies::store::terms(at, congress).await?;
    terms.into_iter().next_back().ok_or_else(|| Error::conflict("changeover-no-term"))
}

/// How far a changeover is: its latest roster, and itself. The roster is read first: when it is written just between the two,
/// the change is seen done, and not undone with a roster that is written, of which there would be nothing to wait for.
///
/// # Errors
/// `NotFound` when there is no such plan.
pub(super) async fn so_far(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<(Option<Roster>, Changeover)> {
    let latest = roster::store::of_changeover(at, congress, id).await?.into_iter().next();
    Ok((latest, store::one(at, congress, id).await?))
}

fn check(planning: &Planning, running: &Term) -> Result<NaiveDate> {
    let mut found = Vec::new();
    let name = planning.name.trim();
    if name.is_empty() || name.chars().count() > NAME || name == running.name {
        found.push(Mistake::new("name", "changeover-name-wrong"));
    }
    let day = planning.starts_on.filter(|day| *day > running.starts_on + Days::new(1));
    if day.is_none() {
        found.push(Mistake::new("starts_on", "changeover-day-wrong"));
    }
    match day {
        Some(day) if found.is_empty() => Ok(day),
        _ => Err(Error::Invalid(found)),
    }
}

/// Plan the change to the next term; its id. The term that runs lasts until the day before.
///
/// # Errors
/// `Conflict` when one is planned already, `Invalid` with the field.
pub async fn plan(app: &App, actor: &Actor, planning: &Planning) -> Result<Uuid> {
    actor.must(Permit::TermChange)?;
    let (congress, now) = (actor.congress, app.clock.now());
    let tx = app.db.begin().await?;
    let running = running(&tx, congress).await?;
    let starts_on = check(planning, &running)?;
    if store::planned(&tx, congress).await?.is_some() {
        return Err(Error::conflict("changeover-planned-already"));
    }
    let it = Changeover {
        id: app.chance.id(now),
        number: running.number + 1,
        name: planning.name.trim().to_owned(),
        starts_on,
        ends_on: last_day(starts_on),
        was_ends_on: running.ends_on,
        done_at: None,
        came_to: String::new(),
    };
    store::insert(&tx, congress, &it, (now, actor.account)).await?;
    let_end((&tx, app), actor, &running, it.eve()).await?;
    record(&tx, app, actor, ("changeover.planned", it.id), json!({ "from": starts_on })).await?;
    tx.commit().await?;
    Ok(it.id)
}

/// Change the name of the term that is planned, or its first day.
///
/// # Errors
/// `Conflict` when it was carried out, `Invalid` with the field.
pub async fn replan(app: &App, actor: &Actor, id: Uuid, planning: &Planning) -> Result<()> {
    actor.must(Permit::TermChange)?;
    let congress = actor.congress;
    let tx = app.db.begin().await?;
    let running = running(&tx, congress).await?;
    let starts_on = check(planning, &running)?;
    let before = store::one(&tx, congress, id).await?;
    let name = planning.name.trim().to_owned();
    let it = Changeover { name, starts_on, ends_on: last_day(starts_on), ..before };
    if !store::update(&tx, congress, &it).await? {
        return Err(Error::conflict("changeover-done"));
    }
    let_end((&tx, app), actor, &running, it.eve()).await?;
    // What was rehearsed was rehearsed for another day.
    roster::coming::look_again(&tx, app, actor, id).await?;
    record(&tx, app, actor, ("changeover.changed", id), json!({ "from": starts_on })).await?;
    tx.commit().await
}

/// Give a plan up: the term that runs ends when it was to end before, the roster is erased.
///
/// # Errors
/// `Conflict` when it was carried out.
pub async fn give_up(app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    actor.must(Permit::TermChange)?;
    let congress = actor.congress;
    let tx = app.db.begin().await?;
    let it = store::one(&tx, congress, id).await?;
    if !store::delete(&tx, congress, id).await? {
        return Err(Error::conflict("changeover-done"));
    }
    let_end((&tx, app), actor, &running(&tx, congress).await?, it.was_ends_on).await?;
    roster::coming::drop_coming(&tx, app, actor, id).await?;
    record(&tx, app, actor, ("changeover.given-up", id), json!({})).await?;
    tx.commit().await
}

/// The running term ends on another day, which may move what was counted in it.
async fn let_end((tx, app): (&Tx, &App), actor: &Actor, running: &Term, on: NaiveDate) -> Result<()> {
    if running.ends_on == on {
        return Ok(());
    }
    bodies::acts::end_term(tx, app, actor, running.id, on).await?;
    recount(tx, app, actor.congress, &format!("{}:{on}", running.id)).await
}

/// Have what was counted counted anew: terms and seats are others now.
pub(super) async fn recount(tx: &Tx, app: &App, congress: Uuid, once: &str) -> Result<()> {
    let now = app.clock.now();
    let key = format!("{RECOUNT}:{once}:{}", now.timestamp_millis());
    jobs::enqueue(tx, app, NewJob { congress, key, name: RECOUNT, payload: json!({}), run_at: now }).await
}

pub(super) async fn record(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    (kind, id): (&str, Uuid),
    facts: serde_json::Value,
) -> Result<()> {
    let author = actor.author(Permit::TermChange, app.clock.now());
    let happening = Happening { kind: kind.to_owned(), subject: "term", subject_id: id, facts };
    journal::append(tx, &author, happening).await?;
    Ok(())
}
