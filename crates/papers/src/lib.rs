//! What is printed or passed on as a file: the QR codes on posters, receipts and deputies' cards, pictures for chats, and
//! lists as XLSX.

mod card;
mod qr;
mod sheet;

pub use card::{Card, CardMistake, card_png};
pub use qr::{QUIET_ZONE, QrMistake, qr_svg};
pub use sheet::{Cell, Column, Sheet, SheetMistake, xlsx};
