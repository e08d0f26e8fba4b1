use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;

use crate::access::{Sent, Visit};
use crate::base::form::{Choice, Form, Say};
use crate::base::page::{Ui, page_as};
use crate::base::{App, Error, Result};
use crate::bodies::Kind;
use crate::cases::Channel;
use crate::cases::acts::{LONGEST, NewCase, Raised, raise};
use crate::cases::attached::accepted;
use crate::files::{Purpose, Upload};
use crate::people::{self, Deputy};

#[derive(Template)]
#[template(path = "cases/desks/raise.html")]
struct RaisePage {
    ui: Ui,
    form: Form,
    photos: usize,
    near: Vec<Choice>,
}

/// The form for a deputy's own opinion.
pub async fn new(State(app): State<App>, visit: Visit) -> Result<Response> {
    let form = Form::new().preset("form", &app.chance.id(app.clock.now()).to_string());
    page_of(&app, &visit, (form, StatusCode::OK)).await
}

/// Raise it; with co-signers it waits for them first.
pub async fn create(State(app): State<App>, visit: Visit, sent: Sent) -> Result<Response> {
    let Sent { mut form, files } = sent;
    let mut cosigners: Vec<Uuid> = form.values("cosigners").iter().filter_map(|id| id.parse().ok()).collect();
    cosigners.extend(named(&app, &visit, &mut form).await?);
    cosigners.sort_unstable();
    cosigners.dedup();
    let id = form.uuid("form").unwrap_or_else(|| app.chance.id(app.clock.now()));
    let body = form.required("body", LONGEST, "cases-body-missing-text");
    let new = NewCase {
        subject: form.text("subject", 100),
        place: form.text("place", 200),
        confidential: form.checked("confidential"),
        voter: None,
        cosigners,
        ..NewCase::of_voter(id, Channel::Deputy, &body)
    };
    let raised = if form.is_fine() {
        raised(&app, &visit, new, &files).await
    } else {
        Err(Error::Invalid(Vec::new()))
    };
    match raised {
        Ok(raised) => Ok(Redirect::to(&format!("/cases/{}", raised.case.id)).into_response()),
        Err(Error::Invalid(found)) => {
            page_of(&app, &visit, (form.mistakes(&found), StatusCode::UNPROCESSABLE_ENTITY)).await
        }
        Err(other) => Err(other),
    }
}

async fn raised(app: &App, visit: &Visit, new: NewCase, uploads: &[Upload]) -> Result<Raised> {
    let files = accepted(app, uploads, ("photos", Purpose::Photo)).await?;
    raise(app, &visit.actor, &NewCase { files, ..new }).await
}

/// The deputies whose names were typed, one a line; a name that is nobody's or several people's is told so.
async fn named(app: &App, visit: &Visit, form: &mut Form) -> Result<Vec<Uuid>> {
    let typed = form.text("names", 1000);
    let mut found = Vec::new();
    for name in typed.split(['\n', '、', '，', ',', '；', ';']).map(str::trim).filter(|name| !name.is_empty())
    {
        let like = people::store::deputies_named(&app.db, visit.actor.congress, name, 20).await?;
        let exactly: Vec<&Deputy> = like.iter().filter(|deputy| deputy.name == name).collect();
        match (exactly.as_slice(), like.as_slice()) {
            ([one], _) => found.push(one.person_id),
            ([], [one]) => found.push(one.person_id),
            ([], []) => form.error_say("names", Say::new("cases-cosigner-unknown").with("name", name)),
            _ => {
                let several = if exactly.is_empty() { like.iter().collect() } else { exactly };
                let list: Vec<String> = several
                    .iter()
                    .map(|deputy| format!("{}（{}）", deputy.name, deputy.constituency))
                    .collect();
                let say = Say::new("cases-cosigner-several").with("name", name).with("list", list.join("、"));
                form.error_say("names", say);
            }
        }
    }
    Ok(found)
}

async fn page_of(app: &App, visit: &Visit, (form, status): (Form, StatusCode)) -> Result<Response> {
    let near = near(app, visit).await?;
    let choice = |it: &Deputy| Choice::new(it.person_id.to_string(), it.name.clone()).hint(it.unit.clone());
    let view = RaisePage {
        form,
        photos: app.config.limits.files_per_form,
        near: near.iter().map(choice).collect(),
        ui: visit.ui.clone(),
    };
    page_as(status, view)
}

/// Those one most often co-signs with: one's own group, then the own constituency.
async fn near(app: &App, visit: &Visit) -> Result<Vec<Deputy>> {
    let (db, congress) = (&app.db, visit.actor.congress);
    let Some(person) = visit.actor.person else { return Ok(Vec::new()) };
    let mut near: Vec<Deputy> = Vec::new();
    for group in people::store::organizations_of(db, congress, person).await? {
        if group.kind == Kind::Group.word() {
            near.extend(people::store::deputies_at(db, congress, group.id).await?);
        }
    }
    if let Some(own) = people::store::deputy(db, congress, person).await? {
        near.extend(people::store::deputies_of(db, congress, own.constituency_id).await?);
    }
    let mut seen = vec![person];
    near.retain(|deputy| {
        let new = !seen.contains(&deputy.person_id);
        seen.push(deputy.person_id);
        new
    });
    Ok(near)
}
