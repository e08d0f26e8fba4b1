//! Replace the program by itself, again and again, while people read and write; not one request may fail.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::Command,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::{
    check, house,
    program::{Folder, How, Running, agent, form, hand_in},
};

/// What the clients saw.
#[derive(Default)]
struct Seen {
    answered: AtomicUsize,
    failed: Mutex<Vec<String>>,
}

impl Seen {
    fn note(&self, kind: &str, outcome: Result<()>) {
        match outcome {
            Ok(()) => drop(self.answered.fetch_add(1, Ordering::Relaxed)),
            Err(cause) => self.failed.lock().expect("nobody panics").push(format!("{kind}: {cause:#}")),
        }
    }
}

/// Run it and print the report.
pub fn run(
    program: &Path,
    named: Option<&str>,
    (restarts, apart): (u32, Duration),
    clients: usize,
) -> Result<bool> {
    let folder = Folder::new()?;
    let runtime = tokio::runtime::Runtime::new()?;
    let congress = runtime.block_on(house::build(&folder, named, true))?.congress;
    let pid_file = folder.0.join("pid");
    let how = How { database_url: named, pid_file: Some(pid_file.clone()), ..How::default() };
    let mut running = Running::start_as(program, &folder, how)?;
    let load = Load::begin(running.address.trim_start_matches("http://"), clients);
    let began = Instant::now();
    let mut pid = next(&pid_file, "")?;
    let mut slowest = Duration::ZERO;
    for _ in 0..restarts {
        thread::sleep(apart);
        let asked = Instant::now();
        signal(&pid, "USR2")?;
        pid = next(&pid_file, &pid)?;
        slowest = slowest.max(asked.elapsed());
    }
    thread::sleep(Duration::from_millis(500));
    let (seen, acknowledged) = load.end()?;
    let took = began.elapsed().as_secs_f64();
    if restarts > 0 && running.ended(Duration::from_secs(90))?.is_none() {
        bail!("the first process does not end");
    }
    signal(&pid, "TERM")?;
    wait_for_the_end(&pid_file)?;
    let found = runtime.block_on(check::look(&folder, named, congress))?;
    let lost = acknowledged.keys().filter(|form| !found.forms.contains_key(*form)).count();
    let failed = seen.failed.lock().expect("no client is left");
    let answered = seen.answered.load(Ordering::Relaxed);
    println!(
        "restarts {restarts}, clients {}: {answered} answered in {took:.1} s ({:.0} a second), failed {}; lost {lost}, half \
         written {}, journal {}, slowest restart {} ms",
        clients * 3,
        answered as f64 / took,
        failed.len(),
        found.half,
        if found.chain { "in order" } else { "BROKEN" },
        slowest.as_millis()
    );
    for said in failed.iter().take(5) {
        println!("  {said}");
    }
    Ok(failed.is_empty() && lost + found.half == 0 && found.chain && answered > 0)
}

/// What was acknowledged: the receipt of each form.
type Acknowledged = BTreeMap<uuid::Uuid, String>;

/// The clients at work.
struct Load {
    seen: Arc<Seen>,
    acknowledged: Arc<Mutex<Acknowledged>>,
    stop: Arc<AtomicBool>,
    all: Vec<thread::JoinHandle<()>>,
}

impl Load {
    fn begin(address: &str, clients: usize) -> Self {
        let (seen, stop) = (Arc::new(Seen::default()), Arc::new(AtomicBool::new(false)));
        let acknowledged = Arc::new(Mutex::new(Acknowledged::new()));
        let all = (0..clients).flat_map(|_| ["kept", "new", "writer"]).map(|kind| {
            let (address, seen, stop, acknowledged) =
                (address.to_owned(), seen.clone(), stop.clone(), acknowledged.clone());
            thread::spawn(move || match kind {
                "writer" => writes(&address, &seen, &stop, &acknowledged),
                _ => reads(&address, kind == "kept", &seen, &stop),
            })
        });
        let all = all.collect();
        Self { seen, acknowledged, stop, all }
    }

    fn end(self) -> Result<(Arc<Seen>, Acknowledged)> {
        self.stop.store(true, Ordering::SeqCst);
        for client in self.all {
            client.join().map_err(|_| anyhow::anyhow!("a client broke down"))?;
        }
        let acknowledged = std::mem::take(&mut *self.acknowledged.lock().expect("no client is left"));
        Ok((self.seen, acknowledged))
    }
}

fn pid_of(file: &Path) -> Option<String> {
    let text = std::fs::read_to_string(file).ok()?;
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}

fn signal(pid: &str, name: &str) -> Result<()> {
    let ended = Command::new("kill").args(["-s", name, pid]).status()?;
    if ended.success() { Ok(()) } else { bail!("{pid} is not there") }
}

/// Wait until another process has written its number.
fn next(file: &Path, before: &str) -> Result<String> {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(120) {
        if let Some(pid) = pid_of(file).filter(|pid| pid != before) {
            return Ok(pid);
        }
        thread::sleep(Duration::from_millis(20));
    }
    bail!("no next process within two minutes")
}

fn wait_for_the_end(file: &Path) -> Result<()> {
    let began = Instant::now();
    while file.exists() {
        if began.elapsed() > Duration::from_secs(90) {
            bail!("it does not end");
        }
        thread::sleep(Duration::from_millis(20));
    }
    // The number goes last of all, the process a moment later.
    thread::sleep(Duration::from_millis(200));
    Ok(())
}

fn reads(address: &str, keeps: bool, seen: &Seen, stop: &AtomicBool) {
    let mut kept = None;
    let kind = if keeps { "a kept connection" } else { "a new connection" };
    while !stop.load(Ordering::SeqCst) {
        let outcome = read_once(address, &mut kept, keeps);
        if outcome.is_err() {
            kept = None;
        }
        seen.note(kind, outcome);
    }
}

/// One page, as a careful client asks for it: a connection is used again unless the answer said that it was the last.
fn read_once(address: &str, kept: &mut Option<BufReader<TcpStream>>, keeps: bool) -> Result<()> {
    let mut connection = match kept.take() {
        Some(connection) => connection,
        None => {
            let stream = TcpStream::connect(address).context("connect")?;
            stream.set_read_timeout(Some(Duration::from_secs(30)))?;
            BufReader::new(stream)
        }
    };
    let end = if keeps { "keep-alive" } else { "close" };
    let text = format!("GET /privacy HTTP/1.1\r\nhost: {address}\r\nconnection: {end}\r\n\r\n");
    connection.get_mut().write_all(text.as_bytes()).context("send")?;
    let (mut length, mut last, mut line) = (None, !keeps, String::new());
    connection.read_line(&mut line).context("read")?;
    if !line.starts_with("HTTP/1.1 200") {
        bail!("answered {line:?}");
    }
    loop {
        line.clear();
        connection.read_line(&mut line).context("read")?;
        let lower = line.trim().to_ascii_lowercase();
        if lower.is_empty() {
            break;
        }
        if let Some(value) = lower.strip_prefix("content-length:") {
            length = Some(value.trim().parse::<usize>()?);
        }
        last |= lower == "connection: close";
    }
    let mut body = vec![0; length.context("an answer without a length")?];
    connection.read_exact(&mut body).context("read the body")?;
    if !last {
        *kept = Some(connection);
    }
    Ok(())
}

fn writes(address: &str, seen: &Seen, stop: &AtomicBool, acknowledged: &Mutex<Acknowledged>) {
    let (agent, address) = (agent(), format!("http://{address}"));
    while !stop.load(Ordering::SeqCst) {
        let form = form();
        match hand_in(&agent, &address, form) {
            Some(receipt) => {
                acknowledged.lock().expect("nobody panics").insert(form, receipt);
                seen.note("a writer", Ok(()));
            }
            None => seen.note("a writer", Err(anyhow::anyhow!("not acknowledged"))),
        }
    }
}
