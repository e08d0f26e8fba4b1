//! Paper: slips that voters ticked by hand. Two persons count them apart from each other; every slip has to be accounted
//! for before the box is opened.

use serde_json::json;
use uuid::Uuid;

use super::{kept, note};
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Mistake, Result, form::Say};
use crate::reviews::flow::Paper as Standing;
use crate::reviews::{Counted, State, store};

/// Paper ballots and slips as one person counted them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Paper ballots.
    pub ballots: i64,
    /// Slips that were spoiled.
    pub spoiled: i64,
    /// Slips left over or not brought back.
    pub unreturned: i64,
    /// Votes by question and option.
    pub counts: Vec<Vec<u64>>,
}

/// How far the paper is: two counts that agree, and slips that balance.
pub fn standing(issued: i64, cast: i64, counted: &[Counted]) -> Standing {
    match counted {
        [one, others @ ..] if !others.is_empty() => {
            if others.iter().any(|other| !one.agrees(other)) {
                return Standing::Differs;
            }
            match issued - cast - one.ballots - one.spoiled - one.unreturned {
                0 => Standing::Balanced,
                by => Standing::Unbalanced(by),
            }
        }
        few => Standing::Waits(few.len()),
    }
}

/// The first thing that two persons counted differently, with both numbers.
pub fn difference(counted: &[Counted]) -> Option<Say> {
    let [one, others @ ..] = counted else { return None };
    let other = others.iter().find(|other| !one.agrees(other))?;
    let say = |key: &str, (first, second): (u64, u64)| {
        let names = Say::new(key).with("one", one.name.as_str()).with("other", other.name.as_str());
        (first != second).then(|| names.with("first", first).with("second", second))
    };
    let votes = || {
        let (first, second) = (one.votes(), other.votes());
        let pairs = first.iter().zip(&second).enumerate();
        let mut all = pairs.flat_map(|(question, (first, second))| {
            let row = first.iter().zip(second).enumerate();
            row.map(move |(option, (first, second))| (question, option, (*first, *second)))
                .collect::<Vec<_>>()
        });
        all.find_map(|(question, option, numbers)| {
            let say = say("reviews-differs-votes", numbers)?;
            Some(say.with("question", question + 1).with("option", option + 1))
        })
    };
    let number = |n: i64| n.unsigned_abs();
    say("reviews-differs-ballots", (number(one.ballots), number(other.ballots)))
        .or_else(|| say("reviews-differs-spoiled", (number(one.spoiled), number(other.spoiled))))
        .or_else(|| say("reviews-differs-unreturned", (number(one.unreturned), number(other.unreturned))))
        .or_else(votes)
}

/// The name of the field of a question's option.
pub fn field(question: usize, option: usize) -> String {
    format!("p{}-{}", question + 1, option + 1)
}

/// What is wrong: more votes in a question than paper ballots.
fn wrong(paper: &Paper) -> Vec<Mistake> {
    let ballots = u64::try_from(paper.ballots).unwrap_or_default();
    let too_many = |(_, votes): &(usize, &Vec<u64>)| votes.iter().sum::<u64>() > ballots;
    let counts = paper.counts.iter().enumerate().filter(too_many);
    counts.map(|(nth, _)| Mistake::new(&field(nth, 0), "reviews-paper-too-many")).collect()
}

/// Enter what one counted; entered again it replaces what the same person counted before. Until somebody has the box
/// opened.
///
/// # Errors
/// `Conflict` when the round is not closed, or two others have counted already; `Invalid` with the field.
pub async fn count(app: &App, actor: &Actor, id: Uuid, paper: &Paper) -> Result<()> {
    actor.must(Permit::ReviewKeep)?;
    let (congress, account) = (actor.congress, actor.account.ok_or(Error::Forbidden)?);
    let found = wrong(paper);
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    let tx = app.db.begin().await?;
    kept(&tx, actor, id).await?;
    if !store::hold(&tx, (congress, id), State::Closed.word()).await? {
        return Err(Error::conflict("reviews-paper-not-now"));
    }
    let before = store::counted(&tx, congress, id).await?;
    if before.len() >= 2 && before.iter().all(|one| one.account_id != account) {
        return Err(Error::conflict("reviews-paper-third"));
    }
    let counts = serde_json::to_string(&paper.counts).map_err(anyhow::Error::from)?;
    store::put_counted(&tx, (congress, id, account), (paper, &counts), app.clock.now()).await?;
    // What was proposed was proposed of other numbers.
    store::delete_steps(&tx, (congress, id)).await?;
    // How many, never for what: one paper ballot alone would tell a vote.
    let facts = json!({ "ballots": paper.ballots, "spoiled": paper.spoiled, "unreturned": paper.unreturned });
    note(&tx, app, (actor, Permit::ReviewKeep), ("review.paper", id), facts).await?;
    tx.commit().await
}

/// Take back what one counted, until somebody has the box opened: as if it had not been entered.
///
/// # Errors
/// `Conflict` when there is nothing to take back, or it is too late for it.
pub async fn take_back(app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    actor.must(Permit::ReviewKeep)?;
    let (congress, account) = (actor.congress, actor.account.ok_or(Error::Forbidden)?);
    let tx = app.db.begin().await?;
    kept(&tx, actor, id).await?;
    if !store::hold(&tx, (congress, id), State::Closed.word()).await? {
        return Err(Error::conflict("reviews-paper-not-now"));
    }
    if !store::delete_counted(&tx, (congress, id, account)).await? {
        return Err(Error::conflict("reviews-paper-none"));
    }
    // What was proposed was proposed of these numbers.
    store::delete_steps(&tx, (congress, id)).await?;
    note(&tx, app, (actor, Permit::ReviewKeep), ("review.paper-taken-back", id), json!({})).await?;
    tx.commit().await
}
