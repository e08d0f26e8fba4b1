//! What is done once each day in each congress.

use chrono::{Days, NaiveDate, TimeDelta};
use serde_json::json;
use uuid::Uuid;

use super::{NewJob, Outcome, enqueue};
use crate::base::{App, Result, Tx, start_of};

/// A kind of job that runs once each day. Its work winds the next day's in its own transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Daily {
    /// Its name.
    pub name: &'static str,
    /// At which minute of the day, by China's clocks, it runs.
    pub minute: i64,
}

impl Daily {
    /// It runs on a day: written down once, however often it is asked for.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn wind(self, tx: &Tx, app: &App, congress: Uuid, day: NaiveDate) -> Result<()> {
        let (key, run_at) = (format!("{}:{day}", self.name), start_of(day) + TimeDelta::minutes(self.minute));
        enqueue(tx, app, NewJob { congress, key, name: self.name, payload: json!({}), run_at }).await
    }

    /// It runs tomorrow.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn wind_on(self, tx: &Tx, app: &App, congress: Uuid) -> Result<()> {
        self.wind(tx, app, congress, app.clock.today() + Days::new(1)).await
    }
}

/// Whatever went wrong may go right later.
pub fn outcome(done: Result<()>) -> Outcome {
    match done {
        Ok(()) => Outcome::Done,
        Err(cause) => Outcome::Retry(cause.to_string()),
    }
}
