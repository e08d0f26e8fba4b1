//! Pages drawn as PDF.

use krilla::Document;
use krilla::color::rgb;
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};

use super::lines::{Line, Placed};
use super::measures::{BODY, FOOT, HIGH, LEFT, MM, PAPER, SMALL, TOP, WIDE};
use super::pages::Pages;
use super::press::Press;
use super::strips::{Ink, single};
use super::{Block, Error, Face, Form, Official, text};

/// The red of official papers.
const RED: (u8, u8, u8) = (230, 0, 18);

/// The file.
pub(super) fn drawn(press: &mut Press, paper: &Official, pages: &Pages) -> Result<Vec<u8>, Error> {
    let mut file = Document::new();
    let title = text::in_one_line(&paper.title);
    let title = if title.is_empty() { format!("{}{}", paper.mark, paper.number) } else { title };
    let metadata = Metadata::new().title(title).language("zh-CN".into());
    let told = !paper.foot.is_empty();
    file.set_metadata(if told { metadata.keywords(vec![paper.foot.clone()]) } else { metadata });
    for (nth, page) in pages.all.iter().enumerate() {
        let settings = PageSettings::from_wh(PAPER.0, PAPER.1);
        let settings = settings.ok_or_else(|| Error::Unwritten("no page".into()))?;
        let mut sheet = file.start_page_with(settings);
        let mut surface = sheet.surface();
        for (y, ink) in page {
            draw(&mut surface, press, pages, (TOP + y, ink))?;
        }
        let hidden =
            paper.form == Form::Letter && nth == 0 || pages.all.len() == 1 && paper.form == Form::Plain;
        if !hidden {
            number(&mut surface, press, nth + 1)?;
        }
        if told {
            foot(&mut surface, press, &paper.foot)?;
        }
        surface.finish();
        sheet.finish();
    }
    file.set_outline(outline(paper, pages));
    file.finish().map_err(|cause| Error::Unwritten(format!("{cause:?}")))
}

fn draw(
    surface: &mut Surface,
    press: &mut Press,
    pages: &Pages,
    (top, ink): (f32, &Ink),
) -> Result<(), Error> {
    match ink {
        Ink::Text { x, y, line, red } => signs(surface, press, line, (LEFT + x, top + y), *red),
        Ink::Rule { from, to, thick, red } => {
            let mut path = PathBuilder::new();
            path.move_to(LEFT + from.0, top + from.1);
            path.line_to(LEFT + to.0, top + to.1);
            let Some(path) = path.finish() else { return Ok(()) };
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke {
                paint: colour(*red).into(),
                width: *thick,
                ..Stroke::default()
            }));
            surface.draw_path(&path);
            surface.set_stroke(None);
        }
        Ink::PageOf { item, y } => {
            let page = pages.items.get(item).map_or_else(String::new, usize::to_string);
            let line = single(press, &page, Face::Fangsong, BODY)?;
            signs(surface, press, &line, (LEFT + WIDE - line.width, top + y), false);
        }
    }
    Ok(())
}

fn colour(red: bool) -> rgb::Color {
    let (r, g, b) = if red { RED } else { (0, 0, 0) };
    rgb::Color::new(r, g, b)
}

/// Signs that follow each other in one font and size are one text, so that they can be found and copied.
fn signs(surface: &mut Surface, press: &Press, line: &Line, (x, y): (f32, f32), red: bool) {
    surface.set_fill(Some(Fill { paint: colour(red).into(), ..Fill::default() }));
    for part in line.signs.chunk_by(|a, b| (a.sign.font, a.sign.size) == (b.sign.font, b.sign.size)) {
        let first = part[0];
        let text: String = part.iter().map(|placed| placed.sign.c).collect();
        let mut at = 0;
        let glyphs: Vec<KrillaGlyph> = part
            .iter()
            .enumerate()
            .map(|(nth, placed)| {
                let range = at..at + placed.sign.c.len_utf8();
                at = range.end;
                let advance = part.get(nth + 1).map_or(placed.sign.width, |next| next.x - placed.x);
                let em = advance / first.sign.size;
                KrillaGlyph::new(GlyphId::new(placed.sign.glyph), em, 0.0, 0.0, 0.0, range, None)
            })
            .collect();
        let Placed { sign, x: from } = first;
        surface.draw_glyphs(
            Point::from_xy(x + from, y),
            &glyphs,
            press.font(sign.font),
            &text,
            sign.size,
            false,
        );
    }
}

/// — 1 —: its line 7 mm below the core; one hanzi from the right edge on odd pages, from the left on even ones.
fn number(surface: &mut Surface, press: &mut Press, page: usize) -> Result<(), Error> {
    let line = single(press, &format!("— {page} —"), Face::Songti, SMALL)?;
    let x = if page % 2 == 1 { WIDE - SMALL - line.width } else { SMALL };
    // A dash stands about a third of its size above the baseline.
    let y = TOP + HIGH + 7.0 * MM + SMALL * 0.36;
    signs(surface, press, &line, (LEFT + x, y), false);
    Ok(())
}

/// Below the page's number, in the middle: out of the way of a stamp, and of a reader.
fn foot(surface: &mut Surface, press: &mut Press, text: &str) -> Result<(), Error> {
    let line = single(press, text, Face::Songti, FOOT)?;
    let x = LEFT + (WIDE - line.width) / 2.0;
    signs(surface, press, &line, (x, TOP + HIGH + 14.0 * MM), false);
    Ok(())
}

/// The items of a gazette beside its pages.
fn outline(paper: &Official, pages: &Pages) -> Outline {
    let mut outline = Outline::new();
    let items =
        paper.blocks.iter().filter_map(|block| if let Block::Item(item) = block { Some(item) } else { None });
    for (number, item) in items.enumerate() {
        let page = pages.items.get(&number).map_or(0, |page| page - 1);
        let place = XyzDestination::new(page, Point::from_xy(LEFT, TOP));
        outline.push_child(OutlineNode::new(text::in_one_line(&item.title), place));
    }
    outline
}
