//! Archives in the small congress: composed, seen, put right, issued, sealed; and the annex.

mod annex;
mod busy;
mod composed;
mod corrections;
mod issued;
mod sealed;
mod seen;

use chrono::NaiveDate;
use uuid::Uuid;

use super::record::{Archive, Part};
use super::{Span, gather, printed};
use crate::access::Actor;
use crate::cases::acts::{Move, NewCase, hand_in, take as take_case};
use crate::cases::flow::StepKind;
use crate::cases::{Case, Channel};
use crate::events::Kind;
use crate::ledger::acts::{Wanted, take};
use crate::ledger::{self, Step};
use crate::outreach::acts::{NewOutreach, record};
use crate::trial::World;

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A year of the running term.
async fn span(world: &World, year: Option<i32>) -> Span {
    let today = world.app.clock.today();
    printed::span_of(&world.app.db, world.congress, (None, year), today).await.unwrap()
}

async fn archive_of(world: &World, deputy: usize, year: Option<i32>) -> Archive {
    let person = world.deputies[deputy].person_id;
    gather::of(&world.app.db, world.congress, person, &span(world, year).await).await.unwrap()
}

/// Everything declared is verified.
async fn verified(world: &World) {
    let commission = world.actor("commission").await;
    let which = ledger::store::Which { page: 1000, ..ledger::store::Which::waiting() };
    for line in ledger::store::list(&world.app.db, &commission, &which, None).await.unwrap().lines {
        take(&world.app, &commission, line.act.id, (Step::Verify, Wanted::default())).await.unwrap();
    }
}

/// What the first deputy did with voters today: declared.
async fn met_voters(world: &World, method: &str, here: bool) -> Uuid {
    let deputy = world.actor("deputy").await;
    let new = NewOutreach {
        form: world.app.chance.id(world.app.clock.now()),
        method: method.into(),
        purposes: vec!["organs".into()],
        on_day: world.app.clock.today(),
        place: "新里村二组".into(),
        constituency: here.then_some(world.constituency),
        voters: Some(8),
        said: "都说排水沟要清。".into(),
        deputies: vec![world.deputies[0].person_id],
        declare: true,
        files: Vec::new(),
    };
    record(&world.app, &deputy, &new).await.unwrap()
}

/// An opinion of a voter to the first deputy.
async fn said_to(world: &World, body: &str) -> Case {
    let form = world.app.chance.id(world.app.clock.now());
    let new = NewCase {
        area: Some(world.areas[1]),
        deputy: Some(world.deputies[0].person_id),
        ..NewCase::of_voter(form, Channel::Web, body)
    };
    hand_in(&world.app, &world.anybody(), &new).await.unwrap().case
}

/// A suggestion of the first deputy.
async fn suggested(world: &World, body: &str) -> Case {
    let form = world.app.chance.id(world.app.clock.now());
    let deputy = world.actor("deputy").await;
    let new =
        NewCase { voter: None, area: Some(world.areas[1]), ..NewCase::of_voter(form, Channel::Deputy, body) };
    crate::cases::acts::raise(&world.app, &deputy, &new).await.unwrap().case
}

/// An inspection that the first deputy attended and spoke at and from which the second was excused.
async fn inspected(world: &World) -> Uuid {
    use crate::events::{acts, attendance};
    let clerk: Actor = world.actor("working-body").await;
    let today = world.app.clock.today();
    let new = acts::NewEvent {
        form: world.app.chance.id(world.app.clock.now()),
        kind: Kind::Inspection,
        title: "视察农村道路".to_owned(),
        body: String::new(),
        place: "张沟镇政府门口".to_owned(),
        on_day: today,
        last_day: today,
        starts: 540,
        ends: 690,
        answer_by: today,
        topics: vec![crate::events::Topic {
            place: 1,
            title: "农村道路".to_owned(),
            fields: String::new(),
            areas: world.areas[0].to_string(),
            consultation_id: None,
            slots: 1,
        }],
    };
    let id = acts::write(&world.app, &clerk, &new).await.unwrap();
    let both: Vec<Uuid> = world.deputies.iter().map(|deputy| deputy.person_id).collect();
    acts::choose(&world.app, &clerk, id, (1, &both)).await.unwrap();
    acts::announce(&world.app, &clerk, id, 1).await.unwrap();
    let speech = attendance::NewSpeech {
        form: world.app.chance.id(world.app.clock.now()),
        person: both[0],
        topic: Some(1),
        text: "路要修到组里。".to_owned(),
    };
    attendance::record_speech(&world.app, &clerk, id, &speech).await.unwrap();
    attendance::mark(&world.app, &clerk, id, (both[1], "excused")).await.unwrap();
    let version = crate::events::store::one(&world.app.db, world.congress, id).await.unwrap().version;
    attendance::close(&world.app, &clerk, id, version).await.unwrap();
    id
}

/// A year in which the first deputy did something of nearly everything.
async fn lived(world: &World) {
    met_voters(world, "visit", true).await;
    met_voters(world, "telephone", false).await;
    inspected(world).await;
    said_to(world, "桥头的路灯不亮，晚上看不见路。").await;
    suggested(world, "关于修通组级公路的建议").await;
    verified(world).await;
}

/// The working body examines a suggestion and gives it to the roads office, which replies; the deputy evaluates.
async fn answered(world: &World, case: &Case) {
    let (app, organ) = (&world.app, world.organizations["roads"]);
    let commission = world.actor("commission").await;
    let moved = async |actor: &Actor, step: Move| take_case(app, actor, case.id, step).await.unwrap();
    let send = Move { body: Some(world.organizations["body"]), ..Move::new(StepKind::SendOn) };
    moved(&commission, send).await;
    let body = world.actor("working-body").await;
    moved(&body, Move { organ: Some(organ), ..Move::new(StepKind::Transfer) }).await;
    let roads = world.actor("organ").await;
    moved(&roads, Move::new(StepKind::SignFor)).await;
    moved(
        &roads,
        Move { way: "visit".into(), text: "到现场看过".into(), ..Move::new(StepKind::RecordContact) },
    )
    .await;
    let reply = Move {
        text: "已经列入今年计划。".into(),
        plain: "今年修。".into(),
        category: "A".into(),
        ..Move::new(StepKind::Reply)
    };
    moved(&roads, reply).await;
    let deputy = world.actor("deputy").await;
    moved(&deputy, Move::new(StepKind::Receive)).await;
    let grade =
        Move { attitude: "satisfied".into(), result: "basically".into(), ..Move::new(StepKind::Evaluate) };
    moved(&deputy, grade).await;
}

fn tags(archive: &Archive, part: Part) -> Vec<(String, usize)> {
    archive.section(part).map(|it| it.figures()).unwrap_or_default()
}
