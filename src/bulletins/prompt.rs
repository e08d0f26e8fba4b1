//! How soon something was there: hours from its adoption.

use chrono::{DateTime, Utc};

/// Whole hours from an adoption to a delivery, begun ones counted: what came before it came at once.
pub fn hours(adopted: DateTime<Utc>, delivered: DateTime<Utc>) -> i64 {
    let minutes = (delivered - adopted).num_minutes().max(0);
    minutes / 60 + i64::from(minutes % 60 > 0)
}

/// So many of a hundred were there within the goal; none when nothing was delivered.
pub fn share(all: &[i64], within: i64) -> Option<i64> {
    let prompt = all.iter().filter(|hours| **hours <= within).count() as i64;
    (!all.is_empty()).then(|| prompt * 100 / all.len() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_begun_hour_counts_and_nothing_is_faster_than_at_once() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let adopted = at("2026-03-05T02:00:00Z");
        assert_eq!(hours(adopted, adopted), 0);
        assert_eq!(hours(adopted, at("2026-03-05T02:01:00Z")), 1);
        assert_eq!(hours(adopted, at("2026-03-06T02:00:00Z")), 24);
        assert_eq!(hours(adopted, at("2026-03-04T02:00:00Z")), 0);
    }

    #[test]
    fn the_goal_itself_is_in_time() {
        assert_eq!(share(&[72, 73, 1], 72), Some(66));
        assert_eq!(share(&[], 72), None);
    }
}
