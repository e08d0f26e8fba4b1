//! Kill, start again, kill again; then every acknowledged opinion must be there, once and whole.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::Result;
use rand::RngExt;
use uuid::Uuid;

use crate::{
    check, house,
    program::{Folder, Running, agent, form, handed_in, photo},
};

/// What came of it.
pub struct Report {
    lost: usize,
    changed: usize,
    doubled: usize,
    half: usize,
    /// Files that are not as they were kept.
    broken: usize,
    chain: bool,
}

impl Report {
    /// Nothing acknowledged is lost, nothing is half written.
    pub fn is_fine(&self) -> bool {
        self.lost + self.changed + self.doubled + self.half + self.broken == 0 && self.chain
    }
}

/// Run it and print the report.
pub fn run(program: &Path, named: Option<&str>, kills: u32, writers: usize) -> Result<Report> {
    let folder = Folder::new()?;
    let runtime = tokio::runtime::Runtime::new()?;
    let congress = runtime.block_on(house::build(&folder, named, true))?.congress;
    let acknowledged = Arc::new(Mutex::new(BTreeMap::new()));
    let mut slowest = Duration::ZERO;
    for _ in 0..kills {
        let running = Running::start(program, &folder, named)?;
        slowest = slowest.max(running.took);
        let stop = Arc::new(AtomicBool::new(false));
        let all: Vec<_> = (0..writers)
            .map(|_| {
                let (address, stop, acknowledged) =
                    (running.address.clone(), stop.clone(), acknowledged.clone());
                thread::spawn(move || write(&address, Duration::ZERO, &stop, &acknowledged))
            })
            .collect();
        wait_for_writers(&acknowledged, writers)?;
        thread::sleep(moment());
        running.kill()?;
        stop.store(true, Ordering::SeqCst);
        for writer in all {
            writer.join().map_err(|_| anyhow::anyhow!("a writer broke down"))?;
        }
    }
    // The program itself opens the database once more, as after any crash.
    let running = Running::start(program, &folder, named)?;
    slowest = slowest.max(running.took);
    running.kill()?;
    let found = runtime.block_on(check::look(&folder, named, congress))?;
    let acknowledged = acknowledged.lock().expect("no writer is left");
    let report = Report {
        lost: acknowledged.keys().filter(|form| !found.forms.contains_key(*form)).count(),
        changed: acknowledged
            .iter()
            .filter(|(form, receipt)| found.forms.get(*form).is_some_and(|(kept, _)| kept != *receipt))
            .count(),
        doubled: found.forms.values().filter(|(_, times)| *times > 1).count(),
        half: found.half,
        broken: found.broken_files,
        chain: found.chain && found.integrity,
    };
    println!(
        "kills {kills}, writers {writers}: {} acknowledged, {} kept; lost {}, changed {}, doubled {}, half written {}, \
         broken files {}, journal {}, slowest start {} ms",
        acknowledged.len(),
        found.forms.len(),
        report.lost,
        report.changed,
        report.doubled,
        report.half,
        report.broken,
        if report.chain { "in order" } else { "BROKEN" },
        slowest.as_millis()
    );
    Ok(report)
}

/// Let each start acknowledge something before it is killed: a kill before that proves nothing.
fn wait_for_writers(acknowledged: &Mutex<BTreeMap<Uuid, String>>, writers: usize) -> Result<()> {
    let so_far = || acknowledged.lock().expect("no writer panics").len();
    let (before, began) = (so_far(), Instant::now());
    while so_far() < before + writers {
        if began.elapsed() > Duration::from_secs(30) {
            anyhow::bail!("nothing was acknowledged for 30 seconds");
        }
        thread::sleep(Duration::from_millis(5));
    }
    Ok(())
}

/// When to kill: nobody knows, nor does the program.
#[expect(clippy::disallowed_methods, reason = "a harness, not the program: its luck need not be repeatable")]
fn moment() -> Duration {
    Duration::from_millis(rand::rng().random_range(0..500))
}

/// Hand in opinions until told to stop, with so much rest between two; what was acknowledged is written down.
pub fn write(address: &str, rest: Duration, stop: &AtomicBool, acknowledged: &Mutex<BTreeMap<Uuid, String>>) {
    let agent = agent();
    while !stop.load(Ordering::SeqCst) {
        let form = form();
        // One in four brings a photo.
        let photo = form.as_bytes()[0].is_multiple_of(4).then(|| photo(form).ok()).flatten();
        let answer = handed_in(&agent, address, form, photo.as_deref());
        match answer.and_then(|answer| answer.receipt()) {
            Some(receipt) => {
                acknowledged.lock().expect("no writer panics").insert(form, receipt);
            }
            // Killed, or about to be: whether it was kept is open, and either is right.
            None => thread::yield_now(),
        }
        if !rest.is_zero() {
            thread::sleep(rest);
        }
    }
}
