//! One act: its place in the queue, its savepoint in the group's transaction, its end.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, FromQueryResult, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use tokio::{
    runtime::Handle,
    sync::{OwnedMutexGuard, watch},
};

use super::{
    Db, Desk, shelf,
    statement::{self, Conn, Sql, sql},
};
use crate::base::{Error, Result, turn};

/// So many changes at most go to SQLite together: many of the same are then few texts, each prepared once.
const TOGETHER: usize = 8;

/// What SQLite is handed together with the next statement, because nobody asks what it did. Each statement by itself goes
/// to SQLite's thread and back, which costs more than most changes do. PostgreSQL is handed everything at once: it takes
/// one statement with values at a time.
struct Ahead {
    sql: Option<Sql>,
    many: usize,
}

/// A place in the queue to the writer's desk. Given up, it makes sure that nobody waits for a
/// commit that the one who left would have made.
pub(super) struct Waiting {
    db: Db,
    left: bool,
}

impl Waiting {
    pub(super) fn new(db: Db) -> Self {
        db.waiting().fetch_add(1, Ordering::SeqCst);
        Self { db, left: true }
    }

    pub(super) fn served(mut self) {
        self.left = false;
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.db.waiting().fetch_sub(1, Ordering::SeqCst);
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
    ahead: Mutex<Ahead>,
    /// Its savepoint was made, or is being made.
    begun: AtomicBool,
    /// The disk failed under one of its statements: SQLite may have rolled everything back by itself, and what came
    /// afterwards would be kept without what came before. Or something failed that others were handed over with: some of them
    /// may not have been done.
    spoiled: AtomicBool,
}

impl Tx {
    pub(super) fn at(db: Db, desk: OwnedMutexGuard<Desk>) -> Self {
        let ahead = Mutex::new(Ahead { sql: None, many: 0 });
        Self { db, desk: Some(desk), ahead, begun: AtomicBool::new(false), spoiled: AtomicBool::new(false) }
    }

    /// Take nothing more once a statement has failed that takes others with it.
    fn sound(&self) -> Result<()> {
        if self.spoiled.load(Ordering::SeqCst) {
            return Err(Error::not_saved(std::io::Error::other("a statement failed earlier in this act")));
        }
        Ok(())
    }

    fn noted<T>(&self, together: bool, done: Result<T>) -> Result<T> {
        if matches!(done, Err(Error::NotSaved(_))) || (together && done.is_err()) {
            self.spoiled.store(true, Ordering::SeqCst);
        }
        done
    }

    fn taken_ahead(&self) -> Option<Sql> {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        ahead.many = 0;
        let taken = ahead.sql.take();
        if taken.is_some() {
            self.begun.store(true, Ordering::SeqCst);
        }
        taken
    }

    /// A statement after what waits to be handed over with it, and whether there was anything.
    fn after_all(&self, sql: Sql) -> (Sql, bool) {
        match self.taken_ahead() {
            Some(ahead) => (ahead.then(sql), true),
            None => (sql, false),
        }
    }

    async fn hand_over(&self) -> Result<()> {
        let Some(ahead) = self.taken_ahead() else { return Ok(()) };
        let done = self.open().execute_raw(ahead.on(self.backend())).await;
        self.noted(true, done.map(drop).map_err(Error::from))
    }

    fn open(&self) -> &DatabaseTransaction {
        self.desk
            .as_ref()
            .and_then(|desk| desk.open.as_ref())
            .expect("an act holds the open transaction until it ends")
    }

    /// Open the group's transaction when there is none, and this act's savepoint in it: SQLite makes it with the first
    /// statement.
    pub(super) async fn opened(mut self) -> Result<Self> {
        let desk = self.desk.as_mut().expect("just taken");
        if desk.open.is_none() {
            if desk.broken {
                self.db.renew_writer().await?;
                desk.broken = false;
            }
            let mut how = TransactionOptions::default();
            if self.db.backend() == DbBackend::Sqlite {
                how.sqlite_transaction_mode = Some(SqliteTransactionMode::Immediate);
            }
            let begun = async {
                let begun = self.db.writer().begin_with_options(how).await?;
                turn::take(&begun).await?;
                Ok::<_, DbErr>(begun)
            };
            let begun = begun.await;
            // Whatever keeps it from beginning, the next act tries with a connection that knows of nothing.
            desk.broken = begun.is_err();
            desk.open = Some(begun?);
            desk.outcome = Some(watch::Sender::new(None));
            desk.done = 0;
        }
        if self.backend() == DbBackend::Sqlite {
            self.ahead.get_mut().unwrap_or_else(PoisonError::into_inner).sql = Some(sql("SAVEPOINT act", []));
        } else {
            self.begun.store(true, Ordering::SeqCst);
            self.open().execute_unprepared("SAVEPOINT act").await?;
        }
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
        // Dropped here, the act is undone.
        self.sound()?;
        let (release, _) = self.after_all(sql("RELEASE SAVEPOINT act", []));
        let mut desk = self.desk.take().expect("an act ends once");
        let db = self.db.clone();
        let early = db.0.acknowledge_early;
        let finish = async move {
            let open = desk.open.as_ref().expect("open while an act runs");
            if let Err(cause) = open.execute_raw(release.on(db.backend())).await {
                let cause = Error::from(cause);
                undo(&db, desk, &cause).await;
                return Err(cause);
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
        let done = task.await.map_err(anyhow::Error::from)?;
        shelf::ask_again();
        done
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        let Some(desk) = self.desk.take() else {
            return;
        };
        let begun = self.begun.load(Ordering::SeqCst);
        match Handle::try_current() {
            Ok(runtime) => {
                let db = self.db.clone();
                runtime.spawn(async move {
                    if begun {
                        undo(&db, desk, &lost()).await;
                    } else {
                        db.settle(desk).await;
                    }
                });
            }
            Err(_) => lose(desk, &lost()),
        }
    }
}

/// Take an act back and let the rest of its group go on.
async fn undo(db: &Db, desk: OwnedMutexGuard<Desk>, cause: &Error) {
    if let Some(open) = &desk.open {
        let undone = async {
            open.execute_unprepared("ROLLBACK TO SAVEPOINT act").await?;
            open.execute_unprepared("RELEASE SAVEPOINT act").await
        };
        if undone.await.is_err() {
            // The connection is gone, or the database rolled everything back by itself: the whole group is lost.
            lose(desk, cause);
            return;
        }
    }
    db.settle(desk).await;
}

/// Give the whole group up with its connection, and tell those who wait for it.
fn lose(mut desk: OwnedMutexGuard<Desk>, cause: &Error) {
    desk.open = None;
    desk.broken = true;
    if let Some(outcome) = desk.outcome.take() {
        outcome.send_replace(Some(Err(cause.clone())));
    }
}

/// What those hear whose group ended with somebody else's act.
fn lost() -> Error {
    Error::not_saved(std::io::Error::other("the database went away during an act"))
}

impl Conn for Tx {
    async fn all<T: FromQueryResult + Send>(&self, sql: Sql) -> Result<Vec<T>> {
        self.sound()?;
        let (sql, together) = self.after_all(sql);
        self.noted(together, statement::all(self.open(), sql).await)
    }

    async fn maybe<T: FromQueryResult + Send>(&self, sql: Sql) -> Result<Option<T>> {
        self.sound()?;
        let (sql, together) = self.after_all(sql);
        self.noted(together, statement::maybe(self.open(), sql).await)
    }

    async fn run(&self, sql: Sql) -> Result<u64> {
        self.sound()?;
        // By itself: SQLite would count what was changed before it too.
        self.hand_over().await?;
        let done = self.open().execute_raw(sql.on(self.backend())).await;
        self.noted(false, done.map(|done| done.rows_affected()).map_err(Error::from))
    }

    async fn put(&self, sql: Sql) -> Result<()> {
        if self.backend() != DbBackend::Sqlite {
            return self.run(sql).await.map(drop);
        }
        self.sound()?;
        let full = {
            let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
            ahead.sql = Some(match ahead.sql.take() {
                Some(before) => before.then(sql),
                None => sql,
            });
            ahead.many += 1;
            ahead.many >= TOGETHER
        };
        if full { self.hand_over().await } else { Ok(()) }
    }

    fn kind(&self) -> DbBackend {
        self.backend()
    }
}
