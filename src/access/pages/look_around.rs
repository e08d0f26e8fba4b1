use askama::Template;
use axum::{extract::State, http::HeaderMap, response::Response};

use uuid::Uuid;

use super::let_in;
use crate::access::{Permit, Role, Routes, Sent, Visit, sign_in, store};
use crate::base::{
    App, Error, Result,
    page::{Ui, page},
};

pub(super) fn routes() -> Routes {
    Routes::new().get("/look-around", Permit::SignIn, show).post("/look-around", Permit::SignIn, enter)
}

#[derive(Template)]
#[template(path = "access/look_around.html")]
struct LookAround {
    ui: Ui,
    /// Role, account, name.
    offers: Vec<(String, String, String)>,
}

/// Whether looking around is offered here: in the demo, to somebody at this very computer.
pub(super) fn is_offered(app: &App, visit: &Visit) -> bool {
    app.demo && visit.home.fictional && visit.address.to_canonical().is_loopback()
}

/// A proxy in front of us makes everybody look as if at this computer: whoever was forwarded is not.
fn must_be_here(app: &App, visit: &Visit, headers: &HeaderMap) -> Result<()> {
    let forwarded =
        ["x-forwarded-for", "forwarded", "x-real-ip"].iter().any(|name| headers.contains_key(*name));
    if is_offered(app, visit) && !forwarded { Ok(()) } else { Err(Error::NotFound) }
}

async fn show(State(app): State<App>, visit: Visit, headers: HeaderMap) -> Result<Response> {
    must_be_here(&app, &visit, &headers)?;
    let found = store::one_account_per_role(&app.db, visit.home.id).await?;
    let offer =
        |(role, id, name): (Role, Uuid, String)| (visit.ui.word("role", role.word()), id.to_string(), name);
    page(LookAround { offers: found.into_iter().map(offer).collect(), ui: visit.ui.clone() })
}

async fn enter(State(app): State<App>, visit: Visit, headers: HeaderMap, mut sent: Sent) -> Result<Response> {
    must_be_here(&app, &visit, &headers)?;
    let account = sent.form.uuid("account").ok_or(Error::NotFound)?;
    let token = sign_in::look_around(&app, &visit, account).await?;
    Ok(let_in(&app, &token, "/desk"))
}
