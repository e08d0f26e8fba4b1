//! Back up under writers and put it back: whatever was acknowledged before the backup began is in it, nothing that nobody
//! sent is, and the program proves it. Killed in the middle or out of room, a backup leaves nothing under its name.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use age::secrecy::ExposeSecret;
use anyhow::{Context, Result, bail};
use rand::RngExt;
use shuanglian::{base::Db, upkeep::store};
use uuid::Uuid;

use crate::{
    check,
    check::Found,
    crash::write,
    house,
    program::{Folder, Running, form},
};

/// The rest of a writer: without it there would be more each time than was backed up before, and no end to it.
const REST: Duration = Duration::from_millis(20);

/// The program under the drill, and where.
struct Drill<'a> {
    program: &'a Path,
    folder: &'a Folder,
    named: Option<&'a str>,
    recipient: String,
    key: PathBuf,
}

impl Drill<'_> {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.program);
        command.args(arguments).arg("--data").arg(&self.folder.0).env("SHUANGLIAN_LOG_LEVEL", "warn");
        match self.named {
            Some(url) => command.env("DATABASE_URL", url),
            None => command.env_remove("DATABASE_URL"),
        };
        command
    }

    fn backup(&self, to: &Path) -> Command {
        let to = to.display().to_string();
        self.command(&["backup", "--recipient", &self.recipient, "--to", &to])
    }
}

/// Whether it ended well; what it said if it did not.
fn well(ended: &Output) -> Result<()> {
    if ended.status.success() {
        return Ok(());
    }
    let told = [&ended.stdout[..], &ended.stderr[..]].concat();
    bail!("{}", String::from_utf8_lossy(&told).trim())
}

/// Run it and print the report.
pub fn run(program: &Path, named: Option<&str>, (drills, kills): (u32, u32), writers: usize) -> Result<bool> {
    let (folder, outside) = (Folder::new()?, Folder::new()?);
    let runtime = tokio::runtime::Runtime::new()?;
    let congress = runtime.block_on(house::build(&folder, named, true))?.congress;
    let identity = age::x25519::Identity::generate();
    let key = outside.0.join("key.txt");
    std::fs::write(&key, identity.to_string().expose_secret())?;
    let drill = Drill { program, folder: &folder, named, recipient: identity.to_public().to_string(), key };
    let running = Running::start(program, &folder, named)?;
    let (stop, acknowledged) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(BTreeMap::new())));
    let all: Vec<_> = (0..writers)
        .map(|_| {
            let (address, stop, acknowledged) = (running.address.clone(), stop.clone(), acknowledged.clone());
            thread::spawn(move || write(&address, REST, &stop, &acknowledged))
        })
        .collect();
    let (mut proved, mut lost, mut slowest, mut last) = (0, 0, Duration::ZERO, None);
    for n in 0..drills {
        thread::sleep(Duration::from_millis(200));
        let before: Vec<Uuid> = acknowledged.lock().expect("no writer panics").keys().copied().collect();
        let file = outside.0.join(format!("{n}.age"));
        well(&drill.backup(&file).output()?).context("no backup")?;
        let began = Instant::now();
        let there = runtime.block_on(restored(&drill, &outside, &file, congress))?;
        slowest = slowest.max(began.elapsed());
        lost += before.iter().filter(|form| !there.forms.contains_key(*form)).count();
        proved += u32::from(there.is_whole());
        last = Some(file);
    }
    let half = killed(&drill, &outside, kills)? + full(&drill, &outside)?;
    stop.store(true, Ordering::SeqCst);
    for writer in all {
        writer.join().map_err(|_| anyhow::anyhow!("a writer broke down"))?;
    }
    let noted = match &last {
        Some(file) => {
            let (file, key) = (file.display().to_string(), drill.key.display().to_string());
            well(&drill.command(&["drill", &file, "--identity", &key]).output()?).is_ok()
        }
        None => true,
    };
    running.kill()?;
    let sent = acknowledged.lock().expect("no writer is left").len();
    println!(
        "drills {drills} under {writers} writers ({sent} acknowledged): proved {proved}, acknowledged before and not in it \
         {lost}, killed {kills} and out of room 1: half a backup under its name {half}; noted {noted}; slowest restore {} ms",
        slowest.as_millis()
    );
    Ok(proved == drills && lost + half == 0 && noted)
}

/// Put a backup back into a new place; what is in it.
async fn restored(drill: &Drill<'_>, outside: &Folder, file: &Path, congress: Uuid) -> Result<Found> {
    let to = Folder::to_be(outside.0.join(format!("back-{}", form().simple())));
    let (file, key) = (file.display().to_string(), drill.key.display().to_string());
    let mut command = Command::new(drill.program);
    command.args(["restore", &file, "--identity", &key, "--to"]).arg(&to.0);
    let Some(named) = drill.named else {
        well(&command.output()?).context("not restored")?;
        return check::look(&to, None, congress).await;
    };
    let (server, name) = (Db::connect(named).await?, format!("back_{}", form().simple()));
    store::make_database(&server, &name).await?;
    let url = format!("{}/{name}", named.rsplit_once('/').context("an address without a database")?.0);
    let done = well(&command.args(["--database-url", &url]).output()?).context("not restored");
    let found = match done {
        Ok(()) => check::look(&to, Some(&url), congress).await,
        Err(cause) => Err(cause),
    };
    store::drop_database(&server, &name).await?;
    found
}

/// Kill backups in the middle; how many files were left under their name that are no backup.
#[expect(clippy::disallowed_methods, reason = "a harness, not the program: its luck need not be repeatable")]
fn killed(drill: &Drill<'_>, outside: &Folder, kills: u32) -> Result<usize> {
    let mut half = 0;
    for n in 0..kills {
        let file = outside.0.join(format!("killed-{n}.age"));
        let mut child = drill.backup(&file).stdout(std::process::Stdio::null()).spawn()?;
        thread::sleep(Duration::from_millis(rand::rng().random_range(0..400)));
        child.kill()?;
        child.wait()?;
        if file.exists() {
            // It was done already: then it is whole.
            let (file, key) = (file.display().to_string(), drill.key.display().to_string());
            half +=
                usize::from(well(&drill.command(&["drill", &file, "--identity", &key]).output()?).is_err());
        }
    }
    // What they left hinders nobody.
    well(&drill.backup(&outside.0.join("after.age")).output()?).context("none after the killed ones")?;
    Ok(half)
}

/// Let the disk be full while it writes: files may not grow beyond a few blocks. What was left under the name.
fn full(drill: &Drill<'_>, outside: &Folder) -> Result<usize> {
    let file = outside.0.join("full.age");
    let inner = drill.backup(&file);
    let mut command = Command::new("sh");
    // Without the signal, writing fails as on a full disk.
    command.args(["-c", "trap '' XFSZ; ulimit -f 16; exec \"$0\" \"$@\""]).arg(inner.get_program());
    command.args(inner.get_args());
    for (key, value) in inner.get_envs() {
        match value {
            Some(value) => command.env(key, value),
            None => command.env_remove(key),
        };
    }
    if command.output()?.status.success() {
        bail!("it says that it wrote a backup without room for one");
    }
    Ok(usize::from(file.exists()))
}
