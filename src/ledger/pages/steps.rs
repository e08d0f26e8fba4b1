use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;

use super::fix::{self, Fix};
use super::show::{Came, page_of};
use crate::access::{Sent, Visit};
use crate::base::form::{Form, Say};
use crate::base::page::own_path;
use crate::base::{App, Error, Result};
use crate::ledger::acts::{self, Wanted};
use crate::ledger::parties::{self, LONGEST, NewObjection};
use crate::ledger::{Step, corrections, store};

/// `POST /acts/{id}/verification`
pub(super) async fn verify(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    take(&app, visit, (Step::Verify, id), (sent.form.at("verify"), "")).await
}

/// `POST /acts/{id}/return`
pub(super) async fn send_back(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at("return");
    let note = fix::note(&mut form);
    take(&app, visit, (Step::Return, id), (form, &note)).await
}

/// `POST /acts/{id}/declaration`
pub(super) async fn again(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at("again");
    let on_day = form.date("on_day");
    if on_day.is_none() && form.problem("on_day").is_none() {
        form.error("on_day", "ledger-day-missing");
    }
    let seen = form.whole("version", 1, i64::MAX);
    let taken = match on_day.filter(|_| form.is_fine()) {
        Some(day) => acts::declare_again(&app, &visit.actor, id, (day, seen)).await,
        None => Err(Error::Invalid(Vec::new())),
    };
    answered(&app, visit, id, (form, taken.map(|()| format!("/acts/{id}")), "again")).await
}

/// `POST /acts/{id}/end`
pub(super) async fn end(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at("end");
    let wanted = Wanted { note: "", version: form.whole("version", 1, i64::MAX) };
    let taken = acts::take(&app, &visit.actor, id, (Step::Discard, wanted)).await;
    answered(&app, visit, id, (form, taken.map(|()| format!("/acts/{id}")), "end")).await
}

/// Take a step as a form asks for it; what cannot be done comes back on the act's page with every letter kept.
async fn take(
    app: &App,
    visit: Visit,
    (step, id): (Step, Uuid),
    (mut form, note): (Form, &str),
) -> Result<Response> {
    let wanted = Wanted { note, version: form.whole("version", 1, i64::MAX) };
    let taken = match form.is_fine() {
        true => acts::take(app, &visit.actor, id, (step, wanted)).await,
        false => Err(Error::Invalid(Vec::new())),
    };
    let home = taken.map(|()| "/verifications".to_owned());
    answered(app, visit, id, (form, home, step.word())).await
}

/// `POST /acts/{id}/confirmation`
pub(super) async fn confirm(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let taken = parties::confirm(&app, &visit.actor, id).await;
    let form = sent.form.at("confirm");
    answered(&app, visit, id, (form, taken.map(|()| format!("/acts/{id}")), "confirm")).await
}

/// `POST /acts/{id}/objections`
pub(super) async fn object(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at("object");
    let text = form.required("text", LONGEST, "ledger-objection-missing");
    let new = NewObjection { act: Some(id), year: 0, text: &text };
    let taken = match form.is_fine() {
        true => parties::object(&app, &visit.actor, &new).await,
        false => Err(Error::Invalid(Vec::new())),
    };
    answered(&app, visit, id, (form, taken.map(|_| format!("/acts/{id}")), "object")).await
}

/// `POST /acts/{id}/correction`
pub(super) async fn correct(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let act = store::find(&app.db, &visit.actor, id).await?;
    let mut form = sent.form.at("correct");
    let note = fix::note(&mut form);
    let wanted = Fix::of(&app, &visit, &act, "correct").await?.wanted(&mut form, &act, &note);
    let taken = match form.is_fine() {
        true => corrections::correct(&app, &visit.actor, id, &wanted).await,
        false => Err(Error::Invalid(Vec::new())),
    };
    answered(&app, visit, id, (form, taken.map(|new| format!("/acts/{new}")), "correct")).await
}

/// Back to where the form came from, saying what was done; or the act's page with what is wrong.
async fn answered(
    app: &App,
    visit: Visit,
    id: Uuid,
    (form, taken, done): (Form, Result<String>, &str),
) -> Result<Response> {
    match taken {
        Ok(home) => Ok(Redirect::to(&back(form.value("back"), &home, done)).into_response()),
        Err(Error::Invalid(found)) => {
            let came = Came { status: StatusCode::UNPROCESSABLE_ENTITY, ..Came::default() };
            page_of(app, visit, id, Came { form: form.mistakes(&found), ..came }).await
        }
        Err(Error::Conflict(why)) => {
            let came = Came { status: StatusCode::CONFLICT, form, ..Came::default() };
            page_of(app, visit, id, Came { stopped: Some(Say::new(&why)), ..came }).await
        }
        Err(other) => Err(other),
    }
}

/// Where to: the page the form names if it is one of this site, else the step's own.
fn back(asked: &str, home: &str, done: &str) -> String {
    let to = match own_path(asked) {
        "/" => home,
        own => own,
    };
    let ours = ["/verifications", "/acts/"].iter().any(|path| to.starts_with(path));
    match (ours, to.contains('?')) {
        (false, _) => to.to_owned(),
        (true, false) => format!("{to}?done={done}"),
        (true, true) => format!("{to}&done={done}"),
    }
}

#[cfg(test)]
mod tests {
    use super::back;

    #[test]
    fn a_form_leads_back_to_pages_of_this_site_only() {
        assert_eq!(back("/contacts/7", "/verifications", "verify"), "/contacts/7");
        assert_eq!(back("", "/verifications", "verify"), "/verifications?done=verify");
        assert_eq!(back("/verifications?after=a", "/x", "return"), "/verifications?after=a&done=return");
        for away in ["//evil.example", "https://evil.example", "/\\evil.example"] {
            assert_eq!(back(away, "/acts/1", "recall"), "/acts/1?done=recall", "{away}");
        }
    }
}
