//! Looks into the database as nobody does while it runs: who is there, and is everything whole.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use sea_orm::FromQueryResult;
use shuanglian::{
    access::{Actor, Role},
    base::{App, Conn, Db, sql},
    bodies::{self, Kind},
    cli, journal,
};
use uuid::Uuid;

use crate::program::Folder;

/// The database of a folder, or the one named.
pub fn url(folder: &Folder, named: Option<&str>) -> String {
    named.map_or_else(|| format!("sqlite://{}", folder.0.join("shuanglian.db").display()), ToOwned::to_owned)
}

/// Found a congress in an empty database: as much as handing in needs.
pub async fn found(folder: &Folder, named: Option<&str>) -> Result<Uuid> {
    let app = cli::open_in(&folder.0, &url(folder, named)).await?;
    let tx = app.db.begin().await?;
    let new = bodies::acts::NewCongress {
        code: "xiantao".into(),
        name: "试验市人民代表大会".into(),
        short_name: "试验市人大".into(),
        charter: "xiantao".into(),
        fictional: true,
    };
    let congress = bodies::acts::found(&tx, &app, &new).await?;
    let keeper = Actor::operator(congress, Role::Commission);
    let commission = bodies::acts::NewOrganization {
        kind: Kind::Commission,
        name: "代表工作委员会".into(),
        short_name: "代工委".into(),
        area: None,
        parent: None,
        rank: 1,
        address: String::new(),
        phone: String::new(),
        hours: String::new(),
        from_on: app.clock.today(),
    };
    bodies::acts::add_organization(&tx, &app, &keeper, &commission).await?;
    tx.commit().await?;
    close(app).await;
    Ok(congress)
}

/// Let an application go, so that another process may open the database.
async fn close(app: App) {
    drop(app);
    tokio::task::yield_now().await;
}

#[derive(FromQueryResult)]
struct Kept {
    id: Uuid,
    form_id: Uuid,
    receipt: String,
}

#[derive(FromQueryResult)]
struct Subject {
    subject_id: Uuid,
}

/// What is in the database.
pub struct Found {
    /// The receipt of each form, and how often the form is there.
    pub forms: BTreeMap<Uuid, (String, usize)>,
    /// Opinions without their journal entry or search row, and entries without their opinion.
    pub half: usize,
    /// Whether the journal verifies.
    pub chain: bool,
}

/// Look.
pub async fn look(folder: &Folder, named: Option<&str>, congress: Uuid) -> Result<Found> {
    let db = Db::connect(&url(folder, named)).await.context("the database does not open")?;
    let kept: Vec<Kept> = db
        .all(sql("SELECT id, form_id, receipt FROM cases WHERE congress_id = $1", [congress.into()]))
        .await?;
    let subjects = async |text: &str| -> Result<Vec<Uuid>> {
        let rows: Vec<Subject> = db.all(sql(text, [congress.into()])).await?;
        Ok(rows.into_iter().map(|row| row.subject_id).collect())
    };
    let told =
        subjects("SELECT subject_id FROM journal WHERE congress_id = $1 AND kind = 'case.raised'").await?;
    let indexed = subjects("SELECT subject_id FROM search_things WHERE congress_id = $1").await?;
    let mut forms = BTreeMap::new();
    for case in &kept {
        forms.entry(case.form_id).or_insert((case.receipt.clone(), 0)).1 += 1;
    }
    let mut ids: Vec<Uuid> = kept.iter().map(|case| case.id).collect();
    let half = [told, indexed].into_iter().map(|mut others| differing(&mut ids, &mut others)).sum();
    let chain = journal::verify(&db, congress, None).await?.is_ok();
    Ok(Found { forms, half, chain })
}

fn differing(ours: &mut [Uuid], theirs: &mut [Uuid]) -> usize {
    ours.sort_unstable();
    theirs.sort_unstable();
    let missing = ours.iter().filter(|id| theirs.binary_search(id).is_err()).count();
    let extra = theirs.iter().filter(|id| ours.binary_search(id).is_err()).count();
    let doubled = theirs.windows(2).filter(|pair| pair[0] == pair[1]).count();
    missing + extra + doubled
}
