//! What a file holds, page by page or part by part, as hashes: so that whoever kept them can tell later whether a file is
//! the one that was issued, and which of its pages is not.
//!
//! A page of a PDF is hashed with all that it draws on (its content, fonts, pictures), unpacked: packing it anew
//! changes nothing, and changing a font so that another digit is seen changes the page. Of a DOCX or XLSX each part in
//! the archive is hashed, unpacked.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream};
use sha2::{Digest, Sha256};
use zip::ZipArchive;

/// What kind of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// PDF.
    Pdf,
    /// DOCX.
    Docx,
    /// XLSX.
    Xlsx,
}

/// A page or a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The page's number, or the part's name.
    pub name: String,
    /// SHA-256 of what it holds, in hex.
    pub hash: String,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// What kind of file.
    pub kind: Kind,
    /// Its pages in order, or its parts by their names.
    pub pieces: Vec<Piece>,
    /// Words in it that look like the number of a print: three times four signs.
    pub numbers: Vec<String>,
}

/// Why a file has no fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Neither PDF, DOCX nor XLSX.
    #[error("neither a PDF nor a DOCX nor an XLSX file")]
    OtherKind,
    /// It cannot be read as what it says it is.
    #[error("damaged")]
    Damaged,
    /// It unfolds to more than is read.
    #[error("it unfolds to more than is read")]
    Unfolds,
}

/// Objects within objects, at most.
const DEEPEST: usize = 100;
/// More parts than a paper or a workbook has.
const MOST_PARTS: usize = 1_000;
/// More pages than a paper has.
const MOST_PAGES: usize = 5_000;

/// What a file holds; at most so many bytes are unfolded.
///
/// # Errors
/// Says why it cannot be read.
pub fn fingerprint(bytes: &[u8], most: usize) -> Result<Fingerprint, Unreadable> {
    if bytes.starts_with(b"%PDF") {
        return of_pdf(bytes, most);
    }
    if bytes.starts_with(b"PK") {
        return of_zip(bytes, most);
    }
    Err(Unreadable::OtherKind)
}

/// SHA-256 in hex.
pub fn sha256(bytes: &[u8]) -> String {
    shown(&Sha256::digest(bytes))
}

fn shown(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn of_pdf(bytes: &[u8], most: usize) -> Result<Fingerprint, Unreadable> {
    let options = LoadOptions { max_decompressed_size: Some(most), ..LoadOptions::default() };
    let file = Document::load_mem_with_options(bytes, options).map_err(|_| Unreadable::Damaged)?;
    let pages: Vec<ObjectId> = file.page_iter().take(MOST_PAGES + 1).collect();
    if pages.is_empty() || pages.len() > MOST_PAGES {
        return Err(Unreadable::Damaged);
    }
    let mut reader = PageReader { file: &file, known: HashMap::new(), open: Vec::new(), left: most };
    let mut pieces = Vec::new();
    for (nth, page) in pages.into_iter().enumerate() {
        let mut hasher = Sha256::new();
        reader.reference(page, &mut hasher)?;
        pieces.push(Piece { name: (nth + 1).to_string(), hash: shown(&hasher.finalize()) });
    }
    Ok(Fingerprint { kind: Kind::Pdf, pieces, numbers: numbers(&keywords(&file)) })
}

/// What the file says of itself.
fn keywords(file: &Document) -> String {
    let info = file.trailer.get_deref(b"Info", file).and_then(Object::as_dict);
    let words = info.and_then(|info| info.get_deref(b"Keywords", file)).and_then(Object::as_str);
    let Ok(words) = words else { return String::new() };
    match words.strip_prefix(&[0xFE, 0xFF]) {
        Some(wide) => {
            let units: Vec<u16> =
                wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        None => String::from_utf8_lossy(words).into_owned(),
    }
}

/// Hashes pages with everything they lead to.
struct PageReader<'a> {
    file: &'a Document,
    /// Objects that several pages share, such as fonts.
    known: HashMap<ObjectId, [u8; 32]>,
    /// Those that are being read: an object may lead back to itself.
    open: Vec<ObjectId>,
    /// So many bytes may still be unfolded.
    left: usize,
}

impl PageReader<'_> {
    fn reference(&mut self, id: ObjectId, into: &mut Sha256) -> Result<(), Unreadable> {
        if let Some(hash) = self.known.get(&id) {
            into.update(hash);
            return Ok(());
        }
        if self.open.contains(&id) {
            into.update(b"back");
            return Ok(());
        }
        if self.open.len() > DEEPEST {
            return Err(Unreadable::Damaged);
        }
        let Ok(object) = self.file.get_object(id) else {
            into.update(b"nothing");
            return Ok(());
        };
        self.open.push(id);
        let mut own = Sha256::new();
        self.object(object, &mut own, 0)?;
        self.open.pop();
        let hash: [u8; 32] = own.finalize().into();
        self.known.insert(id, hash);
        into.update(hash);
        Ok(())
    }

    fn object(&mut self, object: &Object, into: &mut Sha256, depth: usize) -> Result<(), Unreadable> {
        if depth > DEEPEST {
            return Err(Unreadable::Damaged);
        }
        match object {
            Object::Null => into.update(b"0"),
            Object::Boolean(it) => into.update(if *it { b"y" } else { b"n" }),
            Object::Integer(it) => into.update(format!("i{it};")),
            Object::Real(it) => into.update(format!("r{it};")),
            Object::Name(it) => long(into, b'/', it),
            Object::String(it, _) => long(into, b'(', it),
            Object::Array(all) => {
                into.update(format!("[{};", all.len()));
                for it in all {
                    self.object(it, into, depth + 1)?;
                }
            }
            Object::Dictionary(it) => self.dictionary(it, into, depth)?,
            Object::Stream(it) => self.stream(it, into, depth)?,
            Object::Reference(id) => self.reference(*id, into)?,
        }
        Ok(())
    }

    fn dictionary(&mut self, of: &Dictionary, into: &mut Sha256, depth: usize) -> Result<(), Unreadable> {
        // How a stream is packed is not what it holds; and a page is not the book that it is in.
        const LEFT_OUT: [&[u8]; 4] = [b"Length", b"Filter", b"DecodeParms", b"Parent"];
        let mut all: Vec<(&Vec<u8>, &Object)> =
            of.iter().filter(|(key, _)| !LEFT_OUT.contains(&key.as_slice())).collect();
        all.sort_by_key(|(key, _)| key.as_slice());
        into.update(format!("<{};", all.len()));
        for (key, value) in all {
            long(into, b'/', key);
            self.object(value, into, depth + 1)?;
        }
        Ok(())
    }

    fn stream(&mut self, of: &Stream, into: &mut Sha256, depth: usize) -> Result<(), Unreadable> {
        self.dictionary(&of.dict, into, depth)?;
        let unpacked = if of.filters().is_ok_and(|filters| !filters.is_empty()) {
            of.decompressed_content_with_limit(self.left).ok()
        } else {
            None
        };
        // What cannot be unpacked here stands as it is.
        let content = unpacked.as_deref().unwrap_or(&of.content);
        self.left = self.left.checked_sub(content.len()).ok_or(Unreadable::Unfolds)?;
        long(into, b'~', content);
        Ok(())
    }
}

/// Bytes behind their length, so that no two sequences are hashed alike.
fn long(into: &mut Sha256, sign: u8, bytes: &[u8]) {
    into.update([sign]);
    into.update((bytes.len() as u64).to_be_bytes());
    into.update(bytes);
}

fn of_zip(bytes: &[u8], most: usize) -> Result<Fingerprint, Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged)?;
    if archive.len() > MOST_PARTS {
        return Err(Unreadable::Unfolds);
    }
    let mut left = most as u64;
    let mut pieces = Vec::new();
    let mut found = Vec::new();
    let mut kind = None;
    for nth in 0..archive.len() {
        let mut part = archive.by_index(nth).map_err(|_| Unreadable::Damaged)?;
        let name = part.name().map_err(|_| Unreadable::Damaged)?.into_owned();
        let mut content = Vec::new();
        let read = (&mut part).take(left + 1).read_to_end(&mut content).map_err(|_| Unreadable::Damaged)?;
        left = left.checked_sub(read as u64).ok_or(Unreadable::Unfolds)?;
        match name.as_str() {
            "word/document.xml" => kind = Some(Kind::Docx),
            "xl/workbook.xml" => kind = Some(Kind::Xlsx),
            _ => {}
        }
        if matches!(name.as_str(), "word/document.xml" | "xl/sharedStrings.xml") {
            found.extend(numbers(&String::from_utf8_lossy(&content)));
        }
        pieces.push(Piece { name, hash: sha256(&content) });
    }
    pieces.sort_by(|a, b| a.name.cmp(&b.name));
    let kind = kind.ok_or(Unreadable::OtherKind)?;
    Ok(Fingerprint { kind, pieces, numbers: found })
}

/// Words of three times four signs with dashes between them, each once.
fn numbers(text: &str) -> Vec<String> {
    let signs = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || c == '-';
    let mut found: Vec<String> = Vec::new();
    for word in text.split(|c: char| !signs(c)) {
        let groups: Vec<&str> = word.split('-').collect();
        let is_number = groups.len() == 3 && groups.iter().all(|group| group.len() == 4);
        if is_number && found.len() < 8 && !found.iter().any(|it| it == word) {
            found.push(word.to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests;
