//! What an archive is: parts, lines, and under what each line is counted. It is free of any language and can be kept as
//! JSON, so that a sealed one stays as it was.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::notices::Fact;

/// A part of an archive, in the order in which they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// 基本情况
    Basics,
    /// 出席会议
    Sessions,
    /// 视察调研
    Inspections,
    /// 学习培训
    Training,
    /// 小组活动
    Group,
    /// 议案建议
    Opinions,
    /// 联系选民: the important one.
    Voters,
    /// 述职评议
    Report,
    /// 奖励
    Honours,
    /// What a committee member does for the deputies he or she contacts; empty for others.
    Member,
}

impl Part {
    /// All parts.
    pub const ALL: [Part; 10] = [
        Part::Basics,
        Part::Sessions,
        Part::Inspections,
        Part::Training,
        Part::Group,
        Part::Opinions,
        Part::Voters,
        Part::Report,
        Part::Honours,
        Part::Member,
    ];

    /// The word in the database and in sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            Part::Basics => "basics",
            Part::Sessions => "sessions",
            Part::Inspections => "inspections",
            Part::Training => "training",
            Part::Group => "group",
            Part::Opinions => "opinions",
            Part::Voters => "voters",
            Part::Report => "report",
            Part::Honours => "honours",
            Part::Member => "member",
        }
    }

    /// The part of a word.
    pub fn of_word(word: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.word() == word)
    }
}

/// A line of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its name within its part: the same thing has the same name whenever it is composed.
    pub id: String,
    /// The day; none for what is no event.
    pub on: Option<NaiveDate>,
    /// What it is: the sentence `archive-did-…`.
    pub what: String,
    /// What fills it; for words that a person wrote, `text`.
    pub facts: BTreeMap<String, Fact>,
    /// More about it: each the sentence `archive-note-…` with its one fact, `it`.
    pub notes: Vec<(String, Fact)>,
    /// Under what it is counted.
    pub tags: Vec<String>,
    /// Where the record that shows it is; empty where it has no page.
    pub path: String,
}

impl Line {
    /// Whether it is counted under a tag.
    pub fn has(&self, tag: &str) -> bool {
        self.tags.iter().any(|it| it == tag)
    }
}

/// A part with its lines, by day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Which part.
    pub part: Part,
    /// Its lines.
    pub lines: Vec<Line>,
}

impl Section {
    /// How many lines are counted under a tag.
    pub fn count(&self, tag: &str) -> usize {
        self.lines.iter().filter(|line| line.has(tag)).count()
    }

    /// Each tag with its number, in the order in which they first come.
    pub fn figures(&self) -> Vec<(String, usize)> {
        let mut figures: Vec<(String, usize)> = Vec::new();
        let mut order: Vec<&String> = self.lines.iter().flat_map(|line| &line.tags).collect();
        order.sort_by_key(|tag| rank(tag));
        for tag in order {
            match figures.last_mut().filter(|(last, _)| last == tag) {
                Some((_, number)) => *number += 1,
                None => figures.push((tag.clone(), 1)),
            }
        }
        figures
    }
}

/// The tags in the order in which they are shown; others come after them, by their letters.
const TAGS: [&str; 35] = [
    "present",
    "event-inspection",
    "event-research",
    "event-check",
    "speech",
    "excused",
    "absent",
    "raised",
    "cosigned",
    "evaluated",
    "open",
    "ended",
    "category-a",
    "category-b",
    "category-c",
    "category-d",
    "grade-satisfied",
    "grade-basically",
    "grade-not_satisfied",
    "rehandled",
    "outreach",
    "own",
    "elsewhere",
    "method-visit",
    "method-forum",
    "method-research",
    "method-telephone",
    "method-network",
    "method-duty_report",
    "reception",
    "reception-missed",
    "heard",
    "report",
    "merit",
    "contact",
];

fn rank(tag: &str) -> (usize, &str) {
    (TAGS.iter().position(|known| *known == tag).unwrap_or(TAGS.len()), tag)
}

/// A deputy's archive of a span.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archive {
    /// The parts, in their order; all but the last are always there.
    pub parts: Vec<Section>,
}

impl Archive {
    /// A part.
    pub fn section(&self, part: Part) -> Option<&Section> {
        self.parts.iter().find(|section| section.part == part)
    }

    /// How many lines of a part are counted under a tag.
    pub fn count(&self, part: Part, tag: &str) -> usize {
        self.section(part).map_or(0, |section| section.count(tag))
    }
}
