//! A whole paper as strips.

use super::lines::broken;
use super::measures::{ASCENT, BODY, GRID, LARGE, PITCH, WIDE};
use super::press::Press;
use super::strips::{Ink, Strip, aligned, blank, keep, line, paragraph, title};
use super::{Block, Error, Face, Item, Level, Official, Run, head, table, tail};

/// The word over a list of items.
const CONTENTS: &str = "目　录";

/// The strips of a paper; what stands at the bottom of the last page is not among them.
pub(super) fn strips(press: &mut Press, paper: &Official) -> Result<Vec<Strip>, Error> {
    let mut all = head::head(press, paper)?;
    if !paper.title.is_empty() {
        all.extend(title(press, &paper.title, Face::Title, LARGE)?);
    }
    all.extend(adoption(press, &paper.adoption)?);
    if !(paper.title.is_empty() && paper.adoption.is_empty()) {
        all.push(Strip { keep: true, ..blank(1.0) });
    }
    if !paper.addressee.is_empty() {
        let mut to = paragraph(press, &[Run::plain(format!("{}：", paper.addressee))], (0.0, 0.0))?;
        if let Some(first) = to.first_mut() {
            first.snap = true;
        }
        keep(&mut to);
        all.extend(to);
    }
    if paper.contents {
        all.extend(contents(press, &paper.blocks)?);
    }
    let mut items = 0;
    let text = blocks(press, &paper.blocks, &mut items)?;
    let more = paper.signature.is_some() || !paper.attachments.is_empty();
    all.extend(text);
    if more && let Some(last) = all.last_mut() {
        // No page holds a signature alone.
        last.keep = true;
    }
    let mut attached = tail::attachments(press, &paper.attachments)?;
    if paper.signature.is_some()
        && let Some(last) = attached.last_mut()
    {
        last.keep = true;
    }
    all.extend(attached);
    if let Some(signature) = &paper.signature {
        all.extend(tail::signature(press, signature)?);
    }
    all.extend(tail::note(press, &paper.note)?);
    Ok(all)
}

fn adoption(press: &mut Press, text: &str) -> Result<Vec<Strip>, Error> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    title(press, &format!("（{text}）"), Face::Kaiti, BODY)
}

fn blocks(press: &mut Press, blocks: &[Block], items: &mut usize) -> Result<Vec<Strip>, Error> {
    let mut all: Vec<Strip> = Vec::new();
    let mut new_page = false;
    for block in blocks {
        let mut strips = match block {
            Block::Heading { level, text } => heading(press, *level, text)?,
            Block::Paragraph(runs) => paragraph(press, runs, (2.0, 0.0))?,
            Block::Line { align, runs } => aligned(press, runs, *align)?,
            Block::List(points) => {
                let mut points_of = Vec::new();
                for runs in points {
                    points_of.extend(paragraph(press, runs, (2.0, 0.0))?);
                }
                points_of
            }
            Block::Table(it) => table::table(press, it)?,
            Block::Grid(it) => table::grid(press, it)?,
            Block::Item(it) => {
                *items += 1;
                item(press, it, *items - 1, all.is_empty())?
            }
            Block::Space(lines) => vec![blank(f32::from(*lines))],
            Block::NewPage => {
                new_page = true;
                continue;
            }
        };
        if new_page && let Some(first) = strips.first_mut() {
            first.new_page = true;
            new_page = false;
        }
        if matches!(block, Block::Heading { .. } | Block::Paragraph(_))
            && let Some(first) = strips.first_mut()
        {
            first.snap = true;
        }
        all.extend(strips);
    }
    Ok(all)
}

fn heading(press: &mut Press, level: Level, text: &str) -> Result<Vec<Strip>, Error> {
    let face = match level {
        Level::First => Face::Heiti,
        Level::Second => Face::Kaiti,
        Level::Third | Level::Fourth => Face::Fangsong,
    };
    let mut strips = paragraph(press, &[Run { text: text.to_owned(), face }], (2.0, 0.0))?;
    keep(&mut strips);
    Ok(strips)
}

/// An item of a gazette: whose it is, its title, its adoption, its text, who signed.
fn item(press: &mut Press, item: &Item, number: usize, first: bool) -> Result<Vec<Strip>, Error> {
    let mut all = Vec::new();
    if !first && !item.new_page {
        all.push(blank(2.0));
    }
    let mut begin = Vec::new();
    if !item.issuer.is_empty() {
        begin.extend(title(press, &item.issuer, Face::Title, LARGE)?);
    }
    begin.extend(title(press, &item.title, Face::Title, LARGE)?);
    begin.extend(adoption(press, &item.adoption)?);
    begin.push(Strip { keep: true, ..blank(1.0) });
    if let Some(strip) = begin.first_mut() {
        strip.item = Some(number);
        strip.new_page = item.new_page;
    }
    all.extend(begin);
    let inner: Vec<Block> = item.blocks.iter().filter(|it| !matches!(it, Block::Item(_))).cloned().collect();
    all.extend(blocks(press, &inner, &mut 0)?);
    if let Some(signature) = &item.signature {
        if let Some(last) = all.last_mut() {
            last.keep = true;
        }
        all.extend(tail::signature(press, signature)?);
    }
    Ok(all)
}

/// 目录: each item's title, points, the page on which it begins.
fn contents(press: &mut Press, blocks: &[Block]) -> Result<Vec<Strip>, Error> {
    let mut all = title(press, CONTENTS, Face::Title, LARGE)?;
    all.push(Strip { keep: true, ..blank(1.0) });
    let dot = press.signs("…", Face::Fangsong, BODY)?;
    let items =
        blocks.iter().filter_map(|block| if let Block::Item(item) = block { Some(item) } else { None });
    for (number, item) in items.enumerate() {
        let name = super::text::in_one_line(&item.title);
        let signs = press.signs(&name, Face::Fangsong, BODY)?;
        let room = WIDE - 4.0 * GRID;
        let lines = broken(&signs, room, room - GRID);
        let last = lines.len().saturating_sub(1);
        for (nth, it) in lines.into_iter().enumerate() {
            let x = if nth == 0 { 0.0 } else { GRID };
            let end = x + it.width;
            let mut strip = line(x, it, BODY, PITCH);
            strip.keep = nth != last;
            if nth == last {
                let y = (PITCH - BODY) / 2.0 + BODY * ASCENT;
                // The points stand below each other, whatever is before them.
                let right = WIDE - 3.0 * GRID;
                let many = ((right - end - GRID / 2.0) / GRID).floor().max(0.0) as usize;
                let dots: Vec<_> = std::iter::repeat_n(dot.first().copied(), many).flatten().collect();
                let dots = super::lines::one(&dots);
                strip.ink.push(Ink::Text { x: right - dots.width, y, line: dots, red: false });
                strip.ink.push(Ink::PageOf { item: number, y });
            }
            all.push(strip);
        }
    }
    all.push(blank(2.0));
    Ok(all)
}
