use bytes::Bytes;
use object_store::{ObjectStoreExt, path::Path};
use sha2::{Digest, Sha256};
use tokio::sync::{Mutex, Semaphore};
use uuid::Uuid;

use super::kinds::{Accept, Kind, Refusal, kind_of};
use super::store::{self, File};
use super::{Upload, photo};
use crate::base::{App, Error, Mistake, Result, Tx, disk::unkept, form::Say, text::Arg};
use crate::journal::Author;

/// One photo is decoded at a time: each may take 200 MB for a moment.
static DARKROOM: Semaphore = Semaphore::const_new(1);

/// One file is put into a folder at a time: whoever finds a folder that another has just made must not trust that it is on the
/// disk already.
static SHELF: Mutex<()> = Mutex::const_new(());

/// Names longer than this are cut before their ending.
const LONGEST_NAME: usize = 80;

/// What a form takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Photos: voters' and deputies' forms.
    Photo,
    /// PDF, Word and Excel: staff and organs.
    Paper,
    /// Both, where staff attach either.
    Either,
}

/// A file fit to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The name people see.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// What it holds; of a photo, what was written anew.
    pub bytes: Bytes,
    /// SHA-256 of what it holds, in hex.
    pub sha256: String,
}

/// Check a file before the act begins. A photo takes up to two seconds.
///
/// # Errors
/// Says beside the form's field why the file is not taken.
pub async fn accept(app: &App, upload: &Upload, purpose: Purpose) -> Result<Checked> {
    let limits = &app.config.limits;
    let (most, takes) = match purpose {
        Purpose::Photo => (limits.photo_bytes, Accept::Photos),
        Purpose::Paper => (limits.paper_bytes, Accept::Papers),
        Purpose::Either => (limits.paper_bytes.max(limits.photo_bytes), Accept::Either),
    };
    let refused = |why| Error::Invalid(vec![mistake(&upload.field, why)]);
    if upload.bytes.len() > most {
        return Err(refused(Refusal::TooBig { limit: most }));
    }
    let kind = kind_of(&upload.name, &upload.bytes, takes).map_err(refused)?;
    let most = if kind.is_photo() { limits.photo_bytes } else { limits.paper_bytes };
    if upload.bytes.len() > most {
        return Err(refused(Refusal::TooBig { limit: most }));
    }
    let (name, kind, bytes) = if kind.is_photo() {
        // The name of a photo says nothing people need, and may say who is in it.
        ("photo.jpg".to_owned(), Kind::Jpeg, developed(&upload.bytes).await?.map_err(refused)?)
    } else {
        (plain_name(&upload.name, kind), kind, upload.bytes.clone())
    };
    let sha256 = hex::encode(Sha256::digest(&bytes));
    Ok(Checked { name, kind, bytes, sha256 })
}

async fn developed(bytes: &Bytes) -> Result<Result<Bytes, Refusal>> {
    let _place = DARKROOM.acquire().await.map_err(anyhow::Error::from)?;
    let bytes = bytes.clone();
    let task = tokio::task::spawn_blocking(move || photo::clean(&bytes));
    Ok(task.await.map_err(anyhow::Error::from)?.map(|photo| photo.jpeg))
}

fn mistake(field: &str, why: Refusal) -> Mistake {
    let (key, args) = match why {
        Refusal::NoFile => ("files-none", Vec::new()),
        Refusal::Empty => ("files-empty", Vec::new()),
        Refusal::TooBig { limit } => ("files-too-big", vec![("mb", Arg::from(limit / (1024 * 1024)))]),
        Refusal::WrongKind => ("files-wrong-kind", Vec::new()),
        Refusal::NotWhatItSays => ("files-not-what-it-says", Vec::new()),
        Refusal::TooManyPixels { limit } => {
            ("files-too-many-pixels", vec![("millions", Arg::from(limit / 1_000_000))])
        }
        Refusal::Broken => ("files-broken", Vec::new()),
    };
    Mistake { field: field.to_owned(), say: Say { key: key.to_owned(), args } }
}

/// A paper's own name without folders, control signs or signs that turn the writing around; its ending is its kind's.
fn plain_name(name: &str, kind: Kind) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let turns = |c: char| matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}');
    let kept =
        |c: &char| !c.is_control() && !turns(*c) && !matches!(c, '"' | '<' | '>' | ':' | '*' | '?' | '|');
    let stem: String = stem.chars().filter(kept).take(LONGEST_NAME).collect();
    let stem = stem.trim_matches([' ', '.']);
    format!("{}.{}", if stem.is_empty() { "paper" } else { stem }, kind.ending())
}

/// Put a checked file into the store, before the act. The same contents are kept once. When this returns the file is on
/// the disk, with the folders that lead to it.
///
/// # Errors
/// `NotSaved` when the store has no room or does not answer.
pub async fn keep(app: &App, congress: Uuid, file: &Checked) -> Result<()> {
    put(app, place(congress, &file.sha256), file.bytes.clone()).await
}

/// Put something into the store under a name of its own.
///
/// # Errors
/// As `keep`.
pub async fn put(app: &App, place: Path, bytes: Bytes) -> Result<()> {
    let (store, folder) = (app.store.clone(), app.config.files.store.is_empty());
    // On a task of its own: whoever goes away meanwhile does not leave the shelf to others too early.
    let put = tokio::spawn(async move {
        let _turn = if folder { Some(SHELF.lock().await) } else { None };
        store.put(&place, bytes.into()).await
    });
    // A bucket that does not answer is as a folder without room: the form may be sent again.
    let unkept = |cause| if folder { unkept(cause) } else { Error::not_saved(cause) };
    put.await.map_err(anyhow::Error::from)?.map_err(unkept)?;
    Ok(())
}

/// Tie a kept file to its thing, within the act; its id.
///
/// # Errors
/// When it cannot be written.
pub async fn attach(
    tx: &Tx,
    app: &App,
    author: &Author,
    file: &Checked,
    (subject, subject_id): (&str, Uuid),
    entry_id: Option<Uuid>,
) -> Result<Uuid> {
    let new = File {
        id: app.chance.id(author.at),
        subject: subject.to_owned(),
        subject_id,
        entry_id,
        name: file.name.clone(),
        kind: file.kind.ending().to_owned(),
        bytes: file.bytes.len() as i64,
        sha256: file.sha256.clone(),
        at: author.at,
        account_id: author.account,
    };
    store::insert(tx, author.congress, &new).await?;
    Ok(new.id)
}

/// A file with what it holds. The caller has made sure that the reader may see the thing it is tied to.
///
/// # Errors
/// `NotFound` when there is no such file; our fault when the store has lost or changed it.
pub async fn open(app: &App, congress: Uuid, id: Uuid) -> Result<(File, Bytes)> {
    let file = store::one(&app.db, congress, id).await?;
    let found = app.store.get(&place(congress, &file.sha256)).await.map_err(anyhow::Error::from)?;
    let bytes = found.bytes().await.map_err(anyhow::Error::from)?;
    if hex::encode(Sha256::digest(&bytes)) != file.sha256 {
        return Err(anyhow::anyhow!("the contents of file {id} are not what was kept").into());
    }
    Ok((file, bytes))
}

fn place(congress: Uuid, sha256: &str) -> Path {
    Path::from(format!("{congress}/{}/{sha256}", &sha256[..2]))
}
