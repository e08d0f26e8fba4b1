mod altered;
mod backups;
mod kept;
mod upgrades;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use age::secrecy::ExposeSecret;
use object_store::local::LocalFileSystem;

use super::backup::{Order, Taken, take};
use super::{drill, restore};
use crate::base::{App, Chance, Db};
use crate::trial::World;

/// A congress whose data folder is its own, with a key and a place for backups; gone when dropped.
struct Yard {
    world: World,
    folder: PathBuf,
    recipient: String,
}

impl Yard {
    async fn new() -> Self {
        let mut world = World::new().await;
        world.app.chance = Chance::real();
        let folder = std::env::temp_dir().join(format!("yard_{}", &world.app.chance.secret()[..16]));
        let data = folder.join("data");
        fs::create_dir_all(data.join("files")).unwrap();
        fs::create_dir_all(folder.join("backups")).unwrap();
        fs::write(data.join("seal.key"), "07".repeat(32)).unwrap();
        let key = age::x25519::Identity::generate();
        fs::write(folder.join("key.txt"), key.to_string().expose_secret()).unwrap();
        let recipient = key.to_public().to_string();
        let mut config = (*world.app.config).clone();
        config.data.dir.clone_from(&data);
        if on_server() {
            config.data.database_url = world.address();
        }
        config.backup.recipients = vec![recipient.clone()];
        world.app.config = Arc::new(config);
        world.app.store = Arc::new(LocalFileSystem::new_with_prefix(data.join("files")).unwrap());
        Self { world, folder, recipient }
    }

    fn app(&self) -> &App {
        &self.world.app
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn order(&self, to: &str) -> Order {
        Order { to: self.at(to), recipients: vec![self.recipient.clone()], scheduled: false }
    }

    async fn backed_up(&self, to: &str) -> Taken {
        take(self.app(), &self.order(to)).await.unwrap()
    }

    /// Put a backup back into a folder, and into a database of its own where that is on a server.
    async fn restored(&self, file: &Path, to: &str) -> anyhow::Result<Back> {
        let database = if on_server() { Some(Emptied::new().await) } else { None };
        let wanted = restore::Wanted {
            file: file.to_owned(),
            to: self.at(to),
            database_url: database.as_ref().map(|made| made.url.clone()),
            identity: self.at("key.txt"),
        };
        let proof = restore::restore(&wanted).await?;
        Ok(Back { proof, folder: wanted.to, database })
    }

    fn drill(&self, file: &Path) -> drill::Wanted {
        drill::Wanted {
            file: file.to_owned(),
            identity: self.at("key.txt"),
            within: self.folder.clone(),
            server: std::env::var("TEST_DATABASE_URL").ok(),
        }
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.at(folder))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Yard {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// What was put back.
struct Back {
    proof: restore::Proof,
    folder: PathBuf,
    database: Option<Emptied>,
}

impl Back {
    async fn db(&self) -> Db {
        match &self.database {
            Some(made) => Db::connect(&made.url).await.unwrap(),
            None => restore::embedded(&self.folder).await.unwrap(),
        }
    }
}

fn on_server() -> bool {
    std::env::var_os("TEST_DATABASE_URL").is_some()
}

/// A database with nothing in it: on the server that tests may use, or in a folder. Gone when dropped.
struct Emptied {
    url: String,
    name: String,
}

impl Emptied {
    async fn new() -> Self {
        let name = format!("emptied_{}", &Chance::real().secret()[..16]);
        let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
            let file = std::env::temp_dir().join(&name);
            return Self { url: format!("sqlite://{}", file.display()), name };
        };
        let keeper = Db::connect(&server).await.unwrap();
        super::store::make_database(&keeper, &name).await.unwrap();
        Self { url: super::server::on_same_server(&server, &name).unwrap(), name }
    }
}

impl Drop for Emptied {
    fn drop(&mut self) {
        if let Some(file) = self.url.strip_prefix("sqlite://") {
            for end in ["", "-wal", "-shm"] {
                let _ = fs::remove_file(format!("{file}{end}"));
            }
            return;
        }
        let (name, server) = (self.name.clone(), std::env::var("TEST_DATABASE_URL").unwrap());
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let keeper = Db::connect(&server).await.unwrap();
                super::store::drop_database(&keeper, &name).await.unwrap();
            });
        });
        dropping.join().unwrap();
    }
}
