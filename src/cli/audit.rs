use std::process::ExitCode;

use anyhow::Context;

use super::open::open;
use crate::access::store::homes;
use crate::archive::seals;
use crate::base::Config;
use crate::journal;

/// Verify every congress's journal, and every sealed archive against it.
pub async fn run(config: &Config, kept: Option<&str>) -> anyhow::Result<ExitCode> {
    let kept = kept
        .map(|text| {
            let (number, hash) = text.split_once(':').context("--kept takes NUMBER:HASH")?;
            anyhow::Ok((number.parse::<i64>().context("--kept takes NUMBER:HASH")?, hash.to_owned()))
        })
        .transpose()?;
    let app = open(config.clone(), None).await?;
    let mut code = ExitCode::SUCCESS;
    for congress in homes(&app.db).await? {
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
        let archives = seals::compare_all(&app.db, congress.id).await?;
        println!("{}: {} sealed archives are as they were sealed", congress.code, archives.same);
        for (person, term) in archives.others {
            println!("{}: the archive of {person}, term {term}, is not as it was sealed", congress.code);
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}
