use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use uuid::Uuid;

use crate::access::Visit;
use crate::base::{
    App, Error, Result,
    page::{Link, Ui, page},
};
use crate::bodies::{self, Area, Constituency, Kind, Organization};
use crate::people::{Deputy, public::Rules, store};

/// A constituency with what it is made of and whom it elected.
pub(super) struct Group {
    pub(super) constituency: Constituency,
    pub(super) parts: String,
    pub(super) deputies: Vec<Deputy>,
}

#[derive(Template)]
#[template(path = "people/area.html")]
struct Place {
    ui: Ui,
    area: Area,
    town: Option<Area>,
    villages: Vec<Link>,
    groups: Vec<Group>,
    stations: Vec<Organization>,
}

/// `GET /areas/{id}`: a town or street with its constituencies, or a village with its own.
pub(super) async fn show(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let id = Uuid::try_parse(&id).map_err(|_| Error::NotFound)?;
    let congress = visit.home.id;
    let area = bodies::store::area(&app.db, congress, id).await?;
    let inside = bodies::store::areas_in(&app.db, congress, Some(id)).await?;
    let town = match area.parent_id {
        Some(parent) if !matches!(area.kind.as_str(), "town" | "street") => {
            Some(bodies::store::area(&app.db, congress, parent).await?)
        }
        _ => None,
    };
    let villages =
        inside.iter().map(|area| Link::new(format!("/areas/{}", area.id), area.name.clone())).collect();
    let groups = groups(&app, &visit, id).await?;
    let mut stations = bodies::store::organizations_of(&app.db, congress, Kind::Station, id).await?;
    if let (true, Some(town)) = (stations.is_empty(), &town) {
        stations = bodies::store::organizations_of(&app.db, congress, Kind::Station, town.id).await?;
    }
    page(Place { ui: visit.ui, area, town, villages, groups, stations })
}

/// The constituencies of an area with their deputies, as everybody sees them.
pub(super) async fn groups(app: &App, visit: &Visit, area: Uuid) -> Result<Vec<Group>> {
    let congress = visit.home.id;
    let Some(term) = bodies::store::term_on(&app.db, congress, app.clock.today()).await? else {
        return Ok(Vec::new());
    };
    let rules = Rules::of(&app.db, app, congress).await?;
    let mut groups = Vec::new();
    for constituency in bodies::store::constituencies_of(&app.db, congress, term.id, area).await? {
        let parts = bodies::store::parts_of(&app.db, congress, constituency.id).await?;
        let parts = parts.into_iter().map(|part| part.name).collect::<Vec<_>>().join("、");
        let deputies = store::deputies_of(&app.db, congress, constituency.id).await?;
        let deputies = rules.listed(deputies, &visit.ui.t("finding-unnamed"));
        groups.push(Group { constituency, parts, deputies });
    }
    Ok(groups)
}
