//! The numbered series of `migrations/`: each step once, in order, and all that are missing in one transaction, so that
//! a database is of the version before or of this one and never between.
//!
//! The version before must be able to run on this version's tables, so a step adds. One that takes something away is
//! named `NNNN_…_contract`, comes a release later, and is done only when it is asked for; a program that finds a step of
//! that kind which it does not know refuses to run, one that finds another unknown step does not mind.

use std::collections::BTreeSet;

use anyhow::Context;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, FromQueryResult, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};

use super::{Conn, Db, Result, sql};

/// One file of the series; most are one text for both databases.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// Its number and name.
    pub name: &'static str,
    /// Its text for SQLite.
    pub sqlite: &'static str,
    /// Its text for PostgreSQL.
    pub postgres: &'static str,
}

macro_rules! step {
    ($name:literal) => {
        Step {
            name: $name,
            sqlite: include_str!(concat!("../../migrations/", $name, ".sql")),
            postgres: include_str!(concat!("../../migrations/", $name, ".sql")),
        }
    };
    ($name:literal, both) => {
        Step {
            name: $name,
            sqlite: include_str!(concat!("../../migrations/", $name, ".sqlite.sql")),
            postgres: include_str!(concat!("../../migrations/", $name, ".postgres.sql")),
        }
    };
}

/// The series.
pub const SERIES: &[Step] = &[
    step!("0001_house"),
    step!("0002_cases"),
    step!("0003_search", both),
    step!("0004_case_words"),
    step!("0005_ledger"),
    step!("0006_drafts"),
    step!("0007_rosters"),
    step!("0008_stations"),
    step!("0009_consultations"),
    step!("0010_chats"),
    step!("0011_devices"),
    step!("0012_consented"),
    step!("0013_changeovers"),
    step!("0014_events"),
    step!("0015_channels"),
    step!("0016_letters"),
    step!("0017_bulletins"),
    step!("0018_calendars"),
    step!("0019_archive"),
    step!("0020_reports"),
    step!("0021_reviews", both),
    step!("0022_bulletin_corrections"),
    step!("0023_review_tokens", both),
    step!("0024_backups"),
    step!("0025_case_tallies", both),
    step!("0026_first_pages"),
    step!("0027_table_marks", both),
    step!("0028_quick_acts", both),
];

impl Step {
    /// Whether it takes something away that the version before still uses.
    pub fn contracts(&self) -> bool {
        contracts(self.name)
    }
}

fn contracts(name: &str) -> bool {
    name.ends_with("_contract")
}

/// What an advisory lock of PostgreSQL is called by, while somebody migrates.
const MIGRATING: i64 = 7_230_114_901;

#[derive(FromQueryResult)]
struct Found {
    n: i64,
}

#[derive(FromQueryResult)]
struct Named {
    version: String,
}

/// The steps that a database has had, in order; none when it is empty.
///
/// # Errors
/// When it does not answer.
pub async fn applied(at: &impl Conn) -> Result<Vec<String>> {
    let there = match at.kind() {
        DbBackend::Sqlite => "SELECT count(*) AS n FROM sqlite_schema WHERE name = 'seaql_migrations'",
        _ => {
            "SELECT count(*) AS n FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'seaql_migrations'"
        }
    };
    if at.one::<Found>(sql(there, [])).await?.n == 0 {
        return Ok(Vec::new());
    }
    let all: Vec<Named> = at.all(sql("SELECT version FROM seaql_migrations ORDER BY version", [])).await?;
    Ok(all.into_iter().map(|row| row.version).collect())
}

/// What there is between a database and a series.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Whether it has no tables yet.
    pub empty: bool,
    /// Steps that it has not had and needs.
    pub pending: Vec<&'static str>,
    /// Steps that take something away, which wait until they are asked for.
    pub contracting: Vec<&'static str>,
    /// Steps that it has had and this program does not know: a later version was here.
    pub unknown: Vec<String>,
}

impl Standing {
    /// Whether this program can run on it as it is.
    pub fn is_current(&self) -> bool {
        self.pending.is_empty() && !self.is_beyond()
    }

    /// Whether a later version took away what this program uses.
    pub fn is_beyond(&self) -> bool {
        self.unknown.iter().any(|name| contracts(name))
    }
}

/// Compare a database with this program's series.
///
/// # Errors
/// When it does not answer.
pub async fn standing(at: &impl Conn) -> Result<Standing> {
    standing_in(at, SERIES).await
}

/// The same with a series of one's own.
///
/// # Errors
/// When the database does not answer.
pub async fn standing_in(at: &impl Conn, series: &[Step]) -> Result<Standing> {
    let had = applied(at).await?;
    let known: BTreeSet<&str> = series.iter().map(|step| step.name).collect();
    let missing = series.iter().filter(|step| !had.iter().any(|name| name == step.name));
    let (contracting, pending): (Vec<&Step>, Vec<&Step>) = missing.partition(|step| step.contracts());
    let names = |steps: Vec<&Step>| steps.into_iter().map(|step| step.name).collect();
    Ok(Standing {
        empty: had.is_empty(),
        pending: names(pending),
        contracting: names(contracting),
        unknown: had.into_iter().filter(|name| !known.contains(name.as_str())).collect(),
    })
}

/// How migrating ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It is kept.
    Keep,
    /// It is taken back: a rehearsal.
    TakeBack,
}

/// Bring a database to this version of the program.
///
/// # Errors
/// When a step fails; then nothing of any has happened.
pub async fn migrate(db: &Db) -> anyhow::Result<()> {
    migrate_in(db, SERIES, false, End::Keep).await?;
    Ok(())
}

/// Do the missing steps of a series, also those that take away where that is `contract`; their names.
///
/// # Errors
/// Names the step that failed; then nothing of any has happened.
pub async fn migrate_in(
    db: &Db,
    series: &[Step],
    contract: bool,
    end: End,
) -> anyhow::Result<Vec<&'static str>> {
    // What is sorted for an index, or changed in every row, may be more than memory holds.
    db.beside_on_disk(true).await?;
    let done = migrate_whole(db, series, contract, end).await;
    let back = db.beside_on_disk(false).await;
    let done = done?;
    back?;
    Ok(done)
}

async fn migrate_whole(
    db: &Db,
    series: &[Step],
    contract: bool,
    end: End,
) -> anyhow::Result<Vec<&'static str>> {
    let mut how = TransactionOptions::default();
    if db.backend() == DbBackend::Sqlite {
        how.sqlite_transaction_mode = Some(SqliteTransactionMode::Immediate);
    }
    let writer = db.migrating();
    let tx = writer.begin_with_options(how).await?;
    match (do_missing(&tx, series, contract).await, end) {
        (Ok(done), End::Keep) => {
            tx.commit().await?;
            Ok(done)
        }
        (done, _) => {
            // At once: whoever waits for our locks goes on.
            tx.rollback().await?;
            done
        }
    }
}

async fn do_missing(
    tx: &DatabaseTransaction,
    series: &[Step],
    contract: bool,
) -> anyhow::Result<Vec<&'static str>> {
    if tx.get_database_backend() != DbBackend::Sqlite {
        // One after the other; and whoever reads a table that is to be changed is not kept waiting behind us for long.
        tx.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATING})")).await?;
        tx.execute_unprepared("SET LOCAL lock_timeout = '2s'").await?;
    }
    tx.execute_unprepared(
        "CREATE TABLE IF NOT EXISTS seaql_migrations (version varchar NOT NULL PRIMARY KEY, applied_at bigint NOT NULL)",
    )
    .await?;
    let had = had(tx).await?;
    let mut done = Vec::new();
    for step in series.iter().filter(|step| !had.contains(step.name) && (contract || !step.contracts())) {
        do_one(tx, step).await.with_context(|| format!("the step {} failed", step.name))?;
        done.push(step.name);
    }
    Ok(done)
}

async fn had(tx: &DatabaseTransaction) -> anyhow::Result<BTreeSet<String>> {
    let text = "SELECT version FROM seaql_migrations";
    let rows = tx.query_all_raw(Statement::from_string(tx.get_database_backend(), text)).await?;
    let names: Result<Vec<Named>, _> = rows.iter().map(|row| Named::from_query_result(row, "")).collect();
    Ok(names?.into_iter().map(|row| row.version).collect())
}

async fn do_one(tx: &DatabaseTransaction, step: &Step) -> anyhow::Result<()> {
    let (text, now) = match tx.get_database_backend() {
        DbBackend::Sqlite => (step.sqlite, "unixepoch()"),
        _ => (step.postgres, "CAST(EXTRACT(EPOCH FROM now()) AS bigint)"),
    };
    tx.execute_unprepared(text).await?;
    let noted = format!("INSERT INTO seaql_migrations (version, applied_at) VALUES ('{}', {now})", step.name);
    tx.execute_unprepared(&noted).await?;
    Ok(())
}

/// Whether the database answers and has the tables of this version of the program.
///
/// # Errors
/// When it does not answer.
pub async fn is_current(db: &Db) -> Result<bool> {
    Ok(standing(db).await?.is_current())
}
