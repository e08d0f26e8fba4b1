//! The telephone numbers that may get a token: marks, codes and what was signed. All of it is erased when voting begins.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::base::{Conn, Result, Tx, sql};

/// Rows of one statement.
const AT_ONCE: usize = 200;

/// A number of the list, without the number.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::reviews) struct Number {
    /// The keyed mark of the code that was sent; empty when none was.
    pub code: String,
    /// Until when it is good.
    pub code_until: Option<DateTime<Utc>>,
    /// Wrong codes typed since.
    pub tries: i64,
    /// Codes sent on the day of `codes_on`.
    pub codes: i64,
    /// That day.
    pub codes_on: Option<NaiveDate>,
    /// The digest of what was signed; empty until something was.
    pub blinded: String,
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

#[derive(FromQueryResult)]
struct Sealed {
    sealed: String,
}

/// New numbers by their sorted marks; how many were not there yet.
pub(in crate::reviews) async fn insert_numbers(
    tx: &Tx,
    (congress, review): (Uuid, Uuid),
    marks: &[String],
) -> Result<u64> {
    let mut added = 0;
    for some in marks.chunks(AT_ONCE) {
        let rows: Vec<String> = (0..some.len()).map(|n| format!("($1, $2, ${})", n + 3)).collect();
        let text = format!(
            "INSERT INTO review_numbers (congress_id, review_id, mark) VALUES {} ON CONFLICT DO NOTHING",
            rows.join(", ")
        );
        let head = [congress.into(), review.into()];
        let values = head.into_iter().chain(some.iter().map(|mark| mark.clone().into()));
        added += tx.run(sql(text, values.collect::<Vec<_>>())).await?;
    }
    Ok(added)
}

/// How many numbers are on the list.
pub(in crate::reviews) async fn count_numbers(at: &impl Conn, congress: Uuid, review: Uuid) -> Result<i64> {
    let text = "SELECT COUNT(*) AS n FROM review_numbers WHERE congress_id = $1 AND review_id = $2";
    Ok(at.one::<Count>(sql(text, [congress.into(), review.into()])).await?.n)
}

/// A number that has no token is taken off the list; false when there is none such.
pub(in crate::reviews) async fn delete_number(
    tx: &Tx,
    (congress, review): (Uuid, Uuid),
    mark: &str,
) -> Result<bool> {
    let text =
        "DELETE FROM review_numbers WHERE congress_id = $1 AND review_id = $2 AND mark = $3 AND blinded = ''";
    Ok(tx.run(sql(text, [congress.into(), review.into(), mark.into()])).await? == 1)
}

/// The number of a mark, if it is on the list.
pub(in crate::reviews) async fn number(
    at: &impl Conn,
    (congress, review): (Uuid, Uuid),
    mark: &str,
) -> Result<Option<Number>> {
    let text = "SELECT code, code_until, tries, codes, codes_on, blinded FROM review_numbers \
         WHERE congress_id = $1 AND review_id = $2 AND mark = $3";
    at.maybe(sql(text, [congress.into(), review.into(), mark.into()])).await
}

/// The code that was sent to a number; the one before is good no more.
pub(in crate::reviews) async fn set_code(
    tx: &Tx,
    (congress, review, mark): (Uuid, Uuid, &str),
    (code, until): (&str, DateTime<Utc>),
    (codes, today): (i64, NaiveDate),
) -> Result<()> {
    let text = "UPDATE review_numbers SET code = $4, code_until = $5, tries = 0, codes = $6, codes_on = $7 \
         WHERE congress_id = $1 AND review_id = $2 AND mark = $3";
    let values =
        [congress.into(), review.into(), mark.into(), code.into(), until.into(), codes.into(), today.into()];
    tx.put(sql(text, values)).await
}

/// A wrong code was typed.
pub(in crate::reviews) async fn take_try(
    tx: &Tx,
    (congress, review): (Uuid, Uuid),
    mark: &str,
) -> Result<()> {
    let text =
        "UPDATE review_numbers SET tries = tries + 1 WHERE congress_id = $1 AND review_id = $2 AND mark = $3";
    tx.put(sql(text, [congress.into(), review.into(), mark.into()])).await
}

/// A number has its token: what was signed, by its digest, and the sealed number of whoever wants to be told. False when it
/// had one.
pub(in crate::reviews) async fn set_signed(
    tx: &Tx,
    (congress, review, mark): (Uuid, Uuid, &str),
    (blinded, tell): (&str, &str),
) -> Result<bool> {
    let text = "UPDATE review_numbers SET blinded = $4, tell = $5 WHERE congress_id = $1 AND review_id = $2 \
         AND mark = $3 AND blinded = ''";
    let values = [congress.into(), review.into(), mark.into(), blinded.into(), tell.into()];
    if tx.run(sql(text, values)).await? != 1 {
        return Ok(false);
    }
    let text = "UPDATE reviews SET signed = signed + 1 WHERE congress_id = $1 AND id = $2";
    tx.put(sql(text, [congress.into(), review.into()])).await?;
    Ok(true)
}

/// The sealed numbers of those who want to be told, in an order that says nothing.
pub(in crate::reviews) async fn told(at: &impl Conn, congress: Uuid, review: Uuid) -> Result<Vec<String>> {
    let text = "SELECT tell AS sealed FROM review_numbers WHERE congress_id = $1 AND review_id = $2 AND tell <> '' \
         ORDER BY mark";
    let rows: Vec<Sealed> = at.all(sql(text, [congress.into(), review.into()])).await?;
    Ok(rows.into_iter().map(|row| row.sealed).collect())
}

/// The secret that signs tokens, sealed; empty once it is erased.
pub(in crate::reviews) async fn issuer_secret(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<String> {
    let text = "SELECT issuer_sealed AS sealed FROM reviews WHERE congress_id = $1 AND id = $2";
    Ok(at.one::<Sealed>(sql(text, [congress.into(), id.into()])).await?.sealed)
}

/// The list and the secret that signs are gone: nobody gets a token any more.
pub(in crate::reviews) async fn delete_numbers(tx: &Tx, congress: Uuid, review: Uuid) -> Result<()> {
    let text = "DELETE FROM review_numbers WHERE congress_id = $1 AND review_id = $2";
    tx.put(sql(text, [congress.into(), review.into()])).await?;
    let text = "UPDATE reviews SET issuer_sealed = '' WHERE congress_id = $1 AND id = $2";
    tx.put(sql(text, [congress.into(), review.into()])).await
}
