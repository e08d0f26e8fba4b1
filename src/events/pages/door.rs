//! At the door: whoever is invited scans the code and presses once.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};

use super::list::when;
use crate::access::{Sent, Visit};
use crate::base::{
    App, Error, Result,
    codes::ShortCode,
    page::{Ui, page},
};
use crate::events::{Event, attendance, store};

#[derive(Template)]
#[template(path = "events/pages/door.html")]
struct DoorPage {
    ui: Ui,
    event: Event,
    when: String,
    /// The visitor's name, when he or she is invited.
    name: Option<String>,
    present: bool,
    signed_in: bool,
    begun: bool,
}

fn code_of(typed: &str) -> Result<String> {
    Ok(ShortCode::parse(typed).map_err(|_| Error::NotFound)?.plain())
}

/// `GET /e/{code}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response> {
    let (db, congress) = (&app.db, visit.home.id);
    let event = store::at_door(db, congress, &code_of(&typed)?).await?;
    let me = match visit.actor.person {
        Some(person) => match store::one_invited(db, congress, event.id, person).await {
            Err(Error::NotFound) => None,
            found => Some(found?),
        },
        None => None,
    };
    page(DoorPage {
        present: me.as_ref().is_some_and(|me| me.presence == "present"),
        name: me.map(|me| me.name),
        signed_in: visit.session.is_some(),
        begun: app.clock.today() >= event.on_day,
        when: when(&visit.ui, &event),
        event,
        ui: visit.ui,
    })
}

/// `POST /e/{code}`
pub(super) async fn enter(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
    _sent: Sent,
) -> Result<Response> {
    let code = code_of(&typed)?;
    attendance::check_in(&app, &visit.actor, &code).await?;
    Ok(Redirect::to(&format!("/e/{code}")).into_response())
}
