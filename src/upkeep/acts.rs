//! What is written down: a backup that was taken, a drill and how it ended, an old backup that was removed.

use std::fs;
use std::io::ErrorKind;

use serde_json::json;
use uuid::Uuid;

use super::backup::Taken;
use super::drill::Ended;
use super::store::{self, Backup, Drill};
use crate::access::store::homes;
use crate::access::{Actor, Permit, Role};
use crate::base::{App, Result, Tx};
use crate::journal::{Happening, append};

/// Who looks after a congress's data: the operator at the machine, or the clock.
fn keeper(congress: Uuid, scheduled: bool) -> Actor {
    if scheduled { Actor::clockwork(congress) } else { Actor::operator(congress, Role::SystemAdmin) }
}

async fn record(
    tx: &Tx,
    app: &App,
    keeper: &Actor,
    id: Uuid,
    (kind, facts): (&str, serde_json::Value),
) -> Result<()> {
    let author = keeper.author(Permit::BackupKeep, app.clock.now());
    let happening = Happening { kind: kind.to_owned(), subject: "backup", subject_id: id, facts };
    append(tx, &author, happening).await?;
    Ok(())
}

/// Note a backup that was taken, for every congress that is in it.
///
/// # Errors
/// When it cannot be written.
pub async fn note_taken(app: &App, taken: &Taken) -> Result<()> {
    let backup = Backup {
        id: taken.id,
        taken_at: taken.manifest.taken_at,
        place: taken.place.display().to_string(),
        bytes: i64::try_from(taken.file.bytes).unwrap_or(i64::MAX),
        sha256: taken.file.sha256.clone(),
        scheduled: taken.scheduled,
    };
    let tx = app.db.begin().await?;
    for home in homes(&tx).await? {
        let keeper = keeper(home.id, taken.scheduled);
        keeper.must(Permit::BackupKeep)?;
        store::insert_backup(&tx, home.id, &backup).await?;
        let facts = json!({ "bytes": backup.bytes, "sha256": backup.sha256, "taken_at": backup.taken_at });
        record(&tx, app, &keeper, backup.id, ("backup.taken", facts)).await?;
    }
    tx.commit().await
}

/// Note whether a backup was proved by putting it back.
///
/// # Errors
/// When it cannot be written.
pub async fn note_drill(app: &App, ended: &Ended) -> Result<()> {
    let now = app.clock.now();
    let drill = Drill {
        id: app.chance.id(now),
        at: now,
        taken_at: ended.taken_at,
        sha256: ended.sha256.clone(),
        proved: ended.outcome.is_ok(),
        said: ended.outcome.as_ref().err().map(|cause| format!("{cause:#}")).unwrap_or_default(),
    };
    let kind = if drill.proved { "backup.proved" } else { "backup.refuted" };
    let tx = app.db.begin().await?;
    for home in homes(&tx).await? {
        let keeper = keeper(home.id, false);
        keeper.must(Permit::BackupKeep)?;
        store::insert_drill(&tx, home.id, &drill).await?;
        let facts = json!({ "sha256": drill.sha256, "taken_at": drill.taken_at });
        record(&tx, app, &keeper, drill.id, (kind, facts)).await?;
    }
    tx.commit().await
}

/// Remove what the clock had taken beyond the newest `most`: only files that are still as they were written, never the
/// newest that was proved, and nothing at all unless the newest is there.
///
/// # Errors
/// When it cannot be noted.
pub async fn prune(app: &App, most: usize) -> Result<usize> {
    let all = homes(&app.db).await?;
    let Some(first) = all.first().filter(|_| most > 0) else { return Ok(0) };
    let scheduled: Vec<Backup> =
        store::backups(&app.db, first.id).await?.into_iter().filter(|backup| backup.scheduled).collect();
    if !scheduled.first().is_some_and(is_there) {
        return Ok(0);
    }
    let proved = store::proved(&app.db, first.id).await?.map(|drill| drill.sha256);
    let mut pruned = 0;
    for old in scheduled.into_iter().skip(most).filter(|old| Some(&old.sha256) != proved.as_ref()) {
        if !removed(&old) {
            continue;
        }
        let tx = app.db.begin().await?;
        for home in &all {
            let keeper = keeper(home.id, true);
            keeper.must(Permit::BackupKeep)?;
            store::set_pruned(&tx, home.id, old.id, app.clock.now()).await?;
            record(&tx, app, &keeper, old.id, ("backup.pruned", json!({ "sha256": old.sha256 }))).await?;
        }
        tx.commit().await?;
        pruned += 1;
    }
    Ok(pruned)
}

fn is_there(backup: &Backup) -> bool {
    let found = fs::symlink_metadata(&backup.place);
    found.is_ok_and(|is| is.is_file() && i64::try_from(is.len()).is_ok_and(|bytes| bytes == backup.bytes))
}

/// Whether an old backup is gone. What stands under its name and is not it stays.
fn removed(old: &Backup) -> bool {
    match fs::symlink_metadata(&old.place) {
        Err(cause) => cause.kind() == ErrorKind::NotFound,
        Ok(_) => is_there(old) && fs::remove_file(&old.place).is_ok(),
    }
}
