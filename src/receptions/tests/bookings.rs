use chrono::TimeDelta;

use super::*;
use crate::base::{Error, Result, start_of};
use crate::receptions::acts::{NewBooking, book, give_up, read_contact, tick};
use crate::receptions::clockwork;
use crate::receptions::store::Booking;

const NAME: &str = "张记面馆的人";
const PHONE: &str = "13987654321";

fn new(world: &World, slot: i64) -> NewBooking {
    let form = world.app.chance.id(world.app.clock.now());
    NewBooking { form, slot, name: NAME.into(), phone: PHONE.into() }
}

async fn booked(world: &World, id: Uuid, new: &NewBooking) -> Result<Booking> {
    book(&world.app, &world.anybody(), id, new).await
}

fn field(outcome: Result<Booking>) -> String {
    match outcome {
        Err(Error::Invalid(found)) => found[0].field.clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_place_is_booked_once_and_a_slot_has_its_places() {
    let world = World::new().await;
    let id = announced(&world, "2026-03-18", &[0]).await;
    let mine = new(&world, 540);
    let first = booked(&world, id, &mine).await.unwrap();
    assert_eq!(booked(&world, id, &mine).await.unwrap().id, first.id, "pressed twice");
    assert_eq!(field(booked(&world, id, &new(&world, 540)).await), "slot", "it is full");
    booked(&world, id, &new(&world, 570)).await.unwrap();
    for (wrong, name) in [
        (new(&world, 545), "slot"),
        (new(&world, 660), "slot"),
        (NewBooking { name: " ".into(), ..new(&world, 600) }, "name"),
        (NewBooking { phone: String::new(), ..new(&world, 600) }, "phone"),
    ] {
        assert_eq!(field(booked(&world, id, &wrong).await), name);
    }
    // Given up, the place is free again.
    give_up(&world.app, &world.anybody(), &first.code).await.unwrap();
    give_up(&world.app, &world.anybody(), &first.code).await.unwrap();
    booked(&world, id, &new(&world, 540)).await.unwrap();
    // What is over or was never announced takes none.
    let keeper = world.actor("station-keeper").await;
    let planned = add(&world.app, &keeper, station(&world), &at(&world, "2026-04-15", &[0])).await.unwrap();
    assert!(matches!(booked(&world, planned, &new(&world, 540)).await, Err(Error::NotFound)));
    world.hand.set(start_of(day("2026-03-18")) + TimeDelta::minutes(595));
    assert_eq!(field(booked(&world, id, &new(&world, 570)).await), "slot", "it has begun");
    booked(&world, id, &new(&world, 600)).await.unwrap();
}

#[tokio::test]
async fn a_voter_books_on_one_page_with_two_fields() {
    let world = World::new().await;
    let id = announced(&world, "2026-03-18", &[0]).await;
    let browser = world.browser(None).await;
    let path = format!("/reception-days/{id}");
    let shown = browser.get(&path).await.body;
    assert!(shown.contains("value=\"540\" checked"), "the first free time is chosen: {shown}");
    let empty = browser.post(&path, &[("slot", "540"), ("name", NAME), ("phone", "12")]).await;
    assert_eq!(empty.status, 422);
    assert!(empty.body.contains(NAME) && empty.body.contains("电话号码不对"), "{}", empty.body);
    let sent = browser.post(&path, &[("slot", "540"), ("name", NAME), ("phone", PHONE)]).await;
    assert!(sent.location.starts_with("/bookings/"), "{sent:?}");
    let receipt = browser.get(&sent.location).await.body;
    assert!(receipt.contains("预约好了") && receipt.contains("9:00"), "{receipt}");
    assert!(!receipt.contains(NAME) && !receipt.contains(PHONE), "{receipt}");
    let gone = browser.post(&format!("{}/cancellation", sent.location), &[]).await;
    assert_eq!(gone.location, sent.location);
    assert!(browser.get(&sent.location).await.body.contains("预约已取消"));
    assert_eq!(browser.get("/bookings/7K3F-9QXM-2AB5").await.status, 404);
    let trap = [("slot", "570"), ("name", NAME), ("phone", PHONE), ("website", "x")];
    assert_eq!(browser.post(&path, &trap).await.status, 422);
}

#[tokio::test]
async fn one_address_books_so_many_places_an_hour() {
    let world = World::new().await;
    let id = announced(&world, "2026-03-18", &[0]).await;
    let browser = world.browser(None).await;
    let path = format!("/reception-days/{id}");
    let most = world.app.config.limits.opinions_per_hour;
    for _ in 0..most {
        browser.post(&path, &[("slot", "540"), ("name", NAME), ("phone", PHONE)]).await;
    }
    let refused = browser.post(&path, &[("slot", "570"), ("name", NAME), ("phone", PHONE)]).await;
    assert_eq!(refused.status, 429);
    assert!(refused.body.contains("预约得太多了") && refused.body.contains(PHONE), "what was typed stays");
}

#[tokio::test]
async fn nobody_reads_a_booking_whose_business_it_is_not() {
    let world = World::new().await;
    let id = announced(&world, "2026-03-18", &[0]).await;
    let made = booked(&world, id, &new(&world, 540)).await.unwrap();
    let desk = format!("/receptions/{id}");
    for (name, sees) in [
        ("station-keeper", true),
        ("local-office", true),
        ("commission", true),
        ("deputy", false),
        ("working-body", false),
        ("leadership", false),
    ] {
        let shown = world.browser(Some(name)).await.get(&desk).await;
        assert_eq!(shown.status, 200, "{name}");
        assert_eq!(shown.body.contains(NAME), sees, "{name}");
        assert!(!shown.body.contains(PHONE), "{name} sees it masked or not at all");
    }
    for name in ["other-office", "deputy2"] {
        assert_eq!(world.browser(Some(name)).await.get(&desk).await.status, 404, "{name}");
    }
    for path in ["/reception-days", "/reception-days.ics", &format!("/reception-days/{id}")] {
        let shown = world.browser(None).await.get(path).await.body;
        assert!(!shown.contains(NAME) && !shown.contains(PHONE), "{path}");
    }
    // A look at the number is written down; neither it nor the name is in the journal.
    let keeper = world.browser(Some("station-keeper")).await;
    let before = entries(&world).await;
    let shown = keeper.post(&format!("{desk}/bookings/{}/contact", made.id), &[]).await;
    assert!(shown.body.contains(PHONE) && entries(&world).await == before + 1);
    let other = world.actor("other-office").await;
    let stolen = read_contact(&world.app, &other, (id, made.id)).await;
    assert!(matches!(stolen, Err(Error::NotFound)));
    let audit = world.browser(Some("audit-admin")).await.get("/audit").await.body;
    assert!(!audit.contains(NAME) && !audit.contains(PHONE));
}

#[tokio::test]
async fn the_desk_ticks_who_came() {
    let world = World::new().await;
    let id = announced(&world, "2026-03-18", &[0]).await;
    let made = booked(&world, id, &new(&world, 540)).await.unwrap();
    let keeper = world.actor("station-keeper").await;
    for state in ["came", "came", "booked", "missed"] {
        tick(&world.app, &keeper, (id, made.id), state).await.unwrap();
    }
    let now = store::booking(&world.app.db, world.congress, (id, made.id)).await.unwrap();
    assert_eq!(now.state, "missed");
    let late = give_up(&world.app, &world.anybody(), &made.code).await;
    assert!(matches!(late, Err(Error::Conflict(_))));
}

#[tokio::test]
async fn names_and_numbers_are_erased_a_month_after_and_deputies_reminded_the_day_before() {
    let world = World::new().await;
    let id = announced(&world, "2026-03-18", &[0]).await;
    let made = booked(&world, id, &new(&world, 540)).await.unwrap();
    let read = async || store::booking(&world.app.db, world.congress, (id, made.id)).await.unwrap();
    for (on, kept) in [("2026-03-17", true), ("2026-04-17", true), ("2026-04-18", false)] {
        world.on(on);
        let tx = world.app.db.begin().await.unwrap();
        clockwork::DAILY.wind(&tx, &world.app, world.congress, day(on)).await.unwrap();
        tx.commit().await.unwrap();
        world.works().await;
        let now = read().await;
        assert_eq!(
            (now.phone == PHONE, now.name == NAME, now.erased_at.is_none()),
            (kept, kept, kept),
            "{on}"
        );
    }
    let inbox = inbox(&world, "deputy").await;
    let told = inbox.matches("明天（2026年3月18日）9:00请到新里村代表联络站接待选民。</a>").count();
    assert_eq!(told, 1, "{inbox}");
}

#[tokio::test]
async fn two_who_want_the_last_place_at_once_do_not_both_get_it() {
    let world = World::new().await;
    let id = announced(&world, "2026-03-18", &[0]).await;
    let other = crate::base::App { db: world.another_db().await, ..world.app.clone() };
    for slot in [540, 570, 600, 630] {
        let (mine, theirs, anybody) = (new(&world, slot), new(&world, slot), world.anybody());
        let both = tokio::join!(book(&world.app, &anybody, id, &mine), book(&other, &anybody, id, &theirs));
        let won = usize::from(both.0.is_ok()) + usize::from(both.1.is_ok());
        assert_eq!(won, 1, "{both:?}");
        let taken = store::taken(&world.app.db, world.congress, id).await.unwrap();
        assert!(taken.iter().all(|one| one.n == 1), "{taken:?}");
    }
}
