use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use serde::Deserialize;
use uuid::Uuid;

use super::topic::sees_whole;
use crate::access::Visit;
use crate::base::{
    App, Error, Result,
    page::{Ui, page},
};
use crate::consultations::digest::Digest;
use crate::consultations::{Topic, acts, store};

/// Of one deputy's gathering, or of the whole.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    deputy: Option<Uuid>,
}

#[derive(Template)]
#[template(path = "consultations/pages/digest.html")]
struct DigestPage {
    ui: Ui,
    topic: Topic,
    /// Whose gathering; nobody's for the whole.
    name: String,
    digest: Digest,
    /// What the deputies say of their gatherings: their own words.
    summaries: Vec<(String, String)>,
}

/// `GET /topics/{id}/digest?deputy=…`: as a page, and as paper.
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (db, congress) = (&app.db, visit.home.id);
    let topic = store::find(db, &visit.actor, id).await?;
    let all = store::asked(db, congress, id).await?;
    let whole = sees_whole(&visit, &topic, &all);
    let own = asked.deputy.is_some() && asked.deputy == visit.actor.person;
    let others =
        whole && visit.actor.person.is_none_or(|person| all.iter().all(|one| one.person_id != person));
    let may = match asked.deputy {
        None => whole,
        // Of another deputy's gathering those who are asked know only what stands in the whole.
        Some(_) => own || others || topic.is_of(&visit.actor),
    };
    if !may {
        return Err(Error::NotFound);
    }
    let digest = acts::digest(db, congress, &topic, asked.deputy).await?;
    let shown = |one: &&crate::consultations::AskedDeputy| {
        !one.summary.is_empty() && asked.deputy.is_none_or(|person| person == one.person_id)
    };
    let summaries = all.iter().filter(shown).map(|one| (one.name.clone(), one.summary.clone())).collect();
    let name = all.iter().find(|one| Some(one.person_id) == asked.deputy).map(|one| one.name.clone());
    page(DigestPage { topic, name: name.unwrap_or_default(), digest, summaries, ui: visit.ui })
}
