use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

use chrono::NaiveDate;

use super::open::{open, open_on};
use super::progress::Progress;
use crate::base::{App, Config, Db};
use crate::demo::{self, Before, Loaded, Size, accounts, beside::Beside};

const HALF: &str = "the loading of the demo into this database was interrupted; \
     drop the database, create it empty, and run `shuanglian demo` again";

/// Load the demo, or tell the accounts of the one that is there.
pub async fn run(config: &Config, told: bool, today: Option<NaiveDate>) -> anyhow::Result<ExitCode> {
    let there = accounts::file(&config.data.dir).exists() && told;
    if !there && !load_into(config, &Size::WHOLE, today).await? {
        anyhow::bail!(
            "there is a congress in the database already; the demo is loaded into an empty one only"
        );
    }
    std::io::stdout().write_all(&accounts::kept(&config.data.dir)?)?;
    Ok(ExitCode::SUCCESS)
}

/// Load the demo before serving, unless there is a congress.
pub async fn load_first(config: &Config, today: Option<NaiveDate>) -> anyhow::Result<()> {
    if load_into(config, &Size::WHOLE, today).await? {
        let place = accounts::file(&config.data.dir);
        eprintln!("demo: the accounts of its made-up people are in {}", place.display());
    }
    Ok(())
}

/// Refuse to go on with a demo that is only half there.
pub async fn refuse_half(app: &App) -> anyhow::Result<()> {
    match demo::before(app).await? {
        Before::HalfDemo => anyhow::bail!(HALF),
        Before::Nothing | Before::Congress => Ok(()),
    }
}

/// Load a demo of a size into an empty database; false when there is a congress already.
pub async fn load_into(config: &Config, size: &Size, today: Option<NaiveDate>) -> anyhow::Result<bool> {
    let embedded = config.data.database_url.is_empty();
    if !embedded || config.data.dir.join("shuanglian.db").exists() {
        let app = open(config.clone(), today).await?;
        refuse_half(&app).await?;
        let before = demo::before(&app).await?;
        if before == Before::Congress {
            return Ok(false);
        }
        if !embedded {
            fill(&app, size).await?;
            return Ok(true);
        }
        app.db.close().await?;
    }
    let beside = Beside::begin(&config.data.dir)?;
    let db = Db::connect_for_loading(&beside.url()).await?;
    let app = open_on(db, config.clone(), today).await?;
    fill(&app, size).await?;
    beside.put_in_place(app.db).await?;
    Ok(true)
}

async fn fill(app: &App, size: &Size) -> anyhow::Result<Loaded> {
    let (progress, begun) = (Progress::of("demo"), Instant::now());
    let loaded = demo::load(app, size, &|phase, done, of| progress.tell(phase, done, of)).await?;
    accounts::keep(&app.config.data.dir, &loaded.credentials)?;
    for stuck in &loaded.stuck {
        tracing::warn!(stuck, "a story of the demo ended early");
    }
    progress.ended(&format!("loaded in {:.1} s", begun.elapsed().as_secs_f64()));
    Ok(loaded)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::access::{password, store::home_of};
    use crate::base::{Chance, Conn, sql};

    #[derive(sea_orm::FromQueryResult)]
    struct Kept {
        password: String,
    }

    const TINY: Size = Size {
        towns: 3,
        villages: 2,
        constituencies: 6,
        deputies: 12,
        members: 2,
        groups: 3,
        stations: 3,
        opinions: 3,
        days: 20,
    };

    #[tokio::test]
    async fn the_embedded_demo_comes_whole_once_and_for_its_owner_only() {
        let folder = std::env::temp_dir().join(format!("demo_{}", &Chance::real().secret()[..16]));
        fs::create_dir_all(&folder).unwrap();
        let beside = folder.join("shuanglian.db.loading");
        fs::write(&beside, "what an interrupted try left").unwrap();
        let mut config = Config::load(None, []).unwrap();
        config.data.dir.clone_from(&folder);
        assert!(load_into(&config, &TINY, None).await.unwrap());
        assert!(!beside.exists() && folder.join("shuanglian.db").exists());
        let list = accounts::file(&folder);
        assert_eq!(fs::metadata(&list).unwrap().permissions().mode() & 0o777, 0o600);
        let told = fs::read_to_string(&list).unwrap();
        let first: Vec<&str> = told.lines().nth(1).unwrap().split(',').collect();
        let app = open(config.clone(), None).await.unwrap();
        let home = home_of(&app.db, None).await.unwrap();
        assert!(home.fictional, "every page of it says so");
        let text = "SELECT password FROM accounts WHERE login = $1";
        let kept: Kept = app.db.one(sql(text, [first[1].into()])).await.unwrap();
        assert!(password::fits(Some(&kept.password), first[2]).await.unwrap());
        assert!(!load_into(&config, &TINY, None).await.unwrap(), "never over a congress");
        assert_eq!(fs::read_to_string(&list).unwrap(), told, "nor new passwords");
        app.db.close().await.unwrap();
        fs::remove_dir_all(&folder).unwrap();
    }
}
