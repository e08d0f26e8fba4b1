use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context;
use clap::Args;
use uuid::Uuid;

use super::open::open;
use super::progress::Progress;
use crate::access::store::home_of;
use crate::access::{Actor, Post, Role};
use crate::base::text::Lang;
use crate::base::{App, Config, Error};
use crate::exchange::roster::acts::{self, Brought, Looked};
use crate::exchange::roster::findings::Finding;
use crate::exchange::roster::plan::{What, counts};

/// A roster to be taken in.
#[derive(Args)]
pub struct Incoming {
    /// The workbook (XLSX).
    file: PathBuf,
    /// Only check it: print everything that is wrong, change nothing; exit 1 when there is a mistake.
    #[arg(long)]
    check: bool,
    /// The code of the congress, where there are several.
    #[arg(long, value_name = "CODE")]
    congress: Option<String>,
}

/// A roster to be given out.
#[derive(Debug, Clone, Args)]
pub struct Outgoing {
    /// The workbook to be written (XLSX).
    file: PathBuf,
    /// The template to be filled, instead of the registers.
    #[arg(long)]
    template: bool,
    /// The code of the congress, where there are several.
    #[arg(long, value_name = "CODE")]
    congress: Option<String>,
}

/// The language of whoever sits at the terminal.
fn lang() -> Lang {
    let told = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| std::env::var(name).ok());
    told.as_deref().and_then(Lang::from_code).unwrap_or(Lang::En)
}

async fn place(config: &Config, congress: Option<&str>) -> anyhow::Result<(App, Actor)> {
    let app = open(config.clone(), None).await?;
    let home = home_of(&app.db, congress).await.context("there is no such congress in the database")?;
    Ok((app, operator(home.id)))
}

/// Whoever runs commands on the computer itself keeps registers, makes accounts and gives roles.
fn operator(congress: Uuid) -> Actor {
    let roles = [Role::Commission, Role::SystemAdmin, Role::SecurityAdmin];
    let posts = roles.into_iter().map(|role| Post { role, organization: None }).collect();
    Actor { posts, ..Actor::operator(congress, Role::Commission) }
}

/// Check a roster, or take it in.
pub async fn import(config: &Config, wanted: Incoming) -> anyhow::Result<ExitCode> {
    let bytes =
        std::fs::read(&wanted.file).with_context(|| format!("cannot read {}", wanted.file.display()))?;
    let (app, actor) = place(config, wanted.congress.as_deref()).await?;
    let (progress, begun) = (Progress::of("import"), Instant::now());
    if wanted.check {
        let tell = |done, of| progress.tell("rows checked", done, of);
        let looked = acts::look(&app.db, &app, &actor, Brought::now(&bytes), &tell).await?;
        return Ok(told(&looked, &wanted.file, "would be"));
    }
    let name = wanted.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let tell = |done, of| progress.tell("written", done, of);
    let (looked, roster) =
        acts::import(&app, &actor, (&name, &bytes), &tell).await.map_err(|why| match why {
            Error::Conflict(key) => anyhow::anyhow!("{}", lang().t(&key)),
            other => anyhow::Error::from(other),
        })?;
    let code = told(&looked, &wanted.file, "were");
    if code == ExitCode::SUCCESS {
        let how = if roster.is_some() { "all of it is written" } else { "it changes nothing" };
        progress.ended(&format!("{how}, in {:.1} s", begun.elapsed().as_secs_f64()));
    }
    Ok(code)
}

/// Print what a check found, a line each, and what it comes to.
fn told(looked: &Looked, file: &Path, were: &str) -> ExitCode {
    let lang = lang();
    let checked = match looked {
        Ok(checked) => checked,
        Err(why) => {
            println!("{}: {}", file.display(), why.said(lang));
            return ExitCode::FAILURE;
        }
    };
    for finding in &checked.findings {
        println!("{}", line(finding, lang));
    }
    for (tab, numbers) in counts(&checked.outcomes) {
        let number = |what| numbers.get(&what).copied().unwrap_or_default();
        println!(
            "{}: {} new, {} changed, {} the same, {} wrong",
            tab.name(),
            number(What::New),
            number(What::Changed),
            number(What::Same),
            number(What::Wrong)
        );
    }
    if checked.is_fine() {
        return ExitCode::SUCCESS;
    }
    let mistakes = checked.findings.iter().filter(|finding| finding.grave).count();
    println!("{mistakes} mistakes; nothing {were} imported");
    ExitCode::FAILURE
}

fn line(finding: &Finding, lang: Lang) -> String {
    let title = if finding.title.is_empty() { String::new() } else { format!(" ({})", finding.title) };
    let hint = finding.hint.as_ref().map(|hint| format!(" {}", hint.said(lang))).unwrap_or_default();
    let kind = if finding.grave { "" } else { "note: " };
    format!("{}{title}: {kind}{}{hint}", finding.place(), finding.why.said(lang))
}

/// Give the registers out, or the template.
pub async fn export(config: &Config, wanted: &Outgoing) -> anyhow::Result<ExitCode> {
    let (app, actor) = place(config, wanted.congress.as_deref()).await?;
    let bytes = match wanted.template {
        true => acts::template(&app, &actor).await?,
        false => acts::take_along(&app, &actor, None).await?,
    };
    std::fs::write(&wanted.file, bytes).with_context(|| format!("cannot write {}", wanted.file.display()))?;
    eprintln!("export: {}", wanted.file.display());
    Ok(ExitCode::SUCCESS)
}
