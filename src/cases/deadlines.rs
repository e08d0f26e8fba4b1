//! Each due day, with how it was counted: by the charter in force on the day of the act and the congress's calendar.

use charter::{Calendar, Charter, Deadline, Due, Span};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::flow::{Rules, State};

/// A due day with the rule it comes from, kept beside the case so that a page can say how it was counted.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Counted {
    /// The word of the charter's deadline; `given` when people agreed on the day.
    pub rule: String,
    /// How it was counted; nothing when people agreed on the day.
    pub due: Option<Due>,
    /// The day.
    pub on: NaiveDate,
    /// From this day on it is warned of.
    pub warn_on: NaiveDate,
}

/// Counts days by the charter in force and the congress's calendar.
pub struct Count<'a> {
    /// The charter in force on the day of the act.
    pub charter: &'a Charter,
    /// Working days.
    pub calendar: &'a Calendar,
    /// The day of the act.
    pub today: NaiveDate,
}

impl Count<'_> {
    /// The due day of a rule, counted from today.
    pub fn from_today(&self, rule: Deadline) -> Counted {
        self.from(rule, self.today)
    }

    /// The due day of a rule, counted from a day.
    pub fn from(&self, rule: Deadline, day: NaiveDate) -> Counted {
        let given = self.charter.cases.deadline(rule);
        let due = self.calendar.add(given.span, day);
        let warn_on = self.calendar.before(given.warn_before, due.on);
        Counted { rule: rule.word().to_owned(), on: due.on, warn_on, due: Some(due) }
    }

    /// A day that people agreed on.
    pub fn given(&self, on: NaiveDate) -> Counted {
        let warn_on = self.calendar.before(self.charter.cases.warn_before.value, on);
        Counted { rule: "given".to_owned(), due: None, on, warn_on }
    }

    /// The latest day to which a reply may be extended, counted from the transfer.
    pub fn latest_reply(&self, transferred_on: NaiveDate) -> NaiveDate {
        self.from(Deadline::ExtendedReply, transferred_on).on
    }

    /// The last day on which the lead organ may return it, counted from the transfer.
    pub fn return_by(&self, transferred_on: NaiveDate) -> NaiveDate {
        self.from(Deadline::Return, transferred_on).on
    }

    /// The day by which an escalation must have worked.
    pub fn after_escalation(&self, state: State) -> NaiveDate {
        let span: Span = awaited(state).map_or(self.charter.cases.escalate_after.value, |rule| {
            self.charter.cases.deadline(rule).escalate_after
        });
        self.calendar.add(span, self.today).on
    }

    /// What the pure rules need of the charter.
    pub fn rules(&self) -> Rules {
        rules(self.charter)
    }
}

/// What the pure rules need of a charter.
pub fn rules(charter: &Charter) -> Rules {
    Rules {
        contact_before_reply: charter.cases.contact_required_before_reply.value,
        co_opinions_before_reply: charter.cases.co_opinions_required_before_reply.value,
        extensions: charter.cases.extensions_allowed.value,
        rehandle_rounds: charter.cases.rehandle_rounds.value,
    }
}

/// The charter's deadline for what a state awaits.
fn awaited(state: State) -> Option<Deadline> {
    Some(match state {
        State::Cosigning => Deadline::CosignerConfirm,
        State::Raised => Deadline::Sort,
        State::WithDeputy => Deadline::TakeUp,
        State::Examining => Deadline::Examine,
        State::Transferred => Deadline::SignFor,
        State::Returned => Deadline::Transfer,
        State::Handling => Deadline::Reply,
        State::Replied => Deadline::Evaluate,
        State::Promised => Deadline::Close,
        _ => return None,
    })
}
