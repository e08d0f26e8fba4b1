//! The same numbers by plain counting over the exported tables: no charter, no ledger, only the text of the files and
//! what clauses 2 and 7 ask for.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::{assignments, ledger, seats};
use crate::base::App;
use crate::duties::{export, history_tests::History};
use crate::trial::World;

/// Clause 2: contacts with each assigned deputy in a year.
const CONTACTS: u64 = 2;
/// Clause 7: outreach activities in the own constituency in a year.
const OUTREACH: u64 = 2;

type Row = BTreeMap<String, String>;

/// Person, duty and target with how often it is owed and done.
type Numbers = BTreeMap<(String, String, String), (u64, u64)>;

fn rows(text: &str) -> Vec<Row> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(|row| row.unwrap()).collect()
}

/// The rows of each person who stands in a column.
fn by<'r>(rows: &'r [Row], column: &str) -> BTreeMap<&'r str, Vec<&'r Row>> {
    let mut all: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        all.entry(row[column].as_str()).or_default().push(row);
    }
    all
}

/// Whether a row holds on a day; days as text sort as they follow each other, and an empty last day never comes.
fn holds(row: &Row, day: &str) -> bool {
    row["from_on"].as_str() <= day && (row["to_on"].is_empty() || day <= row["to_on"].as_str())
}

/// The part of two that some days of a year are, to the nearest whole.
fn part(asked: u64, served: usize, days: usize) -> u64 {
    (2 * asked * served as u64 + days as u64) / (2 * days as u64)
}

/// The exported seats and leave, to be asked who was there on a day.
struct Presence<'r> {
    of_person: BTreeMap<&'r str, Vec<&'r Row>>,
    terms: BTreeMap<&'r str, &'r Row>,
}

impl<'r> Presence<'r> {
    fn new(seats: &'r [Row]) -> Self {
        let terms = seats.iter().filter(|row| row["record"] == "term").map(|row| (row["id"].as_str(), row));
        Self { of_person: by(seats, "person_id"), terms: terms.collect() }
    }

    /// Whether a person holds a seat of a kind (in a constituency, if one is named) on a day.
    fn sits(&self, person: &str, kind: &str, place: Option<&str>, day: &str) -> bool {
        self.of_person.get(person).into_iter().flatten().any(|row| {
            row["record"] == "seat"
                && row["kind"] == kind
                && place.is_none_or(|place| row["constituency_id"] == place)
                && holds(row, day)
                && holds(self.terms[row["term_id"].as_str()], day)
        })
    }

    /// The same, and not on leave.
    fn serves(&self, person: &str, kind: &str, place: Option<&str>, day: &str) -> bool {
        let away = |row: &&&Row| row["record"] == "leave" && holds(row, day);
        self.sits(person, kind, place, day) && !self.of_person[person].iter().any(|row| away(&row))
    }
}

/// Clauses 2 and 7 counted over the three tables for a year.
pub(crate) fn counted((acts, pairs, seats): (&str, &str, &str), year: i32) -> Numbers {
    let (acts, pairs, seats) = (rows(acts), rows(pairs), rows(seats));
    let there = Presence::new(&seats);
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    let days: Vec<String> =
        first.iter_days().take_while(|day| day.year() == year).map(|day| day.to_string()).collect();
    let mut numbers = Numbers::new();

    let mut together: BTreeMap<(&str, &str), Vec<&Row>> = BTreeMap::new();
    for pair in &pairs {
        together.entry((&pair["member_id"], &pair["deputy_id"])).or_default().push(pair);
    }
    for ((member, deputy), pairs) in together {
        let served = days.iter().filter(|day| {
            pairs.iter().any(|pair| holds(pair, day))
                && there.serves(member, "committee-member", None, day)
                && there.serves(deputy, "deputy", None, day)
        });
        let key = (member.to_owned(), "contact_assigned".to_owned(), deputy.to_owned());
        numbers.insert(key, (part(CONTACTS, served.count(), days.len()), 0));
    }
    let places: BTreeSet<(&str, &str)> = seats
        .iter()
        .filter(|row| row["record"] == "seat" && row["kind"] == "deputy")
        .map(|row| (row["person_id"].as_str(), row["constituency_id"].as_str()))
        .collect();
    for (deputy, place) in places {
        let served = days.iter().filter(|day| there.serves(deputy, "deputy", Some(place), day));
        let key = (deputy.to_owned(), "outreach_home".to_owned(), place.to_owned());
        numbers.insert(key, (part(OUTREACH, served.count(), days.len()), 0));
    }

    let mut seen = BTreeSet::new();
    for act in
        acts.iter().filter(|act| act["counts"] == "yes" && act["on_day"].starts_with(&year.to_string()))
    {
        let (person, day) = (act["person_id"].as_str(), act["on_day"].as_str());
        let (duty, target) = match act["kind"].as_str() {
            "contact" if there.sits(person, "committee-member", None, day) => {
                ("contact_assigned", &act["counterpart_id"])
            }
            "outreach" if there.sits(person, "deputy", Some(&act["constituency_id"]), day) => {
                ("outreach_home", &act["constituency_id"])
            }
            _ => continue,
        };
        if !target.is_empty() && seen.insert((act["act_id"].clone(), target.clone())) {
            numbers.entry((person.to_owned(), duty.to_owned(), target.clone())).or_default().1 += 1;
        }
    }
    numbers.retain(|_, numbers| *numbers != (0, 0));
    numbers
}

/// What `duties --year` says of the two duties.
pub(crate) fn stated(duties: &str) -> Numbers {
    let known = |row: &Row| matches!(row["duty"].as_str(), "contact_assigned" | "outreach_home");
    let rows = rows(duties).into_iter().filter(known);
    rows.map(|row| {
        let key = (row["person_id"].clone(), row["duty"].clone(), row["target_id"].clone());
        (key, (row["owed"].parse().unwrap(), row["done"].parse().unwrap()))
    })
    .collect()
}

/// The tables of a congress as the commands write them: ledger, assignments, seats.
pub(crate) async fn tables(app: &App, congress: uuid::Uuid) -> [String; 3] {
    let (mut acts, mut pairs, mut held) = (Vec::new(), Vec::new(), Vec::new());
    ledger::write(app, congress, &mut acts).await.unwrap();
    assignments::write(app, congress, &mut pairs).await.unwrap();
    seats::write(app, congress, &mut held).await.unwrap();
    [acts, pairs, held].map(|bytes| String::from_utf8(bytes).unwrap())
}

/// The table of duties of a year as the command writes it.
pub(crate) async fn duties(app: &App, congress: uuid::Uuid, year: i32) -> String {
    let mut out = Vec::new();
    export::year(app, congress, year, &mut out).await.unwrap();
    String::from_utf8(out).unwrap()
}

/// The year's numbers are the same for every person; how many lines were compared, and how many of them have something
/// done.
pub(crate) async fn agree(app: &App, congress: uuid::Uuid, year: i32) -> (usize, usize) {
    let [acts, pairs, held] = tables(app, congress).await;
    let (counted, stated) =
        (counted((&acts, &pairs, &held), year), stated(&duties(app, congress, year).await));
    assert_eq!(counted, stated, "{year}");
    (stated.len(), stated.values().filter(|(_, done)| *done > 0).count())
}

/// A congress that has lived from 2025 until a day.
async fn lived(seed: u64, until: &str) -> World {
    let world = World::new().await;
    world.on("2025-01-02");
    let mut history = History::new(&world, seed).await;
    for _ in 0..8 {
        history.elect().await.unwrap();
        // Nobody is assigned to himself or herself.
        let _ = history.reassign().await;
    }
    while world.app.clock.today() < until.parse().unwrap() {
        for _ in 0..3 {
            let _ = history.enter().await;
            let _ = history.judge().await;
        }
        history.step().await;
        history.pass(6).await;
        history.jobs().await;
    }
    world
}

#[tokio::test]
async fn plain_counting_over_the_tables_gives_the_same_numbers_for_everybody() {
    // Two years with a change of term after them.
    let world = lived(1, "2027-02-01").await;
    for year in [2025, 2026] {
        let (lines, done) = agree(&world.app, world.congress, year).await;
        assert!(lines > 10 && done > 4, "{year}: {lines} lines, {done} with something done");
    }
    agree(&world.app, world.congress, 2027).await;
}

#[tokio::test]
async fn the_tables_hold_no_words_and_no_drafts_and_are_the_same_each_time() {
    let world = lived(3, "2025-08-01").await;
    let tables = tables(&world.app, world.congress).await;
    assert_eq!(tables, self::tables(&world.app, world.congress).await);
    let all = tables.concat();
    assert!(!all.contains("更正") && !all.contains("请补充"), "a reason may hold personal words");
    let acts = rows(&tables[0]);
    assert!(acts.iter().all(|act| !matches!(act["state"].as_str(), "draft" | "discarded")));
    assert!(acts.iter().any(|act| !act["superseded_by"].is_empty() && act["counts"] == "no"));
    let (twice, first) =
        (duties(&world.app, world.congress, 2025).await, duties(&world.app, world.congress, 2025).await);
    assert_eq!(first, twice);
    for row in rows(&first) {
        let shown = row["act_ids"].split_whitespace().count();
        assert_eq!(row["done"], shown.to_string(), "each number leads to its acts");
    }
}
