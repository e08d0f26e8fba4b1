//! Reading a file of messages: bounded, in UTF-8, every cell checked, every mistake named.

use std::collections::HashMap;
use std::fmt;
use std::io::{self, Read};

use chrono::{NaiveDate, NaiveDateTime};
use csv::{ReaderBuilder, StringRecord};

use super::looks_like_formula;

/// The columns of a file of messages.
pub const COLUMNS: [&str; 7] = ["id", "user", "subject", "submitted_at", "body", "reply", "replied_at"];

/// Bytes of the longest line. Longer ones are refused while reading, not after.
const LONGEST_LINE: usize = 1024 * 1024;

/// Bytes of the largest file.
const LARGEST_FILE: usize = 64 * 1024 * 1024;

/// Characters of the longest message and of the longest reply, as the acts take them.
const LONGEST_BODY: usize = 5_000;
const LONGEST_REPLY: usize = 10_000;

/// Mistakes told at once.
const TOLD: usize = 20;

/// A message from elsewhere, with the reply it got there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id there.
    pub id: String,
    /// What its writer is called there.
    pub user: String,
    /// One line.
    pub subject: String,
    /// The day it was sent.
    pub submitted_on: NaiveDate,
    /// What was said.
    pub body: String,
    /// The reply and its day, if there was one.
    pub reply: Option<(String, NaiveDate)>,
}

/// What is wrong in one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The row, the header being the first.
    pub row: u64,
    /// The line of the file on which the row begins.
    pub line: u64,
    /// The column; empty for the whole row.
    pub column: &'static str,
    /// What is wrong, and what is expected.
    pub reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {} (line {})", self.row, self.line)?;
        if !self.column.is_empty() {
            write!(f, ", column {:?}", self.column)?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// Why a file is not taken. Nothing of it was written.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The file cannot be read.
    #[error("cannot read the file: {0}")]
    Unreadable(#[from] io::Error),
    /// A line without an end.
    #[error("line {0} is longer than 1 MB; this is not a file of messages")]
    LongLine(u64),
    /// Too much at once.
    #[error("the file is larger than 64 MB; import it in parts")]
    TooLarge,
    /// Another encoding.
    #[error("line {0} is not UTF-8 (GBK or UTF-16?); save the file as UTF-8 and try again")]
    NotUtf8(u64),
    /// Nothing in it.
    #[error("the file is empty; expected the columns {columns}", columns = COLUMNS.join(","))]
    Empty,
    /// A column is not there.
    #[error("the column {0:?} is missing; expected the columns {columns}", columns = COLUMNS.join(","))]
    ColumnMissing(&'static str),
    /// A column is there more than once.
    #[error("the column {0:?} is there twice")]
    ColumnTwice(&'static str),
    /// Rows with mistakes.
    #[error("{}", told(.0))]
    Rows(Vec<Fault>),
}

fn told(faults: &[Fault]) -> String {
    let mut lines: Vec<String> = faults.iter().take(TOLD).map(Fault::to_string).collect();
    if faults.len() > TOLD {
        lines.push(format!("and {} more mistakes", faults.len() - TOLD));
    }
    lines.push("nothing was imported".to_owned());
    lines.join("\n")
}

/// Read and check a whole file. A cell that looks like a formula is refused in `id`, `user` and `subject`; what was said
/// and answered may begin with any sign, because it is only ever shown as text.
///
/// # Errors
/// Names the line, or row and column, and what is wrong.
pub fn read(source: impl Read, today: NaiveDate) -> Result<Vec<Message>, Refused> {
    let text = decoded(bounded(source)?)?;
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(io::Error::from)?.clone();
    if header.is_empty() {
        return Err(Refused::Empty);
    }
    let places = places(&header)?;
    let (mut messages, mut faults) = (Vec::new(), Vec::new());
    let mut lines: HashMap<String, u64> = HashMap::new();
    for (nth, record) in reader.into_records().enumerate() {
        let record = record.map_err(io::Error::from)?;
        let line = record.position().map_or(0, csv::Position::line);
        let mut row =
            Row { record: &record, places, number: nth as u64 + 2, line, today, faults: &mut faults };
        if record.len() != header.len() {
            let (has, needs) = (record.len(), header.len());
            row.fault("", format!("{has} cells, but the header has {needs}"));
            continue;
        }
        let message = row.message();
        if let Some(before) = lines.insert(message.id.clone(), line) {
            row.fault("id", format!("{:?} is on line {before} already", message.id));
        }
        messages.push(message);
    }
    if faults.is_empty() { Ok(messages) } else { Err(Refused::Rows(faults)) }
}

/// Read, but never more than a line and a file may have.
fn bounded(mut source: impl Read) -> Result<Vec<u8>, Refused> {
    let mut all = Vec::new();
    let mut chunk = vec![0; 64 * 1024];
    let (mut line, mut length) = (1, 0);
    loop {
        let read = source.read(&mut chunk)?;
        if read == 0 {
            return Ok(all);
        }
        for byte in &chunk[..read] {
            if *byte == b'\n' {
                (line, length) = (line + 1, 0);
            } else {
                length += 1;
            }
            if length > LONGEST_LINE {
                return Err(Refused::LongLine(line));
            }
        }
        if all.len() + read > LARGEST_FILE {
            return Err(Refused::TooLarge);
        }
        all.extend_from_slice(&chunk[..read]);
    }
}

fn decoded(bytes: Vec<u8>) -> Result<String, Refused> {
    let text = String::from_utf8(bytes).map_err(|cause| {
        let before = &cause.as_bytes()[..cause.utf8_error().valid_up_to()];
        Refused::NotUtf8(line_after(before))
    })?;
    // No text has this sign; UTF-16 without a mark is full of it.
    if let Some(at) = text.find('\0') {
        return Err(Refused::NotUtf8(line_after(&text.as_bytes()[..at])));
    }
    Ok(text.strip_prefix('\u{feff}').map(ToOwned::to_owned).unwrap_or(text))
}

fn line_after(before: &[u8]) -> u64 {
    1 + before.iter().filter(|byte| **byte == b'\n').count() as u64
}

fn places(header: &StringRecord) -> Result<[usize; 7], Refused> {
    let mut places = [0; 7];
    for (place, column) in places.iter_mut().zip(COLUMNS) {
        let mut found = header.iter().enumerate().filter(|(_, name)| name.trim() == column);
        *place = found.next().ok_or(Refused::ColumnMissing(column))?.0;
        if found.next().is_some() {
            return Err(Refused::ColumnTwice(column));
        }
    }
    Ok(places)
}

struct Row<'a> {
    record: &'a StringRecord,
    places: [usize; 7],
    number: u64,
    line: u64,
    today: NaiveDate,
    faults: &'a mut Vec<Fault>,
}

impl Row<'_> {
    fn fault(&mut self, column: &'static str, reason: impl Into<String>) {
        self.faults.push(Fault { row: self.number, line: self.line, column, reason: reason.into() });
    }

    fn cell(&self, column: &str) -> String {
        let place = COLUMNS.iter().position(|name| *name == column).map(|nth| self.places[nth]);
        place.and_then(|place| self.record.get(place)).unwrap_or_default().to_owned()
    }

    fn message(&mut self) -> Message {
        let id = self.label("id", 64);
        if id.chars().any(char::is_whitespace) {
            self.fault("id", "an id has no spaces");
        }
        let reply = self.words("reply", LONGEST_REPLY);
        let submitted_on = self.day("submitted_at").unwrap_or_default();
        let replied = match (reply.is_empty(), self.cell("replied_at").trim().is_empty()) {
            (true, true) => None,
            (true, false) => {
                self.fault("reply", "empty, but replied_at is given");
                None
            }
            _ => self.day("replied_at"),
        };
        if replied.is_some_and(|day| day < submitted_on) {
            self.fault("replied_at", "before submitted_at");
        }
        let body = self.words("body", LONGEST_BODY);
        if body.is_empty() {
            self.fault("body", "empty");
        }
        let (user, subject) = (self.label("user", 100), self.label("subject", 100));
        Message { id, user, subject, submitted_on, body, reply: replied.map(|day| (reply, day)) }
    }

    /// A short cell that stands in lists and spreadsheets.
    fn label(&mut self, column: &'static str, most: usize) -> String {
        let cell = self.cell(column);
        if looks_like_formula(&cell) {
            self.fault(column, "begins with a sign that a spreadsheet takes for a formula (= + - @ tab)");
        }
        let cell = cell.trim().to_owned();
        if cell.is_empty() {
            self.fault(column, "empty");
        } else if cell.chars().count() > most {
            self.fault(column, format!("longer than {most} characters"));
        } else if cell.chars().any(char::is_control) {
            self.fault(column, "has a control character");
        }
        cell
    }

    /// A long text; it is shown as text and never anything else.
    fn words(&mut self, column: &'static str, most: usize) -> String {
        let cell = self.cell(column).trim().to_owned();
        if cell.chars().count() > most {
            self.fault(column, format!("longer than {most} characters"));
        } else if cell.chars().any(|sign| sign.is_control() && !matches!(sign, '\n' | '\r' | '\t')) {
            self.fault(column, "has a control character");
        }
        cell
    }

    fn day(&mut self, column: &'static str) -> Option<NaiveDate> {
        let cell = self.cell(column);
        let cell = cell.trim();
        let day = NaiveDateTime::parse_from_str(cell, "%Y-%m-%d %H:%M:%S")
            .map(|moment| moment.date())
            .or_else(|_| NaiveDate::parse_from_str(cell, "%Y-%m-%d"));
        match day {
            Ok(day) if day > self.today => self.fault(column, "after today"),
            Ok(day) => return Some(day),
            Err(_) => self.fault(column, format!("{cell:?} is no day; expected 2026-03-02 09:30:00")),
        }
        None
    }
}
