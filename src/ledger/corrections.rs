//! A verified act is never edited: what was wrong in it is put right by an act of its own that supersedes it.

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::acts::{check, record, tell_of, timely_until};
use super::{Act, NewAct, counts, store};
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Result, Tx};
use crate::notices::Audience;

/// What a correction puts in the place of a verified act.
#[derive(Debug, Clone)]
pub struct Correction {
    /// The day.
    pub on_day: NaiveDate,
    /// The constituency.
    pub constituency: Option<Uuid>,
    /// Who was on the other side.
    pub parties: Vec<Uuid>,
    /// Nothing of it stands; then the rest stays as it was.
    pub void: bool,
    /// Why.
    pub note: String,
}

/// Correct an act that counts, by one that supersedes it; the old one stays as it was. The new one's id.
///
/// # Errors
/// `Conflict` when the act does not count (any more), `Forbidden` when it is one's own, `Invalid` when the reason is
/// missing; as [`super::enter`] for the rest.
pub async fn correct(app: &App, actor: &Actor, id: Uuid, wanted: &Correction) -> Result<Uuid> {
    let tx = app.db.begin().await?;
    let new = correct_in(&tx, app, actor, id, wanted).await?;
    tx.commit().await?;
    Ok(new)
}

/// Correct within the caller's act.
///
/// # Errors
/// As [`correct`].
pub async fn correct_in(tx: &Tx, app: &App, actor: &Actor, id: Uuid, wanted: &Correction) -> Result<Uuid> {
    actor.must(Permit::ActVerify)?;
    let act = store::find(tx, actor, id).await?;
    if !may_correct(actor, &act) {
        return Err(Error::Forbidden);
    }
    if !act.counts() {
        return Err(Error::conflict("ledger-moved-on"));
    }
    let note = wanted.note.trim();
    if note.is_empty() {
        return Err(Error::invalid("note", "ledger-note-missing"));
    }
    let (new, timely) = replacement(tx, app, &act, (actor.congress, wanted)).await?;
    let author = actor.author(Permit::ActVerify, app.clock.now());
    let new_id = app.chance.id(author.at);
    let change = store::Replacement { id: new_id, void: wanted.void, note, timely };
    store::supersede(tx, &author, (&act, &new), &change).await?;
    counts::add(tx, app, actor.congress, &act, -1).await?;
    if !wanted.void {
        let corrected = store::one(tx, actor.congress, new_id).await?;
        counts::add(tx, app, actor.congress, &corrected, 1).await?;
    }
    let facts =
        json!({ "act": act.kind, "person": act.person_id, "supersedes": act.id, "void": wanted.void });
    record(tx, &author, "act.corrected", new_id, facts).await?;
    let to = (Audience::Person(act.person_id), "act-corrected");
    tell_of(tx, app, (actor.congress, new_id), to, &act).await?;
    Ok(new_id)
}

/// Whether correcting this act is theirs: nobody corrects what is his or her own.
pub fn may_correct(actor: &Actor, act: &Act) -> bool {
    let own = actor.person.is_some() && actor.person == Some(act.person_id);
    actor.may(Permit::ActVerify) && !own
}

/// What takes the place of an act, and whether it was declared in time for its new day.
async fn replacement(
    tx: &Tx,
    app: &App,
    act: &Act,
    (congress, wanted): (Uuid, &Correction),
) -> Result<(NewAct, Option<(NaiveDate, NaiveDate)>)> {
    let kind = act.kind().ok_or_else(|| Error::conflict("ledger-moved-on"))?;
    let blank = NewAct {
        office: act.office_id,
        ..NewAct::new(act.person_id, kind, act.on_day, ("", act.evidence_id))
    };
    if wanted.void {
        let parties = store::parties_of(tx, congress, act.id).await?;
        let others = parties.into_iter().map(|party| party.person_id).filter(|it| *it != act.person_id);
        let parties = others.collect();
        let same = NewAct { constituency: act.constituency_id, parties, ..blank };
        return Ok((same, act.declared_on.zip(act.timely_until)));
    }
    let (constituency, parties) = (wanted.constituency, wanted.parties.clone());
    let new = NewAct { on_day: wanted.on_day, constituency, parties, ..blank };
    check(tx, app, congress, &new).await?;
    let timely = match act.declared_on {
        Some(on) => Some((on, timely_until(tx, app, congress, new.on_day).await?)),
        None => None,
    };
    Ok((new, timely))
}
