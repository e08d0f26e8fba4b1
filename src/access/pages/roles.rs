use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use uuid::Uuid;

use super::accounts::{Accounts, Asked, found};
use crate::access::{
    Permit, Role, Routes, Sent, Visit,
    acts::{grant, take},
    store,
};
use crate::base::{
    App, Error, Result,
    form::{Choice, Form},
    page::{Ui, page, page_as},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/roles", Permit::GrantsManage, list)
        .get("/accounts/{id}/roles", Permit::GrantsManage, show)
        .post("/accounts/{id}/roles", Permit::GrantsManage, give)
        .post("/accounts/{id}/roles/taken", Permit::GrantsManage, take_one)
}

/// A role held: its word, the organization's id and name.
struct Held {
    role: &'static str,
    id: String,
    organization: String,
}

#[derive(Template)]
#[template(path = "access/roles.html")]
struct Roles {
    ui: Ui,
    form: Form,
    id: Uuid,
    login: String,
    name: String,
    held: Vec<Held>,
    roles: Vec<Choice>,
    organizations: Vec<Choice>,
    oneself: bool,
}

async fn list(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    let (lines, first, next) =
        found(&app, &visit, (&asked, "/roles"), |id| format!("/accounts/{id}/roles")).await?;
    let words = ("access-roles-title", "access-roles-lead", "/roles");
    let typed = asked.q.unwrap_or_default();
    page(Accounts { ui: visit.ui, words, typed, lines, first, next, waiting: None, form: Form::new() })
}

async fn show(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    shown(&app, visit, id, (Form::new(), StatusCode::OK)).await
}

async fn shown(app: &App, visit: Visit, id: Uuid, (form, status): (Form, StatusCode)) -> Result<Response> {
    let account = store::account(&app.db, visit.home.id, id).await?;
    let offices = store::offices(&app.db, visit.home.id).await?;
    let name_of = |id: Option<Uuid>| {
        let office = offices.iter().find(|office| Some(office.id) == id);
        office.map(|office| office.name.clone()).unwrap_or_default()
    };
    let posts = store::posts(&app.db, visit.home.id, id).await?;
    let held = posts.into_iter().map(|post| Held {
        role: post.role.word(),
        id: post.organization.map(|id| id.to_string()).unwrap_or_default(),
        organization: name_of(post.organization),
    });
    let given = Role::ALL.into_iter().filter(|role| !matches!(role, Role::Public | Role::Clockwork));
    let roles = given.map(|role| Choice::new(role.word(), visit.ui.word("role", role.word()))).collect();
    let useful = |office: &&store::Office| {
        Role::ALL.iter().any(|role| role.held_for().contains(&office.kind.as_str()))
    };
    let organizations = offices.iter().filter(useful);
    let organizations =
        organizations.map(|office| Choice::new(office.id.to_string(), &office.name)).collect();
    let oneself = visit.actor.account == Some(id);
    let (login, name, held) = (account.login, account.name, held.collect());
    page_as(status, Roles { ui: visit.ui, form, id, login, name, held, roles, organizations, oneself })
}

async fn give(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    mut sent: Sent,
) -> Result<Response> {
    let role = Role::of_word(sent.form.value("role"));
    if role.is_none() {
        sent.form.error("role", "access-role-missing");
    }
    let organization = sent.form.uuid("organization");
    let Some(role) = role.filter(|_| sent.form.is_fine()) else {
        return shown(&app, visit, id, (sent.form, StatusCode::UNPROCESSABLE_ENTITY)).await;
    };
    let tx = app.db.begin().await?;
    match grant(&tx, &app, &visit.actor, id, (role, organization)).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("/accounts/{id}/roles")).into_response())
        }
        Err(Error::Invalid(mistakes)) => {
            drop(tx);
            let form = sent.form.mistakes(&mistakes);
            shown(&app, visit, id, (form, StatusCode::UNPROCESSABLE_ENTITY)).await
        }
        Err(other) => Err(other),
    }
}

async fn take_one(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    mut sent: Sent,
) -> Result<Response> {
    let role = Role::of_word(sent.form.value("role")).ok_or(Error::NotFound)?;
    let organization = sent.form.uuid("organization");
    let tx = app.db.begin().await?;
    take(&tx, &app, &visit.actor, id, (role, organization)).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/accounts/{id}/roles")).into_response())
}
