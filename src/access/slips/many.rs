//! Many slips at once: after a roster came in, everybody who waits gets one with one press, in the order in which they
//! are handed out.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{Factor, Slip, issued};
use crate::access::store::{self, Awaited, Waiting};
use crate::access::{Actor, Permit, hashed};
use crate::base::{App, Error, Result, hanzi::stroke_key};

/// Slips of one print: a hundred sheets; the others wait for the next.
pub const MOST: usize = 1_000;

/// A slip to be printed: whose it is, and where he or she is found.
pub struct Handed {
    /// The name to sign in with.
    pub login: String,
    /// The name people see.
    pub name: String,
    /// The organization or the town; empty where neither is known.
    pub place: String,
    /// The code.
    pub slip: Slip,
}

/// How many wait, among the accounts whose login or name contains `words`.
///
/// # Errors
/// For whoever may not make accounts.
pub async fn waiting(app: &App, actor: &Actor, words: &str) -> Result<Awaited> {
    actor.must(Permit::AccountsManage)?;
    store::awaited(&app.db, (actor.congress, actor.account), words, app.clock.now()).await
}

/// Make a slip for every account that was never activated, among those whose login or name contains `words`: for those
/// that have none which works, and with `again` for the others too, whose earlier slip then works no more.
///
/// # Errors
/// `Conflict` when nobody waits.
pub async fn issue_many(
    app: &App,
    actor: &Actor,
    (words, again): (&str, bool),
) -> Result<(Vec<Handed>, DateTime<Utc>)> {
    actor.must(Permit::AccountsManage)?;
    let now = app.clock.now();
    let until = now + TimeDelta::days(app.config.security.slip_days);
    let author = actor.author(Permit::AccountsManage, now);
    let tx = app.db.begin().await?;
    let mut all = store::waiting(&tx, (actor.congress, actor.account), (words, again), now).await?;
    all.sort_by_cached_key(order);
    let mut handed = Vec::new();
    for one in all.into_iter().take(MOST) {
        let slip = app.chance.draw(Slip::random);
        // Somebody may have activated it, or another administrator have printed it, since it was read.
        let of = (one.id, again);
        if !store::set_first_slip(&tx, actor.congress, of, (&hashed(&slip.plain()), until), now).await? {
            continue;
        }
        issued(&tx, &author, one.id, Factor::Kept).await?;
        let place = one.office.or(one.town).unwrap_or_default();
        handed.push(Handed { login: one.login, name: one.name, place, slip });
    }
    if handed.is_empty() {
        return Err(Error::conflict("access-slips-nobody"));
    }
    tx.commit().await?;
    Ok((handed, until))
}

/// As they are handed out: by organization, then by town, whoever has neither last; there by strokes of the name.
fn order(one: &Waiting) -> (u8, String, i64, String, String, Uuid) {
    let (first, kind, place) = match (&one.office, &one.town) {
        (Some(office), _) => (0, one.kind.clone().unwrap_or_default(), office.clone()),
        (None, Some(town)) => (1, String::new(), town.clone()),
        (None, None) => (2, String::new(), String::new()),
    };
    (first, kind, one.rank.unwrap_or_default(), place, stroke_key(&one.name), one.id)
}
