//! The passwords of the made-up people: drawn anew for each demo from the operating system's randomness, told to
//! whoever loads it, and kept as `demo-accounts.csv`, readable by its owner only. There is no default password.

use std::collections::{BTreeMap, btree_map::Entry};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::Context;
use uuid::Uuid;

use super::Tell;
use super::cast::Listed;
use crate::access::second_factor::new_secret;
use crate::access::{Actor, Role, acts::furnish, password};
use crate::base::{App, Result};

/// How one signs in as somebody of the demo.
#[derive(Debug, Clone)]
pub struct Credential {
    /// A role the account holds.
    pub role: &'static str,
    /// The account's login.
    pub account: String,
    /// Its password.
    pub password: String,
    /// The secret of its second factor, in base 32; empty where the role has none.
    pub second_factor: String,
}

/// Give the accounts of the list a password, and a second factor where they hold an office.
pub(super) async fn credentials(
    real: &App,
    held: &App,
    (congress, listed): (Uuid, &[Listed]),
    tell: Tell<'_>,
) -> Result<Vec<Credential>> {
    let mut drawn: BTreeMap<Uuid, (Credential, String)> = BTreeMap::new();
    for (nth, one) in listed.iter().enumerate() {
        tell("passwords", nth, listed.len());
        let staff = listed.iter().any(|it| it.account == one.account && it.role.is_staff());
        if let Entry::Vacant(place) = drawn.entry(one.account) {
            let credential = Credential {
                role: "",
                account: one.login.clone(),
                password: readable(&real.chance.secret()),
                second_factor: if staff { new_secret(&real.chance) } else { String::new() },
            };
            let hash = password::hash(&real.chance, &credential.password).await?;
            place.insert((credential, hash));
        }
    }
    let administrator = Actor::operator(congress, Role::SystemAdmin);
    let tx = held.db.begin().await?;
    for (account, (credential, hash)) in &drawn {
        let secret = Some(credential.second_factor.as_str()).filter(|secret| !secret.is_empty());
        furnish(&tx, held, &administrator, *account, (hash, secret)).await?;
    }
    tx.commit().await?;
    let told = listed.iter().map(|one| Credential { role: one.role.word(), ..drawn[&one.account].0.clone() });
    Ok(told.collect())
}

/// Ninety-six random bits in groups that can be read aloud.
fn readable(secret: &str) -> String {
    let groups: Vec<&str> = (0..4).map(|nth| &secret[nth * 6..nth * 6 + 6]).collect();
    groups.join("-")
}

/// Where the list is kept.
pub fn file(folder: &Path) -> PathBuf {
    folder.join("demo-accounts.csv")
}

/// The list as CSV.
pub fn table(credentials: &[Credential]) -> anyhow::Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(["role", "account", "password", "second_factor"])?;
    for one in credentials {
        out.write_record([one.role, &one.account, &one.password, &one.second_factor])?;
    }
    Ok(out.into_inner().map_err(|cause| cause.into_error())?)
}

/// Keep the list, for its owner only; it takes the place of an older one whole.
pub fn keep(folder: &Path, credentials: &[Credential]) -> anyhow::Result<()> {
    let (place, beside) = (file(folder), folder.join("demo-accounts.csv.new"));
    let _ = fs::remove_file(&beside);
    let mut made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&beside)
        .with_context(|| format!("cannot write {}", beside.display()))?;
    made.write_all(&table(credentials)?)?;
    made.sync_all()?;
    fs::rename(&beside, &place).with_context(|| format!("cannot write {}", place.display()))
}

/// The list that was kept.
pub fn kept(folder: &Path) -> anyhow::Result<Vec<u8>> {
    let place = file(folder);
    fs::read(&place).with_context(|| format!("{}: this is not a demo loaded here", place.display()))
}
