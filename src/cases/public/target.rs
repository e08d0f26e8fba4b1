use uuid::Uuid;

use crate::base::{App, Error, Result, page::Ui};
use crate::bodies::{self, Area, Constituency, Organization, pages::short_code};
use crate::cases::NewCase;
use crate::people::public::{Reader, Rules};
use crate::people::{self, Deputy};

/// Whom an opinion is for, or whom the page is about.
pub(super) enum Target {
    Nobody,
    Deputy(Box<Deputy>),
    Station(Box<Organization>),
    Constituency(Box<Constituency>),
    /// Where a deputy was elected who is one no more.
    Former(Box<Constituency>),
    Area(Box<Area>),
}

impl Target {
    /// The target of a word such as `d:7K3F-9Q`, as forms carry it; an empty word names nobody.
    pub(super) async fn of(app: &App, congress: Uuid, word: &str) -> Result<Target> {
        if word.is_empty() {
            return Ok(Target::Nobody);
        }
        let (kind, code) = word.split_once(':').ok_or(Error::NotFound)?;
        if kind == "a" {
            let id = Uuid::try_parse(code).map_err(|_| Error::NotFound)?;
            let area = bodies::store::area(&app.db, congress, id).await?;
            return Ok(Target::Area(Box::new(area)));
        }
        let code = short_code(code).ok_or(Error::NotFound)?;
        by_code(app, congress, kind, &code).await
    }

    /// The word of the target.
    pub(super) fn word(&self) -> String {
        match self {
            Target::Nobody => String::new(),
            Target::Deputy(deputy) => format!("d:{}", deputy.code),
            Target::Station(station) => format!("z:{}", station.code),
            Target::Constituency(it) | Target::Former(it) => format!("c:{}", it.code),
            Target::Area(area) => format!("a:{}", area.id),
        }
    }

    /// The page's heading.
    pub(super) fn title(&self, ui: &Ui) -> String {
        match self {
            Target::Nobody => ui.t("voters-say-title"),
            Target::Deputy(deputy) => ui.t1("voters-say-to-deputy", "name", &deputy.name),
            Target::Station(station) => ui.t1("voters-say-to-station", "name", &station.name),
            Target::Constituency(it) | Target::Former(it) => {
                ui.t1("voters-say-to-constituency", "name", &it.name)
            }
            Target::Area(area) => ui.t1("voters-say-of-area", "name", &area.name),
        }
    }

    /// Who will read it first.
    pub(super) fn readers(&self, ui: &Ui) -> String {
        match self {
            Target::Deputy(deputy) => ui.t1("voters-read-by-deputy", "name", &deputy.name),
            Target::Station(station) => ui.t1("voters-read-by-station", "name", &station.name),
            Target::Former(it) => ui.t1("voters-read-by-successors", "name", &it.name),
            _ => ui.t("voters-read-by-office"),
        }
    }

    /// Whether the town is not known yet.
    pub(super) fn is_nobody(&self) -> bool {
        matches!(self, Target::Nobody)
    }

    /// Address the opinion.
    pub(super) fn put_on(&self, new: NewCase) -> NewCase {
        match self {
            Target::Nobody => new,
            Target::Deputy(deputy) => NewCase { deputy: Some(deputy.person_id), ..new },
            Target::Station(station) => NewCase { station: Some(station.id), ..new },
            Target::Constituency(it) | Target::Former(it) => NewCase { constituency: Some(it.id), ..new },
            Target::Area(area) => NewCase { area: Some(area.id), ..new },
        }
    }
}

async fn by_code(app: &App, congress: Uuid, kind: &str, code: &str) -> Result<Target> {
    let at = &app.db;
    Ok(match kind {
        "d" => match people::store::deputy_by_code(at, congress, code).await {
            Ok(found) => named(app, congress, found).await?,
            Err(Error::NotFound) => former(app, congress, code).await?,
            Err(other) => return Err(other),
        },
        "z" => {
            let found = bodies::store::organization_by_code(at, congress, code).await?;
            if found.kind != "station" && found.kind != "home" {
                return Err(Error::NotFound);
            }
            Target::Station(Box::new(found))
        }
        "c" => {
            let found = bodies::store::constituency_by_code(at, congress, code).await?;
            // What was printed in an earlier term leads to the constituency of today.
            Target::Constituency(Box::new(bodies::store::followed_by(at, congress, found.id).await?))
        }
        _ => return Err(Error::NotFound),
    })
}

async fn named(app: &App, congress: Uuid, found: Deputy) -> Result<Target> {
    // Where names are not public, the constituency stands for the name.
    let unnamed = found.constituency.clone();
    let rules = Rules::of(&app.db, app, congress).await?;
    Ok(Target::Deputy(Box::new(rules.seen(found, Reader::Everybody, &unnamed))))
}

/// A card of an earlier term is still in somebody's hands: it leads to the same person where he or she was elected again,
/// else to the constituency.
async fn former(app: &App, congress: Uuid, code: &str) -> Result<Target> {
    let at = &app.db;
    let seat = people::store::seat_of_code(at, congress, code).await?;
    if let Some(again) = people::store::deputy(at, congress, seat.person_id).await? {
        return named(app, congress, again).await;
    }
    let place = bodies::store::followed_by(at, congress, seat.constituency_id).await?;
    Ok(Target::Former(Box::new(place)))
}
