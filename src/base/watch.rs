//! Whether the database is as it was: a mark that is another one as soon as anything in it was changed, by whomever.
//! Two marks that are the same say that whatever is read is the same; so what was made of it may be shown again.
//!
//! PostgreSQL tells it as the snapshot that a statement sees, SQLite as the number of changes that one connection has seen
//! others make. Those who ask at once share one question: each gets an answer to a question put after it asked.

use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use tokio::sync::Mutex;

use super::Result;

/// What the database was like at a moment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Mark(String);

/// Asks for marks.
#[derive(Default)]
pub(super) struct Watch {
    put: AtomicU64,
    last: Mutex<(u64, Mark)>,
}

impl Watch {
    /// The mark of now. On SQLite `at` is always the same connection, and one that changes nothing itself.
    pub(super) async fn mark(&self, at: &DatabaseConnection) -> Result<Mark> {
        let before = self.put.load(Ordering::SeqCst);
        let mut last = self.last.lock().await;
        if last.0 > before {
            return Ok(last.1.clone());
        }
        let put = self.put.fetch_add(1, Ordering::SeqCst) + 1;
        let mark = ask(at).await?;
        *last = (put, mark.clone());
        Ok(mark)
    }
}

async fn ask(at: &DatabaseConnection) -> Result<Mark> {
    let backend = at.get_database_backend();
    let text = if backend == DbBackend::Sqlite {
        "PRAGMA data_version"
    } else {
        "SELECT CAST(pg_current_snapshot() AS text)"
    };
    let row = at.query_one_raw(Statement::from_string(backend, text)).await?;
    let row = row.ok_or_else(|| anyhow::anyhow!("the database does not say how it is"))?;
    Ok(Mark(if backend == DbBackend::Sqlite {
        row.try_get_by_index::<i64>(0)?.to_string()
    } else {
        row.try_get_by_index(0)?
    }))
}
