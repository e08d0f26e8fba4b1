//! The page of what waits on this device, its devices, and the answers to its questions.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::TimeDelta;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Device, forms, store};
use crate::access::{Permit, Routes, Sent, Visit, device_of};
use crate::base::page::{Link, Ui, page};
use crate::base::{App, Error, Result, assets};
use crate::journal::{self, Happening};

/// Devices that one account may have: lost ones are removed before new ones come.
const MOST: i64 = 10;

/// The pages for whoever is signed in, and what a device asks.
pub fn routes() -> Routes {
    Routes::new()
        .get("/offline", Permit::Desk, show)
        .get("/offline/state", Permit::Look, state)
        .post("/offline/devices", Permit::Desk, enroll)
        .post("/offline/devices/{id}/removal", Permit::Desk, remove)
}

#[derive(Template)]
#[template(path = "offline/offline.html")]
struct OfflinePage {
    ui: Ui,
    devices: Vec<Device>,
    forms: Vec<Link>,
}

/// `GET /offline`: how it works, what waits on this device, and one's devices.
async fn show(State(app): State<App>, visit: Visit) -> Result<Response> {
    let account = visit.actor.account.ok_or(Error::SignIn)?;
    let devices = store::devices(&app.db, visit.home.id, account).await?;
    let named = |path: &str| {
        visit.ui.word("offline-form", path.trim_matches('/').split('/').next().unwrap_or_default())
    };
    let forms = forms(&visit.actor).into_iter().map(|path| Link::new(path, named(path))).collect();
    page(OfflinePage { devices, forms, ui: visit.ui })
}

fn answer(body: &Value) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

fn hashed(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}

/// `POST /offline/devices`: turn it on here; the device's id and token, once.
async fn enroll(State(app): State<App>, visit: Visit, headers: HeaderMap, _: Sent) -> Result<Response> {
    let account = visit.actor.account.ok_or(Error::SignIn)?;
    let (congress, now) = (visit.home.id, app.clock.now());
    let (id, token) = (app.chance.id(now), app.chance.secret());
    let name = device_of(&headers);
    let tx = app.db.begin().await?;
    if store::count(&tx, congress, account).await? >= MOST {
        return Err(Error::conflict("offline-too-many"));
    }
    store::insert(&tx, congress, (id, account), (&hashed(&token), &name), now).await?;
    record(&tx, &app, &visit, ("device.added", id)).await?;
    tx.commit().await?;
    Ok(answer(&json!({ "id": id, "token": token, "account": account })))
}

/// `POST /offline/devices/{id}/removal`: at its next question it wipes everything.
async fn remove(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>, _: Sent) -> Result<Response> {
    let account = visit.actor.account.ok_or(Error::SignIn)?;
    let tx = app.db.begin().await?;
    if !store::remove(&tx, visit.home.id, (id, account), app.clock.now()).await? {
        return Err(Error::NotFound);
    }
    record(&tx, &app, &visit, ("device.removed", id)).await?;
    tx.commit().await?;
    Ok(Redirect::to("/offline").into_response())
}

async fn record(tx: &crate::base::Tx, app: &App, visit: &Visit, (kind, id): (&str, Uuid)) -> Result<()> {
    let author = visit.actor.author(Permit::Desk, app.clock.now());
    let facts = json!({});
    let happening = Happening { kind: kind.to_owned(), subject: "device", subject_id: id, facts };
    journal::append(tx, &author, happening).await?;
    Ok(())
}

/// `GET /offline/state`: whether the device is still one of ours, and whether its owner is signed in: then the secret
/// that forms carry, and the forms to be kept. It asks by headers that no other site can send.
async fn state(State(app): State<App>, visit: Visit, headers: HeaderMap) -> Result<Response> {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let id = Uuid::try_parse(said("x-device")).unwrap_or_default();
    let known = store::known(&app.db, visit.home.id, (id, &hashed(said("x-token")))).await?;
    // One that nobody knows may be newer than a backup that was put back: it wipes nothing.
    let Some(device) = known else { return Ok(answer(&json!({ "state": "unknown" }))) };
    if device.removed {
        return Ok(answer(&json!({ "state": "removed" })));
    }
    let now = app.clock.now();
    if now - device.seen_at >= TimeDelta::hours(1) {
        let tx = app.db.begin().await?;
        store::seen(&tx, visit.home.id, id, now).await?;
        tx.commit().await?;
    }
    if visit.actor.account != Some(device.account_id) {
        return Ok(answer(&json!({ "state": "ours", "signed_in": false })));
    }
    let mut pages = vec!["/offline"];
    pages.extend(forms(&visit.actor));
    Ok(answer(&json!({ "state": "ours", "signed_in": true, "csrf": visit.ui.csrf, "pages": pages })))
}

/// `GET /worker.js`: the service worker, which knows this version's assets.
pub async fn worker() -> Response {
    let script = assets::worker();
    let headers =
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, script).into_response()
}
