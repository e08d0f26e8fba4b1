//! The way to this version of the program: a look beforehand, then all steps or none.

use anyhow::Context;
use rustix::fs::statvfs;
use sea_orm::DbBackend;
use std::path::Path;

use super::backup::copy_sqlite;
use super::store;
use super::whole::Bench;
use crate::base::App;
use crate::base::migrations::{End, SERIES, Standing, Step, migrate_in, standing_in};

/// What a look beforehand found.
#[derive(Debug)]
pub struct Look {
    /// Which steps are ahead.
    pub standing: Standing,
    /// Bytes of the database.
    pub size: u64,
    /// Bytes that are free where it lies.
    pub free: u64,
    /// What is in the way; nothing when it can be done.
    pub obstacles: Vec<String>,
}

/// Bytes that whoever runs this program may still write in a folder.
///
/// # Errors
/// When the folder cannot be asked.
pub fn free_in(folder: &Path) -> anyhow::Result<u64> {
    let found =
        statvfs(folder).with_context(|| format!("cannot ask for the space in {}", folder.display()))?;
    Ok(found.f_bavail.saturating_mul(found.f_frsize))
}

/// Look beforehand: is there room, and do the steps go through with the rows that are there? They are rehearsed: on a copy
/// of the embedded database, on PostgreSQL in a transaction that is taken back.
///
/// # Errors
/// When the database or the folder cannot be read. That something is in the way is an answer, not an error.
pub async fn look(app: &App, contract: bool) -> anyhow::Result<Look> {
    look_with(app, SERIES, contract).await
}

/// The same with a series of one's own.
///
/// # Errors
/// As `look`.
pub async fn look_with(app: &App, series: &[Step], contract: bool) -> anyhow::Result<Look> {
    let standing = standing_in(&app.db, series).await.map_err(|cause| cause.told())?;
    let size = store::size(&app.db).await.map_err(|cause| cause.told())?.unsigned_abs();
    let free = free_in(&app.config.data.dir)?;
    let mut look = Look { standing, size, free, obstacles: Vec::new() };
    if look.standing.is_beyond() {
        look.obstacles.push(format!(
            "a later version was here and took away what this one uses: {:?}",
            look.standing.unknown
        ));
        return Ok(look);
    }
    if look.standing.pending.is_empty() && (!contract || look.standing.contracting.is_empty()) {
        return Ok(look);
    }
    // A copy to rehearse on or to pack, and room for the database to grow.
    let needed = size.saturating_mul(2);
    if free < needed {
        look.obstacles.push(format!("{needed} bytes should be free in the data folder, and {free} are"));
        return Ok(look);
    }
    if let Err(cause) = rehearse(app, series, contract).await {
        look.obstacles.push(format!("{cause:#}"));
    }
    Ok(look)
}

async fn rehearse(app: &App, series: &[Step], contract: bool) -> anyhow::Result<()> {
    if app.db.backend() != DbBackend::Sqlite {
        migrate_in(&app.db, series, contract, End::TakeBack).await?;
        return Ok(());
    }
    let bench = Bench::begin(&app.config.data.dir.join(".upkeep"))?;
    let copy = copy_sqlite(&app.db, bench.path()).await?;
    let done = migrate_in(&copy, series, contract, End::Keep).await;
    let damages = store::damages(&copy).await.map_err(|cause| cause.told())?;
    copy.close().await.map_err(|cause| cause.told())?;
    done?;
    match damages.first() {
        Some(first) => anyhow::bail!("after the steps the database would be damaged: {first}"),
        None => Ok(()),
    }
}

/// Do the steps, all or none; their names.
///
/// # Errors
/// Names the step that failed; then nothing of any has happened.
pub async fn upgrade(app: &App, contract: bool) -> anyhow::Result<Vec<&'static str>> {
    migrate_in(&app.db, SERIES, contract, End::Keep).await
}
