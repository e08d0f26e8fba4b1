use serde_json::json;
use uuid::Uuid;

use super::{desk::is_open, kept, record, save};
use crate::access::{Actor, Permit};
use crate::base::{App, Conn, Error, Mistake, Result, Tx, form::Say};
use crate::bodies::{self, Organization};
use crate::cases;
use crate::ledger::acts::charter_on;
use crate::outreach::held::{Held, record_held};
use crate::people;
use crate::receptions::store::{self, OnDuty, Reception};
use crate::receptions::{LONGEST, MOST_VISITORS, State, in_constituency};

/// What closes a reception.
#[derive(Debug, Clone)]
pub struct NewClosing {
    /// The form's own id: the same form sent twice closes once.
    pub form: Uuid,
    /// How many came and had no opinion to hand in.
    pub visitors: i64,
    /// What was said, in a few words; needed when somebody was received.
    pub summary: String,
}

/// Close a reception: its record is made. Where the charter says as what receiving voters counts, and somebody came, one
/// activity is recorded for the deputies who were there: nobody enters it twice, and it counts for the duty of clause 7
/// only for whom the station lies in the own constituency.
///
/// # Errors
/// `NotFound` for a reception that is not theirs, `Conflict` when it is closed by another form or its day has not come,
/// `Invalid` when it was not said who came, or the summary is missing.
pub async fn close(app: &App, actor: &Actor, id: Uuid, new: &NewClosing) -> Result<()> {
    actor.must(Permit::ReceptionKeep)?;
    let tx = app.db.begin().await?;
    let (before, station) = kept(&tx, actor, id).await?;
    if before.closing_form == Some(new.form) {
        return Ok(());
    }
    is_open(app, &before)?;
    let on_duty = store::on_duty(&tx, actor.congress, &[id]).await?;
    let opinions = cases::store::of_reception(&tx, actor.congress, id).await?;
    let received = new.visitors + opinions.len() as i64;
    check(new, &on_duty, received)?;
    let outreach_id = recorded(&tx, app, actor, (&before, &station), (new, &on_duty, received)).await?;
    let after = Reception {
        state: State::Closed.word().to_owned(),
        visitors: new.visitors,
        summary: new.summary.trim().to_owned(),
        closing_form: Some(new.form),
        closed_on: Some(app.clock.today()),
        outreach_id,
        ..before
    };
    save(&tx, actor, &after).await?;
    let came = on_duty.iter().filter(|one| one.presence == "came").count();
    let facts = json!({ "received": received, "opinions": opinions.len(), "deputies": came });
    record(&tx, app, (actor, Permit::ReceptionKeep), ("reception.closed", "reception", id), facts).await?;
    tx.commit().await
}

fn check(new: &NewClosing, on_duty: &[OnDuty], received: i64) -> Result<()> {
    let mut found = Vec::new();
    if !(0..=MOST_VISITORS).contains(&new.visitors) {
        let say = Say::new("error-whole").with("least", 0).with("most", MOST_VISITORS);
        found.push(Mistake { field: "visitors".into(), say });
    }
    if let Some(one) = on_duty.iter().find(|one| one.presence.is_empty()) {
        let say = Say::new("receptions-presence-missing").with("name", one.name.clone());
        found.push(Mistake { field: String::new(), say });
    }
    let long = new.summary.trim().chars().count();
    if long == 0 && received > 0 {
        found.push(Mistake::new("summary", "receptions-summary-missing"));
    }
    if long > LONGEST {
        let say = Say::new("error-too-long").with("max", LONGEST).with("over", long - LONGEST);
        found.push(Mistake { field: "summary".into(), say });
    }
    if found.is_empty() { Ok(()) } else { Err(Error::Invalid(found)) }
}

/// The activity of those who came, where the charter of the day has one.
async fn recorded(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    (it, station): (&Reception, &Organization),
    (new, on_duty, received): (&NewClosing, &[OnDuty], i64),
) -> Result<Option<Uuid>> {
    let charter = charter_on(tx, app, actor.congress, it.on_day).await?;
    let Some(counts_as) = &charter.stations.reception_counts_as else { return Ok(None) };
    let mut deputies = Vec::new();
    for one in on_duty.iter().filter(|one| one.presence == "came") {
        // A seat that ended meanwhile was conflict enough: it earns nothing, and closing goes on.
        if !people::store::seats_on(tx, actor.congress, one.person_id, it.on_day).await?.is_empty() {
            deputies.push((
                one.person_id,
                own_constituency(tx, actor.congress, (one.person_id, it), station).await?,
            ));
        }
    }
    if received == 0 || deputies.is_empty() {
        return Ok(None);
    }
    let held = Held {
        form: new.form,
        method: counts_as.method.clone(),
        purpose: counts_as.purpose.clone(),
        on_day: it.on_day,
        place: station.name.clone(),
        voters: received,
        said: new.summary.clone(),
        office: station.parent_id.unwrap_or(station.id),
        deputies,
    };
    record_held(tx, app, (actor, Permit::ReceptionKeep), &held).await.map(Some)
}

/// The deputy's own constituency, when the station lies in it.
async fn own_constituency(
    at: &impl Conn,
    congress: Uuid,
    (person, it): (Uuid, &Reception),
    station: &Organization,
) -> Result<Option<Uuid>> {
    for seat in people::store::seats_on(at, congress, person, it.on_day).await? {
        let Some(id) = seat.constituency_id else { continue };
        let constituency = bodies::store::constituency(at, congress, id).await?;
        let parts = bodies::store::parts_of(at, congress, id).await?;
        if in_constituency(station.area_id, &constituency, &parts) {
            return Ok(Some(id));
        }
    }
    Ok(None)
}
