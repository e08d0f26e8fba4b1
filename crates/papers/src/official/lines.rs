//! Signs broken into lines: both edges straight, no line beginning with a sign that closes or ending with one that opens.

use super::press::Sign;

/// A sign at its place in a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placed {
    /// The sign.
    pub sign: Sign,
    /// Points from the line's beginning.
    pub x: f32,
}

/// A line.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Line {
    /// Its signs.
    pub signs: Vec<Placed>,
    /// Points of its width.
    pub width: f32,
}

/// Never at a line's beginning.
const CLOSING: &str = "，。、；：！？）》」』】〉〕”’％‰…—·,.;:!?)]}%";
/// Never at a line's end.
const OPENING: &str = "（《「『【〈〔“‘([{￥$";
/// Full-width signs whose right half is empty, so that they can stand closer.
const YIELDING: &str = "，。、；：！？）》」』】〉〕";

/// The signs in lines: the first has `first` points, the others `rest`.
pub(super) fn broken(signs: &[Sign], first: f32, rest: f32) -> Vec<Line> {
    let mut all = Vec::new();
    for part in signs.split(|sign| sign.c == '\n') {
        let wide = if all.is_empty() { first } else { rest };
        broken_part(part, wide, rest, &mut all);
    }
    all
}

/// As one line, whatever its width.
pub(super) fn one(signs: &[Sign]) -> Line {
    placed(signs, None)
}

/// The width of signs side by side.
pub(super) fn width(signs: &[Sign]) -> f32 {
    signs.iter().map(|sign| sign.width).sum()
}

fn broken_part(part: &[Sign], first: f32, rest: f32, all: &mut Vec<Line>) {
    let mut left = part;
    let mut wide = first;
    loop {
        let many = fitting(left, wide);
        let last = many == left.len();
        all.push(placed(&left[..many], Some((wide, last))));
        left = &left[many..];
        while left.first().is_some_and(|sign| sign.c == ' ') {
            left = &left[1..];
        }
        if last || left.is_empty() {
            return;
        }
        wide = rest;
    }
}

/// How many signs stand in a line of that width.
fn fitting(signs: &[Sign], wide: f32) -> usize {
    let (mut used, mut give, mut many) = (0.0, 0.0, 0);
    for sign in signs {
        let gives = if yields(sign) { sign.width / 2.0 } else { 0.0 };
        let fits = used + sign.width <= wide + 0.05;
        let squeezed = CLOSING.contains(sign.c) && used + sign.width - give - gives <= wide + 0.05;
        if !fits && !squeezed {
            break;
        }
        used += sign.width;
        give += gives;
        many += 1;
    }
    if many == signs.len() {
        return many;
    }
    let least = many.saturating_sub(24).max(1);
    let place = (least..=many).rev().find(|place| may_break(signs, *place));
    place.unwrap_or(many.max(1))
}

/// Whether a line may end before the sign at that place.
fn may_break(signs: &[Sign], place: usize) -> bool {
    let (before, after) = (signs[place - 1].c, signs[place].c);
    let word = |c: char| c.is_ascii_graphic() && !OPENING.contains(c) && !CLOSING.contains(c);
    !(CLOSING.contains(after) || OPENING.contains(before) || word(before) && word(after))
}

fn yields(sign: &Sign) -> bool {
    YIELDING.contains(sign.c) && sign.width > sign.size * 0.9
}

/// Signs at their places; with a width both edges are straight, but for a last line.
fn placed(signs: &[Sign], edges: Option<(f32, bool)>) -> Line {
    let end = signs.iter().rposition(|sign| sign.c != ' ').map_or(0, |last| last + 1);
    let signs = if edges.is_some() { &signs[..end] } else { signs };
    let natural = width(signs);
    let (mut gap, mut squeeze) = (0.0, 0.0);
    if let Some((wide, last)) = edges {
        let gaps = signs.len().saturating_sub(1);
        let slack = wide - natural;
        let yielding = signs.iter().filter(|sign| yields(sign)).count();
        if slack < 0.0 && yielding > 0 {
            squeeze = slack / yielding as f32;
        } else if !last && gaps > 0 && slack < signs.first().map_or(0.0, |sign| sign.size * 3.0) {
            gap = slack / gaps as f32;
        }
    }
    let mut line = Line::default();
    let mut x = 0.0;
    for sign in signs {
        line.signs.push(Placed { sign: *sign, x });
        x += sign.width + gap + if yields(sign) { squeeze } else { 0.0 };
    }
    line.width = (x - if signs.is_empty() { 0.0 } else { gap }).max(0.0);
    line
}

/// A title in lines of about the same length, broken where a reader takes breath.
pub(super) fn balanced(signs: &[Sign], most: f32) -> Vec<Line> {
    let mut all = Vec::new();
    for part in signs.split(|sign| sign.c == '\n') {
        let mut left = part;
        let mut lines = (width(part) / most).ceil().max(1.0);
        while lines > 1.0 {
            let place = breath(left, width(left) / lines, most);
            all.push(one(&left[..place]));
            left = &left[place..];
            lines = (lines - 1.0).max((width(left) / most).ceil());
        }
        all.push(one(left));
    }
    all
}

/// The same for a text of which only the number of hanzi is known.
pub(super) fn balanced_text(text: &str, most: f32) -> String {
    let sign =
        |c: char| Sign { c, font: 0, glyph: 0, width: if c.is_ascii() { 0.55 } else { 1.0 }, size: 1.0 };
    let signs: Vec<Sign> = text.chars().map(sign).collect();
    let words = |line: Line| line.signs.iter().map(|placed| placed.sign.c).collect::<String>();
    balanced(&signs, most).into_iter().map(words).collect::<Vec<_>>().join("\n")
}

/// The place near so many points where a title is broken best.
fn breath(signs: &[Sign], about: f32, most: f32) -> usize {
    let cost = |place: usize| {
        let used = width(&signs[..place]);
        let away = (used - about).abs() / signs[0].size;
        let too_wide = if used > most { 100.0 } else { 0.0 };
        away + too_wide - ease(signs, place)
    };
    let places = (1..signs.len()).filter(|place| may_break(signs, *place));
    places.min_by(|a, b| cost(*a).total_cmp(&cost(*b))).unwrap_or(signs.len())
}

/// How good a place is for a breath, in signs by which it may be farther from the middle.
fn ease(signs: &[Sign], place: usize) -> f32 {
    let (before, after) = (signs[place - 1].c, signs[place].c);
    let count = |set: &str| signs[..place].iter().filter(|sign| set.contains(sign.c)).count();
    let quoted = count("“《（") > count("”》）");
    let about = after == '关' && signs.get(place + 1).is_some_and(|sign| sign.c == '于');
    let split = before == '关' && after == '于';
    match (before, after) {
        _ if quoted => -4.0,
        _ if split => -4.0,
        _ if about => 4.0,
        ('》' | '”' | '）' | '、' | '，', _) | (_, '《' | '“' | '第') => 3.0,
        ('的' | '日' | '会' | '议', _) => 2.0,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hanzi ten points wide, other signs five.
    fn signs(text: &str) -> Vec<Sign> {
        let width = |c: char| if c.is_ascii() { 5.0 } else { 10.0 };
        text.chars().map(|c| Sign { c, font: 0, glyph: 0, width: width(c), size: 10.0 }).collect()
    }

    fn lines(text: &str, wide: f32) -> Vec<String> {
        let words = |line: &Line| line.signs.iter().map(|placed| placed.sign.c).collect();
        broken(&signs(text), wide, wide).iter().map(words).collect()
    }

    #[test]
    fn a_line_takes_as_many_signs_as_fit() {
        assert_eq!(lines("一二三四五六", 40.0), ["一二三四", "五六"]);
        assert_eq!(lines("一二\n三四", 40.0), ["一二", "三四"]);
        assert_eq!(lines("", 40.0), [""]);
    }

    #[test]
    fn no_line_begins_with_a_sign_that_closes_or_ends_with_one_that_opens() {
        assert_eq!(lines("一二三四。五", 40.0), ["一二三", "四。五"]);
        assert_eq!(lines("一，三四。五", 40.0), ["一，三四。", "五"], "the comma gives its empty half");
        assert_eq!(lines("一二三（四）五", 40.0), ["一二三", "（四）五"]);
    }

    #[test]
    fn words_and_numbers_stay_whole() {
        assert_eq!(lines("一二三2026年", 40.0), ["一二三", "2026年"]);
        assert_eq!(lines("abcdefghijklm", 40.0), ["abcdefgh", "ijklm"], "but for those longer than a line");
    }

    #[test]
    fn both_edges_are_straight_but_for_the_last_line() {
        let all = broken(&signs("一二三2026年"), 40.0, 40.0);
        assert_eq!(all[0].width, 40.0);
        assert_eq!(all[1].width, 30.0);
    }

    #[test]
    fn a_title_is_broken_where_a_reader_takes_breath() {
        let words = |line: &Line| line.signs.iter().map(|placed| placed.sign.c).collect::<String>();
        let all: Vec<_> =
            balanced(&signs("关于批准二〇二五年市级决算的决议"), 100.0).iter().map(words).collect();
        assert_eq!(all, ["关于批准二〇二五", "年市级决算的决议"]);
        let all: Vec<_> = balanced(&signs("常务委员会关于召开会议的决定"), 100.0).iter().map(words).collect();
        assert_eq!(all, ["常务委员会", "关于召开会议的决定"]);
        let all: Vec<_> = balanced(&signs("关于催办“路灯不亮”等建议的函"), 120.0).iter().map(words).collect();
        assert_eq!(all, ["关于催办“路灯不亮”", "等建议的函"], "what is quoted stays whole");
        let all: Vec<_> = balanced(&signs("关于修改《议事规则》的决定"), 100.0).iter().map(words).collect();
        assert_eq!(all, ["关于修改", "《议事规则》的决定"]);
    }
}
