use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use anyhow::Context;
use rustix::fs::{CWD, RenameFlags, renameat_with};

/// A path with something put before and after its last name.
fn beside(path: &Path, before: &str, after: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{before}{name}{after}"))
}

/// The folder that a path stands in.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// A file that has its name only when all of it is on the disk. Dropped before, it leaves nothing; killed before, it
/// leaves a `.NAME.partial` that nobody takes for a whole one.
pub(super) struct WholeFile {
    place: PathBuf,
    partial: PathBuf,
    file: Option<File>,
}

impl WholeFile {
    /// Begin it. Nothing may stand under its name.
    pub fn begin(place: &Path) -> anyhow::Result<Self> {
        if place.symlink_metadata().is_ok() {
            anyhow::bail!("{} is there already, and nothing is written over", place.display());
        }
        let partial = beside(place, ".", ".partial");
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&partial)
            .with_context(|| format!("cannot write {}", partial.display()))?;
        Ok(Self { place: place.to_owned(), partial, file: Some(file) })
    }

    /// What is written to.
    pub fn file(&self) -> io::Result<File> {
        self.file.as_ref().expect("open until it is kept").try_clone()
    }

    /// All is written: give it its name, which must still be free.
    pub fn keep(mut self) -> anyhow::Result<()> {
        let file = self.file.take().expect("kept once");
        let kept = || -> io::Result<()> {
            file.sync_all()?;
            renameat_with(CWD, &self.partial, CWD, &self.place, RenameFlags::NOREPLACE)?;
            File::open(folder_of(&self.place))?.sync_all()
        };
        kept().with_context(|| format!("cannot put {} in its place", self.place.display()))
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        // After `keep` there is none.
        let _ = fs::remove_file(&self.partial);
    }
}

/// A folder to work in, for its owner only and for one process at a time; gone when dropped. What a killed one left is
/// removed by the next.
pub(super) struct Bench {
    path: PathBuf,
    lock_file: PathBuf,
    // Let go by the system when the process ends, however it ends.
    _lock: File,
}

impl Bench {
    /// A new empty one.
    pub fn begin(path: &Path) -> anyhow::Result<Self> {
        let lock_file = beside(path, "", ".lock");
        let lock = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&lock_file)
            .with_context(|| format!("cannot write {}", lock_file.display()))?;
        lock.try_lock().with_context(|| format!("another process works in {}", path.display()))?;
        match fs::remove_dir_all(path) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                return Err(cause).with_context(|| format!("cannot remove {}", path.display()));
            }
            _ => {}
        }
        folder(path)?;
        Ok(Self { path: path.to_owned(), lock_file, _lock: lock })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// All is done in it: make it the folder of a name, which must be free or an empty folder.
    pub fn keep(self, place: &Path) -> anyhow::Result<()> {
        let kept = || -> io::Result<()> {
            File::open(&self.path)?.sync_all()?;
            // A folder that has something in it is not replaced.
            fs::rename(&self.path, place)?;
            File::open(folder_of(place))?.sync_all()
        };
        kept().with_context(|| format!("cannot put {} in its place", place.display()))
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
        let _ = fs::remove_file(&self.lock_file);
    }
}

/// Make a folder that only its owner enters, and those it stands in.
pub(super) fn folder(path: &Path) -> anyhow::Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .with_context(|| format!("cannot make the folder {}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::base::Chance;

    fn place() -> PathBuf {
        let folder = std::env::temp_dir().join(format!("whole_{}", &Chance::real().secret()[..16]));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn names(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        names.map(|name| name.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_file_has_its_name_when_it_is_whole_and_replaces_nothing() {
        let folder = place();
        let name = folder.join("a.age");
        let whole = WholeFile::begin(&name).unwrap();
        whole.file().unwrap().write_all(b"half").unwrap();
        assert_eq!(names(&folder), [".a.age.partial"]);
        drop(whole);
        assert!(names(&folder).is_empty(), "given up, it leaves nothing");
        let whole = WholeFile::begin(&name).unwrap();
        whole.file().unwrap().write_all(b"all of it").unwrap();
        fs::write(&name, "came between").unwrap();
        assert!(whole.keep().is_err());
        assert_eq!(fs::read_to_string(&name).unwrap(), "came between");
        assert!(WholeFile::begin(&name).is_err());
        assert_eq!(names(&folder), ["a.age"]);
        fs::remove_file(&name).unwrap();
        let whole = WholeFile::begin(&name).unwrap();
        whole.file().unwrap().write_all(b"all of it").unwrap();
        whole.keep().unwrap();
        assert_eq!(
            (names(&folder), fs::read(&name).unwrap()),
            (vec!["a.age".to_owned()], b"all of it".to_vec())
        );
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_bench_is_one_process_own_and_replaces_no_full_folder() {
        let folder = place();
        let (path, full) = (folder.join("bench"), folder.join("full"));
        let bench = Bench::begin(&path).unwrap();
        assert!(Bench::begin(&path).is_err(), "one at a time");
        fs::write(bench.path().join("x"), "left").unwrap();
        fs::create_dir(&full).unwrap();
        fs::write(full.join("mine"), "data").unwrap();
        assert!(bench.keep(&full).is_err());
        assert_eq!(names(&full), ["mine"]);
        let bench = Bench::begin(&path).unwrap();
        assert!(names(bench.path()).is_empty());
        fs::write(bench.path().join("y"), "kept").unwrap();
        let free = folder.join("free");
        fs::create_dir(&free).unwrap();
        bench.keep(&free).unwrap();
        assert_eq!(names(&free), ["y"]);
        assert!(!path.exists());
        fs::remove_dir_all(folder).unwrap();
    }
}
