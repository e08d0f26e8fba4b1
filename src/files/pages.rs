use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;

use super::{File, Kind};

/// A file as an answer: our own JPEGs are shown, papers are saved. Neither can run anything on this site.
pub fn answer(file: &File, bytes: Bytes) -> Response {
    let kind = file.kind();
    let way = if kind == Some(Kind::Jpeg) { "inline" } else { "attachment" };
    let media = kind.map_or("application/octet-stream", Kind::media_type);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media)),
        (header::CONTENT_DISPOSITION, disposition(way, &file.name)),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    (headers, bytes).into_response()
}

/// RFC 6266: a plain name for old programs, and the true one.
fn disposition(way: &str, name: &str) -> HeaderValue {
    let ascii =
        |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' };
    let plain: String = name.chars().map(ascii).collect();
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let coded = name.bytes().fold(String::new(), |coded, byte| {
        if safe(byte) { coded + &char::from(byte).to_string() } else { coded + &format!("%{byte:02X}") }
    });
    format!("{way}; filename=\"{plain}\"; filename*=UTF-8''{coded}")
        .parse()
        .expect("letters, digits and percent signs are a valid header")
}
