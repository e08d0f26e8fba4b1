//! Who follows a deputy who left in a voter's open opinion. Pure.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

/// A deputy who sits now, with what elected him or her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sits {
    /// The person.
    pub person: Uuid,
    /// The constituency.
    pub constituency: Uuid,
}

/// What an opinion is about, as far as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// The village or community.
    pub area: Option<Uuid>,
    /// The constituency of the deputy who left, or the one that was named.
    pub constituency: Option<Uuid>,
}

/// Whoever sits, and of which villages and communities each constituency is made, those of earlier terms included.
pub struct Successors<'a> {
    sitting: &'a [Sits],
    parts: &'a BTreeMap<Uuid, BTreeSet<Uuid>>,
    /// How many opinions each was given by now.
    given: BTreeMap<Uuid, usize>,
}

impl<'a> Successors<'a> {
    /// Of those who sit, in the order in which they come first among equals.
    pub fn of(sitting: &'a [Sits], parts: &'a BTreeMap<Uuid, BTreeSet<Uuid>>) -> Successors<'a> {
        Successors { sitting, parts, given: BTreeMap::new() }
    }

    /// Whoever is elected where the opinion comes from: by its village or community; else by the constituency that has
    /// most of what the earlier one was made of. Of several, whoever was given the fewest. None where nobody was elected.
    pub fn next(&mut self, about: About) -> Option<Uuid> {
        let place = self.place(about)?;
        let here = self.sitting.iter().filter(|one| one.constituency == place);
        let person = here.map(|one| one.person).min_by_key(|person| self.given.get(person).copied())?;
        *self.given.entry(person).or_default() += 1;
        Some(person)
    }

    fn place(&self, about: About) -> Option<Uuid> {
        let elects: BTreeSet<Uuid> = self.sitting.iter().map(|one| one.constituency).collect();
        if let Some(same) = about.constituency.filter(|id| elects.contains(id)) {
            return Some(same);
        }
        let of = |id: &Uuid| self.parts.get(id);
        let holds = |id: &&Uuid| about.area.is_some_and(|area| of(id).is_some_and(|all| all.contains(&area)));
        if let Some(found) = elects.iter().find(holds) {
            return Some(*found);
        }
        let before = about.constituency.as_ref().and_then(of)?;
        let shared = |id: &Uuid| of(id).map_or(0, |all| all.intersection(before).count());
        // Among equals the first: the most shared come last when they are sorted, so the order is turned round.
        elects.iter().rev().max_by_key(|id| shared(id)).filter(|id| shared(id) > 0).copied()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    fn parts(all: &[(u128, &[u128])]) -> BTreeMap<Uuid, BTreeSet<Uuid>> {
        all.iter().map(|(place, parts)| (id(*place), parts.iter().map(|part| id(*part)).collect())).collect()
    }

    fn sits(all: &[(u128, u128)]) -> Vec<Sits> {
        all.iter().map(|(person, place)| Sits { person: id(*person), constituency: id(*place) }).collect()
    }

    #[test]
    fn whoever_is_elected_where_it_comes_from_follows() {
        // The earlier constituency 1 (villages 101 to 103) was cut in two: 11 has 101 and 102, 12 has 103 and 104.
        let parts = parts(&[(1, &[101, 102, 103]), (11, &[101, 102]), (12, &[103, 104]), (13, &[105])]);
        let sitting = sits(&[(21, 11), (22, 12), (23, 12)]);
        let about = |area: Option<u128>, place: Option<u128>| About {
            area: area.map(id),
            constituency: place.map(id),
        };
        for (given, expected) in [
            (about(Some(101), Some(1)), Some(21)),
            (about(Some(103), Some(1)), Some(22)),
            // Without a village: where most of the earlier constituency went.
            (about(None, Some(1)), Some(21)),
            // Nobody was elected in 13 (yet), and nobody knows what 99 was made of.
            (about(Some(105), None), None),
            (about(None, Some(99)), None),
            (about(None, None), None),
            // Left in the middle of a term: another of the same constituency.
            (about(None, Some(12)), Some(22)),
        ] {
            let mut successors = Successors::of(&sitting, &parts);
            assert_eq!(successors.next(given), expected.map(id), "{given:?}");
        }
        let mut successors = Successors::of(&sitting, &parts);
        let turns: Vec<_> = (0..4).map(|_| successors.next(about(Some(104), None))).collect();
        assert_eq!(turns, [Some(id(22)), Some(id(23)), Some(id(22)), Some(id(23))], "shared fairly");
    }

    proptest! {
        #[test]
        fn nobody_outside_the_place_is_named_and_shares_differ_by_one(
            places in prop::collection::vec(prop::collection::btree_set(0_u128..12, 0..5), 1..5),
            people in prop::collection::vec(0_usize..5, 0..9),
            villages in prop::collection::vec(0_u128..12, 0..30),
        ) {
            let parts: BTreeMap<Uuid, BTreeSet<Uuid>> = places.iter().enumerate()
                .map(|(n, parts)| (id(100 + n as u128), parts.iter().map(|part| id(1000 + part)).collect()))
                .collect();
            let sitting: Vec<Sits> = people.iter().enumerate().filter(|(_, place)| **place < places.len())
                .map(|(n, place)| Sits { person: id(n as u128), constituency: id(100 + *place as u128) })
                .collect();
            let mut successors = Successors::of(&sitting, &parts);
            let mut given: BTreeMap<Uuid, usize> = BTreeMap::new();
            for village in villages {
                let area = id(1000 + village);
                let named = successors.next(About { area: Some(area), constituency: None });
                let fits = |one: &&Sits| parts[&one.constituency].contains(&area);
                prop_assert_eq!(named.is_some(), sitting.iter().any(|one| fits(&one)));
                if let Some(named) = named {
                    prop_assert!(sitting.iter().any(|one| one.person == named && fits(&one)));
                    *given.entry(named).or_default() += 1;
                }
            }
            for place in parts.keys() {
                let shares: Vec<usize> = sitting.iter().filter(|one| one.constituency == *place)
                    .map(|one| given.get(&one.person).copied().unwrap_or_default()).collect();
                let (most, fewest) = (shares.iter().max(), shares.iter().min());
                prop_assert!(most.zip(fewest).is_none_or(|(most, fewest)| most - fewest <= 1));
            }
        }
    }
}
