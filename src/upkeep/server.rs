use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context;
use percent_encoding::percent_decode_str;
use url::Url;

/// What PostgreSQL's own programs understand of an address; the rest is meant for our own connections.
const KNOWN: [&str; 8] =
    ["sslmode", "sslrootcert", "sslcert", "sslkey", "host", "port", "application_name", "connect_timeout"];

/// One of PostgreSQL's programs for a database. Its password goes by the environment: arguments are seen by everybody on
/// the machine.
fn program(name: &str, address: &str) -> anyhow::Result<Command> {
    let mut url = Url::parse(address).context("the address of the database is none")?;
    let password = url.password().map(|text| percent_decode_str(text).decode_utf8_lossy().into_owned());
    let kept: Vec<(String, String)> =
        url.query_pairs().into_owned().filter(|(key, _)| KNOWN.contains(&key.as_str())).collect();
    let _ = url.set_password(None);
    url.set_query(None);
    if !kept.is_empty() {
        url.query_pairs_mut().extend_pairs(kept);
    }
    let mut command = Command::new(name);
    command.arg("--no-password").arg(format!("--dbname={url}")).stdin(Stdio::null()).stdout(Stdio::null());
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    Ok(command)
}

fn run(name: &str, mut command: Command) -> anyhow::Result<()> {
    let ended = command.stderr(Stdio::piped()).output();
    let ended = ended.with_context(|| format!("cannot run {name} (Debian: postgresql-client)"))?;
    if !ended.status.success() {
        anyhow::bail!("{name} failed: {}", String::from_utf8_lossy(&ended.stderr).trim());
    }
    Ok(())
}

/// Write a database as it was at an exported moment into a file.
///
/// # Errors
/// With what the program said.
pub fn dump(address: &str, moment: &str, into: &Path) -> anyhow::Result<()> {
    let mut command = program("pg_dump", address)?;
    // Compressed later, with everything else.
    command.args(["--format=custom", "--compress=0", "--no-owner", "--no-privileges"]);
    command.arg(format!("--snapshot={moment}")).arg("--file").arg(into);
    run("pg_dump", command)
}

/// Put a dump into an empty database, all of it or nothing.
///
/// # Errors
/// With what the program said.
pub fn undump(address: &str, from: &Path) -> anyhow::Result<()> {
    let mut command = program("pg_restore", address)?;
    command.args(["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]).arg(from);
    run("pg_restore", command)
}

/// The address of another database on the same server.
pub fn on_same_server(address: &str, database: &str) -> anyhow::Result<String> {
    let mut url = Url::parse(address).context("the address of the database is none")?;
    url.set_path(&format!("/{database}"));
    Ok(url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_among_the_arguments() {
        let command = program(
            "pg_dump",
            "postgres://me:p%40ss%20word@db:5433/x?sslmode=require&statement-cache-capacity=1",
        )
        .unwrap();
        let told: Vec<_> = command.get_args().map(|arg| arg.to_string_lossy()).collect();
        assert_eq!(told, ["--no-password", "--dbname=postgres://me@db:5433/x?sslmode=require"]);
        let password = command.get_envs().find(|(key, _)| *key == "PGPASSWORD").unwrap().1.unwrap();
        assert_eq!(password, "p@ss word");
    }
}
