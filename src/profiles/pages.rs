use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use charter::ActKind;
use chrono::{Datelike, NaiveDate, TimeDelta};
use uuid::Uuid;

use crate::access::{Permit, Routes, Sent, Visit, rates};
use crate::base::{
    App, Error, Result,
    form::{Choice, Form, Say},
    page::{Link, Ui, page_as},
};
use crate::bodies::{self, Kind, Organization};
use crate::cases::public::{Listed, listed};
use crate::cases::store;
use crate::people::public::{Reader, Rules};
use crate::people::store::Profile;
use crate::people::{self, Deputy};
use crate::{files, ledger, receptions};

/// The pages of a deputy.
pub fn routes() -> Routes {
    Routes::new()
        .get_kept("/deputies/{code}", Permit::Look, show)
        .post("/deputies/{code}/contact", Permit::Look, contact)
        .get("/deputies/{code}/photo", Permit::Look, photo)
}

/// Days ahead for which reception days are shown, and how many of them at most.
const AHEAD: (i64, usize) = (100, 4);

/// Numbers one address may ask for within an hour: enough for a family, too few to harvest a city.
const NUMBERS: u32 = 10;

/// The work that everybody may know of; contacts with committee members are between the two.
const SHOWN: [ActKind; 7] = [
    ActKind::Outreach,
    ActKind::OpinionRaised,
    ActKind::OpinionCosigned,
    ActKind::Attendance,
    ActKind::Speech,
    ActKind::Training,
    ActKind::DutyReport,
];

/// How often a deputy did a kind of thing, as the ledger counts it.
struct Done {
    what: String,
    year: i64,
    term: i64,
}

#[derive(Template)]
#[template(path = "profiles/profile.html")]
struct ProfilePage {
    ui: Ui,
    form: Form,
    /// The deputy as this reader sees him or her.
    deputy: Deputy,
    profile: Profile,
    groups: Vec<Organization>,
    stations: Vec<Organization>,
    offices: Vec<Organization>,
    /// Where the reader may say that he or she lives; empty when the constituency sees no more than everybody.
    villages: Vec<Choice>,
    /// The reader has said it.
    told: bool,
    done: Vec<Done>,
    /// The next reception days: address, when and where.
    receives: Vec<Link>,
    /// Published opinions, and how many of them have an answer.
    outcomes: (i64, i64),
    lines: Vec<Listed>,
}

/// `GET /deputies/{code}`
pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response> {
    match find(&app, &visit, &typed).await {
        Err(Error::NotFound) => bodies::pages::mistyped(visit.ui, &typed),
        deputy => shown(&app, visit, (deputy?, Reader::Everybody), (StatusCode::OK, Form::new())).await,
    }
}

/// `POST /deputies/{code}/contact`: what the charter and the deputy keep for the constituency, for those who say that
/// they live in it. It is in no page that a crawler gets, and one address is given a few an hour.
pub(super) async fn contact(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
    Sent { mut form, .. }: Sent,
) -> Result<Response> {
    let deputy = find(&app, &visit, &typed).await?;
    if !Rules::of(&app.db, &app, visit.home.id).await?.has_two_tiers(&deputy) {
        return Err(Error::NotFound);
    }
    let wrong = (StatusCode::UNPROCESSABLE_ENTITY, Reader::Everybody);
    let (status, reader) = match form.uuid("village") {
        None => {
            form.error("village", "finding-village-missing");
            wrong
        }
        Some(village) => match rates::take(&app, &visit, "contact", NUMBERS).await {
            Err(Error::TooMany(seconds)) => {
                let say = Say::new("finding-too-many").with("minutes", seconds.div_ceil(60));
                form.error_say("village", say);
                (StatusCode::TOO_MANY_REQUESTS, Reader::Everybody)
            }
            Err(other) => return Err(other),
            Ok(()) if elects(&app, &visit, &deputy, village).await? => (StatusCode::OK, Reader::Constituency),
            Ok(()) => {
                form.error("village", "finding-other-constituency");
                wrong
            }
        },
    };
    shown(&app, visit, (deputy, reader), (status, form)).await
}

/// `GET /deputies/{code}/photo`: the photo that the deputy chose to show.
pub(super) async fn photo(
    State(app): State<App>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response> {
    let deputy = find(&app, &visit, &typed).await?;
    let profile = people::store::profile(&app.db, visit.home.id, deputy.person_id).await?;
    let photo = profile.photo_id.ok_or(Error::NotFound)?;
    let (file, bytes) = files::open(&app, visit.home.id, photo).await?;
    Ok(files::answer(&file, bytes))
}

/// Whether a village or community is part of the deputy's constituency; of one without parts, whether it is in its
/// town or street.
async fn elects(app: &App, visit: &Visit, deputy: &Deputy, village: Uuid) -> Result<bool> {
    lies_in(app, visit.home.id, (deputy.constituency_id, deputy.area_id), village).await
}

/// Whether a village or community is part of a constituency; of one without parts, whether it is in its town or street:
/// how whoever says where he or she lives is told from everybody else.
///
/// # Errors
/// When the database does not answer.
pub async fn lies_in(
    app: &App,
    congress: Uuid,
    (constituency, town): (Uuid, Uuid),
    village: Uuid,
) -> Result<bool> {
    let parts = bodies::store::parts_of(&app.db, congress, constituency).await?;
    if parts.is_empty() {
        let inside = bodies::store::areas_in(&app.db, congress, Some(town)).await?;
        return Ok(village == town || inside.iter().any(|area| area.id == village));
    }
    Ok(parts.iter().any(|part| part.id == village))
}

async fn find(app: &App, visit: &Visit, typed: &str) -> Result<Deputy> {
    let code = bodies::pages::short_code(typed).ok_or(Error::NotFound)?;
    let congress = visit.home.id;
    match people::store::deputy_by_code(&app.db, congress, &code).await {
        // The code of an earlier term: whoever was elected again is found by it.
        Err(Error::NotFound) => {
            let seat = people::store::seat_of_code(&app.db, congress, &code).await?;
            people::store::deputy(&app.db, congress, seat.person_id).await?.ok_or(Error::NotFound)
        }
        found => found,
    }
}

async fn shown(
    app: &App,
    visit: Visit,
    (deputy, reader): (Deputy, Reader),
    (status, form): (StatusCode, Form),
) -> Result<Response> {
    let (db, congress, person) = (&app.db, visit.home.id, deputy.person_id);
    let rules = Rules::of(db, app, congress).await?;
    let told = reader == Reader::Constituency;
    let villages = if rules.has_two_tiers(&deputy) && !told {
        villages(app, congress, (deputy.area_id, &deputy.area)).await?
    } else {
        Vec::new()
    };
    let (groups, stations) = people::store::organizations_of(db, congress, person)
        .await?
        .into_iter()
        .filter(|it| matches!(it.kind.as_str(), "group" | "home" | "station"))
        .partition(|it: &Organization| it.kind == Kind::Group.word());
    let found = store::published(db, congress, Some(("deputy_id", person)), None).await?;
    let view = ProfilePage {
        form,
        deputy: rules.seen(deputy.clone(), reader, &visit.ui.t("finding-unnamed")),
        profile: people::store::profile(db, congress, person).await?,
        groups,
        stations,
        offices: bodies::store::organizations_of(db, congress, Kind::LocalOffice, deputy.area_id).await?,
        villages,
        told,
        done: done(app, &visit, person).await?,
        receives: receives(app, &visit, person).await?,
        outcomes: store::published_of(db, congress, person).await?,
        lines: listed(&visit.ui, &found.lines),
        ui: visit.ui,
    };
    page_as(status, view)
}

/// What the ledger says of this year and this term; what was never done is left out, except for what clause 7 asks.
async fn done(app: &App, visit: &Visit, person: Uuid) -> Result<Vec<Done>> {
    let today = app.clock.today();
    let congress = visit.home.id;
    let first = NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today);
    let term = bodies::store::term_on(&app.db, congress, today).await?;
    let year = ledger::store::tally(&app.db, congress, person, (first, today)).await?;
    let since = term.map_or(first, |term| term.starts_on);
    let term = ledger::store::tally(&app.db, congress, person, (since, today)).await?;
    let of = |counts: &std::collections::BTreeMap<String, i64>, kind: ActKind| {
        counts.get(kind.word()).copied().unwrap_or_default()
    };
    let rows = SHOWN.into_iter().filter(|kind| *kind == ActKind::Outreach || of(&term, *kind) > 0);
    Ok(rows
        .map(|kind| Done {
            what: visit.ui.word("act-kind", kind.word()),
            year: of(&year, kind),
            term: of(&term, kind),
        })
        .collect())
}

/// The next reception days that were announced and on which the deputy is on duty.
async fn receives(app: &App, visit: &Visit, person: Uuid) -> Result<Vec<Link>> {
    let today = app.clock.today();
    let (days, most) = AHEAD;
    let span = (today, today + TimeDelta::days(days));
    let found = receptions::store::published(&app.db, visit.home.id, (None, Some(person)), span).await?;
    let ui = &visit.ui;
    let line = |it: &receptions::store::Reception| {
        let day = format!("{} {}", ui.date(it.on_day), receptions::pages::weekday(ui, it.on_day));
        let when = format!("{day} {}", receptions::pages::time(it));
        Link::new(format!("/reception-days/{}", it.id), format!("{when} {}", it.station))
    };
    Ok(found.iter().filter(|it| it.state == "published").take(most).map(line).collect())
}

/// All villages and communities of a town: which of them elect somebody is not said.
///
/// # Errors
/// When the database does not answer.
pub async fn villages(app: &App, congress: Uuid, (town, name): (Uuid, &str)) -> Result<Vec<Choice>> {
    let inside = bodies::store::areas_in(&app.db, congress, Some(town)).await?;
    if inside.is_empty() {
        return Ok(vec![Choice::new(town.to_string(), name)]);
    }
    Ok(inside.into_iter().map(|area| Choice::new(area.id.to_string(), area.name)).collect())
}
