//! What is printed or passed on as a file: the QR codes on posters, receipts and deputies' cards, pictures for chats, lists
//! as XLSX, calendars to subscribe to, papers of an office as PDF and DOCX; and workbooks that come back.

pub mod book;
mod card;
pub mod fingerprint;
mod ics;
pub mod official;
mod qr;
mod sheet;

pub use card::{Card, CardMistake, card_png};
pub use ics::{Event, Party, Todo, ics};
pub use qr::{QUIET_ZONE, QrMistake, qr_svg};
pub use sheet::{Cell, Column, Sheet, SheetMistake, xlsx};
