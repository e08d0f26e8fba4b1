use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use uuid::Uuid;

use super::acts::{NewDeputy, end_mandate, enter_deputy};
use super::{Asked, NAME, by_town, needed};
use crate::access::{Sent, Visit};
use crate::base::{
    App, Error, Result,
    form::{Choice, Form},
    page::{Link, Ui, page_as},
};
use crate::bodies::{Kind, store};
use crate::people::acts::NewPerson;
use crate::people::store::{deputies_in, deputy};
use crate::people::{Deputy, EndReason, FIELDS};

#[derive(Template)]
#[template(path = "registers/deputies.html")]
struct Deputies {
    ui: Ui,
    form: Form,
    towns: Vec<Link>,
    /// The town shown; empty for none.
    within: String,
    rows: Vec<Deputy>,
    offered: Offered,
}

/// What the form to enter a deputy offers.
#[derive(Default)]
struct Offered {
    sexes: Vec<Choice>,
    fields: Vec<Choice>,
    constituencies: Vec<Choice>,
    groups: Vec<Choice>,
    stations: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "registers/deputy.html")]
struct One {
    ui: Ui,
    form: Form,
    deputy: Deputy,
    reasons: Vec<Choice>,
}

async fn offered(app: &App, visit: &Visit, town: Option<Uuid>) -> Result<Offered> {
    let congress = visit.home.id;
    let term = store::term_on(&app.db, congress, app.clock.today()).await?;
    let (Some(town), Some(term)) = (town, term) else { return Ok(Offered::default()) };
    let constituencies = store::constituencies_of(&app.db, congress, term.id, town).await?;
    let organizations = async |kind| {
        let all = store::organizations(&app.db, congress, kind).await?;
        Ok::<_, Error>(all.into_iter().map(|it| Choice::new(it.id.to_string(), it.name)).collect())
    };
    Ok(Offered {
        sexes: visit.ui.choices("registers-sex", &["female", "male"]),
        fields: visit.ui.choices("people-field", &FIELDS),
        constituencies: constituencies
            .into_iter()
            .map(|it| Choice::new(it.id.to_string(), it.name))
            .collect(),
        groups: organizations(Kind::Group).await?,
        stations: organizations(Kind::Station).await?,
    })
}

/// `GET /registers/deputies?in=…`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    shown(&app, visit, asked.within, (StatusCode::OK, Form::new())).await
}

async fn shown(
    app: &App,
    visit: Visit,
    town: Option<Uuid>,
    (status, form): (StatusCode, Form),
) -> Result<Response> {
    let towns = by_town(app, &visit, ("/registers/deputies", town)).await?;
    let rows = match town {
        Some(town) => deputies_in(&app.db, visit.home.id, town).await?,
        None => Vec::new(),
    };
    let offered = offered(app, &visit, town).await?;
    let within = town.map(|town| town.to_string()).unwrap_or_default();
    page_as(status, Deputies { ui: visit.ui, form, towns, within, rows, offered })
}

/// One of the answers offered, as an id.
fn chosen(form: &mut Form, field: &str, offered: &[Choice]) -> Option<Uuid> {
    let known: Vec<&str> = offered.iter().map(|choice| choice.code.as_str()).collect();
    form.choice(field, &known).and_then(|id| Uuid::try_parse(&id).ok())
}

fn read(form: &mut Form, offered: &Offered) -> Option<NewDeputy> {
    let name = form.required("name", NAME, "registers-name-missing");
    let sex = form.choice("sex", &["female", "male"]);
    let sex = needed(form, "sex", sex, "registers-sex-missing");
    let field = form.choice("field", &FIELDS);
    let person = NewPerson {
        name,
        sex: if sex.as_deref() == Some("male") { "male" } else { "female" },
        unit: form.text("unit", 100),
        post: form.text("post", 100),
        phone: form.phone("phone").unwrap_or_default(),
        email: String::new(),
        field: field.and_then(|code| FIELDS.into_iter().find(|it| *it == code)).unwrap_or_default(),
    };
    let constituency = chosen(form, "constituency", &offered.constituencies);
    let constituency = needed(form, "constituency", constituency, "registers-constituency-missing");
    let from_on = form.date("from_on");
    let from_on = needed(form, "from_on", from_on, "registers-day-missing");
    let group = chosen(form, "group", &offered.groups);
    let station = chosen(form, "station", &offered.stations);
    if !form.is_fine() {
        return None;
    }
    Some(NewDeputy { person, constituency: constituency?, from_on: from_on?, group, station })
}

/// `POST /registers/deputies`: one more deputy.
pub(super) async fn add(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let mut form = sent.form.at("add");
    let town = form.uuid("in");
    let offered = offered(&app, &visit, town).await?;
    let Some(new) = read(&mut form, &offered) else {
        return shown(&app, visit, town, (StatusCode::UNPROCESSABLE_ENTITY, form)).await;
    };
    match enter_deputy(&app, &visit.actor, &new).await {
        Ok(_) => {
            let query = town.map(|id| format!("?in={id}")).unwrap_or_default();
            Ok(Redirect::to(&format!("/registers/deputies{query}")).into_response())
        }
        Err(Error::Invalid(mistakes)) => {
            let form = form.mistakes(&mistakes);
            shown(&app, visit, town, (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
        Err(other) => Err(other),
    }
}

/// `GET /registers/deputies/{id}`: a sitting deputy, and the form that ends the seat.
pub(super) async fn show_one(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    one(&app, visit, id, (StatusCode::OK, Form::new())).await
}

async fn one(app: &App, visit: Visit, id: Uuid, (status, form): (StatusCode, Form)) -> Result<Response> {
    let deputy = deputy(&app.db, visit.home.id, id).await?.ok_or(Error::NotFound)?;
    let reasons = visit.ui.choices("registers-end", &EndReason::ALL.map(EndReason::word));
    page_as(status, One { ui: visit.ui, form, deputy, reasons })
}

/// `POST /registers/deputies/{id}/end`
pub(super) async fn end(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let mut form = sent.form;
    let town = deputy(&app.db, visit.home.id, id).await?.ok_or(Error::NotFound)?.area_id;
    let on = form.date("on");
    let on = needed(&mut form, "on", on, "registers-day-missing");
    let reason = form.choice("reason", &EndReason::ALL.map(EndReason::word));
    let reason = EndReason::ALL.into_iter().find(|it| reason.as_deref() == Some(it.word()));
    let reason = needed(&mut form, "reason", reason, "registers-reason-missing");
    let (Some(on), Some(reason)) = (on, reason) else {
        return one(&app, visit, id, (StatusCode::UNPROCESSABLE_ENTITY, form)).await;
    };
    match end_mandate(&app, &visit.actor, id, (on, reason)).await {
        Ok(()) => Ok(Redirect::to(&format!("/registers/deputies?in={town}")).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let form = form.mistakes(&mistakes);
            one(&app, visit, id, (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
        Err(other) => Err(other),
    }
}
