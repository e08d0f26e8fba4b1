//! The life of a duty report: from a draft until it was given. Pure; who may take a step is the acts' business.

/// Where a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// It is being written.
    Draft,
    /// Its writer has done; it waits for its day.
    Submitted,
    /// Its day and place are told to the constituency.
    Planned,
    /// It was given, and is public.
    Given,
    /// It was published and is not valid any more.
    Withdrawn,
    /// Given up before anybody read it.
    Discarded,
}

/// What may be done with a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Change what it says.
    Write,
    /// Say that it is ready.
    Submit,
    /// Take it back in order to write on.
    Recall,
    /// The office sends it back with a reason.
    Return,
    /// Give it up.
    Discard,
    /// Say when and where, or change that.
    Plan,
    /// Call the day off.
    CallOff,
    /// It was given: the act is entered.
    Give,
    /// What was entered of it is taken back in order to change it.
    TakeBack,
    /// Its day is put right, by a correction in the ledger.
    Correct,
    /// It does not stand any more, with a correction in the ledger.
    Withdraw,
}

/// Where its act in the ledger is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counted {
    /// There is none yet.
    Nothing,
    /// A draft, or sent back: it may be declared again.
    Open,
    /// Declared; somebody is to verify it.
    Declared,
    /// It counts.
    Counts,
    /// It was verified and does not count any more.
    Void,
}

impl State {
    /// All states.
    pub const ALL: [State; 6] =
        [State::Draft, State::Submitted, State::Planned, State::Given, State::Withdrawn, State::Discarded];

    /// The word in the database and in sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Submitted => "submitted",
            State::Planned => "planned",
            State::Given => "given",
            State::Withdrawn => "withdrawn",
            State::Discarded => "discarded",
        }
    }

    /// The state of a word.
    pub fn of_word(word: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.word() == word)
    }

    /// The shape of its word on a page.
    pub fn shape(self) -> &'static str {
        match self {
            State::Draft => "new",
            State::Submitted => "wait",
            State::Planned => "go",
            State::Given => "done",
            State::Withdrawn | State::Discarded => "stop",
        }
    }

    /// Whether everybody may know of it.
    pub fn is_public(self) -> bool {
        matches!(self, State::Planned | State::Given | State::Withdrawn)
    }
}

impl Step {
    /// All steps.
    pub const ALL: [Step; 11] = [
        Step::Write,
        Step::Submit,
        Step::Recall,
        Step::Return,
        Step::Discard,
        Step::Plan,
        Step::CallOff,
        Step::Give,
        Step::TakeBack,
        Step::Correct,
        Step::Withdraw,
    ];

    /// The word in the journal.
    pub fn word(self) -> &'static str {
        match self {
            Step::Write => "written",
            Step::Submit => "submitted",
            Step::Recall => "recalled",
            Step::Return => "returned",
            Step::Discard => "discarded",
            Step::Plan => "planned",
            Step::CallOff => "called-off",
            Step::Give => "given",
            Step::TakeBack => "taken-back",
            Step::Correct => "corrected",
            Step::Withdraw => "withdrawn",
        }
    }
}

/// What follows a step; nothing when it may not be taken.
pub fn after(state: State, step: Step, act: Counted) -> Option<State> {
    match (state, step) {
        (State::Draft | State::Submitted | State::Planned, Step::Write) => Some(state),
        (State::Draft, Step::Submit) => Some(State::Submitted),
        (State::Draft, Step::Discard) => Some(State::Discarded),
        (State::Submitted, Step::Recall | Step::Return) => Some(State::Draft),
        (State::Submitted | State::Planned, Step::Plan) => Some(State::Planned),
        (State::Planned, Step::CallOff) => Some(State::Submitted),
        // What was given before anybody planned it here is entered afterwards; what was sent back is entered again.
        (State::Submitted | State::Planned, Step::Give)
            if matches!(act, Counted::Nothing | Counted::Open) =>
        {
            Some(State::Given)
        }
        (State::Given, Step::Give) if act == Counted::Open => Some(State::Given),
        (State::Given, Step::TakeBack) if act == Counted::Declared => Some(State::Planned),
        (State::Given, Step::Correct) if act == Counted::Counts => Some(State::Given),
        (State::Given, Step::Withdraw) => Some(State::Withdrawn),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACTS: [Counted; 5] =
        [Counted::Nothing, Counted::Open, Counted::Declared, Counted::Counts, Counted::Void];

    #[test]
    fn a_report_goes_from_the_draft_to_the_day_on_which_it_was_given() {
        let way = [
            (Step::Write, State::Draft),
            (Step::Submit, State::Submitted),
            (Step::Plan, State::Planned),
            (Step::Plan, State::Planned),
            (Step::Write, State::Planned),
            (Step::Give, State::Given),
        ];
        let end = way.into_iter().fold(State::Draft, |state, (step, then)| {
            assert_eq!(after(state, step, Counted::Nothing), Some(then), "{step:?}");
            then
        });
        assert_eq!(after(end, Step::Withdraw, Counted::Counts), Some(State::Withdrawn));
    }

    #[test]
    fn what_was_given_is_written_no_more_and_given_again_only_when_it_was_sent_back() {
        for act in ACTS {
            assert_eq!(after(State::Given, Step::Write, act), None);
            assert_eq!(after(State::Given, Step::Plan, act), None);
            assert_eq!(after(State::Given, Step::Give, act).is_some(), act == Counted::Open, "{act:?}");
            assert_eq!(after(State::Given, Step::TakeBack, act).is_some(), act == Counted::Declared);
            assert_eq!(after(State::Given, Step::Correct, act).is_some(), act == Counted::Counts);
        }
        // An act is not entered twice, whatever the way there.
        for state in [State::Submitted, State::Planned] {
            for act in [Counted::Declared, Counted::Counts, Counted::Void] {
                assert_eq!(after(state, Step::Give, act), None, "{state:?} {act:?}");
            }
        }
    }

    #[test]
    fn nothing_follows_the_end_and_nobody_gives_what_was_not_submitted() {
        for step in Step::ALL {
            for act in ACTS {
                assert_eq!(after(State::Withdrawn, step, act), None);
                assert_eq!(after(State::Discarded, step, act), None);
            }
        }
        assert_eq!(after(State::Draft, Step::Give, Counted::Nothing), None);
        assert_eq!(after(State::Draft, Step::Plan, Counted::Nothing), None);
        assert_eq!(after(State::Submitted, Step::Discard, Counted::Nothing), None);
        assert_eq!(after(State::Submitted, Step::CallOff, Counted::Nothing), None);
    }

    #[test]
    fn words_lead_back() {
        for state in State::ALL {
            assert_eq!(State::of_word(state.word()), Some(state));
        }
        assert_eq!(State::of_word("held"), None);
    }
}
