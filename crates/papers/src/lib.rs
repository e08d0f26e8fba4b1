//! What is printed or passed on as a file: the QR codes on posters, receipts and deputies' cards, lists as XLSX, and workbooks that
//! come back.

pub mod book;
mod qr;
mod sheet;

pub use qr::{QUIET_ZONE, QrMistake, qr_svg};
pub use sheet::{Cell, Column, Sheet, SheetMistake, xlsx};
