//! Where a trial's database lives, and how it comes to the tables of this version: they are made once, in a template,
//! and copied for each trial.

use std::path::{Path, PathBuf};

use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;

use crate::base::{Chance, Db, migrate};

/// What an advisory lock of PostgreSQL is called by, while the template is being made.
const MAKING: i64 = 7_230_114_902;

/// A folder of its own, or a database of its own on a server; gone when dropped.
pub(super) enum Place {
    Folder(PathBuf),
    Server { url: String, database: String },
}

impl Place {
    /// A new one with the tables of this version and nothing in them.
    pub(super) async fn new() -> (Self, Db) {
        let name = format!("trial_{}", Chance::real().secret().get(..16).unwrap());
        let place = match std::env::var("TEST_DATABASE_URL") {
            Ok(url) => {
                let template = template(&url).await;
                let text = format!("CREATE DATABASE {name} TEMPLATE {template}");
                Database::connect(&url).await.unwrap().execute_unprepared(&text).await.unwrap();
                Self::Server { url, database: name }
            }
            Err(_) => {
                static EMPTY: OnceCell<Vec<u8>> = OnceCell::const_new();
                let folder = std::env::temp_dir().join(name);
                std::fs::create_dir_all(&folder).unwrap();
                let empty = EMPTY.get_or_init(|| migrated(&folder)).await;
                std::fs::write(file(&folder), empty).unwrap();
                Self::Folder(folder)
            }
        };
        let db = place.connect().await;
        (place, db)
    }

    /// Connections of its own. No trial outlives its process, so that SQLite need not wait for the disk.
    pub(super) async fn connect(&self) -> Db {
        Db::connect_for_loading(&self.address()).await.unwrap()
    }

    /// Where the database is.
    pub(super) fn address(&self) -> String {
        match self {
            Self::Folder(folder) => format!("sqlite://{}", file(folder).display()),
            Self::Server { url, database } => on_server(url, database),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        match self {
            Self::Folder(folder) => drop(std::fs::remove_dir_all(folder)),
            Self::Server { url, database } => {
                let (url, database) = (url.clone(), database.clone());
                let drop = std::thread::spawn(move || {
                    let rt = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                    rt.block_on(async {
                        let server = Database::connect(url).await.unwrap();
                        let text = format!("DROP DATABASE {database} WITH (FORCE)");
                        server.execute_unprepared(&text).await.unwrap();
                    });
                });
                drop.join().unwrap();
            }
        }
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("trial.db")
}

/// The address of a database on the server that an address names.
fn on_server(url: &str, database: &str) -> String {
    let (base, query) = url.split_once('?').map_or((url, ""), |(base, query)| (base, query));
    format!("{}/{database}?{query}", base.rsplit_once('/').unwrap().0)
}

/// An empty SQLite database of this version, as a file's bytes.
async fn migrated(folder: &Path) -> Vec<u8> {
    let (made, whole) = (folder.join("made.db"), folder.join("whole.db"));
    let url = format!("sqlite://{}", made.display());
    let db = Db::connect_for_loading(&url).await.unwrap();
    migrate(&db).await.unwrap();
    // One file, without the log that stands beside it.
    let text = format!("VACUUM INTO '{}'", whole.display());
    db.migrating().execute_unprepared(&text).await.unwrap();
    std::fs::read(whole).unwrap()
}

/// The name of the server's template for this version, which is made if it is not there. It stays: the next run finds
/// it.
async fn template(url: &str) -> &'static str {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    TEMPLATE.get_or_init(|| made_template(url)).await
}

async fn made_template(url: &str) -> String {
    let name = format!("trial_template_{}", version());
    let mut one = sea_orm::ConnectOptions::new(url.to_owned());
    // One connection, so that the lock is taken and let go by the same.
    one.max_connections(1);
    let server = Database::connect(one).await.unwrap();
    server.execute_unprepared(&format!("SELECT pg_advisory_lock({MAKING})")).await.unwrap();
    if !exists(&server, &name).await {
        let growing = format!("{name}_growing");
        server.execute_unprepared(&format!("DROP DATABASE IF EXISTS {growing} WITH (FORCE)")).await.unwrap();
        server.execute_unprepared(&format!("CREATE DATABASE {growing}")).await.unwrap();
        let db = Db::connect(&on_server(url, &growing)).await.unwrap();
        migrate(&db).await.unwrap();
        db.close().await.unwrap();
        server.execute_unprepared(&format!("ALTER DATABASE {growing} RENAME TO {name}")).await.unwrap();
    }
    server.execute_unprepared(&format!("SELECT pg_advisory_unlock({MAKING})")).await.unwrap();
    name
}

async fn exists(server: &DatabaseConnection, name: &str) -> bool {
    let text = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
    let found = sea_orm::Statement::from_string(server.get_database_backend(), text);
    server.query_one_raw(found).await.unwrap().is_some()
}

/// A short name for the whole series of migrations as it stands.
fn version() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let mut digest = Sha256::new();
    for file in files {
        digest.update(std::fs::read(file).unwrap());
    }
    hex::encode(&digest.finalize()[..8])
}
