//! Working days of a congress: weekends, the State Council's holidays and make-up workdays, and what the commission
//! edits.

use std::sync::Arc;

use charter::{Calendar, DayKind, Mark, Text};
use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::access::{Actor, Permit};
use crate::base::{App, Conn, Error, Result, Tables, Tx};
use crate::journal::{self, Happening};

/// The lists that come with the program.
const SHIPPED: [(&str, &str); 2] = [
    ("charters/calendar/2025.toml", include_str!("../../charters/calendar/2025.toml")),
    ("charters/calendar/2026.toml", include_str!("../../charters/calendar/2026.toml")),
];

/// A congress's working days.
pub async fn calendar(at: &impl Conn, congress: Uuid) -> Result<Arc<Calendar>> {
    at.kept((Tables::Directory, congress), "calendar", made(at, congress)).await
}

async fn made(at: &impl Conn, congress: Uuid) -> Result<Calendar> {
    let mut calendar = Calendar::default_weekends();
    for row in store::days(at, congress).await? {
        let kind = if row.working { DayKind::Workday } else { DayKind::Holiday };
        let (zh, en) = row.name.split_once('|').unwrap_or((&row.name, &row.name));
        let name = Text { zh: zh.to_owned(), en: en.to_owned() };
        // A make-up workday on a day that works anyhow says nothing new.
        let _ = calendar.mark(row.day, Mark { kind, name });
    }
    Ok(calendar)
}

/// The days that come with the program.
pub fn shipped() -> Result<Calendar> {
    let mut all = Calendar::default_weekends();
    for (file, text) in SHIPPED {
        all.merge(Calendar::from_toml(file, text).map_err(anyhow::Error::from)?);
    }
    Ok(all)
}

/// Take over the days of a list: its days replace those marked before.
pub async fn take_over(tx: &Tx, app: &App, actor: &Actor, list: &Calendar) -> Result<usize> {
    actor.must(Permit::CalendarEdit)?;
    let mut days = 0;
    for (day, mark) in list.marks() {
        set(tx, actor.congress, day, mark).await?;
        days += 1;
    }
    record(tx, app, actor, json!({ "days": days })).await?;
    Ok(days)
}

/// Mark one day, or let it follow the week again.
pub async fn mark(tx: &Tx, app: &App, actor: &Actor, day: NaiveDate, mark: Option<&Mark>) -> Result<()> {
    actor.must(Permit::CalendarEdit)?;
    match mark {
        Some(mark) if mark.name.zh.trim().is_empty() => {
            return Err(Error::invalid("name", "bodies-day-name-missing"));
        }
        Some(mark) => set(tx, actor.congress, day, mark).await?,
        None => store::unmark(tx, actor.congress, day).await?,
    }
    record(tx, app, actor, json!({ "day": day })).await
}

async fn set(tx: &Tx, congress: Uuid, day: NaiveDate, mark: &Mark) -> Result<()> {
    let working = mark.kind == DayKind::Workday;
    let name = format!("{}|{}", mark.name.zh, mark.name.en);
    store::mark(tx, congress, day, (working, &name)).await
}

async fn record(tx: &Tx, app: &App, actor: &Actor, facts: serde_json::Value) -> Result<()> {
    let author = actor.author(Permit::CalendarEdit, app.clock.now());
    let happening =
        Happening { kind: "calendar.edited".into(), subject: "congress", subject_id: actor.congress, facts };
    journal::append(tx, &author, happening).await?;
    Ok(())
}
