//! A deputy's papers for a session (clause 5.3), gathered from what is kept elsewhere: what is open in the constituency,
//! his or her opinions and what came of them, what voters said in consultations and activities, the duties done. Nothing
//! confidential is in it, and whatever somebody typed about himself or herself is taken out before it is printed.

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use super::digest::Digest;
use super::{Topic, acts, store};
use crate::access::{Actor, Permit};
use crate::base::{App, Error, Result, redact::quotable, start_of};
use crate::cases::store::{Line, for_session};
use crate::duties::{self, Standing};
use crate::outreach::store::{Held, held_by};
use crate::people::store::reach::{Elected, deputies_reached};

/// A consultation with what the deputy gathered, and what was said altogether.
pub(super) struct Consulted {
    pub(super) topic: Topic,
    pub(super) own: Digest,
    pub(super) whole: Digest,
}

/// The papers.
pub(super) struct Pack {
    pub(super) deputy: Elected,
    pub(super) since: NaiveDate,
    pub(super) open: Vec<Line>,
    pub(super) raised: Vec<Line>,
    pub(super) consulted: Vec<Consulted>,
    pub(super) held: Vec<Held>,
    pub(super) duties: Vec<Standing>,
}

/// The day from which papers tell unless somebody says otherwise: the beginning of the year; in its first months, when
/// sessions are held, of the year before.
pub(super) fn usual_since(today: NaiveDate) -> NaiveDate {
    let year = if today.month() <= 3 { today.year() - 1 } else { today.year() };
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(today)
}

/// The deputies whose papers somebody may print.
pub(super) async fn of_whom(app: &App, actor: &Actor) -> Result<Vec<Elected>> {
    actor.must(Permit::PackRead)?;
    deputies_reached(&app.db, actor, Permit::PackRead, app.clock.today()).await
}

/// Gather the papers of a deputy.
///
/// # Errors
/// `NotFound` for a stranger.
pub(super) async fn gather(app: &App, actor: &Actor, person: Uuid, since: NaiveDate) -> Result<Pack> {
    let deputy = of_whom(app, actor).await?.into_iter().find(|one| one.person_id == person);
    let deputy = deputy.ok_or(Error::NotFound)?;
    let (db, congress, today) = (&app.db, actor.congress, app.clock.today());
    let whose = (deputy.constituency_id, person);
    let mut consulted = Vec::new();
    for topic in store::closed_for(db, congress, person, start_of(since)).await? {
        let own = acts::digest(db, congress, &topic, Some(person)).await?;
        let whole = acts::digest(db, congress, &topic, None).await?;
        consulted.push(Consulted { topic, own, whole });
    }
    let mut owed = Vec::new();
    for per in [charter::Per::Year, charter::Per::Term] {
        owed.extend(duties::of_person(db, app, congress, person, (per, today)).await?);
    }
    owed.retain(|duty| duty.act != charter::ActKind::Contact);
    let mut held = held_by(db, congress, person, (since, today)).await?;
    for one in &mut held {
        (one.place, one.said) = (quotable(&one.place), quotable(&one.said));
    }
    Ok(Pack {
        open: told(for_session(db, actor, whose, None).await?),
        raised: told(for_session(db, actor, whose, Some(start_of(since))).await?),
        consulted,
        held,
        duties: owed,
        deputy,
        since,
    })
}

/// Each opinion by its public line where it has one, else by its own without personal data.
fn told(lines: Vec<Line>) -> Vec<Line> {
    let line = |mut line: Line| {
        line.subject = line.public_subject.clone().unwrap_or_else(|| quotable(&line.subject));
        line
    };
    lines.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_reach_back_to_the_session_before() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(usual_since(day("2026-01-20")), day("2025-01-01"));
        assert_eq!(usual_since(day("2026-11-01")), day("2026-01-01"));
    }
}
