//! What the Standing Committee publishes: items written by one clerk and reviewed by another, a gazette and a brief that the
//! leadership approves, and deputies who open what they were sent, or do not and are reminded.

use chrono::{Datelike, NaiveDate, TimeDelta};
use serde::Deserialize;
use std::sync::OnceLock;
use uuid::Uuid;

use super::begin::form;
use super::life::{Event, Life};
use super::register::SHOWN;
use crate::base::{Result, start_of};
use crate::bulletins::acts::*;
use crate::bulletins::{clockwork, store};

/// What an item of the demo says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    kind: String,
    /// Adopted so many days ago, at nine; sent so many hours later.
    ago: i64,
    hours: i64,
    title: String,
    adoption: String,
    /// It goes into the inboxes of all deputies too.
    inbox: bool,
    body: String,
}

#[derive(Deserialize)]
struct All {
    items: Vec<Told>,
}

fn all() -> &'static [Told] {
    static ALL: OnceLock<All> = OnceLock::new();
    let read =
        || toml::from_str(include_str!("bulletins.toml")).expect("the demo's bulletins are valid TOML");
    &ALL.get_or_init(read).items
}

/// The issues: their kind, how many days ago they were issued, their line.
const ISSUES: [(&str, i64, &str); 2] =
    [("gazette", 88, "市人大常委会第二十九次会议公报"), ("brief", 7, "代表工作情况")];

/// Of so many deputies one opens nothing.
const SILENT: usize = 4;

/// What happens to bulletins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Publishing {
    /// An item is written and reviewed, and sent some hours after.
    Write(usize),
    /// It goes out.
    Send(usize),
    /// An issue is composed and approved.
    Issue(usize),
    /// Deputies open what is in their inboxes.
    Open,
    /// The clockwork reminds the others.
    Remind,
}

impl Life<'_> {
    /// When what is published; nothing from before the demo's first day.
    pub(super) fn plan_bulletins(&mut self, first: NaiveDate, today: NaiveDate) {
        let at =
            |ago: i64, minutes: i64| start_of(today - TimeDelta::days(ago)) + TimeDelta::minutes(minutes);
        self.items = vec![None; all().len()];
        for (nth, told) in all().iter().enumerate() {
            if today - TimeDelta::days(told.ago) <= first {
                continue;
            }
            self.at(at(told.ago, 9 * 60 + nth as i64), Event::Publishing(Publishing::Write(nth)));
            if told.hours > 0 {
                let sent = at(told.ago, 9 * 60 + told.hours * 60 + nth as i64);
                self.at(sent, Event::Publishing(Publishing::Send(nth)));
            }
        }
        for (nth, (_, ago, _)) in ISSUES.into_iter().enumerate() {
            if today - TimeDelta::days(ago + 8) > first {
                self.at(at(ago, 15 * 60), Event::Publishing(Publishing::Issue(nth)));
            }
        }
        for ago in [91, 60, 9, 2] {
            if today - TimeDelta::days(ago + 5) > first {
                self.at(at(ago, 20 * 60), Event::Publishing(Publishing::Open));
                self.at(at(ago - 1, 8 * 60 + 30), Event::Publishing(Publishing::Remind));
            }
        }
    }

    pub(super) async fn publishing(&mut self, what: Publishing) -> Result<()> {
        match what {
            Publishing::Write(nth) => self.write_item(nth).await,
            Publishing::Send(nth) => self.send_item(nth).await,
            Publishing::Issue(nth) => self.issue(nth).await,
            Publishing::Open => self.open_all().await,
            Publishing::Remind => clockwork::pass(&self.app, self.register.congress).await,
        }
    }

    async fn write_item(&mut self, nth: usize) -> Result<()> {
        let (told, day) = (&all()[nth], self.app.clock.today());
        let clerk = &self.cast.commission[0];
        let filled = |text: &str| {
            text.replace("{y}", &day.year().to_string())
                .replace("{m}", &day.month().to_string())
                .replace("{d}", &day.day().to_string())
        };
        let new = NewItem {
            form: self.app.chance.draw(form),
            kind: told.kind.clone(),
            title: filled(&told.title),
            issuer: "市人民代表大会常务委员会".to_owned(),
            adopted_on: day,
            adopted_at: Some(9 * 60),
            adoption: filled(&told.adoption),
            body: told.body.trim().to_owned(),
            readers: "public".to_owned(),
            reader_office: None,
            change_note: String::new(),
            corrects: None,
        };
        let id = write(&self.app, clerk, &new).await?;
        self.items[nth] = Some(id);
        // The last one is still being written, the one before waits for its review.
        let last = all().len() - 1;
        if nth < last {
            submit(&self.app, clerk, id).await?;
        }
        if nth + 1 < last {
            pass(&self.app, &self.cast.commission[1], id).await?;
        }
        Ok(())
    }

    async fn send_item(&mut self, nth: usize) -> Result<()> {
        let Some(id) = self.items[nth] else { return Ok(()) };
        let mut channels = vec!["website".to_owned()];
        if all()[nth].inbox {
            channels.push("inbox".to_owned());
        }
        let how = Sending { channels, to: To { deputies: true, ..To::default() } };
        send(&self.app, &self.cast.commission[0], id, &how).await
    }

    async fn issue(&mut self, nth: usize) -> Result<()> {
        let (kind, _, title) = ISSUES[nth];
        let clerk = &self.cast.commission[0];
        let found = store::candidates(&self.app.db, clerk, kind, None).await?;
        // A gazette prints what a meeting adopted, a brief what happened since.
        let fits =
            |item: &&crate::bulletins::Item| (kind == "gazette") == (item.adoption.contains("第二十九次"));
        let items: Vec<Uuid> = found.iter().rev().filter(fits).map(|item| item.id).collect();
        if items.is_empty() {
            return Ok(());
        }
        let channels = ["inbox", "website", "print"].map(str::to_owned).to_vec();
        let to = To { deputies: true, ..To::default() };
        let before = if kind == "gazette" { (4, 172) } else { (9, 0) };
        let before = (before.0, before.1.max(before.0));
        let new = NewIssue {
            form: self.app.chance.draw(form),
            kind: kind.to_owned(),
            title: title.to_owned(),
            items,
            channels,
            to,
            before,
        };
        let id = compose(&self.app, clerk, &new).await?;
        submit_issue(&self.app, clerk, id).await?;
        approve(&self.app, &self.cast.leadership, id).await?;
        if nth == 0 {
            arrived(&self.app, clerk, id, ("print", 500)).await?;
        }
        Ok(())
    }

    /// Three of four deputies open what they were sent; the first, as whom a newcomer looks around, leaves the last for now.
    async fn open_all(&mut self) -> Result<()> {
        let deputies: Vec<Uuid> = self.cast.deputies.keys().copied().collect();
        for (nth, person) in deputies.into_iter().enumerate().filter(|(nth, _)| nth % SILENT != 0) {
            let Some(actor) = self.cast.deputies.get(&person) else { continue };
            let found = store::public::unopened(&self.app.db, actor, 8).await?;
            let here = self.register.deputies.iter().find(|it| it.person == person);
            let shown = here.is_some_and(|it| self.register.places[it.place].town == SHOWN);
            let skipped = usize::from(shown || nth % 7 == 0);
            let ids: Vec<Uuid> = found.iter().skip(skipped).map(|thing| thing.id).collect();
            if !ids.is_empty() {
                open(&self.app, actor, &ids).await?;
            }
        }
        Ok(())
    }
}
