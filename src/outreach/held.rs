//! An activity that another feature held and saw: it is recorded in that feature's own transaction, so that nobody
//! enters it twice. Its acts are declared in the name of an office; each deputy is told and may object.

use charter::ActKind;
use chrono::NaiveDate;
use uuid::Uuid;

use super::acts::tell_deputies;
use super::store;
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Result, Tx};
use crate::ledger::{self, NewAct};

/// An activity as the feature that held it tells of it.
#[derive(Debug, Clone)]
pub struct Held {
    /// The form by which it was closed: the same form sent twice is one activity.
    pub form: Uuid,
    /// By which of the charter's methods.
    pub method: String,
    /// For which of the charter's purposes.
    pub purpose: String,
    /// On which day.
    pub on_day: NaiveDate,
    /// Where.
    pub place: String,
    /// How many voters were met.
    pub voters: i64,
    /// What was said.
    pub said: String,
    /// The office in whose name it is registered.
    pub office: Uuid,
    /// Who took part, each with the own constituency (原选区) when it was there.
    pub deputies: Vec<(Uuid, Option<Uuid>)>,
}

/// Record it: one row, one act for each deputy. It may be recorded by whoever holds the feature's own permit.
///
/// # Errors
/// As [`ledger::enter`]; `Conflict` when the form recorded another activity before.
pub async fn record_held(tx: &Tx, app: &App, (actor, permit): (&Actor, Permit), held: &Held) -> Result<Uuid> {
    actor.must(permit)?;
    let id = app.chance.id(app.clock.now());
    let said = (held.said.trim(), Some(held.voters));
    if !store::insert(tx, actor.congress, (id, held.form), said).await? {
        return Err(Error::conflict("ledger-entered-already"));
    }
    for (person, constituency) in &held.deputies {
        let act = NewAct {
            method: held.method.clone(),
            topics: vec![held.purpose.clone()],
            place: held.place.clone(),
            constituency: *constituency,
            office: Some(held.office),
            ..NewAct::new(*person, ActKind::Outreach, held.on_day, ("outreach", id))
        };
        ledger::enter(tx, app, (actor, permit), &act, true).await?;
    }
    tell_deputies(tx, app, actor, id).await?;
    Ok(id)
}
