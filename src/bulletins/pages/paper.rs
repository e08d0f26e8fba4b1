//! An issue as PDF and DOCX.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::archive::number;
use crate::access::Visit;
use crate::base::{App, Error, Result};
use crate::bulletins::Issue;
use crate::bulletins::kept::{FORMS, paper};
use crate::bulletins::store::{self, public};

/// `GET /gazettes/{number}/{file}`
pub(super) async fn gazette(
    State(app): State<App>,
    visit: Visit,
    Path((typed, file)): Path<(String, String)>,
) -> Result<Response> {
    let issue = public::issue(&app.db, visit.home.id, "gazette", number(&typed)?).await?;
    answer(&app, &visit, &issue, &file).await
}

/// `GET /briefs/{number}/{file}`
pub(super) async fn brief(
    State(app): State<App>,
    visit: Visit,
    Path((typed, file)): Path<(String, String)>,
) -> Result<Response> {
    let issue = public::issue(&app.db, visit.home.id, "brief", number(&typed)?).await?;
    answer(&app, &visit, &issue, &file).await
}

/// `GET /reading/{id}/{file}`
pub(super) async fn read(
    State(app): State<App>,
    visit: Visit,
    Path((id, file)): Path<(Uuid, String)>,
) -> Result<Response> {
    let issue = public::open_issue(&app.db, &visit.actor, id).await?.ok_or(Error::NotFound)?;
    answer(&app, &visit, &issue, &file).await
}

/// `GET /publishing/issues/{id}/{file}`
pub(super) async fn kept(
    State(app): State<App>,
    visit: Visit,
    Path((id, file)): Path<(Uuid, String)>,
) -> Result<Response> {
    let issue = store::find_issue(&app.db, &visit.actor, id).await?;
    answer(&app, &visit, &issue, &file).await
}

async fn answer(app: &App, visit: &Visit, issue: &Issue, file: &str) -> Result<Response> {
    let ending = file.strip_prefix(issue.kind.as_str()).and_then(|rest| rest.strip_prefix('.'));
    let form = FORMS.iter().find(|(form, _)| Some(*form) == ending);
    let (ending, kind) = form.ok_or(Error::NotFound)?;
    let bytes = paper(app, (visit.home.id, &visit.home.name), issue, ending).await?;
    let number = if issue.number().is_empty() { "draft".to_owned() } else { issue.number() };
    let name = format!("attachment; filename=\"{}-{number}.{ending}\"", issue.kind);
    let name = HeaderValue::try_from(name).map_err(anyhow::Error::from)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, bytes).into_response())
}
