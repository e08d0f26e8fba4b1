//! The work: what voters and staff ask for, and what it costs.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use rand::{SeedableRng, rngs::StdRng};
use sea_orm::FromQueryResult;
use shuanglian::access::Role;
use shuanglian::base::{Conn, Db, sql};

use super::client::{Connection, get, post};
use super::drive::{self, Make, Tally, within};
use super::limits::FileServer;
use super::load::{COMMON, RARE, Texts};
use super::places::{Places, enter};
use super::process;
use super::report::Row;
use crate::program::form;

/// Clients of work that is not about how many there are.
const CLIENTS: usize = 8;

/// The running program, and how its work is measured.
pub struct Work {
    pub to: SocketAddr,
    pub pid: u32,
    /// A connection of our own that tells PostgreSQL's processes; none on SQLite.
    pub database: Option<Db>,
    pub time: Duration,
    pub rows: Vec<Row>,
    /// The most memory seen, megabytes.
    pub most: f64,
    /// Opinions acknowledged.
    pub acknowledged: usize,
}

#[derive(FromQueryResult)]
struct Process {
    pid: i32,
}

impl Work {
    /// Processes of the database that work for this program, each with what it spent.
    async fn database_cpu(&self) -> Result<BTreeMap<u32, f64>> {
        let Some(db) = &self.database else { return Ok(BTreeMap::new()) };
        let text = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()";
        let all: Vec<Process> = db.all(sql(text, [])).await?;
        let pids: Vec<u32> = all.into_iter().filter_map(|row| u32::try_from(row.pid).ok()).collect();
        Ok(process::cpu_of(&pids))
    }

    /// Do a piece of work with so many clients and note what it cost.
    async fn measure(
        &mut self,
        (id, work): (&str, &str),
        clients: usize,
        make: &Make,
        wanted: u16,
    ) -> Result<Tally> {
        let (own, database) = (process::cpu(self.pid)?, self.database_cpu().await?);
        let tally = drive::closed(self.to, clients, self.time, make, wanted).await?;
        let spent = process::cpu(self.pid)? - own;
        let for_database = process::spent(&database, &self.database_cpu().await?);
        self.most = self.most.max(process::memory(self.pid)?);
        let done = tally.served.len();
        let each = |seconds: f64| seconds * 1000.0 / (done.max(1) as f64);
        self.rows.push(Row {
            id: id.to_owned(),
            work: work.to_owned(),
            done,
            per_second: tally.rate(),
            cpu_ms: each(spent),
            cpu_database_ms: each(for_database),
            half_ms: within(&tally.served, 50),
            p99_ms: within(&tally.served, 99),
            bytes: tally.bytes / done.max(1),
            refused: tally.refused.len(),
            failed: tally.failed,
            ..Row::default()
        });
        Ok(tally)
    }

    /// The row of the work done last.
    fn last(&mut self) -> &mut Row {
        self.rows.last_mut().expect("something was measured")
    }

    /// P1: opinions are handed in. `limit` is a rate to be compared with, and how much of it is wanted.
    pub async fn hand_in(&mut self, places: &Places, (limit, of): (Option<f64>, f64)) -> Result<()> {
        let make = opinions(self.to, places)?;
        for clients in [8, 64] {
            let tally =
                self.measure(("P1", &format!("hand in, {clients} clients")), clients, &make, 303).await?;
            self.acknowledged += tally.served.len();
            let row = self.last();
            row.ratio = limit.map(|limit| row.per_second / limit);
            row.goal = format!("≥ {of} × commits, ≤ 0.8 ms, p99 ≤ 50 ms, 0 refused");
            let fast = row.ratio.is_none_or(|ratio| ratio >= of) && row.cpu_ms <= 0.8 && row.p99_ms <= 50.0;
            row.met = Some(fast && row.refused + row.failed == 0);
        }
        Ok(())
    }

    /// P2: pages that everybody sees, beside a file server with the same bytes; each page of a kind in turn.
    pub async fn public(&mut self, places: &Places, files: Option<&FileServer>) -> Result<()> {
        let of =
            |before: &str, codes: &[String]| codes.iter().map(|code| format!("{before}{code}")).collect();
        let kinds: [(&str, Vec<String>); 5] = [
            ("home", vec!["/".to_owned()]),
            ("deputy", of("/deputies/", &places.deputies)),
            ("station", of("/stations/", &places.stations)),
            ("opinion", of("/opinions/", &places.numbers)),
            ("form", of("/d/", &places.deputies)),
        ];
        for (name, paths) in kinds {
            let packings: &[bool] = if name == "form" { &[true] } else { &[false, true] };
            for packed in packings {
                let work = if *packed { format!("{name}, packed") } else { name.to_owned() };
                self.page(("P2", &work), "", &paths, *packed).await?;
                let limit = match files {
                    Some(files) => Some(self.beside(files, &paths[0], *packed).await?),
                    None => None,
                };
                let row = self.last();
                row.ratio = limit.map(|limit| row.per_second / limit);
                row.goal = "≤ 0.2 ms, ≥ 0.2 × nginx".to_owned();
                row.met = Some(row.cpu_ms <= 0.2 && row.ratio.is_none_or(|ratio| ratio >= 0.2));
            }
        }
        // A receipt is for who holds it: nothing of it is kept.
        self.page(("P2", "receipt"), "", &of("/receipts/", &places.receipts), true).await?;
        let row = self.last();
        row.goal = "≤ 1 ms".to_owned();
        row.met = Some(row.cpu_ms <= 1.0);
        Ok(())
    }

    /// How many a second the file server serves of the bytes of a page.
    async fn beside(&self, files: &FileServer, path: &str, packed: bool) -> Result<f64> {
        let mut connection = Connection::new(self.to, 0);
        let answer = connection.ask(&get(self.to, path, "", packed)).await?;
        files.put("page", &answer.body)?;
        let to = files.address;
        let make: Make = Arc::new(move |_| get(to, "/page", "", packed));
        Ok(drive::closed(to, CLIENTS, self.time.min(Duration::from_secs(1)), &make, 200).await?.rate())
    }

    /// Pages of a kind, each in turn.
    async fn page(&mut self, what: (&str, &str), cookie: &str, paths: &[String], packed: bool) -> Result<()> {
        ensure!(!paths.is_empty(), "there is no page of this kind: {}", what.1);
        let to = self.to;
        let all: Vec<Vec<u8>> = paths.iter().map(|path| get(to, path, cookie, packed)).collect();
        let make: Make = Arc::new(move |turn| all[turn % all.len()].clone());
        self.measure(what, CLIENTS, &make, 200).await?;
        Ok(())
    }

    /// P2 and P3: what the staff look at: their pages, lists at the top and far down, searches, dashboards, yearly tables.
    pub async fn staff(&mut self, places: &Places, year: i32) -> Result<()> {
        let cookies: BTreeMap<&str, String> = self.let_in(places).await?;
        let commission = "commission";
        let search = |words: &str| format!("/search?q={}", super::client::encoded(words));
        let opened: Vec<String> = places.cases.iter().map(|id| format!("/cases/{id}")).collect();
        let one = |path: String| vec![path];
        let works: Vec<(&str, &str, &str, Vec<String>)> = vec![
            ("P2", "case, commission", commission, opened),
            ("P3", "public list, top", "", one("/opinions".to_owned())),
            ("P3", "public list, deep", "", one(format!("/opinions?after={}", places.deep_public))),
            ("P3", "list, top", commission, one("/cases?show=all".to_owned())),
            ("P3", "list, deep", commission, one(format!("/cases?show=all&after={}", places.deep))),
            ("P3", "list of what waits", commission, one("/cases".to_owned())),
            ("P3", "list of what waits, organ", "organ", one("/cases".to_owned())),
            ("P3", "list, organ", "organ", one("/cases?show=all".to_owned())),
            ("P3", "list, town", "local-office", one("/cases?show=all".to_owned())),
            ("P3", "desk, commission", commission, one("/desk".to_owned())),
            ("P3", "desk, organ", "organ", one("/desk".to_owned())),
            ("P3", "desk, deputy", "deputy", one("/desk".to_owned())),
            ("P3", "desk, leadership", "leadership", one("/desk".to_owned())),
            ("P3", "search, rare", commission, one(search(RARE))),
            ("P3", "search, common", commission, one(search(COMMON))),
            ("P3", "search, common, organ", "organ", one(search(COMMON))),
            ("P3", "overview, month", "leadership", one("/overview".to_owned())),
            ("P3", "overview, year", "leadership", one(format!("/overview?period={year}"))),
            ("P3", "duties of the year", commission, one(format!("/duties?year={year}&show=all"))),
            ("P3", "points of the year", commission, one(format!("/points/{year}"))),
        ];
        for (id, work, role, paths) in works {
            let cookie = cookies.get(role).cloned().unwrap_or_default();
            self.page((id, work), &cookie, &paths, true).await?;
            let (most, goal) =
                if id == "P2" { (1.0, "≤ 1 ms") } else { (10.0, "≤ 10 ms at 1M, ≤ 1.5 × of 10k") };
            let row = self.last();
            row.goal = goal.to_owned();
            row.met = Some(row.cpu_ms + row.cpu_database_ms <= most);
        }
        Ok(())
    }

    async fn let_in(&self, places: &Places) -> Result<BTreeMap<&'static str, String>> {
        let mut cookies = BTreeMap::new();
        for role in [Role::Commission, Role::Organ, Role::LocalOffice, Role::Deputy, Role::Leadership] {
            cookies.insert(role.word(), enter(self.to, places, role).await?);
        }
        Ok(cookies)
    }

    /// P5: far more people than can be served; then as few as before.
    pub async fn overload(&mut self, places: &Places) -> Result<()> {
        let make = opinions(self.to, places)?;
        let busiest = self.rows.iter().filter(|row| row.id == "P1").map(|row| row.per_second);
        let capacity = busiest.fold(0.0, f64::max);
        let long = self.time * 2;
        for (work, times, time) in [
            ("half of what it can", 0.5, self.time),
            ("ten times what it can", 10.0, long),
            ("half again, from 1 s after", 0.5, long.min(Duration::from_secs(4))),
        ] {
            if times < 1.0 && self.rows.iter().any(|row| row.id == "P5") {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            let (own, rate) = (process::cpu(self.pid)?, capacity * times);
            let tally = drive::open(self.to, rate, time, &make, 303).await?;
            self.acknowledged += tally.served.len();
            let spent = process::cpu(self.pid)? - own;
            self.most = self.most.max(process::memory(self.pid)?);
            let done = tally.served.len();
            let row = Row {
                id: "P5".to_owned(),
                work: work.to_owned(),
                done,
                per_second: tally.rate(),
                cpu_ms: spent * 1000.0 / done.max(1) as f64,
                half_ms: within(&tally.served, 50),
                p99_ms: within(&tally.served, 99),
                bytes: tally.bytes / done.max(1),
                refused: tally.refused.len(),
                failed: tally.failed,
                ratio: Some(tally.rate() / capacity),
                ..Row::default()
            };
            self.rows.push(row);
            self.judge_overload(times, &tally);
        }
        Ok(())
    }

    fn judge_overload(&mut self, times: f64, tally: &Tally) {
        let slowest_no = within(&tally.refused, 99);
        let row = self.last();
        if times > 1.0 {
            row.goal = format!("≥ 0.9 of capacity; told to wait within 50 ms (here p99 {slowest_no:.0} ms)");
            let told = slowest_no <= 50.0 && tally.unsaid == 0 && tally.failed == 0;
            row.met = Some(row.ratio.is_some_and(|ratio| ratio >= 0.9) && told);
        } else {
            row.goal = "p99 ≤ 300 ms, 0 refused".to_owned();
            row.met = Some(row.p99_ms <= 300.0 && row.refused + row.failed == 0);
        }
    }

    /// P7: when a telephone shows the largest thing of a page; nothing where there is no Node.js with its packages.
    pub fn paints(&mut self, places: &Places) -> Result<()> {
        const SCRIPT: &str = "e2e/paint.mjs";
        let pages = phone_pages(places);
        let mut command = Command::new("node");
        command.arg(SCRIPT).arg(format!("http://{}", self.to)).args(pages.iter().map(|(_, path)| path));
        let Some(out) = command.output().ok().filter(|out| out.status.success()) else {
            println!("{SCRIPT} does not run here: when telephones paint is not measured");
            return Ok(());
        };
        let painted: BTreeMap<String, f64> = serde_json::from_slice(&out.stdout)?;
        for (name, path) in pages {
            let value = painted.get(&path).copied().context("a page that was not painted")? / 1000.0;
            self.rows.push(Row {
                id: "P7".to_owned(),
                work: format!("{name}, largest paint, s"),
                value: Some(value),
                goal: "≤ 1.5 s".to_owned(),
                met: Some(value <= 1.5),
                ..Row::default()
            });
        }
        Ok(())
    }

    /// P7: what a telephone has to fetch.
    pub async fn sizes(&mut self, places: &Places) -> Result<()> {
        let mut connection = Connection::new(self.to, 0);
        let mut home = Vec::new();
        for (name, path) in phone_pages(places) {
            let packed = connection.ask(&get(self.to, &path, "", true)).await?.body.len();
            self.size(name, packed, 14.0);
            if home.is_empty() {
                home = connection.ask(&get(self.to, &path, "", false)).await?.body;
            }
        }
        let home = String::from_utf8_lossy(&home).into_owned();
        for (ending, most) in [(".css", 12.0), (".js", 6.0)] {
            let assets = home.split('"').filter(|it| it.starts_with("/assets/") && it.contains(ending));
            let mut sum = 0;
            for asset in assets {
                sum += connection.ask(&get(self.to, asset, "", true)).await?.body.len();
            }
            self.size(ending, sum, most);
        }
        Ok(())
    }

    fn size(&mut self, name: &str, bytes: usize, most: f64) {
        let value = bytes as f64 / 1024.0;
        self.rows.push(Row {
            id: "P7".to_owned(),
            work: format!("{name}, packed, KB"),
            value: Some(value),
            goal: format!("≤ {most} KB"),
            met: Some(bytes > 0 && value <= most),
            ..Row::default()
        });
    }
}

/// What people look at on their telephones: its name, and where it is.
fn phone_pages(places: &Places) -> [(&'static str, String); 6] {
    let first = |codes: &[String]| codes.first().cloned().unwrap_or_default();
    [
        ("home", "/".to_owned()),
        ("deputy", format!("/deputies/{}", first(&places.deputies))),
        ("station", format!("/stations/{}", first(&places.stations))),
        ("opinion", format!("/opinions/{}", first(&places.numbers))),
        ("form", format!("/d/{}", first(&places.deputies))),
        ("list", "/opinions".to_owned()),
    ]
}

/// Opinions as a voter's browser sends them, each with an id of its own.
fn opinions(to: SocketAddr, places: &Places) -> Result<Make> {
    let texts = Texts::new()?;
    let mut rng = StdRng::seed_from_u64(11);
    let bodies: Vec<String> = (0..500).map(|_| texts.opinion(&mut rng)).collect();
    let deputies: Vec<String> = places.deputies.iter().map(|code| format!("d:{code}")).collect();
    Ok(Arc::new(move |turn| {
        let id = form().to_string();
        let whom = deputies.get(turn % deputies.len().max(1)).map_or("", String::as_str);
        let body = bodies[turn % bodies.len()].as_str();
        let fields =
            [("form", id.as_str()), ("body", body), ("answer_by", "online"), ("open", "yes"), ("to", whom)];
        post(to, "/opinions", &fields)
    }))
}
