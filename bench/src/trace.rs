//! What a program did to its folder, and what it told its clients, read from strace's record of its system calls.

use std::{collections::BTreeMap, path::PathBuf};

use anyhow::{Context, Result};

/// The system calls that a record needs.
const CALLS: &str = "trace=openat,pwrite64,write,writev,sendto,sendmsg,fsync,fdatasync,ftruncate,rename,renameat,\
     renameat2,unlink,unlinkat,mkdir,mkdirat,link,linkat";

/// The command that records them, to be put in front of the program's.
pub fn recorder(into: &std::path::Path) -> Vec<String> {
    let into = into.display().to_string();
    let words =
        ["strace", "-D", "-f", "--seccomp-bpf", "-y", "-xx", "-s", "400000", "-e", CALLS, "-o", &into];
    words.map(ToOwned::to_owned).into()
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// A file was opened, and made if it was not there.
    Open { path: PathBuf, emptied: bool },
    /// Bytes were written at a place, or at the end.
    Write { path: PathBuf, at: Option<u64>, bytes: Vec<u8> },
    /// A file was cut or stretched.
    Cut { path: PathBuf, length: u64 },
    /// A file, or a folder, was synced.
    Sync { path: PathBuf },
    /// A name was changed.
    Rename { from: PathBuf, to: PathBuf },
    /// A name went.
    Unlink { path: PathBuf },
    /// A folder was made.
    Folder { path: PathBuf },
    /// Somebody was told that his or her opinion was received: the receipt.
    Told { receipt: String },
}

/// A deed with the lines between which it happened.
#[derive(Debug, Clone)]
pub struct Event {
    /// Before this line it had not begun.
    pub begun: usize,
    /// After this line it was done.
    pub done: usize,
    /// What.
    pub deed: Deed,
}

/// Read a record of what was done in a folder, whose path ends with a slash; what did not succeed, and what was elsewhere,
/// is left out.
pub fn read(text: &str, folder: &str) -> Result<Vec<Event>> {
    let mut begun: BTreeMap<&str, (usize, String)> = BTreeMap::new();
    let mut events = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let (pid, rest) = line.split_once(' ').context("a line without its process")?;
        let rest = rest.trim_start();
        if let Some(start) = rest.strip_suffix(" <unfinished ...>") {
            begun.insert(pid, (number, start.to_owned()));
            continue;
        }
        let (from, whole) = match rest.strip_prefix("<... ") {
            Some(resumed) => {
                let Some((from, start)) = begun.remove(pid) else { continue };
                let end = resumed.split_once("resumed>").map_or("", |(_, end)| end);
                (from, format!("{start}{end}"))
            }
            None => (number, rest.to_owned()),
        };
        if let Some(deed) = deed(&whole, folder) {
            events.push(Event { begun: from, done: number, deed });
        }
    }
    // What was under way when the process ended may have happened or not.
    for (from, start) in begun.into_values() {
        if let Some(deed) = deed(&format!("{start}) = ?"), folder) {
            events.push(Event { begun: from, done: usize::MAX, deed });
        }
    }
    events.sort_by_key(|event| (event.done, event.begun));
    Ok(events)
}

fn deed(call: &str, folder: &str) -> Option<Deed> {
    let (name, rest) = call.split_once('(')?;
    let (inner, result) = rest.rsplit_once(" = ")?;
    if result.starts_with('-') {
        return None;
    }
    let inner = inner.trim_end().strip_suffix(')').unwrap_or(inner);
    let texts: Vec<Vec<u8>> = quoted(inner);
    // The folder itself is synced too.
    let is_ours = |path: &String| path.starts_with(folder) || *path == folder[..folder.len() - 1];
    let named = || annotated(inner).filter(is_ours).map(PathBuf::from);
    let text = |nth: usize| texts.get(nth).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let ours = |nth: usize| text(nth).filter(is_ours).map(PathBuf::from);
    match name {
        "openat" if inner.contains("O_CREAT") => {
            let path = annotated(result).filter(is_ours)?;
            Some(Deed::Open { path: path.into(), emptied: inner.contains("O_TRUNC") })
        }
        "pwrite64" => {
            let at = inner.rsplit(", ").next()?.parse().ok()?;
            Some(Deed::Write { path: named()?, at: Some(at), bytes: texts.into_iter().next()? })
        }
        "write" | "writev" | "sendto" | "sendmsg" => match named() {
            Some(path) => Some(Deed::Write { path, at: None, bytes: texts.concat() }),
            None => told(&texts.concat()),
        },
        "ftruncate" => Some(Deed::Cut { path: named()?, length: inner.rsplit(", ").next()?.parse().ok()? }),
        "fsync" | "fdatasync" => Some(Deed::Sync { path: named()? }),
        "rename" | "renameat" | "renameat2" => Some(Deed::Rename { from: ours(0)?, to: ours(1)? }),
        "unlink" | "unlinkat" => Some(Deed::Unlink { path: ours(0)? }),
        "mkdir" | "mkdirat" => Some(Deed::Folder { path: ours(0)? }),
        _ => None,
    }
}

/// The receipt in an answer that leads to one.
fn told(bytes: &[u8]) -> Option<Deed> {
    let answer = String::from_utf8_lossy(bytes);
    let code = answer.split_once("location: /receipts/")?.1;
    let code: String =
        code.chars().take_while(|sign| !sign.is_whitespace()).filter(|sign| *sign != '-').collect();
    Some(Deed::Told { receipt: code })
}

/// The path that strace put behind the first file descriptor.
fn annotated(text: &str) -> Option<String> {
    let hexed = text.split_once('<')?.1.split_once('>')?.0;
    Some(String::from_utf8_lossy(&unhexed(hexed)).into_owned())
}

/// Every quoted string.
fn quoted(text: &str) -> Vec<Vec<u8>> {
    text.split('"').skip(1).step_by(2).map(unhexed).collect()
}

fn unhexed(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4);
    for pair in text.split("\\x").skip(1) {
        if let Some(byte) = pair.get(..2).and_then(|two| u8::from_str_radix(two, 16).ok()) {
            bytes.push(byte);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hexed(text: &str) -> String {
        text.bytes().map(|byte| format!("\\x{byte:02x}")).collect()
    }

    #[test]
    fn a_record_is_read_with_what_was_interrupted() {
        let (file, dir) = (hexed("/d/a"), hexed("/d"));
        let text = format!(
            "7 openat(AT_FDCWD<{dir}>, \"{file}\", O_RDWR|O_CREAT|O_CLOEXEC, 0644) = 3<{file}>\n\
             7 pwrite64(3<{file}>, \"{}\", 2, 5) = 2\n\
             7 fsync(3<{file}> <unfinished ...>\n\
             8 writev(9<{}>, [{{iov_base=\"{}\", iov_len=9}}], 1) = 9\n\
             7 <... fsync resumed>)          = 0\n\
             7 rename(\"{file}\", \"{}\") = 0\n\
             7 pwrite64(3<{file}>, \"{}\", 2, 5) = -1 ENOSPC (No space left on device)\n\
             7 fsync(4<{dir}> <unfinished ...>\n",
            hexed("hi"),
            hexed("socket:[1]"),
            hexed("HTTP/1.1 303 See Other\r\nlocation: /receipts/AB-12\r\n"),
            hexed("/d/b"),
            hexed("no"),
        );
        let events = read(&text, "/d/").unwrap();
        let deeds: Vec<&Deed> = events.iter().map(|event| &event.deed).collect();
        assert_eq!(deeds.len(), 6, "{deeds:?}");
        assert_eq!(deeds[1], &Deed::Write { path: "/d/a".into(), at: Some(5), bytes: b"hi".to_vec() });
        assert_eq!(deeds[2], &Deed::Told { receipt: "AB12".into() });
        assert_eq!((events[3].begun, events[3].done), (2, 4));
        assert_eq!(deeds[4], &Deed::Rename { from: "/d/a".into(), to: "/d/b".into() });
        assert_eq!(events[5].done, usize::MAX, "the folder's sync was under way");
    }
}
