use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::area::{Group, groups};
use crate::access::Visit;
use crate::base::{
    App, Error, Result,
    page::{Link, Ui, page},
};
use crate::bodies::{self, Area};
use crate::people::{Deputy, Order, map, public::Rules, store, wanted};

/// Most names one search shows.
const MOST: i64 = 60;

/// Most places whose deputies one search shows at once; of the rest only the names.
const WHOLE: usize = 6;

/// What is looked for, and in which order the whole list stands.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    order: String,
}

/// A place with the town it lies in, and who is elected there.
struct Found {
    area: Area,
    town: String,
    groups: Vec<Group>,
}

/// A town on the picture.
struct Spot {
    href: String,
    label: String,
    x: i64,
    y: i64,
}

/// What a search came to.
#[derive(Default)]
struct Results {
    places: Vec<Found>,
    listed: Vec<Deputy>,
    /// Nothing was right; these are the nearest.
    near: bool,
    /// Some of them are called the same.
    same: bool,
}

#[derive(Template)]
#[template(path = "people/find.html")]
struct Find {
    ui: Ui,
    typed: String,
    towns: Vec<Area>,
    spots: Vec<Spot>,
    height: i64,
    results: Results,
    orders: Vec<Link>,
    searched: bool,
    ordered: bool,
}

/// `GET /deputies`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let congress = visit.home.id;
    let typed: String = asked.q.trim().chars().take(50).collect();
    let searched = !typed.is_empty();
    if let Some(place) = by_code(&app, congress, &typed).await? {
        return Ok(Redirect::to(&place).into_response());
    }
    let order = match asked.order.as_str() {
        "strokes" => Some(Order::Strokes),
        "pinyin" => Some(Order::Pinyin),
        "district" => Some(Order::District),
        _ => None,
    };
    let mut results = Results::default();
    if searched {
        results = search(&app, &visit, &typed).await?;
    } else if let Some(order) = order {
        let rules = Rules::of(&app.db, &app, congress).await?;
        let all = store::deputies(&app.db, congress, order).await?;
        results.listed = rules.listed(all.to_vec(), &visit.ui.t("finding-unnamed"));
    }
    let orders = ["strokes", "pinyin", "district"]
        .map(|code| {
            let link = Link::new(format!("/deputies?order={code}"), visit.ui.word("finding-order", code));
            link.here(!searched && asked.order == code)
        })
        .to_vec();
    let ordered = order.is_some() && !searched;
    let towns = bodies::store::towns(&app.db, congress).await?;
    let (spots, height) =
        if searched || ordered { (Vec::new(), 0) } else { picture(&app, congress, &towns).await? };
    page(Find { ui: visit.ui, typed, towns, spots, height, results, orders, searched, ordered })
}

/// Where a short code that was typed from a card leads.
async fn by_code(app: &App, congress: Uuid, typed: &str) -> Result<Option<String>> {
    let Some(code) = bodies::pages::short_code(typed) else { return Ok(None) };
    let there = |place: String, found: Result<()>| match found {
        Ok(()) => Ok(Some(place)),
        Err(Error::NotFound) => Ok(None),
        Err(other) => Err(other),
    };
    let deputy = store::deputy_by_code(&app.db, congress, &code).await.map(|_| ());
    if let Some(place) = there(format!("/deputies/{code}"), deputy)? {
        return Ok(Some(place));
    }
    let station = bodies::store::organization_by_code(&app.db, congress, &code).await;
    let station = station.and_then(|it| {
        if matches!(it.kind.as_str(), "station" | "home") { Ok(()) } else { Err(Error::NotFound) }
    });
    if let Some(place) = there(format!("/stations/{code}"), station)? {
        return Ok(Some(place));
    }
    match bodies::store::constituency_by_code(&app.db, congress, &code).await {
        Ok(found) => Ok(Some(format!("/areas/{}", found.area_id))),
        Err(Error::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

async fn search(app: &App, visit: &Visit, typed: &str) -> Result<Results> {
    let congress = visit.home.id;
    let rules = Rules::of(&app.db, app, congress).await?;
    let areas = bodies::store::every_area(&app.db, congress).await?;
    let mut places = wanted::places(typed, &areas);
    let mut listed = match rules.names_are_public() {
        true => store::deputies_named(&app.db, congress, &wanted::tidied(typed), MOST).await?,
        false => Vec::new(),
    };
    if places.is_empty() && listed.is_empty() {
        let roads = wanted::by_road(typed, &bodies::store::addresses(&app.db, congress).await?);
        places = areas.iter().filter(|area| roads.contains(&area.id)).collect();
    }
    let near = places.is_empty() && listed.is_empty();
    if near {
        let names: Vec<String> = areas.iter().map(|area| area.name.clone()).collect();
        places = wanted::nearest(typed, &names).into_iter().map(|nth| &areas[nth]).collect();
        if rules.names_are_public() {
            let all = store::deputies(&app.db, congress, Order::Strokes).await?;
            let names: Vec<String> = all.iter().map(|one| one.name.clone()).collect();
            let close = wanted::nearest(typed, &names);
            let close = all.iter().enumerate().filter(|(nth, _)| close.contains(nth));
            listed = close.map(|(_, one)| one.clone()).collect();
        }
    }
    let mut found = Vec::new();
    for area in places.into_iter().take(MOST as usize) {
        let is_town = matches!(area.kind.as_str(), "town" | "street" | "city");
        let town = areas.iter().find(|town| Some(town.id) == area.parent_id && town.kind != "city");
        let whole = !is_town && found.len() < WHOLE;
        let groups = if whole { groups(app, visit, area.id).await? } else { Vec::new() };
        let town = town.map(|town| town.name.clone()).unwrap_or_default();
        found.push(Found { area: area.clone(), town, groups });
    }
    let near = near && !(found.is_empty() && listed.is_empty());
    let listed = rules.listed(listed, &visit.ui.t("finding-unnamed"));
    Ok(Results { same: namesakes(&listed), places: found, listed, near })
}

fn namesakes(listed: &[Deputy]) -> bool {
    let mut seen: HashMap<&str, Uuid> = HashMap::new();
    listed
        .iter()
        .any(|one| seen.insert(&one.name, one.person_id).is_some_and(|before| before != one.person_id))
}

/// The towns as a picture with links.
async fn picture(app: &App, congress: Uuid, towns: &[Area]) -> Result<(Vec<Spot>, i64)> {
    let known: HashMap<Uuid, _> =
        bodies::store::town_positions(&app.db, congress).await?.into_iter().collect();
    let positions: Vec<_> = towns.iter().map(|town| known.get(&town.id).copied().flatten()).collect();
    let (places, height) = map::spread(&positions);
    let spot = |(town, at): (&Area, map::Spot)| Spot {
        href: format!("/areas/{}", town.id),
        label: town.name.chars().take(7).collect(),
        x: at.x,
        y: at.y,
    };
    Ok((towns.iter().zip(places).map(spot).collect(), height))
}
