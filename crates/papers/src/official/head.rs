//! What stands above the text: mark, number, signatories, red line, category.

use super::lines::width;
use super::measures::{ASCENT, BODY, GRID, LEFT, MM, PITCH, TOP, WIDE};
use super::press::Press;
use super::strips::{Ink, Strip, blank, line, single};
use super::{Error, Face, Form, Official};

/// The words of the standard itself.
const SIGNED_BY: &str = "签发人：";
/// Points of the red line's thickness.
const RED: f32 = 1.4;

/// The head of the first page.
pub(super) fn head(press: &mut Press, paper: &Official) -> Result<Vec<Strip>, Error> {
    let mut all = match paper.form {
        Form::Document => document(press, paper)?,
        Form::Issue => issue(press, paper)?,
        Form::Letter => letter(press, paper)?,
        Form::Plain => plain(press, paper)?,
    };
    if !paper.category.is_empty() {
        // At the right edge of the core's first line, whatever stands below.
        let category = single(press, &paper.category, Face::Heiti, BODY)?;
        let y = (PITCH - BODY) / 2.0 + BODY * ASCENT;
        let ink = Ink::Text { x: WIDE - category.width - GRID, y, line: category, red: false };
        match all.first_mut() {
            Some(first) => first.ink.push(ink),
            None => all.push(Strip { high: PITCH, ink: vec![ink], ..Strip::default() }),
        }
    }
    Ok(all)
}

/// The mark, each line in the largest size in which it fits into a width, its middle there; and where it ends.
fn mark(press: &mut Press, text: &str, (wide, most): (f32, f32), top: f32) -> Result<(Vec<Ink>, f32), Error> {
    let (mut ink, mut y) = (Vec::new(), top);
    for (nth, part) in text.lines().enumerate() {
        let at_one = width(&press.signs(part, Face::Title, 1.0)?).max(1.0);
        let most = if nth > 0 { most * 1.4 } else { most };
        let size = (wide / at_one).min(most);
        let line = single(press, part, Face::Title, size)?;
        y += if nth > 0 { size * 0.2 } else { 0.0 };
        ink.push(Ink::Text { x: (WIDE - line.width) / 2.0, y: y + size * ASCENT, line, red: true });
        y += size;
    }
    Ok((ink, y))
}

/// 文件格式: the mark 35 mm below the core's top, the number two lines below it, the red line 4 mm below that.
fn document(press: &mut Press, paper: &Official) -> Result<Vec<Strip>, Error> {
    let top = 35.0 * MM;
    let (ink, end) = mark(press, &paper.mark, (WIDE - 2.0 * GRID, 48.0), top)?;
    let mut strip = Strip { ink, ..Strip::default() };
    let mut y = end + 2.0 * PITCH;
    let number = single(press, &paper.number, Face::Fangsong, BODY)?;
    if paper.signatories.is_empty() {
        strip.ink.extend(text((WIDE - number.width) / 2.0, y, number));
    } else {
        // Who signed stand at the right, one below the other; the number beside the last of them.
        let label = single(press, SIGNED_BY, Face::Fangsong, BODY)?;
        let mut names = Vec::new();
        for name in &paper.signatories {
            names.push(single(press, name, Face::Kaiti, BODY)?);
        }
        let widest = names.iter().map(|name| name.width).fold(0.0, f32::max);
        let left = WIDE - GRID - widest;
        strip.ink.extend(text(left - label.width, y, label));
        for (nth, name) in names.into_iter().enumerate() {
            y += if nth > 0 { PITCH } else { 0.0 };
            strip.ink.extend(text(left, y, name));
        }
        strip.ink.extend(text(GRID, y, number));
    }
    Ok(below(strip, y + (PITCH + BODY) / 2.0 + 4.0 * MM))
}

/// A gazette's or a brief's head: the mark, its number, maker and day over the red line.
fn issue(press: &mut Press, paper: &Official) -> Result<Vec<Strip>, Error> {
    let top = 20.0 * MM;
    let (ink, end) = mark(press, &paper.mark, (WIDE - 2.0 * GRID, 54.0), top)?;
    let mut strip = Strip { ink, ..Strip::default() };
    let mut y = end + PITCH;
    let number = single(press, &paper.number, Face::Fangsong, BODY)?;
    strip.ink.extend(text((WIDE - number.width) / 2.0, y, number));
    if !(paper.maker.is_empty() && paper.day.is_empty()) {
        y += 1.5 * PITCH;
        let maker = single(press, &paper.maker, Face::Fangsong, BODY)?;
        let day = single(press, &paper.day, Face::Fangsong, BODY)?;
        strip.ink.extend(text(GRID, y, maker));
        strip.ink.extend(text(WIDE - GRID - day.width, y, day));
    }
    Ok(below(strip, y + (PITCH + BODY) / 2.0 + 2.0 * MM))
}

fn text(x: f32, top: f32, line: super::lines::Line) -> Option<Ink> {
    let y = top + (PITCH - BODY) / 2.0 + BODY * ASCENT;
    (!line.signs.is_empty()).then_some(Ink::Text { x, y, line, red: false })
}

/// The red line as wide as the core, and two empty lines, so that the title begins on a line of the page.
fn below(mut strip: Strip, y: f32) -> Vec<Strip> {
    strip.ink.push(Ink::Rule { from: (0.0, y), to: (WIDE, y), thick: RED, red: true });
    strip.high = ((y + 2.0 * PITCH) / PITCH).round() * PITCH;
    vec![strip]
}

/// 信函格式: the mark 30 mm below the paper's upper edge; double lines 170 mm wide 4 mm below it and 20 mm above the
/// paper's lower edge; the number at the right below the first.
fn letter(press: &mut Press, paper: &Official) -> Result<Vec<Strip>, Error> {
    let top = 30.0 * MM - TOP;
    let (ink, end) = mark(press, &paper.mark, (WIDE, 40.0), top)?;
    let mut strip = Strip { ink, ..Strip::default() };
    let y = end + 4.0 * MM;
    let (left, right) = ((210.0 - 170.0) / 2.0 * MM - LEFT, (210.0 + 170.0) / 2.0 * MM - LEFT);
    let bottom = (297.0 - 20.0) * MM - TOP;
    for (at, thick) in [(y, 2.0), (y + 2.2, 0.7), (bottom - 2.2, 0.7), (bottom, 2.0)] {
        strip.ink.push(Ink::Rule { from: (left, at), to: (right, at), thick, red: true });
    }
    strip.high = ((y + 6.0) / PITCH).ceil() * PITCH;
    let number = single(press, &paper.number, Face::Fangsong, BODY)?;
    let mut second = line(WIDE - number.width, number, BODY, PITCH);
    second.keep = true;
    let mut all = vec![strip, second];
    all.extend([blank(1.0), blank(1.0)]);
    Ok(all)
}

/// Nothing red: the number, if there is one, at the right.
fn plain(press: &mut Press, paper: &Official) -> Result<Vec<Strip>, Error> {
    if paper.number.is_empty() {
        return Ok(Vec::new());
    }
    let number = single(press, &paper.number, Face::Fangsong, BODY)?;
    Ok(vec![line(
        WIDE - number.width - if paper.category.is_empty() { 0.0 } else { 3.0 * GRID },
        number,
        BODY,
        PITCH,
    )])
}
