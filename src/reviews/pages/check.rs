//! Before the voting: a number is checked, and the browser's script makes a token. The server sees neither the token nor
//! anything from which it could tell it later, which is why this cannot be done without a script.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};

use super::cast::of_code;
use crate::access::{Sent, Visit, rates};
use crate::base::{
    App, Error, Result,
    form::Form,
    page::{Ui, page, page_as, unlisted},
};
use crate::reviews::acts::telephone::{self, Asked};
use crate::reviews::{Review, store};

/// What is counted against an address: codes that are asked for, and wrong ones.
const RATE: &str = "review-code";
/// As wide as for opinions, and more: a village may share one address, and numbers have limits of their own.
const WIDE: u32 = 4;

fn most(app: &App) -> u32 {
    app.config.limits.opinions_per_hour.saturating_mul(WIDE)
}

#[derive(Template)]
#[template(path = "reviews/pages/check.html")]
struct CheckPage {
    ui: Ui,
    form: Form,
    review: Review,
    names: Vec<String>,
    /// Numbers are checked today.
    open: bool,
    until: String,
}

#[derive(Template)]
#[template(path = "reviews/pages/code.html")]
struct CodePage {
    ui: Ui,
    form: Form,
    review: Review,
    minutes: u16,
    codes: u16,
}

#[derive(Template)]
#[template(path = "reviews/pages/token.html")]
struct TokenPage {
    ui: Ui,
    review: Review,
    signed: String,
    address: String,
    told: bool,
}

/// The page of a round in which numbers are checked.
pub(super) async fn shown(
    app: &App,
    visit: Visit,
    review: Review,
    (status, form): (StatusCode, Form),
) -> Result<Response> {
    let reviewed = store::reviewed(&app.db, visit.home.id, review.id).await?;
    let view = CheckPage {
        names: reviewed.into_iter().map(|one| one.name).collect(),
        open: review.takes_checks(app.clock.today()),
        until: review.check_until.map(|until| visit.ui.date(until)).unwrap_or_default(),
        review,
        form,
        ui: visit.ui,
    };
    page_as(status, view).map(unlisted)
}

fn asks(visit: Visit, review: Review, (status, form): (StatusCode, Form)) -> Result<Response> {
    let rules = review.rules()?.telephone.ok_or(Error::NotFound)?;
    let (minutes, codes) = (rules.minutes, rules.codes_a_day);
    page_as(status, CodePage { form, review, minutes, codes, ui: visit.ui }).map(unlisted)
}

/// `POST /reviews/{code}/codes`: a code goes to the number, if it is on the list.
pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    Path(code): Path<String>,
    sent: Sent,
) -> Result<Response> {
    let review = of_code(&app, &visit, &code).await?;
    rates::take(&app, &visit, RATE, most(&app)).await?;
    let phone = sent.form.value("phone").to_owned();
    match telephone::send_code(&app, &visit.actor, &review.code, &phone).await {
        Ok(()) => {
            asks(visit, review, (StatusCode::OK, Form::new().preset("phone", &phone).preset("tell", "1")))
        }
        Err(Error::Invalid(found)) => {
            let form = sent.form.mistakes(&found);
            shown(&app, visit, review, (StatusCode::UNPROCESSABLE_ENTITY, form)).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /reviews/{code}/tokens`: what the script blinded comes back signed.
pub(super) async fn sign(
    State(app): State<App>,
    visit: Visit,
    Path(code): Path<String>,
    sent: Sent,
) -> Result<Response> {
    let review = of_code(&app, &visit, &code).await?;
    let most = most(&app);
    rates::look(&app, &visit, RATE, most).await?;
    let asked = Asked {
        phone: sent.form.value("phone").to_owned(),
        digits: sent.form.value("digits").to_owned(),
        blinded: sent.form.value("blinded").to_owned(),
        tell: sent.form.checked("tell"),
    };
    match telephone::sign(&app, &visit.actor, &review.code, &asked).await {
        Ok(signed) => {
            let address = format!("{}/reviews/{}", app.config.public_url(), review.code);
            page(TokenPage { signed, address, told: asked.tell, review, ui: visit.ui }).map(unlisted)
        }
        Err(Error::Invalid(found)) => {
            if found.iter().any(|one| one.say.key == telephone::WRONG) {
                rates::take(&app, &visit, RATE, most).await?;
            }
            let form = sent.form.mistakes(&found);
            asks(visit, review, (StatusCode::UNPROCESSABLE_ENTITY, form))
        }
        Err(other) => Err(other),
    }
}
