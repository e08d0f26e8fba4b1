//! The box: sealed when it is closed, opened by two of three trustees, each in a visit of the own. What one trustee leaves
//! opens nothing; with the second part the sum is opened, never a ballot.

use std::{future::Future, pin::Pin};

use ballot::{
    BallotBox, Counts, Flaw, Issued, Paper, PartialOpening, Round, SealedBallot, SealedWords, Slips,
    TrusteeKey, Typing, WordsOpening,
};
use chrono::Days;
use rand::{SeedableRng, rngs::StdRng, seq::SliceRandom};
use serde_json::json;
use uuid::Uuid;

use super::{facts_of, note, notice};
use crate::access::{Actor, Permit};
use crate::archive::{
    self, Part,
    acts::{NewEntry, Says},
};
use crate::base::{App, Error, Mistake, Result, Tx, form::Say, redact::quotable};
use crate::jobs::{self, Job};
use crate::journal::Author;
use crate::notices::{Audience, Fact};
use crate::reviews::results::{Outcome, results};
use crate::reviews::{Review, State, TRUSTEES, store};

/// The job that seals a closed box, should the program have stopped before.
pub const SEAL: &str = "reviews.seal";

/// The work of that job.
pub fn work(app: App, job: Job) -> Pin<Box<dyn Future<Output = jobs::Outcome> + Send>> {
    Box::pin(async move {
        let payload: serde_json::Value = serde_json::from_str(&job.payload).unwrap_or_default();
        let review = payload["review"].as_str().and_then(|id| id.parse().ok());
        match review {
            Some(review) => jobs::outcome(seal(&app, job.congress_id, review).await),
            None => jobs::Outcome::Done,
        }
    })
}

/// A box of many ballots takes seconds: beside the work of others.
async fn beside<T: Send + 'static>(work: impl FnOnce() -> anyhow::Result<T> + Send + 'static) -> Result<T> {
    Ok(tokio::task::spawn_blocking(work).await.map_err(anyhow::Error::from)??)
}

fn read<T: serde::de::DeserializeOwned>(docs: &[String]) -> anyhow::Result<Vec<T>> {
    docs.iter().map(|doc| Ok(serde_json::from_str(doc)?)).collect()
}

/// Seal the box of a closed round: every ballot's proofs are checked, the digest goes into the journal. Once.
///
/// # Errors
/// When a ballot does not hold, which only somebody who wrote into the database can have brought about.
pub async fn seal(app: &App, congress: Uuid, id: Uuid) -> Result<()> {
    let review = store::one(&app.db, congress, id).await?;
    if review.state() != State::Closed || !review.sealed.is_empty() {
        return Ok(());
    }
    let ballots = store::ballots(&app.db, congress, id).await?;
    let words = store::words(&app.db, congress, id).await?;
    let round = review.round()?;
    let by_slip = store::count_by_slip(&app.db, congress, id).await?;
    let number = |n: i64| u64::try_from(n).unwrap_or_default();
    let by_token = (ballots.len() as u64).saturating_sub(number(by_slip));
    let issued = Issued { slips: number(review.issued), tokens: number(review.signed), by_token };
    let closed = beside(move || {
        let ballots: Vec<SealedBallot> = ballots
            .iter()
            .map(|sealed| Ok(SealedBallot::from_bytes(round.form(), &hex::decode(sealed)?)?))
            .collect::<anyhow::Result<_>>()?;
        Ok(round.close(issued, ballots, &read::<SealedWords>(&words)?)?)
    })
    .await?;
    let sealed = closed.sealed.to_string();
    let tx = app.db.begin().await?;
    if store::seal_box(&tx, (congress, id), (&closed.to_json(), &sealed)).await? {
        let facts = json!({ "ballots": closed.cast(), "sealed": sealed });
        let clockwork = Actor::clockwork(congress);
        note(&tx, app, (&clockwork, Permit::ReviewConfirm), ("review.sealed", id), facts).await?;
    }
    tx.commit().await
}

/// The sentence about a key that was mistyped.
fn mistyped(typing: &Typing) -> Mistake {
    let say = match typing {
        Typing::Sign { sign, group } => {
            Say::new("reviews-key-sign").with("sign", sign.to_string()).with("group", *group)
        }
        Typing::Length { has, needs } => {
            Say::new("reviews-key-length").with("has", *has).with("needs", *needs)
        }
        Typing::Groups(groups) => {
            let groups: Vec<String> = groups.iter().map(ToString::to_string).collect();
            Say::new("reviews-key-groups").with("groups", groups.join(", "))
        }
        _ => Say::new("reviews-key-whole"),
    };
    Mistake { field: "key".to_owned(), say }
}

/// What became of a trustee's visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entered {
    /// Which trustee.
    pub trustee: u8,
    /// Whether the box is open now.
    pub opened: bool,
}

/// A trustee enters the key from the paper; it is used and forgotten. With the second one the box is counted.
///
/// # Errors
/// `Invalid` with what was mistyped, or for a key of another round; `Conflict` when the box is not to be opened, or this
/// trustee has been here.
pub async fn enter_key(app: &App, actor: &Actor, code: &str, typed: &str) -> Result<Entered> {
    actor.must(Permit::ReviewTrust)?;
    let congress = actor.congress;
    let review = store::public(&app.db, congress, code).await?;
    if review.state() != State::Opening {
        return Err(Error::conflict("reviews-key-not-now"));
    }
    let key = TrusteeKey::typed(typed).map_err(|typing| Error::Invalid(vec![mistyped(&typing)]))?;
    let trustee = key.number();
    let closed = store::public_box(&app.db, congress, review.id).await?;
    let words = store::words(&app.db, congress, review.id).await?;
    let mut rng = app.chance.draw(StdRng::from_rng);
    let part = beside(move || {
        let closed = BallotBox::from_json(&closed)?;
        let round = closed.round()?;
        match round.owns(&key) {
            Err(Flaw::OtherKey) => return Ok(None),
            other => other?,
        }
        let opening = round.open(&key, &round.tally(&closed)?, &mut rng)?;
        let words = round.open_words(&key, &read::<SealedWords>(&words)?, &mut rng)?;
        Ok(Some((serde_json::to_string(&opening)?, serde_json::to_string(&words)?)))
    })
    .await?;
    let (opening, words) = part.ok_or_else(|| Error::invalid("key", "reviews-key-other"))?;
    let tx = app.db.begin().await?;
    if !store::hold(&tx, (congress, review.id), State::Opening.word()).await? {
        return Err(Error::conflict("reviews-key-not-now"));
    }
    if !store::insert_opening(&tx, (congress, review.id), (trustee.into(), &opening, &words)).await? {
        return Err(Error::conflict("reviews-key-again"));
    }
    let facts = json!({ "trustee": trustee });
    note(&tx, app, (actor, Permit::ReviewTrust), ("review.key-entered", review.id), facts).await?;
    tx.commit().await?;
    let opened = count(app, congress, review.id).await?;
    Ok(Entered { trustee, opened })
}

/// Slips and paper as two persons counted them.
async fn reconciled(app: &App, congress: Uuid, review: &Review) -> Result<(Slips, Paper)> {
    let counted = store::counted(&app.db, congress, review.id).await?;
    let first = counted.first().ok_or_else(|| Error::conflict("reviews-refused-paper-missing"))?;
    let number = |n: i64| u64::try_from(n).unwrap_or_default();
    let slips = Slips { spoiled: number(first.spoiled), unreturned: number(first.unreturned) };
    Ok((slips, Paper { ballots: number(first.ballots), counts: Counts(first.votes()) }))
}

/// What the trustees' parts together open.
fn opened(
    round: &Round,
    (closed, slips, paper): (&BallotBox, Slips, Paper),
    (openings, words): (&[store::Opening], &[String]),
) -> anyhow::Result<(BallotBox, Vec<String>)> {
    let counts: Vec<PartialOpening> =
        openings.iter().map(|one| Ok(serde_json::from_str(&one.opening)?)).collect::<anyhow::Result<_>>()?;
    let parts: Vec<WordsOpening> =
        openings.iter().map(|one| Ok(serde_json::from_str(&one.words)?)).collect::<anyhow::Result<_>>()?;
    let said = round.words(&read::<SealedWords>(words)?, &parts)?;
    Ok((round.complete(closed, slips, paper, counts)?, said))
}

/// Count the box once enough trustees were here; whether it is open.
async fn count(app: &App, congress: Uuid, id: Uuid) -> Result<bool> {
    let openings = store::openings(&app.db, congress, id).await?;
    if openings.len() < usize::from(TRUSTEES.1) {
        return Ok(false);
    }
    let review = store::one(&app.db, congress, id).await?;
    let (slips, paper) = reconciled(app, congress, &review).await?;
    let closed = store::public_box(&app.db, congress, id).await?;
    let words = store::words(&app.db, congress, id).await?;
    let mut rng = app.chance.draw(StdRng::from_rng);
    let (whole, said) = beside(move || {
        let closed = BallotBox::from_json(&closed)?;
        let (whole, said) = opened(&closed.round()?, (&closed, slips, paper), (&openings, &words))?;
        let mut said: Vec<String> = said.iter().map(|text| quotable(text)).collect();
        said.shuffle(&mut rng);
        Ok((whole, said))
    })
    .await?;
    let tx = app.db.begin().await?;
    if store::open_box(&tx, (congress, id), &whole.to_json()).await? {
        for (place, text) in (1..).zip(&said) {
            store::insert_said(&tx, (congress, id), (place, text)).await?;
        }
        store::delete_words(&tx, congress, id).await?;
        let facts = json!({ "ballots": whole.cast(), "digest": whole.digest.to_string() });
        let clockwork = Actor::clockwork(congress);
        note(&tx, app, (&clockwork, Permit::ReviewConfirm), ("review.counted", id), facts).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// What publishing brings about: the digest for the journal, the result in each deputy's archive, and a task for each
/// deputy with whom most are not satisfied.
pub(super) async fn publish(tx: &Tx, app: &App, author: &Author, review: &Review) -> Result<String> {
    let congress = author.congress;
    let whole = BallotBox::from_json(&store::opened_box(tx, congress, review.id).await?)
        .map_err(anyhow::Error::from)?;
    let rules = review.rules()?;
    let reviewed = store::reviewed(tx, congress, review.id).await?;
    let due = app.clock.today() + Days::new(rules.rectify_days.into());
    let results =
        results(&rules, &reviewed, &whole).ok_or_else(|| Error::conflict("reviews-refused-state"))?;
    for one in &results.persons {
        archive::acts::file(tx, app, author, in_archive(app, review, one)).await?;
    }
    for one in results.persons.iter().filter(|one| one.against) {
        store::insert_amends(tx, (congress, review.id), (one.person, due)).await?;
        let said = facts_of(review, [("due", Fact::Day(due))]);
        notice(tx, app, congress, (Audience::Person(one.person), "review-against", review.id), said).await?;
    }
    Ok(whole.digest.to_string())
}

/// A deputy's result as the archive has it: votes in the order of the ballot, without a word on who is better.
fn in_archive(app: &App, review: &Review, one: &Outcome) -> NewEntry {
    let votes = one.whole.iter().map(u64::to_string).collect::<Vec<_>>().join(" / ");
    let facts = facts_of(review, [("votes", Fact::Text(votes))]);
    NewEntry {
        person: one.person,
        part: Part::Report,
        on_day: app.clock.today(),
        says: Says::Word("review", facts),
        source: ("review", review.id),
        path: format!("/reviews/{}", review.code),
    }
}
