//! The registers as they stand: what a roster is checked against, and what is given out as one.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::access::store::{AccountRow, GrantRow, every_account, every_grant};
use crate::base::{Conn, Result};
use crate::bodies::Term;
use crate::bodies::store::{
    AreaRow, ConstituencyRow, OrganizationRow, area_rows, every_constituency, every_organization, every_part,
    terms,
};
use crate::people::EndReason;
use crate::people::store::{MembershipRow, PersonRow, SeatRow, every_membership, every_person, every_seat};

/// Everything that a roster can hold.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The terms, the earliest first.
    pub terms: Vec<Term>,
    /// The areas, in the official order.
    pub areas: Vec<AreaRow>,
    /// The constituencies of every term.
    pub constituencies: Vec<ConstituencyRow>,
    /// What each constituency is made of.
    pub parts: BTreeMap<Uuid, Vec<Uuid>>,
    /// The organizations that exist.
    pub organizations: Vec<OrganizationRow>,
    /// The persons, in the order of names.
    pub persons: Vec<PersonRow>,
    /// Every seat ever held.
    pub seats: Vec<SeatRow>,
    /// Every membership that lasts.
    pub memberships: Vec<MembershipRow>,
    /// Every account.
    pub accounts: Vec<AccountRow>,
    /// Every role held.
    pub grants: Vec<GrantRow>,
}

impl Known {
    /// Read the registers.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read(at: &impl Conn, congress: Uuid) -> Result<Known> {
        let mut parts: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
        for (constituency, area) in every_part(at, congress).await? {
            parts.entry(constituency).or_default().push(area);
        }
        Ok(Known {
            terms: terms(at, congress).await?,
            areas: area_rows(at, congress).await?,
            constituencies: every_constituency(at, congress).await?,
            parts,
            organizations: every_organization(at, congress).await?,
            persons: every_person(at, congress).await?,
            seats: every_seat(at, congress).await?,
            memberships: every_membership(at, congress).await?,
            accounts: every_account(at, congress).await?,
            grants: every_grant(at, congress).await?,
        })
    }

    /// The registers as they will stand on the first day of a coming term, before anything of its roster is written: the
    /// seats of the one before have ended.
    pub fn turned(mut self, coming: &Term) -> Known {
        let eve = coming.starts_on.pred_opt().unwrap_or(coming.starts_on);
        for term in &mut self.terms {
            term.ends_on = term.ends_on.min(eve);
        }
        for seat in self.seats.iter_mut().filter(|seat| seat.to_on.is_none()) {
            seat.to_on = Some(eve.max(seat.from_on));
            seat.end_reason = Some(EndReason::TermEnded.word().to_owned());
            seat.suspended_on = None;
        }
        self.terms.push(coming.clone());
        self
    }

    /// A draft of a coming term's roster: everybody who sits now, where he or she sits now. The office takes out whoever
    /// was not elected again and puts in whoever is new.
    pub fn again(mut self, coming: &Term) -> Known {
        let running = self.terms.last().map(|term| term.id);
        self.constituencies.retain(|row| Some(row.term_id) == running);
        for row in &mut self.constituencies {
            row.term_id = coming.id;
            // A constituency of another term is another one: its code is drawn when it is entered.
            row.code.clear();
        }
        // The code of a seat stays: it says who was elected again.
        self.seats.retain(|seat| seat.to_on.is_none());
        for seat in &mut self.seats {
            seat.term_id = coming.id;
            seat.from_on = coming.starts_on;
            seat.suspended_on = None;
        }
        self.terms.push(coming.clone());
        self
    }

    /// The path of each area: the names from the top, with a slash between.
    pub fn paths(&self) -> BTreeMap<Uuid, String> {
        let by_id: BTreeMap<Uuid, &AreaRow> = self.areas.iter().map(|area| (area.id, area)).collect();
        let path = |area: &AreaRow| {
            let mut names = vec![area.name.as_str()];
            let mut above = area.parent_id;
            // Areas lie at most a few levels deep; the bound is for a register that goes in a ring.
            while let Some(parent) = above.and_then(|id| by_id.get(&id)).filter(|_| names.len() < 10) {
                names.push(&parent.name);
                above = parent.parent_id;
            }
            names.reverse();
            names.join("/")
        };
        self.areas.iter().map(|area| (area.id, path(area))).collect()
    }
}
