use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};

use super::open::open;
use crate::access::store::home_of;
use crate::access::{Actor, Role};
use crate::archive::printed::file_of;
use crate::archive::prints;
use crate::base::paper::{self, Format};
use crate::base::text::Lang;
use crate::base::{App, Config, Error, Result};
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
    /// A deputy's archive (履职档案): the deputy's name or id; --term and --year say of when. Also as .xlsx. It is recorded.
    Archive,
}

/// Which paper, and where to.
#[derive(Debug, Clone, Args)]
pub struct Wanted {
    /// The kind of paper.
    #[arg(value_enum)]
    pub kind: Kind,
    /// Which one.
    pub id: String,
    /// The number of the term, for an archive; the running one when none.
    #[arg(long, value_name = "NUMBER")]
    pub term: Option<i64>,
    /// The calendar year, for an archive; the whole term when none.
    #[arg(long, value_name = "YEAR")]
    pub year: Option<i32>,
    /// The file to be written; its ending says the format: .pdf or .docx; of an archive also .xlsx.
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
    let file = match wanted.kind {
        Kind::Archive => file_of(&app, &operator, (id, wanted.term, wanted.year), format).await,
        kind => paper_of(&app, &operator, (kind, id), format).await,
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

async fn paper_of(
    app: &App,
    operator: &Actor,
    (kind, id): (Kind, &str),
    format: prints::Format,
) -> Result<Vec<u8>> {
    let format = Format::of_ending(format.ending()).ok_or_else(|| Error::conflict("paper-no-lists"))?;
    let composed = match kind {
        Kind::Transfer => printed::letter(app, operator, Letter::Transfer, id).await,
        Kind::Urging => printed::letter(app, operator, Letter::Urging, id).await,
        Kind::Reply => printed::letter(app, operator, Letter::Reply, id).await,
        Kind::Gazette => issue_of(app, operator, "gazette", id).await,
        Kind::Brief => issue_of(app, operator, "brief", id).await,
        Kind::Invitation => invitations_of(app, operator, id).await,
        Kind::Attendance => attendance_of(app, operator, id).await,
        Kind::Report => report_of(app, operator, id).await,
        Kind::Archive => Err(Error::NotFound),
        Kind::Feedback => printed::feedback_of(app, operator, id).await,
    };
    paper::made(composed?, format).await
}

fn format_of(file: &Path) -> anyhow::Result<prints::Format> {
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match prints::Format::of_ending(ending) {
        Some(format) => Ok(format),
        None => bail!("--to must end in .pdf or .docx (of an archive also .xlsx), not {}", file.display()),
    }
}
