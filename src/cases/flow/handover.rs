//! What lies between the congress and the organs: who takes part, who has been heard, and how much time there is.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The co-organs, each counted once where it stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoOrgans {
    /// Have not signed for it.
    pub waiting: u8,
    /// Signed for it and owe their opinion.
    pub signed: u8,
    /// Gave their opinion.
    pub given: u8,
    /// Need not give one.
    pub excused: u8,
}

/// The lead organ's contacts with the deputy in this round.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contacts {
    /// Before it signed for the case.
    pub before: u16,
    /// While it handled the case.
    pub during: u16,
    /// After it replied.
    pub after: u16,
}

/// More time for the reply.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// The day asked for, while nobody has decided.
    pub asked: Option<NaiveDate>,
    /// How often more time was granted.
    pub granted: u8,
}

/// What lies between the congress and the organs; begins anew with another lead organ.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handover {
    /// The organs that take part.
    pub co_organs: CoOrgans,
    /// The lead organ's contacts with the deputy.
    pub contacts: Contacts,
    /// The transfer was upheld against a return, so it cannot be returned again.
    pub upheld: bool,
    /// The lead organ's requests for more time.
    pub extension: Extension,
}

impl CoOrgans {
    /// Whether an opinion is still owed.
    pub fn owed(&self) -> bool {
        self.waiting > 0 || self.signed > 0
    }
}

impl Contacts {
    /// Whether the deputy has been contacted before the reply.
    pub fn before_reply(&self) -> bool {
        self.before > 0 || self.during > 0
    }
}
