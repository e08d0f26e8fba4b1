//! For everybody: what was issued under a number, and whether a file is what was issued. The file is not kept.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use tokio::sync::Semaphore;

use crate::access::{Sent, Visit, rates};
use crate::archive::prints::{self, Checked, Told, Verdict};
use crate::base::form::{Form, Say};
use crate::base::page::{Ui, page_as};
use crate::base::{App, Error, Result};

/// Bytes of the largest file that is looked at.
const LARGEST: usize = 8 * 1024 * 1024;
/// Files that one address may have checked in an hour.
const AN_HOUR: u32 = 60;
/// Reading a file takes memory: one after the other.
static ONE: Semaphore = Semaphore::const_new(1);

/// The number, as the foot of a page has it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    number: String,
}

/// What a file turned out to be, as the page says it.
struct Said {
    shape: &'static str,
    said: String,
}

#[derive(Template)]
#[template(path = "archive/verify.html")]
struct VerifyPage {
    ui: Ui,
    form: Form,
    told: Option<Told>,
    when: String,
    /// What a file turned out to be.
    verdict: Option<Said>,
    /// The pages or parts that differ.
    differing: Vec<String>,
}

fn view(ui: Ui, form: Form, told: Option<Told>) -> VerifyPage {
    let when = told.as_ref().map(|it| ui.moment(it.issued_at)).unwrap_or_default();
    VerifyPage { ui, form, told, when, verdict: None, differing: Vec::new() }
}

/// `GET /verify?number=`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let form = Form::new().at("number").preset_in("number", "number", &asked.number);
    if asked.number.trim().is_empty() {
        return page_as(StatusCode::OK, view(visit.ui, form, None));
    }
    match prints::by_number(&app.db, visit.home.id, &asked.number).await {
        Ok(told) => page_as(StatusCode::OK, view(visit.ui, form, Some(told))),
        Err(Error::Invalid(found)) => {
            page_as(StatusCode::UNPROCESSABLE_ENTITY, view(visit.ui, form.mistakes(&found), None))
        }
        Err(other) => Err(other),
    }
}

/// `POST /verify`: a file is compared with what was issued.
pub(super) async fn check(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let mut form = sent.form.at("file");
    let file = sent.files.into_iter().find(|it| it.field == "file").filter(|it| !it.bytes.is_empty());
    let checked = match file {
        None => Err(Error::invalid("file", "archive-file-missing")),
        Some(file) if file.bytes.len() > LARGEST => {
            let say = Say::new("archive-file-large").with("mb", LARGEST / 1024 / 1024);
            form.error_say("file", say);
            Err(Error::Invalid(Vec::new()))
        }
        Some(file) => {
            rates::take(&app, &visit, "verify", AN_HOUR).await?;
            let _turn = ONE.acquire().await.map_err(anyhow::Error::from)?;
            let typed = form.value("number").to_owned();
            let typed = Some(typed.as_str()).filter(|it| !it.trim().is_empty());
            prints::check(&app.db, visit.home.id, file.bytes.to_vec(), typed).await
        }
    };
    match checked {
        Ok(checked) => page_as(StatusCode::OK, verdict(view(visit.ui, form, told(&checked)), &checked)),
        Err(Error::Invalid(found)) => {
            page_as(StatusCode::UNPROCESSABLE_ENTITY, view(visit.ui, form.mistakes(&found), None))
        }
        Err(other) => Err(other),
    }
}

fn told(checked: &Checked) -> Option<Told> {
    checked.print.as_ref().map(Told::from)
}

fn verdict(mut view: VerifyPage, checked: &Checked) -> VerifyPage {
    let shape = match checked.verdict {
        Verdict::Genuine => "good",
        Verdict::Resaved => "plain",
        _ => "warn",
    };
    let said = view.ui.word("archive-verdict", checked.verdict.word());
    view.verdict = Some(Said { shape, said });
    if let Verdict::Altered(names) = &checked.verdict {
        let page = |name: &String| match name.parse::<u32>() {
            Ok(page) => view.ui.t1("archive-page-differs", "page", page),
            Err(_) => view.ui.t1("archive-part-differs", "part", name),
        };
        let all: Vec<String> = names.iter().take(50).map(page).collect();
        view.differing = all;
    }
    view
}
