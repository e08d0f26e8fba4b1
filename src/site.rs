//! The site: the only file that names every feature, and the layers every request passes.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Query, Request},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::Response,
    routing::get,
};
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, csrf::CsrfLayer, timeout::TimeoutLayer,
};

use crate::access::admission::{Places, admit};
use crate::access::kept::{Kept, keep};
use crate::access::{self, Route, Routes};
use crate::base::{
    App, Result, assets,
    page::{Display, display},
    traffic,
};
use crate::exchange::{changeover, clockworks, roster};
use crate::jobs::{Kinds, Work};
use crate::{
    archive, assignments, bulletins, calendars, cases, chats, consultations, contacts, desk, duties, events,
    ledger, letters, notices, offline, outreach, people, points, profiles, receptions, registers, reports,
    reviews, rulebook, stations, upkeep,
};

/// The longest a request may take.
const LONGEST: Duration = Duration::from_secs(30);

/// Every page of the site; those of the demo's looking around only where they are asked for.
pub fn routes(looking_around: bool) -> Routes {
    let all = Routes::new()
        .merge(access::routes())
        .merge(notices::routes())
        .merge(rulebook::routes())
        .merge(desk::routes())
        .merge(upkeep::pages::routes())
        .merge(people::pages::routes())
        .merge(registers::routes())
        .merge(offline::routes())
        .merge(chats::routes())
        .merge(roster::pages::routes())
        .merge(changeover::pages::routes())
        .merge(ledger::pages::routes())
        .merge(assignments::routes())
        .merge(duties::pages::routes())
        .merge(points::routes())
        .merge(cases::public::routes())
        .merge(cases::desks::routes())
        .merge(cases::attached::routes())
        .merge(letters::routes())
        .merge(contacts::routes())
        .merge(outreach::routes())
        .merge(consultations::routes())
        .merge(receptions::routes())
        .merge(bulletins::routes())
        .merge(stations::routes())
        .merge(events::routes())
        .merge(reviews::routes())
        .merge(archive::routes())
        .merge(calendars::routes())
        .merge(profiles::routes())
        .merge(reports::routes());
    if looking_around { all.merge(access::looking_around()) } else { all }
}

/// The work of every kind of job.
pub fn jobs() -> Kinds {
    let works: [(&'static str, Work); 23] = [
        (roster::acts::CHECK, roster::jobs::check),
        (roster::acts::APPLY, roster::jobs::apply),
        (roster::acts::FORGET, roster::jobs::forget),
        (notices::MAIL, notices::send_mail),
        (notices::SMS, notices::send_text),
        (notices::WECHAT, notices::send_wechat),
        (notices::DAILY, notices::digest),
        (chats::SENDING, chats::work),
        (people::RECOUNT, ledger::counts::recount),
        (duties::clockwork::DAILY, duties::clockwork::pass),
        (duties::clockwork::REMINDERS, duties::clockwork::send),
        (cases::desks::DAILY.name, cases::desks::work),
        (consultations::clockwork::DAILY.name, consultations::clockwork::work),
        (receptions::clockwork::DAILY.name, receptions::clockwork::work),
        (events::clockwork::DAILY.name, events::clockwork::work),
        (bulletins::clockwork::DAILY.name, bulletins::clockwork::work),
        (reports::clockwork::DAILY.name, reports::clockwork::work),
        (archive::clockwork::DAILY.name, archive::clockwork::work),
        (archive::clockwork::SEALING, archive::clockwork::sealing),
        (bulletins::kept::PAPERS, bulletins::kept::work),
        (reviews::clockwork::DAILY.name, reviews::clockwork::work),
        (reviews::acts::opening::SEAL, reviews::acts::opening::work),
        (upkeep::clockwork::NAME, upkeep::clockwork::work),
    ];
    Arc::new(BTreeMap::from(works))
}

/// What is wound up before the site opens: each congress's clockwork for today, and its duties counted by its charter.
///
/// # Errors
/// When the database does not answer.
pub async fn wind_up(app: &App) -> Result<()> {
    for home in access::store::homes(&app.db).await? {
        ledger::counts::recount_if_needed(app, home.id).await?;
        let tx = app.db.begin().await?;
        clockworks::wind_up(&tx, app, home.id).await?;
        tx.commit().await?;
    }
    upkeep::clockwork::wind(app).await
}

/// The running site.
pub fn site(app: App) -> Router {
    let pages = routes(app.demo);
    let table = pages.table.clone();
    dressed(pages.into_router(), &table, app)
}

/// Pages with all the layers that every request passes.
pub(crate) fn dressed(pages: Router<App>, table: &[Route], app: App) -> Router {
    let (places, kept) = (Places::new(app.config.server.at_once, table), Kept::new(table));
    let largest = app.config.limits.paper_bytes * app.config.limits.files_per_form + 1024 * 1024;
    pages
        .route("/assets/{name}", get(assets::asset))
        .route("/worker.js", get(offline::worker))
        .route("/display", get(async |Query(wanted): Query<Display>| display(&wanted)))
        .fallback(notices::proof)
        .layer(DefaultBodyLimit::max(largest))
        .layer(from_fn_with_state(app.clone(), notices::counted))
        .layer(from_fn_with_state(app.clone(), access::prepare))
        .layer(csrf(&app))
        .layer(from_fn(offline::answers))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST))
        .layer(CatchPanicLayer::new())
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state((app.clone(), kept), keep))
        .layer(from_fn_with_state((app.clone(), places), admit))
        .layer(from_fn(protect))
        .layer(from_fn_with_state(app.clone(), traffic::watched))
        .with_state(app)
}

/// Forms come from our own pages: browsers say so, and are believed.
fn csrf(app: &App) -> CsrfLayer {
    let layer = CsrfLayer::new();
    if app.config.server.public_url.is_empty() {
        return layer;
    }
    layer.add_trusted_origin(app.config.public_url()).unwrap_or_else(|_| CsrfLayer::new())
}

/// What every answer says to the browser.
async fn protect(request: Request, next: Next) -> Response {
    const SAYINGS: [(&str, &str); 7] = [
        (
            "content-security-policy",
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data: blob:; connect-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'",
        ),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("strict-transport-security", "max-age=31536000; includeSubDomains"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ];
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in SAYINGS {
        // A page that says something stricter about itself is left alone: a file that is shown runs in a sandbox.
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
