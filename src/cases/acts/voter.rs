use super::Move;
use super::advance::carry_out;
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Result, Tx};
use crate::cases::flow::{Reader, StepKind};
use crate::cases::{Case, store};

/// Whoever holds the receipt looks at the case; when there is an outcome, having seen it is recorded, once.
pub async fn see(app: &App, actor: &Actor, receipt: &str) -> Result<Case> {
    actor.must(Permit::OpinionFollow)?;
    let case = store::by_receipt(&app.db, actor.congress, receipt).await?;
    if !case.unopened() {
        return Ok(case);
    }
    let seen = Move { reader: Reader::Voter, ..Move::new(StepKind::Receive) };
    by_receipt(app, actor, receipt, seen).await.or(Ok(case))
}

/// The voter evaluates attitude and result.
pub async fn rate(app: &App, actor: &Actor, receipt: &str, wanted: Move) -> Result<Case> {
    actor.must(Permit::OpinionFollow)?;
    see(app, actor, receipt).await?;
    let wanted = Move { kind: StepKind::Evaluate, reader: Reader::Voter, version: None, ..wanted };
    by_receipt(app, actor, receipt, wanted).await
}

/// The voter withdraws; others who joined are not touched.
pub async fn withdraw(app: &App, actor: &Actor, receipt: &str, reason: &str) -> Result<Case> {
    actor.must(Permit::OpinionFollow)?;
    let wanted = Move { all_agree: true, ..Move::saying(StepKind::Withdraw, reason) };
    by_receipt(app, actor, receipt, wanted).await
}

async fn by_receipt(app: &App, actor: &Actor, receipt: &str, wanted: Move) -> Result<Case> {
    let tx = app.db.begin().await?;
    let case = take_by_receipt(&tx, app, actor, receipt, &wanted).await?;
    tx.commit().await?;
    Ok(case)
}

async fn take_by_receipt(tx: &Tx, app: &App, actor: &Actor, receipt: &str, wanted: &Move) -> Result<Case> {
    let case = store::by_receipt(tx, actor.congress, receipt).await?;
    if !case.standing.has_voter {
        return Err(Error::Forbidden);
    }
    let parties = store::parties(tx, actor.congress, case.id).await?;
    carry_out(tx, app, &Actor::anybody(actor.congress), case, &parties, wanted).await
}

/// "I have this too" of a published opinion: counted once a browser, nothing else is asked.
pub async fn support(app: &App, actor: &Actor, number: &str, browser: &str) -> Result<bool> {
    actor.must(Permit::OpinionSupport)?;
    let tx = app.db.begin().await?;
    let case = store::published_one(&tx, actor.congress, number).await?;
    let new = store::support(&tx, actor.congress, case.id, browser, app.clock.now()).await?;
    tx.commit().await?;
    Ok(new)
}
