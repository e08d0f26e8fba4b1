//! Drives work through many connections: as fast as it goes (closed), or at a rate of its own (open).

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::task::JoinSet;

use super::client::{Answer, Connection};

/// Makes the nth request.
pub type Make = Arc<dyn Fn(usize) -> Vec<u8> + Send + Sync>;

/// How answers came.
#[derive(Debug, Default, Clone)]
pub struct Tally {
    /// Microseconds of each that was served.
    pub served: Vec<u32>,
    /// Microseconds of each that was told to come again.
    pub refused: Vec<u32>,
    /// Told to come again, but not when.
    pub unsaid: usize,
    /// Anything else.
    pub failed: usize,
    /// Bytes that came back.
    pub bytes: usize,
    /// How long it went on, seconds, and how many were served by then.
    pub seconds: f64,
    pub in_time: usize,
}

impl Tally {
    fn note(&mut self, answer: Result<Answer>, since: Instant, wanted: u16) {
        let micros = u32::try_from(since.elapsed().as_micros()).unwrap_or(u32::MAX);
        match answer {
            Ok(answer) if answer.status == wanted => {
                self.served.push(micros);
                self.bytes += answer.bytes;
            }
            Ok(answer) if answer.status == 503 => {
                self.refused.push(micros);
                self.unsaid += usize::from(!answer.retry_after);
            }
            _ => self.failed += 1,
        }
    }

    fn add(&mut self, other: Tally) {
        self.served.extend(other.served);
        self.refused.extend(other.refused);
        self.unsaid += other.unsaid;
        self.failed += other.failed;
        self.bytes += other.bytes;
    }

    /// Served in a second.
    pub fn rate(&self) -> f64 {
        self.in_time as f64 / self.seconds.max(1e-9)
    }
}

/// The time within which so many of a hundred came, in milliseconds.
pub fn within(micros: &[u32], percent: usize) -> f64 {
    let mut sorted = micros.to_vec();
    sorted.sort_unstable();
    let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(at).map_or(0.0, |micros| f64::from(*micros) / 1000.0)
}

/// So many clients, each with its own connection and address, ask one after the other until the time is over.
pub async fn closed(
    to: SocketAddr,
    clients: usize,
    time: Duration,
    make: &Make,
    wanted: u16,
) -> Result<Tally> {
    let (began, mut all) = (Instant::now(), JoinSet::new());
    for client in 0..clients {
        let make = make.clone();
        all.spawn(async move {
            let mut connection = Connection::new(to, client);
            let (mut tally, mut turn) = (Tally::default(), client);
            while began.elapsed() < time {
                let request = make(turn);
                let since = Instant::now();
                let answer = connection.ask(&request).await;
                tally.note(answer, since, wanted);
                turn += clients;
            }
            tally
        });
    }
    let mut sum = Tally::default();
    while let Some(tally) = all.join_next().await {
        sum.add(tally?);
    }
    sum.seconds = began.elapsed().as_secs_f64();
    sum.in_time = sum.served.len();
    Ok(sum)
}

/// Connections of an open load at most: what does not fit is noted as failed.
const MOST: usize = 4_000;

/// Requests begin at a rate, whether or not those before them were answered; latency counts from when each was due.
pub async fn open(to: SocketAddr, rate: f64, time: Duration, make: &Make, wanted: u16) -> Result<Tally> {
    let idle: Arc<Mutex<Vec<Connection>>> = Arc::default();
    let (began, mut all) = (Instant::now(), JoinSet::new());
    let (mut sent, mut opened, mut sum) = (0_usize, 0, Tally::default());
    let mut tick = tokio::time::interval(Duration::from_millis(1));
    while began.elapsed() < time {
        tick.tick().await;
        while (sent as f64) < began.elapsed().as_secs_f64() * rate {
            let due = began + Duration::from_secs_f64(sent as f64 / rate);
            sent += 1;
            let kept = idle.lock().expect("nobody panics holding it").pop();
            let Some(mut connection) = kept.or_else(|| {
                opened += 1;
                (opened <= MOST).then(|| Connection::new(to, opened))
            }) else {
                sum.failed += 1;
                continue;
            };
            let request = make(sent);
            let idle = idle.clone();
            all.spawn(async move {
                let answer = connection.ask(&request).await;
                let mut tally = Tally::default();
                tally.note(answer, due, wanted);
                idle.lock().expect("nobody panics holding it").push(connection);
                tally
            });
        }
        while let Some(tally) = all.try_join_next() {
            sum.add(tally?);
        }
    }
    sum.seconds = began.elapsed().as_secs_f64();
    sum.in_time = sum.served.len();
    while let Some(tally) = all.join_next().await {
        sum.add(tally?);
    }
    Ok(sum)
}
