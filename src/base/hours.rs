//! Times of the day as minutes since midnight.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::form::plain;

/// A time as people write it: `9:00`.
pub fn clock(minutes: i64) -> String {
    format!("{}:{:02}", minutes.div_euclid(60), minutes.rem_euclid(60))
}

/// What people type: `9:00`, `09：30`, `0930`, `9`, `9.30`.
pub fn minutes(typed: &str) -> Option<i64> {
    let typed = plain(typed);
    let bits: Vec<&str> = typed.split(|c: char| !c.is_ascii_digit()).filter(|bit| !bit.is_empty()).collect();
    let (hours, minutes): (i64, i64) = match bits.as_slice() {
        [whole] if whole.len() == 4 => (whole[..2].parse().ok()?, whole[2..].parse().ok()?),
        [hours] if hours.len() <= 2 => (hours.parse().ok()?, 0),
        [hours, minutes, ..] if hours.len() <= 2 && minutes.len() == 2 => {
            (hours.parse().ok()?, minutes.parse().ok()?)
        }
        _ => return None,
    };
    let found = hours * 60 + minutes;
    ((0..24).contains(&hours) && (0..60).contains(&minutes)).then_some(found)
}

/// A day with a time, by China's clocks.
pub fn local(day: NaiveDate, minutes: i64) -> NaiveDateTime {
    day.and_time(NaiveTime::MIN) + TimeDelta::minutes(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        for (typed, found) in [
            ("9:00", Some(540)),
            ("09：30", Some(570)),
            ("0930", Some(570)),
            (" 14 ", Some(840)),
            ("１４:０5", Some(845)),
            ("24:00", None),
            ("9:60", None),
            ("", None),
            ("930", None),
            ("x", None),
        ] {
            assert_eq!(minutes(typed), found, "{typed}");
        }
        assert_eq!(clock(545), "9:05");
    }
}
