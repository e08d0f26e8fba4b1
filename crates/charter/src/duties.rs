//! Clauses 2 and 7: who must do what how often.

use std::collections::BTreeMap;

use crate::clauses::{Source, Text};
use crate::mistake::Mistake;
use crate::period::Per;
use crate::reader::Node;
use crate::worded::worded;

worded! {
    /// Whose duty or points.
    pub enum Who {
        /// 常委会组成人员.
        CommitteeMember = "committee_member",
        /// 代表.
        Deputy = "deputy",
    }
}

worded! {
    /// What counts as duty done (履职行为).
    pub enum ActKind {
        /// A committee member's contact with a deputy.
        Contact = "contact",
        /// A deputy's activity with voters.
        Outreach = "outreach",
        /// Present at a meeting, inspection, research or enforcement check.
        Attendance = "attendance",
        /// A speech at one of them.
        Speech = "speech",
        /// A duty report to the constituency.
        DutyReport = "duty_report",
        /// An opinion raised or taken up.
        OpinionRaised = "opinion_raised",
        /// Somebody else's opinion co-signed.
        OpinionCosigned = "opinion_cosigned",
        /// A reply evaluated.
        OpinionEvaluated = "opinion_evaluated",
        /// A training attended.
        Training = "training",
        /// A commendation: worth a bonus once it is approved.
        Merit = "merit",
    }
}

worded! {
    /// With whom, or where, an act must be done to count for a duty.
    pub enum Scope {
        /// So many with each deputy assigned to the member.
        EachAssignedDeputy = "each_assigned_deputy",
        /// So many in the constituency that elected the deputy (原选区).
        OwnConstituency = "own_constituency",
        /// With anybody, anywhere.
        Any = "any",
    }
}

/// Somebody must do something so often in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// What the database keeps.
    pub code: String,
    /// What people read.
    pub label: Text,
    /// Who must do it.
    pub who: Who,
    /// What must be done.
    pub act: ActKind,
    /// How often at least.
    pub at_least: u16,
    /// In which period.
    pub per: Per,
    /// With whom or where.
    pub scope: Scope,
    /// Where it comes from.
    pub source: Source,
}

pub(crate) fn read_duties(node: &Node) -> Result<Vec<Duty>, Mistake> {
    let mut used = BTreeMap::new();
    let mut duties = Vec::new();
    for item in node.list()? {
        let table =
            item.table(&["code", "zh", "en", "who", "act", "at_least", "per", "scope", "clause", "choice"])?;
        duties.push(Duty {
            code: table.new_code(&mut used)?,
            label: Text::read_keys(&table)?,
            who: table.need("who")?.one_of()?,
            act: table.need("act")?.one_of()?,
            at_least: table.need("at_least")?.whole(1, 366)?,
            per: table.need("per")?.one_of()?,
            scope: table.need("scope")?.one_of()?,
            source: table.source()?,
        });
    }
    Ok(duties)
}
