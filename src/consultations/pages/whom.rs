use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use uuid::Uuid;

use crate::access::{Sent, Visit};
use crate::base::{
    App, Error, Result,
    form::{Choice, Form},
    page::{Ui, page_as},
};
use crate::consultations::propose::{Candidate, candidates};
use crate::consultations::{State as At, Topic, acts, store};

#[derive(Template)]
#[template(path = "consultations/pages/whom.html")]
struct WhomPage {
    ui: Ui,
    form: Form,
    topic: Topic,
    /// Those who are proposed, each with the reasons.
    proposed: Vec<Choice>,
    /// All others, by their town.
    others: Vec<(String, Vec<Choice>)>,
    /// Open already: those who are asked stay.
    open: bool,
}

impl WhomPage {
    fn checked(&self, code: &str) -> bool {
        self.form.has_in("", "deputies", code)
    }
}

/// `GET /topics/{id}/deputies`: whom to ask, proposed with reasons.
pub(super) async fn show(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    shown(&app, visit, id, (StatusCode::OK, Form::new())).await
}

async fn shown(
    app: &App,
    visit: Visit,
    id: Uuid,
    (status, mut form): (StatusCode, Form),
) -> Result<Response> {
    let (db, congress) = (&app.db, visit.home.id);
    let topic = store::find(db, &visit.actor, id).await?;
    if !topic.is_of(&visit.actor) {
        return Err(Error::Forbidden);
    }
    let all = candidates(db, app, congress, &topic).await?;
    let asked = store::asked(db, congress, id).await?;
    if status == StatusCode::OK {
        let chosen: Vec<String> = match asked.is_empty() {
            true => {
                all.iter().filter(|one| !one.reasons.is_empty()).map(|one| one.who.id.to_string()).collect()
            }
            false => asked.iter().map(|one| one.person_id.to_string()).collect(),
        };
        form = chosen.iter().fold(form, |form, code| form.preset("deputies", code));
    }
    let ui = visit.ui;
    let (mut proposed, mut others): (Vec<Choice>, Vec<(String, Vec<Choice>)>) = (Vec::new(), Vec::new());
    for one in &all {
        let choice = Choice::new(one.who.id.to_string(), one.who.name.clone());
        if one.reasons.is_empty() {
            let town = one.who.area.clone().unwrap_or_default();
            match others.iter_mut().find(|(name, _)| *name == town) {
                Some((_, list)) => list.push(choice),
                None => others.push((town, vec![choice])),
            }
        } else {
            proposed.push(choice.hint(hint(&ui, one)));
        }
    }
    others.sort_by(|one, other| one.0.cmp(&other.0));
    let open = topic.state(app.clock.today()) != At::Draft;
    page_as(status, WhomPage { form, topic, proposed, others, open, ui })
}

/// The constituency, and why he or she is proposed.
fn hint(ui: &Ui, one: &Candidate) -> String {
    let reason = |word: &&str| match *word {
        "field" => ui.t1("consult-reason-field", "field", ui.word("people-field", &one.who.field)),
        "area" => ui.t1("consult-reason-area", "area", one.who.area.clone().unwrap_or_default()),
        _ => ui.t1("consult-reason-opinions", "n", one.opinions),
    };
    let reasons: Vec<String> = one.reasons.iter().map(reason).collect();
    format!("{} · {}", one.who.constituency.clone().unwrap_or_default(), reasons.join(&ui.t("consult-and")))
}

/// `POST /topics/{id}/deputies`
pub(super) async fn choose(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let form = sent.form;
    let deputies: Vec<Uuid> = form.values("deputies").iter().filter_map(|id| id.parse().ok()).collect();
    match acts::choose(&app, &visit.actor, id, &deputies).await {
        Ok(()) => Ok(Redirect::to(&format!("/topics/{id}?done=chosen")).into_response()),
        Err(Error::Invalid(found)) => {
            shown(&app, visit, id, (StatusCode::UNPROCESSABLE_ENTITY, form.mistakes(&found))).await
        }
        Err(other) => Err(other),
    }
}
