//! The clockworks of every room, wound together: when a congress is founded, and when a process begins to serve.

use uuid::Uuid;

use crate::base::{App, Result, Tx};
use crate::jobs::Daily;
use crate::{archive, bulletins, cases, consultations, duties, events, receptions, reports, reviews};

/// What each congress does once a day.
const DAILIES: [Daily; 8] = [
    cases::desks::DAILY,
    consultations::clockwork::DAILY,
    receptions::clockwork::DAILY,
    events::clockwork::DAILY,
    bulletins::clockwork::DAILY,
    reports::clockwork::DAILY,
    reviews::clockwork::DAILY,
    archive::clockwork::DAILY,
];

/// A congress's clockworks run today: written down once, however often it is asked for.
///
/// # Errors
/// When the database does not answer.
pub async fn wind_up(tx: &Tx, app: &App, congress: Uuid) -> Result<()> {
    let today = app.clock.today();
    for daily in DAILIES {
        daily.wind(tx, app, congress, today).await?;
    }
    duties::clockwork::wind(tx, app, congress, today).await
}
