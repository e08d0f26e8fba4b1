//! Homes and stations: what everybody is told, the six haves counted from what happened, gaps named, findings followed,
//! codes on posters that telephones read.

mod acts;
mod pages;
mod posters;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::trial::World;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn station(world: &World) -> Uuid {
    world.organizations["station"]
}

async fn code_of(world: &World, name: &str) -> String {
    let id = world.organizations[name];
    crate::bodies::store::organization(&world.app.db, world.congress, id).await.unwrap().code
}

async fn inbox(world: &World, name: &str) -> String {
    world.browser(Some(name)).await.get("/inbox").await.body
}
