//! What a power cut leaves of a disk.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::Result;
use rand::{RngExt, rngs::StdRng};

use crate::trace::{Deed, Event};

/// What a disk hands out in one piece.
const SECTOR: usize = 512;

/// How much of what was not synced is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Nothing.
    Nothing,
    /// Everything.
    All,
    /// What came first.
    First,
    /// Some of it.
    Some,
    /// Some of it, and of each write some sectors.
    Torn,
}

impl Kept {
    /// Each in turn, the meanest twice.
    pub fn nth(nth: usize) -> Self {
        [Self::Torn, Self::Some, Self::Nothing, Self::First, Self::Torn, Self::Some, Self::All][nth % 7]
    }
}

/// A change of a file that is not synced yet.
#[derive(Debug, Clone)]
enum Change {
    Write(u64, Arc<Vec<u8>>),
    Cut(u64),
}

/// A change of names that is not synced yet.
#[derive(Debug, Clone)]
enum Naming {
    Made(PathBuf, usize),
    Renamed(PathBuf, PathBuf, usize),
    Gone(PathBuf),
    Folder(PathBuf),
}

#[derive(Debug, Clone, Default)]
struct File {
    synced: Arc<Vec<u8>>,
    length: u64,
    pending: Vec<(usize, Change)>,
}

/// A disk: what is on it, and what is on its way to it.
#[derive(Debug, Clone, Default)]
pub struct Disk {
    files: Vec<File>,
    /// What the program sees.
    names: BTreeMap<PathBuf, usize>,
    /// What is there after a power cut.
    synced_names: BTreeMap<PathBuf, usize>,
    /// Folders made since the beginning, and those of them whose own names are synced.
    made_folders: BTreeSet<PathBuf>,
    synced_folders: BTreeSet<PathBuf>,
    pending: Vec<(usize, Naming)>,
}

impl Disk {
    /// A folder at rest.
    pub fn of(folder: &Path) -> Result<Self> {
        let mut disk = Self::default();
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder)? {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let bytes = std::fs::read(&path)?;
                disk.names.insert(path, disk.files.len());
                disk.files.push(File {
                    length: bytes.len() as u64,
                    synced: Arc::new(bytes),
                    pending: Vec::new(),
                });
            }
        }
        disk.synced_names = disk.names.clone();
        Ok(disk)
    }

    /// A deed that is done.
    pub fn take(&mut self, event: &Event) {
        let at = event.done;
        match &event.deed {
            Deed::Open { path, emptied } => {
                let made = !self.names.contains_key(path);
                let file = self.file(path);
                if made {
                    self.pending.push((at, Naming::Made(path.clone(), file)));
                }
                if *emptied {
                    self.change(file, at, Change::Cut(0));
                }
            }
            Deed::Write { path, at: place, bytes } => {
                let file = self.file(path);
                let place = place.unwrap_or(self.files[file].length);
                self.change(file, at, Change::Write(place, Arc::new(bytes.clone())));
            }
            Deed::Cut { path, length } => {
                let file = self.file(path);
                self.change(file, at, Change::Cut(*length));
            }
            Deed::Rename { from, to } => {
                let Some(file) = self.names.remove(from) else { return };
                self.names.insert(to.clone(), file);
                self.pending.push((at, Naming::Renamed(from.clone(), to.clone(), file)));
            }
            Deed::Unlink { path } => {
                if self.names.remove(path).is_some() {
                    self.pending.push((at, Naming::Gone(path.clone())));
                }
            }
            Deed::Sync { path } => self.sync(path, event.begun),
            Deed::Folder { path } => {
                self.made_folders.insert(path.clone());
                self.pending.push((at, Naming::Folder(path.clone())));
            }
            Deed::Told { .. } => {}
        }
    }

    fn file(&mut self, path: &Path) -> usize {
        if let Some(file) = self.names.get(path) {
            return *file;
        }
        self.names.insert(path.to_owned(), self.files.len());
        self.files.push(File::default());
        self.files.len() - 1
    }

    fn change(&mut self, file: usize, at: usize, change: Change) {
        let file = &mut self.files[file];
        file.length = match &change {
            Change::Write(place, bytes) => file.length.max(place + bytes.len() as u64),
            Change::Cut(length) => *length,
        };
        file.pending.push((at, change));
    }

    /// What was done before the sync began is on the disk.
    fn sync(&mut self, path: &Path, before: usize) {
        if let Some(file) = self.names.get(path) {
            let file = &mut self.files[*file];
            let (done, later) =
                std::mem::take(&mut file.pending).into_iter().partition(|(at, _)| *at < before);
            file.pending = later;
            let done: Vec<(usize, Change)> = done;
            let synced = Arc::make_mut(&mut file.synced);
            for (_, change) in done {
                apply(synced, &change);
            }
            return;
        }
        let (done, later) = std::mem::take(&mut self.pending)
            .into_iter()
            .partition(|(at, naming)| *at < before && naming.folder() == Some(path));
        self.pending = later;
        let done: Vec<(usize, Naming)> = done;
        for (_, naming) in done {
            naming.apply(&mut self.synced_names, &mut self.synced_folders);
        }
    }

    /// Whether all folders that lead to a file are there.
    fn is_reached(&self, path: &Path) -> bool {
        path.ancestors()
            .all(|above| !self.made_folders.contains(above) || self.synced_folders.contains(above))
    }

    /// What a power cut leaves, with what was under way.
    pub fn left(mut self, under_way: &[&Event], kept: Kept, luck: &mut StdRng) -> BTreeMap<PathBuf, Vec<u8>> {
        for event in under_way.iter().filter(|event| !matches!(event.deed, Deed::Sync { .. })) {
            self.take(event);
        }
        let moments = self.files.iter().flat_map(|file| file.pending.iter().map(|(at, _)| *at));
        let mut moments: Vec<usize> = moments.chain(self.pending.iter().map(|(at, _)| *at)).collect();
        moments.sort_unstable();
        let border = if moments.is_empty() { 0 } else { moments[luck.random_range(0..moments.len())] };
        let stays = |at: usize, luck: &mut StdRng| match kept {
            Kept::Nothing => false,
            Kept::All => true,
            Kept::First => at <= border,
            Kept::Some | Kept::Torn => luck.random_bool(0.5),
        };
        for (at, naming) in &self.pending {
            if stays(*at, luck) {
                naming.apply(&mut self.synced_names, &mut self.synced_folders);
            }
        }
        let mut left = BTreeMap::new();
        for (path, file) in self.synced_names.iter().filter(|(path, _)| self.is_reached(path)) {
            let file = &self.files[*file];
            let mut bytes = file.synced.to_vec();
            for (at, change) in &file.pending {
                match change {
                    Change::Write(place, new) if kept == Kept::Torn => {
                        for (nth, sector) in new.chunks(SECTOR).enumerate() {
                            if luck.random_bool(0.5) {
                                let place = place + (nth * SECTOR) as u64;
                                apply(&mut bytes, &Change::Write(place, Arc::new(sector.to_vec())));
                            }
                        }
                    }
                    change => {
                        if stays(*at, luck) {
                            apply(&mut bytes, change);
                        }
                    }
                }
            }
            left.insert(path.clone(), bytes);
        }
        left
    }
}

impl Naming {
    fn folder(&self) -> Option<&Path> {
        match self {
            Self::Made(path, _) | Self::Renamed(_, path, _) | Self::Gone(path) | Self::Folder(path) => {
                path.parent()
            }
        }
    }

    fn apply(&self, names: &mut BTreeMap<PathBuf, usize>, folders: &mut BTreeSet<PathBuf>) {
        match self {
            Self::Folder(path) => {
                folders.insert(path.clone());
            }
            Self::Made(path, file) => {
                names.insert(path.clone(), *file);
            }
            Self::Renamed(from, to, file) => {
                names.remove(from);
                names.insert(to.clone(), *file);
            }
            Self::Gone(path) => {
                names.remove(path);
            }
        }
    }
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Write(place, new) => {
            let place = *place as usize;
            if bytes.len() < place + new.len() {
                bytes.resize(place + new.len(), 0);
            }
            bytes[place..place + new.len()].copy_from_slice(new);
        }
        Change::Cut(length) => bytes.resize(*length as usize, 0),
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    fn event(number: usize, deed: Deed) -> Event {
        Event { begun: number, done: number, deed }
    }

    fn disk(deeds: Vec<Deed>) -> Disk {
        let mut disk = Disk::default();
        for (number, deed) in deeds.into_iter().enumerate() {
            disk.take(&event(number, deed));
        }
        disk
    }

    fn left(disk: &Disk, kept: Kept) -> BTreeMap<PathBuf, Vec<u8>> {
        disk.clone().left(&[], kept, &mut StdRng::seed_from_u64(1))
    }

    #[test]
    fn what_was_not_synced_may_be_lost_and_a_name_needs_its_folder() {
        let path = || PathBuf::from("/d/a");
        let made = || Deed::Open { path: path(), emptied: false };
        let wrote = || Deed::Write { path: path(), at: Some(0), bytes: b"hi".to_vec() };
        let synced = |path: &str| Deed::Sync { path: path.into() };
        let file_only = disk(vec![made(), wrote(), synced("/d/a")]);
        assert!(left(&file_only, Kept::Nothing).is_empty());
        assert_eq!(left(&file_only, Kept::All)[&path()], b"hi");
        let name_only = disk(vec![made(), wrote(), synced("/d")]);
        assert_eq!(left(&name_only, Kept::Nothing)[&path()], b"");
        let both = disk(vec![made(), wrote(), synced("/d/a"), synced("/d")]);
        assert_eq!(left(&both, Kept::Nothing)[&path()], b"hi");
    }

    #[test]
    fn a_file_is_lost_with_its_folder() {
        let deeds = |more: &[&str]| {
            let mut deeds = vec![
                Deed::Folder { path: "/d/f".into() },
                Deed::Open { path: "/d/f/a".into(), emptied: false },
                Deed::Sync { path: "/d/f/a".into() },
                Deed::Sync { path: "/d/f".into() },
            ];
            deeds.extend(more.iter().map(|path| Deed::Sync { path: path.into() }));
            disk(deeds)
        };
        assert!(left(&deeds(&[]), Kept::Nothing).is_empty());
        assert_eq!(left(&deeds(&["/d"]), Kept::Nothing).len(), 1);
    }

    #[test]
    fn a_file_renamed_before_its_folder_is_synced_is_the_old_or_the_new_one() {
        let disk = disk(vec![
            Deed::Open { path: "/d/a#1".into(), emptied: false },
            Deed::Write { path: "/d/a#1".into(), at: None, bytes: b"new".to_vec() },
            Deed::Sync { path: "/d/a#1".into() },
            Deed::Rename { from: "/d/a#1".into(), to: "/d/a".into() },
        ]);
        assert!(left(&disk, Kept::Nothing).is_empty());
        assert_eq!(left(&disk, Kept::All)[Path::new("/d/a")], b"new");
    }
}
