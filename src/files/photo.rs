//! Photos as they are kept: upright, small enough for a village's network, and with nothing in them but the picture.
//!
//! A telephone writes the place, the time and its own number into each photo. Every photo is therefore decoded and
//! written anew; whatever was not a point of the picture is gone, also what was hidden behind it.

use std::io::Cursor;

use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage};

use super::kinds::{Kind, PHOTO_BYTES, Refusal, photo_kind};

/// The longer side of a kept photo, in points.
pub const LONG_SIDE: u32 = 1600;
/// The most points a photo may have before it is decoded.
pub const MOST_PIXELS: u64 = 50_000_000;

const QUALITY: u8 = 82;
/// Memory for one decoded photo: 50 million points of four bytes.
const MOST_MEMORY: u64 = MOST_PIXELS * 4;

/// A photo fit to be kept and shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// The picture as JPEG.
    pub jpeg: Bytes,
    /// Points across.
    pub width: u32,
    /// Points down.
    pub height: u32,
}

/// Decodes a photo, turns it upright, scales it down and writes it anew. Takes up to two seconds and 200 MB:
/// call it off the async threads and one at a time.
pub fn clean(bytes: &[u8]) -> Result<Photo, Refusal> {
    let (picture, orientation) = decode(bytes)?;
    let mut flat = DynamicImage::ImageRgb8(flatten(&shrink(picture)));
    // Turned last, when there is little left to turn.
    flat.apply_orientation(orientation);
    let mut jpeg = Vec::new();
    flat.write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, QUALITY))
        .map_err(|_| Refusal::Broken)?;
    Ok(Photo { jpeg: jpeg.into(), width: flat.width(), height: flat.height() })
}

fn decode(bytes: &[u8]) -> Result<(DynamicImage, Orientation), Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    if bytes.len() > PHOTO_BYTES {
        return Err(Refusal::TooBig { limit: PHOTO_BYTES });
    }
    let format = match photo_kind(bytes) {
        Some(Kind::Jpeg) => ImageFormat::Jpeg,
        Some(Kind::Png) => ImageFormat::Png,
        Some(Kind::WebP) => ImageFormat::WebP,
        _ => return Err(Refusal::WrongKind),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    // The decoder may need some scratch memory beside the picture; its size is judged below, before it is decoded.
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(2 * MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| Refusal::Broken)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return Err(Refusal::TooManyPixels { limit: MOST_PIXELS });
    }
    if width == 0 || height == 0 {
        return Err(Refusal::Broken);
    }
    // Unreadable metadata is no reason to refuse a readable picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(|_| Refusal::Broken)?;
    Ok((picture, orientation))
}

/// Large pictures by plain averages, which needs little memory; those near the size with more care.
fn shrink(picture: DynamicImage) -> DynamicImage {
    let long_side = picture.width().max(picture.height());
    if long_side <= LONG_SIDE {
        picture
    } else if long_side > 2 * LONG_SIDE {
        picture.thumbnail(LONG_SIDE, LONG_SIDE)
    } else {
        picture.resize(LONG_SIDE, LONG_SIDE, FilterType::Triangle)
    }
}

/// Puts a picture with see-through parts on white paper, for JPEG knows none.
fn flatten(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let clear = picture.to_rgba8();
    RgbImage::from_fn(clear.width(), clear.height(), |x, y| {
        let [red, green, blue, alpha] = clear.get_pixel(x, y).0;
        let on_white =
            |part: u8| ((u16::from(part) * u16::from(alpha) + 255 * (255 - u16::from(alpha))) / 255) as u8;
        image::Rgb([on_white(red), on_white(green), on_white(blue)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgb, Rgba, RgbaImage};
    use proptest::prelude::*;

    /// Left half red, right half blue.
    fn two_halves(width: u32, height: u32) -> DynamicImage {
        DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, _| {
            if x < width / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) }
        }))
    }

    fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    /// Puts an EXIF part with an orientation and a GPS latitude of 30° 22′ 41″ into a JPEG.
    fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
        let mut tiff = b"II*\0\x08\0\0\0".to_vec();
        tiff.extend(2u16.to_le_bytes());
        tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
        tiff.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0]);
        tiff.extend([0; 4]);
        tiff.extend(1u16.to_le_bytes());
        tiff.extend([2, 0, 5, 0, 3, 0, 0, 0, 56, 0, 0, 0]);
        tiff.extend([0; 4]);
        for part in [30u32, 1, 22, 1, 41, 1] {
            tiff.extend(part.to_le_bytes());
        }
        tiff.extend(b"Xiantao-Phone-Serial-4711");
        let mut bytes = jpeg[..2].to_vec();
        bytes.extend([0xFF, 0xE1]);
        bytes.extend((tiff.len() as u16 + 8).to_be_bytes());
        bytes.extend(b"Exif\0\0");
        bytes.extend(tiff);
        bytes.extend(&jpeg[2..]);
        bytes
    }

    fn contains(bytes: &[u8], part: &[u8]) -> bool {
        bytes.windows(part.len()).any(|window| window == part)
    }

    #[test]
    fn the_place_is_gone_and_the_picture_upright() {
        let bytes = with_exif(&written(&two_halves(64, 32), ImageFormat::Jpeg), 6);
        assert!(contains(&bytes, b"Serial-4711") && contains(&bytes, &[30, 0, 0, 0, 1, 0, 0, 0, 22]));
        let photo = clean(&bytes).unwrap();
        for trace in [&b"Exif"[..], b"Serial", b"II*\0", &[30, 0, 0, 0, 1, 0, 0, 0, 22], b"\xFF\xE1"] {
            assert!(!contains(&photo.jpeg, trace), "{trace:?}");
        }
        assert_eq!((photo.width, photo.height), (32, 64), "turned by a quarter");
        let shown = image::load_from_memory(&photo.jpeg).unwrap().to_rgb8();
        let (top, bottom) = (shown.get_pixel(16, 8).0, shown.get_pixel(16, 56).0);
        assert!(top[0] > 150 && top[2] < 100, "the left half is above now: {top:?}");
        assert!(bottom[2] > 150 && bottom[0] < 100, "{bottom:?}");
        let mirrored = clean(&with_exif(&written(&two_halves(64, 32), ImageFormat::Jpeg), 2)).unwrap();
        let shown = image::load_from_memory(&mirrored.jpeg).unwrap().to_rgb8();
        assert!(shown.get_pixel(8, 16).0[2] > 150, "mirrored");
    }

    #[test]
    fn every_kind_becomes_a_small_jpeg() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let photo = clean(&written(&two_halves(2000, 500), format)).unwrap();
            assert_eq!((photo.width, photo.height), (1600, 400), "{format:?}");
            assert_eq!(photo_kind(&photo.jpeg), Some(Kind::Jpeg));
        }
        let small = clean(&written(&two_halves(7, 3), ImageFormat::Png)).unwrap();
        assert_eq!((small.width, small.height), (7, 3), "never enlarged");
        let line = clean(&written(&two_halves(4000, 1), ImageFormat::Png)).unwrap();
        assert_eq!((line.width, line.height), (1600, 1));
    }

    #[test]
    fn see_through_parts_are_white() {
        let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 0])));
        let photo = clean(&written(&clear, ImageFormat::Png)).unwrap();
        assert!(
            image::load_from_memory(&photo.jpeg)
                .unwrap()
                .to_rgb8()
                .pixels()
                .all(|point| point.0.iter().all(|&part| part > 250))
        );
    }

    #[test]
    fn what_hides_behind_a_picture_is_gone() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let mut bytes = written(&two_halves(40, 40), format);
            bytes.extend(b"PK\x03\x04<script>alert(1)</script>%PDF-1.7");
            let photo = clean(&bytes).unwrap();
            assert!(
                !contains(&photo.jpeg, b"script")
                    && !contains(&photo.jpeg, b"PK\x03\x04")
                    && !contains(&photo.jpeg, b"%PDF"),
                "{format:?}"
            );
        }
        let mut comment = written(&two_halves(40, 40), ImageFormat::Jpeg);
        comment.splice(2..2, *b"\xFF\xFE\x00\x11<script>alert()");
        assert!(!contains(&clean(&comment).unwrap().jpeg, b"script"));
    }

    /// The beginning of a PNG that claims a size; 45 bytes that would need gigabytes.
    fn png_of(width: u32, height: u32, depth_and_colour: [u8; 2]) -> Vec<u8> {
        let mut header = b"IHDR".to_vec();
        header.extend(width.to_be_bytes());
        header.extend(height.to_be_bytes());
        header.extend(depth_and_colour);
        header.extend([0; 3]);
        let sum = crc(&header);
        let mut bytes = b"\x89PNG\r\n\x1A\n\0\0\0\x0D".to_vec();
        bytes.extend(header);
        bytes.extend(sum.to_be_bytes());
        bytes.extend(b"\0\0\0\0IDAT\x35\xAF\x06\x1E");
        bytes
    }

    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0u32, |sum, &byte| {
            (0..8).fold(
                sum ^ u32::from(byte),
                |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 },
            )
        })
    }

    #[test]
    fn a_picture_that_claims_too_much_is_refused_undecoded() {
        let refused = Err(Refusal::TooManyPixels { limit: MOST_PIXELS });
        let (grey, clear, deep) = ([8, 0], [8, 6], [16, 6]);
        assert_eq!(clean(&png_of(65_536, 65_536, clear)), refused);
        assert_eq!(clean(&png_of(10_000, 5_001, grey)), refused);
        assert_eq!(clean(&png_of(10_000, 4_999, deep)), refused, "twice the memory for the same points");
        assert_eq!(
            clean(&png_of(10_000, 5_000, grey)),
            Err(Refusal::Broken),
            "within the limit, but there is no picture"
        );
        let mut jpeg = written(&two_halves(8, 8), ImageFormat::Jpeg);
        let frame = jpeg.windows(2).position(|mark| mark == [0xFF, 0xC0]).unwrap();
        jpeg[frame + 5..frame + 9].copy_from_slice(&[0xFF; 4]);
        assert_eq!(clean(&jpeg), refused);
    }

    #[test]
    fn what_is_no_photo_is_refused() {
        assert_eq!(clean(b""), Err(Refusal::Empty));
        for other in
            [&b"GIF89a\x01\0\x01\0"[..], b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"BM", b"%PDF-1.7"]
        {
            assert_eq!(clean(other), Err(Refusal::WrongKind));
        }
        assert_eq!(clean(b"\xFF\xD8\xFF"), Err(Refusal::Broken));
        let whole = written(&two_halves(40, 40), ImageFormat::Png);
        assert_eq!(clean(&whole[..60]), Err(Refusal::Broken));
        assert_eq!(clean(&vec![0; PHOTO_BYTES + 1]), Err(Refusal::TooBig { limit: PHOTO_BYTES }));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn damage_never_panics(format in 0usize..3, at: usize, byte: u8, cut in 0usize..200) {
            let format = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP][format];
            let mut bytes = written(&two_halves(24, 24), format);
            let places = bytes.len();
            bytes[at % places] = byte;
            bytes.truncate(places - cut % places);
            let _ = clean(&bytes);
        }
    }
}
