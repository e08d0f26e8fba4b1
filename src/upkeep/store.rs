//! Backups and drills as rows; what is asked of the database as a whole.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, Utc};
use sea_orm::{DbBackend, FromQueryResult};
use uuid::Uuid;

use super::manifest::End;
use crate::base::{Conn, Db, Result, Snapshot, Tx, sql};

/// A backup that was taken.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Backup {
    /// Its id, the same for each congress.
    pub id: Uuid,
    /// The moment of the database's copy.
    pub taken_at: DateTime<Utc>,
    /// The file.
    pub place: String,
    /// How large it is.
    pub bytes: i64,
    /// SHA-256 of the file as it lies there.
    pub sha256: String,
    /// Whether the clock had it taken, so that the clock may remove it.
    pub scheduled: bool,
}

/// A restore that was tried, to see whether a backup is worth anything.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Drill {
    /// Its id, the same for each congress.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// When the backup was taken.
    pub taken_at: Option<DateTime<Utc>>,
    /// SHA-256 of the backup.
    pub sha256: String,
    /// Whether everything was there and right.
    pub proved: bool,
    /// Why not.
    pub said: String,
}

#[derive(FromQueryResult)]
struct Named {
    name: String,
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

/// The names of all tables, those of the search index included.
pub async fn tables(at: &impl Conn) -> Result<Vec<String>> {
    let text = match at.kind() {
        // A virtual table has its rows in others, which are counted.
        DbBackend::Sqlite => {
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
             AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
        }
        _ => {
            "SELECT CAST(tablename AS text) AS name FROM pg_tables WHERE schemaname = current_schema() \
             ORDER BY tablename"
        }
    };
    let all: Vec<Named> = at.all(sql(text, [])).await?;
    Ok(all.into_iter().map(|row| row.name).collect())
}

/// How many rows each table has.
pub async fn counts(at: &impl Conn) -> Result<BTreeMap<String, i64>> {
    let mut counts = BTreeMap::new();
    for name in tables(at).await? {
        let text = format!("SELECT count(*) AS n FROM \"{}\"", name.replace('"', "\"\""));
        let count: Count = at.one(sql(text, [])).await?;
        counts.insert(name, count.n);
    }
    Ok(counts)
}

/// The end of each congress's journal.
pub async fn ends(at: &impl Conn) -> Result<Vec<End>> {
    let text = "SELECT c.id AS congress_id, c.code, h.seq AS entries, h.hash FROM congresses c \
         JOIN journal_heads h ON h.congress_id = c.id ORDER BY c.code";
    at.all(sql(text, [])).await
}

/// Contents that a row tells of.
#[derive(Debug, FromQueryResult)]
pub struct Content {
    /// Of which congress.
    pub congress_id: Uuid,
    /// SHA-256 of what it holds.
    pub sha256: String,
}

/// All contents that rows tell of.
pub async fn contents(at: &impl Conn) -> Result<Vec<Content>> {
    at.all(sql("SELECT DISTINCT congress_id, sha256 FROM files ORDER BY congress_id, sha256", [])).await
}

/// Whether every congress of the database is made up.
pub async fn is_fictional(at: &impl Conn) -> Result<bool> {
    let text = "SELECT count(*) AS n FROM congresses WHERE fictional = FALSE";
    Ok(at.one::<Count>(sql(text, [])).await?.n == 0)
}

/// A copy of an SQLite database as it is at one moment, in a file that must not be there yet. Readers and the writer go on.
pub async fn vacuum_into(db: &Db, file: &Path) -> Result<()> {
    let _: Vec<Named> = db.all(sql("VACUUM INTO $1", [file.display().to_string().into()])).await?;
    Ok(())
}

/// The name under which another connection to PostgreSQL sees the same moment, as long as this one looks.
pub async fn exported(snapshot: &Snapshot) -> Result<String> {
    let named: Named = snapshot.one(sql("SELECT pg_export_snapshot() AS name", [])).await?;
    Ok(named.name)
}

/// What SQLite finds wrong with its own file, and rows that point nowhere.
pub async fn damages(db: &Db) -> Result<Vec<String>> {
    #[derive(FromQueryResult)]
    struct Found {
        integrity_check: String,
    }
    #[derive(FromQueryResult)]
    struct Pointing {
        table: String,
    }
    let found: Vec<Found> = db.all(sql("PRAGMA integrity_check(10)", [])).await?;
    let mut damages: Vec<String> =
        found.into_iter().map(|row| row.integrity_check).filter(|said| said != "ok").collect();
    let pointing: Vec<Pointing> = db.all(sql("PRAGMA foreign_key_check", [])).await?;
    damages.extend(pointing.into_iter().take(10).map(|row| format!("a row of {} points nowhere", row.table)));
    Ok(damages)
}

/// How large the database is.
pub async fn size(db: &Db) -> Result<i64> {
    let text = match db.backend() {
        DbBackend::Sqlite => {
            "SELECT page_count * page_size AS n FROM pragma_page_count(), pragma_page_size()"
        }
        _ => "SELECT pg_database_size(current_database()) AS n",
    };
    Ok(db.one::<Count>(sql(text, [])).await?.n)
}

/// The database's own clock.
pub async fn clock(db: &Db) -> Result<DateTime<Utc>> {
    let text = match db.backend() {
        DbBackend::Sqlite => "SELECT CAST(unixepoch('subsec') * 1000 AS integer) AS n",
        _ => "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS bigint) AS n",
    };
    let millis = db.one::<Count>(sql(text, [])).await?.n;
    Ok(DateTime::from_timestamp_millis(millis).unwrap_or_default())
}

/// Make an empty database on the server of PostgreSQL that `db` is connected to. The name is ours.
pub async fn make_database(db: &Db, name: &str) -> Result<()> {
    use sea_orm::ConnectionTrait;
    let text = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'");
    db.migrating().execute_unprepared(&text).await?;
    Ok(())
}

/// Drop a database that was made for a drill.
pub async fn drop_database(db: &Db, name: &str) -> Result<()> {
    use sea_orm::ConnectionTrait;
    db.migrating().execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
    Ok(())
}

pub(super) async fn insert_backup(tx: &Tx, congress: Uuid, backup: &Backup) -> Result<()> {
    let text = "INSERT INTO backups (congress_id, id, taken_at, place, bytes, sha256, scheduled) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        congress.into(),
        backup.id.into(),
        backup.taken_at.into(),
        backup.place.clone().into(),
        backup.bytes.into(),
        backup.sha256.clone().into(),
        backup.scheduled.into(),
    ];
    tx.put(sql(text, values)).await
}

pub(super) async fn insert_drill(tx: &Tx, congress: Uuid, drill: &Drill) -> Result<()> {
    let text = "INSERT INTO backup_drills (congress_id, id, at, taken_at, sha256, proved, said) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        congress.into(),
        drill.id.into(),
        drill.at.into(),
        drill.taken_at.into(),
        drill.sha256.clone().into(),
        drill.proved.into(),
        drill.said.clone().into(),
    ];
    tx.put(sql(text, values)).await
}

/// Backups that are still there as far as we know, the newest first.
pub async fn backups(at: &impl Conn, congress: Uuid) -> Result<Vec<Backup>> {
    let text = "SELECT id, taken_at, place, bytes, sha256, scheduled FROM backups \
         WHERE congress_id = $1 AND pruned_at IS NULL ORDER BY taken_at DESC, id DESC";
    at.all(sql(text, [congress.into()])).await
}

/// Drills, the newest first.
pub async fn drills(at: &impl Conn, congress: Uuid, most: i64) -> Result<Vec<Drill>> {
    let text = "SELECT id, at, taken_at, sha256, proved, said FROM backup_drills \
         WHERE congress_id = $1 ORDER BY at DESC, id DESC LIMIT $2";
    at.all(sql(text, [congress.into(), most.into()])).await
}

/// The drill that proved the youngest backup.
pub async fn proved(at: &impl Conn, congress: Uuid) -> Result<Option<Drill>> {
    let text = "SELECT id, at, taken_at, sha256, proved, said FROM backup_drills \
         WHERE congress_id = $1 AND proved = TRUE ORDER BY taken_at DESC LIMIT 1";
    at.maybe(sql(text, [congress.into()])).await
}

/// Seconds since the last backup was taken, and since the youngest proved one was; -1 when there is none.
pub async fn ages(at: &impl Conn, now: DateTime<Utc>) -> Result<(i64, i64)> {
    #[derive(FromQueryResult)]
    struct Ages {
        taken: Option<DateTime<Utc>>,
        proved: Option<DateTime<Utc>>,
    }
    let text = "SELECT (SELECT taken_at FROM backups ORDER BY taken_at DESC LIMIT 1) AS taken, \
         (SELECT taken_at FROM backup_drills WHERE proved = TRUE ORDER BY taken_at DESC LIMIT 1) AS proved";
    let ages: Ages = at.one(sql(text, [])).await?;
    let age = |moment: Option<DateTime<Utc>>| moment.map_or(-1, |moment| (now - moment).num_seconds().max(0));
    Ok((age(ages.taken), age(ages.proved)))
}

pub(super) async fn set_pruned(tx: &Tx, congress: Uuid, id: Uuid, at: DateTime<Utc>) -> Result<()> {
    let text = "UPDATE backups SET pruned_at = $3 WHERE congress_id = $1 AND id = $2 AND pruned_at IS NULL";
    tx.put(sql(text, [congress.into(), id.into(), at.into()])).await
}
