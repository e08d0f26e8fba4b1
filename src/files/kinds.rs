//! Which files are taken: photos from everyone, papers (PDF, Word, Excel) from staff and organs. Never a page, a picture
//! with script in it, or a document with macros.
//!
//! A file must be what its name says and what its first bytes say. Word and Excel files are zip containers; only their
//! list of contents is read here, nothing is unpacked.

/// The largest photo before it is re-encoded.
pub const PHOTO_BYTES: usize = 12 * 1024 * 1024;
/// The largest paper.
pub const PAPER_BYTES: usize = 20 * 1024 * 1024;

/// What a Word or Excel file may grow to when somebody opens it.
const UNPACKED_BYTES: u64 = 200 * 1024 * 1024;
const ENTRIES: usize = 5_000;

/// A kind of file that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A photo as most telephones make it.
    Jpeg,
    /// A screenshot.
    Png,
    /// A photo as some apps save it.
    WebP,
    /// A document as it was printed.
    Pdf,
    /// A Word document.
    Docx,
    /// An Excel table.
    Xlsx,
}

/// What a form takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accept {
    /// Photos only: voters' and deputies' forms.
    Photos,
    /// PDF, Word and Excel: staff and organs.
    Papers,
    /// Both, where staff attach either.
    Either,
}

/// Why a file is not taken, for the page to say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The form was sent without choosing a file.
    #[error("no file was chosen")]
    NoFile,
    /// The file has no contents.
    #[error("the file is empty")]
    Empty,
    /// The file is larger than allowed.
    #[error("the file is larger than {limit} bytes")]
    TooBig {
        /// The bytes allowed.
        limit: usize,
    },
    /// This form does not take such files.
    #[error("files of this kind are not taken")]
    WrongKind,
    /// The contents are not what the name says.
    #[error("the contents are not what the name says")]
    NotWhatItSays,
    /// A photo with more points than allowed, however small the file.
    #[error("the picture has more than {limit} points")]
    TooManyPixels {
        /// The points allowed.
        limit: u64,
    },
    /// The file is damaged, or built to do harm when opened.
    #[error("the file is damaged")]
    Broken,
}

impl Kind {
    /// The media type sent with a download.
    pub fn media_type(self) -> &'static str {
        match self {
            Kind::Jpeg => "image/jpeg",
            Kind::Png => "image/png",
            Kind::WebP => "image/webp",
            Kind::Pdf => "application/pdf",
            Kind::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Kind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// The ending of the name a download is given.
    pub fn ending(self) -> &'static str {
        match self {
            Kind::Jpeg => "jpg",
            Kind::Png => "png",
            Kind::WebP => "webp",
            Kind::Pdf => "pdf",
            Kind::Docx => "docx",
            Kind::Xlsx => "xlsx",
        }
    }

    /// Whether it is a photo, which is re-encoded before it is kept.
    pub fn is_photo(self) -> bool {
        matches!(self, Kind::Jpeg | Kind::Png | Kind::WebP)
    }

    /// The most bytes such a file may have.
    pub fn limit(self) -> usize {
        if self.is_photo() { PHOTO_BYTES } else { PAPER_BYTES }
    }

    /// The kind by the ending of a name.
    fn by_name(name: &str) -> Option<Kind> {
        let (_, ending) = name.rsplit_once('.')?;
        Some(match ending.trim().to_ascii_lowercase().as_str() {
            "jpg" | "jpeg" => Kind::Jpeg,
            "png" => Kind::Png,
            "webp" => Kind::WebP,
            "pdf" => Kind::Pdf,
            "docx" => Kind::Docx,
            "xlsx" => Kind::Xlsx,
            _ => return None,
        })
    }
}

impl Accept {
    /// Whether a form takes files of a kind.
    pub fn takes(self, kind: Kind) -> bool {
        match self {
            Accept::Photos => kind.is_photo(),
            Accept::Papers => !kind.is_photo(),
            Accept::Either => true,
        }
    }

    /// The most bytes a form takes, to stop reading an upload early.
    pub fn limit(self) -> usize {
        if self == Accept::Photos { PHOTO_BYTES } else { PAPER_BYTES }
    }
}

/// The kind of an uploaded file, by its name and its contents both; photos go through `photo::clean` next.
pub fn kind_of(name: &str, bytes: &[u8], accept: Accept) -> Result<Kind, Refusal> {
    if bytes.is_empty() {
        return Err(if name.trim().is_empty() { Refusal::NoFile } else { Refusal::Empty });
    }
    if bytes.len() > accept.limit() {
        return Err(Refusal::TooBig { limit: accept.limit() });
    }
    let said = Kind::by_name(name).filter(|&kind| accept.takes(kind)).ok_or(Refusal::WrongKind)?;
    let limit = said.limit();
    if bytes.len() > limit {
        return Err(Refusal::TooBig { limit });
    }
    if said.is_photo() {
        // Apps save a WebP or a PNG as .jpg every day; all photos are re-encoded, so any photo's name will do.
        return photo_kind(bytes).ok_or(Refusal::NotWhatItSays);
    }
    let fits = if said == Kind::Pdf { is_pdf(bytes) } else { bytes.starts_with(b"PK\x03\x04") };
    if !fits {
        return Err(Refusal::NotWhatItSays);
    }
    if said != Kind::Pdf {
        office(bytes, said)?;
    }
    Ok(said)
}

/// The kind of a photo by its first bytes.
pub(super) fn photo_kind(bytes: &[u8]) -> Option<Kind> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some(Kind::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(Kind::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Kind::WebP),
        _ => None,
    }
}

/// A PDF begins with its mark at the very first byte (readers would let a page or a zip stand before it) and is finished.
fn is_pdf(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(1024)..];
    bytes.starts_with(b"%PDF-") && tail.windows(5).any(|mark| mark == b"%%EOF")
}

/// Reads the list of contents of a Word or Excel file.
fn office(bytes: &[u8], said: Kind) -> Result<(), Refusal> {
    let main = if said == Kind::Docx { "word/document.xml" } else { "xl/workbook.xml" };
    let entries = contents(bytes).ok_or(Refusal::Broken)?;
    let mut unpacked = 0u64;
    for entry in &entries {
        unpacked += u64::from(entry.unpacked);
        let path = entry.name.replace('\\', "/").to_ascii_lowercase();
        if entry.locked || path.starts_with('/') || path.split('/').any(|step| step == "..") {
            return Err(Refusal::Broken);
        }
        if path.ends_with("vbaproject.bin") || path.contains("/activex/") || path.contains("/macrosheets/") {
            return Err(Refusal::WrongKind);
        }
    }
    if unpacked > UNPACKED_BYTES {
        return Err(Refusal::Broken);
    }
    let has = |name: &str| entries.iter().any(|entry| entry.name == name);
    if has("[Content_Types].xml") && has(main) { Ok(()) } else { Err(Refusal::NotWhatItSays) }
}

/// One line of a zip container's list of contents.
struct Entry {
    name: String,
    unpacked: u32,
    locked: bool,
}

/// The list at the end of a zip container; `None` when it does not add up (zip64, several disks, cut short).
fn contents(bytes: &[u8]) -> Option<Vec<Entry>> {
    const END: usize = 22;
    // A comment of up to 64 kB may follow the end; the last end mark that closes the file exactly is the true one.
    let first = bytes.len().checked_sub(END)?;
    let end = (first.saturating_sub(0xFFFF)..=first).rev().find(|&at| {
        bytes[at..].starts_with(b"PK\x05\x06")
            && short(bytes, at + 20).is_some_and(|comment| at + END + comment == bytes.len())
    })?;
    let (count, size, start) =
        (short(bytes, end + 10)?, long(bytes, end + 12)? as usize, long(bytes, end + 16)? as usize);
    if count > ENTRIES || start.checked_add(size)? != end {
        return None;
    }
    let mut at = start;
    let mut entries = Vec::with_capacity(count);
    for _ in 0..count {
        let head = bytes.get(at..at + 46)?;
        if !head.starts_with(b"PK\x01\x02") {
            return None;
        }
        let (name, extra, comment) = (short(head, 28)?, short(head, 30)?, short(head, 32)?);
        let place = long(head, 42)? as usize;
        // Each entry stands before the list, so no entry can be the list itself.
        if place >= start || !bytes[place..].starts_with(b"PK\x03\x04") {
            return None;
        }
        entries.push(Entry {
            name: String::from_utf8_lossy(bytes.get(at + 46..at + 46 + name)?).into_owned(),
            unpacked: long(head, 24)?,
            locked: short(head, 8)? & 1 == 1,
        });
        at += 46 + name + extra + comment;
    }
    (at == end).then_some(entries)
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const JPEG: &[u8] = b"\xFF\xD8\xFF\xE0rest";
    const PDF: &[u8] = b"%PDF-1.7\nbody\n%%EOF\n";

    /// A zip container of empty stored entries that claim a size.
    fn zip(entries: &[(&str, u32)]) -> Vec<u8> {
        let (mut file, mut list) = (Vec::new(), Vec::new());
        for (name, unpacked) in entries {
            let place = file.len() as u32;
            let mut head = vec![0; 26];
            head[18..22].copy_from_slice(&unpacked.to_le_bytes());
            head[22..24].copy_from_slice(&(name.len() as u16).to_le_bytes());
            file.extend(b"PK\x03\x04");
            file.extend(&head);
            file.extend(name.as_bytes());
            let mut line = vec![0; 46];
            line[..4].copy_from_slice(b"PK\x01\x02");
            line[24..28].copy_from_slice(&unpacked.to_le_bytes());
            line[28..30].copy_from_slice(&(name.len() as u16).to_le_bytes());
            line[42..46].copy_from_slice(&place.to_le_bytes());
            list.extend(line);
            list.extend(name.as_bytes());
        }
        let mut end = vec![0; 22];
        end[..4].copy_from_slice(b"PK\x05\x06");
        end[10..12].copy_from_slice(&(entries.len() as u16).to_le_bytes());
        end[12..16].copy_from_slice(&(list.len() as u32).to_le_bytes());
        end[16..20].copy_from_slice(&(file.len() as u32).to_le_bytes());
        [file, list, end].concat()
    }

    fn docx(more: &[(&str, u32)]) -> Vec<u8> {
        zip(&[&[("[Content_Types].xml", 100), ("word/document.xml", 9_000)], more].concat())
    }

    #[test]
    fn what_is_taken() {
        assert_eq!(kind_of("路灯.JPG", JPEG, Accept::Photos), Ok(Kind::Jpeg));
        assert_eq!(kind_of("a.jpg", b"\x89PNG\r\n\x1A\n", Accept::Photos), Ok(Kind::Png));
        assert_eq!(kind_of("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", Accept::Either), Ok(Kind::WebP));
        assert_eq!(kind_of("答复.pdf", PDF, Accept::Papers), Ok(Kind::Pdf));
        assert_eq!(kind_of("a.docx", &docx(&[]), Accept::Papers), Ok(Kind::Docx));
        assert_eq!(
            kind_of("a.xlsx", &zip(&[("[Content_Types].xml", 1), ("xl/workbook.xml", 1)]), Accept::Either),
            Ok(Kind::Xlsx)
        );
    }

    #[test]
    fn what_is_refused_and_why() {
        let big = [JPEG, &vec![0; PHOTO_BYTES]].concat();
        for (name, bytes, accept, refusal) in [
            ("", &b""[..], Accept::Photos, Refusal::NoFile),
            ("a.jpg", b"", Accept::Photos, Refusal::Empty),
            ("a.jpg", &big, Accept::Photos, Refusal::TooBig { limit: PHOTO_BYTES }),
            ("a.jpg", &big, Accept::Either, Refusal::TooBig { limit: PHOTO_BYTES }),
            ("a.svg", b"<svg/>", Accept::Either, Refusal::WrongKind),
            ("a.html", b"<html>", Accept::Either, Refusal::WrongKind),
            ("a.docm", b"PK\x03\x04", Accept::Either, Refusal::WrongKind),
            ("jpg", JPEG, Accept::Photos, Refusal::WrongKind),
            ("a.jpg.exe", JPEG, Accept::Photos, Refusal::WrongKind),
            ("a.pdf", PDF, Accept::Photos, Refusal::WrongKind),
            ("a.jpg", JPEG, Accept::Papers, Refusal::WrongKind),
            ("a.jpg", b"<svg onload=x>", Accept::Photos, Refusal::NotWhatItSays),
            ("a.jpg", b"GIF89a", Accept::Photos, Refusal::NotWhatItSays),
            ("a.pdf", b"<html>%PDF-1.7 %%EOF", Accept::Papers, Refusal::NotWhatItSays),
            ("a.pdf", b"%PDF-1.7 cut", Accept::Papers, Refusal::NotWhatItSays),
            ("a.docx", PDF, Accept::Papers, Refusal::NotWhatItSays),
            ("a.docx", b"PK\x03\x04 cut", Accept::Papers, Refusal::Broken),
        ] {
            assert_eq!(kind_of(name, bytes, accept), Err(refusal), "{name}");
        }
    }

    #[test]
    fn containers_that_do_harm_are_refused() {
        let papers = |name, bytes: &[u8]| kind_of(name, bytes, Accept::Papers);
        assert_eq!(papers("a.xlsx", &docx(&[])), Err(Refusal::NotWhatItSays));
        assert_eq!(papers("a.docx", &zip(&[("evil.html", 1)])), Err(Refusal::NotWhatItSays));
        assert_eq!(papers("a.docx", &docx(&[("word/vbaProject.bin", 1)])), Err(Refusal::WrongKind));
        assert_eq!(papers("a.docx", &docx(&[("../../etc/x", 1)])), Err(Refusal::Broken));
        assert_eq!(papers("a.docx", &docx(&[("word\\..\\x", 1)])), Err(Refusal::Broken));
        assert_eq!(papers("a.docx", &docx(&[("bomb", u32::MAX)])), Err(Refusal::Broken));
        assert_eq!(papers("a.docx", &docx(&[("a", 150_000_000), ("b", 150_000_000)])), Err(Refusal::Broken));
        let followed = [docx(&[]), b"<script>".to_vec()].concat();
        assert_eq!(papers("a.docx", &followed), Err(Refusal::Broken), "nothing may follow the container");
        let long: Vec<(&str, u32)> = vec![("x", 0); ENTRIES];
        assert_eq!(papers("a.docx", &docx(&long)), Err(Refusal::Broken));
    }

    proptest! {
        #[test]
        fn damage_never_panics(at in 0usize..400, byte: u8, cut in 0usize..400) {
            let mut bytes = docx(&[("word/styles.xml", 5)]);
            let places = bytes.len();
            bytes[at % places] = byte;
            bytes.truncate(places - cut % places);
            let _ = kind_of("a.docx", &bytes, Accept::Papers);
        }
    }
}
