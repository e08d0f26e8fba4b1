use charter::Charter;

use super::expected::{Days, Expected};
use crate::base::Result;
use crate::base::page::Ui;
use crate::cases::Case;
use crate::cases::flow::{Owner, Rating};
use crate::cases::store::Parties;
use crate::cases::timeline::Names;

/// Somebody who takes part, and how far they are.
#[derive(Debug, Clone)]
pub struct Party {
    /// The name.
    pub name: String,
    /// Their part.
    pub part: String,
    /// The shape of the status word.
    pub kind: &'static str,
    /// The status word.
    pub state: String,
    /// By when the charter expects their part.
    pub expected: Option<Expected>,
}

/// The organs that take part or had it before.
pub fn organs(days: &Days<'_>, parties: &Parties, names: &Names) -> Result<Vec<Party>> {
    let (ui, case) = (days.ui, days.case);
    let mut found = Vec::new();
    for organ in &parties.organs {
        // Once the lead organ has replied, what it once signed for is done.
        let done = organ.part == "lead" && case.standing.answer.is_some();
        let state = if done { "replied" } else { organ.state.as_str() };
        found.push(Party {
            name: names.name(organ.organ_id)?,
            part: ui.word("case-part", &organ.part),
            kind: match state {
                "waiting" => "wait",
                "signed" => "go",
                "returned" => "stop",
                _ => "done",
            },
            state: ui.word("case-organ", state),
            expected: days.co_opinion(organ),
        });
    }
    Ok(found)
}

/// The deputies asked to co-sign.
pub fn cosigners(ui: &Ui, parties: &Parties, names: &Names) -> Result<Vec<Party>> {
    let mut found = Vec::new();
    for cosigner in &parties.cosigners {
        found.push(Party {
            name: names.name(cosigner.person_id)?,
            part: String::new(),
            kind: match cosigner.answer.as_str() {
                "confirmed" => "done",
                "declined" => "stop",
                _ => "wait",
            },
            state: ui.word("case-cosigner", &cosigner.answer),
            expected: None,
        });
    }
    Ok(found)
}

/// Whom the answer reached, and what they think of it: the two of clause 8, and the voter.
#[derive(Debug, Clone)]
pub struct Reached {
    /// Deputy, working body or voter.
    pub who: String,
    /// Whether it reached them.
    pub received: bool,
    /// The same in words.
    pub state: String,
    /// Their evaluation; empty when there is none.
    pub rating: String,
    /// By when its receipt is expected.
    pub expected: Option<Expected>,
}

/// Whom the answer reached.
pub fn reached(charter: &Charter, days: &Days<'_>) -> Vec<Reached> {
    let (ui, case) = (days.ui, days.case);
    let Some(answer) = case.standing.answer else { return Vec::new() };
    let voter = case.standing.voter;
    let row = |who: &str, state: &str, rating: String| Reached {
        who: ui.word("case-reader", who),
        received: state != "missing",
        state: ui.word("case-received", state),
        rating,
        expected: if who == "voter" { None } else { days.acknowledged(who, state != "missing") },
    };
    let of = |rating: Option<Rating>| rating.map(|rating| grades(ui, charter, rating)).unwrap_or_default();
    let word = |received| if received { "received" } else { "missing" };
    let lapsed = || if answer.lapsed { ui.t("cases-evaluation-lapsed") } else { String::new() };
    let deputy = answer.deputy_rating.map_or_else(lapsed, |rating| of(Some(rating)));
    let mut rows = vec![
        row("deputy", word(answer.deputy_received), deputy),
        row("body", word(answer.body_received), String::new()),
    ];
    if case.standing.has_voter {
        let state = match (voter.seen, voter.told) {
            (true, _) => "seen",
            (_, true) => "told",
            _ => "missing",
        };
        rows.push(row("voter", state, of(answer.voter_rating)));
    }
    rows
}

fn grades(ui: &Ui, charter: &Charter, rating: Rating) -> String {
    let word = |code: &str| {
        charter.cases.grade(code).map(|it| it.word.label.pick(ui.lang.code()).to_owned()).unwrap_or_default()
    };
    let (attitude, result) = (word(rating.attitude.word()), word(rating.result.word()));
    ui.t2("cases-note-grades", "attitude", attitude, "result", result)
}

/// Who must act next, with the name where there is one.
pub fn owner(ui: &Ui, case: &Case, names: &Names) -> Result<Option<String>> {
    let Some(owner) = case.standing.owner() else { return Ok(None) };
    let id = match owner {
        Owner::LeadDeputy | Owner::Deputy => case.deputy_id,
        Owner::Sorter => case.office_id,
        Owner::WorkingBody => case.body_id,
        Owner::LeadOrgan => case.organ_id,
        Owner::Commission => None,
    };
    let name = id.map(|id| names.name(id)).transpose()?;
    let role = ui.word("case-owner", owner.word());
    Ok(Some(match name {
        Some(name) => ui.t2("cases-owner-named", "name", name, "role", role),
        None => role,
    }))
}
