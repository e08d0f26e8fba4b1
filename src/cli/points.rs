use std::fs::File;
use std::io::stdout;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use chrono::NaiveDate;

use super::open::open;
use crate::access::store::home_of;
use crate::base::Config;
use crate::points;

/// Write the statements of points of a year to a file or to standard output.
pub async fn run(
    config: &Config,
    year: i32,
    out: Option<&Path>,
    as_of: Option<NaiveDate>,
) -> anyhow::Result<ExitCode> {
    let app = open(config.clone(), None).await?;
    let congress = home_of(&app.db, None).await.context("there is no congress in the database")?.id;
    let which = (year, as_of.unwrap_or_else(|| app.clock.today()));
    let count = match out {
        Some(file) => {
            let made = File::create(file).with_context(|| format!("cannot write {}", file.display()))?;
            points::write(&app, congress, which, &made).await?
        }
        None => points::write(&app, congress, which, stdout().lock()).await?,
    };
    eprintln!("points: {count} statements");
    Ok(ExitCode::SUCCESS)
}
