//! Who contacts whom on a day, as it is shown, printed and downloaded: by member, then deputy, in the order of names.
//! A pair holds while both sit: where a seat has ended, the deputy stands among those who have nobody.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::sides::Sides;
use crate::base::{Conn, Result};
use crate::people::Seat;
use crate::people::store::{Assigned, Sitting, assignments_on, sitting};

/// The assignment on a day.
#[derive(Debug, Clone)]
pub struct Table {
    /// The day.
    pub day: NaiveDate,
    /// The members, also those who contact nobody.
    pub members: Vec<Listed>,
    /// Grass-roots deputies whom nobody contacts.
    pub without: Vec<Left>,
}

/// A member and whom he or she contacts.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The member.
    pub member: Sitting,
    /// The deputies.
    pub deputies: Vec<Contacted>,
    /// On leave for long, so that a proposal gives none.
    pub away: bool,
}

/// A deputy who is contacted.
#[derive(Debug, Clone)]
pub struct Contacted {
    /// The deputy.
    pub deputy: Sitting,
    /// Since when.
    pub since: NaiveDate,
    /// The words of the reasons.
    pub reasons: Vec<String>,
    /// Whether the two are known to be tied: then somebody else should do it.
    pub tied: bool,
}

/// A deputy whom nobody contacts.
#[derive(Debug, Clone)]
pub struct Left {
    /// The deputy.
    pub deputy: Sitting,
    /// The member whose seat has ended; empty if there was none.
    pub had: String,
}

impl Table {
    /// The assignment on a day.
    pub async fn on(at: &impl Conn, congress: Uuid, day: NaiveDate) -> Result<Table> {
        let sides = Sides::on(at, congress, day).await?;
        let deputies = sitting(at, congress, Seat::Deputy.word(), day).await?;
        let pairs = assignments_on(at, congress, day).await?;
        let by_deputy: BTreeMap<Uuid, &Assigned> = pairs.iter().map(|pair| (pair.deputy_id, pair)).collect();
        let mut lists: BTreeMap<Uuid, Vec<Contacted>> = BTreeMap::new();
        let mut without = Vec::new();
        for deputy in deputies {
            let pair = by_deputy.get(&deputy.id);
            match pair.filter(|pair| sides.member(pair.member_id).is_some()) {
                Some(pair) => lists.entry(pair.member_id).or_default().push(Contacted {
                    since: pair.from_on,
                    reasons: pair.reasons.split_whitespace().map(str::to_owned).collect(),
                    tied: sides.tie(pair.member_id, deputy.id).is_some(),
                    deputy,
                }),
                None if sides.deputy(deputy.id).is_some() => {
                    let had = pair.map(|pair| pair.member.clone()).unwrap_or_default();
                    without.push(Left { deputy, had });
                }
                None => {}
            }
        }
        let listed = |member: Sitting| Listed {
            deputies: lists.remove(&member.id).unwrap_or_default(),
            away: sides.away.contains(&member.id),
            member,
        };
        let members = sides.members.clone().into_iter().map(listed).collect();
        Ok(Table { day, members, without })
    }

    /// How many are contacted.
    pub fn contacted(&self) -> usize {
        self.members.iter().map(|listed| listed.deputies.len()).sum()
    }

    /// The fewest and the most that a member has who is not on leave for long.
    pub fn loads(&self) -> (usize, usize) {
        let there = self.members.iter().filter(|listed| !listed.away).map(|listed| listed.deputies.len());
        (there.clone().min().unwrap_or(0), there.max().unwrap_or(0))
    }

    /// A member of the table.
    pub fn member(&self, id: Uuid) -> Option<&Listed> {
        self.members.iter().find(|listed| listed.member.id == id)
    }

    /// Who contacts a deputy.
    pub fn of(&self, deputy: Uuid) -> Option<(&Listed, &Contacted)> {
        self.members.iter().find_map(|listed| {
            let contacted = listed.deputies.iter().find(|contacted| contacted.deputy.id == deputy)?;
            Some((listed, contacted))
        })
    }
}
