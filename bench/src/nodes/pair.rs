//! A pair of PostgreSQL servers that Patroni keeps: one leads, the other has everything that was acknowledged, HAProxy says
//! where the leader is. All in a temporary folder, with the configurations that `docs/deploying` shows.

use std::{
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, ensure};

use super::place::{Other, free_port, instead, until};
use crate::program::{Folder, agent, get};

/// The configurations as they are documented.
const PATRONI: &str = include_str!("../../../docs/deploying/patroni.yml");
const HAPROXY: &str = include_str!("../../../docs/deploying/haproxy.cfg");

/// Where Debian puts PostgreSQL.
const SERVERS: &str = "/usr/lib/postgresql";

/// The password of the trial's servers, which nobody else reaches.
const PASSWORD: &str = "trial-4711";

/// The pair.
pub struct Pair {
    /// The address of whichever leads.
    pub url: String,
    folder: Folder,
    bin: PathBuf,
    rest: [u16; 2],
    patroni: [Option<Child>; 2],
    front: u16,
    _others: Vec<Other>,
}

/// A program as the account that PostgreSQL runs by: it refuses to run as root.
fn as_postgres(program: &str) -> Command {
    let root = std::fs::metadata("/proc/self").is_ok_and(|own| {
        use std::os::unix::fs::MetadataExt;
        own.uid() == 0
    });
    if !root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", program]);
    command.env("HOME", "/tmp");
    command
}

impl Pair {
    /// Start it, and wait until the second server has all that the first one has.
    pub fn start() -> Result<Self> {
        let folder = Folder::new()?;
        drop(Command::new("chown").arg("postgres").arg(&folder.0).stderr(Stdio::null()).status());
        let mut versions: Vec<PathBuf> = std::fs::read_dir(SERVERS)
            .with_context(|| format!("{SERVERS} is not there: install Debian's package postgresql"))?
            .flatten()
            .map(|entry| entry.path().join("bin"))
            .collect();
        versions.sort();
        let bin = versions.pop().context("no PostgreSQL")?;
        let (etcd, store) = register(&folder.0)?;
        let (rest, database) = ([free_port()?, free_port()?], [free_port()?, free_port()?]);
        let front = free_port()?;
        for node in 0..2 {
            let text = patroni(&folder.0, &bin, (node, rest[node], database[node]), store)?;
            std::fs::write(folder.0.join(format!("patroni{node}.yml")), text)?;
        }
        let text = instead(
            HAPROXY,
            &[
                ("127.0.0.1:5000", format!("127.0.0.1:{front}")),
                (
                    "10.0.0.21:5432 check port 8008",
                    format!("127.0.0.1:{} check port {}", database[0], rest[0]),
                ),
                (
                    "10.0.0.22:5432 check port 8008",
                    format!("127.0.0.1:{} check port {}", database[1], rest[1]),
                ),
            ],
        )?;
        let conf = folder.0.join("haproxy.cfg");
        std::fs::write(&conf, text)?;
        let mut haproxy = Command::new("/usr/sbin/haproxy");
        haproxy.arg("-db").arg("-f").arg(conf).stderr(Stdio::null()).stdout(Stdio::null());
        let haproxy = haproxy.spawn().context("haproxy is not there: install Debian's package haproxy")?;
        let url = format!("postgres://postgres:{PASSWORD}@127.0.0.1:{front}/shuanglian");
        let others = vec![Other(haproxy), Other(etcd)];
        let mut pair = Self { url, folder, bin, rest, patroni: [None, None], front, _others: others };
        pair.wake(0)?;
        until("the first server leads", Duration::from_secs(90), || pair.leader() == Some(0))?;
        pair.wake(1)?;
        pair.whole("the second server follows")?;
        let made = pair.client("createdb").arg("shuanglian").status()?;
        ensure!(made.success(), "the database cannot be made");
        Ok(pair)
    }

    /// Start Patroni on one of the two, which starts its server.
    pub fn wake(&mut self, node: usize) -> Result<()> {
        let log = std::fs::File::create(self.folder.0.join(format!("patroni{node}.log")))?;
        let mut command = as_postgres("patroni");
        command.arg(self.folder.0.join(format!("patroni{node}.yml"))).env("PATH", path(&self.bin));
        command.stdout(log.try_clone()?).stderr(log).process_group(0);
        let child = command.spawn().context("patroni is not there: install Debian's package patroni")?;
        self.patroni[node] = Some(child);
        Ok(())
    }

    /// Which one leads, if any does.
    pub fn leader(&self) -> Option<usize> {
        let agent = agent();
        (0..2).find(|node| {
            let url = format!("http://127.0.0.1:{}/primary", self.rest[*node]);
            get(&agent, &url, "").is_some_and(|page| page.status == 200)
        })
    }

    /// Wait until both are there and the one that follows has everything that is acknowledged.
    pub fn whole(&self, what: &str) -> Result<Duration> {
        until(what, Duration::from_secs(120), || {
            let text =
                "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync' AND state = 'streaming'";
            let said = self.client("psql").args(["-d", "postgres", "-Atc", text]).output();
            said.is_ok_and(|said| said.stdout.starts_with(b"1"))
        })
        .with_context(|| self.logs())
    }

    /// One of the two machines loses its power: Patroni and the server are gone at once.
    pub fn kill(&mut self, node: usize) -> Result<()> {
        if let Some(mut patroni) = self.patroni[node].take() {
            patroni.kill()?;
            patroni.wait()?;
        }
        kill_server(&self.folder.0.join(format!("data{node}")));
        Ok(())
    }

    fn client(&self, program: &str) -> Command {
        let mut command = Command::new(self.bin.join(program));
        command.args(["-h", "127.0.0.1", "-p", &self.front.to_string(), "-U", "postgres"]);
        command.env("PGPASSWORD", PASSWORD).env("PGCONNECT_TIMEOUT", "3").stderr(Stdio::null());
        command
    }

    fn logs(&self) -> String {
        let end = |node: usize| {
            let log = std::fs::read_to_string(self.folder.0.join(format!("patroni{node}.log")));
            let log = log.unwrap_or_default();
            log.lines().rev().take(8).map(ToOwned::to_owned).collect::<Vec<_>>().join("\n")
        };
        format!("Patroni said, the last first:\n{}\n{}", end(0), end(1))
    }
}

impl Drop for Pair {
    fn drop(&mut self) {
        for node in 0..2 {
            drop(self.kill(node));
        }
    }
}

/// Kill a server by what it wrote down about itself; those it forked end by themselves.
fn kill_server(data: &Path) {
    let Ok(text) = std::fs::read_to_string(data.join("postmaster.pid")) else { return };
    if let Some(pid) = text.lines().next().map(str::trim).filter(|pid| pid.parse::<u32>().is_ok()) {
        drop(Command::new("kill").args(["-9", pid]).stderr(Stdio::null()).status());
    }
}

fn path(bin: &Path) -> String {
    format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default())
}

/// Who leads is decided in etcd: here by one, where there are three in earnest. Its process, and its port.
fn register(folder: &Path) -> Result<(Child, u16)> {
    let (port, peers) = (free_port()?, free_port()?);
    let of = |port: u16| format!("http://127.0.0.1:{port}");
    let mut command = Command::new("etcd");
    command.arg("--data-dir").arg(folder.join("etcd")).args(["--name", "one", "--log-level", "error"]);
    command.args(["--listen-client-urls", &of(port), "--advertise-client-urls", &of(port)]);
    command.args(["--listen-peer-urls", &of(peers), "--initial-advertise-peer-urls", &of(peers)]);
    command.args(["--initial-cluster", &format!("one={}", of(peers))]);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let child = command.spawn().context("etcd is not there: install Debian's package etcd-server")?;
    Ok((child, port))
}

/// What is documented for the first server, for one of ours.
fn patroni(
    folder: &Path,
    bin: &Path,
    (node, rest, database): (usize, u16, u16),
    etcd: u16,
) -> Result<String> {
    let at = |name: &str| folder.join(format!("{name}{node}")).display().to_string();
    instead(
        PATRONI,
        &[
            ("name: db1", format!("name: db{}", node + 1)),
            ("10.0.0.21:8008", format!("127.0.0.1:{rest}")),
            ("10.0.0.21:5432", format!("127.0.0.1:{database}")),
            ("10.0.0.31:2379,10.0.0.32:2379,10.0.0.33:2379", format!("127.0.0.1:{etcd}")),
            ("10.0.0.0/24", "127.0.0.1/32".to_owned()),
            ("/var/lib/postgresql/15/shuanglian", at("data")),
            ("/var/lib/postgresql/15/pgpass", at("pgpass")),
            ("/usr/lib/postgresql/15/bin", bin.display().to_string()),
            ("/var/run/postgresql", folder.display().to_string()),
            ("CHANGE-ME-1", PASSWORD.to_owned()),
            ("CHANGE-ME-2", PASSWORD.to_owned()),
        ],
    )
}
