//! The fonts of this machine, one for each face of official papers.

use super::Error;

/// One font for each face.
#[derive(Debug)]
pub struct Fonts;

impl Fonts {
    /// The machine's fonts; they are looked for once.
    pub fn find() -> Result<&'static Fonts, Error> {
        Err(Error::NoFont)
    }
}
