//! From a file to tables: which sheets are there, where the head of each stands, which column is which. Everything that
//! cannot be told is found here, cell by cell.

use std::collections::{BTreeMap, BTreeSet};

use papers::book::{self, Grid, Limits, Merged, Unread, Value, cell_name};

use super::cells::{alike, shown};
use super::findings::{Finding, Findings, Head, Words};
use super::sheets::{Col, Tab};
use crate::base::hanzi::nearest;

/// How much a roster may be.
pub const LIMITS: Limits =
    Limits { bytes: 10 * 1024 * 1024, unpacked: 64 * 1024 * 1024, rows: 20_000, columns: 200 };

/// Rows among which the head of a sheet is looked for.
const HEAD_WITHIN: u32 = 20;

/// What begins a row that explains and holds nothing.
pub const REMARK: char = '※';

/// A row of a table.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// Its row in the file, from 0.
    pub row: u32,
    /// What stands where; empty cells are left out.
    pub cells: BTreeMap<Col, Value>,
}

/// A file as tables, with what was found on the way.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    /// The rows of each sheet that is there.
    pub lines: BTreeMap<Tab, Vec<Line>>,
    /// What was found.
    pub findings: Findings,
}

/// Read a file.
///
/// # Errors
/// When it is no workbook, or too large: then there is one sentence for the whole file.
pub fn read(bytes: &[u8]) -> Result<Tables, Words> {
    let grids = book::read(bytes, &LIMITS).map_err(|unread| why_unread(&unread))?;
    let mut tables = Tables::default();
    for grid in &grids {
        let wanted = alike(&grid.name);
        match Tab::ALL.into_iter().find(|tab| tab.name() == wanted) {
            Some(tab) if tables.lines.contains_key(&tab) => {
                whole(&mut tables.findings, grid, Words::new("roster-sheet-twice"), true);
            }
            Some(tab) => sheet(&mut tables, tab, grid),
            None if grid.rows.is_empty() || wanted == EXPLAINS => {}
            None => {
                let why = Words::new("roster-sheet-unknown").with("sheet", &grid.name);
                whole(&mut tables.findings, grid, why, false);
            }
        }
    }
    if tables.lines.is_empty() && !tables.findings.any_grave() {
        let names: Vec<&str> = Tab::ALL.iter().map(|tab| tab.name()).collect();
        return Err(Words::new("roster-file-no-sheet").with("sheets", names.join("、")));
    }
    Ok(tables)
}

/// The sheet of a template that explains the others.
pub const EXPLAINS: &str = "填写说明";

fn why_unread(unread: &Unread) -> Words {
    match unread {
        Unread::NotXlsx => Words::new("roster-file-not-xlsx"),
        Unread::OldXls => Words::new("roster-file-xls"),
        Unread::OpenDocument => Words::new("roster-file-ods"),
        Unread::Password => Words::new("roster-file-password"),
        Unread::TooLarge(bytes) => Words::new("roster-file-large").with("mb", bytes / 1024 / 1024),
        Unread::Unfolds(_) => Words::new("roster-file-unfolds"),
        Unread::TooManyRows(rows) => Words::new("roster-file-rows").with("n", rows),
        Unread::TooManyColumns(sheet, columns) => {
            Words::new("roster-file-columns").with("sheet", sheet).with("n", columns)
        }
        Unread::Damaged(_) => Words::new("roster-file-damaged"),
    }
}

fn whole(findings: &mut Findings, grid: &Grid, why: Words, grave: bool) {
    let sheet = grid.name.clone();
    findings.all.push(Finding {
        sheet,
        row: None,
        column: None,
        title: String::new(),
        why,
        hint: None,
        grave,
    });
}

/// One sheet: its head, then its rows.
fn sheet(tables: &mut Tables, tab: Tab, grid: &Grid) {
    let Some(row) = head_row(tab, grid) else {
        if grid.rows.is_empty() {
            tables.lines.insert(tab, Vec::new());
        } else {
            let titles: Vec<&str> = tab.columns().iter().filter(|it| it.must).map(|it| it.title).collect();
            let why = Words::new("roster-sheet-no-head").with("titles", titles.join("、"));
            whole(&mut tables.findings, grid, why, true);
        }
        return;
    };
    let head = head(&mut tables.findings, tab, (grid, row));
    let at: BTreeMap<u32, Col> = head.columns.iter().map(|(col, (at, _))| (*at, *col)).collect();
    tables.findings.heads.insert(tab, head);
    merged(&mut tables.findings, (grid, row), &at);
    let mut lines = Vec::new();
    for (row, cells) in grid.rows.range(row + 1..) {
        let remark =
            cells.values().next().is_some_and(|first| shown(first).is_ok_and(|it| it.starts_with(REMARK)));
        if remark {
            continue;
        }
        let cells: BTreeMap<Col, Value> =
            cells.iter().filter_map(|(column, value)| Some((*at.get(column)?, value.clone()))).collect();
        if !cells.is_empty() {
            lines.push(Line { row: *row, cells });
        }
    }
    tables.lines.insert(tab, lines);
}

fn known(tab: Tab, title: &str) -> Option<Col> {
    let title = alike(title);
    let first = tab.columns().iter().find(|column| alike(column.title) == title);
    let also = || tab.columns().iter().find(|column| column.also.iter().any(|also| alike(also) == title));
    first.or_else(also).map(|column| column.col)
}

/// The row that looks most like a head: it has the most titles that are known.
fn head_row(tab: Tab, grid: &Grid) -> Option<u32> {
    let titles = |cells: &BTreeMap<u32, Value>| {
        let known: BTreeSet<Col> = cells
            .values()
            .filter_map(|value| matches!(value, Value::Text(_)).then(|| shown(value).ok())?)
            .filter_map(|title| known(tab, &title))
            .collect();
        known.len()
    };
    let first = *grid.rows.keys().next()?;
    let rows = grid.rows.range(first..first + HEAD_WITHIN).map(|(row, cells)| (*row, titles(cells)));
    let best = rows.fold((0, 0), |best, (row, n)| if n > best.1 { (row, n) } else { best });
    (best.1 >= 2).then_some(best.0)
}

fn head(findings: &mut Findings, tab: Tab, (grid, row): (&Grid, u32)) -> Head {
    let mut head = Head { sheet: grid.name.clone(), row, columns: BTreeMap::new() };
    let mut problem = |column: u32, title: &str, why: Words, hint: Option<Words>| {
        let (sheet, title) = (grid.name.clone(), title.to_owned());
        findings.all.push(Finding {
            sheet,
            row: Some(row),
            column: Some(column),
            title,
            why,
            hint,
            grave: true,
        });
    };
    for (column, value) in &grid.rows[&row] {
        let title = shown(value).unwrap_or_default();
        match known(tab, &title) {
            Some(col) if head.columns.contains_key(&col) => {
                let other = cell_name(row, head.columns[&col].0);
                problem(*column, &title, Words::new("roster-column-twice").with("cell", other), None);
            }
            Some(col) => {
                head.columns.insert(col, (*column, title));
            }
            None => {
                let titles = tab.columns().iter().map(|column| column.title);
                let hint = nearest(&title, titles);
                let hint = hint.map(|meant| Words::new("roster-hint-meant").with("meant", meant));
                let hint = hint.unwrap_or_else(|| Words::new("roster-hint-drop-column"));
                let why = Words::new("roster-column-unknown").with("title", &title);
                problem(*column, &title, why, Some(hint));
            }
        }
    }
    head
}

/// Cells that were made one hide which row a value belongs to. Above the head, as a title, they do no harm.
fn merged(findings: &mut Findings, (grid, head): (&Grid, u32), at: &BTreeMap<u32, Col>) {
    let inside = |merged: &&Merged| {
        let columns = merged.first.1..=merged.last.1;
        merged.last.0 >= head && at.keys().any(|column| columns.contains(column))
    };
    // One that holds nothing hides nothing.
    let holds = |merged: &&Merged| {
        let cell = grid.rows.get(&merged.first.0).and_then(|cells| cells.get(&merged.first.1));
        cell.is_some_and(|cell| !shown(cell).is_ok_and(|text| text.starts_with(REMARK)))
    };
    for merged in grid.merged.iter().filter(inside).filter(holds) {
        let (row, column) = merged.first;
        let range = format!("{}:{}", cell_name(row, column), cell_name(merged.last.0, merged.last.1));
        let title = at.get(&column).and_then(|col| {
            let head = findings.heads.values().find(|head| head.sheet == grid.name)?;
            Some(head.columns.get(col)?.1.clone())
        });
        findings.all.push(Finding {
            sheet: grid.name.clone(),
            row: Some(row),
            column: Some(column),
            title: title.unwrap_or_default(),
            why: Words::new("roster-cell-merged").with("range", range),
            hint: Some(Words::new("roster-hint-unmerge")),
            grave: true,
        });
    }
}
