//! The voter's ballot: sealed in memory, written as ciphertext under the mark of its slip or its token, nothing beside it. No journal
//! entry, no notice, no time.

use ballot::{Token, Tracker};
use rand::{SeedableRng, rngs::StdRng};
use uuid::Uuid;

use crate::access::{Actor, Permit};
use crate::base::{App, Error, Mistake, Result, form::Say};
use crate::reviews::rules::Asked;
use crate::reviews::{Review, Slip, State, WORDS, store};

/// What a voter chose.
#[derive(Debug, Clone, Default)]
pub struct Vote {
    /// The slip's code as typed.
    pub slip: String,
    /// The token in its place, as it was kept: of whoever was checked by telephone.
    pub token: String,
    /// The rating of each question, from 0, in the order of the ballot; none where it was left out.
    pub choices: Vec<Option<usize>>,
    /// What the voter adds.
    pub words: String,
}

/// The name of a question's field.
pub fn field(nth: usize) -> String {
    format!("q{}", nth + 1)
}

/// The choice of each question, or what is missing. A part that was left out counts as unrated.
fn choices(review: &Review, asked: &[Asked], vote: &Vote) -> Result<Vec<usize>> {
    let rules = review.rules()?;
    let mut found = Vec::new();
    let mut choices = Vec::new();
    for (nth, question) in asked.iter().enumerate() {
        let unrated = (!question.is_required()).then_some(rules.ratings.len());
        match vote.choices.get(nth).copied().flatten().or(unrated) {
            Some(choice) if choice < rules.options(question) => choices.push(choice),
            Some(_) => found.push(Mistake::new(&field(nth), "error-choice")),
            None => found.push(Mistake::new(&field(nth), "reviews-rating-missing")),
        }
    }
    let long = vote.words.trim().chars().count();
    if long > WORDS {
        let say = Say::new("error-too-long").with("max", WORDS).with("over", long - WORDS);
        found.push(Mistake { field: "words".to_owned(), say });
    }
    if found.is_empty() { Ok(choices) } else { Err(Error::Invalid(found)) }
}

/// What lets somebody cast in a round, by what was typed: the text whose mark the ballot is kept under.
async fn known(app: &App, congress: Uuid, review: &Review, vote: &Vote) -> Result<String> {
    if !vote.token.trim().is_empty() {
        return if vote.slip.trim().is_empty() {
            token(review, &vote.token)
        } else {
            Err(Error::invalid("token", "reviews-slip-or-token"))
        };
    }
    let slip = Slip::parse(&vote.slip).map_err(|_| Error::invalid("slip", "reviews-slip-mistyped"))?.plain();
    if store::slip(&app.db, (congress, review.id), &store::mark(app, (review.id, "slip"), &slip)).await? {
        Ok(slip)
    } else {
        Err(Error::invalid("slip", UNKNOWN))
    }
}

/// A token that was signed for this round. However its signature is written, it is the same token.
fn token(review: &Review, typed: &str) -> Result<String> {
    let issuer = review.issuer()?.ok_or_else(|| Error::invalid("token", "reviews-token-not-here"))?;
    let token = Token::pasted(typed).map_err(|_| Error::invalid("token", "reviews-token-mistyped"))?;
    issuer.verify(&token).map_err(|_| Error::invalid("token", FORGED))?;
    Ok(token.mark().to_string())
}

/// The key of the sentence for a code that is no slip's of the round.
pub const UNKNOWN: &str = "reviews-slip-unknown";
/// The key of the sentence for a token that was not signed for the round.
pub const FORGED: &str = "reviews-token-unknown";

/// Cast a ballot, or cast it anew: until the end the last one counts. What the voter keeps.
///
/// # Errors
/// `Conflict` when voters do not cast in it; `Invalid` for what is missing, and for a code that is none of its slips.
pub async fn cast(app: &App, actor: &Actor, code: &str, vote: &Vote) -> Result<Tracker> {
    actor.must(Permit::ReviewCast)?;
    let congress = actor.congress;
    let review = store::public(&app.db, congress, code).await?;
    if !review.takes_ballots(app.clock.today()) {
        return Err(Error::conflict("reviews-closed"));
    }
    let asked = review.rules()?.asked(&store::reviewed(&app.db, congress, review.id).await?);
    let chosen = choices(&review, &asked, vote);
    let known = match (known(app, congress, &review, vote).await, &chosen) {
        (Err(Error::Invalid(mut first)), Err(Error::Invalid(others))) => {
            first.extend(others.iter().cloned());
            return Err(Error::Invalid(first));
        }
        (known, _) => known?,
    };
    let (choices, words) = (chosen?, vote.words.trim().to_owned());
    let round = review.round()?;
    let mut rng = app.chance.draw(StdRng::from_rng);
    let seal = move || -> anyhow::Result<_> {
        let ballot = round.seal(&choices, &mut rng)?;
        let words = (!words.is_empty()).then(|| round.seal_words(&words, &mut rng)).transpose()?;
        let words = words.map(|words| serde_json::to_string(&words)).transpose()?;
        Ok((round.tracker(&ballot), hex::encode(ballot.to_bytes()), words))
    };
    let sealed = tokio::task::spawn_blocking(seal).await.map_err(anyhow::Error::from)?;
    let (tracker, ballot, words) = sealed?;
    let of = (congress, review.id);
    let mark = store::mark(app, (review.id, "slip"), &known);
    let apart = store::mark(app, (review.id, "words"), &known);
    let tx = app.db.begin().await?;
    // Held while it is written: whoever closes the round comes before or after, never between.
    if !store::hold(&tx, of, State::Open.word()).await? {
        return Err(Error::conflict("reviews-closed"));
    }
    store::put_ballot(&tx, of, (&mark, &tracker.to_string(), &ballot)).await?;
    match words {
        Some(words) => store::put_words(&tx, of, (&apart, &words)).await?,
        None => store::take_words(&tx, of, &apart).await?,
    }
    tx.commit().await?;
    Ok(tracker)
}
