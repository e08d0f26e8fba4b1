//! The text of a paper in Word's terms: title, headings, paragraphs, tables, the items of a gazette.

use docx_rs::{
    FieldCharType, InstrPAGEREF, InstrText, LineSpacing, LineSpacingType, Paragraph, Run as Words,
    SpecialIndentType, Tab, TabLeaderType, TabValueType, Table as Ruled, TableCell, TableCellMargins,
    TableLayoutType, TableRow, VAlignType, WidthType,
};

use super::Piece;
use super::parts::{HANZI, LINE, WIDE, aligned, alignment, indented, runs, space, title, words};
use super::tail;
use crate::official::text::in_one_line;
use crate::official::{Align, Block, Cell, Error, Face, Grid, Item, Level, Official, Row, Table};

/// Title, addressee and text.
pub(super) fn text(paper: &Official) -> Result<Vec<Piece>, Error> {
    let mut all: Vec<Piece> = Vec::new();
    if !paper.title.is_empty() {
        all.push(title(&paper.title).into());
    }
    if !paper.adoption.is_empty() {
        all.push(adoption(&paper.adoption).into());
    }
    if !all.is_empty() {
        all.extend(space(1));
    }
    if !paper.addressee.is_empty() {
        all.push(aligned(&format!("{}：", paper.addressee), Face::Fangsong, 32, Align::Left).into());
    }
    if paper.contents {
        all.extend(contents(&paper.blocks));
    }
    all.extend(blocks(&paper.blocks, &mut 0)?);
    Ok(all)
}

fn adoption(text: &str) -> Paragraph {
    aligned(&format!("（{text}）"), Face::Kaiti, 32, Align::Centre).keep_next(true)
}

fn blocks(blocks: &[Block], items: &mut usize) -> Result<Vec<Piece>, Error> {
    let mut all: Vec<Piece> = Vec::new();
    let mut new_page = false;
    for block in blocks {
        let from = all.len();
        match block {
            Block::Heading { level, text } => {
                let face = match level {
                    Level::First => Face::Heiti,
                    Level::Second => Face::Kaiti,
                    Level::Third | Level::Fourth => Face::Fangsong,
                };
                all.push(indented().add_run(words(text, face, 32)).keep_next(true).into());
            }
            Block::Paragraph(it) => all.push(runs(indented(), it).into()),
            Block::Line { align, runs: it } => {
                all.push(runs(Paragraph::new().align(alignment(*align)), it).into());
            }
            Block::List(points) => all.extend(points.iter().map(|it| Piece::from(runs(indented(), it)))),
            Block::Table(it) => all.extend(table(it)?),
            Block::Grid(it) => all.extend(grid(it)),
            Block::Item(it) => {
                all.extend(item(it, *items, all.is_empty())?);
                *items += 1;
            }
            Block::Space(lines) => all.extend(space(usize::from(*lines))),
            Block::NewPage => {
                new_page = true;
                continue;
            }
        }
        if new_page {
            begin_page(&mut all[from..]);
            new_page = false;
        }
    }
    Ok(all)
}

fn begin_page(pieces: &mut [Piece]) {
    if let Some(Piece::Paragraph(first)) = pieces.first_mut() {
        **first = first.as_ref().clone().page_break_before(true);
    }
}

/// The name under which an item's first page is known to the list of contents.
fn mark_of(item: usize) -> String {
    format!("item{}", item + 1)
}

fn item(item: &Item, number: usize, first: bool) -> Result<Vec<Piece>, Error> {
    let mut all: Vec<Piece> = Vec::new();
    if !first && !item.new_page {
        all.extend(space(2));
    }
    let from = all.len();
    if !item.issuer.is_empty() {
        all.push(title(&item.issuer).into());
    }
    let name =
        title(&item.title).add_bookmark_start(number + 1, mark_of(number)).add_bookmark_end(number + 1);
    all.push(name.outline_lvl(0).into());
    if item.new_page {
        begin_page(&mut all[from..]);
    }
    if !item.adoption.is_empty() {
        all.push(adoption(&item.adoption).into());
    }
    all.extend(space(1));
    let inner: Vec<Block> = item.blocks.iter().filter(|it| !matches!(it, Block::Item(_))).cloned().collect();
    all.extend(blocks(&inner, &mut 0)?);
    if let Some(signature) = &item.signature {
        all.extend(tail::signature(signature));
    }
    Ok(all)
}

/// 目录: Word works out the pages when it opens the file.
fn contents(blocks: &[Block]) -> Vec<Piece> {
    let mut all = vec![title("目　录").into()];
    all.extend(space(1));
    let items =
        blocks.iter().filter_map(|block| if let Block::Item(item) = block { Some(item) } else { None });
    let place = usize::try_from(WIDE).unwrap_or_default();
    for (number, item) in items.enumerate() {
        let tab = Tab::new().val(TabValueType::Right).leader(TabLeaderType::Dot).pos(place);
        let field = Words::new()
            .add_field_char(FieldCharType::Begin, true)
            .add_instr_text(InstrText::PAGEREF(InstrPAGEREF::new(mark_of(number))))
            .add_field_char(FieldCharType::Separate, false)
            .add_text(" ")
            .add_field_char(FieldCharType::End, false);
        let line = Paragraph::new()
            .add_tab(tab)
            .indent(Some(HANZI), Some(SpecialIndentType::Hanging(HANZI)), Some(3 * HANZI), None)
            .add_run(words(&in_one_line(&item.title), Face::Fangsong, 32))
            .add_run(Words::new().add_tab())
            .add_run(field);
        all.push(line.into());
    }
    all.extend(space(2));
    all
}

fn table(table: &Table) -> Result<Vec<Piece>, Error> {
    if table.columns.is_empty() {
        return Err(Error::Ragged { row: 0 });
    }
    if let Some(row) = table.rows.iter().position(|row| row.len() != table.columns.len()) {
        return Err(Error::Ragged { row });
    }
    let mut all: Vec<Piece> = Vec::new();
    if !table.caption.is_empty() {
        all.push(aligned(&table.caption, Face::Heiti, 32, Align::Centre).keep_next(true).into());
    }
    if !table.unit.is_empty() {
        all.push(aligned(&table.unit, Face::Fangsong, 24, Align::Right).keep_next(true).into());
    }
    let cell = |column: &crate::official::Column, text: &str, head: bool| Cell {
        width: column.width,
        text: text.to_owned(),
        align: if head { Align::Centre } else { column.align },
        face: if head { Face::Heiti } else { Face::Fangsong },
    };
    let heads: Vec<Cell> = table.columns.iter().map(|column| cell(column, &column.head, true)).collect();
    let mut rows = vec![row(&heads, (1, 24)).cant_split()];
    for texts in &table.rows {
        let cells: Vec<Cell> =
            table.columns.iter().zip(texts).map(|(it, text)| cell(it, text, false)).collect();
        rows.push(row(&cells, (table.high.max(1), 24)));
    }
    let widths = edges(&heads).windows(2).map(|edge| edge[1] - edge[0]).collect();
    all.push(ruled(rows, widths));
    Ok(all)
}

/// Rows of widths of their own: Word wants one set of columns, of which a cell spans several.
fn grid(grid: &Grid) -> Vec<Piece> {
    let mut all: Vec<usize> = grid.rows.iter().flat_map(|row| edges(&row.cells)).collect();
    all.sort_unstable();
    all.dedup_by(|a, b| a.abs_diff(*b) < 20);
    let near = |edge: usize| all.iter().position(|it| it.abs_diff(edge) < 20).unwrap_or_default();
    let row_of = |it: &Row| {
        let spans: Vec<usize> =
            edges(&it.cells).windows(2).map(|edge| near(edge[1]) - near(edge[0])).collect();
        let mut made = row(&it.cells, (it.high.max(1), 28));
        for (cell, span) in made.cells.iter_mut().zip(spans) {
            let docx_rs::TableRowChild::TableCell(cell) = cell;
            *cell = cell.clone().grid_span(span);
        }
        made
    };
    let rows = grid.rows.iter().map(row_of).collect();
    vec![ruled(rows, all.windows(2).map(|edge| edge[1] - edge[0]).collect())]
}

fn ruled(rows: Vec<TableRow>, widths: Vec<usize>) -> Piece {
    let wide = widths.iter().sum();
    let margins = TableCellMargins::new().margin(40, 100, 40, 100);
    let table = Ruled::new(rows).set_grid(widths).width(wide, WidthType::Dxa).layout(TableLayoutType::Fixed);
    Piece::Table(Box::new(table.margins(margins)))
}

/// Where the cells of a row begin and end, in twentieths of a point.
fn edges(cells: &[Cell]) -> Vec<usize> {
    let shares: f32 = cells.iter().map(|cell| cell.width.max(0.01)).sum();
    let mut sum = 0.0;
    let mut all = vec![0];
    for cell in cells {
        sum += cell.width.max(0.01);
        all.push((WIDE as f32 * sum / shares).round() as usize);
    }
    all
}

/// A row at least so many lines high.
fn row(cells: &[Cell], (high, half_points): (u8, usize)) -> TableRow {
    let edges = edges(cells);
    let made = cells.iter().zip(edges.windows(2)).map(|(cell, edge)| {
        let step = (half_points as f32 * 14.5) as i32;
        let spacing = LineSpacing::new().line_rule(LineSpacingType::Exact).line(step);
        let text =
            aligned(&cell.text, cell.face, half_points, cell.align).snap_to_grid(false).line_spacing(spacing);
        let cell = TableCell::new().add_paragraph(text).vertical_align(VAlignType::Center);
        cell.width(edge[1] - edge[0], WidthType::Dxa)
    });
    let line = if half_points < 28 { 440 } else { LINE };
    TableRow::new(made.collect()).row_height((i32::from(high) * line) as f32)
}
