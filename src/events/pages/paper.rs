//! On paper: the list on which those who attend sign, and what hangs at the door.

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
use crate::events::{Event, State as At, acts, printed, store};

/// A line of the list.
struct Line {
    name: String,
    unit: String,
    presence: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "events/pages/attendance.html")]
struct ListPage {
    ui: Ui,
    event: Event,
    when: String,
    lines: Vec<Line>,
    counts: (usize, usize, usize),
    /// Before it is closed the column is empty, to be filled in by hand.
    closed: bool,
}

/// `GET /events/{id}/attendance`
pub(super) async fn attendance(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
) -> Result<Response> {
    let event = acts::own(&app.db, &visit.actor, id).await?;
    if event.state() == Some(At::Draft) {
        return Err(Error::conflict("event-not-announced"));
    }
    let invited = store::invited(&app.db, visit.home.id, id).await?;
    let ui = visit.ui;
    let with = |presence: &str| invited.iter().filter(|one| one.presence == presence).count();
    let word = |presence: &str| match presence {
        "" => String::new(),
        presence => ui.word("event-presence", presence),
    };
    page(ListPage {
        counts: (with("present"), with("excused"), with("absent")),
        lines: invited
            .iter()
            .map(|one| Line {
                name: one.name.clone(),
                unit: one.unit.clone(),
                presence: word(&one.presence),
                reason: one.answer_reason.clone(),
            })
            .collect(),
        when: when(&ui, &event),
        closed: event.state() == Some(At::Closed),
        event,
        ui,
    })
}

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
