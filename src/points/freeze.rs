//! Freezing a year's points: all statements are kept as they are on that day, and the digest over them goes into the
//! journal, whose chain nobody can rewrite unseen. A correction after that changes the statement, not what was frozen;
//! freezing again makes a further revision.
//!
//! The digest is SHA-256 over the JSON `[[year,revision,"person",total,lines],…]` in the order of the persons' ids,
//! without blanks, with the lines as they are kept.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use charter::{Booked, Statement, Why};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::statements::{self, days_of};
use super::store::{self, Kept};
use crate::access::{Actor, Permit};
use crate::base::{App, Conn, Error, Mistake, Result, Tables, Tx, form::Say};
use crate::journal::{self, Happening, Wanted};
use crate::ledger::store::{Waiting, open_objections_in, unverified_in};
use crate::notices::{Audience, Fact, Facts, Notice, tell};

/// What the journal calls a year's points.
const SUBJECT: &str = "points";

/// A line as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Line {
    line: String,
    rule_from: NaiveDate,
    act: Option<Uuid>,
    evidence: Option<Uuid>,
    target: Option<Uuid>,
    on: NaiveDate,
    times: u32,
    worth: i32,
    points: i32,
    why: Why,
}

impl From<&Booked> for Line {
    fn from(of: &Booked) -> Line {
        Line {
            line: of.line.clone(),
            rule_from: of.rule_from,
            act: of.act,
            evidence: of.evidence,
            target: of.target,
            on: of.on,
            times: of.times,
            worth: of.worth,
            points: of.points,
            why: of.why,
        }
    }
}

impl From<Line> for Booked {
    fn from(of: Line) -> Booked {
        Booked {
            line: of.line,
            rule_from: of.rule_from,
            act: of.act,
            evidence: of.evidence,
            target: of.target,
            on: of.on,
            times: of.times,
            worth: of.worth,
            points: of.points,
            why: of.why,
        }
    }
}

fn kept_of(statement: &Statement) -> Result<Kept> {
    let lines: Vec<Line> = statement.lines.iter().map(Line::from).collect();
    Ok(Kept {
        person_id: statement.person,
        total: statement.total.into(),
        lines: serde_json::to_string(&lines).map_err(anyhow::Error::from)?,
    })
}

/// A statement as it was frozen.
///
/// # Errors
/// When what is kept cannot be read.
pub(super) fn statement_of(kept: &Kept, year: i32) -> Result<Statement> {
    let lines: Vec<Line> = serde_json::from_str(&kept.lines).map_err(anyhow::Error::from)?;
    let total = i32::try_from(kept.total).map_err(anyhow::Error::from)?;
    Ok(Statement {
        person: kept.person_id,
        year,
        lines: lines.into_iter().map(Booked::from).collect(),
        total,
    })
}

/// The digest of statements in the order of their persons' ids.
pub fn digest(year: i64, revision: i64, statements: &[Kept]) -> String {
    let row = |it: &Kept| format!("[{year},{revision},\"{}\",{},{}]", it.person_id, it.total, it.lines);
    let rows: Vec<String> = statements.iter().map(row).collect();
    hex::encode(Sha256::digest(format!("[{}]", rows.join(","))))
}

/// What was frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// How often the year was frozen by now.
    pub revision: i64,
    /// The digest of its statements.
    pub digest: String,
    /// How many statements.
    pub statements: usize,
    /// The number of the journal's entry.
    pub entry: i64,
}

/// What of the members' year still waits: whose, and how often.
#[derive(Debug, Clone, Default)]
pub struct Open {
    /// Acts that wait to be verified.
    pub unverified: BTreeMap<Uuid, i64>,
    /// Objections that wait for their answer.
    pub objections: BTreeMap<Uuid, i64>,
}

impl Open {
    /// What waits in a year of these members.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(at: &impl Conn, congress: Uuid, year: i32, members: &BTreeSet<Uuid>) -> Result<Open> {
        let theirs = |waiting: Vec<Waiting>| {
            let theirs = waiting.into_iter().filter(|it| members.contains(&it.person_id));
            theirs.map(|it| (it.person_id, it.n)).collect()
        };
        Ok(Open {
            unverified: theirs(unverified_in(at, congress, days_of(year)?).await?),
            objections: theirs(open_objections_in(at, congress, year).await?),
        })
    }

    fn refusal(&self) -> Option<Error> {
        let sum = |of: &BTreeMap<Uuid, i64>| of.values().sum::<i64>();
        let (unverified, objections) = (sum(&self.unverified), sum(&self.objections));
        let say = Say::new("points-freeze-open").with("acts", unverified).with("objections", objections);
        (unverified + objections > 0)
            .then(|| Error::Invalid(vec![Mistake { field: "confirm".to_owned(), say }]))
    }
}

/// What a member's points of a year come to.
#[derive(Debug)]
pub(super) struct Total {
    /// Whose.
    pub person: Uuid,
    /// The name.
    pub name: String,
    /// How many.
    pub total: i32,
    /// What was frozen.
    pub frozen: Option<i64>,
    /// It would be frozen otherwise now.
    pub changed: bool,
}

/// What everybody's points of a year come to, by the end of a day and beside a revision that was frozen, in the order of
/// the names: kept until something that was done changes, or who is who.
pub(super) async fn totals(
    app: &App,
    congress: Uuid,
    (year, as_of): (i32, NaiveDate),
    revision: Option<i64>,
) -> Result<Arc<Vec<Total>>> {
    let db = &app.db;
    let made = async {
        let mut frozen: BTreeMap<Uuid, Kept> = BTreeMap::new();
        if let Some(revision) = revision {
            let all = store::statements(db, congress, (year, revision)).await?;
            frozen = all.into_iter().map(|it| (it.person_id, it)).collect();
        }
        let total = |(person, name, statement): (Uuid, String, Statement)| {
            let then = frozen.get(&person);
            let same = match then {
                Some(then) => statement_of(then, year)? == statement,
                None => false,
            };
            let frozen = then.map(|it| it.total);
            Ok(Total { person, name, total: statement.total, frozen, changed: revision.is_some() && !same })
        };
        let all = statements::all(db, app, congress, year, as_of).await?;
        all.into_iter().map(total).collect::<Result<Vec<Total>>>()
    };
    let name = format!("points of {year} on {as_of}, frozen {}", revision.unwrap_or_default());
    db.kept((Tables::Acts, congress), &name, made).await
}

/// Freeze a year that is over: keep all its statements, and sign their digest into the journal's chain.
///
/// # Errors
/// `Invalid` while the year is not over, or while acts or objections of it wait and that is not confirmed; `Conflict`
/// when nothing has changed since it was frozen.
pub async fn freeze(app: &App, actor: &Actor, year: i32, confirmed: bool) -> Result<Frozen> {
    actor.must(Permit::PointsFreeze)?;
    let congress = actor.congress;
    if days_of(year)?.1 >= app.clock.today() {
        return Err(Error::invalid("confirm", "points-freeze-not-over"));
    }
    // All of it in the act: between counting and keeping nothing in the ledger may move.
    let tx = app.db.begin().await?;
    let counted = statements::all(&tx, app, congress, year, app.clock.today()).await?;
    let mut new = counted.iter().map(|(_, _, it)| kept_of(it)).collect::<Result<Vec<Kept>>>()?;
    new.sort_by_key(|it| it.person_id);
    let members = new.iter().map(|it| it.person_id).collect();
    if let Some(refusal) = Open::of(&tx, congress, year, &members).await?.refusal().filter(|_| !confirmed) {
        return Err(refusal);
    }
    let last = store::frozen(&tx, congress, year).await?;
    let old = match &last {
        Some(last) => store::statements(&tx, congress, (year, last.revision)).await?,
        None => Vec::new(),
    };
    if last.is_some() && old == new {
        return Err(Error::conflict("points-freeze-same"));
    }
    let revision = last.map_or(1, |last| last.revision + 1);
    let digest = digest(year.into(), revision, &new);
    let author = actor.author(Permit::PointsFreeze, app.clock.now());
    if !store::insert_year(&tx, &author, (year, revision), &digest).await? {
        return Err(Error::conflict("points-freeze-same"));
    }
    for kept in &new {
        store::insert_statement(&tx, congress, (year, revision), kept).await?;
    }
    let facts = json!({ "year": year, "revision": revision, "digest": digest, "statements": new.len() });
    let happening =
        Happening { kind: "points.frozen".to_owned(), subject: SUBJECT, subject_id: congress, facts };
    let entry = journal::append(&tx, &author, happening).await?;
    for kept in new.iter().filter(|kept| !old.contains(kept)) {
        hear(&tx, app, congress, (kept.person_id, year)).await?;
    }
    tx.commit().await?;
    Ok(Frozen { revision, digest, statements: new.len(), entry })
}

/// Whoever's statement was frozen, or frozen with other lines than before, is told.
async fn hear(tx: &Tx, app: &App, congress: Uuid, (person, year): (Uuid, i32)) -> Result<()> {
    let facts = Facts::from([("year".to_owned(), Fact::Text(year.to_string()))]);
    let to = Audience::Person(person);
    tell(
        tx,
        app,
        &Notice { congress, to, kind: "points-frozen", subject: SUBJECT, subject_id: person, facts },
    )
    .await
}

/// What the journal says of a year that was frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The entry's number.
    pub entry: i64,
    /// The digest in it.
    pub digest: String,
}

/// The journal's entry of a revision of a year.
///
/// # Errors
/// When the database does not answer.
pub async fn signed(at: &impl Conn, congress: Uuid, (year, revision): (i32, i64)) -> Result<Option<Signed>> {
    let wanted = Wanted { subject: SUBJECT.to_owned(), subject_id: Some(congress), account: None };
    let mut before = i64::MAX;
    loop {
        // Some ten entries in a term: this goes round once.
        let entries = journal::found(at, congress, &wanted, (before, 200)).await?;
        let Some(last) = entries.last() else { return Ok(None) };
        before = last.seq;
        for entry in entries {
            let facts: serde_json::Value = serde_json::from_str(&entry.facts).unwrap_or_default();
            if facts["year"] == json!(year) && facts["revision"] == json!(revision) {
                let digest = facts["digest"].as_str().unwrap_or_default().to_owned();
                return Ok(Some(Signed { entry: entry.seq, digest }));
            }
        }
    }
}

/// Whether what is kept of a year is what was frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verified {
    /// It is.
    Same {
        /// The revision.
        revision: i64,
        /// The journal's entry that it was compared with.
        entry: i64,
    },
    /// Statements were changed, added or taken away since then.
    Changed {
        /// The revision.
        revision: i64,
    },
    /// The journal has no entry of it.
    Unsigned {
        /// The revision.
        revision: i64,
    },
}

/// Compute the digest anew from the statements that are kept, and compare it with the journal's entry.
///
/// # Errors
/// `NotFound` for a year that was not frozen.
pub async fn verify(at: &impl Conn, actor: &Actor, year: i32) -> Result<Verified> {
    actor.must(Permit::PointsRead)?;
    let congress = actor.congress;
    let last = store::frozen(at, congress, year).await?.ok_or(Error::NotFound)?;
    let revision = last.revision;
    let kept = store::statements(at, congress, (year, revision)).await?;
    let now = digest(last.year, revision, &kept);
    Ok(match signed(at, congress, (year, revision)).await? {
        None => Verified::Unsigned { revision },
        Some(signed) if signed.digest == now && last.digest == now => {
            Verified::Same { revision, entry: signed.entry }
        }
        Some(_) => Verified::Changed { revision },
    })
}
