//! What stands below the text in Word's terms.

use docx_rs::{
    BorderType, Paragraph, ParagraphBorder, ParagraphBorderPosition, ParagraphBorders, SpecialIndentType,
    Tab, TabValueType,
};

use super::Piece;
use super::parts::{HANZI, WIDE, aligned, indented, space, words};
use crate::official::{Align, Face, Form, Official, Signature};

/// Attachments, signature, note, copies, who had it printed.
pub(super) fn tail(paper: &Official) -> Vec<Piece> {
    let mut all: Vec<Piece> = Vec::new();
    if !paper.attachments.is_empty() {
        all.extend(space(1));
    }
    for (nth, name) in paper.attachments.iter().enumerate() {
        let several = paper.attachments.len() > 1;
        let label = if nth == 0 { "附件：" } else { "" };
        let number = if several { format!("{}.", nth + 1) } else { String::new() };
        let left = (5 + i32::from(several)) * HANZI;
        let hang = if nth == 0 { left - 2 * HANZI } else { HANZI };
        let line = Paragraph::new().indent(Some(left), Some(SpecialIndentType::Hanging(hang)), None, None);
        all.push(line.add_run(words(&format!("{label}{number}{name}"), Face::Fangsong, 32)).into());
    }
    if let Some(it) = &paper.signature {
        all.extend(signature(it));
    }
    if !paper.note.is_empty() {
        all.push(indented().add_run(words(&format!("（{}）", paper.note), Face::Fangsong, 32)).into());
    }
    all.extend(imprint(paper));
    if !paper.foot.is_empty() {
        all.push(aligned(&paper.foot, Face::Songti, 18, Align::Centre).into());
    }
    all
}

/// Who sends it, and when: the date four hanzi from the edge where a stamp is to be, else two.
pub(super) fn signature(signature: &Signature) -> Vec<Piece> {
    let mut all = space(if signature.sealed { 2 } else { 1 });
    let hanzi = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<i32>() * HANZI / 2;
    let date = hanzi(&signature.date);
    let widest = signature.by.iter().map(|by| hanzi(by)).max().unwrap_or_default();
    let (by_end, date_end) = if signature.sealed {
        // The offices' middle over the date's.
        ((4 * HANZI + date / 2 - widest / 2).max(0), 4 * HANZI)
    } else {
        (2 * HANZI, (widest - date).max(2 * HANZI))
    };
    let line = |text: &str, end: i32| {
        let line = aligned(text, Face::Fangsong, 32, Align::Right).indent(None, None, Some(end), None);
        Piece::from(line.keep_next(true))
    };
    all.extend(signature.by.iter().map(|by| line(by, by_end + (widest - hanzi(by)) / 2)));
    all.push(line(&signature.date, date_end));
    all
}

/// 版记: between a thick line above and below; of a letter without lines.
fn imprint(paper: &Official) -> Vec<Piece> {
    let letter = paper.form == Form::Letter;
    let rule =
        |at, size| ParagraphBorder::new(at).val(BorderType::Single).size(size).space(1).color("000000");
    let mut lines: Vec<Paragraph> = Vec::new();
    if !paper.copies.is_empty() {
        let hanging = Some(SpecialIndentType::Hanging(3 * 280));
        let line = Paragraph::new().indent(Some(4 * 280), hanging, Some(280), None);
        lines.push(line.add_run(words(&format!("抄送：{}。", paper.copies), Face::Fangsong, 28)));
    }
    if let Some(printed) = paper.printed.as_ref().filter(|_| !letter) {
        let place = usize::try_from(WIDE - 280).unwrap_or_default();
        let line = Paragraph::new()
            .indent(Some(280), None, None, None)
            .add_tab(Tab::new().val(TabValueType::Right).pos(place))
            .add_run(words(&printed.by, Face::Fangsong, 28))
            .add_run(docx_rs::Run::new().add_tab())
            .add_run(words(&format!("{}印发", printed.on), Face::Fangsong, 28));
        lines.push(line);
    }
    if lines.is_empty() {
        return Vec::new();
    }
    let last = lines.len() - 1;
    let mut all = space(2);
    all.extend(lines.into_iter().enumerate().map(|(nth, line)| {
        if letter {
            return Piece::from(line);
        }
        let mut borders = ParagraphBorders::with_empty()
            .set(rule(ParagraphBorderPosition::Top, if nth == 0 { 8 } else { 4 }));
        if nth == last {
            borders = borders.set(rule(ParagraphBorderPosition::Bottom, 8));
        }
        Piece::from(line.set_borders(borders).keep_next(nth != last))
    }));
    all
}
