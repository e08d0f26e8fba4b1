use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;

use super::open::open;
use crate::access::Home;
use crate::access::store::homes;
use crate::archive::prints::{Checked, Verdict, check};
use crate::archive::store::Print;
use crate::base::codes::Code;
use crate::base::text::Lang;
use crate::base::{App, Config, Error};
use crate::journal;

/// Which file.
#[derive(Debug, Clone, Args)]
pub struct Wanted {
    /// The PDF, DOCX or XLSX file.
    pub file: PathBuf,
    /// The number at its foot, where the file itself does not say it any more.
    #[arg(long, value_name = "NUMBER")]
    pub number: Option<String>,
}

/// Say whether a file is what was issued; exit 1 when it is not.
pub async fn run(config: &Config, wanted: &Wanted) -> anyhow::Result<ExitCode> {
    let bytes =
        std::fs::read(&wanted.file).with_context(|| format!("cannot read {}", wanted.file.display()))?;
    let app = open(config.clone(), None).await?;
    for congress in homes(&app.db).await? {
        let found = check(&app.db, congress.id, bytes.clone(), wanted.number.as_deref()).await;
        let found = match found {
            Ok(found) => found,
            Err(Error::Invalid(mistakes)) => {
                let said: Vec<String> = mistakes.iter().map(|it| Lang::En.t(&it.say.key)).collect();
                bail!("{}: {}", wanted.file.display(), said.join(" "));
            }
            Err(other) => return Err(other.into()),
        };
        if let Some(print) = &found.print {
            return told(&app, &congress, &found, print).await;
        }
    }
    println!("not ours: {}", Lang::En.word("archive-verdict", Verdict::Unknown.word()));
    Ok(ExitCode::FAILURE)
}

async fn told(app: &App, congress: &Home, found: &Checked, print: &Print) -> anyhow::Result<ExitCode> {
    println!("{}: {}", found.verdict.word(), Lang::En.word("archive-verdict", found.verdict.word()));
    if let Verdict::Altered(names) = &found.verdict {
        for name in names {
            let page = name.parse::<u32>().is_ok();
            println!("  {}{name}", if page { "page " } else { "part " });
        }
    }
    let number = Code::parse(&print.number).map_or_else(|_| print.number.clone(), |code| code.to_string());
    let whose = print.person_id.map(|id| format!(", of the deputy {id}")).unwrap_or_default();
    println!("issued: {} ({}{whose}), number {number}", print.kind, print.format);
    println!("when: {}", Lang::En.moment(print.issued_at));
    println!("journal: {} entry {}", congress.code, print.seq);
    let chain = journal::verify(&app.db, congress.id, None).await?;
    match &chain {
        Ok(fine) => println!("chain: verified, {} entries in order", fine.entries),
        Err(broken) => println!("chain: broken: {broken}"),
    }
    let fine = chain.is_ok() && matches!(found.verdict, Verdict::Genuine | Verdict::Resaved);
    Ok(if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
