use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use crate::access::{Permit, Scope, Sent, Visit};
use crate::base::{
    App, Error, Result, day_of,
    form::{Choice, Form},
    page::{Ui, page, page_as},
};
use crate::files::{self, Purpose};
use crate::people::profile::{self, INTRO, LANGUAGES, NewProfile};
use crate::people::public::{Contact, Reader, Rules};
use crate::people::store::{self, Kept};

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    done: String,
}

/// A deputy as one kind of reader sees him or her.
struct Seen {
    title: String,
    facts: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "people/profile.html")]
struct ProfilePage {
    ui: Ui,
    form: Form,
    kept: Kept,
    code: String,
    path: String,
    /// One's own, not one that an office keeps.
    own: bool,
    saved: bool,
    contacts: Vec<Choice>,
    has_photo: bool,
    previews: Vec<Seen>,
}

#[derive(Template)]
#[template(path = "people/profiles.html")]
struct ListPage {
    ui: Ui,
    rows: Vec<Kept>,
}

impl ListPage {
    fn changed(&self, row: &Kept) -> String {
        row.changed_at.map_or_else(|| self.ui.t("profile-never"), |at| self.ui.date(day_of(at)))
    }
}

/// `GET /profile`: one's own; whoever serves deputies gets their list.
pub(super) async fn own(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let own = visit.actor.posts_with(Permit::ProfileKeep).any(|(_, scope)| scope == Scope::Own);
    match visit.actor.person.filter(|_| own) {
        Some(person) => shown(&app, visit, person, (StatusCode::OK, Form::new(), asked.done == "1")).await,
        None => Ok(Redirect::to("/profiles").into_response()),
    }
}

/// `GET /profiles`: the deputies whose profiles one keeps.
pub(super) async fn list(State(app): State<App>, visit: Visit) -> Result<Response> {
    let rows = store::profiles_kept(&app.db, &visit.actor, None).await?;
    page(ListPage { ui: visit.ui, rows })
}

/// `GET /profiles/{id}`
pub(super) async fn of(
    State(app): State<App>,
    visit: Visit,
    Path(person): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    shown(&app, visit, person, (StatusCode::OK, Form::new(), asked.done == "1")).await
}

async fn shown(
    app: &App,
    visit: Visit,
    person: Uuid,
    (status, mut form, saved): (StatusCode, Form, bool),
) -> Result<Response> {
    let (db, congress) = (&app.db, visit.home.id);
    let kept = store::profiles_kept(db, &visit.actor, Some(person)).await?.pop().ok_or(Error::NotFound)?;
    let rules = Rules::of(db, app, congress).await?;
    let before = store::profile(db, congress, person).await?;
    if status == StatusCode::OK {
        form = form
            .preset("contact", &kept.contact_public)
            .preset("phone", &before.phone)
            .preset("intro", &before.intro)
            .preset("languages", &before.languages);
    }
    let ui = visit.ui;
    let deputy = store::deputy(db, congress, person).await?.ok_or(Error::NotFound)?;
    let contacts = Contact::ALL
        .map(|contact| {
            let choice = Choice::new(contact.word(), ui.word("profile-contact", contact.word()));
            choice.hint(rules.may_choose(contact).err().map(|key| ui.t(key)).unwrap_or_default())
        })
        .to_vec();
    let readers = [("profile-everybody", Reader::Everybody), ("profile-constituency", Reader::Constituency)];
    let preview = |(title, reader): (&str, Reader)| {
        let seen = rules.seen(deputy.clone(), reader, &ui.t("finding-unnamed"));
        let sex = if seen.sex.is_empty() { String::new() } else { ui.word("finding-sex", &seen.sex) };
        let parts = [
            ("finding-name", seen.name),
            ("finding-sex", sex),
            ("finding-unit", seen.unit),
            ("finding-post", seen.post),
            ("finding-constituency", seen.constituency),
            ("profile-phone", seen.phone),
        ];
        let shown = |(key, text): (&str, String)| {
            (ui.t(key), if text.is_empty() { ui.t("profile-not-shown") } else { text })
        };
        Seen { title: ui.t(title), facts: parts.into_iter().map(shown).collect() }
    };
    let previews = readers.into_iter().map(preview).collect();
    let own = visit.actor.person == Some(person);
    let path = if own { "/profile".to_owned() } else { format!("/profiles/{person}") };
    let (code, has_photo) = (deputy.code.clone(), before.photo_id.is_some());
    page_as(status, ProfilePage { form, kept, code, path, own, saved, contacts, has_photo, previews, ui })
}

/// `POST /profile`
pub(super) async fn keep_own(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let person = visit.actor.person.ok_or(Error::NotFound)?;
    kept(&app, visit, person, sent).await
}

/// `POST /profiles/{id}`
pub(super) async fn keep(
    State(app): State<App>,
    visit: Visit,
    Path(person): Path<Uuid>,
    sent: Sent,
) -> Result<Response> {
    kept(&app, visit, person, sent).await
}

async fn kept(app: &App, visit: Visit, person: Uuid, sent: Sent) -> Result<Response> {
    let Sent { mut form, files } = sent;
    let contact = form.choice("contact", &Contact::ALL.map(Contact::word));
    if contact.is_none() && form.problem("contact").is_none() {
        form.error("contact", "profile-contact-missing");
    }
    let mut new = NewProfile {
        contact: contact.as_deref().and_then(Contact::of_word).unwrap_or(Contact::Relay),
        phone: form.phone("phone").unwrap_or_default(),
        intro: form.text("intro", INTRO),
        languages: form.text("languages", LANGUAGES),
        photo: None,
        without_photo: form.checked("without_photo"),
    };
    let mut done = if form.is_fine() { Ok(()) } else { Err(Error::Invalid(Vec::new())) };
    if let Some(upload) = files.iter().find(|upload| upload.field == "photo").filter(|_| done.is_ok()) {
        match files::accept(app, upload, Purpose::Photo).await {
            Ok(photo) => new.photo = Some(photo),
            Err(other) => done = Err(other),
        }
    }
    if done.is_ok() {
        done = profile::keep(app, &visit.actor, person, &new).await;
    }
    match done {
        Ok(()) if visit.actor.person == Some(person) => Ok(Redirect::to("/profile?done=1").into_response()),
        Ok(()) => Ok(Redirect::to(&format!("/profiles/{person}?done=1")).into_response()),
        Err(Error::Invalid(found)) => {
            let form = form.mistakes(&found);
            shown(app, visit, person, (StatusCode::UNPROCESSABLE_ENTITY, form, false)).await
        }
        Err(other) => Err(other),
    }
}
