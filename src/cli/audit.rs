use std::process::ExitCode;

use anyhow::Context;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::open::open;
use crate::base::{Config, Conn, sql};
use crate::journal;

#[derive(FromQueryResult)]
struct Congress {
    id: Uuid,
    code: String,
}

/// Verify every congress's journal.
pub async fn run(config: &Config, kept: Option<&str>) -> anyhow::Result<ExitCode> {
    let kept = kept
        .map(|text| {
            let (number, hash) = text.split_once(':').context("--kept takes NUMBER:HASH")?;
            anyhow::Ok((number.parse::<i64>().context("--kept takes NUMBER:HASH")?, hash.to_owned()))
        })
        .transpose()?;
    let app = open(config.clone(), None).await?;
    let all: Vec<Congress> = app.db.all(sql("SELECT id, code FROM congresses ORDER BY code", [])).await?;
    let mut code = ExitCode::SUCCESS;
    for congress in all {
        let kept = kept.as_ref().map(|(number, hash)| (*number, hash.as_str()));
        match journal::verify(&app.db, congress.id, kept).await? {
            Ok(fine) => println!(
                "{}: {} entries in order; keep {}:{}",
                congress.code, fine.entries, fine.entries, fine.hash
            ),
            Err(broken) => {
                println!("{}: broken: {broken}", congress.code);
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}
