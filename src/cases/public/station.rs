use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::published::{Listed, listed};
use crate::access::Visit;
use crate::base::{
    App, Error, Result,
    page::{Ui, page},
};
use crate::bodies::{self, Organization};
use crate::cases::store;
use crate::people::{self, Deputy};

#[derive(Template)]
#[template(path = "cases/public/station.html")]
struct Station {
    ui: Ui,
    station: Organization,
    deputies: Vec<Deputy>,
    lines: Vec<Listed>,
}

/// `GET /stations/{code}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response> {
    let congress = visit.home.id;
    let found = match bodies::pages::short_code(&typed) {
        Some(code) => bodies::store::organization_by_code(&app.db, congress, &code).await,
        None => Err(Error::NotFound),
    };
    let station = match found {
        Ok(found) if matches!(found.kind.as_str(), "station" | "home") => found,
        Ok(_) | Err(Error::NotFound) => return bodies::pages::mistyped(visit.ui, &typed),
        Err(other) => return Err(other),
    };
    let deputies = people::store::deputies_at(&app.db, congress, station.id).await?;
    let found = store::published(&app.db, congress, Some(("station_id", station.id)), None).await?;
    let lines = listed(&visit.ui, &found.lines);
    page(Station { ui: visit.ui, station, deputies, lines })
}
