use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use charter::{Charter, Vocabulary};
use serde::Deserialize;
use uuid::Uuid;

use crate::access::{Sent, Visit, drafts};
use crate::base::form::{Choice, Form, Say, plain};
use crate::base::page::{Ui, page_as};
use crate::base::{App, Error, Result, hanzi};
use crate::cases::attached::accepted;
use crate::contacts::NewContact;
use crate::contacts::acts::{self, PAGE, edit_page, mistakes, read_confidence};
use crate::contacts::progress::progress;
use crate::contacts::store::{self, Contact};
use crate::files::{Purpose, Upload};
use crate::ledger;
use crate::ledger::acts::charter_on;
use crate::people::store::{Sitting, sitting};
use crate::people::{self, Seat};

/// Characters of the names of further deputies.
const NAMES: usize = 500;

#[derive(Template)]
#[template(path = "contacts/form.html")]
struct FormPage {
    ui: Ui,
    form: Form,
    title: String,
    /// Where the form goes, the page that shows it, and where one goes without it.
    action: String,
    page: String,
    cancel: String,
    /// A draft of a contact with others is shown, though the one with this deputy was asked for.
    unfinished: String,
    deputies: Vec<Choice>,
    ways: Vec<Choice>,
    topics: Vec<Choice>,
    photos: usize,
}

impl FormPage {
    /// Whether a closed part with these fields holds something or something wrong.
    fn opens(&self, fields: &str) -> bool {
        let mut fields = fields.split(' ');
        fields.any(|field| !self.form.value(field).is_empty() || self.form.problem(field).is_some())
    }
}

/// Whom and how a link to the form names.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    deputy: Option<Uuid>,
    way: Option<String>,
}

/// `GET /contacts/new`: the form, with what the link names and what follows filled in.
pub(super) async fn new(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let mut form = drafts::shown(&app, &visit, PAGE).await?;
    let mut unfinished = None;
    let wanted = asked.deputy.map(|id| id.to_string());
    if form.is_kept() {
        if let Some(id) =
            asked.deputy.filter(|_| !form.values("deputies").iter().any(|it| wanted.as_ref() == Some(it)))
        {
            unfinished = Some(people::store::name(&app.db, visit.home.id, id).await?);
        }
    } else {
        let person = visit.actor.person.unwrap_or_default();
        let charter = charter(&app, &visit).await?;
        let ways = charter.words(Vocabulary::ContactMethods);
        let known = |code: String| ways.iter().find(|word| word.code == code).map(|word| word.code.clone());
        let mut way = asked.way.and_then(known);
        if way.is_none() {
            way = store::last_way(&app.db, visit.home.id, person).await?.and_then(known);
        }
        let way = way.or_else(|| ways.first().map(|word| word.code.clone())).unwrap_or_default();
        form = form.preset("way", &way).preset("on_day", &app.clock.today().to_string());
        form = wanted.iter().fold(form, |form, id| form.preset("deputies", id));
    }
    if form.value("form").is_empty() {
        form = form.preset("form", &app.chance.id(app.clock.now()).to_string());
    }
    page_of(&app, &visit, None, (form, StatusCode::OK, unfinished)).await
}

/// `POST /contacts/new`: record it.
pub(super) async fn create(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    sent_for(&app, &visit, None, sent).await
}

/// `GET /contacts/{id}/edit`: the form with what a draft or a returned contact says.
pub(super) async fn edit(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    let contact = own(&app, &visit, id).await?;
    let mut form = drafts::shown(&app, &visit, &edit_page(id)).await?;
    if !form.is_kept() {
        form = filled(&app, &visit, &contact).await?;
    }
    page_of(&app, &visit, Some(id), (form, StatusCode::OK, None)).await
}

/// `POST /contacts/{id}`: amend it.
pub(super) async fn save(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    own(&app, &visit, id).await?;
    sent_for(&app, &visit, Some(id), sent).await
}

/// A contact of one's own that may still be changed.
async fn own(app: &App, visit: &Visit, id: Uuid) -> Result<Contact> {
    let contact = store::find(&app.db, &visit.actor, id).await?;
    if visit.actor.person != Some(contact.member_id) {
        return Err(Error::Forbidden);
    }
    if contact.is_open() { Ok(contact) } else { Err(Error::conflict("ledger-moved-on")) }
}

async fn filled(app: &App, visit: &Visit, contact: &Contact) -> Result<Form> {
    let confided = match read_confidence(app, &visit.actor, contact.id).await {
        Ok(text) => text,
        Err(Error::NotFound) => String::new(),
        Err(other) => return Err(other),
    };
    let mut form = Form::new()
        .preset("way", &contact.method)
        .preset("on_day", &contact.on_day.to_string())
        .preset("said", &contact.said)
        .preset("confidence", &confided)
        .preset("place", &contact.place);
    for party in ledger::store::parties_of(&app.db, visit.home.id, contact.act_id).await? {
        form = form.preset("deputies", &party.person_id.to_string());
    }
    form = contact.topics.split_whitespace().fold(form, |form, topic| form.preset("topics", topic));
    // What stands open under a confidential topic was said to be open.
    let charter = charter_on(&app.db, app, visit.home.id, contact.on_day).await?;
    let mut topics = contact.topics.split_whitespace();
    let alone =
        topics.all(|code| charter.word(Vocabulary::ContactTopics, code).is_some_and(|it| it.confidential));
    Ok(if alone && !contact.said.is_empty() { form.preset("open", "1") } else { form })
}

async fn sent_for(app: &App, visit: &Visit, id: Option<Uuid>, sent: Sent) -> Result<Response> {
    let Sent { mut form, files } = sent;
    let new = read(app, visit, &mut form, &files).await?;
    if !form.is_fine() {
        let found = mistakes(app, &visit.actor, &new).await?;
        return page_of(app, visit, id, (merged(form, found), StatusCode::UNPROCESSABLE_ENTITY, None)).await;
    }
    let done = match id {
        None => acts::record(app, &visit.actor, &new).await,
        Some(id) => acts::amend(app, &visit.actor, id, &new).await.map(|()| id),
    };
    match done {
        Ok(id) => {
            let done = if new.declare { "declare" } else { "keep" };
            Ok(Redirect::to(&format!("/contacts/{id}?done={done}")).into_response())
        }
        Err(Error::Invalid(found)) => {
            page_of(app, visit, id, (merged(form, found), StatusCode::UNPROCESSABLE_ENTITY, None)).await
        }
        Err(other) => Err(other),
    }
}

/// With what the act found wrong; one sentence a field.
fn merged(form: Form, found: Vec<crate::base::Mistake>) -> Form {
    let new: Vec<_> = found.into_iter().filter(|it| form.problem(&it.field).is_none()).collect();
    form.mistakes(&new)
}

async fn read(app: &App, visit: &Visit, form: &mut Form, uploads: &[Upload]) -> Result<NewContact> {
    let day = form.date("on_day");
    if day.is_none() && form.problem("on_day").is_none() {
        form.error("on_day", "contacts-day-missing");
    }
    let on_day = day.unwrap_or(app.clock.today());
    let mut deputies: Vec<Uuid> = form.values("deputies").iter().filter_map(|id| id.parse().ok()).collect();
    let others = named(app, visit, form, on_day).await?;
    // Names still to be cleared up are no reason to ask for a deputy.
    if others.is_empty() && deputies.is_empty() && form.problem("others").is_some() {
        form.error("deputies", "contacts-deputies-missing");
    }
    deputies.extend(others);
    deputies.sort_unstable();
    deputies.dedup();
    let files = match accepted(app, uploads, ("photos", Purpose::Photo)).await {
        Ok(files) => files,
        Err(Error::Invalid(found)) => {
            *form = std::mem::take(form).mistakes(&found);
            Vec::new()
        }
        Err(other) => return Err(other),
    };
    Ok(NewContact {
        form: form.uuid("form").unwrap_or_else(|| app.chance.id(app.clock.now())),
        way: form.value("way").to_owned(),
        on_day,
        deputies,
        topics: form.values("topics").to_vec(),
        said: form.value("said").trim().to_owned(),
        confidence: form.value("confidence").trim().to_owned(),
        open: form.checked("open"),
        place: form.value("place").trim().to_owned(),
        declare: form.value("declare") != "0",
        files,
    })
}

/// The deputies of the day whose names or pinyin were typed; a name that is nobody's or several people's is told so.
async fn named(app: &App, visit: &Visit, form: &mut Form, day: chrono::NaiveDate) -> Result<Vec<Uuid>> {
    let typed = form.text("others", NAMES);
    let names: Vec<&str> =
        typed.split(['\n', '、', '，', ',', '；', ';']).map(str::trim).filter(|it| !it.is_empty()).collect();
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let all = sitting(&app.db, visit.home.id, Seat::Deputy.word(), day).await?;
    let mut found = Vec::new();
    for name in names {
        let like = alike(&all, name);
        match like.as_slice() {
            [one] => found.push(one.id),
            [] => form.error_say("others", Say::new("contacts-others-unknown").with("name", name)),
            several => {
                let label = |it: &&Sitting| match it.area.as_deref().unwrap_or(&it.unit) {
                    "" => it.name.clone(),
                    from => visit.ui.t2("contacts-name-from", "name", &it.name, "from", from),
                };
                let list: Vec<String> = several.iter().take(8).map(label).collect();
                let list = list.join(&visit.ui.t("contacts-comma"));
                form.error_say(
                    "others",
                    Say::new("contacts-others-several").with("name", name).with("list", list),
                );
            }
        }
    }
    Ok(found)
}

/// Those of a name; else those whose name holds it, or whose pinyin or its initials begin with it.
fn alike<'a>(all: &'a [Sitting], name: &str) -> Vec<&'a Sitting> {
    let exactly: Vec<&Sitting> = all.iter().filter(|it| it.name == name).collect();
    if !exactly.is_empty() {
        return exactly;
    }
    let begins = plain(name).to_lowercase();
    let like = |it: &&Sitting| {
        it.name.contains(name)
            || hanzi::pinyin_initials(&it.name).starts_with(&begins)
            || hanzi::pinyin_full(&it.name).starts_with(&begins)
    };
    all.iter().filter(like).collect()
}

async fn charter<'a>(app: &'a App, visit: &Visit) -> Result<&'a Charter> {
    charter_on(&app.db, app, visit.home.id, app.clock.today()).await
}

async fn page_of(
    app: &App,
    visit: &Visit,
    id: Option<Uuid>,
    (form, status, unfinished): (Form, StatusCode, Option<String>),
) -> Result<Response> {
    let ui = visit.ui.clone();
    let charter = charter(app, visit).await?;
    let choices = |list| {
        let words = charter.words(list).iter();
        let choice = |word: &charter::Word| {
            let hint = if word.confidential { ui.t("contacts-topic-confidential") } else { String::new() };
            Choice::new(word.code.clone(), word.label.pick(ui.lang.code())).hint(hint)
        };
        words.map(choice).collect::<Vec<_>>()
    };
    let view = FormPage {
        title: if id.is_some() { ui.t("contacts-edit") } else { ui.t("contacts-record-title") },
        action: id.map_or_else(|| PAGE.to_owned(), |id| format!("/contacts/{id}")),
        page: id.map_or_else(|| PAGE.to_owned(), edit_page),
        cancel: id.map_or_else(|| "/contacts".to_owned(), |id| format!("/contacts/{id}")),
        unfinished: unfinished.unwrap_or_default(),
        deputies: offered(app, visit, &form).await?,
        ways: choices(Vocabulary::ContactMethods),
        topics: choices(Vocabulary::ContactTopics),
        photos: app.config.limits.files_per_form,
        form,
        ui,
    };
    page_as(status, view)
}

/// The deputies whom the member contacts, then those chosen besides.
async fn offered(app: &App, visit: &Visit, form: &Form) -> Result<Vec<Choice>> {
    let (ui, person) = (&visit.ui, visit.actor.person.unwrap_or_default());
    let mut choices = Vec::new();
    for it in progress(app, visit.home.id, person).await? {
        let count = ui.t2("contacts-count", "done", it.done, "owed", it.owed);
        let work = [it.deputy.unit.as_str(), it.deputy.post.as_str()].join(" ").trim().to_owned();
        let hint = if work.is_empty() { count } else { format!("{work} · {count}") };
        choices.push(Choice::new(it.deputy.id.to_string(), it.deputy.name).hint(hint));
    }
    for id in form.values("deputies").iter().filter_map(|id| Uuid::try_parse(id).ok()) {
        if !choices.iter().any(|choice| choice.code == id.to_string()) {
            // An id that is nobody's is told of when the form is sent.
            let Ok(name) = people::store::name(&app.db, visit.home.id, id).await else { continue };
            choices.push(Choice::new(id.to_string(), name));
        }
    }
    Ok(choices)
}
