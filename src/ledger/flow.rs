//! The life of an act: from a draft until it counts. Pure; who may take a step is the permit's business.

use charter::RegistrationWay;

/// Where an act is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Written down, not yet declared.
    Draft,
    /// Declared; somebody is to verify it.
    Declared,
    /// It counts, unless a correction superseded it.
    Verified,
    /// Sent back with a reason; it may be declared again.
    Returned,
    /// Given up before it counted.
    Discarded,
}

/// What may be done with an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The person, or the organiser, says that it was done.
    Declare,
    /// The person takes the declaration back in order to change it.
    Recall,
    /// The commission finds it in order.
    Verify,
    /// The commission sends it back with a reason.
    Return,
    /// The person gives it up.
    Discard,
}

impl State {
    /// All states.
    pub const ALL: [State; 5] =
        [State::Draft, State::Declared, State::Verified, State::Returned, State::Discarded];

    /// The word in the database and in sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Declared => "declared",
            State::Verified => "verified",
            State::Returned => "returned",
            State::Discarded => "discarded",
        }
    }

    /// The state of a word.
    pub fn of_word(word: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Whether what it says may still be changed.
    pub fn is_open(self) -> bool {
        matches!(self, State::Draft | State::Returned)
    }
}

impl Step {
    /// All steps.
    pub const ALL: [Step; 5] = [Step::Declare, Step::Recall, Step::Verify, Step::Return, Step::Discard];

    /// The word in the journal and in sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            Step::Declare => "declare",
            Step::Recall => "recall",
            Step::Verify => "verify",
            Step::Return => "return",
            Step::Discard => "discard",
        }
    }
}

/// What follows a step, by the way the charter registers this kind of act; nothing when it may not be taken.
pub fn after(state: State, step: Step, way: RegistrationWay) -> Option<State> {
    match (state, step) {
        (State::Draft | State::Returned, Step::Declare) => Some(match way {
            // Whoever organised it registers it; it stands, and the person may object.
            RegistrationWay::OrganiserRegisters => State::Verified,
            RegistrationWay::DeclareAndVerify | RegistrationWay::ApplyAndAudit => State::Declared,
        }),
        (State::Declared, Step::Recall) => Some(State::Draft),
        (State::Declared, Step::Verify) => Some(State::Verified),
        (State::Declared, Step::Return) => Some(State::Returned),
        (State::Draft | State::Returned, Step::Discard) => Some(State::Discarded),
        _ => None,
    }
}
