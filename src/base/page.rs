//! What every page knows: the language, the size of the letters, who is signed in, where we are; and how a view
//! becomes an answer to the browser.

use std::borrow::Borrow;

use askama::Template;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use super::assets;
use super::form::{Choice, Say};
use super::text::{Arg, Lang};

const A_YEAR: u32 = 365 * 24 * 3600;

/// What every page knows; each view struct has it as its field `ui`.
#[derive(Clone, Debug, Default)]
pub struct Ui {
    /// The reader's language.
    pub lang: Lang,
    /// Large letters, large targets, high contrast (大字版).
    pub elder: bool,
    /// The secret every form of this session sends back.
    pub csrf: String,
    /// Who is signed in.
    pub person: Option<SignedIn>,
    /// Whether the people and matters shown are made up; said on every page.
    pub demo: bool,
    /// The congress's name.
    pub congress: String,
    /// The path and query of this page, for the switches and to mark the menu.
    pub path: String,
    /// Unread items in the person's inbox.
    pub inbox: u64,
    /// The menu: address and the key of its label.
    pub nav: Vec<(String, &'static str)>,
    /// Today in China, for days left.
    pub today: NaiveDate,
}

/// The signed-in person as the header shows it.
#[derive(Clone, Debug, Default)]
pub struct SignedIn {
    /// The person's name.
    pub name: String,
    /// The roles in words, already in the reader's language.
    pub roles: String,
    /// The account, where its forms may be used without a network; empty for others.
    pub offline: String,
}

impl Ui {
    /// The sentence of a key.
    pub fn t(&self, key: &str) -> String {
        self.lang.t(key)
    }

    /// The sentence of a key with one thing filled in.
    pub fn t1(&self, key: &str, name: &'static str, value: impl Into<Arg>) -> String {
        self.lang.t1(key, name, value)
    }

    /// The sentence of a key with two things filled in.
    pub fn t2(
        &self,
        key: &str,
        name: &'static str,
        value: impl Into<Arg>,
        second: &'static str,
        other: impl Into<Arg>,
    ) -> String {
        self.lang.ta(key, &[(name, value.into()), (second, other.into())])
    }

    /// The sentence of a key with any number of things filled in.
    pub fn ta(&self, key: &str, args: &[(&'static str, Arg)]) -> String {
        self.lang.ta(key, args)
    }

    /// The word for a code of a closed list: `word("state", "open")` is the key `state-open`.
    pub fn word(&self, group: &str, code: &str) -> String {
        self.lang.word(group, code)
    }

    /// The answers of a closed list with their words, for radios and selects.
    pub fn choices(&self, group: &str, codes: &[&str]) -> Vec<Choice> {
        codes.iter().map(|code| Choice::new(*code, self.word(group, code))).collect()
    }

    /// A sentence noted earlier, such as a form's problem.
    pub fn say(&self, say: &Say) -> String {
        self.lang.ta(&say.key, &say.args)
    }

    /// A day as people write it.
    pub fn date(&self, day: impl Borrow<NaiveDate>) -> String {
        self.lang.date(day)
    }

    /// A moment on China's clocks.
    pub fn moment(&self, moment: impl Borrow<DateTime<Utc>>) -> String {
        self.lang.moment(moment)
    }

    /// How long until a due day: 还有 5 天, 今天到期, 已超过 3 天.
    pub fn days_left(&self, due: impl Borrow<NaiveDate>) -> String {
        match (*due.borrow() - self.today).num_days() {
            0 => self.t("days-today"),
            late if late < 0 => self.t1("days-over", "n", -late),
            left => self.t1("days-left", "n", left),
        }
    }

    /// Whether a due day has passed.
    pub fn is_late(&self, due: impl Borrow<NaiveDate>) -> bool {
        *due.borrow() < self.today
    }

    /// Whether a menu entry leads to this page or a page below it.
    pub fn is_here(&self, href: &str) -> bool {
        let path = self.path.split('?').next().unwrap_or_default();
        path == href || (href != "/" && path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
    }

    /// The other language, for the switch.
    pub fn other(&self) -> Lang {
        match self.lang {
            Lang::ZhCn => Lang::En,
            Lang::En => Lang::ZhCn,
        }
    }

    /// The address of the stylesheet.
    pub fn css(&self) -> &'static str {
        assets::css()
    }

    /// The address of the script.
    pub fn js(&self) -> &'static str {
        assets::js()
    }

    /// The address of the script for whoever is signed in.
    pub fn desk_js(&self) -> &'static str {
        assets::desk_js()
    }

    /// The address of the script for work without a network.
    pub fn offline_js(&self) -> &'static str {
        assets::offline_js()
    }

    /// The addresses of the scripts for tokens of a secret review.
    pub fn token_js(&self) -> [&'static str; 2] {
        assets::token_js()
    }

    /// The account of a signed-in person whose forms may be used without a network.
    pub fn offline(&self) -> Option<&str> {
        self.person.as_ref().map(|person| person.offline.as_str()).filter(|account| !account.is_empty())
    }

    /// The address of the mark.
    pub fn mark(&self) -> &'static str {
        assets::mark()
    }
}

/// A link of a row of links: filters, places, parts of a page.
#[derive(Clone, Debug, Default)]
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub label: String,
    /// Whether it is the one chosen now.
    pub here: bool,
    /// How many things are behind it.
    pub count: Option<u64>,
}

impl Link {
    /// A link with its label.
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Link {
        Link { href: href.into(), label: label.into(), here: false, count: None }
    }

    /// The same, marked when it is the one chosen.
    pub fn here(mut self, here: bool) -> Link {
        self.here = here;
        self
    }

    /// The same with a number behind its label.
    pub fn count(mut self, count: u64) -> Link {
        self.count = Some(count);
        self
    }
}

/// A view as a page.
pub fn page<E: From<askama::Error>>(view: impl Template) -> Result<Response, E> {
    page_as(StatusCode::OK, view)
}

/// A view as a page with another status, such as 422 for a form that comes back.
pub fn page_as<E: From<askama::Error>>(status: StatusCode, view: impl Template) -> Result<Response, E> {
    let html = view.render()?;
    Ok((status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response())
}

/// A page that belongs to whoever holds its address: no search engine keeps it.
pub fn unlisted(mut answer: Response) -> Response {
    let name = HeaderName::from_static("x-robots-tag");
    answer.headers_mut().insert(name, HeaderValue::from_static("noindex, nofollow, noarchive"));
    answer
}

/// The language a request asks for: the reader's own choice first, then the browser's.
pub fn lang_of(headers: &HeaderMap) -> Lang {
    let accepted = || headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    cookie(headers, "lang")
        .and_then(Lang::from_code)
        .unwrap_or_else(|| accepted().map(Lang::from_accept).unwrap_or_default())
}

/// Whether the reader chose large letters.
pub fn elder_of(headers: &HeaderMap) -> bool {
    cookie(headers, "elder") == Some("1")
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// What the switches in the header ask for: `GET /display?lang=en&back=/…`.
#[derive(Debug, Default, Deserialize)]
pub struct Display {
    /// The language wanted.
    pub lang: Option<String>,
    /// `1` for large letters, `0` for normal ones.
    pub elder: Option<String>,
    /// The page to return to.
    pub back: Option<String>,
}

/// Keeps the reader's choice for a year and goes back; a link can ask for nothing else, so GET is harmless.
pub fn display(wanted: &Display) -> Response {
    let mut answer = Redirect::to(own_path(wanted.back.as_deref().unwrap_or("/"))).into_response();
    let lang = wanted.lang.as_deref().and_then(Lang::from_code).map(|lang| ("lang", lang.code()));
    let elder = wanted.elder.as_deref().map(|elder| ("elder", if elder == "1" { "1" } else { "0" }));
    for (name, value) in [lang, elder].into_iter().flatten() {
        let line = format!("{name}={value}; Path=/; Max-Age={A_YEAR}; SameSite=Lax; HttpOnly");
        answer
            .headers_mut()
            .append(header::SET_COOKIE, line.parse().expect("our own words are a valid header"));
    }
    answer
}

/// The path if it is one of this site, else the home page: no link may send people elsewhere.
pub fn own_path(path: &str) -> &str {
    let own = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
    if own && path.bytes().all(|byte| byte.is_ascii_graphic()) { path } else { "/" }
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
