//! Cells of lists given out, which no spreadsheet program takes for a formula.

/// Whether a spreadsheet might take a cell for a formula and execute it.
pub fn looks_like_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// A cell that every spreadsheet takes for text.
pub fn neutral(cell: &str) -> String {
    if looks_like_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}
