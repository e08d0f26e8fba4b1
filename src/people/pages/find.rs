use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;

use crate::access::Visit;
use crate::base::{
    App, Result,
    page::{Link, Ui, page},
};
use crate::bodies::{self, Area};
use crate::people::{Deputy, Order, store};

/// Most names and places one search shows.
const MOST: i64 = 60;

/// What is looked for, and in which order the whole list stands.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    order: String,
}

/// A village or community with the town it lies in.
struct Village {
    area: Area,
    town: String,
}

#[derive(Template)]
#[template(path = "people/find.html")]
struct Find {
    ui: Ui,
    typed: String,
    towns: Vec<Area>,
    villages: Vec<Village>,
    orders: Vec<Link>,
    listed: Vec<Deputy>,
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
    let order = match asked.order.as_str() {
        "strokes" => Some(Order::Strokes),
        "pinyin" => Some(Order::Pinyin),
        "district" => Some(Order::District),
        _ => None,
    };
    let towns = bodies::store::towns(&app.db, congress).await?;
    let mut villages = Vec::new();
    let mut listed = Vec::new();
    if searched {
        listed = store::deputies_named(&app.db, congress, &typed, MOST).await?;
        for area in bodies::store::areas_named(&app.db, congress, &typed, MOST).await? {
            let town = towns.iter().find(|town| Some(town.id) == area.parent_id);
            villages.push(Village { town: town.map(|town| town.name.clone()).unwrap_or_default(), area });
        }
    } else if let Some(order) = order {
        listed = store::deputies(&app.db, congress, order).await?;
    }
    let orders = ["strokes", "pinyin", "district"]
        .map(|code| {
            let link = Link::new(format!("/deputies?order={code}"), visit.ui.word("finding-order", code));
            link.here(!searched && asked.order == code)
        })
        .to_vec();
    let ordered = order.is_some() && !searched;
    page(Find { ui: visit.ui, typed, towns, villages, orders, listed, searched, ordered })
}
