//! What WeChat calls us with: to check the address, what people write to the account, and what happens there. Every answer
//! comes at once; nothing is asked of anybody meanwhile.

use axum::{
    body::to_bytes,
    extract::{Path, Query, Request, State},
    http::{Uri, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;

use super::{crypt, mark, token, xml};
use crate::access::Visit;
use crate::base::{App, Error, Result, page::own_path};
use crate::notices::plan::Channel;
use crate::notices::{choice, sending, store, texts};

/// Bytes of the longest call.
const LONGEST: usize = 64 * 1024;

/// Where WeChat calls.
const PART: &str = "callback";

/// What a page asks for WeChat's script.
const SCRIPT: &str = "script";

/// How a call is signed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Signed {
    signature: String,
    msg_signature: String,
    timestamp: String,
    nonce: String,
    echostr: String,
    encrypt_type: String,
    path: String,
}

/// `GET /wechat/callback`: WeChat checks that the address is ours. `GET /wechat/script?path=…`: what a page of this site shows
/// to WeChat's script.
pub(super) async fn look(
    State(app): State<App>,
    visit: Visit,
    Path(part): Path<String>,
    Query(signed): Query<Signed>,
) -> Result<Response> {
    let wechat = &app.config.wechat;
    if wechat.appid.is_empty() {
        return Err(Error::NotFound);
    }
    match part.as_str() {
        PART if crypt::is_signed(&[&wechat.token, &signed.timestamp, &signed.nonce], &signed.signature) => {
            Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], signed.echostr).into_response())
        }
        SCRIPT if own_path(&signed.path) == signed.path && !signed.path.is_empty() => {
            script(&app, &visit, &signed.path).await
        }
        _ => Err(Error::NotFound),
    }
}

async fn script(app: &App, visit: &Visit, path: &str) -> Result<Response> {
    let Ok(ticket) = token::ticket(app, visit.home.id).await? else { return Err(Error::NotFound) };
    let (nonce, at) = (app.chance.secret()[..16].to_owned(), app.clock.now().timestamp());
    let url = format!("{}{path}", app.config.public_url());
    let signature = crypt::page_signature(&ticket, &nonce, at, &url);
    let shown = json!({ "appId": app.config.wechat.appid, "timestamp": at, "nonceStr": nonce, "signature": signature });
    Ok(([(header::CONTENT_TYPE, "application/json")], shown.to_string()).into_response())
}

/// `POST /wechat/callback`
pub(super) async fn call(
    State(app): State<App>,
    visit: Visit,
    Path(part): Path<String>,
    Query(signed): Query<Signed>,
    request: Request,
) -> Result<Response> {
    let wechat = &app.config.wechat;
    if wechat.appid.is_empty() || part != PART {
        return Err(Error::Forbidden);
    }
    let bytes = to_bytes(request.into_body(), LONGEST).await.map_err(|_| Error::TooLarge)?;
    let text = String::from_utf8(bytes.to_vec()).map_err(|_| Error::Forbidden)?;
    let sealed = signed.encrypt_type == "aes";
    let words = if sealed { opened(&app, &signed, &text)? } else { plain(&app, &signed, text)? };
    let Some(said) = xml::read(&words) else { return Err(Error::Forbidden) };
    let answer = heard(&app, &visit, &said).await?;
    let Some(answer) = answer else { return Ok("success".into_response()) };
    let body = if sealed { closed(&app, &answer)? } else { answer };
    Ok(([(header::CONTENT_TYPE, "text/xml; charset=utf-8")], body).into_response())
}

fn plain(app: &App, signed: &Signed, text: String) -> Result<String> {
    let parts = [app.config.wechat.token.as_str(), &signed.timestamp, &signed.nonce];
    if crypt::is_signed(&parts, &signed.signature) { Ok(text) } else { Err(Error::Forbidden) }
}

/// What is sealed is signed as a whole; the other signature is not to be trusted here.
fn opened(app: &App, signed: &Signed, text: &str) -> Result<String> {
    let wechat = &app.config.wechat;
    let sealed = xml::read(text).and_then(|mut all| all.remove("Encrypt")).ok_or(Error::Forbidden)?;
    let parts = [wechat.token.as_str(), &signed.timestamp, &signed.nonce, &sealed];
    if !crypt::is_signed(&parts, &signed.msg_signature) {
        return Err(Error::Forbidden);
    }
    let keys = [&wechat.aes_key, &wechat.old_aes_key].into_iter().filter_map(|key| crypt::key(key));
    let mut opened = keys.filter_map(|key| crypt::open(&key, &sealed, &wechat.appid).ok());
    opened.next().ok_or(Error::Forbidden)
}

fn closed(app: &App, answer: &str) -> Result<String> {
    let wechat = &app.config.wechat;
    let key = crypt::key(&wechat.aes_key).ok_or_else(|| anyhow::anyhow!("wechat.aes_key is no key"))?;
    let secret = app.chance.secret();
    let luck: [u8; 16] = secret.as_bytes()[..16].try_into().expect("a secret has 64 signs");
    let sealed = crypt::seal(&key, &luck, answer, &wechat.appid);
    let (at, nonce) = (app.clock.now().timestamp().to_string(), &secret[16..26]);
    let signature = crypt::signature(&[&wechat.token, &at, nonce, &sealed]);
    Ok(xml::sealed(&sealed, &signature, &at, nonce))
}

/// What is answered to a call. The same call again is answered the same, and has no effect a second time.
async fn heard(app: &App, visit: &Visit, said: &BTreeMap<String, String>) -> Result<Option<String>> {
    let of = |name: &str| said.get(name).map(|text| text.trim()).unwrap_or_default();
    let (from, account) = (of("FromUserName"), of("ToUserName"));
    if of("MsgType") == "event" {
        let key = format!("{from}:{}:{}", of("CreateTime"), of("Event"));
        happened(app, visit, (of("Event"), from), (&key, of("MsgID"), of("Status"))).await?;
        return Ok(None);
    }
    if of("MsgType") != "text" {
        return Ok(None);
    }
    let word: String = of("Content").chars().filter(|c| !c.is_whitespace()).take(20).collect();
    let lang = visit.ui.lang;
    let words = match app.config.wechat.replies.iter().find(|(known, _)| word.contains(known.as_str())) {
        Some((known, path)) => {
            let link = format!("{}{path}", app.config.public_url());
            lang.ta("channel-wechat-reply", &[("word", known.into()), ("link", link.into())])
        }
        None => {
            let known: Vec<&str> = app.config.wechat.replies.keys().map(String::as_str).collect();
            let link = app.config.public_url();
            lang.ta("channel-wechat-words", &[("words", known.join(" · ").into()), ("link", link.into())])
        }
    };
    Ok(Some(xml::answer((from, account), app.clock.now().timestamp(), &words)))
}

async fn happened(
    app: &App,
    visit: &Visit,
    (event, from): (&str, &str),
    (key, message, status): (&str, &str, &str),
) -> Result<()> {
    let congress = visit.home.id;
    let tx = app.db.begin().await?;
    // The key holds an openid: only its mark is kept.
    if !texts::first_call(&tx, app, congress, ("wechat", &app.seal.mark("call", key))).await? {
        return tx.commit().await;
    }
    let account = store::bound_to(&tx, congress, &mark(app, from)).await?;
    match (event, account) {
        ("unsubscribe", Some(account)) => {
            choice::lose(&tx, app, (congress, account), Channel::Wechat).await?
        }
        ("subscribe", Some(account)) => choice::find(&tx, app, (congress, account), Channel::Wechat).await?,
        ("TEMPLATESENDJOBFINISH", _) if status != "success" && !message.is_empty() => {
            let why = if status.contains("block") { "refused-by-reader" } else { "refused" };
            sending::not_brought(&tx, app, congress, (message, why)).await?;
        }
        _ => {}
    }
    tx.commit().await
}

/// What no page of the site answers: `/MP_verify_….txt`, WeChat's proof that the site is ours, and nothing else.
///
/// # Errors
/// `NotFound` for everything else.
pub async fn proof(State(app): State<App>, asked: Uri) -> Result<Response> {
    let proof = &app.config.wechat.proof;
    let named = asked.path().strip_prefix("/MP_verify_").and_then(|rest| rest.strip_suffix(".txt"));
    match named {
        Some(named) if !proof.is_empty() && named == proof => {
            Ok(([(header::CONTENT_TYPE, "text/plain")], proof.clone()).into_response())
        }
        _ => Err(Error::NotFound),
    }
}
