//! What came of a round, pure: of each deputy how many voted what, in the order of the ballot and never in another.

use ballot::BallotBox;
use uuid::Uuid;

use super::Reviewed;
use super::rules::Rules;

/// Votes for each rating, in the order of the ratings; for a part at last those who left it out.
pub type Votes = Vec<u64>;

/// What came of it for one deputy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The person.
    pub person: Uuid,
    /// The name.
    pub name: String,
    /// Votes for each rating of the whole.
    pub whole: Votes,
    /// All of these.
    pub all: u64,
    /// The rating that everybody gave, if it is one.
    pub unanimous: Option<usize>,
    /// Votes for each part; none where too few voted to tell them apart.
    pub parts: Vec<Votes>,
    /// Most are not satisfied.
    pub against: bool,
}

/// What came of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Results {
    /// Voters on the roll.
    pub roll: u64,
    /// Slips printed.
    pub issued: u64,
    /// Tokens signed for voters who were checked by telephone.
    pub tokens: u64,
    /// Cast, by telephone or computer and on paper.
    pub cast: u64,
    /// Of these on paper.
    pub paper: u64,
    /// Spoiled.
    pub spoiled: u64,
    /// Left over or not brought back.
    pub unreturned: u64,
    /// Whether cast and paper are told apart: not where one of them has too few.
    pub apart: bool,
    /// Of each deputy.
    pub persons: Vec<Outcome>,
}

impl Results {
    /// How many of a hundred on the roll took part, in tenths.
    pub fn turnout(&self) -> String {
        let thousandths = (self.cast * 1000).checked_div(self.roll).unwrap_or_default();
        format!("{}.{}", thousandths / 10, thousandths % 10)
    }
}

/// How many of a hundred, in tenths.
pub fn share(votes: u64, all: u64) -> String {
    let thousandths = (votes * 1000 + all / 2).checked_div(all).unwrap_or_default();
    format!("{}.{}", thousandths / 10, thousandths % 10)
}

/// Of an opened box: its result has the paper in it. None until it is opened.
pub fn results(rules: &Rules, reviewed: &[Reviewed], whole: &BallotBox) -> Option<Results> {
    let electronic = whole.cast();
    let outcome = whole.outcome.as_ref()?;
    let (slips, paper, counts) = (&outcome.slips, &outcome.paper, &outcome.result.0);
    let floor = u64::from(rules.told_apart_from);
    let enough = |votes: u64| votes == 0 || votes >= floor;
    let asked = rules.asked(reviewed);
    let of = |whom: usize, part: bool| {
        let here = move |one: &crate::reviews::rules::Asked| one.whom == whom && one.part.is_some() == part;
        asked.iter().zip(counts).filter(move |(one, _)| here(one)).map(|(_, votes)| votes.clone())
    };
    let person = |(whom, one): (usize, &Reviewed)| {
        let whole = of(whom, false).next().unwrap_or_default();
        let all: u64 = whole.iter().sum();
        let against = whole.get(rules.against_at()).copied().unwrap_or_default();
        Outcome {
            person: one.person_id,
            name: one.name.clone(),
            unanimous: whole.iter().position(|votes| all > 1 && *votes == all),
            parts: if all >= floor { of(whom, true).collect() } else { Vec::new() },
            against: rules.is_against(against, all),
            whole,
            all,
        }
    };
    Some(Results {
        roll: whole.roll,
        issued: whole.issued.slips,
        tokens: whole.issued.tokens,
        cast: electronic + paper.ballots,
        paper: paper.ballots,
        spoiled: slips.spoiled,
        unreturned: slips.unreturned,
        apart: enough(electronic) && enough(paper.ballots),
        persons: reviewed.iter().enumerate().map(person).collect(),
    })
}
