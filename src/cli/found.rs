use std::io::{Write, stdout};
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::Args;

use super::open::open;
use crate::base::Config;
use crate::base::text::Lang;
use crate::exchange::founding::{Founded, Founding, establish};

/// The congress to be founded.
#[derive(Args)]
pub struct Wanted {
    /// A short code for it: small letters, digits, dashes.
    #[arg(long, value_name = "CODE")]
    code: String,
    /// Its full name.
    #[arg(long, value_name = "NAME")]
    name: String,
    /// What people call it.
    #[arg(long, value_name = "NAME")]
    short_name: String,
    /// The city or county; the full name tells it where it ends as usual.
    #[arg(long, value_name = "NAME")]
    area: Option<String>,
    /// The code of the charter it goes by.
    #[arg(long, value_name = "CODE", default_value = "xiantao")]
    charter: String,
    /// The host name by which it is reached, where one database has several congresses.
    #[arg(long, value_name = "HOST")]
    host: Option<String>,
    /// The how-manieth term.
    #[arg(long, value_name = "NUMBER")]
    term_number: i64,
    /// The term's name.
    #[arg(long, value_name = "NAME")]
    term_name: String,
    /// The term's first day.
    #[arg(long, value_name = "YYYY-MM-DD")]
    term_from: NaiveDate,
    /// The term's last day.
    #[arg(long, value_name = "YYYY-MM-DD")]
    term_to: NaiveDate,
    /// The name of who will open accounts.
    #[arg(long, value_name = "NAME")]
    system_admin: Option<String>,
    /// The name of who will give roles: somebody else.
    #[arg(long, value_name = "NAME")]
    security_admin: Option<String>,
}

/// Found a congress and print the first slips.
pub async fn run(config: &Config, wanted: Wanted) -> anyhow::Result<ExitCode> {
    let app = open(config.clone(), None).await?;
    let new = Founding {
        code: wanted.code,
        name: wanted.name,
        short_name: wanted.short_name,
        area: wanted.area,
        charter: wanted.charter,
        host: wanted.host,
        term: (wanted.term_number, wanted.term_name),
        days: (wanted.term_from, wanted.term_to),
        system_admin: wanted.system_admin,
        security_admin: wanted.security_admin,
    };
    let founded = establish(&app, &new, |founded| write_slips(stdout().lock(), founded)).await?;
    eprintln!("found: {} is founded, with {} days in its calendar", new.name.trim(), founded.days);
    Ok(ExitCode::SUCCESS)
}

/// What is handed over in person.
fn write_slips(mut out: impl Write, founded: &Founded) -> std::io::Result<()> {
    for handed in &founded.slips {
        let (zh, en) = (Lang::ZhCn, Lang::En);
        let role = handed.role.word();
        writeln!(out, "{} / {}", zh.word("role", role), en.word("role", role))?;
        for (key, value) in [
            ("access-name", handed.name.clone()),
            ("access-login", handed.login.clone()),
            ("access-slip", handed.slip.to_string()),
            ("access-slip-until", format!("{} / {}", zh.moment(handed.until), en.moment(handed.until))),
        ] {
            writeln!(out, "  {} / {}: {value}", zh.t(key), en.t(key))?;
        }
        writeln!(out, "  {}", zh.t1("access-slip-step-open", "address", founded.address.as_str()))?;
        writeln!(out, "  {}\n", en.t1("access-slip-step-open", "address", founded.address.as_str()))?;
    }
    writeln!(out, "{}\n{}", Lang::ZhCn.t("access-slip-warning"), Lang::En.t("access-slip-warning"))?;
    out.flush()
}
