//! Beginning a report: one's own, or that of a deputy whom one's office serves.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use crate::access::{Permit, Role, Scope, Sent, Visit};
use crate::base::{
    App, Error, Result,
    page::{Ui, page},
};
use crate::people;
use crate::reports::{acts, store};

/// Whose.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    person: Option<String>,
}

#[derive(Template)]
#[template(path = "reports/pages/begin.html")]
struct BeginPage {
    ui: Ui,
    person: Uuid,
    name: String,
    term: String,
    /// It is somebody else's: it may be typed from paper.
    another: bool,
}

/// Whether somebody is a deputy who reports himself or herself.
fn reports_self(visit: &Visit) -> bool {
    let mut posts = visit.actor.posts_with(Permit::ReportWrite);
    visit.actor.person.is_some()
        && posts.any(|(post, scope)| scope == Scope::Own && post.role == Role::Deputy)
}

/// `GET /reporting`: one's own report, where it is; of a deputy named by the link, for the office that serves him or her.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let wanted = asked.person.as_deref().and_then(|typed| Uuid::try_parse(typed).ok());
    let own = visit.actor.person.filter(|_| reports_self(&visit));
    let Some(person) = wanted.or(own) else { return Ok(Redirect::to("/reports/progress").into_response()) };
    let congress = visit.home.id;
    if !store::reaches(&app.db, &visit.actor, Permit::ReportWrite, person).await? {
        return Err(Error::NotFound);
    }
    let term = acts::term(&app.db, &app, congress).await?;
    if let Some(report) = store::of_person(&app.db, congress, (person, term.id)).await? {
        return match store::find(&app.db, &visit.actor, report.id).await {
            Ok(_) => Ok(Redirect::to(&format!("/reporting/{}", report.id)).into_response()),
            Err(Error::NotFound) => Err(Error::conflict("reports-begun-already")),
            Err(other) => Err(other),
        };
    }
    page(BeginPage {
        person,
        name: people::store::name(&app.db, congress, person).await?,
        term: term.name,
        another: visit.actor.person != Some(person),
        ui: visit.ui,
    })
}

/// `POST /reporting`
pub(super) async fn begin(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let mut form = sent.form;
    let person = form.uuid("person").or(visit.actor.person).ok_or(Error::NotFound)?;
    let drafted = (!form.checked("blank")).then_some(visit.ui.lang);
    let id = acts::begin(&app, &visit.actor, person, drafted).await?;
    Ok(Redirect::to(&format!("/reporting/{id}/edit")).into_response())
}
