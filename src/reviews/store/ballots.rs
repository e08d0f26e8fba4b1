//! Slips, sealed ballots and words, the trustees' parts, and the paper as it was counted. What voters write to is replaced
//! under its mark and bears no time.

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};
use crate::reviews::Counted;
use crate::reviews::acts::Paper;

/// Rows of one statement.
const AT_ONCE: usize = 200;

#[derive(FromQueryResult)]
struct Marked {
    mark: String,
}

#[derive(FromQueryResult)]
struct Sealed {
    sealed: String,
}

#[derive(FromQueryResult)]
struct Number {
    n: i64,
}

#[derive(FromQueryResult)]
struct Doc {
    doc: String,
}

/// New slips in place of those there were; `marks` are sorted, so that they tell no order of printing.
pub(in crate::reviews) async fn put_slips(
    tx: &Tx,
    (congress, review): (Uuid, Uuid),
    marks: &[String],
) -> Result<()> {
    let text = "DELETE FROM review_slips WHERE congress_id = $1 AND review_id = $2";
    tx.put(sql(text, [congress.into(), review.into()])).await?;
    add_slips(tx, (congress, review), marks).await
}

/// New slips beside those there are; sorted as well.
pub(in crate::reviews) async fn add_slips(
    tx: &Tx,
    (congress, review): (Uuid, Uuid),
    marks: &[String],
) -> Result<()> {
    for some in marks.chunks(AT_ONCE) {
        let rows: Vec<String> = (0..some.len()).map(|n| format!("($1, $2, ${})", n + 3)).collect();
        let text =
            format!("INSERT INTO review_slips (congress_id, review_id, mark) VALUES {}", rows.join(", "));
        let head = [congress.into(), review.into()];
        let values = head.into_iter().chain(some.iter().map(|mark| mark.clone().into()));
        tx.put(sql(text, values.collect::<Vec<_>>())).await?;
    }
    Ok(())
}

/// Whether a slip of the round has this mark.
pub(in crate::reviews) async fn slip(
    at: &impl Conn,
    (congress, review): (Uuid, Uuid),
    mark: &str,
) -> Result<bool> {
    let text = "SELECT mark FROM review_slips WHERE congress_id = $1 AND review_id = $2 AND mark = $3";
    let found: Option<Marked> =
        at.maybe(sql(text, [congress.into(), review.into(), mark.to_owned().into()])).await?;
    Ok(found.is_some_and(|found| found.mark == mark))
}

/// The ballot of a slip; the one before it is gone.
pub(in crate::reviews) async fn put_ballot(
    tx: &Tx,
    (congress, review): (Uuid, Uuid),
    (mark, tracker, sealed): (&str, &str, &str),
) -> Result<()> {
    let text = "INSERT INTO review_ballots (congress_id, review_id, mark, tracker, sealed) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (congress_id, review_id, mark) DO UPDATE SET tracker = excluded.tracker, sealed = excluded.sealed";
    let values = [congress.into(), review.into(), mark.into(), tracker.into(), sealed.into()];
    tx.put(sql(text, values)).await
}

/// The words of a slip; those before are gone.
pub(in crate::reviews) async fn put_words(
    tx: &Tx,
    (congress, review): (Uuid, Uuid),
    (mark, sealed): (&str, &str),
) -> Result<()> {
    let text = "INSERT INTO review_words (congress_id, review_id, mark, sealed) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (congress_id, review_id, mark) DO UPDATE SET sealed = excluded.sealed";
    tx.put(sql(text, [congress.into(), review.into(), mark.into(), sealed.into()])).await
}

/// A slip has no words any more.
pub(in crate::reviews) async fn take_words(
    tx: &Tx,
    (congress, review): (Uuid, Uuid),
    mark: &str,
) -> Result<()> {
    let text = "DELETE FROM review_words WHERE congress_id = $1 AND review_id = $2 AND mark = $3";
    tx.put(sql(text, [congress.into(), review.into(), mark.into()])).await
}

/// All sealed ballots, by their trackers.
pub(in crate::reviews) async fn ballots(at: &impl Conn, congress: Uuid, review: Uuid) -> Result<Vec<String>> {
    let text = "SELECT sealed FROM review_ballots WHERE congress_id = $1 AND review_id = $2 ORDER BY tracker";
    let rows: Vec<Sealed> = at.all(sql(text, [congress.into(), review.into()])).await?;
    Ok(rows.into_iter().map(|row| row.sealed).collect())
}

/// All sealed words, by their marks.
pub(in crate::reviews) async fn words(at: &impl Conn, congress: Uuid, review: Uuid) -> Result<Vec<String>> {
    let text = "SELECT sealed FROM review_words WHERE congress_id = $1 AND review_id = $2 ORDER BY mark";
    let rows: Vec<Sealed> = at.all(sql(text, [congress.into(), review.into()])).await?;
    Ok(rows.into_iter().map(|row| row.sealed).collect())
}

/// How many ballots there are.
pub async fn count_ballots(at: &impl Conn, congress: Uuid, review: Uuid) -> Result<i64> {
    let text = "SELECT COUNT(*) AS n FROM review_ballots WHERE congress_id = $1 AND review_id = $2";
    Ok(at.one::<Number>(sql(text, [congress.into(), review.into()])).await?.n)
}

/// How many of them came with a slip; all others came with a token.
pub async fn count_by_slip(at: &impl Conn, congress: Uuid, review: Uuid) -> Result<i64> {
    let text = "SELECT COUNT(*) AS n FROM review_ballots b JOIN review_slips s ON s.congress_id = b.congress_id \
         AND s.review_id = b.review_id AND s.mark = b.mark WHERE b.congress_id = $1 AND b.review_id = $2";
    Ok(at.one::<Number>(sql(text, [congress.into(), review.into()])).await?.n)
}

/// Whether a ballot with this tracker is there.
pub async fn cast(at: &impl Conn, (congress, review): (Uuid, Uuid), tracker: &str) -> Result<bool> {
    let text =
        "SELECT COUNT(*) AS n FROM review_ballots WHERE congress_id = $1 AND review_id = $2 AND tracker = $3";
    Ok(at.one::<Number>(sql(text, [congress.into(), review.into(), tracker.into()])).await?.n > 0)
}

/// All trackers, sorted.
pub async fn trackers(at: &impl Conn, congress: Uuid, review: Uuid) -> Result<Vec<String>> {
    let text = "SELECT tracker AS doc FROM review_ballots WHERE congress_id = $1 AND review_id = $2 ORDER BY tracker";
    let rows: Vec<Doc> = at.all(sql(text, [congress.into(), review.into()])).await?;
    Ok(rows.into_iter().map(|row| row.doc).collect())
}

/// The closed box, once; false when it is there already.
pub(in crate::reviews) async fn seal_box(
    tx: &Tx,
    (congress, review): (Uuid, Uuid),
    (doc, sealed): (&str, &str),
) -> Result<bool> {
    let text = "UPDATE reviews SET box = $3, sealed = $4, version = version + 1 \
         WHERE congress_id = $1 AND id = $2 AND state = 'closed' AND box = ''";
    Ok(tx.run(sql(text, [congress.into(), review.into(), doc.into(), sealed.into()])).await? == 1)
}

/// The opened box, once; the trustees' parts stand in it from now on. False when it was opened already.
pub(in crate::reviews) async fn open_box(
    tx: &Tx,
    (congress, review): (Uuid, Uuid),
    doc: &str,
) -> Result<bool> {
    let text = "UPDATE reviews SET opened_box = $3, state = 'opened', version = version + 1 \
         WHERE congress_id = $1 AND id = $2 AND state = 'opening'";
    if tx.run(sql(text, [congress.into(), review.into(), doc.into()])).await? != 1 {
        return Ok(false);
    }
    let text = "DELETE FROM review_openings WHERE congress_id = $1 AND review_id = $2";
    tx.put(sql(text, [congress.into(), review.into()])).await?;
    Ok(true)
}

/// The box as everybody may have it: as it was closed, with opening and result once they are published. Empty until it is
/// closed.
pub async fn public_box(at: &impl Conn, congress: Uuid, review: Uuid) -> Result<String> {
    let text = "SELECT CASE WHEN state = 'published' THEN opened_box ELSE box END AS doc FROM reviews \
         WHERE congress_id = $1 AND id = $2";
    Ok(at.one::<Doc>(sql(text, [congress.into(), review.into()])).await?.doc)
}

/// The opened box, for those who publish it; empty until it is opened.
pub(in crate::reviews) async fn opened_box(at: &impl Conn, congress: Uuid, review: Uuid) -> Result<String> {
    let text = "SELECT opened_box AS doc FROM reviews WHERE congress_id = $1 AND id = $2";
    Ok(at.one::<Doc>(sql(text, [congress.into(), review.into()])).await?.doc)
}

/// A trustee's part of opening; false when it is there already.
pub(in crate::reviews) async fn insert_opening(
    tx: &Tx,
    (congress, review): (Uuid, Uuid),
    (trustee, opening, words): (i64, &str, &str),
) -> Result<bool> {
    let text = "INSERT INTO review_openings (congress_id, review_id, trustee, opening, words) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (congress_id, review_id, trustee) DO NOTHING";
    let values = [congress.into(), review.into(), trustee.into(), opening.into(), words.into()];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// A trustee's part as it is kept.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Opening {
    /// The trustee's number.
    pub trustee: i64,
    /// The part of opening the count, as JSON.
    pub opening: String,
    /// The part of opening the words, as JSON.
    pub words: String,
}

/// The parts of all trustees who came.
pub(in crate::reviews) async fn openings(
    at: &impl Conn,
    congress: Uuid,
    review: Uuid,
) -> Result<Vec<Opening>> {
    let text = "SELECT trustee, opening, words FROM review_openings WHERE congress_id = $1 AND review_id = $2 \
         ORDER BY trustee";
    at.all(sql(text, [congress.into(), review.into()])).await
}

/// Sealed words are gone once they were opened.
pub(in crate::reviews) async fn delete_words(tx: &Tx, congress: Uuid, review: Uuid) -> Result<()> {
    let text = "DELETE FROM review_words WHERE congress_id = $1 AND review_id = $2";
    tx.put(sql(text, [congress.into(), review.into()])).await
}

/// What somebody counted on paper; it replaces what the same person counted before.
pub(in crate::reviews) async fn put_counted(
    tx: &Tx,
    (congress, review, account): (Uuid, Uuid, Uuid),
    (paper, counts): (&Paper, &str),
    now: DateTime<Utc>,
) -> Result<()> {
    let text = "INSERT INTO review_papers (congress_id, review_id, account_id, ballots, spoiled, unreturned, counts, \
         entered_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
         ON CONFLICT (congress_id, review_id, account_id) DO UPDATE SET ballots = excluded.ballots, \
         spoiled = excluded.spoiled, unreturned = excluded.unreturned, counts = excluded.counts, \
         entered_at = excluded.entered_at";
    let values = [
        congress.into(),
        review.into(),
        account.into(),
        paper.ballots.into(),
        paper.spoiled.into(),
        paper.unreturned.into(),
        counts.into(),
        now.into(),
    ];
    tx.put(sql(text, values)).await
}

/// What a person counted on paper is taken back; false when there is nothing.
pub(in crate::reviews) async fn delete_counted(
    tx: &Tx,
    (congress, review, account): (Uuid, Uuid, Uuid),
) -> Result<bool> {
    let text = "DELETE FROM review_papers WHERE congress_id = $1 AND review_id = $2 AND account_id = $3";
    Ok(tx.run(sql(text, [congress.into(), review.into(), account.into()])).await? == 1)
}

/// What each person counted on paper, the first to do so first.
pub(in crate::reviews) async fn counted(
    at: &impl Conn,
    congress: Uuid,
    review: Uuid,
) -> Result<Vec<Counted>> {
    let text = "SELECT p.account_id, a.name, p.ballots, p.spoiled, p.unreturned, p.counts FROM review_papers p \
         JOIN accounts a ON a.congress_id = p.congress_id AND a.id = p.account_id \
         WHERE p.congress_id = $1 AND p.review_id = $2 ORDER BY p.account_id";
    at.all(sql(text, [congress.into(), review.into()])).await
}
