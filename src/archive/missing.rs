//! What an archive still lacks: computed, never reported by anybody.

use charter::{ActKind, Charter, Per};

use super::store::Lacking;

/// Something that is lacking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// No contact with voters counts yet this year, and the charter asks for one.
    Contacts,
    /// No duty report yet in this term, and the charter asks for one.
    Report,
    /// Acts wait to be verified.
    Waiting,
    /// Unit, position, field of work or telephone are missing in the register.
    Basics,
    /// A request for a correction waits for its answer.
    Asked,
}

impl Lack {
    /// The word in sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            Lack::Contacts => "contacts",
            Lack::Report => "report",
            Lack::Waiting => "waiting",
            Lack::Basics => "basics",
            Lack::Asked => "asked",
        }
    }
}

/// What is lacking, each with how many.
pub fn lacks(of: &Lacking, charter: &Charter) -> Vec<(Lack, i64)> {
    let asks =
        |kind: ActKind, per: Per| charter.duties.iter().any(|duty| duty.act == kind && duty.per == per);
    let empty = [&of.unit, &of.post, &of.field, &of.phone].into_iter().filter(|it| it.is_empty()).count();
    let found = [
        (Lack::Contacts, i64::from(of.contacts == 0 && asks(ActKind::Outreach, Per::Year))),
        (Lack::Report, i64::from(of.reports == 0 && asks(ActKind::DutyReport, Per::Term))),
        (Lack::Waiting, of.waiting),
        (Lack::Basics, empty as i64),
        (Lack::Asked, of.asked),
    ];
    found.into_iter().filter(|(_, n)| *n > 0).collect()
}
