//! How a duty shrinks with the time served, when people are reminded of it, and who is ranked.

use crate::clauses::Rule;
use crate::mistake::Mistake;
use crate::reader::Node;
use crate::worded::worded;

worded! {
    /// How a part of one act is rounded.
    pub enum Rounding {
        /// To the whole below.
        Down = "down",
        /// To the whole that is nearest; a half goes up.
        Nearest = "nearest",
        /// To the whole above.
        Up = "up",
    }
}

impl Rounding {
    /// A fraction as a whole number; `parts` must not be 0.
    pub fn whole(self, of: u64, parts: u64) -> u64 {
        match self {
            Rounding::Down => of / parts,
            Rounding::Nearest => (2 * of + parts) / (2 * parts),
            Rounding::Up => of.div_ceil(parts),
        }
    }
}

worded! {
    /// What days of approved leave, or of suspension, are.
    pub enum LeaveCounts {
        /// Not served: less is owed.
        Absence = "absence",
        /// Served: as much is owed as without.
        Presence = "presence",
    }
}

/// How a duty shrinks when only a part of its period is served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// The share of the days served, rounded like this, is owed.
    pub part_of_period: Rule<Rounding>,
    /// What days of leave are.
    pub leave: Rule<LeaveCounts>,
}

impl Service {
    pub(crate) fn read(node: &Node) -> Result<Service, Mistake> {
        let table = node.table(&["part_of_period", "leave"])?;
        Ok(Service {
            part_of_period: Rule::read(&table.need("part_of_period")?, "rounding", Node::one_of)?,
            leave: Rule::read(&table.need("leave")?, "counts_as", Node::one_of)?,
        })
    }
}

/// When people are reminded of what they still owe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminders {
    /// So many days before the period of a duty ends, most first.
    pub before_period_ends: Rule<Vec<u16>>,
}

impl Reminders {
    pub(crate) fn read(node: &Node) -> Result<Reminders, Mistake> {
        let table = node.table(&["before_period_ends"])?;
        Ok(Reminders {
            before_period_ends: Rule::read(&table.need("before_period_ends")?, "days", falling_days)?,
        })
    }
}

pub(crate) fn falling_days(node: &Node) -> Result<Vec<u16>, Mistake> {
    let mut days = Vec::new();
    for item in node.list()? {
        let number = item.whole(1, 366)?;
        if let Some(before) = days.last().filter(|before| number >= **before) {
            return Err(item
                .mistake(format!("fewer days than the {before} before it"), format!("the number {number}")));
        }
        days.push(number);
    }
    if days.is_empty() {
        return Err(node.mistake("at least one number of days", "an empty list"));
    }
    Ok(days)
}

/// Who is ranked against whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranking {
    /// Persons are ranked against one another by their points.
    pub between_persons: Rule<bool>,
}

impl Ranking {
    pub(crate) fn read(node: &Node) -> Result<Ranking, Mistake> {
        let table = node.table(&["between_persons"])?;
        Ok(Ranking { between_persons: Rule::read(&table.need("between_persons")?, "is", Node::flag)? })
    }
}
