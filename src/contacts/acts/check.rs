use charter::{Charter, Vocabulary, Word};

use super::charter_on;
use crate::access::Actor;
use crate::base::form::Say;
use crate::base::{App, Error, Mistake, Result};
use crate::contacts::NewContact;
use crate::contacts::split::split;
use crate::people::{self, Seat};

/// Characters of the longest "what was said".
pub const LONGEST: usize = 2_000;

/// Characters of the longest confidence; what was said may be added to it.
pub const LONGEST_CONFIDENCE: usize = 4_000;

/// Deputies met at once, at most: a forum, not an assembly.
const MOST: usize = 30;

/// Characters of the longest place.
const PLACE: usize = 200;

/// The charter's words for topics, in its order.
pub(super) fn topics_of<'a>(charter: &'a Charter, codes: &[String]) -> Vec<&'a Word> {
    let words = charter.words(Vocabulary::ContactTopics).iter();
    words.filter(|word| codes.contains(&word.code)).collect()
}

/// Everything that keeps a contact from being recorded, each with its field.
///
/// # Errors
/// When the database does not answer.
pub(in crate::contacts) async fn mistakes(
    app: &App,
    actor: &Actor,
    new: &NewContact,
) -> Result<Vec<Mistake>> {
    let mut found = Vec::new();
    let mut wrong = |field: &str, key: &str| found.push(Mistake::new(field, key));
    if new.on_day > app.clock.today() {
        wrong("on_day", "ledger-day-in-future");
        return Ok(found);
    }
    let charter = match charter_on(&app.db, app, actor.congress, new.on_day).await {
        Ok(charter) => charter,
        Err(Error::Conflict(key)) => {
            wrong("on_day", &key);
            return Ok(found);
        }
        Err(other) => return Err(other),
    };
    let person = actor.person.ok_or(Error::Forbidden)?;
    let held = people::store::seats_on(&app.db, actor.congress, person, new.on_day).await?;
    if !held.iter().any(|seat| seat.kind == Seat::CommitteeMember.word()) {
        wrong("on_day", "contacts-no-seat");
    }
    match new.deputies.len() {
        0 => wrong("deputies", "contacts-deputies-missing"),
        1..=MOST => {}
        _ => wrong("deputies", "contacts-deputies-many"),
    }
    if new.deputies.contains(&person) {
        wrong("deputies", "ledger-with-oneself");
    }
    if charter.word(Vocabulary::ContactMethods, &new.way).is_none() {
        wrong("way", "contacts-way-missing");
    }
    let topics = topics_of(charter, &new.topics);
    if topics.is_empty() {
        wrong("topics", "contacts-topics-missing");
    } else if new.topics.iter().any(|code| !topics.iter().any(|topic| topic.code == *code)) {
        wrong("topics", "error-choice");
    }
    let (said, confidence) = split(&new.said, &new.confidence, &topics, new.open);
    if said.is_empty() && confidence.is_empty() {
        wrong("said", "contacts-said-missing");
    }
    found.extend(too_long([
        ("said", said.as_str(), LONGEST),
        ("confidence", confidence.as_str(), LONGEST_CONFIDENCE),
        ("place", new.place.trim(), PLACE),
    ]));
    for deputy in new.deputies.iter().take(MOST) {
        let held = people::store::seats_on(&app.db, actor.congress, *deputy, new.on_day).await?;
        if !held.iter().any(|seat| seat.kind == Seat::Deputy.word()) {
            let name = people::store::name(&app.db, actor.congress, *deputy).await.unwrap_or_default();
            let say = Say::new("contacts-deputy-not-sitting").with("name", name);
            found.push(Mistake { field: "deputies".to_owned(), say });
        }
    }
    Ok(found)
}

fn too_long<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str, usize)>) -> Vec<Mistake> {
    let mistake = |(field, text, most): (&str, &str, usize)| {
        let over = text.chars().count().checked_sub(most).filter(|over| *over > 0)?;
        let say = Say::new("error-too-long").with("max", most).with("over", over);
        Some(Mistake { field: field.to_owned(), say })
    };
    texts.into_iter().filter_map(mistake).collect()
}
