//! Signs as they are set: which glyph of which font, and how wide.

use std::collections::HashMap;
use std::sync::Arc;

use krilla::text::Font;
use resvg::usvg::fontdb::ID;
use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};

use super::measures::{BODY, GRID};
use super::{Error, Face, Fonts, Run};

/// The fonts of one paper, opened as they are needed.
pub(super) struct Press<'a> {
    fonts: &'a Fonts,
    open: Vec<Open>,
    known: HashMap<(char, Face), (usize, u32, f32)>,
}

struct Open {
    id: ID,
    font: Font,
    data: Arc<Vec<u8>>,
    index: u32,
}

/// A sign in its size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sign {
    /// The character.
    pub c: char,
    /// The number of its font among the open ones.
    pub font: usize,
    /// Its glyph there.
    pub glyph: u32,
    /// Points of its width.
    pub width: f32,
    /// Points of its size.
    pub size: f32,
}

/// What no font of the machine has is set as printers did: 〓.
const MISSING: char = '〓';

impl<'a> Press<'a> {
    pub fn new(fonts: &'a Fonts) -> Self {
        Press { fonts, open: Vec::new(), known: HashMap::new() }
    }

    /// An open font.
    pub fn font(&self, number: usize) -> Font {
        self.open[number].font.clone()
    }

    /// The signs of a text in a face and size. Control characters are left out, but for line breaks.
    pub fn signs(&mut self, text: &str, face: Face, size: f32) -> Result<Vec<Sign>, Error> {
        let kept = text.chars().filter(|c| *c == '\n' || !c.is_control());
        kept.map(|c| self.sign(c, face, size)).collect()
    }

    /// The signs of runs, each in its own face.
    pub fn runs(&mut self, runs: &[Run], size: f32) -> Result<Vec<Sign>, Error> {
        let mut all = Vec::new();
        for run in runs {
            all.extend(self.signs(&run.text, run.face, size)?);
        }
        Ok(all)
    }

    fn sign(&mut self, c: char, face: Face, size: f32) -> Result<Sign, Error> {
        let (font, glyph, em) = match self.known.get(&(c, face)) {
            Some(known) => *known,
            None => {
                let found = self.look_up(c, face)?;
                self.known.insert((c, face), found);
                found
            }
        };
        // 28 hanzi of 16 points are a little more than the core is wide: they stand that much closer.
        let width = if em > 0.95 && size == BODY { GRID } else { em * size };
        Ok(Sign { c, font, glyph, width, size })
    }

    fn look_up(&mut self, c: char, face: Face) -> Result<(usize, u32, f32), Error> {
        if c == '\n' {
            return Ok((0, 0, 0.0));
        }
        // A tab or an odd space is a space; who pastes from elsewhere does not see which.
        let shown = if c.is_whitespace() && c != '\u{3000}' { ' ' } else { c };
        let id = match self.fonts.having(face, shown) {
            Some(id) => id,
            None if c == MISSING => self.fonts.of(face),
            None => return self.look_up(MISSING, face),
        };
        let font = self.opened(id)?;
        let open = &self.open[font];
        let read = skrifa::FontRef::from_index(&open.data, open.index);
        let read = read.map_err(|cause| Error::Unwritten(cause.to_string()))?;
        let glyph = read.charmap().map(shown).unwrap_or_default();
        let metrics = read.glyph_metrics(Size::new(1.0), LocationRef::default());
        Ok((font, glyph.to_u32(), metrics.advance_width(glyph).unwrap_or(1.0)))
    }

    fn opened(&mut self, id: ID) -> Result<usize, Error> {
        if let Some(number) = self.open.iter().position(|open| open.id == id) {
            return Ok(number);
        }
        let (data, index) = self.fonts.bytes(id).ok_or(Error::NoFont)?;
        let data = Arc::new(data);
        let font = Font::new(Arc::clone(&data).into(), index);
        let font = font.ok_or_else(|| Error::Unwritten("a font cannot be read".into()))?;
        self.open.push(Open { id, font, data, index });
        Ok(self.open.len() - 1)
    }
}
