//! What papers are made of in Word's terms: runs, the head of the first page, page numbers.

use docx_rs::{
    AlignmentType, BorderType, FieldCharType, Footer, InstrText, LineSpacing, LineSpacingType, Paragraph,
    ParagraphBorder, ParagraphBorderPosition, ParagraphBorders, Run as Words, RunFonts, SpecialIndentType,
    Tab, TabValueType,
};

use super::Piece;
use crate::official::lines::balanced_text;
use crate::official::{Align, Face, Form, Official, Run};

/// Twentieths of a point that a hanzi of the text takes.
pub(super) const HANZI: i32 = 316;
/// Half points of the text.
const BODY: usize = 32;
/// Twentieths of a point by which hanzi of the text stand closer, so that 28 of them are as wide as the core.
const CLOSER: i32 = -5;
/// Twentieths of a point from line to line.
pub(super) const LINE: i32 = 579;
/// Twentieths of a point of the core's width.
pub(super) const WIDE: i32 = 8844;
/// The red of official papers.
const RED: &str = "E60012";

/// Twentieths of a point of millimetres.
pub(super) fn twips(mm: f32) -> i32 {
    (mm * 1440.0 / 25.4).round() as i32
}

/// The fonts of a face, by the names that offices' machines know.
pub(super) fn fonts(face: Face) -> RunFonts {
    let name = match face {
        Face::Fangsong => "仿宋_GB2312",
        Face::Kaiti => "楷体_GB2312",
        Face::Heiti => "黑体",
        Face::Title => "方正小标宋简体",
        Face::Songti => "宋体",
    };
    RunFonts::new().ascii(name).hi_ansi(name).east_asia(name).cs(name)
}

/// A text in a face, in half points; its line breaks stay.
pub(super) fn words(text: &str, face: Face, half_points: usize) -> Words {
    let mut run = Words::new().fonts(fonts(face)).size(half_points);
    if half_points == BODY {
        run = run.character_spacing(CLOSER);
    }
    for (nth, line) in text.split('\n').enumerate() {
        if nth > 0 {
            run = run.add_break(docx_rs::BreakType::TextWrapping);
        }
        let shown: String = line.chars().filter(|c| !c.is_control()).collect();
        run = run.add_text(shown);
    }
    run
}

/// Runs of the text's size.
pub(super) fn runs(paragraph: Paragraph, runs: &[Run]) -> Paragraph {
    runs.iter().fold(paragraph, |paragraph, run| paragraph.add_run(words(&run.text, run.face, 32)))
}

/// A paragraph of the text: the first line two hanzi in, both edges straight.
pub(super) fn indented() -> Paragraph {
    Paragraph::new()
        .align(AlignmentType::Both)
        .indent(None, Some(SpecialIndentType::FirstLine(2 * HANZI)), None, None)
        .first_line_chars(200)
}

/// A text that stands somewhere between the edges.
pub(super) fn aligned(text: &str, face: Face, half_points: usize, align: Align) -> Paragraph {
    Paragraph::new().align(alignment(align)).add_run(words(text, face, half_points))
}

pub(super) fn alignment(align: Align) -> AlignmentType {
    match align {
        Align::Left => AlignmentType::Left,
        Align::Centre => AlignmentType::Center,
        Align::Right => AlignmentType::Right,
    }
}

/// Lines so many twentieths of a point high, whatever the font says, with room above.
pub(super) fn spaced(paragraph: Paragraph, high: i32, before: i32) -> Paragraph {
    let before = u32::try_from(before).unwrap_or_default();
    let spacing = LineSpacing::new().line_rule(LineSpacingType::Exact).line(high).before(before);
    paragraph.snap_to_grid(false).line_spacing(spacing)
}

/// A title in the middle, each line higher than those of the text.
pub(super) fn title(text: &str) -> Paragraph {
    let text = balanced_text(text, 18.0);
    spaced(aligned(&text, Face::Title, 44, Align::Centre), LINE * 6 / 5, 0).keep_next(true)
}

/// Empty lines.
pub(super) fn space(lines: usize) -> Vec<Piece> {
    (0..lines).map(|_| Paragraph::new().add_run(words("", Face::Fangsong, 32)).into()).collect()
}

/// What stands above the text.
pub(super) fn head(paper: &Official) -> Vec<Piece> {
    let mut all: Vec<Piece> = Vec::new();
    if !paper.category.is_empty() {
        let category = aligned(&paper.category, Face::Heiti, 32, Align::Right);
        all.push(category.indent(None, None, Some(HANZI), None).into());
    }
    let taken = if all.is_empty() { 0 } else { LINE };
    match paper.form {
        Form::Document => {
            all.extend(mark(&paper.mark, 48.0, twips(35.0) - taken));
            all.push(spaced(number(paper), LINE, 2 * LINE).into());
            all.push(red_line(4.0).into());
            all.extend(space(2));
        }
        Form::Issue => {
            all.extend(mark(&paper.mark, 54.0, twips(20.0) - taken));
            let number = spaced(aligned(&paper.number, Face::Fangsong, 32, Align::Centre), LINE, LINE);
            all.push(number.into());
            if !(paper.maker.is_empty() && paper.day.is_empty()) {
                all.push(spaced(tabbed(&paper.maker, &paper.day), LINE, LINE / 2).into());
            }
            all.push(red_line(2.0).into());
            all.extend(space(2));
        }
        Form::Letter => {
            // The core begins 37 mm below the paper's edge, a letter's mark 30 mm: Word lets nothing stand above the core.
            let marks = mark(&paper.mark, 40.0, 0);
            let lines = borders(ParagraphBorderPosition::Bottom, BorderType::ThickThinSmallGap, 24, 11);
            all.extend(marks.into_iter().map(|mark| match mark {
                Piece::Paragraph(it) => {
                    let it = it.indent(Some(-twips(8.0)), None, Some(-twips(6.0)), None);
                    it.set_borders(lines.clone()).into()
                }
                other => other,
            }));
            all.push(aligned(&paper.number, Face::Fangsong, 32, Align::Right).into());
            all.extend(space(2));
        }
        Form::Plain if !paper.number.is_empty() => {
            all.push(aligned(&paper.number, Face::Fangsong, 32, Align::Right).into());
        }
        Form::Plain => {}
    }
    all
}

/// The mark in the largest size in which it fits.
fn mark(text: &str, most: f32, before: i32) -> Vec<Piece> {
    let wide = (WIDE - 2 * HANZI) as f32 / 20.0;
    let lines = text.lines().enumerate().map(|(nth, line)| {
        let most = if nth > 0 { most * 1.4 } else { most };
        let size = (wide / line.chars().count().max(1) as f32).min(most).floor();
        let run = words(line, Face::Title, (size * 2.0) as usize).color(RED);
        let before = if nth == 0 { before } else { 0 };
        spaced(Paragraph::new().align(AlignmentType::Center).add_run(run), (size * 24.0) as i32, before)
            .into()
    });
    lines.collect()
}

/// The number in the middle, or beside who signed.
fn number(paper: &Official) -> Paragraph {
    if paper.signatories.is_empty() {
        return aligned(&paper.number, Face::Fangsong, 32, Align::Centre);
    }
    let names = paper.signatories.join("　");
    let line = tabbed(&paper.number, "签发人：");
    line.add_run(words(&names, Face::Kaiti, 32))
}

/// Something at the left edge and something at the right, each one hanzi in.
fn tabbed(left: &str, right: &str) -> Paragraph {
    let place = usize::try_from(WIDE - HANZI).unwrap_or_default();
    Paragraph::new()
        .indent(Some(HANZI), None, None, None)
        .add_tab(Tab::new().val(TabValueType::Right).pos(place))
        .add_run(words(left, Face::Fangsong, 32))
        .add_run(Words::new().add_tab())
        .add_run(words(right, Face::Fangsong, 32))
}

fn borders(at: ParagraphBorderPosition, kind: BorderType, size: usize, away: usize) -> ParagraphBorders {
    let border = ParagraphBorder::new(at).val(kind).size(size).space(away).color(RED);
    ParagraphBorders::with_empty().set(border)
}

/// The red line as wide as the core, so many millimetres below.
fn red_line(mm: f32) -> Paragraph {
    let empty = spaced(Paragraph::new(), twips(mm), 0);
    empty.set_borders(borders(ParagraphBorderPosition::Bottom, BorderType::Single, 12, 0))
}

/// A letter's lower double lines.
pub(super) fn double_lines() -> Footer {
    let lines = borders(ParagraphBorderPosition::Top, BorderType::ThinThickSmallGap, 24, 1);
    let empty = Paragraph::new().indent(Some(-twips(8.0)), None, Some(-twips(6.0)), None).set_borders(lines);
    Footer::new().add_paragraph(empty)
}

/// — 1 —, at the right of odd pages and the left of even ones.
pub(super) fn footer(odd: bool) -> Footer {
    let run = |text: &str| words(text, Face::Songti, 28);
    let field = Words::new().fonts(fonts(Face::Songti)).size(28);
    let field = field
        .add_field_char(FieldCharType::Begin, false)
        .add_instr_text(InstrText::PAGE(docx_rs::InstrPAGE::new()))
        .add_field_char(FieldCharType::Separate, false)
        .add_text("1")
        .add_field_char(FieldCharType::End, false);
    let line = Paragraph::new().add_run(run("— ")).add_run(field).add_run(run(" —"));
    let line = match odd {
        true => line.align(AlignmentType::Right).indent(None, None, Some(280), None),
        false => line.align(AlignmentType::Left).indent(Some(280), None, None, None),
    };
    Footer::new().add_paragraph(line)
}

/// Rows that may not be split are the heads of tables; Word repeats them on each page when it is told to.
pub(super) fn repeat_heads(document: &mut Vec<u8>) {
    let text = String::from_utf8_lossy(document);
    *document = text.replace("<w:cantSplit />", "<w:cantSplit /><w:tblHeader />").into_bytes();
}
