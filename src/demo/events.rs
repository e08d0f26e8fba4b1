//! To what deputies are invited: an inspection and a meeting that are over, with who was there, what was said and the
//! opinion that came of it; an enforcement check, which some have answered; and a draft.

use std::sync::OnceLock;

use chrono::{Days, NaiveDate, TimeDelta};
use rand::{SeedableRng, rngs::StdRng};
use serde::Deserialize;
use uuid::Uuid;

use super::begin::form;
use super::fate::{Fate, Sort};
use super::life::{Event, Life, Story};
use super::register::SHOWN;
use super::words::words;
use crate::access::Actor;
use crate::base::{Error, Result, start_of};
use crate::events::acts::{NewEvent, announce, choose, possible, proposed, write};
use crate::events::answers::{Answer, Whose, answer, register_speech};
use crate::events::attendance::{NewSpeech, check_in, close, mark, pass_on, record_speech};
use crate::events::{Invited, Kind, Topic, clockwork, store};

/// The seed of what becomes of what was said, so that it changes nobody else's luck.
const SPOKEN: u64 = 20_231_101;
/// Answers are asked for until so many days before.
const BEFORE: u64 = 3;
/// On so many days the invited answer.
const ROUNDS: usize = 3;

/// An event of the demo.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    kind: String,
    /// `commission`, or which working body.
    by: String,
    /// Its day, and the day on which it was written, counted from today.
    on: i64,
    written: i64,
    /// Nobody was told of it yet.
    #[serde(default)]
    draft: bool,
    starts: i64,
    ends: i64,
    title: String,
    place: String,
    body: String,
    /// The deputies as whom a newcomer looks around are invited, and have not answered.
    #[serde(default)]
    newcomers: bool,
    /// Why some do not come, one each.
    #[serde(default)]
    excused: Vec<String>,
    /// So many say that they come and do not.
    #[serde(default)]
    absent: usize,
    topics: Vec<Asked>,
    #[serde(default)]
    speeches: Vec<Said>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    title: String,
    fields: String,
    places: usize,
    slots: i64,
    /// So many ask to speak.
    #[serde(default)]
    speakers: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    topic: i64,
    text: String,
    /// Which organ will handle the opinion that comes of it; empty when none does.
    #[serde(default)]
    opinion: String,
}

#[derive(Deserialize)]
struct All {
    events: Vec<Told>,
}

fn all() -> &'static [Told] {
    static ALL: OnceLock<All> = OnceLock::new();
    let read = || toml::from_str(include_str!("events.toml")).expect("the demo's events are valid TOML");
    &ALL.get_or_init(read).events
}

/// An event as it goes on.
pub(super) struct Gathering {
    on_day: NaiveDate,
    event: Option<Uuid>,
    /// The story of what somebody said.
    spoken: Option<(usize, Uuid)>,
}

/// What happens to an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// It is written, deputies are chosen, and it is announced.
    Write,
    /// Some of those invited answer.
    Answer(usize),
    /// The day before, whoever comes is told again.
    Tomorrow,
    /// They arrive.
    Arrive,
    /// What was said is written down, and it is closed.
    Close,
    /// A speech becomes an opinion.
    PassOn,
}

/// What somebody invited does about it.
#[derive(PartialEq, Eq)]
enum Wish<'a> {
    Comes,
    Excused(&'a str),
    Silent,
}

impl Told {
    fn is_over(&self) -> bool {
        self.on < 0
    }

    /// Every fourth is excused as long as there are reasons; while it is still ahead another fourth is silent.
    fn wish(&self, nth: usize) -> Wish<'_> {
        match (nth % 4, self.excused.get(nth / 4)) {
            (1, Some(reason)) => Wish::Excused(reason),
            (3, _) if !self.is_over() => Wish::Silent,
            _ => Wish::Comes,
        }
    }

    /// Whether somebody said that they come and does not: the last ones who do not speak.
    fn misses(&self, all: &[Invited], one: &Invited) -> bool {
        let quiet = all.iter().rev().filter(|it| it.answer == "accepted" && !it.speaks);
        quiet.take(self.absent).any(|it| it.person_id == one.person_id)
    }
}

impl Life<'_> {
    /// When what happens; nothing of what would have been written before the demo's first day.
    pub(super) fn plan_events(&mut self, first: NaiveDate, today: NaiveDate) {
        for (nth, told) in all().iter().enumerate() {
            let written = self.worked_until(today + TimeDelta::days(told.written));
            let day = today + TimeDelta::days(told.on);
            let over = told.is_over();
            let on_day = if over { self.worked_until(day) } else { self.calendar.working_day_from(day) };
            self.gatherings.push(Gathering { on_day, event: None, spoken: None });
            if written <= first {
                continue;
            }
            let at = |day: NaiveDate, minutes: i64| start_of(day) + TimeDelta::minutes(minutes + nth as i64);
            self.at(at(written, 10 * 60), Event::Gathering(nth, Step::Write));
            if told.draft {
                continue;
            }
            for round in 0..ROUNDS {
                let day = written + Days::new(round as u64 + 1);
                self.at(at(day, 19 * 60 + 10), Event::Gathering(nth, Step::Answer(round)));
            }
            if over {
                let next = self.calendar.working_day_from(on_day + Days::new(1));
                self.at(at(on_day - Days::new(1), 8 * 60 + 30), Event::Gathering(nth, Step::Tomorrow));
                self.at(at(on_day, told.starts - 10), Event::Gathering(nth, Step::Arrive));
                self.at(at(on_day, told.ends + 15), Event::Gathering(nth, Step::Close));
                self.at(at(next, 9 * 60 + 20), Event::Gathering(nth, Step::PassOn));
            }
        }
    }

    /// The last working day until a day.
    fn worked_until(&self, day: NaiveDate) -> NaiveDate {
        let mut days = std::iter::successors(Some(day), NaiveDate::pred_opt);
        days.find(|day| self.calendar.is_working_day(*day)).unwrap_or(day)
    }

    /// Something happens to an event.
    pub(super) async fn gathering(&mut self, nth: usize, step: Step) -> Result<()> {
        let done = match (step, self.gatherings[nth].event) {
            (Step::Write, _) => self.write_event(nth).await,
            (_, None) => Ok(()),
            (Step::Answer(round), Some(id)) => self.invited_answer((nth, id), round).await,
            (Step::Tomorrow, Some(_)) => clockwork::pass(&self.app, self.register.congress).await,
            (Step::Arrive, Some(id)) => self.arrive((nth, id)).await,
            (Step::Close, Some(id)) => self.close_event((nth, id)).await,
            (Step::PassOn, Some(id)) => self.pass_speech_on((nth, id)).await,
        };
        match done {
            Err(why @ (Error::Conflict(_) | Error::Invalid(_) | Error::Forbidden | Error::NotFound)) => {
                self.stuck.push(format!("{step:?} of event {nth}: {why}"));
                Ok(())
            }
            other => other,
        }
    }

    /// Whose event it is.
    fn host(&self, nth: usize) -> Actor {
        let body = self.register.bodies.get(all()[nth].by.as_str());
        let body = body.and_then(|body| self.cast.bodies.get(body));
        body.unwrap_or(&self.cast.commission[0]).clone()
    }

    fn deputy(&self, person: Uuid) -> Result<Actor> {
        self.cast.deputies.get(&person).cloned().ok_or(Error::NotFound)
    }

    /// The deputies of the shown village, as whom a newcomer looks around.
    pub(super) fn newcomers(&self) -> Vec<Uuid> {
        let here = |place: usize| {
            let place = &self.register.places[place];
            (place.town, place.village) == (SHOWN, 0)
        };
        self.register.deputies.iter().filter(|it| here(it.place)).map(|it| it.person).collect()
    }

    async fn write_event(&mut self, nth: usize) -> Result<()> {
        let (told, host, on_day) = (&all()[nth], self.host(nth), self.gatherings[nth].on_day);
        let topic = |(place, asked): (i64, &Asked)| Topic {
            place,
            title: asked.title.clone(),
            fields: asked.fields.clone(),
            areas: String::new(),
            consultation_id: None,
            slots: asked.slots,
        };
        let new = NewEvent {
            form: self.app.chance.draw(form),
            kind: Kind::of_word(&told.kind).ok_or(Error::NotFound)?,
            title: told.title.clone(),
            body: told.body.clone(),
            place: told.place.clone(),
            on_day,
            last_day: on_day,
            starts: told.starts,
            ends: told.ends,
            answer_by: on_day - Days::new(BEFORE),
            topics: (1..).zip(&told.topics).map(topic).collect(),
        };
        let id = write(&self.app, &host, &new).await?;
        self.gatherings[nth].event = Some(id);
        for (topic, asked) in new.topics.iter().zip(&told.topics) {
            self.invite((nth, id), (topic, asked.places)).await?;
        }
        if !told.draft {
            let event = store::find(&self.app.db, &host, id).await?;
            announce(&self.app, &host, id, event.version).await?;
        }
        Ok(())
    }

    /// Those whom the program proposes; a person may put others in their place.
    async fn invite(&self, (nth, id): (usize, Uuid), (topic, places): (&Topic, usize)) -> Result<()> {
        let (db, host) = (&self.app.db, self.host(nth));
        let event = store::find(db, &host, id).await?;
        let possible = possible(db, &host, &event, topic).await?;
        let invited = store::invited(db, host.congress, id).await?;
        let mut chosen: Vec<Uuid> =
            proposed(&possible, &invited, places).into_iter().map(|one| one.person).collect();
        let newcomers = if all()[nth].newcomers { self.newcomers() } else { Vec::new() };
        for person in &newcomers {
            let last = chosen.iter().rposition(|one| !newcomers.contains(one));
            if let Some(last) = last.filter(|_| !chosen.contains(person)) {
                chosen[last] = *person;
            }
        }
        if chosen.is_empty() {
            return Ok(());
        }
        choose(&self.app, &host, id, (topic.place, &chosen)).await
    }

    async fn invited_answer(&mut self, (nth, id): (usize, Uuid), round: usize) -> Result<()> {
        let (told, congress) = (&all()[nth], self.register.congress);
        let newcomers = if told.newcomers { self.newcomers() } else { Vec::new() };
        let invited = store::invited(&self.app.db, congress, id).await?;
        let others = invited.iter().filter(|one| !newcomers.contains(&one.person_id)).enumerate();
        for (at, one) in others.filter(|(at, _)| at % ROUNDS == round) {
            let actor = self.deputy(one.person_id)?;
            let wanted = match told.wish(at) {
                Wish::Comes => Answer::Accept,
                Wish::Excused(reason) => Answer::Decline(reason.to_owned()),
                Wish::Silent => continue,
            };
            answer(&self.app, &actor, Whose::Own(id), &wanted).await?;
            let now = store::invited(&self.app.db, congress, id).await?;
            let asking = now.iter().filter(|it| it.speaks && it.topic == one.topic).count();
            let topic = (1..).zip(&told.topics).find(|(place, _)| Some(*place) == one.topic);
            if wanted == Answer::Accept && topic.is_some_and(|(_, topic)| asking < topic.speakers) {
                register_speech(&self.app, &actor, Whose::Own(id), true).await?;
            }
        }
        Ok(())
    }

    /// Some scan the code at the door, others go to the desk.
    async fn arrive(&mut self, (nth, id): (usize, Uuid)) -> Result<()> {
        let (told, host) = (&all()[nth], self.host(nth));
        let event = store::find(&self.app.db, &host, id).await?;
        let invited = store::invited(&self.app.db, host.congress, id).await?;
        let here = invited.iter().filter(|one| one.answer == "accepted" && !told.misses(&invited, one));
        for (at, one) in here.enumerate() {
            if at % 3 == 0 {
                mark(&self.app, &host, id, (one.person_id, "present")).await?;
            } else {
                check_in(&self.app, &self.deputy(one.person_id)?, &event.code).await?;
            }
        }
        Ok(())
    }

    async fn close_event(&mut self, (nth, id): (usize, Uuid)) -> Result<()> {
        let (told, host) = (&all()[nth], self.host(nth));
        let invited = store::invited(&self.app.db, host.congress, id).await?;
        for said in &told.speeches {
            let topic = Some(said.topic);
            let Some(one) = invited.iter().find(|one| one.speaks && one.topic == topic) else { continue };
            let mut text = said.text.clone();
            if !said.opinion.is_empty() {
                let story = self.spoken_story(one.person_id, &said.opinion);
                self.gatherings[nth].spoken = Some((story, one.person_id));
                text = self.stories[story].filler.fill(&mut StdRng::seed_from_u64(SPOKEN), &text);
            }
            let form = self.app.chance.draw(form);
            let new = NewSpeech { form, person: one.person_id, topic, text };
            record_speech(&self.app, &host, id, &new).await?;
        }
        for one in invited.iter().filter(|one| one.answer == "accepted" && told.misses(&invited, one)) {
            mark(&self.app, &host, id, (one.person_id, "absent")).await?;
        }
        let event = store::find(&self.app.db, &host, id).await?;
        close(&self.app, &host, id, event.version).await.map(|_| ())
    }

    /// The story of what a deputy said at a meeting, about something that an organ handles.
    fn spoken_story(&mut self, person: Uuid, organ: &str) -> usize {
        let mut rng = StdRng::seed_from_u64(SPOKEN);
        let mut fate = Fate::draw(&mut rng);
        (fate.sort, fate.published, fate.lies) = (Sort::Deputys(0), false, None);
        let topic = words().topics.iter().position(|topic| topic.organ == organ).unwrap_or_default();
        let seat = self.register.deputies.iter().find(|it| it.person == person);
        let place = &self.register.places[seat.map_or(0, |it| it.place)];
        let (town, village) = (place.town, place.village);
        let at = &self.register.towns[town];
        let filler = words().topics[topic]
            .filler(&mut rng, &[("t", at.name.as_str()), ("v", at.villages[village].1.as_str())]);
        self.stories.push(Story { case: None, topic, town, village, filler, fate, same_as: None });
        self.stories.len() - 1
    }

    /// What was said becomes an opinion, whose story goes on like that of any other.
    async fn pass_speech_on(&mut self, (nth, id): (usize, Uuid)) -> Result<()> {
        let Some((story, person)) = self.gatherings[nth].spoken else { return Ok(()) };
        let host = self.host(nth);
        let speeches = store::speeches(&self.app.db, host.congress, id).await?;
        let speech = speeches.iter().find(|one| one.person_id == person).ok_or(Error::NotFound)?;
        let case = pass_on(&self.app, &host, id, speech.id).await?;
        self.story_begins(story, &case);
        Ok(())
    }
}
