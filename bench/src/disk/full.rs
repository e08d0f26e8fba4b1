//! A disk that is really full: a small one in memory, filled to the last byte, the program's log upon it too.

use std::{
    collections::BTreeMap,
    fs::File,
    io::Write,
    path::Path,
    process::Command,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use uuid::Uuid;

use super::SOON;
use crate::{
    check, house,
    program::{Folder, How, Running, agent, form, get, handed_in, photo},
};

/// How long the disk stays full.
const FULL: Duration = Duration::from_secs(4);

/// A small disk on a folder; taken away when dropped.
struct Small<'a>(&'a Folder);

impl<'a> Small<'a> {
    /// `None` where nobody may mount one.
    fn mount(folder: &'a Folder) -> Result<Option<Self>> {
        let done =
            Command::new("mount").args(["-t", "tmpfs", "-o", "size=64m", "tmpfs"]).arg(&folder.0).output()?;
        Ok(done.status.success().then_some(Self(folder)))
    }
}

impl Drop for Small<'_> {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(&self.0.0).status());
    }
}

#[derive(Default)]
struct Tally {
    acknowledged: Mutex<BTreeMap<Uuid, String>>,
    told: AtomicUsize,
    unanswered: AtomicUsize,
    otherwise: Mutex<BTreeMap<u16, usize>>,
    reads: AtomicUsize,
    bad_reads: AtomicUsize,
}

/// Run it and print the report; whether all is as promised.
pub fn run(program: &Path, clients: usize) -> Result<bool> {
    let folder = Folder::new()?;
    let Some(small) = Small::mount(&folder)? else {
        println!("full disk: NOT TRIED, for mounting a small one needs root");
        return Ok(true);
    };
    let runtime = tokio::runtime::Runtime::new()?;
    let congress = runtime.block_on(house::build(&folder, None, true))?.congress;
    let env = vec![("SHUANGLIAN_LOG_LEVEL", "info".to_owned())];
    let how = How { env, log: Some(folder.0.join("log")), ..How::default() };
    let running = Running::start_as(program, &folder, how)?;
    let tally = Arc::new(Tally::default());
    let ballast = folder.0.join("ballast");
    let stop = Arc::new(AtomicBool::new(false));
    fill(&ballast)?;
    let all: Vec<_> = (0..clients)
        .map(|nth| {
            let (address, stop, tally) = (running.address.clone(), stop.clone(), tally.clone());
            thread::spawn(move || {
                if nth % 4 == 0 { read(&address, &stop, &tally) } else { write(&address, &stop, &tally) }
            })
        })
        .collect();
    thread::sleep(FULL);
    // What was written meanwhile may have freed a page or two: fill it to the brim again.
    fill(&ballast)?;
    thread::sleep(FULL / 4);
    let before = tally.acknowledged.lock().expect("no client panics").len();
    std::fs::remove_file(&ballast)?;
    let began = Instant::now();
    while tally.acknowledged.lock().expect("no client panics").len() < before + clients
        && began.elapsed() < 4 * SOON
    {
        thread::sleep(Duration::from_millis(5));
    }
    let resumed = began.elapsed();
    stop.store(true, Ordering::SeqCst);
    for client in all {
        client.join().map_err(|_| anyhow::anyhow!("a client broke down"))?;
    }
    running.kill()?;
    let found = runtime.block_on(check::look(&folder, None, congress))?;
    drop(small);
    let acknowledged = tally.acknowledged.lock().expect("no client is left");
    let lost = acknowledged.keys().filter(|form| !found.forms.contains_key(*form)).count();
    let otherwise = tally.otherwise.lock().expect("no client is left");
    let of = |count: &AtomicUsize| count.load(Ordering::SeqCst);
    println!(
        "full disk, {clients} clients: {} times told that nothing was saved, {} without an answer, other answers {:?}; \
         {} pages read, {} not; saving again after {} ms; {} acknowledged, {lost} lost, half written {}, broken files {}",
        of(&tally.told),
        of(&tally.unanswered),
        *otherwise,
        of(&tally.reads),
        of(&tally.bad_reads),
        resumed.as_millis(),
        acknowledged.len(),
        found.half,
        found.broken_files
    );
    let calm = of(&tally.unanswered) + of(&tally.bad_reads) + otherwise.len() == 0;
    Ok(of(&tally.told) > 0 && calm && resumed < SOON && lost == 0 && found.is_whole())
}

/// Write until nothing more fits.
fn fill(ballast: &Path) -> Result<()> {
    let mut file = File::options().create(true).append(true).open(ballast).context("no ballast")?;
    for size in [1 << 20, 1 << 12, 1] {
        let piece = vec![0_u8; size];
        while file.write_all(&piece).is_ok() {}
    }
    Ok(())
}

fn write(address: &str, stop: &AtomicBool, tally: &Tally) {
    let agent = agent();
    while !stop.load(Ordering::SeqCst) {
        let form = form();
        let photo = form.as_bytes()[0].is_multiple_of(4).then(|| photo(form).ok()).flatten();
        match handed_in(&agent, address, form, photo.as_deref()) {
            Some(answer) => match answer.receipt() {
                Some(receipt) => {
                    tally.acknowledged.lock().expect("no client panics").insert(form, receipt);
                }
                None if answer.status == 503 && answer.body.contains("没有保存成功") => {
                    tally.told.fetch_add(1, Ordering::SeqCst);
                }
                None => {
                    *tally.otherwise.lock().expect("no client panics").entry(answer.status).or_default() += 1;
                }
            },
            None => {
                tally.unanswered.fetch_add(1, Ordering::SeqCst);
            }
        }
    }
}

fn read(address: &str, stop: &AtomicBool, tally: &Tally) {
    let agent = agent();
    while !stop.load(Ordering::SeqCst) {
        for page in ["/", "/opinions", "/deputies"] {
            let fine =
                get(&agent, &format!("{address}{page}"), "").is_some_and(|answer| answer.status == 200);
            let count = if fine { &tally.reads } else { &tally.bad_reads };
            count.fetch_add(1, Ordering::SeqCst);
        }
        thread::sleep(Duration::from_millis(20));
    }
}
