//! The whole memory of a case: what the rules need to know, and nothing that can be worked out from it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::answer::{Answer, VoterNews};
use super::handover::Handover;
use super::state::{DueKind, State};
use super::words::words;

words! {
    /// Who raised it.
    Origin {
        /// A voter.
        Voter = "voter",
        /// A deputy.
        Deputy = "deputy",
    }
}

/// How a case begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Raising {
    /// By a voter, who may have named a deputy.
    Voter {
        /// Whether a deputy is named as the one concerned.
        deputy: bool,
    },
    /// By a deputy, perhaps passing on a voter's words.
    Deputy {
        /// Whether a voter waits for the answer too.
        voter: bool,
        /// How many other deputies are asked to co-sign.
        cosigners: u16,
    },
}

/// The co-signers a lead deputy asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cosigners {
    /// How many were asked.
    pub asked: u16,
    /// How many confirmed.
    pub confirmed: u16,
    /// How many declined.
    pub declined: u16,
}

/// A supervision that has not been concluded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supervision {
    /// The congress's side has been in contact with the proposer since it began.
    pub contacted_since: bool,
}

/// A deadline that passed and was taken higher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// How often it was taken higher.
    pub level: u8,
    /// The day by which this must have worked.
    pub on: NaiveDate,
}

/// The day something is due; the first day stays known after an escalation, so lateness can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// The due day.
    pub on: NaiveDate,
    /// What followed when it passed.
    pub escalation: Option<Escalation>,
}

impl Deadline {
    /// The next day somebody must look: the due day, or the escalation's.
    pub fn next(&self) -> NaiveDate {
        self.escalation.map_or(self.on, |escalation| escalation.on)
    }
}

/// What is due, when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// What is awaited.
    pub what: DueKind,
    /// By when.
    pub deadline: Deadline,
}

/// Everything the rules remember about a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    /// Where it is.
    pub state: State,
    /// 1 while first handled, 2 when rehandled, and so on.
    pub round: u8,
    /// Who raised it.
    pub origin: Origin,
    /// A voter waits for the answer.
    pub has_voter: bool,
    /// A deputy is named as the one concerned.
    pub has_deputy: bool,
    /// A deputy took the voter's opinion up as his or her suggestion.
    pub taken_up: bool,
    /// Those asked to co-sign.
    pub cosigners: Cosigners,
    /// What lies between the congress and the organs.
    pub handover: Handover,
    /// The latest reply.
    pub answer: Option<Answer>,
    /// What the voter knows of the outcome.
    pub voter: VoterNews,
    /// The supervision under way.
    pub supervised: Option<Supervision>,
    /// Not to be shown to the public.
    pub confidential: bool,
    /// Shown to the public.
    pub published: bool,
    /// The deadline of what is awaited; none once ended.
    pub deadline: Option<Deadline>,
}

impl Standing {
    /// A case as it is raised: `due` is the day for sorting, or for the co-signers if any are asked.
    pub fn raised(raising: Raising, confidential: bool, due: NaiveDate) -> Self {
        let (origin, has_voter, has_deputy, asked) = match raising {
            Raising::Voter { deputy } => (Origin::Voter, true, deputy, 0),
            Raising::Deputy { voter, cosigners } => (Origin::Deputy, voter, true, cosigners),
        };
        Standing {
            state: if asked > 0 { State::Cosigning } else { State::Raised },
            round: 1,
            origin,
            has_voter,
            has_deputy,
            taken_up: false,
            cosigners: Cosigners { asked, ..Cosigners::default() },
            handover: Handover::default(),
            answer: None,
            voter: VoterNews::default(),
            supervised: None,
            confidential,
            published: false,
            deadline: Some(Deadline { on: due, escalation: None }),
        }
    }
}
