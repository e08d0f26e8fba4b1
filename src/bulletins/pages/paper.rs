//! An issue as PDF and DOCX.

use axum::extract::{Path, State};
use axum::response::Response;
use uuid::Uuid;

use super::archive::number;
use crate::access::Visit;
use crate::base::paper::{self, Format};
use crate::base::{App, Error, Result};
use crate::bulletins::Issue;
use crate::bulletins::kept::file;
use crate::bulletins::store::{self, public};

/// `GET /gazettes/{number}/{file}`
pub(super) async fn gazette(
    State(app): State<App>,
    visit: Visit,
    Path((typed, name)): Path<(String, String)>,
) -> Result<Response> {
    let issue = public::issue(&app.db, visit.home.id, "gazette", number(&typed)?).await?;
    must_stand(&issue)?;
    answer(&app, &visit, &issue, &name).await
}

/// `GET /briefs/{number}/{file}`
pub(super) async fn brief(
    State(app): State<App>,
    visit: Visit,
    Path((typed, name)): Path<(String, String)>,
) -> Result<Response> {
    let issue = public::issue(&app.db, visit.home.id, "brief", number(&typed)?).await?;
    must_stand(&issue)?;
    answer(&app, &visit, &issue, &name).await
}

/// `GET /reading/{id}/{file}`
pub(super) async fn read(
    State(app): State<App>,
    visit: Visit,
    Path((id, name)): Path<(Uuid, String)>,
) -> Result<Response> {
    let issue = public::open_issue(&app.db, &visit.actor, id).await?.ok_or(Error::NotFound)?;
    must_stand(&issue)?;
    answer(&app, &visit, &issue, &name).await
}

/// `GET /publishing/issues/{id}/{file}`
pub(super) async fn kept(
    State(app): State<App>,
    visit: Visit,
    Path((id, name)): Path<(Uuid, String)>,
) -> Result<Response> {
    let issue = store::find_issue(&app.db, &visit.actor, id).await?;
    answer(&app, &visit, &issue, &name).await
}

/// The papers of what was withdrawn are given out no more; its office keeps them.
fn must_stand(issue: &Issue) -> Result<()> {
    match issue.withdrawn_at {
        Some(_) => Err(Error::conflict("bulletins-issue-gone")),
        None => Ok(()),
    }
}

async fn answer(app: &App, visit: &Visit, issue: &Issue, name: &str) -> Result<Response> {
    let ending = name.strip_prefix(issue.kind.as_str()).and_then(|rest| rest.strip_prefix('.'));
    let format = ending.and_then(Format::of_ending).ok_or(Error::NotFound)?;
    let bytes = file(app, (visit.home.id, &visit.home.name), issue, format).await?;
    let number = if issue.number().is_empty() { "draft".to_owned() } else { issue.number() };
    Ok(paper::given(bytes, format, &format!("{}-{number}", issue.kind)))
}
