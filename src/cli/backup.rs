use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::open::open_as_is;
use crate::base::{App, Config, migrations::standing};
use crate::upkeep::{
    acts,
    backup::{Order, Taken, take},
    manifest::Manifest,
};

/// Where to, and for whom.
#[derive(Args)]
#[group(skip)]
pub struct Wanted {
    /// A new file, or a folder in which it gets a name by its moment; `backup.to` of the settings when none.
    #[arg(long, value_name = "FILE|DIR")]
    pub to: Option<PathBuf>,
    /// A key that it is sealed for, such as age-keygen prints; once for each. `backup.recipients` of the settings when none.
    #[arg(long = "recipient", value_name = "age1…")]
    pub recipients: Vec<String>,
}

impl Wanted {
    /// What is asked for, filled up from the settings.
    pub fn order(self, config: &Config) -> anyhow::Result<Order> {
        let settings = &config.backup;
        let to = self.to.unwrap_or_else(|| settings.to.clone());
        if to.as_os_str().is_empty() {
            anyhow::bail!("say where to: --to FILE, or backup.to in the settings");
        }
        let given = !self.recipients.is_empty();
        let recipients = if given { self.recipients } else { settings.recipients.clone() };
        Ok(Order { to, recipients, scheduled: false })
    }
}

/// Take a backup while the site runs or stands.
pub async fn run(config: &Config, wanted: Wanted) -> anyhow::Result<ExitCode> {
    let order = wanted.order(config)?;
    let app = open_as_is(config.clone()).await?;
    let taken = take(&app, &order).await?;
    tell(&taken);
    note(&app, &taken).await?;
    Ok(ExitCode::SUCCESS)
}

/// Note it in the database, if that is of this version.
pub async fn note(app: &App, taken: &Taken) -> anyhow::Result<()> {
    if standing(&app.db).await.map_err(|cause| cause.told())?.pending.is_empty() {
        return acts::note_taken(app, taken).await.map_err(|cause| cause.told());
    }
    eprintln!("backup: not noted in the database, which is of an earlier version");
    Ok(())
}

/// Say what was taken.
pub fn tell(taken: &Taken) {
    println!("backup: {} ({} bytes)", taken.place.display(), taken.file.bytes);
    println!("sha256: {}", taken.file.sha256);
    tell_contents(&taken.manifest);
    for name in &taken.manifest.missing {
        println!("missing: {name} was lost before, a row still tells of it");
    }
}

/// Say what is in a backup.
pub fn tell_contents(manifest: &Manifest) {
    let files = manifest.held.keys().filter(|name| name.starts_with("files/")).count();
    println!("holds: {} tables, {} rows, {files} files", manifest.tables.len(), manifest.rows());
    for end in &manifest.journals {
        println!("{}: {} entries; keep {}:{}", end.code, end.entries, end.entries, end.hash);
    }
}
