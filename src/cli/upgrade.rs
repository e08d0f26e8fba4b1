use std::process::ExitCode;

use clap::Args;

use super::backup::{self, note, tell};
use super::open::open_as_is;
use crate::base::Config;
use crate::upkeep::{backup::take, upgrade};

/// How to go to this version.
#[derive(Args)]
pub struct Wanted {
    /// Only look whether it can be done.
    #[arg(long)]
    check: bool,
    /// Also do the steps that take away what the version before still uses.
    #[arg(long)]
    contract: bool,
    /// Take no backup first: you have one.
    #[arg(long)]
    without_backup: bool,
    #[command(flatten)]
    backup: backup::Wanted,
}

/// Look, back up, then do all steps or none.
pub async fn run(config: &Config, wanted: Wanted) -> anyhow::Result<ExitCode> {
    let app = open_as_is(config.clone()).await?;
    let look = upgrade::look(&app, wanted.contract).await?;
    println!("database: {} bytes; free in the data folder: {}", look.size, look.free);
    for step in &look.standing.pending {
        println!("ahead: {step}");
    }
    for step in &look.standing.contracting {
        println!("takes away, only with --contract: {step}");
    }
    for obstacle in &look.obstacles {
        println!("in the way: {obstacle}");
    }
    if !look.obstacles.is_empty() {
        return Ok(ExitCode::FAILURE);
    }
    let nothing =
        look.standing.pending.is_empty() && (!wanted.contract || look.standing.contracting.is_empty());
    if nothing || wanted.check {
        println!("{}", if nothing { "the database is of this version" } else { "it can be done" });
        return Ok(ExitCode::SUCCESS);
    }
    let taken = if wanted.without_backup || look.standing.empty {
        None
    } else {
        let taken = take(&app, &wanted.backup.order(config)?).await?;
        tell(&taken);
        Some(taken)
    };
    for step in upgrade::upgrade(&app, wanted.contract).await? {
        println!("done: {step}");
    }
    if let Some(taken) = &taken {
        note(&app, taken).await?;
    }
    println!("the database is of this version");
    Ok(ExitCode::SUCCESS)
}
