//! Public pages are kept as they were sent, and sent again while nothing they show has changed: when many look at once at
//! the page that everybody speaks of, it is made once.
//!
//! Only pages that say so (`Routes::kept`) are kept, and only what anybody gets: whoever has a session, or is on the way to
//! one, gets a page of his or her own. A page is kept for one host, address, language, size of letters and packing, as long
//! as the database's mark is the same (`Db::mark`) and the day is. So it is what a page made now would be.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use chrono::NaiveDate;

use super::{Route, cookie, cookie_name};
use crate::base::{
    App, Mark,
    page::{elder_of, lang_of},
    text::Lang,
};

/// Bytes of all pages that are kept; when they are more, keeping begins anew.
const MOST: usize = 12 * 1024 * 1024;
/// The longest query of a page that is kept: where a list goes on, and no more.
const LONGEST_QUERY: usize = 80;

/// For whom a page is the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Reader {
    host: String,
    path: String,
    lang: Lang,
    elder: bool,
    /// What the browser takes, as it says it.
    packing: String,
}

/// A page as it was sent.
#[derive(Debug, Clone)]
struct Page {
    headers: HeaderMap,
    body: Bytes,
}

#[derive(Debug, Default)]
struct Pages {
    /// What they were made of.
    of: (Mark, NaiveDate),
    all: HashMap<Reader, Page>,
    bytes: usize,
}

/// The pages that are kept.
#[derive(Debug, Default)]
pub struct Kept {
    routes: HashSet<&'static str>,
    pages: Mutex<Pages>,
}

impl Kept {
    /// None yet; of the pages of a table.
    pub fn new(table: &[Route]) -> Arc<Self> {
        let routes = table.iter().filter(|route| route.kept).map(|route| route.path).collect();
        Arc::new(Self { routes, pages: Mutex::default() })
    }

    fn find(&self, of: &(Mark, NaiveDate), reader: &Reader) -> Option<Page> {
        let pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        if pages.of == *of { pages.all.get(reader).cloned() } else { None }
    }

    /// Keep a page that was made after a mark was read: it shows what was there then, or later.
    fn keep(&self, of: (Mark, NaiveDate), reader: Reader, page: Page) {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = page.body.len() + reader.path.len() + reader.packing.len() + 1024;
        if pages.of != of || pages.bytes + bytes > MOST {
            *pages = Pages { of, ..Pages::default() };
        }
        if pages.all.insert(reader, page).is_none() {
            pages.bytes += bytes;
        }
    }

    /// Who reads, if it is a page that is kept and he or she is anybody.
    fn reader(&self, app: &App, request: &Request) -> Option<Reader> {
        let route = request.extensions().get::<MatchedPath>()?.as_str();
        let (headers, uri) = (request.headers(), request.uri());
        if *request.method() != Method::GET
            || !self.routes.contains(route)
            || uri.query().is_some_and(|query| query.len() > LONGEST_QUERY)
            || cookie(headers, cookie_name(app)).is_some()
            || headers.contains_key(header::RANGE)
        {
            return None;
        }
        let text = |name| {
            headers.get(name).map(HeaderValue::to_str).transpose().ok().map(|it| it.unwrap_or_default())
        };
        Some(Reader {
            host: text(header::HOST)?.to_owned(),
            path: uri.path_and_query()?.to_string(),
            lang: lang_of(headers),
            elder: elder_of(headers),
            packing: text(header::ACCEPT_ENCODING)?.to_owned(),
        })
    }
}

/// Send a page as it was sent before, or keep it as it is sent now.
pub async fn keep(State((app, kept)): State<(App, Arc<Kept>)>, request: Request, next: Next) -> Response {
    let Some(reader) = kept.reader(&app, &request) else {
        return next.run(request).await;
    };
    let Ok(mark) = app.db.mark().await else {
        return next.run(request).await;
    };
    let of = (mark, app.clock.today());
    if let Some(page) = kept.find(&of, &reader) {
        let mut response = Response::new(Body::from(page.body));
        *response.headers_mut() = page.headers;
        return response;
    }
    let response = next.run(request).await;
    if response.status() != StatusCode::OK || response.headers().contains_key(header::SET_COOKIE) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, MOST).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    parts.headers.insert(header::CONTENT_LENGTH, body.len().into());
    kept.keep(of, reader, Page { headers: parts.headers.clone(), body: body.clone() });
    Response::from_parts(parts, Body::from(body))
}
