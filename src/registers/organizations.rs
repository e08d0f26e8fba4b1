use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{NAME, needed};
use crate::access::{Sent, Visit};
use crate::base::{
    App, Result,
    form::{Choice, Form},
    page::{Link, Ui, page_as},
};
use crate::bodies::acts::{NewOrganization, add_organization};
use crate::bodies::{Kind, Organization, store};

#[derive(Template)]
#[template(path = "registers/organizations.html")]
struct Organizations {
    ui: Ui,
    form: Form,
    kinds: Vec<Link>,
    kind: &'static str,
    rows: Vec<Organization>,
    areas: Vec<Choice>,
    parents: Vec<Choice>,
}

/// Which kind is listed.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    kind: Option<String>,
}

fn kind_of(word: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.word() == word)
}

/// `GET /registers/organizations?kind=organ`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let kind = asked.kind.as_deref().and_then(kind_of).unwrap_or(Kind::LocalOffice);
    shown(&app, visit, kind, (StatusCode::OK, Form::new())).await
}

async fn shown(app: &App, visit: Visit, kind: Kind, (status, form): (StatusCode, Form)) -> Result<Response> {
    let (ui, congress) = (visit.ui, visit.home.id);
    let kinds = Kind::ALL
        .into_iter()
        .map(|it| {
            let label = ui.word("registers-kind", it.word());
            Link::new(format!("/registers/organizations?kind={}", it.word()), label).here(it == kind)
        })
        .collect();
    let rows = store::organizations(&app.db, congress, kind).await?;
    let areas = towns(app, congress).await?;
    let parents = parents(app, congress, kind).await?;
    page_as(status, Organizations { ui, form, kinds, kind: kind.word(), rows, areas, parents })
}

async fn towns(app: &App, congress: Uuid) -> Result<Vec<Choice>> {
    let towns = store::towns(&app.db, congress).await?;
    Ok(towns.into_iter().map(|area| Choice::new(area.id.to_string(), area.name)).collect())
}

/// What an organization of a kind may belong to.
async fn parents(app: &App, congress: Uuid, kind: Kind) -> Result<Vec<Choice>> {
    let above = match kind {
        Kind::Group | Kind::Home | Kind::Station => Kind::LocalOffice,
        Kind::Commission | Kind::WorkingBody => Kind::StandingCommittee,
        _ => return Ok(Vec::new()),
    };
    let above = store::organizations(&app.db, congress, above).await?;
    Ok(above.into_iter().map(|it| Choice::new(it.id.to_string(), it.name)).collect())
}

/// One of the answers offered, as an id.
fn chosen(form: &mut Form, field: &str, offered: &[Choice]) -> Option<Uuid> {
    let known: Vec<&str> = offered.iter().map(|choice| choice.code.as_str()).collect();
    form.choice(field, &known).and_then(|id| Uuid::try_parse(&id).ok())
}

/// `POST /registers/organizations`: one more organization.
pub(super) async fn add(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let mut form = sent.form.at("add");
    let congress = visit.home.id;
    let kind = kind_of(form.value("kind"));
    let kind = needed(&mut form, "", kind, "registers-kind-missing");
    let shown_kind = kind.unwrap_or(Kind::LocalOffice);
    let rows = store::organizations(&app.db, congress, shown_kind).await?;
    let name = form.required("name", NAME, "registers-name-missing");
    if rows.iter().any(|other| other.name == name) {
        form.error("name", "registers-organization-there");
    }
    let short_name = form.text("short_name", NAME);
    let new = NewOrganization {
        kind: shown_kind,
        short_name: if short_name.is_empty() { name.clone() } else { short_name },
        name,
        area: chosen(&mut form, "area", &towns(&app, congress).await?),
        parent: chosen(&mut form, "parent", &parents(&app, congress, shown_kind).await?),
        rank: i64::try_from(rows.len()).unwrap_or(i64::MAX),
        address: form.text("address", 200),
        phone: form.phone("phone").unwrap_or_default(),
        hours: form.text("hours", 200),
        from_on: app.clock.today(),
    };
    if !form.is_fine() {
        return shown(&app, visit, shown_kind, (StatusCode::UNPROCESSABLE_ENTITY, form)).await;
    }
    let tx = app.db.begin().await?;
    add_organization(&tx, &app, &visit.actor, &new).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/registers/organizations?kind={}", shown_kind.word())).into_response())
}
