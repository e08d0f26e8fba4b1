use askama::Template;
use axum::{extract::State, response::Response};

use crate::access::Visit;
use crate::base::{
    App, Result,
    page::{Ui, page},
};
use crate::bodies::{self, Kind, Organization};

#[derive(Template)]
#[template(path = "desk/help.html")]
struct Help {
    ui: Ui,
}

#[derive(Template)]
#[template(path = "desk/privacy.html")]
struct Privacy {
    ui: Ui,
    offices: Vec<Organization>,
}

#[derive(Template)]
#[template(path = "desk/accessibility.html")]
struct Accessibility {
    ui: Ui,
}

#[derive(Template)]
#[template(path = "desk/complaint.html")]
struct Complaint {
    ui: Ui,
    offices: Vec<Organization>,
}

/// `GET /help`
pub(super) async fn help(visit: Visit) -> Result<Response> {
    page(Help { ui: visit.ui })
}

/// `GET /privacy`
pub(super) async fn privacy(State(app): State<App>, visit: Visit) -> Result<Response> {
    let offices = bodies::store::organizations(&app.db, visit.home.id, Kind::Commission).await?;
    page(Privacy { ui: visit.ui, offices })
}

/// `GET /accessibility`
pub(super) async fn accessibility(visit: Visit) -> Result<Response> {
    page(Accessibility { ui: visit.ui })
}

/// `GET /complaint`
pub(super) async fn complaint(State(app): State<App>, visit: Visit) -> Result<Response> {
    let offices = bodies::store::organizations(&app.db, visit.home.id, Kind::Commission).await?;
    page(Complaint { ui: visit.ui, offices })
}
