use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use uuid::Uuid;

use super::{Asked, NAME, needed};
use crate::access::{Sent, Visit};
use crate::base::{
    App, Result,
    form::{Choice, Form},
    page::{Link, Ui, page_as},
};
use crate::bodies::acts::{NewArea, add_area};
use crate::bodies::{Area, store};

#[derive(Template)]
#[template(path = "registers/areas.html")]
struct Areas {
    ui: Ui,
    form: Form,
    /// The area whose parts these are; empty for the congress itself.
    within: String,
    name: String,
    /// The one above, to go back to.
    above: Option<Link>,
    rows: Vec<(Link, String)>,
    kinds: Vec<Choice>,
}

/// What an area is made of.
fn kinds_in(area: Option<&Area>) -> &'static [&'static str] {
    match area.map(|area| area.kind.as_str()) {
        None | Some("city") => &["town", "street"],
        Some("town" | "street") => &["village", "community"],
        _ => &[],
    }
}

/// The area asked for; else the city.
async fn place(app: &App, visit: &Visit, asked: Option<Uuid>) -> Result<Option<Area>> {
    match asked {
        Some(id) => store::area(&app.db, visit.home.id, id).await.map(Some),
        None => {
            let top = store::areas_in(&app.db, visit.home.id, None).await?;
            Ok(top.into_iter().find(|area| area.kind == "city"))
        }
    }
}

/// `GET /registers/areas?in=…`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let area = place(&app, &visit, asked.within).await?;
    shown(&app, visit, area, (StatusCode::OK, Form::new())).await
}

async fn shown(
    app: &App,
    visit: Visit,
    area: Option<Area>,
    (status, form): (StatusCode, Form),
) -> Result<Response> {
    let (ui, congress) = (visit.ui, visit.home.id);
    let parts = store::areas_in(&app.db, congress, area.as_ref().map(|area| area.id)).await?;
    let link = |area: Area| {
        let kind = ui.word("registers-area", &area.kind);
        (Link::new(format!("/registers/areas?in={}", area.id), area.name), kind)
    };
    let rows = parts.into_iter().map(link).collect();
    let above = match area.as_ref().and_then(|area| area.parent_id) {
        Some(parent) => Some(store::area(&app.db, congress, parent).await?),
        None => None,
    };
    let above = above.map(|area| Link::new(format!("/registers/areas?in={}", area.id), area.name));
    let kinds = ui.choices("registers-area", kinds_in(area.as_ref()));
    let within = area.as_ref().map(|area| area.id.to_string()).unwrap_or_default();
    let name = area.map(|area| area.name).unwrap_or_default();
    page_as(status, Areas { ui, form, within, name, above, rows, kinds })
}

/// `POST /registers/areas`: one more part of an area.
pub(super) async fn add(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let mut form = sent.form.at("add");
    let asked = form.uuid("in");
    let area = place(&app, &visit, asked).await?;
    let parent = area.as_ref().map(|area| area.id);
    let kinds = kinds_in(area.as_ref());
    let name = form.required("name", NAME, "registers-name-missing");
    let kind = form.choice("kind", kinds);
    let kind = needed(&mut form, "kind", kind, "registers-kind-missing");
    let beside = store::areas_in(&app.db, visit.home.id, parent).await?;
    if beside.iter().any(|other| other.name == name) {
        form.error("name", "registers-area-there");
    }
    let kind = kind.and_then(|kind| kinds.iter().find(|known| **known == kind));
    let (Some(kind), true) = (kind, form.is_fine()) else {
        return shown(&app, visit, area, (StatusCode::UNPROCESSABLE_ENTITY, form)).await;
    };
    let rank = i64::try_from(beside.len()).unwrap_or(i64::MAX);
    let tx = app.db.begin().await?;
    add_area(&tx, &app, &visit.actor, &NewArea { parent, kind, name, rank }).await?;
    tx.commit().await?;
    let query = parent.map(|id| format!("?in={id}")).unwrap_or_default();
    Ok(Redirect::to(&format!("/registers/areas{query}")).into_response())
}
