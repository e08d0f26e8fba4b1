//! The Opinion's clauses, and where each rule comes from: a clause, or the deployment's own choice.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::mistake::Mistake;
use crate::reader::{Node, Table};

/// Words for people, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Text {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The text for a language tag: English for `en…`, otherwise Chinese.
    pub fn pick(&self, language: &str) -> &str {
        if language.starts_with("en") { &self.en } else { &self.zh }
    }

    pub(crate) fn read(node: &Node) -> Result<Text, Mistake> {
        let table = node.table(&["zh", "en"])?;
        Text::read_keys(&table)
    }

    /// Reads `zh` and `en` standing among other keys.
    pub(crate) fn read_keys(table: &Table) -> Result<Text, Mistake> {
        Ok(Text { zh: table.need("zh")?.text()?, en: table.need("en")?.text()? })
    }
}

/// One numbered clause of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Its number in the document.
    pub number: u16,
    /// Its heading.
    pub heading: Text,
    /// What it asks for, in a few sentences.
    pub summary: Text,
}

/// Where a rule comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Source {
    /// The document says so in this clause.
    Clause(u16),
    /// The document leaves it open; the deployment chose, for this reason.
    Choice(Text),
}

impl Source {
    /// The clause, when it is one.
    pub fn clause(&self) -> Option<u16> {
        match self {
            Source::Clause(number) => Some(*number),
            Source::Choice(_) => None,
        }
    }
}

/// A value with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule<T> {
    /// What holds.
    pub value: T,
    /// Why it holds.
    pub source: Source,
}

impl<T> Rule<T> {
    /// Reads `{ key = value, clause = n }` or `{ key = value, choice = … }`.
    pub(crate) fn read<'n>(
        node: &Node<'n>,
        key: &'static str,
        value: impl FnOnce(&Node<'n>) -> Result<T, Mistake>,
    ) -> Result<Rule<T>, Mistake> {
        let table = node.table(&[key, "clause", "choice"])?;
        Ok(Rule { value: value(&table.need(key)?)?, source: table.source()? })
    }
}

/// One rule of the file and its source, for the page that lists them all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provision {
    /// Its path in the file, such as `cases.deadlines.reply` or `duties.contact_assigned`.
    pub path: String,
    /// Line of the file on which the rule stands.
    pub line: usize,
    /// Where it comes from.
    pub source: Source,
}

/// Reads `[[clauses]]`, refusing a number that is used twice.
pub(crate) fn read_clauses(node: &Node) -> Result<Vec<Clause>, Mistake> {
    let mut clauses = Vec::new();
    let mut lines = BTreeMap::new();
    for item in node.list()? {
        let table = item.table(&["number", "heading", "summary"])?;
        let place = table.need("number")?;
        let number = place.whole(1, 500)?;
        if let Some(line) = lines.insert(number, place.line()) {
            return Err(place.mistake(
                "a clause number not used before",
                format!("{number}, already used on line {line}"),
            ));
        }
        clauses.push(Clause {
            number,
            heading: Text::read(&table.need("heading")?)?,
            summary: Text::read(&table.need("summary")?)?,
        });
    }
    if clauses.is_empty() {
        return Err(node.mistake("at least one clause", "an empty list"));
    }
    Ok(clauses)
}
