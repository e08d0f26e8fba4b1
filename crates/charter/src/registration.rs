//! Clause 9: how acts are registered, how late is late, and how long a person may object.

use std::collections::BTreeMap;

use crate::clauses::Rule;
use crate::deadlines::read_span;
use crate::duties::ActKind;
use crate::mistake::Mistake;
use crate::reader::Node;
use crate::span::Span;
use crate::worded::worded;

worded! {
    /// How acts come into the ledger.
    pub enum RegistrationWay {
        /// The person declares, the commission verifies.
        DeclareAndVerify = "declare_and_verify",
        /// Whoever organised it registers for all; a person may object.
        OrganiserRegisters = "organiser_registers",
        /// The person applies, the commission audits and publishes.
        ApplyAndAudit = "apply_and_audit",
    }
}

/// How acts are registered (clause 9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// The way, where a kind of act has none of its own.
    pub way: Rule<RegistrationWay>,
    /// The ways of kinds of acts that have their own.
    pub ways: BTreeMap<ActKind, Rule<RegistrationWay>>,
    /// An act registered later than this after its day is marked late.
    pub late_after: Rule<Span>,
    /// So long after it was told, a person may object to an act or to a line of the statement.
    pub object_within: Rule<Span>,
}

impl Registration {
    /// The way in which acts of this kind are registered. A commendation counts only once it is approved, so that it
    /// never stands by being registered.
    pub fn way_of(&self, act: ActKind) -> RegistrationWay {
        let way = self.ways.get(&act).unwrap_or(&self.way).value;
        match (act, way) {
            (ActKind::Merit, RegistrationWay::OrganiserRegisters) => RegistrationWay::DeclareAndVerify,
            _ => way,
        }
    }

    pub(crate) fn read(node: &Node) -> Result<Registration, Mistake> {
        let table = node.table(&["way", "ways", "late_after", "object_within"])?;
        Ok(Registration {
            way: Rule::read(&table.need("way")?, "is", Node::one_of)?,
            ways: match table.may("ways") {
                Some(list) => read_ways(&list)?,
                None => BTreeMap::new(),
            },
            late_after: read_span(&table.need("late_after")?)?,
            object_within: read_span(&table.need("object_within")?)?,
        })
    }
}

fn read_ways(node: &Node) -> Result<BTreeMap<ActKind, Rule<RegistrationWay>>, Mistake> {
    let mut ways = BTreeMap::new();
    for item in node.list()? {
        let table = item.table(&["act", "is", "clause", "choice"])?;
        let place = table.need("act")?;
        let act: ActKind = place.one_of()?;
        table.call(act.word());
        let value = table.need("is")?.one_of()?;
        if ways.insert(act, Rule { value, source: table.source()? }).is_some() {
            return Err(place.mistake("each kind of act once", format!("`{act}` again")));
        }
    }
    Ok(ways)
}
