//! What everybody sees of a round in which nobody casts any more: that it is being counted, what came of it, or why it was
//! given up.

use askama::Template;
use axum::response::Response;
use ballot::BallotBox;

use crate::access::Visit;
use crate::base::{
    App, Result,
    page::{Ui, page},
};
use crate::reviews::results::{Results, results, share};
use crate::reviews::rules::Rules;
use crate::reviews::{Amends, Review, State as At, store};

/// A rating with its votes.
pub(super) struct Row {
    pub(super) label: String,
    pub(super) votes: u64,
    pub(super) share: String,
}

/// A part with its votes in the order of the ratings, at last those who left it out.
pub(super) struct PartRow {
    pub(super) label: String,
    pub(super) votes: Vec<(String, u64)>,
}

/// What came of it for one deputy.
pub(super) struct Block {
    pub(super) name: String,
    pub(super) rows: Vec<Row>,
    pub(super) parts: Vec<PartRow>,
    /// Everybody gave this rating.
    pub(super) unanimous: Option<String>,
    /// Too few voted to tell the parts.
    pub(super) few: bool,
    /// What is put right, and how far that is.
    pub(super) amends: Option<String>,
}

/// What came of it, as a page shows it.
pub(super) struct Shown {
    pub(super) results: Results,
    pub(super) ratings: Vec<String>,
    pub(super) blocks: Vec<Block>,
}

#[derive(Template)]
#[template(path = "reviews/pages/public.html")]
struct PublicPage {
    ui: Ui,
    review: Review,
    at: At,
    names: Vec<String>,
    shown: Option<Shown>,
}

fn amends_word(ui: &Ui, one: &Amends) -> String {
    match (one.reported_on, one.confirmed_on) {
        (_, Some(day)) => ui.t1("reviews-amends-settled", "day", ui.date(day)),
        (Some(day), None) => ui.t1("reviews-amends-reported", "day", ui.date(day)),
        (None, None) => ui.t1("reviews-amends-due", "day", ui.date(one.due_on)),
    }
}

/// What came of it, from the opened box.
pub(super) fn told(ui: &Ui, (rules, results): (&Rules, Results), amends: &[Amends]) -> Shown {
    let label = |text: &charter::Text| text.pick(ui.lang.code()).to_owned();
    let ratings: Vec<String> = rules.ratings.iter().map(|rating| label(&rating.label)).collect();
    let labels: Vec<String> = ratings.iter().cloned().chain([ui.t("reviews-unrated")]).collect();
    let block = |one: &crate::reviews::results::Outcome| Block {
        name: one.name.clone(),
        rows: ratings
            .iter()
            .zip(&one.whole)
            .map(|(label, votes)| Row { label: label.clone(), votes: *votes, share: share(*votes, one.all) })
            .collect(),
        parts: rules
            .parts
            .iter()
            .zip(&one.parts)
            .map(|(part, votes)| PartRow {
                label: label(&part.label),
                votes: labels.iter().cloned().zip(votes.iter().copied()).collect(),
            })
            .collect(),
        unanimous: one.unanimous.and_then(|nth| ratings.get(nth).cloned()),
        few: one.parts.is_empty() && !rules.parts.is_empty(),
        amends: amends.iter().find(|it| it.person_id == one.person).map(|it| amends_word(ui, it)),
    };
    let blocks = results.persons.iter().map(block).collect();
    Shown { blocks, ratings, results }
}

pub(super) async fn shown(app: &App, visit: Visit, review: Review) -> Result<Response> {
    let (db, congress, id) = (&app.db, visit.home.id, review.id);
    let reviewed = store::reviewed(db, congress, id).await?;
    let at = review.state();
    let shown = match at {
        At::Published => {
            let doc = store::public_box(db, congress, id).await?;
            let whole = BallotBox::from_json(&doc).map_err(anyhow::Error::from)?;
            let rules = review.rules()?;
            let amends = store::amends(db, congress, id).await?;
            results(&rules, &reviewed, &whole).map(|results| told(&visit.ui, (&rules, results), &amends))
        }
        _ => None,
    };
    let names = reviewed.into_iter().map(|one| one.name).collect();
    page(PublicPage { review, at, names, shown, ui: visit.ui })
}
