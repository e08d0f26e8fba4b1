//! What comes from elsewhere as a file, and what is given out as one.
//!
//! * `messages`: a file of messages, read and checked as a whole before anything is written
//! * `import`: each message made an opinion with its reply, by the same acts as on the web
//! * `opinions`: published opinions as CSV
//! * `founding`: a congress founded for real, with its first two accounts

pub mod founding;
#[cfg(test)]
mod founding_tests;
pub mod import;
pub mod messages;
pub mod opinions;
#[cfg(test)]
mod tests;

/// Whether a spreadsheet might take a cell for a formula and execute it.
pub fn looks_like_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// A cell that every spreadsheet takes for text.
pub fn neutral(cell: &str) -> String {
    if looks_like_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}
