//! Workbooks that others made, read cell by cell: from Excel, WPS and LibreOffice. What is no XLSX is told apart, so that
//! a page can say what to do; a file that unfolds to far more than it seems is never unfolded as a whole.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, copy, sink};

use calamine::{DataRef, Dimensions, Reader, Xlsx, XlsxError};
use chrono::NaiveDateTime;

/// How much of a workbook is read.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Bytes of what is packed in it.
    pub unpacked: u64,
    /// Rows that hold something, in all sheets.
    pub rows: usize,
    /// Columns of a sheet.
    pub columns: u32,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text as typed.
    Text(String),
    /// A number.
    Number(f64),
    /// A day or a moment, by its format.
    Day(NaiveDateTime),
    /// Yes or no.
    Flag(bool),
    /// A mistake of the spreadsheet's own, such as `#REF!`.
    Broken(String),
    /// A formula that nobody has worked out yet.
    Unworked,
}

/// Cells that were made one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// The first row and column, from 0.
    pub first: (u32, u32),
    /// The last row and column, from 0.
    pub last: (u32, u32),
}

/// A sheet: what stands where, from 0. Empty cells and rows are left out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid {
    /// On its tab.
    pub name: String,
    /// Row → column → what stands there.
    pub rows: BTreeMap<u32, BTreeMap<u32, Value>>,
    /// Cells that were made one.
    pub merged: Vec<Merged>,
}

/// Why a file is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// Another kind of file.
    #[error("not an XLSX workbook")]
    NotXlsx,
    /// Excel's format before 2007.
    #[error("an old XLS workbook")]
    OldXls,
    /// LibreOffice's own format.
    #[error("an OpenDocument spreadsheet")]
    OpenDocument,
    /// It opens with a password only.
    #[error("protected by a password")]
    Password,
    /// More bytes than are read.
    #[error("larger than {0} bytes")]
    TooLarge(usize),
    /// It unfolds to more than is read.
    #[error("unfolds to more than {0} bytes")]
    Unfolds(u64),
    /// More rows than are read.
    #[error("more than {0} rows")]
    TooManyRows(usize),
    /// More columns than are read, with the sheet.
    #[error("sheet {0} has more than {1} columns")]
    TooManyColumns(String, u32),
    /// It is an XLSX file, but broken.
    #[error("damaged: {0}")]
    Damaged(String),
}

/// Signs of the longest text that is kept of a cell; no column takes as many.
const LONGEST_TEXT: usize = 2_000;
/// More parts than any workbook has.
const MOST_PARTS: usize = 4_000;

/// All sheets of a workbook.
///
/// # Errors
/// Says what the file is instead, or which limit it exceeds.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<Grid>, Unread> {
    if bytes.len() > limits.bytes {
        return Err(Unread::TooLarge(limits.bytes));
    }
    look(bytes, limits.unpacked)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut grids = Vec::new();
    let mut rows = 0;
    for name in book.sheet_names() {
        let merged = match book.merge_cells_by_sheet_name(&name) {
            Ok(merged) => merged.iter().map(Merged::of).collect(),
            // A sheet of charts has no cells.
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(other) => return Err(damaged(other)),
        };
        let mut grid = Grid { name: name.clone(), rows: BTreeMap::new(), merged };
        let mut cells = match book.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(other) => return Err(damaged(other)),
        };
        while let Some(cell) = cells.next_cell_with_formula().map_err(damaged)? {
            let Some(value) = value(&cell.value, cell.formula.is_some()) else { continue };
            let (row, column) = cell.pos;
            if column >= limits.columns {
                return Err(Unread::TooManyColumns(name, limits.columns));
            }
            if !grid.rows.contains_key(&row) {
                rows += 1;
            }
            if rows > limits.rows {
                return Err(Unread::TooManyRows(limits.rows));
            }
            grid.rows.entry(row).or_default().insert(column, value);
        }
        grids.push(grid);
    }
    Ok(grids)
}

/// The name of a cell as spreadsheets show it, from 0: `F17`.
pub fn cell_name(row: u32, column: u32) -> String {
    format!("{}{}", column_name(column), row + 1)
}

/// The letters of a column, from 0.
pub fn column_name(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

impl Merged {
    fn of(dimensions: &Dimensions) -> Merged {
        Merged { first: dimensions.start, last: dimensions.end }
    }
}

fn damaged(cause: XlsxError) -> Unread {
    match cause {
        XlsxError::Password => Unread::Password,
        other => Unread::Damaged(other.to_string()),
    }
}

/// Tell what the file is, and unfold it once into nothing: what it says about its own size is not believed.
fn look(bytes: &[u8], most: u64) -> Result<(), Unread> {
    // The container of Excel before 2007, and of workbooks with a password.
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        let inside = |name: &str| {
            let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            bytes.windows(name.len()).any(|part| part == name)
        };
        return Err(if inside("EncryptedPackage") { Unread::Password } else { Unread::OldXls });
    }
    let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unread::NotXlsx)?;
    if parts.len() > MOST_PARTS {
        return Err(Unread::Unfolds(most));
    }
    let (mut left, mut is_book, mut is_open_document) = (most, false, false);
    for at in 0..parts.len() {
        let part = parts.by_index(at).map_err(|cause| Unread::Damaged(cause.to_string()))?;
        let name = part.name().map_err(|cause| Unread::Damaged(cause.to_string()))?;
        is_book |= name == "[Content_Types].xml";
        is_open_document |= name == "content.xml";
        let read = copy(&mut part.take(left + 1), &mut sink());
        let read = read.map_err(|cause| Unread::Damaged(cause.to_string()))?;
        left = left.checked_sub(read).ok_or(Unread::Unfolds(most))?;
    }
    match (is_book, is_open_document) {
        (true, _) => Ok(()),
        (false, true) => Err(Unread::OpenDocument),
        (false, false) => Err(Unread::NotXlsx),
    }
}

fn value(data: &DataRef<'_>, is_formula: bool) -> Option<Value> {
    let text = |text: &str| {
        let kept: String = text.chars().take(LONGEST_TEXT).collect();
        (!kept.trim().is_empty()).then_some(Value::Text(kept))
    };
    match data {
        DataRef::Empty if is_formula => Some(Value::Unworked),
        DataRef::Empty => None,
        DataRef::String(typed) => text(typed),
        DataRef::SharedString(typed) => text(typed),
        DataRef::DateTimeIso(typed) | DataRef::DurationIso(typed) => text(typed),
        DataRef::Int(whole) => Some(Value::Number(*whole as f64)),
        DataRef::Float(number) => Some(Value::Number(*number)),
        DataRef::Bool(flag) => Some(Value::Flag(*flag)),
        DataRef::Error(kind) => Some(Value::Broken(kind.to_string())),
        DataRef::DateTime(moment) => {
            let day = moment.as_datetime().filter(|_| !moment.is_duration());
            Some(day.map_or(Value::Number(moment.as_f64()), Value::Day))
        }
    }
}

#[cfg(test)]
mod tests;
