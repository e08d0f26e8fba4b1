//! The public box: everything that somebody else needs to count again.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    Answer, Counts, Flaw, Form, Hex32, PartialOpening, Question, Result, Round, RoundKey, SealedBallot,
    SealedWords, Tracker, digest::Fields,
};

/// The version of the box. Keys, ballots and words are those of version 1.
const VERSION: u64 = 2;

/// The public document of a round, from its closing on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BallotBox {
    /// The version of this document: 2.
    pub version: u64,
    /// The round's own sign.
    pub round: String,
    /// Its title.
    pub title: String,
    /// How many voters are on the roll.
    pub roll: u64,
    /// What was asked.
    pub questions: Vec<Question>,
    /// To whom the ballots are sealed.
    pub key: RoundKey,
    /// How many voters were given what lets them cast.
    pub issued: Issued,
    /// The sealed ballots, by tracker.
    pub ballots: Vec<Cast>,
    /// The digests of the sealed words, sorted.
    pub words: Vec<Hex32>,
    /// The digest of all above, fixed before opening.
    pub sealed: Hex32,
    /// What came of it; nothing before opening.
    pub outcome: Option<Outcome>,
    /// The digest of the whole box.
    pub digest: Hex32,
}

/// A ballot in the box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cast {
    /// What its voter keeps.
    pub tracker: Tracker,
    /// The sealed answers.
    pub answers: Vec<Answer>,
}

impl Cast {
    /// The ballot itself.
    pub fn ballot(&self) -> SealedBallot {
        SealedBallot { answers: self.answers.clone() }
    }
}

/// What came of a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Where the slips went.
    pub slips: Slips,
    /// What was on paper.
    pub paper: Paper,
    /// What the trustees opened.
    pub openings: Vec<PartialOpening>,
    /// All votes, sealed ones and those on paper.
    pub result: Counts,
}

/// What lets voters cast, as it was given out before the box was closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issued {
    /// Slips printed.
    pub slips: u64,
    /// Tokens signed for voters who were checked by telephone.
    pub tokens: u64,
    /// Of the ballots in the box, those that came with a token; all others came with a slip.
    pub by_token: u64,
}

impl Issued {
    /// Whether so many ballots can have come of it: never more than slips and tokens, each by itself.
    pub fn covers(&self, cast: u64) -> bool {
        let by_slip = cast.checked_sub(self.by_token);
        self.by_token <= self.tokens && by_slip.is_some_and(|by_slip| by_slip <= self.slips)
    }
}

/// Slips that were neither cast nor put in on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slips {
    /// Spoiled, and so void.
    pub spoiled: u64,
    /// Never came back.
    pub unreturned: u64,
}

/// Ballots on paper, as two people counted them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// How many.
    pub ballots: u64,
    /// Their votes; fewer than ballots where a question was left blank.
    pub counts: Counts,
}

/// Slips issued, less those accounted for: zero, or the difference to look for. Who holds a token need not use it.
pub fn difference(cast: u64, issued: &Issued, slips: &Slips, paper: &Paper) -> i64 {
    let parts = [cast, paper.ballots, slips.spoiled, slips.unreturned];
    let accounted: i128 = parts.into_iter().map(i128::from).sum();
    let difference = i128::from(issued.slips) + i128::from(issued.by_token) - accounted;
    i64::try_from(difference).unwrap_or(if difference < 0 { i64::MIN } else { i64::MAX })
}

impl BallotBox {
    /// The document as text.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a box has nothing that JSON has not")
    }

    /// The document from its text. What it says is not checked by this.
    pub fn from_json(text: &str) -> Result<Self> {
        serde_json::from_str(text).or_else(|_| Self::of_version_1(text)).map_err(|_| Flaw::Shape)
    }

    /// A box of version 1, which knew no tokens and told of the slips after opening: it can be shown, not opened.
    fn of_version_1(text: &str) -> serde_json::Result<Self> {
        let mut value: Value = serde_json::from_str(text)?;
        if value.get("version") == Some(&1.into()) && value.get("issued").is_none() {
            let slips = value.pointer_mut("/outcome/slips").and_then(Value::as_object_mut);
            let slips = slips.and_then(|slips| slips.remove("issued")).unwrap_or_else(|| 0.into());
            value["issued"] = json!({ "slips": slips, "tokens": 0, "by_token": 0 });
        }
        serde_json::from_value(value)
    }

    /// Its form and key.
    pub fn round(&self) -> Result<Round> {
        Round::new(self.form(), self.key.clone())
    }

    /// Whether a voter's ballot is in it.
    pub fn has(&self, tracker: &Tracker) -> bool {
        self.ballots.binary_search_by_key(tracker, |cast| cast.tracker).is_ok()
    }

    /// How many ballots are in it.
    pub fn cast(&self) -> u64 {
        u64::try_from(self.ballots.len()).expect("a count fits")
    }

    fn form(&self) -> Form {
        let questions = self.questions.clone();
        Form { round: self.round.clone(), title: self.title.clone(), roll: self.roll, questions }
    }

    /// Whether it is this round's box, and was not changed since it was closed.
    pub(crate) fn belongs_to(&self, round: &Round) -> Result<()> {
        let same = self.version == VERSION && self.form() == *round.form() && self.key == *round.key();
        let sorted = self.ballots.is_sorted_by(|one, next| one.tracker < next.tracker)
            && self.words.is_sorted_by(|one, next| one < next);
        let trackers = self.ballots.iter().all(|cast| round.tracker(&cast.ballot()) == cast.tracker);
        let right = same
            && sorted
            && trackers
            && self.issued.covers(self.cast())
            && self.sealed_now(round) == self.sealed;
        if right { Ok(()) } else { Err(Flaw::Digest) }
    }

    /// The digest of what is in it: form, key, how many may have cast, ballots and words.
    pub(crate) fn sealed_now(&self, round: &Round) -> Hex32 {
        let Issued { slips, tokens, by_token } = self.issued;
        let mut fields =
            Fields::of("sealed 2").hex(&round.context).number(slips).number(tokens).number(by_token);
        fields = fields.count(self.ballots.len());
        for cast in &self.ballots {
            fields = fields.hex(&round.ballot_digest(&cast.ballot()));
        }
        self.words.iter().fold(fields.count(self.words.len()), Fields::hex).digest()
    }

    /// The digest of everything in it.
    pub(crate) fn digest_now(&self) -> Hex32 {
        let fields = Fields::of("box 2").hex(&self.sealed);
        let Some(outcome) = &self.outcome else { return fields.number(0).digest() };
        let Outcome { slips, paper, openings, result } = outcome;
        let mut fields = fields.number(1).number(slips.spoiled).number(slips.unreturned);
        fields = paper.counts.fields(fields.number(paper.ballots)).count(openings.len());
        for opening in openings {
            fields = fields.number(opening.trustee.into()).count(opening.shares.len());
            for shares in &opening.shares {
                fields = fields.count(shares.len());
                for share in shares {
                    fields = share.proof.iter().fold(fields.hex(&share.point), Fields::hex);
                }
            }
        }
        result.fields(fields).digest()
    }
}

impl Counts {
    fn fields(&self, mut fields: Fields) -> Fields {
        fields = fields.count(self.0.len());
        for counts in &self.0 {
            fields = counts.iter().fold(fields.count(counts.len()), |fields, count| fields.number(*count));
        }
        fields
    }

    /// These and others together; nothing if their shapes differ or a sum is too large.
    pub(crate) fn plus(&self, other: &Self) -> Option<Self> {
        if self.0.len() != other.0.len() {
            return None;
        }
        let row = |(one, other): (&Vec<u64>, &Vec<u64>)| {
            let same = one.len() == other.len();
            let sums = one.iter().zip(other).map(|(one, other)| one.checked_add(*other));
            if same { sums.collect::<Option<Vec<_>>>() } else { None }
        };
        self.0.iter().zip(&other.0).map(row).collect::<Option<Vec<_>>>().map(Counts)
    }
}

impl Round {
    /// The public box at closing. Every ballot is checked, twins are refused, and the order tells nothing.
    /// More ballots than slips or tokens were issued are refused as well.
    pub fn close(
        &self,
        issued: Issued,
        ballots: Vec<SealedBallot>,
        words: &[SealedWords],
    ) -> Result<BallotBox> {
        let mut cast = Vec::with_capacity(ballots.len());
        for ballot in ballots {
            self.check(&ballot)?;
            cast.push(Cast { tracker: self.tracker(&ballot), answers: ballot.answers });
        }
        cast.sort_by_key(|cast| cast.tracker);
        if let Some(twins) = cast.windows(2).find(|pair| pair[0].tracker == pair[1].tracker) {
            return Err(Flaw::Twice(twins[0].tracker));
        }
        let mut words: Vec<Hex32> = words.iter().map(SealedWords::mark).collect();
        words.sort_unstable();
        if words.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(Flaw::Words);
        }
        let form = self.form().clone();
        let nothing = Hex32([0; 32]);
        let mut closed = BallotBox {
            version: VERSION,
            round: form.round,
            title: form.title,
            roll: form.roll,
            questions: form.questions,
            key: self.key().clone(),
            issued,
            ballots: cast,
            words,
            sealed: nothing,
            outcome: None,
            digest: nothing,
        };
        if !issued.covers(closed.cast()) {
            return Err(Flaw::Issued);
        }
        closed.sealed = closed.sealed_now(self);
        closed.digest = closed.digest_now();
        Ok(closed)
    }

    /// The public box after opening, with what came of it. Everything is checked again.
    pub fn complete(
        &self,
        closed: &BallotBox,
        slips: Slips,
        paper: Paper,
        mut openings: Vec<PartialOpening>,
    ) -> Result<BallotBox> {
        openings.sort_by_key(|opening| opening.trustee);
        let tally = self.tally(closed)?;
        let sealed = self.counts(&tally, &openings)?;
        let result = sealed.plus(&paper.counts).ok_or(Flaw::Paper)?;
        let fits = |counts: &Vec<u64>| {
            counts.iter().map(|count| u128::from(*count)).sum::<u128>() <= paper.ballots.into()
        };
        if !paper.counts.0.iter().all(fits) {
            return Err(Flaw::Paper);
        }
        match difference(closed.cast(), &closed.issued, &slips, &paper) {
            0 => {}
            difference => return Err(Flaw::Unbalanced { difference }),
        }
        let mut complete = closed.clone();
        complete.outcome = Some(Outcome { slips, paper, openings, result });
        complete.digest = complete.digest_now();
        Ok(complete)
    }
}
