//! A deputy entered and a seat ended, each as one whole.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::access::{Actor, Permit};
use crate::base::{App, Error, Result};
use crate::bodies::store::{constituency, term_on};
use crate::people::acts::{NewPerson, NewSeat, add_person, end_seat, join, seat};
use crate::people::store::{deputies_of, deputy};
use crate::people::{EndReason, Seat};

/// A deputy to be entered.
#[derive(Debug, Clone)]
pub struct NewDeputy {
    /// The person.
    pub person: NewPerson,
    /// Where he or she was elected.
    pub constituency: Uuid,
    /// Since when.
    pub from_on: NaiveDate,
    /// The deputy group, with the part taken in it.
    pub group: Option<Uuid>,
    /// The station where voters are received.
    pub station: Option<Uuid>,
}

/// Enter a deputy: person, seat, group and station together.
pub async fn enter_deputy(app: &App, actor: &Actor, new: &NewDeputy) -> Result<Uuid> {
    actor.must(Permit::RegisterKeep)?;
    let today = app.clock.today();
    let tx = app.db.begin().await?;
    let term = term_on(&tx, actor.congress, today).await?;
    let term = term.ok_or_else(|| Error::conflict("registers-no-term"))?;
    if new.from_on < term.starts_on || new.from_on > today {
        return Err(Error::invalid("from_on", "registers-day-outside"));
    }
    let place = constituency(&tx, actor.congress, new.constituency).await?;
    let sitting = deputies_of(&tx, actor.congress, place.id).await?.len();
    if sitting >= usize::try_from(place.seats).unwrap_or_default() {
        return Err(Error::invalid("constituency", "registers-constituency-full"));
    }
    let person = add_person(&tx, app, actor, &new.person).await?;
    let (term, from_on) = (term.id, new.from_on);
    let taken = NewSeat { person, term, kind: Seat::Deputy, constituency: Some(place.id), from_on };
    seat(&tx, app, actor, &taken).await?;
    for (organization, part) in [(new.group, "member"), (new.station, "attached")] {
        if let Some(organization) = organization {
            join(&tx, app, actor, (person, organization), (part, from_on)).await?;
        }
    }
    tx.commit().await?;
    Ok(person)
}

/// End a deputy's seat on a day that has come, for one of the law's reasons.
pub async fn end_mandate(
    app: &App,
    actor: &Actor,
    person: Uuid,
    (on, reason): (NaiveDate, EndReason),
) -> Result<()> {
    actor.must(Permit::RegisterKeep)?;
    let tx = app.db.begin().await?;
    let sitting = deputy(&tx, actor.congress, person).await?;
    let sitting = sitting.ok_or_else(|| Error::conflict("people-seat-ended"))?;
    if on < sitting.from_on || on > app.clock.today() {
        return Err(Error::invalid("on", "registers-end-outside"));
    }
    end_seat(&tx, app, actor, sitting.seat_id, (on, reason)).await?;
    tx.commit().await
}
