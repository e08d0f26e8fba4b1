//! What keepers, offices, deputies and voters do with reception days. Each act: may they, is it right, write it, record
//! it.

mod booking;
mod closing;
mod desk;
mod planning;
mod publishing;
mod relieving;

pub(super) use booking::is_ahead;
pub use booking::{NewBooking, book, give_up, read_contact, tick};
pub use closing::{NewClosing, close};
pub use desk::{enter_opinion, mark_presence, set_visitors, stand_in};
pub use planning::{
    Changed, NewDay, add, call_off, change, close_days, in_the_way, open_days, propose, set_rhythm,
};
pub use publishing::publish;
pub use relieving::relieve;

use std::sync::Arc;

use charter::Calendar;
use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::conflicts::{Around, Conflict, Known, Other, Wanted, conflicts};
use super::store::{self, Reception};
use super::who;
use crate::access::{Actor, Permit};
use crate::base::{App, Conn, Error, Result, Tx};
use crate::bodies::{self, Organization};
use crate::journal::{self, Happening};
use crate::notices::{Audience, Fact, Facts, Notice, tell};
use crate::people;

/// A reception of a station that they keep; a stranger gets `NotFound`.
async fn kept(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<(Reception, Organization)> {
    actor.must(Permit::ReceptionKeep)?;
    let reception = store::find(at, actor, id).await?;
    let station = who::station(at, actor, Permit::ReceptionKeep, reception.station_id).await?;
    Ok((reception, station))
}

async fn record(
    tx: &Tx,
    app: &App,
    (actor, permit): (&Actor, Permit),
    (kind, subject, id): (&str, &'static str, Uuid),
    facts: serde_json::Value,
) -> Result<()> {
    let author = actor.author(permit, app.clock.now());
    let happening = Happening { kind: kind.to_owned(), subject, subject_id: id, facts };
    journal::append(tx, &author, happening).await?;
    Ok(())
}

/// A change of one reception in the journal.
async fn note(tx: &Tx, app: &App, actor: &Actor, kind: &str, id: Uuid) -> Result<()> {
    record(tx, app, (actor, Permit::ReceptionKeep), (kind, "reception", id), json!({})).await
}

/// Write a reception, unless somebody else changed it meanwhile.
async fn save(tx: &Tx, actor: &Actor, reception: &Reception) -> Result<()> {
    if store::save(tx, actor.congress, reception).await? {
        Ok(())
    } else {
        Err(Error::conflict("receptions-moved-on"))
    }
}

/// Tell a deputy of one reception.
async fn tell_of(
    tx: &Tx,
    app: &App,
    congress: Uuid,
    (person, kind): (Uuid, &'static str),
    it: &Reception,
) -> Result<()> {
    let facts = Facts::from([
        ("station".to_owned(), Fact::Text(it.station.clone())),
        ("day".to_owned(), Fact::Day(it.on_day)),
        ("time".to_owned(), Fact::Text(crate::base::hours::clock(it.starts))),
    ]);
    let to = Audience::Person(person);
    tell(tx, app, &Notice { congress, to, kind, subject: "reception", subject_id: it.id, facts }).await
}

/// What receptions of a station are checked against.
pub struct Surroundings {
    calendar: Arc<Calendar>,
    closed: Vec<(NaiveDate, NaiveDate, String)>,
    /// Every deputy, those attached first to be chosen from.
    pub known: Vec<Known>,
    others: Vec<Other>,
}

impl Surroundings {
    /// Look them up for the days from one to another.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(
        at: &impl Conn,
        congress: Uuid,
        station: Uuid,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<Surroundings> {
        let closed = store::closures(at, congress, station, from).await?;
        Ok(Surroundings {
            calendar: bodies::calendar::calendar(at, congress).await?,
            closed: closed.into_iter().map(|it| (it.from_on, it.to_on, it.reason)).collect(),
            known: known(at, congress, station).await?,
            others: store::elsewhere(at, congress, (from, to)).await?,
        })
    }

    /// What stands in the way of a reception.
    pub fn in_the_way(&self, wanted: &Wanted) -> Vec<Conflict> {
        let around = Around {
            calendar: &self.calendar,
            closed: &self.closed,
            known: &self.known,
            others: &self.others,
        };
        conflicts(wanted, &around)
    }
}

/// Every deputy's seat, leave and whether attached, in the order of names. With the term every seat of it ends.
async fn known(at: &impl Conn, congress: Uuid, station: Uuid) -> Result<Vec<Known>> {
    let terms = bodies::store::terms(at, congress).await?;
    let leaves = people::store::leaves(at, congress, None).await?;
    let attached = people::store::deputies_at(at, congress, station).await?;
    let sitting = people::store::deputies(at, congress, people::Order::Strokes).await?;
    let seats = people::store::seats(at, congress, None).await?;
    let mut all: Vec<Known> = Vec::new();
    let mut places = std::collections::BTreeMap::new();
    for deputy in sitting.iter() {
        places.entry(deputy.person_id).or_insert_with(|| {
            all.push(Known {
                person: deputy.person_id,
                name: deputy.name.clone(),
                attached: attached.iter().any(|it| it.person_id == deputy.person_id),
                suspended: deputy.suspended_on,
                ..Known::default()
            });
            all.len() - 1
        });
    }
    for seat in seats.iter().filter(|seat| seat.kind == people::Seat::Deputy.word()) {
        let ends = terms.iter().find(|term| term.id == seat.term_id).map(|term| term.ends_on);
        let to = match (seat.to_on, ends) {
            (Some(to), Some(ends)) => Some(to.min(ends)),
            (to, ends) => to.or(ends),
        };
        let place = *places.entry(seat.person_id).or_insert_with(|| {
            all.push(Known { person: seat.person_id, name: seat.name.clone(), ..Known::default() });
            all.len() - 1
        });
        all[place].sits.push((seat.from_on, to));
    }
    for leave in leaves {
        if let Some(place) = places.get(&leave.person_id) {
            all[*place].away.push((leave.from_on, leave.to_on));
        }
    }
    Ok(all)
}

/// A reception as it is checked.
pub fn wanted(it: &Reception, on_duty: Vec<Uuid>) -> Wanted {
    Wanted { id: Some(it.id), station: it.station_id, day: it.on_day, time: (it.starts, it.ends), on_duty }
}
