//! A length of time as rules state it: working days, days or months.

use serde::{Deserialize, Serialize};

use crate::mistake::Mistake;
use crate::reader::Table;

/// How long somebody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// 工作日: days on which offices work.
    WorkingDays(u16),
    /// 日: every day counts.
    Days(u16),
    /// 月: to the corresponding day of a later month.
    Months(u16),
}

impl Span {
    /// The keys a rule may state its length with.
    pub(crate) const KEYS: [&'static str; 3] = ["working_days", "days", "months"];

    /// The number without its unit.
    pub fn number(self) -> u16 {
        match self {
            Span::WorkingDays(n) | Span::Days(n) | Span::Months(n) => n,
        }
    }

    /// Calendar days it takes in an ordinary month, to compare lengths of different units.
    pub fn about_days(self) -> u32 {
        match self {
            Span::WorkingDays(n) => u32::from(n) * 7 / 5,
            Span::Days(n) => u32::from(n),
            Span::Months(n) => u32::from(n) * 30,
        }
    }

    /// Reads the one length a rule states.
    pub(crate) fn read(table: &Table) -> Result<Span, Mistake> {
        let mut stated = Vec::new();
        for (key, most) in Span::KEYS.into_iter().zip([500, 1000, 60]) {
            if let Some(node) = table.may(key) {
                stated.push((key, node.whole(1, most)?, node));
            }
        }
        match stated.as_slice() {
            [("working_days", n, _)] => Ok(Span::WorkingDays(*n)),
            [("days", n, _)] => Ok(Span::Days(*n)),
            [(_, n, _)] => Ok(Span::Months(*n)),
            [] => {
                Err(table.mistake("a length: `working_days`, `days` or `months`", "a rule without a length"))
            }
            [(first, _, _), (second, _, node), ..] => {
                Err(node.mistake("one length only", format!("`{second}` after `{first}`")))
            }
        }
    }
}
