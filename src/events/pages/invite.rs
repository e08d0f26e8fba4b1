//! Whom to invite to a topic: proposed with the reasons, changed by hand.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use crate::access::{Sent, Visit};
use crate::base::{
    App, Error, Result,
    form::{Choice, Form},
    page::{Ui, page_as},
};
use crate::events::acts::{self, Possible, possible, proposed};
use crate::events::propose::Reason;
use crate::events::{Event, Invited, State as At, Topic, store};

/// Places proposed unless somebody says otherwise.
const PLACES: usize = 10;
/// Most places that can be asked for.
const MOST: usize = 200;

/// How many places to propose for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    places: Option<usize>,
}

#[derive(Template)]
#[template(path = "events/pages/invite.html")]
struct InvitePage {
    ui: Ui,
    form: Form,
    event: Event,
    topic: Topic,
    places: usize,
    /// Those who are proposed or invited, each with the reasons.
    first: Vec<Choice>,
    /// All others, by their town.
    others: Vec<(String, Vec<Choice>)>,
    /// Announced already: those who are invited stay.
    open: bool,
}

impl InvitePage {
    fn checked(&self, code: &str) -> bool {
        self.form.has_in("", "deputies", code)
    }
}

/// A topic's place, as it stands in an address.
fn place_of(typed: &str) -> Result<i64> {
    typed.parse().map_err(|_| Error::NotFound)
}

/// `GET /events/{id}/topics/{topic}?places=…`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path((id, topic)): Path<(Uuid, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let topic = place_of(&topic)?;
    shown(&app, visit, (id, topic), asked.places, (StatusCode::OK, Form::new())).await
}

async fn shown(
    app: &App,
    visit: Visit,
    (id, place): (Uuid, i64),
    asked: Option<usize>,
    (status, mut form): (StatusCode, Form),
) -> Result<Response> {
    let places = asked.unwrap_or(PLACES).clamp(1, MOST);
    let (db, congress) = (&app.db, visit.home.id);
    let event = store::find(db, &visit.actor, id).await?;
    if !event.is_of(&visit.actor) {
        return Err(Error::Forbidden);
    }
    let topics = store::topics(db, congress, id).await?;
    let topic = topics.into_iter().find(|one| one.place == place).ok_or(Error::NotFound)?;
    let all = possible(db, &visit.actor, &event, &topic).await?;
    let invited = store::invited(db, congress, id).await?;
    let here: Vec<Uuid> =
        invited.iter().filter(|one| one.topic == Some(place)).map(|one| one.person_id).collect();
    let open = event.state() != Some(At::Draft);
    // In a draft, whoever asks for so many places wants a new proposal.
    let anew = here.is_empty() || (asked.is_some() && !open);
    let chosen: Vec<Uuid> = if anew {
        let elsewhere: Vec<Invited> =
            invited.iter().filter(|one| one.topic != Some(place)).cloned().collect();
        proposed(&all, &elsewhere, places).into_iter().map(|one| one.person).collect()
    } else {
        here
    };
    if status == StatusCode::OK {
        form = chosen.iter().fold(form, |form, person| form.preset("deputies", &person.to_string()));
    }
    let ui = visit.ui;
    let elsewhere =
        |person: Uuid| invited.iter().any(|one| one.person_id == person && one.topic != Some(place));
    let (mut first, mut others): (Vec<Choice>, Vec<(String, Vec<Choice>)>) = (Vec::new(), Vec::new());
    for one in all.iter().filter(|one| !elsewhere(one.who.id)) {
        let choice = Choice::new(one.who.id.to_string(), one.who.name.clone()).hint(hint(
            &ui,
            one,
            chosen.contains(&one.who.id),
        ));
        if chosen.contains(&one.who.id) {
            first.push(choice);
            continue;
        }
        let town = one.who.area.clone().unwrap_or_default();
        match others.iter_mut().find(|(name, _)| *name == town) {
            Some((_, list)) => list.push(choice),
            None => others.push((town, vec![choice])),
        }
    }
    others.sort_by(|one, other| one.0.cmp(&other.0));
    page_as(status, InvitePage { form, event, topic, places, first, others, open, ui })
}

/// The unit, why he or she is proposed, and how often invited this year.
fn hint(ui: &Ui, one: &Possible, proposed: bool) -> String {
    let mut said: Vec<String> = Vec::new();
    if one.away {
        said.push(ui.t("event-away"));
    }
    said.extend(one.candidate.concerned.iter().map(|reason| match reason {
        Reason::Field => ui.t1("event-reason-field", "field", ui.word("people-field", &one.who.field)),
        Reason::Area => ui.t1("event-reason-area", "area", one.who.area.clone().unwrap_or_default()),
        other => ui.word("event-reason", other.word()),
    }));
    if proposed && one.candidate.concerned.is_empty() {
        said.push(ui.word("event-reason", Reason::Turn.word()));
    }
    said.push(ui.t1("event-invited-times", "n", i64::from(one.candidate.invited)));
    if !one.who.unit.is_empty() {
        said.insert(0, one.who.unit.clone());
    }
    said.join(" · ")
}

/// `POST /events/{id}/topics/{topic}`
pub(super) async fn choose(
    State(app): State<App>,
    visit: Visit,
    Path((id, topic)): Path<(Uuid, String)>,
    sent: Sent,
) -> Result<Response> {
    let (form, topic) = (sent.form, place_of(&topic)?);
    let deputies: Vec<Uuid> = form.values("deputies").iter().filter_map(|id| id.parse().ok()).collect();
    match acts::choose(&app, &visit.actor, id, (topic, &deputies)).await {
        Ok(()) => Ok(Redirect::to(&format!("/events/{id}?done=chosen")).into_response()),
        Err(Error::Invalid(found)) => {
            let form = form.mistakes(&found);
            shown(&app, visit, (id, topic), None, (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
        Err(other) => Err(other),
    }
}
