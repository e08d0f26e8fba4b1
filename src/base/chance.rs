use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use rand::{Rng, SeedableRng, rngs::StdRng};
use uuid::{Builder, Uuid};

/// Where luck comes from: ids, codes, keys.
#[derive(Clone, Debug)]
pub struct Chance(Arc<Mutex<StdRng>>);

impl Chance {
    /// Luck from the operating system.
    pub fn real() -> Self {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).expect("the operating system gives random bytes");
        Self(Arc::new(Mutex::new(StdRng::from_seed(seed))))
    }

    /// The same luck every time: for tests and the demo only.
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// Draw with the generator.
    pub fn draw<T>(&self, with: impl FnOnce(&mut StdRng) -> T) -> T {
        with(&mut self.0.lock().expect("no draw panics while holding the lock"))
    }

    /// A new id that sorts by time (UUIDv7).
    pub fn id(&self, now: DateTime<Utc>) -> Uuid {
        let mut random = [0; 10];
        self.draw(|rng| rng.fill_bytes(&mut random));
        let millis = u64::try_from(now.timestamp_millis()).expect("we live after 1970");
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// A secret of 256 bits, in hex: session tokens, activation slips.
    pub fn secret(&self) -> String {
        let mut random = [0; 32];
        self.draw(|rng| rng.fill_bytes(&mut random));
        hex::encode(random)
    }
}
