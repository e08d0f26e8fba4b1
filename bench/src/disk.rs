//! Disks that fail: the n-th write of each main action is refused, syncs fail, the disk is really full. People are told
//! that nothing was saved, reading goes on, nothing is half written, and saving goes on as soon as there is room. After
//! a failed sync the program ends (74) instead of hoping.

mod errand;
mod fault;
mod full;

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context, Result};

use self::{
    errand::{Action, Errand},
    fault::Fault,
};
use crate::{
    check,
    house::{self, House},
    program::{Answer, Folder, How, Running, agent, get},
};

/// EX_IOERR.
const FAILED_DISK: i32 = 74;

/// Saving goes on within this time after there is room again.
const SOON: Duration = Duration::from_secs(5);

/// The program with its folder, and what was wrong with it.
struct Site<'a> {
    program: &'a Path,
    folder: Folder,
    house: House,
    running: Running,
    agent: ureq::Agent,
    told: usize,
    ended: usize,
    wrong: Vec<String>,
}

/// Run it and print the report; whether all is as promised.
pub fn run(program: &Path, most: u64, clients: usize) -> Result<bool> {
    let refused = faults(program, most)?;
    let full = full::run(program, clients)?;
    Ok(refused && full)
}

fn faults(program: &Path, most: u64) -> Result<bool> {
    let folder = Folder::new()?;
    let runtime = tokio::runtime::Runtime::new()?;
    let house = runtime.block_on(house::build(&folder, None, true))?;
    let running = start(program, &folder)?;
    let (told, ended, wrong) = (0, 0, Vec::new());
    let mut site = Site { program, folder, house, running, agent: agent(), told, ended, wrong };
    let first = Errand::new(Action::HandIn, &site.house, None);
    site.done_soon(&first, "before any fault");
    let case = runtime.block_on(check::look(&site.folder, None, site.house.congress))?.first;
    for action in Action::ALL {
        site.refuse_writes(action, case, most)?;
        site.fail_syncs(action, case)?;
    }
    site.refuse_photos()?;
    let Site { folder, house, running, told, ended, mut wrong, .. } = site;
    running.kill()?;
    let found = runtime.block_on(check::look(&folder, None, house.congress))?;
    if !found.is_whole() {
        wrong.push(format!("half written {}, broken files {}", found.half, found.broken_files));
    }
    println!(
        "failing disk: {} actions, {told} times told that nothing was saved, {ended} times ended after a failed sync; \
         {} opinions, half written {}; wrong {}",
        Action::ALL.len(),
        found.forms.len(),
        found.half,
        wrong.len()
    );
    for line in wrong.iter().take(10) {
        println!("  {line}");
    }
    Ok(wrong.is_empty() && told > 0 && ended > 0)
}

fn start(program: &Path, folder: &Folder) -> Result<Running> {
    let env = vec![("SHUANGLIAN_SECURITY_SECOND_FACTOR", "false".to_owned())];
    let log = Some(folder.0.join("log"));
    Running::start_as(program, folder, How { env, log, ..How::default() })
}

impl Site<'_> {
    fn database(&self) -> [PathBuf; 2] {
        ["shuanglian.db", "shuanglian.db-wal"].map(|name| self.folder.0.join(name))
    }

    /// Refuse the n-th write of an action, for each n until the action needs no more of them.
    fn refuse_writes(&mut self, action: Action, case: Option<uuid::Uuid>, most: u64) -> Result<()> {
        let mut step = 1;
        let mut nth = 1;
        while nth <= most {
            let errand = Errand::new(action, &self.house, case);
            let fault = Fault::arm(self.running.pid(), "pwrite64", ("ENOSPC", nth), &self.database())?;
            let answer = errand.run(&self.agent, &self.running.address);
            let hit = fault.disarm()?;
            self.judge(&errand, answer.as_ref(), &format!("{action:?}, write {nth} refused"));
            if !hit {
                break;
            }
            // The first ones each, then fewer and fewer: later writes are alike.
            step = if nth < 8 { 1 } else { step * 2 };
            nth += step;
        }
        Ok(())
    }

    /// Let a sync fail: nobody may be told that it was saved, and the program ends.
    fn fail_syncs(&mut self, action: Action, case: Option<uuid::Uuid>) -> Result<()> {
        let errand = Errand::new(action, &self.house, case);
        let fault = Fault::arm(self.running.pid(), "fsync,fdatasync", ("EIO", 1), &self.database())?;
        let answer = errand.run(&self.agent, &self.running.address);
        if Errand::is_done(answer.as_ref()) {
            self.wrong.push(format!("{action:?}: acknowledged although its sync failed"));
        }
        let ended = self.running.ended(SOON)?.and_then(|status| status.code());
        if !fault.disarm()? || ended != Some(FAILED_DISK) {
            self.wrong.push(format!("{action:?}: a sync failed, and it ended with {ended:?}"));
        } else {
            self.ended += 1;
        }
        self.running = start(self.program, &self.folder).context("it does not start after a failed sync")?;
        self.done_soon(&errand, &format!("{action:?} after a failed sync"));
        Ok(())
    }

    /// Refuse what is written into the file of a photo.
    fn refuse_photos(&mut self) -> Result<()> {
        let first = Errand::new(Action::HandIn, &self.house, None);
        self.done_soon(&first, "a photo to begin with");
        let newest = newest(&self.folder.0.join("files"))?.context("no photo was kept")?;
        let beside = PathBuf::from(format!("{}#1", newest.display()));
        // The same photo comes again, so that its file has the same name.
        let again = Errand::with_photo_of(&first);
        let fault = Fault::arm(self.running.pid(), "write", ("ENOSPC", 1), std::slice::from_ref(&beside))?;
        let answer = again.run(&self.agent, &self.running.address);
        if !fault.disarm()? {
            self.wrong.push("no write of a photo was refused".to_owned());
        }
        self.judge(&again, answer.as_ref(), "a photo's write refused");
        let again = Errand::with_photo_of(&first);
        let fault = Fault::arm(self.running.pid(), "fsync,fdatasync", ("EIO", 1), &[beside])?;
        let answer = again.run(&self.agent, &self.running.address);
        let ended = self.running.ended(SOON)?.and_then(|status| status.code());
        fault.disarm()?;
        if Errand::is_done(answer.as_ref()) || ended != Some(FAILED_DISK) {
            self.wrong.push(format!("a photo's sync failed, and it ended with {ended:?}"));
        } else {
            self.ended += 1;
        }
        self.running = start(self.program, &self.folder)?;
        self.done_soon(&again, "a photo after a failed sync");
        Ok(())
    }

    /// After a refused write: it was done all the same, or its people were told; pages go on; sent again it is done.
    fn judge(&mut self, errand: &Errand, answer: Option<&Answer>, what: &str) {
        match answer {
            answer if Errand::is_done(answer) => return,
            Some(answer) if answer.status == 503 && answer.body.contains("没有保存成功") => {
                self.told += 1
            }
            Some(answer) => self.wrong.push(format!("{what}: answered {}", answer.status)),
            None => self.wrong.push(format!("{what}: no answer")),
        }
        let page = get(&self.agent, &format!("{}/opinions", self.running.address), "");
        if page.is_none_or(|page| page.status != 200) {
            self.wrong.push(format!("{what}: reading does not go on"));
        }
        self.done_soon(errand, what);
    }

    fn done_soon(&mut self, errand: &Errand, what: &str) {
        let began = Instant::now();
        while began.elapsed() < SOON {
            let answer = errand.run(&self.agent, &self.running.address);
            if Errand::is_done(answer.as_ref()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
            if began.elapsed() > SOON - Duration::from_millis(100) {
                let said = answer.map(|answer| (answer.status, answer.location));
                self.wrong.push(format!("{what}: not done when sent again: {said:?}"));
                return;
            }
        }
        self.wrong.push(format!("{what}: not done in time when sent again"));
    }
}

/// The file that was changed last.
fn newest(folder: &Path) -> Result<Option<PathBuf>> {
    let mut folders = vec![folder.to_owned()];
    let mut newest = None;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                newest = newest.max(Some((entry.metadata()?.modified()?, entry.path())));
            }
        }
    }
    Ok(newest.map(|(_, path)| path))
}
