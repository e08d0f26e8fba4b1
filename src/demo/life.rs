use std::cmp::Reverse;
use std::collections::BinaryHeap;

use charter::Calendar;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use uuid::Uuid;

use super::ask::Asking;
use super::cast::Cast;
use super::duty::Deed;
use super::events::{Gathering, Step};
use super::fate::Fate;
use super::names::Namer;
use super::publish::Publishing;
use super::register::Register;
use super::reports::Reporting;
use super::reviews::{Reviewing, Turn};
use super::stations::AtStation;
use super::words::Filler;
use super::{Size, Tell};
use crate::access::Actor;
use crate::base::{App, Error, Hand, Result, start_of};
use crate::cases::acts::{let_time_pass, rate, see, support, take, withdraw};
use crate::cases::{Case, Move, store};

/// The seed of what happens at stations.
const SIDE: u64 = 20_231_106;

/// What is going to happen, in the order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Event {
    /// The clockwork looks at what is overdue.
    Morning,
    /// An opinion is raised.
    Raise(usize),
    /// Whoever has it does the next thing.
    Turn(usize),
    /// It is shown to the public.
    Publish(usize),
    /// Somebody has this too.
    Support(usize),
    /// A member or deputies declare what they did.
    Deed(usize),
    /// Whoever was named in an act confirms it, or objects.
    Answer(Uuid, Uuid),
    /// The commission's clerks verify what was declared.
    Clerks,
    /// What was sent back is declared again by whoever entered it.
    Again(Uuid, Uuid),
    /// A commendation is proposed.
    Merit,
    /// The points of a year are frozen.
    Freeze(i32),
    /// Deputies are asked to hear voters on a topic.
    Ask(usize),
    /// Somebody answers it.
    Reply(usize, u32),
    /// It closes, and it is said what came of it.
    Conclude(usize),
    /// Something is written, sent or opened.
    Publishing(Publishing),
    /// Something happens to an event.
    Gathering(usize, Step),
    /// Something happens at a station.
    Station(usize, AtStation),
    /// Something happens to a duty report.
    Reporting(usize, Reporting),
    /// Something happens to a review.
    Review(usize, Turn),
}

/// What somebody does at his or her turn.
pub(super) enum Act {
    /// A step through the one door.
    Take(Actor, Box<Move>),
    /// The voter follows the receipt.
    See,
    /// The voter evaluates.
    Rate(Box<Move>),
    /// The voter withdraws.
    Withdraw(String),
    /// Nothing yet; look again later.
    Wait,
}

/// An opinion of the demo.
pub(super) struct Story {
    pub case: Option<(Uuid, String, String)>,
    pub topic: usize,
    pub town: usize,
    pub village: usize,
    pub filler: Filler,
    pub fate: Fate,
    /// Another about the same thing, raised before.
    pub same_as: Option<usize>,
}

/// Two years of life: simulated people, day by day, under the rules of everybody.
pub(super) struct Life<'a> {
    pub app: App,
    pub register: &'a Register,
    pub cast: &'a Cast,
    pub rng: StdRng,
    /// The luck of stations, so that it changes nobody else's.
    pub side: StdRng,
    /// Paper forms that were filled in.
    pub papers: i64,
    pub namer: &'a mut Namer,
    pub calendar: Calendar,
    pub stories: Vec<Story>,
    pub deeds: Vec<Deed>,
    pub askings: Vec<Asking>,
    /// Meetings and other events.
    pub gatherings: Vec<Gathering>,
    /// Reviews by voters.
    pub reviewings: Vec<Reviewing>,
    /// Bulletins that were written.
    pub items: Vec<Option<Uuid>>,
    /// Stories that met a rule their writer had not thought of; tests want none.
    pub stuck: Vec<String>,
    hand: Hand,
    queue: BinaryHeap<Reverse<(DateTime<Utc>, u64, Event)>>,
    queued: u64,
    now: DateTime<Utc>,
}

impl<'a> Life<'a> {
    /// A life that has not begun.
    pub fn new(
        (app, hand): (App, Hand),
        (register, cast): (&'a Register, &'a Cast),
        (rng, namer): (StdRng, &'a mut Namer),
        calendar: Calendar,
    ) -> Self {
        let now = app.clock.now();
        Self {
            app,
            register,
            cast,
            side: StdRng::seed_from_u64(SIDE),
            papers: 0,
            rng,
            namer,
            calendar,
            stories: Vec::new(),
            deeds: Vec::new(),
            askings: Vec::new(),
            gatherings: Vec::new(),
            reviewings: Vec::new(),
            items: Vec::new(),
            stuck: Vec::new(),
            hand,
            queue: BinaryHeap::new(),
            queued: 0,
            now,
        }
    }

    /// Live from a day until the night before today.
    pub async fn live(&mut self, size: &Size, today: NaiveDate, tell: Tell<'_>) -> Result<()> {
        let first = today - TimeDelta::days(size.days);
        if size.days > 0 {
            self.hand.set(start_of(first) + TimeDelta::minutes(1));
            self.assign(first).await?;
            self.plan_duties(size, today).await?;
            self.profiles().await?;
            self.askings_planned(first, today);
            self.plan_bulletins(first, today);
            self.plan_events(first, today);
            self.plan_reviews(first, today);
            self.plan_stations(size, today).await?;
            self.plan_reports(first, today);
        }
        for nth in 0..size.opinions {
            // A little more is raised from year to year.
            let part = (nth as f64 / size.opinions as f64).powf(0.85);
            let day = first + TimeDelta::days((part * (size.days - 1) as f64) as i64);
            let at = start_of(day) + TimeDelta::minutes(self.rng.random_range(7 * 60..22 * 60));
            self.at(at, Event::Raise(nth));
            let story = self.story(nth, size);
            self.stories.push(story);
        }
        for day in first.iter_days().take_while(|day| *day <= today) {
            if self.calendar.is_working_day(day) {
                self.at(start_of(day) + TimeDelta::seconds(1), Event::Morning);
            }
        }
        let end = start_of(today) + TimeDelta::seconds(2);
        while let Some(Reverse((at, _, event))) = self.queue.pop() {
            if at >= end {
                break;
            }
            self.now = at;
            self.hand.set(at);
            if event == Event::Morning {
                let passed = (at - start_of(first)).num_days();
                tell("days of life", usize::try_from(passed).unwrap_or(0), size.days as usize);
            }
            self.happen(event).await?;
        }
        Ok(())
    }

    pub(super) fn at(&mut self, at: DateTime<Utc>, event: Event) {
        self.queued += 1;
        self.queue.push(Reverse((at, self.queued, event)));
    }

    /// A moment of office hours, so many working days from now; the same day when none.
    pub fn working(&mut self, days: i64) -> DateTime<Utc> {
        if days == 0 {
            let soon = self.now + TimeDelta::minutes(self.rng.random_range(8..150));
            if crate::base::day_of(soon) == crate::base::day_of(self.now) {
                return soon;
            }
        }
        let mut day = crate::base::day_of(self.now);
        for _ in 0..days.max(1) {
            day = self.calendar.working_day_from(day + TimeDelta::days(1));
        }
        start_of(day) + TimeDelta::minutes(self.rng.random_range(8 * 60 + 30..17 * 60 + 30))
    }

    async fn happen(&mut self, event: Event) -> Result<()> {
        match event {
            Event::Morning => {
                let_time_pass(&self.app, self.register.congress).await?;
                Ok(())
            }
            Event::Raise(nth) => self.raised(nth).await,
            Event::Turn(nth) => self.turn(nth).await,
            Event::Publish(nth) => self.publish(nth).await,
            Event::Support(nth) => self.support(nth).await,
            Event::Deed(nth) => self.deed(nth).await,
            Event::Answer(act, deputy) => self.answered_by(act, deputy).await,
            Event::Clerks => self.clerks().await,
            Event::Again(act, account) => self.again(act, account).await,
            Event::Merit => self.merit().await,
            Event::Freeze(year) => self.freeze(year).await,
            Event::Ask(nth) => self.ask(nth).await,
            Event::Reply(nth, reply) => self.voter_answers(nth, reply).await,
            Event::Conclude(nth) => self.conclude(nth).await,
            Event::Publishing(what) => self.publishing(what).await,
            Event::Gathering(nth, step) => self.gathering(nth, step).await,
            Event::Station(nth, what) => self.at_station(nth, what).await,
            Event::Reporting(nth, what) => self.reporting(nth, what).await,
            Event::Review(nth, turn) => self.review(nth, turn).await,
        }
    }

    async fn raised(&mut self, nth: usize) -> Result<()> {
        let case = self.raise(nth).await?;
        self.stories[nth].case = Some((case.id, case.receipt.clone(), case.number.clone()));
        let days = self.pause(nth, &case);
        let at = self.working(days);
        self.at(at, Event::Turn(nth));
        if self.stories[nth].fate.published {
            let days = self.rng.random_range(25..90);
            let at = self.working(days);
            self.at(at, Event::Publish(nth));
        }
        Ok(())
    }

    /// The case of a story as it stands.
    pub async fn case(&self, nth: usize) -> Result<Case> {
        let id = self.stories[nth].case.as_ref().map(|(id, ..)| *id).ok_or(Error::NotFound)?;
        store::find(&self.app.db, &self.cast.commission[0], id).await
    }

    async fn turn(&mut self, nth: usize) -> Result<()> {
        let case = self.case(nth).await?;
        let Some(act) = self.act(nth, &case).await? else { return Ok(()) };
        let waits = matches!(act, Act::Wait);
        match self.perform(&case, act).await {
            Ok(after) => {
                let days = if waits { 6 } else { self.pause(nth, &after) };
                let at = self.working(days);
                self.at(at, Event::Turn(nth));
                Ok(())
            }
            // The story ends here, as it stands: loading goes on.
            Err(why @ (Error::Conflict(_) | Error::Invalid(_) | Error::Forbidden | Error::NotFound)) => {
                self.stuck.push(format!("{} ({}): {why}", case.number, case.standing.state.word()));
                Ok(())
            }
            Err(other) => Err(other),
        }
    }

    async fn perform(&mut self, case: &Case, act: Act) -> Result<Case> {
        let anybody = Actor::anybody(self.register.congress);
        match act {
            Act::Take(actor, wanted) => take(&self.app, &actor, case.id, *wanted).await,
            Act::See => see(&self.app, &anybody, &case.receipt).await,
            Act::Rate(wanted) => rate(&self.app, &anybody, &case.receipt, *wanted).await,
            Act::Withdraw(reason) => withdraw(&self.app, &anybody, &case.receipt, &reason).await,
            Act::Wait => Ok(case.clone()),
        }
    }

    async fn publish(&mut self, nth: usize) -> Result<()> {
        let case = self.case(nth).await?;
        let Some(wanted) = self.publication(&case) else { return Ok(()) };
        let clerk = &self.cast.commission[0];
        if let Err(why) = take(&self.app, clerk, case.id, wanted).await {
            self.stuck.push(format!("{}, not published: {why}", case.number));
            return Ok(());
        }
        for _ in 0..self.stories[nth].fate.supports {
            let days = self.rng.random_range(0..40);
            let at = self.working(days);
            self.at(at, Event::Support(nth));
        }
        Ok(())
    }

    async fn support(&mut self, nth: usize) -> Result<()> {
        let Some((_, _, number)) = self.stories[nth].case.clone() else { return Ok(()) };
        let browser = format!("demo-{}", self.rng.random_range(0..1_000_000_000_u64));
        let anybody = Actor::anybody(self.register.congress);
        match support(&self.app, &anybody, &number, &browser).await {
            // It was withdrawn meanwhile, and is no longer shown.
            Err(Error::NotFound) => Ok(()),
            other => other.map(|_| ()),
        }
    }
}
