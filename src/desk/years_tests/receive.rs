//! A station receives voters, from the roster to the closed record.

use rand::RngExt;

use super::Years;
use crate::base::Result;
use crate::people;
use crate::receptions::acts::{Changed, NewClosing, NewDay, add, call_off, close, mark_presence, publish};
use crate::receptions::quarter::Quarter;

impl Years {
    /// A day is put into the roster, announced at short notice, kept and closed.
    pub(super) async fn reception(&mut self) -> Result<i64> {
        let (today, station) = (self.today(), self.world.organizations["station"]);
        let sitting = self.sitting("deputy").await;
        let person = self.one(&sitting)?;
        let (came, visitors) = (self.rng.random_bool(0.8), self.rng.random_range(0..4));
        let form = self.form();
        let keeper = self.world.actor("station-keeper").await;
        let app = &self.world.app;
        let on_duty = vec![person];
        let new = NewDay { day: today, starts: 540, ends: 660, slot: 30, capacity: 0, on_duty };
        let id = add(app, &keeper, station, &new).await?;
        if publish(app, &keeper, (station, Quarter::of(today)), "at once").await.is_err() {
            // What stands in the way is taken out again.
            call_off(app, &keeper, id, Changed { version: 1, reason: "" }).await?;
            return Ok(2);
        }
        let presence = if came { "came" } else { "absent" };
        mark_presence(app, &keeper, id, (person, presence)).await?;
        let said = "listened and explained".to_owned();
        close(app, &keeper, id, &NewClosing { form, visitors, summary: said }).await?;
        // The day, its announcement, who came, the record; and the activity of whoever received somebody.
        let held = people::store::seats_on(&app.db, self.world.congress, person, today).await?;
        let counts = came && visitors > 0 && !held.is_empty();
        Ok(4 + i64::from(counts))
    }
}
