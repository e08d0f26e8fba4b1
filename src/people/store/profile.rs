//! What deputies chose to show, and whose profiles somebody may keep.

use chrono::{DateTime, Utc};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::reach::reaching;
use crate::access::{Actor, Permit};
use crate::base::{Conn, Result, Tx, sql};

/// What a deputy shows beside what the register says.
#[derive(Debug, Clone, Default, FromQueryResult)]
pub struct Profile {
    /// The number that voters are given instead of the register's; empty for the register's.
    pub phone: String,
    /// A few words of his or her own.
    pub intro: String,
    /// The languages spoken.
    pub languages: String,
    /// The photo shown.
    pub photo_id: Option<Uuid>,
}

/// A person's profile; an empty one when nothing was chosen yet.
pub async fn profile(at: &impl Conn, congress: Uuid, person: Uuid) -> Result<Profile> {
    let text =
        "SELECT phone, intro, languages, photo_id FROM profiles WHERE congress_id = $1 AND person_id = $2";
    Ok(at.maybe(sql(text, [congress.into(), person.into()])).await?.unwrap_or_default())
}

/// A deputy whose profile somebody keeps.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Kept {
    /// The person.
    pub person_id: Uuid,
    /// The name.
    pub name: String,
    /// The number in the register.
    pub phone: String,
    /// The word of the contact chosen.
    pub contact_public: String,
    /// The constituency.
    pub constituency: String,
    /// When the profile was last looked after.
    pub changed_at: Option<DateTime<Utc>>,
}

/// The sitting deputies whose profiles the actor may keep, by constituency; one of them, or all.
pub async fn profiles_kept(at: &impl Conn, actor: &Actor, person: Option<Uuid>) -> Result<Vec<Kept>> {
    let mut values: Vec<Value> = vec![actor.congress.into()];
    let condition = reaching(actor, Permit::ProfileKeep, "p.id", &mut values);
    let mut only = String::new();
    if let Some(person) = person {
        values.push(person.into());
        only = format!(" AND p.id = ${}", values.len());
    }
    let text = format!(
        "SELECT p.id AS person_id, p.name, p.phone, p.contact_public, c.name AS constituency, r.changed_at FROM seats s \
         JOIN persons p ON p.congress_id = s.congress_id AND p.id = s.person_id \
         JOIN constituencies c ON c.congress_id = s.congress_id AND c.id = s.constituency_id \
         LEFT JOIN profiles r ON r.congress_id = p.congress_id AND r.person_id = p.id \
         WHERE s.congress_id = $1 AND s.kind = 'deputy' AND s.to_on IS NULL AND {condition}{only} \
         ORDER BY c.number, p.strokes, p.id"
    );
    at.all(sql(text, values)).await
}

pub(in crate::people) async fn put_profile(
    tx: &Tx,
    (congress, person): (Uuid, Uuid),
    profile: &Profile,
    now: DateTime<Utc>,
) -> Result<()> {
    let text = "INSERT INTO profiles (congress_id, person_id, phone, intro, languages, photo_id, changed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (congress_id, person_id) DO UPDATE SET \
         phone = excluded.phone, intro = excluded.intro, languages = excluded.languages, \
         photo_id = excluded.photo_id, changed_at = excluded.changed_at";
    let values = [
        congress.into(),
        person.into(),
        profile.phone.clone().into(),
        profile.intro.clone().into(),
        profile.languages.clone().into(),
        profile.photo_id.into(),
        now.into(),
    ];
    tx.put(sql(text, values)).await
}
