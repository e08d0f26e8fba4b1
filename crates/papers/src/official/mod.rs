//! Papers of an office in the layout of GB/T 9704-2012: letters, slips, gazettes, briefs, forms and lists, as PDF and as
//! DOCX, from plain values.
//!
//! An [`Official`] holds what stands on the paper, in the words in which it stands there; where it stands is the
//! standard's affair and decided here. It can be kept (it goes into JSON and back), so that a letter stays as it was
//! issued. [`pdf`] needs fonts with hanzi on this machine ([`Fonts::find`]), [`docx`] needs none.

mod fonts;
mod model;
mod text;

pub use fonts::Fonts;
pub use model::{
    Align, Block, Cell, Column, Face, Form, Grid, Item, Level, Official, Printed, Row, Run, Signature, Table,
};
pub use text::{body, date, heading, number};

/// Why there is no paper.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No font of this machine has hanzi; a DOCX can still be made.
    #[error("no font with hanzi on this machine (Debian: fonts-noto-cjk)")]
    NoFont,
    /// A table without columns, or a row that has more or fewer cells than there are columns.
    #[error("row {row} of a table does not fit its columns")]
    Ragged {
        /// The row, from 0.
        row: usize,
    },
    /// The file could not be put together.
    #[error("the file could not be put together: {0}")]
    Unwritten(String),
}

/// The paper as PDF.
pub fn pdf(_official: &Official, _fonts: &Fonts) -> Result<Vec<u8>, Error> {
    Err(Error::NoFont)
}

/// The paper as DOCX, with the fonts of offices by their names.
pub fn docx(_official: &Official) -> Result<Vec<u8>, Error> {
    Err(Error::Unwritten("not yet".into()))
}
