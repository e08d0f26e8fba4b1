//! What keepers, offices and visitors do with homes and stations.

mod details;
mod outlines;
mod papers;
mod visits;

pub use details::{NewDetails, add_files, add_plan, drop_plan, hold_plan, set_details};
pub use outlines::take_outlines;
pub use papers::{hang_poster, number_papers, tear_poster};
pub use visits::{NewFinding, NewVisit, confirm, put_right, record_visit, send_back};

use serde_json::json;
use uuid::Uuid;

use crate::access::{Actor, Permit};
use crate::base::{App, Result, Tx};
use crate::journal::{self, Happening};

/// A change of a station in the journal.
async fn note(
    tx: &Tx,
    app: &App,
    (actor, permit): (&Actor, Permit),
    (kind, station): (&str, Uuid),
) -> Result<()> {
    let author = actor.author(permit, app.clock.now());
    let happening =
        Happening { kind: kind.to_owned(), subject: "station", subject_id: station, facts: json!({}) };
    journal::append(tx, &author, happening).await?;
    Ok(())
}
