//! How long sealing, checking and opening take: `cargo run --release -p ballot --example timings`.

use std::time::Instant;

use ballot::{Counts, Form, Issued, Issuer, Paper, Question, Round, Slips, deal};
use rand::{SeedableRng, rngs::StdRng};

/// What it took, and what came of it.
fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let made = work();
    println!("{what}: {:.1} ms", start.elapsed().as_secs_f64() * 1000.0);
    made
}

fn main() -> Result<(), ballot::Flaw> {
    let mut rng = StdRng::seed_from_u64(1);
    let options = ["Satisfied", "Fairly satisfied", "Not satisfied"].map(str::to_owned);
    let question = |at| Question { text: format!("Question {at}"), options: options.to_vec() };
    let form = Form {
        round: "timings".into(),
        title: "Timings".into(),
        roll: 300,
        questions: (0..6).map(question).collect(),
    };
    let names = ["The office", "The commission", "A voter drawn by lot"].map(str::to_owned);
    let (key, keys) = timed("a key for three trustees", || deal(&names, 2, &mut rng))?;
    let again = || (0..100).map(|_| Round::new(form.clone(), key.clone())).collect::<Result<Vec<_>, _>>();
    timed("100 rounds from form and key", again)?;
    let round = Round::new(form, key)?;
    let ballot = timed("sealing a ballot of 6 questions with 3 options", || {
        round.seal(&[0, 1, 2, 0, 1, 2], &mut rng)
    })?;
    timed("checking it", || round.check(&ballot))?;
    println!(
        "its size: {} bytes, as JSON {}",
        ballot.to_bytes().len(),
        serde_json::to_string(&ballot).map_or(0, |json| json.len())
    );
    let seal = |at: usize| round.seal(&[at % 3; 6], &mut rng);
    let ballots = timed("sealing 300", || (0..300).map(seal).collect::<Result<Vec<_>, _>>())?;
    let issued = Issued { slips: 300, ..Issued::default() };
    let closed = timed("closing the box: checking 300", || round.close(issued, ballots, &[]))?;
    let tally = timed("summing 300 up, each checked again", || round.tally(&closed))?;
    let mut rng = StdRng::seed_from_u64(2);
    let one = timed("a trustee's part", || round.open(&keys[0], &tally, &mut rng))?;
    let other = round.open(&keys[1], &tally, &mut rng)?;
    timed("the count from two parts", || round.counts(&tally, &[one.clone(), other.clone()]))?;
    let paper = Paper { ballots: 0, counts: Counts(vec![vec![0; 3]; 6]) };
    let slips = Slips { spoiled: 0, unreturned: 0 };
    let complete = timed("the complete box, all checked again", || {
        round.complete(&closed, slips, paper, vec![one, other])
    })?;
    let json = timed("writing it", || complete.to_json());
    println!("its size: {} KB", json.len() / 1024);
    timed("recounting it with the independent program", || recount::check(&json, None, None))
        .expect("it holds");
    let issuer = timed("an issuer of tokens", || Issuer::make(&mut rng))?;
    let token = issuer.token(&mut rng)?;
    timed("verifying a token", || issuer.public().verify(&token))?;
    timed("signing a blinded one", || issuer.sign(&[1; 256], &mut rng))?;
    Ok(())
}
