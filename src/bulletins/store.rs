//! Items and issues in the database. Those who write see the last edition of an item, those who read the published one.
//! Who sees what is not public yet is [`kept_by`]; who reads what was published is `public::open_to`.

mod issues;
mod items;
pub mod public;
pub mod sending;

use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::{Issue, Item};
use crate::access::{Actor, Permit, Scope};
use crate::base::{Conn, Result, Tx, sql};

pub(super) use issues::{
    approve, insert_issue, put_items, send_back, set_issue, submit_issue, touch_issue, withdraw_issue,
};
pub use items::{Edition, item_of};
pub(super) use items::{
    correct, editions, insert, of_form, publish, put_edition, review, submit, touch, withdraw,
};

/// Lines of a page of a list.
pub const PAGE: usize = 25;

/// The columns of an item `i` with an edition `e`.
const ITEM: &str = "i.id, i.office_id, o.name AS office, i.kind, i.readers, i.reader_office, i.year, i.nth, i.latest, \
     i.edition AS published, i.sent_at, i.updated_at, i.withdrawn_at, i.withdrawn_reason, i.corrects_issue, \
     i.version, e.edition, e.title, \
     e.issuer, e.adopted_on, e.adopted_at, e.adoption, e.body, e.change_note, e.state, e.writers, e.returned \
     FROM bulletin_items i JOIN organizations o ON o.congress_id = i.congress_id AND o.id = i.office_id \
     JOIN bulletin_editions e ON e.congress_id = i.congress_id AND e.item_id = i.id";

/// The columns of an issue `i`.
const ISSUE: &str = "i.id, i.office_id, o.name AS office, i.kind, i.title, i.readers, i.state, i.channels, i.audience, \
     i.groups_told, i.year, i.nth, i.total, i.writers, i.sent_at, i.updated_at, i.returned, i.withdrawn_at, \
     i.withdrawn_reason, i.version, \
     (SELECT count(*) FROM bulletin_issue_items p WHERE p.congress_id = i.congress_id AND p.issue_id = i.id) AS items \
     FROM bulletin_issues i JOIN organizations o ON o.congress_id = i.congress_id AND o.id = i.office_id";

/// The one condition on who sees what is not published yet: one's own office's; and whoever reviews for the whole
/// congress everything but others' drafts. `drafted` says when it is a draft.
fn kept_by(actor: &Actor, drafted: &str, values: &mut Vec<Value>) -> String {
    let mut conditions = vec!["FALSE".to_owned()];
    for (post, scope) in actor.posts_with(Permit::BulletinRead) {
        if let Some(office) = post.organization {
            values.push(office.into());
            conditions.push(format!("i.office_id = ${}", values.len()));
        }
        if scope == Scope::Congress {
            conditions.push(format!("NOT ({drafted})"));
        }
    }
    format!("({})", conditions.join(" OR "))
}

/// An item with its last edition, as those who write and review see it; a stranger gets `NotFound`.
pub async fn find(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Item> {
    actor.must(Permit::BulletinRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), id.into()];
    let condition = kept_by(actor, DRAFT, &mut values);
    let text = format!(
        "SELECT {ITEM} AND e.edition = i.latest WHERE i.congress_id = $1 AND i.id = $2 AND {condition}"
    );
    at.one(sql(text, values)).await
}

const DRAFT: &str = "e.state = 'draft' AND i.edition = 0";

/// An issue as those who compose and approve see it; a stranger gets `NotFound`.
pub async fn find_issue(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Issue> {
    actor.must(Permit::BulletinRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), id.into()];
    let condition = kept_by(actor, "i.state = 'draft'", &mut values);
    let text = format!("SELECT {ISSUE} WHERE i.congress_id = $1 AND i.id = $2 AND {condition}");
    at.one(sql(text, values)).await
}

/// The issue of a form that was sent before.
pub(super) async fn issue_of_form(at: &impl Conn, congress: Uuid, form: Uuid) -> Result<Issue> {
    let text = format!("SELECT {ISSUE} WHERE i.congress_id = $1 AND i.form_id = $2");
    at.one(sql(text, [congress.into(), form.into()])).await
}

/// Which items a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// All.
    All,
    /// Those that are being written, or were sent back.
    Open,
    /// Those that wait for a review.
    Review,
    /// Those that may go out.
    Passed,
    /// Those that went out.
    Sent,
}

impl Show {
    /// The word in addresses and sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            Show::All => "all",
            Show::Open => "open",
            Show::Review => "review",
            Show::Passed => "passed",
            Show::Sent => "sent",
        }
    }

    /// All, in the order of the filters.
    pub const ALL: [Show; 5] = [Show::All, Show::Open, Show::Review, Show::Passed, Show::Sent];

    fn condition(self) -> &'static str {
        match self {
            Show::All => "TRUE",
            Show::Open => {
                "e.state IN ('draft', 'returned') AND e.edition <> i.edition AND i.withdrawn_at IS NULL"
            }
            Show::Review => "e.state = 'review' AND i.withdrawn_at IS NULL",
            Show::Passed => "e.state = 'passed' AND e.edition <> i.edition AND i.withdrawn_at IS NULL",
            Show::Sent => "i.edition > 0",
        }
    }
}

/// A page of the items that the actor may see, the newest first; and whether there are more.
pub async fn list(at: &impl Conn, actor: &Actor, show: Show, page: usize) -> Result<(Vec<Item>, bool)> {
    actor.must(Permit::BulletinRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let condition = kept_by(actor, DRAFT, &mut values);
    let text = format!(
        "SELECT {ITEM} AND e.edition = i.latest WHERE i.congress_id = $1 AND {condition} AND {} \
         ORDER BY i.written_at DESC, i.id DESC LIMIT {} OFFSET {}",
        show.condition(),
        PAGE + 1,
        page * PAGE
    );
    let mut items: Vec<Item> = at.all(sql(text, values)).await?;
    let more = items.len() > PAGE;
    items.truncate(PAGE);
    Ok((items, more))
}

#[derive(FromQueryResult)]
struct Number {
    n: i64,
}

/// How many items there are of each kind of list.
pub async fn count(at: &impl Conn, actor: &Actor, show: Show) -> Result<u64> {
    actor.must(Permit::BulletinRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let condition = kept_by(actor, DRAFT, &mut values);
    let text = format!(
        "SELECT count(*) AS n FROM bulletin_items i JOIN bulletin_editions e ON e.congress_id = i.congress_id \
         AND e.item_id = i.id AND e.edition = i.latest WHERE i.congress_id = $1 AND {condition} AND {}",
        show.condition()
    );
    Ok(at.one::<Number>(sql(text, values)).await?.n.unsigned_abs())
}

/// The issues that the actor may see, the newest first.
pub async fn issues(at: &impl Conn, actor: &Actor, page: usize) -> Result<(Vec<Issue>, bool)> {
    actor.must(Permit::BulletinRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let condition = kept_by(actor, "i.state = 'draft'", &mut values);
    let text = format!(
        "SELECT {ISSUE} WHERE i.congress_id = $1 AND {condition} ORDER BY i.composed_at DESC, i.id DESC \
         LIMIT {} OFFSET {}",
        PAGE + 1,
        page * PAGE
    );
    let mut found: Vec<Issue> = at.all(sql(text, values)).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    Ok((found, more))
}

/// How many issues wait for approval.
pub async fn waiting_issues(at: &impl Conn, actor: &Actor) -> Result<u64> {
    actor.must(Permit::BulletinRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let condition = kept_by(actor, "i.state = 'draft'", &mut values);
    let text = format!(
        "SELECT count(*) AS n FROM bulletin_issues i WHERE i.congress_id = $1 AND i.state = 'review' AND {condition}"
    );
    Ok(at.one::<Number>(sql(text, values)).await?.n.unsigned_abs())
}

/// The items that an issue of a kind may take: reviewed or published, not withdrawn, for everybody or all deputies, and in
/// no other issue of the kind; those of the issue itself too.
pub async fn candidates(at: &impl Conn, actor: &Actor, kind: &str, issue: Option<Uuid>) -> Result<Vec<Item>> {
    actor.must(Permit::BulletinWrite)?;
    let office = actor.organization_for(Permit::BulletinWrite);
    let readers = if kind == "gazette" { "'public'" } else { "'public', 'deputies'" };
    let text = format!(
        "SELECT {ITEM} AND e.edition = i.latest WHERE i.congress_id = $1 AND i.withdrawn_at IS NULL \
         AND e.state = 'passed' AND i.readers IN ({readers}) AND (i.office_id = $4 OR i.edition > 0) \
         AND NOT EXISTS (SELECT 1 FROM bulletin_issue_items p JOIN bulletin_issues s ON s.congress_id = p.congress_id \
         AND s.id = p.issue_id WHERE p.congress_id = i.congress_id AND p.item_id = i.id AND s.kind = $2 AND s.id <> $3 \
         AND s.withdrawn_at IS NULL) \
         ORDER BY e.adopted_on DESC, i.id DESC LIMIT {}",
        super::MOST
    );
    let own = issue.unwrap_or_default();
    at.all(sql(text, [actor.congress.into(), kind.into(), own.into(), office.unwrap_or_default().into()]))
        .await
}

/// The items of an issue in their order; of an issued one with the editions that it was issued with, else with their last.
pub async fn items_of(at: &impl Conn, congress: Uuid, issue: Uuid) -> Result<Vec<Item>> {
    let text = format!(
        "SELECT {ITEM} JOIN bulletin_issue_items p ON p.congress_id = i.congress_id AND p.item_id = i.id \
         JOIN bulletin_issues s ON s.congress_id = p.congress_id AND s.id = p.issue_id \
         WHERE i.congress_id = $1 AND p.issue_id = $2 \
         AND e.edition = CASE WHEN s.state = 'issued' THEN p.edition ELSE i.latest END ORDER BY p.place, i.id"
    );
    at.all(sql(text, [congress.into(), issue.into()])).await
}

/// The issues in which an item was issued.
pub async fn issued_with(at: &impl Conn, congress: Uuid, item: Uuid) -> Result<Vec<Issue>> {
    let text = format!(
        "SELECT {ISSUE} JOIN bulletin_issue_items q ON q.congress_id = i.congress_id AND q.issue_id = i.id \
         WHERE i.congress_id = $1 AND q.item_id = $2 AND i.state = 'issued' AND i.withdrawn_at IS NULL ORDER BY i.sent_at, i.id"
    );
    at.all(sql(text, [congress.into(), item.into()])).await
}

/// Whether an issue of a kind was issued before.
pub async fn is_first(at: &impl Conn, congress: Uuid, kind: &str) -> Result<bool> {
    let text =
        "SELECT count(*) AS n FROM bulletin_issues WHERE congress_id = $1 AND kind = $2 AND state = 'issued'";
    Ok(at.one::<Number>(sql(text, [congress.into(), kind.into()])).await?.n == 0)
}

#[derive(FromQueryResult)]
struct Before {
    before_nth: i64,
    before_total: i64,
}

/// What was issued before this system counted, as an issue says: of its year, and of all years.
pub(super) async fn before(at: &impl Conn, congress: Uuid, issue: Uuid) -> Result<(i64, i64)> {
    let text = "SELECT before_nth, before_total FROM bulletin_issues WHERE congress_id = $1 AND id = $2";
    let found: Before = at.one(sql(text, [congress.into(), issue.into()])).await?;
    Ok((found.before_nth, found.before_total))
}

/// The next number of a series, counted within the act: no gaps, no doubles. The first is the one after `before`.
pub(super) async fn next(tx: &Tx, congress: Uuid, series: &str, before: i64) -> Result<i64> {
    let text = "INSERT INTO bulletin_numbers (congress_id, series, value) VALUES ($1, $2, $3) \
         ON CONFLICT (congress_id, series) DO UPDATE SET value = bulletin_numbers.value + 1 RETURNING value AS n";
    Ok(tx.one::<Number>(sql(text, [congress.into(), series.into(), (before + 1).into()])).await?.n)
}
