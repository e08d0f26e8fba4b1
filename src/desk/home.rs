use askama::Template;
use axum::{extract::State, response::Response};

use crate::access::Visit;
use crate::base::{
    App, Result,
    page::{Ui, page},
};
use crate::cases::{
    public::{Listed, listed},
    store,
};

/// Outcomes the home page tells of.
const TOLD: usize = 6;

#[derive(Template)]
#[template(path = "desk/home.html")]
struct Home {
    ui: Ui,
    lines: Vec<Listed>,
}

/// `GET /`
pub(super) async fn show(State(app): State<App>, visit: Visit) -> Result<Response> {
    let found = store::published(&app.db, visit.home.id, None, None).await?;
    let (mut told, open): (Vec<_>, Vec<_>) =
        found.lines.into_iter().partition(|line| line.category.is_some());
    told.extend(open);
    told.truncate(TOLD);
    let lines = listed(&visit.ui, &told);
    page(Home { ui: visit.ui, lines })
}
