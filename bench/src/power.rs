//! Power cuts: the real program's writes and syncs are recorded, and from the record every kind of disk is made that a
//! power cut might have left. The program's own library opens each, and must find whatever was acknowledged before.
//!
//! What was synced is there. Of what was not, any part may be there: nothing, all, what came first, some of it, and of
//! each write some of its sectors. A name (made, changed, gone) counts as synced once its folder was.

mod left;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use shuanglian::cli;
use uuid::Uuid;

use self::left::{Disk, Kept};
use crate::{
    check, house,
    program::{Folder, How, Running, agent, form, handed_in, photo},
    trace::{self, Deed, Event},
};

/// Run it and print the report; whether nothing acknowledged was lost in any state.
pub fn run(program: &Path, acknowledged: usize, states: usize, seed: u64) -> Result<bool> {
    let folder = Folder::new()?;
    let runtime = tokio::runtime::Runtime::new()?;
    let congress = runtime.block_on(house::build(&folder, None, true))?.congress;
    let disk = Disk::of(&folder.0)?;
    let events = recorded(program, &folder, acknowledged)?;
    let in_all = tells(&events).len();
    if in_all < acknowledged {
        bail!("the record tells of {in_all} acknowledged opinions, {acknowledged} were");
    }
    let began = Instant::now();
    let wrong = runtime.block_on(examined(disk, &events, congress, (states, seed)))?;
    let syncs = events.iter().filter(|event| matches!(event.deed, Deed::Sync { .. })).count();
    println!(
        "power cuts: {states} states of a record of {} writes and names and {syncs} syncs, {in_all} opinions acknowledged; \
         {} states wrong; {} ms a state (seed {seed})",
        events.len() - syncs - in_all,
        wrong.len(),
        began.elapsed().as_millis() / states.max(1) as u128
    );
    for line in wrong.iter().take(5) {
        println!("  {line}");
    }
    Ok(wrong.is_empty())
}

/// What the program did while it worked.
fn recorded(program: &Path, folder: &Folder, acknowledged: usize) -> Result<Vec<Event>> {
    let record = folder.0.with_extension("trace");
    let worked = work(program, folder, &record, acknowledged);
    let text = std::fs::read_to_string(&record).context("there is no record: is strace installed?");
    drop(std::fs::remove_file(&record));
    worked?;
    trace::read(&text?, &format!("{}/", folder.0.display()))
}

/// Make and open every state; what was wrong with which.
async fn examined(
    mut disk: Disk,
    events: &[Event],
    congress: Uuid,
    (states, seed): (usize, u64),
) -> Result<Vec<String>> {
    let mut luck = StdRng::seed_from_u64(seed);
    let (mut told, mut wrong, mut next) = (BTreeSet::new(), Vec::new(), 0);
    let mut tells = tells(events).into_iter().peekable();
    for (nth, cut) in cuts(events, states, &mut luck).into_iter().enumerate() {
        while events.get(next).is_some_and(|event| event.done <= cut) {
            disk.take(&events[next]);
            next += 1;
        }
        // Whoever was being told when the power went may have heard it.
        while let Some((_, receipt)) = tells.next_if(|(begun, _)| *begun <= cut) {
            told.insert(receipt);
        }
        let under_way: Vec<&Event> = events[next..].iter().filter(|event| event.begun <= cut).collect();
        let left = disk.clone().left(&under_way, Kept::nth(nth), &mut luck);
        if let Err(cause) = opened(&left, congress, &told).await {
            wrong.push(format!("cut at line {cut}, {:?}: {cause:#}", Kept::nth(nth)));
        }
    }
    Ok(wrong)
}

/// The receipts that were told, and when each began to be.
fn tells(events: &[Event]) -> Vec<(usize, String)> {
    let mut tells: Vec<(usize, String)> = events
        .iter()
        .filter_map(|event| match &event.deed {
            Deed::Told { receipt } => Some((event.begun, receipt.clone())),
            _ => None,
        })
        .collect();
    tells.sort();
    tells
}

/// Moments of the power cut: anywhere, each as likely.
fn cuts(events: &[Event], states: usize, luck: &mut StdRng) -> Vec<usize> {
    let last =
        events.iter().map(|event| event.done).filter(|done| *done != usize::MAX).max().unwrap_or_default();
    let mut cuts: Vec<usize> = (0..states).map(|_| luck.random_range(0..=last)).collect();
    cuts.sort_unstable();
    cuts
}

/// Let the program work under the recorder until enough was acknowledged.
fn work(program: &Path, folder: &Folder, record: &Path, wanted: usize) -> Result<()> {
    let how = How { under: trace::recorder(record), ..How::default() };
    let running = Running::start_as(program, folder, how)?;
    let (stop, done) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(0)));
    let writers: Vec<_> = (0..8)
        .map(|_| {
            let (address, stop, done) = (running.address.clone(), stop.clone(), done.clone());
            thread::spawn(move || {
                let agent = agent();
                while !stop.load(Ordering::SeqCst) {
                    let form = form();
                    let photo = form.as_bytes()[0].is_multiple_of(4).then(|| photo(form).ok()).flatten();
                    let answer = handed_in(&agent, &address, form, photo.as_deref());
                    if answer.and_then(|answer| answer.receipt()).is_some() {
                        *done.lock().expect("no writer panics") += 1;
                    }
                }
            })
        })
        .collect();
    let began = Instant::now();
    while *done.lock().expect("no writer panics") < wanted {
        if began.elapsed() > Duration::from_secs(600) {
            bail!("ten minutes were not enough for {wanted} opinions");
        }
        thread::sleep(Duration::from_millis(10));
    }
    stop.store(true, Ordering::SeqCst);
    for writer in writers {
        writer.join().map_err(|_| anyhow::anyhow!("a writer broke down"))?;
    }
    let main = running.pid().to_string();
    running.kill()?;
    // The recorder writes its last line when it has seen the process end.
    for _ in 0..200 {
        let text = std::fs::read_to_string(record)?;
        if text.lines().rev().take(100).any(|line| line.starts_with(&main) && line.contains("+++ killed")) {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(20));
    }
    bail!("the recorder did not see the program end")
}

/// Open what is left as the program does, and look for everything that was acknowledged.
async fn opened(left: &BTreeMap<PathBuf, Vec<u8>>, congress: Uuid, told: &BTreeSet<String>) -> Result<()> {
    let folder = Folder::in_memory()?;
    let top = left.keys().filter_map(|path| path.parent()).min_by_key(|path| path.components().count());
    let top = top.context("nothing is left")?.to_owned();
    for (path, bytes) in left {
        // What programs share in memory is not read after a crash.
        if path.extension().is_some_and(|ending| ending == "db-shm") {
            continue;
        }
        let place = folder.0.join(path.strip_prefix(&top)?);
        if let Some(above) = place.parent() {
            std::fs::create_dir_all(above)?;
        }
        std::fs::write(place, bytes)?;
    }
    let app = cli::open_in(&folder.0, &check::url(&folder, None)).await.context("it does not open")?;
    let found = check::look_into(&app.db, &folder, congress).await;
    app.db.clone().close().await.context("it does not close")?;
    let found = found?;
    let there: BTreeSet<&String> = found.forms.values().map(|(receipt, _)| receipt).collect();
    let lost = told.iter().filter(|receipt| !there.contains(receipt)).count();
    if lost > 0 || !found.is_whole() {
        bail!(
            "{lost} acknowledged opinions lost, {} half written, {} files broken, journal {}, file {}",
            found.half,
            found.broken_files,
            if found.chain { "in order" } else { "BROKEN" },
            if found.integrity { "in order" } else { "BROKEN" }
        );
    }
    Ok(())
}
