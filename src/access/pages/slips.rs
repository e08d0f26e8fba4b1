//! Activation slips on paper: one, or those of everybody who waits. A code stands only in the answer to the form that
//! asked for it: a page that was sent, not one to come back to.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::access::{
    Permit, Routes, Sent, Visit,
    slips::{Factor, Handed, issue, issue_many},
    store,
};
use crate::base::{
    App, Result,
    page::{Ui, page},
};

/// Slips on a sheet: two beside each other, five below each other.
const ON_A_SHEET: usize = 10;

pub(super) fn routes() -> Routes {
    Routes::new().post("/accounts/slips", Permit::AccountsManage, many).post(
        "/accounts/{id}/slip",
        Permit::AccountsManage,
        one,
    )
}

#[derive(Template)]
#[template(path = "access/slip.html")]
struct SlipPage {
    ui: Ui,
    id: Uuid,
    login: String,
    name: String,
    code: String,
    until: DateTime<Utc>,
    address: String,
}

#[derive(Template)]
#[template(path = "access/slips.html")]
struct SlipsPage {
    ui: Ui,
    handed: Vec<Handed>,
    until: String,
    address: String,
    /// The address for a telephone's camera, drawn once and shown on each slip.
    picture: String,
    /// How many could not be printed with these and still wait.
    left: i64,
}

impl SlipsPage {
    fn sheets(&self) -> std::slice::Chunks<'_, Handed> {
        self.handed.chunks(ON_A_SHEET)
    }
}

fn address(app: &App) -> String {
    format!("{}/activate", app.config.public_url())
}

async fn one(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>, sent: Sent) -> Result<Response> {
    let factor = if sent.form.checked("lost") { Factor::Lost } else { Factor::Kept };
    let tx = app.db.begin().await?;
    let (slip, until) = issue(&tx, &app, &visit.actor, (id, factor)).await?;
    let account = store::account(&tx, visit.home.id, id).await?;
    tx.commit().await?;
    let (login, name, code) = (account.login, account.name, slip.to_string());
    page(SlipPage { ui: visit.ui, id, login, name, code, until, address: address(&app) })
}

async fn many(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let address = address(&app);
    let picture = papers::qr_svg(&address, &address, 0).map_err(anyhow::Error::from)?;
    let (words, again) = (sent.form.value("q"), sent.form.checked("again"));
    let (handed, until) = issue_many(&app, &visit.actor, (words, again)).await?;
    let left = store::awaited(&app.db, (visit.home.id, visit.actor.account), words, app.clock.now()).await?;
    let until = visit.ui.moment(until);
    page(SlipsPage { ui: visit.ui, handed, until, address, picture, left: left.first })
}
