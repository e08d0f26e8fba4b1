//! Tables and ruled fields as strips: a strip a row, the head on each page.

use std::rc::Rc;

use super::lines::{Line, broken};
use super::measures::{ASCENT, PITCH, SMALL, TINY, WIDE};
use super::press::Press;
use super::strips::{Ink, Strip, aligned, begin, line, single};
use super::{Align, Cell, Error, Face, Grid, Run, Table};

/// Points between a rule and a text beside it.
const PAD: f32 = 5.0;
/// Points of a rule's thickness.
const THIN: f32 = 0.5;
/// A row higher than so many of its lines goes on in a row of its own, so that it fits on a page.
const MOST: usize = 24;

/// A table.
pub(super) fn table(press: &mut Press, table: &Table) -> Result<Vec<Strip>, Error> {
    if let Some(row) = table.rows.iter().position(|row| row.len() != table.columns.len()) {
        return Err(Error::Ragged { row });
    }
    if table.columns.is_empty() {
        return Err(Error::Ragged { row: 0 });
    }
    let mut all = Vec::new();
    if !table.caption.is_empty() {
        all.extend(aligned(press, &[Run::strong(&table.caption)], Align::Centre)?);
    }
    if !table.unit.is_empty() {
        let unit = single(press, &table.unit, Face::Fangsong, TINY)?;
        all.push(line(WIDE - unit.width, unit, TINY, TINY * 1.6));
    }
    let cell = |column: &super::Column, text: &str, head: bool| Cell {
        width: column.width,
        text: text.to_owned(),
        align: if head { Align::Centre } else { column.align },
        face: if head { Face::Heiti } else { Face::Fangsong },
    };
    let heads: Vec<Cell> = table.columns.iter().map(|column| cell(column, &column.head, true)).collect();
    all.extend(row(press, &heads, TINY, 1)?);
    all.iter_mut().for_each(|strip| strip.keep = true);
    let head = all.last().cloned().map(Rc::new);
    for texts in &table.rows {
        let cells = table.columns.iter().zip(texts).map(|(column, text)| cell(column, text, false));
        let cells: Vec<Cell> = cells.collect();
        let strips = row(press, &cells, TINY, table.high.max(1))?;
        all.extend(strips.into_iter().map(|strip| Strip { head: head.clone(), ..strip }));
    }
    all.push(Strip { high: PITCH / 2.0, blank: true, ..Strip::default() });
    Ok(all)
}

/// A ruled field.
pub(super) fn grid(press: &mut Press, grid: &Grid) -> Result<Vec<Strip>, Error> {
    let mut all = Vec::new();
    for it in &grid.rows {
        all.extend(row(press, &it.cells, SMALL, it.high.max(1))?);
    }
    all.push(Strip { high: PITCH / 2.0, blank: true, ..Strip::default() });
    Ok(all)
}

/// A row: one strip, or several when its texts are longer than a page.
fn row(press: &mut Press, cells: &[Cell], size: f32, high: u8) -> Result<Vec<Strip>, Error> {
    let shares: f32 = cells.iter().map(|cell| cell.width.max(0.01)).sum();
    let mut edges = vec![0.0];
    let mut texts: Vec<(Vec<Line>, Align)> = Vec::new();
    for cell in cells {
        let left = edges.last().copied().unwrap_or_default();
        let wide = WIDE * cell.width.max(0.01) / shares;
        let room = (wide - 2.0 * PAD).max(size);
        let signs = press.signs(&cell.text, cell.face, size)?;
        texts.push((broken(&signs, room, room), cell.align));
        edges.push(left + wide);
    }
    let most = texts.iter().map(|(lines, _)| lines.len()).max().unwrap_or(1);
    let mut all = Vec::new();
    for from in (0..most.max(1)).step_by(MOST) {
        let part: Vec<(&[Line], Align)> = texts
            .iter()
            .map(|(lines, align)| (&lines[from.min(lines.len())..(from + MOST).min(lines.len())], *align))
            .collect();
        all.push(part_of_row(&part, &edges, size, if from == 0 { high } else { 1 }));
    }
    Ok(all)
}

fn part_of_row(texts: &[(&[Line], Align)], edges: &[f32], size: f32, high: u8) -> Strip {
    let step = size * 1.45;
    let most = texts.iter().map(|(lines, _)| lines.len()).max().unwrap_or(1).max(1);
    let least = f32::from(high) * if size < SMALL { step + 2.0 * PAD } else { PITCH };
    let high = (most as f32 * step + 2.0 * PAD).max(least);
    let mut ink = Vec::new();
    for ((lines, align), edge) in texts.iter().zip(edges.windows(2)) {
        let top = (high - lines.len() as f32 * step) / 2.0;
        let room = edge[1] - edge[0] - 2.0 * PAD;
        for (nth, line) in lines.iter().enumerate() {
            let y = top + nth as f32 * step + (step - size) / 2.0 + size * ASCENT;
            let x = edge[0] + PAD + begin(*align, line.width, room);
            ink.push(Ink::Text { x, y, line: line.clone(), red: false });
        }
    }
    let rule = |from, to| Ink::Rule { from, to, thick: THIN, red: false };
    ink.push(rule((0.0, 0.0), (WIDE, 0.0)));
    ink.push(rule((0.0, high), (WIDE, high)));
    ink.extend(edges.iter().map(|x| rule((*x, 0.0), (*x, high))));
    Strip { high, ink, ..Strip::default() }
}
