use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::backup::tell_contents;
use super::open::open_as_is;
use crate::base::{Chance, Config};
use crate::upkeep::{acts, drill, restore};

/// What is put back, and where.
#[derive(Args)]
pub struct Wanted {
    /// The backup.
    file: PathBuf,
    /// The data folder to be made; it may be there if it is empty.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// The empty database, for a backup that came from PostgreSQL.
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// The file with the key, as age-keygen writes it.
    #[arg(long, value_name = "KEYFILE")]
    identity: PathBuf,
}

/// Put a backup back and prove it.
pub async fn run(wanted: Wanted) -> anyhow::Result<ExitCode> {
    let to = wanted.to.clone();
    let wanted = restore::Wanted {
        file: wanted.file,
        to: wanted.to,
        database_url: wanted.database_url,
        identity: wanted.identity,
    };
    let proof = restore::restore(&wanted).await?;
    tell_contents(&proof.manifest);
    println!(
        "proved: every row, file and journal entry is as it was at {}",
        proof.manifest.taken_at.to_rfc3339()
    );
    println!("restored: {}; start it with --data {}", to.display(), to.display());
    Ok(ExitCode::SUCCESS)
}

/// What is proved.
#[derive(Args)]
pub struct Drilled {
    /// The backup.
    file: PathBuf,
    /// The file with the key, as age-keygen writes it.
    #[arg(long, value_name = "KEYFILE")]
    identity: PathBuf,
    /// A folder with room for what is in the backup; the system's folder for such things when none.
    #[arg(long, value_name = "DIR")]
    within: Option<PathBuf>,
    /// A server of PostgreSQL on which a database may be made and dropped; that of the settings when none.
    #[arg(long, value_name = "URL")]
    server: Option<String>,
    /// This is another machine: there is no database to note it in.
    #[arg(long)]
    elsewhere: bool,
}

/// Put a backup back beside everything, prove it, throw it away, and note how it ended.
pub async fn drill(config: &Config, wanted: Drilled) -> anyhow::Result<ExitCode> {
    let of_settings = (!config.data.database_url.is_empty()).then(|| config.database_url());
    let place = drill::Wanted {
        file: wanted.file,
        identity: wanted.identity,
        within: wanted.within.unwrap_or_else(std::env::temp_dir),
        server: wanted.server.or(of_settings),
    };
    let app = if wanted.elsewhere { None } else { Some(open_as_is(config.clone()).await?) };
    let ended = drill::drill(&place, &Chance::real()).await?;
    if let Some(app) = &app {
        acts::note_drill(app, &ended).await.map_err(|cause| cause.told())?;
    }
    match ended.outcome {
        Ok(proof) => {
            tell_contents(&proof.manifest);
            println!("proved: it was put back, compared and thrown away again");
            Ok(ExitCode::SUCCESS)
        }
        Err(cause) => {
            println!("worth nothing: {cause:#}");
            Ok(ExitCode::FAILURE)
        }
    }
}
