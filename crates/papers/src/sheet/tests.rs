use std::io::{Cursor, Read as _};

use calamine::{Data, DataType as _, Reader as _, Xlsx};
use chrono::TimeZone as _;

use super::*;

fn made() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2025, 3, 12, 1, 2, 3).unwrap()
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn day(year: i32, month: u32, day: u32) -> Cell {
    Cell::Day(NaiveDate::from_ymd_opt(year, month, day).unwrap())
}

fn sheet(heads: &[&str], rows: Vec<Vec<Cell>>) -> Sheet {
    let columns = heads.iter().map(|head| Column { head: (*head).to_owned(), width: 12.0 }).collect();
    Sheet {
        name: "联系".into(),
        title: "市人大常委会组成人员联系代表安排".into(),
        columns,
        rows,
        notes: vec![],
    }
}

fn open(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

/// What stands in a file inside the XLSX.
fn inside(bytes: &[u8], path: &str) -> String {
    let mut inner = String::new();
    let mut whole = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    whole.by_name(path).unwrap().read_to_string(&mut inner).unwrap();
    inner
}

fn written(sheet: Sheet) -> Vec<u8> {
    xlsx(&[sheet], made()).unwrap()
}

/// Writes one text and reads it back.
fn back(written_text: &str) -> Data {
    let bytes = written(sheet(&["a"], vec![vec![text(written_text)]]));
    open(bytes).worksheet_range("联系").unwrap().get_value((FIRST, 0)).cloned().unwrap_or_default()
}

#[test]
fn every_cell_is_read_back_as_it_was_given() {
    let mut list = sheet(
        &["姓名", "人数", "日期", "备注"],
        vec![
            vec![text("买买提·艾力"), Cell::Whole(-12), day(2025, 3, 12), Cell::Empty],
            vec![
                text("𠮷田㛃 龘"),
                Cell::Whole(999_999_999_999_999),
                day(9999, 12, 31),
                text("第一行\n第二行"),
            ],
            vec![text("  两边  "), Cell::Whole(0), day(1901, 1, 1), text("13800000000")],
        ],
    );
    list.notes = vec!["说明：一式两份。".into(), "共 3 人".into()];
    let bytes = written(list);
    let mut book = open(bytes);
    let range = book.worksheet_range("联系").unwrap();
    let at = |row, column| range.get_value((row, column)).unwrap();
    assert_eq!(at(0, 0), &Data::String("市人大常委会组成人员联系代表安排".into()));
    let heads = ["姓名", "人数", "日期", "备注"];
    assert!((0..).zip(heads).all(|(column, head)| at(1, column) == &Data::String(head.into())));
    let column = |number| (2..5).map(|row| at(row, number)).collect::<Vec<_>>();
    assert_eq!(
        column(0),
        [
            &Data::String("买买提·艾力".into()),
            &Data::String("𠮷田㛃 龘".into()),
            &Data::String("  两边  ".into())
        ]
    );
    assert_eq!(column(1), [&Data::Float(-12.0), &Data::Float(999_999_999_999_999.0), &Data::Float(0.0)]);
    let days: Vec<_> =
        column(2).into_iter().map(|cell| (cell.is_datetime(), cell.as_date().unwrap())).collect();
    let given = [(2025, 3, 12), (9999, 12, 31), (1901, 1, 1)];
    assert_eq!(days, given.map(|(y, m, d)| (true, NaiveDate::from_ymd_opt(y, m, d).unwrap())));
    assert_eq!(
        column(3),
        [&Data::Empty, &Data::String("第一行\n第二行".into()), &Data::String("13800000000".into())]
    );
    assert_eq!(at(5, 0), &Data::String("说明：一式两份。".into()));
    assert_eq!(at(6, 0), &Data::String("共 3 人".into()));
    assert_eq!(range.end(), Some((6, 3)));
}

#[test]
fn what_looks_like_a_formula_stays_text_also_when_the_cell_is_edited() {
    for risky in ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", " =1", "\t=1", "＝1+1"] {
        let bytes = written(sheet(&["=2"], vec![vec![text(risky)]]));
        assert!(inside(&bytes, "xl/styles.xml").contains("quotePrefix=\"1\""), "{risky:?}");
        let page = inside(&bytes, "xl/worksheets/sheet1.xml");
        assert!(!page.contains("<f>") && !page.contains("<f "), "{risky:?}");
        assert_eq!(back(risky), Data::String(risky.replace('\t', " ")));
        assert!(open(bytes).worksheet_formula("联系").unwrap().is_empty());
    }
    let calm = written(sheet(&["a"], vec![vec![text("1=1")]]));
    assert!(!inside(&calm, "xl/styles.xml").contains("quotePrefix"));
}

#[test]
fn text_that_looks_like_a_number_a_truth_or_an_address_stays_text() {
    for plain in
        ["007", "1e5", "TRUE", "2025-03-12", "https://x.cn/", "mailto:a@b.cn", "<b>&amp;</b>", "_x0041_"]
    {
        let bytes = written(sheet(&["a"], vec![vec![text(plain)]]));
        assert!(!inside(&bytes, "xl/worksheets/sheet1.xml").contains("hyperlink"));
        let shared = inside(&bytes, "xl/sharedStrings.xml");
        let escaped = plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let kept = escaped.replace("_x0041_", "_x005F_x0041_");
        assert!(shared.contains(&format!("<t>{kept}</t>")), "{shared}");
        assert!(back(plain).is_string());
    }
}

#[test]
fn control_signs_and_turned_letters_are_removed() {
    assert_eq!(back("a\u{0}b\u{7}c\u{1b}d\u{85}e\u{202E}f\u{FFFE}g\r\nh"), Data::String("abcdefg\nh".into()));
    assert_eq!(back("\u{0}\u{1}"), Data::Empty);
}

#[test]
fn numbers_and_days_that_a_sheet_would_spoil_are_text() {
    let cells =
        vec![Cell::Whole(i64::MIN), Cell::Whole(1_000_000_000_000_000), day(1899, 12, 31), day(1900, 2, 28)];
    let bytes = written(sheet(&["a", "b", "c", "d"], vec![cells]));
    let range = open(bytes).worksheet_range("联系").unwrap();
    let row: Vec<String> = (0..4).map(|column| range.get_value((2, column)).unwrap().to_string()).collect();
    assert_eq!(row, ["-9223372036854775808", "1000000000000000", "1899-12-31", "1900-02-28"]);
    assert!((0..4).all(|column| range.get_value((2, column)).unwrap().is_string()));
}

#[test]
fn it_prints_on_a4_one_page_wide_with_the_head_on_every_page() {
    let upright = written(sheet(&["a", "b"], vec![vec![text("1"), day(2025, 3, 12)]]));
    let page = inside(&upright, "xl/worksheets/sheet1.xml");
    assert!(page.contains("<pageSetUpPr fitToPage=\"1\"/>") && page.contains("fitToHeight=\"0\""), "{page}");
    assert!(page.contains("paperSize=\"9\"") && page.contains("orientation=\"portrait\""), "{page}");
    assert!(page.contains("<mergeCell ref=\"A1:B1\"/>") && page.contains("&amp;P / &amp;N"), "{page}");
    let book = inside(&upright, "xl/workbook.xml");
    assert!(book.contains("_xlnm.Print_Titles") && book.contains("$2:$2"), "{book}");
    let looks = inside(&upright, "xl/styles.xml");
    assert!(looks.contains("<b/>") && looks.contains("<left style=\"thin\">"), "{looks}");
    assert!(looks.contains("formatCode=\"yyyy-mm-dd\""), "{looks}");

    let wide = written(sheet(&["a"; 8], vec![]));
    assert!(inside(&wide, "xl/worksheets/sheet1.xml").contains("orientation=\"landscape\""));
}

#[test]
fn a_long_title_and_long_notes_are_seen_whole() {
    let mut list = sheet(&["a"], vec![]);
    list.title = "长".repeat(30);
    list.notes = vec!["一行\n两行\n三行".into()];
    let page = inside(&written(list), "xl/worksheets/sheet1.xml");
    // Sixty digits' space in a column of twelve, in letters 1.6 times as large: eight lines.
    assert!(page.contains("<row r=\"1\" spans=\"1:1\" ht=\"192\""), "{page}");
    assert!(page.contains("ht=\"45\""), "{page}");
}

#[test]
fn the_same_values_give_the_same_bytes() {
    let list = || sheet(&["a", "b"], (0..50).map(|n| vec![text(&format!("t{n}")), Cell::Whole(n)]).collect());
    assert_eq!(written(list()), written(list()));
    assert!(inside(&written(list()), "docProps/core.xml").contains("2025-03-12T01:02:03Z"));
    assert_ne!(xlsx(&[list()], made() + chrono::TimeDelta::seconds(1)).unwrap(), written(list()));
}

#[test]
fn ten_thousand_rows_are_no_matter() {
    let rows =
        (0..10_000).map(|n| vec![Cell::Whole(n), text(&format!("代表{n}")), day(2025, 3, 12)]).collect();
    let range = open(written(sheet(&["a", "b", "c"], rows))).worksheet_range("联系").unwrap();
    assert_eq!(range.end(), Some((10_001, 2)));
    assert_eq!(range.get_value((10_001, 1)), Some(&Data::String("代表9999".into())));
}

#[test]
fn any_name_becomes_one_that_excel_takes_and_none_comes_twice() {
    let hostile = [
        "",
        "'",
        "a/b\\c:d*e?f[g]",
        "A/B\\c:d*e?f[g]",
        "History",
        "\u{0}x\ny",
        "𠮷".repeat(40).as_str(),
        "2025/2026 ",
        "二〇二五年度市人大常委会组成人员联系基层市人大代表安排一览表第一册",
        "二〇二五年度市人大常委会组成人员联系基层市人大代表安排一览表第二册",
        "123456789012345678901234567890'9",
    ]
    .map(|name| Sheet { name: name.to_owned(), ..sheet(&["a"], vec![vec![Cell::Empty]]) });
    let names = open(xlsx(&hostile, made()).unwrap()).sheet_names();
    let short = "𠮷".repeat(15);
    let expected = [
        "1",
        "2",
        "a-b-c-d-e-f-g-",
        "A-B-c-d-e-f-g- (2)",
        "History (2)",
        "x y",
        short.as_str(),
        "2025-2026",
        "二〇二五年度市人大常委会组成人员联系基层市人大代表安排一览表第",
        "二〇二五年度市人大常委会组成人员联系基层市人大代表安排 (2)",
        "123456789012345678901234567890",
    ];
    assert_eq!(names, expected);
    assert!(names.iter().all(|name| name.encode_utf16().count() <= 31));
}

#[test]
fn odd_widths_are_mended() {
    for width in [f64::NAN, f64::INFINITY, -3.0, 0.0, 1e9] {
        let columns = vec![Column { head: "a".into(), width }];
        let bytes = written(Sheet { columns, ..sheet(&[], vec![vec![text("b")]]) });
        let page = inside(&bytes, "xl/worksheets/sheet1.xml");
        let column = page.split("<col ").nth(1).unwrap().split(" width=\"").nth(1).unwrap();
        let seen: f64 = column.split('"').next().unwrap().parse().unwrap();
        assert!((2.0..256.0).contains(&seen), "{width} became {seen}");
    }
}

#[test]
fn what_is_no_list_is_refused_with_its_place() {
    assert_eq!(xlsx(&[], made()), Err(SheetMistake::Empty));
    assert_eq!(xlsx(&[sheet(&[], vec![])], made()), Err(SheetMistake::Empty));
    let good = sheet(&["a"], vec![vec![Cell::Empty]]);
    let ragged = sheet(&["a", "b"], vec![vec![Cell::Empty, Cell::Empty], vec![Cell::Empty]]);
    assert_eq!(xlsx(&[good, ragged], made()), Err(SheetMistake::Ragged { sheet: 1, row: 1 }));
    let long = sheet(&["a"], vec![vec![text(&"长".repeat(32_768))]]);
    assert_eq!(xlsx(&[long], made()), Err(SheetMistake::TooMuch));
    let wide = sheet(&["a"; 16_385], vec![]);
    assert_eq!(xlsx(&[wide], made()), Err(SheetMistake::TooMuch));
}
