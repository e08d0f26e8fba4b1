//! What the commission is asked about terms: to prepare the next one, and to hand on what those who left had open.

use chrono::Days;

use crate::access::{Permit, Visit};
use crate::base::page::Link;
use crate::base::{App, Result};
use crate::{bodies, cases};

/// So long before a term ends the next one is to be prepared.
const AHEAD: Days = Days::new(90);

/// What there is to do; mostly nothing.
pub(super) async fn asked(app: &App, visit: &Visit) -> Result<Vec<Link>> {
    let mut asked = Vec::new();
    if !visit.actor.may(Permit::TermChange) {
        return Ok(asked);
    }
    let (ui, congress) = (&visit.ui, visit.actor.congress);
    let last = bodies::store::terms(&app.db, congress).await?.pop();
    if let Some(term) = last.filter(|term| term.ends_on <= app.clock.today() + AHEAD) {
        let label = ui.t2("desk-term-ends", "name", term.name, "day", ui.lang.date(term.ends_on));
        asked.push(Link::new("/terms", label));
    }
    let left = cases::store::left_behind(&app.db, congress).await?.len();
    if left > 0 {
        asked.push(Link::new("/leavers", ui.t1("desk-leavers", "n", left)));
    }
    Ok(asked)
}
