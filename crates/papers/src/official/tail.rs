//! What stands below the text: attachments, signature, note, copies, who had it printed.

use super::lines::{broken, one};
use super::measures::{ASCENT, BODY, GRID, MM, PITCH, SMALL, WIDE};
use super::press::Press;
use super::strips::{Ink, Strip, blank, hanging, keep, line, paragraph, single};
use super::{Error, Face, Form, Official, Run, Signature};

/// The words of the standard itself.
const ATTACHED: &str = "附件：";
const COPIES: &str = "抄送：";
const PRINTED: &str = "印发";

/// 附件: one line below the text, two hanzi in; names that go on stand below their beginning.
pub(super) fn attachments(press: &mut Press, names: &[String]) -> Result<Vec<Strip>, Error> {
    let mut all = Vec::new();
    for (nth, name) in names.iter().enumerate() {
        let number = if names.len() > 1 { format!("{}.", nth + 1) } else { String::new() };
        let label = press.signs(ATTACHED, Face::Fangsong, BODY)?;
        let number = press.signs(&number, Face::Fangsong, BODY)?;
        let left = 2.0 * GRID + super::lines::width(&label);
        let rest = left + super::lines::width(&number);
        let name = press.signs(name, Face::Fangsong, BODY)?;
        let (signs, first) = match nth {
            0 => ([label, number, name].concat(), 2.0 * GRID),
            _ => ([number, name].concat(), left),
        };
        all.extend(hanging(&signs, first, rest));
    }
    if !all.is_empty() {
        all.insert(0, Strip { keep: true, ..blank(1.0) });
    }
    Ok(all)
}

/// Who sends it, and when. With room for a stamp the date stands four hanzi from the edge and the offices over its
/// middle; without, the offices stand two hanzi from the edge and the date two hanzi further in than they begin.
pub(super) fn signature(press: &mut Press, signature: &Signature) -> Result<Vec<Strip>, Error> {
    let mut offices = Vec::new();
    for office in &signature.by {
        offices.push(single(press, office, Face::Fangsong, BODY)?);
    }
    let date = single(press, &signature.date, Face::Fangsong, BODY)?;
    let widest = offices.iter().map(|office| office.width).fold(0.0, f32::max);
    let mut all = vec![blank(if signature.sealed { 2.0 } else { 1.0 })];
    if signature.sealed {
        let middle = (WIDE - 4.0 * GRID - date.width / 2.0).min(WIDE - widest / 2.0);
        let at = WIDE - 4.0 * GRID - date.width;
        all.extend(offices.into_iter().map(|it| line(middle - it.width / 2.0, it, BODY, PITCH)));
        all.push(line(at, date, BODY, PITCH));
    } else {
        let left = WIDE - 2.0 * GRID - widest.max(date.width + 2.0 * GRID);
        let left = if offices.is_empty() { WIDE - 4.0 * GRID - date.width } else { left };
        all.extend(offices.into_iter().map(|it| line(left, it, BODY, PITCH)));
        all.push(line(left + 2.0 * GRID, date, BODY, PITCH));
    }
    keep(&mut all);
    if let Some(last) = all.last_mut() {
        last.keep = false;
    }
    Ok(all)
}

/// 附注: two hanzi in, in parentheses.
pub(super) fn note(press: &mut Press, text: &str) -> Result<Vec<Strip>, Error> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    paragraph(press, &[Run::plain(format!("（{text}）"))], (2.0, 0.0))
}

/// 版记: at the bottom of the last page, between thick lines; of a letter without lines and without who printed it.
pub(super) fn imprint(press: &mut Press, paper: &Official) -> Result<Option<Strip>, Error> {
    let printed = paper.printed.as_ref().filter(|_| paper.form != Form::Letter);
    if paper.copies.is_empty() && printed.is_none() {
        return Ok(None);
    }
    let ruled = paper.form != Form::Letter;
    let step = SMALL * 1.75;
    let mut strip = Strip::default();
    let mut y = 0.0;
    let rule = |y: f32, mm: f32| Ink::Rule { from: (0.0, y), to: (WIDE, y), thick: mm * MM, red: false };
    let base = |y: f32| y + (step - SMALL) / 2.0 + SMALL * ASCENT;
    if ruled {
        strip.ink.push(rule(0.0, 0.35));
    }
    if !paper.copies.is_empty() {
        let label = press.signs(COPIES, Face::Fangsong, SMALL)?;
        let left = SMALL + super::lines::width(&label);
        let room = WIDE - SMALL - left;
        strip.ink.push(Ink::Text { x: SMALL, y: base(y), line: one(&label), red: false });
        let signs = press.signs(&format!("{}。", paper.copies), Face::Fangsong, SMALL)?;
        for line in broken(&signs, room, room) {
            strip.ink.push(Ink::Text { x: left, y: base(y), line, red: false });
            y += step;
        }
    }
    if let Some(printed) = printed {
        if y > 0.0 {
            strip.ink.push(rule(y, 0.25));
        }
        let by = single(press, &printed.by, Face::Fangsong, SMALL)?;
        let on = single(press, &format!("{}{PRINTED}", printed.on), Face::Fangsong, SMALL)?;
        strip.ink.push(Ink::Text { x: WIDE - SMALL - on.width, y: base(y), line: on, red: false });
        strip.ink.push(Ink::Text { x: SMALL, y: base(y), line: by, red: false });
        y += step;
    }
    if ruled {
        strip.ink.push(rule(y, 0.35));
    }
    strip.high = y;
    Ok(Some(strip))
}
