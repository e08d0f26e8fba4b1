mod count;
mod start;

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, Utc};

use self::count::Watched;
pub use self::start::at_start;

/// Where the time comes from. China has one zone, and deadlines are days in it.
///
/// The computer's clock is watched: what it says never goes back, and when it jumps by more than ten minutes it is not
/// believed; time goes on by our own count until the clock agrees again or the program is started anew. A session that
/// ended, a deadline, a day's clockwork: none of them moves because somebody set the clock.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    Running { watched: Arc<Mutex<Watched>>, ahead_millis: i64 },
    Unwatched,
    Held(Arc<AtomicI64>),
}

/// Moves a held clock: tests and the demo let years pass with it.
#[derive(Clone, Debug)]
pub struct Hand(Arc<AtomicI64>);

impl Clock {
    /// The computer's clock.
    pub fn running() -> Self {
        Self(Source::Running { watched: Arc::new(Mutex::new(Watched::new(wall()))), ahead_millis: 0 })
    }

    /// A deliberately wrong clock for the harness: it believes the computer whatever it says.
    #[doc(hidden)]
    pub fn believing() -> Self {
        Self(Source::Unwatched)
    }

    /// The computer's clock, moved so that today is `day`: rehearses a term's end (`--today`).
    pub fn running_on(day: NaiveDate) -> Self {
        let real = Self::running();
        let ahead_millis = (day - real.today()).num_milliseconds();
        Self(Source::Running { watched: Arc::new(Mutex::new(Watched::new(wall()))), ahead_millis })
    }

    /// A clock that stands at `moment` until its hand is moved.
    pub fn held_at(moment: DateTime<Utc>) -> (Self, Hand) {
        let millis = Arc::new(AtomicI64::new(moment.timestamp_millis()));
        (Self(Source::Held(millis.clone())), Hand(millis))
    }

    /// Now, to the millisecond: what both databases keep without loss.
    pub fn now(&self) -> DateTime<Utc> {
        let millis = match &self.0 {
            Source::Running { watched, ahead_millis } => {
                watched.lock().unwrap_or_else(PoisonError::into_inner).now(wall()) + ahead_millis
            }
            Source::Unwatched => wall(),
            Source::Held(millis) => millis.load(Ordering::SeqCst),
        };
        DateTime::from_timestamp_millis(millis).expect("the clock is within chrono's range")
    }

    /// By how much the computer's clock is off, when it jumped and is not believed.
    pub fn off(&self) -> Option<TimeDelta> {
        let Source::Running { watched, .. } = &self.0 else { return None };
        self.now();
        let off = watched.lock().unwrap_or_else(PoisonError::into_inner).off();
        (off != 0).then(|| TimeDelta::milliseconds(off))
    }

    /// Today in China (UTC+8).
    pub fn today(&self) -> NaiveDate {
        day_of(self.now())
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the computer")]
fn wall() -> i64 {
    Utc::now().timestamp_millis()
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
