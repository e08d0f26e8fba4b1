//! Where the bars, their labels and their numbers stand. All lengths are units of the picture, which the page makes
//! about as wide as a telephone, so that the letters are then as large as the text around it.

use std::fmt::Write;

/// The picture's width; standing bars may need a little more.
const WIDTH: f64 = 360.0;
const WIDEST: f64 = 440.0;

/// The height of a letter, as in assets/site.css.
const LETTER: f64 = 14.0;

/// A label is at most this many hanzi long; the table has it whole.
const LONGEST_LABEL: f64 = 12.0;

/// The height of the highest standing bar.
const HIGHEST: f64 = 150.0;

/// A row: its label and its bars.
pub(super) struct Group<'a> {
    pub(super) label: &'a str,
    pub(super) bars: Vec<Bar>,
}

/// A bar: its part of the longest one, and the number that is printed on it.
pub(super) struct Bar {
    pub(super) share: f64,
    pub(super) number: String,
    /// Whether what is owed is drawn around it.
    pub(super) owed: bool,
}

/// What stands within the `svg`, and how wide and high it is.
pub(super) struct Drawn {
    pub(super) picture: String,
    pub(super) size: (String, String),
}

/// The layers of a picture.
#[derive(Default)]
struct Sheet {
    legend: String,
    labels: String,
    tracks: String,
    bars: [String; 2],
    numbers: String,
    axis: String,
}

/// Bars that lie, each row's label to their left.
pub(super) fn lying(id: &str, legend: &[String], groups: &[Group]) -> Drawn {
    let mut sheet = Sheet::default();
    let top = sheet.explain(id, legend);
    let labels: Vec<String> = groups.iter().map(|group| cut(group.label, LONGEST_LABEL)).collect();
    let numbers = groups.iter().flat_map(|group| &group.bars).map(|bar| bar.number.as_str());
    let left = widest(labels.iter().map(String::as_str)) + 8.0;
    let room = (WIDTH - left - widest(numbers) - 8.0).max(40.0);
    let mut y = top;
    for (group, label) in groups.iter().zip(&labels) {
        let thick = if group.bars.len() == 1 { 18.0 } else { 15.0 };
        let high = thick * group.bars.len() as f64;
        sheet.label((left - 8.0, y + high / 2.0 + 5.0), label);
        for (place, bar) in group.bars.iter().enumerate() {
            let at = y + place as f64 * thick;
            let (long, thin) = (bar.share * room, thick - 2.0);
            if bar.owed {
                add_rect(&mut sheet.tracks, (left, at + 1.0), (room, thin));
            }
            add_rect(&mut sheet.bars[place], (left, at + 1.0), (long, thin));
            let end = if bar.owed { room } else { long };
            sheet.number((left + end + 5.0, at + thick / 2.0 + 5.0), &bar.number);
        }
        y += high + 9.0;
    }
    sheet.axis = format!("M{} {}V{}", number(left), number(top - 2.0), number(y - 7.0));
    Drawn { picture: sheet.picture(id, "text-anchor=\"end\"", "start"), size: (number(WIDTH), number(y)) }
}

/// Bars that stand, each row's label below them, from the top down where the labels find no room beside one another;
/// nothing where the bars would stand too close for their numbers.
pub(super) fn standing(id: &str, legend: &[String], groups: &[Group]) -> Option<Drawn> {
    let labels: Vec<String> = groups.iter().map(|group| cut(group.label, LONGEST_LABEL)).collect();
    let numbers = groups.iter().flat_map(|group| &group.bars).map(|bar| bar.number.as_str());
    let least = (widest(numbers) + 4.0).max(14.0);
    let each = groups.first().map_or(1, |group| group.bars.len()) as f64;
    let width = (groups.len() as f64 * (each * least + 10.0)).max(WIDTH);
    if width > WIDEST {
        return None;
    }
    let longest = widest(labels.iter().map(String::as_str));
    let across = groups.len() as f64 * (longest + 4.0);
    let down = across > WIDEST;
    let width = if down { width } else { width.max(across) };
    let step = width / groups.len().max(1) as f64;
    let thick = ((step - 10.0) / each).min(44.0);
    let mut sheet = Sheet::default();
    let ground = sheet.explain(id, legend) + LETTER + HIGHEST + 4.0;
    for (row, (group, label)) in groups.iter().zip(&labels).enumerate() {
        let middle = (row as f64 + 0.5) * step;
        sheet.label((middle, ground + if down { 6.0 } else { 18.0 }), label);
        for (place, bar) in group.bars.iter().enumerate() {
            let x = middle + (place as f64 - each / 2.0) * thick;
            let high = bar.share * HIGHEST;
            add_rect(&mut sheet.bars[place], (x + 1.0, ground - high), (thick - 2.0, high));
            sheet.number((x + thick / 2.0, ground - high - 4.0), &bar.number);
        }
    }
    sheet.axis = format!("M0 {}H{}", number(ground), number(width));
    let below = if down { longest + 12.0 } else { 26.0 };
    let labels =
        if down { "text-anchor=\"start\" writing-mode=\"vertical-rl\"" } else { "text-anchor=\"middle\"" };
    Some(Drawn {
        picture: sheet.picture(id, labels, "middle"),
        size: (number(width), number(ground + below)),
    })
}

impl Sheet {
    /// The patterns by their words, side by side or one above the other; how much room that took.
    fn explain(&mut self, id: &str, words: &[String]) -> f64 {
        let words: Vec<String> = words.iter().map(|word| cut(word, 20.0)).collect();
        let beside = words.iter().map(|word| 40.0 + wide(word)).sum::<f64>() <= WIDTH;
        let (mut x, mut y) = (0.0, 0.0);
        for (place, word) in words.iter().enumerate() {
            let mut mark = String::new();
            add_rect(&mut mark, (x + 1.0, y + 1.0), (LETTER, LETTER));
            self.legend += &layer(id, place, &mark);
            add_text(&mut self.legend, (x + 22.0, y + 13.0), word);
            if beside {
                x += 40.0 + wide(word);
            } else {
                y += 20.0;
            }
        }
        let lines = if words.is_empty() {
            0.0
        } else if beside {
            1.0
        } else {
            words.len() as f64
        };
        lines * 20.0 + 8.0
    }

    fn label(&mut self, at: (f64, f64), text: &str) {
        add_text(&mut self.labels, at, text);
    }

    fn number(&mut self, at: (f64, f64), text: &str) {
        add_text(&mut self.numbers, at, text);
    }

    /// The whole, with the attributes of all labels and the place of the numbers beside their points.
    fn picture(self, id: &str, labels: &str, numbers: &str) -> String {
        let mut out = String::new();
        if !self.bars[1].is_empty() {
            let id = escaped(id);
            let _ = write!(
                out,
                "<defs><pattern id=\"{id}-stripes\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" \
                 patternTransform=\"rotate(45)\"><path class=\"ground\" d=\"M0 0h5v5H0z\"/>\
                 <path class=\"stripe\" d=\"M0 0h2v5H0z\"/></pattern></defs>"
            );
        }
        out += &self.legend;
        let _ = write!(out, "<g {labels}>{}</g>", self.labels);
        if !self.tracks.is_empty() {
            let _ = write!(out, "<g class=\"track\">{}</g>", self.tracks);
        }
        for (place, bars) in self.bars.iter().enumerate().filter(|(_, bars)| !bars.is_empty()) {
            out += &layer(id, place, bars);
        }
        let _ = write!(out, "<g text-anchor=\"{numbers}\">{}</g>", self.numbers);
        let _ = write!(out, "<path class=\"axis\" d=\"{}\"/>", self.axis);
        out
    }
}

/// Bars of one kind: the first is full, the second is striped.
fn layer(id: &str, place: usize, bars: &str) -> String {
    if place == 0 {
        format!("<g class=\"first\">{bars}</g>")
    } else {
        format!("<g class=\"second\" fill=\"url(#{}-stripes)\">{bars}</g>", escaped(id))
    }
}

fn add_rect(out: &mut String, (x, y): (f64, f64), (width, height): (f64, f64)) {
    let [x, y, width, height] = [x, y, width, height].map(number);
    let _ = write!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>");
}

fn add_text(out: &mut String, (x, y): (f64, f64), text: &str) {
    let _ = write!(out, "<text x=\"{}\" y=\"{}\">{}</text>", number(x), number(y), escaped(text));
}

/// A length with one digit behind the point at most.
fn number(length: f64) -> String {
    let text = format!("{length:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

/// About how wide a text is: Latin letters and digits are narrower than hanzi.
fn wide(text: &str) -> f64 {
    text.chars().map(hanzi).sum::<f64>() * LETTER
}

fn hanzi(sign: char) -> f64 {
    if sign.is_ascii() { 0.6 } else { 1.0 }
}

fn widest<'a>(texts: impl Iterator<Item = &'a str>) -> f64 {
    texts.map(wide).fold(0.0, f64::max)
}

/// A text of at most so many hanzi, the rest as an ellipsis.
fn cut(text: &str, most: f64) -> String {
    if text.chars().map(hanzi).sum::<f64>() <= most {
        return text.to_owned();
    }
    let mut room = most - 1.0;
    let fits = text.chars().take_while(|sign| {
        room -= hanzi(*sign);
        room >= 0.0
    });
    fits.collect::<String>().trim_end().to_owned() + "…"
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            _ => out.push(sign),
        }
    }
    out
}
