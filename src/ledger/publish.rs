//! Where the charter lets a person apply and the commission audit, what was audited is published each quarter: who
//! did what when, without what was said.

use charter::{ActKind, Charters, RegistrationWay};
use chrono::{Datelike, Months, NaiveDate};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::store::{self, Line};
use crate::access::{Actor, Permit};
use crate::base::{App, Conn, Error, Result, start_of};
use crate::bodies;
use crate::journal::{self, Happening};

/// The first and last day of the quarter that a day lies in.
pub fn quarter_of(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = NaiveDate::from_ymd_opt(day.year(), (day.month0() / 3) * 3 + 1, 1).unwrap_or(day);
    let last = first.checked_add_months(Months::new(3)).and_then(|next| next.pred_opt()).unwrap_or(day);
    (first, last)
}

/// Whether the charter in force at the end of a quarter lets any act be applied for and audited.
pub fn is_asked(charters: &Charters, quarter: (NaiveDate, NaiveDate)) -> bool {
    let asks = |charter: &charter::Charter| {
        ActKind::ALL.iter().any(|kind| charter.registration.way_of(*kind) == RegistrationWay::ApplyAndAudit)
    };
    charters.in_force(quarter.1).is_some_and(asks)
}

/// What was applied for and audited in a quarter, on whichever day it was done: so each is published once.
///
/// # Errors
/// When the database does not answer.
pub async fn audited(
    at: &impl Conn,
    congress: Uuid,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<Line>> {
    let before = start_of(last.succ_opt().unwrap_or(last));
    store::audited(at, congress, (start_of(first), before)).await
}

/// The fingerprint of a list, by which anybody can tell later that it is the same.
pub fn digest(lines: &[Line]) -> String {
    let line = |Line { act, .. }: &Line| {
        format!("{} {} {} {} {}", act.id, act.person_id, act.kind, act.on_day, act.void)
    };
    hex::encode(Sha256::digest(lines.iter().map(line).collect::<Vec<_>>().join("\n")))
}

/// Publish a quarter that is over, once; how many acts.
///
/// # Errors
/// `Invalid` when the quarter is not over, `Conflict` when the charter asks for nothing or it was published already.
pub async fn publish(app: &App, actor: &Actor, day: NaiveDate) -> Result<usize> {
    actor.must(Permit::ActPublish)?;
    let quarter = quarter_of(day);
    if quarter.1 >= app.clock.today() {
        return Err(Error::invalid("quarter", "ledger-quarter-not-over"));
    }
    let code = bodies::store::charter_code(&app.db, actor.congress).await?;
    if !is_asked(app.charters(&code)?, quarter) {
        return Err(Error::conflict("ledger-quarter-not-asked"));
    }
    let tx = app.db.begin().await?;
    let acts = audited(&tx, actor.congress, quarter).await?;
    let digest = digest(&acts);
    let author = actor.author(Permit::ActPublish, app.clock.now());
    if !store::insert_quarter(&tx, &author, quarter.0, (acts.len(), &digest)).await? {
        return Err(Error::conflict("ledger-quarter-published"));
    }
    let facts = json!({ "quarter": quarter.0, "acts": acts.len(), "digest": digest });
    let happening = Happening {
        kind: "acts.published".to_owned(),
        subject: "congress",
        subject_id: actor.congress,
        facts,
    };
    journal::append(&tx, &author, happening).await?;
    tx.commit().await?;
    Ok(acts.len())
}
