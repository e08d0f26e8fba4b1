//! What is public unless somebody says otherwise, and who sees which part of a deputy's profile (clauses 7, 8).

use std::collections::BTreeMap;

use crate::clauses::Rule;
use crate::mistake::Mistake;
use crate::reader::Node;
use crate::worded::worded;

worded! {
    /// Who may see something.
    pub enum Audience {
        /// Anybody.
        Everyone = "everyone",
        /// The voters of the deputy's own constituency.
        Constituency = "constituency",
        /// Only those who work with it.
        Staff = "staff",
    }
}

worded! {
    /// The parts of a deputy's profile that clause 7 names.
    pub enum ProfileField {
        /// 姓名.
        Name = "name",
        /// 性别.
        Sex = "sex",
        /// 单位.
        Unit = "unit",
        /// 职务.
        Position = "position",
        /// 联系方式.
        Contact = "contact",
    }
}

/// What is published by default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// An opinion is public once it has been checked for personal data.
    pub opinion: Rule<bool>,
    /// Its reply is public with it.
    pub reply: Rule<bool>,
    /// Its evaluation is public with it.
    pub evaluation: Rule<bool>,
    pub(crate) profile: BTreeMap<ProfileField, Rule<Audience>>,
}

impl Publication {
    /// Who sees a part of a deputy's profile.
    pub fn profile(&self, field: ProfileField) -> &Rule<Audience> {
        self.profile.get(&field).expect("a charter has a rule for every part of the profile")
    }

    pub(crate) fn read(node: &Node) -> Result<Publication, Mistake> {
        let table = node.table(&["opinion", "reply", "evaluation", "profile"])?;
        let flag = |key| Rule::read(&table.need(key)?, "is", Node::flag);
        let names: Vec<_> = ProfileField::ALL.iter().map(|field| field.word()).collect();
        let fields = table.need("profile")?.table(&names)?;
        let mut profile = BTreeMap::new();
        for field in ProfileField::ALL {
            let rule = Rule::read(&fields.need(field.word())?, "to", Node::one_of)?;
            profile.insert(*field, rule);
        }
        Ok(Publication {
            opinion: flag("opinion")?,
            reply: flag("reply")?,
            evaluation: flag("evaluation")?,
            profile,
        })
    }
}

/// The longest that answers may be kept.
const MOST_MONTHS: u16 = 60;
/// The longest that a text message may wait to be entered.
const MOST_DAYS: u16 = 365;

/// How long what people said is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retention {
    /// So many months after a consultation has closed its answers are erased; its digest stays.
    pub consultation_answers: Rule<u16>,
    /// So many days after it came a text message that nobody has entered as an opinion is erased.
    pub incoming_texts: Rule<u16>,
}

impl Retention {
    pub(crate) fn read(node: &Node) -> Result<Retention, Mistake> {
        let table = node.table(&["consultation_answers", "incoming_texts"])?;
        let months = |node: &Node| node.whole(1, MOST_MONTHS.into());
        let days = |node: &Node| node.whole(1, MOST_DAYS.into());
        Ok(Retention {
            consultation_answers: Rule::read(&table.need("consultation_answers")?, "months", months)?,
            incoming_texts: Rule::read(&table.need("incoming_texts")?, "days", days)?,
        })
    }
}
