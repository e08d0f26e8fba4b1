//! A small box for whoever writes a counting program, and what comes out on the way.

use std::{fs, path::PathBuf};

use serde_json::{Value, json};

use super::*;
use crate::{Hex32, Issued, Slips, TrusteeKey, digest::Fields};

/// Written anew with `UPDATE_VECTORS=1`.
fn same_as_written(name: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../recount/vectors").join(name);
    if std::env::var_os("UPDATE_VECTORS").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, format!("{text}\n")).expect("written");
    }
    let written = fs::read_to_string(&path).expect("a vector");
    assert!(written.trim_end() == text, "{name} is not what is made today: UPDATE_VECTORS=1");
}

/// Form, key and everything else that is in the vectors, in both languages.
fn example(rng: &mut rand::rngs::StdRng) -> (Round, Vec<TrusteeKey>) {
    let question = |text: &str, options: &[&str]| Question {
        text: text.into(),
        options: options.iter().map(|option| (*option).to_owned()).collect(),
    };
    let form = Form {
        round: "2026-11-example".into(),
        title: "示例：述职评议 Example review".into(),
        roll: 12,
        questions: vec![
            question(
                "总体评价 Overall",
                &["满意 Satisfied", "基本满意 Fairly satisfied", "不满意 Not satisfied"],
            ),
            question("联系选民 Contact with voters", &["好 Good", "未作答 No answer"]),
        ],
    };
    let names =
        ["代工委 Commission", "镇人大 Town office", "抽签选民 A voter drawn by lot"].map(str::to_owned);
    let (key, keys) = deal(&names, 2, rng).expect("two of three");
    (Round::new(form, key).expect("good"), keys)
}

fn values(round: &Round, complete: &BallotBox) -> Value {
    let whole = |ballot: &crate::SealedBallot| {
        let mut fields = Fields::of("ciphertexts").hex(&round.context).count(ballot.answers.len());
        for answer in &ballot.answers {
            fields = fields.count(answer.options.len());
            for option in &answer.options {
                fields = fields.hex(&option.a).hex(&option.b);
            }
        }
        fields.digest()
    };
    let ballots: Vec<_> = complete.ballots.iter().map(crate::Cast::ballot).collect();
    let tally = serde_json::to_value(round.tally(complete).expect("good")).expect("JSON");
    json!({
        "context": round.context,
        "ballots": ballots.iter().map(|ballot| json!({
            "tracker": round.tracker(ballot),
            "whole": whole(ballot),
            "digest": round.ballot_digest(ballot),
        })).collect::<Vec<_>>(),
        "sums": tally["sums"],
        "sealed": complete.sealed,
        "cast": [[2, 1, 0], [2, 1]],
        "result": complete.outcome.as_ref().expect("complete").result,
        "digest": complete.digest,
        "one way to hash": {
            "what": "D(\"box 2\"; 32 zero bytes, 0)",
            "digest": Fields::of("box 2").hex(&Hex32([0; 32])).number(0).digest(),
        },
    })
}

#[test]
fn the_example_for_other_programs_is_what_is_made_today() {
    let mut rng = chance(20_261_127);
    let (round, keys) = example(&mut rng);
    let words = [round.seal_words("谢谢 Thank you", &mut rng).expect("short")];
    let choices = [[0, 0], [1, 1], [0, 0]];
    let ballots = choices.iter().map(|choices| round.seal(choices, &mut rng).expect("valid")).collect();
    let issued = Issued { slips: 7, tokens: 2, by_token: 1 };
    let closed = round.close(issued, ballots, &words).expect("good");
    let openings = opened(&round, &[&keys[0], &keys[2]], &closed, &mut rng);
    let paper = Paper { ballots: 2, counts: Counts(vec![vec![1, 0, 1], vec![1, 0]]) };
    let slips = Slips { spoiled: 1, unreturned: 2 };
    let complete = round.complete(&closed, slips, paper, openings).expect("balanced");
    let pretty = |value: &BallotBox| serde_json::to_string_pretty(value).expect("JSON");
    same_as_written("closed.json", &pretty(&closed));
    same_as_written("complete.json", &pretty(&complete));
    same_as_written("values.json", &serde_json::to_string_pretty(&values(&round, &complete)).expect("JSON"));
}
