use std::{collections::BTreeMap, path::Path, sync::Arc};

use anyhow::Context;
use charter::{Charter, Charters};
use chrono::NaiveDate;

use crate::base::migrations::{migrate, standing};
use crate::base::{App, Chance, Clock, Config, Db, Seal, disk::make_folder};
use crate::{files, upkeep};

/// The charters that come with the program: the code of the place, the file, its text.
const SHIPPED: [(&str, &str, &str); 1] =
    [("xiantao", "charters/xiantao/2023.toml", include_str!("../../charters/xiantao/2023.toml"))];

/// Every charter: the shipped ones and those of the deployment's own folder (`CODE/NAME.toml`).
///
/// # Errors
/// Names file, line and column of the first mistake, and what was expected.
pub fn charters(folder: Option<&Path>) -> anyhow::Result<BTreeMap<String, Charters>> {
    let mut found: BTreeMap<String, Vec<Charter>> = BTreeMap::new();
    for (code, file, text) in SHIPPED {
        found.entry(code.to_owned()).or_default().push(Charter::parse(file, text)?);
    }
    if let Some(folder) = folder {
        for place in std::fs::read_dir(folder).with_context(|| format!("{}", folder.display()))? {
            let place = place?.path();
            let code = place.file_name().unwrap_or_default().to_string_lossy().into_owned();
            for file in std::fs::read_dir(&place).with_context(|| format!("{}", place.display()))? {
                let file = file?.path();
                if file.extension().is_some_and(|end| end == "toml") {
                    let text = std::fs::read_to_string(&file)?;
                    let charter = Charter::parse(&file.display().to_string(), &text)?;
                    found.entry(code.clone()).or_default().push(charter);
                }
            }
        }
    }
    found.into_iter().map(|(code, versions)| Ok((code, Charters::new(versions)?))).collect()
}

/// Open the application: folder, database with the tables of this version, charters.
///
/// # Errors
/// Says what could not be opened.
pub async fn open(config: Config, today: Option<NaiveDate>) -> anyhow::Result<App> {
    make_folder(&config.data.dir)
        .with_context(|| format!("cannot make the folder {}", config.data.dir.display()))?;
    let url = config.database_url();
    let db =
        if wrong("SYNC_NEVER") { Db::connect_for_loading(&url).await? } else { Db::connect(&url).await? };
    open_on(db, config, today).await
}

/// Whether this is to be a program that is wrong in one way, which a harness must catch: it acknowledges before it
/// commits, never waits for the disk, or not for that of attachments, or believes whatever the clock says. A release build never is.
fn wrong(way: &str) -> bool {
    cfg!(debug_assertions) && std::env::var_os(way).is_some()
}

/// Open the application on a database.
///
/// # Errors
/// As `open`.
pub async fn open_on(db: Db, config: Config, today: Option<NaiveDate>) -> anyhow::Result<App> {
    let app = assembled(db, config, today)?;
    made_ready(&app.db).await?;
    Ok(app)
}

/// Open the application on the database that is there, whatever its version: for those who back it up or upgrade it.
///
/// # Errors
/// As `open`, and when there is no database.
pub async fn open_as_is(config: Config) -> anyhow::Result<App> {
    let file = config.data.dir.join("shuanglian.db");
    if config.data.database_url.is_empty() && !file.exists() {
        anyhow::bail!("there is no database in {}", config.data.dir.display());
    }
    let db = Db::connect(&config.database_url()).await?;
    assembled(db, config, None)
}

fn assembled(db: Db, config: Config, today: Option<NaiveDate>) -> anyhow::Result<App> {
    let folder = config.data.charters.clone();
    let charters = charters((!folder.as_os_str().is_empty()).then_some(folder.as_path()))?;
    let store = files::place(&config, !wrong("FILES_UNSYNCED"))?;
    let db = if wrong("ACKNOWLEDGE_EARLY") { db.acknowledging_early() } else { db };
    let chance = Chance::real();
    let seal = Seal::in_file(&config.seal_key(), &chance)?;
    Ok(App {
        db,
        seal: Arc::new(seal),
        clock: match today {
            Some(day) => Clock::running_on(day),
            None if wrong("CLOCK_BELIEVED") => Clock::believing(),
            None => Clock::running(),
        },
        chance,
        config: Arc::new(config),
        store,
        charters: Arc::new(charters),
        demo: false,
    })
}

/// An empty database gets its tables. One that people's data is in is changed only by the command that backs it up first.
async fn made_ready(db: &Db) -> anyhow::Result<()> {
    let found = standing(db).await.map_err(|cause| cause.told())?;
    if found.is_beyond() {
        anyhow::bail!("a later version was here and took away what this one uses; run that version");
    }
    if !found.unknown.is_empty() {
        tracing::warn!(steps = ?found.unknown, "the database is of a later version, which this one can run on");
    }
    if found.pending.is_empty() {
        return Ok(());
    }
    if !found.empty && !upkeep::store::is_fictional(db).await.map_err(|cause| cause.told())? {
        anyhow::bail!(
            "the database is of an earlier version ({} ahead): run `shuanglian upgrade`, which looks, backs up and then \
             changes it",
            found.pending.join(", ")
        );
    }
    migrate(db).await.context("cannot bring the database to this version")
}

/// Open the application in a folder with the default settings: for harnesses.
///
/// # Errors
/// Says what could not be opened.
pub async fn open_in(folder: &Path, database_url: &str) -> anyhow::Result<App> {
    let mut config = Config::load(None, [])?;
    config.data.dir = folder.to_owned();
    config.data.database_url = database_url.to_owned();
    open(config, None).await
}
