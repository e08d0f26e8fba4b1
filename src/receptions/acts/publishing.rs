use std::collections::BTreeMap;

use serde_json::json;
use uuid::Uuid;

use super::planning::{REASON, hindered};
use super::{Surroundings, record, save};
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Mistake, Result, Tx, form::Say};
use crate::bodies::Organization;
use crate::ledger::acts::charter_on;
use crate::notices::{Audience, Fact, Facts, Notice, tell};
use crate::receptions::quarter::Quarter;
use crate::receptions::store::{self, OnDuty, Reception};
use crate::receptions::{State, at_short_notice, who};

/// Announce what is planned of a quarter, as a whole; how many days.
///
/// What comes later than the charter's notice is not forbidden, for an empty room helps nobody: it needs a reason, is
/// marked as called at short notice wherever it is shown, and the reason stands beside it.
///
/// # Errors
/// `NotFound` for a station that is not theirs; `Conflict` when nothing is planned; `Invalid` when a day has passed, is in
/// conflict or has nobody on duty, or the reason for short notice is missing: then nothing is announced.
pub async fn publish(
    app: &App,
    actor: &Actor,
    (station, quarter): (Uuid, Quarter),
    short_reason: &str,
) -> Result<usize> {
    actor.must(Permit::ReceptionKeep)?;
    let short_reason: String = short_reason.trim().chars().take(REASON).collect();
    let tx = app.db.begin().await?;
    let place = who::station(&tx, actor, Permit::ReceptionKeep, station).await?;
    let (congress, today, now) = (actor.congress, app.clock.today(), app.clock.now());
    let days = (quarter.first(), quarter.last());
    let mut planned = store::list(&tx, actor, Some(station), days).await?;
    planned.retain(|it| it.state() == Some(State::Planned));
    if planned.is_empty() {
        return Err(Error::conflict("receptions-nothing-planned"));
    }
    let ids: Vec<Uuid> = planned.iter().map(|it| it.id).collect();
    let on_duty = store::on_duty(&tx, congress, &ids).await?;
    let notice = charter_on(&tx, app, congress, today).await?.stations.reception_notice.value;
    let around = Surroundings::of(&tx, congress, station, days).await?;
    let mut wrong: Vec<Mistake> = Vec::new();
    let of_day = |key: &str, it: &Reception| Mistake {
        field: String::new(),
        say: Say::new(key).with("day", it.on_day.to_string()),
    };
    wrong.extend(
        planned.iter().filter(|it| it.on_day < today).map(|it| of_day("receptions-planned-past", it)),
    );
    wrong.extend(
        hindered(&around, &planned, &on_duty).iter().map(|(it, _)| of_day("receptions-planned-conflict", it)),
    );
    let short = |it: &Reception| at_short_notice(today, it.on_day, notice);
    if short_reason.is_empty() && planned.iter().any(short) {
        let say = Say::new("receptions-short-reason-missing").with("days", i64::from(notice));
        wrong.push(Mistake { field: "short_reason".into(), say });
    }
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    for it in &planned {
        let after = Reception {
            state: State::Published.word().to_owned(),
            published_at: Some(now),
            changed_at: now,
            short_reason: if short(it) { short_reason.clone() } else { String::new() },
            ..it.clone()
        };
        save(&tx, actor, &after).await?;
    }
    tell_deputies(&tx, app, &place, (&planned, &on_duty), congress).await?;
    let facts = json!({ "quarter": quarter.word(), "days": planned.len() });
    let by = (actor, Permit::ReceptionKeep);
    record(&tx, app, by, ("reception.published", "station", station), facts).await?;
    tx.commit().await?;
    Ok(planned.len())
}

/// One notice a deputy, however many days.
async fn tell_deputies(
    tx: &Tx,
    app: &App,
    place: &Organization,
    (planned, on_duty): (&[Reception], &[OnDuty]),
    congress: Uuid,
) -> Result<()> {
    let mut told: BTreeMap<Uuid, Vec<&Reception>> = BTreeMap::new();
    for one in on_duty {
        told.entry(one.person_id).or_default().extend(planned.iter().find(|it| it.id == one.reception_id));
    }
    for (person, theirs) in told {
        let Some(first) = theirs.iter().map(|it| it.on_day).min() else { continue };
        let facts = Facts::from([
            ("station".to_owned(), Fact::Text(place.name.clone())),
            ("n".to_owned(), Fact::Number(theirs.len() as i64)),
            ("first".to_owned(), Fact::Day(first)),
        ]);
        let (to, kind, subject) = (Audience::Person(person), "reception-published", "receptions");
        tell(tx, app, &Notice { congress, to, kind, subject, subject_id: place.id, facts }).await?;
    }
    Ok(())
}
