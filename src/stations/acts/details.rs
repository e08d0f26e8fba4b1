use chrono::NaiveDate;
use uuid::Uuid;

use super::note;
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Mistake, Result, form::Say};
use crate::bodies::acts::set_whereabouts;
use crate::files::{self, Checked};
use crate::receptions::who;
use crate::stations::store::{self, Details, Plan};
use crate::stations::{ACCESSIBLE, PHOTO, RULES};

/// Characters of the longest answer.
const LONGEST: usize = 200;

/// What is told of a station.
#[derive(Debug, Clone, Default)]
pub struct NewDetails {
    /// Where it is.
    pub address: String,
    /// How to find it, in words.
    pub directions: String,
    /// When it is open.
    pub hours: String,
    /// Its telephone.
    pub phone: String,
    /// One of [`ACCESSIBLE`], or empty.
    pub accessible: String,
    /// Its floor.
    pub square_metres: Option<i64>,
}

/// Change what is told of a station.
///
/// # Errors
/// `NotFound` for a station that is not theirs, `Invalid` with the field for what is too long or no answer.
pub async fn set_details(app: &App, actor: &Actor, station: Uuid, new: &NewDetails) -> Result<()> {
    actor.must(Permit::StationKeep)?;
    let mut found = Vec::new();
    let texts = [("address", &new.address), ("directions", &new.directions), ("hours", &new.hours)];
    for (field, text) in texts {
        let long = text.trim().chars().count();
        if long > LONGEST {
            let say = Say::new("error-too-long").with("max", LONGEST).with("over", long - LONGEST);
            found.push(Mistake { field: field.to_owned(), say });
        }
    }
    if !new.accessible.is_empty() && !ACCESSIBLE.contains(&new.accessible.as_str()) {
        found.push(Mistake::new("accessible", "error-choice"));
    }
    if new.square_metres.is_some_and(|size| !(1..=100_000).contains(&size)) {
        let say = Say::new("error-whole").with("least", 1).with("most", 100_000);
        found.push(Mistake { field: "square_metres".into(), say });
    }
    if !found.is_empty() {
        return Err(Error::Invalid(found));
    }
    let tx = app.db.begin().await?;
    who::station(&tx, actor, Permit::StationKeep, station).await?;
    let told = (new.address.trim(), new.phone.as_str(), new.hours.trim());
    set_whereabouts(&tx, app, (actor, Permit::StationKeep), station, told).await?;
    let details = Details {
        id: station,
        directions: new.directions.trim().to_owned(),
        accessible: new.accessible.clone(),
        square_metres: new.square_metres,
        papers: 0,
    };
    store::set_details(&tx, actor.congress, &details).await?;
    tx.commit().await
}

/// Add photos of a station, or its rules on paper.
///
/// # Errors
/// `NotFound` for a station that is not theirs, `Invalid` when there is no file.
pub async fn add_files(
    app: &App,
    actor: &Actor,
    station: Uuid,
    (subject, new): (&'static str, &[Checked]),
) -> Result<()> {
    actor.must(Permit::StationKeep)?;
    if new.is_empty() {
        let field = if subject == PHOTO { "photos" } else { "rules" };
        return Err(Error::invalid(field, "files-none"));
    }
    for file in new {
        files::keep(app, actor.congress, file).await?;
    }
    let tx = app.db.begin().await?;
    who::station(&tx, actor, Permit::StationKeep, station).await?;
    let author = actor.author(Permit::StationKeep, app.clock.now());
    for file in new {
        files::attach(&tx, app, &author, file, (subject, station), None).await?;
    }
    let kind = if subject == RULES { "station.rules-added" } else { "station.photos-added" };
    note(&tx, app, (actor, Permit::StationKeep), (kind, station)).await?;
    tx.commit().await
}

/// Put a thing into a station's plan.
///
/// # Errors
/// `NotFound` for a station that is not theirs, `Invalid` when it is not said what.
pub async fn add_plan(
    app: &App,
    actor: &Actor,
    station: Uuid,
    (on_day, what): (NaiveDate, &str),
) -> Result<Uuid> {
    actor.must(Permit::StationKeep)?;
    let what = what.trim();
    if what.is_empty() || what.chars().count() > LONGEST {
        return Err(Error::invalid("what", "stations-plan-what-missing"));
    }
    let tx = app.db.begin().await?;
    who::station(&tx, actor, Permit::StationKeep, station).await?;
    let id = app.chance.id(app.clock.now());
    let plan = Plan { id, station_id: station, on_day, what: what.to_owned(), held_on: None };
    store::insert_plan(&tx, actor.congress, &plan).await?;
    note(&tx, app, (actor, Permit::StationKeep), ("station.planned", station)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Say when a planned thing was held; none takes it back.
///
/// # Errors
/// `NotFound` when it is not in the plan of a station of theirs, `Invalid` for a day to come.
pub async fn hold_plan(
    app: &App,
    actor: &Actor,
    (station, plan): (Uuid, Uuid),
    held_on: Option<NaiveDate>,
) -> Result<()> {
    actor.must(Permit::StationKeep)?;
    if held_on.is_some_and(|day| day > app.clock.today()) {
        return Err(Error::invalid("held_on", "stations-plan-held-later"));
    }
    let tx = app.db.begin().await?;
    who::station(&tx, actor, Permit::StationKeep, station).await?;
    if !store::hold_plan(&tx, actor.congress, (station, plan), held_on).await? {
        return Err(Error::NotFound);
    }
    note(&tx, app, (actor, Permit::StationKeep), ("station.plan-held", station)).await?;
    tx.commit().await
}

/// Take a thing out of the plan that was not held.
///
/// # Errors
/// `NotFound` when it is not in the plan of a station of theirs, `Conflict` when it was held.
pub async fn drop_plan(app: &App, actor: &Actor, (station, plan): (Uuid, Uuid)) -> Result<()> {
    actor.must(Permit::StationKeep)?;
    let tx = app.db.begin().await?;
    who::station(&tx, actor, Permit::StationKeep, station).await?;
    if !store::drop_plan(&tx, actor.congress, (station, plan)).await? {
        return Err(Error::conflict("stations-plan-held"));
    }
    note(&tx, app, (actor, Permit::StationKeep), ("station.plan-dropped", station)).await?;
    tx.commit().await
}
