use super::Figure;
use crate::access::{Permit, Visit};
use crate::base::{App, Result};
use crate::bulletins::store::{self, Show, public};

/// The most that are counted.
const MOST: usize = 48;

/// How many texts and issues one was sent and has not opened.
pub(super) async fn unopened(app: &App, visit: &Visit) -> Result<usize> {
    if !visit.actor.may(Permit::BulletinOpen) {
        return Ok(0);
    }
    Ok(public::unopened(&app.db, &visit.actor, MOST).await?.len())
}

/// What waits for a review.
pub(super) async fn figures(app: &App, visit: &Visit) -> Result<Vec<Figure>> {
    if !visit.actor.may(Permit::BulletinReview) {
        return Ok(Vec::new());
    }
    let number = store::count(&app.db, &visit.actor, Show::Review).await?;
    let issues = store::waiting_issues(&app.db, &visit.actor).await?;
    let figure = |n: u64, key: &str, href: &str| Figure {
        number: n.to_string(),
        label: visit.ui.t(key),
        href: href.to_owned(),
    };
    let all = [
        figure(number, "bulletins-to-review", "/publishing?show=review"),
        figure(issues, "bulletins-to-approve", "/publishing/issues"),
    ];
    Ok(all.into_iter().filter(|figure| figure.number != "0").collect())
}
