//! Who contacts whom, in the small congress with a few more people.

mod acts;
mod pages;
mod walk;

use chrono::NaiveDate;
use uuid::Uuid;

use super::acts::{Move, Publishing, move_pairs, propose, publish};
use super::store::{Planned, plan, planned};
use super::{Wanted, Way};
use crate::access::Actor;
use crate::base::Result;
use crate::bodies::store::term_on;
use crate::people::acts::{NewPerson, NewSeat, add_person, end_seat, seat};
use crate::people::store::{Assigned, assignments, seats};
use crate::people::{EndReason, Seat};
use crate::trial::World;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The small congress with so many more members and deputies, and its clerk.
struct Town {
    world: World,
    clerk: Actor,
    members: Vec<Uuid>,
    deputies: Vec<Uuid>,
}

impl Town {
    async fn new(more_members: usize, more_deputies: usize) -> Town {
        let world = World::new().await;
        let clerk = world.actor("commission").await;
        let (mut members, mut deputies) =
            (world.members.clone(), world.deputies.iter().map(|it| it.person_id).collect::<Vec<_>>());
        let tx = world.app.db.begin().await.unwrap();
        for (n, kind) in [(more_members, Seat::CommitteeMember), (more_deputies, Seat::Deputy)] {
            for number in 0..n {
                let name = format!("{}{number}", if kind == Seat::Deputy { "代表" } else { "委员" });
                let new = NewPerson { name: hanzi(&name), sex: "female", ..NewPerson::default() };
                let keeper = world.keeper();
                let person = add_person(&tx, &world.app, &keeper, &new).await.unwrap();
                let term = term_on(&tx, world.congress, day("2026-03-02")).await.unwrap().unwrap().id;
                let constituency = (kind == Seat::Deputy).then_some(world.constituency);
                let new = NewSeat { person, term, kind, constituency, from_on: day("2022-01-01") };
                seat(&tx, &world.app, &keeper, &new).await.unwrap();
                if kind == Seat::Deputy { deputies.push(person) } else { members.push(person) }
            }
        }
        tx.commit().await.unwrap();
        Town { world, clerk, members, deputies }
    }

    async fn propose(&self, on: &str, way: Way) -> Result<Uuid> {
        propose(&self.world.app, &self.clerk, &Wanted { in_force_on: day(on), way }).await
    }

    async fn version(&self, id: Uuid) -> i64 {
        plan(&self.world.app.db, self.world.congress, id).await.unwrap().version
    }

    async fn pairs(&self, id: Uuid) -> Vec<Planned> {
        planned(&self.world.app.db, self.world.congress, id).await.unwrap()
    }

    async fn publish(&self, id: Uuid) -> Result<super::acts::Published> {
        let version = self.version(id).await;
        publish(&self.world.app, &self.clerk, id, &Publishing { version, without: false }).await
    }

    async fn give(&self, id: Uuid, deputies: &[Uuid], to: Option<Uuid>) -> Result<()> {
        let moved = Move { deputies: deputies.to_vec(), to, version: self.version(id).await };
        move_pairs(&self.world.app, &self.clerk, id, &moved).await
    }

    async fn ever(&self) -> Vec<Assigned> {
        assignments(&self.world.app.db, self.world.congress, None).await.unwrap()
    }

    async fn entries(&self) -> i64 {
        crate::journal::count(&self.world.app.db, self.world.congress).await.unwrap()
    }

    async fn loses_seat(&self, person: Uuid, on: &str) {
        let (app, congress) = (&self.world.app, self.world.congress);
        let held = seats(&app.db, congress, Some(person)).await.unwrap();
        let tx = app.db.begin().await.unwrap();
        let why = (day(on), EndReason::Resigned);
        end_seat(&tx, app, &self.world.keeper(), held[0].id, why).await.unwrap();
        tx.commit().await.unwrap();
    }
}

/// Digits are no part of a name.
fn hanzi(name: &str) -> String {
    let digits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    name.chars().map(|c| c.to_digit(10).map_or(c, |n| digits[n as usize])).collect()
}
