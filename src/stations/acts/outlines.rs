use serde_json::json;

use crate::access::{Actor, Permit};
use crate::base::{App, Error, Mistake, Result, form::Say};
use crate::bodies::acts::place_area;
use crate::bodies::store::{Position, towns};
use crate::journal::{self, Happening};
use crate::stations::geojson::{self, Wrong};
use crate::stations::store::{self, Outline};

/// Mistakes that are named at once.
const MOST: usize = 50;

/// Take the positions and outlines of towns and streets from a GeoJSON file: all of it, or nothing; how many.
///
/// # Errors
/// `Invalid` with every mistake: the feature's number, and what is wrong with it.
pub async fn take_outlines(app: &App, actor: &Actor, text: &str) -> Result<usize> {
    actor.must(Permit::RegisterKeep)?;
    let towns = towns(&app.db, actor.congress).await?;
    let names: Vec<&str> = towns.iter().map(|town| town.name.as_str()).collect();
    let shapes = geojson::read(text, &names)
        .map_err(|wrong| Error::Invalid(wrong.iter().take(MOST).map(mistake).collect()))?;
    let tx = app.db.begin().await?;
    for shape in &shapes {
        let Some(town) = towns.iter().find(|town| town.name == shape.name) else { continue };
        let at = Position { id: town.id, latitude: shape.middle.1, longitude: shape.middle.0 };
        place_area(&tx, actor, &at).await?;
        if !shape.rings.is_empty() {
            let rings = serde_json::to_string(&shape.rings).map_err(anyhow::Error::from)?;
            store::set_outline(&tx, actor.congress, &Outline { area_id: town.id, rings }).await?;
        }
    }
    let author = actor.author(Permit::RegisterKeep, app.clock.now());
    let (subject, facts) = ("congress", json!({ "areas": shapes.len() }));
    let kind = "areas.placed".to_owned();
    journal::append(&tx, &author, Happening { kind, subject, subject_id: actor.congress, facts }).await?;
    tx.commit().await?;
    Ok(shapes.len())
}

fn mistake(wrong: &Wrong) -> Mistake {
    let key = match wrong.why {
        "name" => "stations-outline-name",
        "kind" => "stations-outline-kind",
        "ring" => "stations-outline-ring",
        "number" => "stations-outline-number",
        "outside" => "stations-outline-outside",
        "unknown" => "stations-outline-unknown",
        "twice" => "stations-outline-twice",
        _ => "stations-outline-file",
    };
    let found: String = wrong.found.chars().take(60).collect();
    Mistake { field: "outlines".into(), say: Say::new(key).with("n", wrong.feature).with("found", found) }
}
