//! Papers measured as others read them: by poppler, which tells where every word of a PDF stands, and by LibreOffice,
//! which opens a DOCX and writes its text. These need programs and fonts that not every machine has: `./test` runs them.

mod readers;

use readers::{Page, near, pages, rows_of_red, squeezed, text_by_office};

use super::measures::{GRID, HIGH, LEFT, MM, PITCH, TOP, WIDE};
use super::*;

#[test]
fn a_paper_comes_back_from_where_it_is_kept() {
    for (name, paper) in papers() {
        let kept = serde_json::to_string(&paper).unwrap();
        assert_eq!(serde_json::from_str::<Official>(&kept).unwrap(), paper, "{name}");
    }
}

#[test]
fn a_docx_needs_no_font_and_a_table_must_fit() {
    for (name, paper) in papers() {
        let file = docx(&paper).unwrap();
        assert_eq!(&file[..2], b"PK", "{name}");
        assert_eq!(file, docx(&paper).unwrap(), "{name}: the same paper gives the same bytes");
    }
    let table = Table { columns: vec![Column::new("a", 1.0)], rows: vec![Vec::new()], ..Table::default() };
    let ragged = Official { blocks: vec![Block::Table(table)], ..Official::default() };
    assert_eq!(docx(&ragged), Err(Error::Ragged { row: 0 }));
}

#[test]
fn a_pdf_is_made_where_there_is_a_font() {
    // Without one the program says so (see fonts); ./test installs one.
    let Ok(fonts) = Fonts::find() else { return };
    for (name, paper) in papers() {
        let file = pdf(&paper, fonts).unwrap();
        assert!(file.starts_with(b"%PDF-"), "{name}");
        assert_eq!(file, pdf(&paper, fonts).unwrap(), "{name}: the same paper gives the same bytes");
    }
}

#[test]
#[ignore = "needs poppler and a font: ./test runs it"]
fn a_page_has_22_lines_of_28_hanzi_within_the_core() {
    let pages = measured(&samples::document());
    let page = &pages[2];
    assert_eq!((page.wide.round(), page.high.round()), (595.0, 842.0), "A4");
    let lines = page.lines();
    let text: Vec<_> = lines.iter().filter(|line| !line.text.contains('—')).collect();
    assert_eq!(text.len(), 22, "{lines:?}");
    for line in &text {
        assert_eq!(line.text.chars().count(), 28, "{}", line.text);
        near(line.left, LEFT, 0.5, "left edge");
        near(line.right, LEFT + WIDE, 1.0, "right edge");
        near((line.right - line.left) / 28.0, GRID, 0.05, "from hanzi to hanzi");
    }
    for two in text.windows(2) {
        near(two[1].top - two[0].top, PITCH, 0.05, "from line to line");
    }
    near(text[21].top - text[0].top, 21.0 * PITCH, 0.5, "22 lines fill the core");
    assert!(text[0].base(16.0) > TOP && text[21].base(16.0) < TOP + HIGH);
}

#[test]
#[ignore = "needs poppler and a font: ./test runs it"]
fn page_numbers_stand_right_on_odd_pages_and_left_on_even_ones() {
    let pages = measured(&samples::document());
    for (nth, page) in pages.iter().enumerate() {
        let number = page.lines().into_iter().find(|line| line.text.starts_with('—')).unwrap();
        assert_eq!(number.text, format!("—{}—", nth + 1));
        if nth % 2 == 0 {
            near(number.right, LEFT + WIDE - 14.0, 1.0, "one hanzi from the right");
        } else {
            near(number.left, LEFT + 14.0, 1.0, "one hanzi from the left");
        }
        // The dash itself stands about a third of its size above its baseline.
        near(number.base(14.0) - 14.0 * 0.36, TOP + HIGH + 7.0 * MM, 1.5, "7 mm below the core");
    }
    let letter = measured(&samples::letter());
    assert!(
        !letter[0].lines().iter().any(|line| line.text.starts_with("—1")),
        "page one of a letter has none"
    );
}

#[test]
#[ignore = "needs poppler and a font: ./test runs it"]
fn red_lines_stand_where_the_standard_has_them() {
    let red = |paper: &Official| rows_of_red(&file_of(paper));
    // A document's line is as wide as the core and 4 mm below the number.
    let document = samples::document();
    let lines = red(&document);
    let pages = measured(&document);
    let number = pages[0].lines().into_iter().find(|line| line.text.contains("15号")).unwrap();
    let (y, from, to) = lines.into_iter().rfind(|(_, from, to)| to - from > 150.0).unwrap();
    near(from * MM, LEFT, 1.0, "begins at the core");
    near(to * MM, LEFT + WIDE, 1.0, "ends at the core");
    near(y * MM - number.base(16.0) - 16.0 * 0.14, 4.0 * MM, 3.0, "4 mm below the number");
    // A letter's are 170 mm wide, the lowest 20 mm above the paper's lower edge.
    let lines = red(&samples::letter());
    let wide: Vec<_> = lines.into_iter().filter(|(_, from, to)| to - from > 165.0).collect();
    let (y, from, to) = *wide.last().unwrap();
    near(to - from, 170.0, 0.6, "170 mm wide");
    near(from, 20.0, 0.6, "in the middle");
    near(297.0 - y, 20.0, 0.6, "20 mm above the edge");
}

#[test]
#[ignore = "needs poppler and a font: ./test runs it"]
fn a_gazette_says_the_right_pages_and_its_tables_repeat_their_head() {
    let pages = measured(&samples::gazette());
    let on = |page: usize| pages[page - 1].lines().iter().map(|line| line.text.clone()).collect::<String>();
    let listed: String = (1..=4).map(on).collect();
    for nth in [1, 13, 40] {
        let mark = format!("（之{nth}）");
        let said: String =
            listed.split_once(&mark).unwrap().1.trim_start_matches('…').chars().take(2).collect();
        let page: usize = said.trim_end_matches(|c: char| !c.is_ascii_digit()).parse().unwrap();
        assert!(on(page).contains(&mark), "item {nth} on page {page}");
    }
    let heads = pages.iter().flat_map(Page::lines).filter(|line| line.text == "序号承办单位交办答复").count();
    assert!(heads > 10, "{heads} heads of 10 tables, of which most go over a page");
    assert!(pages.last().unwrap().lines().iter().any(|line| line.text.contains("印发")));
}

#[test]
#[ignore = "needs poppler, LibreOffice Writer and a font: ./test runs it"]
fn both_files_hold_the_same_text() {
    for (name, paper) in papers() {
        let pdf: String = measured(&paper).iter().flat_map(Page::lines).map(|line| line.text).collect();
        let text = text_by_office(&docx(&paper).unwrap());
        for piece in pieces(&paper) {
            let piece = squeezed(&piece);
            assert!(text.contains(&piece), "{name} as DOCX lacks {piece}");
            // A line of a PDF's paragraph may end anywhere, and on the next page.
            // Boxes come from another font, whose signs poppler takes for another line.
            let start: String = piece.chars().take(10).collect();
            assert!(piece.contains(['□', '☑']) || pdf.contains(&start), "{name} as PDF lacks {start}");
        }
    }
}

fn papers() -> [(&'static str, Official); 5] {
    [
        ("letter", samples::letter()),
        ("document", samples::document()),
        ("form", samples::form()),
        ("attendance", samples::attendance()),
        ("gazette", samples::gazette()),
    ]
}

/// What stands on a paper, piece by piece.
fn pieces(paper: &Official) -> Vec<String> {
    let mut all =
        vec![paper.number.clone(), paper.title.clone(), paper.addressee.clone(), paper.note.clone()];
    all.extend([paper.maker.clone(), paper.day.clone(), paper.copies.clone()]);
    all.extend(paper.signatories.iter().chain(&paper.attachments).cloned());
    all.extend(paper.signature.iter().flat_map(|it| it.by.iter().cloned().chain([it.date.clone()])));
    all.extend(paper.printed.iter().flat_map(|it| [it.by.clone(), it.on.clone()]));
    add_blocks(&paper.blocks, &mut all);
    all.retain(|piece| !piece.trim().is_empty());
    all
}

fn add_blocks(blocks: &[Block], all: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Heading { text, .. } => all.push(text.clone()),
            Block::Paragraph(runs) | Block::Line { runs, .. } => {
                all.push(runs.iter().map(|run| run.text.as_str()).collect());
            }
            Block::Table(table) => {
                all.push(table.caption.clone());
                all.extend(table.columns.iter().map(|column| column.head.clone()));
                all.extend(table.rows.iter().flatten().cloned());
            }
            Block::Grid(grid) => {
                all.extend(grid.rows.iter().flat_map(|row| &row.cells).map(|it| it.text.clone()))
            }
            Block::Item(item) => {
                all.extend([item.title.clone(), item.adoption.clone()]);
                add_blocks(&item.blocks, all);
            }
            _ => {}
        }
    }
}

fn file_of(paper: &Official) -> Vec<u8> {
    pdf(paper, Fonts::find().unwrap()).unwrap()
}

fn measured(paper: &Official) -> Vec<Page> {
    pages(&file_of(paper))
}
