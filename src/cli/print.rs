use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};

use super::open::open;
use crate::access::store::home_of;
use crate::access::{Actor, Role};
use crate::base::paper::{self, Format};
use crate::base::text::Lang;
use crate::base::{Config, Error};
use crate::bulletins::official::issue_of;
use crate::events::printed::{attendance_of, invitations_of};
use crate::letters::{Kind as Letter, printed};
use crate::reports::printed::report_of;

/// The papers that can be printed. A room that composes another adds its word here and its line in `composed`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// A transfer slip (交办单): its number, its id, or the number of its opinion.
    Transfer,
    /// An urging letter (督办函): the same.
    Urging,
    /// A reply letter (答复函): the same.
    Reply,
    /// The form on which a deputy evaluates (征询意见表): the number or id of the opinion.
    Feedback,
    /// A gazette (公报): its number, such as 2026-3, or its id.
    Gazette,
    /// A brief (简报): the same.
    Brief,
    /// The invitations (邀请函) to an event, a page each: its number, such as 2026-3, or its id.
    Invitation,
    /// The list on which those who attend an event sign (签到表): the same.
    Attendance,
    /// A duty report (述职报告): its id, or the code of its public page.
    Report,
}

/// Which paper, and where to.
#[derive(Debug, Clone, Args)]
pub struct Wanted {
    /// The kind of paper.
    #[arg(value_enum)]
    pub kind: Kind,
    /// Which one.
    pub id: String,
    /// The file to be written; its ending says the format: .pdf or .docx.
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
}

/// Write a paper to a file.
pub async fn run(config: &Config, wanted: &Wanted) -> anyhow::Result<ExitCode> {
    let format = format_of(&wanted.to)?;
    let app = open(config.clone(), None).await?;
    let congress = home_of(&app.db, None).await.context("there is no congress in the database")?.id;
    let operator = Actor::operator(congress, Role::Commission);
    let id = wanted.id.trim();
    let composed = match wanted.kind {
        Kind::Transfer => printed::letter(&app, &operator, Letter::Transfer, id).await,
        Kind::Urging => printed::letter(&app, &operator, Letter::Urging, id).await,
        Kind::Reply => printed::letter(&app, &operator, Letter::Reply, id).await,
        Kind::Gazette => issue_of(&app, &operator, "gazette", id).await,
        Kind::Brief => issue_of(&app, &operator, "brief", id).await,
        Kind::Invitation => invitations_of(&app, &operator, id).await,
        Kind::Attendance => attendance_of(&app, &operator, id).await,
        Kind::Report => report_of(&app, &operator, id).await,
        Kind::Feedback => printed::feedback_of(&app, &operator, id).await,
    };
    let file = match composed {
        Ok(paper) => paper::made(paper, format).await,
        Err(why) => Err(why),
    };
    let file = file.map_err(|why| match why {
        Error::NotFound => anyhow::anyhow!("there is no such paper: {id}"),
        Error::Conflict(key) => anyhow::anyhow!("{}", Lang::En.t(&key)),
        other => other.into(),
    })?;
    std::fs::write(&wanted.to, &file).with_context(|| format!("cannot write {}", wanted.to.display()))?;
    eprintln!("print: {} bytes to {}", file.len(), wanted.to.display());
    Ok(ExitCode::SUCCESS)
}

fn format_of(file: &Path) -> anyhow::Result<Format> {
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match Format::of_ending(ending) {
        Some(format) => Ok(format),
        None => bail!("--to must end in .pdf or .docx, not {}", file.display()),
    }
}
