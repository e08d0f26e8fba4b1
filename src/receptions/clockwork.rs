//! What each day does for reception days: names and numbers of bookings are erased a month after, and the deputies who
//! are on duty tomorrow are reminded.

use std::{future::Future, pin::Pin};

use chrono::{Days, NaiveDate, TimeDelta};
use serde_json::json;
use uuid::Uuid;

use super::store;
use super::{KEPT, State};
use crate::access::{Actor, Permit};
use crate::base::{App, Result, Tx};
use crate::jobs::{Daily, Job, Outcome, outcome};
use crate::journal::{self, Happening};
use crate::notices::{Audience, Fact, Facts, Notice, tell};

/// The job of each day: the reminders arrive in the morning.
pub const DAILY: Daily = Daily { name: "receptions.clockwork", minute: 8 * 60 };

/// The work: what the day asks for, then tomorrow's job.
pub fn work(app: App, job: Job) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
    Box::pin(async move { outcome(pass(&app, job.congress_id).await) })
}

async fn pass(app: &App, congress: Uuid) -> Result<()> {
    let today = app.clock.today();
    let tx = app.db.begin().await?;
    forget(&tx, app, congress, today).await?;
    let tomorrow = today + Days::new(1);
    let coming = store::published(&tx, congress, (None, None), (tomorrow, tomorrow)).await?;
    for it in coming.iter().filter(|it| it.state() == Some(State::Published)) {
        for one in store::on_duty(&tx, congress, &[it.id]).await? {
            let facts = Facts::from([
                ("station".to_owned(), Fact::Text(it.station.clone())),
                ("day".to_owned(), Fact::Day(it.on_day)),
                ("time".to_owned(), Fact::Text(crate::base::hours::clock(it.starts))),
            ]);
            let (to, kind, subject) = (Audience::Person(one.person_id), "reception-tomorrow", "reception");
            tell(&tx, app, &Notice { congress, to, kind, subject, subject_id: it.id, facts }).await?;
        }
    }
    DAILY.wind_on(&tx, app, congress).await?;
    tx.commit().await
}

/// Erase what nobody needs any more to know of who had booked.
async fn forget(tx: &Tx, app: &App, congress: Uuid, today: NaiveDate) -> Result<()> {
    let before = today - TimeDelta::days(KEPT);
    let erased = store::erase(tx, congress, before, app.clock.now()).await?;
    if erased > 0 {
        let author = Actor::clockwork(congress).author(Permit::ReceptionKeep, app.clock.now());
        let facts = json!({ "bookings": erased });
        let kind = "booking.erased".to_owned();
        let happening = Happening { kind, subject: "congress", subject_id: congress, facts };
        journal::append(tx, &author, happening).await?;
    }
    Ok(())
}
