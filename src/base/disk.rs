//! Disks that are full, fail, or lie: what the database and the folder of attachments say, sorted by what follows from it.
//!
//! * No room, or nothing can be written: the act is not kept, its people are told so, and the next one is tried.
//! * A sync failed: nobody knows any more what is on the disk, and asking again may be answered "done" although nothing
//!   was written. The process ends (code 74, EX_IOERR); started again, it reads what really is there.
//! * The database does not answer: as with no room, what is asked now is not kept.

use std::{error::Error as Cause, fs::DirBuilder, io, os::unix::fs::DirBuilderExt, path::Path, process};

use sea_orm::{DbErr, RuntimeErr, SqlxError};

use super::Error;

/// EX_IOERR of sysexits.h: the unit starts the program again.
const FAILED_DISK: i32 = 74;

/// EIO: what Linux answers when a device failed.
const DEVICE_FAILED: i32 = 5;

/// What is the matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// No room, or nothing can be written.
    Full,
    /// Something was written, and whether it reached the disk is unknown.
    Unsynced,
    /// The database does not answer.
    Away,
}

/// The trouble behind an answer of the database; `None` when the statement itself was wrong.
pub(super) fn trouble(cause: &DbErr) -> Option<Trouble> {
    let inner = match cause {
        DbErr::Conn(RuntimeErr::SqlxError(inner))
        | DbErr::Exec(RuntimeErr::SqlxError(inner))
        | DbErr::Query(RuntimeErr::SqlxError(inner)) => inner,
        DbErr::ConnectionAcquire(_) => return Some(Trouble::Away),
        _ => return None,
    };
    match &**inner {
        SqlxError::Database(said) => said.code().and_then(|code| of_code(&code)),
        SqlxError::Io(_)
        | SqlxError::Protocol(_)
        | SqlxError::PoolTimedOut
        | SqlxError::PoolClosed
        | SqlxError::WorkerCrashed
        | SqlxError::BeginFailed
        | SqlxError::InvalidSavePointStatement => Some(Trouble::Away),
        _ => None,
    }
}

/// SQLite's extended result code, or PostgreSQL's SQLSTATE of five signs.
fn of_code(code: &str) -> Option<Trouble> {
    if code.len() == 5 && code.bytes().all(|sign| sign.is_ascii_uppercase() || sign.is_ascii_digit()) {
        return match code {
            // disk_full, io_error, read_only_sql_transaction
            "53100" | "58030" | "25006" => Some(Trouble::Full),
            // too_many_connections; lock_not_available: another node kept its turn too long; this one stood still for too long
            // within an act; and every way in which a server goes away
            "53300" | "55P03" | "25P03" => Some(Trouble::Away),
            _ if code.starts_with("08") || code.starts_with("57P") => Some(Trouble::Away),
            _ => None,
        };
    }
    let code: u32 = code.parse().ok()?;
    match (code & 0xff, code >> 8) {
        // SQLITE_IOERR_FSYNC, SQLITE_IOERR_DIR_FSYNC
        (10, 4 | 5) => Some(Trouble::Unsynced),
        // SQLITE_IOERR_READ, SQLITE_IOERR_SHORT_READ: nothing was to be kept
        (10, 1 | 2) => None,
        // SQLITE_IOERR while writing, cutting or sharing; SQLITE_FULL; SQLITE_READONLY
        (10 | 13 | 8, _) => Some(Trouble::Full),
        // SQLITE_BUSY, SQLITE_LOCKED, SQLITE_CANTOPEN
        (5 | 6 | 14, _) => Some(Trouble::Away),
        _ => None,
    }
}

/// The trouble behind a failed write to a folder: there every failure of the device counts as a failed sync.
fn of_file(cause: &(dyn Cause + 'static)) -> Option<Trouble> {
    let Some(failed) = cause.downcast_ref::<io::Error>() else {
        return of_file(cause.source()?);
    };
    match failed.kind() {
        io::ErrorKind::StorageFull
        | io::ErrorKind::QuotaExceeded
        | io::ErrorKind::FileTooLarge
        | io::ErrorKind::ReadOnlyFilesystem => Some(Trouble::Full),
        _ => (failed.raw_os_error() == Some(DEVICE_FAILED)).then_some(Trouble::Unsynced),
    }
}

/// What becomes of a file that could not be kept: when there is no room its people are told; when the device failed the
/// process ends.
pub fn unkept(cause: impl Cause + Send + Sync + 'static) -> Error {
    match of_file(&cause) {
        Some(Trouble::Unsynced) => give_up(&cause),
        Some(_) => Error::not_saved(cause),
        None => anyhow::Error::from(cause).into(),
    }
}

/// End the process: what it believes about the disk is worth nothing any more.
pub(super) fn give_up(cause: &dyn Cause) -> ! {
    tracing::error!(%cause, "the disk failed while something was written: this process ends, so that the next one reads what is there");
    process::exit(FAILED_DISK)
}

/// Make a folder that only its owner enters, with all above it, and see to it that they are there after a power cut.
///
/// # Errors
/// When one cannot be made.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let whole = folder.canonicalize()?;
    for (nth, above) in whole.ancestors().enumerate() {
        match std::fs::File::open(above).and_then(|opened| opened.sync_all()) {
            Ok(()) => {}
            Err(cause) if nth == 0 => return Err(cause),
            // Folders above ours may be none that we may open; those were there before.
            Err(_) => break,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_databases_are_sorted_by_what_follows() {
        for (code, expected) in [
            ("13", Some(Trouble::Full)),
            ("778", Some(Trouble::Full)),
            ("8", Some(Trouble::Full)),
            ("1034", Some(Trouble::Unsynced)),
            ("1290", Some(Trouble::Unsynced)),
            ("266", None),
            ("5", Some(Trouble::Away)),
            ("2067", None),
            ("11", None),
            ("53100", Some(Trouble::Full)),
            ("25006", Some(Trouble::Full)),
            ("57P01", Some(Trouble::Away)),
            ("55P03", Some(Trouble::Away)),
            ("25P03", Some(Trouble::Away)),
            ("08006", Some(Trouble::Away)),
            ("23505", None),
            ("40001", None),
        ] {
            assert_eq!(of_code(code), expected, "{code}");
        }
    }

    #[test]
    fn a_full_folder_is_told_from_a_broken_one() {
        let failed = |number| io::Error::from_raw_os_error(number);
        assert_eq!(of_file(&failed(28)), Some(Trouble::Full), "ENOSPC");
        assert_eq!(of_file(&failed(122)), Some(Trouble::Full), "EDQUOT");
        assert_eq!(of_file(&failed(30)), Some(Trouble::Full), "EROFS");
        assert_eq!(of_file(&failed(5)), Some(Trouble::Unsynced), "EIO");
        assert_eq!(of_file(&failed(13)), None, "EACCES is a mistake of ours");
        let store = object_store::Error::Generic { store: "folder", source: Box::new(failed(28)) };
        assert!(matches!(unkept(store), Error::NotSaved(_)));
    }

    #[test]
    fn a_folder_is_made_with_all_above_it() {
        let (top, chance) = (std::env::temp_dir(), crate::base::Chance::real());
        let first = top.join(format!("disk_{}", &chance.secret()[..12]));
        make_folder(&first.join("a/b")).unwrap();
        assert!(first.join("a/b").is_dir());
        std::fs::remove_dir_all(first).unwrap();
    }
}
