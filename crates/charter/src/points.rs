//! Clause 9: what acts are worth, and up to how much.

use std::collections::BTreeMap;

use crate::clauses::{Source, Text};
use crate::duties::{ActKind, Duty, Who};
use crate::mistake::Mistake;
use crate::reader::{Node, Table};
use crate::worded::worded;

worded! {
    /// When a line of the points table is booked.
    pub enum When {
        /// For every verified act.
        Each = "each",
        /// For an act registered late.
        Late = "late",
        /// For each act short of the duty when its period ends.
        Missed = "missed",
        /// For a commendation that was approved.
        Bonus = "bonus",
    }
}

worded! {
    /// How often an act counts on a line.
    pub enum Counts {
        /// Once, however many took part.
        Act = "act",
        /// Once for each person on the other side.
        Counterpart = "counterpart",
    }
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
    /// How often one act counts.
    pub counts: Counts,
    /// The same evidence earns at most one line of a group, the highest.
    pub group: Option<String>,
    /// The most this line may add (or take away) in a calendar month.
    pub cap_per_month: Option<u16>,
    /// The most this line may add (or take away) in a quarter of a calendar year.
    pub cap_per_quarter: Option<u16>,
    /// The most this line may add (or take away) in a calendar year.
    pub cap_per_year: Option<u16>,
    /// Where it comes from.
    pub source: Source,
}

const KEYS: [&str; 14] = [
    "code",
    "zh",
    "en",
    "who",
    "act",
    "when",
    "points",
    "counts",
    "group",
    "cap_per_month",
    "cap_per_quarter",
    "cap_per_year",
    "clause",
    "choice",
];

/// Reads `[[points]]`; what is missed must be a duty of the same file.
pub(crate) fn read_points(node: &Node, duties: &[Duty]) -> Result<Vec<PointsLine>, Mistake> {
    let mut used = BTreeMap::new();
    let mut lines = Vec::new();
    for item in node.list()? {
        let table = item.table(&KEYS)?;
        let line = read_line(&table, &mut used)?;
        fits_its_occasion(&table, &line)?;
        if line.when == When::Missed {
            is_missed_of_a_duty(&table, &line, duties)?;
        }
        lines.push(line);
    }
    Ok(lines)
}

fn read_line(table: &Table, used: &mut BTreeMap<String, usize>) -> Result<PointsLine, Mistake> {
    let worth = table.need("points")?;
    let points = worth.whole(-1000, 1000)?;
    if points == 0 {
        return Err(worth.mistake("points other than 0", "the number 0"));
    }
    let cap = |key| table.may(key).map(|node| node.whole(1, 10_000)).transpose();
    Ok(PointsLine {
        code: table.new_code(used)?,
        label: Text::read_keys(table)?,
        who: table.need("who")?.one_of()?,
        act: table.need("act")?.one_of()?,
        when: table.need("when")?.one_of()?,
        points,
        counts: table.may("counts").map_or(Ok(Counts::Act), |node| node.one_of())?,
        group: table.may("group").map(|node| node.code()).transpose()?,
        cap_per_month: cap("cap_per_month")?,
        cap_per_quarter: cap("cap_per_quarter")?,
        cap_per_year: cap("cap_per_year")?,
        source: table.source()?,
    })
}

/// A commendation is a bonus and a bonus is for one; a bonus adds, lateness and omission take away.
fn fits_its_occasion(table: &Table, line: &PointsLine) -> Result<(), Mistake> {
    let found = format!("the number {}", line.points);
    match line.when {
        When::Bonus if line.act != ActKind::Merit => {
            let expected = format!("`{}`, the act of a bonus", ActKind::Merit);
            Err(table.need("act")?.mistake(expected, format!("`{}`", line.act)))
        }
        When::Bonus if line.points < 0 => Err(table.need("points")?.mistake("points above 0", found)),
        When::Each | When::Late | When::Missed if line.act == ActKind::Merit => {
            let expected = format!("`{}`, the occasion of the act `{}`", When::Bonus, line.act);
            Err(table.need("when")?.mistake(expected, format!("`{}`", line.when)))
        }
        When::Late | When::Missed if line.points > 0 => {
            Err(table.need("points")?.mistake("points below 0", found))
        }
        When::Each | When::Late | When::Missed | When::Bonus => Ok(()),
    }
}

fn is_missed_of_a_duty(table: &Table, line: &PointsLine, duties: &[Duty]) -> Result<(), Mistake> {
    if !duties.iter().any(|duty| duty.who == line.who && duty.act == line.act) {
        let expected = format!("an act that a duty of `{}` asks for", line.who);
        return Err(table.need("act")?.mistake(expected, format!("`{}`", line.act)));
    }
    // What was not done has neither evidence nor people on the other side.
    for key in ["counts", "group"] {
        if let Some(node) = table.may(key) {
            return Err(node.mistake(format!("no `{key}` on a line of what was missed"), "one"));
        }
    }
    Ok(())
}
