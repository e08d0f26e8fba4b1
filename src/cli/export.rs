use std::fs::File;
use std::io::stdout;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;

use super::open::open;
use crate::access::store::home_of;
use crate::base::Config;
use crate::exchange::opinions;

/// Write the published opinions to a file or to standard output.
pub async fn run(config: &Config, out: Option<&Path>) -> anyhow::Result<ExitCode> {
    let app = open(config.clone(), None).await?;
    let congress = home_of(&app.db, None).await.context("there is no congress in the database")?.id;
    let count = match out {
        Some(file) => {
            let made = File::create(file).with_context(|| format!("cannot write {}", file.display()))?;
            opinions::write(&app, congress, &made).await?
        }
        None => opinions::write(&app, congress, stdout().lock()).await?,
    };
    eprintln!("export: {count} opinions");
    Ok(ExitCode::SUCCESS)
}
