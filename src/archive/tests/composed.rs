use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::archive::compose::{Known, compose};
use crate::archive::store::Did;
use crate::archive::{acts, record};
use crate::notices::{Fact, Facts};

fn did(nth: u128, kind: &str, method: &str, evidence: &str) -> Did {
    Did {
        id: Uuid::from_u128(nth),
        kind: kind.to_owned(),
        on_day: day("2026-03-02"),
        method: method.to_owned(),
        evidence: evidence.to_owned(),
        evidence_id: Uuid::from_u128(nth + 1000),
        ..Did::default()
    }
}

#[test]
fn each_act_stands_in_the_part_of_what_it_was() {
    for (kind, event, part, tag) in [
        ("attendance", Some("session"), Part::Sessions, "present"),
        ("attendance", Some("inspection"), Part::Inspections, "present"),
        ("attendance", Some("research"), Part::Inspections, "present"),
        ("attendance", Some("check"), Part::Inspections, "present"),
        ("attendance", Some("group"), Part::Group, "present"),
        ("attendance", None, Part::Sessions, "present"),
        ("training", Some("training"), Part::Training, "present"),
        ("speech", Some("session"), Part::Sessions, "speech"),
        ("speech", Some("group"), Part::Group, "speech"),
        ("outreach", None, Part::Voters, "outreach"),
        ("duty_report", None, Part::Report, "report"),
        ("merit", None, Part::Honours, "merit"),
        ("contact", None, Part::Member, "contact"),
        ("opinion_raised", None, Part::Opinions, "raised"),
        ("opinion_cosigned", None, Part::Opinions, "cosigned"),
        ("opinion_evaluated", None, Part::Opinions, "evaluated"),
    ] {
        let one = Did { event_kind: event.map(str::to_owned), ..did(1, kind, "", "event") };
        let archive = compose(&Known { did: vec![one], ..Known::default() });
        assert_eq!(archive.count(part, tag), 1, "{kind} of {event:?}");
        let lines: usize =
            archive.parts.iter().filter(|it| it.part != Part::Basics).map(|it| it.lines.len()).sum();
        assert_eq!(lines, 1, "{kind} of {event:?} is one line");
    }
}

#[test]
fn all_parts_are_there_and_that_of_members_only_where_there_is_something() {
    let empty = compose(&Known::default());
    let parts: Vec<Part> = empty.parts.iter().map(|it| it.part).collect();
    assert_eq!(parts, record::Part::ALL[..9]);
    let member = compose(&Known { did: vec![did(1, "contact", "visit", "contact")], ..Known::default() });
    assert_eq!(member.parts.len(), 10);
}

fn acts() -> impl Strategy<Value = Vec<Did>> {
    let kinds = prop::sample::select(vec![
        "attendance",
        "speech",
        "training",
        "outreach",
        "duty_report",
        "merit",
        "contact",
        "opinion_raised",
        "opinion_cosigned",
        "opinion_evaluated",
        "something_of_a_later_program",
    ]);
    let events =
        prop::option::of(prop::sample::select(vec!["session", "inspection", "group", "training", "odd"]));
    let one = (kinds, events, 0..3650_u64, any::<bool>());
    prop::collection::vec(one, 0..60).prop_map(|all| {
        let make = |(nth, (kind, event, on, home)): (usize, (&str, Option<&str>, u64, bool))| Did {
            on_day: day("2020-01-01") + chrono::Days::new(on),
            event_kind: event.map(str::to_owned),
            constituency_id: home.then(|| Uuid::from_u128(5)),
            ..did(nth as u128, kind, if home { "visit" } else { "" }, "event")
        };
        all.into_iter().enumerate().map(make).collect()
    })
}

proptest! {
    #[test]
    fn no_act_is_lost_or_told_twice_whatever_was_done(did in acts()) {
        let n = did.len();
        let ids: std::collections::BTreeSet<String> = did.iter().map(|it| it.id.to_string()).collect();
        let archive = compose(&Known { did, ..Known::default() });
        let lines: Vec<_> = archive.parts.iter().filter(|it| it.part != Part::Basics).flat_map(|it| &it.lines).collect();
        prop_assert_eq!(lines.len(), n);
        prop_assert_eq!(lines.iter().map(|it| it.id.clone()).collect::<std::collections::BTreeSet<_>>(), ids);
        for section in &archive.parts {
            // A number is what its rows are.
            for (tag, number) in section.figures() {
                prop_assert_eq!(number, section.lines.iter().filter(|line| line.has(&tag)).count());
            }
            if section.part != Part::Basics {
                prop_assert!(section.lines.is_sorted_by_key(|line| line.on), "by day");
            }
        }
        // Each activity with voters was in the own constituency or elsewhere.
        let (own, other) = (archive.count(Part::Voters, "own"), archive.count(Part::Voters, "elsewhere"));
        prop_assert_eq!(own + other, archive.count(Part::Voters, "outreach"));
        // And it comes back from what is kept as it was.
        let kept = serde_json::to_string(&archive).unwrap();
        prop_assert_eq!(serde_json::from_str::<Archive>(&kept).unwrap(), archive);
    }
}

/// What the ledger says of a person, by kind: counted from the acts alone.
async fn ledger_of(world: &World, deputy: usize) -> BTreeMap<String, usize> {
    let person = world.deputies[deputy].person_id;
    let mut counts = BTreeMap::new();
    for act in ledger::store::of_person(&world.app.db, world.congress, person).await.unwrap() {
        if act.counts() {
            *counts.entry(act.kind).or_default() += 1;
        }
    }
    counts
}

#[tokio::test]
async fn the_numbers_are_those_of_the_ledger_and_each_line_names_what_shows_it() {
    let world = World::new().await;
    world.on("2026-03-12");
    lived(&world).await;
    let case = suggested(&world, "关于清理排水沟的建议").await;
    answered(&world, &case).await;
    let archive = archive_of(&world, 0, Some(2026)).await;
    let ledger = ledger_of(&world, 0).await;
    let of = |kind: &str| ledger.get(kind).copied().unwrap_or_default();
    assert_eq!(archive.count(Part::Voters, "outreach"), of("outreach"));
    assert_eq!(archive.count(Part::Inspections, "present"), of("attendance"));
    assert_eq!(archive.count(Part::Inspections, "speech"), of("speech"));
    assert_eq!(archive.count(Part::Opinions, "raised"), of("opinion_raised"));
    assert_eq!(archive.count(Part::Opinions, "evaluated"), of("opinion_evaluated"));
    assert_eq!(
        [of("outreach"), of("attendance"), of("speech"), of("opinion_raised"), of("opinion_evaluated")],
        [2, 1, 1, 2, 1]
    );
    let voters = tags(&archive, Part::Voters);
    for (tag, n) in
        [("outreach", 2), ("own", 1), ("elsewhere", 1), ("method-visit", 1), ("heard", 1), ("open", 1)]
    {
        assert!(voters.contains(&(tag.to_owned(), n)), "{tag}: {voters:?}");
    }
    // What became of the suggestion stands beside it.
    let opinions = archive.section(Part::Opinions).unwrap();
    let line = opinions.lines.iter().find(|line| line.has("raised") && line.has("category-a")).unwrap();
    assert!(line.has("grade-basically"), "{line:?}");
    assert!(line.notes.contains(&("organ".to_owned(), Fact::Text("市交通运输局".to_owned()))), "{line:?}");
    for section in archive.parts.iter().filter(|it| it.part != Part::Basics) {
        for line in &section.lines {
            assert!(line.path.starts_with('/'), "{line:?}");
        }
    }
    // Who was excused is told too, without an act.
    assert_eq!(archive_of(&world, 1, Some(2026)).await.count(Part::Inspections, "excused"), 1);
    // Another year has nothing of it.
    let before = archive_of(&world, 0, Some(2025)).await;
    assert!(before.parts.iter().filter(|it| it.part != Part::Basics).all(|it| it.lines.is_empty()));
    // What only waits to be verified is not there.
    met_voters(&world, "forum", true).await;
    assert_eq!(archive_of(&world, 0, Some(2026)).await.count(Part::Voters, "outreach"), 2);
}

#[tokio::test]
async fn a_room_files_once_and_the_commission_writes_with_a_reason_and_takes_back() {
    let world = World::new().await;
    let (app, person) = (&world.app, world.deputies[0].person_id);
    let commission = world.actor("commission").await;
    let author = commission.author(crate::access::Permit::ArchiveKeep, app.clock.now());
    let entry = acts::NewEntry {
        person,
        part: Part::Report,
        on_day: day("2026-02-10"),
        says: acts::Says::Word("test", Facts::from([("it".to_owned(), Fact::Number(42))])),
        source: ("review", Uuid::from_u128(9)),
        path: "/reviews/9".to_owned(),
    };
    for _ in 0..2 {
        let tx = app.db.begin().await.unwrap();
        acts::file(&tx, app, &author, entry.clone()).await.unwrap();
        tx.commit().await.unwrap();
    }
    let archive = archive_of(&world, 0, None).await;
    let filed = &archive.section(Part::Report).unwrap().lines;
    assert_eq!(filed.len(), 1, "the same record is filed once");
    assert_eq!((filed[0].what.as_str(), filed[0].path.as_str()), ("filed-test", "/reviews/9"));

    let reward = acts::ByHand {
        form: Uuid::from_u128(3),
        person,
        part: Part::Honours,
        on_day: day("2026-02-20"),
        words: "被评为全市优秀人大代表",
        reason: "有表彰文件",
    };
    for (wrong, field) in [
        (acts::ByHand { words: " ", ..reward.clone() }, "words"),
        (acts::ByHand { reason: "", ..reward.clone() }, "reason"),
        (acts::ByHand { on_day: day("2026-03-03"), ..reward.clone() }, "on_day"),
        (acts::ByHand { part: Part::Basics, ..reward.clone() }, "part"),
    ] {
        match acts::write(app, &commission, &wrong).await {
            Err(crate::base::Error::Invalid(found)) => assert_eq!(found[0].field, field),
            other => panic!("{other:?}"),
        }
    }
    let office = world.actor("local-office").await;
    assert!(matches!(acts::write(app, &office, &reward).await, Err(crate::base::Error::Forbidden)));
    acts::write(app, &commission, &reward).await.unwrap();
    acts::write(app, &commission, &reward).await.unwrap();
    let archive = archive_of(&world, 0, None).await;
    let honours = &archive.section(Part::Honours).unwrap().lines;
    assert_eq!(honours.len(), 1, "sent twice is one entry");
    let id = honours[0].id.strip_prefix("entry:").unwrap().parse().unwrap();
    assert!(acts::take_back(app, &commission, id, " ").await.is_err(), "a reason is asked for");
    acts::take_back(app, &commission, id, "写错了人").await.unwrap();
    assert!(archive_of(&world, 0, None).await.section(Part::Honours).unwrap().lines.is_empty());
    assert!(acts::take_back(app, &commission, id, "再一次").await.is_err(), "only once");
}
