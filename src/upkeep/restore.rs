//! Putting a backup back, and proving that all of it is there.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::backup::entry_of;
use super::manifest::{Kind, Manifest};
use super::sealed::{identities, measure, unpack};
use super::whole::{Bench, folder, folder_of};
use super::{server, store};
use crate::base::{Db, migrations};
use crate::journal;

/// What is to be put back, and where.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The backup.
    pub file: PathBuf,
    /// A folder that is not there yet or is empty: the data folder.
    pub to: PathBuf,
    /// The empty database of a backup that came from PostgreSQL.
    pub database_url: Option<String>,
    /// The file with the key.
    pub identity: PathBuf,
}

/// What was found to be there and right.
#[derive(Debug, Clone)]
pub struct Proof {
    /// What the backup says of itself, all of which is so.
    pub manifest: Manifest,
}

/// Put a backup back and prove it. Nothing that is there is written over.
///
/// # Errors
/// Says what is in the way, or what is not right; then the folder is as it was.
pub async fn restore(wanted: &Wanted) -> anyhow::Result<Proof> {
    must_be_free(&wanted.to)?;
    // Before anything is made: a key that cannot be read is the commonest mistake.
    drop(identities(&wanted.identity)?);
    let parent = folder_of(&wanted.to);
    folder(parent)?;
    let name = wanted.to.file_name().context("name the folder")?.to_string_lossy();
    let bench = Bench::begin(&parent.join(format!(".{name}.restoring")))?;
    let manifest = opened(&wanted.file, &wanted.identity, bench.path()).await?;
    let db = match (manifest.database, &wanted.database_url) {
        (Kind::Sqlite, None) => embedded(bench.path()).await?,
        (Kind::Postgresql, Some(url)) => on_server(url, bench.path()).await?,
        (Kind::Sqlite, Some(_)) => {
            anyhow::bail!("this backup is of an embedded database: leave --database-url out")
        }
        (Kind::Postgresql, None) => {
            anyhow::bail!("this backup is of PostgreSQL: name an empty database with --database-url")
        }
    };
    let proof = prove(&db, bench.path(), manifest).await?;
    db.close().await.map_err(|cause| cause.told())?;
    if proof.manifest.database == Kind::Postgresql {
        fs::remove_file(bench.path().join(Kind::Postgresql.entry()))?;
    }
    bench.keep(&wanted.to)?;
    Ok(proof)
}

/// Unpack a backup into a folder.
pub(super) async fn opened(file: &Path, identity: &Path, into: &Path) -> anyhow::Result<Manifest> {
    let (file, identity, into) = (file.to_owned(), identity.to_owned(), into.to_owned());
    tokio::task::spawn_blocking(move || unpack(&file, &identities(&identity)?, &into)).await?
}

fn must_be_free(to: &Path) -> anyhow::Result<()> {
    match fs::read_dir(to) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => anyhow::bail!("{} is not empty, and nothing is written over", to.display()),
        },
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(cause) => Err(cause).with_context(|| format!("{} is no free folder", to.display())),
    }
}

/// The embedded database that was unpacked.
pub(super) async fn embedded(folder: &Path) -> anyhow::Result<Db> {
    let file = folder.join(Kind::Sqlite.entry());
    Db::connect(&format!("sqlite://{}", file.display())).await
}

/// Put a dump into an empty database.
pub(super) async fn on_server(url: &str, folder: &Path) -> anyhow::Result<Db> {
    let db = Db::connect(url).await?;
    if !store::tables(&db).await.map_err(|cause| cause.told())?.is_empty() {
        anyhow::bail!("the database has tables already, and nothing is written over");
    }
    let (url, dump) = (url.to_owned(), folder.join(Kind::Postgresql.entry()));
    tokio::task::spawn_blocking(move || server::undump(&url, &dump)).await??;
    Ok(db)
}

/// Compare what was put back with what the backup says of itself: every table's rows, every file, every journal from its
/// first entry to its last.
///
/// # Errors
/// Says the first thing that is not so.
pub async fn prove(db: &Db, folder: &Path, manifest: Manifest) -> anyhow::Result<Proof> {
    let told = |cause: crate::base::Error| cause.told();
    if manifest.database == Kind::Sqlite {
        let damages = store::damages(db).await.map_err(told)?;
        if let Some(first) = damages.first() {
            anyhow::bail!("the database is damaged: {first}");
        }
    }
    if migrations::applied(db).await.map_err(told)? != manifest.migrations {
        anyhow::bail!("the database is of another version than the manifest says");
    }
    let counts = store::counts(db).await.map_err(told)?;
    for (table, rows) in &manifest.tables {
        let found = counts.get(table).copied();
        if found != Some(*rows) {
            anyhow::bail!("the table {table} should have {rows} rows and has {found:?}");
        }
    }
    if let Some(table) = counts.keys().find(|table| !manifest.tables.contains_key(*table)) {
        anyhow::bail!("the table {table} is not in the manifest");
    }
    if store::ends(db).await.map_err(told)? != manifest.journals {
        anyhow::bail!("the ends of the journals are not those of the manifest");
    }
    for end in &manifest.journals {
        let kept = (end.entries > 0).then_some((end.entries, end.hash.as_str()));
        if let Err(broken) = journal::verify(db, end.congress_id, kept).await.map_err(told)? {
            anyhow::bail!("the journal of {} is broken: {broken}", end.code);
        }
    }
    for content in store::contents(db).await.map_err(told)? {
        let entry = entry_of(&content);
        if manifest.missing.contains(&entry) {
            continue;
        }
        if measure(&folder.join(&entry))?.sha256 != content.sha256 {
            anyhow::bail!("{entry} does not hold what it is named for");
        }
    }
    Ok(Proof { manifest })
}

impl Proof {
    /// How many attachments there are.
    pub fn files(&self) -> usize {
        self.manifest.held.keys().filter(|name| name.starts_with("files/")).count()
    }
}
