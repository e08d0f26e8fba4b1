//! How fast it is: loads a database, runs the work of `docs/performance.md` against the program as it is released, measures
//! the machine's limits in the same run, and prints the table with ratios and goals.

mod client;
mod drive;
mod limits;
mod load;
mod places;
mod process;
mod report;
mod works;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use chrono::Datelike;
use sea_orm::{ConnectionTrait, FromQueryResult};
use shuanglian::base::{App, Conn, Db, sql};
use shuanglian::cli::open_in;
use shuanglian::ledger::counts;
use uuid::Uuid;

use crate::check;
use crate::program::{Folder, How, Running, form};
use limits::FileServer;
use places::Places;
pub use report::compare;
use report::{Report, Row};
use works::Work;

/// What is asked for.
#[derive(clap::Args)]
pub struct Asked {
    /// Opinions to load.
    #[arg(long, default_value_t = 10_000)]
    cases: usize,
    /// `sqlite`, or the address of a PostgreSQL server on which databases may be made: `postgres://user@127.0.0.1/postgres`.
    #[arg(long, default_value = "sqlite")]
    database: String,
    /// Where to write what was measured.
    #[arg(long)]
    json: Option<PathBuf>,
    /// How long each kind of work goes on.
    #[arg(long, default_value_t = 3.0)]
    seconds: f64,
    /// Keep the loaded database in this folder, and take it from there the next time; on PostgreSQL the folder has what
    /// belongs to it, and the database itself stays on the server as `speed_kept`.
    #[arg(long)]
    keep: Option<PathBuf>,
    /// A Python that has moto, to measure also what a second node brings (PostgreSQL).
    #[arg(long)]
    python: Option<PathBuf>,
}

/// A database of our own on a server.
struct Own {
    server: String,
    name: String,
}

impl Own {
    /// A new one, for this run.
    async fn new(server: &str) -> Result<Self> {
        Self::named(server, format!("speed_{}", form().simple())).await
    }

    /// The one that stays from run to run.
    async fn kept(server: &str) -> Result<Self> {
        Self::named(server, "speed_kept".to_owned()).await
    }

    async fn named(server: &str, name: String) -> Result<Self> {
        let db = Db::connect(server).await?;
        let there =
            sql("SELECT CAST(1 AS bigint) AS n FROM pg_database WHERE datname = $1", [name.clone().into()]);
        if db.maybe::<Number>(there).await?.is_none() {
            db.migrating().execute_unprepared(&format!("CREATE DATABASE {name}")).await?;
        }
        db.close().await?;
        Ok(Self { server: server.to_owned(), name })
    }

    fn url(&self) -> Result<String> {
        let (before, _) = self.server.rsplit_once('/').context("the address of a server and a database")?;
        Ok(format!("{before}/{}", self.name))
    }

    async fn gone(self) -> Result<()> {
        let db = Db::connect(&self.server).await?;
        db.migrating().execute_unprepared(&format!("DROP DATABASE {} WITH (FORCE)", self.name)).await?;
        Ok(db.close().await?)
    }
}

/// Run it; whether nothing that must be so was broken. Goals that are missed are printed, they break nothing.
pub fn run(program: &Path, asked: &Asked) -> Result<bool> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let own = match asked.database.as_str() {
        "sqlite" => None,
        server if asked.keep.is_some() => Some(runtime.block_on(Own::kept(server))?),
        server => Some(runtime.block_on(Own::new(server))?),
    };
    let url = own.as_ref().map(Own::url).transpose()?;
    let report = runtime.block_on(measured(program, asked, url.as_deref()));
    if let Some(own) = own.filter(|_| asked.keep.is_none()) {
        runtime.block_on(own.gone())?;
    }
    let mut report = report?;
    if let Some(python) = asked.python.as_deref().filter(|_| url.is_some()) {
        let own = runtime.block_on(Own::new(&asked.database))?;
        let rows = nodes(program, &own.url()?, python, asked.seconds);
        runtime.block_on(own.gone())?;
        report.rows.extend(rows?);
        report.rows.sort_by(|a, b| a.id.cmp(&b.id));
    }
    report.print();
    if let Some(file) = &asked.json {
        report.write(file)?;
    }
    Ok(report.broken.is_empty())
}

async fn measured(program: &Path, asked: &Asked, url: Option<&str>) -> Result<Report> {
    let folder = match &asked.keep {
        Some(kept) => Folder::kept(kept)?,
        None => Folder::new()?,
    };
    let time = Duration::from_secs_f64(asked.seconds);
    let mut report = Report {
        cases: asked.cases,
        database: if url.is_some() { "PostgreSQL" } else { "SQLite" }.to_owned(),
        processors: std::thread::available_parallelism()?.get(),
        busy: [process::load(), 0.0],
        ..Report::default()
    };
    let begun = Instant::now();
    let (places, before, year) = loaded(&folder, url, asked.cases, &mut report).await?;
    report.loaded_in_seconds = begun.elapsed().as_secs_f64();
    report.bytes_on_disk = size(&folder, url).await?;
    let limit = limits(&folder, url, time, &mut report).await?;
    let mut work = begin(program, &folder, url, time).await?;
    let files = FileServer::start(&folder)?;
    work.1.hand_in(&places, limit).await?;
    work.1.public(&places, files.as_ref()).await?;
    drop(files);
    work.1.staff(&places, year).await?;
    work.1.sizes(&places).await?;
    // A telephone takes its time: not where everything is only done for a moment.
    if time >= Duration::from_secs(1) {
        work.1.paints(&places)?;
    }
    work.1.overload(&places).await?;
    let (running, work) = work;
    running.kill()?;
    report.rows.extend(work.rows);
    report.rows.push(memory(work.most));
    report.rows.sort_by(|a, b| a.id.cmp(&b.id));
    report.busy[1] = process::load();
    drop(work.database);
    whole(program, &folder, url, before + work.acknowledged, &mut report).await?;
    Ok(report)
}

/// Load it, unless it was kept; where there is something to look at, how many opinions, this year.
async fn loaded(
    folder: &Folder,
    url: Option<&str>,
    cases: usize,
    report: &mut Report,
) -> Result<(Places, usize, i32)> {
    let app = open_in(&folder.0, &check::url(folder, url)).await?;
    let congress = match shuanglian::access::store::homes(&app.db).await?.first() {
        Some(home) => home.id,
        None => load::load(&app, cases).await?,
    };
    let (places, count) = (Places::of(&app, congress).await?, load::count(&app, congress).await?);
    if recounted(&app, congress).await? {
        report.broken.push("the loader's counters are not what a recount gives".to_owned());
    }
    let year = app.clock.today().year();
    app.db.close().await?;
    Ok((places, count, year))
}

#[derive(FromQueryResult, PartialEq, Eq)]
struct Counted {
    person_id: Uuid,
    duty: String,
    target_id: Uuid,
    period_from: chrono::NaiveDate,
    done: i64,
}

/// Whether counting anew from the acts alone gives other counters than those kept.
async fn recounted(app: &App, congress: Uuid) -> Result<bool> {
    let text = "SELECT person_id, duty, target_id, period_from, done FROM duty_counts WHERE congress_id = $1 AND done <> 0 \
         ORDER BY person_id, duty, target_id, period_from";
    let before: Vec<Counted> = app.db.all(sql(text, [congress.into()])).await?;
    let tx = app.db.begin().await?;
    tx.run(sql("DELETE FROM duty_books WHERE congress_id = $1", [congress.into()])).await?;
    tx.commit().await?;
    ensure!(counts::recount_if_needed(app, congress).await?, "nothing was counted anew");
    let after: Vec<Counted> = app.db.all(sql(text, [congress.into()])).await?;
    Ok(before != after)
}

#[derive(FromQueryResult)]
struct Number {
    n: i64,
}

async fn size(folder: &Folder, url: Option<&str>) -> Result<u64> {
    let Some(url) = url else { return Ok(std::fs::metadata(folder.0.join("shuanglian.db"))?.len()) };
    let db = Db::connect(url).await?;
    let bytes: Number = db.one(sql("SELECT pg_database_size(current_database()) AS n", [])).await?;
    db.close().await?;
    Ok(bytes.n.unsigned_abs())
}

/// Measure the limits; the rate with which handing in is compared, and how much of it is wanted.
async fn limits(
    folder: &Folder,
    url: Option<&str>,
    time: Duration,
    report: &mut Report,
) -> Result<(Option<f64>, f64)> {
    let (alone, grouped) = limits::commits(folder, time).await?;
    report.limits.push(("durable commits of one row, SQLite".to_owned(), alone));
    report.limits.push(("durable rows in groups of 100, SQLite".to_owned(), grouped));
    let Some(url) = url else { return Ok((Some(alone), 4.0)) };
    let inserts = limits::inserts(url, folder, time).await?;
    if let Some(rate) = inserts {
        report.limits.push(("simple inserts of 32 clients, pgbench".to_owned(), rate));
    }
    Ok((inserts, 0.3))
}

/// Start the program as it is delivered, see the first page, and be ready to measure.
async fn begin(
    program: &Path,
    folder: &Folder,
    url: Option<&str>,
    time: Duration,
) -> Result<(Running, Work)> {
    let begun = Instant::now();
    // As it is delivered, with a line in its log for each request, which nobody reads.
    let env = vec![("SHUANGLIAN_LOG_LEVEL", "info".to_owned())];
    let how = How { database_url: url, env, log: Some("/dev/null".into()), ..How::default() };
    let running = Running::start_as(program, folder, how)?;
    let to: SocketAddr = running.address.trim_start_matches("http://").parse()?;
    let answer = client::Connection::new(to, 0).ask(&client::get(to, "/", "", true)).await?;
    ensure!(answer.status == 200, "the first page is {}", answer.status);
    let first = begun.elapsed().as_secs_f64();
    let database = match url {
        Some(url) => Some(Db::connect(url).await?),
        None => None,
    };
    let pid = running.pid();
    let row = Row {
        id: "P4".to_owned(),
        work: "first page after start, s".to_owned(),
        value: Some(first),
        goal: "≤ 0.3 s".to_owned(),
        met: Some(first <= 0.3),
        ..Row::default()
    };
    Ok((running, Work { to, pid, database, time, rows: vec![row], most: 0.0, acknowledged: 0 }))
}

/// P6: what a second node brings.
fn nodes(program: &Path, url: &str, python: &Path, seconds: f64) -> Result<Vec<Row>> {
    let rates = crate::nodes::rates(program, url, python, Duration::from_secs_f64(seconds))?;
    let row = |rate: crate::nodes::Rates| Row {
        id: "P6".to_owned(),
        work: format!("{}, with two nodes", rate.what),
        per_second: rate.two.a_second,
        cpu_ms: rate.two.cpu_ms,
        ratio: Some(rate.two.a_second / rate.one.a_second),
        goal: format!("≥ 1.8 × one node; with a core for each at most {:.2} ×", rate.at_most()),
        met: Some(rate.two.a_second / rate.one.a_second >= 1.8),
        ..Row::default()
    };
    Ok(rates.into_iter().map(row).collect())
}

fn memory(most: f64) -> Row {
    Row {
        id: "P4".to_owned(),
        work: "most memory, MiB PSS".to_owned(),
        value: Some(most),
        goal: "≤ 100 MiB".to_owned(),
        met: Some(most <= 100.0),
        ..Row::default()
    }
}

/// What must be so whatever the speed: every acknowledged opinion is there, the journal is in order, counters are what a
/// recount gives, every kind of work was done.
async fn whole(
    program: &Path,
    folder: &Folder,
    url: Option<&str>,
    least: usize,
    report: &mut Report,
) -> Result<()> {
    let mut verify = Command::new(program);
    verify.args(["verify-audit", "--data"]).arg(&folder.0);
    match url {
        Some(url) => verify.env("DATABASE_URL", url),
        None => verify.env_remove("DATABASE_URL"),
    };
    let out = verify.output()?;
    if !out.status.success() {
        report.broken.push(format!("verify-audit: {}", String::from_utf8_lossy(&out.stdout)));
    }
    let app = open_in(&folder.0, &check::url(folder, url)).await?;
    for home in shuanglian::access::store::homes(&app.db).await? {
        let count = load::count(&app, home.id).await?;
        if count < least {
            report.broken.push(format!("{least} opinions were acknowledged, {count} are there"));
        }
        if !shuanglian::cases::store::tallies_are_true(&app.db, home.id).await? {
            report.broken.push("the tallies of opinions are not what counting gives".to_owned());
        }
        if recounted(&app, home.id).await? {
            report.broken.push("counters are not what a recount gives".to_owned());
        }
    }
    app.db.close().await?;
    for row in report.rows.iter().filter(|row| row.value.is_none()) {
        if row.done == 0 || (row.failed > 0 && row.id != "P5") {
            report.broken.push(format!("{} {}: {} done, {} failed", row.id, row.work, row.done, row.failed));
        }
    }
    Ok(())
}
