use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use crate::access::{
    Permit, Routes, Sent, Visit,
    acts::{NewAccount, create_account, restore_account, revoke_account},
    slips,
    store::{self, Awaited, Listed},
};
use crate::base::{
    App, Error, Result,
    form::Form,
    page::{Ui, page, page_as},
};

/// Accounts on one page of the list.
pub(super) const PAGE: i64 = 50;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/accounts", Permit::AccountsManage, list)
        .post("/accounts", Permit::AccountsManage, create)
        .get("/accounts/new", Permit::AccountsManage, new)
        .get("/accounts/{id}", Permit::AccountsManage, show)
        .post("/accounts/{id}/revocation", Permit::AccountsManage, revoke)
        .post("/accounts/{id}/restoration", Permit::AccountsManage, restore)
}

/// One account of a list, with where its link leads.
pub(super) struct Line {
    pub(super) href: String,
    pub(super) login: String,
    pub(super) name: String,
    /// The word of its state and of its tag.
    pub(super) state: (&'static str, &'static str),
}

#[derive(Template)]
#[template(path = "access/accounts.html")]
pub(super) struct Accounts {
    pub(super) ui: Ui,
    /// The keys of title and lead, and the address of the list.
    pub(super) words: (&'static str, &'static str, &'static str),
    pub(super) typed: String,
    pub(super) lines: Vec<Line>,
    pub(super) first: Option<String>,
    pub(super) next: Option<String>,
    /// For whoever makes accounts: how many wait for a slip.
    pub(super) waiting: Option<Awaited>,
    pub(super) form: Form,
}

#[derive(Template)]
#[template(path = "access/account_new.html")]
struct New {
    ui: Ui,
    form: Form,
}

#[derive(Template)]
#[template(path = "access/account_managed.html")]
struct Managed {
    ui: Ui,
    form: Form,
    id: Uuid,
    login: String,
    name: String,
    state: (&'static str, &'static str),
    until: Option<String>,
    /// `yes` or `no`.
    factor: &'static str,
    oneself: bool,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    pub(super) q: Option<String>,
    pub(super) after: Option<String>,
    person: Option<Uuid>,
}

/// Where an account stands: its word and the kind of its tag.
fn state(active: bool, revoked: bool, slip: bool) -> (&'static str, &'static str) {
    match (revoked, active, slip) {
        (true, ..) => ("revoked", "stop"),
        (_, true, _) => ("active", "done"),
        (_, _, true) => ("waiting", "wait"),
        _ => ("new", "new"),
    }
}

/// One page of accounts that fit what was typed; `place` makes an account's address.
pub(super) async fn found(
    app: &App,
    visit: &Visit,
    (asked, list): (&Asked, &str),
    place: impl Fn(Uuid) -> String,
) -> Result<(Vec<Line>, Option<String>, Option<String>)> {
    let typed = asked.q.clone().unwrap_or_default();
    let after = asked.after.clone().unwrap_or_default();
    let all = store::list(&app.db, visit.home.id, typed.trim(), (&after, PAGE + 1)).await?;
    let query = |pairs: &[(&str, &str)]| {
        Some(format!("{list}?{}", serde_urlencoded::to_string(pairs).unwrap_or_default()))
    };
    let last = all.get(PAGE as usize - 1).filter(|_| all.len() > PAGE as usize);
    let next = last.and_then(|last| query(&[("q", &typed), ("after", &last.login)]));
    let first = if after.is_empty() { None } else { query(&[("q", &typed)]) };
    let line = |row: Listed| Line {
        href: place(row.id),
        state: state(row.active, row.revoked_at.is_some(), row.slip_until.is_some()),
        login: row.login,
        name: row.name,
    };
    Ok((all.into_iter().take(PAGE as usize).map(line).collect(), first, next))
}

async fn list(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    let (lines, first, next) =
        found(&app, &visit, (&asked, "/accounts"), |id| format!("/accounts/{id}")).await?;
    let words = ("access-accounts-title", "access-accounts-lead", "/accounts");
    let typed = asked.q.unwrap_or_default();
    let waiting = Some(slips::waiting(&app, &visit.actor, &typed).await?);
    page(Accounts { ui: visit.ui, words, typed, lines, first, next, waiting, form: Form::new() })
}

async fn new(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response> {
    let mut form = Form::new();
    if let Some(person) = asked.person {
        let name = store::person_name(&app.db, visit.home.id, person).await?.ok_or(Error::NotFound)?;
        form = form.preset("person", &person.to_string()).preset("name", &name);
    }
    page(New { ui: visit.ui, form })
}

async fn create(State(app): State<App>, visit: Visit, mut sent: Sent) -> Result<Response> {
    let new = NewAccount {
        login: sent.form.required("login", 50, "access-login-missing"),
        name: sent.form.required("name", 50, "access-name-missing"),
        person: sent.form.uuid("person"),
        email: sent.form.text("email", 200),
    };
    let person = match new.person {
        Some(person) => store::person_name(&app.db, visit.home.id, person).await?.is_some(),
        None => true,
    };
    if !person {
        return Err(Error::NotFound);
    }
    if !sent.form.is_fine() {
        return page_as(StatusCode::UNPROCESSABLE_ENTITY, New { ui: visit.ui, form: sent.form });
    }
    let tx = app.db.begin().await?;
    match create_account(&tx, &app, &visit.actor, &new).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("/accounts/{id}")).into_response())
        }
        Err(Error::Invalid(mistakes)) => {
            let form = sent.form.mistakes(&mistakes);
            page_as(StatusCode::UNPROCESSABLE_ENTITY, New { ui: visit.ui, form })
        }
        Err(other) => Err(other),
    }
}

async fn show(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    let account = store::account(&app.db, visit.home.id, id).await?;
    let now = app.clock.now();
    page(Managed {
        form: Form::new(),
        id,
        state: state(account.password.is_some(), account.revoked_at.is_some(), account.slip_until.is_some()),
        until: account.slip_until.filter(|until| now < *until).map(|until| visit.ui.moment(until)),
        factor: if account.totp.is_some() { "yes" } else { "no" },
        oneself: visit.actor.account == Some(id),
        login: account.login,
        name: account.name,
        ui: visit.ui,
    })
}

async fn revoke(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>, _: Sent) -> Result<Response> {
    revoke_account(&app, &visit.actor, id).await?;
    Ok(Redirect::to(&format!("/accounts/{id}")).into_response())
}

async fn restore(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>, _: Sent) -> Result<Response> {
    restore_account(&app, &visit.actor, id).await?;
    Ok(Redirect::to(&format!("/accounts/{id}")).into_response())
}
