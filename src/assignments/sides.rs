//! The two sides of an assignment on its first day: who contacts, who is to be contacted, who was a pair before, who
//! is tied; and what is proposed for them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::balance::{Asked, Deputy, Earlier, Member, Pair, Proposal, Reason, Ties, facts, propose};
use super::store::{self, Tie};
use super::{BY_HAND, Way};
use crate::base::{Conn, Result};
use crate::people::Seat;
use crate::people::store::{Assigned, Sitting, assignments_on, leaves, sitting};

/// A member who is on leave for all of so many days from the first one on gets no deputies: nobody should wait for a
/// quarter for the first contact. Shorter leave changes nothing, the duties take it into account.
const AWAY_DAYS: u64 = 90;

/// Both sides on a day.
#[derive(Debug, Clone, Default)]
pub(super) struct Sides {
    /// The members of the standing committee.
    pub members: Vec<Sitting>,
    /// Those of them who are on leave for long.
    pub away: BTreeSet<Uuid>,
    /// The grass-roots deputies: those who are no members of the committee themselves.
    pub deputies: Vec<Sitting>,
    /// What was in force on the day before, by deputy.
    pub before: BTreeMap<Uuid, Assigned>,
    /// Known relations.
    pub ties: Vec<Tie>,
}

/// A deputy and the member proposed, if any, with the words of the reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Proposed {
    /// The deputy.
    pub deputy: Uuid,
    /// The member.
    pub member: Option<Uuid>,
    /// The words of the reasons, separated by blanks.
    pub reasons: String,
}

impl Sides {
    /// The sides on a day.
    pub async fn on(at: &impl Conn, congress: Uuid, day: NaiveDate) -> Result<Sides> {
        let members = sitting(at, congress, Seat::CommitteeMember.word(), day).await?;
        let seated: BTreeSet<Uuid> = members.iter().map(|member| member.id).collect();
        let mut deputies = sitting(at, congress, Seat::Deputy.word(), day).await?;
        deputies.retain(|deputy| !seated.contains(&deputy.id));
        let before = match day.pred_opt() {
            Some(eve) => assignments_on(at, congress, eve).await?,
            None => Vec::new(),
        };
        let until = day.checked_add_days(Days::new(AWAY_DAYS - 1)).unwrap_or(day);
        let long = leaves(at, congress, None).await?.into_iter().filter(|leave| {
            leave.from_on <= day
                && leave.to_on.is_none_or(|to| to >= until)
                && seated.contains(&leave.person_id)
        });
        Ok(Sides {
            away: long.map(|leave| leave.person_id).collect(),
            before: before.into_iter().map(|pair| (pair.deputy_id, pair)).collect(),
            ties: store::ties(at, congress).await?,
            members,
            deputies,
        })
    }

    /// The member of a person, if he or she sits.
    pub fn member(&self, id: Uuid) -> Option<&Sitting> {
        self.members.iter().find(|member| member.id == id)
    }

    /// The deputy of a person, if he or she is one of those to be contacted.
    pub fn deputy(&self, id: Uuid) -> Option<&Sitting> {
        self.deputies.iter().find(|deputy| deputy.id == id)
    }

    /// How two people are tied, if they are known to be.
    pub fn tie(&self, one: Uuid, other: Uuid) -> Option<&Tie> {
        self.ties.iter().find(|tie| tie.joins(one, other))
    }

    /// Whether a member who is there may contact a deputy.
    pub fn has_one_for(&self, deputy: Uuid) -> bool {
        let mut there = self.members.iter().filter(|member| !self.away.contains(&member.id));
        there.any(|member| member.id != deputy && self.tie(member.id, deputy).is_none())
    }

    /// What is proposed: a line for each deputy, in the order of the deputies.
    pub fn propose(&self, way: Way) -> Vec<Proposed> {
        let stays = |deputy: &&Sitting| way == Way::Fill && self.stays(deputy).is_some();
        let (stay, open): (Vec<&Sitting>, Vec<&Sitting>) = self.deputies.iter().partition(stays);
        let mut already: BTreeMap<Uuid, u32> = BTreeMap::new();
        let mut found: BTreeMap<Uuid, (Uuid, String)> = BTreeMap::new();
        for deputy in stay {
            let Some(member) = self.stays(deputy) else { continue };
            *already.entry(member.id).or_default() += 1;
            found.insert(deputy.id, (member.id, words(&self.facts(member, deputy))));
        }
        let there = self.members.iter().filter(|member| !self.away.contains(&member.id));
        let members: Vec<Member> = there
            .map(|member| Member {
                already: already.get(&member.id).copied().unwrap_or(0),
                ..as_member(member)
            })
            .collect();
        let deputies: Vec<Deputy> = open.into_iter().map(|deputy| self.as_deputy(deputy)).collect();
        let ties: Ties = self.ties.iter().map(|tie| (tie.one_id, tie.other_id)).collect();
        let earlier = if way == Way::Rotate { Earlier::Rotate } else { Earlier::Keep };
        let asked = Asked { members: &members, deputies: &deputies, ties: &ties, earlier, most: None };
        let Proposal { pairs, .. } = propose(&asked);
        for Pair { member, deputy, reasons } in pairs {
            found.insert(deputy, (member, words(&reasons)));
        }
        let line = |deputy: &Sitting| {
            let (member, reasons) = found.remove(&deputy.id).unzip();
            Proposed { deputy: deputy.id, member, reasons: reasons.unwrap_or_default() }
        };
        self.deputies.iter().map(line).collect()
    }

    /// The member who had this deputy and goes on.
    fn stays(&self, deputy: &Sitting) -> Option<&Sitting> {
        let before = self.before.get(&deputy.id)?;
        let there = !self.away.contains(&before.member_id);
        let free = self.tie(before.member_id, deputy.id).is_none();
        self.member(before.member_id).filter(|_| there && free)
    }

    /// The reasons of a pair that the clerk made: that, and what is true of the two.
    pub fn by_hand(&self, member: Option<Uuid>, deputy: Uuid) -> String {
        let both = member.and_then(|member| self.member(member)).zip(self.deputy(deputy));
        let facts = both.map(|(member, deputy)| self.facts(member, deputy)).unwrap_or_default();
        format!("{BY_HAND} {}", words(&facts)).trim_end().to_owned()
    }

    fn facts(&self, member: &Sitting, deputy: &Sitting) -> Vec<Reason> {
        facts(&as_member(member), &self.as_deputy(deputy))
    }

    fn as_deputy(&self, deputy: &Sitting) -> Deputy {
        Deputy {
            id: deputy.id,
            area: deputy.area_id,
            field: deputy.field.clone(),
            unit: deputy.unit.clone(),
            before: self.before.get(&deputy.id).map(|pair| pair.member_id),
        }
    }
}

fn as_member(member: &Sitting) -> Member {
    Member {
        id: member.id,
        area: member.area_id,
        field: member.field.clone(),
        unit: member.unit.clone(),
        already: 0,
    }
}

fn words(reasons: &[Reason]) -> String {
    reasons.iter().map(|reason| reason.word()).collect::<Vec<_>>().join(" ")
}
