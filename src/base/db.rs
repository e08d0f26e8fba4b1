//! One database, two ways in: read from the pool, or change things in an act.
//!
//! Acts run one after the other on one connection, each inside a savepoint. An act that is done
//! waits until its group is committed; when nobody else is waiting to begin, the last one commits
//! for all. So every acknowledged act is durable, an act that fails leaves nothing, and 64 people
//! handing in at once cost a few disk flushes instead of 64.
//!
//! When the disk is full or the database away, acts fail and say so; the writer's connection is replaced before the next
//! one. When a sync failed the process ends (see `disk`).
//!
//! * `statement`: SQL, and where it runs
//! * `act`: one act from its place in the queue to its end
//! * `snapshot`: everything as it was at one moment
//! * `shelf`: what was made of tables that rarely change, kept until they do

mod act;
mod shelf;
mod snapshot;
mod statement;

use std::{
    mem,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use anyhow::Context;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
};
use tokio::{
    sync::{Mutex, OnceCell, OwnedMutexGuard, watch},
    time::timeout,
};

pub use self::{
    act::Tx,
    shelf::{Of, Tables, asking_once, told},
    snapshot::Snapshot,
    statement::{Conn, Sql, places, sql},
};
use self::{act::Waiting, shelf::Shelf};
use super::{
    Error, Result,
    disk::{self, Trouble},
    watch::{Mark, Watch},
};

/// At most this many acts share one commit, so that no one waits for an endless group.
const LARGEST_GROUP: usize = 128;

/// How long a broken connection may take to let go.
const FAREWELL: Duration = Duration::from_secs(2);

/// SQLite: pages of the log (of 4 KB) after which they are moved into the file. What many acts change is moved once.
const LOG: &str = "8000";

/// How a connection to SQLite is set up.
struct Lite {
    /// Its own cache (`PRAGMA cache_size`).
    cache: &'static str,
    /// Texts kept prepared.
    prepared: usize,
    /// Where it keeps what it needs beside the tables.
    beside: &'static str,
}

/// The one that writes. Its changes are handed over together, and the same come in other company, so it keeps more texts.
/// Each act's savepoint remembers the pages that the act changes: from 64 KB on in a file, if not told otherwise, which was more
/// than half of all writing while opinions were handed in.
const WRITER: Lite = Lite { cache: "-8000", prepared: 400, beside: IN_MEMORY };

/// Those that read. The system's cache holds SQLite's file too: more of it here only takes memory twice.
const READER: Lite = Lite { cache: "-2000", prepared: 100, beside: ON_DISK };

const IN_MEMORY: &str = "MEMORY";
const ON_DISK: &str = "FILE";

/// Connections that read.
const READERS: u32 = 8;

/// A connection that reads from PostgreSQL and rested longer is asked whether it is still there before it is used.
const RESTED: Duration = Duration::from_secs(5);

/// The database of the deployment: cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    readers: DatabaseConnection,
    writer: RwLock<DatabaseConnection>,
    way: Way,
    watch: Watch,
    /// SQLite only: the connection by which changes are seen.
    watcher: OnceCell<DatabaseConnection>,
    desk: Arc<Mutex<Desk>>,
    waiting: AtomicUsize,
    tally: Arc<Tally>,
    shelf: Shelf,
    acknowledge_early: bool,
}

/// How connections are made.
#[derive(Clone)]
struct Way {
    url: String,
    synchronous: &'static str,
}

impl Way {
    /// The one that writes.
    async fn writer(&self) -> Result<DatabaseConnection, DbErr> {
        Database::connect(self.options(1, &WRITER)).await
    }

    /// Those that read.
    async fn readers(&self, size: u32) -> Result<DatabaseConnection, DbErr> {
        let mut options = self.options(size, &READER);
        if self.url.starts_with("sqlite:") {
            // A file does not go away: nobody asks before each use whether it is there.
            options.test_before_acquire(false);
        } else {
            options.test_before_acquire_if_idle_for(RESTED);
        }
        Database::connect(options).await
    }

    fn options(&self, size: u32, how: &'static Lite) -> ConnectOptions {
        let mut options = ConnectOptions::new(self.url.clone());
        options.sqlx_logging(false).record_stmt_in_spans(false).max_connections(size);
        if self.url.starts_with("sqlite:") {
            // Nor does it need fresh connections: what one has in memory is kept, and so are its temporary tables.
            options.idle_timeout(None::<Duration>).max_lifetime(None::<Duration>);
            let synchronous = self.synchronous;
            options.map_sqlx_sqlite_opts(move |lite| {
                lite.create_if_missing(true)
                    .statement_cache_capacity(how.prepared)
                    .foreign_keys(true)
                    .pragma("journal_mode", "WAL")
                    .pragma("synchronous", synchronous)
                    .pragma("busy_timeout", "10000")
                    .pragma("cache_size", how.cache)
                    .pragma("temp_store", how.beside)
                    .pragma("wal_autocheckpoint", LOG)
            });
        }
        options
    }
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
    /// The connection failed: another one is opened before the next act.
    broken: bool,
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
        let way = Way { url: url.to_owned(), synchronous };
        // The writer comes first: it makes the file, and switches it to WAL.
        let writer = way.writer().await.context("cannot open the database")?;
        let readers = way.readers(READERS).await.context("cannot open the database")?;
        Ok(Self(Arc::new(Inner::new(readers, writer, way))))
    }

    /// A deliberately wrong database for the crash test: it says "done" before the commit.
    #[doc(hidden)]
    pub fn acknowledging_early(self) -> Self {
        let mut inner = Inner::new(self.0.readers.clone(), self.writer(), self.0.way.clone());
        inner.tally = self.0.tally.clone();
        inner.acknowledge_early = true;
        Self(Arc::new(inner))
    }

    /// SQLite or PostgreSQL.
    pub fn backend(&self) -> DbBackend {
        self.0.readers.get_database_backend()
    }

    /// Close every connection. On SQLite everything is then in the one file.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn close(self) -> Result<()> {
        self.0.readers.close_by_ref().await?;
        if let Some(watcher) = self.0.watcher.get() {
            watcher.close_by_ref().await?;
        }
        self.checkpoint().await?;
        Ok(self.writer().close_by_ref().await?)
    }

    /// On SQLite: move what is in the log into the one file, on the disk. Done before serving, it takes what a failed
    /// sync may have left in memory only out of the way of what is kept from now on.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub async fn checkpoint(&self) -> Result<()> {
        if self.backend() == DbBackend::Sqlite {
            self.writer().execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }
        Ok(())
    }

    /// The writer's own connection: migrations only.
    pub fn migrating(&self) -> DatabaseConnection {
        self.writer()
    }

    /// SQLite: have the writer keep what it needs beside the tables on the disk, because it may be more than memory holds,
    /// or in memory again.
    ///
    /// # Errors
    /// When the database does not answer, or a transaction is open.
    pub(super) async fn beside_on_disk(&self, yes: bool) -> Result<(), DbErr> {
        if self.backend() == DbBackend::Sqlite {
            let place = if yes { ON_DISK } else { WRITER.beside };
            self.writer().execute_unprepared(&format!("PRAGMA temp_store = {place}")).await?;
        }
        Ok(())
    }

    fn writer(&self) -> DatabaseConnection {
        self.0.writer.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn readers(&self) -> &DatabaseConnection {
        &self.0.readers
    }

    fn waiting(&self) -> &AtomicUsize {
        &self.0.waiting
    }

    /// Replace the writer's connection, which may still believe in a transaction that the database gave up.
    async fn renew_writer(&self) -> Result<()> {
        // Closing rolls back what it holds, and would be waited for by the new one anyway.
        drop(timeout(FAREWELL, self.writer().close_by_ref()).await);
        let fresh = self.0.way.writer().await?;
        let mut writer = self.0.writer.write().unwrap_or_else(PoisonError::into_inner);
        drop(mem::replace(&mut *writer, fresh));
        Ok(())
    }

    /// What the database is like now: as long as it says the same, nothing in it was changed, by whomever.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn mark(&self) -> Result<Mark> {
        if self.backend() != DbBackend::Sqlite {
            return self.0.watch.mark(&self.0.readers).await;
        }
        let watcher = self.0.watcher.get_or_try_init(|| self.0.way.readers(1)).await?;
        self.0.watch.mark(watcher).await
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
        let tx = Tx::at(self.clone(), desk);
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
        let committed = open.commit().await;
        if let Err(cause) = &committed {
            if disk::trouble(cause) == Some(Trouble::Unsynced) {
                disk::give_up(cause);
            }
            desk.broken = true;
        } else {
            self.0.tally.acts.fetch_add(desk.done as u64, Ordering::Relaxed);
            self.0.tally.commits.fetch_add(1, Ordering::Relaxed);
        }
        let result = committed.map_err(Error::from);
        if let Some(outcome) = desk.outcome.take() {
            outcome.send_replace(Some(result));
        }
    }
}

impl Inner {
    fn new(readers: DatabaseConnection, writer: DatabaseConnection, way: Way) -> Self {
        Self {
            readers,
            writer: RwLock::new(writer),
            way,
            watch: Watch::default(),
            watcher: OnceCell::new(),
            desk: Arc::default(),
            waiting: AtomicUsize::new(0),
            tally: Arc::default(),
            shelf: Shelf::default(),
            acknowledge_early: false,
        }
    }
}

#[cfg(test)]
#[path = "db_tests.rs"]
mod tests;
