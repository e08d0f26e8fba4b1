//! Official papers as files: PDF and DOCX, made beside the work of others and given out under a name.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use papers::official::{self, Fonts, Official};

use super::{Error, Result};

/// As what a paper comes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// To print and to keep.
    Pdf,
    /// To go on with in WPS or Word.
    Docx,
}

impl Format {
    /// By the ending of a file's name or of an address.
    pub fn of_ending(ending: &str) -> Option<Format> {
        match ending.to_ascii_lowercase().as_str() {
            "pdf" => Some(Format::Pdf),
            "docx" => Some(Format::Docx),
            _ => None,
        }
    }

    /// The ending of its file.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Docx => "docx",
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Format::Pdf => "application/pdf",
            Format::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }
}

/// The file of a paper; made on a thread of its own, since a gazette takes some tenths of a second.
///
/// # Errors
/// `Conflict` when the machine has no font with hanzi, which a DOCX does not need.
pub async fn made(paper: Official, format: Format) -> Result<Vec<u8>> {
    let make = move || match format {
        Format::Pdf => official::pdf(&paper, Fonts::find()?),
        Format::Docx => official::docx(&paper),
    };
    let made = tokio::task::spawn_blocking(make).await.map_err(anyhow::Error::from)?;
    made.map_err(|mistake| match mistake {
        official::Error::NoFont => Error::conflict("paper-no-font"),
        other => anyhow::Error::from(other).into(),
    })
}

/// The file as a page gives it out; `name` is a program's word, without the ending.
///
/// # Errors
/// As [`made`].
pub async fn served(paper: Official, format: Format, name: &str) -> Result<Response> {
    Ok(given(made(paper, format).await?, format, name))
}

/// A file that was made before, as a page gives it out.
pub fn given(file: Vec<u8>, format: Format, name: &str) -> Response {
    let shown = if format == Format::Pdf { "inline" } else { "attachment" };
    let headers = [
        (header::CONTENT_TYPE, format.kind().to_owned()),
        (header::CONTENT_DISPOSITION, format!("{shown}; filename=\"{name}.{}\"", format.ending())),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
    ];
    (headers, file).into_response()
}
