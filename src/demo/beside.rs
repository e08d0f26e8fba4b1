//! The embedded database of the demo is built in a file beside and put in its place whole: who interrupts the
//! loading finds nothing half loaded, and the next try begins anew.

use std::fs::{self, DirBuilder, File};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::base::Db;

/// A database file that is being built beside.
pub struct Beside {
    place: PathBuf,
    beside: PathBuf,
    /// Held while loading, so that two do not load at once.
    lock: File,
    lock_file: PathBuf,
}

/// The files that SQLite keeps next to a database.
const COMPANIONS: [&str; 3] = ["", "-wal", "-shm"];

fn with(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

impl Beside {
    /// Begin: nobody else may be loading; what an interrupted try left is removed.
    pub fn begin(folder: &Path) -> anyhow::Result<Self> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let place = folder.join("shuanglian.db");
        let (beside, lock_file) = (with(&place, ".loading"), with(&place, ".loading.lock"));
        let lock =
            File::create(&lock_file).with_context(|| format!("cannot write {}", lock_file.display()))?;
        lock.try_lock()
            .with_context(|| format!("another program is loading the demo into {}", folder.display()))?;
        for end in COMPANIONS {
            let _ = fs::remove_file(with(&beside, end));
        }
        Ok(Self { place, beside, lock, lock_file })
    }

    /// The address of the file beside.
    pub fn url(&self) -> String {
        format!("sqlite://{}", self.beside.display())
    }

    /// Close the database and put it in its place. What stands there must be empty and closed.
    pub async fn put_in_place(self, db: Db) -> anyhow::Result<()> {
        db.close().await?;
        File::open(&self.beside)?.sync_all()?;
        if with(&self.place, "-wal").exists() {
            anyhow::bail!("another program has {} open", self.place.display());
        }
        fs::rename(&self.beside, &self.place)
            .with_context(|| format!("cannot put {} in its place", self.place.display()))?;
        if let Some(folder) = self.place.parent() {
            File::open(folder)?.sync_all()?;
        }
        let _ = fs::remove_file(&self.lock_file);
        self.lock.unlock().context("cannot end the loading")
    }
}
