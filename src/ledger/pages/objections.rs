use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::fix::Fix;
use super::show::may_read;
use super::words::Words;
use crate::access::{Permit, Sent, Visit};
use crate::base::form::{Choice, Form, Say};
use crate::base::page::{Ui, page, page_as};
use crate::base::{App, Error, Result};
use crate::ledger::parties::{self, LONGEST, Outcome, may_decide};
use crate::ledger::store::{self, Objection};
use crate::ledger::{Act, State as ActState};
use crate::people;

/// Lines of a list.
const MOST: i64 = 50;

/// An objection as a line: who, to what.
struct Row {
    objection: Objection,
    to: String,
}

#[derive(Template)]
#[template(path = "ledger/pages/objections.html")]
struct ObjectionsPage {
    ui: Ui,
    open: Vec<Row>,
    answered: Vec<Row>,
}

/// `GET /objections`
pub(super) async fn list(State(app): State<App>, visit: Visit) -> Result<Response> {
    let open = rows(&app, &visit, true).await?;
    let answered = rows(&app, &visit, false).await?;
    page(ObjectionsPage { open, answered, ui: visit.ui })
}

async fn rows(app: &App, visit: &Visit, open: bool) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for objection in store::objections(&app.db, visit.actor.congress, open, MOST).await? {
        let act = act_of(app, visit, &objection).await?;
        let to = to(app, visit, (&objection, act.as_ref())).await?;
        rows.push(Row { objection, to });
    }
    Ok(rows)
}

async fn act_of(app: &App, visit: &Visit, objection: &Objection) -> Result<Option<Act>> {
    let Some(id) = objection.act_id else { return Ok(None) };
    store::find(&app.db, &visit.actor, id).await.map(Some)
}

/// To what somebody objects, in words.
async fn to(app: &App, visit: &Visit, (objection, act): (&Objection, Option<&Act>)) -> Result<String> {
    let ui = &visit.ui;
    let Some(act) = act else {
        return Ok(ui.t1("ledger-objection-to-missing", "year", objection.year.to_string()));
    };
    let name = people::store::name(&app.db, visit.actor.congress, act.person_id).await?;
    let words = Words::of(app, visit).await?;
    let args = [("name", name.into()), ("day", ui.date(act.on_day).into()), ("kind", words.kind(act).into())];
    Ok(ui.ta("ledger-whose", &args))
}

/// What a link to an objection may carry.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    done: Option<String>,
}

#[derive(Template)]
#[template(path = "ledger/pages/objection.html")]
struct ObjectionPage {
    ui: Ui,
    form: Form,
    it: Objection,
    to: String,
    act: Option<Act>,
    may_decide: bool,
    verifies: bool,
    outcomes: Vec<Choice>,
    fix: Option<Fix>,
    done: Option<String>,
    stopped: Option<String>,
}

/// How one came to the page of an objection.
#[derive(Default)]
struct Came {
    form: Form,
    stopped: Option<Say>,
    done: bool,
}

/// `GET /objections/{id}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let came = Came { done: asked.done.is_some(), ..Came::default() };
    shown(&app, visit, id, (StatusCode::OK, came)).await
}

async fn shown(app: &App, visit: Visit, id: Uuid, (status, came): (StatusCode, Came)) -> Result<Response> {
    let it = store::objection(&app.db, visit.actor.congress, id).await?;
    let act = match act_of(app, &visit, &it).await {
        // The objector of an act that is a draft again sees the objection, not the draft.
        Err(Error::NotFound) if visit.actor.person == Some(it.person_id) => None,
        other => other?,
    };
    if !may_read(&visit.actor, &it, act.as_ref()) {
        return Err(Error::NotFound);
    }
    let may_decide = it.outcome.is_empty() && may_decide(&visit.actor, &it, act.as_ref());
    let fix = match &act {
        Some(act) if may_decide && act.counts() => Some(Fix::of(app, &visit, act, "").await?),
        _ => None,
    };
    let form = match (&fix, &act) {
        (Some(fix), Some(act)) => fix.preset(came.form, act),
        _ => came.form,
    };
    let ui = &visit.ui;
    let view = ObjectionPage {
        form,
        to: to(app, &visit, (&it, act.as_ref())).await?,
        may_decide,
        verifies: visit.actor.may(Permit::ActVerify),
        outcomes: outcomes(ui, act.as_ref()),
        fix,
        done: came.done.then(|| ui.t("ledger-done-answer")),
        stopped: came.stopped.map(|say| ui.say(&say)),
        it,
        act,
        ui: visit.ui,
    };
    page_as(status, view)
}

/// What may be decided, with what follows from it.
fn outcomes(ui: &Ui, act: Option<&Act>) -> Vec<Choice> {
    let hint = match act {
        None => "ledger-outcome-missing",
        Some(act) if act.counts() => "ledger-outcome-counts",
        Some(act) if act.state() == Some(ActState::Declared) => "ledger-outcome-declared",
        Some(_) => "ledger-outcome-moved",
    };
    let kept = Choice::new("kept", ui.t("ledger-outcome-kept")).hint(ui.t("ledger-outcome-kept-hint"));
    let corrected = Choice::new("corrected", ui.t("ledger-outcome-corrected")).hint(ui.t(hint));
    vec![kept, corrected]
}

/// `POST /objections/{id}/answer`
pub(super) async fn answer(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form;
    let it = store::objection(&app.db, visit.actor.congress, id).await?;
    let act = act_of(&app, &visit, &it).await?;
    let text = form.required("answer", LONGEST, "ledger-answer-missing");
    let outcome = match form.choice("outcome", &["kept", "corrected"]).as_deref() {
        Some("kept") => Some(Outcome::Kept),
        Some(_) => Some(Outcome::Corrected(match &act {
            Some(act) if act.counts() => {
                Some(Fix::of(&app, &visit, act, "").await?.wanted(&mut form, act, &text))
            }
            _ => None,
        })),
        None if form.problem("outcome").is_none() => {
            form.error("outcome", "ledger-choose-outcome");
            None
        }
        None => None,
    };
    let decided = match outcome.filter(|_| form.is_fine()) {
        Some(outcome) => parties::decide(&app, &visit.actor, id, (outcome, &text)).await,
        None => Err(Error::Invalid(Vec::new())),
    };
    match decided {
        Ok(()) => Ok(Redirect::to(&format!("/objections/{id}?done=1")).into_response()),
        Err(Error::Invalid(found)) => {
            let came = Came { form: form.mistakes(&found), ..Came::default() };
            shown(&app, visit, id, (StatusCode::UNPROCESSABLE_ENTITY, came)).await
        }
        Err(Error::Conflict(why)) => {
            let came = Came { form, stopped: Some(Say::new(&why)), done: false };
            shown(&app, visit, id, (StatusCode::CONFLICT, came)).await
        }
        Err(other) => Err(other),
    }
}
