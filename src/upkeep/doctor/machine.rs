use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use rustix::fs::statvfs;

use super::{Finding, State, said};
use crate::access::store::homes;
use crate::base::{App, Result, form::Say};
use crate::journal;
use crate::upkeep::store;

const MEGABYTE: u64 = 1 << 20;

/// Whether there is room: for a copy of the database, which every backup and upgrade needs, and to grow.
pub(super) fn room(free: u64, total: u64, database: u64) -> State {
    if free < database.max(256 * MEGABYTE) {
        State::Act
    } else if free < (3 * database).max(1024 * MEGABYTE) || free < total / 10 {
        State::Mind
    } else {
        State::Fine
    }
}

pub(super) async fn disk(app: &App) -> Result<Finding> {
    let Ok(found) = statvfs(&app.config.data.dir) else {
        let folder = app.config.data.dir.display().to_string();
        let says = Say::new("doctor-disk-none").with("folder", folder);
        return Ok(Finding::new("doctor-disk", State::Act, says, "doctor-disk-do"));
    };
    let free = found.f_bavail.saturating_mul(found.f_frsize);
    let total = found.f_blocks.saturating_mul(found.f_frsize);
    let database = store::size(&app.db).await?.unsigned_abs();
    let says = Say::new("doctor-disk-says")
        .with("free", said(free))
        .with("total", said(total))
        .with("database", said(database));
    Ok(Finding::new("doctor-disk", room(free, total, database), says, "doctor-disk-do"))
}

/// How far two clocks may be apart: deadlines are days, but a code of the second factor lives half a minute.
pub(super) fn apart(ours: DateTime<Utc>, theirs: DateTime<Utc>) -> (i64, State) {
    let seconds = (ours - theirs).num_seconds().abs();
    let state = match seconds {
        0..=2 => State::Fine,
        3..=15 => State::Mind,
        _ => State::Act,
    };
    (seconds, state)
}

/// How far ahead of the clock the last entry of a journal may be: as far as clocks may be apart.
pub(super) fn ahead(last: DateTime<Utc>, now: DateTime<Utc>) -> (i64, State) {
    let seconds = (last - now).num_seconds().max(0);
    (seconds, if seconds > 15 { State::Act } else { State::Fine })
}

pub(super) async fn clock(app: &App) -> Result<Vec<Finding>> {
    let (seconds, state) = apart(app.clock.now(), store::clock(&app.db).await?);
    let says = Say::new("doctor-clock-says").with("seconds", seconds);
    let mut all = vec![Finding::new("doctor-clock", state, says, "doctor-clock-do")];
    let mut last: Option<DateTime<Utc>> = None;
    for home in homes(&app.db).await? {
        let latest = journal::latest(&app.db, home.id, i64::MAX, 1).await?;
        last = last.max(latest.first().map(|entry| entry.at));
    }
    if let Some(last) = last {
        let (seconds, state) = ahead(last, app.clock.now());
        let key = if state == State::Fine { "doctor-journal-says" } else { "doctor-journal-ahead" };
        let mut says = Say::new(key);
        if state != State::Fine {
            says = says.with("seconds", seconds);
        }
        all.push(Finding::new("doctor-journal", state, says, "doctor-clock-do"));
    }
    Ok(all)
}

/// Who may read what only the service's own account should: others of its group soon, everybody now.
pub(super) fn readers(mode: u32) -> State {
    match (mode & 0o007, mode & 0o070) {
        (1.., _) => State::Act,
        (0, 1..) => State::Mind,
        (0, 0) => State::Fine,
    }
}

pub(super) fn modes(app: &App) -> Vec<Finding> {
    let dir = &app.config.data.dir;
    // The folder keeps what is in it: nobody who may not enter reads a file there.
    let entered = mode(dir).map_or(State::Fine, readers);
    let mut files: Vec<PathBuf> = app.config.file.iter().cloned().collect();
    let own_key = !app.config.data.seal_key.as_os_str().is_empty();
    if own_key || entered != State::Fine {
        files.push(app.config.seal_key());
    }
    if entered != State::Fine {
        files.push(dir.join("shuanglian.db"));
    }
    let all = files.into_iter().filter_map(|file| Some((readers(mode(&file)?), file)));
    let (state, named) = all.filter(|(state, _)| *state != State::Fine).fold(
        (State::Fine, Vec::new()),
        |(worst, mut named), (state, file)| {
            named.push(file.display().to_string());
            (worst.max(state), named)
        },
    );
    let says = match state {
        State::Fine => Say::new("doctor-modes-says"),
        _ => Say::new("doctor-modes-open").with("files", named.join(" ")),
    };
    vec![Finding::new("doctor-modes", state, says, "doctor-modes-do")]
}

fn mode(file: &std::path::Path) -> Option<u32> {
    Some(std::fs::metadata(file).ok()?.permissions().mode())
}
