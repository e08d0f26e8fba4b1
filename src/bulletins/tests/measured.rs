//! A gazette of 40 items as the office composes it, measured in the files that come out: by poppler and LibreOffice, with
//! the readers with which `papers` measures its own samples.

#[path = "../../../crates/papers/src/official/tests/readers.rs"]
mod readers;

use uuid::Uuid;

use readers::{Page, near, pages, rows_of_red, squeezed, text_by_office};

use super::issues::{issue, issued};
use super::{item, passed};
use crate::base::paper::{Format, made};
use crate::bulletins::acts::NewItem;
use crate::bulletins::official::official;
use crate::bulletins::store;
use crate::trial::World;

/// Points of a millimetre.
const MM: f32 = 72.0 / 25.4;
/// The core of GB/T 9704: 156 by 225 mm, 28 mm from the left and 37 mm from the top, 22 lines of 28 hanzi.
const LEFT: f32 = 28.0 * MM;
const TOP: f32 = 37.0 * MM;
const WIDE: f32 = 156.0 * MM;
const HIGH: f32 = 225.0 * MM;

/// Four pages of one paragraph.
fn long_words() -> String {
    "全市各级各部门要切实抓好落实把道路桥梁水库渠道逐项排查登记造册明确责任按时完成".repeat(70)
}

/// What stands on the `nth` of the items, from 1: resolutions, appointments with their table, decisions, arrangements,
/// activities and reports in turn.
fn written(nth: u128) -> NewItem {
    let (kind, title, body) = match nth % 6 {
        1 => (
            "resolution",
            "批准市级决算的决议",
            "会议决定批准市级决算。\n一、总的要求\n（一）按时公开".to_owned(),
        ),
        2 => {
            let row = |n: u128| format!("|{n}|张{nth}某{n}|市人民法院审判员|任命|");
            let rows: Vec<String> = (1..=30).map(row).collect();
            let head = "会议任命：\n|序号|姓名|职务|任免|\n";
            ("appointment", "任免名单", format!("{head}{}\n以上人员宪法宣誓。", rows.join("\n")))
        }
        3 => ("decision", "加强水库管理的决定", format!("会议决定：\n{}", long_words())),
        4 => ("arrangement", "下半年工作安排", "代表视察十月进行。\n1.分组\n（1）按乡镇分组".to_owned()),
        5 => ("activity", "代表小组活动情况", "各代表小组开展了活动。".to_owned()),
        _ => ("report", "执法检查报告", "检查组到了五个镇。\n|镇|问题|\n|张沟镇|3|\n|郭河镇|2|".to_owned()),
    };
    NewItem { kind: kind.into(), title: format!("关于{title}（之{nth}）"), body, ..item(100 + nth, "") }
}

async fn gazette(world: &World) -> (Vec<u8>, Vec<u8>) {
    let mut ids: Vec<Uuid> = Vec::new();
    for nth in 1..=40 {
        ids.push(passed(world, &written(nth)).await);
    }
    let out = issued(world, &issue(10, "gazette", &ids)).await;
    let items = store::items_of(&world.app.db, world.congress, out.id).await.unwrap();
    let paper = official(&out, &items, ("试验市人民代表大会", world.app.clock.today()));
    let pdf = made(paper.clone(), Format::Pdf).await.unwrap();
    (pdf, made(paper, Format::Docx).await.unwrap())
}

/// A page of nothing but text: 22 lines of 28 hanzi that fill the core.
fn full(page: &Page) -> bool {
    let lines = page.lines();
    let text: Vec<_> = lines.iter().filter(|line| !line.text.contains('—')).collect();
    text.len() == 22 && text.iter().all(|line| line.text.chars().count() == 28)
}

#[tokio::test]
#[ignore = "needs poppler, LibreOffice Writer and a font: ./test runs it"]
async fn a_gazette_of_forty_items_is_measured_as_pdf_and_read_as_docx() {
    let world = World::new().await;
    let (pdf, docx) = gazette(&world).await;
    let pages = pages(&pdf);
    println!("{} pages, {} bytes of PDF, {} bytes of DOCX", pages.len(), pdf.len(), docx.len());
    if let Some(folder) = std::env::var_os("KEEP_PAPERS") {
        std::fs::write(std::path::Path::new(&folder).join("gazette.pdf"), &pdf).unwrap();
        std::fs::write(std::path::Path::new(&folder).join("gazette.docx"), &docx).unwrap();
    }
    boxes(&pages);
    red_line(&pdf);
    contents(&pages);
    tables(&pages);
    docx_says(&docx);
}

fn boxes(pages: &[Page]) {
    let mut whole = 0;
    for (nth, page) in pages.iter().enumerate() {
        assert_eq!((page.wide.round(), page.high.round()), (595.0, 842.0), "page {} is A4", nth + 1);
        let number = page.lines().into_iter().find(|line| line.text == format!("—{}—", nth + 1));
        let number = number.unwrap_or_else(|| panic!("page {} has its number", nth + 1));
        match nth % 2 {
            0 => near(number.right, LEFT + WIDE - 14.0, 1.0, "right on odd pages"),
            _ => near(number.left, LEFT + 14.0, 1.0, "left on even pages"),
        }
        near(number.base(14.0) - 14.0 * 0.36, TOP + HIGH + 7.0 * MM, 1.5, "7 mm below the core");
        for line in page.lines().iter().filter(|line| !line.text.starts_with('—')) {
            assert!(line.left > LEFT - 1.0 && line.right < LEFT + WIDE + 1.0, "within the core: {line:?}");
        }
        if !full(page) {
            continue;
        }
        whole += 1;
        let lines: Vec<_> = page.lines().into_iter().filter(|line| !line.text.contains('—')).collect();
        for line in &lines {
            near((line.right - line.left) / 28.0, WIDE / 28.0, 0.05, "from hanzi to hanzi");
        }
        near((lines[21].top - lines[0].top) / 21.0, HIGH / 22.0, 0.05, "from line to line");
    }
    // 7 decisions of four pages, of which two at least are nothing but text.
    assert!(whole >= 14, "{whole} pages of 22 lines by 28 hanzi");
}

fn red_line(pdf: &[u8]) {
    let wide = rows_of_red(pdf).into_iter().rfind(|(_, from, to)| to - from > 150.0);
    let (y, from, to) = wide.expect("a line parts the head from the rest");
    near(from * MM, LEFT, 1.0, "begins at the core");
    near(to * MM, LEFT + WIDE, 1.0, "ends at the core");
    assert!(y * MM > TOP && y * MM < TOP + HIGH / 2.0, "in the upper half: {y} mm");
}

/// Each item stands on the page that the contents say.
fn contents(pages: &[Page]) {
    let on = |page: usize| pages[page].lines().iter().map(|line| line.text.clone()).collect::<String>();
    let all: String = (0..8).map(on).collect();
    let mut before = 0;
    for nth in 1..=40 {
        let mark = format!("（之{nth}）");
        let after = all.split_once(&mark).unwrap_or_else(|| panic!("{mark} is listed")).1;
        let digits = after.trim_start_matches(['…', '·', '.', ' ']).chars().take_while(char::is_ascii_digit);
        // The page's number, and on the contents' last line nothing follows that could be taken for more of it.
        let page: usize = digits.collect::<String>().parse().unwrap();
        assert!(page > before && on(page - 1).contains(&mark), "{mark} on page {page}");
        before = page;
    }
}

fn tables(pages: &[Page]) {
    let heads = pages.iter().flat_map(Page::lines).filter(|line| line.text == "序号姓名职务任免").count();
    // 7 tables of 30 rows, each of which goes over a page.
    assert!(heads >= 14, "{heads} heads");
}

/// LibreOffice opens it and finds every title, paragraph and cell.
fn docx_says(docx: &[u8]) {
    let text = text_by_office(docx);
    for nth in 1..=40 {
        let new = written(nth);
        let cells = new.body.lines().flat_map(|line| line.split('|')).map(str::trim);
        for piece in [new.title.as_str(), new.adoption.as_str()].into_iter().chain(cells) {
            assert!(text.contains(&squeezed(piece)), "{nth} lacks {piece}");
        }
    }
}
