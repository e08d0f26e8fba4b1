mod given;

use std::collections::BTreeSet;
use std::time::Instant;

use proptest::prelude::*;

use super::price::{AREA, EARLIER, FIELD, UNIT};
use super::*;
use given::{Given, congress, deputy, given, member};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn no_choice_is_better_than_the_proposal(given in given(4, 5, 8)) {
        prop_assert_eq!(given.worth_of(&given.propose()), given.best());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn every_deputy_has_one_member_and_never_a_tied_one(given in given(12, 80, 60)) {
        let proposal = given.propose();
        let placed = proposal.pairs.iter().map(|pair| pair.deputy);
        let all: Vec<Uuid> = placed.chain(proposal.without.clone()).chain(proposal.left_over.clone()).collect();
        let once: BTreeSet<Uuid> = all.iter().copied().collect();
        prop_assert_eq!(once.len(), all.len(), "nobody twice");
        prop_assert_eq!(once, given.deputies.iter().map(|deputy| deputy.id).collect::<BTreeSet<_>>());
        for pair in &proposal.pairs {
            prop_assert!(pair.member != pair.deputy && !given.ties.has(pair.member, pair.deputy));
        }
        for deputy in &given.deputies {
            let alone = !given.members.iter().any(|member| given.may(member, deputy));
            prop_assert_eq!(proposal.without.contains(&deputy.id), alone);
        }
        let loads = given.loads(&proposal);
        for member in &given.members {
            let new = loads[&member.id] > member.already;
            prop_assert!(!new || given.most.is_none_or(|most| loads[&member.id] <= most));
        }
        for left in &proposal.left_over {
            let deputy = given.deputies.iter().find(|deputy| deputy.id == *left).unwrap();
            let mut free = given.members.iter().filter(|member| loads[&member.id] < given.most.unwrap());
            prop_assert!(!free.any(|member| given.may(member, deputy)));
        }
    }

    #[test]
    fn without_ties_no_member_has_two_more_than_another(given in given(12, 80, 0)) {
        let mut given = given;
        given.most = None;
        // A member who is a deputy too could not have himself, which is a tie of its own.
        for (deputy, id) in given.deputies.iter_mut().zip(100..) {
            deputy.id = Uuid::from_u128(id);
        }
        let proposal = given.propose();
        let loads = given.loads(&proposal);
        prop_assert_eq!(proposal.pairs.len(), given.deputies.len());
        for member in given.members.iter().filter(|member| loads[&member.id] > member.already) {
            prop_assert!(loads.values().all(|load| loads[&member.id] <= load + 1), "{:?}", loads);
        }
    }

    #[test]
    fn the_order_of_the_people_changes_nothing(given in given(12, 60, 30), turn in 0_usize..60) {
        let mut turned = given.clone();
        turned.members.reverse();
        let by = turn % given.deputies.len().max(1);
        turned.deputies.rotate_left(by);
        turned.deputies.extend(given.deputies.first().cloned());
        prop_assert_eq!(turned.propose(), given.propose());
    }

    #[test]
    fn reasons_are_true_of_their_pair(given in given(8, 40, 60)) {
        let proposal = given.propose();
        let loads = given.loads(&proposal);
        for pair in &proposal.pairs {
            let member = given.members.iter().find(|member| member.id == pair.member).unwrap();
            let deputy = given.deputies.iter().find(|deputy| deputy.id == pair.deputy).unwrap();
            let others = || given.members.iter().filter(|other| other.id != member.id && given.may(other, deputy));
            let says = |reason| pair.reasons.contains(&reason);
            let had_another = others().any(|other| deputy.before == Some(other.id));
            let even = others().all(|other| loads[&member.id] <= loads[&other.id] + 1);
            prop_assert!(!pair.reasons.is_empty());
            prop_assert!(pair.reasons.is_sorted());
            prop_assert_eq!(says(Reason::OnlyOneLeft), others().count() == 0);
            prop_assert_eq!(says(Reason::KeptFromBefore), deputy.before == Some(member.id));
            prop_assert_eq!(says(Reason::NewByRotation), given.earlier == Earlier::Rotate && had_another);
            prop_assert_eq!(says(Reason::SameArea), deputy.area.is_some() && deputy.area == member.area);
            prop_assert_eq!(says(Reason::SameField), !deputy.field.is_empty() && deputy.field == member.field);
            prop_assert_eq!(says(Reason::SameUnit), !deputy.unit.is_empty() && deputy.unit == member.unit);
            let here = given.against(member, deputy);
            let better = others().any(|other| given.against(other, deputy) < here);
            let alone = pair.reasons.iter().all(|reason| matches!(reason, Reason::EvenLoad | Reason::SameUnit));
            prop_assert_eq!(says(Reason::EvenLoad), better || alone);
            prop_assert!(!says(Reason::EvenLoad) || even);
        }
    }
}

#[test]
fn whoever_was_a_pair_stays_one_or_is_parted_as_the_clerk_chooses() {
    let before = |id, member| Deputy { before: Some(Uuid::from_u128(member)), ..deputy(id) };
    let mut given =
        Given::new(&[member(1), member(2)], &[before(11, 2), before(12, 1), before(13, 1), before(14, 2)]);
    for pair in given.propose().pairs {
        assert_eq!(pair.reasons, [Reason::KeptFromBefore]);
    }
    given.earlier = Earlier::Rotate;
    for pair in given.propose().pairs {
        assert_eq!(pair.reasons, [Reason::NewByRotation]);
    }
}

#[test]
fn load_comes_before_unit_unit_before_the_pair_of_before_and_that_before_area_and_field() {
    let uuid = |id| Some(Uuid::from_u128(id));
    let own = |id| Member { unit: "u".into(), ..member(id) };
    let other = Deputy { unit: "u".into(), ..deputy(11) };
    let even =
        Given::new(&[own(1), Member { already: 1, ..member(2) }], std::slice::from_ref(&other)).propose();
    assert_eq!(
        (even.pairs[0].member, &even.pairs[0].reasons[..]),
        (Uuid::from_u128(1), &[Reason::EvenLoad, Reason::SameUnit][..])
    );

    let from_before = Deputy { before: uuid(1), ..other };
    assert_eq!(
        Given::new(&[own(1), member(2)], &[from_before]).propose().pairs[0].member,
        Uuid::from_u128(2)
    );

    let near = Member { area: uuid(50), field: "f".into(), ..member(1) };
    let known = Deputy { area: uuid(50), field: "f".into(), before: uuid(2), ..deputy(11) };
    assert_eq!(Given::new(&[near, member(2)], &[known]).propose().pairs[0].member, Uuid::from_u128(2));

    let able = Member { field: "f".into(), ..member(1) };
    let close = Member { area: uuid(50), ..member(2) };
    let new = Deputy { area: uuid(50), field: "f".into(), ..deputy(11) };
    assert_eq!(Given::new(&[able, close], &[new]).propose().pairs[0].member, Uuid::from_u128(2));
}

#[test]
fn one_level_outweighs_all_of_the_levels_below_it_together() {
    let (others, levels) = (STEP - 1, [FIELD, AREA, EARLIER, UNIT, LOAD]);
    let mut below = 0;
    for level in levels {
        assert!(level > below);
        below += others * level;
    }
    assert!(NOBODY > others * LOAD * (2 * (STEP + others) + 1) + below);
}

#[test]
fn whoever_is_tied_to_all_has_nobody_and_whoever_finds_no_room_is_left_over() {
    let mut given = Given::new(&[member(1), member(2)], &[deputy(1), deputy(11), deputy(12), deputy(13)]);
    given.ties = [(1, 11), (11, 2), (13, 2)]
        .map(|(a, b)| (Uuid::from_u128(a), Uuid::from_u128(b)))
        .into_iter()
        .collect();
    given.most = Some(1);
    let proposal = given.propose();
    assert_eq!(proposal.without, [Uuid::from_u128(11)]);
    assert_eq!((proposal.pairs.len(), proposal.left_over.len()), (2, 1));
    let for_the_member = given.worth_of(&proposal);
    assert_eq!(for_the_member, given.best());
    let nobody = Given::new(&[], &[deputy(11)]).propose();
    assert_eq!(nobody.without, [Uuid::from_u128(11)]);
    assert_eq!(Given::new(&[member(1)], &[]).propose(), Proposal::default());
}

#[test]
fn a_load_written_by_hand_in_millions_breaks_nothing() {
    let heavy = Member { already: u32::MAX, ..member(1) };
    let proposal = Given::new(&[heavy, member(2)], &[deputy(11), deputy(12)]).propose();
    assert!(proposal.pairs.iter().all(|pair| pair.member == Uuid::from_u128(2)));
}

#[test]
fn every_reason_has_its_own_word() {
    let words: BTreeSet<&str> = Reason::ALL.iter().map(|reason| reason.word()).collect();
    assert_eq!(words.len(), Reason::ALL.len());
    assert!(Reason::ALL.is_sorted());
}

#[test]
fn a_whole_congress_is_little_work() {
    let given = congress();
    let (members, deputies): (Vec<_>, Vec<_>) =
        (given.members.iter().collect(), given.deputies.iter().collect());
    let weighed = cheapest::find(&table(&given.asked(), &members, &deputies)).weighed;
    // It is 932,640; if each of 445 searches weighed every move of all who are placed, it were four million.
    assert!(weighed < 2_000_000, "{weighed}");
    let proposal = given.propose();
    assert_eq!(proposal.pairs.len(), 445);
    assert!(given.loads(&proposal).values().all(|load| (11..=12).contains(load)));
    assert_eq!(given.worth_of(&proposal)[2], 0, "nobody with somebody of the same unit");
}

#[test]
#[ignore = "prints how long it takes; run with --nocapture"]
fn how_long_a_whole_congress_takes() {
    let given = congress();
    let start = Instant::now();
    let proposal = given.propose();
    println!(
        "{} pairs in {} ms: {:?}",
        proposal.pairs.len(),
        start.elapsed().as_millis(),
        given.worth_of(&proposal)
    );
}
