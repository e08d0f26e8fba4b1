use charter::{ActKind, Charter, Charters, Source, Vocabulary, Word};
use uuid::Uuid;

use crate::access::{self, Actor, Permit, Visit};
use crate::base::page::{Link, Ui};
use crate::base::{App, Conn, Error, Result};
use crate::bodies;
use crate::ledger::store::Party;
use crate::ledger::{Act, Way, record_path};

/// Acts in words: the site's, and those of the charter in force on the day of each.
pub(super) struct Words<'a> {
    ui: &'a Ui,
    charters: &'a Charters,
}

/// Somebody on the other side, with the shape and the word of what he or she says of it.
pub(super) struct Named {
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) answer: String,
}

/// By which methods and about what an act of a kind is.
fn lists(kind: Option<ActKind>) -> [Vocabulary; 2] {
    match kind {
        Some(ActKind::Contact) => [Vocabulary::ContactMethods, Vocabulary::ContactTopics],
        Some(ActKind::Attendance) => [Vocabulary::EventKinds, Vocabulary::ContactTopics],
        _ => [Vocabulary::OutreachMethods, Vocabulary::OutreachPurposes],
    }
}

impl<'a> Words<'a> {
    pub(super) async fn of(app: &'a App, visit: &'a Visit) -> Result<Self> {
        let code = bodies::store::charter_code(&app.db, visit.home.id).await?;
        Ok(Self { ui: &visit.ui, charters: app.charters(&code)? })
    }

    fn charter(&self, act: &Act) -> &Charter {
        self.charters.in_force(act.on_day).unwrap_or_else(|| self.charters.latest())
    }

    fn word(&self, act: &Act, list: Vocabulary, code: &str) -> String {
        let word = self.charter(act).word(list, code);
        word.map_or(code, |word| word.label.pick(self.ui.lang.code())).to_owned()
    }

    /// What kind of act it is.
    pub(super) fn kind(&self, act: &Act) -> String {
        self.ui.word("act-kind", &act.kind)
    }

    /// By which method; empty where the kind has none.
    pub(super) fn method(&self, act: &Act) -> String {
        let [methods, _] = lists(act.kind());
        if act.method.is_empty() { String::new() } else { self.word(act, methods, &act.method) }
    }

    /// What it was about, one after the other.
    pub(super) fn topics(&self, act: &Act) -> String {
        let [_, topics] = lists(act.kind());
        let topics: Vec<String> =
            act.topics.split_whitespace().map(|code| self.word(act, topics, code)).collect();
        topics.join(&self.ui.t("ledger-semicolon"))
    }

    /// The topics that acts of a kind may have.
    pub(super) fn topics_of(&self, kind: ActKind) -> &[Word] {
        self.charters.latest().words(lists(Some(kind))[1])
    }

    /// The shape and the word of its state, as it counts now.
    pub(super) fn state(&self, act: &Act) -> (&'static str, String) {
        let shown = if act.superseded_by.is_some() {
            ("stop", "superseded")
        } else if act.void {
            ("stop", "void")
        } else {
            let kind = match act.state.as_str() {
                "declared" => "wait",
                "verified" => "done",
                "returned" => "late",
                "discarded" => "stop",
                _ => "new",
            };
            (kind, act.state.as_str())
        };
        (shown.0, self.ui.word("act-state", shown.1))
    }

    /// How it came into the ledger.
    pub(super) fn way(&self, act: &Act) -> String {
        self.ui.word("act-way", Way::of_word(&act.way).map_or("witnessed", Way::word))
    }

    /// Whether it was declared in time, and by which rule; nothing where it was never declared.
    pub(super) fn counted(&self, act: &Act) -> Vec<String> {
        let (Some(on), Some(until)) = (act.declared_on, act.timely_until) else { return Vec::new() };
        let (ui, rule) = (self.ui, &self.charter(act).registration.late_after);
        let source = match &rule.source {
            Source::Clause(number) => ui.t1("ledger-by-clause", "n", *number),
            Source::Choice(why) => why.pick(ui.lang.code()).to_owned(),
        };
        vec![ui.t2("ledger-counted", "on", ui.date(on), "until", ui.date(until)), source]
    }

    /// Those on the other side of an act, out of many.
    pub(super) fn parties(&self, act: Uuid, all: &[Party]) -> Vec<Named> {
        let of_act = all.iter().filter(|party| party.act_id == act);
        let named = |party: &Party| {
            let (kind, answer) = match party.answer.as_str() {
                "confirmed" => ("done", "confirmed"),
                "objected" => ("late", "objected"),
                _ => ("new", "open"),
            };
            Named { name: party.name.clone(), kind, answer: self.ui.word("act-answer", answer) }
        };
        of_act.map(named).collect()
    }

    /// Where the record that shows an act is, for whoever may read it.
    pub(super) fn evidence(&self, actor: &Actor, act: &Act) -> Option<Link> {
        self.record(actor, &act.evidence, act.evidence_id)
    }

    /// A record of a kind, for whoever may read it.
    pub(super) fn record(&self, actor: &Actor, kind: &str, id: Uuid) -> Option<Link> {
        let permit = match kind {
            "case" => Permit::CaseRead,
            "contact" => Permit::ContactRead,
            "outreach" => Permit::OutreachRead,
            "merit" => Permit::MeritRead,
            "event" => Permit::EventRead,
            _ => return None,
        };
        let link = || Link::new(record_path(kind, id), self.ui.word("act-evidence", kind));
        actor.may(permit).then(link)
    }
}

/// The name of an account; empty when it was revoked meanwhile.
pub(super) async fn account(at: &impl Conn, congress: Uuid, id: Option<Uuid>) -> Result<String> {
    let Some(id) = id else { return Ok(String::new()) };
    match access::store::actor(at, congress, id).await {
        Ok(actor) => Ok(actor.name),
        Err(Error::NotFound) => Ok(String::new()),
        Err(other) => Err(other),
    }
}
