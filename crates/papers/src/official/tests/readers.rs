//! Files as others read them: a PDF by poppler, which tells where every word stands and draws its pages, a DOCX by
//! LibreOffice, which writes its text. Measures are in points, of pictures in millimetres. The program's own tests use it too.

use std::path::PathBuf;
use std::process::Command;

/// Without its spaces.
pub(crate) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What is measured is what it should be, about.
pub(crate) fn near(is: f32, should: f32, by: f32, what: &str) {
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

/// A page as poppler reads it.
pub(crate) struct Page {
    pub(crate) wide: f32,
    pub(crate) high: f32,
    words: Vec<Line>,
}

/// Words beside each other.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) left: f32,
    pub(crate) right: f32,
    pub(crate) top: f32,
    bottom: f32,
    pub(crate) text: String,
}

impl Line {
    fn middle(&self) -> f32 {
        (self.top + self.bottom) / 2.0
    }

    /// The baseline: poppler's box of a font with hanzi is 1.16 above to 0.288 below it, in parts of the size.
    pub(crate) fn base(&self, size: f32) -> f32 {
        let high = self.bottom - self.top;
        self.top + high * 0.8 - (high - 1.448 * size) * 0.3
    }
}

impl Page {
    /// Its lines from the top.
    pub(crate) fn lines(&self) -> Vec<Line> {
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

/// The pages of a PDF.
pub(crate) fn pages(pdf: &[u8]) -> Vec<Page> {
    let file = written("pages", "pdf", pdf);
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

/// Page one as a picture of 10 dots a millimetre: width, and red or not for each dot.
fn drawn(pdf: &[u8]) -> (usize, Vec<bool>) {
    let file = written("drawn", "pdf", pdf);
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

/// Each row of page one in which red goes on without a gap: where it stands, from and to, in millimetres.
pub(crate) fn rows_of_red(pdf: &[u8]) -> Vec<(f32, f32, f32)> {
    let (wide, dots) = drawn(pdf);
    let row = |(nth, row): (usize, &[bool])| {
        let from = row.iter().position(|red| *red)?;
        let to = row.iter().rposition(|red| *red)?;
        let whole = row[from..=to].iter().all(|red| *red);
        whole.then_some((nth as f32 / 10.0, from as f32 / 10.0, (to + 1) as f32 / 10.0))
    };
    dots.chunks(wide).enumerate().filter_map(row).collect()
}

/// The text of a DOCX as LibreOffice writes it, without spaces.
pub(crate) fn text_by_office(docx: &[u8]) -> String {
    let file = written("office", "docx", docx);
    let folder = file.parent().unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let mut office = Command::new("soffice");
    office.arg(profile).args(["--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir"]);
    run(office.arg(folder).arg(&file));
    let text = std::fs::read_to_string(file.with_extension("txt")).unwrap();
    std::fs::remove_dir_all(folder).unwrap();
    squeezed(&text)
}
