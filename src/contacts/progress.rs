//! How a member stands with each deputy assigned to him or her: how often this year, of how often, and when last.

use std::collections::BTreeSet;

use charter::{ActKind, Scope};
use chrono::NaiveDate;
use uuid::Uuid;

use super::store::{self, Met};
use crate::base::{App, Result};
use crate::ledger::counts;
use crate::people::Seat;
use crate::people::store::{Sitting, sitting};

/// One deputy whom a member contacts.
#[derive(Debug, Clone)]
pub struct Progress {
    /// The deputy.
    pub deputy: Sitting,
    /// Contacts that count in the duty's period.
    pub done: u32,
    /// How many the charter asks for.
    pub owed: u32,
    /// How many are missing.
    pub missing: u32,
    /// Contacts declared and not yet verified.
    pub waiting: u32,
    /// The last contact.
    pub last_on: Option<NaiveDate>,
}

/// The deputies assigned to a member today, in the order of names.
///
/// # Errors
/// When the database does not answer.
pub async fn progress(app: &App, congress: Uuid, member: Uuid) -> Result<Vec<Progress>> {
    let today = app.clock.today();
    let kept = counts::kept(&app.db, app, congress, Some(member)).await?;
    let pairs = kept.pairs.iter().filter(|pair| pair.member == member && pair.held.on(today));
    let assigned: BTreeSet<Uuid> = pairs.map(|pair| pair.deputy).collect();
    if assigned.is_empty() {
        return Ok(Vec::new());
    }
    let duties = kept.charters.in_force(today).map(|charter| charter.duties.as_slice()).unwrap_or_default();
    let duty =
        duties.iter().find(|duty| duty.act == ActKind::Contact && duty.scope == Scope::EachAssignedDeputy);
    let mut standings = Vec::new();
    let mut since = today;
    if let Some(duty) = duty {
        let period = counts::period_of(&kept, duty.per, today)?;
        since = period.from();
        let running = counts::running(&app.db, congress, &period, Some(member)).await?;
        standings = kept.books().standings(duty.per, today, &running, today);
        standings.retain(|it| it.person == member && it.duty == duty.code);
    }
    let met = store::met(&app.db, congress, member, since).await?;
    let deputies = sitting(&app.db, congress, Seat::Deputy.word(), today).await?;
    let of = |deputy: Sitting| {
        let standing = standings.iter().find(|it| it.target == Some(deputy.id));
        let met: Option<&Met> = met.iter().find(|it| it.deputy_id == deputy.id);
        Progress {
            done: standing.map_or(0, |it| it.done),
            owed: standing.map_or(0, |it| it.owed),
            missing: standing.map_or(0, |it| it.missing()),
            waiting: met.map_or(0, |it| u32::try_from(it.waiting).unwrap_or_default()),
            last_on: met.map(|it| it.last_on),
            deputy,
        }
    };
    Ok(deputies.into_iter().filter(|deputy| assigned.contains(&deputy.id)).map(of).collect())
}
