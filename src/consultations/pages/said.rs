use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use serde::Deserialize;
use uuid::Uuid;

use crate::access::Visit;
use crate::base::{
    App, Result,
    page::{Ui, page},
};
use crate::consultations::{Topic, store};

/// Which page of the list.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    page: usize,
}

/// An answer as it was written.
struct Answer {
    facts: String,
    said: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "consultations/pages/said.html")]
struct SaidPage {
    ui: Ui,
    topic: Topic,
    rows: Vec<Answer>,
    first: Option<String>,
    next: Option<String>,
}

/// `GET /topics/{id}/answers`: as they were written, for those who may read them.
pub(super) async fn list(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let topic = store::find(&app.db, &visit.actor, id).await?;
    let questions = store::questions(&app.db, visit.home.id, id).await?;
    let (found, more) = store::answers(&app.db, &visit.actor, &topic, asked.page).await?;
    let ui = visit.ui;
    let row = |(answer, said): store::Said| {
        let mut facts = vec![ui.word("consult-channel", &answer.channel), ui.moment(answer.at)];
        facts.extend(answer.town);
        facts.extend(answer.deputy.map(|name| ui.t1("consult-gathered-by", "name", name)));
        if answer.people > 1 {
            facts.push(ui.t1("consult-people", "n", answer.people));
        }
        let words = questions.iter().filter_map(|question| {
            let (choice, text) = said.get(&question.place)?;
            let choice =
                choice.and_then(|nth| question.offered().get(nth as usize - 1).map(ToString::to_string));
            let parts: Vec<String> =
                choice.into_iter().chain(Some(text.clone()).filter(|text| !text.is_empty())).collect();
            Some((question.text.clone(), parts.join("\n")))
        });
        Answer { said: words.collect(), facts: facts.join(" · ") }
    };
    let view = SaidPage {
        rows: found.into_iter().map(row).collect(),
        first: (asked.page > 0).then(|| format!("/topics/{id}/answers")),
        next: more.then(|| format!("/topics/{id}/answers?page={}", asked.page + 1)),
        topic,
        ui,
    };
    page(view)
}
