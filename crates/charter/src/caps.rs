//! How much a line of the points table may still earn in a month, a quarter and a year.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use crate::points::PointsLine;
use crate::statement::Why;

/// What each line has earned or lost in each month of one calendar year, without sign.
#[derive(Debug, Default)]
pub(crate) struct Earned<'a>(BTreeMap<&'a str, [u64; 12]>);

impl<'a> Earned<'a> {
    /// Books as much as the caps leave; says why when that is less than it is worth.
    pub(crate) fn book(&mut self, line: &'a PointsLine, on: NaiveDate, worth: i32) -> (i32, Why) {
        let months = self.0.entry(line.code.as_str()).or_default();
        let month = on.month0() as usize;
        let quarter = month / 3 * 3;
        let caps = [
            (line.cap_per_month, &months[month..=month], Why::CappedMonth),
            (line.cap_per_quarter, &months[quarter..quarter + 3], Why::CappedQuarter),
            (line.cap_per_year, &months[..], Why::CappedYear),
        ];
        let mut fits = u64::from(worth.unsigned_abs());
        let mut why = Why::Booked;
        for (cap, used, reason) in caps {
            let Some(cap) = cap else { continue };
            let left = u64::from(cap).saturating_sub(used.iter().sum());
            // Of two caps that leave the same, the longer is named: waiting for the shorter would not help.
            if left < fits || (left == fits && why != Why::Booked) {
                (fits, why) = (left, reason);
            }
        }
        months[month] += fits;
        let points = i32::try_from(fits).unwrap_or(i32::MAX);
        (points * worth.signum(), why)
    }
}
