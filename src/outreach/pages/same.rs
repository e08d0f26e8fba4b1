use charter::Vocabulary;

use super::{called, charters};
use crate::access::Visit;
use crate::base::{App, Result};
use crate::offline::{Conflict, Row};
use crate::outreach::acts::NewOutreach;
use crate::outreach::store;
use crate::people;

/// An activity of the same day and one of the same deputies that was recorded while this one waited to be sent: perhaps
/// the office recorded it meanwhile. Both, side by side; none when this very form was sent before.
pub(super) async fn already(app: &App, visit: &Visit, new: &NewOutreach) -> Result<Option<Conflict>> {
    let (db, actor, ui) = (&app.db, &visit.actor, &visit.ui);
    if store::sent_before(db, visit.home.id, new.form).await? {
        return Ok(None);
    }
    let Some(id) = store::of_day(db, actor, (new.on_day, &new.deputies)).await? else { return Ok(None) };
    let found = store::find(db, actor, id).await?;
    let lines = store::acts_of(db, actor, &[id]).await?.remove(&id).unwrap_or_default();
    let Some(first) = lines.first().map(|line| &line.act) else { return Ok(None) };
    let charters = charters(app, visit).await?;
    let method = |code: &str| called(ui, charters, (Vocabulary::OutreachMethods, new.on_day), code);
    let mut names = Vec::new();
    for deputy in &new.deputies {
        names.push(people::store::name(db, visit.home.id, *deputy).await?);
    }
    let and = ui.t("outreach-and");
    let theirs = store::took_part(db, visit.home.id, id).await?;
    let number = |voters: Option<i64>| voters.map(|n| n.to_string()).unwrap_or_default();
    let row = |key: &str, ours: String, theirs: String| Row { label: ui.t(key), ours, theirs };
    let rows = vec![
        row("outreach-day", ui.date(new.on_day), ui.date(first.on_day)),
        row("outreach-method", method(&new.method), method(&first.method)),
        row("outreach-deputies", names.join(&and), theirs.join(&and)),
        row("outreach-place", new.place.clone(), first.place.clone()),
        row("outreach-said", new.said.clone(), found.said),
        row("outreach-voters", number(new.voters), number(found.voters)),
    ];
    Ok(Some(Conflict { href: format!("/outreach/{id}"), rows }))
}
