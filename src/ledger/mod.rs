//! The one ledger (履职台账): acts, what counts as duty done, each with its evidence. Features write here through one
//! face, in the transaction of their own change; nothing else counts, and nobody types a number that it can derive.
//!
//! An act's way: a feature writes its own row and hands a [`NewAct`] to [`enter`], in one transaction, as a draft, as
//! declared, or (what the system saw itself) by [`witness`] as verified. The charter's way of registration says who
//! makes it count: the commission verifies what a person declares; what an organiser registers stands at once and the
//! person may object; what a person applies for is audited and published each quarter. [`flow::after`] is the one
//! place that says what may follow. A verified act is never edited: a correction is an act of its own that supersedes
//! it. With each act that begins or ceases to count, the running counters of the charter's duties move along
//! (`counts`), in the same transaction; a recount from the acts alone gives the same.
//!
//! * `flow`: the life of an act, pure
//! * `acts`: entering, declaring, taking back; verifying and returning
//! * `corrections`: an act that supersedes another
//! * `parties`: whoever was on the other side confirms or objects; objections and their answers
//! * `counts`: the running counters, and the books they are counted by
//! * `publish`: what was audited, published for a quarter
//! * `store`: the SQL; nothing else writes to these tables
//! * `pages`: the queue of what waits to be verified, an act with its history, objections, the published quarters

pub mod acts;
pub mod corrections;
pub mod counts;
pub mod flow;
pub mod pages;
pub mod parties;
pub mod publish;
pub mod store;
#[cfg(test)]
mod tests;

use charter::{ActKind, RegistrationWay};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

pub use acts::{enter, witness};
pub use flow::{State, Step};

/// How an act came into the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The system saw it itself: an opinion raised here.
    Witnessed,
    /// One of the charter's ways of registration (clause 9).
    Registered(RegistrationWay),
}

impl Way {
    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Way::Witnessed => "witnessed",
            Way::Registered(way) => way.word(),
        }
    }

    /// The way of a word.
    pub fn of_word(word: &str) -> Option<Way> {
        if word == "witnessed" {
            return Some(Way::Witnessed);
        }
        RegistrationWay::from_word(word).map(Way::Registered)
    }
}

/// An act to be written.
#[derive(Debug, Clone)]
pub struct NewAct {
    /// Who did it.
    pub person: Uuid,
    /// What.
    pub kind: ActKind,
    /// On which day.
    pub on_day: NaiveDate,
    /// By which of the charter's methods; empty when the kind has none.
    pub method: String,
    /// The charter's words for what it was about.
    pub topics: Vec<String>,
    /// Where, in words.
    pub place: String,
    /// For which constituency.
    pub constituency: Option<Uuid>,
    /// Who was on the other side.
    pub parties: Vec<Uuid>,
    /// The kind of record that shows it: `case`, `contact`.
    pub evidence: &'static str,
    /// Which.
    pub evidence_id: Uuid,
    /// The office that registers it for others.
    pub office: Option<Uuid>,
}

impl NewAct {
    /// An act with nothing but who, what, when and the record that shows it.
    pub fn new(person: Uuid, kind: ActKind, on_day: NaiveDate, evidence: (&'static str, Uuid)) -> Self {
        Self {
            person,
            kind,
            on_day,
            method: String::new(),
            topics: Vec::new(),
            place: String::new(),
            constituency: None,
            parties: Vec::new(),
            evidence: evidence.0,
            evidence_id: evidence.1,
            office: None,
        }
    }

    /// Who is asked whether it was so: those named in it, and for whom an office registers it.
    pub fn asked(&self) -> Vec<Uuid> {
        let registered = self.office.is_some() && self.kind != ActKind::Merit;
        self.parties.iter().copied().chain(registered.then_some(self.person)).collect()
    }
}

/// An act as recorded.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Act {
    /// Its id.
    pub id: Uuid,
    /// Who did it.
    pub person_id: Uuid,
    /// The word of its kind.
    pub kind: String,
    /// The day.
    pub on_day: NaiveDate,
    /// The code of its method.
    pub method: String,
    /// The charter's words, separated by blanks.
    pub topics: String,
    /// Where.
    pub place: String,
    /// For which constituency.
    pub constituency_id: Option<Uuid>,
    /// The kind of record that shows it.
    pub evidence: String,
    /// Which.
    pub evidence_id: Uuid,
    /// The word of its [`Way`].
    pub way: String,
    /// The word of its [`State`].
    pub state: String,
    /// The office that registered it for others.
    pub office_id: Option<Uuid>,
    /// Who entered it.
    pub entered_by: Option<Uuid>,
    /// When.
    pub entered_at: DateTime<Utc>,
    /// When it was declared.
    pub declared_on: Option<NaiveDate>,
    /// The last day on which declaring it was in time.
    pub timely_until: Option<NaiveDate>,
    /// Since when it counts, or when it was returned; none for what the system witnessed itself.
    pub decided_at: Option<DateTime<Utc>>,
    /// Why it was last returned, until it is verified; or why it corrects another.
    pub note: String,
    /// The act it corrects.
    pub supersedes_id: Option<Uuid>,
    /// The act that corrected it.
    pub superseded_by: Option<Uuid>,
    /// A correction that leaves nothing.
    pub void: bool,
    /// How often it was changed.
    pub version: i64,
}

impl Act {
    /// Its kind; none for a word of a later program.
    pub fn kind(&self) -> Option<ActKind> {
        ActKind::from_word(&self.kind)
    }

    /// Its state.
    pub fn state(&self) -> Option<State> {
        State::of_word(&self.state)
    }

    /// Whether it counts: verified, not superseded, and not taken back.
    pub fn counts(&self) -> bool {
        self.state == State::Verified.word() && self.superseded_by.is_none() && !self.void
    }

    /// Whether an event shows it: being there, or speaking there.
    pub fn is_of_event(&self) -> bool {
        self.evidence == "event"
    }

    /// Whether a step may follow now, whoever would take it.
    pub fn allows(&self, step: Step) -> bool {
        self.state().and_then(|state| flow::after(state, step, self.registered_by())).is_some()
    }

    /// Whether it was declared later than the charter's days allow.
    pub fn is_late(&self) -> bool {
        matches!((self.declared_on, self.timely_until), (Some(on), Some(until)) if on > until)
    }

    /// By which of the charter's ways it was registered; what the system saw itself is as if it had been verified.
    pub fn registered_by(&self) -> RegistrationWay {
        match Way::of_word(&self.way) {
            Some(Way::Registered(way)) => way,
            Some(Way::Witnessed) | None => RegistrationWay::DeclareAndVerify,
        }
    }

    /// Where the record that shows it is, which is where its person declares it, takes it back or gives it up; empty
    /// where it has no page.
    pub fn evidence_path(&self) -> String {
        record_path(&self.evidence, self.evidence_id)
    }
}

/// Where the page of a record that shows an act is; empty for a kind without one.
pub fn record_path(kind: &str, id: Uuid) -> String {
    let folder = match kind {
        "case" => "cases",
        "contact" => "contacts",
        "outreach" => "outreach",
        "merit" => "merits",
        "event" => "events",
        "report" => "reporting",
        _ => return String::new(),
    };
    format!("/{folder}/{id}")
}
