//! One round at the desk: how far it is, what two persons do next, the paper, what came of it.

mod desk;

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use desk::shown;

use crate::access::{Sent, Visit};
use crate::base::{App, Error, Result, form::Form};
use crate::reviews::acts::{self, Paper, amends as amending, ceremony, paper as counting, telephone};
use crate::reviews::{MOST_SLIPS, Step, store};

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    done: String,
}

/// `GET /rounds/{id}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    shown(&app, visit, (id, &asked.done), (StatusCode::OK, Form::new())).await
}

/// Where an act of the page leads: back to it, with its problems beside the fields.
async fn after(
    app: &App,
    visit: Visit,
    (id, place, done): (Uuid, &str, &str),
    (form, outcome): (Form, Result<()>),
) -> Result<Response> {
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("/rounds/{id}?done={done}")).into_response()),
        Err(Error::Invalid(found)) => {
            let form = form.at(place).mistakes(&found);
            shown(app, visit, (id, ""), (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
        Err(other) => Err(other),
    }
}

fn step(form: &Form) -> Result<Step> {
    Step::of_word(form.value("step")).ok_or_else(|| Error::conflict("reviews-refused-state"))
}

/// `POST /rounds/{id}/proposals`
pub(super) async fn propose(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    acts::propose(&app, &visit.actor, id, step(&sent.form)?).await?;
    Ok(Redirect::to(&format!("/rounds/{id}?done=proposed")).into_response())
}

/// `POST /rounds/{id}/withdrawals`
pub(super) async fn withdraw(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    acts::withdraw(&app, &visit.actor, id, step(&sent.form)?).await?;
    Ok(Redirect::to(&format!("/rounds/{id}?done=withdrawn")).into_response())
}

/// `POST /rounds/{id}/confirmations`
pub(super) async fn confirm(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let step = step(&sent.form)?;
    let outcome = acts::confirm(&app, &visit.actor, id, (step, sent.form.value("reason"))).await;
    after(&app, visit, (id, "abandon", "confirmed"), (sent.form, outcome)).await
}

/// `POST /rounds/{id}/numbers`
pub(super) async fn list_numbers(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let listed = telephone::list(&app, &visit.actor, id, sent.form.value("numbers")).await;
    after(&app, visit, (id, "numbers", "listed"), (sent.form, listed.map(|_| ()))).await
}

/// `POST /rounds/{id}/numbers/removals`
pub(super) async fn unlist_number(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let outcome = telephone::unlist(&app, &visit.actor, id, sent.form.value("number")).await;
    after(&app, visit, (id, "unlist", "unlisted"), (sent.form, outcome)).await
}

/// `POST /rounds/{id}/more`
pub(super) async fn propose_more(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    mut sent: Sent,
) -> Result<Response> {
    let more = sent.form.whole("more", 1, MOST_SLIPS).unwrap_or_default();
    let outcome = match sent.form.is_fine() {
        true => ceremony::propose_more(&app, &visit.actor, id, more).await,
        false => Err(Error::Invalid(Vec::new())),
    };
    after(&app, visit, (id, "more", "proposed"), (sent.form, outcome)).await
}

/// `POST /rounds/{id}/paper/removals`
pub(super) async fn take_back(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    _sent: Sent,
) -> Result<Response> {
    counting::take_back(&app, &visit.actor, id).await?;
    Ok(Redirect::to(&format!("/rounds/{id}?done=taken-back")).into_response())
}

/// Votes on paper as typed: an empty field is none.
fn votes(form: &mut Form, field: &str) -> i64 {
    form.whole(field, 0, 1_000_000).unwrap_or_default()
}

/// `POST /rounds/{id}/paper`
pub(super) async fn paper(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let review = store::find(&app.db, &visit.actor, id).await?;
    let rules = review.rules()?;
    let asked = rules.asked(&store::reviewed(&app.db, visit.home.id, id).await?);
    let mut form = sent.form;
    for field in ["ballots", "spoiled", "unreturned"] {
        if form.value(field).trim().is_empty() {
            form.error(field, "reviews-number-missing");
        }
    }
    let (ballots, spoiled) = (votes(&mut form, "ballots"), votes(&mut form, "spoiled"));
    let unreturned = votes(&mut form, "unreturned");
    let mut counts = Vec::new();
    for (nth, question) in asked.iter().enumerate() {
        let mut of: Vec<u64> = (0..rules.ratings.len())
            .map(|option| votes(&mut form, &counting::field(nth, option)).unsigned_abs())
            .collect();
        if !question.is_required() {
            // A part that was not ticked was left out.
            of.push(ballots.unsigned_abs().saturating_sub(of.iter().sum()));
        }
        counts.push(of);
    }
    let outcome = match form.is_fine() {
        true => {
            counting::count(&app, &visit.actor, id, &Paper { ballots, spoiled, unreturned, counts }).await
        }
        false => Err(Error::Invalid(Vec::new())),
    };
    after(&app, visit, (id, "paper", "counted"), (form, outcome)).await
}

/// `POST /rounds/{id}/amends`
pub(super) async fn amends(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let outcome = amending::report(&app, &visit.actor, id, sent.form.value("report")).await;
    after(&app, visit, (id, "amends", "amended"), (sent.form, outcome)).await
}

/// `POST /rounds/{id}/settlements`
pub(super) async fn settle(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let person = sent.form.value("person").parse().map_err(|_| Error::NotFound)?;
    amending::confirm(&app, &visit.actor, id, person).await?;
    Ok(Redirect::to(&format!("/rounds/{id}?done=settled")).into_response())
}
