//! People at work: they hand in, and what becomes of each try is written down.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use anyhow::Result;
use uuid::Uuid;

use crate::program::{agent, form, handed_in, photo};

/// One try that came to nothing.
#[derive(Debug, Clone, Copy)]
pub struct Failure {
    /// When it was sent.
    pub from: Instant,
    /// When its sender knew.
    pub to: Instant,
    /// What came back; 0 for no answer at all.
    pub status: u16,
}

/// What became of everything that was sent.
#[derive(Debug, Default)]
pub struct Record {
    /// The receipt of each form that was acknowledged, and when.
    pub acknowledged: BTreeMap<Uuid, (String, Instant)>,
    /// Tries that came to nothing; their forms were sent again until they were acknowledged.
    pub failures: Vec<Failure>,
    /// Forms that got two different receipts.
    pub contradicted: usize,
}

/// People who hand in until they are told to stop.
pub struct People {
    stop: Arc<AtomicBool>,
    record: Arc<Mutex<Record>>,
    all: Vec<JoinHandle<()>>,
}

impl People {
    /// So many, who come to these addresses in turn.
    pub fn come(many: usize, addresses: &[String]) -> Self {
        let (stop, record) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Record::default())));
        let all = (0..many)
            .map(|nth| {
                let (stop, record) = (stop.clone(), record.clone());
                let address = addresses[nth % addresses.len()].clone();
                thread::spawn(move || work(&address, &stop, &record))
            })
            .collect();
        Self { stop, record, all }
    }

    /// How many were acknowledged so far.
    pub fn acknowledged(&self) -> usize {
        self.record.lock().expect("nobody panics").acknowledged.len()
    }

    /// The longest time within which nobody got a receipt, since a moment.
    pub fn longest_gap(record: &Record, since: Instant) -> Duration {
        let mut moments: Vec<Instant> =
            record.acknowledged.values().map(|(_, at)| *at).filter(|at| *at > since).collect();
        moments.push(since);
        moments.sort_unstable();
        moments.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or_default()
    }

    /// They go home when what they have begun is acknowledged.
    pub fn go(self) -> Result<Record> {
        self.stop.store(true, Ordering::SeqCst);
        for one in self.all {
            one.join().map_err(|_| anyhow::anyhow!("somebody broke down"))?;
        }
        Ok(std::mem::take(&mut *self.record.lock().expect("nobody is left")))
    }
}

fn work(address: &str, stop: &AtomicBool, record: &Mutex<Record>) {
    let agent = agent();
    let begun = Instant::now();
    while !stop.load(Ordering::SeqCst) {
        let form = form();
        // One in four brings a photo.
        let photo = form.as_bytes()[0].is_multiple_of(4).then(|| photo(form).ok()).flatten();
        loop {
            let from = Instant::now();
            let answer = handed_in(&agent, address, form, photo.as_deref());
            let receipt = answer.as_ref().and_then(crate::program::Answer::receipt);
            let mut record = record.lock().expect("nobody panics");
            if let Some(receipt) = receipt {
                record.acknowledged.insert(form, (receipt, Instant::now()));
                break;
            }
            let status = answer.map_or(0, |answer| answer.status);
            record.failures.push(Failure { from, to: Instant::now(), status });
            drop(record);
            // As people do: the same form once more, a moment later; not for ever.
            thread::sleep(Duration::from_millis(200));
            if begun.elapsed() > Duration::from_secs(600) {
                return;
            }
        }
    }
}

/// The same forms pressed at each address at the same time; what became of them.
pub fn press_everywhere(forms: usize, addresses: &[String]) -> Result<Record> {
    let forms: Arc<Vec<Uuid>> = Arc::new((0..forms).map(|_| form()).collect());
    let record: Arc<Mutex<Record>> = Arc::default();
    let hands: Vec<_> = addresses
        .iter()
        .flat_map(|address| [address.clone(), address.clone()])
        .map(|address| {
            let (forms, record) = (forms.clone(), record.clone());
            thread::spawn(move || {
                let agent = agent();
                for form in forms.iter() {
                    let photo = form.as_bytes()[0].is_multiple_of(4).then(|| photo(*form).ok()).flatten();
                    let from = Instant::now();
                    let answer = handed_in(&agent, &address, *form, photo.as_deref());
                    let receipt = answer.as_ref().and_then(crate::program::Answer::receipt);
                    let mut record = record.lock().expect("no hand panics");
                    let Some(receipt) = receipt else {
                        let status = answer.map_or(0, |answer| answer.status);
                        record.failures.push(Failure { from, to: Instant::now(), status });
                        continue;
                    };
                    let before = record.acknowledged.insert(*form, (receipt.clone(), Instant::now()));
                    if before.is_some_and(|(before, _)| before != receipt) {
                        record.contradicted += 1;
                    }
                }
            })
        })
        .collect();
    for hand in hands {
        hand.join().map_err(|_| anyhow::anyhow!("a hand broke down"))?;
    }
    Ok(std::mem::take(&mut *record.lock().expect("no hand is left")))
}
