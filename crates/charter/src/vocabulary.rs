//! The words people choose from when they record something: topics, purposes, methods, the six haves.

use std::collections::BTreeMap;

use crate::clauses::{Source, Text};
use crate::mistake::Mistake;
use crate::reader::{Node, Table};
use crate::worded::worded;

worded! {
    /// The lists of words a charter holds.
    pub enum Vocabulary {
        /// What a contact was about (clause 1).
        ContactTopics = "contact_topics",
        /// How a member contacts a deputy (clause 2).
        ContactMethods = "contact_methods",
        /// What deputies are invited to (clause 3).
        EventKinds = "event_kinds",
        /// Where the Standing Committee's news goes out (clause 4).
        BulletinChannels = "bulletin_channels",
        /// What an outreach is for (clause 5).
        OutreachPurposes = "outreach_purposes",
        /// What a station must have (clause 6).
        SixHaves = "six_haves",
        /// How a deputy meets voters (clause 7).
        OutreachMethods = "outreach_methods",
    }
}

/// One word of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// What the database keeps.
    pub code: String,
    /// What people read.
    pub label: Text,
    /// Where it comes from.
    pub source: Source,
    /// What is recorded under it is confidential unless its author says otherwise.
    pub confidential: bool,
}

impl Word {
    /// The keys every word has.
    pub(crate) const KEYS: [&'static str; 5] = ["code", "zh", "en", "clause", "choice"];

    pub(crate) fn read(table: &Table, used: &mut BTreeMap<String, usize>) -> Result<Word, Mistake> {
        Ok(Word {
            code: table.new_code(used)?,
            label: Text::read_keys(table)?,
            source: table.source()?,
            confidential: false,
        })
    }
}

/// All lists of `[words]`.
pub(crate) fn read_words(node: &Node) -> Result<BTreeMap<Vocabulary, Vec<Word>>, Mistake> {
    let names: Vec<_> = Vocabulary::ALL.iter().map(|list| list.word()).collect();
    let table = node.table(&names)?;
    let mut lists = BTreeMap::new();
    for list in Vocabulary::ALL {
        lists.insert(*list, read_list(&table.need(list.word())?)?);
    }
    Ok(lists)
}

fn read_list(node: &Node) -> Result<Vec<Word>, Mistake> {
    let mut used = BTreeMap::new();
    let mut words = Vec::new();
    for item in node.list()? {
        let table = item.table(&["code", "zh", "en", "clause", "choice", "confidential"])?;
        let mut word = Word::read(&table, &mut used)?;
        if let Some(flag) = table.may("confidential") {
            word.confidential = flag.flag()?;
        }
        words.push(word);
    }
    if words.is_empty() {
        return Err(node.mistake("at least one word", "an empty list"));
    }
    Ok(words)
}
