use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use charter::Vocabulary;
use serde::Deserialize;
use uuid::Uuid;

use super::same;

use crate::access::{Permit, Sent, Visit, drafts};
use crate::base::form::{Choice, Form};
use crate::base::page::{Ui, page_as};
use crate::base::{App, Error, Result};
use crate::cases::attached::accepted;
use crate::files::{Purpose, Upload};
use crate::ledger::acts::charter_on;
use crate::offline;
use crate::outreach::acts::{self, NewOutreach, missing};
use crate::outreach::{DUTY_REPORT, LONGEST, MOST_VOTERS, store};
use crate::people::store::reach::{Elected, deputies_reached};

/// Where the form stands.
const NEW: &str = "/outreach/new";

/// The answer that it was in nobody's own constituency.
const ELSEWHERE: &str = "elsewhere";

/// What a link fills in.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    purposes: String,
    #[serde(default)]
    said: String,
}

/// Deputies to choose from, under the constituency that elected them.
struct Constituency {
    name: String,
    deputies: Vec<Choice>,
}

/// What the form offers.
struct Offered {
    methods: Vec<Choice>,
    purposes: Vec<Choice>,
    constituencies: Vec<Choice>,
    /// Empty for a deputy, who records his or her own.
    deputies: Vec<Constituency>,
}

#[derive(Template)]
#[template(path = "outreach/form.html")]
struct FormPage {
    ui: Ui,
    form: Form,
    /// The page of the form, where it is sent to and by which its draft is kept.
    path: String,
    /// The page to go back to.
    back: String,
    photos: usize,
    offered: Offered,
    /// An activity that was recorded before.
    again: bool,
    /// The purposes are those of last time.
    as_last_time: bool,
    /// The office serves no deputy for whom it could record.
    nobody: bool,
}

impl FormPage {
    /// The first box is where the summary of what is wrong leads.
    fn box_id(&self, code: &str) -> String {
        let id = self.form.id_of("deputies");
        let first = self.offered.deputies.first().and_then(|one| one.deputies.first());
        if first.is_some_and(|first| first.code == code) { id } else { format!("{id}-{code}") }
    }
}

fn words(ui: &Ui, list: &[charter::Word]) -> Vec<Choice> {
    let choice = |word: &charter::Word| Choice::new(word.code.clone(), word.label.pick(ui.lang.code()));
    list.iter().map(choice).collect()
}

/// Those for whom the visitor may record today.
async fn reached(app: &App, visit: &Visit) -> Result<Vec<Elected>> {
    deputies_reached(&app.db, &visit.actor, Permit::OutreachRecord, app.clock.today()).await
}

/// Whether it is all about oneself: nobody else is to be chosen.
fn alone(visit: &Visit, reached: &[Elected]) -> Option<Uuid> {
    visit.actor.person.filter(|person| reached.iter().all(|seat| seat.person_id == *person))
}

async fn offered(app: &App, visit: &Visit, reached: &[Elected]) -> Result<Offered> {
    let charter = charter_on(&app.db, app, visit.home.id, app.clock.today()).await?;
    let ui = &visit.ui;
    let methods = charter.words(Vocabulary::OutreachMethods);
    let own = alone(visit, reached).is_some();
    let mut constituencies: Vec<Choice> = Vec::new();
    let mut deputies: Vec<Constituency> = Vec::new();
    for seat in reached {
        let code = seat.constituency_id.to_string();
        if constituencies.last().is_none_or(|last| last.code != code) {
            let name = seat.constituency.clone();
            let label = if own { ui.t1("outreach-own-constituency", "name", &name) } else { name.clone() };
            constituencies.push(Choice::new(code, label));
            deputies.push(Constituency { name, deputies: Vec::new() });
        }
        if let Some(last) = deputies.last_mut() {
            last.deputies.push(Choice::new(seat.person_id.to_string(), seat.name.clone()));
        }
    }
    let hint = ui.t("outreach-elsewhere-hint");
    constituencies.push(Choice::new(ELSEWHERE, ui.t("outreach-elsewhere")).hint(hint));
    Ok(Offered {
        methods: words(ui, methods).into_iter().filter(|word| word.code != DUTY_REPORT).collect(),
        purposes: words(ui, charter.words(Vocabulary::OutreachPurposes)),
        constituencies,
        deputies: if own { Vec::new() } else { deputies },
    })
}

async fn page_of(
    app: &App,
    visit: Visit,
    activity: Option<Uuid>,
    (form, status): (Form, StatusCode),
) -> Result<Response> {
    let reached = reached(app, &visit).await?;
    let offered = offered(app, &visit, &reached).await?;
    let view = FormPage {
        path: path_of(activity),
        back: activity.map_or_else(|| "/outreach".to_owned(), |id| format!("/outreach/{id}")),
        photos: app.config.limits.files_per_form,
        offered,
        again: activity.is_some(),
        as_last_time: activity.is_none()
            && status == StatusCode::OK
            && !form.values("purposes").is_empty()
            && !visit.ui.path.contains("purposes="),
        nobody: reached.is_empty() && visit.actor.person.is_none(),
        form,
        ui: visit.ui,
    };
    page_as(status, view)
}

fn path_of(activity: Option<Uuid>) -> String {
    activity.map_or_else(|| NEW.to_owned(), |id| format!("/outreach/{id}/edit"))
}

/// `GET /outreach/new`: day, constituency and what it was for are filled in; a draft is as its owner left it.
/// A link may fill in what it was for, and how what was said begins.
pub(super) async fn new(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let mut form = drafts::shown(&app, &visit, NEW).await?;
    if !form.is_kept() {
        form = form.preset("on_day", &app.clock.today().to_string());
        let begins: String = asked.said.chars().take(LONGEST).collect();
        form = form.preset("said", &begins);
        let reached = reached(&app, &visit).await?;
        let own = |seat: &&Elected| visit.actor.person == Some(seat.person_id);
        // Whoever leads a group and is a deputy begins with his or her own.
        let mine: Vec<&Elected> = reached.iter().filter(own).collect();
        let mut homes: Vec<Uuid> = match mine[..] {
            [] => reached.iter().map(|seat| seat.constituency_id).collect(),
            _ => mine.iter().map(|seat| seat.constituency_id).collect(),
        };
        homes.dedup();
        if let [home] = homes[..] {
            form = form.preset("constituency", &home.to_string());
        }
        form = mine.iter().fold(form, |form, seat| form.preset("deputies", &seat.person_id.to_string()));
        if !asked.purposes.is_empty() {
            form = form.preset("purposes", &asked.purposes);
        } else if let Some(account) = visit.actor.account {
            let last = store::purposes_last_time(&app.db, visit.home.id, account).await?;
            form = last.iter().fold(form, |form, code| form.preset("purposes", code));
        }
    }
    if form.value("form").is_empty() {
        form = form.preset("form", &app.chance.id(app.clock.now()).to_string());
    }
    page_of(&app, visit, None, (form, StatusCode::OK)).await
}

/// What was typed, as far as it can be read.
async fn read(app: &App, visit: &Visit, form: &mut Form, uploads: &[Upload]) -> Result<NewOutreach> {
    let on_day = form.date("on_day");
    if on_day.is_none() && form.problem("on_day").is_none() {
        form.error("on_day", "outreach-day-missing");
    }
    let constituency = match form.value("constituency") {
        ELSEWHERE => None,
        "" => {
            form.error("constituency", "outreach-constituency-missing");
            None
        }
        _ => form.uuid("constituency"),
    };
    let deputies = match alone(visit, &reached(app, visit).await?) {
        Some(person) => vec![person],
        None => form.values("deputies").iter().filter_map(|id| id.parse().ok()).collect(),
    };
    Ok(NewOutreach {
        form: form.uuid("form").unwrap_or_else(|| app.chance.id(app.clock.now())),
        method: form.value("method").to_owned(),
        purposes: form.values("purposes").to_vec(),
        on_day: on_day.unwrap_or_else(|| app.clock.today()),
        place: form.value("place").trim().to_owned(),
        constituency,
        voters: form.whole("voters", 1, MOST_VOTERS),
        said: form.value("said").trim().to_owned(),
        deputies,
        declare: true,
        files: match accepted(app, uploads, ("photos", Purpose::Photo)).await {
            Ok(files) => files,
            Err(Error::Invalid(found)) => {
                *form = std::mem::take(form).mistakes(&found);
                Vec::new()
            }
            Err(other) => return Err(other),
        },
    })
}

/// What is wrong with the form as typed, before anything is looked up.
fn checked(form: &Form, new: &NewOutreach) -> Result<()> {
    if form.is_fine() { Ok(()) } else { Err(Error::Invalid(missing(new))) }
}

/// `POST /outreach/new`
pub(super) async fn record(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response> {
    let Sent { mut form, files } = sent;
    let new = read(&app, &visit, &mut form, &files).await?;
    if offline::is_later(&headers)
        && form.is_fine()
        && !form.checked("anyway")
        && let Some(same) = same::already(&app, &visit, &new).await?
    {
        return Ok(same.into_response());
    }
    let recorded = match checked(&form, &new) {
        Ok(()) => acts::record(&app, &visit.actor, &new).await,
        Err(wrong) => Err(wrong),
    };
    match recorded {
        Ok(id) => {
            drafts::discard(&app, &visit.actor, NEW).await?;
            Ok(Redirect::to(&format!("/outreach/{id}?done=recorded")).into_response())
        }
        Err(Error::Invalid(found)) => {
            page_of(&app, visit, None, (form.mistakes(&found), StatusCode::UNPROCESSABLE_ENTITY)).await
        }
        Err(other) => Err(other),
    }
}

/// `GET /outreach/{id}/edit`: what was recorded, to be changed and declared again.
pub(super) async fn edit(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    let found = store::find(&app.db, &visit.actor, id).await?;
    let lines = store::acts_of(&app.db, &visit.actor, &[id]).await?.remove(&id).unwrap_or_default();
    if !acts::recorded_it(&visit.actor, &lines) {
        return Err(Error::Forbidden);
    }
    if !acts::is_open(&lines) {
        return Err(Error::conflict("outreach-stands"));
    }
    let mut form = drafts::shown(&app, &visit, &path_of(Some(id))).await?;
    let open = || lines.iter().filter(|line| line.act.state().is_some_and(crate::ledger::State::is_open));
    if let Some(first) = open().next().filter(|_| !form.is_kept()) {
        let act = &first.act;
        // Where somebody's own constituency stands in an act, there it was.
        let here = open().find_map(|line| line.act.constituency_id);
        let here = here.map_or_else(|| ELSEWHERE.to_owned(), |id| id.to_string());
        form = form
            .preset("method", &act.method)
            .preset("place", &act.place)
            .preset("said", &found.said)
            .preset("on_day", &act.on_day.to_string())
            .preset("constituency", &here)
            .preset("voters", &found.voters.map(|n| n.to_string()).unwrap_or_default());
        form = act.topics.split_whitespace().fold(form, |form, code| form.preset("purposes", code));
        form = open().fold(form, |form, line| form.preset("deputies", &line.act.person_id.to_string()));
    }
    page_of(&app, visit, Some(id), (form, StatusCode::OK)).await
}

/// `POST /outreach/{id}/edit`
pub(super) async fn amend(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    let Sent { mut form, files } = sent;
    store::find(&app.db, &visit.actor, id).await?;
    let new = read(&app, &visit, &mut form, &files).await?;
    let amended = match checked(&form, &new) {
        Ok(()) => acts::amend(&app, &visit.actor, id, &new).await,
        Err(wrong) => Err(wrong),
    };
    match amended {
        Ok(()) => {
            drafts::discard(&app, &visit.actor, &path_of(Some(id))).await?;
            Ok(Redirect::to(&format!("/outreach/{id}?done=declared")).into_response())
        }
        Err(Error::Invalid(found)) => {
            page_of(&app, visit, Some(id), (form.mistakes(&found), StatusCode::UNPROCESSABLE_ENTITY)).await
        }
        Err(other) => Err(other),
    }
}
