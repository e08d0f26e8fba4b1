//! What is done with bulletins: written, reviewed, sent, composed into issues, opened.

mod issues;
mod items;
mod sending;

use charter::Charter;
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use uuid::Uuid;

pub use issues::{approve, compose, recompose, refuse, submit as submit_issue, withdraw as withdraw_issue};
pub use items::{amend, pass, return_to_writer, submit, withdraw, write};
pub use sending::{arrived, open, send};

use super::store::sending::{Came, came_since};
use super::{AUDIENCES, ISSUE, ITEM, KINDS, LINE, LONGEST, READERS, REASON, TITLE, prompt};
use crate::access::{Actor, Permit};
use crate::base::{App, Conn, Mistake, Result, Tx, form::Say, start_of};
use crate::bodies::store::charter_code;
use crate::journal::{self, Happening};

/// An item as it shall be.
#[derive(Debug, Clone)]
pub struct NewItem {
    /// The form's own id: the same form sent twice is one item.
    pub form: Uuid,
    /// What it is.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Who issues it.
    pub issuer: String,
    /// The day of its adoption.
    pub adopted_on: NaiveDate,
    /// The minute of that day, where it is known.
    pub adopted_at: Option<i64>,
    /// How it was adopted; may be empty.
    pub adoption: String,
    /// Its text.
    pub body: String,
    /// Who may read it.
    pub readers: String,
    /// The office whose people may, when it is for one office's people.
    pub reader_office: Option<Uuid>,
    /// What a correction changed; empty for what was not published yet.
    pub change_note: String,
    /// The issue that it puts right; then it is for the readers of that issue.
    pub corrects: Option<Uuid>,
}

/// Whom the inbox channel reaches.
#[derive(Debug, Clone, Default)]
pub struct To {
    /// All deputies.
    pub deputies: bool,
    /// All members of the standing committee.
    pub members: bool,
    /// The members of these groups.
    pub groups: Vec<Uuid>,
    /// The people whom an office serves.
    pub office: Option<Uuid>,
}

impl To {
    /// The words of an audience.
    pub(super) fn words(&self) -> String {
        let held = [self.deputies, self.members, !self.groups.is_empty()];
        let words = AUDIENCES.into_iter().zip(held).filter(|(_, held)| *held).map(|(word, _)| word);
        words.collect::<Vec<_>>().join(" ")
    }

    /// The ids of its groups.
    pub(super) fn groups(&self) -> String {
        self.groups.iter().map(Uuid::to_string).collect::<Vec<_>>().join(" ")
    }

    /// An audience from its words.
    pub(super) fn of(words: &str, groups: &str) -> To {
        let has = |wanted: &str| words.split(' ').any(|word| word == wanted);
        let groups = groups.split(' ').filter_map(|id| id.parse().ok()).collect();
        To { deputies: has("deputies"), members: has("members"), groups, office: None }
    }

    /// Whether it reaches nobody.
    pub fn is_nobody(&self) -> bool {
        !self.deputies && !self.members && self.groups.is_empty() && self.office.is_none()
    }
}

/// How something is sent.
#[derive(Debug, Clone, Default)]
pub struct Sending {
    /// The words of the channels.
    pub channels: Vec<String>,
    /// Whom its inbox channel reaches; left out where an office's people are meant.
    pub to: To,
}

/// An issue as it shall be.
#[derive(Debug, Clone)]
pub struct NewIssue {
    /// The form's own id.
    pub form: Uuid,
    /// Gazette or brief.
    pub kind: String,
    /// Its line; may be empty.
    pub title: String,
    /// Its items in their order.
    pub items: Vec<Uuid>,
    /// The channels by which it goes when it is issued.
    pub channels: Vec<String>,
    /// Whom its inbox channel reaches.
    pub to: To,
    /// What was issued before this system counted: of this year, and of all years.
    pub before: (i64, i64),
}

/// What is wrong with an item, each with its field.
pub fn wrong(new: &NewItem, today: NaiveDate) -> Vec<Mistake> {
    let mut found = Vec::new();
    let mut must = |right: bool, field: &str, key: &str| {
        if !right {
            found.push(Mistake::new(field, key));
        }
    };
    must(KINDS.contains(&new.kind.as_str()), "kind", "bulletins-kind-missing");
    must(READERS.contains(&new.readers.as_str()), "readers", "bulletins-readers-missing");
    must(new.readers != "office" || new.reader_office.is_some(), "office", "bulletins-office-missing");
    must(!new.title.is_empty(), "title", "bulletins-title-missing");
    must(!new.issuer.is_empty(), "issuer", "bulletins-issuer-missing");
    must(!new.body.is_empty(), "body", "bulletins-body-missing");
    must(new.adopted_on <= today, "adopted_on", "bulletins-adopted-ahead");
    for (field, text, most) in [
        ("title", &new.title, TITLE),
        ("issuer", &new.issuer, LINE),
        ("adoption", &new.adoption, LINE),
        ("body", &new.body, LONGEST),
        ("change_note", &new.change_note, REASON),
    ] {
        let long = text.chars().count();
        if long > most {
            let say = Say::new("error-too-long").with("max", most).with("over", long - most);
            found.push(Mistake { field: field.to_owned(), say });
        }
    }
    found
}

async fn note(
    tx: &Tx,
    app: &App,
    (actor, permit): (&Actor, Permit),
    (kind, subject_id): (&str, Uuid),
    facts: Value,
) -> Result<()> {
    let author = actor.author(permit, app.clock.now());
    let subject = if kind.starts_with("bulletin-issue") { ISSUE } else { ITEM };
    journal::append(tx, &author, Happening { kind: kind.to_owned(), subject, subject_id, facts }).await?;
    Ok(())
}

/// The charter's rules of today; none before the first charter was in force.
pub(super) async fn rules(at: &impl Conn, app: &App, congress: Uuid) -> Result<Option<Charter>> {
    let code = charter_code(at, congress).await?;
    Ok(app.charters(&code)?.in_force(app.clock.today()).cloned())
}

/// How promptly things came by a channel.
#[derive(Debug, Clone)]
pub struct Promptness {
    /// The word of the channel.
    pub channel: String,
    /// How many came by it.
    pub came: usize,
    /// The hours of the one in the middle.
    pub middle: i64,
    /// So many of a hundred came within the goal.
    pub share: i64,
}

/// How promptly what was adopted from a day on came, by channel; and the charter's goal in hours.
///
/// # Errors
/// When the database does not answer.
pub async fn promptness(
    at: &impl Conn,
    app: &App,
    actor: &Actor,
    since: NaiveDate,
) -> Result<(Vec<Promptness>, i64)> {
    actor.must(Permit::BulletinRead)?;
    let goal = rules(at, app, actor.congress).await?;
    let goal = goal.map_or(0, |charter| i64::from(charter.bulletins.delivered_within.value));
    let all = came_since(at, actor.congress, since).await?;
    let of = |channel: &str| {
        let mut taken: Vec<i64> = all.iter().filter(|it| it.channel == channel).map(hours_of).collect();
        taken.sort_unstable();
        let share = prompt::share(&taken, goal)?;
        let middle = taken[taken.len() / 2];
        Some(Promptness { channel: channel.to_owned(), came: taken.len(), middle, share })
    };
    let channels = super::CHANNELS.into_iter().chain(super::ISSUES);
    Ok((channels.filter_map(of).collect(), goal))
}

fn hours_of(came: &Came) -> i64 {
    let adopted: DateTime<Utc> =
        start_of(came.adopted_on) + chrono::TimeDelta::minutes(came.adopted_at.unwrap_or(0));
    prompt::hours(adopted, came.delivered_at)
}
