//! What failed is sent again when somebody asks for it, once, and only what nothing else brings.

use chrono::TimeDelta;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::again::again;
use super::smtp::Mood;
use super::tests::{change, deliveries, notice, post_office, told};
use super::*;
use crate::base::{Conn, Error, sql};
use crate::journal;
use crate::trial::World;

async fn failed(world: &World) -> Uuid {
    #[derive(FromQueryResult)]
    struct Id {
        id: Uuid,
    }
    let text = "SELECT id FROM deliveries WHERE congress_id = $1 AND state = 'failed'";
    world.app.db.one::<Id>(sql(text, [world.congress.into()])).await.unwrap().id
}

#[tokio::test]
async fn what_failed_goes_once_more_when_somebody_asks_and_not_twice() {
    let (mut world, server) = post_office("commission@example.cn").await;
    let mut config = (*world.app.config).clone();
    config.server.public_url = "http://rd.example.cn".into();
    world.app.config = config.into();
    server.be(Mood::RefusesMail(554));
    told(&world, &notice(&world, Audience::Role(Role::Commission))).await;
    world.works().await;
    assert_eq!((deliveries(&world, "failed").await, server.taken().len()), (1, 0));
    let id = failed(&world).await;
    let clerk = world.actor("commission").await;
    assert!(matches!(again(&world.app, &clerk, &[id]).await, Err(Error::Forbidden)));
    // Long after it was made: what somebody asks for is not too old.
    world.later(TimeDelta::days(10));
    server.be(Mood::Kind);
    let keeper = world.browser(Some("system-admin")).await;
    let page = keeper.get("/deliveries?state=failed").await.body;
    let box_of = format!("name=\"delivery\" value=\"{id}\"");
    assert!(page.contains(&box_of), "{page}");
    let other = world.browser(Some("commission")).await.get("/deliveries?state=failed").await.body;
    assert!(!other.contains(&box_of), "whoever only reads is not offered it");
    let chosen = [("delivery", id.to_string())];
    let fields: Vec<(&str, &str)> = chosen.iter().map(|(name, id)| (*name, id.as_str())).collect();
    assert_eq!(keeper.post("/deliveries/retry", &fields).await.location, "/deliveries?again=1");
    assert_eq!(keeper.post("/deliveries/retry", &fields).await.location, "/deliveries?again=0", "once");
    assert!(keeper.get("/deliveries?again=1").await.body.contains("已安排重发"));
    world.works().await;
    world.works().await;
    assert_eq!((deliveries(&world, "sent").await, server.taken().len()), (1, 1));
    assert_eq!(again(&world.app, &world.actor("system-admin").await, &[id]).await.unwrap(), 0, "it arrived");
    let told = journal::by_subject(&world.app.db, world.congress, id).await.unwrap();
    assert_eq!(told.iter().filter(|entry| entry.kind == "delivery.again").count(), 1);
    journal::verify(&world.app.db, world.congress, None).await.unwrap().unwrap();
}

#[tokio::test]
async fn what_came_by_another_way_or_may_have_come_is_not_sent_again() {
    let (world, server) = post_office("commission@example.cn").await;
    server.be(Mood::RefusesMail(554));
    told(&world, &notice(&world, Audience::Role(Role::Commission))).await;
    world.works().await;
    let (id, keeper) = (failed(&world).await, world.actor("system-admin").await);
    for state in ["sent", "unsure", "waiting"] {
        let text = "INSERT INTO deliveries (congress_id, id, thing, thing_id, account_id, channel, way, state, made_at, \
             changed_at) SELECT congress_id, $2, thing, thing_id, account_id, 'sms', 'now', $3, made_at, changed_at \
             FROM deliveries WHERE id = $1";
        let other = Uuid::from_u128(77);
        change(&world, text, vec![id.into(), other.into(), state.into()]).await;
        assert_eq!(again(&world.app, &keeper, &[id]).await.unwrap(), 0, "{state}");
        change(&world, "DELETE FROM deliveries WHERE id = $1", vec![other.into()]).await;
    }
    for state in ["unsure", "unreachable", "dropped", "sent"] {
        let text = "UPDATE deliveries SET state = $2 WHERE id = $1";
        change(&world, text, vec![id.into(), state.into()]).await;
        assert_eq!(again(&world.app, &keeper, &[id]).await.unwrap(), 0, "{state}");
    }
}
