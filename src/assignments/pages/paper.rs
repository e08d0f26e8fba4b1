//! The assignment on paper: the table to print, and the same as a file for spreadsheets.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use papers::{Cell, Column, Sheet, xlsx};

use super::{Asked, field, reasons};
use crate::access::Visit;
use crate::assignments::table::{Listed, Table};
use crate::base::{
    App, Result,
    page::{Ui, page},
};
use crate::people::store::Sitting;

#[derive(Template)]
#[template(path = "assignments/pages/print.html")]
struct Print {
    ui: Ui,
    title: String,
    table: Table,
    on: String,
}

impl Print {
    /// The members who contact somebody: others need no line.
    fn members(&self) -> Vec<&Listed> {
        self.table.members.iter().filter(|listed| !listed.deputies.is_empty()).collect()
    }

    fn without(&self) -> String {
        names(&self.ui, &self.table)
    }
}

fn title(visit: &Visit) -> String {
    visit.ui.t1("assignments-paper-title", "congress", &visit.home.name)
}

/// `GET /assignments/print?on=…`
pub(super) async fn print(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let day = asked.day(app.clock.today());
    let table = Table::on(&app.db, visit.home.id, day).await?;
    let on = if day == app.clock.today() { String::new() } else { format!("?on={day}") };
    page(Print { title: title(&visit), table, on, ui: visit.ui })
}

/// `GET /assignments.xlsx?on=…`: a sheet by member, a sheet with a row for each deputy.
pub(super) async fn download(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let day = asked.day(app.clock.today());
    let table = Table::on(&app.db, visit.home.id, day).await?;
    let sheets = [by_member(&visit, &table), by_deputy(&visit, &table)];
    let bytes = xlsx(&sheets, app.clock.now()).map_err(anyhow::Error::from)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned();
    let name = format!("attachment; filename=\"assignments-{day}.xlsx\"");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

fn columns(ui: &Ui, columns: &[(&str, f64)]) -> Vec<Column> {
    let column =
        |(head, width): &(&str, f64)| Column { head: ui.word("assignments-column", head), width: *width };
    columns.iter().map(column).collect()
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn whole(n: usize) -> Cell {
    Cell::Whole(i64::try_from(n).unwrap_or(i64::MAX))
}

fn work(one: &Sitting) -> Cell {
    text(format!("{} {}", one.unit, one.post).trim().to_owned())
}

fn by_member(visit: &Visit, table: &Table) -> Sheet {
    let ui = &visit.ui;
    let listed = table.members.iter().filter(|listed| !listed.deputies.is_empty());
    let mut rows: Vec<Vec<Cell>> = listed
        .enumerate()
        .map(|(at, listed)| {
            let names: Vec<&str> = listed.deputies.iter().map(|one| one.deputy.name.as_str()).collect();
            let (name, names) = (listed.member.name.as_str(), names.join(&ui.t("assignments-comma")));
            vec![whole(at + 1), text(name), work(&listed.member), text(names), whole(listed.deputies.len())]
        })
        .collect();
    let total = ui.word("assignments-column", "total");
    rows.push(vec![Cell::Empty, text(total), Cell::Empty, Cell::Empty, whole(table.contacted())]);
    Sheet {
        name: ui.t("assignments-sheet-members"),
        title: title(visit),
        columns: columns(
            ui,
            &[("number", 6.0), ("member", 14.0), ("work", 28.0), ("deputies", 60.0), ("count", 8.0)],
        ),
        rows,
        notes: notes(ui, table),
    }
}

fn by_deputy(visit: &Visit, table: &Table) -> Sheet {
    let ui = &visit.ui;
    let mut rows = Vec::new();
    for listed in &table.members {
        for one in &listed.deputies {
            let place = |place: &Option<String>| text(place.clone().unwrap_or_default());
            rows.push(vec![
                whole(rows.len() + 1),
                text(listed.member.name.as_str()),
                text(one.deputy.name.as_str()),
                work(&one.deputy),
                place(&one.deputy.area),
                place(&one.deputy.constituency),
                text(field(ui, &one.deputy.field)),
                Cell::Day(one.since),
                text(reasons(ui, one.reasons.iter().map(String::as_str))),
            ]);
        }
    }
    Sheet {
        name: ui.t("assignments-sheet-deputies"),
        title: title(visit),
        columns: columns(
            ui,
            &[
                ("number", 6.0),
                ("member", 14.0),
                ("deputy", 14.0),
                ("work", 28.0),
                ("area", 14.0),
                ("constituency", 14.0),
                ("field", 12.0),
                ("since", 14.0),
                ("reasons", 28.0),
            ],
        ),
        rows,
        notes: notes(ui, table),
    }
}

/// The day, and who has nobody.
fn notes(ui: &Ui, table: &Table) -> Vec<String> {
    let mut notes = vec![ui.t1("assignments-paper-day", "day", ui.date(table.day))];
    if !table.without.is_empty() {
        let (n, names) = (table.without.len(), names(ui, table));
        notes.push(ui.t2("assignments-paper-without", "n", n, "names", names));
    }
    notes
}

fn names(ui: &Ui, table: &Table) -> String {
    let names: Vec<&str> = table.without.iter().map(|left| left.deputy.name.as_str()).collect();
    names.join(&ui.t("assignments-comma"))
}
