//! How a person is told: at once, once a day or not, in each channel; and the number for text messages.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::plan::{Channel, Way};
use super::store::{self, Reader};
use crate::access::{Permit, Sent, Visit};
use crate::base::{
    App, Config, Error, Result, Tx,
    form::{Choice, Form},
    page::{Ui, page_as},
    redact::{masked_email, masked_phone},
};
use crate::journal::{self, Happening};

/// The ways of whoever chose none: mail, text message, WeChat.
fn usual(config: &Config) -> [&str; 3] {
    [&config.notices.mail, &config.notices.sms, &config.notices.wechat]
}

/// Nobody is reached there until the person chooses again.
pub(super) async fn lose(
    tx: &Tx,
    app: &App,
    (congress, account): (Uuid, Uuid),
    channel: Channel,
) -> Result<()> {
    let lost = (Some(app.clock.now()), usual(&app.config));
    store::set_lost(tx, (congress, account), channel.word(), lost).await
}

/// Somebody is reached there again.
pub(super) async fn find(
    tx: &Tx,
    app: &App,
    (congress, account): (Uuid, Uuid),
    channel: Channel,
) -> Result<()> {
    store::set_lost(tx, (congress, account), channel.word(), (None, usual(&app.config))).await
}

/// One channel of the page.
struct Part {
    name: &'static str,
    legend: String,
    hint: String,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "notices/settings.html")]
struct Settings {
    ui: Ui,
    form: Form,
    parts: Vec<Part>,
    phone: bool,
    wechat: bool,
    bound: bool,
    lost: Vec<String>,
    done: Option<String>,
}

/// What was just done.
#[derive(Deserialize)]
pub(super) struct Done {
    done: Option<String>,
}

async fn reader(app: &App, visit: &Visit) -> Result<Reader> {
    let account = visit.actor.account.ok_or(Error::SignIn)?;
    store::reader(&app.db, visit.home.id, account).await?.ok_or(Error::NotFound)
}

/// `GET /inbox/settings`
pub(super) async fn show(State(app): State<App>, visit: Visit, Query(done): Query<Done>) -> Result<Response> {
    let reader = reader(&app, &visit).await?;
    let known = ["saved", "bound", "unbound", "again", "snapshot"];
    let done = done.done.filter(|word| known.contains(&word.as_str()));
    let done = done.map(|word| visit.ui.word("channel-done", &word));
    let [mail, sms, wechat] = usual(&app.config);
    let mut form = Form::new();
    for (name, chosen, usual) in
        [("mail", &reader.mail, mail), ("sms", &reader.sms, sms), ("wechat", &reader.wechat, wechat)]
    {
        form = form.preset(name, chosen.as_deref().unwrap_or(usual));
    }
    let form = form.preset("phone", &store::mobile(&reader.phone).unwrap_or_default());
    page_of(&app, visit, &reader, (StatusCode::OK, form, done))
}

fn page_of(
    app: &App,
    visit: Visit,
    reader: &Reader,
    (status, form, done): (StatusCode, Form, Option<String>),
) -> Result<Response> {
    let ui = visit.ui;
    let mut parts = Vec::new();
    for (channel, to) in [
        (Channel::Mail, masked_email(reader.email.trim())),
        (Channel::Sms, masked_phone(&store::mobile(&reader.phone).unwrap_or_default())),
        (Channel::Wechat, String::new()),
    ] {
        let name = channel.word();
        if !channel.is_there(&app.config) {
            continue;
        }
        let hint = match to.is_empty() {
            true => ui.word("channel-hint", name),
            false => ui.t1("channel-to", "to", to),
        };
        let choices = ui.choices("channel-way", &Way::ALL.map(Way::word));
        parts.push(Part { name, legend: ui.word("channel", name), hint, choices });
    }
    let lost = [("sms", reader.sms_lost_at), ("wechat", reader.wechat_lost_at)];
    let lost = lost.into_iter().filter(|(_, at)| at.is_some()).map(|(name, _)| ui.word("channel-lost", name));
    let view = Settings {
        parts,
        phone: Channel::Sms.is_there(&app.config),
        wechat: Channel::Wechat.is_there(&app.config),
        bound: reader.bound,
        lost: lost.collect(),
        done,
        ui,
        form,
    };
    page_as(status, view)
}

/// `POST /inbox/settings`
pub(super) async fn keep(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    visit.actor.must(Permit::Desk)?;
    let reader = reader(&app, &visit).await?;
    let mut form = sent.form;
    let words = Way::ALL.map(Way::word);
    let before = [&reader.mail, &reader.sms, &reader.wechat];
    let mut chosen = usual(&app.config).map(str::to_owned);
    for (place, name) in ["mail", "sms", "wechat"].into_iter().enumerate() {
        // A channel that the deployment does not have keeps what was chosen before.
        let way = form.choice(name, &words).or_else(|| before[place].clone());
        chosen[place] = way.unwrap_or_else(|| chosen[place].clone());
    }
    let phone = match form.phone("phone") {
        Some(phone) if store::mobile(&phone).is_none() => {
            form.error("phone", "channel-phone-wrong");
            String::new()
        }
        phone => phone.unwrap_or_default(),
    };
    if !form.is_fine() {
        return page_of(&app, visit, &reader, (StatusCode::UNPROCESSABLE_ENTITY, form, None));
    }
    let [mail, sms, wechat] = [chosen[0].as_str(), &chosen[1], &chosen[2]];
    let tx = app.db.begin().await?;
    store::choose(&tx, (visit.home.id, reader.id), [mail, sms, wechat], &phone).await?;
    let author = visit.actor.author(Permit::Desk, app.clock.now());
    let facts = json!({ "mail": mail, "sms": sms, "wechat": wechat, "own-number": !phone.is_empty() });
    let kind = "channels.chosen".to_owned();
    journal::append(&tx, &author, Happening { kind, subject: "account", subject_id: reader.id, facts })
        .await?;
    tx.commit().await?;
    Ok(Redirect::to("/inbox/settings?done=saved").into_response())
}
