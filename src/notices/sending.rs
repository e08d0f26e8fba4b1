//! The job of a message: at its hour, marked *sending* before anything leaves, and what the other side says is done.
//!
//! A job that finds its delivery *sending* was interrupted, or its answer was lost. Mail goes again with the same
//! Message-ID; a template message of WeChat goes again with the same number and is recognised there; of a text message the
//! gateway is asked first, where it can say; anything else stays *unsure* and is not sent again.

use std::{future::Future, pin::Pin};

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::plan::{self, Channel, Way};
use super::policy::{End, Rest, Verdict, after};
use super::store::{self, ChannelState, Delivery};
use super::words::{self, Words};
use super::{Audience, Facts, MAIL, Notice, SMS, WECHAT, mail, sms, texts, wechat};
use crate::access::Role;
use crate::base::{App, Result, Tx};
use crate::bodies;
use crate::jobs::{self, Job, NewJob, Outcome};

/// What waits longer than this is given up: nobody wants to hear it any more.
const OLDEST: TimeDelta = TimeDelta::days(7);

/// What is given to a channel at once.
pub(super) struct Parcel {
    pub congress: Uuid,
    pub channel: Channel,
    /// What the other side recognises it by.
    pub id: Uuid,
    pub deliveries: Vec<Delivery>,
    pub words: Words,
    /// Address, number, or sealed openid.
    pub to: String,
    /// It was perhaps given to the other side before.
    pub again: bool,
}

#[derive(Deserialize)]
struct Payload {
    delivery: Option<Uuid>,
    notice: Option<Uuid>,
}

fn job_name(channel: Channel) -> &'static str {
    match channel {
        Channel::Mail => MAIL,
        Channel::Sms => SMS,
        Channel::Wechat => WECHAT,
    }
}

/// Write down, within the act, that a notice goes through a channel in a way.
pub(super) async fn enqueue(
    tx: &Tx,
    app: &App,
    congress: Uuid,
    (notice, account): (Uuid, Uuid),
    (channel, way): (Channel, Way),
) -> Result<bool> {
    if way == Way::Off {
        return Ok(false);
    }
    let now = app.clock.now();
    let id = app.chance.id(now);
    let what = ("notice", notice, Some(account));
    if !store::insert_delivery(tx, (congress, id), what, (channel.word(), way.word()), now).await? {
        return Ok(false);
    }
    if way == Way::Now {
        jobs::enqueue(tx, app, job(congress, id, channel, now)).await?;
    } else {
        super::digest::wind(tx, app, congress, (account, channel)).await?;
    }
    Ok(true)
}

pub(super) fn job(congress: Uuid, delivery: Uuid, channel: Channel, run_at: DateTime<Utc>) -> NewJob {
    let name = job_name(channel);
    NewJob {
        congress,
        key: format!("{name}:{delivery}"),
        name,
        payload: json!({ "delivery": delivery }),
        run_at,
    }
}

/// Send the mail of a notice: the work of the job `mail`.
pub fn send_mail(app: App, job: Job) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
    Box::pin(async move { work(&app, &job, Channel::Mail).await })
}

/// Send a text message: the work of the job `sms`.
pub fn send_text(app: App, job: Job) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
    Box::pin(async move { work(&app, &job, Channel::Sms).await })
}

/// Send a message of the official account: the work of the job `wechat`.
pub fn send_wechat(app: App, job: Job) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
    Box::pin(async move { work(&app, &job, Channel::Wechat).await })
}

async fn work(app: &App, job: &Job, channel: Channel) -> Outcome {
    match attempt(app, job, channel).await {
        Ok(outcome) => outcome,
        // The database, or a setting: both may be mended.
        Err(cause) => Outcome::Retry(cause.to_string()),
    }
}

async fn attempt(app: &App, job: &Job, channel: Channel) -> Result<Outcome> {
    let payload: Payload = serde_json::from_str(&job.payload).map_err(anyhow::Error::from)?;
    let congress = job.congress_id;
    let found = match (payload.delivery, payload.notice) {
        (Some(id), _) => store::delivery(&app.db, congress, id).await?,
        // Enqueued by the version before deliveries were written down.
        (None, Some(notice)) => earlier(app, congress, notice).await?,
        (None, None) => None,
    };
    let Some(delivery) = found.filter(|it| matches!(it.state.as_str(), "waiting" | "sending")) else {
        return Ok(Outcome::Done);
    };
    let (id, again) = (delivery.id, delivery.state == "sending");
    let (words, to) = match addressed(app, congress, channel, &delivery).await? {
        Ok(found) => found,
        Err(why) => return unreached(app, congress, channel, &[delivery], why).await,
    };
    // A mail's own sign is the notice's, as it always was.
    let id = if channel == Channel::Mail { delivery.thing_id } else { id };
    give(app, job, Parcel { congress, channel, id, deliveries: vec![delivery], words, to, again }).await
}

async fn earlier(app: &App, congress: Uuid, notice: Uuid) -> Result<Option<Delivery>> {
    let key = (notice, Channel::Mail.word());
    if let Some(found) = store::delivery_of(&app.db, congress, key).await? {
        return Ok(Some(found));
    }
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    if let Some(account) = store::account_of(&tx, congress, notice).await? {
        let id = app.chance.id(now);
        let what = ("notice", notice, Some(account));
        store::insert_delivery(&tx, (congress, id), what, (Channel::Mail.word(), Way::Now.word()), now)
            .await?;
    }
    tx.commit().await?;
    store::delivery_of(&app.db, congress, key).await
}

/// What is said and to where; else why nobody is reached.
async fn addressed(
    app: &App,
    congress: Uuid,
    channel: Channel,
    delivery: &Delivery,
) -> Result<std::result::Result<(Words, String), &'static str>> {
    let Some(account) = delivery.account_id else {
        return texts::opened(app, congress, delivery).await;
    };
    let Some(words) = words::of_notice(&app.config, delivery) else { return Ok(Err("gone")) };
    Ok(address(app, congress, (account, channel)).await?.map(|to| (words, to)))
}

/// Where an account is reached in a channel; else why it is not.
pub(super) async fn address(
    app: &App,
    congress: Uuid,
    (account, channel): (Uuid, Channel),
) -> Result<std::result::Result<String, &'static str>> {
    // Whoever lost the account, or took the address away, is not written to.
    let Some(reader) = store::reader(&app.db, congress, account).await? else { return Ok(Err("gone")) };
    let to = match channel {
        Channel::Mail => Some(reader.email.trim().to_owned()).filter(|email| !email.is_empty()),
        Channel::Sms => store::mobile(&reader.phone),
        Channel::Wechat => store::openid(&app.db, congress, account).await?,
    };
    let Some(to) = to else { return Ok(Err("gone")) };
    if channel == Channel::Sms && store::is_stopped(&app.db, congress, &texts::mark(app, &to)).await? {
        return Ok(Err("stopped"));
    }
    Ok(Ok(to))
}

/// Give a parcel to its channel when it is time, and do what follows.
pub(super) async fn give(app: &App, job: &Job, parcel: Parcel) -> Result<Outcome> {
    let (now, channel) = (app.clock.now(), parcel.channel);
    let oldest = parcel.deliveries.iter().map(|it| it.made_at).min().unwrap_or(now);
    if now - oldest > OLDEST && !parcel.again {
        return over(app, &parcel, ("failed", "too-late")).await;
    }
    if let Some(then) = rests_until(app, &parcel, now).await? {
        return Ok(Outcome::Later(then));
    }
    let tx = app.db.begin().await?;
    for delivery in &parcel.deliveries {
        if !store::begin_delivery(&tx, parcel.congress, (delivery.id, parcel.id), now).await? {
            return Ok(Outcome::Done);
        }
    }
    tx.commit().await?;
    let verdict = match channel {
        Channel::Mail => mail::give(app, &parcel).await?,
        Channel::Sms => sms::give(app, &parcel).await?,
        Channel::Wechat => wechat::give(app, &parcel).await?,
    };
    follow(app, job, &parcel, verdict).await
}

/// Until when nothing goes: because of the hour, or because the channel rests.
async fn rests_until(app: &App, parcel: &Parcel, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    let urgent = plan::is_urgent(&app.config, &parcel.words.kind);
    let calendar = bodies::calendar::calendar(&app.db, parcel.congress).await?;
    let hour = plan::waits_until(&app.config, &calendar, (parcel.channel, urgent), now);
    if let Some(then) = hour.filter(|_| !plan::is_awaited(&parcel.words.kind)) {
        return Ok(Some(then));
    }
    let state = store::channel_state(&app.db, parcel.congress, parcel.channel.word()).await?;
    Ok(state.and_then(|state| state.rests_until).filter(|then| *then > now))
}

async fn follow(app: &App, job: &Job, parcel: &Parcel, verdict: Verdict) -> Result<Outcome> {
    let now = app.clock.now();
    let channel = parcel.channel.word();
    let before = store::channel_state(&app.db, parcel.congress, channel).await?;
    let failures = before.as_ref().map_or(0, |state| state.failures);
    let again = match parcel.channel {
        Channel::Mail => true,
        Channel::Sms => sms::finds_again(&app.config),
        Channel::Wechat => wechat::is_recognised(&app.config, &parcel.words.kind),
    };
    let last = job.tries + 1 >= jobs::MOST_TRIES;
    let (end, rest) = match (&verdict, last) {
        (Verdict::Later(_), true) => (End::Is("failed"), Rest::AsBefore),
        _ => after(&verdict, now, failures, again),
    };
    let tx = app.db.begin().await?;
    let outside = if let Verdict::Sent(outside) = &verdict { outside.as_str() } else { "" };
    let state = match end {
        End::Waits => "waiting",
        End::Open => "sending",
        End::Is(state) => state,
    };
    for delivery in &parcel.deliveries {
        let said = (state, verdict.reason(), outside);
        store::end_delivery(&tx, (parcel.congress, delivery.id), said, now).await?;
    }
    note(&tx, app, parcel, (&before, rest, verdict.reason())).await?;
    if let End::Is(state) = end {
        settled(&tx, app, parcel, state).await?;
        if matches!(verdict, Verdict::Lost(_)) {
            lost(&tx, app, parcel).await?;
        }
    }
    tx.commit().await?;
    Ok(match (end, rest) {
        (End::Is("sent" | "unsure"), _) => Outcome::Done,
        (End::Is(_), _) => Outcome::GiveUp(format!("{channel}: {}", verdict.reason())),
        (_, Rest::Until(then) | Rest::Refused(then)) => Outcome::Later(then),
        _ => Outcome::Retry(format!("{channel}: {}", verdict.reason())),
    })
}

/// Note how the channel is; when it is newly refused, those who keep it are told.
async fn note(
    tx: &Tx,
    app: &App,
    parcel: &Parcel,
    (before, rest, reason): (&Option<ChannelState>, Rest, &str),
) -> Result<()> {
    let channel = parcel.channel.word();
    let was = before.as_ref().map_or("works", |state| state.state.as_str());
    let failures = before.as_ref().map_or(0, |state| state.failures);
    let (state, rests_until, failures) = match rest {
        Rest::AsBefore => return Ok(()),
        Rest::Works if was == "works" => return Ok(()),
        Rest::Works => ("works", None, 0),
        Rest::Until(then) => ("resting", Some(then), failures + 1),
        Rest::Refused(then) => ("refused", Some(then), failures + 1),
    };
    let now = ChannelState {
        channel: channel.to_owned(),
        state: state.to_owned(),
        rests_until,
        failures,
        reason: if state == "works" { String::new() } else { reason.to_owned() },
    };
    store::set_channel_state(tx, parcel.congress, &now, app.clock.now()).await?;
    if state == "refused" && was != "refused" {
        let word = |group: &str, code: &str| super::Fact::Word(group.to_owned(), code.to_owned());
        let facts = Facts::from([
            ("channel".to_owned(), word("channel", channel)),
            ("why".to_owned(), word("channel-why", reason)),
        ]);
        let notice = Notice {
            congress: parcel.congress,
            to: Audience::Role(Role::SystemAdmin),
            kind: "channel-refused",
            subject: "deliveries",
            subject_id: parcel.congress,
            facts,
        };
        Box::pin(super::tell(tx, app, &notice)).await?;
    }
    Ok(())
}

/// A reader is not reached there until he or she chooses again.
async fn lost(tx: &Tx, app: &App, parcel: &Parcel) -> Result<()> {
    let Some(account) = parcel.deliveries.first().and_then(|it| it.account_id) else { return Ok(()) };
    if parcel.channel == Channel::Mail {
        return Ok(());
    }
    super::choice::lose(tx, app, (parcel.congress, account), parcel.channel).await
}

/// A delivery that is over: what it held is erased, and another channel steps in where it was not brought.
pub(super) async fn settled(tx: &Tx, app: &App, parcel: &Parcel, state: &str) -> Result<()> {
    for delivery in &parcel.deliveries {
        if delivery.thing == "text" {
            texts::settled(tx, app, parcel.congress, (delivery.thing_id, state)).await?;
        } else if matches!(state, "failed" | "unreachable") {
            step_in(tx, app, parcel, delivery).await?;
        }
    }
    Ok(())
}

/// The next channel that the reader wants and that has not had the notice.
async fn step_in(tx: &Tx, app: &App, parcel: &Parcel, delivery: &Delivery) -> Result<()> {
    let (Some(account), Some(kind)) = (delivery.account_id, delivery.kind.as_deref()) else { return Ok(()) };
    let Some(reader) = store::reader(tx, parcel.congress, account).await? else { return Ok(()) };
    for channel in Channel::ALL.into_iter().filter(|channel| *channel != parcel.channel) {
        let way = plan::way(&app.config, channel, kind, reader.reach(channel));
        if enqueue(tx, app, parcel.congress, (delivery.thing_id, account), (channel, way)).await? {
            return Ok(());
        }
    }
    Ok(())
}

async fn over(app: &App, parcel: &Parcel, (state, why): (&'static str, &'static str)) -> Result<Outcome> {
    let (now, tx) = (app.clock.now(), app.db.begin().await?);
    for delivery in &parcel.deliveries {
        store::end_delivery(&tx, (parcel.congress, delivery.id), (state, why, ""), now).await?;
    }
    settled(&tx, app, parcel, state).await?;
    tx.commit().await?;
    Ok(Outcome::GiveUp(format!("{}: {why}", parcel.channel.word())))
}

/// Nobody is there any more: nothing is sent.
pub(super) async fn unreached(
    app: &App,
    congress: Uuid,
    channel: Channel,
    deliveries: &[Delivery],
    why: &'static str,
) -> Result<Outcome> {
    let Some(first) = deliveries.first() else { return Ok(Outcome::Done) };
    let words = words::of_text(&app.config, first, ("none", &Facts::new()));
    let deliveries = deliveries.to_vec();
    let parcel =
        Parcel { congress, channel, id: first.id, deliveries, words, to: String::new(), again: false };
    over(app, &parcel, ("unreachable", why)).await?;
    Ok(Outcome::Done)
}

/// The other side says later that it could not bring a message after all: another channel steps in.
pub(super) async fn not_brought(
    tx: &Tx,
    app: &App,
    congress: Uuid,
    (outside, why): (&str, &'static str),
) -> Result<()> {
    let channel = Channel::Wechat;
    for delivery in store::delivery_outside(tx, congress, (outside, channel.word())).await? {
        let said = ("unreachable", why, "");
        store::end_delivery(tx, (congress, delivery.id), said, app.clock.now()).await?;
        let words = words::of_text(&app.config, &delivery, ("none", &Facts::new()));
        let (id, deliveries) = (delivery.id, vec![delivery]);
        let to = String::new();
        let parcel = Parcel { congress, channel, id, deliveries, words, to, again: false };
        settled(tx, app, &parcel, "unreachable").await?;
        if why == "refused-by-reader" {
            lost(tx, app, &parcel).await?;
        }
    }
    Ok(())
}
