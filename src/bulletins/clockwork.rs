//! What each day does: who has not opened what he or she was sent is reminded, once, by another channel.

use std::{collections::BTreeMap, future::Future, pin::Pin};

use chrono::TimeDelta;
use serde_json::json;
use uuid::Uuid;

use super::acts::rules;
use super::store::sending::{Unread, remind, unread};
use super::{ISSUE, ITEM, store};
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Result, Tx, start_of};
use crate::jobs::{Daily, Job, Outcome, outcome};
use crate::journal::{self, Happening};
use crate::notices::{Audience, Fact, Facts, Notice, remind as again};

/// The job of each day: reminders arrive in the morning.
pub const DAILY: Daily = Daily { name: "bulletins.clockwork", minute: 8 * 60 + 30 };

/// People reminded in one act.
const AT_ONCE: i64 = 200;

/// The work: the day's, then tomorrow's job.
pub fn work(app: App, job: Job) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
    Box::pin(async move { outcome(daily(&app, job.congress_id).await) })
}

async fn daily(app: &App, congress: Uuid) -> Result<()> {
    pass(app, congress).await?;
    let tx = app.db.begin().await?;
    DAILY.wind_on(&tx, app, congress).await?;
    tx.commit().await
}

/// Remind those who have not opened what they were sent so many days ago as the charter says.
///
/// # Errors
/// When the database does not answer.
pub async fn pass(app: &App, congress: Uuid) -> Result<()> {
    let time = Actor::clockwork(congress);
    time.must(Permit::BulletinRemind)?;
    let Some(charter) = rules(&app.db, app, congress).await? else { return Ok(()) };
    let days = i64::from(charter.bulletins.reminder_after.value) - 1;
    let before = start_of(app.clock.today() - TimeDelta::days(days));
    loop {
        let tx = app.db.begin().await?;
        let waiting = unread(&tx, congress, before, AT_ONCE).await?;
        if waiting.is_empty() {
            return Ok(());
        }
        let mut of_thing: BTreeMap<Uuid, Vec<&Unread>> = BTreeMap::new();
        for one in &waiting {
            of_thing.entry(one.thing_id).or_default().push(one);
        }
        for (thing, people) in of_thing {
            remind_of(&tx, app, &time, (thing, &people)).await?;
        }
        tx.commit().await?;
    }
}

async fn remind_of(tx: &Tx, app: &App, time: &Actor, (thing, people): (Uuid, &[&Unread])) -> Result<()> {
    let congress = time.congress;
    let (subject, title) = match store::item_of(tx, congress, thing).await {
        Ok(item) => (ITEM, item.title),
        Err(Error::NotFound) => {
            let issue = store::public::issued(tx, congress, thing).await?;
            (ISSUE, format!("{} {}", issue.label(), issue.title).trim().to_owned())
        }
        Err(other) => return Err(other),
    };
    for one in people {
        if remind(tx, (congress, thing), one.person_id, app.clock.now()).await? {
            let facts = Facts::from([("title".to_owned(), Fact::Text(title.clone()))]);
            let (to, kind) = (Audience::Person(one.person_id), "bulletin-reminder");
            again(tx, app, &Notice { congress, to, kind, subject, subject_id: thing, facts }).await?;
        }
    }
    let author = time.author(Permit::BulletinRemind, app.clock.now());
    let kind = format!("{subject}.reminded");
    let facts = json!({ "persons": people.len() });
    journal::append(tx, &author, Happening { kind, subject, subject_id: thing, facts }).await?;
    Ok(())
}
