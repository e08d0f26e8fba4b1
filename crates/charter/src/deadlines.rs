//! The clocks of a case: how long each step may take, when to warn, when to tell the next level.

use std::collections::BTreeMap;

use crate::clauses::{Rule, Source};
use crate::mistake::Mistake;
use crate::reader::Node;
use crate::span::Span;
use crate::worded::worded;

worded! {
    /// The clocks of a case.
    pub enum Deadline {
        /// From hand-in until it is sorted.
        Sort = "sort",
        /// From sorting until the deputy decides whether to take it up.
        TakeUp = "take_up",
        /// From invitation until a co-signer confirms.
        CosignerConfirm = "cosigner_confirm",
        /// From taking up until a working body has examined it.
        Examine = "examine",
        /// From examination, or from an accepted return, until it is transferred.
        Transfer = "transfer",
        /// From transfer until the organ signs for it.
        SignFor = "sign_for",
        /// From transfer until the organ may no longer return it.
        Return = "return",
        /// From transfer until the organ first contacts the deputy.
        FirstContact = "first_contact",
        /// From transfer until a co-organ gives its opinion to the lead.
        CoOpinion = "co_opinion",
        /// From transfer until the reply.
        Reply = "reply",
        /// From transfer until the reply when extended: the total, extension included.
        ExtendedReply = "extended_reply",
        /// From the feedback until its receipt is acknowledged.
        Acknowledge = "acknowledge",
        /// From the feedback until it is evaluated.
        Evaluate = "evaluate",
        /// From "not satisfied" until the new reply.
        Rehandle = "rehandle",
        /// From the start of supervision until it reports.
        Supervise = "supervise",
        /// From the last condition met until the case is closed.
        Close = "close",
    }
}

/// One clock: how long, when to warn, when to escalate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadlineRule {
    /// How long.
    pub span: Span,
    /// Where the length comes from.
    pub source: Source,
    /// A warning goes out this long before the end.
    pub warn_before: Span,
    /// The next level is told this long after the end.
    pub escalate_after: Span,
}

/// A length with its source.
pub(crate) fn read_span(node: &Node) -> Result<Rule<Span>, Mistake> {
    let table = node.table(&["working_days", "days", "months", "clause", "choice"])?;
    Ok(Rule { value: Span::read(&table)?, source: table.source()? })
}

pub(crate) fn read_deadlines(
    node: &Node,
    general: (Span, Span),
) -> Result<BTreeMap<Deadline, DeadlineRule>, Mistake> {
    let names: Vec<_> = Deadline::ALL.iter().map(|deadline| deadline.word()).collect();
    let table = node.table(&names)?;
    let mut rules = BTreeMap::new();
    for deadline in Deadline::ALL {
        let rule = read_deadline(&table.need(deadline.word())?, general)?;
        rules.insert(*deadline, rule);
    }
    let reply: &DeadlineRule = &rules[&Deadline::Reply];
    let extended = &rules[&Deadline::ExtendedReply];
    if extended.span.about_days() < reply.span.about_days() {
        return Err(table
            .need(Deadline::ExtendedReply.word())?
            .mistake("a total at least as long as `reply`", "a shorter one"));
    }
    Ok(rules)
}

fn read_deadline(node: &Node, general: (Span, Span)) -> Result<DeadlineRule, Mistake> {
    let table =
        node.table(&["working_days", "days", "months", "warn_before", "escalate_after", "clause", "choice"])?;
    let own = |key, general| -> Result<Span, Mistake> {
        match table.may(key) {
            Some(node) => Span::read(&node.table(&Span::KEYS)?),
            None => Ok(general),
        }
    };
    let span = Span::read(&table)?;
    let warn_before = own("warn_before", general.0)?;
    if let Some(warning) = table.may("warn_before")
        && warn_before.about_days() >= span.about_days()
    {
        return Err(warning.mistake("a warning shorter than the deadline", "a longer one"));
    }
    Ok(DeadlineRule {
        span,
        warn_before,
        escalate_after: own("escalate_after", general.1)?,
        source: table.source()?,
    })
}
