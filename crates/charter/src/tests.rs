//! Tests of the whole crate, on the files it ships with.

mod calendars;
mod day_sets;
mod deadlines;
mod duties;
mod histories;
mod parsing;
mod periods;
mod points;
mod reference;
mod shipped;
mod versions;
mod world;

use chrono::NaiveDate;
use proptest::prelude::*;

use crate::{Calendar, Charter};

const XIANTAO: &str = include_str!("../../../charters/xiantao/2023.toml");
const YEAR_2025: &str = include_str!("../../../charters/calendar/2025.toml");
const YEAR_2026: &str = include_str!("../../../charters/calendar/2026.toml");

fn xiantao() -> Charter {
    Charter::parse("charters/xiantao/2023.toml", XIANTAO).expect("the shipped charter is sound")
}

fn calendar() -> Calendar {
    let mut calendar = Calendar::from_toml("2025.toml", YEAR_2025).unwrap();
    calendar.merge(Calendar::from_toml("2026.toml", YEAR_2026).unwrap());
    calendar
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0u64..2000).prop_map(|n| day("2024-01-01") + chrono::Days::new(n))
}
