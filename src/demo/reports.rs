//! What deputies report to their voters: some have, with questions and answers; one was put up by the local office and has a
//! question that waits; one is to come, one is submitted.

use std::sync::OnceLock;

use chrono::{NaiveDate, TimeDelta};
use serde::Deserialize;
use uuid::Uuid;

use super::begin::form;
use super::life::{Event, Life};
use super::register::SHOWN;
use crate::access::Actor;
use crate::base::{Error, Result, start_of, text::Lang};
use crate::bodies::store::term_on;
use crate::ledger::parties;
use crate::reports::acts::{Giving, Plan, Then, begin, give, plan, write};
use crate::reports::questions::{Answer, NewQuestion, answer, ask, proposed};
use crate::reports::{Report, Way, store};

/// A report of the demo.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    /// In the town that newcomers see, or in another.
    town: String,
    /// The local office does it for the deputy.
    #[serde(default)]
    office: bool,
    written: i64,
    planned: Option<i64>,
    given: Option<i64>,
    /// Put up for so many days; a meeting otherwise.
    days: Option<i64>,
    starts: Option<i64>,
    #[serde(default)]
    place: String,
    present: Option<i64>,
    #[serde(default)]
    study: String,
    #[serde(default)]
    voters: String,
    plans: String,
    #[serde(default)]
    questions: Vec<Asked>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    ago: i64,
    text: String,
    /// Empty while it waits.
    #[serde(default)]
    answer: String,
    #[serde(default)]
    public: bool,
}

#[derive(Deserialize)]
struct All {
    reports: Vec<Told>,
}

fn all() -> &'static [Told] {
    static ALL: OnceLock<All> = OnceLock::new();
    let read = || toml::from_str(include_str!("reports.toml")).expect("the demo's reports are valid TOML");
    &ALL.get_or_init(read).reports
}

/// Days until a question is answered.
const ANSWERED: i64 = 4;

/// What happens to a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reporting {
    /// It is drafted, edited and submitted.
    Write,
    /// Its day is set.
    Plan,
    /// It is given; what an office entered is confirmed.
    Give,
    /// A voter asks.
    Ask(usize),
    /// The deputy answers.
    Answer,
}

impl Life<'_> {
    /// When who reports; nothing from before the demo's first day.
    pub(super) fn plan_reports(&mut self, first: NaiveDate, today: NaiveDate) {
        let at = |day: i64, minute: i64| start_of(today + TimeDelta::days(day)) + TimeDelta::minutes(minute);
        for (nth, told) in all().iter().enumerate() {
            if today + TimeDelta::days(told.written - 1) <= first || self.reporter(nth).is_none() {
                continue;
            }
            let minute = nth as i64;
            self.at(at(told.written, 20 * 60 + minute), Event::Reporting(nth, Reporting::Write));
            if let Some(day) = told.planned {
                self.at(at(day, 10 * 60 + minute), Event::Reporting(nth, Reporting::Plan));
            }
            if let Some(day) = told.given.filter(|day| *day < 0) {
                self.at(at(day, 17 * 60 + minute), Event::Reporting(nth, Reporting::Give));
            }
            for (place, asked) in told.questions.iter().enumerate() {
                self.at(at(asked.ago, 19 * 60 + minute), Event::Reporting(nth, Reporting::Ask(place)));
                if !asked.answer.is_empty() {
                    let day = asked.ago + ANSWERED;
                    self.at(at(day, 21 * 60 + minute), Event::Reporting(nth, Reporting::Answer));
                }
            }
        }
    }

    /// Who gives a report, and in which town: nobody as whom a newcomer looks around.
    fn reporter(&self, nth: usize) -> Option<(Uuid, usize)> {
        let shown = all()[nth].town == "shown";
        let before = all()[..nth].iter().filter(|told| told.town == all()[nth].town).count();
        let newcomers = self.newcomers();
        let here = |it: &&super::register::Sitting| {
            let town = self.register.places[it.place].town;
            (town == SHOWN) == shown
                && !newcomers.contains(&it.person)
                && self.cast.deputies.contains_key(&it.person)
        };
        // Of other towns not everybody from the first.
        let found = self.register.deputies.iter().filter(here);
        let each = if shown { 1 } else { 3 };
        let one = found.step_by(each).nth(before)?;
        Some((one.person, self.register.places[one.place].town))
    }

    pub(super) async fn reporting(&mut self, nth: usize, what: Reporting) -> Result<()> {
        let Some((person, town)) = self.reporter(nth) else { return Ok(()) };
        let told = &all()[nth];
        let deputy = self.cast.deputies.get(&person).ok_or(Error::NotFound)?.clone();
        let office = self.cast.offices.get(&self.register.towns[town].office).ok_or(Error::NotFound)?.clone();
        let writer = if told.office { &office } else { &deputy };
        match what {
            Reporting::Write => self.write_report(told, writer, person).await,
            Reporting::Plan => {
                let report = self.report_of(person).await?;
                plan(&self.app, &office, (report.id, report.version), (&self.day_of(told), "")).await
            }
            Reporting::Give => self.give_report(told, (&deputy, &office), person).await,
            Reporting::Ask(place) => self.ask_about(&told.questions[place], person).await,
            Reporting::Answer => self.answer_about(told, &deputy, person).await,
        }
    }

    async fn report_of(&self, person: Uuid) -> Result<Report> {
        let (db, congress) = (&self.app.db, self.register.congress);
        let term = term_on(db, congress, self.app.clock.today()).await?.ok_or(Error::NotFound)?;
        store::of_person(db, congress, (person, term.id)).await?.ok_or(Error::NotFound)
    }

    async fn write_report(&self, told: &Told, writer: &Actor, person: Uuid) -> Result<()> {
        let id = begin(&self.app, writer, person, Some(Lang::ZhCn)).await?;
        let report = store::find(&self.app.db, writer, id).await?;
        let mut texts = report.texts.clone();
        for (part, text) in [
            (&mut texts.study, &told.study),
            (&mut texts.voters, &told.voters),
            (&mut texts.plans, &told.plans),
        ] {
            if !part.is_empty() && !text.is_empty() {
                part.push('\n');
            }
            part.push_str(text);
        }
        texts.summary = format!("{}{}", texts.summary, told.plans);
        let stories = self.stories_of(&report, writer).await?;
        let told = Then::Tell(stories, Lang::ZhCn);
        let report = write(&self.app, writer, (id, report.version), (&texts, &told), &[]).await?;
        write(&self.app, writer, (id, report.version), (&report.texts, &Then::Submit), &[]).await?;
        Ok(())
    }

    /// The latest published opinions, of which two are told.
    async fn stories_of(&self, report: &Report, writer: &Actor) -> Result<Vec<String>> {
        let of = Some(("deputy_id", report.person_id));
        let found = crate::cases::store::published(&self.app.db, writer.congress, of, None).await?;
        Ok(found.lines.into_iter().take(2).map(|line| line.number).collect())
    }

    /// The day as it is planned; today when it is given.
    fn day_of(&self, told: &Told) -> Plan {
        let today = self.app.clock.today();
        let ahead = told.given.zip(told.planned).map_or(0, |(given, planned)| given - planned);
        let on_day = today + TimeDelta::days(ahead);
        Plan {
            way: if told.days.is_some() { Way::Writing } else { Way::Meeting },
            on_day,
            until_on: told.days.map(|days| on_day + TimeDelta::days(days)),
            starts: told.starts,
            place: told.place.clone(),
            station: None,
        }
    }

    async fn give_report(&self, told: &Told, (deputy, office): (&Actor, &Actor), person: Uuid) -> Result<()> {
        let report = self.report_of(person).await?;
        let plan = Plan { on_day: self.app.clock.today(), ..self.day_of(told) };
        let until_on = told.days.map(|days| plan.on_day + TimeDelta::days(days));
        let giving = Giving {
            plan: Plan { until_on, ..plan },
            chair: String::new(),
            present: told.present,
            photos: Vec::new(),
        };
        let actor = if told.office { office } else { deputy };
        give(&self.app, actor, (report.id, report.version), &giving).await?;
        if told.office {
            let acts = crate::ledger::store::of_evidence(&self.app.db, actor.congress, report.id).await?;
            let act = acts.first().ok_or(Error::NotFound)?;
            parties::confirm(&self.app, deputy, act.id).await?;
        }
        Ok(())
    }

    async fn ask_about(&self, asked: &Asked, person: Uuid) -> Result<()> {
        let report = self.report_of(person).await?;
        let new = NewQuestion {
            form: self.app.chance.draw(form),
            body: asked.text.clone(),
            phone: String::new(),
            alone: !asked.public && !asked.answer.is_empty(),
        };
        ask(&self.app, &Actor::anybody(self.register.congress), &report, &new).await?;
        Ok(())
    }

    async fn answer_about(&self, told: &Told, deputy: &Actor, person: Uuid) -> Result<()> {
        let report = self.report_of(person).await?;
        let open = store::waiting(&self.app.db, deputy, (true, Some(report.id)), 0).await?.0;
        for question in open {
            let asked = told.questions.iter().find(|asked| asked.text == question.body);
            let Some(asked) = asked.filter(|asked| !asked.answer.is_empty()) else { continue };
            let said = Answer {
                text: asked.answer.clone(),
                public: asked.public,
                question: proposed(&question),
                looked: true,
            };
            answer(&self.app, deputy, (question.id, question.version), &said).await?;
        }
        Ok(())
    }
}
