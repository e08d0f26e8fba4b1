use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use crate::access::Visit;
use crate::base::{
    App, Error, Result,
    page::{Ui, page},
};
use crate::bodies::{Organization, pages};
use crate::people::{
    Deputy,
    public::{Reader, Rules},
    store,
};

#[derive(Template)]
#[template(path = "people/card.html")]
struct Card {
    ui: Ui,
    deputy: Deputy,
    stations: Vec<Organization>,
    address: String,
    qr: String,
}

/// `GET /deputies/{code}/card`: to print and hang up, or hand out.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response> {
    let found = match pages::short_code(&typed) {
        Some(code) => store::deputy_by_code(&app.db, visit.home.id, &code).await,
        None => Err(Error::NotFound),
    };
    let deputy = match found {
        Err(Error::NotFound) => return pages::mistyped(visit.ui, &typed),
        found => found?,
    };
    let rules = Rules::of(&app.db, &app, visit.home.id).await?;
    let deputy = rules.seen(deputy, Reader::Everybody, &visit.ui.t("finding-unnamed"));
    let stations = store::organizations_of(&app.db, visit.home.id, deputy.person_id).await?;
    let stations = stations.into_iter().filter(|it| it.kind == "station" || it.kind == "home").collect();
    let address = format!("{}/d/{}", app.config.public_url(), deputy.code);
    let title = visit.ui.t1("finding-card-qr", "name", &deputy.name);
    let qr = papers::qr_svg(&address, &title, papers::QUIET_ZONE).map_err(anyhow::Error::from)?;
    page(Card { ui: visit.ui, deputy, stations, address, qr })
}
