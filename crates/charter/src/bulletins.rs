//! Clause 4: how soon what was adopted is delivered, and when those who have not read it are reminded.

use crate::clauses::Rule;
use crate::mistake::Mistake;
use crate::reader::Node;

/// The rules of bulletins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bulletins {
    /// Delivered within so many hours of its adoption is in time (及时).
    pub delivered_within: Rule<u16>,
    /// Who has not opened what he or she was sent is reminded once, so many days after.
    pub reminder_after: Rule<u16>,
}

impl Bulletins {
    pub(crate) fn read(node: &Node) -> Result<Bulletins, Mistake> {
        let table = node.table(&["delivered_within", "reminder_after"])?;
        let rule = |key, unit, most| Rule::read(&table.need(key)?, unit, |node| node.whole(1, most));
        Ok(Bulletins {
            delivered_within: rule("delivered_within", "hours", 2_000)?,
            reminder_after: rule("reminder_after", "days", 60)?,
        })
    }
}
