//! What those who left leave behind: their voters' open opinions, and the roles of their accounts.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use crate::access::{Permit, Sent, Visit};
use crate::base::{
    App, Error, Result,
    form::{Choice, Form},
    page::{Ui, page_as},
};
use crate::exchange::changeover::leavers::{self, Holds, Matter};

/// Opinions on one page.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "exchange/changeover/leavers.html")]
struct Matters {
    ui: Ui,
    form: Form,
    matters: Vec<Matter>,
    /// Those who sit, by town: by name, with where they were elected.
    deputies: BTreeMap<Uuid, Vec<Choice>>,
    /// How many there are in all.
    all: usize,
    done: usize,
    may_accounts: bool,
}

impl Matters {
    /// Those who may be chosen for an opinion: the deputies of its town.
    fn choices(&self, matter: &Matter) -> &[Choice] {
        matter.town.and_then(|town| self.deputies.get(&town)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a deputy is chosen, or proposed, for an opinion.
    fn is_chosen(&self, matter: &Matter, code: &str) -> bool {
        let field = format!("to-{}", matter.left.id);
        if self.form.is_fine() {
            matter.successor.is_some_and(|one| one.to_string() == *code)
        } else {
            self.form.value(&field) == code
        }
    }
}

/// How many were just handed on.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Done {
    done: Option<usize>,
}

/// `GET /leavers`
pub(super) async fn matters(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Done>,
) -> Result<Response> {
    let done = asked.done.unwrap_or_default();
    listed(&app, visit, (StatusCode::OK, Form::new()), done).await
}

async fn listed(
    app: &App,
    visit: Visit,
    (status, form): (StatusCode, Form),
    done: usize,
) -> Result<Response> {
    let (mut matters, sitting) = leavers::matters(&app.db, visit.home.id).await?;
    let all = matters.len();
    matters.truncate(PAGE);
    let mut deputies: BTreeMap<Uuid, Vec<Choice>> = BTreeMap::new();
    for one in sitting.iter() {
        let label = format!("{}（{}）", one.name, one.constituency);
        deputies.entry(one.area_id).or_default().push(Choice::new(one.person_id.to_string(), label));
    }
    let may_accounts = visit.actor.may(Permit::GrantsManage);
    page_as(status, Matters { ui: visit.ui, form, matters, deputies, all, done, may_accounts })
}

/// `POST /leavers`: each opinion goes to the deputy chosen for it; where none is chosen it stays.
pub(super) async fn handed_on(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let pair = |(name, value): (&str, &str)| {
        let case = name.strip_prefix("to-")?.parse::<Uuid>().ok()?;
        Some((case, value.parse::<Uuid>().ok()?))
    };
    let chosen: Vec<(Uuid, Uuid)> = sent.form.pairs().filter_map(pair).collect();
    match leavers::hand_on(&app, &visit.actor, &chosen).await {
        Ok(n) => Ok(Redirect::to(&format!("/leavers?done={n}")).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let form = sent.form.mistakes(&mistakes);
            listed(&app, visit, (StatusCode::UNPROCESSABLE_ENTITY, form), 0).await
        }
        Err(other) => Err(other),
    }
}

#[derive(Template)]
#[template(path = "exchange/changeover/accounts.html")]
struct Accounts {
    ui: Ui,
    form: Form,
    holds: Vec<Holds>,
    done: usize,
}

impl Accounts {
    /// Chosen, or proposed: whoever has no suggestion open.
    fn is_chosen(&self, one: &Holds) -> bool {
        if self.form.is_fine() {
            one.own == 0
        } else {
            self.form.values("account").contains(&one.account.to_string())
        }
    }
}

/// `GET /leavers/accounts`
pub(super) async fn accounts(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Done>,
) -> Result<Response> {
    let holds = leavers::accounts(&app.db, visit.home.id).await?;
    let done = asked.done.unwrap_or_default();
    page_as(StatusCode::OK, Accounts { ui: visit.ui, form: Form::new(), holds, done })
}

/// `POST /leavers/accounts`: the roles that go with seats are taken from those chosen.
pub(super) async fn taken(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let chosen: BTreeSet<Uuid> =
        sent.form.values("account").iter().filter_map(|value| value.parse().ok()).collect();
    match leavers::take_roles(&app, &visit.actor, &chosen).await {
        Ok(n) => Ok(Redirect::to(&format!("/leavers/accounts?done={n}")).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let form = sent.form.mistakes(&mistakes);
            let holds = leavers::accounts(&app.db, visit.home.id).await?;
            let page = Accounts { ui: visit.ui, form, holds, done: 0 };
            page_as(StatusCode::UNPROCESSABLE_ENTITY, page)
        }
        Err(other) => Err(other),
    }
}
