use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use uuid::Uuid;

use super::{Asked, NAME, by_town, needed};
use crate::access::{Sent, Visit};
use crate::base::{
    App, Error, Result,
    form::{Choice, Form},
    page::{Link, Ui, page_as},
};
use crate::bodies::acts::{NewConstituency, add_constituency};
use crate::bodies::store;

/// A constituency of the list.
struct Row {
    number: i64,
    name: String,
    parts: String,
    seats: i64,
}

#[derive(Template)]
#[template(path = "registers/constituencies.html")]
struct Constituencies {
    ui: Ui,
    form: Form,
    towns: Vec<Link>,
    /// The town shown; empty for none.
    within: String,
    rows: Vec<Row>,
    parts: Vec<Choice>,
    term: String,
}

/// `GET /registers/constituencies?in=…`
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
    let congress = visit.home.id;
    let towns = by_town(app, &visit, ("/registers/constituencies", town)).await?;
    let term = store::term_on(&app.db, congress, app.clock.today()).await?;
    let (mut rows, mut parts) = (Vec::new(), Vec::new());
    if let (Some(town), Some(term)) = (town, &term) {
        store::area(&app.db, congress, town).await?;
        for one in store::constituencies_of(&app.db, congress, term.id, town).await? {
            let names = store::parts_of(&app.db, congress, one.id).await?;
            let names: Vec<String> = names.into_iter().map(|area| area.name).collect();
            let parts = names.join(&visit.ui.t("registers-comma"));
            rows.push(Row { number: one.number, name: one.name, parts, seats: one.seats });
        }
        let areas = store::areas_in(&app.db, congress, Some(town)).await?;
        parts = areas.into_iter().map(|area| Choice::new(area.id.to_string(), area.name)).collect();
    }
    let within = town.map(|town| town.to_string()).unwrap_or_default();
    let term = term.map(|term| term.name).unwrap_or_default();
    page_as(status, Constituencies { ui: visit.ui, form, towns, within, rows, parts, term })
}

/// `POST /registers/constituencies`: one more constituency of a town or street.
pub(super) async fn add(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let mut form = sent.form.at("add");
    let town = form.uuid("in");
    let read = read(&app, &visit, (&mut form, town)).await?;
    let (Some(new), true) = (read, form.is_fine()) else {
        return shown(&app, visit, town, (StatusCode::UNPROCESSABLE_ENTITY, form)).await;
    };
    let tx = app.db.begin().await?;
    match add_constituency(&tx, &app, &visit.actor, &new).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("/registers/constituencies?in={}", new.area)).into_response())
        }
        Err(Error::Invalid(mistakes)) => {
            drop(tx);
            let form = form.mistakes(&mistakes);
            shown(&app, visit, town, (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
        Err(other) => Err(other),
    }
}

async fn read(
    app: &App,
    visit: &Visit,
    (form, town): (&mut Form, Option<Uuid>),
) -> Result<Option<NewConstituency>> {
    let congress = visit.home.id;
    let term = store::term_on(&app.db, congress, app.clock.today()).await?;
    let term = term.ok_or_else(|| Error::conflict("registers-no-term"))?.id;
    let towns = store::towns(&app.db, congress).await?;
    let town = town.filter(|town| towns.iter().any(|known| known.id == *town));
    let town = needed(form, "", town, "registers-town-missing");
    let number = form.whole("number", 1, 9999);
    let number = needed(form, "number", number, "registers-number-missing");
    let name = form.required("name", NAME, "registers-name-missing");
    let seats = form.whole("seats", 1, 3);
    let seats = needed(form, "seats", seats, "bodies-seats-one-to-three");
    let (Some(area), Some(number), Some(seats)) = (town, number, seats) else { return Ok(None) };
    let known: Vec<String> = store::areas_in(&app.db, congress, Some(area))
        .await?
        .into_iter()
        .map(|area| area.id.to_string())
        .collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let parts = form.choices_of("parts", &known);
    let parts = parts.iter().filter_map(|part| Uuid::try_parse(part).ok()).collect();
    Ok(Some(NewConstituency { term, area, parts, number, name, seats }))
}
