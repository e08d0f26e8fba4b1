//! Contacts as people read them: the words of the charter, the state, those contacted, what happened.

use charter::Vocabulary;
use serde_json::Value;
use uuid::Uuid;

use crate::access::{Actor, Visit};
use crate::base::page::Ui;
use crate::base::{App, Result};
use crate::contacts::store::Contact;
use crate::journal;
use crate::ledger::store::Party;
use crate::ledger::{self, State};
use crate::people;

/// Characters of what was said that a line shows.
const SHOWN: usize = 42;

/// A contact as a line people read.
pub struct Line {
    /// Where it is.
    pub href: String,
    /// The member.
    pub member: String,
    /// The list of this member's.
    pub of_member: String,
    /// Those contacted.
    pub deputies: String,
    /// The day.
    pub day: String,
    /// The method.
    pub way: String,
    /// The beginning of what was said.
    pub said: String,
    /// The shape of the status word.
    pub kind: &'static str,
    /// The status word.
    pub state: String,
    /// Declared late.
    pub late: bool,
    /// Why it was returned.
    pub note: String,
    /// Where the deputy who reads confirms it; empty when there is nothing to confirm.
    pub confirm: String,
}

/// The charter's word for a code, as it was on the day.
pub fn word(app: &App, visit: &Visit, contact: &Contact, (list, code): (Vocabulary, &str)) -> Result<String> {
    let charter = app.charters(&visit.home.charter)?.in_force(contact.on_day);
    let word = charter.and_then(|charter| charter.word(list, code));
    Ok(word.map_or(code, |word| word.label.pick(visit.ui.lang.code())).to_owned())
}

/// What it was about, each in the charter's words.
pub fn topics(app: &App, visit: &Visit, contact: &Contact) -> Result<Vec<String>> {
    let codes = contact.topics.split_whitespace();
    codes.map(|code| word(app, visit, contact, (Vocabulary::ContactTopics, code))).collect()
}

/// The shape and the word of a state.
pub fn state_tag(ui: &Ui, contact: &Contact) -> (&'static str, String) {
    if contact.void {
        return ("stop", ui.t("contacts-void"));
    }
    let kind = match contact.state() {
        Some(State::Draft) => "new",
        Some(State::Declared) => "wait",
        Some(State::Verified) => "done",
        Some(State::Returned) => "late",
        Some(State::Discarded) | None => "stop",
    };
    (kind, ui.word("contacts-state", &contact.state))
}

/// Lines as people read them.
pub async fn lines(app: &App, visit: &Visit, found: Vec<Contact>) -> Result<Vec<Line>> {
    let (ui, own) = (&visit.ui, visit.actor.person);
    let acts: Vec<Uuid> = found.iter().map(|contact| contact.act_id).collect();
    let parties = ledger::store::parties_of_all(&app.db, visit.home.id, &acts).await?;
    let mut lines = Vec::new();
    for contact in found {
        let with: Vec<&Party> = parties.iter().filter(|party| party.act_id == contact.act_id).collect();
        let names: Vec<&str> = with.iter().map(|party| party.name.as_str()).collect();
        let asked = with.iter().any(|party| Some(party.person_id) == own && party.answer.is_empty());
        let (kind, state) = state_tag(ui, &contact);
        let beginning: String = contact.said.chars().take(SHOWN).collect();
        let whole = contact.said.chars().count() <= SHOWN;
        lines.push(Line {
            href: format!("/contacts/{}", contact.id),
            of_member: format!("/contacts?member={}&show=all", contact.member_id),
            deputies: names.join(&ui.t("contacts-comma")),
            day: ui.date(contact.on_day),
            way: word(app, visit, &contact, (Vocabulary::ContactMethods, &contact.method))?,
            said: if whole { beginning } else { format!("{beginning}…") },
            kind,
            state,
            late: contact.is_late(),
            note: if contact.state() == Some(State::Returned) { contact.note } else { String::new() },
            confirm: if asked { format!("/acts/{}/confirmation", contact.act_id) } else { String::new() },
            member: contact.member,
        });
    }
    Ok(lines)
}

/// Something that happened to a contact, in words.
pub struct Event {
    /// When.
    pub when: String,
    /// What.
    pub text: String,
    /// In which role it was done.
    pub who: String,
}

/// What happened to a contact and its acts, the latest first. That the commission looked at what was confided is told
/// to whoever may know that something was.
pub async fn events(app: &App, visit: &Visit, contact: &Contact, confided: bool) -> Result<Vec<Event>> {
    let (db, actor, ui): (_, &Actor, &Ui) = (&app.db, &visit.actor, &visit.ui);
    let mut entries = journal::by_subject(db, actor.congress, contact.id).await?;
    for act in ledger::store::of_evidence(db, actor.congress, contact.id).await? {
        entries.extend(journal::by_subject(db, actor.congress, act.id).await?);
    }
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.seq));
    let mut events = Vec::new();
    for entry in entries {
        // The ledger's words say the same of the same moment.
        let twice = matches!(entry.kind.as_str(), "contact.amended" | "act.drafted");
        if twice || (entry.kind == "contact.confidence-read" && !confided) {
            continue;
        }
        let facts: Value = serde_json::from_str(&entry.facts).unwrap_or_default();
        let mut who = ui.word("role", &entry.role);
        if entry.kind == "act.confirmed"
            && let Some(person) = facts.get("person").and_then(Value::as_str).and_then(|id| id.parse().ok())
        {
            who = people::store::name(db, actor.congress, person).await?;
        }
        let text = ui.t(&format!("contacts-did-{}", entry.kind.replace('.', "-")));
        events.push(Event { when: ui.moment(entry.at), text, who });
    }
    Ok(events)
}
