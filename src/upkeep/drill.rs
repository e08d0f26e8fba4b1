//! Proving a backup: put back beside everything, compared, thrown away.

use std::path::{Path, PathBuf};

use anyhow::Context;
use chrono::{DateTime, Utc};

use super::manifest::{Kind, Manifest};
use super::restore::{Proof, embedded, on_server, opened, prove};
use super::sealed::{identities, measure};
use super::whole::Bench;
use super::{server, store};
use crate::base::{Chance, Db};

/// What is to be proved, and with what.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The backup.
    pub file: PathBuf,
    /// The file with the key.
    pub identity: PathBuf,
    /// A folder to work in; its own is made there.
    pub within: PathBuf,
    /// A server of PostgreSQL on which a database may be made, for a backup that came from one.
    pub server: Option<String>,
}

/// How it ended.
#[derive(Debug)]
pub struct Ended {
    /// SHA-256 of the backup.
    pub sha256: String,
    /// When the backup was taken, as far as that could be read.
    pub taken_at: Option<DateTime<Utc>>,
    /// All is there and right, or what is not.
    pub outcome: anyhow::Result<Proof>,
}

/// Put a backup back beside everything, prove it, and throw it away again.
///
/// # Errors
/// When the backup or the key cannot be read at all, or there is no place to work in. A backup that is worth nothing is
/// an end, not an error.
pub async fn drill(wanted: &Wanted, chance: &Chance) -> anyhow::Result<Ended> {
    let file = wanted.file.clone();
    let sha256 = tokio::task::spawn_blocking(move || measure(&file)).await??.sha256;
    drop(identities(&wanted.identity)?);
    let bench = Bench::begin(&wanted.within.join(".shuanglian-drill"))?;
    let (taken_at, outcome) = match opened(&wanted.file, &wanted.identity, bench.path()).await {
        Ok(manifest) => (Some(manifest.taken_at), proved(wanted, chance, bench.path(), manifest).await),
        Err(cause) => (None, Err(cause)),
    };
    Ok(Ended { sha256, taken_at, outcome })
}

async fn proved(
    wanted: &Wanted,
    chance: &Chance,
    folder: &Path,
    manifest: Manifest,
) -> anyhow::Result<Proof> {
    if manifest.database == Kind::Sqlite {
        let db = embedded(folder).await?;
        let proof = prove(&db, folder, manifest).await;
        db.close().await.map_err(|cause| cause.told())?;
        return proof;
    }
    let server = wanted.server.as_deref().context("name a server of PostgreSQL with --server")?;
    let name = format!("shuanglian_drill_{}", &chance.secret()[..16]);
    let keeper = Db::connect(server).await?;
    store::make_database(&keeper, &name).await.map_err(|cause| cause.told())?;
    let proof = async {
        let db = on_server(&server::on_same_server(server, &name)?, folder).await?;
        let proof = prove(&db, folder, manifest).await;
        db.close().await.map_err(|cause| cause.told())?;
        proof
    };
    let proof = proof.await;
    store::drop_database(&keeper, &name).await.map_err(|cause| cause.told())?;
    proof
}
