use std::io::Write;

use chrono::NaiveDate;
use rust_xlsxwriter::{Format, Formula, Workbook};
use zip::write::SimpleFileOptions;

use super::*;

const LIMITS: Limits = Limits { bytes: 1_000_000, unpacked: 4_000_000, rows: 100, columns: 40 };

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The same workbook with a part of its text replaced.
fn changed(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for at in 0..old.len() {
        let mut part = old.by_index(at).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        parts.push((part.name().unwrap().into_owned(), text.replace(from, to).into_bytes()));
    }
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, text)| (name.as_str(), text.as_slice())).collect();
    packed(&parts)
}

#[test]
fn every_kind_of_cell_is_read_where_it_stands() {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name("代表").unwrap();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    page.merge_range(0, 0, 0, 3, "名册", &Format::new()).unwrap();
    page.write_string(2, 1, "𠅤").unwrap();
    page.write_number(2, 2, 13_900_000_001.0).unwrap();
    page.write_date_with_format(2, 3, NaiveDate::from_ymd_opt(2026, 3, 5).unwrap(), &day).unwrap();
    page.write_boolean(3, 0, true).unwrap();
    page.write_formula(3, 1, Formula::new("1+1").set_result("2")).unwrap();
    page.write_formula(3, 2, Formula::new("3+4").set_result("7")).unwrap();
    page.write_string(5, 0, "   ").unwrap();
    // As programs leave it that do not work formulas out.
    let bytes = changed(&book.save_to_buffer().unwrap(), "<v>7</v>", "");
    let grids = read(&bytes, &LIMITS).unwrap();
    let grid = &grids[0];
    assert_eq!((grid.name.as_str(), grid.rows.len()), ("代表", 3), "blanks are no row");
    assert_eq!(grid.merged, [Merged { first: (0, 0), last: (0, 3) }]);
    assert_eq!(grid.rows[&2][&1], Value::Text("𠅤".into()));
    assert_eq!(grid.rows[&2][&2], Value::Number(13_900_000_001.0));
    assert_eq!(grid.rows[&2][&3], Value::Day("2026-03-05T00:00:00".parse().unwrap()));
    assert_eq!(grid.rows[&3][&0], Value::Flag(true));
    assert_eq!(grid.rows[&3][&1], Value::Number(2.0));
    assert_eq!(grid.rows[&3][&2], Value::Unworked);
}

#[test]
fn what_is_no_xlsx_is_told_apart() {
    assert_eq!(read("姓名,性别".as_bytes(), &LIMITS), Err(Unread::NotXlsx));
    assert_eq!(read(&packed(&[("a.txt", b"a")]), &LIMITS), Err(Unread::NotXlsx));
    assert_eq!(read(&packed(&[("content.xml", b"<a/>")]), &LIMITS), Err(Unread::OpenDocument));
    let mut old = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    assert_eq!(read(&old, &LIMITS), Err(Unread::OldXls));
    old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(read(&old, &LIMITS), Err(Unread::Password));
    let broken = packed(&[("[Content_Types].xml", b"<a/>")]);
    assert!(matches!(read(&broken, &LIMITS), Err(Unread::Damaged(_))));
    let cut = &broken[..broken.len() / 2];
    assert_eq!(read(cut, &LIMITS), Err(Unread::NotXlsx));
}

#[test]
fn a_file_that_unfolds_to_more_than_it_seems_is_refused_before_it_does() {
    let bomb = packed(&[("[Content_Types].xml", b"<a/>"), ("xl/sharedStrings.xml", &vec![b' '; 8_000_000])]);
    assert!(bomb.len() < 20_000);
    assert_eq!(read(&bomb, &LIMITS), Err(Unread::Unfolds(4_000_000)));
    assert_eq!(read(&vec![0; 1_000_001], &LIMITS), Err(Unread::TooLarge(1_000_000)));
}

#[test]
fn a_cell_far_away_takes_no_space_and_too_much_is_refused() {
    let book = |place: (u32, u16), rows: u32| {
        let mut book = Workbook::new();
        let page = book.add_worksheet();
        page.write_string(place.0, place.1, "远").unwrap();
        for row in 0..rows {
            page.write_number(row, 0, row).unwrap();
        }
        book.save_to_buffer().unwrap()
    };
    let grids = read(&book((1_048_575, 3), 1), &LIMITS).unwrap();
    assert_eq!(grids[0].rows.len(), 2);
    assert_eq!(read(&book((0, 3), 101), &LIMITS), Err(Unread::TooManyRows(100)));
    assert!(matches!(read(&book((0, 16_383), 1), &LIMITS), Err(Unread::TooManyColumns(..))));
}

#[test]
fn cells_are_named_as_spreadsheets_name_them() {
    for (place, name) in
        [((16, 5), "F17"), ((0, 0), "A1"), ((8, 25), "Z9"), ((0, 26), "AA1"), ((0, 701), "ZZ1")]
    {
        assert_eq!(cell_name(place.0, place.1), name);
    }
}
