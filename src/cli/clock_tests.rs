use chrono::TimeDelta;

use super::*;
use crate::base::{Conn, sql};
use crate::trial::World;

#[tokio::test]
async fn a_clock_that_disagrees_is_refused_until_somebody_confirms_it() {
    let world = World::new().await;
    let app = &world.app;
    // Made-up people may be visited on any day; these are real.
    let tx = app.db.begin().await.unwrap();
    let real = sql("UPDATE congresses SET fictional = false WHERE id = $1", [world.congress.into()]);
    tx.run(real).await.unwrap();
    tx.commit().await.unwrap();
    must_be_right(app).await.unwrap();
    let begun = app.clock.now();
    for (day, why) in [(begun - TimeDelta::days(1), "behind"), (begun + TimeDelta::days(365), "fifteen days")]
    {
        world.hand.set(day);
        let refused = must_be_right(app).await.unwrap_err().to_string();
        assert!(refused.contains(why) && refused.contains("clock --confirm"), "{refused}");
        let public = Actor::anybody(world.congress);
        assert!(confirm_clock(app, &public).await.is_err());
        confirm_clock(app, &Actor::operator(world.congress, Role::SystemAdmin)).await.unwrap();
        must_be_right(app).await.unwrap();
        world.hand.set(begun);
        confirm_clock(app, &Actor::operator(world.congress, Role::SystemAdmin)).await.unwrap();
    }
    journal::verify(&app.db, world.congress, None).await.unwrap().unwrap();
}
