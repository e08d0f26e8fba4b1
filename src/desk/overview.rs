//! One page for the leadership, on one A4 when printed: six numbers with the period before beside them, three charts,
//! and what is most overdue. Every number leads to the list behind it; no person is ranked.

mod figures;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use charter::{ActKind, Vocabulary};
use chrono::{Datelike, Months, NaiveDate};
use serde::Deserialize;

use crate::access::Visit;
use crate::base::chart::{Bars, Chart};
use crate::base::page::{Link, Ui, page};
use crate::base::{App, Result};
use crate::cases::desks::{Line, lines};
use crate::cases::store::{self, Which};
use figures::{Figure, Told};

/// What is most overdue, shown at most.
const OVERDUE: usize = 5;

/// Which period the page tells of.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// A month as `2026-10`, a year as `2026`; this month when nothing is asked for.
    period: Option<String>,
}

/// Days with the days beside which they are put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    now: (NaiveDate, NaiveDate),
    before: (NaiveDate, NaiveDate),
    /// The whole year instead of one month.
    year: bool,
}

impl Span {
    /// The period asked for, until today at most.
    fn of(asked: &Asked, today: NaiveDate) -> Span {
        let words = asked.period.as_deref().unwrap_or_default();
        if let Some(first) = words.parse().ok().and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1)) {
            return Span::from(first, 12, today);
        }
        let month = format!("{words}-01").parse::<NaiveDate>().ok();
        let first = month.filter(|first| *first <= today).or_else(|| today.with_day(1));
        Span::from(first.unwrap_or(today), 1, today)
    }

    /// So many months from a first day; put beside as many days of the period before, so that a period that is not
    /// over is compared with what had been done by then.
    fn from(first: NaiveDate, months: u32, today: NaiveDate) -> Span {
        let first = if first > today { today.with_day(1).unwrap_or(today) } else { first };
        let end = |from: NaiveDate| {
            let next = from.checked_add_months(Months::new(months)).and_then(|next| next.pred_opt());
            next.unwrap_or(from)
        };
        let earlier = first.checked_sub_months(Months::new(months)).unwrap_or(first);
        let last = end(first).min(today);
        let whole = last == end(first);
        let same = last.checked_sub_months(Months::new(months)).unwrap_or(earlier);
        let before = (earlier, if whole { end(earlier) } else { same.min(end(earlier)) });
        Span { now: (first, last), before, year: months == 12 }
    }
}

#[derive(Template)]
#[template(path = "desk/overview.html")]
struct Overview {
    ui: Ui,
    periods: Vec<Link>,
    now: (String, String),
    before: (String, String),
    figures: Vec<Figure>,
    charts: Vec<Chart>,
    overdue: Vec<Line>,
}

/// `GET /overview`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let ui = &visit.ui;
    let span = Span::of(&asked, ui.today);
    let told = Told::of(&app, &visit, span).await?;
    let which = Which { due_before: Some(ui.today), by_due: true, page: OVERDUE, ..Which::default() };
    let overdue = store::list(&app.db, &visit.actor, &which, None).await?.lines;
    let days = |(from, to): (NaiveDate, NaiveDate)| (ui.date(from), ui.date(to));
    let view = Overview {
        periods: periods(ui, span),
        now: days(span.now),
        before: days(span.before),
        figures: told.figures(ui),
        charts: vec![by_month(ui, &told), by_office(ui, &told), by_topic(ui, &told)],
        overdue: lines(&app, &visit, overdue).await?,
        ui: visit.ui,
    };
    page(view)
}

/// This month and the two before, this year and the one before.
fn periods(ui: &Ui, span: Span) -> Vec<Link> {
    let mut links = Vec::new();
    for back in 0..3 {
        let Some(month) = ui.today.with_day(1).and_then(|day| day.checked_sub_months(Months::new(back)))
        else {
            continue;
        };
        let label = ui.t2("overview-month", "y", month.year(), "m", month.month());
        let here = !span.year && span.now.0 == month;
        links.push(Link::new(format!("/overview?period={}", month.format("%Y-%m")), label).here(here));
    }
    for year in [ui.today.year(), ui.today.year() - 1] {
        let here = span.year && span.now.0.year() == year;
        links.push(
            Link::new(format!("/overview?period={year}"), ui.t1("overview-year", "y", year)).here(here),
        );
    }
    links
}

/// Contacts month by month, this year beside the year before.
fn by_month(ui: &Ui, told: &Told<'_>) -> Chart {
    let year = told.span.now.0.year();
    let count = |year: i32, month: u32| {
        told.acts_in(ActKind::Contact, |day| day.year() == year && day.month() == month)
    };
    let rows = (1..=12).map(|month| (month.to_string(), [count(year - 1, month), count(year, month)]));
    let bars = Bars {
        id: "by-month".to_owned(),
        title: ui.t("overview-by-month"),
        unit: ui.t("overview-unit-times"),
        of: ui.t("overview-of-month"),
        series: [ui.t1("overview-year", "y", year - 1), ui.t1("overview-year", "y", year)],
        rows: rows.collect(),
    };
    bars.vertical()
}

/// How far activities with voters are done, town by town in the official order.
fn by_office(ui: &Ui, told: &Told<'_>) -> Chart {
    let bars = Bars {
        id: "by-office".to_owned(),
        title: ui.t("overview-by-office"),
        unit: ui.t("overview-unit-times"),
        of: ui.t("overview-of-office"),
        series: [ui.t("overview-done"), ui.t("overview-owed")],
        rows: told.by_area.iter().map(|(name, done)| (name.clone(), *done)).collect(),
    };
    bars.progress()
}

/// What was heard in contacts, by the charter's topics.
fn by_topic(ui: &Ui, told: &Told<'_>) -> Chart {
    let rows = told.charter.words(Vocabulary::ContactTopics).iter().map(|word| {
        let heard = told.heard_of(&word.code);
        (word.label.pick(ui.lang.code()).to_owned(), heard)
    });
    let bars = Bars {
        id: "by-topic".to_owned(),
        title: ui.t("overview-by-topic"),
        unit: ui.t("overview-unit-times"),
        of: ui.t("overview-of-topic"),
        series: [ui.t("overview-before"), ui.t("overview-now")],
        rows: rows.collect(),
    };
    bars.horizontal()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn span(period: &str, today: &str) -> [NaiveDate; 4] {
        let asked = Asked { period: (!period.is_empty()).then(|| period.to_owned()) };
        let span = Span::of(&asked, day(today));
        [span.now.0, span.now.1, span.before.0, span.before.1]
    }

    #[test]
    fn a_period_stands_beside_as_many_days_of_the_one_before() {
        for (period, today, expected) in [
            ("", "2026-11-26", ["2026-11-01", "2026-11-26", "2026-10-01", "2026-10-26"]),
            ("2026-10", "2026-11-26", ["2026-10-01", "2026-10-31", "2026-09-01", "2026-09-30"]),
            ("2026", "2026-11-26", ["2026-01-01", "2026-11-26", "2025-01-01", "2025-11-26"]),
            ("2025", "2026-11-26", ["2025-01-01", "2025-12-31", "2024-01-01", "2024-12-31"]),
            ("", "2026-03-31", ["2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28"]),
            ("2027", "2026-03-05", ["2026-03-01", "2026-03-05", "2025-03-01", "2025-03-05"]),
            ("2026-13", "2026-03-05", ["2026-03-01", "2026-03-05", "2026-02-01", "2026-02-05"]),
        ] {
            assert_eq!(span(period, today), expected.map(day), "{period} on {today}");
        }
    }
}
