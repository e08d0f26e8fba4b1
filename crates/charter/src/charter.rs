//! One version of a congress's charter, read from its file.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::bulletins::Bulletins;
use crate::cases::Cases;
use crate::clauses::{Clause, Provision, Rule, Source, Text, read_clauses};
use crate::duties::{Duty, Who, read_duties};
use crate::mistake::Mistake;
use crate::points::{PointsLine, read_points};
use crate::publication::{Publication, Retention};
use crate::reader::{Document, Node};
use crate::registration::Registration;
use crate::reports::Reports;
use crate::review::Review;
use crate::service::{Ranking, Reminders, Service};
use crate::stations::Stations;
use crate::vocabulary::{Vocabulary, Word, read_words};

/// A congress's rules from one day until the next version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charter {
    /// The congress whose rules these are.
    pub congress: Text,
    /// The document's title.
    pub title: Text,
    /// Who issued it.
    pub issuer: Text,
    /// The day it was first adopted.
    pub adopted: NaiveDate,
    /// The day of the revision this version holds, if it is one.
    pub revised: Option<NaiveDate>,
    /// The first day on which acts are judged by this version.
    pub in_force: Rule<NaiveDate>,
    /// The last day, when the document names one; otherwise until the next version.
    pub until: Option<NaiveDate>,
    /// The document's clauses, in order.
    pub clauses: Vec<Clause>,
    /// How opinions are handled.
    pub cases: Cases,
    /// Who must do what how often.
    pub duties: Vec<Duty>,
    /// What acts are worth.
    pub points: Vec<PointsLine>,
    /// How acts are registered.
    pub registration: Registration,
    /// How a duty shrinks with the time served.
    pub service: Service,
    /// When people are reminded of what they owe.
    pub reminders: Reminders,
    /// Who is ranked against whom.
    pub ranking: Ranking,
    /// What is public by default.
    pub publication: Publication,
    /// How long what people said is kept.
    pub retention: Retention,
    /// What the Standing Committee publishes.
    pub bulletins: Bulletins,
    /// Homes, stations and their reception days.
    pub stations: Stations,
    /// Duty reports, and what voters ask about them.
    pub reports: Reports,
    /// How voters review their deputies.
    pub review: Review,
    words: BTreeMap<Vocabulary, Vec<Word>>,
    provisions: Vec<Provision>,
    place: Place,
}

/// Where the day of entry into force stands, for mistakes found between versions.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    file: String,
    line: usize,
    column: usize,
}

/// What stands under `[charter]`.
struct Head {
    congress: Text,
    title: Text,
    issuer: Text,
    adopted: NaiveDate,
    revised: Option<NaiveDate>,
    in_force: Rule<NaiveDate>,
    until: Option<NaiveDate>,
    place: (usize, usize),
}

impl Charter {
    /// Reads a charter; `name_of_file` is only for the mistakes.
    pub fn parse(name_of_file: &str, text: &str) -> Result<Charter, Mistake> {
        let document = Document::new(name_of_file, text);
        let value = document.parse()?;
        let parsed = Charter::read(&Node::root(&document, &value), name_of_file)?;
        drop(value);
        Ok(Charter { provisions: document.into_provisions(), ..parsed })
    }

    fn read(root: &Node, file: &str) -> Result<Charter, Mistake> {
        let table = root.table(&[
            "charter",
            "clauses",
            "words",
            "cases",
            "duties",
            "points",
            "registration",
            "service",
            "reminders",
            "ranking",
            "publication",
            "retention",
            "stations",
            "bulletins",
            "reports",
            "review",
        ])?;
        let clauses = read_clauses(&table.need("clauses")?)?;
        root.know_clauses(clauses.iter().map(|clause| clause.number).collect());
        let head = Head::read(&table.need("charter")?)?;
        let duties = read_duties(&table.need("duties")?)?;
        let words = read_words(&table.need("words")?)?;
        Ok(Charter {
            congress: head.congress,
            title: head.title,
            issuer: head.issuer,
            adopted: head.adopted,
            revised: head.revised,
            in_force: head.in_force,
            until: head.until,
            clauses,
            bulletins: Bulletins::read(&table.need("bulletins")?)?,
            stations: Stations::read(&table.need("stations")?, &words)?,
            reports: Reports::read(&table.need("reports")?)?,
            review: Review::read(&table.need("review")?)?,
            words,
            cases: Cases::read(&table.need("cases")?)?,
            points: read_points(&table.need("points")?, &duties)?,
            duties,
            registration: Registration::read(&table.need("registration")?)?,
            service: Service::read(&table.need("service")?)?,
            reminders: Reminders::read(&table.need("reminders")?)?,
            ranking: Ranking::read(&table.need("ranking")?)?,
            publication: Publication::read(&table.need("publication")?)?,
            retention: Retention::read(&table.need("retention")?)?,
            provisions: Vec::new(),
            place: Place { file: file.to_owned(), line: head.place.0, column: head.place.1 },
        })
    }

    /// The name of the file it was read from.
    pub fn file(&self) -> &str {
        &self.place.file
    }

    /// A clause by its number.
    pub fn clause(&self, number: u16) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.number == number)
    }

    /// The words of a list, in order.
    pub fn words(&self, list: Vocabulary) -> &[Word] {
        self.words.get(&list).map_or(&[], Vec::as_slice)
    }

    /// One word of a list.
    pub fn word(&self, list: Vocabulary, code: &str) -> Option<&Word> {
        self.words(list).iter().find(|word| word.code == code)
    }

    /// The duty with this code.
    pub fn duty(&self, code: &str) -> Option<&Duty> {
        self.duties.iter().find(|duty| duty.code == code)
    }

    /// The duties of one kind of person.
    pub fn duties_of(&self, who: Who) -> impl Iterator<Item = &Duty> {
        self.duties.iter().filter(move |duty| duty.who == who)
    }

    /// Every rule with its source, in the order of the file.
    pub fn provisions(&self) -> &[Provision] {
        &self.provisions
    }

    /// The rules that carry out a clause.
    pub fn provisions_of(&self, clause: u16) -> impl Iterator<Item = &Provision> {
        self.provisions.iter().filter(move |rule| rule.source == Source::Clause(clause))
    }

    /// The rules the document leaves open and the deployment chose.
    pub fn choices(&self) -> impl Iterator<Item = &Provision> {
        self.provisions.iter().filter(|rule| rule.source.clause().is_none())
    }

    /// A mistake at the day of entry into force.
    pub(crate) fn mistake(&self, expected: impl Into<String>, found: impl Into<String>) -> Mistake {
        Mistake {
            file: self.place.file.clone(),
            line: self.place.line,
            column: self.place.column,
            expected: expected.into(),
            found: found.into(),
        }
    }
}

impl Head {
    fn read(node: &Node) -> Result<Head, Mistake> {
        let table =
            node.table(&["congress", "title", "issuer", "adopted", "revised", "in_force", "until"])?;
        let adopted = table.need("adopted")?.day()?;
        let revised = match table.may("revised") {
            Some(node) => Some(not_before(&node, "adopted", adopted)?),
            None => None,
        };
        let (name, latest) = match revised {
            Some(day) => ("revised", day),
            None => ("adopted", adopted),
        };
        let in_force_node = table.need("in_force")?;
        let on = in_force_node.table(&["on", "clause", "choice"])?.need("on")?;
        let in_force = Rule::read(&in_force_node, "on", |on| not_before(on, name, latest))?;
        let until = match table.may("until") {
            Some(node) => Some(not_before(&node, "in_force", in_force.value)?),
            None => None,
        };
        Ok(Head {
            congress: Text::read(&table.need("congress")?)?,
            title: Text::read(&table.need("title")?)?,
            issuer: Text::read(&table.need("issuer")?)?,
            adopted,
            revised,
            in_force,
            until,
            place: (on.line(), on.column()),
        })
    }
}

fn not_before(node: &Node, name: &str, earliest: NaiveDate) -> Result<NaiveDate, Mistake> {
    let day = node.day()?;
    if day < earliest {
        return Err(
            node.mistake(format!("a day not before `{name}` ({earliest})"), format!("the date {day}"))
        );
    }
    Ok(day)
}
