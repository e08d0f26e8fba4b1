//! Lists as CSV files, as spreadsheet programs take them without harm.

use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::Result;

/// A file to be saved under a name: a head, and rows of cells.
///
/// # Errors
/// When a row has more cells than the head.
pub fn csv_file(name: &str, head: &[String], rows: &[Vec<String>]) -> Result<Response> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(head).map_err(anyhow::Error::from)?;
    for row in rows {
        out.write_record(row.iter().map(|cell| neutral(cell))).map_err(anyhow::Error::from)?;
    }
    // Spreadsheet programs take UTF-8 for granted only with the mark in front.
    let mut body = b"\xEF\xBB\xBF".to_vec();
    body.extend(out.into_inner().map_err(|cause| anyhow::anyhow!("{cause}"))?);
    let saved = format!("attachment; filename=\"{name}\"");
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, saved)];
    Ok((headers, body).into_response())
}

/// Whether a spreadsheet might take a cell for a formula and execute it.
pub fn looks_like_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// A cell that every spreadsheet takes for text.
pub fn neutral(cell: &str) -> String {
    if looks_like_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "＝1"] {
            assert!(super::neutral(cell).starts_with('\''), "{cell}");
        }
        assert_eq!(super::neutral("路灯不亮"), "路灯不亮");
    }
}
