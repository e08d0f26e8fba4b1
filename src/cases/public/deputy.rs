use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use uuid::Uuid;

use super::published::{Listed, listed};
use crate::access::{Sent, Visit, rates};
use crate::base::{
    App, Error, Result,
    form::{Choice, Form, Say},
    page::{Ui, page_as},
};
use crate::bodies::{self, Kind, Organization};
use crate::cases::store;
use crate::people::{self, Deputy};

/// Numbers one address may ask for within an hour: enough for a family, too few to harvest a city.
const NUMBERS: u32 = 10;

#[derive(Template)]
#[template(path = "cases/public/deputy.html")]
struct Profile {
    ui: Ui,
    form: Form,
    deputy: Deputy,
    groups: Vec<Organization>,
    stations: Vec<Organization>,
    offices: Vec<Organization>,
    villages: Vec<Choice>,
    phone: Option<String>,
    lines: Vec<Listed>,
}

/// `GET /deputies/{code}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response> {
    match find(&app, &visit, &typed).await {
        Err(Error::NotFound) => bodies::pages::mistyped(visit.ui, &typed),
        deputy => profile(&app, visit, (deputy?, None), (StatusCode::OK, Form::new())).await,
    }
}

/// `POST /deputies/{code}/contact`: the number, for those who say that they live in the constituency. It is in no
/// page that a crawler gets, and one address is given a few an hour.
pub(super) async fn contact(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
    Sent { mut form, .. }: Sent,
) -> Result<Response> {
    let deputy = find(&app, &visit, &typed).await?;
    if deputy.contact_public != "constituency" {
        return Err(Error::NotFound);
    }
    let wrong = (StatusCode::UNPROCESSABLE_ENTITY, None);
    let (status, phone) = match form.uuid("village") {
        None => {
            form.error("village", "finding-village-missing");
            wrong
        }
        Some(village) => match rates::take(&app, &visit, "contact", NUMBERS).await {
            Err(Error::TooMany(seconds)) => {
                let say = Say::new("finding-too-many").with("minutes", seconds.div_ceil(60));
                form.error_say("village", say);
                (StatusCode::TOO_MANY_REQUESTS, None)
            }
            Err(other) => return Err(other),
            Ok(()) if elects(&app, &visit, &deputy, village).await? => {
                (StatusCode::OK, Some(deputy.phone.clone()))
            }
            Ok(()) => {
                form.error("village", "finding-other-constituency");
                wrong
            }
        },
    };
    profile(&app, visit, (deputy, phone), (status, form)).await
}

/// Whether a village or community is part of the deputy's constituency; of one without parts, whether it is in its
/// town or street.
async fn elects(app: &App, visit: &Visit, deputy: &Deputy, village: Uuid) -> Result<bool> {
    let parts = bodies::store::parts_of(&app.db, visit.home.id, deputy.constituency_id).await?;
    if parts.is_empty() {
        let inside = bodies::store::areas_in(&app.db, visit.home.id, Some(deputy.area_id)).await?;
        return Ok(village == deputy.area_id || inside.iter().any(|area| area.id == village));
    }
    Ok(parts.iter().any(|part| part.id == village))
}

async fn find(app: &App, visit: &Visit, typed: &str) -> Result<Deputy> {
    let code = bodies::pages::short_code(typed).ok_or(Error::NotFound)?;
    people::store::deputy_by_code(&app.db, visit.home.id, &code).await
}

async fn profile(
    app: &App,
    visit: Visit,
    (deputy, phone): (Deputy, Option<String>),
    (status, form): (StatusCode, Form),
) -> Result<Response> {
    let congress = visit.home.id;
    let (groups, stations) = people::store::organizations_of(&app.db, congress, deputy.person_id)
        .await?
        .into_iter()
        .partition(|it: &Organization| it.kind == Kind::Group.word());
    let offices =
        bodies::store::organizations_of(&app.db, congress, Kind::LocalOffice, deputy.area_id).await?;
    let villages = match deputy.contact_public.as_str() {
        "constituency" if phone.is_none() && !deputy.phone.is_empty() => {
            villages(app, congress, &deputy).await?
        }
        _ => Vec::new(),
    };
    let phone = phone.or_else(|| {
        Some(deputy.phone.clone()).filter(|phone| deputy.contact_public == "public" && !phone.is_empty())
    });
    let of = Some(("deputy_id", deputy.person_id));
    let found = store::published(&app.db, congress, of, None).await?;
    let lines = listed(&visit.ui, &found.lines);
    page_as(status, Profile { ui: visit.ui, form, deputy, groups, stations, offices, villages, phone, lines })
}

/// All villages and communities of the town: which of them elect this deputy is not said.
async fn villages(app: &App, congress: Uuid, deputy: &Deputy) -> Result<Vec<Choice>> {
    let inside = bodies::store::areas_in(&app.db, congress, Some(deputy.area_id)).await?;
    if inside.is_empty() {
        return Ok(vec![Choice::new(deputy.area_id.to_string(), deputy.area.clone())]);
    }
    Ok(inside.into_iter().map(|area| Choice::new(area.id.to_string(), area.name)).collect())
}
