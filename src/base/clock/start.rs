//! Whether a program that starts may believe the computer's clock, by what was written down before.

use chrono::{DateTime, TimeDelta, Utc};

/// Clocks of several nodes, and small steps, differ by less.
const AGREED: TimeDelta = TimeDelta::minutes(10);

/// The longest pause that needs no word from anybody: longer than any holidays.
const LONGEST_PAUSE: TimeDelta = TimeDelta::days(15);

/// Why the clock is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// It is behind what was written down last.
    #[error("it is behind the journal's last entry, which was written at {0}")]
    Behind(DateTime<Utc>),
    /// It is far ahead of what was written down last: either nobody served for long, or it jumped.
    #[error(
        "nothing was done since {0}, more than fifteen days before: either nobody served for so long, or the clock jumped"
    )]
    Ahead(DateTime<Utc>),
}

/// Whether `now` may be the time, when the last entry of the journal was written at `entry` and the program is known to
/// have run at `alive`. What was confirmed is an entry too, so that a confirmed clock is believed.
///
/// # Errors
/// Says why not.
pub fn at_start(now: DateTime<Utc>, entry: DateTime<Utc>, alive: Option<DateTime<Utc>>) -> Result<(), Doubt> {
    if now + AGREED < entry {
        return Err(Doubt::Behind(entry));
    }
    let last = alive.filter(|alive| *alive <= now).map_or(entry, |alive| alive.max(entry));
    if now - last > LONGEST_PAUSE { Err(Doubt::Ahead(last)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_doubted_when_it_is_behind_or_far_ahead_of_what_was_written_down() {
        let entry = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let at = |days: i64| entry + TimeDelta::days(days);
        assert_eq!(at_start(entry - TimeDelta::minutes(9), entry, None), Ok(()));
        assert_eq!(at_start(at(-1), entry, None), Err(Doubt::Behind(entry)));
        assert_eq!(at_start(at(9), entry, None), Ok(()), "the longest holidays");
        assert_eq!(at_start(at(365), entry, None), Err(Doubt::Ahead(entry)));
        assert_eq!(at_start(at(60), entry, Some(at(59))), Ok(()), "a quiet congress whose program ran");
        assert_eq!(
            at_start(at(60), entry, Some(at(365))),
            Err(Doubt::Ahead(entry)),
            "what was done in a wrong future says nothing"
        );
    }
}
