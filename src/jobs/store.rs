use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{DbBackend, FromQueryResult};
use uuid::Uuid;

use super::{NewJob, Outcome, pause};
use crate::base::{App, Conn, Result, Tx, sql};

/// A job as claimed.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Job {
    /// The congress.
    pub congress_id: Uuid,
    /// Its id.
    pub id: Uuid,
    /// Which kind of work.
    pub name: String,
    /// What the work needs, as JSON.
    pub payload: String,
    /// Tries so far.
    pub tries: i64,
    /// `waiting`, `done` or `failed`.
    pub state: String,
    /// What the last try said.
    pub said: String,
    /// When it is due.
    pub run_at: DateTime<Utc>,
}

const COLUMNS: &str = "congress_id, id, name, payload, tries, state, said, run_at";

/// Give up after this many tries.
pub const MOST_TRIES: i64 = 12;

/// Write a job down within an act; one that is there already by its key stays as it is.
pub async fn enqueue(tx: &Tx, app: &App, job: NewJob) -> Result<()> {
    let text = "INSERT INTO jobs (congress_id, id, key, name, payload, run_at, state) \
         VALUES ($1, $2, $3, $4, $5, $6, 'waiting') ON CONFLICT DO NOTHING";
    let values = [
        job.congress.into(),
        app.chance.id(app.clock.now()).into(),
        job.key.into(),
        job.name.into(),
        job.payload.to_string().into(),
        job.run_at.into(),
    ];
    tx.put(sql(text, values)).await
}

/// Claim the next due job for a while.
pub(super) async fn claim(app: &App, now: DateTime<Utc>, hold: TimeDelta) -> Result<Option<Job>> {
    let tx = app.db.begin().await?;
    let skip = if tx.backend() == DbBackend::Postgres { " FOR UPDATE SKIP LOCKED" } else { "" };
    let text = format!(
        "SELECT {COLUMNS} FROM jobs WHERE state = 'waiting' AND run_at <= $1 \
         AND (claimed_until IS NULL OR claimed_until < $1) ORDER BY run_at LIMIT 1{skip}"
    );
    let found: Option<Job> = tx.maybe(sql(text, [now.into()])).await?;
    if let Some(job) = &found {
        let text = "UPDATE jobs SET claimed_until = $3, tries = tries + 1 WHERE congress_id = $1 AND id = $2";
        tx.put(sql(text, [job.congress_id.into(), job.id.into(), (now + hold).into()])).await?;
    }
    tx.commit().await?;
    Ok(found)
}

/// Whether any job is due, without taking the writer's desk.
pub(super) async fn any_due(app: &App, now: DateTime<Utc>) -> Result<bool> {
    let text = "SELECT id FROM jobs WHERE state = 'waiting' AND run_at <= $1 \
         AND (claimed_until IS NULL OR claimed_until < $1) LIMIT 1";
    #[derive(FromQueryResult)]
    struct Id {
        #[expect(dead_code, reason = "only whether there is a row")]
        id: Uuid,
    }
    Ok(app.db.maybe::<Id>(sql(text, [now.into()])).await?.is_some())
}

/// Note how a try ended, unless the claim expired meanwhile and the job is another runner's now.
pub(super) async fn settle(app: &App, job: &Job, outcome: Outcome) -> Result<()> {
    let now = app.clock.now();
    let tries = job.tries + 1;
    let (state, said, run_at, counted) = match outcome {
        Outcome::Done => ("done", String::new(), now, tries),
        Outcome::Later(then) => ("waiting", String::new(), then, job.tries),
        Outcome::Retry(said) if tries < MOST_TRIES => ("waiting", said, now + pause(job.tries), tries),
        Outcome::Retry(said) | Outcome::GiveUp(said) => ("failed", said, now, tries),
    };
    let tx = app.db.begin().await?;
    let text = "UPDATE jobs SET state = $3, said = $4, run_at = $5, claimed_until = NULL, tries = $7 \
         WHERE congress_id = $1 AND id = $2 AND tries = $6";
    let values = [
        job.congress_id.into(),
        job.id.into(),
        state.into(),
        said.into(),
        run_at.into(),
        tries.into(),
        counted.into(),
    ];
    tx.put(sql(text, values)).await?;
    tx.commit().await
}

/// Jobs that wait or failed, for administrators.
pub async fn waiting(at: &impl Conn, congress: Uuid) -> Result<Vec<Job>> {
    let text = format!(
        "SELECT {COLUMNS} FROM jobs WHERE congress_id = $1 AND state <> 'done' ORDER BY run_at LIMIT 200"
    );
    at.all(sql(text, [congress.into()])).await
}

/// When a job was done last, as far as that is not in the future.
pub async fn last_done(at: &impl Conn, congress: Uuid, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    #[derive(FromQueryResult)]
    struct Last {
        run_at: DateTime<Utc>,
    }
    let text = "SELECT run_at FROM jobs WHERE congress_id = $1 AND state = 'done' AND run_at <= $2 \
         ORDER BY run_at DESC LIMIT 1";
    Ok(at.maybe::<Last>(sql(text, [congress.into(), now.into()])).await?.map(|last| last.run_at))
}

/// How many jobs should have begun some time ago and have not.
pub async fn overdue(at: &impl Conn, congress: Uuid, now: DateTime<Utc>, late: TimeDelta) -> Result<i64> {
    #[derive(FromQueryResult)]
    struct Count {
        n: i64,
    }
    let text = "SELECT count(*) AS n FROM jobs WHERE congress_id = $1 AND state = 'waiting' AND run_at < $2 \
         AND (claimed_until IS NULL OR claimed_until < $3)";
    let count: Count = at.one(sql(text, [congress.into(), (now - late).into(), now.into()])).await?;
    Ok(count.n)
}

/// How many jobs of the deployment are in a state, for the metrics.
pub async fn count(at: &impl Conn, state: &str) -> Result<i64> {
    #[derive(FromQueryResult)]
    struct Count {
        n: i64,
    }
    let count: Count = at.one(sql("SELECT count(*) AS n FROM jobs WHERE state = $1", [state.into()])).await?;
    Ok(count.n)
}
