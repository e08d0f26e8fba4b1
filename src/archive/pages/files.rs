//! Files to take along. Each is written down, so it is a form that is sent and not a link.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::When;
use crate::access::{Sent, Visit};
use crate::archive::prints::Format;
use crate::archive::store::{self, Print};
use crate::archive::{annex_printed, printed};
use crate::base::form::Form;
use crate::base::{App, Result};

fn format_of(form: &Form) -> Format {
    Format::of_ending(form.value("format")).unwrap_or(Format::Pdf)
}

/// A file as the browser takes it; its name has the number by which it can be checked.
fn given(file: Vec<u8>, print: &Print, format: Format) -> Response {
    let kind = match format {
        Format::Pdf => "application/pdf",
        Format::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };
    let name = format!("{}-{}.{}", print.kind, print.number, format.ending());
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, file).into_response()
}

/// `POST /archives/{person}/prints`
pub(super) async fn archive(
    State(app): State<App>,
    visit: Visit,
    Path(person): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let subject = store::subject(&app.db, &visit.actor, person).await?;
    let form = &sent.form;
    let when = When { term: form.value("term").parse().ok(), year: form.value("year").parse().ok() };
    let span = when.span(&app, visit.home.id).await?;
    let format = format_of(form);
    let (file, print) = printed::file(&app, &visit.actor, (&subject, &span), format).await?;
    Ok(given(file, &print, format))
}

/// `POST /annex/prints`
pub(super) async fn annex(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let format = format_of(&sent.form);
    let year = super::annex::year_of(&visit, sent.form.value("year").parse().ok());
    let (file, print) = annex_printed::file(&app, &visit.actor, year, format).await?;
    Ok(given(file, &print, format))
}
