use askama::Template;
use axum::{extract::State, response::Response};

use crate::access::Visit;
use crate::base::{
    App, Result,
    page::{Ui, page},
};
use crate::jobs;

struct Row {
    name: String,
    /// The word of its state and the shape of its tag.
    state: (String, &'static str),
    tries: i64,
    when: String,
    said: String,
}

#[derive(Template)]
#[template(path = "desk/jobs.html")]
struct Jobs {
    ui: Ui,
    rows: Vec<Row>,
}

/// `GET /jobs`: what waits to be done or failed, such as a mail that the server did not take.
pub(super) async fn show(State(app): State<App>, visit: Visit) -> Result<Response> {
    let ui = visit.ui;
    let rows = jobs::waiting(&app.db, visit.home.id)
        .await?
        .into_iter()
        .map(|job| Row {
            state: (ui.word("job-state", &job.state), if job.state == "failed" { "late" } else { "wait" }),
            name: job.name,
            tries: job.tries,
            when: ui.moment(job.run_at),
            said: job.said,
        })
        .collect();
    page(Jobs { ui, rows })
}
