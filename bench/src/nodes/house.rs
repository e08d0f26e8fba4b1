//! A deployment of two nodes: one database, one bucket, one key, nginx in front.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use object_store::ObjectStore;
use sea_orm::FromQueryResult;
use sha2::{Digest, Sha256};
use shuanglian::{
    base::{Config, Conn, Db, sql},
    files,
};

use super::place::{Bucket, Front, Mailbox, free_port};
use crate::{
    check,
    house::{self, House},
    program::{Folder, How, Running},
};

/// Where the database is and what else there is.
pub struct Deployment<'a> {
    program: &'a Path,
    /// The database's address.
    pub url: String,
    /// Who is who.
    pub house: House,
    /// The mail server.
    pub mailbox: Mailbox,
    /// Where people come.
    pub front: Front,
    bucket: Bucket,
    ports: [u16; 2],
    /// What was founded here: the key is in it.
    folder: Folder,
    own: [Folder; 2],
}

impl<'a> Deployment<'a> {
    /// Found a congress in an empty database, and put nginx, a bucket and a mailbox beside it. No node runs yet.
    pub async fn found(program: &'a Path, url: &str, python: &Path) -> Result<Self> {
        let folder = Folder::new()?;
        let house = house::build(&folder, Some(url), true).await?;
        let db = Db::connect(url).await?;
        let tx = db.begin().await?;
        let text =
            "UPDATE accounts SET email = 'clerk@example.cn' WHERE congress_id = $1 AND login = 'clerk'";
        tx.run(sql(text, [house.congress.into()])).await?;
        tx.commit().await?;
        db.close().await?;
        let ports = [free_port()?, free_port()?];
        Ok(Self {
            program,
            url: url.to_owned(),
            house,
            mailbox: Mailbox::start()?,
            front: Front::start(ports)?,
            bucket: Bucket::start(python)?,
            ports,
            folder,
            own: [Folder::new()?, Folder::new()?],
        })
    }

    /// Start a node, perhaps on certain cores.
    pub fn start(&self, node: usize, cores: Option<&str>) -> Result<Running> {
        let seal: PathBuf = self.folder.0.join("seal.key");
        let mut env = vec![
            ("SHUANGLIAN_DATA_SEAL_KEY", seal.display().to_string()),
            ("SHUANGLIAN_SERVER_TRUSTED_PROXIES", "127.0.0.1".to_owned()),
            ("SHUANGLIAN_SECURITY_SECOND_FACTOR", "false".to_owned()),
            ("SHUANGLIAN_MAIL_SMTP", format!("smtp://127.0.0.1:{}", self.mailbox.port)),
        ];
        env.extend(self.bucket.settings.iter().cloned());
        let under = cores.map(|cores| vec!["taskset".to_owned(), "-c".to_owned(), cores.to_owned()]);
        let how = How {
            database_url: Some(&self.url),
            under: under.unwrap_or_default(),
            env,
            log: Some(self.own[node].0.join("log")),
            listen: Some(format!("127.0.0.1:{}", self.ports[node])),
            ..How::default()
        };
        Running::start_as(self.program, &self.own[node], how)
            .with_context(|| format!("its log: {}", self.log(node)))
    }

    /// The end of what a node said.
    pub fn log(&self, node: usize) -> String {
        let text = std::fs::read_to_string(self.own[node].0.join("log")).unwrap_or_default();
        let lines: Vec<&str> = text.lines().rev().take(12).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join("\n")
    }

    /// What is in the database; and of the attachments it names, how many the bucket does not hold as they were.
    pub async fn look(&self) -> Result<(check::Found, usize)> {
        let found = check::look(&self.folder, Some(&self.url), self.house.congress).await?;
        let settings = self.bucket.settings.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        let bucket = files::place(&Config::load(None, settings)?, true)?;
        let db = Db::connect(&self.url).await?;
        let text = "SELECT DISTINCT sha256 FROM files WHERE congress_id = $1";
        let names: Vec<Digested> = db.all(sql(text, [self.house.congress.into()])).await?;
        db.close().await?;
        let mut broken = 0;
        for Digested { sha256 } in &names {
            broken += usize::from(!is_whole(&*bucket, &self.house.congress.to_string(), sha256).await);
        }
        Ok((found, broken + usize::from(names.is_empty())))
    }

    /// A number from the database.
    pub async fn count(&self, text: &str) -> Result<i64> {
        let db = Db::connect(&self.url).await?;
        let count: Count = db.one(sql(text, [self.house.congress.into()])).await?;
        db.close().await?;
        Ok(count.n)
    }
}

#[derive(FromQueryResult)]
struct Digested {
    sha256: String,
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

async fn is_whole(bucket: &dyn ObjectStore, congress: &str, sha256: &str) -> bool {
    let name = object_store::path::Path::from(format!("{congress}/{}/{sha256}", &sha256[..2]));
    let Ok(found) = bucket.get_opts(&name, object_store::GetOptions::default()).await else { return false };
    found.bytes().await.is_ok_and(|bytes| hex::encode(Sha256::digest(&bytes)) == sha256)
}
