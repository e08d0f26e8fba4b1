//! Our own count of time, by which the computer's clock is believed or not.

use std::time::Instant;

/// The computer's clock is believed while it is within ten minutes of our own count.
const BELIEVED: i64 = 10 * 60 * 1000;

/// Our own count follows a clock that is believed, by at most one part in so many: a thousand small steps are no large
/// one.
const PULL: i64 = 1000;

/// A sleep shorter than this is none.
const NAP: i64 = 1000;

/// Time as this process counts it, in milliseconds: what is said never goes back, and never jumps.
#[derive(Debug)]
struct Count {
    own: i64,
    counted: i64,
    credit: i64,
    said: i64,
    off: i64,
}

impl Count {
    fn new(wall: i64, steady: i64) -> Self {
        Self { own: wall, counted: steady, credit: 0, said: wall, off: 0 }
    }

    /// Now, when the computer's clock says `wall` and its steady counter `steady`.
    fn tell(&mut self, wall: i64, steady: i64) -> i64 {
        let passed = (steady - self.counted).max(0);
        self.counted += passed;
        self.own += passed;
        let off = wall - self.own;
        let now = if off.abs() <= BELIEVED {
            self.credit += passed;
            let pull = self.credit / PULL;
            self.credit %= PULL;
            self.own += off.clamp(-pull, pull);
            self.off = 0;
            wall
        } else {
            self.off = off;
            self.own
        };
        self.said = self.said.max(now);
        self.said
    }
}

/// The computer's clock, watched.
#[derive(Debug)]
pub(super) struct Watched {
    count: Count,
    begun: Instant,
    uptime: i64,
    asleep: i64,
    doubted: bool,
}

impl Watched {
    /// From now on; what the clock says at this moment is believed.
    pub(super) fn new(wall: i64) -> Self {
        Self {
            count: Count::new(wall, 0),
            begun: Instant::now(),
            uptime: uptime(),
            asleep: 0,
            doubted: false,
        }
    }

    /// Now, when the computer's clock says `wall`.
    pub(super) fn now(&mut self, wall: i64) -> i64 {
        let awake = self.begun.elapsed().as_millis() as i64;
        let mut now = self.count.tell(wall, awake + self.asleep);
        if self.count.off > 0 {
            // The steady counter stands still while the computer sleeps; the time since it was switched on does not.
            let asleep = uptime() - self.uptime - awake;
            if asleep > self.asleep + NAP {
                self.asleep = asleep;
                now = self.count.tell(wall, awake + self.asleep);
            }
        }
        self.note();
        now
    }

    /// By how many milliseconds the computer's clock is off, when it is not believed.
    pub(super) fn off(&self) -> i64 {
        self.count.off
    }

    /// One line in the log when belief ends, one when it comes back.
    fn note(&mut self) {
        let doubts = self.count.off != 0;
        if doubts && !self.doubted {
            let seconds = self.count.off / 1000;
            tracing::error!(
                seconds,
                "the computer's clock jumped and is not believed: time goes on by our own count"
            );
        } else if !doubts && self.doubted {
            tracing::warn!("the computer's clock is believed again");
        }
        self.doubted = doubts;
    }
}

/// Milliseconds since the computer was switched on, sleep included; 0 where Linux does not say.
fn uptime() -> i64 {
    let text = std::fs::read_to_string("/proc/uptime").unwrap_or_default();
    let seconds: f64 = text.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or_default();
    (seconds * 1000.0) as i64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MINUTE: i64 = 60_000;
    const DAY: i64 = 24 * 60 * MINUTE;

    #[test]
    fn small_steps_are_taken_and_nothing_goes_back() {
        let mut count = Count::new(0, 0);
        assert_eq!(count.tell(1_000, 1_000), 1_000);
        assert_eq!(count.tell(31_000, 1_010), 31_000, "thirty seconds forward, as NTP steps");
        assert_eq!(count.tell(2_000, 2_000), 31_000, "back: stands until it is caught up");
        assert_eq!(count.tell(31_500, 31_500), 31_500);
    }

    #[test]
    fn a_jump_is_not_believed_and_time_goes_on_until_the_clock_is_back() {
        for jump in [-DAY, DAY, 365 * DAY, -11 * MINUTE, 11 * MINUTE] {
            let mut count = Count::new(0, 0);
            assert_eq!(count.tell(jump + 5_000, 5_000), 5_000, "{jump}");
            assert_eq!(count.off, jump);
            assert_eq!(count.tell(jump + 65_000, 65_000), 65_000, "{jump}");
            assert_eq!(count.tell(70_100, 70_000), 70_100, "right again");
            assert_eq!(count.off, 0);
        }
    }

    #[test]
    fn many_steps_that_are_each_believed_are_not_believed_together() {
        let mut count = Count::new(0, 0);
        let mut wall = 0;
        for step in 1..=100 {
            wall += 9 * MINUTE;
            let now = count.tell(wall, step * 1_000);
            assert!(now <= step * 1_000 + BELIEVED + step, "after {step} steps it is {now}");
        }
    }

    #[test]
    fn a_clock_that_runs_a_little_fast_is_followed() {
        let mut count = Count::new(0, 0);
        for hour in 1..=10_000_i64 {
            // 100 parts in a million; NTP corrects up to 500.
            let steady = hour * 60 * MINUTE;
            assert_eq!(count.tell(steady + steady / 10_000, steady), steady + steady / 10_000);
        }
    }

    proptest! {
        #[test]
        fn whatever_the_clock_does_time_is_within_ten_minutes_of_the_truth(
            steps in proptest::collection::vec((0_i64..3_600_000, -400 * DAY..400 * DAY), 1..200),
        ) {
            let (mut count, mut steady, mut before) = (Count::new(0, 0), 0, 0);
            for (passed, jump) in steps {
                steady += passed;
                let now = count.tell(steady + jump, steady);
                prop_assert!(now >= before);
                prop_assert!((now - steady).abs() <= BELIEVED + steady / PULL + 1, "{} for {}", now, steady);
                before = now;
            }
        }
    }
}
