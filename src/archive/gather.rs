//! Fetches what an archive is composed from, and composes it.

use uuid::Uuid;

use super::compose::{Known, compose};
use super::record::Archive;
use super::{Span, store};
use crate::base::{Conn, Result};
use crate::people;

/// A person's archive of a span, as it is now.
///
/// # Errors
/// When the database does not answer.
pub async fn of(at: &impl Conn, congress: Uuid, person: Uuid, span: &Span) -> Result<Archive> {
    let days = span.days();
    let belongs = people::store::organizations_of(at, congress, person).await?;
    let belongs = belongs.into_iter().filter(|it| matches!(it.kind.as_str(), "group" | "home" | "station"));
    let known = Known {
        registered: store::person(at, congress, person).await?,
        seats: store::seats(at, congress, person, span.term.id).await?,
        belongs: belongs.map(|it| (it.kind, it.name)).collect(),
        did: store::did(at, congress, person, days).await?,
        cases: store::cases_of(at, congress, person, days).await?,
        heard: store::heard(at, congress, person, days).await?,
        missed: store::missed(at, congress, person, days).await?,
        received: store::received(at, congress, person, days).await?,
        entries: store::entries(at, congress, person, days).await?,
    };
    Ok(compose(&known))
}
