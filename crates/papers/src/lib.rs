//! What is printed: for now the QR codes on posters, receipts and deputies' cards.

mod qr;

pub use qr::{QUIET_ZONE, QrMistake, qr_svg};
