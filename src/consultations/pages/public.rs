use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::fields::{Field, fields, read};
use crate::access::{Sent, Visit, cookie, hashed, rates};
use crate::base::{
    App, Error, Result, day_of,
    form::{Choice, Form, Say},
    page::{Ui, page, page_as},
};
use crate::bodies::{self, pages::short_code};
use crate::consultations::answers::{NewAnswer, Taken, answer as keep};
use crate::consultations::digest::Digest;
use crate::consultations::{Question, State as At, Topic, acts, store};
use crate::people::public::{Reader, Rules};

/// The cookie by which a browser answers a topic once: a random word, told to nobody.
const BROWSER: &str = "answered";
const A_YEAR: u32 = 365 * 24 * 3600;

/// A topic as a line.
struct Listed {
    number: String,
    title: String,
    shape: &'static str,
    word: String,
    when: String,
}

#[derive(Template)]
#[template(path = "consultations/pages/list.html")]
struct List {
    ui: Ui,
    open: Vec<Listed>,
    over: Vec<Listed>,
    first: Option<String>,
    next: Option<String>,
}

/// Which page of a list.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    page: usize,
}

/// What a voter says before it is sent: which deputy's gathering it belongs to.
struct Whose {
    id: Uuid,
    name: String,
    code: String,
    area: Option<Uuid>,
}

#[derive(Template)]
#[template(path = "consultations/pages/public.html")]
struct Show {
    ui: Ui,
    form: Form,
    topic: Topic,
    at: At,
    whose: Option<Whose>,
    fields: Vec<Field>,
    towns: Vec<Choice>,
    form_id: Uuid,
    /// The counts, once it is closed.
    digest: Option<Digest>,
    /// When the answers are erased, in months.
    months: i64,
}

impl Show {
    /// When it was said what came of it.
    fn decided(&self) -> String {
        self.topic.decided_at.map(|at| self.ui.date(day_of(at))).unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "consultations/pages/thanks.html")]
struct Thanks {
    ui: Ui,
    topic: Topic,
    before: bool,
}

fn listed(ui: &Ui, topics: &[Topic]) -> Vec<Listed> {
    let line = |topic: &Topic| {
        let at = topic.state(ui.today);
        let when = match at {
            At::Open | At::Ahead => ui.t1("consult-until", "day", ui.date(topic.until_on)),
            At::Decided => ui.word("consult-outcome", &topic.outcome),
            _ => ui.t1("consult-outcome-by", "day", ui.date(topic.outcome_by)),
        };
        let (number, title) = (topic.number(), topic.title.clone());
        Listed { number, title, shape: at.shape(), word: ui.word("consult-state", at.word()), when }
    };
    topics.iter().map(line).collect()
}

/// `GET /consultations`
pub(super) async fn list(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (congress, today) = (visit.home.id, app.clock.today());
    let open = match asked.page {
        0 => store::open_on(&app.db, congress, today).await?,
        _ => Vec::new(),
    };
    let (over, more) = store::over_on(&app.db, congress, today, asked.page).await?;
    let first = (asked.page > 0).then(|| "/consultations".to_owned());
    let next = more.then(|| format!("/consultations?page={}", asked.page + 1));
    page(List { open: listed(&visit.ui, &open), over: listed(&visit.ui, &over), first, next, ui: visit.ui })
}

async fn numbered(app: &App, visit: &Visit, number: &str) -> Result<Topic> {
    let parts = number.split_once('-').and_then(|(year, nth)| Some((year.parse().ok()?, nth.parse().ok()?)));
    store::public(&app.db, visit.home.id, parts.ok_or(Error::NotFound)?).await
}

/// `GET /consultations/{number}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(number): Path<String>,
) -> Result<Response> {
    let topic = numbered(&app, &visit, &number).await?;
    shown(&app, visit, (topic, None), (StatusCode::OK, Form::new())).await
}

/// `GET /q/{code}`: a deputy's own address for a topic.
pub(super) async fn of_deputy(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response> {
    match by_code(&app, &visit, &typed).await {
        Err(Error::NotFound) => bodies::pages::mistyped(visit.ui, &typed),
        Err(other) => Err(other),
        Ok((topic, whose)) => shown(&app, visit, (topic, Some(whose)), (StatusCode::OK, Form::new())).await,
    }
}

async fn by_code(app: &App, visit: &Visit, typed: &str) -> Result<(Topic, Whose)> {
    let code = short_code(typed).ok_or(Error::NotFound)?;
    let (topic, person) = store::by_code(&app.db, visit.home.id, &code).await?;
    let deputy =
        crate::people::store::deputy(&app.db, visit.home.id, person).await?.ok_or(Error::NotFound)?;
    let rules = Rules::of(&app.db, app, visit.home.id).await?;
    let area = Some(deputy.area_id);
    let name = rules.seen(deputy, Reader::Everybody, &visit.ui.t("finding-unnamed")).name;
    Ok((topic, Whose { id: person, name, code, area }))
}

async fn shown(
    app: &App,
    visit: Visit,
    (topic, whose): (Topic, Option<Whose>),
    (status, form): (StatusCode, Form),
) -> Result<Response> {
    let congress = visit.home.id;
    let at = topic.state(app.clock.today());
    let questions = store::questions(&app.db, congress, topic.id).await?;
    let towns = match (at, &whose) {
        (At::Open, None) => bodies::store::towns(&app.db, congress).await?,
        _ => Vec::new(),
    };
    let digest = match at {
        At::Closed | At::Decided => Some(acts::digest(&app.db, congress, &topic, None).await?),
        _ => None,
    };
    let charter = app.charters(&visit.home.charter)?.in_force(app.clock.today());
    let form_id = Uuid::try_parse(form.value("form").trim()).ok();
    let view = Show {
        fields: fields(&questions),
        towns: towns.iter().map(|town| Choice::new(town.id.to_string(), town.name.clone())).collect(),
        form_id: form_id.unwrap_or_else(|| app.chance.id(app.clock.now())),
        months: charter.map_or(0, |charter| charter.retention.consultation_answers.value.into()),
        digest,
        at,
        whose,
        topic,
        form,
        ui: visit.ui,
    };
    page_as(status, view)
}

/// `POST /consultations/{number}/answers`
pub(super) async fn answer(
    State(app): State<App>,
    visit: Visit,
    Path(number): Path<String>,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response> {
    let topic = numbered(&app, &visit, &number).await?;
    let mut form = sent.form;
    let whose = match form.value("of").to_owned().as_str() {
        "" => None,
        code => {
            let (of, whose) = by_code(&app, &visit, code).await?;
            Some(whose).filter(|_| of.id == topic.id)
        }
    };
    let known = cookie(&headers, BROWSER).filter(|word| word.len() == 64).map(ToOwned::to_owned);
    let word = known.clone().unwrap_or_else(|| app.chance.secret());
    let questions = store::questions(&app.db, visit.home.id, topic.id).await?;
    let taken =
        taken(&app, &visit, (&topic, whose.as_ref()), (&mut form, &questions), (&word, known.is_some()));
    let (status, form) = match taken.await {
        Ok(taken) => return Ok(thanked(&app, &topic, taken, &word)),
        Err(Error::Invalid(found)) => (StatusCode::UNPROCESSABLE_ENTITY, form.mistakes(&found)),
        Err(Error::TooMany(seconds)) => {
            form.error_say("", Say::new("consult-too-many").with("minutes", seconds.div_ceil(60)));
            (StatusCode::TOO_MANY_REQUESTS, form)
        }
        Err(other) => return Err(other),
    };
    shown(&app, visit, (topic, whose), (status, form)).await
}

async fn taken(
    app: &App,
    visit: &Visit,
    (topic, whose): (&Topic, Option<&Whose>),
    (form, questions): (&mut Form, &[Question]),
    (word, known): (&str, bool),
) -> Result<Taken> {
    if !form.value("website").is_empty() {
        return Err(Error::invalid("", "voters-trap"));
    }
    let said = read(form, questions);
    let town = form.uuid("town");
    let towns = bodies::store::towns(&app.db, visit.home.id).await?;
    if town.is_some_and(|town| !towns.iter().any(|one| one.id == town)) {
        form.error("town", "error-choice");
    }
    if !form.is_fine() {
        return Err(Error::Invalid(Vec::new()));
    }
    if !known {
        rates::take(app, visit, "consultation", app.config.limits.opinions_per_hour).await?;
    }
    let new = NewAnswer {
        form: form.uuid("form").unwrap_or_else(|| app.chance.id(app.clock.now())),
        deputy: whose.map(|whose| whose.id),
        channel: "web",
        area: town.or(whose.and_then(|whose| whose.area)),
        people: 1,
        said,
    };
    keep(app, &visit.actor, topic, &hashed(&format!("{}|{word}", topic.id)), &new).await
}

fn thanked(app: &App, topic: &Topic, taken: Taken, word: &str) -> Response {
    let before = if taken == Taken::Before { "?before=1" } else { "" };
    let mut response =
        Redirect::to(&format!("/consultations/{}/thanks{before}", topic.number())).into_response();
    let secure = if app.config.is_https() { "; Secure" } else { "" };
    let line =
        format!("{BROWSER}={word}; Path=/consultations; Max-Age={A_YEAR}; HttpOnly; SameSite=Lax{secure}");
    if let Ok(line) = HeaderValue::try_from(line) {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
    response
}

/// What came of sending the form.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Came {
    #[serde(default)]
    before: String,
}

/// `GET /consultations/{number}/thanks`: what happens next, and until when.
pub(super) async fn thanks(
    State(app): State<App>,
    visit: Visit,
    Path(number): Path<String>,
    Query(came): Query<Came>,
) -> Result<Response> {
    let topic = numbered(&app, &visit, &number).await?;
    page(Thanks { topic, before: came.before == "1", ui: visit.ui })
}
