//! Places as people look for them: every area by name, the addresses of offices and stations, towns' positions.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::AREA;
use crate::base::{Conn, Result, sql};
use crate::bodies::Area;

/// Every area of a congress, in the official order.
pub async fn every_area(at: &impl Conn, congress: Uuid) -> Result<Vec<Area>> {
    let text = format!("SELECT {AREA} FROM areas WHERE congress_id = $1 ORDER BY rank, name, id");
    at.all(sql(text, [congress.into()])).await
}

#[derive(FromQueryResult)]
struct Addressed {
    area_id: Uuid,
    address: String,
}

/// The addresses of local offices, homes and stations, each with the area it serves.
pub async fn addresses(at: &impl Conn, congress: Uuid) -> Result<Vec<(Uuid, String)>> {
    let text = "SELECT area_id, address FROM organizations WHERE congress_id = $1 AND to_on IS NULL \
         AND kind IN ('local-office', 'home', 'station') AND area_id IS NOT NULL AND address <> '' \
         ORDER BY area_id, address";
    let rows: Vec<Addressed> = at.all(sql(text, [congress.into()])).await?;
    Ok(rows.into_iter().map(|row| (row.area_id, row.address)).collect())
}

#[derive(FromQueryResult)]
struct Position {
    id: Uuid,
    latitude: Option<f64>,
    longitude: Option<f64>,
}

/// Where towns and streets lie, as far as it is known: their ids with latitude and longitude.
pub async fn town_positions(at: &impl Conn, congress: Uuid) -> Result<Vec<(Uuid, Option<(f64, f64)>)>> {
    let text =
        "SELECT id, latitude, longitude FROM areas WHERE congress_id = $1 AND kind IN ('town', 'street')";
    let rows: Vec<Position> = at.all(sql(text, [congress.into()])).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.latitude.zip(row.longitude))).collect())
}
