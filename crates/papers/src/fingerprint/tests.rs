use lopdf::content::Content;

use super::*;
use crate::official::{Block, Fonts, Official, docx, pdf};
use crate::{Cell, Column, Sheet, xlsx};

const MOST: usize = 64 * 1024 * 1024;
const NUMBER: &str = "AB12-CD34-EF56";

fn paper() -> Official {
    let mut blocks = Vec::new();
    for page in 1..=3 {
        blocks.push(Block::paragraph(format!(
            "第{page}页：出席会议 {} 次，接待选民 {} 人。",
            10 + page,
            120 + page
        )));
        blocks.push(Block::NewPage);
    }
    blocks.pop();
    Official {
        title: "履职档案".into(),
        blocks,
        foot: format!("编号 {NUMBER}"),
        mark: String::new(),
        ..Official::default()
    }
}

fn printed() -> Option<Vec<u8>> {
    // Where no font has hanzi there is no PDF to be looked at.
    let fonts = Fonts::find().ok()?;
    Some(pdf(&paper(), fonts).unwrap())
}

fn differing(a: &Fingerprint, b: &Fingerprint) -> Vec<String> {
    a.pieces.iter().zip(&b.pieces).filter(|(a, b)| a != b).map(|(a, _)| a.name.clone()).collect()
}

/// The content of a page, unpacked, changed and written back packed or not.
fn changed(bytes: &[u8], page: usize, packed: bool) -> Vec<u8> {
    let mut file = Document::load_mem(bytes).unwrap();
    let id = file.page_iter().nth(page - 1).unwrap();
    let stream = file.get_page_contents(id)[0];
    let mut content = Content::decode(&file.get_page_content(id)).unwrap();
    let mut done = false;
    for operation in &mut content.operations {
        for operand in &mut operation.operands {
            let texts: Vec<&mut Object> = match operand {
                Object::Array(all) => all.iter_mut().collect(),
                one => vec![one],
            };
            for text in texts {
                if let Object::String(signs, _) = text
                    && let Some(last) = signs.last_mut()
                    && !done
                {
                    // Another glyph of the same font: what a changed digit is in a file.
                    *last ^= 1;
                    done = true;
                }
            }
        }
    }
    assert!(done, "the page has a text");
    let new = content.encode().unwrap();
    let Object::Stream(held) = file.get_object_mut(stream).unwrap() else { panic!("content is a stream") };
    held.set_plain_content(new);
    if packed {
        held.compress().unwrap();
    }
    let mut out = Vec::new();
    file.save_to(&mut out).unwrap();
    out
}

#[test]
fn a_page_of_which_one_sign_was_changed_is_named_packed_or_not() {
    let Some(bytes) = printed() else { return };
    let before = fingerprint(&bytes, MOST).unwrap();
    assert_eq!(before.kind, Kind::Pdf);
    assert_eq!(before.pieces.len(), 3);
    assert_eq!(before.numbers, [NUMBER], "the file says its number");
    for page in 1..=3 {
        for packed in [true, false] {
            let after = fingerprint(&changed(&bytes, page, packed), MOST).unwrap();
            assert_eq!(differing(&before, &after), [page.to_string()], "packed: {packed}");
        }
    }
}

#[test]
fn packing_a_file_anew_changes_no_page() {
    let Some(bytes) = printed() else { return };
    let before = fingerprint(&bytes, MOST).unwrap();
    let mut file = Document::load_mem(&bytes).unwrap();
    file.decompress();
    let mut out = Vec::new();
    file.save_to(&mut out).unwrap();
    assert_ne!(sha256(&out), sha256(&bytes));
    assert_eq!(fingerprint(&out, MOST).unwrap().pieces, before.pieces);
}

#[test]
fn a_font_that_shows_another_digit_changes_the_pages_that_use_it() {
    let Some(bytes) = printed() else { return };
    let before = fingerprint(&bytes, MOST).unwrap();
    let mut file = Document::load_mem(&bytes).unwrap();
    let fonts: Vec<ObjectId> = file
        .objects
        .iter()
        .filter(|(_, object)| {
            object.as_stream().is_ok_and(|it| it.dict.has(b"Length1") || it.dict.has(b"Subtype"))
        })
        .map(|(id, _)| *id)
        .collect();
    assert!(!fonts.is_empty(), "fonts are in the file");
    for font in fonts {
        let Ok(Object::Stream(held)) = file.get_object_mut(font) else { continue };
        let mut plain = held.get_plain_content().unwrap();
        let last = plain.len() - 1;
        plain[last] ^= 1;
        held.set_plain_content(plain);
    }
    let mut out = Vec::new();
    file.save_to(&mut out).unwrap();
    assert_eq!(differing(&before, &fingerprint(&out, MOST).unwrap()).len(), 3);
}

#[test]
fn a_part_of_a_docx_or_xlsx_that_was_changed_is_named() {
    let sheet = |visits| Sheet {
        name: "联系选民".into(),
        title: "联系选民".into(),
        columns: vec![Column { head: "走访".into(), width: 10.0 }],
        rows: vec![vec![Cell::Whole(visits)]],
        notes: vec![format!("编号 {NUMBER}")],
    };
    let made = chrono::DateTime::UNIX_EPOCH;
    let (one, other) = (xlsx(&[sheet(12)], made).unwrap(), xlsx(&[sheet(13)], made).unwrap());
    let (one, other) = (fingerprint(&one, MOST).unwrap(), fingerprint(&other, MOST).unwrap());
    assert_eq!((one.kind, one.numbers.as_slice()), (Kind::Xlsx, &[NUMBER.to_owned()][..]));
    assert_eq!(differing(&one, &other), ["xl/worksheets/sheet1.xml"]);
    let text = docx(&paper()).unwrap();
    let found = fingerprint(&text, MOST).unwrap();
    assert_eq!((found.kind, found.numbers.as_slice()), (Kind::Docx, &[NUMBER.to_owned()][..]));
}

#[test]
fn what_is_no_paper_is_told_and_nothing_unfolds_without_end() {
    assert_eq!(fingerprint(b"GIF89a", MOST), Err(Unreadable::OtherKind));
    assert_eq!(fingerprint(b"%PDF-1.7 and then nothing", MOST), Err(Unreadable::Damaged));
    assert_eq!(fingerprint(b"PK\x03\x04", MOST), Err(Unreadable::Damaged));
    let text = docx(&paper()).unwrap();
    assert_eq!(fingerprint(&text, 100), Err(Unreadable::Unfolds));
    if let Some(bytes) = printed() {
        assert_eq!(fingerprint(&bytes, 10), Err(Unreadable::Unfolds));
    }
}
