//! QR codes that a phone reads from a worn poster or a fax copy: a quarter of the code may be lost (level Q).
//!
//! Addresses should have at most 45 characters; then a code has 33 modules a side and is read at 2.5 cm. The picture is
//! one path without any style, so it stands in a page under a strict content security policy and prints sharply.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// The white border the standard asks for, in modules.
pub const QUIET_ZONE: usize = 4;

/// Why there is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QrMistake {
    /// There is nothing to encode.
    #[error("a QR code of nothing")]
    Empty,
    /// More than the largest QR code holds.
    #[error("too long for a QR code")]
    TooLong,
}

/// An SVG picture of the text as a QR code; `title` is what a screen reader says, `quiet_zone` the border in modules.
pub fn qr_svg(text: &str, title: &str, quiet_zone: usize) -> Result<String, QrMistake> {
    if text.is_empty() {
        return Err(QrMistake::Empty);
    }
    let code = QrCode::with_error_correction_level(text, EcLevel::Q).map_err(|_| QrMistake::TooLong)?;
    let width = code.width();
    let side = width + 2 * quiet_zone;
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        dark_runs(row, |x, length| {
            let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + quiet_zone, y + quiet_zone);
        });
    }
    // White is drawn too: on a dark page a code without its border is not read.
    Ok(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" shape-rendering="crispEdges"><title>{}</title><path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{path}"/></svg>"##,
        escaped(title)
    ))
}

/// Calls `draw(start, length)` for each stretch of dark modules in a row.
fn dark_runs(row: &[Color], mut draw: impl FnMut(usize, usize)) {
    let mut x = 0;
    for run in row.chunk_by(|a, b| a == b) {
        if run[0] == Color::Dark {
            draw(x, run.len());
        }
        x += run.len();
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws the path as a printer would, `scale` dots a module, and lets a reader decode it.
    fn read(svg: &str, scale: usize, damage: impl Fn(usize, usize, usize) -> bool) -> Option<String> {
        let side: usize = svg.split("viewBox=\"0 0 ").nth(1)?.split(' ').next()?.parse().ok()?;
        let path = svg.rsplit("d=\"").next()?.split('"').next()?;
        let mut dark = vec![false; side * side];
        for run in path.split('M').skip(1) {
            let numbers: Vec<usize> = run
                .split(|c: char| !c.is_ascii_digit())
                .filter(|n| !n.is_empty())
                .map(|n| n.parse().unwrap())
                .collect();
            dark[numbers[1] * side + numbers[0]..][..numbers[2]].fill(true);
        }
        let dots = side * scale;
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(dots, dots, |x, y| {
            let (x, y) = (x / scale, y / scale);
            if dark[y * side + x] != damage(x, y, side) { 0 } else { 255 }
        });
        let grids = image.detect_grids();
        grids.first()?.decode().ok().map(|(_, text)| text)
    }

    #[test]
    fn a_phone_reads_back_what_was_written() {
        for text in
            ["https://x.cn/z/7K3F9Q", "https://shuanglian.example.gov.cn/d/7K3F-9Q", "仙桃市郑场镇代表联络站"]
        {
            let svg = qr_svg(text, "t", QUIET_ZONE).unwrap();
            for scale in [2, 3, 8] {
                assert_eq!(read(&svg, scale, |_, _, _| false).as_deref(), Some(text), "{text} at {scale}");
            }
        }
    }

    #[test]
    fn a_worn_poster_is_still_read() {
        let text = "https://shuanglian.example.gov.cn/d/7K3F-9Q";
        let svg = qr_svg(text, "t", QUIET_ZONE).unwrap();
        let worn = |x: usize, y: usize, side: usize| {
            (side / 2..side / 2 + 6).contains(&x) && (side / 2..side / 2 + 6).contains(&y)
        };
        assert_eq!(read(&svg, 4, worn).as_deref(), Some(text));
    }

    #[test]
    fn the_picture_fits_a_strict_page() {
        let text = "https://shuanglian.example.gov.cn/z/7K3F9QXM2";
        assert_eq!(text.len(), 45);
        let svg = qr_svg(text, "<b>\"代表\" & 站", QUIET_ZONE).unwrap();
        assert!(svg.contains("viewBox=\"0 0 41 41\""), "33 modules and the border");
        assert!(
            svg.contains("<title>&lt;b&gt;&quot;代表&quot; &amp; 站</title>") && svg.contains("role=\"img\"")
        );
        assert!(!svg.contains("style") && !svg.contains("script") && !svg.contains('\n'));
        assert!(svg.len() < 8_000, "{}", svg.len());
        assert_eq!(qr_svg("", "t", 4), Err(QrMistake::Empty));
        assert_eq!(qr_svg(&"长".repeat(2000), "t", 4), Err(QrMistake::TooLong));
    }
}
