//! Approved leave: whoever is away, why, from when to when. On these days nothing is owed where the charter says so.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use uuid::Uuid;

use super::needed;
use crate::access::{Permit, Sent, Visit};
use crate::base::{
    App, Error, Result, Tx,
    form::{Choice, Form},
    page::{Link, Ui, page_as},
};
use crate::people::acts::{end_leave, give_leave};
use crate::people::store::{Leave, leaves};
use crate::people::{LEAVES, meant};

/// Rows of a page.
const PAGE: usize = 50;

/// Which leave, on which page, and which of it is to be ended.
#[derive(Debug, Default, serde::Deserialize)]
pub(super) struct Asked {
    show: Option<String>,
    page: Option<usize>,
    end: Option<Uuid>,
}

#[derive(Template)]
#[template(path = "registers/leaves.html")]
struct Leaves {
    ui: Ui,
    form: Form,
    filters: Vec<Link>,
    past: bool,
    rows: Vec<Leave>,
    first: Option<String>,
    next: Option<String>,
    reasons: Vec<Choice>,
    people: Vec<Choice>,
    ending: Option<Leave>,
    may_register: bool,
}

/// `GET /leaves`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let today = app.clock.today().to_string();
    let form = Form::new().preset_in("end", "to_on", &today).preset_in("add", "from_on", &today);
    shown(&app, visit, &asked, ((StatusCode::OK, form), Vec::new())).await
}

async fn shown(
    app: &App,
    visit: Visit,
    asked: &Asked,
    ((status, form), people): ((StatusCode, Form), Vec<Choice>),
) -> Result<Response> {
    let today = app.clock.today();
    let all = leaves(&app.db, visit.home.id, None).await?;
    let past = asked.show.as_deref() == Some("past");
    let (ended, lasting): (Vec<Leave>, Vec<Leave>) =
        all.into_iter().partition(|leave| leave.to_on.is_some_and(|to| to < today));
    let filter = |href: &str, key: &str, here, n: usize| {
        Link::new(href, visit.ui.t(key)).here(here).count(u64::try_from(n).unwrap_or_default())
    };
    let filters = vec![
        filter("/leaves", "registers-leaves-now", !past, lasting.len()),
        filter("/leaves?show=past", "registers-leaves-past", past, ended.len()),
    ];
    let ending = lasting.iter().find(|leave| Some(leave.id) == asked.end && is_given(leave)).cloned();
    let shown = if past { ended } else { lasting };
    let page = asked.page.unwrap_or_default().min(shown.len() / PAGE);
    let here = if past { "/leaves?show=past&page=" } else { "/leaves?page=" };
    let next = (shown.len() > (page + 1) * PAGE).then(|| format!("{here}{}", page + 1));
    page_as(
        status,
        Leaves {
            form,
            filters,
            past,
            first: (page > 0).then(|| format!("{here}0")),
            next,
            rows: shown.into_iter().skip(page * PAGE).take(PAGE).collect(),
            reasons: visit.ui.choices("people-leave", &LEAVES),
            people,
            ending,
            may_register: visit.actor.may(Permit::RegisterKeep),
            ui: visit.ui,
        },
    )
}

/// A mandate that rests is taken up with the seat, not ended here.
fn is_given(leave: &Leave) -> bool {
    LEAVES.contains(&leave.reason.as_str())
}

/// `POST /leaves`: leave is approved.
pub(super) async fn add(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let mut form = sent.form.at("add");
    let (person, people) = meant(&app, visit.home.id, &mut form, "person", app.clock.today()).await?;
    let reason = form.choice("reason", &LEAVES);
    let reason = LEAVES.into_iter().find(|it| reason.as_deref() == Some(it));
    let reason = needed(&mut form, "reason", reason, "registers-leave-reason-missing");
    let from_on = form.date("from_on");
    let from_on = needed(&mut form, "from_on", from_on, "registers-day-missing");
    let to_on = form.date("to_on");
    let given = person.zip(reason).zip(from_on).filter(|_| form.is_fine());
    let outcome = match given {
        Some((who, from_on)) => {
            let tx = app.db.begin().await?;
            let outcome = give_leave(&tx, &app, &visit.actor, who, (from_on, to_on)).await;
            settled(tx, outcome).await
        }
        None => Err(Error::Invalid(Vec::new())),
    };
    match outcome {
        Ok(_) => Ok(Redirect::to("/leaves").into_response()),
        Err(Error::Invalid(mistakes)) => {
            let form = (StatusCode::UNPROCESSABLE_ENTITY, form.mistakes(&mistakes));
            shown(&app, visit, &Asked::default(), (form, people)).await
        }
        Err(other) => Err(other),
    }
}

async fn settled<T>(tx: Tx, outcome: Result<T>) -> Result<T> {
    let done = outcome?;
    tx.commit().await?;
    Ok(done)
}

/// `POST /leaves/{id}/end`: somebody is back earlier.
pub(super) async fn end(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form.at("end");
    let all = leaves(&app.db, visit.home.id, None).await?;
    let leave = all.into_iter().find(|leave| leave.id == id && is_given(leave)).ok_or(Error::NotFound)?;
    let to_on = form.date("to_on");
    let to_on = needed(&mut form, "to_on", to_on, "registers-day-missing");
    if to_on.is_some_and(|to| to < leave.from_on || leave.to_on.is_some_and(|last| to >= last)) {
        form.error("to_on", "registers-leave-end-outside");
    }
    let Some(to_on) = to_on.filter(|_| form.is_fine()) else {
        let asked = Asked { end: Some(id), ..Asked::default() };
        return shown(&app, visit, &asked, ((StatusCode::UNPROCESSABLE_ENTITY, form), Vec::new())).await;
    };
    let tx = app.db.begin().await?;
    end_leave(&tx, &app, &visit.actor, id, to_on).await?;
    tx.commit().await?;
    Ok(Redirect::to("/leaves").into_response())
}
