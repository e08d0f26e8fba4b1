//! Two nodes of one deployment: people sign in at one and go on at the other, press twice at both, are counted once; jobs run
//! once; one node is killed and comes back. With `--failover` it is the database that dies.

mod failover;
mod house;
mod measure;
mod pair;
mod place;
mod work;

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

use self::{
    house::Deployment,
    place::until,
    work::{Failure, People, Record, press_everywhere},
};
use crate::{
    house::PASSWORD,
    program::{Running, agent, get, hand_in, post},
};

pub use self::{
    failover::run as fail_over,
    measure::{Rates, rates, run as measure},
};

/// Wrong passwords that are answered before one waits: `access/tries.rs`.
const TRIES: usize = 5;

/// Within this nginx has heard that a node is dead.
const HEARD: Duration = Duration::from_millis(100);

/// How much of everything.
#[derive(Clone, Copy)]
pub struct Much {
    /// Forms that are pressed at both nodes.
    pub forms: usize,
    /// People at once.
    pub people: usize,
    /// Seconds before the kill, without the node, and with it again.
    pub seconds: u64,
}

/// Run it and print the report; whether all is as promised.
pub fn run(program: &Path, url: &str, python: &Path, much: Much) -> Result<bool> {
    let began = Instant::now();
    let runtime = tokio::runtime::Runtime::new()?;
    let deployment = runtime.block_on(Deployment::found(program, url, python))?;
    let nodes = [deployment.start(0, None)?, deployment.start(1, None)?];
    let mut wrong = Vec::new();
    wrong.extend(goes_on_elsewhere(&nodes)?);
    wrong.extend(is_counted_once(&nodes));
    let addresses = nodes.each_ref().map(|node| node.address.clone());
    let pressed = press_everywhere(much.forms, &addresses)?;
    if pressed.contradicted + pressed.failures.len() > 0 {
        let failures = pressed.failures.iter().map(|failure| failure.status).collect::<Vec<_>>();
        wrong.push(format!(
            "pressed at both: {} forms with two receipts, failed {failures:?}",
            pressed.contradicted
        ));
    }
    wrong.extend(jobs_ran_once(&runtime, &deployment)?);
    let (record, said) = killed(&deployment, nodes, much)?;
    wrong.extend(said);
    wrong.extend(all_there(&runtime, &deployment, &[&pressed, &record])?);
    println!(
        "two nodes in {} s: {} forms pressed four times at both, {} acknowledged through nginx while one node was killed and \
         came back, {} tries failed with it; {} mails; {} things wrong",
        began.elapsed().as_secs(),
        much.forms,
        record.acknowledged.len(),
        record.failures.len(),
        deployment.mailbox.counted().0,
        wrong.len()
    );
    for line in &wrong {
        println!("  {line}");
    }
    Ok(wrong.is_empty())
}

/// Sign in at the first node, work at the second, sign out there, and be nobody at the first.
fn goes_on_elsewhere(nodes: &[Running; 2]) -> Result<Vec<String>> {
    let (agent, mut wrong) = (agent(), Vec::new());
    let fields = [("login", "member"), ("password", PASSWORD)];
    let answer = agent
        .post(format!("{}/sign-in", nodes[0].address))
        .header("sec-fetch-site", "same-origin")
        .send_form(fields)
        .context("nobody answers")?;
    let cookies = answer.headers().get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let cookie = cookies.filter_map(|cookie| cookie.split(';').next()).collect::<Vec<_>>().join("; ");
    ensure!(answer.status().as_u16() == 303 && !cookie.is_empty(), "the member cannot sign in");
    let status = |node: usize, path: &str| {
        get(&agent, &format!("{}{path}", nodes[node].address), &cookie).map_or(0, |page| page.status)
    };
    for node in [1, 0, 1] {
        if status(node, "/contacts") != 200 {
            wrong.push(format!("signed in at the first node, a stranger at node {node}"));
        }
    }
    let page = get(&agent, &format!("{}/desk", nodes[1].address), &cookie).context("nobody answers")?;
    let csrf = page.body.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let csrf = csrf.context("the desk has no form")?.to_owned();
    let left = post(&agent, &format!("{}/sign-out", nodes[1].address), &cookie, &[("csrf", csrf)]);
    if left.map_or(0, |left| left.status) != 303 || status(0, "/contacts") == 200 {
        wrong.push("signed out at the second node, and still somebody at the first".to_owned());
    }
    Ok(wrong)
}

/// Wrong passwords at both nodes in turn count together.
fn is_counted_once(nodes: &[Running; 2]) -> Vec<String> {
    let agent = agent();
    let fields = [("login", "nobody-here".to_owned()), ("password", "wrong-4711".to_owned())];
    let said: Vec<u16> = (0..=TRIES)
        .filter_map(|turn| post(&agent, &format!("{}/sign-in", nodes[turn % 2].address), "", &fields))
        .map(|answer| answer.status)
        .collect();
    let held = said.iter().position(|status| *status == 429);
    // The fifth is told how long the next one waits; were each node to count by itself, there would be twice as many.
    let fine = held.is_some_and(|held| held + 1 == TRIES || held == TRIES);
    if fine { Vec::new() } else { vec![format!("wrong passwords at both nodes were answered {said:?}")] }
}

/// Every job is done, by one runner, the first time; every mail came, once.
fn jobs_ran_once(runtime: &tokio::runtime::Runtime, deployment: &Deployment<'_>) -> Result<Vec<String>> {
    let count = |text: &str| runtime.block_on(deployment.count(text)).unwrap_or(-1);
    let waits =
        "SELECT count(*) AS n FROM jobs WHERE congress_id = $1 AND state = 'waiting' AND name = 'mail'";
    let waited = until("the mails are sent", Duration::from_secs(60), || count(waits) == 0);
    let again = "SELECT count(*) AS n FROM jobs WHERE congress_id = $1 AND state = 'done' AND tries <> 1";
    let failed = "SELECT count(*) AS n FROM jobs WHERE congress_id = $1 AND state = 'failed'";
    let mailed = "SELECT count(*) AS n FROM jobs WHERE congress_id = $1 AND state = 'done' AND name = 'mail'";
    let (again, failed, mailed) = (count(again), count(failed), count(mailed));
    let (came, twice) = deployment.mailbox.counted();
    let fine = waited.is_ok() && again == 0 && failed == 0 && mailed > 0 && twice == 0;
    if fine && usize::try_from(mailed).is_ok_and(|mailed| mailed == came) {
        return Ok(Vec::new());
    }
    Ok(vec![format!(
        "jobs: {mailed} mails done, {came} came, {twice} twice; {again} jobs tried again, {failed} failed"
    )])
}

/// People come through nginx; a node is killed, and starts again.
fn killed(deployment: &Deployment<'_>, nodes: [Running; 2], much: Much) -> Result<(Record, Vec<String>)> {
    let (mut wrong, pause) = (Vec::new(), Duration::from_secs(much.seconds));
    let people = People::come(much.people, std::slice::from_ref(&deployment.front.address));
    let goes_on = |before: usize| people.acknowledged() > before + much.people;
    std::thread::sleep(pause);
    let [first, second] = nodes;
    let (before, killed_at) = (people.acknowledged(), Instant::now());
    first.kill()?;
    let dead_at = Instant::now();
    std::thread::sleep(pause);
    if !goes_on(before) {
        wrong.push("without one node nobody is served".to_owned());
    }
    let again = deployment.start(0, None)?;
    std::thread::sleep(pause);
    if hand_in(&agent(), &again.address, crate::program::form()).is_none() {
        wrong.push(format!("the node that came back takes nothing: {}", deployment.log(0)));
    }
    // And the other one dies, so that it is seen that nginx goes back to the first.
    let before = people.acknowledged();
    let second_killed_at = Instant::now();
    second.kill()?;
    let second_dead_at = Instant::now();
    if until("the node that came back serves", Duration::from_secs(20), || goes_on(before)).is_err() {
        wrong.push("nginx does not go back to the node that came back".to_owned());
    }
    let record = people.go()?;
    // With a node fail the requests that were in flight there, one a person at most, and none besides.
    let ends = [(killed_at, dead_at), (second_killed_at, second_dead_at)];
    let with =
        |failure: &Failure, (from, to): (Instant, Instant)| failure.from <= to + HEARD && failure.to >= from;
    for end in ends {
        let many = record.failures.iter().filter(|failure| with(failure, end)).count();
        if many > much.people {
            wrong.push(format!("{many} tries failed with a node, of {} people", much.people));
        }
    }
    let other = record.failures.iter().filter(|failure| !ends.iter().any(|end| with(failure, *end)));
    let other: Vec<u16> = other.map(|failure| failure.status).collect();
    if !other.is_empty() {
        wrong.push(format!("tries that were not in flight at a dying node failed: {other:?}"));
    }
    Ok((record, wrong))
}

/// Every acknowledged opinion is there, once, with its receipt, whole, and its photo in the bucket.
fn all_there(
    runtime: &tokio::runtime::Runtime,
    deployment: &Deployment<'_>,
    records: &[&Record],
) -> Result<Vec<String>> {
    let (found, broken) = runtime.block_on(deployment.look())?;
    let all = records.iter().flat_map(|record| &record.acknowledged);
    let lost = all
        .filter(|(form, (receipt, _))| {
            found.forms.get(form).is_none_or(|(kept, times)| kept != receipt || *times != 1)
        })
        .count();
    if lost + found.half + broken == 0 && found.chain {
        return Ok(Vec::new());
    }
    Ok(vec![format!(
        "lost or doubled {lost}, half written {}, photos lost {broken}, chain {}",
        found.half, found.chain
    )])
}
