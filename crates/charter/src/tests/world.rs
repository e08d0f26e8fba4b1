//! A small congress for the tests of duties and points, and made-up versions of the charter.

use uuid::Uuid;

use super::{XIANTAO, day, xiantao};
use crate::{
    ActFacts, ActKind, Books, Charter, Charters, Held, LeaveFacts, PairFacts, Period, SeatFacts, Who,
};

/// Facts that a test may change.
#[derive(Debug, Clone)]
pub(super) struct World {
    pub(super) charters: Charters,
    pub(super) terms: Vec<Period>,
    pub(super) seats: Vec<SeatFacts>,
    pub(super) pairs: Vec<PairFacts>,
    pub(super) leaves: Vec<LeaveFacts>,
}

impl World {
    pub(super) fn books(&self) -> Books<'_> {
        Books {
            charters: &self.charters,
            terms: &self.terms,
            seats: &self.seats,
            pairs: &self.pairs,
            leaves: &self.leaves,
        }
    }
}

pub(super) const MEMBER: Uuid = Uuid::from_u128(1);
pub(super) const DEPUTY: Uuid = Uuid::from_u128(2);
pub(super) const OTHER: Uuid = Uuid::from_u128(3);
pub(super) const HOME: Uuid = Uuid::from_u128(101);
pub(super) const AWAY: Uuid = Uuid::from_u128(102);

/// `2026-07-01..` or `2026-07-01..2026-08-31`, both days counted.
pub(super) fn held(text: &str) -> Held {
    let (from, to) = text.split_once("..").unwrap();
    Held { from: day(from), to: (!to.is_empty()).then(|| day(to)) }
}

pub(super) fn seat(person: Uuid, who: Who, days: &str) -> SeatFacts {
    let constituency = (who == Who::Deputy).then_some(HOME);
    SeatFacts { person, who, constituency, held: held(days) }
}

pub(super) fn pair(member: Uuid, deputy: Uuid, days: &str) -> PairFacts {
    PairFacts { member, deputy, held: held(days) }
}

pub(super) fn leave(person: Uuid, days: &str) -> LeaveFacts {
    LeaveFacts { person, held: held(days) }
}

/// The shipped charter with passages replaced; each must be there.
pub(super) fn edited(changes: &[(&str, &str)]) -> Charter {
    let mut text = XIANTAO.to_owned();
    for (old, new) in changes {
        assert!(text.contains(old), "{old:?}");
        text = text.replace(old, new);
    }
    Charter::parse("made-up.toml", &text).unwrap()
}

/// The made-up change from two contacts a year to four.
pub(super) const FOUR_A_YEAR: (&str, &str) =
    ("at_least = 2\nper = \"year\"\nscope = \"each", "at_least = 4\nper = \"year\"\nscope = \"each");

/// One member and one deputy assigned to him, in office since long ago, by the shipped charter.
pub(super) fn world() -> World {
    World {
        charters: Charters::new(vec![xiantao()]).unwrap(),
        terms: vec![Period::new(day("2021-12-20"), day("2026-12-19")).unwrap()],
        seats: vec![
            seat(MEMBER, Who::CommitteeMember, "2021-12-20.."),
            seat(DEPUTY, Who::Deputy, "2021-12-20.."),
            seat(OTHER, Who::Deputy, "2021-12-20.."),
        ],
        pairs: vec![pair(MEMBER, DEPUTY, "2021-12-20..")],
        leaves: Vec::new(),
    }
}

/// An act of the member with nothing further known.
pub(super) fn act(id: u128, kind: ActKind, on: &str) -> ActFacts {
    ActFacts {
        id: Uuid::from_u128(1000 + id),
        person: MEMBER,
        kind,
        on: day(on),
        counterparts: Vec::new(),
        constituency: None,
        evidence: Uuid::from_u128(2000 + id),
        late: false,
    }
}

/// A contact of the member with deputies.
pub(super) fn contact(id: u128, on: &str, with: &[Uuid]) -> ActFacts {
    ActFacts { counterparts: with.to_vec(), ..act(id, ActKind::Contact, on) }
}
