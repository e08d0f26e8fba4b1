use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::fields::{Field, fields, read};
use crate::access::{Sent, Visit};
use crate::base::{
    App, Error, Result,
    form::{Choice, Form},
    page::{Ui, page_as},
};
use crate::bodies;
use crate::consultations::answers::{MOST_PEOPLE, NewAnswer, enter as keep};
use crate::consultations::{AskedDeputy, CHANNELS, State as At, Topic, store};

/// What was just entered, so that the next one begins as this one did.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    done: String,
    #[serde(default)]
    deputy: String,
    #[serde(default)]
    channel: String,
    #[serde(default)]
    town: String,
}

#[derive(Template)]
#[template(path = "consultations/pages/entry.html")]
struct EntryPage {
    ui: Ui,
    form: Form,
    topic: Topic,
    done: bool,
    /// Those for whom may be entered; one of them needs no question.
    deputies: Vec<Choice>,
    channels: Vec<Choice>,
    towns: Vec<Choice>,
    fields: Vec<Field>,
    form_id: Uuid,
}

/// `GET /topics/{id}/answers/new`
pub(super) async fn blank(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let channel = if asked.channel.is_empty() { "paper" } else { &asked.channel };
    let form = Form::new().preset("deputy", &asked.deputy).preset("channel", channel).preset("people", "1");
    let form = form.preset("town", &asked.town);
    shown(&app, visit, (id, asked.done == "1"), (StatusCode::OK, form)).await
}

async fn shown(
    app: &App,
    visit: Visit,
    (id, done): (Uuid, bool),
    (status, mut form): (StatusCode, Form),
) -> Result<Response> {
    let topic = store::find(&app.db, &visit.actor, id).await?;
    if !matches!(topic.state(app.clock.today()), At::Open | At::Gathering) {
        return Err(Error::conflict("consult-not-entered"));
    }
    let deputies = store::asked_of(&app.db, &visit.actor, id).await?;
    if deputies.is_empty() {
        return Err(Error::NotFound);
    }
    let home = deputies.first().filter(|_| deputies.len() == 1).and_then(|one| one.area_id);
    if let Some(area) = home.filter(|_| status == StatusCode::OK && form.value("town").is_empty()) {
        form = form.preset("town", &area.to_string());
    }
    let questions = store::questions(&app.db, visit.home.id, id).await?;
    let towns = bodies::store::towns(&app.db, visit.home.id).await?;
    let form_id = Uuid::try_parse(form.value("form").trim()).ok();
    let one = |one: AskedDeputy| Choice::new(one.person_id.to_string(), one.name).hint(one.constituency);
    let view = EntryPage {
        done,
        deputies: if deputies.len() > 1 { deputies.into_iter().map(one).collect() } else { Vec::new() },
        channels: visit.ui.choices("consult-channel", &CHANNELS[1..]),
        towns: towns.into_iter().map(|town| Choice::new(town.id.to_string(), town.name)).collect(),
        fields: fields(&questions),
        form_id: form_id.unwrap_or_else(|| app.chance.id(app.clock.now())),
        topic,
        form,
        ui: visit.ui,
    };
    page_as(status, view)
}

/// `POST /topics/{id}/answers/new`: kept, and ready for the next one.
pub(super) async fn enter(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form;
    let reached = store::asked_of(&app.db, &visit.actor, id).await?;
    let questions = store::questions(&app.db, visit.home.id, id).await?;
    let deputy = match &reached[..] {
        [one] => Some(one.person_id),
        _ => form.uuid("deputy"),
    };
    let channel = form.choice("channel", &CHANNELS[1..]);
    let towns = bodies::store::towns(&app.db, visit.home.id).await?;
    let new = NewAnswer {
        form: form.uuid("form").unwrap_or_else(|| app.chance.id(app.clock.now())),
        deputy,
        channel: CHANNELS.into_iter().find(|word| channel.as_deref() == Some(word)).unwrap_or_default(),
        area: form.uuid("town").filter(|town| towns.iter().any(|one| one.id == *town)),
        people: form.whole("people", 1, MOST_PEOPLE).unwrap_or(1),
        said: read(&mut form, &questions),
    };
    let done = match form.is_fine() {
        true => keep(&app, &visit.actor, id, &new).await,
        false => Err(Error::Invalid(Vec::new())),
    };
    match done {
        Ok(()) => {
            let town = new.area.map(|area| area.to_string()).unwrap_or_default();
            let deputy = new.deputy.map(|deputy| deputy.to_string()).unwrap_or_default();
            let query = format!("done=1&deputy={deputy}&channel={}&town={town}", new.channel);
            Ok(Redirect::to(&format!("/topics/{id}/answers/new?{query}")).into_response())
        }
        Err(Error::Invalid(found)) => {
            let form = form.mistakes(&found);
            shown(&app, visit, (id, false), (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
        Err(other) => Err(other),
    }
}
