//! The shipped charter says what the document says.

use super::{XIANTAO, xiantao};
use crate::{
    ActKind, Audience, Charter, Counts, Deadline, LeaveCounts, Per, ProfileField, Recipient, RegistrationWay,
    Rounding, Scope, Source, Span, Vocabulary, When, Who,
};

#[test]
fn every_clause_with_rules_is_carried_out() {
    let charter = xiantao();
    let numbers: Vec<_> = charter.clauses.iter().map(|clause| clause.number).collect();
    assert_eq!(numbers, (1..=10).collect::<Vec<_>>());
    for clause in 1..=9 {
        assert!(charter.provisions_of(clause).count() > 0, "clause {clause}");
    }
    let listed = charter.provisions();
    assert_eq!(
        listed.len(),
        charter.choices().count() + (1..=10).map(|n| charter.provisions_of(n).count()).sum::<usize>()
    );
    assert!(listed.is_sorted_by_key(|rule| rule.line));
    let reply = listed.iter().find(|rule| rule.path == "cases.deadlines.reply").unwrap();
    assert!(matches!(&reply.source, Source::Choice(why) if why.pick("en").contains("article 51")));
    for path in [
        "charter.in_force",
        "words.six_haves.place",
        "duties.contact_assigned",
        "cases.feedback.working_body",
        "cases.categories.B",
        "points.contact_late",
        "registration.object_within",
        "service.part_of_period",
        "service.leave",
        "reminders.before_period_ends",
        "ranking.between_persons",
        "publication.profile.contact",
        "retention.consultation_answers",
        "retention.incoming_texts",
    ] {
        assert!(listed.iter().any(|rule| rule.path == path), "{path}");
    }
}

#[test]
fn vocabularies_have_the_documents_words() {
    let charter = xiantao();
    let sizes = Vocabulary::ALL.iter().map(|list| charter.words(*list).len());
    assert_eq!(sizes.collect::<Vec<_>>(), [5, 4, 4, 4, 5, 6, 6]);
    for (list, clause) in Vocabulary::ALL.iter().zip(1..) {
        for word in charter.words(*list) {
            assert_eq!(word.source, Source::Clause(clause), "{}", word.code);
        }
    }
    let topic = charter.word(Vocabulary::ContactTopics, "deputy").unwrap();
    assert!(topic.confidential);
    assert_eq!(topic.label.pick("zh-CN"), "代表履职情况、工作生活困难和服务保障");
}

#[test]
fn duties_of_clauses_2_and_7() {
    let charter = xiantao();
    let duties: Vec<_> = charter
        .duties
        .iter()
        .map(|duty| (duty.who, duty.act, duty.at_least, duty.per, duty.scope, duty.source.clause()))
        .collect();
    assert_eq!(
        duties,
        [
            (Who::CommitteeMember, ActKind::Contact, 2, Per::Year, Scope::EachAssignedDeputy, Some(2)),
            (Who::Deputy, ActKind::Outreach, 2, Per::Year, Scope::OwnConstituency, Some(7)),
            (Who::Deputy, ActKind::DutyReport, 1, Per::Term, Scope::OwnConstituency, Some(7)),
        ]
    );
    assert_eq!(charter.duties_of(Who::Deputy).count(), 2);
}

#[test]
fn cases_of_clause_8() {
    let charter = xiantao();
    let cases = &charter.cases;
    assert_eq!(cases.deadlines().count(), Deadline::ALL.len());
    assert_eq!(cases.deadline(Deadline::Reply).span, Span::Months(3));
    assert_eq!(cases.deadline(Deadline::ExtendedReply).span, Span::Months(6));
    assert_eq!(cases.deadline(Deadline::Return).span, cases.deadline(Deadline::SignFor).span);
    assert_eq!(cases.deadline(Deadline::Close).warn_before, Span::WorkingDays(2));
    assert_eq!(cases.deadline(Deadline::Sort).warn_before, cases.warn_before.value);
    let owed: Vec<_> = cases.feedback.iter().map(|owed| (owed.to, owed.source.clause())).collect();
    assert_eq!(owed[..2], [(Recipient::Deputy, Some(8)), (Recipient::WorkingBody, Some(8))]);
    assert!(cases.feedback[..2].iter().all(|owed| owed.needed_to_close));
    let promised: Vec<_> = cases.categories.iter().map(|c| (c.word.code.as_str(), c.promise)).collect();
    assert_eq!(promised, [("A", false), ("B", true), ("C", false), ("D", false)]);
    assert!(cases.matter("petition").is_some() && cases.matter("none").is_none());
    let grade = cases.grade("not_satisfied").unwrap();
    assert!(grade.reason && grade.rehandle);
    assert_eq!((cases.extensions_allowed.value, cases.rehandle_rounds.value), (1, 1));
    assert_eq!(cases.contact_required_before_supervision_ends.source, Source::Clause(3));
}

#[test]
fn registration_and_publication() {
    let charter = xiantao();
    assert_eq!(charter.registration.way.value, RegistrationWay::DeclareAndVerify);
    assert_eq!(charter.registration.late_after.value, Span::WorkingDays(5));
    assert!(
        ActKind::ALL
            .iter()
            .all(|act| { charter.registration.way_of(*act) == RegistrationWay::DeclareAndVerify })
    );
    assert_eq!(charter.registration.object_within.value, Span::WorkingDays(10));
    let audience = |field| charter.publication.profile(field).value;
    assert_eq!(audience(ProfileField::Name), Audience::Everyone);
    assert_eq!(audience(ProfileField::Contact), Audience::Constituency);
}

#[test]
fn a_kind_of_act_may_have_its_own_way() {
    let own = "[[registration.ways]]\nact = \"outreach\"\nis = \"organiser_registers\"\nclause = 7\n\n[service.leave]";
    let charter = Charter::parse("x.toml", &XIANTAO.replace("[service.leave]", own)).unwrap();
    assert_eq!(charter.registration.way_of(ActKind::Outreach), RegistrationWay::OrganiserRegisters);
    assert_eq!(charter.registration.way_of(ActKind::Contact), RegistrationWay::DeclareAndVerify);
    assert!(charter.provisions_of(7).any(|rule| rule.path == "registration.ways.outreach"));
}

#[test]
fn a_commendation_waits_for_approval_whatever_the_way() {
    let text = XIANTAO.replace(
        "[registration.way]\nis = \"declare_and_verify\"",
        "[registration.way]\nis = \"organiser_registers\"",
    );
    let charter = Charter::parse("x.toml", &text).unwrap();
    assert_eq!(charter.registration.way_of(ActKind::Attendance), RegistrationWay::OrganiserRegisters);
    assert_eq!(charter.registration.way_of(ActKind::Merit), RegistrationWay::DeclareAndVerify);
}

#[test]
fn service_reminders_and_ranking_are_choices() {
    let charter = xiantao();
    assert_eq!(charter.service.part_of_period.value, Rounding::Nearest);
    assert_eq!(charter.service.leave.value, LeaveCounts::Absence);
    assert_eq!(charter.reminders.before_period_ends.value, [90, 30, 7]);
    assert!(!charter.ranking.between_persons.value);
    let chosen = [
        &charter.service.part_of_period.source,
        &charter.service.leave.source,
        &charter.reminders.before_period_ends.source,
        &charter.ranking.between_persons.source,
        &charter.registration.object_within.source,
    ];
    assert!(chosen.iter().all(|source| source.clause().is_none()));
}

#[test]
fn points_of_clause_9() {
    let charter = xiantao();
    let line = |code: &str| charter.points.iter().find(|line| line.code == code).unwrap();
    assert!(charter.points.iter().all(|line| line.counts == Counts::Act && line.group.is_none()));
    let merit = line("merit");
    assert_eq!((merit.act, merit.when, merit.points), (ActKind::Merit, When::Bonus, 5));
    assert_eq!((merit.cap_per_year, merit.source.clause()), (Some(10), None));
    let opinion = line("opinion_raised");
    assert_eq!(
        (opinion.cap_per_month, opinion.cap_per_quarter, opinion.cap_per_year),
        (None, Some(6), Some(10))
    );
    let taken: Vec<_> = charter.points.iter().filter(|line| line.points < 0).map(|line| line.when).collect();
    assert_eq!(taken, [When::Late, When::Missed]);
}

#[test]
fn parts_are_rounded_as_the_rule_says() {
    let rounded = |of, parts| Rounding::ALL.iter().map(|rule| rule.whole(of, parts)).collect::<Vec<_>>();
    assert_eq!(rounded(368, 365), [1, 1, 2]);
    assert_eq!(rounded(3, 2), [1, 2, 2]);
    assert_eq!(rounded(730, 365), [2, 2, 2]);
    assert_eq!(rounded(0, 365), [0, 0, 0]);
}
