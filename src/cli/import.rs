use std::fs::File;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context;

use super::demo::{load_into, refuse_half};
use super::open::open;
use super::progress::Progress;
use crate::access::store::home_of;
use crate::base::text::Lang;
use crate::base::{Clock, Config, Error};
use crate::demo::Size;
use crate::exchange::{import::import, messages};

/// Import messages: check the whole file, then take them over one by one.
pub async fn run(config: &Config, file: &Path) -> anyhow::Result<ExitCode> {
    let source = File::open(file).with_context(|| format!("cannot open {}", file.display()))?;
    let messages = messages::read(source, Clock::running().today())
        .map_err(|refused| anyhow::anyhow!("{}:\n{refused}", file.display()))?;
    if load_into(config, &Size::REGISTERS, None).await? {
        eprintln!("import: the database was empty; the demo's registers were loaded first");
    }
    let app = open(config.clone(), None).await?;
    refuse_half(&app).await?;
    let congress = home_of(&app.db, None).await?.id;
    let (progress, begun) = (Progress::of("import"), Instant::now());
    let imported = import(&app, congress, &messages, &|done, of| progress.tell("messages", done, of)).await;
    let imported = imported.map_err(|why| match why {
        Error::Conflict(key) => anyhow::anyhow!("{}", Lang::En.t(&key)),
        other => anyhow::Error::from(other),
    })?;
    progress.ended(&format!(
        "{} added, {} finished, {} there before, in {:.1} s",
        imported.added,
        imported.finished,
        imported.there,
        begun.elapsed().as_secs_f64()
    ));
    Ok(ExitCode::SUCCESS)
}
