//! Clause 7: once a term each deputy reports to the voters who elected him or her (述职), and they may ask about it.
//!
//! A report's way: the program drafts it from the records (`draft`: numbers with their evidence, what came of published
//! opinions), the deputy edits it, with a summary for everybody, and submits it. It is planned, as a meeting or as a paper
//! put up somewhere, and told to the constituency; when it was given, the ledger gets one act of kind `duty_report`, in the
//! same transaction, and the report is public: the summary for everybody, the whole for whom the charter names. The local
//! office may do all of it for a deputy, from paper too: the deputy confirms or objects as with any act. Whatever was
//! wrong is put right by the ledger's corrections.
//!
//! A voter asks about a published report without an account and gets a receipt; the deputy answers, for everybody under
//! the report (without personal data, and only once somebody has looked at it), or for whoever holds the receipt.
//!
//! * `flow`: the life of a report, pure
//! * `draft`: what the records give for it
//! * `acts`: writing and submitting; planning, giving, withdrawing
//! * `questions`: asking and answering
//! * `reminders`: who has reported and who not, reminding; `clockwork`: what each day does
//! * `printed`: the report as a paper
//! * `store`: the SQL; `pages`: for everybody, for those who report, for those who look after them

pub mod acts;
pub mod clockwork;
pub mod draft;
pub mod flow;
mod pages;
pub mod printed;
pub mod questions;
pub mod reminders;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use flow::{State, Step};
pub use pages::routes;

/// Characters of the longest section.
pub const LONGEST: usize = 2_000;
/// Characters of the longest summary.
pub const SUMMARY: usize = 500;
/// Characters of a place, a chair's name, a reason.
pub const LINE: usize = 100;
/// Characters of the longest question, and of the longest answer.
pub const QUESTION: usize = 1_000;
/// The most voters who are present at a report.
pub const MOST_VOTERS: i64 = 100_000;

/// The parts of a report: the summary for everybody, then the sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// For everybody, in a few sentences.
    Summary,
    /// 学习宣传
    Study,
    /// 会议期间履职
    Sessions,
    /// 闭会期间活动
    Activities,
    /// 联系选民
    Voters,
    /// 议案建议及办理结果
    Proposals,
    /// 不足与打算
    Plans,
}

impl Part {
    /// The sections, in their order.
    pub const SECTIONS: [Part; 6] =
        [Part::Study, Part::Sessions, Part::Activities, Part::Voters, Part::Proposals, Part::Plans];
    /// All parts.
    pub const ALL: [Part; 7] = [
        Part::Summary,
        Part::Study,
        Part::Sessions,
        Part::Activities,
        Part::Voters,
        Part::Proposals,
        Part::Plans,
    ];

    /// The word in forms and sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            Part::Summary => "summary",
            Part::Study => "study",
            Part::Sessions => "sessions",
            Part::Activities => "activities",
            Part::Voters => "voters",
            Part::Proposals => "proposals",
            Part::Plans => "plans",
        }
    }

    /// How long it may be.
    pub fn most(self) -> usize {
        if self == Part::Summary { SUMMARY } else { LONGEST }
    }
}

/// What a report says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, FromQueryResult)]
pub struct Texts {
    /// For everybody.
    pub summary: String,
    /// Study, and making law and policy known.
    pub study: String,
    /// What was done at sessions and meetings.
    pub sessions: String,
    /// What was done between them.
    pub activities: String,
    /// With voters.
    pub voters: String,
    /// Bills and suggestions, and what came of them.
    pub proposals: String,
    /// Shortcomings, and what is intended.
    pub plans: String,
}

impl Texts {
    /// A part.
    pub fn get(&self, part: Part) -> &str {
        match part {
            Part::Summary => &self.summary,
            Part::Study => &self.study,
            Part::Sessions => &self.sessions,
            Part::Activities => &self.activities,
            Part::Voters => &self.voters,
            Part::Proposals => &self.proposals,
            Part::Plans => &self.plans,
        }
    }

    /// Write a part.
    pub fn set(&mut self, part: Part, text: String) {
        let place = match part {
            Part::Summary => &mut self.summary,
            Part::Study => &mut self.study,
            Part::Sessions => &mut self.sessions,
            Part::Activities => &mut self.activities,
            Part::Voters => &mut self.voters,
            Part::Proposals => &mut self.proposals,
            Part::Plans => &mut self.plans,
        };
        *place = text;
    }

    /// Whether no section says anything.
    pub fn is_empty(&self) -> bool {
        Part::SECTIONS.iter().all(|part| self.get(*part).trim().is_empty())
    }

    /// The same with every part changed.
    pub fn map(&self, change: impl Fn(&str) -> String) -> Texts {
        let mut changed = Texts::default();
        for part in Part::ALL {
            changed.set(part, change(self.get(part)));
        }
        changed
    }
}

/// How a report is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// At a meeting with voters.
    Meeting,
    /// On paper, put up for some days.
    Writing,
}

impl Way {
    /// Both.
    pub const ALL: [Way; 2] = [Way::Meeting, Way::Writing];

    /// The word in the database and in sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            Way::Meeting => "meeting",
            Way::Writing => "writing",
        }
    }

    /// The way of a word.
    pub fn of_word(word: &str) -> Option<Way> {
        Way::ALL.into_iter().find(|way| way.word() == word)
    }
}

/// A duty report.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Report {
    /// Its id.
    pub id: Uuid,
    /// The short code of its public address.
    pub code: String,
    /// Whose.
    pub person_id: Uuid,
    /// The name.
    pub name: String,
    /// Of which term.
    pub term_id: Uuid,
    /// Its name.
    pub term: String,
    /// To which constituency.
    pub constituency_id: Uuid,
    /// Its name.
    pub constituency: String,
    /// The constituency's town or street.
    pub area_id: Uuid,
    /// Its name.
    pub area: String,
    /// The word of its [`State`].
    pub state: String,
    /// The office that writes it down for the deputy.
    pub office_id: Option<Uuid>,
    /// Its name.
    pub office: Option<String>,
    /// What it says.
    #[sea_orm(nested)]
    pub texts: Texts,
    /// What the program drafted, as JSON.
    pub drafted: String,
    /// The word of its [`Way`]; empty until it is planned.
    pub way: String,
    /// The day of the meeting, or the first day on which it is up.
    pub on_day: Option<NaiveDate>,
    /// The last day on which it is up.
    pub until_on: Option<NaiveDate>,
    /// When the meeting begins, in minutes since midnight.
    pub starts: Option<i64>,
    /// Where.
    pub place: String,
    /// At which home or station.
    pub station_id: Option<Uuid>,
    /// Its name.
    pub station: Option<String>,
    /// Who chaired the meeting.
    pub chair: String,
    /// How many voters were there.
    pub present: Option<i64>,
    /// Why it was sent back, called off, changed or withdrawn last.
    pub reason: String,
    /// When it was submitted.
    pub submitted_at: Option<DateTime<Utc>>,
    /// When it was given and published.
    pub given_at: Option<DateTime<Utc>>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// How often it was changed.
    pub version: i64,
}

impl Report {
    /// Where it is in its life.
    pub fn state(&self) -> Option<State> {
        State::of_word(&self.state)
    }

    /// How it is given.
    pub fn way(&self) -> Option<Way> {
        Way::of_word(&self.way)
    }

    /// What the program drafted; nothing of it where it was typed from paper.
    pub fn drafted(&self) -> Texts {
        serde_json::from_str(&self.drafted).unwrap_or_default()
    }
}
