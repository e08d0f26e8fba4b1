//! What a second node brings, as far as the machine can tell: pages and opinions a second with one node and with two, each on
//! one core; and what each costs the nodes in processor time, which says what two cores more would bring.

use std::{
    path::Path,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};

use super::{house::Deployment, work::People};
use crate::program::{Running, agent, get};

/// How often a second the kernel counts.
const TICKS: f64 = 100.0;

/// People at once.
const PEOPLE: usize = 8;

/// What one setting gave.
pub struct Rate {
    /// Done in a second.
    pub a_second: f64,
    /// Processor time of the nodes for each, milliseconds.
    pub cpu_ms: f64,
}

/// One kind of work with one node, and with two.
pub struct Rates {
    /// What was done.
    pub what: &'static str,
    /// With one.
    pub one: Rate,
    /// With two.
    pub two: Rate,
}

impl Rates {
    /// How many times as much two nodes can do with a core for each and others for the rest.
    pub fn at_most(&self) -> f64 {
        2.0 * self.one.cpu_ms / self.two.cpu_ms
    }
}

/// Measure one node and two, each kind of work for so long.
pub fn rates(program: &Path, url: &str, python: &Path, pause: Duration) -> Result<Vec<Rates>> {
    let runtime = tokio::runtime::Runtime::new()?;
    let deployment = runtime.block_on(Deployment::found(program, url, python))?;
    let with = |many: usize| {
        let nodes = (0..many)
            .map(|node| deployment.start(node, Some(&node.to_string())))
            .collect::<Result<Vec<Running>>>()?;
        Ok::<_, anyhow::Error>([pages(&nodes, pause)?, opinions(&nodes, pause)?])
    };
    let (one, two) = (with(1)?, with(2)?);
    let pairs = ["pages", "opinions"].into_iter().zip(one).zip(two);
    Ok(pairs.map(|((what, one), two)| Rates { what, one, two }).collect())
}

/// Run it and print the table.
pub fn run(program: &Path, url: &str, python: &Path, seconds: u64) -> Result<bool> {
    let cores = thread::available_parallelism()?.get();
    println!(
        "{cores} cores; node 1 on core 0, node 2 on core 1; the database, nginx and {PEOPLE} clients on what is left of all"
    );
    let all = rates(program, url, python, Duration::from_secs(seconds))?;
    for (many, rate) in all.iter().flat_map(|it| [(1, it), (2, it)]) {
        let (what, rate) = (rate.what, if many == 1 { &rate.one } else { &rate.two });
        println!(
            "{many} node(s): {what:<9} {:>8.1} a second, {:>7.2} ms of the nodes' processor time each",
            rate.a_second, rate.cpu_ms
        );
    }
    for it in &all {
        println!(
            "{}: two nodes give {:.2} times what one gives on this machine; one costs {:.2} times as much processor time, so \
             that with a core for each node and others for the rest two give at most {:.2} times as many",
            it.what,
            it.two.a_second / it.one.a_second,
            it.two.cpu_ms / it.one.cpu_ms,
            it.at_most()
        );
    }
    if cores < 4 {
        println!("{cores} cores cannot show P6: nodes, database and clients share them");
    }
    Ok(true)
}

/// The processor time that the nodes have taken, in milliseconds.
fn cpu(nodes: &[Running]) -> Result<f64> {
    let mut all = 0.0;
    for node in nodes {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", node.pid()))?;
        let rest = stat.rsplit_once(')').context("the kernel's line of a process")?.1;
        let fields: Vec<&str> = rest.split_whitespace().collect();
        for field in [11, 12] {
            all += fields.get(field).and_then(|ticks| ticks.parse::<f64>().ok()).context("ticks")?;
        }
    }
    Ok(all * 1000.0 / TICKS)
}

fn rated(nodes: &[Running], work: impl FnOnce() -> Result<usize>) -> Result<Rate> {
    let (began, before) = (Instant::now(), cpu(nodes)?);
    #[expect(clippy::cast_precision_loss, reason = "a number of requests of some seconds")]
    let done = work()?.max(1) as f64;
    Ok(Rate { a_second: done / began.elapsed().as_secs_f64(), cpu_ms: (cpu(nodes)? - before) / done })
}

/// The public list of opinions, asked for as fast as it comes.
fn pages(nodes: &[Running], pause: Duration) -> Result<Rate> {
    rated(nodes, || {
        let (stop, done) = (AtomicBool::new(false), AtomicUsize::new(0));
        thread::scope(|scope| {
            for nth in 0..PEOPLE {
                let (url, stop, done) =
                    (format!("{}/opinions", nodes[nth % nodes.len()].address), &stop, &done);
                scope.spawn(move || {
                    let agent = agent();
                    while !stop.load(Ordering::SeqCst) {
                        let fine = get(&agent, &url, "").is_some_and(|page| page.status == 200);
                        done.fetch_add(usize::from(fine), Ordering::SeqCst);
                    }
                });
            }
            thread::sleep(pause);
            stop.store(true, Ordering::SeqCst);
        });
        Ok(done.into_inner())
    })
}

/// Opinions, one in four with a photo.
fn opinions(nodes: &[Running], pause: Duration) -> Result<Rate> {
    let addresses: Vec<String> = nodes.iter().map(|node| node.address.clone()).collect();
    rated(nodes, || {
        let people = People::come(PEOPLE, &addresses);
        thread::sleep(pause);
        Ok(people.go()?.acknowledged.len())
    })
}
