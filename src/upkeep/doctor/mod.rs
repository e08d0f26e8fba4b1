//! A look around: is there room, is the clock right, would a backup be worth anything, does everything run? Each finding
//! says how it is, what that means, and what to do.
//!
//! * `machine`: disk, clock, who may read the files
//! * `certificate`: whether browsers trust the site, and for how long
//! * `record`: tables, backups, jobs, channels

mod certificate;
mod machine;
mod record;
#[cfg(test)]
mod tests;

use uuid::Uuid;

use crate::base::{App, Result, form::Say, text::Lang};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// As it should be.
    Fine,
    /// Not today, but soon.
    Mind,
    /// Now.
    Act,
}

impl State {
    /// The word for sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Mind => "mind",
            Self::Act => "act",
        }
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The key of what was looked at.
    pub what: &'static str,
    /// How bad it is.
    pub state: State,
    /// How it is and what that means.
    pub says: Say,
    /// The key of what to do, when something is.
    pub todo: Option<&'static str>,
}

impl Finding {
    fn new(what: &'static str, state: State, says: Say, todo: &'static str) -> Self {
        Self { what, state, says, todo: (state != State::Fine).then_some(todo) }
    }
}

/// Look at the machine and the database that all congresses share.
///
/// # Errors
/// When the database does not answer at all.
pub async fn machine(app: &App) -> Result<Vec<Finding>> {
    let mut all = vec![machine::disk(app).await?];
    all.extend(machine::clock(app).await?);
    all.extend(machine::modes(app));
    all.extend(certificate::look(app).await);
    all.push(record::tables(app).await?);
    Ok(all)
}

/// Look at what each congress has of its own: its backups, jobs and channels.
///
/// # Errors
/// When the database does not answer, or its tables are those of an earlier version.
pub async fn congress(app: &App, congress: Uuid) -> Result<Vec<Finding>> {
    let mut all = record::backups(app, congress).await?;
    all.push(record::overdue(app, congress).await?);
    all.push(record::failed(app, congress).await?);
    all.push(record::channels(app, congress).await?);
    Ok(all)
}

/// The worst of them; nothing is fine.
pub fn worst(all: &[Finding]) -> State {
    all.iter().map(|finding| finding.state).max().unwrap_or(State::Fine)
}

/// A number of bytes as people say it.
fn said(bytes: u64) -> String {
    let (unit, steps) = [("GB", 30), ("MB", 20), ("kB", 10)]
        .into_iter()
        .find(|(_, steps)| bytes >> steps > 0)
        .unwrap_or(("B", 0));
    let tenths = (bytes >> (steps - steps.min(4))) * 10 / (1 << steps.min(4));
    if steps == 0 { format!("{bytes} B") } else { format!("{}.{} {unit}", tenths / 10, tenths % 10) }
}

/// A finding as lines for whoever stands at the machine.
pub fn lines(finding: &Finding, lang: Lang) -> Vec<String> {
    let state = lang.word("doctor-state", finding.state.word());
    let says = lang.ta(&finding.says.key, &finding.says.args);
    let mut lines = vec![lang.ta(
        "doctor-line",
        &[("state", state.into()), ("what", lang.t(finding.what).into()), ("says", says.into())],
    )];
    lines.extend(finding.todo.map(|todo| format!("    {}", lang.t(todo))));
    lines
}
