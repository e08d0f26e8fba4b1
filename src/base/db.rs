//! One database, two ways in: read from the pool, or change things in an act.
//!
//! Acts run one after the other on one connection, each inside a savepoint. An act that is done
//! waits until its group is committed; when nobody else is waiting to begin, the last one commits
//! for all. So every acknowledged act is durable, an act that fails leaves nothing, and 64 people
//! handing in at once cost a few disk flushes instead of 64.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
};

use anyhow::Context;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    FromQueryResult, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value,
};
use tokio::{
    runtime::Handle,
    sync::{Mutex, OwnedMutexGuard, watch},
};

use super::{Error, Result};

/// At most this many acts share one commit, so that no one waits for an endless group.
const LARGEST_GROUP: usize = 128;

/// The database of the deployment: cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    readers: DatabaseConnection,
    writer: DatabaseConnection,
    desk: Arc<Mutex<Desk>>,
    waiting: AtomicUsize,
    tally: Arc<Tally>,
    acknowledge_early: bool,
}

/// What the writer has done so far, for the metrics.
#[derive(Debug, Default)]
struct Tally {
    acts: AtomicU64,
    commits: AtomicU64,
}

/// The writer's desk: the open transaction and those who wait for its commit.
#[derive(Default)]
struct Desk {
    open: Option<DatabaseTransaction>,
    done: usize,
    outcome: Option<watch::Sender<Option<Result<()>>>>,
}

impl Db {
    /// Connect: `sqlite:` for a file that is made when missing, or `postgres:`.
    ///
    /// # Errors
    /// When the database cannot be reached; the cause names what was tried.
    pub async fn connect(url: &str) -> anyhow::Result<Self> {
        Self::connect_keeping(url, "FULL").await
    }

    /// Connect to a database that is being built beside and is nothing until it is finished: SQLite does not wait for
    /// the disk. Whoever finishes it sees to it that it is written before anybody uses it.
    ///
    /// # Errors
    /// As `connect`.
    pub async fn connect_for_loading(url: &str) -> anyhow::Result<Self> {
        Self::connect_keeping(url, "OFF").await
    }

    async fn connect_keeping(url: &str, synchronous: &'static str) -> anyhow::Result<Self> {
        let sqlite = url.starts_with("sqlite:");
        let open = async |size: u32| {
            let mut options = ConnectOptions::new(url.to_owned());
            options.sqlx_logging(false).record_stmt_in_spans(false).max_connections(size);
            if sqlite {
                options.map_sqlx_sqlite_opts(move |lite| {
                    lite.create_if_missing(true)
                        .foreign_keys(true)
                        .pragma("journal_mode", "WAL")
                        .pragma("synchronous", synchronous)
                        .pragma("busy_timeout", "10000")
                        .pragma("cache_size", "-8000")
                });
            }
            Database::connect(options).await
        };
        // The writer comes first: it makes the file, and switches it to WAL.
        let writer = open(1).await.context("cannot open the database")?;
        let readers = open(8).await.context("cannot open the database")?;
        Ok(Self(Arc::new(Inner {
            readers,
            writer,
            desk: Arc::default(),
            waiting: AtomicUsize::new(0),
            tally: Arc::default(),
            acknowledge_early: false,
        })))
    }

    /// A deliberately wrong database for the crash test: it says "done" before the commit.
    #[doc(hidden)]
    pub fn acknowledging_early(self) -> Self {
        Self(Arc::new(Inner {
            readers: self.0.readers.clone(),
            writer: self.0.writer.clone(),
            desk: Arc::default(),
            waiting: AtomicUsize::new(0),
            tally: self.0.tally.clone(),
            acknowledge_early: true,
        }))
    }

    /// SQLite or PostgreSQL.
    pub fn backend(&self) -> DbBackend {
        self.0.writer.get_database_backend()
    }

    /// Close every connection. On SQLite everything is then in the one file.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn close(self) -> Result<()> {
        self.0.readers.close_by_ref().await?;
        if self.backend() == DbBackend::Sqlite {
            self.0.writer.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }
        Ok(self.0.writer.close_by_ref().await?)
    }

    /// The writer's own connection: migrations only.
    pub fn migrating(&self) -> &DatabaseConnection {
        &self.0.writer
    }

    /// How many acts were kept, and in how many commits.
    pub fn tally(&self) -> (u64, u64) {
        let tally = &self.0.tally;
        (tally.acts.load(Ordering::Relaxed), tally.commits.load(Ordering::Relaxed))
    }

    /// Begin an act. Dropped without `commit`, it leaves nothing.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begin(&self) -> Result<Tx> {
        let place = Waiting::new(self.clone());
        let desk = self.0.desk.clone().lock_owned().await;
        place.served();
        let tx = Tx { db: self.clone(), desk: Some(desk) };
        // On a task of its own: whoever goes away while the savepoint is being made leaves no half of one.
        tokio::spawn(tx.opened()).await.map_err(anyhow::Error::from)?
    }

    /// Commit the open group, unless someone is waiting to join it. Takes over the desk.
    async fn settle(&self, mut desk: OwnedMutexGuard<Desk>) {
        let joined = self.0.waiting.load(Ordering::SeqCst) > 0 && desk.done < LARGEST_GROUP;
        if joined || desk.open.is_none() {
            return;
        }
        let open = desk.open.take().expect("checked above");
        let result = open.commit().await.map_err(Error::from);
        if result.is_ok() {
            self.0.tally.acts.fetch_add(desk.done as u64, Ordering::Relaxed);
            self.0.tally.commits.fetch_add(1, Ordering::Relaxed);
        }
        if let Some(outcome) = desk.outcome.take() {
            outcome.send_replace(Some(result));
        }
    }
}

/// A place in the queue to the writer's desk. Given up, it makes sure that nobody waits for a
/// commit that the one who left would have made.
struct Waiting {
    db: Db,
    left: bool,
}

impl Waiting {
    fn new(db: Db) -> Self {
        db.0.waiting.fetch_add(1, Ordering::SeqCst);
        Self { db, left: true }
    }

    fn served(mut self) {
        self.left = false;
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.db.0.waiting.fetch_sub(1, Ordering::SeqCst);
        // Without a runtime the program is ending, and nobody waits any more.
        if self.left
            && let Ok(runtime) = Handle::try_current()
        {
            let db = self.db.clone();
            runtime.spawn(async move {
                let desk = db.0.desk.clone().lock_owned().await;
                db.settle(desk).await;
            });
        }
    }
}

/// One act: all of it is kept, or nothing.
pub struct Tx {
    db: Db,
    desk: Option<OwnedMutexGuard<Desk>>,
}

impl Tx {
    fn open(&self) -> &DatabaseTransaction {
        self.desk
            .as_ref()
            .and_then(|desk| desk.open.as_ref())
            .expect("an act holds the open transaction until it ends")
    }

    /// Open the group's transaction when there is none, and this act's savepoint in it.
    async fn opened(mut self) -> Result<Self> {
        let desk = self.desk.as_mut().expect("just taken");
        if desk.open.is_none() {
            let mut how = TransactionOptions::default();
            if self.db.backend() == DbBackend::Sqlite {
                how.sqlite_transaction_mode = Some(SqliteTransactionMode::Immediate);
            }
            desk.open = Some(self.db.0.writer.begin_with_options(how).await?);
            desk.outcome = Some(watch::Sender::new(None));
            desk.done = 0;
        }
        self.open().execute_unprepared("SAVEPOINT act").await?;
        Ok(self)
    }

    /// SQLite or PostgreSQL.
    pub fn backend(&self) -> DbBackend {
        self.db.backend()
    }

    /// Keep the act. Returns once it is durable. Goes on to the end even if the caller goes away.
    ///
    /// # Errors
    /// When the database could not keep it: then nothing of it is kept.
    pub async fn commit(mut self) -> Result<()> {
        let mut desk = self.desk.take().expect("an act ends once");
        let db = self.db.clone();
        let early = db.0.acknowledge_early;
        let finish = async move {
            let open = desk.open.as_ref().expect("open while an act runs");
            if let Err(cause) = open.execute_unprepared("RELEASE SAVEPOINT act").await {
                undo(&db, desk).await;
                return Err(cause.into());
            }
            desk.done += 1;
            let mut outcome = desk.outcome.as_ref().expect("made with the transaction").subscribe();
            db.settle(desk).await;
            let ended = outcome.wait_for(Option::is_some).await;
            ended
                .ok()
                .and_then(|result| result.clone())
                .unwrap_or_else(|| Err(anyhow::anyhow!("the group ended without a commit").into()))
        };
        let task = tokio::spawn(finish);
        if early {
            return Ok(());
        }
        task.await.map_err(anyhow::Error::from)?
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        let Some(desk) = self.desk.take() else {
            return;
        };
        match Handle::try_current() {
            Ok(runtime) => {
                let db = self.db.clone();
                runtime.spawn(async move { undo(&db, desk).await });
            }
            Err(_) => lose(desk),
        }
    }
}

/// Take an act back and let the rest of its group go on.
async fn undo(db: &Db, desk: OwnedMutexGuard<Desk>) {
    if let Some(open) = &desk.open {
        let undone = async {
            open.execute_unprepared("ROLLBACK TO SAVEPOINT act").await?;
            open.execute_unprepared("RELEASE SAVEPOINT act").await
        };
        if undone.await.is_err() {
            // The connection is gone or the savepoint never was: the whole group is lost.
            lose(desk);
            return;
        }
    }
    db.settle(desk).await;
}

/// Give the whole group up, and tell those who wait for it.
fn lose(mut desk: OwnedMutexGuard<Desk>) {
    desk.open = None;
    if let Some(outcome) = desk.outcome.take() {
        let lost = anyhow::anyhow!("the database went away during an act");
        outcome.send_replace(Some(Err(lost.into())));
    }
}

/// A statement: SQL text that both databases take, with `$1`, `$2` … bound to values.
pub struct Sql {
    text: String,
    values: Vec<Value>,
}

/// Write a statement: `sql("SELECT … WHERE id = $1", [id.into()])`.
pub fn sql(text: impl Into<String>, values: impl IntoIterator<Item = Value>) -> Sql {
    Sql { text: text.into(), values: values.into_iter().collect() }
}

impl Sql {
    fn on(self, backend: DbBackend) -> Statement {
        Statement::from_sql_and_values(backend, self.text, self.values)
    }
}

/// Where a statement runs: `Db` reads what is committed, `Tx` reads and changes within its act.
pub trait Conn: Sync {
    /// All rows.
    fn all<T: FromQueryResult + Send>(&self, sql: Sql) -> impl Future<Output = Result<Vec<T>>> + Send;

    /// The first row, if any.
    fn maybe<T: FromQueryResult + Send>(&self, sql: Sql) -> impl Future<Output = Result<Option<T>>> + Send;

    /// Change rows; how many were changed.
    fn run(&self, sql: Sql) -> impl Future<Output = Result<u64>> + Send;

    /// The database's kind, for the few statements that differ.
    fn kind(&self) -> DbBackend;

    /// The first row, or `NotFound`.
    fn one<T: FromQueryResult + Send>(&self, sql: Sql) -> impl Future<Output = Result<T>> + Send {
        async move { self.maybe(sql).await?.ok_or(Error::NotFound) }
    }
}

async fn all<T: FromQueryResult>(on: &impl ConnectionTrait, sql: Sql) -> Result<Vec<T>> {
    let rows = on.query_all_raw(sql.on(on.get_database_backend())).await?;
    let rows: Result<Vec<T>, DbErr> = rows.iter().map(|row| T::from_query_result(row, "")).collect();
    Ok(rows?)
}

async fn maybe<T: FromQueryResult>(on: &impl ConnectionTrait, sql: Sql) -> Result<Option<T>> {
    let row = on.query_one_raw(sql.on(on.get_database_backend())).await?;
    Ok(row.map(|row| T::from_query_result(&row, "")).transpose()?)
}

impl Conn for Db {
    async fn all<T: FromQueryResult + Send>(&self, sql: Sql) -> Result<Vec<T>> {
        all(&self.0.readers, sql).await
    }

    async fn maybe<T: FromQueryResult + Send>(&self, sql: Sql) -> Result<Option<T>> {
        maybe(&self.0.readers, sql).await
    }

    async fn run(&self, _: Sql) -> Result<u64> {
        Err(anyhow::anyhow!("changes are made in an act: begin one").into())
    }

    fn kind(&self) -> DbBackend {
        self.backend()
    }
}

impl Conn for Tx {
    async fn all<T: FromQueryResult + Send>(&self, sql: Sql) -> Result<Vec<T>> {
        all(self.open(), sql).await
    }

    async fn maybe<T: FromQueryResult + Send>(&self, sql: Sql) -> Result<Option<T>> {
        maybe(self.open(), sql).await
    }

    async fn run(&self, sql: Sql) -> Result<u64> {
        let done = self.open().execute_raw(sql.on(self.backend())).await?;
        Ok(done.rows_affected())
    }

    fn kind(&self) -> DbBackend {
        self.backend()
    }
}

#[cfg(test)]
#[path = "db_tests.rs"]
mod tests;
