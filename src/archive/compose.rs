//! From facts to an archive, pure: each act that counts is one line, in the part of what it was; nothing is typed, and a
//! number is how many lines are counted under a tag.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::record::{Archive, Line, Part, Section};
use super::store::{Case, Did, Entry, Missed, Received, Registered, SeatHeld};
use crate::base::redact::{masked_phone, redact};
use crate::cases::flow::Standing;
use crate::ledger::record_path;
use crate::notices::{Fact, Facts};

/// Everything that an archive is composed from.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// What the register says.
    pub registered: Registered,
    /// The seats of the term.
    pub seats: Vec<SeatHeld>,
    /// Groups and stations, each with the word of its kind and its name.
    pub belongs: Vec<(String, String)>,
    /// The acts that count.
    pub did: Vec<Did>,
    /// The cases that show some of them.
    pub cases: Vec<Case>,
    /// What voters said.
    pub heard: Vec<Case>,
    /// Events to which the deputy did not come.
    pub missed: Vec<Missed>,
    /// Reception days on which the deputy was on duty.
    pub received: Vec<Received>,
    /// What is no act.
    pub entries: Vec<Entry>,
}

/// The archive.
pub fn compose(known: &Known) -> Archive {
    let mut parts: BTreeMap<Part, Vec<Line>> = BTreeMap::new();
    let mut put = |part: Part, line: Line| parts.entry(part).or_default().push(line);
    for line in basics(known) {
        put(Part::Basics, line);
    }
    let cases: BTreeMap<Uuid, &Case> = known.cases.iter().map(|case| (case.id, case)).collect();
    let own: BTreeSet<Uuid> = known.seats.iter().filter_map(|seat| seat.constituency_id).collect();
    for did in &known.did {
        let (part, line) = act(did, &cases, &own);
        put(part, line);
    }
    for missed in &known.missed {
        put(part_of_event(&missed.kind), absence(missed));
    }
    let acts: BTreeSet<Uuid> = known.did.iter().map(|did| did.evidence_id).collect();
    for received in &known.received {
        if !received.outreach_id.is_some_and(|id| acts.contains(&id)) {
            put(Part::Voters, reception(received));
        }
    }
    for case in &known.heard {
        put(Part::Voters, said(case));
    }
    for one in &known.entries {
        put(Part::of_word(&one.part).unwrap_or(Part::Honours), entry(one));
    }
    let section = |part: Part| {
        let mut lines = parts.remove(&part).unwrap_or_default();
        // What somebody is stands as it is; what somebody did, by day.
        if part != Part::Basics {
            lines.sort_by(|a, b| (a.on, &a.id).cmp(&(b.on, &b.id)));
        }
        Section { part, lines }
    };
    let all: Vec<Section> = Part::ALL.into_iter().map(section).collect();
    let kept = |it: &Section| it.part != Part::Member || !it.lines.is_empty();
    Archive { parts: all.into_iter().filter(kept).collect() }
}

fn line(id: impl Into<String>, what: &str) -> Line {
    Line {
        id: id.into(),
        on: None,
        what: what.to_owned(),
        facts: Facts::new(),
        notes: Vec::new(),
        tags: Vec::new(),
        path: String::new(),
    }
}

fn text(of: &str) -> Fact {
    Fact::Text(of.to_owned())
}

fn word(group: &str, code: &str) -> Fact {
    Fact::Word(group.to_owned(), code.to_owned())
}

/// A word of the charter's own, by the list it stands in.
fn of_charter(list: &str, code: &str) -> Fact {
    Fact::Word(list.to_owned(), code.to_owned())
}

fn basics(known: &Known) -> Vec<Line> {
    let register = &known.registered;
    let mut all = Vec::new();
    let mut fact = |what: &str, fact: Fact| {
        let mut one = line(what, what);
        one.facts.insert("it".to_owned(), fact);
        all.push(one);
    };
    fact("sex", word("archive-sex", &register.sex));
    let said = [("unit", &register.unit), ("post", &register.post)];
    for (what, said) in said.into_iter().filter(|(_, said)| !said.is_empty()) {
        fact(what, text(said));
    }
    if !register.field.is_empty() {
        fact("field", word("people-field", &register.field));
    }
    if !register.phone.is_empty() {
        // As much as tells one number from another: the archive is printed and handed over.
        fact("phone", text(&masked_phone(&register.phone)));
    }
    for (kind, name) in &known.belongs {
        let mut one = line(format!("{kind}:{name}"), if kind == "group" { "in-group" } else { "at-station" });
        one.facts.insert("it".to_owned(), text(name));
        all.push(one);
    }
    all.extend(known.seats.iter().map(seat));
    all
}

fn seat(seat: &SeatHeld) -> Line {
    let deputy = seat.kind == "deputy";
    let mut one = line(seat.id, if deputy { "seat-deputy" } else { "seat-member" });
    one.on = Some(seat.from_on);
    if let Some(name) = &seat.constituency {
        one.facts.insert("it".to_owned(), text(name));
    } else {
        one.facts.insert("it".to_owned(), text(""));
    }
    if let Some(to) = seat.to_on {
        one.notes.push(("until".to_owned(), Fact::Day(to)));
    }
    if let Some(reason) = &seat.end_reason {
        one.notes.push(("ended".to_owned(), word("archive-ended", reason)));
    }
    if deputy && seat.to_on.is_none() {
        one.path = format!("/deputies/{}", seat.code);
    }
    one
}

/// In which part an event of a kind stands.
fn part_of_event(kind: &str) -> Part {
    match kind {
        "inspection" | "research" | "check" => Part::Inspections,
        "group" => Part::Group,
        "training" => Part::Training,
        _ => Part::Sessions,
    }
}

/// An act, and the part in which it stands.
fn act(did: &Did, cases: &BTreeMap<Uuid, &Case>, own: &BTreeSet<Uuid>) -> (Part, Line) {
    let mut one = line(did.id, &did.kind);
    one.on = Some(did.on_day);
    one.path = match did.evidence.as_str() {
        "event" => format!("/events/{}", did.evidence_id),
        kind => record_path(kind, did.evidence_id),
    };
    if one.path.is_empty() {
        one.path = format!("/acts/{}", did.id);
    }
    let event_part = part_of_event(did.event_kind.as_deref().unwrap_or_default());
    let part = match did.kind.as_str() {
        "attendance" | "speech" => event_part,
        "training" => Part::Training,
        "outreach" => Part::Voters,
        "duty_report" => Part::Report,
        "merit" => Part::Honours,
        "contact" => Part::Member,
        _ => Part::Opinions,
    };
    match did.kind.as_str() {
        "outreach" => outreach(&mut one, did, own),
        "opinion_raised" | "opinion_cosigned" | "opinion_evaluated" => {
            opinion(&mut one, &did.kind, cases.get(&did.evidence_id).copied());
        }
        "merit" => {
            one.facts.insert("it".to_owned(), text(did.merit.as_deref().unwrap_or_default()));
            one.tags.push("merit".to_owned());
        }
        "contact" => {
            one.facts.insert("it".to_owned(), of_charter("contact-method", &did.method));
            one.tags.push("contact".to_owned());
        }
        "duty_report" => {
            one.facts.insert("it".to_owned(), text(&did.place));
            one.tags.push("report".to_owned());
        }
        _ => {
            let title = did.event.as_deref().unwrap_or(&did.place);
            one.facts.insert("it".to_owned(), text(title));
            let spoke = did.kind == "speech";
            one.tags.push(if spoke { "speech" } else { "present" }.to_owned());
            if let Some(kind) = &did.event_kind {
                one.notes.push(("kind".to_owned(), word("event-kind", kind)));
                // Only this part holds events of several kinds.
                if part == Part::Inspections && !spoke {
                    one.tags.push(format!("event-{kind}"));
                }
            }
        }
    }
    (part, one)
}

fn outreach(one: &mut Line, did: &Did, own: &BTreeSet<Uuid>) {
    one.facts.insert("it".to_owned(), of_charter("outreach-method", &did.method));
    let here = did.constituency_id.is_some_and(|id| own.contains(&id));
    let whose = if here { "own" } else { "elsewhere" };
    one.tags.extend(["outreach".to_owned(), whose.to_owned()]);
    if !did.method.is_empty() {
        one.tags.push(format!("method-{}", did.method));
    }
    if did.reception_id.is_some() {
        one.tags.push("reception".to_owned());
    }
    one.notes.push(("whose".to_owned(), word("archive-whose", whose)));
    if !did.place.is_empty() {
        one.notes.push(("place".to_owned(), text(&did.place)));
    }
    if let Some(voters) = did.voters {
        one.notes.push(("voters".to_owned(), Fact::Number(voters)));
    }
}

fn opinion(one: &mut Line, kind: &str, case: Option<&Case>) {
    let tag = match kind {
        "opinion_raised" => "raised",
        "opinion_cosigned" => "cosigned",
        _ => "evaluated",
    };
    one.tags.push(tag.to_owned());
    let Some(case) = case else {
        one.facts.insert("it".to_owned(), text(""));
        return;
    };
    one.facts.insert("it".to_owned(), text(&shown(case)));
    // What became of it is counted once, where it was raised.
    became(one, case, kind == "opinion_raised");
}

/// A case in one line: nothing of a confidential one but its number, of a voter's words only what anybody may read.
fn shown(case: &Case) -> String {
    let subject = match &case.public_subject {
        _ if case.confidential => return case.number.clone(),
        Some(public) => public.clone(),
        None if case.origin == "voter" => redact(&case.subject),
        None => case.subject.clone(),
    };
    format!("{} {subject}", case.number)
}

/// What became of a case, as far as it is known.
fn became(one: &mut Line, case: &Case, counted: bool) {
    let standing: Option<Standing> = serde_json::from_str(&case.standing).ok();
    let mut tags = Vec::new();
    one.notes.push(("state".to_owned(), word("case-state", &case.state)));
    let ended = standing.is_some_and(|it| it.state.ended());
    tags.push(if ended { "ended" } else { "open" }.to_owned());
    if let Some(organ) = &case.organ {
        one.notes.push(("organ".to_owned(), text(organ)));
    }
    if let Some(category) = &case.category {
        let category = category.to_lowercase();
        one.notes.push(("category".to_owned(), word("archive-category", &category)));
        tags.push(format!("category-{category}"));
    }
    if let Some(rating) = standing.and_then(|it| it.answer).and_then(|answer| answer.deputy_rating) {
        let grade = rating.result.word();
        one.notes.push(("grade".to_owned(), word("case-grade", grade)));
        tags.push(format!("grade-{grade}"));
    }
    let rounds = standing.map_or(1, |it| it.round);
    if rounds > 1 {
        one.notes.push(("rounds".to_owned(), Fact::Number(rounds.into())));
        tags.push("rehandled".to_owned());
    }
    if counted {
        one.tags.extend(tags);
    }
}

fn absence(missed: &Missed) -> Line {
    let mut one = line(format!("missed:{}", missed.id), &missed.presence);
    one.on = Some(missed.on_day);
    one.facts.insert("it".to_owned(), text(&missed.title));
    one.notes.push(("kind".to_owned(), word("event-kind", &missed.kind)));
    one.tags.push(missed.presence.clone());
    one.path = format!("/events/{}", missed.id);
    one
}

/// A reception day of which no act came.
fn reception(received: &Received) -> Line {
    let came = received.presence == "came";
    let mut one =
        line(format!("reception:{}", received.id), if came { "reception" } else { "reception-missed" });
    one.on = Some(received.on_day);
    one.facts.insert("it".to_owned(), text(&received.station));
    one.tags.push(one.what.clone());
    one.path = format!("/receptions/{}", received.id);
    one
}

/// What a voter said.
fn said(case: &Case) -> Line {
    let mut one = line(format!("heard:{}", case.id), "heard");
    one.on = Some(case.heard_on);
    one.facts.insert("it".to_owned(), text(&shown(case)));
    one.tags.push("heard".to_owned());
    became(&mut one, case, true);
    one.path = format!("/cases/{}", case.id);
    one
}

fn entry(entry: &Entry) -> Line {
    let by_hand = entry.code.is_empty();
    let what = if by_hand { "words".to_owned() } else { format!("filed-{}", entry.code) };
    let mut one = line(format!("entry:{}", entry.id), &what);
    one.on = Some(entry.on_day);
    if by_hand {
        one.facts.insert("it".to_owned(), text(&entry.words));
        one.notes.push(("reason".to_owned(), text(&entry.reason)));
        one.tags.push("by-hand".to_owned());
    } else {
        one.facts = serde_json::from_str(&entry.facts).unwrap_or_default();
        one.tags.push("filed".to_owned());
    }
    one.path.clone_from(&entry.path);
    one
}
