use std::process::ExitCode;

use super::open::open;
use crate::base::Config;
use crate::{chats, files, notices};

/// Open everything that serving needs, and say that it is fine.
pub async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let app = open(config.clone(), None).await?;
    notices::is_right(config)?;
    chats::is_right(config)?;
    println!("configuration: fine");
    for (code, charters) in app.charters.iter() {
        println!("charter {code}: {} version(s)", charters.versions().len());
    }
    println!("database: fine");
    files::answers(&*app.store, &app.chance).await?;
    println!("attachments: fine");
    Ok(ExitCode::SUCCESS)
}
