//! Everything as it was at one moment.

use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseTransaction, DbBackend, FromQueryResult, IsolationLevel,
    TransactionOptions, TransactionTrait,
};

use super::Db;
use super::statement::{Conn, Sql, all, maybe};
use crate::base::Result;

/// Everything as it was at one moment, while others go on changing it.
pub struct Snapshot(DatabaseTransaction);

impl Db {
    /// Look at everything as it is now.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn snapshot(&self) -> Result<Snapshot> {
        let mut how = TransactionOptions::default();
        if self.backend() != DbBackend::Sqlite {
            how.isolation_level = Some(IsolationLevel::RepeatableRead);
            how.access_mode = Some(AccessMode::ReadOnly);
        }
        Ok(Snapshot(self.readers().begin_with_options(how).await?))
    }
}

impl Conn for Snapshot {
    async fn all<T: FromQueryResult + Send>(&self, sql: Sql) -> Result<Vec<T>> {
        all(&self.0, sql).await
    }

    async fn maybe<T: FromQueryResult + Send>(&self, sql: Sql) -> Result<Option<T>> {
        maybe(&self.0, sql).await
    }

    async fn run(&self, _: Sql) -> Result<u64> {
        Err(anyhow::anyhow!("nothing is changed in what is only looked at").into())
    }

    fn kind(&self) -> DbBackend {
        self.0.get_database_backend()
    }
}
