//! The database dies: its machine loses its power under load, the other one takes over, the nodes go on by themselves, and
//! nothing acknowledged is lost. Then the first comes back as the one that follows.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};

use super::{
    Much, all_there,
    house::Deployment,
    pair::Pair,
    place::until,
    work::{People, Record},
};

/// The longest that nobody may get a receipt while the other server takes over.
const LONGEST: Duration = Duration::from_secs(60);

/// Run it and print the report; whether all is as promised.
pub fn run(program: &Path, python: &Path, much: Much, times: usize) -> Result<bool> {
    let began = Instant::now();
    let runtime = tokio::runtime::Runtime::new()?;
    let mut pair = Pair::start()?;
    println!("the pair of servers is there after {} s", began.elapsed().as_secs());
    let deployment = runtime.block_on(Deployment::found(program, &pair.url, python))?;
    let mut nodes = [deployment.start(0, None)?, deployment.start(1, None)?];
    let (mut records, mut wrong) = (Vec::new(), Vec::new());
    for _ in 0..times {
        records.push(taken_over(&deployment, &mut pair, much, &mut wrong)?);
    }
    for (nth, node) in nodes.iter_mut().enumerate() {
        if let Some(ended) = node.ended(Duration::ZERO)? {
            wrong.push(format!("node {nth} ended: {ended}: {}", deployment.log(nth)));
        }
    }
    let all: Vec<&Record> = records.iter().collect();
    wrong.extend(all_there(&runtime, &deployment, &all)?);
    println!(
        "{times} times the leading server lost its power: {} acknowledged in all, {} tries failed meanwhile, {} things wrong, \
         {} s",
        all.iter().map(|record| record.acknowledged.len()).sum::<usize>(),
        all.iter().map(|record| record.failures.len()).sum::<usize>(),
        wrong.len(),
        began.elapsed().as_secs()
    );
    for line in &wrong {
        println!("  {line}");
    }
    Ok(wrong.is_empty())
}

/// One server dies and comes back while people hand in.
fn taken_over(
    deployment: &Deployment<'_>,
    pair: &mut Pair,
    much: Much,
    wrong: &mut Vec<String>,
) -> Result<Record> {
    let pause = Duration::from_secs(much.seconds);
    let people = People::come(much.people, std::slice::from_ref(&deployment.front.address));
    until("people are served", Duration::from_secs(60), || people.acknowledged() > much.people)
        .with_context(|| deployment.log(0))?;
    std::thread::sleep(pause);
    let leader = pair.leader().context("nobody leads")?;
    let (before, killed_at) = (people.acknowledged(), Instant::now());
    pair.kill(leader)?;
    let served =
        until("the other server takes over", LONGEST, || people.acknowledged() > before + 4 * much.people);
    if let Err(cause) = &served {
        wrong.push(format!("{cause}: {}", deployment.log(0)));
    }
    if pair.leader() == Some(leader) {
        wrong.push("the dead server leads".to_owned());
    }
    std::thread::sleep(pause);
    pair.wake(leader)?;
    let back = pair.whole("the first server follows")?;
    std::thread::sleep(pause);
    let record = people.go()?;
    println!(
        "the leading server lost its power: no receipt for {} ms at most; the other leads; the first follows again after {} s",
        People::longest_gap(&record, killed_at).as_millis(),
        back.as_secs()
    );
    Ok(record)
}
