//! The job that gives a message to a robot. Before anything leaves, the delivery is marked *sending*; a job that finds
//! it so was interrupted, nobody knows whether it arrived, and it is not sent again unless a person asks for it.

use std::{future::Future, pin::Pin};

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use uuid::Uuid;

use super::wire::{A_MINUTE, Sent, Words, send};
use super::{acts, store};
use crate::base::{App, Result};
use crate::jobs::{Job, Outcome};

/// The job's name.
pub const NAME: &str = "chats.send";

#[derive(Deserialize)]
struct Payload {
    message: Uuid,
    robot: Uuid,
    round: i64,
}

/// Send a message into a group: the work of the job [`NAME`].
pub fn work(app: App, job: Job) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
    Box::pin(async move {
        match attempt(&app, &job).await {
            Ok(outcome) => outcome,
            Err(cause) => Outcome::Retry(cause.to_string()),
        }
    })
}

async fn attempt(app: &App, job: &Job) -> Result<Outcome> {
    let Payload { message, robot, round } =
        serde_json::from_str(&job.payload).map_err(anyhow::Error::from)?;
    let (congress, pair) = (job.congress_id, (message, robot));
    let Some(delivery) = store::delivery(&app.db, congress, pair).await?.filter(|it| it.round == round)
    else {
        return Ok(Outcome::Done);
    };
    match delivery.state.as_str() {
        "waiting" => {}
        "sending" => {
            settle(app, congress, pair, ("unsure", "interrupted")).await?;
            return Ok(Outcome::Done);
        }
        _ => return Ok(Outcome::Done),
    }
    if let Some(then) = full_until(app, congress, robot).await? {
        return Ok(Outcome::Later(then));
    }
    let found = store::robot(&app.db, congress, robot).await;
    let words = words(app, congress, message).await?;
    if found.is_err() {
        return failed(app, congress, pair, ("waiting", "removed")).await;
    }
    let sealed = store::key(&app.db, congress, robot).await?;
    let key = match app.seal.open(&acts::purpose(robot), &sealed) {
        Ok(key) => key,
        Err(_) => return failed(app, congress, pair, ("waiting", "sealed")).await,
    };
    let tx = app.db.begin().await?;
    if !store::set_delivery(&tx, congress, pair, ("waiting", "sending", ""), app.clock.now()).await? {
        return Ok(Outcome::Done);
    }
    tx.commit().await?;
    let endpoint = app.config.wecom.endpoint.clone();
    let sent = tokio::task::spawn_blocking(move || send(&endpoint, &key, &words)).await;
    ended(app, congress, pair, sent.unwrap_or(Sent::Unsure)).await
}

/// Note how it ended, for the page and for the runner.
async fn ended(app: &App, congress: Uuid, pair: (Uuid, Uuid), sent: Sent) -> Result<Outcome> {
    match sent {
        Sent::Done => {
            settle(app, congress, pair, ("sent", "")).await?;
            Ok(Outcome::Done)
        }
        Sent::Unsure => {
            settle(app, congress, pair, ("unsure", "no-answer")).await?;
            Ok(Outcome::Done)
        }
        Sent::TooMany => {
            settle(app, congress, pair, ("waiting", "too-many")).await?;
            Ok(Outcome::Later(app.clock.now() + TimeDelta::minutes(1)))
        }
        Sent::NotYet(why) => {
            settle(app, congress, pair, ("waiting", why)).await?;
            Ok(Outcome::Retry(format!("the robot's side is {why}")))
        }
        Sent::Unknown => {
            let tx = app.db.begin().await?;
            store::set_robot(&tx, congress, pair.1, "refused").await?;
            tx.commit().await?;
            failed(app, congress, pair, ("sending", "unknown")).await
        }
        Sent::Never(number) => {
            failed(app, congress, pair, ("sending", "refused")).await?;
            Ok(Outcome::GiveUp(format!("the robot's side refused it: {number}")))
        }
    }
}

async fn settle(app: &App, congress: Uuid, pair: (Uuid, Uuid), (to, said): (&str, &str)) -> Result<()> {
    let tx = app.db.begin().await?;
    store::set_delivery(&tx, congress, pair, ("sending", to, said), app.clock.now()).await?;
    tx.commit().await
}

async fn failed(app: &App, congress: Uuid, pair: (Uuid, Uuid), (from, why): (&str, &str)) -> Result<Outcome> {
    let tx = app.db.begin().await?;
    store::set_delivery(&tx, congress, pair, (from, "failed", why), app.clock.now()).await?;
    tx.commit().await?;
    Ok(Outcome::GiveUp(format!("the robot cannot be used: {why}")))
}

/// When the robot may be given the next message, if its minute is full.
async fn full_until(app: &App, congress: Uuid, robot: Uuid) -> Result<Option<DateTime<Utc>>> {
    let minute = TimeDelta::minutes(1);
    let left = store::left(&app.db, congress, robot, app.clock.now() - minute).await?;
    // The twentieth before now must be a minute old.
    Ok(left.get(A_MINUTE - 1).map(|twentieth| *twentieth + minute))
}

async fn words(app: &App, congress: Uuid, message: Uuid) -> Result<Words> {
    let message = store::message(&app.db, congress, message).await?;
    let link = if message.link.is_empty() {
        String::new()
    } else {
        format!("{}{}", app.config.public_url(), message.link)
    };
    Ok(Words { title: message.title, text: message.text, link })
}
