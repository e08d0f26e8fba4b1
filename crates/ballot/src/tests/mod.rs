//! Promises of the ballot.

mod alterations;
mod ballots;
mod boxes;
mod keys;
mod openings;
mod recounted;
mod tokens;
mod vectors;
mod words;

use rand::{RngExt, SeedableRng, rngs::StdRng};

use crate::{
    BallotBox, Counts, Form, Issued, Paper, PartialOpening, Question, Round, SealedWords, TrusteeKey, deal,
};

/// The same chance every time.
fn chance(seed: u64) -> StdRng {
    StdRng::seed_from_u64(seed)
}

/// A form with these numbers of options.
fn form(options: &[usize]) -> Form {
    let question = |(at, number): (usize, &usize)| Question {
        text: format!("Question {at}"),
        options: (0..*number).map(|option| format!("Option {option}")).collect(),
    };
    let questions = options.iter().enumerate().map(question).collect();
    Form { round: "2026-07".into(), title: "Review".into(), roll: 500, questions }
}

/// A round that two of three open.
fn round(options: &[usize], rng: &mut StdRng) -> (Round, Vec<TrusteeKey>) {
    let names = ["The office", "The commission", "A voter drawn by lot"].map(str::to_owned);
    let (key, keys) = deal(&names, 2, rng).expect("two of three");
    (Round::new(form(options), key).expect("a good form"), keys)
}

/// What so many voters might choose.
fn choices(options: &[usize], voters: usize, rng: &mut StdRng) -> Vec<Vec<usize>> {
    (0..voters).map(|_| options.iter().map(|number| rng.random_range(0..*number)).collect()).collect()
}

/// The closed box of these choices.
fn closed(round: &Round, choices: &[Vec<usize>], words: &[SealedWords], rng: &mut StdRng) -> BallotBox {
    let ballots = choices.iter().map(|choices| round.seal(choices, rng).expect("valid choices")).collect();
    let slips = u64::try_from(choices.len()).expect("few");
    round.close(slips_only(slips), ballots, words).expect("good ballots")
}

/// So many slips, and no tokens.
fn slips_only(slips: u64) -> Issued {
    Issued { slips, ..Issued::default() }
}

/// What these trustees open.
fn opened(round: &Round, keys: &[&TrusteeKey], closed: &BallotBox, rng: &mut StdRng) -> Vec<PartialOpening> {
    let tally = round.tally(closed).expect("a good box");
    keys.iter().map(|key| round.open(key, &tally, rng).expect("an own key")).collect()
}

/// Choices counted plainly.
fn plain(options: &[usize], choices: &[Vec<usize>]) -> Counts {
    let mut counts: Vec<Vec<u64>> = options.iter().map(|number| vec![0; *number]).collect();
    for (question, choice) in choices.iter().flat_map(|choices| choices.iter().enumerate()) {
        counts[question][*choice] += 1;
    }
    Counts(counts)
}

/// No ballots on paper.
fn no_paper(options: &[usize]) -> Paper {
    Paper { ballots: 0, counts: plain(options, &[]) }
}
