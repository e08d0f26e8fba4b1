//! Keeping the registers. Several entries make one whole (a town with its villages, a group with its office), so
//! these acts are written within the caller's transaction; each is in the journal.

mod changes;

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::{Kind, Term, store};
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Result, Tx, codes::ShortCode, hanzi};
use crate::journal::{self, Happening};

pub use changes::{
    change_area, change_constituency, change_organization, strike_area, strike_constituency,
    strike_organization,
};

/// A congress to be founded.
#[derive(Debug, Clone)]
pub struct NewCongress {
    /// Its code, such as `xiantao`.
    pub code: String,
    /// Its full name.
    pub name: String,
    /// What people call it.
    pub short_name: String,
    /// The code of its charter.
    pub charter: String,
    /// Made-up people and matters: every page will say so.
    pub fictional: bool,
}

/// Found a congress. There is nobody yet who could be asked; only the command line and the demo do this.
pub async fn found(tx: &Tx, app: &App, new: &NewCongress) -> Result<Uuid> {
    if store::is_founded(tx, &new.code).await? {
        return Err(Error::conflict("bodies-congress-exists"));
    }
    app.charters(&new.charter)?;
    let id = app.chance.id(app.clock.now());
    store::insert_congress(tx, id, new).await?;
    let author = Actor::clockwork(id).author(Permit::RegisterKeep, app.clock.now());
    let facts = json!({ "code": new.code });
    record(tx, &author, "congress.founded", "congress", id, facts).await?;
    Ok(id)
}

/// Give a congress the host name by which it is reached, where there are several.
pub async fn give_host(tx: &Tx, app: &App, actor: &Actor, host: &str) -> Result<()> {
    actor.must(Permit::RegisterKeep)?;
    store::set_host(tx, actor.congress, host).await?;
    let author = actor.author(Permit::RegisterKeep, app.clock.now());
    record(tx, &author, "congress.hosted", "congress", actor.congress, json!({ "host": host })).await
}

/// Mark a congress as being loaded: nobody serves it until that has ended.
pub async fn begin_loading(tx: &Tx, app: &App, congress: Uuid) -> Result<()> {
    store::set_loading(tx, congress, true).await?;
    let author = Actor::clockwork(congress).author(Permit::RegisterKeep, app.clock.now());
    record(tx, &author, "congress.loading", "congress", congress, json!({})).await
}

/// The loading has ended; the congress is whole.
pub async fn end_loading(tx: &Tx, app: &App, actor: &Actor) -> Result<()> {
    actor.must(Permit::RegisterKeep)?;
    store::set_loading(tx, actor.congress, false).await?;
    done(tx, app, actor, "congress.loaded", "congress", actor.congress).await
}

/// Open a term.
///
/// # Errors
/// `Invalid` when it would end before it begins.
pub async fn open_term(tx: &Tx, app: &App, actor: &Actor, new: &Term) -> Result<()> {
    actor.must(Permit::RegisterKeep)?;
    if new.ends_on <= new.starts_on {
        return Err(Error::invalid("ends_on", "bodies-term-backwards"));
    }
    store::insert_term(tx, actor.congress, new).await?;
    done(tx, app, actor, "term.opened", "term", new.id).await
}

/// Say on which day a term ends: it lasts until the next congress first meets (deputies law, article 4), which may be
/// earlier or later than was thought.
///
/// # Errors
/// `Invalid` when that would be before it began.
pub async fn end_term(tx: &Tx, app: &App, actor: &Actor, term: Uuid, ends_on: NaiveDate) -> Result<()> {
    actor.must(Permit::RegisterKeep)?;
    if !store::set_term_end(tx, actor.congress, term, ends_on).await? {
        return Err(Error::invalid("ends_on", "bodies-term-backwards"));
    }
    let author = actor.author(Permit::RegisterKeep, app.clock.now());
    record(tx, &author, "term.ends", "term", term, json!({ "ends": ends_on })).await
}

/// An area to be entered.
#[derive(Debug, Clone)]
pub struct NewArea {
    /// The area it lies in.
    pub parent: Option<Uuid>,
    /// `city`, `town`, `street`, `village` or `community`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Its place in the official order.
    pub rank: i64,
}

/// Enter an area.
pub async fn add_area(tx: &Tx, app: &App, actor: &Actor, new: &NewArea) -> Result<Uuid> {
    actor.must(Permit::RegisterKeep)?;
    let id = app.chance.id(app.clock.now());
    store::insert_area(tx, actor.congress, id, new, &hanzi::pinyin_initials(&new.name)).await?;
    done(tx, app, actor, "area.entered", "area", id).await?;
    Ok(id)
}

/// A constituency to be entered.
#[derive(Debug, Clone)]
pub struct NewConstituency {
    /// The term in which it elects.
    pub term: Uuid,
    /// The town or street it lies in.
    pub area: Uuid,
    /// The villages and communities it is made of.
    pub parts: Vec<Uuid>,
    /// Its number.
    pub number: i64,
    /// Its name.
    pub name: String,
    /// How many deputies it elects: one to three (electoral law, article 25).
    pub seats: i64,
}

/// Enter a constituency.
pub async fn add_constituency(tx: &Tx, app: &App, actor: &Actor, new: &NewConstituency) -> Result<Uuid> {
    actor.must(Permit::RegisterKeep)?;
    if !(1..=3).contains(&new.seats) {
        return Err(Error::invalid("seats", "bodies-seats-one-to-three"));
    }
    if store::is_numbered(tx, actor.congress, new.term, new.number).await? {
        return Err(Error::invalid("number", "bodies-number-taken"));
    }
    let id = app.chance.id(app.clock.now());
    let code = short_code(tx, app, actor.congress).await?;
    store::insert_constituency(tx, actor.congress, id, new, &code).await?;
    for part in &new.parts {
        store::insert_part(tx, actor.congress, id, *part).await?;
    }
    done(tx, app, actor, "constituency.entered", "constituency", id).await?;
    Ok(id)
}

/// An organization to be entered.
#[derive(Debug, Clone)]
pub struct NewOrganization {
    /// What it is.
    pub kind: Kind,
    /// Its full name.
    pub name: String,
    /// What people call it.
    pub short_name: String,
    /// The area it serves.
    pub area: Option<Uuid>,
    /// The organization it belongs to.
    pub parent: Option<Uuid>,
    /// Its place in the official order.
    pub rank: i64,
    /// Where it is.
    pub address: String,
    /// Its telephone.
    pub phone: String,
    /// When it is open.
    pub hours: String,
    /// Since when.
    pub from_on: NaiveDate,
}

/// Enter an organization.
pub async fn add_organization(tx: &Tx, app: &App, actor: &Actor, new: &NewOrganization) -> Result<Uuid> {
    actor.must(Permit::RegisterKeep)?;
    if new.name.trim().is_empty() {
        return Err(Error::invalid("name", "bodies-name-missing"));
    }
    let id = app.chance.id(app.clock.now());
    let code = short_code(tx, app, actor.congress).await?;
    store::insert_organization(tx, actor.congress, id, new, &code).await?;
    done(tx, app, actor, "organization.entered", "organization", id).await?;
    Ok(id)
}

/// Say where an organization is, its telephone and when it is open; by whoever a feature lets keep them.
pub async fn set_whereabouts(
    tx: &Tx,
    app: &App,
    (actor, permit): (&Actor, Permit),
    id: Uuid,
    (address, phone, hours): (&str, &str, &str),
) -> Result<()> {
    actor.must(permit)?;
    store::set_whereabouts(tx, actor.congress, id, (address, phone, hours)).await?;
    let author = actor.author(permit, app.clock.now());
    record(tx, &author, "organization.whereabouts", "organization", id, json!({})).await
}

/// Say where an area is on the ground; its journal entry is that of the whole file it comes from.
pub async fn place_area(tx: &Tx, actor: &Actor, at: &store::Position) -> Result<()> {
    actor.must(Permit::RegisterKeep)?;
    store::place_area(tx, actor.congress, at).await
}

/// A new short code for a QR. Among some thousands chance draws one twice now and then, so it is looked for first.
pub async fn short_code(tx: &Tx, app: &App, congress: Uuid) -> Result<String> {
    loop {
        let code = app.chance.draw(ShortCode::random).to_string();
        if !store::is_coded(tx, congress, &code).await? {
            return Ok(code);
        }
    }
}

async fn done(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    kind: &str,
    subject: &'static str,
    subject_id: Uuid,
) -> Result<()> {
    let author = actor.author(Permit::RegisterKeep, app.clock.now());
    record(tx, &author, kind, subject, subject_id, json!({})).await
}

async fn record(
    tx: &Tx,
    author: &journal::Author,
    kind: &str,
    subject: &'static str,
    subject_id: Uuid,
    facts: serde_json::Value,
) -> Result<()> {
    let happening = Happening { kind: kind.to_owned(), subject, subject_id, facts };
    journal::append(tx, author, happening).await?;
    Ok(())
}
