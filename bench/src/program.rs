//! The program under test: its folder, its process, what it answers.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use uuid::Uuid;

/// A form's id, as a browser would make it.
#[expect(clippy::disallowed_methods, reason = "a harness, not the program: its luck need not be repeatable")]
pub fn form() -> Uuid {
    Uuid::new_v4()
}

/// A folder of its own, gone when dropped.
pub struct Folder(pub PathBuf);

impl Folder {
    /// A new empty one.
    pub fn new() -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("shuanglian-bench-{}", form().simple()));
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// The running program.
pub struct Running {
    child: Child,
    /// Where it listens.
    pub address: String,
    /// How long it took until it listened.
    pub took: Duration,
}

impl Running {
    /// Start it and wait until it says that it listens.
    pub fn start(program: &Path, folder: &Folder, database_url: Option<&str>) -> Result<Self> {
        let began = Instant::now();
        let mut command = Command::new(program);
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(&folder.0)
            .env("SHUANGLIAN_LIMITS_OPINIONS_PER_HOUR", "100000000")
            .env("SHUANGLIAN_LOG_LEVEL", "warn")
            .stdout(Stdio::piped());
        match database_url {
            Some(url) => command.env("DATABASE_URL", url),
            None => command.env_remove("DATABASE_URL"),
        };
        let mut child = command.spawn().with_context(|| format!("cannot start {}", program.display()))?;
        let out = child.stdout.take().context("its output is ours")?;
        for line in BufReader::new(out).lines() {
            if let Some(address) = line?.strip_prefix("listening on ") {
                return Ok(Self { child, address: address.to_owned(), took: began.elapsed() });
            }
        }
        bail!("it ended before it listened")
    }

    /// End it as a power cut ends a process: no word, no time.
    pub fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

/// A browser that sends forms and keeps its connection.
pub fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder()
        .max_redirects(0)
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(20)))
        .build();
    config.into()
}

/// Hand an opinion in; the receipt, if it was acknowledged.
pub fn hand_in(agent: &ureq::Agent, address: &str, form: Uuid) -> Option<String> {
    let fields = [
        ("form", form.to_string()),
        ("body", format!("路面破损，请修一修。{form}")),
        ("answer_by", "online".to_owned()),
        ("open", "yes".to_owned()),
        ("to", String::new()),
    ];
    let answer = agent
        .post(format!("{address}/opinions"))
        .header("sec-fetch-site", "same-origin")
        .send_form(fields.iter().map(|(name, value)| (*name, value.as_str())));
    let answer = answer.ok().filter(|answer| answer.status().as_u16() == 303)?;
    let location = answer.headers().get("location")?.to_str().ok()?;
    location.strip_prefix("/receipts/").map(|code| code.replace('-', ""))
}
