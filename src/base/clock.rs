use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

/// Where the time comes from. China has one zone, and deadlines are days in it.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    Running { ahead_millis: i64 },
    Held(Arc<AtomicI64>),
}

/// Moves a held clock: tests and the demo let years pass with it.
#[derive(Clone, Debug)]
pub struct Hand(Arc<AtomicI64>);

impl Clock {
    /// The computer's clock.
    pub fn running() -> Self {
        Self(Source::Running { ahead_millis: 0 })
    }

    /// The computer's clock, moved so that today is `day`: rehearses a term's end (`--today`).
    pub fn running_on(day: NaiveDate) -> Self {
        let real = Self::running();
        let ahead = day - real.today();
        Self(Source::Running { ahead_millis: ahead.num_milliseconds() })
    }

    /// A clock that stands at `moment` until its hand is moved.
    pub fn held_at(moment: DateTime<Utc>) -> (Self, Hand) {
        let millis = Arc::new(AtomicI64::new(moment.timestamp_millis()));
        (Self(Source::Held(millis.clone())), Hand(millis))
    }

    /// Now, to the millisecond: what both databases keep without loss.
    pub fn now(&self) -> DateTime<Utc> {
        let millis = match &self.0 {
            #[expect(clippy::disallowed_methods, reason = "the one place that asks the computer")]
            Source::Running { ahead_millis } => Utc::now().timestamp_millis() + ahead_millis,
            Source::Held(millis) => millis.load(Ordering::SeqCst),
        };
        DateTime::from_timestamp_millis(millis).expect("the clock is within chrono's range")
    }

    /// Today in China (UTC+8).
    pub fn today(&self) -> NaiveDate {
        day_of(self.now())
    }
}

impl Hand {
    /// Put the clock at `moment`.
    pub fn set(&self, moment: DateTime<Utc>) {
        self.0.store(moment.timestamp_millis(), Ordering::SeqCst);
    }
}

/// The day in China (UTC+8) on which a moment falls.
pub fn day_of(moment: DateTime<Utc>) -> NaiveDate {
    moment.with_timezone(&china()).date_naive()
}

/// The moment at which a day begins in China.
pub fn start_of(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(0, 0, 0)
        .expect("midnight exists every day")
        .and_local_timezone(china())
        .single()
        .expect("a fixed offset has no gaps")
        .to_utc()
}

fn china() -> FixedOffset {
    FixedOffset::east_opt(8 * 3600).expect("eight hours is a valid offset")
}
