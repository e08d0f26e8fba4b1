//! The voter's page: one page with the code and the ratings, then the tracker. What was chosen goes into no address, no
//! draft and no log.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};

use super::{check, result};
use crate::access::{Sent, Visit, rates};
use crate::base::{
    App, Error, Result,
    codes::ShortCode,
    form::{Choice, Form},
    page::{Ui, page, page_as, unlisted},
};
use crate::reviews::acts::casting::{FORGED, UNKNOWN, Vote, cast as keep, field};
use crate::reviews::rules::Rules;
use crate::reviews::{Review, Reviewed, State as At, store};

/// What is counted against an address: codes that are no slip's, and forged tokens. Who casts leaves nothing behind.
const RATE: &str = "review-slip";

/// One question as it is asked.
struct Question {
    name: String,
    legend: String,
}

/// A deputy with what is asked.
struct Block {
    name: String,
    whole: Question,
    parts: Vec<Question>,
}

impl Block {
    /// Whether a part was rated, or is wrong.
    fn is_used(&self, form: &Form) -> bool {
        self.parts.iter().any(|part| !form.value(&part.name).is_empty() || form.problem(&part.name).is_some())
    }
}

#[derive(Template)]
#[template(path = "reviews/pages/cast.html")]
struct CastPage {
    ui: Ui,
    form: Form,
    review: Review,
    ratings: Vec<Choice>,
    blocks: Vec<Block>,
}

#[derive(Template)]
#[template(path = "reviews/pages/thanks.html")]
struct ThanksPage {
    ui: Ui,
    review: Review,
    tracker: String,
}

/// A round of the code in an address.
pub(super) async fn of_code(app: &App, visit: &Visit, typed: &str) -> Result<Review> {
    let code = ShortCode::parse(typed).map_err(|_| Error::NotFound)?.plain();
    store::public(&app.db, visit.home.id, &code).await
}

fn blocks(ui: &Ui, rules: &Rules, reviewed: &[Reviewed]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for (nth, asked) in rules.asked(reviewed).iter().enumerate() {
        let name = reviewed[asked.whom].name.clone();
        match asked.part {
            None => {
                let legend = ui.t1("reviews-whole-of", "name", name.as_str());
                let whole = Question { name: field(nth), legend };
                blocks.push(Block { name, whole, parts: Vec::new() });
            }
            Some(part) => {
                let legend = rules.parts[part].label.pick(ui.lang.code()).to_owned();
                let part = Question { name: field(nth), legend };
                blocks.last_mut().expect("the whole comes before its parts").parts.push(part);
            }
        }
    }
    blocks
}

async fn shown(
    app: &App,
    visit: Visit,
    review: Review,
    (status, form): (StatusCode, Form),
) -> Result<Response> {
    let rules = review.rules()?;
    let reviewed = store::reviewed(&app.db, visit.home.id, review.id).await?;
    let ui = visit.ui;
    let rating = |(nth, rating): (usize, &crate::reviews::rules::Named)| {
        Choice::new(nth.to_string(), rating.label.pick(ui.lang.code()))
    };
    let ratings = rules.ratings.iter().enumerate().map(rating).collect();
    let blocks = blocks(&ui, &rules, &reviewed);
    page_as(status, CastPage { form, review, ratings, blocks, ui }).map(unlisted)
}

/// `GET /reviews/{code}`: to cast, or what came of it.
pub(super) async fn show(State(app): State<App>, visit: Visit, Path(code): Path<String>) -> Result<Response> {
    let review = of_code(&app, &visit, &code).await?;
    if review.takes_ballots(app.clock.today()) {
        shown(&app, visit, review, (StatusCode::OK, Form::new())).await
    } else if review.state() == At::Checking {
        check::shown(&app, visit, review, (StatusCode::OK, Form::new())).await
    } else {
        result::shown(&app, visit, review).await
    }
}

fn read(form: &Form, questions: usize) -> Vote {
    let choices = (0..questions).map(|nth| form.value(&field(nth)).parse().ok()).collect();
    let typed = |name: &str| form.value(name).to_owned();
    Vote { slip: typed("slip"), token: typed("token"), choices, words: typed("words") }
}

/// `POST /reviews/{code}`
pub(super) async fn cast(
    State(app): State<App>,
    visit: Visit,
    Path(code): Path<String>,
    sent: Sent,
) -> Result<Response> {
    let review = of_code(&app, &visit, &code).await?;
    let most = app.config.limits.opinions_per_hour;
    rates::look(&app, &visit, RATE, most).await?;
    let reviewed = store::reviewed(&app.db, visit.home.id, review.id).await?;
    let vote = read(&sent.form, review.rules()?.asked(&reviewed).len());
    match keep(&app, &visit.actor, &review.code, &vote).await {
        Ok(tracker) => {
            let (ui, tracker) = (visit.ui, tracker.to_string());
            page(ThanksPage { review, tracker, ui }).map(unlisted)
        }
        Err(Error::Invalid(found)) => {
            if found.iter().any(|one| one.say.key == UNKNOWN || one.say.key == FORGED) {
                rates::take(&app, &visit, RATE, most).await?;
            }
            let form = sent.form.mistakes(&found);
            shown(&app, visit, review, (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
        Err(other) => Err(other),
    }
}
