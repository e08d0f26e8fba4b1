//! The same form, pressed again and again by many hands at once: one opinion each, the same receipt each time.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use anyhow::Result;
use uuid::Uuid;

use crate::{
    check, house,
    program::{Folder, Running, agent, form, hand_in},
};

/// Run it and print the report; whether all is as promised.
pub fn run(program: &Path, named: Option<&str>, sent: usize, forms: usize) -> Result<bool> {
    let folder = Folder::new()?;
    let runtime = tokio::runtime::Runtime::new()?;
    let congress = runtime.block_on(house::build(&folder, named, true))?.congress;
    let running = Running::start(program, &folder, named)?;
    let all: Arc<Vec<Uuid>> = Arc::new((0..forms).map(|_| form()).collect());
    let next = Arc::new(AtomicUsize::new(0));
    let receipts: Arc<Mutex<BTreeMap<Uuid, BTreeSet<String>>>> = Arc::default();
    let hands: Vec<_> = (0..16)
        .map(|_| {
            let (all, next, receipts) = (all.clone(), next.clone(), receipts.clone());
            let address = running.address.clone();
            thread::spawn(move || {
                let agent = agent();
                let mut refused = 0;
                loop {
                    let turn = next.fetch_add(1, Ordering::SeqCst);
                    if turn >= sent {
                        return refused;
                    }
                    let form = all[turn % all.len()];
                    match hand_in(&agent, &address, form) {
                        Some(receipt) => {
                            let mut receipts = receipts.lock().expect("no hand panics");
                            receipts.entry(form).or_default().insert(receipt);
                        }
                        None => refused += 1,
                    }
                }
            })
        })
        .collect();
    let mut refused = 0;
    for hand in hands {
        refused += hand.join().map_err(|_| anyhow::anyhow!("a hand broke down"))?;
    }
    running.kill()?;
    let found = runtime.block_on(check::look(&folder, named, congress))?;
    let receipts = receipts.lock().expect("no hand is left");
    let several = receipts.values().filter(|of_form| of_form.len() != 1).count();
    println!(
        "{sent} submissions of {forms} forms: {} opinions, {several} forms with several receipts, {refused} refused, \
         half written {}",
        found.forms.len(),
        found.half
    );
    let once = found.forms.len() == forms && found.forms.values().all(|(_, times)| *times == 1);
    Ok(once && several == 0 && refused == 0 && found.half == 0 && found.chain)
}
