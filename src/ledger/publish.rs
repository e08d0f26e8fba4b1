//! Where the charter lets a person apply and the commission audit, what was audited is published each quarter: who
//! did what when, without what was said.

use charter::RegistrationWay;
use chrono::{Datelike, Months, NaiveDate};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Act, store};
use crate::access::{Actor, Permit};
use crate::base::{App, Conn, Error, Result};
use crate::journal::{self, Happening};

/// The first and last day of the quarter that a day lies in.
pub fn quarter_of(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = NaiveDate::from_ymd_opt(day.year(), (day.month0() / 3) * 3 + 1, 1).unwrap_or(day);
    let last = first.checked_add_months(Months::new(3)).and_then(|next| next.pred_opt()).unwrap_or(day);
    (first, last)
}

/// The acts of a quarter that were applied for and audited.
pub async fn audited(at: &impl Conn, congress: Uuid, quarter: (NaiveDate, NaiveDate)) -> Result<Vec<Act>> {
    let acts = store::in_force_between(at, congress, quarter).await?;
    Ok(acts.into_iter().filter(|act| act.way == RegistrationWay::ApplyAndAudit.word()).collect())
}

/// Publish a quarter that is over, once; how many acts.
///
/// # Errors
/// `Invalid` when the quarter is not over, `Conflict` when it was published already.
pub async fn publish(app: &App, actor: &Actor, day: NaiveDate) -> Result<usize> {
    actor.must(Permit::ActPublish)?;
    let quarter = quarter_of(day);
    if quarter.1 >= app.clock.today() {
        return Err(Error::invalid("quarter", "ledger-quarter-not-over"));
    }
    let tx = app.db.begin().await?;
    let acts = audited(&tx, actor.congress, quarter).await?;
    let lines: Vec<String> =
        acts.iter().map(|act| format!("{} {} {} {}", act.id, act.person_id, act.kind, act.on_day)).collect();
    let digest = hex::encode(Sha256::digest(lines.join("\n")));
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
