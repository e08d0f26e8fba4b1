//! The numbers of a year for the leadership's report (W7): tables of which each number is a count of rows, and each row
//! can be opened. What is counted and what is listed is the same condition of the database; nobody is ranked.

use charter::{Charter, Vocabulary};
use chrono::NaiveDate;

use super::store::annex::{self, Source};
use crate::access::{Actor, Permit};
use crate::base::text::Lang;
use crate::base::{Conn, Result};

/// A number of a table, with what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// The code of the rows, as the database groups them.
    pub code: String,
    /// What people read.
    pub label: String,
    /// How many rows.
    pub n: i64,
}

/// A table of the annex.
#[derive(Debug, Clone)]
pub struct Counted {
    /// Which.
    pub source: Source,
    /// Its numbers, in their order.
    pub numbers: Vec<Number>,
    /// All together.
    pub sum: i64,
}

/// The first and the last day of a year; nothing for what is no year of ours.
pub fn days_of(year: i32) -> Option<(NaiveDate, NaiveDate)> {
    let years = (1954..=2500).contains(&year);
    years
        .then_some(())
        .and_then(|()| Some((NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?)))
}

/// All tables of a year.
///
/// # Errors
/// When the database does not answer.
pub async fn tables(
    at: &impl Conn,
    actor: &Actor,
    (lang, charter): (Lang, &Charter),
    days: (NaiveDate, NaiveDate),
) -> Result<Vec<Counted>> {
    actor.must(Permit::AnnexRead)?;
    let mut all = Vec::new();
    for source in Source::ALL {
        let groups = annex::groups(at, actor.congress, source, days).await?;
        let sum = groups.iter().map(|group| group.n).sum();
        let mut numbers: Vec<(usize, Number)> = groups
            .into_iter()
            .map(|group| {
                let label = label((lang, charter), source, &group.code);
                (rank(charter, source, &group.code), Number { label, n: group.n, code: group.code })
            })
            .collect();
        numbers.sort_by(|a, b| (a.0, &a.1.code).cmp(&(b.0, &b.1.code)));
        all.push(Counted { source, numbers: numbers.into_iter().map(|(_, it)| it).collect(), sum });
    }
    Ok(all)
}

/// What a group of rows is called.
pub fn label((lang, charter): (Lang, &Charter), source: Source, code: &str) -> String {
    if code.is_empty() {
        return lang.t("annex-not-said");
    }
    let of_charter = |list: Vocabulary| {
        let word = charter.word(list, code);
        word.map_or(code, |word| word.label.pick(lang.code())).to_owned()
    };
    match source {
        Source::Outreach => of_charter(Vocabulary::OutreachMethods),
        Source::Contacts => of_charter(Vocabulary::ContactMethods),
        Source::Deputies | Source::Receptions => code.to_owned(),
        Source::Sexes => lang.word("archive-sex", code),
        Source::Events | Source::Speeches => lang.word("event-kind", code),
        Source::Presence => lang.word("event-presence", code),
        Source::Where => lang.word("archive-whose", code),
        Source::States => lang.word("case-state", code),
        Source::Categories => lang.word("archive-category", &code.to_lowercase()),
        Source::Grades => lang.word("case-grade", code),
        Source::Origins => lang.word("annex-origin", code),
        Source::Received => lang.word("annex-received", code),
    }
}

/// The place of a group among the others: as the charter or the program has them, else by its code.
fn rank(charter: &Charter, source: Source, code: &str) -> usize {
    let of = |list: &[&str]| list.iter().position(|it| *it == code).unwrap_or(list.len());
    let of_charter = |list: Vocabulary| {
        let words = charter.words(list);
        words.iter().position(|word| word.code == code).unwrap_or(words.len())
    };
    match source {
        Source::Outreach => of_charter(Vocabulary::OutreachMethods),
        Source::Contacts => of_charter(Vocabulary::ContactMethods),
        Source::Events | Source::Speeches => {
            of(&["session", "inspection", "research", "check", "group", "training"])
        }
        Source::Presence => of(&["present", "excused", "absent"]),
        Source::Where => of(&["own", "elsewhere"]),
        Source::Grades => of(&["satisfied", "basically", "not_satisfied"]),
        Source::States => of(&[
            "cosigning",
            "raised",
            "with_deputy",
            "examining",
            "transferred",
            "returned",
            "handling",
            "replied",
            "promised",
            "settled",
            "guided",
            "joined",
            "withdrawn",
            "closed",
        ]),
        _ => 0,
    }
}
