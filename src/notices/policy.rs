//! What follows from what the other side said (domain facts §8.7): pure.

use chrono::{DateTime, TimeDelta, Utc};

use super::plan::next;

/// What became of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It was taken, and this is what the other side calls it.
    Sent(String),
    /// Nothing was taken, and the whole channel is busy or away: later.
    Away(&'static str),
    /// Nothing was taken: this one later.
    Later(&'static str),
    /// No more today.
    Full,
    /// This reader is not reached there.
    Lost(&'static str),
    /// Nothing goes until somebody mends the settings.
    Refused(&'static str),
    /// This message will never be taken.
    Never(&'static str),
    /// It left, and nobody knows whether it was taken.
    Unsure,
}

/// What is written down of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It waits again.
    Waits,
    /// It is as if still being sent: the next try finds out, or is recognised by the other side.
    Open,
    /// It is over.
    Is(&'static str),
}

/// What is written down of the channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// It works.
    Works,
    /// Nothing new is known.
    AsBefore,
    /// It rests until a moment.
    Until(DateTime<Utc>),
    /// It rests until a moment, and somebody is told to mend it.
    Refused(DateTime<Utc>),
}

/// How long a channel rests after so many failures one after the other: a minute, doubling to half an hour.
pub fn pause(failures: i64) -> TimeDelta {
    TimeDelta::minutes((1_i64 << failures.clamp(0, 5)).min(30))
}

/// What follows. `again`: the same message may be given to the other side once more, which would notice.
pub fn after(verdict: &Verdict, now: DateTime<Utc>, failures: i64, again: bool) -> (End, Rest) {
    match verdict {
        Verdict::Sent(_) => (End::Is("sent"), Rest::Works),
        Verdict::Away(_) => (End::Waits, Rest::Until(now + pause(failures))),
        Verdict::Later(_) => (End::Waits, Rest::AsBefore),
        Verdict::Full => (End::Waits, Rest::Until(next(now, chrono::NaiveTime::MIN))),
        Verdict::Lost(_) => (End::Is("unreachable"), Rest::Works),
        Verdict::Refused(_) => (End::Waits, Rest::Refused(now + TimeDelta::hours(1))),
        Verdict::Never(_) => (End::Is("failed"), Rest::Works),
        Verdict::Unsure if again => (End::Open, Rest::Until(now + pause(failures))),
        Verdict::Unsure => (End::Is("unsure"), Rest::Until(now + pause(failures))),
    }
}

impl Verdict {
    /// The word of a sentence `channel-why-…`.
    pub fn reason(&self) -> &'static str {
        match self {
            Verdict::Sent(_) => "",
            Verdict::Away(why)
            | Verdict::Later(why)
            | Verdict::Lost(why)
            | Verdict::Refused(why)
            | Verdict::Never(why) => why,
            Verdict::Full => "full",
            Verdict::Unsure => "no-answer",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_of_the_domain_facts() {
        let now: DateTime<Utc> = "2026-03-03T02:00:00Z".parse().unwrap();
        let minutes = |n| now + TimeDelta::minutes(n);
        for (verdict, failures, again, end, rest) in [
            (Verdict::Sent("1".into()), 3, false, End::Is("sent"), Rest::Works),
            (Verdict::Away("busy"), 0, false, End::Waits, Rest::Until(minutes(1))),
            (Verdict::Away("busy"), 3, false, End::Waits, Rest::Until(minutes(8))),
            (Verdict::Away("busy"), 99, false, End::Waits, Rest::Until(minutes(30))),
            (Verdict::Full, 0, false, End::Waits, Rest::Until("2026-03-03T16:00:00Z".parse().unwrap())),
            (Verdict::Lost("blocked"), 0, false, End::Is("unreachable"), Rest::Works),
            (Verdict::Refused("rights"), 0, false, End::Waits, Rest::Refused(minutes(60))),
            (Verdict::Unsure, 0, true, End::Open, Rest::Until(minutes(1))),
            (Verdict::Unsure, 0, false, End::Is("unsure"), Rest::Until(minutes(1))),
        ] {
            assert_eq!(after(&verdict, now, failures, again), (end, rest), "{verdict:?}");
        }
    }
}
