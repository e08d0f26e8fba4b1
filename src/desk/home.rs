use askama::Template;
use axum::{extract::State, response::Response};

use crate::access::Visit;
use crate::base::{
    App, Result,
    page::{Ui, page},
};
use crate::bulletins::store::public::{Thing, Which, archive};
use crate::cases::{
    public::{Listed, listed},
    store,
};
use crate::consultations::{Topic, store::open_on};

/// Outcomes the home page tells of.
const TOLD: usize = 6;

/// Bulletins it names.
const NEWS: usize = 3;

/// Consultations it names.
const ASKED: usize = 3;

#[derive(Template)]
#[template(path = "desk/home.html")]
struct Home {
    ui: Ui,
    lines: Vec<Listed>,
    /// What voters are asked just now.
    asked: Vec<Topic>,
    /// What was published last.
    news: Vec<Thing>,
}

/// `GET /`
pub(super) async fn show(State(app): State<App>, visit: Visit) -> Result<Response> {
    let found = store::published(&app.db, visit.home.id, None, None).await?;
    let (mut told, open): (Vec<_>, Vec<_>) =
        found.lines.into_iter().partition(|line| line.category.is_some());
    told.extend(open);
    told.truncate(TOLD);
    let lines = listed(&visit.ui, &told);
    let mut asked = open_on(&app.db, visit.home.id, app.clock.today()).await?;
    asked.truncate(ASKED);
    let (mut news, _) = archive(&app.db, visit.home.id, &Which::default(), 0).await?;
    news.retain(|thing| thing.withdrawn_at.is_none());
    news.truncate(NEWS);
    page(Home { ui: visit.ui, lines, asked, news })
}
