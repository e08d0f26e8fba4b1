//! On paper: what hangs at the door, the list on which those who attend sign, the invitations.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use uuid::Uuid;

use super::list::when;
use crate::access::Visit;
use crate::base::{
    App, Error, Result,
    page::{Ui, page},
    paper::{self, Format},
};
use crate::events::{Event, State as At, acts, printed};

#[derive(Template)]
#[template(path = "events/pages/door_poster.html")]
struct DoorPage {
    ui: Ui,
    event: Event,
    when: String,
    qr: String,
    address: String,
    code: String,
}

/// `GET /events/{id}/door`
pub(super) async fn door(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    let event = acts::own(&app.db, &visit.actor, id).await?;
    if event.state() != Some(At::Announced) {
        return Err(Error::conflict("event-not-announced"));
    }
    let address = format!("{}/e/{}", app.config.public_url(), event.code);
    let qr = papers::qr_svg(&address, &event.title, papers::QUIET_ZONE).map_err(anyhow::Error::from)?;
    let code = crate::base::codes::ShortCode::parse(&event.code).map(|code| code.to_string());
    page(DoorPage {
        when: when(&visit.ui, &event),
        code: code.unwrap_or_else(|_| event.code.clone()),
        qr,
        address,
        event,
        ui: visit.ui,
    })
}

/// An event of the visitor's own office, announced.
async fn announced(app: &App, visit: &Visit, id: Uuid) -> Result<Event> {
    let event = acts::own(&app.db, &visit.actor, id).await?;
    if event.state() == Some(At::Draft) { Err(Error::conflict("event-not-announced")) } else { Ok(event) }
}

async fn attendance_as(app: &App, visit: &Visit, id: Uuid, format: Format) -> Result<Response> {
    let event = announced(app, visit, id).await?;
    let list = printed::attendance(app, &visit.actor, &event).await?;
    paper::served(list, format, &format!("attendance-{}", event.number())).await
}

async fn invitations_as(app: &App, visit: &Visit, id: Uuid, format: Format) -> Result<Response> {
    let event = announced(app, visit, id).await?;
    let letters = printed::invitations(app, &visit.actor, &event).await?;
    paper::served(letters, format, &format!("invitations-{}", event.number())).await
}

/// `GET /events/{id}/attendance.pdf`
pub(super) async fn attendance_pdf(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
) -> Result<Response> {
    attendance_as(&app, &visit, id, Format::Pdf).await
}

/// `GET /events/{id}/attendance.docx`
pub(super) async fn attendance_docx(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
) -> Result<Response> {
    attendance_as(&app, &visit, id, Format::Docx).await
}

/// `GET /events/{id}/invitations.pdf`
pub(super) async fn invitations_pdf(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
) -> Result<Response> {
    invitations_as(&app, &visit, id, Format::Pdf).await
}

/// `GET /events/{id}/invitations.docx`
pub(super) async fn invitations_docx(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
) -> Result<Response> {
    invitations_as(&app, &visit, id, Format::Docx).await
}
