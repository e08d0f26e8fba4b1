//! Papers measured as others read them: by poppler, which tells where every word of a PDF stands, and by LibreOffice,
//! which opens a DOCX and writes its text. These need programs and fonts that not every machine has: `./test` runs them.

use std::path::{Path, PathBuf};
use std::process::Command;

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
    let pages = measured("document", &samples::document());
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
    let pages = measured("document", &samples::document());
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
    let letter = measured("letter", &samples::letter());
    assert!(
        !letter[0].lines().iter().any(|line| line.text.starts_with("—1")),
        "page one of a letter has none"
    );
}

#[test]
#[ignore = "needs poppler and a font: ./test runs it"]
fn red_lines_stand_where_the_standard_has_them() {
    let red = |name: &str, paper: &Official| rows_of_red(&drawn(name, paper));
    // A document's line is as wide as the core and 4 mm below the number.
    let document = samples::document();
    let lines = red("document", &document);
    let pages = measured("document", &document);
    let number = pages[0].lines().into_iter().find(|line| line.text.contains("15号")).unwrap();
    let (y, from, to) = lines.into_iter().rfind(|(_, from, to)| to - from > 150.0).unwrap();
    near(from * MM, LEFT, 1.0, "begins at the core");
    near(to * MM, LEFT + WIDE, 1.0, "ends at the core");
    near(y * MM - number.base(16.0) - 16.0 * 0.14, 4.0 * MM, 3.0, "4 mm below the number");
    // A letter's are 170 mm wide, the lowest 20 mm above the paper's lower edge.
    let lines = red("letter", &samples::letter());
    let wide: Vec<_> = lines.into_iter().filter(|(_, from, to)| to - from > 165.0).collect();
    let (y, from, to) = *wide.last().unwrap();
    near(to - from, 170.0, 0.6, "170 mm wide");
    near(from, 20.0, 0.6, "in the middle");
    near(297.0 - y, 20.0, 0.6, "20 mm above the edge");
}

#[test]
#[ignore = "needs poppler and a font: ./test runs it"]
fn a_gazette_says_the_right_pages_and_its_tables_repeat_their_head() {
    let pages = measured("gazette", &samples::gazette());
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
        let pdf: String = measured(name, &paper).iter().flat_map(Page::lines).map(|line| line.text).collect();
        let docx = text_by_office(name, &paper);
        for piece in pieces(&paper) {
            let piece = squeezed(&piece);
            assert!(docx.contains(&piece), "{name} as DOCX lacks {piece}");
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

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn near(is: f32, should: f32, by: f32, what: &str) {
    assert!((is - should).abs() <= by, "{what}: {is} instead of {should}");
}

/// A folder of its own for each file, since tests run side by side.
fn written(name: &str, ending: &str, bytes: &[u8]) -> PathBuf {
    let here = std::thread::current().name().unwrap_or("papers").replace("::", "-");
    let folder = std::env::temp_dir().join(format!("{here}-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(format!("{name}.{ending}"));
    std::fs::write(&file, bytes).unwrap();
    file
}

fn run(command: &mut Command) {
    let done = command.output().unwrap();
    assert!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
}

fn file_of(name: &str, paper: &Official) -> PathBuf {
    written(name, "pdf", &pdf(paper, Fonts::find().unwrap()).unwrap())
}

/// A page as poppler reads it.
struct Page {
    wide: f32,
    high: f32,
    words: Vec<Line>,
}

/// Words beside each other.
#[derive(Debug, Clone)]
struct Line {
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
    text: String,
}

impl Line {
    fn middle(&self) -> f32 {
        (self.top + self.bottom) / 2.0
    }

    /// The baseline: poppler's box of a font with hanzi is 1.16 above to 0.288 below it, in parts of the size.
    fn base(&self, size: f32) -> f32 {
        let high = self.bottom - self.top;
        self.top + high * 0.8 - (high - 1.448 * size) * 0.3
    }
}

impl Page {
    fn lines(&self) -> Vec<Line> {
        let mut words = self.words.clone();
        words.sort_by(|a, b| (a.middle(), a.left).partial_cmp(&(b.middle(), b.left)).unwrap());
        let mut lines: Vec<Line> = Vec::new();
        for word in words {
            match lines.iter_mut().find(|line| (line.middle() - word.middle()).abs() < 5.0) {
                Some(line) => {
                    if word.left < line.left {
                        line.text = word.text + &line.text;
                    } else {
                        line.text.push_str(&word.text);
                    }
                    line.left = line.left.min(word.left);
                    line.right = line.right.max(word.right);
                }
                None => lines.push(word),
            }
        }
        lines
    }
}

fn measured(name: &str, paper: &Official) -> Vec<Page> {
    let file = file_of(name, paper);
    let out = file.with_extension("html");
    run(Command::new("pdftotext").arg("-bbox").arg(&file).arg(&out));
    let text = std::fs::read_to_string(out).unwrap();
    std::fs::remove_dir_all(file.parent().unwrap()).unwrap();
    let value = |line: &str, name: &str| -> f32 {
        let (_, rest) = line.split_once(&format!("{name}=\"")).unwrap();
        rest.split('"').next().unwrap().parse().unwrap()
    };
    let mut pages: Vec<Page> = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with("<page ") {
            pages.push(Page { wide: value(line, "width"), high: value(line, "height"), words: Vec::new() });
        } else if line.starts_with("<word ") {
            let word = line.split_once('>').unwrap().1.split('<').next().unwrap();
            let text =
                word.replace("&amp;", "&").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
            pages.last_mut().unwrap().words.push(Line {
                left: value(line, "xMin"),
                right: value(line, "xMax"),
                top: value(line, "yMin"),
                bottom: value(line, "yMax"),
                text,
            });
        }
    }
    pages
}

/// Page one as a picture of 10 dots a millimetre: width, height, red or not for each dot.
fn drawn(name: &str, paper: &Official) -> (usize, Vec<bool>) {
    let file = file_of(name, paper);
    let out = file.with_extension("");
    run(Command::new("pdftoppm").args(["-r", "254", "-l", "1", "-singlefile"]).arg(&file).arg(&out));
    let bytes = std::fs::read(out.with_extension("ppm")).unwrap();
    std::fs::remove_dir_all(file.parent().unwrap()).unwrap();
    let mut words = bytes.splitn(4, |byte| byte.is_ascii_whitespace());
    let mut number = || String::from_utf8_lossy(words.next().unwrap()).parse::<usize>();
    let (_, wide) = (number().is_err(), number().unwrap());
    let high = number().unwrap();
    let dots = &bytes[bytes.len() - wide * high * 3..];
    (wide, dots.chunks(3).map(|dot| dot[0] > 180 && dot[1] < 110 && dot[2] < 110).collect())
}

/// Each row in which red goes on without a gap: where it stands, from and to, in millimetres.
fn rows_of_red((wide, dots): &(usize, Vec<bool>)) -> Vec<(f32, f32, f32)> {
    let row = |(nth, row): (usize, &[bool])| {
        let from = row.iter().position(|red| *red)?;
        let to = row.iter().rposition(|red| *red)?;
        let whole = row[from..=to].iter().all(|red| *red);
        whole.then_some((nth as f32 / 10.0, from as f32 / 10.0, (to + 1) as f32 / 10.0))
    };
    dots.chunks(*wide).enumerate().filter_map(row).collect()
}

/// The text of a DOCX as LibreOffice writes it, without spaces.
fn text_by_office(name: &str, paper: &Official) -> String {
    let file = written(name, "docx", &docx(paper).unwrap());
    let folder: &Path = file.parent().unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let mut office = Command::new("soffice");
    office.arg(profile).args(["--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir"]);
    run(office.arg(folder).arg(&file));
    let text = std::fs::read_to_string(file.with_extension("txt")).unwrap();
    std::fs::remove_dir_all(folder).unwrap();
    squeezed(&text)
}
