//! What all nodes of a deployment must have alike, and none can see at another: the key that seals secrets, and the
//! charters. A node that starts notes in the journal what it has, unless the last one noted the same; one that later finds
//! something else there is not ready, so that whoever balances sends nobody to it until it was started anew with the same.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::access::{Role, store::homes};
use crate::base::{App, Result};
use crate::journal::{self, Author, Happening, Wanted};

/// Under this the journal tells of nodes.
const SUBJECT: &str = "node";

/// What is compared, and what a node says that has another one.
const KINDS: [(&str, &str); 2] = [
    ("charters", "another node was started later with other charters (data.charters, or another version)"),
    ("seal", "another node was started later with another key (data.seal_key)"),
];

/// What a node has, as words from which nobody learns what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signs([String; KINDS.len()]);

impl Signs {
    /// Those of this node.
    pub fn of(app: &App) -> Self {
        let charters = hex::encode(&Sha256::digest(format!("{:?}", app.charters))[..8]);
        let seal = app.seal.mark("node", "alike").get(..16).unwrap_or_default().to_owned();
        Self([charters, seal])
    }

    /// Note them at the start, in every journal in which another node noted something else last, or none anything.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn say(&self, app: &App) -> Result<()> {
        for home in homes(&app.db).await? {
            let tx = app.db.begin().await?;
            if self.first_other(journal::found(&tx, home.id, &wanted(), LAST).await?.first()) == Some(None) {
                continue;
            }
            let pairs = KINDS.iter().zip(&self.0).map(|((kind, _), sign)| ((*kind).to_owned(), json!(sign)));
            let author = Author {
                congress: home.id,
                account: None,
                role: Role::Clockwork.word(),
                at: app.clock.now(),
            };
            let happening = Happening {
                kind: "node.started".to_owned(),
                subject: SUBJECT,
                subject_id: home.id,
                facts: Value::Object(pairs.collect()),
            };
            journal::append(&tx, &author, happening).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// What is not as the node has it that was started last; nothing when all are alike, or none noted anything.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn differ(&self, app: &App) -> Result<Option<&'static str>> {
        // Every congress of the deployment is told the same.
        let Some(home) = homes(&app.db).await?.into_iter().next() else { return Ok(None) };
        let last = journal::found(&app.db, home.id, &wanted(), LAST).await?;
        Ok(self.first_other(last.first()).flatten())
    }

    /// What differs first from an entry, if anything does; `None` without an entry.
    fn first_other(&self, entry: Option<&journal::Entry>) -> Option<Option<&'static str>> {
        let said: Value = serde_json::from_str(&entry?.facts).unwrap_or_default();
        let other = KINDS.iter().zip(&self.0).find(|((kind, _), sign)| said[*kind] != json!(sign));
        Some(other.map(|((_, words), _)| *words))
    }
}

/// One entry, the newest.
const LAST: (i64, i64) = (i64::MAX, 1);

fn wanted() -> Wanted {
    Wanted { subject: SUBJECT.to_owned(), ..Wanted::default() }
}
