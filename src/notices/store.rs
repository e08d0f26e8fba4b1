mod bindings;
mod choices;
mod deliveries;
mod log;
mod states;
mod texts;
mod tokens;

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::plan::{Channel, Reach, Way};
use super::{Audience, Facts, Notice};
use crate::access::Role;
use crate::base::{Conn, Result, Tx, sql};

pub(super) use bindings::*;
pub(super) use choices::*;
pub(super) use deliveries::*;
pub(super) use log::*;
pub(super) use states::*;
pub(super) use texts::*;
pub(super) use tokens::*;

/// Somebody to be told, and what was chosen.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct Reader {
    pub id: Uuid,
    pub email: String,
    pub phone: String,
    pub bound: bool,
    pub mail: Option<String>,
    pub sms: Option<String>,
    pub wechat: Option<String>,
    pub sms_lost_at: Option<DateTime<Utc>>,
    pub wechat_lost_at: Option<DateTime<Utc>>,
}

impl Reader {
    /// How they are reached in a channel.
    pub fn reach(&self, channel: Channel) -> Reach {
        let (way, reached) = match channel {
            Channel::Mail => (&self.mail, !self.email.trim().is_empty()),
            Channel::Sms => (&self.sms, mobile(&self.phone).is_some() && self.sms_lost_at.is_none()),
            Channel::Wechat => (&self.wechat, self.bound && self.wechat_lost_at.is_none()),
        };
        Reach { way: way.as_deref().and_then(Way::of_word), reached }
    }
}

/// The eleven digits of a mobile number in China; none for any other.
pub(super) fn mobile(phone: &str) -> Option<String> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86")).unwrap_or(&digits);
    let fine = digits.len() == 11 && digits.starts_with('1') && !digits.starts_with("10");
    fine.then(|| digits.to_owned())
}

/// Whether a number can be reached by text messages.
pub fn is_mobile(phone: &str) -> bool {
    mobile(phone).is_some()
}

const READER: &str = "SELECT a.id, a.email, \
     CASE WHEN COALESCE(c.phone, '') <> '' THEN c.phone ELSE COALESCE(p.phone, '') END AS phone, \
     EXISTS (SELECT 1 FROM wechat_bindings w WHERE w.congress_id = a.congress_id AND w.account_id = a.id) AS bound, \
     c.mail, c.sms, c.wechat, c.sms_lost_at, c.wechat_lost_at FROM accounts a \
     LEFT JOIN channel_choices c ON c.congress_id = a.congress_id AND c.account_id = a.id \
     LEFT JOIN persons p ON p.congress_id = a.congress_id AND p.id = a.person_id \
     WHERE a.congress_id = $1 AND a.revoked_at IS NULL";

/// One reader; none when the account was revoked.
pub(super) async fn reader(at: &impl Conn, congress: Uuid, account: Uuid) -> Result<Option<Reader>> {
    at.maybe(sql(format!("{READER} AND a.id = $2"), [congress.into(), account.into()])).await
}

/// A notice in an inbox.
#[derive(Debug, FromQueryResult)]
pub(super) struct Told {
    pub id: Uuid,
    pub kind: String,
    pub subject: String,
    pub subject_id: Uuid,
    pub facts: String,
    pub at: DateTime<Utc>,
    pub read_at: Option<DateTime<Utc>>,
}

impl Told {
    /// What fills the sentence.
    pub fn facts(&self) -> Facts {
        serde_json::from_str(&self.facts).unwrap_or_default()
    }
}

const COLUMNS: &str = "id, kind, subject, subject_id, facts, at, read_at";

/// The accounts in force of an audience, each once.
pub(super) async fn audience(tx: &Tx, congress: Uuid, to: Audience) -> Result<Vec<Reader>> {
    let held = "a.id IN (SELECT account_id FROM grants WHERE congress_id = $1 AND role";
    let mut values = vec![congress.into()];
    let condition = match to {
        Audience::Person(person) => {
            values.push(person.into());
            "a.person_id = $2".to_owned()
        }
        Audience::Account(account) => {
            values.push(account.into());
            "a.id = $2".to_owned()
        }
        Audience::Role(role) => {
            values.push(role.word().into());
            format!("{held} = $2)")
        }
        Audience::Office(role, organization) => {
            values.extend([role.word().into(), organization.into()]);
            format!("{held} = $2 AND organization_id = $3)")
        }
        Audience::Clerks(office) => {
            let roles = [Role::Commission, Role::WorkingBody, Role::LocalOffice];
            values.push(office.into());
            values.extend(roles.map(|role| role.word().into()));
            format!("{held} IN ($3, $4, $5) AND organization_id = $2)")
        }
    };
    tx.all(sql(format!("{READER} AND {condition} ORDER BY a.id"), values)).await
}

pub(super) async fn insert(
    tx: &Tx,
    notice: &Notice,
    (id, account): (Uuid, Uuid),
    at: DateTime<Utc>,
) -> Result<()> {
    let text = "INSERT INTO notices (congress_id, id, account_id, kind, subject, subject_id, facts, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let facts = serde_json::to_string(&notice.facts).map_err(anyhow::Error::from)?;
    let values = [
        notice.congress.into(),
        id.into(),
        account.into(),
        notice.kind.into(),
        notice.subject.into(),
        notice.subject_id.into(),
        facts.into(),
        at.into(),
    ];
    tx.put(sql(text, values)).await
}

#[derive(FromQueryResult)]
struct Person {
    person_id: Uuid,
}

/// The persons whose accounts were told something of a kind since a moment.
pub(super) async fn told_since(
    at: &impl Conn,
    congress: Uuid,
    kind: &str,
    since: DateTime<Utc>,
) -> Result<Vec<Uuid>> {
    let text = "SELECT DISTINCT a.person_id FROM notices n JOIN accounts a ON a.congress_id = n.congress_id \
         AND a.id = n.account_id WHERE n.congress_id = $1 AND n.kind = $2 AND n.at >= $3 AND a.person_id IS NOT NULL";
    let rows: Vec<Person> = at.all(sql(text, [congress.into(), kind.into(), since.into()])).await?;
    Ok(rows.into_iter().map(|row| row.person_id).collect())
}

/// A page of an inbox: the unread or the read ones before an id, newest first.
pub(super) async fn inbox(
    at: &impl Conn,
    (congress, account): (Uuid, Uuid),
    unread: bool,
    before: Uuid,
    most: i64,
) -> Result<Vec<Told>> {
    let not = if unread { "" } else { " NOT" };
    let text = format!(
        "SELECT {COLUMNS} FROM notices WHERE congress_id = $1 AND account_id = $2 AND read_at IS{not} NULL \
         AND id < $3 ORDER BY id DESC LIMIT $4"
    );
    at.all(sql(text, [congress.into(), account.into(), before.into(), most.into()])).await
}

/// How many notices of an inbox are unread; beyond a hundred nobody counts.
pub(super) async fn unread(at: &impl Conn, congress: Uuid, account: Uuid) -> Result<u64> {
    #[derive(FromQueryResult)]
    struct Count {
        n: i64,
    }
    let text = "SELECT count(*) AS n FROM (SELECT 1 FROM notices \
         WHERE congress_id = $1 AND account_id = $2 AND read_at IS NULL LIMIT 100) few";
    let count: Count = at.one(sql(text, [congress.into(), account.into()])).await?;
    Ok(count.n.unsigned_abs())
}

/// Note that one's own notices were read: one, or all.
pub(super) async fn read(
    tx: &Tx,
    (congress, account): (Uuid, Uuid),
    one: Option<Uuid>,
    at: DateTime<Utc>,
) -> Result<u64> {
    let mut values = vec![congress.into(), account.into(), at.into()];
    let which = if one.is_some() { " AND id = $4" } else { "" };
    values.extend(one.map(Into::into));
    let text = format!(
        "UPDATE notices SET read_at = $3 WHERE congress_id = $1 AND account_id = $2 AND read_at IS NULL{which}"
    );
    tx.run(sql(text, values)).await
}
