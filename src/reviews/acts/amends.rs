//! What is put right after most voters were not satisfied: the deputy says what was done, the commission confirms it.

use serde_json::json;
use uuid::Uuid;

use super::{facts_of, note, notice};
use crate::access::{Actor, Permit, Role};
use crate::base::{App, Error, Result, form::Say};
use crate::notices::{Audience, Fact};
use crate::reviews::store;

/// Characters of the longest report.
pub const REPORT: usize = 1_000;

/// The deputy says what was put right; said again it replaces what was said before, until it is confirmed.
///
/// # Errors
/// `NotFound` when the deputy has nothing to put right in this round, `Conflict` when it was confirmed.
pub async fn report(app: &App, actor: &Actor, id: Uuid, text: &str) -> Result<()> {
    actor.must(Permit::ReviewAnswer)?;
    let person = actor.person.ok_or(Error::Forbidden)?;
    let (congress, text) = (actor.congress, text.trim());
    let long = text.chars().count();
    if long == 0 {
        return Err(Error::invalid("report", "reviews-report-missing"));
    }
    if long > REPORT {
        let say = Say::new("error-too-long").with("max", REPORT).with("over", long - REPORT);
        return Err(Error::Invalid(vec![crate::base::Mistake { field: "report".to_owned(), say }]));
    }
    let tx = app.db.begin().await?;
    let review = store::find(&tx, actor, id).await?;
    let all = store::amends(&tx, congress, id).await?;
    if !all.iter().any(|one| one.person_id == person) {
        return Err(Error::NotFound);
    }
    if !store::report_amends(&tx, (congress, id, person), (text, app.clock.today())).await? {
        return Err(Error::conflict("reviews-amends-confirmed"));
    }
    let facts = json!({ "person": person });
    note(&tx, app, (actor, Permit::ReviewAnswer), ("review.amended", id), facts).await?;
    let to = Audience::Role(Role::Commission);
    notice(&tx, app, congress, (to, "review-amended", id), facts_of(&review, [])).await?;
    tx.commit().await
}

/// The commission confirms that it was put right.
///
/// # Errors
/// `Conflict` when nothing was said yet, or it is confirmed already.
pub async fn confirm(app: &App, actor: &Actor, id: Uuid, person: Uuid) -> Result<()> {
    actor.must(Permit::ReviewSettle)?;
    let (congress, today) = (actor.congress, app.clock.today());
    let tx = app.db.begin().await?;
    let review = store::find(&tx, actor, id).await?;
    if !store::confirm_amends(&tx, (congress, id, person), today).await? {
        return Err(Error::conflict("reviews-amends-not-said"));
    }
    let facts = json!({ "person": person });
    note(&tx, app, (actor, Permit::ReviewSettle), ("review.settled", id), facts).await?;
    let said = facts_of(&review, [("day", Fact::Day(today))]);
    notice(&tx, app, congress, (Audience::Person(person), "review-settled", id), said).await?;
    tx.commit().await
}
