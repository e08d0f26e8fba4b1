//! A report on paper.

use axum::{
    extract::{Path, State},
    response::Response,
};
use uuid::Uuid;

use crate::access::Visit;
use crate::base::{
    App, Result,
    paper::{self, Format},
};
use crate::reports::{printed, store};

async fn served(app: &App, visit: &Visit, id: Uuid, format: Format) -> Result<Response> {
    let code = store::find(&app.db, &visit.actor, id).await?.code;
    let paper = printed::report_of(app, &visit.actor, &id.to_string()).await?;
    paper::served(paper, format, &format!("duty-report-{code}")).await
}

/// `GET /reporting/{id}/report.pdf`
pub(super) async fn pdf(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    served(&app, &visit, id, Format::Pdf).await
}

/// `GET /reporting/{id}/report.docx`
pub(super) async fn docx(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    served(&app, &visit, id, Format::Docx).await
}
