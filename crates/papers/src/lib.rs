//! What is printed or passed on as a file: the QR codes on posters, receipts and deputies' cards, lists as XLSX, and
//! calendars to subscribe to.

mod ics;
mod qr;
mod sheet;

pub use ics::{Event, ics};
pub use qr::{QUIET_ZONE, QrMistake, qr_svg};
pub use sheet::{Cell, Column, Sheet, SheetMistake, xlsx};
