use super::*;
use crate::assignments::acts::{Publishing, propose, publish};
use crate::assignments::table::Table;
use crate::assignments::{Wanted, Way};
use crate::cases::flow::State;
use crate::cases::store::{self, Which, list};
use crate::events::store as events;
use crate::exchange::recount_tests::agree;
use crate::journal;
use crate::trial::World;

const SMALL: Size = Size {
    towns: 3,
    villages: 4,
    constituencies: 9,
    deputies: 20,
    members: 5,
    groups: 4,
    stations: 5,
    opinions: 60,
    days: 240,
};

async fn all_cases(app: &App, congress: Uuid) -> Vec<crate::cases::Case> {
    let reader = Actor::operator(congress, Role::Commission);
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = list(&app.db, &reader, &Which::default(), after.as_deref()).await.unwrap();
        for line in &page.lines {
            found.push(store::find(&app.db, &reader, line.id).await.unwrap());
        }
        after = page.next;
        if after.is_none() {
            return found;
        }
    }
}

/// How many opinions were entered at stations' desks.
async fn entered_at_desks(app: &App, congress: Uuid) -> usize {
    let mut all = 0;
    for station in crate::receptions::who::stations(&app.db, congress).await.unwrap() {
        let here = store::by_reception(&app.db, congress, station.id).await.unwrap();
        all += here.iter().map(|one| usize::try_from(one.n).unwrap()).sum::<usize>();
    }
    all
}

#[tokio::test]
async fn the_small_demo_obeys_every_rule() {
    let trial = World::bare("2026-11-23T02:00:00Z").await;
    let loaded = load(&trial.app, &SMALL, &|_, _, _| {}).await.unwrap();
    assert_eq!(loaded.stuck, Vec::<String>::new());
    let cases = all_cases(&trial.app, loaded.congress).await;
    let heard = cases.iter().filter(|case| case.heard_in.is_some()).count();
    let at_desks = entered_at_desks(&trial.app, loaded.congress).await;
    assert_eq!(
        cases.len() - heard,
        SMALL.opinions + at_desks,
        "beside those that members and deputies heard"
    );
    assert!(at_desks > 0, "somebody came to a reception day");
    for case in &cases {
        case.standing.check().unwrap();
        assert!(case.ended_at.is_some() == case.standing.state.ended());
        if case.standing.state == State::Closed {
            let answer = case.standing.answer.unwrap();
            assert!(answer.deputy_received && answer.body_received && case.standing.voter_knows());
        }
    }
    assert!(cases.iter().any(|case| case.standing.state == State::Closed));
    assert!(cases.iter().any(|case| !case.standing.state.ended()));
    let verified = journal::verify(&trial.app.db, loaded.congress, None).await.unwrap().unwrap();
    let entries = journal::latest(&trial.app.db, loaded.congress, i64::MAX, 100_000).await.unwrap();
    assert_eq!(entries.len() as i64, verified.entries);
    assert!(entries.windows(2).all(|two| two[0].at >= two[1].at), "the journal's times never go back");
    assert!(entries[0].at <= trial.app.clock.now(), "nothing happens tomorrow");
    assert_eq!(before(&trial.app).await.unwrap(), Before::Congress);
}

#[tokio::test]
async fn events_of_the_demo_are_over_announced_and_drafted_and_what_was_over_counts() {
    let trial = World::bare("2026-11-23T02:00:00Z").await;
    let loaded = load(&trial.app, &SMALL, &|_, _, _| {}).await.unwrap();
    assert_eq!(loaded.stuck, Vec::<String>::new());
    let (db, congress, today) = (&trial.app.db, loaded.congress, trial.app.clock.today());
    let offices = crate::bodies::store::organizations(db, congress, crate::bodies::Kind::Commission);
    let office = offices.await.unwrap()[0].id;
    let post = crate::access::Post { role: Role::Commission, organization: Some(office) };
    let clerk = Actor { posts: vec![post], ..Actor::anybody(congress) };
    let mut told = Vec::new();
    for ahead in [false, true] {
        for event in events::list(db, &clerk, (ahead, today), 0).await.unwrap().0 {
            let invited = events::invited(db, congress, event.id).await.unwrap();
            let present = invited.iter().filter(|one| one.presence == "present").count();
            let spoke = events::speeches(db, congress, event.id).await.unwrap();
            let acts = crate::ledger::store::of_evidence(db, congress, event.id).await.unwrap();
            assert_eq!(acts.len(), present + spoke.len(), "{}: being there and speaking count", event.title);
            let cases = spoke.iter().filter(|one| one.case_id.is_some()).count();
            told.push((event.state.clone(), event.kind.clone(), spoke.len(), cases));
        }
    }
    let told: Vec<_> = told.iter().map(|one| (one.0.as_str(), one.1.as_str(), one.2, one.3)).collect();
    let should = [
        ("closed", "session", 2, 1),
        ("closed", "inspection", 1, 0),
        ("announced", "check", 0, 0),
        ("draft", "research", 0, 0),
    ];
    assert_eq!(told, should);
}

#[tokio::test]
async fn reports_of_the_demo_are_given_planned_and_submitted_with_questions_and_answers() {
    use crate::reports::store as reports;
    let trial = World::bare("2026-11-23T02:00:00Z").await;
    let loaded = load(&trial.app, &SMALL, &|_, _, _| {}).await.unwrap();
    let (db, congress) = (&trial.app.db, loaded.congress);
    let all = reports::Which::default();
    let given = reports::listed(db, congress, (false, all), 0).await.unwrap().0;
    let planned = reports::listed(db, congress, (true, all), 0).await.unwrap().0;
    assert!(given.len() >= 3 && !planned.is_empty(), "{} given, {} planned", given.len(), planned.len());
    let (mut asked, mut answered) = (0, 0);
    for report in &given {
        let counts = reports::asked_about(db, congress, report.id).await.unwrap();
        (asked, answered) = (asked + counts.0, answered + counts.1);
        let acts = crate::ledger::store::of_evidence(db, congress, report.id).await.unwrap();
        assert_eq!(acts.len(), 1, "a report counts once");
    }
    assert!(asked > answered && answered > 1, "{asked} asked, {answered} answered");
}

#[tokio::test]
async fn the_same_day_makes_the_same_demo() {
    let told = async || {
        let trial = World::bare("2026-07-01T02:00:00Z").await;
        let loaded = load(&trial.app, &SMALL, &|_, _, _| {}).await.unwrap();
        let mut told: Vec<String> = all_cases(&trial.app, loaded.congress)
            .await
            .into_iter()
            .map(|it| {
                format!(
                    "{} {} {} {} {}",
                    it.number,
                    it.receipt,
                    it.version,
                    it.standing.state.word(),
                    it.body
                )
            })
            .collect();
        told.sort();
        told
    };
    assert_eq!(told().await, told().await);
}

#[tokio::test]
async fn whatever_the_day_no_story_gets_stuck() {
    for day in ["2025-10-05T02:00:00Z", "2026-02-20T16:30:00Z", "2026-12-31T09:00:00Z"] {
        let trial = World::bare(day).await;
        let loaded = load(&trial.app, &SMALL, &|_, _, _| {}).await.unwrap();
        assert_eq!(loaded.stuck, Vec::<String>::new(), "{day}");
    }
}

#[tokio::test]
async fn nothing_is_loaded_over_a_congress() {
    let trial = World::bare("2026-11-23T02:00:00Z").await;
    let registers = Size { opinions: 0, days: 0, ..SMALL };
    load(&trial.app, &registers, &|_, _, _| {}).await.unwrap();
    let again = load(&trial.app, &registers, &|_, _, _| {}).await;
    assert!(matches!(again, Err(Error::Conflict(_))));
}

#[tokio::test]
async fn a_demo_that_is_half_there_is_known() {
    let world = World::new().await;
    let tx = world.app.db.begin().await.unwrap();
    crate::bodies::acts::begin_loading(&tx, &world.app, world.congress).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(before(&world.app).await.unwrap(), Before::HalfDemo);
}

#[tokio::test]
async fn forty_members_and_445_deputies_are_assigned_at_once() {
    let trial = World::bare("2026-11-23T02:00:00Z").await;
    let size = Size { deputies: 485, members: 40, constituencies: 216, ..Size::REGISTERS };
    let loaded = load(&trial.app, &size, &|_, _, _| {}).await.unwrap();
    let clerk = Actor::operator(loaded.congress, Role::Commission);
    let wanted = |day: &str, way| Wanted { in_force_on: day.parse().unwrap(), way };
    let mut step = std::time::Instant::now();
    let mut took = |what: &str| {
        println!("{what}: {} ms", step.elapsed().as_millis());
        step = std::time::Instant::now();
    };
    for (day, way) in [("2026-01-01", Way::Keep), ("2026-12-01", Way::Rotate), ("2026-12-10", Way::Fill)] {
        let plan = propose(&trial.app, &clerk, &wanted(day, way)).await.unwrap();
        took(&format!("{} proposed", way.word()));
        publish(&trial.app, &clerk, plan, &Publishing { version: 1, without: false }).await.unwrap();
        took(&format!("{} published", way.word()));
        let table = Table::on(&trial.app.db, loaded.congress, day.parse().unwrap()).await.unwrap();
        took("read");
        assert_eq!((table.contacted(), table.without.len(), table.loads()), (445, 0, (11, 12)));
    }
}

#[tokio::test]
async fn anybody_recounts_the_duties_of_two_years_from_the_exported_tables() {
    let trial = World::bare("2026-11-23T02:00:00Z").await;
    let size = Size { opinions: 10, days: 720, ..SMALL };
    let loaded = load(&trial.app, &size, &|_, _, _| {}).await.unwrap();
    assert_eq!(loaded.stuck, Vec::<String>::new());
    for year in [2025, 2026] {
        let (lines, done) = agree(&trial.app, loaded.congress, year).await;
        assert!(lines > 20 && done > 10, "{year}: {lines} lines, {done} with something done");
    }
    let frozen = crate::points::store::frozen(&trial.app.db, loaded.congress, 2025).await.unwrap();
    assert!(frozen.is_some(), "the year that is over was frozen");
}
