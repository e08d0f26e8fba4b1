//! Clocks that jump: the real program under libfaketime, whose clock goes back a day, ahead a year, and steps as NTP
//! does, while people work. The order of the journal, sessions, one-time codes and deadlines must not notice.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use sea_orm::FromQueryResult;
use shuanglian::{
    access::second_factor,
    base::{Clock, Conn, Db, sql},
};
use uuid::Uuid;

use crate::{
    check,
    house::{self, House, PASSWORD},
    program::{Folder, How, Running, agent, form, get, hand_in, post},
};

/// Where Debian's package puts it.
fn library() -> String {
    format!("/usr/lib/{}-linux-gnu/faketime/libfaketimeMT.so.1", std::env::consts::ARCH)
}

/// Seconds by which the clock is wrong.
const JUMPS: [i64; 12] =
    [-86_400, 365 * 86_400, 0, 30, -30, 86_400, -366 * 86_400, 3_600, 1, -3_600, 20 * 86_400, -15 * 60];

/// So many jumps are worth waiting for a session's end.
const MANY: usize = 500;

/// How often a used code is tried again: more would be held back as guessing.
const REPLAYS: usize = 3;

/// A clock that can be set.
struct Wrong(PathBuf);

impl Wrong {
    fn by(&self, seconds: i64) -> Result<()> {
        let beside = self.0.with_extension("new");
        std::fs::write(&beside, format!("{seconds:+}"))?;
        Ok(std::fs::rename(beside, &self.0)?)
    }
}

/// Run it and print the report; whether nothing noticed.
pub fn run(program: &Path, named: Option<&str>, jumps: usize, seed: u64) -> Result<bool> {
    if !Path::new(&library()).exists() {
        bail!("{} is not there: install Debian's package libfaketime", library());
    }
    let folder = Folder::new()?;
    let runtime = tokio::runtime::Runtime::new()?;
    let house = runtime.block_on(house::build(&folder, named, false))?;
    let clock = Wrong(folder.0.join("clock"));
    clock.by(0)?;
    let running = start(program, &folder, named, &clock)?;
    let began = Instant::now();
    let mut wrong = Vec::new();
    let acknowledged = worked(&running, &house, &clock, (jumps, seed), &mut wrong)?;
    let idle = jumps >= MANY;
    if idle {
        // The member's session was used by nobody since the beginning; it ends after two minutes, whatever the clock says.
        std::thread::sleep(Duration::from_secs(125).saturating_sub(began.elapsed()));
        clock.by(-86_400)?;
        let page = get(&agent(), &format!("{}/desk", running.address), &house.member.cookie);
        if page.is_none_or(|page| page.status == 200) {
            wrong.push("a session lives beyond its limit".to_owned());
        }
    }
    running.kill()?;
    let taken = began.elapsed();
    wrong.extend(started_wrong(program, &folder, named, &clock)?);
    wrong.extend(runtime.block_on(noticed(&folder, named, (house.congress, &acknowledged), taken))?);
    println!(
        "{jumps} jumps of the clock (seed {seed}) in {} s: {} opinions acknowledged, {} things noticed them{}",
        taken.as_secs(),
        acknowledged.len(),
        wrong.len(),
        if idle { ", an unused session ended in time" } else { "" }
    );
    let kinds: BTreeSet<&String> = wrong.iter().collect();
    for line in kinds.iter().take(10) {
        println!("  {line}");
    }
    Ok(wrong.is_empty())
}

fn start(program: &Path, folder: &Folder, named: Option<&str>, clock: &Wrong) -> Result<Running> {
    let env = vec![
        ("LD_PRELOAD", library()),
        ("FAKETIME_TIMESTAMP_FILE", clock.0.display().to_string()),
        ("FAKETIME_NO_CACHE", "1".to_owned()),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
        ("DONT_FAKE_MONOTONIC", "1".to_owned()),
        ("NO_FAKE_STAT", "1".to_owned()),
        ("SHUANGLIAN_SECURITY_IDLE_MINUTES", "2".to_owned()),
    ];
    let log = Some(folder.0.join("log"));
    Running::start_as(program, folder, How { database_url: named, env, log, ..How::default() })
}

/// It must not start by a clock that disagrees with what was written down, and must by one that does not.
fn started_wrong(program: &Path, folder: &Folder, named: Option<&str>, clock: &Wrong) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for (seconds, expected) in [(-86_400, false), (365 * 86_400, false), (0, true)] {
        clock.by(seconds)?;
        let started = start(program, folder, named, clock);
        if started.is_ok() != expected {
            wrong.push(format!("with a clock wrong by {seconds} s it starts: {}", started.is_ok()));
        }
    }
    Ok(wrong)
}

/// People work while the clock jumps; what was acknowledged.
fn worked(
    running: &Running,
    house: &House,
    clock: &Wrong,
    (jumps, seed): (usize, u64),
    wrong: &mut Vec<String>,
) -> Result<BTreeMap<Uuid, String>> {
    let (agent, mut luck) = (agent(), StdRng::seed_from_u64(seed));
    let address = &running.address;
    let code = second_factor::code_at(&house.factor, Clock::running().now()).context("no code")?;
    let sign_in = || {
        let fields =
            [("login", "clerk".to_owned()), ("password", PASSWORD.to_owned()), ("code", code.clone())];
        let answer = post(&agent, &format!("{address}/sign-in"), "", &fields);
        answer.is_some_and(|answer| answer.status == 303)
    };
    if !sign_in() {
        bail!("the clerk cannot sign in");
    }
    let mut acknowledged = BTreeMap::new();
    for jump in 0..jumps {
        // Each once, then any, a little different each time.
        let any = JUMPS[luck.random_range(0..JUMPS.len())] + luck.random_range(-5..=5);
        let seconds = JUMPS.get(jump).copied().unwrap_or(any);
        clock.by(seconds)?;
        let form = form();
        match hand_in(&agent, address, form) {
            Some(receipt) => {
                acknowledged.insert(form, receipt);
            }
            None => wrong.push("an opinion was not taken".to_owned()),
        }
        let page = get(&agent, &format!("{address}/desk"), &house.clerk.cookie);
        if page.is_none_or(|page| page.status != 200) {
            wrong.push("a session in use ended".to_owned());
        }
        if jump % (jumps / REPLAYS).max(1) == 0 && sign_in() {
            wrong.push("a code worked twice".to_owned());
        }
    }
    Ok(acknowledged)
}

#[derive(FromQueryResult)]
struct Case {
    state: String,
    due_on: Option<NaiveDate>,
}

#[derive(FromQueryResult)]
struct Entry {
    at: DateTime<Utc>,
}

/// What in the database noticed the jumps.
async fn noticed(
    folder: &Folder,
    named: Option<&str>,
    (congress, acknowledged): (Uuid, &BTreeMap<Uuid, String>),
    taken: Duration,
) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    let found = check::look(folder, named, congress).await?;
    if acknowledged.keys().any(|form| !found.forms.contains_key(form)) || !found.is_whole() {
        wrong.push(format!("lost or not whole: half written {}, chain {}", found.half, found.chain));
    }
    let db = Db::connect(&check::url(folder, named)).await?;
    let cases: Vec<Case> =
        db.all(sql("SELECT state, due_on FROM cases WHERE congress_id = $1", [congress.into()])).await?;
    let days: BTreeSet<NaiveDate> = cases.iter().filter_map(|case| case.due_on).collect();
    let spread = days.last().zip(days.first()).map_or(0, |(last, first)| (*last - *first).num_days());
    // A due day moves over a weekend when midnight passes; nothing else may move it.
    if days.len() > 2 || spread > 4 {
        wrong.push(format!("deadlines moved by {spread} days"));
    }
    let states: BTreeSet<&String> = cases.iter().map(|case| &case.state).collect();
    if states.len() > 1 {
        wrong.push(format!("cases went on by themselves: {states:?}"));
    }
    let entries: Vec<Entry> =
        db.all(sql("SELECT at FROM journal WHERE congress_id = $1 ORDER BY seq", [congress.into()])).await?;
    if entries.windows(2).any(|pair| pair[1].at < pair[0].at) {
        wrong.push("the journal's times go back".to_owned());
    }
    let lasted = entries.last().zip(entries.first()).map(|(last, first)| last.at - first.at);
    let most = TimeDelta::from_std(taken)? + TimeDelta::minutes(15);
    if lasted.is_some_and(|lasted| lasted > most) {
        wrong.push(format!("the journal tells of {} s", lasted.unwrap_or_default().num_seconds()));
    }
    db.close().await?;
    Ok(wrong)
}
