//! A picture to save and pass on in a chat: a head, a title, a few lines, and a QR code. Drawn as SVG and made a PNG with
//! the fonts of this machine, of which one must have hanzi (Debian: fonts-noto-cjk).

use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, fontdb};
use skrifa::MetadataProvider;

use crate::{QUIET_ZONE, QrMistake, qr_svg};

/// What stands on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Above the title: whose it is.
    pub head: String,
    /// The title.
    pub title: String,
    /// The sentences.
    pub text: String,
    /// The address in the code; empty for no code.
    pub address: String,
    /// Beside the code: what to do with it.
    pub hint: String,
}

/// Why there is no picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CardMistake {
    /// No font of this machine has hanzi.
    #[error("no font with hanzi on this machine (Debian: fonts-noto-cjk)")]
    NoFont,
    /// The address does not fit into a code.
    #[error(transparent)]
    Code(#[from] QrMistake),
    /// It could not be drawn.
    #[error("the picture could not be drawn: {0}")]
    Undrawn(String),
}

/// Dots of its width; as chats show pictures.
const WIDE: usize = 900;
/// Dots of its margin.
const MARGIN: usize = 64;
/// Dots of a side of the code.
const CODE: usize = 260;
/// A sign that every font with hanzi has.
const SAMPLE: char = '仙';
/// Fonts that are preferred, in this order.
const FAMILIES: [&str; 4] =
    ["Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei"];

struct Fonts {
    all: Arc<fontdb::Database>,
    family: String,
}

/// The machine's fonts are looked for once.
fn fonts() -> Option<&'static Fonts> {
    static FONTS: OnceLock<Option<Fonts>> = OnceLock::new();
    FONTS
        .get_or_init(|| {
            let mut all = fontdb::Database::new();
            all.load_system_fonts();
            let named = |name: &str| all.faces().find(|face| face.families.iter().any(|(it, _)| it == name));
            let preferred = FAMILIES.iter().filter_map(|name| named(name));
            let face = preferred.chain(all.faces()).find(|face| has_hanzi(&all, face.id))?;
            let family = face.families.first()?.0.clone();
            Some(Fonts { family, all: Arc::new(all) })
        })
        .as_ref()
}

fn has_hanzi(all: &fontdb::Database, id: fontdb::ID) -> bool {
    let has = |data: &[u8], index: u32| {
        skrifa::FontRef::from_index(data, index).is_ok_and(|font| font.charmap().map(SAMPLE).is_some())
    };
    all.with_face_data(id, has).unwrap_or(false)
}

/// The picture as a PNG file.
pub fn card_png(card: &Card) -> Result<Vec<u8>, CardMistake> {
    let fonts = fonts().ok_or(CardMistake::NoFont)?;
    let svg = drawn(card, &fonts.family)?;
    let undrawn = |cause: String| CardMistake::Undrawn(cause);
    let options = usvg::Options {
        fontdb: Arc::clone(&fonts.all),
        font_family: fonts.family.clone(),
        ..usvg::Options::default()
    };
    let tree = usvg::Tree::from_str(&svg, &options).map_err(|cause| undrawn(cause.to_string()))?;
    let size = tree.size().to_int_size();
    let pixmap = Pixmap::new(size.width(), size.height());
    let mut pixmap = pixmap.ok_or_else(|| undrawn("no size".to_owned()))?;
    resvg::render(&tree, Transform::default(), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|cause| undrawn(cause.to_string()))
}

/// The SVG: every line broken here, since SVG breaks none.
fn drawn(card: &Card, family: &str) -> Result<String, CardMistake> {
    let mut out = String::new();
    let mut y = MARGIN;
    let wide = WIDE - 2 * MARGIN;
    for (text, size, colour, weight) in [
        (&card.head, 30, "#5b6470", "normal"),
        (&card.title, 54, "#10243e", "bold"),
        (&card.text, 36, "#1b1f24", "normal"),
    ] {
        for line in lines(text, wide / size) {
            y += size;
            let _ = write!(
                out,
                r#"<text x="{MARGIN}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{colour}">{}</text>"#,
                escaped(&line)
            );
            y += size / 2;
        }
        y += 18;
    }
    if !card.address.is_empty() {
        let code = qr_svg(&card.address, "", QUIET_ZONE)?;
        let placed = format!(r#"<svg x="{MARGIN}" y="{y}" width="{CODE}" height="{CODE}" "#);
        out.push_str(&code.replacen("<svg ", &placed, 1));
        let beside = MARGIN + CODE + 32;
        for (nth, line) in lines(&card.hint, (WIDE - MARGIN - beside) / 32).iter().enumerate() {
            let at = y + CODE / 2 - 16 + nth * 46;
            let _ = write!(
                out,
                r##"<text x="{beside}" y="{at}" font-size="32" fill="#5b6470">{}</text>"##,
                escaped(line)
            );
        }
        y += CODE;
    }
    let high = y + MARGIN / 2;
    Ok(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{high}" font-family="{}"><rect width="100%" height="100%" fill="#fff"/><rect width="{WIDE}" height="14" fill="#0b5cad"/>{out}</svg>"##,
        escaped(family)
    ))
}

/// A text in lines of so many hanzi; other signs take half the space. A line does not begin with a sign that closes.
fn lines(text: &str, hanzi: usize) -> Vec<String> {
    let mut all = Vec::new();
    for part in text.lines() {
        let (mut line, mut used) = (String::new(), 0);
        for c in part.chars() {
            let space = if c.is_ascii() { 1 } else { 2 };
            let closes = "，。、；：！？”’）》」".contains(c);
            if used + space > hanzi * 2 && !closes {
                all.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(c);
            used += space;
        }
        all.push(line);
    }
    all
}

/// As XML takes it; signs that it does not know are left out.
fn escaped(text: &str) -> String {
    let known: String = text.chars().filter(|c| !c.is_control()).collect();
    known.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card() -> Card {
        Card {
            head: "试验市人大常委会".into(),
            title: "本周三张沟站接待选民：<欢迎> & 您来".into(),
            text: "李双妹代表3月4日上午9点到11点在新里村代表联络站接待选民。\n带上您的意见，或者扫码写下来。"
                .into(),
            address: "https://x.cn/z/7K3F9Q".into(),
            hint: "长按识别，或者扫一扫".into(),
        }
    }

    #[test]
    fn lines_are_broken_by_the_space_they_take() {
        assert_eq!(lines("一二三四五六", 4), ["一二三四", "五六"]);
        assert_eq!(lines("一二三四。五", 4), ["一二三四。", "五"], "a line does not begin with a full stop");
        assert_eq!(lines("abcdefgh", 2), ["abcd", "efgh"]);
        assert_eq!(lines("一\n二", 4), ["一", "二"]);
        assert!(lines("", 4).is_empty());
    }

    #[test]
    fn what_is_written_is_never_markup() {
        let svg = drawn(&card(), "Noto").unwrap();
        assert!(svg.contains("&lt;欢迎&gt;") && !svg.contains("<欢迎>"));
    }

    #[test]
    fn the_picture_is_a_png_whose_code_is_read() {
        let png = match card_png(&card()) {
            // A machine without such a font says so; the words can still be copied.
            Err(CardMistake::NoFont) => return,
            other => other.unwrap(),
        };
        assert_eq!(&png[1..4], b"PNG");
        let pixmap = Pixmap::decode_png(&png).unwrap();
        let (width, height) = (pixmap.width() as usize, pixmap.height() as usize);
        let grey = |x: usize, y: usize| pixmap.pixel(x as u32, y as u32).map_or(255, |dot| dot.green());
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
        let grids = image.detect_grids();
        assert_eq!(grids[0].decode().unwrap().1, "https://x.cn/z/7K3F9Q");
    }
}
