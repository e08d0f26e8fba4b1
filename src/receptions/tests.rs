//! Reception days: planned fairly, announced in time, changed with everybody told; a desk on which nothing is entered
//! twice and nothing is lost; bookings that nobody reads whose business they are not.

mod bookings;
mod desk;
mod pages;
mod roster;

use chrono::NaiveDate;
use uuid::Uuid;

use super::acts::{NewDay, add, publish};
use super::quarter::Quarter;
use super::rhythm::Rhythm;
use super::store::{self, Reception};
use crate::journal;
use crate::trial::World;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn station(world: &World) -> Uuid {
    world.organizations["station"]
}

fn quarter(word: &str) -> Quarter {
    Quarter::parse(word).unwrap()
}

/// From nine to eleven on a day, with these deputies of the trial on duty.
fn at(world: &World, on: &str, deputies: &[usize]) -> NewDay {
    NewDay {
        day: day(on),
        starts: 540,
        ends: 660,
        slot: 30,
        capacity: 1,
        on_duty: deputies.iter().map(|nth| world.deputies[*nth].person_id).collect(),
    }
}

/// An announced reception at the trial's station.
async fn announced(world: &World, on: &str, deputies: &[usize]) -> Uuid {
    let keeper = world.actor("station-keeper").await;
    let id = add(&world.app, &keeper, station(world), &at(world, on, deputies)).await.unwrap();
    publish(&world.app, &keeper, (station(world), Quarter::of(day(on))), "临时").await.unwrap();
    id
}

async fn found(world: &World, id: Uuid) -> Reception {
    store::find(&world.app.db, &world.actor("station-keeper").await, id).await.unwrap()
}

async fn entries(world: &World) -> i64 {
    journal::count(&world.app.db, world.congress).await.unwrap()
}

async fn inbox(world: &World, name: &str) -> String {
    world.browser(Some(name)).await.get("/inbox").await.body
}

/// Every Wednesday from nine to eleven with one deputy.
fn weekly() -> Rhythm {
    Rhythm { each: 1, ..Rhythm::default() }
}

#[test]
fn a_station_lies_in_the_constituency_of_its_village_or_its_whole_town() {
    use crate::bodies::{Area, Constituency};
    let id = Uuid::from_u128;
    let area = |n: u128| Area {
        id: id(n),
        parent_id: Some(id(1)),
        kind: "village".into(),
        name: String::new(),
        initials: String::new(),
    };
    let own = Constituency {
        id: id(9),
        area_id: id(1),
        number: 1,
        name: String::new(),
        code: String::new(),
        seats: 2,
    };
    let parts = [area(2), area(3)];
    for (station, inside) in
        [(Some(id(2)), true), (Some(id(1)), true), (Some(id(4)), false), (Some(id(5)), false), (None, false)]
    {
        assert_eq!(super::in_constituency(station, &own, &parts), inside, "{station:?}");
    }
}
