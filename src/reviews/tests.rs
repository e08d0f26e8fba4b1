//! A round in the small congress, from the draft to what is put right.

mod casting;
mod counts;
mod pages;
mod secrecy;
mod telephone;

use ballot::BallotBox;
use chrono::NaiveDate;
use uuid::Uuid;

use super::acts::casting::{Vote, cast};
use super::acts::opening::enter_key;
use super::acts::{NewReview, Paper, Whom, amends, ceremony, confirm, paper, propose, withdraw, write};
use super::flow::{Paper as Stands, State, Step};
use super::{Review, store};
use crate::access::Actor;
use crate::base::{Error, Result};
use crate::journal;
use crate::trial::World;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The first deputy is reviewed; so many slips.
fn wanted(world: &World, slips: i64) -> NewReview {
    NewReview {
        form: world.app.chance.id(world.app.clock.now()),
        whom: Whom::Deputy(world.deputies[0].person_id),
        title: String::new(),
        roll: 2 * slips,
        slips,
        last_day: day("2026-03-16"),
        check_until: None,
        parts: false,
        words: true,
    }
}

/// A round with its two persons, its slips and its keys.
pub(crate) struct Held {
    pub(crate) id: Uuid,
    pub(crate) code: String,
    pub(crate) slips: Vec<String>,
    pub(crate) keys: Vec<String>,
    pub(crate) first: Actor,
    pub(crate) second: Actor,
}

impl Held {
    pub(crate) async fn review(&self, world: &World) -> Review {
        store::one(&world.app.db, world.congress, self.id).await.unwrap()
    }

    async fn state(&self, world: &World) -> State {
        self.review(world).await.state()
    }

    /// The first proposes, the second confirms.
    pub(crate) async fn take(&self, world: &World, step: Step) {
        propose(&world.app, &self.first, self.id, step).await.unwrap();
        confirm(&world.app, &self.second, self.id, (step, "没有必要了")).await.unwrap();
    }

    pub(crate) async fn cast(&self, world: &World, nth: usize, rating: usize) -> Result<ballot::Tracker> {
        self.say(world, nth, (rating, "")).await
    }

    async fn say(
        &self,
        world: &World,
        nth: usize,
        (rating, words): (usize, &str),
    ) -> Result<ballot::Tracker> {
        let slip = self.slips[nth].clone();
        let vote = Vote { slip, choices: vec![Some(rating)], words: words.to_owned(), ..Vote::default() };
        cast(&world.app, &world.anybody(), &self.code, &vote).await
    }

    /// Both count the same on paper.
    pub(crate) async fn count(&self, world: &World, paper: &Paper) {
        for who in [&self.first, &self.second] {
            paper::count(&world.app, who, self.id, paper).await.unwrap();
        }
    }

    async fn open(&self, world: &World) -> BallotBox {
        for key in &self.keys[..2] {
            enter_key(&world.app, &world.anybody(), &self.code, key).await.unwrap();
        }
        let doc = store::opened_box(&world.app.db, world.congress, self.id).await.unwrap();
        BallotBox::from_json(&doc).unwrap()
    }
}

/// Written and printed, not begun.
async fn printed(world: &World, new: &NewReview) -> Held {
    let (first, second) = (world.actor("local-office").await, world.actor("commission").await);
    let id = write(&world.app, &first, new).await.unwrap();
    let printed = ceremony::print(&world.app, &first, id).await.unwrap();
    let slips = printed.slips.iter().map(ToString::to_string).collect();
    let keys = printed.keys.into_iter().map(|(_, key)| key).collect();
    Held { id, code: printed.review.code, slips, keys, first, second }
}

/// Voters cast in it.
pub(crate) async fn begun(world: &World, slips: i64) -> Held {
    let held = printed(world, &wanted(world, slips)).await;
    held.take(world, Step::Open).await;
    held
}

/// One in which voters cast, and one whose box is closed.
pub(crate) async fn planted(world: &World) {
    begun(world, 2).await;
    begun(world, 2).await.take(world, Step::Close).await;
}

pub(crate) fn no_paper(unreturned: i64) -> Paper {
    Paper { ballots: 0, spoiled: 0, unreturned, counts: vec![vec![0, 0, 0]] }
}

fn refused<T: std::fmt::Debug>(outcome: Result<T>) -> String {
    match outcome {
        Err(Error::Conflict(key)) => key,
        Err(Error::Differs(say)) => say.key,
        Err(Error::Invalid(found)) => found[0].say.key.clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_round_goes_its_whole_way_and_everybody_can_count_it_anew() {
    let world = World::new().await;
    let held = begun(&world, 12).await;
    for (nth, rating) in [0, 0, 0, 1, 1, 2, 0, 0].into_iter().enumerate() {
        held.cast(&world, nth, rating).await.unwrap();
    }
    let words = "我叫王小明，电话13812345678，路修好了。";
    let tracker = held.say(&world, 8, (2, words)).await.unwrap();
    held.take(&world, Step::Close).await;
    assert_eq!(refused(held.cast(&world, 9, 0).await), "reviews-closed");
    assert!(store::cast(&world.app.db, (world.congress, held.id), &tracker.to_string()).await.unwrap());
    let review = held.review(&world).await;
    let closed = store::public_box(&world.app.db, world.congress, held.id).await.unwrap();
    let closed = BallotBox::from_json(&closed).unwrap();
    assert!(closed.has(&tracker) && closed.cast() == 9 && closed.outcome.is_none());
    assert_eq!(closed.sealed.to_string(), review.sealed);
    let paper = Paper { ballots: 2, spoiled: 0, unreturned: 1, counts: vec![vec![1, 0, 1]] };
    held.count(&world, &paper).await;
    held.take(&world, Step::Unseal).await;
    let whole = held.open(&world).await;
    assert_eq!(whole.outcome.as_ref().unwrap().result.0, [[6, 2, 3]]);
    assert_eq!(whole.sealed, closed.sealed, "what was opened is what was closed");
    let public = store::public_box(&world.app.db, world.congress, held.id).await.unwrap();
    assert!(BallotBox::from_json(&public).unwrap().outcome.is_none(), "not before it is published");
    held.take(&world, Step::Publish).await;
    let public = store::public_box(&world.app.db, world.congress, held.id).await.unwrap();
    assert_eq!(BallotBox::from_json(&public).unwrap(), whole);
    let said = store::said(&world.app.db, world.congress, held.id).await.unwrap();
    assert_eq!(said.len(), 1);
    assert!(said[0].contains("路修好了") && !said[0].contains("13812345678") && !said[0].contains("王小明"));
    assert_eq!(store::amends(&world.app.db, world.congress, held.id).await.unwrap(), []);
    let entries = journal::by_subject(&world.app.db, world.congress, held.id).await.unwrap();
    let kinds: Vec<&str> = entries.iter().map(|entry| entry.kind.as_str()).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "review.proposed").count(), 4);
    let told = format!("{entries:?}");
    assert!(told.contains(&review.sealed) && told.contains(&whole.digest.to_string()), "{told}");
    assert!(!kinds.iter().any(|kind| kind.contains("cast")), "casting is in no journal: {kinds:?}");
}

#[tokio::test]
async fn each_step_takes_two_persons() {
    let world = World::new().await;
    let held = printed(&world, &wanted(&world, 3)).await;
    let (app, id) = (&world.app, held.id);
    let alone = confirm(app, &held.second, id, (Step::Open, "")).await;
    assert_eq!(refused(alone), "reviews-not-proposed");
    propose(app, &held.first, id, Step::Open).await.unwrap();
    let same = confirm(app, &held.first, id, (Step::Open, "")).await;
    assert_eq!(refused(same), "reviews-same-person");
    assert_eq!(held.state(&world).await, State::Draft, "one alone opens nothing");
    assert_eq!(refused(propose(app, &held.second, id, Step::Open).await), "reviews-proposed-already");
    withdraw(app, &held.first, id, Step::Open).await.unwrap();
    let gone = confirm(app, &held.second, id, (Step::Open, "")).await;
    assert_eq!(refused(gone), "reviews-not-proposed");
    propose(app, &held.second, id, Step::Open).await.unwrap();
    confirm(app, &held.first, id, (Step::Open, "")).await.unwrap();
    assert_eq!(held.state(&world).await, State::Open, "it does not matter who is the first");
    for step in [Step::Open, Step::Unseal, Step::Publish] {
        assert_eq!(refused(propose(app, &held.first, id, step).await), "reviews-refused-state", "{step:?}");
    }
    for stranger in ["other-office", "deputy2", "organ"] {
        let who = world.actor(stranger).await;
        let outcome = propose(app, &who, id, Step::Close).await;
        assert!(matches!(outcome, Err(Error::NotFound | Error::Forbidden)), "{stranger}: {outcome:?}");
    }
    held.take(&world, Step::Abandon).await;
    assert_eq!(held.review(&world).await.reason, "没有必要了");
}

#[tokio::test]
async fn two_count_the_paper_and_every_slip_is_accounted_for_before_the_box_is_opened() {
    let world = World::new().await;
    let held = begun(&world, 5).await;
    held.cast(&world, 0, 0).await.unwrap();
    let (app, id) = (&world.app, held.id);
    assert_eq!(refused(paper::count(app, &held.first, id, &no_paper(4)).await), "reviews-paper-not-now");
    held.take(&world, Step::Close).await;
    let one = Paper { ballots: 1, spoiled: 0, unreturned: 2, counts: vec![vec![1, 0, 0]] };
    let many = Paper { counts: vec![vec![2, 0, 0]], ..one.clone() };
    assert_eq!(refused(paper::count(app, &held.first, id, &many).await), "reviews-paper-too-many");
    paper::count(app, &held.first, id, &one).await.unwrap();
    assert_eq!(refused(propose(app, &held.first, id, Step::Unseal).await), "reviews-refused-paper-missing");
    let other = Paper { counts: vec![vec![0, 0, 1]], ..one.clone() };
    paper::count(app, &held.second, id, &other).await.unwrap();
    assert_eq!(refused(propose(app, &held.first, id, Step::Unseal).await), "reviews-differs-votes");
    paper::count(app, &held.second, id, &one).await.unwrap();
    let stands =
        super::acts::standing(&app.db, (app, world.congress), &held.review(&world).await).await.unwrap();
    assert_eq!(stands.paper, Stands::Unbalanced(1), "a slip is missing");
    assert_eq!(refused(propose(app, &held.first, id, Step::Unseal).await), "reviews-refused-unbalanced");
    held.count(&world, &Paper { unreturned: 3, ..one.clone() }).await;
    propose(app, &held.first, id, Step::Unseal).await.unwrap();
    // Whoever counts anew takes back what was proposed of other numbers.
    paper::count(app, &held.second, id, &Paper { unreturned: 3, ..one }).await.unwrap();
    let late = confirm(app, &held.second, id, (Step::Unseal, "")).await;
    assert_eq!(refused(late), "reviews-not-proposed");
}

#[tokio::test]
async fn one_trustee_opens_nothing_and_two_of_three_open_the_sum() {
    let world = World::new().await;
    let (held, other) = (begun(&world, 4).await, begun(&world, 1).await);
    for (nth, rating) in [2, 2, 2].into_iter().enumerate() {
        held.cast(&world, nth, rating).await.unwrap();
    }
    let (app, anybody) = (&world.app, world.anybody());
    let early = enter_key(app, &anybody, &held.code, &held.keys[0]).await;
    assert_eq!(refused(early), "reviews-key-not-now");
    held.take(&world, Step::Close).await;
    held.count(&world, &no_paper(1)).await;
    held.take(&world, Step::Unseal).await;
    let foreign = enter_key(app, &anybody, &held.code, &other.keys[0]).await;
    assert_eq!(refused(foreign), "reviews-key-other");
    let mut wrong: Vec<char> = held.keys[2].chars().collect();
    wrong[0] = if wrong[0] == '0' { '1' } else { '0' };
    let wrong: String = wrong.into_iter().collect();
    assert_eq!(refused(enter_key(app, &anybody, &held.code, &wrong).await), "reviews-key-groups");
    let entered = enter_key(app, &anybody, &held.code, &held.keys[2].to_lowercase()).await.unwrap();
    assert!(!entered.opened && held.state(&world).await == State::Opening);
    let again = enter_key(app, &anybody, &held.code, &held.keys[2]).await;
    assert_eq!(refused(again), "reviews-key-again", "a trustee counts once");
    let entered = enter_key(app, &anybody, &held.code, &held.keys[0]).await.unwrap();
    assert!(entered.opened && held.state(&world).await == State::Opened);
    let left = store::openings(&app.db, world.congress, held.id).await.unwrap();
    assert!(left.is_empty(), "the parts stand in the box");
    held.take(&world, Step::Publish).await;
    // Everybody was not satisfied: the deputy puts it right, and the commission confirms that.
    let amends_of = async || store::amends(&app.db, world.congress, held.id).await.unwrap();
    let all = amends_of().await;
    assert_eq!((all.len(), all[0].due_on), (1, day("2026-05-31")));
    let (deputy, person) = (world.actor("deputy").await, world.deputies[0].person_id);
    let early = amends::confirm(app, &held.second, held.id, person).await;
    assert_eq!(refused(early), "reviews-amends-not-said");
    assert_eq!(refused(amends::report(app, &deputy, held.id, " ").await), "reviews-report-missing");
    amends::report(app, &deputy, held.id, "每月到村里听一次意见。").await.unwrap();
    let other = amends::report(app, &world.actor("deputy2").await, held.id, "不是我的").await;
    assert!(matches!(other, Err(Error::NotFound)), "{other:?}");
    let not_theirs = amends::confirm(app, &held.first, held.id, person).await;
    assert!(matches!(not_theirs, Err(Error::Forbidden)), "{not_theirs:?}");
    amends::confirm(app, &held.second, held.id, person).await.unwrap();
    assert_eq!(amends_of().await[0].confirmed_on, Some(day("2026-03-02")));
    assert_eq!(refused(amends::report(app, &deputy, held.id, "再说").await), "reviews-amends-confirmed");
}

#[tokio::test]
async fn a_box_that_was_not_sealed_because_the_program_stopped_is_sealed_by_a_job() {
    let world = World::new().await;
    let held = begun(&world, 2).await;
    held.cast(&world, 0, 1).await.unwrap();
    let tx = world.app.db.begin().await.unwrap();
    let moved = (State::Open.word(), State::Closed.word());
    assert!(store::move_on(&tx, (world.congress, held.id), moved, (day("2026-03-02"), "")).await.unwrap());
    let payload = serde_json::json!({ "review": held.id });
    let (congress, key) = (world.congress, "reviews.seal:test".to_owned());
    let name = super::acts::opening::SEAL;
    let job = crate::jobs::NewJob { congress, key, name, payload, run_at: world.app.clock.now() };
    crate::jobs::enqueue(&tx, &world.app, job).await.unwrap();
    tx.commit().await.unwrap();
    assert!(held.review(&world).await.sealed.is_empty());
    world.works().await;
    let sealed = held.review(&world).await.sealed;
    assert_eq!(sealed.len(), 64);
    super::acts::opening::seal(&world.app, world.congress, held.id).await.unwrap();
    assert_eq!(held.review(&world).await.sealed, sealed, "once");
}

#[tokio::test]
async fn what_is_due_is_said_on_its_day() {
    let world = World::new().await;
    let held = begun(&world, 1).await;
    assert!(held.review(&world).await.takes_ballots(day("2026-03-16")));
    world.on("2026-03-17");
    assert_eq!(refused(held.cast(&world, 0, 0).await), "reviews-closed", "its last day is over");
    let tx = world.app.db.begin().await.unwrap();
    super::clockwork::DAILY.wind(&tx, &world.app, world.congress, day("2026-03-17")).await.unwrap();
    tx.commit().await.unwrap();
    world.later(chrono::TimeDelta::hours(1));
    world.works().await;
    let inbox = world.browser(Some("commission")).await.get("/inbox").await.body;
    assert!(inbox.contains("投票截止日已过"), "{inbox}");
}
