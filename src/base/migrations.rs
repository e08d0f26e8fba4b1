//! The numbered series of `migrations/`, run in order, each once, each whole.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult};
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTrait, SchemaManager};

use super::{Conn, Db, Result, sql};

/// One file of the series; most are one text for both databases.
struct Step {
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
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

impl MigrationName for Step {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let text = match connection.get_database_backend() {
            DbBackend::Sqlite => self.sqlite,
            _ => self.postgres,
        };
        connection.execute_unprepared(text).await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

struct Series;

impl MigratorTrait for Series {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(step!("0001_house")),
            Box::new(step!("0002_cases")),
            Box::new(step!("0003_search", both)),
            Box::new(step!("0004_case_words")),
            Box::new(step!("0005_ledger")),
            Box::new(step!("0006_drafts")),
            Box::new(step!("0007_rosters")),
            Box::new(step!("0008_stations")),
            Box::new(step!("0009_consultations")),
            Box::new(step!("0010_chats")),
            Box::new(step!("0011_devices")),
            Box::new(step!("0012_consented")),
            Box::new(step!("0013_changeovers")),
            Box::new(step!("0014_events")),
            Box::new(step!("0015_channels")),
            Box::new(step!("0016_letters")),
            Box::new(step!("0017_bulletins")),
            Box::new(step!("0018_calendars")),
            Box::new(step!("0019_archive")),
            Box::new(step!("0020_reports")),
            Box::new(step!("0021_reviews", both)),
            Box::new(step!("0022_bulletin_corrections")),
            Box::new(step!("0023_review_tokens", both)),
        ]
    }
}

/// Bring the database to this version of the program.
///
/// # Errors
/// When a step fails; the steps before it are kept, it leaves nothing.
pub async fn migrate(db: &Db) -> anyhow::Result<()> {
    Series::up(db.migrating(), None).await?;
    Ok(())
}

/// Whether the database answers and has the tables of this version of the program.
///
/// # Errors
/// When it does not answer.
pub async fn is_current(db: &Db) -> Result<bool> {
    #[derive(FromQueryResult)]
    struct Steps {
        n: i64,
    }
    let steps: Steps = db.one(sql("SELECT count(*) AS n FROM seaql_migrations", [])).await?;
    Ok(steps.n >= Series::migrations().len() as i64)
}
