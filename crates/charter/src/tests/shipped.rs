//! The shipped charter says what the document says.

use super::xiantao;
use crate::{
    ActKind, Audience, Deadline, Per, ProfileField, Recipient, RegistrationWay, Scope, Source, Span,
    Vocabulary, Who,
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
        "publication.profile.contact",
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
    let audience = |field| charter.publication.profile(field).value;
    assert_eq!(audience(ProfileField::Name), Audience::Everyone);
    assert_eq!(audience(ProfileField::Contact), Audience::Constituency);
}
