//! Statements, and where they run.

use std::{fmt::Debug, future::Future, sync::Arc};

use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, Statement, Value};
use uuid::Uuid;

use super::{
    Db,
    shelf::{self, Of},
};
use crate::base::{Error, Result};

/// A statement: SQL text that both databases take, with `$1`, `$2` … bound to values.
pub struct Sql {
    text: String,
    values: Vec<Value>,
}

/// Write a statement: `sql("SELECT … WHERE id = $1", [id.into()])`.
pub fn sql(text: impl Into<String>, values: impl IntoIterator<Item = Value>) -> Sql {
    Sql { text: text.into(), values: values.into_iter().collect() }
}

/// Bind ids and name their places for `IN (…)`: `$3, $4`.
pub fn places<'a>(values: &mut Vec<Value>, ids: impl IntoIterator<Item = &'a Uuid>) -> String {
    let places = ids.into_iter().map(|id| {
        values.push((*id).into());
        format!("${}", values.len())
    });
    places.collect::<Vec<_>>().join(", ")
}

impl Sql {
    /// This one, and another after it, as one text. The places of the other are counted on from the values of this one.
    pub(super) fn then(mut self, next: Self) -> Self {
        let before = self.values.len();
        self.text.push_str(";\n");
        let mut pieces = next.text.split('$');
        self.text.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
            self.text.push('$');
            if let Ok(place) = piece[..digits].parse::<usize>() {
                self.text.push_str(&(place + before).to_string());
            }
            self.text.push_str(&piece[digits..]);
        }
        self.values.extend(next.values);
        self
    }

    pub(super) fn on(self, backend: DbBackend) -> Statement {
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

    /// Change rows, however many. What the act asks afterwards sees it changed; an error may be told only then, or by
    /// `commit`.
    fn put(&self, sql: Sql) -> impl Future<Output = Result<()>> + Send {
        async move { self.run(sql).await.map(drop) }
    }

    /// The database's kind, for the few statements that differ.
    fn kind(&self) -> DbBackend;

    /// What `make` makes of tables that rarely change: kept from before while they are the same, to whoever reads what is
    /// committed; made anew for an act.
    fn kept<T: Debug + Send + Sync + 'static>(
        &self,
        of: Of,
        name: &str,
        make: impl Future<Output = Result<T>> + Send,
    ) -> impl Future<Output = Result<Arc<T>>> + Send {
        let _ = (of, name);
        async move { Ok(Arc::new(make.await?)) }
    }

    /// The first row, or `NotFound`.
    fn one<T: FromQueryResult + Send>(&self, sql: Sql) -> impl Future<Output = Result<T>> + Send {
        async move { self.maybe(sql).await?.ok_or(Error::NotFound) }
    }
}

pub(super) async fn all<T: FromQueryResult>(on: &impl ConnectionTrait, sql: Sql) -> Result<Vec<T>> {
    let rows = on.query_all_raw(sql.on(on.get_database_backend())).await?;
    let rows: Result<Vec<T>, DbErr> = rows.iter().map(|row| T::from_query_result(row, "")).collect();
    Ok(rows?)
}

pub(super) async fn maybe<T: FromQueryResult>(on: &impl ConnectionTrait, sql: Sql) -> Result<Option<T>> {
    let row = on.query_one_raw(sql.on(on.get_database_backend())).await?;
    Ok(row.map(|row| T::from_query_result(&row, "")).transpose()?)
}

impl Conn for Db {
    async fn kept<T: Debug + Send + Sync + 'static>(
        &self,
        of: Of,
        name: &str,
        make: impl Future<Output = Result<T>> + Send,
    ) -> Result<Arc<T>> {
        shelf::kept((self, &self.0.shelf), of, name, make).await
    }

    async fn all<T: FromQueryResult + Send>(&self, sql: Sql) -> Result<Vec<T>> {
        all(self.readers(), sql).await
    }

    async fn maybe<T: FromQueryResult + Send>(&self, sql: Sql) -> Result<Option<T>> {
        maybe(self.readers(), sql).await
    }

    async fn run(&self, _: Sql) -> Result<u64> {
        Err(anyhow::anyhow!("changes are made in an act: begin one").into())
    }

    fn kind(&self) -> DbBackend {
        self.backend()
    }
}
