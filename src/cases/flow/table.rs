//! Draws the life of a case for docs/flows.md, found by trying every step wherever a case can stand.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::explore::{Waits, Ways, explore};
use super::kind::StepKind;
use super::refusal::Refusal;
use super::state::{DueKind, State};

/// The life of a case in Markdown; `roles` says who may take a step.
pub fn table(roles: impl Fn(StepKind) -> String) -> String {
    let (ways, waits) = explore();
    let anytime: BTreeSet<StepKind> =
        StepKind::ALL.iter().copied().filter(|kind| is_anytime(&ways, *kind)).collect();
    let mut out = String::from("# The life of an opinion\n\n");
    out += "Written from the code (`cases::flow`); a test keeps it true. Every open case has one owner and one due day.\n";
    out += "\n## Picture\n\n";
    out += &diagram(&ways);
    out += "\n## States\n\n";
    for state in State::ALL {
        state_section(&mut out, *state, &ways, &waits, &anytime);
    }
    out += "## Steps\n\n| step | what happens | who | from → to |\n| --- | --- | --- | --- |\n";
    for kind in StepKind::ALL {
        let (step, who, ways) = (name(kind.word()), roles(*kind), from_to(&ways, *kind));
        let _ = writeln!(out, "| {step} | {} | {who} | {ways} |", kind.about());
    }
    out += "\n## Refusals\n\n| word | why a step is refused |\n| --- | --- |\n";
    for refusal in Refusal::ALL {
        let _ = writeln!(out, "| `{}` | {} |", refusal.word(), refusal.about());
    }
    out
}

/// A step that changes no state and is possible in most of them is told once, not fourteen times.
fn is_anytime(ways: &Ways, kind: StepKind) -> bool {
    let mut states = ways.iter().filter(|((_, step), _)| *step == kind);
    states.clone().count() > 7 && states.all(|((from, _), to)| to.iter().all(|to| to == from))
}

fn diagram(ways: &Ways) -> String {
    let mut arrows: BTreeMap<(State, State), Vec<String>> = BTreeMap::new();
    for ((from, kind), targets) in ways {
        for to in targets.iter().filter(|to| *to != from && **to != State::Withdrawn) {
            arrows.entry((*from, *to)).or_default().push(name(kind.word()));
        }
    }
    let mut out = String::from("```mermaid\nstateDiagram-v2\n    [*] --> raised: raise\n");
    out += "    [*] --> cosigning: raise with co-signers\n";
    for ((from, to), kinds) in &arrows {
        let _ = writeln!(out, "    {} --> {}: {}", from.word(), to.word(), kinds.join(", "));
    }
    for state in State::ALL.iter().filter(|state| state.ended() && **state != State::Withdrawn) {
        let _ = writeln!(out, "    {} --> [*]", state.word());
    }
    out += "```\n\nNot drawn: until the first reply a case can be withdrawn from anywhere.\n";
    out
}

fn state_section(out: &mut String, state: State, ways: &Ways, waits: &Waits, anytime: &BTreeSet<StepKind>) {
    let _ = writeln!(out, "### {}\n\n{}\n", name(state.word()), state.about());
    let mut awaited: BTreeMap<DueKind, Vec<String>> = BTreeMap::new();
    for (_, owner, what) in waits.iter().filter(|(from, _, _)| *from == state) {
        awaited.entry(*what).or_default().push(name(owner.word()));
    }
    for (what, owners) in &awaited {
        let _ = writeln!(out, "- due from the {}: {}", owners.join(" or the "), small(what.about()));
    }
    let (mut onward, mut here, mut beside) = (Vec::new(), Vec::new(), Vec::new());
    for ((_, kind), targets) in ways.iter().filter(|((from, _), _)| *from == state) {
        let step = name(kind.word());
        if anytime.contains(kind) {
            beside.push(step);
        } else if targets.iter().all(|to| *to == state) {
            here.push(step);
        } else {
            onward.push(format!("{step} → **{}**", places(targets, state)));
        }
    }
    for (title, steps) in [("onward", onward), ("here", here), ("beside the way", beside)] {
        if !steps.is_empty() {
            let _ = writeln!(out, "- {title}: {}", steps.join(", "));
        }
    }
    out.push('\n');
}

fn places(targets: &BTreeSet<State>, from: State) -> String {
    let named = targets.iter().map(|to| if *to == from { "stays".to_owned() } else { name(to.word()) });
    named.collect::<Vec<_>>().join(" or ")
}

fn from_to(ways: &Ways, kind: StepKind) -> String {
    let mut by_target: BTreeMap<String, Vec<State>> = BTreeMap::new();
    for ((from, _), targets) in ways.iter().filter(|((_, step), _)| *step == kind) {
        by_target.entry(places(targets, *from)).or_default().push(*from);
    }
    let groups = by_target.iter().map(|(to, from)| format!("{} → {to}", together(from)));
    groups.collect::<Vec<_>>().join("; ")
}

/// A list of states, with long ones told by what they leave out.
fn together(states: &[State]) -> String {
    let list =
        |states: &[State]| states.iter().map(|state| name(state.word())).collect::<Vec<_>>().join(", ");
    let left_out = |among: &[State]| -> Vec<State> {
        among.iter().copied().filter(|state| !states.contains(state)).collect()
    };
    let open: Vec<State> = State::ALL.iter().copied().filter(|state| !state.ended()).collect();
    let (any, among) =
        if states.iter().any(|state| state.ended()) { ("any", State::ALL) } else { ("any open", &*open) };
    match left_out(among) {
        missing if missing.is_empty() => any.to_owned(),
        missing if missing.len() < 4 => format!("{any} but {}", list(&missing)),
        _ => list(states),
    }
}

/// A line of a list inside a sentence.
fn small(line: &str) -> String {
    let line = line.trim_end_matches('.');
    line.chars().take(1).flat_map(char::to_lowercase).chain(line.chars().skip(1)).collect()
}

fn name(word: &str) -> String {
    word.replace('_', " ")
}
