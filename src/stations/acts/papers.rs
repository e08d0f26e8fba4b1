use uuid::Uuid;

use super::note;
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Mistake, Result, form::Say};
use crate::receptions::who;
use crate::stations::store;

/// Paper forms that are numbered at once.
const MOST: i64 = 100;
/// Characters of the longest place.
const PLACE: usize = 100;

/// Give so many paper forms their numbers, to be printed; the first and the last.
///
/// # Errors
/// `NotFound` for a station that is not theirs, `Invalid` for what is no such number.
pub async fn number_papers(app: &App, actor: &Actor, station: Uuid, many: i64) -> Result<(i64, i64)> {
    actor.must(Permit::StationKeep)?;
    if !(1..=MOST).contains(&many) {
        let say = Say::new("error-whole").with("least", 1).with("most", MOST);
        return Err(Error::Invalid(vec![Mistake { field: "many".into(), say }]));
    }
    let tx = app.db.begin().await?;
    who::station(&tx, actor, Permit::StationKeep, station).await?;
    let last = store::take_papers(&tx, actor.congress, station, many).await?;
    note(&tx, app, (actor, Permit::StationKeep), ("station.papers-numbered", station)).await?;
    tx.commit().await?;
    Ok((last - many + 1, last))
}

/// Hang a poster somewhere: it gets a number by which a torn one is reported.
///
/// # Errors
/// `NotFound` for a station that is not theirs, `Invalid` when it is not said where.
pub async fn hang_poster(app: &App, actor: &Actor, station: Uuid, place: &str) -> Result<i64> {
    actor.must(Permit::StationKeep)?;
    let place = place.trim();
    if place.is_empty() || place.chars().count() > PLACE {
        return Err(Error::invalid("place", "stations-poster-place-missing"));
    }
    let tx = app.db.begin().await?;
    who::station(&tx, actor, Permit::StationKeep, station).await?;
    let number = store::insert_poster(&tx, actor.congress, station, (place, app.clock.today())).await?;
    note(&tx, app, (actor, Permit::StationKeep), ("station.poster-hung", station)).await?;
    tx.commit().await?;
    Ok(number)
}

/// Note that a poster is torn, or that it hangs again.
///
/// # Errors
/// `NotFound` when a station of theirs has no such poster.
pub async fn tear_poster(app: &App, actor: &Actor, (station, number): (Uuid, i64), torn: bool) -> Result<()> {
    actor.must(Permit::StationKeep)?;
    let tx = app.db.begin().await?;
    who::station(&tx, actor, Permit::StationKeep, station).await?;
    let torn_on = torn.then(|| app.clock.today());
    if !store::tear_poster(&tx, actor.congress, (station, number), torn_on).await? {
        return Err(Error::NotFound);
    }
    note(&tx, app, (actor, Permit::StationKeep), ("station.poster-torn", station)).await?;
    tx.commit().await
}
