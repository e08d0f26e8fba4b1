//! Drafts: what somebody was writing and has not sent yet, kept so that a lost session, a crash or going home costs
//! nothing. One draft an account and page, erased when the form was sent for real, when its owner discards it, or
//! after a month.
//!
//! A draft is personal. Nobody but the account reads it; it is in no search, no list and no export. It is also in no
//! journal: nothing has happened yet, and what somebody is still thinking about is nobody's business.
//!
//! A form takes part by `p::keep` and `p::kept` of base/parts.html; its page asks [`shown`] for what to fill in, and
//! its handler calls [`discard`] once the act is done (or the act calls [`drop_draft`]).

use chrono::TimeDelta;
use uuid::Uuid;

use super::store::drafts as store;
use super::visit::Lapsed;
use super::{Actor, Permit, Visit};
use crate::base::{App, Conn, Error, Result, Tx, form::Form, page::own_path};

/// Bytes of a draft's fields: some twenty thousand Chinese characters.
const LARGEST: usize = 64 * 1024;

/// Bytes of a page's path and query.
const LONGEST_PAGE: usize = 300;

/// Drafts an account keeps at once; beyond that the oldest goes.
const MOST: i64 = 20;

/// Days until a draft is erased; the sentence `form-keep-hint` says so.
const DAYS: i64 = 30;

/// Keep what a form brought as the draft of the page that shows the form.
///
/// # Errors
/// `Invalid` when it is too large, or `page` is none of ours.
pub async fn keep(app: &App, actor: &Actor, page: &str, form: &Form) -> Result<()> {
    actor.must(Permit::Account)?;
    let account = actor.account.ok_or(Error::SignIn)?;
    write(app, (actor.congress, account), page, form).await
}

/// Keep what a session's form brought after the session had ended: all that such a session is still good for.
pub(super) async fn keep_lapsed(lapsed: &Lapsed, page: &str, form: &Form) -> Result<()> {
    write(&lapsed.app, (lapsed.congress, lapsed.session.account_id), page, form).await
}

/// An account's draft for a page.
pub async fn of(at: &impl Conn, congress: Uuid, account: Uuid, page: &str) -> Result<Option<Form>> {
    let Some(page) = page_of(page) else { return Ok(None) };
    let Some(fields) = store::draft(at, congress, account, page).await? else { return Ok(None) };
    let pairs = serde_json::from_str(&fields).map_err(anyhow::Error::from)?;
    Ok(Some(Form::kept(pairs)))
}

/// The form of a page as its visitor left it; empty when there is no draft. A page that fills in something of its own
/// does so unless `Form::is_kept`.
pub async fn shown(app: &App, visit: &Visit, page: &str) -> Result<Form> {
    match visit.actor.account {
        Some(account) => Ok(of(&app.db, visit.home.id, account, page).await?.unwrap_or_default()),
        None => Ok(Form::new()),
    }
}

/// Erase an account's draft within the act that makes it superfluous.
pub async fn drop_draft(tx: &Tx, congress: Uuid, account: Uuid, page: &str) -> Result<()> {
    match page_of(page) {
        Some(page) => store::delete_draft(tx, congress, account, page).await,
        None => Ok(()),
    }
}

/// Erase one's draft: it was sent for real, or is not wanted any more.
pub async fn discard(app: &App, actor: &Actor, page: &str) -> Result<()> {
    actor.must(Permit::Account)?;
    let account = actor.account.ok_or(Error::SignIn)?;
    let tx = app.db.begin().await?;
    drop_draft(&tx, actor.congress, account, page).await?;
    tx.commit().await
}

/// The name under which a page's draft is kept: its path and query, without the word that a draft was just kept.
pub(super) fn page_of(page: &str) -> Option<&str> {
    let page = page.strip_suffix("kept=1").and_then(|rest| rest.strip_suffix(['?', '&'])).unwrap_or(page);
    let own = own_path(page) == page && page != "/" && !page.contains('#');
    (own && page.len() <= LONGEST_PAGE).then_some(page)
}

async fn write(app: &App, (congress, account): (Uuid, Uuid), page: &str, form: &Form) -> Result<()> {
    let page = page_of(page).ok_or_else(|| Error::invalid("", "form-unreadable"))?;
    let pairs: Vec<(&str, &str)> = form.pairs().filter(|(name, _)| is_kept(name)).collect();
    let fields = serde_json::to_string(&pairs).map_err(anyhow::Error::from)?;
    if fields.len() > LARGEST {
        return Err(Error::invalid("", "access-draft-too-large"));
    }
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    store::delete_old_drafts(&tx, congress, now - TimeDelta::days(DAYS)).await?;
    store::put_draft(&tx, congress, account, (page, &fields), now).await?;
    store::delete_all_but_newest(&tx, congress, account, MOST).await?;
    tx.commit().await
}

/// The form's own fields only, and never what proves who somebody is.
fn is_kept(name: &str) -> bool {
    !matches!(name, "csrf" | "keep") && !name.contains("password")
}
