//! Clause 8: how an opinion is handled: deadlines, categories of reply, other channels, feedback, evaluation.

use std::collections::BTreeMap;

use crate::clauses::{Rule, Source, Text};
use crate::deadlines::{Deadline, DeadlineRule, read_deadlines, read_span};
use crate::mistake::Mistake;
use crate::reader::{Node, Table};
use crate::span::Span;
use crate::vocabulary::Word;
use crate::worded::worded;

worded! {
    /// Who must get the feedback.
    pub enum Recipient {
        /// The deputy who raised or took up the opinion.
        Deputy = "deputy",
        /// The working body that transferred it.
        WorkingBody = "working_body",
        /// The voter who handed it in.
        Voter = "voter",
    }
}

worded! {
    /// Who signs a reply for the organ.
    pub enum Signer {
        /// 主要负责人: the head of the organ.
        Head = "head",
        /// 分管负责人: the leader in charge of the matter.
        LeaderInCharge = "leader_in_charge",
        /// 经办人: the officer who handled it.
        Officer = "officer",
    }
}

/// A result category of a reply (A, B, C, D).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Its code and name.
    pub word: Word,
    /// What it means, in a sentence.
    pub guidance: Text,
    /// The reply must promise a result by a date, and the promise is tracked.
    pub promise: bool,
    /// The reply must give the reason.
    pub reason: bool,
}

/// A matter outside the remit, and where to go with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    /// Its code and name.
    pub word: Word,
    /// The right channel, in a sentence for the voter.
    pub guidance: Text,
}

/// A feedback that is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    /// To whom.
    pub to: Recipient,
    /// The case cannot be closed without it.
    pub needed_to_close: bool,
    /// Where it comes from.
    pub source: Source,
}

/// A grade of the evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// Its code and name.
    pub word: Word,
    /// Whoever gives it must say why.
    pub reason: bool,
    /// It sends the case back to be handled again.
    pub rehandle: bool,
}

/// All rules of clause 8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cases {
    pub(crate) deadlines: BTreeMap<Deadline, DeadlineRule>,
    /// General warning time, where a deadline has none of its own.
    pub warn_before: Rule<Span>,
    /// General escalation time, where a deadline has none of its own.
    pub escalate_after: Rule<Span>,
    /// A reply needs a recorded contact with the deputy first.
    pub contact_required_before_reply: Rule<bool>,
    /// A reply needs every co-organ's opinion first.
    pub co_opinions_required_before_reply: Rule<bool>,
    /// Supervision needs a recorded contact with the proposer before it ends.
    pub contact_required_before_supervision_ends: Rule<bool>,
    /// How often a deadline may be extended.
    pub extensions_allowed: Rule<u8>,
    /// How often "not satisfied" sends a case back before supervision.
    pub rehandle_rounds: Rule<u8>,
    /// Whoever does not evaluate in time is counted in no rate.
    pub silence_left_out: Rule<bool>,
    /// Who signs the reply.
    pub reply_signed_by: Rule<Signer>,
    /// Who must get the feedback.
    pub feedback: Vec<Feedback>,
    /// Result categories of a reply.
    pub categories: Vec<Category>,
    /// Matters outside the remit.
    pub matters: Vec<Matter>,
    /// What is evaluated (attitude, result).
    pub aspects: Vec<Word>,
    /// Grades of the evaluation.
    pub grades: Vec<Grade>,
}

const KEYS: [&str; 15] = [
    "deadlines",
    "warn_before",
    "escalate_after",
    "contact_required_before_reply",
    "co_opinions_required_before_reply",
    "contact_required_before_supervision_ends",
    "extensions_allowed",
    "rehandle_rounds",
    "silence_left_out",
    "reply_signed_by",
    "feedback",
    "categories",
    "matters",
    "aspects",
    "grades",
];

impl Cases {
    /// The rule of one clock.
    pub fn deadline(&self, deadline: Deadline) -> &DeadlineRule {
        self.deadlines.get(&deadline).expect("a charter has a rule for every deadline")
    }

    /// All clocks in the order of a case's life.
    pub fn deadlines(&self) -> impl Iterator<Item = (Deadline, &DeadlineRule)> {
        self.deadlines.iter().map(|(name, rule)| (*name, rule))
    }

    /// The result category with this code.
    pub fn category(&self, code: &str) -> Option<&Category> {
        self.categories.iter().find(|category| category.word.code == code)
    }

    /// The outside matter with this code.
    pub fn matter(&self, code: &str) -> Option<&Matter> {
        self.matters.iter().find(|matter| matter.word.code == code)
    }

    /// The grade with this code.
    pub fn grade(&self, code: &str) -> Option<&Grade> {
        self.grades.iter().find(|grade| grade.word.code == code)
    }

    pub(crate) fn read(node: &Node) -> Result<Cases, Mistake> {
        let table = node.table(&KEYS)?;
        let span = |key| read_span(&table.need(key)?);
        let flag = |key| Rule::read(&table.need(key)?, "is", Node::flag);
        let times = |key| Rule::read(&table.need(key)?, "times", |node| node.whole(0, 9));
        let warn_before = span("warn_before")?;
        let escalate_after = span("escalate_after")?;
        let general = (warn_before.value, escalate_after.value);
        Ok(Cases {
            deadlines: read_deadlines(&table.need("deadlines")?, general)?,
            warn_before,
            escalate_after,
            contact_required_before_reply: flag("contact_required_before_reply")?,
            co_opinions_required_before_reply: flag("co_opinions_required_before_reply")?,
            contact_required_before_supervision_ends: flag("contact_required_before_supervision_ends")?,
            extensions_allowed: times("extensions_allowed")?,
            rehandle_rounds: times("rehandle_rounds")?,
            silence_left_out: flag("silence_left_out")?,
            reply_signed_by: Rule::read(&table.need("reply_signed_by")?, "who", Node::one_of)?,
            feedback: read_feedback(&table.need("feedback")?)?,
            categories: read_categories(&table.need("categories")?)?,
            matters: read_matters(&table.need("matters")?)?,
            aspects: worded_items(&table.need("aspects")?, &[], |_, word| Ok(word))?,
            grades: read_grades(&table.need("grades")?)?,
        })
    }
}

/// A list of words with further keys of their own.
fn worded_items<T>(
    node: &Node,
    more: &[&'static str],
    build: impl Fn(&Table, Word) -> Result<T, Mistake>,
) -> Result<Vec<T>, Mistake> {
    let keys: Vec<_> = Word::KEYS.iter().chain(more).copied().collect();
    let mut used = BTreeMap::new();
    let mut items = Vec::new();
    for item in node.list()? {
        let table = item.table(&keys)?;
        let word = Word::read(&table, &mut used)?;
        items.push(build(&table, word)?);
    }
    if items.is_empty() {
        return Err(node.mistake("at least one item", "an empty list"));
    }
    Ok(items)
}

fn set(table: &Table, key: &str) -> Result<bool, Mistake> {
    table.may(key).map_or(Ok(false), |node| node.flag())
}

fn read_categories(node: &Node) -> Result<Vec<Category>, Mistake> {
    worded_items(node, &["guidance", "promise", "reason"], |table, word| {
        Ok(Category {
            word,
            guidance: Text::read(&table.need("guidance")?)?,
            promise: set(table, "promise")?,
            reason: set(table, "reason")?,
        })
    })
}

fn read_matters(node: &Node) -> Result<Vec<Matter>, Mistake> {
    worded_items(node, &["guidance"], |table, word| {
        Ok(Matter { word, guidance: Text::read(&table.need("guidance")?)? })
    })
}

fn read_grades(node: &Node) -> Result<Vec<Grade>, Mistake> {
    worded_items(node, &["reason", "rehandle"], |table, word| {
        Ok(Grade { word, reason: set(table, "reason")?, rehandle: set(table, "rehandle")? })
    })
}

fn read_feedback(node: &Node) -> Result<Vec<Feedback>, Mistake> {
    let mut feedback: Vec<Feedback> = Vec::new();
    for item in node.list()? {
        let table = item.table(&["to", "needed_to_close", "clause", "choice"])?;
        let place = table.need("to")?;
        let to: Recipient = place.one_of()?;
        table.call(to.word());
        if feedback.iter().any(|earlier| earlier.to == to) {
            return Err(place.mistake("each recipient once", format!("`{to}` again")));
        }
        feedback.push(Feedback {
            to,
            needed_to_close: table.need("needed_to_close")?.flag()?,
            source: table.source()?,
        });
    }
    if !feedback.iter().any(|owed| owed.needed_to_close) {
        return Err(node.mistake("at least one recipient with `needed_to_close = true`", "none"));
    }
    Ok(feedback)
}
