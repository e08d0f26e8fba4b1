use uuid::Uuid;

use super::{kept, note, save, wanted};
use crate::access::Actor;
use crate::access::Permit;
use crate::base::{App, Error, Mistake, Result, form::Say};
use crate::cases::acts::{NewCase, Raised, enter};
use crate::cases::store::of_form;
use crate::receptions::acts::Surroundings;
use crate::receptions::conflicts::Conflict;
use crate::receptions::store::{self, OnDuty, Reception};
use crate::receptions::{MOST_VISITORS, State};

/// Whether the desk is open: it was announced, and its day has come.
fn at_the_desk(app: &App, it: &Reception) -> Result<()> {
    let announced = matches!(it.state(), Some(State::Published | State::Closed));
    if announced && it.on_day <= app.clock.today() {
        Ok(())
    } else {
        Err(Error::conflict("receptions-desk-not-open"))
    }
}

/// Whether its record is not made yet.
pub(super) fn is_open(app: &App, it: &Reception) -> Result<()> {
    at_the_desk(app, it)?;
    if it.state() == Some(State::Published) {
        Ok(())
    } else {
        Err(Error::conflict("receptions-closed-already"))
    }
}

/// Enter an opinion at the desk: the same number, deadlines and tracking as any other; its form's own id makes it one,
/// however often it is sent. Also what is sent after the desk
/// was closed is taken, for it was said on that day: a form from a tablet without network is never lost.
///
/// # Errors
/// `NotFound` for a reception that is not theirs, `Conflict` before its day, `Invalid` with the field; a paper form's
/// number that was entered before is one of those.
pub async fn enter_opinion(app: &App, actor: &Actor, id: Uuid, new: &NewCase) -> Result<Raised> {
    actor.must(Permit::ReceptionKeep)?;
    let (reception, station) = kept(&app.db, actor, id).await?;
    at_the_desk(app, &reception)?;
    let known = of_form(&app.db, actor.congress, new.form).await?;
    if known.is_none() {
        let on_duty = store::on_duty(&app.db, actor.congress, &[id]).await?;
        if new.deputy.is_some_and(|person| !on_duty.iter().any(|one| one.person_id == person)) {
            return Err(Error::invalid("deputy", "receptions-not-on-duty"));
        }
    }
    let new = NewCase {
        station: Some(station.id),
        reception: Some(id),
        heard_on: Some(reception.on_day),
        ..new.clone()
    };
    enter(app, actor, &new).await
}

/// Say of somebody on duty that he or she came, or did not. Set outright: sent twice, it is the same. Of a stand-in,
/// "nothing said" takes the stand-in out again.
///
/// # Errors
/// `NotFound` for a reception that is not theirs or somebody not on duty, `Conflict` when it is closed.
pub async fn mark_presence(
    app: &App,
    actor: &Actor,
    id: Uuid,
    (person, presence): (Uuid, &str),
) -> Result<()> {
    actor.must(Permit::ReceptionKeep)?;
    if !["", "came", "absent"].contains(&presence) {
        return Err(Error::invalid("presence", "error-choice"));
    }
    let tx = app.db.begin().await?;
    let (reception, _) = kept(&tx, actor, id).await?;
    is_open(app, &reception)?;
    let on_duty = store::on_duty(&tx, actor.congress, &[id]).await?;
    let one = on_duty.into_iter().find(|one| one.person_id == person).ok_or(Error::NotFound)?;
    if one.presence == presence {
        return Ok(());
    }
    if presence.is_empty() && one.stands_in_for.is_some() {
        store::drop_duty(&tx, actor.congress, id, person).await?;
    } else {
        store::set_duty(&tx, actor.congress, &OnDuty { presence: presence.to_owned(), ..one }).await?;
    }
    note(&tx, app, actor, "reception.presence", id).await?;
    tx.commit().await
}

/// Somebody came in another's place: the one is noted as absent, the other as present.
///
/// # Errors
/// `NotFound` when it is not theirs or nobody is on duty for whom to stand in; `Conflict` when it is closed; `Invalid` for
/// whoever holds no seat or is on duty elsewhere.
pub async fn stand_in(app: &App, actor: &Actor, id: Uuid, (absent, person): (Uuid, Uuid)) -> Result<()> {
    actor.must(Permit::ReceptionKeep)?;
    let tx = app.db.begin().await?;
    let (reception, _) = kept(&tx, actor, id).await?;
    is_open(app, &reception)?;
    let congress = actor.congress;
    let on_duty = store::on_duty(&tx, congress, &[id]).await?;
    let one = on_duty.iter().find(|one| one.person_id == absent).cloned().ok_or(Error::NotFound)?;
    if on_duty.iter().any(|other| other.person_id == person) {
        // The same form sent again.
        let same = on_duty.iter().any(|it| it.person_id == person && it.stands_in_for == Some(absent));
        return if same { Ok(()) } else { Err(Error::invalid("person", "receptions-on-duty-already")) };
    }
    let day = (reception.on_day, reception.on_day);
    let around = Surroundings::of(&tx, congress, reception.station_id, day).await?;
    let found = around.in_the_way(&wanted(&reception, vec![person]));
    let stops =
        |it: &&Conflict| matches!(it, Conflict::NoSeat(_) | Conflict::Suspended(_) | Conflict::Elsewhere(..));
    if let Some(conflict) = found.iter().find(stops) {
        let (key, args) = conflict.words();
        let say = args.into_iter().fold(Say::new(key), |say, (name, value)| say.with(name, value));
        return Err(Error::Invalid(vec![Mistake { field: "person".into(), say }]));
    }
    store::set_duty(&tx, congress, &OnDuty { presence: "absent".to_owned(), ..one.clone() }).await?;
    let (reasons, presence) = (String::new(), "came".to_owned());
    let stand_in = OnDuty { person_id: person, stands_in_for: Some(absent), reasons, presence, ..one };
    store::set_duty(&tx, congress, &stand_in).await?;
    note(&tx, app, actor, "reception.stood-in", id).await?;
    tx.commit().await
}

/// Say how many came and had no opinion to hand in; the others are counted by their opinions. Set outright.
///
/// # Errors
/// `NotFound` for a reception that is not theirs, `Conflict` when it is closed, `Invalid` for what is no such number.
pub async fn set_visitors(app: &App, actor: &Actor, id: Uuid, visitors: i64) -> Result<()> {
    actor.must(Permit::ReceptionKeep)?;
    if !(0..=MOST_VISITORS).contains(&visitors) {
        let say = Say::new("error-whole").with("least", 0).with("most", MOST_VISITORS);
        return Err(Error::Invalid(vec![Mistake { field: "visitors".into(), say }]));
    }
    let tx = app.db.begin().await?;
    let (reception, _) = kept(&tx, actor, id).await?;
    is_open(app, &reception)?;
    if reception.visitors == visitors {
        return Ok(());
    }
    save(&tx, actor, &Reception { visitors, ..reception }).await?;
    note(&tx, app, actor, "reception.visitors", id).await?;
    tx.commit().await
}
