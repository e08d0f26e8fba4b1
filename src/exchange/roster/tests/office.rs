//! A roster as LibreOffice writes it: 500 people, every way of writing a day, names of every kind, and mistakes planted
//! in known cells. Exactly those are found; put right, it comes in, and what goes out comes back as no change, also after
//! LibreOffice has saved it again.

use std::fmt::Write as _;

use chrono::{Days, NaiveDate};

use super::{assert_same, checked, exported, imported};
use crate::exchange::roster::findings::Finding;
use crate::exchange::roster::plan::{What, counts};
use crate::exchange::roster::sheets::Tab;
use crate::trial::{Office, World};

/// What a cell of the sheet is to hold.
#[derive(Clone)]
enum Cell {
    Text(String),
    Number(f64),
    Day(NaiveDate),
    Formula(&'static str),
    /// Made one with the cell below.
    Tall(String),
    Covered,
    Empty,
}

use Cell::{Covered, Day, Empty, Formula, Number, Tall, Text};

/// The planted mistakes, by their cells.
const PLANTED: [(&str, &str); 13] = [
    ("选区!C33", "roster-area-unknown"),
    ("代表!F44", "roster-cell-no-such-day"),
    ("代表!F45", "roster-cell-day"),
    ("代表!D46", "roster-cell-choice"),
    ("代表!G47", "roster-cell-phone"),
    ("代表!B48", "roster-cell-long"),
    ("代表!B49", "roster-cell-name-sign"),
    ("代表!E50", "roster-constituency-unknown"),
    ("代表!B52", "roster-name-which"),
    ("代表!A54", "roster-certificate-twice"),
    ("代表!H56", "roster-cell-broken"),
    ("代表!E66", "roster-constituency-full"),
    ("代表!I74", "roster-cell-merged"),
];

const PEOPLE: usize = 500;

fn name(nth: usize) -> String {
    let special = [
        "𠅤",
        "䶮",
        "𠮷野",
        "𪚥𪛖",
        "𫝀𫠝",
        "𫠠𬺡",
        "𬺰𮯠",
        "𰀀𱍊",
        "𱍐𲎯",
        "邉\u{E0101}国",
        "阿卜杜拉·买买提",
        "古丽•艾山",
        "John Smith",
        "王",
    ];
    let surnames = [
        "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何",
        "郭", "马", "罗",
    ];
    let given = [
        "建国", "秀英", "桂兰", "志强", "丽", "伟", "芳", "欣怡", "子轩", "敏", "静", "磊", "军", "洋", "勇",
        "艳", "杰", "娟", "涛", "超", "霞", "平", "刚", "玲", "红",
    ];
    match nth {
        _ if nth < special.len() => special[nth].to_owned(),
        14 => "古".repeat(25),
        15 => ["丽"; 25].join("·"),
        30 | 31 => "李重名".to_owned(),
        _ => format!("{}{}", surnames[nth % 20], given[nth / 20 % 25]),
    }
}

/// A day in one of the ways in which people write it.
fn written(nth: usize) -> Cell {
    let day = NaiveDate::from_ymd_opt(2022, 1, 1).unwrap() + Days::new(nth as u64 % 300);
    let text = |form: &str| Text(day.format(form).to_string());
    match nth % 8 {
        0 => Day(day),
        1 => text("%Y-%-m-%-d"),
        2 => text("%Y/%m/%d"),
        3 => text("%Y.%-m.%-d"),
        4 => text("%Y年%-m月%-d日"),
        5 => Number((day - NaiveDate::from_ymd_opt(1899, 12, 30).unwrap()).num_days() as f64),
        6 => {
            let wide = |sign: char| {
                if sign.is_ascii_digit() { char::from_u32(sign as u32 + 0xFEE0).unwrap() } else { sign }
            };
            Text(day.format("%Y年%m月%d日").to_string().chars().map(wide).collect())
        }
        _ => Empty,
    }
}

fn person(nth: usize) -> [Cell; 9] {
    let phone = match nth % 3 {
        0 => Number(13_900_000_000.0 + nth as f64),
        1 => Text(format!("139 0000 {nth:04}")),
        _ => Text(format!("１３９{nth:08}")),
    };
    [
        Text(format!("TZ{nth:04}")),
        Text(name(nth)),
        Empty,
        Text(if nth.is_multiple_of(2) { "男" } else { " 女 " }.to_owned()),
        Text(if nth.is_multiple_of(2) {
            format!("第{}选区", nth / 3 + 2)
        } else {
            (nth / 3 + 2).to_string()
        }),
        written(nth),
        phone,
        Text("1975.08".to_owned()),
        Text("新里村代表联络站".to_owned()),
    ]
}

/// The people, with or without the planted mistakes.
fn people(planted: bool) -> Vec<Vec<Cell>> {
    let mut rows: Vec<[Cell; 9]> = (0..PEOPLE).map(person).collect();
    if planted {
        let text = |text: &str| Text(text.to_owned());
        rows[40][5] = text("2026-02-30");
        rows[41][5] = text("去年");
        rows[42][3] = text("不详");
        rows[43][6] = text("1390000000");
        rows[44][1] = Text("长".repeat(51));
        rows[45][1] = text("张<三");
        rows[46][4] = text("第999选区");
        for nth in [47, 48] {
            rows[nth][0] = Empty;
            rows[nth][1] = text("王同名");
        }
        rows[50][0] = text("TZ0049");
        rows[51][4] = text("第22选区");
        rows[52][7] = Formula("of:=1/0");
        rows[70][8] = Tall("新里村代表联络站".to_owned());
        rows[71][8] = Covered;
    }
    let heads = ["代表证号", "姓　名", "", "性别", "选区", "任职日期", "手机号码", "出生年月", "站点"];
    let head = heads.map(|head| if head.is_empty() { Empty } else { Text(head.to_owned()) });
    // A title, an empty row, then the head.
    let mut all = vec![vec![Text("试验市第十届人民代表大会代表名册".to_owned())], Vec::new(), head.to_vec()];
    all.extend(rows.into_iter().map(|row| row.to_vec()));
    all
}

fn places(planted: bool) -> Vec<Vec<Cell>> {
    let mut rows = vec![["编号", "名称", "镇街", "应选名额"].map(|head| Text(head.to_owned())).to_vec()];
    for nth in 2..PEOPLE.div_ceil(3) + 2 {
        let town = if planted && nth == 33 { "张沟" } else { "张沟镇" };
        rows.push(vec![
            Number(nth as f64),
            Text(format!("第{nth}选区")),
            Text(town.into()),
            Text("３".into()),
        ]);
    }
    rows
}

fn fods(sheets: &[(&str, Vec<Vec<Cell>>)]) -> String {
    let mut xml = String::from(concat!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document "#,
        r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" "#,
        r#"xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" "#,
        r#"xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" "#,
        r#"xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" "#,
        r#"xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" office:version="1.3" "#,
        r#"office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:automatic-styles>"#,
        r#"<number:date-style style:name="N1"><number:year number:style="long"/><number:text>/</number:text>"#,
        r#"<number:month/><number:text>/</number:text><number:day/></number:date-style>"#,
        r#"<style:style style:name="day" style:family="table-cell" style:data-style-name="N1"/>"#,
        r#"</office:automatic-styles><office:body><office:spreadsheet>"#,
    ));
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    for (name, rows) in sheets {
        let _ = write!(xml, r#"<table:table table:name="{name}">"#);
        for row in rows {
            xml.push_str("<table:table-row>");
            for cell in row {
                let _ = match cell {
                    Text(text) => write!(
                        xml,
                        r#"<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>"#,
                        escaped(text)
                    ),
                    Number(number) => write!(
                        xml,
                        r#"<table:table-cell office:value-type="float" office:value="{number}"/>"#
                    ),
                    Day(day) => write!(
                        xml,
                        r#"<table:table-cell table:style-name="day" office:value-type="date" office:date-value="{day}"/>"#
                    ),
                    Formula(formula) => write!(xml, r#"<table:table-cell table:formula="{formula}"/>"#),
                    Tall(text) => write!(
                        xml,
                        r#"<table:table-cell table:number-columns-spanned="1" table:number-rows-spanned="2" office:value-type="string"><text:p>{}</text:p></table:table-cell>"#,
                        escaped(text)
                    ),
                    Covered => write!(xml, "<table:covered-table-cell/>"),
                    Empty => write!(xml, "<table:table-cell/>"),
                };
            }
            xml.push_str("</table:table-row>");
        }
        xml.push_str("</table:table>");
    }
    xml + "</office:spreadsheet></office:body></office:document>"
}

#[tokio::test]
#[ignore = "needs LibreOffice; ./test installs and runs it"]
async fn a_roster_from_libreoffice_is_told_its_planted_mistakes_and_put_right_comes_in() {
    let world = World::new().await;
    let office = Office::new(world.congress);
    let wrong = fods(&[("选区", places(true)), ("代表", people(true))]);
    let wrong = checked(&world, &office.saved("wrong.fods", "xlsx", wrong.as_bytes())).await;
    let found: Vec<(String, String)> = wrong
        .findings
        .iter()
        .filter(|finding| finding.grave)
        .map(|finding| (finding.place(), finding.why.key.clone()))
        .collect();
    let planted: Vec<(String, String)> =
        PLANTED.iter().map(|(place, key)| ((*place).to_owned(), (*key).to_owned())).collect();
    assert_eq!(found, planted);

    let right = fods(&[("选区", places(false)), ("代表", people(false))]);
    let (right, _) = imported(&world, &office.saved("right.fods", "xlsx", right.as_bytes())).await;
    assert_eq!(counts(&right.outcomes)[&Tab::Deputies][&What::New], PEOPLE);
    let notes: Vec<String> = right.findings.iter().map(Finding::place).collect();
    assert_eq!(
        notes,
        ["代表!B14", "代表!B15", "代表!B35"],
        "a separator made one, two namesakes with numbers"
    );

    let out = exported(&world).await;
    assert_same(&world, &out).await;
    assert_same(&world, &office.saved("again.xlsx", "xlsx", &out)).await;
}
