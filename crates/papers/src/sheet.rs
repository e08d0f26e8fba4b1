//! Lists as XLSX, as offices pass them on and print them: a title, a head that every printed page repeats, rows with
//! borders, notes below; A4 and one page wide.
//!
//! Whatever people wrote stays text: a value that begins like a formula is none, in this file and when somebody edits
//! the cell. The same values at the same moment give the same bytes.

mod looks;
mod words;

#[cfg(test)]
mod tests;

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use rust_xlsxwriter::{DocProperties, Format, IgnoreError, Workbook, Worksheet, XlsxError};

use looks::Looks;
use words::{clean, names, space};

/// A list with its title.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// On its tab; cut and cleaned as Excel wants it.
    pub name: String,
    /// Above the table.
    pub title: String,
    /// The columns, at least one.
    pub columns: Vec<Column>,
    /// The rows, each with a cell for every column.
    pub rows: Vec<Vec<Cell>>,
    /// Below the table, a line each.
    pub notes: Vec<String>,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// What stands above it.
    pub head: String,
    /// How many digits fit into it; a hanzi takes the space of two.
    pub width: f64,
}

/// What stands in a row under a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Text, whatever it looks like.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A day.
    Day(NaiveDate),
    /// Nothing.
    Empty,
}

/// Why there is no file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetMistake {
    /// A file has at least one sheet, and a sheet at least one column.
    #[error("a sheet of nothing")]
    Empty,
    /// A row has more or fewer cells than there are columns.
    #[error("row {row} of sheet {sheet} does not fit its columns")]
    Ragged {
        /// The sheet, from 0.
        sheet: usize,
        /// The row, from 0.
        row: usize,
    },
    /// More rows or columns than a sheet holds, or more letters than a cell does (32,767).
    #[error("too much for a sheet")]
    TooMuch,
    /// The file could not be put together.
    #[error("the file could not be put together: {0}")]
    Unwritten(String),
}

impl From<XlsxError> for SheetMistake {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::RowColumnLimitError | XlsxError::MaxStringLengthExceeded => SheetMistake::TooMuch,
            other => SheetMistake::Unwritten(other.to_string()),
        }
    }
}

/// The title.
const TITLE: u32 = 0;
/// The heads of the columns.
const HEAD: u32 = 1;
/// The first row.
const FIRST: u32 = 2;
/// A4 in the list of paper sizes.
const A4: u8 = 9;
/// As many digits stand side by side on A4 upright.
const UPRIGHT: f64 = 90.0;
/// Excel shows 15 digits of a number and forgets the others.
const LARGEST: u64 = 999_999_999_999_999;

/// The sheets as one XLSX file; `made` is the moment it says it was made.
pub fn xlsx(sheets: &[Sheet], made: DateTime<Utc>) -> Result<Vec<u8>, SheetMistake> {
    if sheets.is_empty() {
        return Err(SheetMistake::Empty);
    }
    let looks = Looks::new();
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    for (number, (sheet, name)) in sheets.iter().zip(names(sheets)).enumerate() {
        if sheet.columns.is_empty() {
            return Err(SheetMistake::Empty);
        }
        if let Some(row) = sheet.rows.iter().position(|row| row.len() != sheet.columns.len()) {
            return Err(SheetMistake::Ragged { sheet: number, row });
        }
        let page = book.add_worksheet();
        page.set_name(name)?;
        set_up(page, sheet)?;
        fill(page, sheet, &looks)?;
    }
    Ok(book.save_to_buffer()?)
}

/// The widths, and how it is printed.
fn set_up(page: &mut Worksheet, sheet: &Sheet) -> Result<(), SheetMistake> {
    for (at, column) in sheet.columns.iter().enumerate() {
        page.set_column_width(number(at)?, width(column))?;
    }
    page.set_paper_size(A4).set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
    if whole_width(sheet) > UPRIGHT {
        page.set_landscape();
    }
    page.set_repeat_rows(HEAD, HEAD)?.set_freeze_panes(FIRST, 0)?.set_footer("&C&P / &N");
    Ok(())
}

fn fill(page: &mut Worksheet, sheet: &Sheet, looks: &Looks) -> Result<(), SheetMistake> {
    across(page, TITLE, &sheet.title, sheet, (&looks.title, 24.0))?;
    for (at, column) in sheet.columns.iter().enumerate() {
        page.write_string_with_format(HEAD, number(at)?, clean(&column.head), &looks.head)?;
    }
    let mut row = FIRST;
    for cells in &sheet.rows {
        for (at, cell) in cells.iter().enumerate() {
            write(page, (row, number(at)?), cell, looks)?;
        }
        row += 1;
    }
    if row > FIRST {
        // Telephone numbers and codes are meant as text; no green corners about it.
        let last = number(sheet.columns.len() - 1)?;
        page.ignore_error_range(FIRST, 0, row - 1, last, IgnoreError::NumberStoredAsText)?;
    }
    for note in &sheet.notes {
        across(page, row, note, sheet, (&looks.note, 15.0))?;
        row += 1;
    }
    Ok(())
}

fn write(page: &mut Worksheet, place: (u32, u16), cell: &Cell, looks: &Looks) -> Result<(), SheetMistake> {
    let (row, column) = place;
    match cell {
        Cell::Text(text) => {
            let text = clean(text);
            // Else Excel takes the text for a formula once somebody has edited the cell.
            let risky = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
            let look = if risky { &looks.quoted } else { &looks.text };
            page.write_string_with_format(row, column, text, look)?;
        }
        Cell::Whole(whole) if whole.unsigned_abs() <= LARGEST => {
            page.write_number_with_format(row, column, *whole as f64, &looks.whole)?;
        }
        Cell::Whole(whole) => {
            page.write_string_with_format(row, column, whole.to_string(), &looks.text)?;
        }
        // Excel knows no day before 1900 and counts one too many until March of that year.
        Cell::Day(day) if (1901..=9999).contains(&day.year()) => {
            page.write_date_with_format(row, column, day, &looks.day)?;
        }
        Cell::Day(day) => {
            page.write_string_with_format(row, column, day.format("%Y-%m-%d").to_string(), &looks.text)?;
        }
        Cell::Empty => {
            page.write_blank(row, column, &looks.text)?;
        }
    }
    Ok(())
}

/// A text over all columns. Rows with merged cells do not grow by themselves, so its height is reckoned.
fn across(
    page: &mut Worksheet,
    row: u32,
    text: &str,
    sheet: &Sheet,
    (look, height): (&Format, f64),
) -> Result<(), SheetMistake> {
    let text = clean(text);
    // Large letters are wider by as much as they are higher.
    let wide = whole_width(sheet) * 15.0 / height;
    let lines: f64 = text.split('\n').map(|line| (space(line) / wide).ceil().max(1.0)).sum();
    page.set_row_height(row, (lines * height).min(409.0))?;
    match number(sheet.columns.len() - 1)? {
        0 => page.write_string_with_format(row, 0, text, look)?,
        last => page.merge_range(row, 0, row, last, &text, look)?,
    };
    Ok(())
}

fn number(column: usize) -> Result<u16, SheetMistake> {
    u16::try_from(column).map_err(|_| SheetMistake::TooMuch)
}

/// A width that Excel takes.
fn width(column: &Column) -> f64 {
    if column.width.is_finite() { column.width.clamp(2.0, 255.0) } else { 10.0 }
}

fn whole_width(sheet: &Sheet) -> f64 {
    sheet.columns.iter().map(width).sum()
}
