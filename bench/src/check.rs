//! Looks into the database as nobody does while it runs: who is there, and is everything whole.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use sea_orm::{DbBackend, FromQueryResult};
use sha2::{Digest, Sha256};
use shuanglian::{
    base::{Conn, Db, sql},
    journal,
};
use uuid::Uuid;

use crate::program::{Folder, WITH_PHOTO};

/// The database of a folder, or the one named.
pub fn url(folder: &Folder, named: Option<&str>) -> String {
    named.map_or_else(|| format!("sqlite://{}", folder.0.join("shuanglian.db").display()), ToOwned::to_owned)
}

#[derive(FromQueryResult)]
struct Kept {
    id: Uuid,
    form_id: Uuid,
    receipt: String,
    body: String,
}

#[derive(FromQueryResult)]
struct Subject {
    subject_id: Uuid,
}

#[derive(FromQueryResult)]
struct File {
    subject_id: Uuid,
    sha256: String,
}

#[derive(FromQueryResult)]
struct Word {
    word: String,
}

/// What is in the database.
#[derive(Debug)]
pub struct Found {
    /// The receipt of each form, and how often the form is there.
    pub forms: BTreeMap<Uuid, (String, usize)>,
    /// The first case.
    pub first: Option<Uuid>,
    /// Opinions without their journal entry, search row, notice or photo, and any of these without its opinion.
    pub half: usize,
    /// Files that the database names and the folder does not hold as they were.
    pub broken_files: usize,
    /// Whether the journal verifies.
    pub chain: bool,
    /// Whether SQLite finds its own file in order.
    pub integrity: bool,
}

impl Found {
    /// Whether everything that is there is whole.
    pub fn is_whole(&self) -> bool {
        self.half + self.broken_files == 0
            && self.chain
            && self.integrity
            && self.forms.values().all(|(_, times)| *times == 1)
    }
}

/// Look.
pub async fn look(folder: &Folder, named: Option<&str>, congress: Uuid) -> Result<Found> {
    let db = Db::connect(&url(folder, named)).await.context("the database does not open")?;
    let found = look_into(&db, folder, congress).await;
    db.close().await.context("the database does not close")?;
    found
}

/// Look into an open database.
pub async fn look_into(db: &Db, folder: &Folder, congress: Uuid) -> Result<Found> {
    let cases: Vec<Kept> = db
        .all(sql("SELECT id, form_id, receipt, body FROM cases WHERE congress_id = $1", [congress.into()]))
        .await?;
    let files: Vec<File> =
        db.all(sql("SELECT subject_id, sha256 FROM files WHERE congress_id = $1", [congress.into()])).await?;
    let subjects = async |text: &str| -> Result<Vec<Uuid>> {
        let rows: Vec<Subject> = db.all(sql(text, [congress.into()])).await?;
        Ok(rows.into_iter().map(|row| row.subject_id).collect())
    };
    let told =
        subjects("SELECT subject_id FROM journal WHERE congress_id = $1 AND kind = 'case.raised'").await?;
    let indexed =
        subjects("SELECT subject_id FROM search_things WHERE congress_id = $1 AND subject_id IN (SELECT id FROM cases)")
            .await?;
    let noticed =
        subjects("SELECT subject_id FROM notices WHERE congress_id = $1 AND kind = 'case-new'").await?;
    let mut forms = BTreeMap::new();
    for case in &cases {
        forms.entry(case.form_id).or_insert((case.receipt.clone(), 0)).1 += 1;
    }
    let all: Vec<Uuid> = cases.iter().map(|case| case.id).collect();
    let with_photo: Vec<Uuid> =
        cases.iter().filter(|case| case.body.contains(WITH_PHOTO)).map(|case| case.id).collect();
    let tied: Vec<Uuid> = files.iter().map(|file| file.subject_id).filter(|id| all.contains(id)).collect();
    let half = differing(&all, &told)
        + differing(&all, &indexed)
        + differing(&all, &noticed)
        + differing(&with_photo, &tied);
    Ok(Found {
        forms,
        first: cases.first().map(|case| case.id),
        half,
        broken_files: broken(folder, congress, &files),
        chain: journal::verify(db, congress, None).await?.is_ok(),
        integrity: integrity(db).await?,
    })
}

async fn integrity(db: &Db) -> Result<bool> {
    if db.backend() != DbBackend::Sqlite {
        return Ok(true);
    }
    let said: Vec<Word> =
        db.all(sql("SELECT integrity_check AS word FROM pragma_integrity_check", [])).await?;
    Ok(said.iter().all(|said| said.word == "ok"))
}

/// How many files are not in the folder as they were kept.
fn broken(folder: &Folder, congress: Uuid, files: &[File]) -> usize {
    let named: BTreeSet<&str> = files.iter().map(|file| file.sha256.as_str()).collect();
    let whole = |sha256: &str| {
        let place = folder.0.join("files").join(congress.to_string()).join(&sha256[..2]).join(sha256);
        std::fs::read(place).is_ok_and(|bytes| hex::encode(Sha256::digest(&bytes)) == sha256)
    };
    named.into_iter().filter(|sha256| !whole(sha256)).count()
}

fn differing(ours: &[Uuid], theirs: &[Uuid]) -> usize {
    let mut seen: BTreeMap<Uuid, (usize, usize)> = BTreeMap::new();
    for id in ours {
        seen.entry(*id).or_default().0 += 1;
    }
    for id in theirs {
        seen.entry(*id).or_default().1 += 1;
    }
    seen.values().filter(|(ours, theirs)| ours != theirs).count()
}
