//! Accounts, grants and sessions in the database; the congress whose site it is.

mod accounts;
pub(super) mod drafts;
mod grants;
mod sessions;
pub(super) mod tries;
mod waiting;
mod whole;

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

pub use accounts::*;
pub use grants::*;
pub use sessions::*;
pub use waiting::Awaited;
pub(super) use waiting::{Waiting, awaited, set_first_slip, waiting};
pub use whole::{AccountRow, GrantRow, every_account, every_grant};
pub(super) use whole::{delete_account, update_account};

use super::acts::NewAccount;
use super::{Actor, Home};
use crate::base::{Conn, Db, Result, Tables, Tx, sql, told};

const HOME: &str = "id, code, name, short_name, charter, fictional";

#[derive(FromQueryResult)]
struct Visited {
    #[sea_orm(nested)]
    home: Home,
    directory: Option<String>,
}

/// The congress whose host name this is, else the deployment's first; a request is told with it whether the register changed,
/// and need not ask for that.
pub async fn visited(db: &Db, host: &str) -> Result<Home> {
    let text = format!(
        "SELECT {HOME}, (SELECT mark FROM table_marks m WHERE m.congress_id = c.id AND m.name = 'directory') AS directory \
         FROM congresses c ORDER BY (CASE WHEN host = $1 THEN 0 ELSE 1 END), code LIMIT 1"
    );
    let found: Visited = db.one(sql(text, [host.into()])).await?;
    told((Tables::Directory, found.home.id), found.directory.unwrap_or_default());
    Ok(found.home)
}

/// The congress of a code, such as `xiantao`; else the deployment's first.
pub async fn home_of(at: &impl Conn, code: Option<&str>) -> Result<Home> {
    match code {
        Some(code) => {
            at.one(sql(format!("SELECT {HOME} FROM congresses WHERE code = $1"), [code.into()])).await
        }
        None => at.one(sql(format!("SELECT {HOME} FROM congresses ORDER BY code LIMIT 1"), [])).await,
    }
}

/// The congress of an id.
pub async fn home_by_id(at: &impl Conn, id: Uuid) -> Result<Home> {
    at.one(sql(format!("SELECT {HOME} FROM congresses WHERE id = $1"), [id.into()])).await
}

/// Every congress of the deployment.
pub async fn homes(at: &impl Conn) -> Result<Vec<Home>> {
    at.all(sql(format!("SELECT {HOME} FROM congresses ORDER BY code"), [])).await
}

#[derive(FromQueryResult)]
struct Named {
    name: String,
    person_id: Option<Uuid>,
}

/// The actor that an account is.
pub async fn actor(at: &impl Conn, congress: Uuid, account: Uuid) -> Result<Actor> {
    let text =
        "SELECT name, person_id FROM accounts WHERE congress_id = $1 AND id = $2 AND revoked_at IS NULL";
    let named: Named = at.one(sql(text, [congress.into(), account.into()])).await?;
    let posts = posts(at, congress, account).await?;
    Ok(Actor { congress, account: Some(account), person: named.person_id, name: named.name, posts })
}

/// False when the login is taken.
pub(super) async fn insert_account(
    tx: &Tx,
    congress: Uuid,
    id: Uuid,
    new: &NewAccount,
    now: DateTime<Utc>,
) -> Result<bool> {
    let text = "INSERT INTO accounts (congress_id, id, login, name, person_id, email, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (congress_id, login) DO NOTHING";
    let values = [
        congress.into(),
        id.into(),
        super::sign_in::tidy_login(&new.login).into(),
        new.name.clone().into(),
        new.person.into(),
        new.email.clone().into(),
        now.into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}
