//! Papers of an office in the layout of GB/T 9704-2012: letters, slips, gazettes, briefs, forms and lists, as PDF and as
//! DOCX, from plain values.
//!
//! An [`Official`] holds what stands on the paper, in the words in which it stands there; where it stands is the
//! standard's affair and decided here. It can be kept (it goes into JSON and back), so that a letter stays as it was
//! issued. [`pdf`] needs fonts with hanzi on this machine ([`Fonts::find`]), [`docx`] needs none.

mod docx;
mod draw;
mod flow;
mod fonts;
mod head;
mod lines;
mod measures;
mod model;
mod pages;
mod press;
#[cfg(test)]
mod samples;
mod strips;
mod table;
mod tail;
#[cfg(test)]
mod tests;
mod text;

pub use fonts::Fonts;
pub use model::{
    Align, Block, Cell, Column, Face, Form, Grid, Item, Level, Official, Printed, Row, Run, Signature, Table,
};
pub use text::{body, date, heading, number, read_number};

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
///
/// # Errors
/// `Ragged` for a table whose rows do not fit, `Unwritten` when a font cannot be read.
pub fn pdf(paper: &Official, fonts: &Fonts) -> Result<Vec<u8>, Error> {
    let mut press = press::Press::new(fonts);
    let strips = flow::strips(&mut press, paper)?;
    let imprint = tail::imprint(&mut press, paper)?;
    let pages = pages::pages(&strips, imprint.as_ref());
    draw::drawn(&mut press, paper, &pages)
}

/// The paper as DOCX, with the fonts of offices by their names; it needs none on this machine.
///
/// # Errors
/// `Ragged` for a table whose rows do not fit.
pub fn docx(paper: &Official) -> Result<Vec<u8>, Error> {
    docx::file(paper)
}
