//! Loads a congress with as many opinions as asked for, fast, and so that everything the program promises of its rows
//! holds of these too: the demo lives first, by the program's own acts; then its stories are told again and again, on the
//! same days, with other words, ids, numbers and receipts. The journal is chained by the program, the index filled and the
//! duties recounted by it.

mod rows;
mod templates;
mod texts;

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};
use shuanglian::base::{App, Conn, Tx, day_of, sql};
use shuanglian::demo::{self, Size};
use shuanglian::journal::{self, Author, Happening};
use shuanglian::ledger::counts;
use uuid::Uuid;

use rows::Told;
use templates::Template;
pub use texts::{COMMON, RARE, Texts};

/// Opinions of one transaction.
const AT_ONCE: usize = 500;
/// Entries of the journal of one transaction.
const ENTRIES: usize = 10_000;
/// How often the rare name comes up.
const RARELY: usize = 7;
/// Below so many opinions the demo is a small one, which is there at once.
const SMALL: usize = 5_000;
/// The luck of the loader.
const SEED: u64 = 7;

/// A story as it is told once more.
#[derive(Debug, Clone, Copy)]
struct Once {
    template: usize,
    /// Milliseconds later than the story.
    later: i64,
    salt: u64,
}

impl Once {
    fn at(&self, moment: DateTime<Utc>) -> DateTime<Utc> {
        moment + TimeDelta::milliseconds(self.later)
    }

    /// The id that stands here for one of the story: of its own moment, so that it sorts by time as all ids do.
    fn id(&self, old: Uuid) -> Uuid {
        let old = old.as_u128();
        let (high, low) =
            (mixed(old as u64 ^ self.salt), mixed((old as u64).rotate_left(17) ^ mixed(self.salt)));
        let luck = (u128::from(high) << 64) | u128::from(low);
        let kept = (0xF_u128 << 76) | (0b11_u128 << 62);
        let moment = ((old >> 80) + u128::from(self.later.unsigned_abs())) << 80;
        let random = luck & !kept & (!0 >> 48);
        Uuid::from_u128(moment | (old & kept) | random)
    }
}

/// Well mixed bits (splitmix64).
fn mixed(seed: u64) -> u64 {
    let z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Load so many opinions into an empty database; the congress.
pub async fn load(app: &App, wanted: usize) -> Result<Uuid> {
    let size = if wanted < SMALL { small() } else { Size::WHOLE };
    let congress = demo::load(app, &size, &|_, _, _| {}).await?.congress;
    let templates = templates::read(&app.db, congress).await?;
    let there = count(app, congress).await?;
    let mut rng = StdRng::seed_from_u64(SEED);
    let plan = plan(&templates, wanted.saturating_sub(there), &mut rng);
    let texts = Texts::new()?;
    let mut numbers = Numbers::of(app, congress).await?;
    rows::prepare(app, &templates).await?;
    let rare_every = (plan.len() / RARELY).max(1);
    let mut told = Vec::with_capacity(AT_ONCE);
    for (n, once) in plan.iter().enumerate() {
        let mut body = texts.opinion(&mut rng);
        if n % rare_every == rare_every / 2 {
            body.push_str(&format!("另外，{RARE}的船也该修了。"));
        }
        let raised = once.at(templates[once.template].case.raised_at);
        told.push(Told { once: *once, number: numbers.next(raised), line: texts::line(&body), body });
        if told.len() == AT_ONCE || n + 1 == plan.len() {
            rows::insert(app, congress, &templates, &told).await?;
            told.clear();
        }
    }
    rows::tidy(app).await?;
    entries(app, congress, &templates, &plan).await?;
    let tx = app.db.begin().await?;
    numbers.keep(&tx, congress).await?;
    // Without its fingerprint the program counts anew.
    tx.run(sql("DELETE FROM duty_books WHERE congress_id = $1", [congress.into()])).await?;
    tx.commit().await?;
    counts::recount_if_needed(app, congress).await?;
    if app.db.backend() != DbBackend::Sqlite {
        // What it does by itself as rows come in, or within a minute after so many came at once.
        app.db.migrating().execute_unprepared("VACUUM ANALYZE").await?;
    }
    Ok(congress)
}

/// A small congress with a few stories of each kind.
fn small() -> Size {
    Size {
        towns: 3,
        villages: 2,
        constituencies: 6,
        deputies: 14,
        members: 3,
        groups: 3,
        stations: 3,
        opinions: 24,
        days: 70,
    }
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

/// How many opinions there are.
pub async fn count(app: &App, congress: Uuid) -> Result<usize> {
    let text = "SELECT count(*) AS n FROM cases WHERE congress_id = $1";
    Ok(usize::try_from(app.db.one::<Count>(sql(text, [congress.into()])).await?.n)?)
}

/// Which stories are told again, in the order of time: some far more often than others, so that organs and towns differ.
fn plan(templates: &[Template], wanted: usize, rng: &mut StdRng) -> Vec<Once> {
    let mut plan: Vec<Once> = (0..wanted)
        .map(|_| {
            let rank = texts::skewed(rng, templates.len());
            let template = (rank * 7_919) % templates.len();
            let later = rng.random_range(0..=templates[template].room);
            Once { template, later, salt: rng.random() }
        })
        .collect();
    plan.sort_by_key(|once| once.at(templates[once.template].case.raised_at));
    plan
}

/// The running numbers of the years.
struct Numbers(BTreeMap<i32, i64>);

#[derive(FromQueryResult)]
struct Series {
    name: String,
    value: i64,
}

impl Numbers {
    async fn of(app: &App, congress: Uuid) -> Result<Self> {
        let text = "SELECT name, value FROM counters WHERE congress_id = $1 AND name LIKE 'cases-%'";
        let all: Vec<Series> = app.db.all(sql(text, [congress.into()])).await?;
        let year = |name: &str| name.trim_start_matches("cases-").parse().context("a year's series");
        let all: Result<_> = all.iter().map(|row| Ok((year(&row.name)?, row.value))).collect();
        Ok(Self(all?))
    }

    fn next(&mut self, raised: DateTime<Utc>) -> String {
        let year = day_of(raised).year();
        let value = self.0.entry(year).or_default();
        *value += 1;
        format!("{year}-{value:06}")
    }

    async fn keep(&self, tx: &Tx, congress: Uuid) -> Result<()> {
        for (year, value) in &self.0 {
            let text = "UPDATE counters SET value = $3 WHERE congress_id = $1 AND name = $2";
            tx.run(sql(text, [congress.into(), format!("cases-{year}").into(), (*value).into()])).await?;
        }
        Ok(())
    }
}

/// The journal of all that is told again, in the order of time.
async fn entries(app: &App, congress: Uuid, templates: &[Template], plan: &[Once]) -> Result<()> {
    let mut all: Vec<(i64, u32, u32)> = Vec::new();
    for (n, once) in plan.iter().enumerate() {
        for (e, entry) in templates[once.template].entries.iter().enumerate() {
            all.push((once.at(entry.at).timestamp_millis(), u32::try_from(n)?, u32::try_from(e)?));
        }
    }
    all.sort_unstable();
    let mut words = Kept::default();
    for some in all.chunks(ENTRIES) {
        let mut happened = Vec::with_capacity(some.len());
        for (_, n, e) in some {
            let once = &plan[*n as usize];
            let template = &templates[once.template];
            let entry = &template.entries[*e as usize];
            let mut facts = entry.facts.clone();
            for id in template.rows.iter().map(|(_, row)| row.id).chain([template.case.id]) {
                let old = id.to_string();
                if facts.contains(&old) {
                    facts = facts.replace(&old, &once.id(id).to_string());
                }
            }
            let author = Author {
                congress,
                account: entry.account_id,
                role: words.word(&entry.role),
                at: once.at(entry.at),
            };
            let happening = Happening {
                kind: entry.kind.clone(),
                subject: words.word(&entry.subject),
                subject_id: once.id(entry.subject_id),
                facts: serde_json::from_str(&facts)?,
            };
            happened.push((author, happening));
        }
        let tx = app.db.begin().await?;
        journal::append_all(&tx, congress, happened).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The journal's words live as long as the program; there are a few dozen of them.
#[derive(Default)]
struct Kept(BTreeMap<String, &'static str>);

impl Kept {
    fn word(&mut self, word: &str) -> &'static str {
        if let Some(kept) = self.0.get(word) {
            return kept;
        }
        let kept: &'static str = Box::leak(word.to_owned().into_boxed_str());
        self.0.insert(word.to_owned(), kept);
        kept
    }
}
