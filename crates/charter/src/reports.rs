//! Clause 7: who reads the whole of a duty report, until when a deputy answers what voters ask about it, and when whoever
//! has not reported yet is reminded.

use crate::clauses::Rule;
use crate::deadlines::read_span;
use crate::mistake::Mistake;
use crate::publication::Audience;
use crate::reader::Node;
use crate::service::falling_days;
use crate::span::Span;

/// The rules of duty reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reports {
    /// Who reads the whole report; its summary is for everybody.
    pub full_text: Rule<Audience>,
    /// A voter's question about a published report is answered within this time.
    pub answer_within: Rule<Span>,
    /// So many days before the term ends whoever has not reported is reminded, most first.
    pub remind_before: Rule<Vec<u16>>,
}

impl Reports {
    pub(crate) fn read(node: &Node) -> Result<Reports, Mistake> {
        let table = node.table(&["full_text", "answer_within", "remind_before"])?;
        Ok(Reports {
            full_text: Rule::read(&table.need("full_text")?, "to", Node::one_of)?,
            answer_within: read_span(&table.need("answer_within")?)?,
            remind_before: Rule::read(&table.need("remind_before")?, "days", falling_days)?,
        })
    }
}
