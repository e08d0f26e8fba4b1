//! A paper as strips from top to bottom, before they are put on pages.

use std::rc::Rc;

use super::lines::{Line, one};
use super::measures::{ASCENT, BODY, GRID, LARGE, PITCH, WIDE};
use super::press::{Press, Sign};
use super::{Align, Error, Face, Run, lines};

/// Something drawn, from a strip's upper left corner at the core's left edge.
#[derive(Debug, Clone)]
pub(super) enum Ink {
    /// Signs on a baseline.
    Text {
        /// Points from the core's left edge.
        x: f32,
        /// Points of the baseline below the strip's top.
        y: f32,
        /// The signs.
        line: Line,
        /// Drawn in red.
        red: bool,
    },
    /// A straight line.
    Rule {
        /// From where.
        from: (f32, f32),
        /// To where.
        to: (f32, f32),
        /// How thick, in points.
        thick: f32,
        /// Drawn in red.
        red: bool,
    },
    /// The number of the page on which an item begins, at the right edge.
    PageOf {
        /// The item, from 0.
        item: usize,
        /// Points of the baseline below the strip's top.
        y: f32,
    },
}

/// A strip as wide as the core.
#[derive(Debug, Clone, Default)]
pub(super) struct Strip {
    /// Points of its height.
    pub high: f32,
    /// What is drawn in it.
    pub ink: Vec<Ink>,
    /// It stays on one page with the next one.
    pub keep: bool,
    /// It begins on a line of the page's 22.
    pub snap: bool,
    /// It is left out at the top of a page.
    pub blank: bool,
    /// It begins a new page.
    pub new_page: bool,
    /// What is drawn once more above it when it begins a page: a table's head.
    pub head: Option<Rc<Strip>>,
    /// The item that begins here.
    pub item: Option<usize>,
}

/// So many empty lines.
pub(super) fn blank(lines: f32) -> Strip {
    Strip { high: lines * PITCH, blank: true, ..Strip::default() }
}

/// A line of a height; its signs stand in the middle of it.
pub(super) fn line(x: f32, line: Line, size: f32, high: f32) -> Strip {
    let y = (high - size) / 2.0 + size * ASCENT;
    Strip { high, ink: vec![Ink::Text { x, y, line, red: false }], ..Strip::default() }
}

/// Where a line begins.
pub(super) fn begin(align: Align, width: f32, wide: f32) -> f32 {
    match align {
        Align::Left => 0.0,
        Align::Centre => (wide - width) / 2.0,
        Align::Right => wide - width,
    }
}

/// A paragraph of the text: both edges straight, the first line so many hanzi in, the others so many.
pub(super) fn paragraph(
    press: &mut Press,
    runs: &[Run],
    (first, rest): (f32, f32),
) -> Result<Vec<Strip>, Error> {
    let signs = press.runs(runs, BODY)?;
    Ok(hanging(&signs, first * GRID, rest * GRID))
}

/// The same from signs, with indents in points.
pub(super) fn hanging(signs: &[Sign], first: f32, rest: f32) -> Vec<Strip> {
    let all = lines::broken(signs, WIDE - first, WIDE - rest);
    let indent = |nth: usize| if nth == 0 { first } else { rest };
    all.into_iter().enumerate().map(|(nth, it)| line(indent(nth), it, BODY, PITCH)).collect()
}

/// Lines that stand at an edge or in the middle.
pub(super) fn aligned(press: &mut Press, runs: &[Run], align: Align) -> Result<Vec<Strip>, Error> {
    let signs = press.runs(runs, BODY)?;
    let all = lines::broken(&signs, WIDE, WIDE);
    Ok(all.into_iter().map(|it| line(begin(align, it.width, WIDE), it, BODY, PITCH)).collect())
}

/// A title in the middle, its lines kept together and with what follows.
pub(super) fn title(press: &mut Press, text: &str, face: Face, size: f32) -> Result<Vec<Strip>, Error> {
    let signs = press.signs(text, face, size)?;
    let high = PITCH * if size >= LARGE { 1.2 } else { 1.0 };
    let all = lines::balanced(&signs, WIDE - 2.0 * size);
    let strip = |it: Line| Strip { keep: true, ..line(begin(Align::Centre, it.width, WIDE), it, size, high) };
    Ok(all.into_iter().map(strip).collect())
}

/// A text as one line.
pub(super) fn single(press: &mut Press, text: &str, face: Face, size: f32) -> Result<Line, Error> {
    Ok(one(&press.signs(text, face, size)?))
}

/// All stay together and with what follows.
pub(super) fn keep(strips: &mut [Strip]) {
    strips.iter_mut().for_each(|strip| strip.keep = true);
}
