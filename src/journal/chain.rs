use chrono::SecondsFormat;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    Author, Entry, Happening,
    store::{self, Head},
};
use crate::base::{Db, Result};

/// Entries read at once while verifying.
const PAGE: i64 = 2_000;

/// The next entry after `head`.
pub(super) fn link(head: &Head, author: &Author, happening: Happening) -> Entry {
    let mut entry = Entry {
        seq: head.seq + 1,
        at: author.at,
        account_id: author.account,
        role: author.role.to_owned(),
        kind: happening.kind,
        subject: happening.subject.to_owned(),
        subject_id: happening.subject_id,
        facts: happening.facts.to_string(),
        hash: String::new(),
    };
    entry.hash = hash(&head.hash, &entry);
    entry
}

/// SHA-256 over the hash before and every field, each with its length before it, so that no two
/// different entries can look alike.
fn hash(before: &str, entry: &Entry) -> String {
    let mut digest = Sha256::new();
    let account = entry.account_id.map(|id| id.to_string()).unwrap_or_default();
    for field in [
        before,
        &entry.seq.to_string(),
        &entry.at.to_rfc3339_opts(SecondsFormat::Millis, true),
        &account,
        &entry.role,
        &entry.kind,
        &entry.subject,
        &entry.subject_id.to_string(),
        &entry.facts,
    ] {
        digest.update((field.len() as u64).to_be_bytes());
        digest.update(field);
    }
    hex::encode(digest.finalize())
}

/// What a verification found in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// How many entries there are.
    pub entries: i64,
    /// The last hash: keep it elsewhere, and nothing before it can be changed unseen.
    pub hash: String,
}

/// Where the chain is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// An entry is missing or stands in the wrong place.
    #[error("entry {0} is missing")]
    Missing(i64),
    /// An entry was changed, or one before it.
    #[error("entry {0} was changed")]
    Changed(i64),
    /// Entries at the end were dropped or added.
    #[error("the journal's head says {said} entries, there are {found}")]
    End {
        /// What the head says.
        said: i64,
        /// What there is.
        found: i64,
    },
    /// The entry that was kept elsewhere is not the one in the journal.
    #[error("entry {0} is not the one whose hash was kept")]
    NotTheKept(i64),
}

/// A chain as it is read, entry by entry, from the first.
pub(super) struct Chain<'a> {
    seq: i64,
    last: String,
    kept: Option<(i64, &'a str)>,
}

impl<'a> Chain<'a> {
    /// Before the first entry; `kept` is an entry's number and hash that were kept elsewhere.
    pub(super) fn new(kept: Option<(i64, &'a str)>) -> Self {
        Self { seq: 0, last: String::new(), kept }
    }

    /// The next entry.
    pub(super) fn take(&mut self, entry: &Entry) -> std::result::Result<(), Broken> {
        if entry.seq != self.seq + 1 {
            return Err(Broken::Missing(self.seq + 1));
        }
        if entry.hash != hash(&self.last, entry) {
            return Err(Broken::Changed(entry.seq));
        }
        if self.kept.is_some_and(|(at, hash)| at == entry.seq && hash != entry.hash) {
            return Err(Broken::NotTheKept(entry.seq));
        }
        self.seq = entry.seq;
        self.last.clone_from(&entry.hash);
        Ok(())
    }

    /// No more entries: what the journal's head says must be so.
    pub(super) fn end(self, head: &Head) -> std::result::Result<Verified, Broken> {
        if head.seq != self.seq || head.hash != self.last {
            return Err(Broken::End { said: head.seq, found: self.seq });
        }
        match self.kept {
            Some((at, _)) if at > self.seq => Err(Broken::Missing(at)),
            _ => Ok(Verified { entries: self.seq, hash: self.last }),
        }
    }
}

/// Verify a congress's journal from its first entry, and against a hash kept earlier if one is given.
/// Acts that are kept meanwhile are left for the next time.
///
/// # Errors
/// When the database cannot be read. A broken chain is an answer, not an error.
pub async fn verify(
    db: &Db,
    congress: Uuid,
    kept: Option<(i64, &str)>,
) -> Result<std::result::Result<Verified, Broken>> {
    // The head first: an entry that comes while we read is beyond it, not "too many".
    let head = store::read_head(db, congress).await?;
    let mut chain = Chain::new(kept);
    loop {
        let page = store::after(db, congress, chain.seq, PAGE).await?;
        for entry in &page {
            if entry.seq > head.seq && store::read_head(db, congress).await?.seq >= entry.seq {
                return Ok(chain.end(&head));
            }
            if let Err(broken) = chain.take(entry) {
                return Ok(Err(broken));
            }
        }
        if page.len() < PAGE as usize {
            return Ok(chain.end(&head));
        }
    }
}
