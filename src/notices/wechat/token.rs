//! What proves us to WeChat: one token for all processes, sealed in the database. Whoever needs a new one first moves the
//! row (`store::lead`); the others wait for what comes of it. No connection to the database is held while WeChat is asked.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use crate::base::outside::{Question, Silence, ask, encoded};
use crate::base::{App, Result};
use crate::notices::policy::Verdict;
use crate::notices::store::{self, Token};

/// The token for calls.
const ACCESS: &str = "access";

/// The ticket for WeChat's script.
const TICKET: &str = "jsapi";

/// A token is renewed so long before its end.
const EARLY: TimeDelta = TimeDelta::minutes(5);

/// Between two forced renewals: WeChat allows twenty a day.
const FORCED: TimeDelta = TimeDelta::minutes(75);

/// What came of asking for a token.
pub(super) type Got = std::result::Result<String, Verdict>;

#[derive(Deserialize)]
pub(super) struct Answer {
    #[serde(default)]
    pub errcode: i64,
    #[serde(default)]
    access_token: String,
    #[serde(default)]
    ticket: String,
    #[serde(default)]
    expires_in: i64,
}

fn purpose(name: &str) -> String {
    format!("wechat:{name}")
}

/// The token in force, renewed when it nears its end.
pub(super) async fn access(app: &App, congress: Uuid) -> Result<Got> {
    let kept = store::token(&app.db, congress, ACCESS).await?;
    match kept.as_ref().filter(|token| token.expires_at - EARLY > app.clock.now()) {
        Some(token) => Ok(Ok(app.seal.open(&purpose(ACCESS), &token.sealed)?)),
        None => renew(app, congress, (kept, None)).await,
    }
}

/// A new token in place of one that WeChat refused; the one that somebody else renewed meanwhile will do.
pub(super) async fn instead_of(app: &App, congress: Uuid, refused: &str) -> Result<Got> {
    let kept = store::token(&app.db, congress, ACCESS).await?;
    if let Some(token) = &kept
        && !token.sealed.is_empty()
    {
        let now = app.seal.open(&purpose(ACCESS), &token.sealed)?;
        if now != refused {
            return Ok(Ok(now));
        }
    }
    renew(app, congress, (kept, Some(refused))).await
}

/// The ticket for WeChat's script.
pub(super) async fn ticket(app: &App, congress: Uuid) -> Result<Got> {
    let kept = store::token(&app.db, congress, TICKET).await?;
    if let Some(token) = kept.as_ref().filter(|token| token.expires_at - EARLY > app.clock.now()) {
        return Ok(Ok(app.seal.open(&purpose(TICKET), &token.sealed)?));
    }
    let access = match access(app, congress).await? {
        Ok(access) => access,
        Err(verdict) => return Ok(Err(verdict)),
    };
    let endpoint = app.config.wechat.endpoint.trim_end_matches('/');
    let url = format!("{endpoint}/cgi-bin/ticket/getticket?access_token={}&type=jsapi", encoded(&access));
    let seen = kept.map(|token| token.sealed).unwrap_or_default();
    led(app, (congress, TICKET), &seen, (Question { url, ..Question::default() }, None)).await
}

/// Renew the token that was found not to do. Looking again here would take the one that another process has fetched
/// meanwhile for the one that does not do.
async fn renew(
    app: &App,
    congress: Uuid,
    (kept, refused): (Option<store::Token>, Option<&str>),
) -> Result<Got> {
    let wechat = &app.config.wechat;
    let forced_at = kept.as_ref().and_then(|token| token.forced_at);
    let now = app.clock.now();
    // Asked without force, WeChat gives the same token again while it is in force.
    let force = refused.is_some() && forced_at.is_none_or(|then| now - then >= FORCED);
    let asked = json!({
        "grant_type": "client_credential",
        "appid": wechat.appid,
        "secret": wechat.secret,
        "force_refresh": force,
    });
    let question = Question {
        url: format!("{}/cgi-bin/stable_token", wechat.endpoint.trim_end_matches('/')),
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: Some(asked.to_string()),
    };
    let seen = kept.map(|token| token.sealed).unwrap_or_default();
    let forced_at = if force { Some(now) } else { forced_at };
    led(app, (congress, ACCESS), &seen, (question, forced_at)).await
}

/// Ask for a token as the one who leads, and keep it.
async fn led(
    app: &App,
    (congress, name): (Uuid, &str),
    seen: &str,
    (question, forced_at): (Question, Option<chrono::DateTime<Utc>>),
) -> Result<Got> {
    let now = app.clock.now();
    let longest = Duration::from_millis(app.config.notices.patience_ms);
    let until = now + TimeDelta::from_std(longest * 2).unwrap_or(TimeDelta::minutes(1));
    let tx = app.db.begin().await?;
    let leads = store::lead(&tx, (congress, name), seen, (now, until)).await?;
    tx.commit().await?;
    if !leads {
        return Ok(Err(Verdict::Away("token")));
    }
    let asked = tokio::task::spawn_blocking(move || ask(question, longest)).await;
    let got = got(asked.unwrap_or(Err(Silence::Unknown)));
    let tx = app.db.begin().await?;
    let new = got.as_ref().ok().map(|(token, seconds)| Token {
        sealed: app.seal.seal(&app.chance, &purpose(name), token),
        expires_at: now + TimeDelta::seconds(*seconds),
        forced_at,
    });
    store::set_token(&tx, (congress, name), new.as_ref()).await?;
    tx.commit().await?;
    Ok(got.map(|(token, _)| token))
}

fn got(asked: std::result::Result<(u16, String), Silence>) -> std::result::Result<(String, i64), Verdict> {
    let text = match asked {
        Ok((_, text)) => text,
        // Nothing was sent to anybody yet, whatever became of this.
        Err(Silence::Unsafe) => return Err(Verdict::Away("unsafe")),
        Err(_) => return Err(Verdict::Away("away")),
    };
    let Ok(answer) = serde_json::from_str::<Answer>(&text) else { return Err(Verdict::Away("away")) };
    let token = if answer.access_token.is_empty() { answer.ticket } else { answer.access_token };
    match answer.errcode {
        0 if !token.is_empty() => Ok((token, answer.expires_in.clamp(60, 7200))),
        0 | -1 | 45_011 => Err(Verdict::Away("busy")),
        45_009 => Err(Verdict::Full),
        40_164 => Err(Verdict::Refused("address")),
        _ => Err(Verdict::Refused("settings")),
    }
}
