//! What the machine can do at most, measured in the same run: durable commits on the same disk, a file server with the
//! same bytes, PostgreSQL's own benchmark.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use sea_orm::ConnectionTrait;
use shuanglian::base::Db;

use crate::program::Folder;

/// Rows of one commit where they are grouped.
const GROUP: usize = 100;

/// Rows a second that SQLite keeps durably: each alone, and in groups.
pub async fn commits(beside: &Folder, time: Duration) -> Result<(f64, f64)> {
    let place = beside.0.join("limit.db");
    let db = Db::connect(&format!("sqlite://{}", place.display())).await?;
    let at = db.migrating();
    at.execute_unprepared("CREATE TABLE rows (id integer PRIMARY KEY, text text NOT NULL)").await?;
    let insert = format!("INSERT INTO rows (text) VALUES ('{}')", "x".repeat(300));
    let mut rates = [0.0; 2];
    for (rate, of) in rates.iter_mut().zip([1, GROUP]) {
        let (began, mut done) = (Instant::now(), 0);
        while began.elapsed() < time {
            if of > 1 {
                at.execute_unprepared("BEGIN IMMEDIATE").await?;
            }
            for _ in 0..of {
                at.execute_unprepared(&insert).await?;
            }
            if of > 1 {
                at.execute_unprepared("COMMIT").await?;
            }
            done += of;
        }
        *rate = done as f64 / began.elapsed().as_secs_f64();
    }
    db.close().await?;
    fs::remove_file(place)?;
    Ok((rates[0], rates[1]))
}

/// Simple inserts a second by 32 clients of pgbench; none where there is no pgbench.
pub async fn inserts(url: &str, beside: &Folder, time: Duration) -> Result<Option<f64>> {
    let Some(program) = found("pgbench").or_else(newest) else { return Ok(None) };
    let db = Db::connect(url).await?;
    let at = db.migrating();
    at.execute_unprepared("CREATE TABLE speed_limit (id bigserial PRIMARY KEY, text text NOT NULL)").await?;
    let script = beside.0.join("insert.sql");
    fs::write(&script, format!("INSERT INTO speed_limit (text) VALUES ('{}');\n", "x".repeat(300)))?;
    let out = Command::new(program)
        .args(["-n", "-M", "prepared", "-c", "32", "-j", "2", "-T", &time.as_secs().max(1).to_string(), "-f"])
        .arg(&script)
        .arg(url)
        .stderr(Stdio::null())
        .output()?;
    at.execute_unprepared("DROP TABLE speed_limit").await?;
    db.close().await?;
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    let rate = said.lines().find_map(|line| line.strip_prefix("tps = ")).context("pgbench said no tps")?;
    Ok(rate.split(' ').next().and_then(|rate| rate.parse().ok()))
}

/// A program on the path, or where Debian puts those of its keepers.
fn found(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    folders.map(|folder| folder.join(name)).find(|program| program.is_file())
}

/// The pgbench of Debian's newest PostgreSQL.
fn newest() -> Option<PathBuf> {
    let all = fs::read_dir("/usr/lib/postgresql").ok()?;
    let all = all.filter_map(|entry| Some(entry.ok()?.path().join("bin/pgbench")));
    all.filter(|program| program.is_file()).max()
}

/// nginx on files.
pub struct FileServer {
    child: Child,
    root: PathBuf,
    pub address: SocketAddr,
}

impl FileServer {
    /// Start it in a folder of its own; none where there is no nginx.
    pub fn start(beside: &Folder) -> Result<Option<Self>> {
        let Some(program) = found("nginx") else { return Ok(None) };
        let root = beside.0.join("nginx");
        fs::create_dir_all(root.join("files"))?;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        fs::write(root.join("nginx.conf"), settings(&root, address))?;
        let child = Command::new(program)
            .arg("-p")
            .arg(&root)
            .arg("-c")
            .arg(root.join("nginx.conf"))
            .args(["-g", "daemon off;"])
            .stderr(Stdio::null())
            .spawn()?;
        let server = Self { child, root, address };
        let began = Instant::now();
        while std::net::TcpStream::connect(address).is_err() {
            if began.elapsed() > Duration::from_secs(10) {
                bail!("nginx does not listen");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(Some(server))
    }

    /// Put bytes where `/NAME` serves them.
    pub fn put(&self, name: &str, bytes: &[u8]) -> Result<()> {
        Ok(fs::write(self.root.join("files").join(name), bytes)?)
    }
}

impl Drop for FileServer {
    fn drop(&mut self) {
        // Asked politely: its workers end with it.
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        if asked.is_err() {
            drop(self.child.kill());
        }
        drop(self.child.wait());
    }
}

fn settings(root: &Path, address: SocketAddr) -> String {
    let root = root.display();
    format!(
        "worker_processes 2;\npid {root}/pid;\nerror_log stderr crit;\nevents {{ worker_connections 1024; }}\n\
         http {{\n access_log off; sendfile on; tcp_nodelay on; default_type text/html;\n keepalive_requests 100000000;\n\
         client_body_temp_path {root}/a; proxy_temp_path {root}/b; fastcgi_temp_path {root}/c; uwsgi_temp_path {root}/d; \
         scgi_temp_path {root}/e;\n server {{ listen {address}; root {root}/files; }}\n}}\n"
    )
}
