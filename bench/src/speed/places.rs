//! What there is to look at: addresses of pages, drawn from the database, and the people who look.

use std::net::SocketAddr;

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use shuanglian::access::{Role, store};
use shuanglian::base::{App, Conn, sql};
use uuid::Uuid;

use super::client::{Connection, post};

/// Addresses of pages.
#[derive(Debug, Default)]
pub struct Places {
    pub deputies: Vec<String>,
    pub stations: Vec<String>,
    /// Published opinions, by their numbers.
    pub numbers: Vec<String>,
    pub receipts: Vec<String>,
    /// Opinions as the staff open them.
    pub cases: Vec<String>,
    /// Far down in the public list, and in the staff's.
    pub deep_public: String,
    pub deep: String,
    /// An account of each role.
    pub people: Vec<(Role, Uuid)>,
}

#[derive(FromQueryResult)]
struct Text {
    text: String,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    at: DateTime<Utc>,
}

/// Different pages of a kind that are looked at.
const DIFFERENT: usize = 200;

impl Places {
    /// Look around in the database.
    pub async fn of(app: &App, congress: Uuid) -> Result<Self> {
        let texts = async |text: &str| -> Result<Vec<String>> {
            let text = format!("{text} LIMIT {DIFFERENT}");
            let rows: Vec<Text> = app.db.all(sql(text, [congress.into()])).await?;
            Ok(rows.into_iter().map(|row| row.text).collect())
        };
        let newest = "FROM cases WHERE congress_id = $1 ORDER BY raised_at DESC";
        let ids: Vec<Row> = app
            .db
            .all(sql(format!("SELECT id, raised_at AS at {newest} LIMIT {DIFFERENT}"), [congress.into()]))
            .await?;
        let people = store::one_account_per_role(&app.db, congress).await?;
        Ok(Self {
            deputies: texts(
                "SELECT code AS text FROM seats WHERE congress_id = $1 AND kind = 'deputy' AND to_on IS NULL ORDER BY code",
            )
            .await?,
            stations: texts(
                "SELECT code AS text FROM organizations WHERE congress_id = $1 AND kind IN ('station', 'home') \
                 AND to_on IS NULL ORDER BY code",
            )
            .await?,
            numbers: texts(
                "SELECT number AS text FROM cases WHERE congress_id = $1 AND published_at IS NOT NULL \
                 ORDER BY published_at DESC",
            )
            .await?,
            receipts: texts(&format!("SELECT receipt AS text {newest}")).await?,
            cases: ids.iter().map(|row| row.id.to_string()).collect(),
            deep_public: deep(app, congress, "published_at").await?,
            deep: deep(app, congress, "raised_at").await?,
            people: people.into_iter().map(|(role, account, _)| (role, account)).collect(),
        })
    }
}

/// Where a list goes on after nine tenths of it.
async fn deep(app: &App, congress: Uuid, column: &str) -> Result<String> {
    let all = format!("FROM cases WHERE congress_id = $1 AND {column} IS NOT NULL");
    let text = format!(
        "SELECT id, {column} AS at {all} ORDER BY {column}, id LIMIT 1 OFFSET (SELECT count(*) / 10 {all})"
    );
    let row: Row = app.db.one(sql(text, [congress.into()])).await?;
    Ok(format!("{}~{}", row.at.timestamp_millis(), row.id))
}

/// Let somebody of a role look around, as the demo offers it on this computer; their cookie.
pub async fn enter(to: SocketAddr, places: &Places, role: Role) -> Result<String> {
    let (_, account) =
        places.people.iter().find(|(has, _)| *has == role).context("an account of the role")?;
    let request = post(to, "/look-around", &[("account", &account.to_string())]);
    let answer = Connection::new(to, 0).ask(&request).await?;
    ensure!(answer.status == 303 && !answer.cookie.is_empty(), "looking around: {}", answer.status);
    Ok(answer.cookie)
}
