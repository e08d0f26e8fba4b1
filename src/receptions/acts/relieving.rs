//! Taking people off duty who are deputies no more.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::{note, save, tell_of};
use crate::access::{Actor, Permit, Role};
use crate::base::{App, Result, Tx, text::Lang};
use crate::notices::{Audience, Fact, Facts, Notice, tell};
use crate::receptions::State;
use crate::receptions::store::{self, Reception};

/// Nobody plans receptions further ahead.
const FURTHEST: Days = Days::new(2 * 366);

/// Receptions that are asked about with one statement.
const AT_ONCE: usize = 500;

/// Relieve people of their duty at every reception from a day on, within the caller's transaction: each is told, and so is
/// whoever keeps a station that lacks somebody now. How many duties ended.
///
/// # Errors
/// `Conflict` when a reception was changed meanwhile.
pub async fn relieve(
    tx: &Tx,
    app: &App,
    actor: &Actor,
    people: &BTreeSet<Uuid>,
    from: NaiveDate,
) -> Result<usize> {
    actor.must(Permit::ReceptionKeep)?;
    let congress = actor.congress;
    let mut relieved = 0;
    let mut stations: BTreeMap<Uuid, (String, i64)> = BTreeMap::new();
    let mut ahead = store::list(tx, actor, None, (from, from + FURTHEST)).await?;
    ahead.retain(|it| matches!(it.state(), Some(State::Planned | State::Published)));
    let mut duties: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    for some in ahead.chunks(AT_ONCE) {
        let ids: Vec<Uuid> = some.iter().map(|it| it.id).collect();
        for one in store::on_duty(tx, congress, &ids).await? {
            if people.contains(&one.person_id) {
                duties.entry(one.reception_id).or_default().push(one.person_id);
            }
        }
    }
    for it in ahead {
        let Some(gone) = duties.remove(&it.id) else { continue };
        relieved += gone.len();
        let station = stations.entry(it.station_id).or_insert_with(|| (it.station.clone(), 0));
        station.1 += 1;
        take_off((tx, app), actor, &it, &gone).await?;
    }
    for (station, (name, days)) in stations {
        let facts =
            Facts::from([("station".to_owned(), Fact::Text(name)), ("n".to_owned(), Fact::Number(days))]);
        let to = Audience::Office(Role::StationKeeper, station);
        let (kind, subject) = ("receptions-without", "receptions");
        tell(tx, app, &Notice { congress, to, kind, subject, subject_id: station, facts }).await?;
    }
    Ok(relieved)
}

async fn take_off((tx, app): (&Tx, &App), actor: &Actor, it: &Reception, gone: &[Uuid]) -> Result<()> {
    let announced = it.state() == Some(State::Published);
    for person in gone {
        store::drop_duty(tx, actor.congress, it.id, *person).await?;
        if announced {
            tell_of(tx, app, actor.congress, (*person, "reception-relieved"), it).await?;
        }
    }
    let mut after = Reception { changed_at: app.clock.now(), ..it.clone() };
    if announced {
        after.sequence += 1;
        after.change_reason = Lang::ZhCn.t("receptions-left-reason");
    }
    save(tx, actor, &after).await?;
    note(tx, app, actor, "reception.relieved", it.id).await
}
