//! What a backup says of itself.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The format that this program writes, and the only one so far.
pub const FORMAT: u32 = 1;

/// The manifest's name in the archive. It comes last: an archive that was cut off has none.
pub const NAME: &str = "manifest.json";

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The format of the archive.
    pub format: u32,
    /// The program's version.
    pub program: String,
    /// The moment of the database's copy.
    pub taken_at: DateTime<Utc>,
    /// Which database it came from.
    pub database: Kind,
    /// The steps of the series that it has had.
    pub migrations: Vec<String>,
    /// How many rows each table has.
    pub tables: BTreeMap<String, i64>,
    /// The end of each congress's journal.
    pub journals: Vec<End>,
    /// Everything else in the archive.
    pub held: BTreeMap<String, Held>,
    /// Contents that rows tell of and that were already lost when it was taken.
    pub missing: Vec<String>,
}

/// A kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The embedded one.
    Sqlite,
    /// A server's.
    Postgresql,
}

impl Kind {
    /// The name in the archive of the database's copy.
    pub fn entry(self) -> &'static str {
        match self {
            Self::Sqlite => "shuanglian.db",
            Self::Postgresql => "shuanglian.dump",
        }
    }
}

/// The end of a journal: what its chain must lead to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sea_orm::FromQueryResult)]
pub struct End {
    /// The congress.
    pub congress_id: Uuid,
    /// Its code.
    pub code: String,
    /// How many entries there are.
    pub entries: i64,
    /// The last one's hash.
    pub hash: String,
}

/// One thing in the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// How large it is.
    pub bytes: u64,
    /// SHA-256 of it, in hex.
    pub sha256: String,
}

impl Manifest {
    /// How many rows there are in all.
    pub fn rows(&self) -> i64 {
        self.tables.values().sum()
    }
}
