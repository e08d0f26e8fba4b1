//! Clauses 2, 7 and 9: who must do what how often, how it is registered, and what it is worth.

use std::collections::BTreeMap;

use crate::clauses::{Rule, Source, Text};
use crate::deadlines::read_span;
use crate::mistake::Mistake;
use crate::period::Per;
use crate::reader::Node;
use crate::span::Span;
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

worded! {
    /// How acts come into the ledger.
    pub enum RegistrationWay {
        /// The person declares, the commission verifies.
        DeclareAndVerify = "declare_and_verify",
        /// Whoever organised it registers for all; a person may object.
        OrganiserRegisters = "organiser_registers",
        /// The person applies, the commission audits and publishes.
        ApplyAndAudit = "apply_and_audit",
    }
}

worded! {
    /// When a line of the points table is booked.
    pub enum When {
        /// For every verified act.
        Each = "each",
        /// For an act registered late.
        Late = "late",
        /// For each act short of the duty when its period ends.
        Missed = "missed",
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

/// One line of the points table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointsLine {
    /// What the database keeps.
    pub code: String,
    /// What people read.
    pub label: Text,
    /// Whose points.
    pub who: Who,
    /// For which act.
    pub act: ActKind,
    /// On which occasion.
    pub when: When,
    /// How many; below zero is a deduction.
    pub points: i16,
    /// The most this line may add (or take away) in a calendar year.
    pub cap_per_year: Option<u16>,
    /// Where it comes from.
    pub source: Source,
}

/// How acts are registered (clause 9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// The way.
    pub way: Rule<RegistrationWay>,
    /// An act registered later than this after its day is marked late.
    pub late_after: Rule<Span>,
}

pub(crate) fn read_registration(node: &Node) -> Result<Registration, Mistake> {
    let table = node.table(&["way", "late_after"])?;
    Ok(Registration {
        way: Rule::read(&table.need("way")?, "is", Node::one_of)?,
        late_after: read_span(&table.need("late_after")?)?,
    })
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

pub(crate) fn read_points(node: &Node) -> Result<Vec<PointsLine>, Mistake> {
    let mut used = BTreeMap::new();
    let mut lines = Vec::new();
    for item in node.list()? {
        let table = item.table(&[
            "code",
            "zh",
            "en",
            "who",
            "act",
            "when",
            "points",
            "cap_per_year",
            "clause",
            "choice",
        ])?;
        let worth = table.need("points")?;
        let points = worth.whole(-1000, 1000)?;
        if points == 0 {
            return Err(worth.mistake("points other than 0", "the number 0"));
        }
        lines.push(PointsLine {
            code: table.new_code(&mut used)?,
            label: Text::read_keys(&table)?,
            who: table.need("who")?.one_of()?,
            act: table.need("act")?.one_of()?,
            when: table.need("when")?.one_of()?,
            points,
            cap_per_year: match table.may("cap_per_year") {
                Some(cap) => Some(cap.whole(1, 10_000)?),
                None => None,
            },
            source: table.source()?,
        });
    }
    Ok(lines)
}
