use chrono::{Days, NaiveDate};
use serde_json::json;
use uuid::Uuid;

use super::{Surroundings, kept, note, record, save, tell_of, wanted};
use crate::access::{Actor, Permit};
use crate::base::{App, Conn, Error, Mistake, Result, Tx, form::Say};
use crate::receptions::conflicts::Conflict;
use crate::receptions::quarter::Quarter;
use crate::receptions::rhythm::{KINDS, Rhythm};
use crate::receptions::roster::{Candidate, Why, propose as drawn};
use crate::receptions::store::{self, OnDuty, Reception};
use crate::receptions::{State, who};

/// The words of a reason for what was changed or called off.
pub(crate) const REASON: usize = 200;

/// A reception day as somebody puts it in.
#[derive(Debug, Clone)]
pub struct NewDay {
    /// The day.
    pub day: NaiveDate,
    /// When it begins, in minutes since midnight.
    pub starts: i64,
    /// When it ends.
    pub ends: i64,
    /// Minutes of a slot.
    pub slot: i64,
    /// Places in a slot; 0 takes no bookings.
    pub capacity: i64,
    /// Who is on duty.
    pub on_duty: Vec<Uuid>,
}

/// A change of a reception: which version was seen, and why, where it was announced already.
#[derive(Debug, Clone, Copy)]
pub struct Changed<'a> {
    /// The version they saw.
    pub version: i64,
    /// Why; needed once it was announced.
    pub reason: &'a str,
}

fn check_times((starts, ends): (i64, i64), (slot, capacity): (i64, i64)) -> Vec<Mistake> {
    let mut found = Vec::new();
    if !(0 <= starts && starts < ends && ends <= 24 * 60) {
        found.push(Mistake::new("ends", "receptions-ends-before"));
    }
    if !(5..=240).contains(&slot) {
        let say = Say::new("error-whole").with("least", 5).with("most", 240);
        found.push(Mistake { field: "slot".into(), say });
    }
    if !(0..=50).contains(&capacity) {
        let say = Say::new("error-whole").with("least", 0).with("most", 50);
        found.push(Mistake { field: "capacity".into(), say });
    }
    found
}

/// Set a station's rhythm: the next proposal goes by it.
///
/// # Errors
/// `NotFound` for a station that is not theirs, `Invalid` with the field for what cannot be.
pub async fn set_rhythm(app: &App, actor: &Actor, station: Uuid, rhythm: &Rhythm) -> Result<()> {
    actor.must(Permit::ReceptionKeep)?;
    let mut found = check_times((rhythm.starts, rhythm.ends), (rhythm.slot, rhythm.capacity));
    let most = if rhythm.kind == "weekly" { 7 } else { 31 };
    if !KINDS.contains(&rhythm.kind.as_str()) {
        found.push(Mistake::new("kind", "error-choice"));
    }
    for (field, number, most) in [("day", rhythm.day, most), ("each", rhythm.each, 10)] {
        if !(1..=most).contains(&number) {
            let say = Say::new("error-whole").with("least", 1).with("most", most);
            found.push(Mistake { field: field.into(), say });
        }
    }
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    let tx = app.db.begin().await?;
    who::station(&tx, actor, Permit::ReceptionKeep, station).await?;
    store::set_rhythm(&tx, actor.congress, station, rhythm).await?;
    let by = (actor, Permit::ReceptionKeep);
    record(&tx, app, by, ("reception.rhythm-set", "station", station), json!({ "kind": rhythm.kind }))
        .await?;
    tx.commit().await
}

/// Propose a quarter's days that are still to come and that the roster does not have yet; how many were added. What was
/// put in, changed or called off by hand stays as it is.
///
/// # Errors
/// `NotFound` for a station that is not theirs, `Conflict` when it has no rhythm or no deputy is attached.
pub async fn propose(app: &App, actor: &Actor, station: Uuid, quarter: Quarter) -> Result<usize> {
    actor.must(Permit::ReceptionKeep)?;
    let tx = app.db.begin().await?;
    who::station(&tx, actor, Permit::ReceptionKeep, station).await?;
    let congress = actor.congress;
    let rhythm = store::rhythm(&tx, congress, station).await?;
    let rhythm = rhythm.ok_or_else(|| Error::conflict("receptions-no-rhythm"))?;
    let days = (quarter.first(), quarter.last());
    let around = Surroundings::of(&tx, congress, station, days).await?;
    let there = store::list(&tx, actor, Some(station), days).await?;
    let closed = |day: NaiveDate| around.closed.iter().any(|(from, to, _)| (*from..=*to).contains(&day));
    let mut wanted = rhythm.days(quarter, &around.calendar);
    wanted
        .retain(|day| *day > app.clock.today() && !closed(*day) && !there.iter().any(|it| it.on_day == *day));
    let candidates = candidates(&tx, congress, (station, quarter), &around).await?;
    if candidates.is_empty() {
        return Err(Error::conflict("receptions-nobody-attached"));
    }
    let roster = drawn(&wanted, usize::try_from(rhythm.each).unwrap_or(1), &candidates);
    for one in &roster {
        let new = NewDay {
            day: one.day,
            starts: rhythm.starts,
            ends: rhythm.ends,
            slot: rhythm.slot,
            capacity: rhythm.capacity,
            on_duty: Vec::new(),
        };
        let id = put_in(&tx, app, (congress, station), &new).await?;
        for (person, why) in &one.on_duty {
            store::set_duty(&tx, congress, &duty(id, *person, *why)).await?;
        }
    }
    let facts = json!({ "quarter": quarter.word(), "days": roster.len() });
    let by = (actor, Permit::ReceptionKeep);
    record(&tx, app, by, ("reception.proposed", "station", station), facts).await?;
    tx.commit().await?;
    Ok(roster.len())
}

async fn candidates(
    at: &impl Conn,
    congress: Uuid,
    (station, quarter): (Uuid, Quarter),
    around: &Surroundings,
) -> Result<Vec<Candidate>> {
    let before = quarter.first() - Days::new(1);
    let year = (quarter.first() - Days::new(365), before);
    let served = store::on_duty_between(at, congress, station, year).await?;
    // A mandate that rests is no seat until it is taken up again.
    let known = around.known.iter().filter(|it| it.attached && it.suspended.is_none());
    let candidate = |it: &crate::receptions::conflicts::Known| {
        let here = served.iter().find(|one| one.person_id == it.person);
        let busy = around.others.iter().filter(|other| other.person == Some(it.person));
        Candidate {
            person: it.person,
            sits: it.sits.clone(),
            away: it.away.clone(),
            busy: busy.map(|other| other.day).collect(),
            before: here.map_or(0, |one| u32::try_from(one.n).unwrap_or(u32::MAX)),
            last: here.map(|one| one.last),
        }
    };
    Ok(known.map(candidate).collect())
}

fn duty(reception: Uuid, person: Uuid, why: Why) -> OnDuty {
    OnDuty {
        reception_id: reception,
        person_id: person,
        name: String::new(),
        reasons: why.word().to_owned(),
        stands_in_for: None,
        presence: String::new(),
    }
}

async fn put_in(tx: &Tx, app: &App, (congress, station): (Uuid, Uuid), new: &NewDay) -> Result<Uuid> {
    let now = app.clock.now();
    let it = Reception {
        id: app.chance.id(now),
        station_id: station,
        station: String::new(),
        code: String::new(),
        on_day: new.day,
        starts: new.starts,
        ends: new.ends,
        slot: new.slot,
        capacity: new.capacity,
        state: State::Planned.word().to_owned(),
        published_at: None,
        short_reason: String::new(),
        change_reason: String::new(),
        was_on: None,
        was_starts: None,
        sequence: 0,
        changed_at: now,
        visitors: 0,
        summary: String::new(),
        closing_form: None,
        closed_on: None,
        outreach_id: None,
        version: 1,
    };
    store::insert(tx, congress, &it).await?;
    Ok(it.id)
}

/// What stands in the way of a new day at a station, or of a reception as it is changed.
///
/// # Errors
/// When the database does not answer.
pub async fn in_the_way(
    at: &impl Conn,
    congress: Uuid,
    (station, id): (Uuid, Option<Uuid>),
    new: &NewDay,
) -> Result<Vec<Conflict>> {
    let around = Surroundings::of(at, congress, station, (new.day, new.day)).await?;
    let wanted = crate::receptions::conflicts::Wanted {
        id,
        station,
        day: new.day,
        time: (new.starts, new.ends),
        on_duty: new.on_duty.clone(),
    };
    Ok(around.in_the_way(&wanted))
}

/// What is refused of a day, beside its field; what only wants a look is not.
async fn refuse(
    at: &impl Conn,
    app: &App,
    congress: Uuid,
    (station, id): (Uuid, Option<Uuid>),
    new: &NewDay,
) -> Result<()> {
    let mut found = check_times((new.starts, new.ends), (new.slot, new.capacity));
    if new.day < app.clock.today() {
        found.push(Mistake::new("day", "receptions-day-past"));
    }
    for conflict in in_the_way(at, congress, (station, id), new).await?.iter().filter(|it| it.is_refused()) {
        let (key, args) = conflict.words();
        let say = args.into_iter().fold(Say::new(key), |say, (name, value)| say.with(name, value));
        let field = if matches!(conflict, Conflict::Closed(_) | Conflict::Twice) { "day" } else { "on_duty" };
        found.push(Mistake { field: field.to_owned(), say });
    }
    if found.is_empty() { Ok(()) } else { Err(Error::Invalid(found)) }
}

/// Put a day into a station's roster by hand; its id.
///
/// # Errors
/// `NotFound` for a station that is not theirs, `Invalid` with the field for what stands in the way.
pub async fn add(app: &App, actor: &Actor, station: Uuid, new: &NewDay) -> Result<Uuid> {
    actor.must(Permit::ReceptionKeep)?;
    let tx = app.db.begin().await?;
    who::station(&tx, actor, Permit::ReceptionKeep, station).await?;
    refuse(&tx, app, actor.congress, (station, None), new).await?;
    let id = put_in(&tx, app, (actor.congress, station), new).await?;
    for person in &new.on_duty {
        store::set_duty(&tx, actor.congress, &duty(id, *person, Why::Hand)).await?;
    }
    note(&tx, app, actor, "reception.added", id).await?;
    tx.commit().await?;
    Ok(id)
}

/// Change a day of the roster. Once it was announced, those concerned are told and the public page says what it was
/// before.
///
/// # Errors
/// `NotFound` for a reception that is not theirs, `Conflict` when it is over, called off or was changed meanwhile,
/// `Invalid` with the field for what stands in the way or a reason that is missing.
pub async fn change(
    app: &App,
    actor: &Actor,
    id: Uuid,
    (new, changed): (&NewDay, Changed<'_>),
) -> Result<()> {
    actor.must(Permit::ReceptionKeep)?;
    let tx = app.db.begin().await?;
    let (before, _) = kept(&tx, actor, id).await?;
    let announced = may_change(&before, changed)?;
    refuse(&tx, app, actor.congress, (before.station_id, Some(id)), new).await?;
    let congress = actor.congress;
    let old = store::on_duty(&tx, congress, &[id]).await?;
    let moved = (before.on_day, before.starts, before.ends) != (new.day, new.starts, new.ends);
    let mut after = Reception {
        on_day: new.day,
        starts: new.starts,
        ends: new.ends,
        slot: new.slot,
        capacity: new.capacity,
        changed_at: app.clock.now(),
        ..before.clone()
    };
    if announced {
        after.sequence += 1;
        after.change_reason = changed.reason.trim().to_owned();
        if moved {
            after.was_on = before.was_on.or(Some(before.on_day));
            after.was_starts = before.was_starts.or(Some(before.starts));
        }
    }
    save(&tx, actor, &after).await?;
    for gone in old.iter().filter(|it| !new.on_duty.contains(&it.person_id)) {
        store::drop_duty(&tx, congress, id, gone.person_id).await?;
        if announced {
            tell_of(&tx, app, congress, (gone.person_id, "reception-relieved"), &before).await?;
        }
    }
    for person in &new.on_duty {
        let stays = old.iter().any(|it| it.person_id == *person);
        if !stays {
            store::set_duty(&tx, congress, &duty(id, *person, Why::Hand)).await?;
        }
        if announced && (moved || !stays) {
            let kind = if stays { "reception-changed" } else { "reception-assigned" };
            tell_of(&tx, app, congress, (*person, kind), &after).await?;
        }
    }
    note(&tx, app, actor, "reception.changed", id).await?;
    tx.commit().await
}

/// Whether it was announced already; an error when it cannot be changed any more.
fn may_change(before: &Reception, changed: Changed<'_>) -> Result<bool> {
    if before.version != changed.version {
        return Err(Error::conflict("receptions-moved-on"));
    }
    match before.state() {
        Some(State::Planned) => Ok(false),
        Some(State::Published) if changed.reason.trim().is_empty() => {
            Err(Error::invalid("reason", "receptions-reason-missing"))
        }
        Some(State::Published) => Ok(true),
        _ => Err(Error::conflict("receptions-over")),
    }
}

/// Call a day off: a planned one is taken out, an announced one stays and says so, and the deputies are told.
///
/// # Errors
/// As [`change`].
pub async fn call_off(app: &App, actor: &Actor, id: Uuid, changed: Changed<'_>) -> Result<()> {
    actor.must(Permit::ReceptionKeep)?;
    let tx = app.db.begin().await?;
    let (before, _) = kept(&tx, actor, id).await?;
    if may_change(&before, changed)? {
        let after = Reception {
            state: State::Cancelled.word().to_owned(),
            sequence: before.sequence + 1,
            change_reason: changed.reason.trim().to_owned(),
            changed_at: app.clock.now(),
            ..before.clone()
        };
        save(&tx, actor, &after).await?;
        for one in store::on_duty(&tx, actor.congress, &[id]).await? {
            tell_of(&tx, app, actor.congress, (one.person_id, "reception-cancelled"), &after).await?;
        }
        note(&tx, app, actor, "reception.cancelled", id).await?;
    } else {
        store::drop_planned(&tx, actor.congress, id).await?;
        note(&tx, app, actor, "reception.dropped", id).await?;
    }
    tx.commit().await
}

/// Close a station on some days: its roster shows what is in the way there.
///
/// # Errors
/// `NotFound` for a station that is not theirs, `Invalid` with the field.
pub async fn close_days(
    app: &App,
    actor: &Actor,
    station: Uuid,
    ((from_on, to_on), reason): ((NaiveDate, NaiveDate), &str),
) -> Result<Uuid> {
    actor.must(Permit::ReceptionKeep)?;
    if to_on < from_on {
        return Err(Error::invalid("to_on", "receptions-closed-backwards"));
    }
    if reason.trim().is_empty() || reason.trim().chars().count() > REASON {
        return Err(Error::invalid("closed_reason", "receptions-closed-reason-missing"));
    }
    let tx = app.db.begin().await?;
    who::station(&tx, actor, Permit::ReceptionKeep, station).await?;
    let id = app.chance.id(app.clock.now());
    let closure = store::Closure { id, from_on, to_on, reason: reason.trim().to_owned() };
    store::insert_closure(&tx, actor.congress, station, &closure).await?;
    let facts = json!({ "from": from_on, "to": to_on });
    record(&tx, app, (actor, Permit::ReceptionKeep), ("station.closed", "station", station), facts).await?;
    tx.commit().await?;
    Ok(id)
}

/// Take back that a station is closed on some days.
///
/// # Errors
/// `NotFound` when there is no such closure of a station of theirs.
pub async fn open_days(app: &App, actor: &Actor, (station, closure): (Uuid, Uuid)) -> Result<()> {
    actor.must(Permit::ReceptionKeep)?;
    let tx = app.db.begin().await?;
    who::station(&tx, actor, Permit::ReceptionKeep, station).await?;
    if !store::drop_closure(&tx, actor.congress, station, closure).await? {
        return Err(Error::NotFound);
    }
    let by = (actor, Permit::ReceptionKeep);
    record(&tx, app, by, ("station.opened", "station", station), json!({ "closure": closure })).await?;
    tx.commit().await
}

/// The receptions among these that cannot be announced as they are, each with why.
pub(super) fn hindered<'a>(
    around: &Surroundings,
    receptions: &'a [Reception],
    on_duty: &[OnDuty],
) -> Vec<(&'a Reception, Vec<Conflict>)> {
    let mut found = Vec::new();
    for it in receptions {
        let persons = on_duty.iter().filter(|one| one.reception_id == it.id).map(|one| one.person_id);
        let mut here = around.in_the_way(&wanted(it, persons.collect()));
        here.retain(|conflict| conflict.is_refused() || *conflict == Conflict::Nobody);
        if !here.is_empty() {
            found.push((it, here));
        }
    }
    found
}
