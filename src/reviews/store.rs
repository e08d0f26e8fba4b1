//! Rounds, who is reviewed, and the steps that wait for a second person, in the database. Who sees which round is
//! [`visible_to`]: its office sees all of it, those who see the whole congress and the deputies reviewed see it once voters
//! cast. Slips, ballots and paper are in `ballots`, what came of it in `amends`.

mod amends;
mod ballots;
mod numbers;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::acts::NewReview;
use super::pair::Proposed;
use super::{Review, Reviewed};
use crate::access::{Actor, Permit, Scope};
use crate::base::{Conn, Result, Tx, sql};

pub use amends::{amends, amends_due, said};
pub(super) use amends::{confirm_amends, insert_amends, insert_said, report_amends};
pub use ballots::{Opening, cast, count_ballots, count_by_slip, public_box, trackers};
pub(super) use ballots::{
    add_slips, ballots, counted, delete_counted, delete_words, insert_opening, open_box, opened_box,
    openings, put_ballot, put_counted, put_slips, put_words, seal_box, slip, take_words, words,
};

pub(super) use numbers::{
    count_numbers, delete_number, delete_numbers, insert_numbers, issuer_secret, number, set_code,
    set_signed, take_try, told,
};

const REVIEW: &str = "SELECT r.id, r.code, r.title, r.constituency_id, c.name AS constituency, r.office_id, \
     o.name AS office, r.state, r.roll, r.slips, r.issued, r.last_day, r.check_until, r.issuer, r.signed, \
     r.more, r.words, r.rules, r.form, r.key_doc, r.sealed, \
     r.reason, r.opened_on, r.closed_on, r.published_on, r.version FROM reviews r \
     JOIN constituencies c ON c.congress_id = r.congress_id AND c.id = r.constituency_id \
     JOIN organizations o ON o.congress_id = r.congress_id AND o.id = r.office_id WHERE r.congress_id = $1";

/// Lines of a page of a list.
pub const PAGE: usize = 25;

/// The one condition on who sees which rounds `r` at the desk.
pub fn visible_to(actor: &Actor, values: &mut Vec<Value>) -> String {
    let mut conditions = vec!["FALSE".to_owned()];
    for (post, scope) in actor.posts_with(Permit::ReviewRead) {
        if let Some(office) = post.organization {
            values.push(office.into());
            conditions.push(format!("r.office_id = ${}", values.len()));
        }
        match (scope, actor.person) {
            (Scope::Congress, _) if post.role.scope(Permit::ReviewKeep) == Some(Scope::Congress) => {
                return "TRUE".to_owned();
            }
            (Scope::Congress, _) => conditions.push("r.state <> 'draft'".to_owned()),
            (Scope::Own, Some(person)) => {
                values.push(person.into());
                conditions.push(format!(
                    "r.state <> 'draft' AND EXISTS (SELECT 1 FROM review_persons i WHERE i.congress_id = r.congress_id \
                     AND i.review_id = r.id AND i.person_id = ${})",
                    values.len()
                ));
            }
            _ => {}
        }
    }
    format!("({})", conditions.join(" OR "))
}

/// A round that the actor may see; a stranger gets `NotFound`.
pub async fn find(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Review> {
    actor.must(Permit::ReviewRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into(), id.into()];
    let condition = visible_to(actor, &mut values);
    at.one(sql(format!("{REVIEW} AND r.id = $2 AND {condition}"), values)).await
}

/// A round, for the program itself.
pub async fn one(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Review> {
    at.one(sql(format!("{REVIEW} AND r.id = $2"), [congress.into(), id.into()])).await
}

/// A round by its public code, once voters cast.
pub async fn public(at: &impl Conn, congress: Uuid, code: &str) -> Result<Review> {
    at.one(sql(format!("{REVIEW} AND r.code = $2 AND r.state <> 'draft'"), [congress.into(), code.into()]))
        .await
}

pub(super) async fn of_form(at: &impl Conn, congress: Uuid, form: Uuid) -> Result<Option<Review>> {
    at.maybe(sql(format!("{REVIEW} AND r.form_id = $2"), [congress.into(), form.into()])).await
}

/// A page of the rounds that the actor may see: those that go on, then those that are over.
pub async fn list(at: &impl Conn, actor: &Actor, page: usize) -> Result<(Vec<Review>, bool)> {
    actor.must(Permit::ReviewRead)?;
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let condition = visible_to(actor, &mut values);
    let text = format!(
        "{REVIEW} AND {condition} ORDER BY CASE WHEN r.state IN ('published', 'abandoned') THEN 1 ELSE 0 END, \
         r.last_day DESC, r.id DESC LIMIT {} OFFSET {}",
        PAGE + 1,
        page * PAGE
    );
    paged(at.all(sql(text, values)).await?)
}

/// A page of the rounds that everybody sees: those in which voters cast, then those published.
pub async fn public_list(at: &impl Conn, congress: Uuid, page: usize) -> Result<(Vec<Review>, bool)> {
    let text = format!(
        "{REVIEW} AND r.state NOT IN ('draft', 'abandoned') ORDER BY CASE WHEN r.state IN ('checking', 'open') THEN 0 ELSE 1 END, \
         r.last_day DESC, r.id DESC LIMIT {} OFFSET {}",
        PAGE + 1,
        page * PAGE
    );
    paged(at.all(sql(text, [congress.into()])).await?)
}

fn paged(mut rows: Vec<Review>) -> Result<(Vec<Review>, bool)> {
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    Ok((rows, more))
}

/// The published rounds of a person, the latest first.
pub async fn published_of(at: &impl Conn, congress: Uuid, person: Uuid) -> Result<Vec<Review>> {
    let text = format!(
        "{REVIEW} AND r.state = 'published' AND EXISTS (SELECT 1 FROM review_persons i \
         WHERE i.congress_id = r.congress_id AND i.review_id = r.id AND i.person_id = $2) \
         ORDER BY r.published_on DESC, r.id DESC"
    );
    at.all(sql(text, [congress.into(), person.into()])).await
}

/// The rounds that voters could cast in until a day and that nobody has closed.
pub async fn ended(at: &impl Conn, congress: Uuid, day: NaiveDate) -> Result<Vec<Review>> {
    let text = format!("{REVIEW} AND r.state = 'open' AND r.last_day = $2 ORDER BY r.id");
    at.all(sql(text, [congress.into(), day.into()])).await
}

/// The rounds whose numbers were checked until a day, and in which voters do not cast yet.
pub async fn checked(at: &impl Conn, congress: Uuid, day: NaiveDate) -> Result<Vec<Review>> {
    let text = format!("{REVIEW} AND r.state = 'checking' AND r.check_until = $2 ORDER BY r.id");
    at.all(sql(text, [congress.into(), day.into()])).await
}

/// The rounds of which a step waits for the actor as the second person, with the step.
pub async fn waiting(at: &impl Conn, actor: &Actor) -> Result<Vec<(Uuid, String, String)>> {
    let Some(account) = actor.account.filter(|_| actor.may(Permit::ReviewConfirm)) else {
        return Ok(Vec::new());
    };
    let mut values: Vec<Value> = vec![actor.congress.into(), account.into()];
    let condition = visible_to(actor, &mut values);
    let text = format!(
        "SELECT r.id, r.title, s.step FROM review_steps s \
         JOIN reviews r ON r.congress_id = s.congress_id AND r.id = s.review_id \
         WHERE s.congress_id = $1 AND s.proposed_by <> $2 AND {condition} ORDER BY s.proposed_at, s.step LIMIT {PAGE}"
    );
    let rows: Vec<Waiting> = at.all(sql(text, values)).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.title, row.step)).collect())
}

#[derive(FromQueryResult)]
struct Waiting {
    id: Uuid,
    title: String,
    step: String,
}

/// Who is reviewed, in the order of the ballot.
pub async fn reviewed(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Vec<Reviewed>> {
    let text = "SELECT i.place, i.person_id, p.name, i.term_id FROM review_persons i \
         JOIN persons p ON p.congress_id = i.congress_id AND p.id = i.person_id \
         WHERE i.congress_id = $1 AND i.review_id = $2 ORDER BY i.place";
    at.all(sql(text, [congress.into(), id.into()])).await
}

#[derive(FromQueryResult)]
struct Found {
    n: i64,
}

/// Whether a person is reviewed in a round.
pub async fn is_reviewed(at: &impl Conn, congress: Uuid, (id, person): (Uuid, Uuid)) -> Result<bool> {
    let text = "SELECT COUNT(*) AS n FROM review_persons WHERE congress_id = $1 AND review_id = $2 AND person_id = $3";
    let found: Found = at.one(sql(text, [congress.into(), id.into(), person.into()])).await?;
    Ok(found.n > 0)
}

pub(super) async fn insert(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    (office, code, rules): (Uuid, &str, &str),
    new: &NewReview,
    (title, constituency): (&str, Uuid),
) -> Result<()> {
    let text = "INSERT INTO reviews (congress_id, id, form_id, code, title, constituency_id, office_id, state, roll, slips, \
         last_day, check_until, words, rules) VALUES ($1, $2, $3, $4, $5, $6, $7, 'draft', $8, $9, $10, $11, $12, $13)";
    let values = [
        congress.into(),
        id.into(),
        new.form.into(),
        code.into(),
        title.into(),
        constituency.into(),
        office.into(),
        new.roll.into(),
        new.slips.into(),
        new.last_day.into(),
        new.check_until.into(),
        new.words.into(),
        rules.into(),
    ];
    tx.put(sql(text, values)).await
}

pub(super) async fn insert_person(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    (place, person, term): (i64, Uuid, Uuid),
) -> Result<()> {
    let text = "INSERT INTO review_persons (congress_id, review_id, place, person_id, term_id) VALUES ($1, $2, $3, $4, $5)";
    tx.put(sql(text, [congress.into(), id.into(), place.into(), person.into(), term.into()])).await
}

/// Move it to another state; false when it is no longer where it was.
pub(super) async fn move_on(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    (from, to): (&str, &str),
    (today, reason): (NaiveDate, &str),
) -> Result<bool> {
    let text = "UPDATE reviews SET state = $4, reason = $6, version = version + 1, \
         opened_on = CASE WHEN $4 = 'open' THEN $5 ELSE opened_on END, \
         closed_on = CASE WHEN $4 = 'closed' THEN $5 ELSE closed_on END, \
         published_on = CASE WHEN $4 = 'published' THEN $5 ELSE published_on END \
         WHERE congress_id = $1 AND id = $2 AND state = $3";
    let values = [congress.into(), id.into(), from.into(), to.into(), today.into(), reason.into()];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// Form, key and number of slips of a draft, and who signs its tokens; false when it is none any more.
pub(super) async fn set_ceremony(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    (form, key, issued): (&str, &str, i64),
    (issuer, sealed): (&str, &str),
) -> Result<bool> {
    let text = "UPDATE reviews SET form = $3, key_doc = $4, issued = $5, issuer = $6, issuer_sealed = $7, \
         version = version + 1 WHERE congress_id = $1 AND id = $2 AND state = 'draft'";
    let values =
        [congress.into(), id.into(), form.into(), key.into(), issued.into(), issuer.into(), sealed.into()];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// How many more slips somebody proposes to print.
pub(super) async fn set_more(tx: &Tx, (congress, id): (Uuid, Uuid), more: i64) -> Result<()> {
    let text = "UPDATE reviews SET more = $3, version = version + 1 WHERE congress_id = $1 AND id = $2";
    tx.put(sql(text, [congress.into(), id.into(), more.into()])).await
}

/// More slips were printed, as many as were proposed; false when that was another number, or voters cast no more.
pub(super) async fn print_more(tx: &Tx, (congress, id): (Uuid, Uuid), more: i64) -> Result<bool> {
    let text = "UPDATE reviews SET issued = issued + more, more = 0, version = version + 1 \
         WHERE congress_id = $1 AND id = $2 AND state IN ('checking', 'open') AND more = $3";
    Ok(tx.run(sql(text, [congress.into(), id.into(), more.into()])).await? == 1)
}

/// Hold a round while something is written that only holds while it is in a state; false when it is not.
pub(super) async fn hold(tx: &Tx, (congress, id): (Uuid, Uuid), state: &str) -> Result<bool> {
    let text = "UPDATE reviews SET version = version WHERE congress_id = $1 AND id = $2 AND state = $3";
    Ok(tx.run(sql(text, [congress.into(), id.into(), state.into()])).await? == 1)
}

/// The steps that wait for a second person.
pub async fn steps(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Vec<Proposed>> {
    let text = "SELECT s.step, s.proposed_by, a.name, s.proposed_at FROM review_steps s \
         JOIN accounts a ON a.congress_id = s.congress_id AND a.id = s.proposed_by \
         WHERE s.congress_id = $1 AND s.review_id = $2 ORDER BY s.proposed_at, s.step";
    at.all(sql(text, [congress.into(), id.into()])).await
}

pub(super) async fn step(
    at: &impl Conn,
    (congress, id): (Uuid, Uuid),
    step: &str,
) -> Result<Option<Proposed>> {
    let text = "SELECT s.step, s.proposed_by, a.name, s.proposed_at FROM review_steps s \
         JOIN accounts a ON a.congress_id = s.congress_id AND a.id = s.proposed_by \
         WHERE s.congress_id = $1 AND s.review_id = $2 AND s.step = $3";
    at.maybe(sql(text, [congress.into(), id.into(), step.into()])).await
}

pub(super) async fn insert_step(
    tx: &Tx,
    (congress, id): (Uuid, Uuid),
    (step, by): (&str, Uuid),
    now: DateTime<Utc>,
) -> Result<bool> {
    let text = "INSERT INTO review_steps (congress_id, review_id, step, proposed_by, proposed_at) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (congress_id, review_id, step) DO NOTHING";
    let values = [congress.into(), id.into(), step.into(), by.into(), now.into()];
    Ok(tx.run(sql(text, values)).await? == 1)
}

pub(super) async fn delete_step(tx: &Tx, (congress, id): (Uuid, Uuid), step: &str) -> Result<bool> {
    let text = "DELETE FROM review_steps WHERE congress_id = $1 AND review_id = $2 AND step = $3";
    Ok(tx.run(sql(text, [congress.into(), id.into(), step.into()])).await? == 1)
}

/// What was proposed of a round is proposed no more.
pub(super) async fn delete_steps(tx: &Tx, (congress, id): (Uuid, Uuid)) -> Result<()> {
    let text = "DELETE FROM review_steps WHERE congress_id = $1 AND review_id = $2";
    tx.put(sql(text, [congress.into(), id.into()])).await
}

/// The mark by which a slip's code, a token or a telephone number is found again in its round, and from which nobody without
/// the deployment's key finds it; words have a mark of their own, which does not lead to the slip's.
pub(super) fn mark(app: &crate::base::App, (review, what): (Uuid, &str), text: &str) -> String {
    app.seal.mark(&format!("review:{review}:{what}"), text)
}
