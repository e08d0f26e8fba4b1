use uuid::Uuid;

use super::Move;
use super::advance::carry_out;
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Result};
use crate::cases::flow::{DueKind, StepKind};
use crate::cases::{hears, store};

/// Cases looked at in one go.
const AT_ONCE: i64 = 500;

/// Let time have its consequences: owners are warned before a due day, once; of what is overdue an evaluation that was not given lapses, anything else is taken higher
/// and gets a new day by which that must have worked. How many cases were touched.
pub async fn let_time_pass(app: &App, congress: Uuid) -> Result<usize> {
    let clockwork = Actor::clockwork(congress);
    clockwork.must(Permit::CaseLapse)?;
    let overdue = store::overdue(&app.db, congress, app.clock.today(), AT_ONCE).await?;
    let mut touched = 0;
    for id in store::to_warn(&app.db, congress, app.clock.today(), AT_ONCE).await? {
        warn(app, &clockwork, id).await?;
    }
    for id in overdue {
        touched += usize::from(pass(app, &clockwork, id).await?);
    }
    Ok(touched)
}

/// A warning changes nothing about the case: it is told, and noted so that it is told once.
async fn warn(app: &App, clockwork: &Actor, id: Uuid) -> Result<()> {
    let tx = app.db.begin().await?;
    let case = store::find(&tx, clockwork, id).await?;
    hears::before_due(&tx, app, clockwork.congress, &case).await?;
    store::warned(&tx, clockwork.congress, id).await?;
    tx.commit().await
}

async fn pass(app: &App, clockwork: &Actor, id: Uuid) -> Result<bool> {
    let tx = app.db.begin().await?;
    let case = store::find(&tx, clockwork, id).await?;
    let Some(due) = case.standing.due() else { return Ok(false) };
    if due.deadline.next() >= app.clock.today() {
        return Ok(false);
    }
    let parties = store::parties(&tx, clockwork.congress, id).await?;
    let lapses = due.what == DueKind::Evaluate;
    let kind = if lapses { StepKind::LapseEvaluation } else { StepKind::Escalate };
    let taken = carry_out(&tx, app, clockwork, case, &parties, &Move::new(kind)).await;
    match taken {
        Ok(_) => {
            tx.commit().await?;
            Ok(true)
        }
        // What the rules do not let lapse stays overdue and visible; the next look tries again.
        Err(Error::Conflict(why)) => {
            tracing::warn!(case = %id, why, "an overdue case could not be taken higher");
            Ok(false)
        }
        Err(other) => Err(other),
    }
}
