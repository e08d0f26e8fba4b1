//! Clause 6: how long before a reception day it is announced, what receiving voters counts as, and from where on a
//! station has what the clause asks of it.

use std::collections::BTreeMap;

use crate::clauses::{Rule, Source};
use crate::mistake::Mistake;
use crate::reader::Node;
use crate::vocabulary::{Vocabulary, Word};

/// As which activity with voters a deputy's reception day is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountsAs {
    /// One of the charter's methods of clause 7, a duty report excepted.
    pub method: String,
    /// One of the charter's purposes of clause 5.
    pub purpose: String,
    /// Why.
    pub source: Source,
}

/// The rules of homes and stations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stations {
    /// A reception day is announced at least so many days before.
    pub reception_notice: Rule<u16>,
    /// What receiving voters counts as; none where it is no activity of clause 7.
    pub reception_counts_as: Option<CountsAs>,
    /// Activities: at least so many of a hundred planned ones are held.
    pub activities_held: Rule<u16>,
    /// Records: a reception is closed within so many days after it.
    pub record_within: Rule<u16>,
    /// Records: at least so many of a hundred receptions are recorded in time.
    pub records_kept: Rule<u16>,
    /// Results: at least so many of a hundred opinions whose time has come are answered.
    pub opinions_answered: Rule<u16>,
    /// What a guidance visit found is to be put right within so many days, where the visitor names no other day.
    pub finding_within: Rule<u16>,
}

impl Stations {
    pub(crate) fn read(node: &Node, words: &BTreeMap<Vocabulary, Vec<Word>>) -> Result<Stations, Mistake> {
        let table = node.table(&[
            "reception_notice",
            "reception_counts_as",
            "activities_held",
            "record_within",
            "records_kept",
            "opinions_answered",
            "finding_within",
        ])?;
        let days = |key, most| Rule::read(&table.need(key)?, "days", |node| node.whole(0, most));
        let share = |key| Rule::read(&table.need(key)?, "percent", |node| node.whole(1, 100));
        Ok(Stations {
            reception_notice: days("reception_notice", 60)?,
            reception_counts_as: match table.may("reception_counts_as") {
                Some(node) => Some(CountsAs::read(&node, words)?),
                None => None,
            },
            activities_held: share("activities_held")?,
            record_within: days("record_within", 60)?,
            records_kept: share("records_kept")?,
            opinions_answered: share("opinions_answered")?,
            finding_within: days("finding_within", 366)?,
        })
    }
}

impl CountsAs {
    fn read(node: &Node, words: &BTreeMap<Vocabulary, Vec<Word>>) -> Result<CountsAs, Mistake> {
        let table = node.table(&["method", "purpose", "clause", "choice"])?;
        let word = |key, list: Vocabulary| {
            let node = table.need(key)?;
            let code = node.code()?;
            let known = || words.get(&list).into_iter().flatten().map(|word| word.code.as_str());
            // A duty report is held, published and rated in its own way.
            let fits = |word: &&str| *word != "duty_report";
            if known().filter(fits).any(|word| word == code) {
                return Ok(code);
            }
            let all: Vec<String> = known().filter(fits).map(|word| format!("`{word}`")).collect();
            Err(node.mistake(format!("one of {}", all.join(", ")), format!("the text \"{code}\"")))
        };
        Ok(CountsAs {
            method: word("method", Vocabulary::OutreachMethods)?,
            purpose: word("purpose", Vocabulary::OutreachPurposes)?,
            source: table.source()?,
        })
    }
}
