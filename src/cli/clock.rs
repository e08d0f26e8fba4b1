use std::process::ExitCode;

use anyhow::bail;
use chrono::{DateTime, Utc};

use super::open::open;
use crate::access::acts::confirm_clock;
use crate::access::{Actor, Home, Role, store::homes};
use crate::base::{App, Config, Result, clock_at_start};
use crate::{jobs, journal};

/// Say what the computer's clock says and whether it is believed; or confirm it. Exit 1 when it is not believed.
pub async fn run(config: &Config, confirm: bool) -> anyhow::Result<ExitCode> {
    let app = open(config.clone(), None).await?;
    println!("the computer's clock says {}", app.clock.now());
    if confirm {
        for home in homes(&app.db).await? {
            confirm_clock(&app, &Actor::operator(home.id, Role::SystemAdmin)).await?;
        }
    }
    match doubt(&app).await? {
        None => println!("it agrees with what was written down"),
        Some(why) => {
            println!("{why}");
            return Ok(ExitCode::FAILURE);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Refuse to serve by a clock that disagrees with what was written down: deadlines would pass, sessions live on.
///
/// # Errors
/// Says how far it is off, and what to do.
pub async fn must_be_right(app: &App) -> anyhow::Result<()> {
    let Some(why) = doubt(app).await? else { return Ok(()) };
    bail!(
        "the computer's clock says {}, but {why}. Set the clock; if it is right, say so with `shuanglian clock --confirm`",
        app.clock.now()
    )
}

/// What speaks against the clock, in any congress. One of made-up people may be visited on any day.
async fn doubt(app: &App) -> Result<Option<String>> {
    for home in homes(&app.db).await? {
        if home.fictional {
            continue;
        }
        let Some(entry) = last_entry(app, &home).await? else { continue };
        let alive = jobs::last_done(&app.db, home.id, app.clock.now()).await?;
        if let Err(why) = clock_at_start(app.clock.now(), entry, alive) {
            return Ok(Some(format!("{}: {why}", home.code)));
        }
    }
    Ok(None)
}

async fn last_entry(app: &App, home: &Home) -> Result<Option<DateTime<Utc>>> {
    let last = journal::latest(&app.db, home.id, i64::MAX, 1).await?;
    Ok(last.first().map(|entry| entry.at))
}

#[cfg(test)]
#[path = "clock_tests.rs"]
mod tests;
