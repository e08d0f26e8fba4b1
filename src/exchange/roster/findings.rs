//! What a check finds: in which cell, why, and what was probably meant.

use std::collections::BTreeMap;

use papers::book::cell_name;
use serde::{Deserialize, Serialize};

use super::sheets::{Col, Tab};
use crate::base::text::{Arg, Lang};

/// A sentence still to be said, as it can be kept: the key and what fills it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// The key of the sentence.
    pub key: String,
    /// What fills it.
    pub with: Vec<(String, String)>,
}

impl Words {
    /// A sentence with nothing to fill in.
    pub fn new(key: &str) -> Words {
        Words { key: key.to_owned(), with: Vec::new() }
    }

    /// The same with one more thing filled in.
    pub fn with(mut self, name: &str, value: impl ToString) -> Words {
        self.with.push((name.to_owned(), value.to_string()));
        self
    }

    /// The sentence in a language.
    pub fn said(&self, lang: Lang) -> String {
        lang.filled(
            &self.key,
            self.with.iter().map(|(name, value)| (name.as_str(), Arg::Text(value.clone()))),
        )
    }
}

/// Something found in a cell, a row or a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The sheet's tab as it is in the file.
    pub sheet: String,
    /// The row, from 0; none for the sheet.
    pub row: Option<u32>,
    /// The column, from 0; none for the whole row.
    pub column: Option<u32>,
    /// What stands above the column.
    pub title: String,
    /// What is wrong, or what should be known.
    pub why: Words,
    /// What was probably meant, or what to do.
    pub hint: Option<Words>,
    /// Nothing is imported while it is there; else it is only said.
    pub grave: bool,
}

impl Finding {
    /// Where it is, as spreadsheets name cells: `代表!F17`, `代表!17`, `代表`.
    pub fn place(&self) -> String {
        match (self.row, self.column) {
            (Some(row), Some(column)) => format!("{}!{}", self.sheet, cell_name(row, column)),
            (Some(row), None) => format!("{}!{}", self.sheet, row + 1),
            (None, _) => self.sheet.clone(),
        }
    }
}

/// The head of a sheet: where each column stands and what is written above it.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// The tab as it is in the file.
    pub sheet: String,
    /// The row of the head, from 0.
    pub row: u32,
    /// Where each column stands, from 0, and what is written above it.
    pub columns: BTreeMap<Col, (u32, String)>,
}

/// Everything found in a file, all at once.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// The heads of the sheets that are there.
    pub heads: BTreeMap<Tab, Head>,
    /// What was found, in the order of the checks.
    pub all: Vec<Finding>,
}

impl Findings {
    /// Note what is wrong in a cell.
    pub fn wrong(&mut self, (tab, row): (Tab, u32), col: Col, why: Words, hint: Option<Words>) {
        self.note((tab, Some(row)), Some(col), why, (hint, true));
    }

    /// Note what should be known about a cell, though it is taken.
    pub fn tell(&mut self, (tab, row): (Tab, u32), col: Col, why: Words) {
        self.note((tab, Some(row)), Some(col), why, (None, false));
    }

    /// Note what is wrong with a whole sheet.
    pub fn wrong_sheet(&mut self, tab: Tab, why: Words) {
        self.note((tab, None), None, why, (None, true));
    }

    /// Whether something is wrong.
    pub fn any_grave(&self) -> bool {
        self.all.iter().any(|finding| finding.grave)
    }

    /// By sheet, row and column, as people go through a file.
    pub fn sorted(mut self) -> Vec<Finding> {
        let order: BTreeMap<&str, usize> =
            Tab::ALL.iter().enumerate().map(|(at, tab)| (tab.name(), at)).collect();
        let place = |finding: &Finding| {
            let sheet = order.get(finding.sheet.trim()).copied().unwrap_or(usize::MAX);
            (sheet, finding.sheet.clone(), finding.row, finding.column)
        };
        self.all.sort_by_key(place);
        self.all
    }

    fn note(
        &mut self,
        (tab, row): (Tab, Option<u32>),
        col: Option<Col>,
        why: Words,
        (hint, grave): (Option<Words>, bool),
    ) {
        let head = self.heads.get(&tab);
        let sheet = head.map_or_else(|| tab.name().to_owned(), |head| head.sheet.clone());
        let place = col.and_then(|col| head?.columns.get(&col).cloned());
        let title = match (&place, col) {
            (Some((_, title)), _) => title.clone(),
            // A column that should be there and is not.
            (None, Some(col)) => tab.column(col).map(|column| column.title).unwrap_or_default().to_owned(),
            (None, None) => String::new(),
        };
        let column = place.map(|(at, _)| at);
        self.all.push(Finding { sheet, row, column, title, why, hint, grave });
    }
}
