//! The page on which one makes the address of one's own calendar, and the calendar.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::{acts, entries, store};
use crate::access::{self, Sent, Visit};
use crate::base::ical;
use crate::base::page::{Ui, page, unlisted};
use crate::base::{App, Error, Result};

#[derive(Template)]
#[template(path = "calendars/own.html")]
struct OwnPage {
    ui: Ui,
    /// Since when it has an address.
    made: Option<String>,
    /// The address, when it was just made: it is told this once.
    address: Option<String>,
}

/// `GET /account/calendar`
pub(super) async fn own(State(app): State<App>, visit: Visit) -> Result<Response> {
    let account = visit.actor.account.ok_or(Error::Forbidden)?;
    let made = store::made(&app.db, visit.home.id, account).await?;
    page(OwnPage { made: made.map(|at| visit.ui.moment(at)), address: None, ui: visit.ui })
}

/// `POST /account/calendar`: the address, shown this once.
pub(super) async fn make(State(app): State<App>, visit: Visit, _sent: Sent) -> Result<Response> {
    let token = acts::make(&app, &visit.actor).await?;
    let address = format!("{}/calendars/{token}.ics", app.config.public_url());
    page(OwnPage { made: None, address: Some(address), ui: visit.ui })
}

/// `POST /account/calendar/removal`
pub(super) async fn withdraw(State(app): State<App>, visit: Visit, _sent: Sent) -> Result<Response> {
    acts::withdraw(&app, &visit.actor).await?;
    Ok(Redirect::to("/account/calendar").into_response())
}

/// `GET /calendars/{token}`: whoever knows the address sees it, as long as the account may sign in.
pub(super) async fn feed(
    State(app): State<App>,
    visit: Visit,
    Path(token): Path<String>,
) -> Result<Response> {
    let token = token.strip_suffix(".ics").unwrap_or(&token);
    let congress = visit.home.id;
    let account = store::holder(&app.db, congress, &acts::hash_of(token)).await?;
    let actor = access::store::actor(&app.db, congress, account).await?;
    let ui = visit.ui;
    let dated = entries::dated(&app, &ui, &actor).await?;
    let due = entries::due(&app, &ui, &actor).await?;
    let name = ui.t1("calendars-name", "congress", &ui.congress);
    let mut answer = unlisted(ical::given(&name, &dated, &due));
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(answer)
}
