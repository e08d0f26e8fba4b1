//! How voters review their deputies: a round that is over and published, and one in which voters cast.

use chrono::{Days, NaiveDate, TimeDelta};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use uuid::Uuid;

use super::begin::form;
use super::life::{Event, Life};
use crate::access::{Actor, Permit};
use crate::base::{Error, Result, start_of};
use crate::people::store::reach::deputies_reached;
use crate::reviews::acts::casting::{Vote, cast};
use crate::reviews::acts::opening::enter_key;
use crate::reviews::acts::{NewReview, Paper, Whom, ceremony, confirm, paper, propose, write};
use crate::reviews::{Step, store};

/// The seed of what voters say, so that it changes nobody else's luck.
const SEED: u64 = 20_231_107;

/// A round of the demo: days counted from today.
struct Told {
    written: i64,
    last: i64,
    /// It goes on to its end.
    whole: bool,
    roll: i64,
    slips: i64,
    cast: usize,
    /// All of the constituency, or one deputy.
    all: bool,
}

const ALL: [Told; 2] = [
    Told { written: -62, last: -50, whole: true, roll: 1_284, slips: 60, cast: 44, all: false },
    Told { written: -4, last: 10, whole: false, roll: 1_284, slips: 80, cast: 31, all: true },
];

/// What voters add.
const WORDS: [&str; 4] = [
    "经常到村里来，说话算数。",
    "通村公路修好了，谢谢。",
    "多讲讲医保怎么报销。",
    "建议晚上也安排一次接待。",
];

/// A round as it goes on.
#[derive(Default)]
pub(super) struct Reviewing {
    id: Uuid,
    code: String,
    slips: Vec<String>,
    keys: Vec<String>,
    questions: usize,
}

/// What happens to a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Turn {
    /// It is written, slips are printed, and it begins.
    Begin,
    /// Voters cast.
    Cast,
    /// It is closed, counted, opened and published.
    End,
}

impl Life<'_> {
    /// When what happens; nothing of what would have been written before the demo's first day.
    pub(super) fn plan_reviews(&mut self, first: NaiveDate, today: NaiveDate) {
        for (nth, told) in ALL.iter().enumerate() {
            self.reviewings.push(Reviewing::default());
            let day = |days: i64| today + TimeDelta::days(days);
            if day(told.written) <= first {
                continue;
            }
            let at = |days: i64, hour: i64| start_of(day(days)) + TimeDelta::hours(hour);
            self.at(at(told.written, 10), Event::Review(nth, Turn::Begin));
            self.at(at(told.written + 1, 20), Event::Review(nth, Turn::Cast));
            if told.whole {
                self.at(at(told.last + 2, 15), Event::Review(nth, Turn::End));
            }
        }
    }

    /// Something happens to a round.
    pub(super) async fn review(&mut self, nth: usize, turn: Turn) -> Result<()> {
        let done = match turn {
            Turn::Begin => self.begin_review(nth).await,
            _ if self.reviewings[nth].code.is_empty() => Ok(()),
            Turn::Cast => self.voters_cast(nth).await,
            Turn::End => self.end_review(nth).await,
        };
        match done {
            Err(why @ (Error::Conflict(_) | Error::Invalid(_) | Error::Forbidden | Error::NotFound)) => {
                self.stuck.push(format!("{turn:?} of review {nth}: {why}"));
                Ok(())
            }
            other => other,
        }
    }

    /// An office with deputies of its own, and the commission.
    async fn two(&self) -> Result<Option<(Actor, Actor, Vec<crate::people::store::reach::Elected>)>> {
        let today = self.app.clock.today();
        for office in self.cast.offices.values() {
            let deputies = deputies_reached(&self.app.db, office, Permit::ReviewKeep, today).await?;
            if !deputies.is_empty() && office.organization_for(Permit::ReviewKeep).is_some() {
                return Ok(Some((office.clone(), self.cast.commission[0].clone(), deputies)));
            }
        }
        Ok(None)
    }

    async fn begin_review(&mut self, nth: usize) -> Result<()> {
        let told = &ALL[nth];
        let Some((office, clerk, deputies)) = self.two().await? else { return Ok(()) };
        let Some(one) = deputies.get(nth.min(deputies.len() - 1)) else { return Ok(()) };
        let whom =
            if told.all { Whom::Constituency(one.constituency_id) } else { Whom::Deputy(one.person_id) };
        let days = u64::try_from(told.last - told.written).unwrap_or_default();
        let new = NewReview {
            form: self.app.chance.draw(form),
            whom,
            title: String::new(),
            roll: told.roll,
            slips: told.slips,
            last_day: self.app.clock.today() + Days::new(days),
            check_until: None,
            parts: !told.all,
            words: true,
        };
        let id = write(&self.app, &office, &new).await?;
        let printed = ceremony::print(&self.app, &office, id).await?;
        propose(&self.app, &office, id, Step::Open).await?;
        confirm(&self.app, &clerk, id, (Step::Open, "")).await?;
        let reviewed = store::reviewed(&self.app.db, office.congress, id).await?;
        self.reviewings[nth] = Reviewing {
            id,
            questions: printed.review.rules()?.asked(&reviewed).len(),
            code: printed.review.code,
            slips: printed.slips.iter().map(ToString::to_string).collect(),
            keys: printed.keys.into_iter().map(|(_, key)| key).collect(),
        };
        Ok(())
    }

    async fn voters_cast(&mut self, nth: usize) -> Result<()> {
        let mut rng = StdRng::seed_from_u64(SEED + nth as u64);
        let round = &self.reviewings[nth];
        let anybody = Actor::anybody(self.register.congress);
        for (voter, slip) in round.slips.iter().take(ALL[nth].cast).enumerate() {
            // Most are satisfied, some are not.
            let rating = |rng: &mut StdRng| [0, 0, 0, 0, 0, 0, 1, 1, 1, 2][rng.random_range(0..10)];
            let choices = (0..round.questions).map(|_| Some(rating(&mut rng))).collect();
            let words = WORDS.get(voter).copied().unwrap_or_default().to_owned();
            cast(
                &self.app,
                &anybody,
                &round.code,
                &Vote { slip: slip.clone(), choices, words, ..Vote::default() },
            )
            .await?;
        }
        Ok(())
    }

    async fn end_review(&mut self, nth: usize) -> Result<()> {
        let Some((office, clerk, _)) = self.two().await? else { return Ok(()) };
        let (round, app) = (&self.reviewings[nth], &self.app);
        let anybody = Actor::anybody(self.register.congress);
        let take = async |step: Step| {
            propose(app, &office, round.id, step).await?;
            confirm(app, &clerk, round.id, (step, "")).await
        };
        take(Step::Close).await?;
        let cast = i64::try_from(ALL[nth].cast).unwrap_or_default();
        let ticked = |question: usize| if question == 0 { vec![4, 2, 0] } else { vec![4, 1, 0, 1] };
        let counted = Paper {
            ballots: 6,
            spoiled: 1,
            unreturned: ALL[nth].slips - cast - 7,
            counts: (0..round.questions).map(ticked).collect(),
        };
        for who in [&office, &clerk] {
            paper::count(app, who, round.id, &counted).await?;
        }
        take(Step::Unseal).await?;
        for key in round.keys.iter().take(2) {
            enter_key(app, &anybody, &round.code, key).await?;
        }
        take(Step::Publish).await
    }
}
