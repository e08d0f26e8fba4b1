use std::process::ExitCode;

use clap::Args;

use super::open::open_as_is;
use crate::access::store::homes;
use crate::base::{App, Config, migrations::standing, text::Lang};
use crate::upkeep::doctor::{Finding, State, congress, lines, machine, worst};

/// In which language it is said.
#[derive(Args)]
pub struct Wanted {
    /// zh-CN or en.
    #[arg(long, value_name = "LANGUAGE", default_value = "zh-CN", value_parser = language)]
    lang: Lang,
}

fn language(text: &str) -> Result<Lang, String> {
    Lang::from_code(text).ok_or_else(|| "zh-CN or en".to_owned())
}

/// Look around and say how everything is: exit code 0 when all is fine, 1 when something will have to be done, 2 when it has to
/// be done now.
pub async fn run(config: &Config, wanted: Wanted) -> anyhow::Result<ExitCode> {
    let app = open_as_is(config.clone()).await?;
    let state = tell_all(&app, wanted.lang).await.map_err(|cause| cause.told())?;
    Ok(match state {
        State::Fine => ExitCode::SUCCESS,
        State::Mind => ExitCode::from(1),
        State::Act => ExitCode::from(2),
    })
}

async fn tell_all(app: &App, lang: Lang) -> crate::base::Result<State> {
    let found = machine(app).await?;
    tell(&found, lang);
    let mut state = worst(&found);
    // The tables of an earlier version do not hold what is looked at next.
    if standing(&app.db).await?.pending.is_empty() {
        for home in homes(&app.db).await? {
            println!("{}", home.code);
            let found = congress(app, home.id).await?;
            tell(&found, lang);
            state = state.max(worst(&found));
        }
    }
    Ok(state)
}

fn tell(found: &[Finding], lang: Lang) {
    for line in found.iter().flat_map(|finding| lines(finding, lang)) {
        println!("{line}");
    }
}
