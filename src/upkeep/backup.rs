//! Taking a backup while everybody goes on working.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use object_store::{ObjectMeta, ObjectStoreExt};
use sea_orm::DbBackend;
use tokio::runtime::Handle;
use uuid::Uuid;

use super::manifest::{FORMAT, Held, Kind, Manifest};
use super::sealed::{Packing, Recipients};
use super::whole::{Bench, WholeFile, folder};
use super::{server, store};
use crate::base::{App, Conn, Db, Result, migrations};

/// Where to, and for whom it is sealed.
#[derive(Debug, Clone)]
pub struct Order {
    /// A file that is not there yet, or a folder in which it gets a name by its moment.
    pub to: PathBuf,
    /// Keys: `age1…`.
    pub recipients: Vec<String>,
    /// Whether the clock asks.
    pub scheduled: bool,
}

/// What was taken.
#[derive(Debug, Clone)]
pub struct Taken {
    /// Its id.
    pub id: Uuid,
    /// The file.
    pub place: PathBuf,
    /// The file as it lies there.
    pub file: Held,
    /// What is in it.
    pub manifest: Manifest,
    /// Whether the clock asked.
    pub scheduled: bool,
}

/// Take a backup while everybody goes on working. Nothing is noted yet.
///
/// # Errors
/// Says what could not be read or written; then there is nothing under the name.
pub async fn take(app: &App, order: &Order) -> anyhow::Result<Taken> {
    let recipients = Recipients::of(&order.recipients)?;
    let dir = app.config.data.dir.canonicalize().context("there is no data folder")?;
    let bench = Bench::begin(&dir.join(".upkeep"))?;
    let now = app.clock.now();
    let place = named(&order.to, now)?;
    let whole = WholeFile::begin(&place)?;
    let mut manifest = copied(app, bench.path(), now).await?;
    let objects: Vec<ObjectMeta> =
        app.store.list(None).try_collect().await.context("the files cannot be listed")?;
    let seal = app.config.seal_key();
    let packing = Packing::begin(whole.file()?, &recipients, now.timestamp().unsigned_abs())?;
    let (app_, copy) = (app.clone(), bench.path().join(manifest.database.entry()));
    let packed = tokio::task::spawn_blocking(move || {
        let mut packing = packing;
        packing.put_file(manifest.database.entry(), &copy)?;
        if seal.exists() {
            packing.put_file("seal.key", &seal)?;
        }
        put_objects(&app_, &mut packing, &objects)?;
        manifest.held.clone_from(packing.held());
        manifest.missing.retain(|name| !manifest.held.contains_key(name));
        let (_, file) = packing.end(&manifest)?;
        anyhow::Ok((manifest, file))
    });
    let (manifest, file) = packed.await??;
    whole.keep()?;
    Ok(Taken { id: app.chance.id(now), place, file, manifest, scheduled: order.scheduled })
}

/// The file's name: as it was said, or by the moment within a folder.
fn named(to: &Path, now: DateTime<Utc>) -> anyhow::Result<PathBuf> {
    if !to.is_dir() {
        if to.to_string_lossy().ends_with('/') {
            anyhow::bail!("there is no folder {}", to.display());
        }
        return Ok(to.to_owned());
    }
    let to = to.canonicalize().with_context(|| format!("cannot enter {}", to.display()))?;
    Ok(to.join(format!("shuanglian-{}.tar.gz.age", now.format("%Y%m%dT%H%M%S%3fZ"))))
}

/// Copy the database as it is at one moment, and say what is in the copy.
async fn copied(app: &App, bench: &Path, now: DateTime<Utc>) -> anyhow::Result<Manifest> {
    let blank = Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        taken_at: now,
        database: Kind::Sqlite,
        migrations: Vec::new(),
        tables: Default::default(),
        journals: Vec::new(),
        held: Default::default(),
        missing: Vec::new(),
    };
    if app.db.backend() == DbBackend::Sqlite {
        let copy = copy_sqlite(&app.db, bench).await?;
        let described = described(&copy, blank).await?;
        copy.close().await.map_err(|cause| cause.told())?;
        return Ok(described);
    }
    let snapshot = app.db.snapshot().await.map_err(|cause| cause.told())?;
    let moment = store::exported(&snapshot).await.map_err(|cause| cause.told())?;
    let (address, into) = (app.config.database_url(), bench.join(Kind::Postgresql.entry()));
    tokio::task::spawn_blocking(move || server::dump(&address, &moment, &into)).await??;
    described(&snapshot, Manifest { database: Kind::Postgresql, ..blank }).await
}

/// A copy of an SQLite database in a folder, open.
pub(super) async fn copy_sqlite(db: &Db, bench: &Path) -> anyhow::Result<Db> {
    let file = bench.join(Kind::Sqlite.entry());
    store::vacuum_into(db, &file).await.map_err(|cause| cause.told()).context("cannot copy the database")?;
    Db::connect_for_loading(&format!("sqlite://{}", file.display())).await
}

async fn described(at: &impl Conn, manifest: Manifest) -> anyhow::Result<Manifest> {
    filled(at, manifest).await.map_err(|cause| cause.told())
}

async fn filled(at: &impl Conn, mut manifest: Manifest) -> Result<Manifest> {
    manifest.migrations = migrations::applied(at).await?;
    manifest.tables = store::counts(at).await?;
    manifest.journals = store::ends(at).await?;
    let contents = store::contents(at).await?;
    // What is found in the store is struck off later.
    manifest.missing = contents.iter().map(entry_of).collect();
    Ok(manifest)
}

/// The name in the archive of contents that a row tells of.
pub(super) fn entry_of(content: &store::Content) -> String {
    format!(
        "files/{}/{}/{}",
        content.congress_id,
        content.sha256.get(..2).unwrap_or_default(),
        content.sha256
    )
}

/// Everything in the store; what came after the database's copy does no harm.
fn put_objects<W: Write>(app: &App, packing: &mut Packing<W>, objects: &[ObjectMeta]) -> anyhow::Result<()> {
    for object in objects {
        let read = async { app.store.get(&object.location).await?.bytes().await };
        match Handle::current().block_on(read) {
            Ok(bytes) => {
                packing.put(&format!("files/{}", object.location), bytes.len() as u64, bytes.as_ref())?
            }
            // Removed since it was listed.
            Err(object_store::Error::NotFound { .. }) => {}
            Err(cause) => return Err(cause).with_context(|| format!("cannot read {}", object.location)),
        }
    }
    Ok(())
}

/// Make the folder of scheduled backups.
pub(super) fn folder_for(to: &Path) -> anyhow::Result<()> {
    folder(to)
}
