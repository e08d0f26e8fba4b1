//! A person's account and his or her WeChat belong together: one goes there, agrees silently (`snsapi_base`: nothing but an
//! openid comes back), and confirms here. Coming back is a GET and binds nothing.

use std::time::Duration;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::{mark, purpose};
use crate::access::{Permit, Sent, Visit, hashed};
use crate::base::outside::{Question, ask, encoded};
use crate::base::{
    App, Error, Result,
    page::{Ui, page},
};
use crate::journal::{self, Happening};
use crate::notices::plan::Channel;
use crate::notices::{choice, store};

/// How long one may take to come back.
const LONGEST: TimeDelta = TimeDelta::minutes(10);

/// What WeChat sends people back with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Back {
    code: String,
    state: String,
}

#[derive(Template)]
#[template(path = "notices/binding.html")]
struct Confirm {
    ui: Ui,
    code: String,
    state: String,
}

fn oneself(visit: &Visit) -> Result<(Uuid, Uuid)> {
    visit.actor.must(Permit::Desk)?;
    Ok((visit.home.id, visit.actor.account.ok_or(Error::SignIn)?))
}

/// Where somebody agrees; WeChat wants the parts in this order.
fn address(app: &App, state: &str) -> String {
    let wechat = &app.config.wechat;
    let back = encoded(&format!("{}/inbox/wechat", app.config.public_url()));
    format!(
        "{}?appid={}&redirect_uri={back}&response_type=code&scope=snsapi_base&state={state}#wechat_redirect",
        wechat.authorize, wechat.appid
    )
}

/// `POST /inbox/wechat`: go there.
pub(super) async fn go(State(app): State<App>, visit: Visit, _: Sent) -> Result<Response> {
    let own = oneself(&visit)?;
    if app.config.wechat.appid.is_empty() {
        return Err(Error::conflict("channel-wechat-none"));
    }
    let (state, now) = (app.chance.secret(), app.clock.now());
    let tx = app.db.begin().await?;
    store::open_door(&tx, own, &hashed(&state), (now + LONGEST, now)).await?;
    tx.commit().await?;
    Ok(Redirect::to(&address(&app, &state)).into_response())
}

/// `GET /inbox/wechat`: back from there.
pub(super) async fn back(State(app): State<App>, visit: Visit, Query(back): Query<Back>) -> Result<Response> {
    let own = oneself(&visit)?;
    if back.code.is_empty() || !store::door(&app.db, own, &hashed(&back.state), app.clock.now()).await? {
        return Ok(Redirect::to("/inbox/settings?done=again").into_response());
    }
    page(Confirm { ui: visit.ui, code: back.code, state: back.state })
}

#[derive(Deserialize)]
struct Known {
    #[serde(default)]
    errcode: i64,
    #[serde(default)]
    openid: String,
    #[serde(default)]
    is_snapshotuser: i64,
}

/// `POST /inbox/wechat/confirmation`
pub(super) async fn confirm(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let own = oneself(&visit)?;
    let (code, state) = (sent.form.value("code"), hashed(sent.form.value("state")));
    let done = |word: &str| Ok(Redirect::to(&format!("/inbox/settings?done={word}")).into_response());
    if !store::door(&app.db, own, &state, app.clock.now()).await? {
        return done("again");
    }
    let known = match known(&app, code).await {
        Some(known) if known.errcode == 0 && !known.openid.is_empty() => known,
        _ => return done("again"),
    };
    // A page that WeChat only shows a picture of has a made-up reader.
    if known.is_snapshotuser == 1 {
        return done("snapshot");
    }
    bind(&app, &visit, &state, &known.openid).await?;
    done("bound")
}

async fn known(app: &App, code: &str) -> Option<Known> {
    let wechat = &app.config.wechat;
    let url = format!(
        "{}/sns/oauth2/access_token?appid={}&secret={}&code={}&grant_type=authorization_code",
        wechat.endpoint.trim_end_matches('/'),
        wechat.appid,
        encoded(&wechat.secret),
        encoded(code)
    );
    let longest = Duration::from_millis(app.config.notices.patience_ms);
    let question = Question { url, ..Question::default() };
    let (_, text) = tokio::task::spawn_blocking(move || ask(question, longest)).await.ok()?.ok()?;
    serde_json::from_str(&text).ok()
}

async fn bind(app: &App, visit: &Visit, state: &str, openid: &str) -> Result<()> {
    let (congress, account) = oneself(visit)?;
    let sealed = app.seal.seal(&app.chance, &purpose(account), openid);
    let tx = app.db.begin().await?;
    if !store::close_door(&tx, congress, state).await? {
        return Err(Error::conflict("channel-wechat-again"));
    }
    store::bind(&tx, (congress, account), (&sealed, &mark(app, openid)), app.clock.now()).await?;
    choice::find(&tx, app, (congress, account), Channel::Wechat).await?;
    record(&tx, app, visit, "wechat.bound").await?;
    tx.commit().await
}

async fn record(tx: &crate::base::Tx, app: &App, visit: &Visit, kind: &str) -> Result<()> {
    let (_, account) = oneself(visit)?;
    let author = visit.actor.author(Permit::Desk, app.clock.now());
    let happening =
        Happening { kind: kind.to_owned(), subject: "account", subject_id: account, facts: json!({}) };
    journal::append(tx, &author, happening).await?;
    Ok(())
}

/// `POST /inbox/wechat/removal`
pub(super) async fn remove(State(app): State<App>, visit: Visit, _: Sent) -> Result<Response> {
    let (congress, account) = oneself(&visit)?;
    let tx = app.db.begin().await?;
    if store::unbind(&tx, congress, account).await? {
        record(&tx, &app, &visit, "wechat.unbound").await?;
    }
    tx.commit().await?;
    Ok(Redirect::to("/inbox/settings?done=unbound").into_response())
}
