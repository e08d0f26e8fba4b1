//! A round is written: who is reviewed, how many voters are on the roll, how many slips, until when.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use chrono::Days;
use uuid::Uuid;

use crate::access::{Permit, Sent, Visit};
use crate::base::{
    App, Error, Result,
    form::{Choice, Form},
    page::{Ui, page_as},
};
use crate::people::store::reach::{Elected, deputies_reached};
use crate::reviews::acts::{self, NewReview, Whom};
use crate::reviews::{MOST_SLIPS, TITLE};

/// Days to cast, unless somebody says otherwise.
const USUAL: u64 = 14;
/// Voters of the largest roll.
const MOST_ROLL: i64 = 1_000_000;

#[derive(Template)]
#[template(path = "reviews/pages/write.html")]
struct WritePage {
    ui: Ui,
    form: Form,
    whom: Vec<Choice>,
    /// Voters may be checked by telephone here.
    telephone: bool,
}

/// All of a constituency where it has several, and each deputy.
fn whom(ui: &Ui, deputies: &[Elected]) -> Vec<Choice> {
    let mut sizes: BTreeMap<Uuid, usize> = BTreeMap::new();
    for one in deputies {
        *sizes.entry(one.constituency_id).or_default() += 1;
    }
    let mut choices = Vec::new();
    let mut last = None;
    for one in deputies {
        let size = sizes[&one.constituency_id];
        if size > 1 && last != Some(one.constituency_id) {
            let label = ui.t2("reviews-whom-all", "constituency", one.constituency.as_str(), "n", size);
            choices.push(Choice::new(format!("c-{}", one.constituency_id), label));
        }
        last = Some(one.constituency_id);
        let label =
            ui.t2("reviews-whom-one", "constituency", one.constituency.as_str(), "name", one.name.as_str());
        choices.push(Choice::new(format!("p-{}", one.person_id), label));
    }
    choices
}

async fn shown(app: &App, visit: Visit, (status, form): (StatusCode, Form)) -> Result<Response> {
    let deputies = deputies_reached(&app.db, &visit.actor, Permit::ReviewKeep, app.clock.today()).await?;
    let whom = whom(&visit.ui, &deputies);
    let telephone = acts::may_telephone(app, visit.home.id).await?;
    page_as(status, WritePage { form, whom, telephone, ui: visit.ui })
}

/// `GET /rounds/new`
pub(super) async fn blank(State(app): State<App>, visit: Visit) -> Result<Response> {
    let today = app.clock.today();
    let form = Form::new()
        .preset("form", &app.chance.id(app.clock.now()).to_string())
        .preset("last_day", &today.checked_add_days(Days::new(USUAL)).unwrap_or(today).to_string())
        .preset("parts", "1")
        .preset("words", "1");
    shown(&app, visit, (StatusCode::OK, form)).await
}

fn meant(code: &str) -> Option<Whom> {
    let (kind, id) = code.split_once('-')?;
    let id = id.parse().ok()?;
    match kind {
        "c" => Some(Whom::Constituency(id)),
        "p" => Some(Whom::Deputy(id)),
        _ => None,
    }
}

fn read(app: &App, form: &mut Form) -> NewReview {
    let today = app.clock.today();
    let last_day = form.date("last_day");
    if last_day.is_none() && form.problem("last_day").is_none() {
        form.error("last_day", "reviews-last-day-missing");
    }
    let whom = meant(form.value("whom"));
    if whom.is_none() {
        form.error("whom", "reviews-whom-missing");
    }
    NewReview {
        form: form.uuid("form").unwrap_or_else(|| app.chance.id(app.clock.now())),
        // Nobody is the deputy without an id.
        whom: whom.unwrap_or(Whom::Deputy(Uuid::nil())),
        title: form.text("title", TITLE),
        roll: form.whole("roll", 1, MOST_ROLL).unwrap_or_default(),
        slips: form.whole("slips", 1, MOST_SLIPS).unwrap_or_default(),
        last_day: last_day.unwrap_or(today),
        check_until: form.date("check_until"),
        parts: form.checked("parts"),
        words: form.checked("words"),
    }
}

/// `POST /rounds/new`
pub(super) async fn write(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let mut form = sent.form;
    let new = read(&app, &mut form);
    let written = match form.is_fine() {
        true => acts::write(&app, &visit.actor, &new).await,
        false => Err(Error::Invalid(acts::wrong(&new, app.clock.today()))),
    };
    match written {
        Ok(id) => Ok(Redirect::to(&format!("/rounds/{id}")).into_response()),
        Err(Error::Invalid(found)) => {
            // What cannot be read is not said to be wrong as well.
            let fresh: Vec<_> =
                found.iter().filter(|one| form.problem(&one.field).is_none()).cloned().collect();
            shown(&app, visit, (StatusCode::UNPROCESSABLE_ENTITY, form.mistakes(&fresh))).await
        }
        Err(other) => Err(other),
    }
}
