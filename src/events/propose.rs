//! Whom to invite to a topic: those who know it and are concerned, and fairly over the year (clause 3). Pure; a proposal
//! only: a person decides, and sees the reasons.
//!
//! Two thirds of the places go to those whom the topic concerns, the others to whoever's turn it is. In both, whoever was
//! invited less often this year comes first; among equals, whoever has more to do with the topic; then whoever was last
//! invited longest ago; then a lot. So a concerned deputy is passed over only for concerned deputies who were invited no more often,
//! and those with the same subjects never differ by more than one invitation.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;

/// Why somebody is proposed. The words of `event-reason-…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Works in the topic's field.
    Field,
    /// Elected where the topic lies.
    Area,
    /// Raised opinions or suggestions that speak of the same.
    Opinions,
    /// Gathered what voters say of it.
    Asked,
    /// Was invited less often this year than others.
    Turn,
}

impl Reason {
    /// The word in the database and in sentences' keys.
    pub fn word(self) -> &'static str {
        match self {
            Reason::Field => "field",
            Reason::Area => "area",
            Reason::Opinions => "opinions",
            Reason::Asked => "asked",
            Reason::Turn => "turn",
        }
    }
}

/// A deputy who may be invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The person.
    pub person: Uuid,
    /// What he or she has to do with the topic.
    pub concerned: BTreeSet<Reason>,
    /// Invitations of this year.
    pub invited: u32,
    /// The last one's day.
    pub last: Option<NaiveDate>,
    /// Decides among equals: drawn for the event, so that it is not always the same who come first.
    pub lot: u64,
}

impl Candidate {
    /// Whoever comes first is smaller.
    fn rank(&self) -> (u32, std::cmp::Reverse<usize>, Option<NaiveDate>, u64) {
        (self.invited, std::cmp::Reverse(self.concerned.len()), self.last, self.lot)
    }
}

/// A deputy who is proposed, with the reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// The person.
    pub person: Uuid,
    /// Why, at least one.
    pub reasons: Vec<Reason>,
}

/// Of so many places, those kept for whom the topic concerns: two thirds, rounded up.
pub fn kept_for_concerned(places: usize) -> usize {
    (places * 2).div_ceil(3)
}

/// Propose so many of those who may be invited; fewer only when there are fewer.
pub fn propose(all: &[Candidate], places: usize) -> Vec<Proposed> {
    let mut concerned: Vec<&Candidate> = all.iter().filter(|one| !one.concerned.is_empty()).collect();
    concerned.sort_by_key(|one| one.rank());
    concerned.truncate(kept_for_concerned(places));
    let mut chosen: BTreeSet<Uuid> = concerned.iter().map(|one| one.person).collect();
    let mut others: Vec<&Candidate> = all.iter().filter(|one| !chosen.contains(&one.person)).collect();
    others.sort_by_key(|one| one.rank());
    others.truncate(places.saturating_sub(concerned.len()));
    chosen.extend(others.iter().map(|one| one.person));
    let reasons = |one: &Candidate| {
        let mut reasons: Vec<Reason> = one.concerned.iter().copied().collect();
        if reasons.is_empty() {
            reasons.push(Reason::Turn);
        }
        reasons
    };
    let proposed = all.iter().filter(|one| chosen.contains(&one.person));
    proposed.map(|one| Proposed { person: one.person, reasons: reasons(one) }).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn id(n: usize) -> Uuid {
        Uuid::from_u128(n as u128 + 1)
    }

    /// A year of events: each with its subject and its places; deputies have one subject each.
    fn year(subjects: &[usize], events: &[(usize, usize)]) -> Vec<u32> {
        let mut invited = vec![0; subjects.len()];
        let mut last = vec![None; subjects.len()];
        for (nth, (subject, places)) in events.iter().enumerate() {
            let day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(nth as u64 * 12);
            let all: Vec<Candidate> = (0..subjects.len())
                .map(|n| Candidate {
                    person: id(n),
                    concerned: (subjects[n] == *subject).then_some(Reason::Field).into_iter().collect(),
                    invited: invited[n],
                    last: last[n],
                    lot: 0,
                })
                .collect();
            let proposed = propose(&all, *places);
            assert_eq!(proposed.len(), (*places).min(all.len()));
            let chosen: BTreeSet<Uuid> = proposed.iter().map(|one| one.person).collect();
            for passed in all.iter().filter(|one| !one.concerned.is_empty() && !chosen.contains(&one.person))
            {
                let others =
                    all.iter().filter(|one| !one.concerned.is_empty() && chosen.contains(&one.person));
                let kept: Vec<&Candidate> = others.collect();
                assert!(
                    kept.len() >= kept_for_concerned(*places),
                    "places kept for the subject are filled from it"
                );
                assert!(
                    kept.iter().all(|one| one.invited <= passed.invited),
                    "passed over for one invited more often"
                );
            }
            for n in (0..subjects.len()).filter(|n| chosen.contains(&id(*n))) {
                invited[n] += 1;
                last[n] = Some(day);
            }
        }
        invited
    }

    fn spread(invited: impl Iterator<Item = u32> + Clone) -> u32 {
        invited.clone().max().unwrap_or_default() - invited.min().unwrap_or_default()
    }

    #[test]
    fn over_a_year_of_thirty_events_nobody_is_invited_much_more_often_than_others() {
        // 100 deputies with ten subjects; 30 events of 20 places, the subjects in turn.
        let subjects: Vec<usize> = (0..100).map(|n| n % 10).collect();
        let events: Vec<(usize, usize)> = (0..30).map(|nth| (nth % 10, 20)).collect();
        let invited = year(&subjects, &events);
        assert_eq!(invited.iter().sum::<u32>(), 600);
        // The last event's own subject is invited though its deputies have had their share.
        assert!(spread(invited.iter().copied()) <= 2, "six each, or one more or less: {invited:?}");
    }

    proptest! {
        #[test]
        fn those_with_the_same_subject_differ_by_one_and_others_by_what_topics_ask(
            subjects in prop::collection::vec(0_usize..5, 60..120),
            events in prop::collection::vec((0_usize..5, 1_usize..20), 1..31),
        ) {
            let invited = year(&subjects, &events);
            let mut groups: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
            for (n, subject) in subjects.iter().enumerate() {
                groups.entry(*subject).or_default().push(invited[n]);
            }
            for (subject, group) in &groups {
                prop_assert!(spread(group.iter().copied()) <= 1, "subject {subject}: {group:?}");
            }
            // Whoever is invited more often than the one invited least is so because of the subject alone: by no more than the
            // places that its topics kept, shared out evenly, and one.
            let least = invited.iter().min().copied().unwrap_or_default();
            for (subject, group) in &groups {
                let kept: usize = events.iter().filter(|(asked, _)| asked == subject)
                    .map(|(_, places)| kept_for_concerned(*places).min(group.len())).sum();
                let share = u32::try_from(kept.div_ceil(group.len())).unwrap();
                let most = group.iter().max().copied().unwrap_or_default();
                prop_assert!(most - least <= share + 1, "subject {subject}: {most} to {least}, share {share}");
            }
        }

        #[test]
        fn each_proposal_has_a_reason_and_comes_once(
            all in prop::collection::vec((prop::bool::ANY, 0_u32..9), 0..40),
            places in 0_usize..50,
        ) {
            let all: Vec<Candidate> = all.iter().enumerate().map(|(n, (concerned, invited))| Candidate {
                person: id(n),
                concerned: concerned.then_some(Reason::Area).into_iter().collect(),
                invited: *invited,
                last: None,
                lot: 0,
            }).collect();
            let proposed = propose(&all, places);
            let persons: BTreeSet<Uuid> = proposed.iter().map(|one| one.person).collect();
            prop_assert_eq!(persons.len(), proposed.len());
            prop_assert_eq!(proposed.len(), places.min(all.len()));
            prop_assert!(proposed.iter().all(|one| !one.reasons.is_empty()));
        }
    }
}
