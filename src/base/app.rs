use std::{collections::BTreeMap, sync::Arc};

use charter::Charters;
use object_store::ObjectStore;

use super::{Chance, Clock, Config, Db, Error, Result, Seal};

/// What a running site needs; cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Ids, codes, keys.
    pub chance: Chance,
    /// The settings.
    pub config: Arc<Config>,
    /// Secrets of others.
    pub seal: Arc<Seal>,
    /// Attachments.
    pub store: Arc<dyn ObjectStore>,
    /// Every charter known, by the code of its place, in all its versions.
    pub charters: Arc<BTreeMap<String, Charters>>,
    /// The fictional demo: every page says so, and on loopback the sign-in page offers each role.
    pub demo: bool,
}

impl App {
    /// The versions of the charter that a congress goes by.
    ///
    /// # Errors
    /// When the congress names a charter that this deployment does not have.
    pub fn charters(&self, code: &str) -> Result<&Charters> {
        self.charters
            .get(code)
            .ok_or_else(|| Error::from(anyhow::anyhow!("the charter {code} is not in this deployment")))
    }
}
