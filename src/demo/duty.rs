//! Two years of duty: who contacts whom, what members and deputies do, what they declare and when, and the clerks who
//! verify it. Everything goes through the same acts as a page.

use charter::ActKind;
use chrono::{Datelike, NaiveDate, TimeDelta};
use rand::RngExt;
use rand::seq::IndexedRandom;
use uuid::Uuid;

use super::Size;
use super::begin::form;
use super::life::{Event, Life};
use super::words::{Filler, one, words};
use crate::access::Actor;
use crate::assignments::{self, Wanted, Way, acts::Publishing};
use crate::base::{Error, Result, start_of};
use crate::cases::Case;
use crate::contacts::{self, NewContact, Passed};
use crate::ledger::{self, Act, State, Step, acts, parties};
use crate::outreach::{self, acts::NewOutreach};
use crate::people::store::assignments_on;
use crate::points::{freeze::freeze, merits};

/// Deputies whom a member meets at one time, at most.
const AT_ONCE: usize = 4;

/// Something a member or deputies did, and how they will declare it.
#[derive(Debug, Clone)]
pub(super) struct Deed {
    /// Who did it: a member, or the local office that organised it, or a deputy.
    by: Uuid,
    what: What,
    /// With whom, or who took part.
    deputies: Vec<Uuid>,
    on: NaiveDate,
    /// The place in the register's constituencies, for what was done with voters.
    place: usize,
    /// What was heard is passed on as an opinion.
    passed_on: bool,
    /// Something personal is confided.
    confides: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Contact,
    OfficeActivity,
    OwnActivity,
}

impl Life<'_> {
    /// The commission proposes who contacts whom from the first day on, and publishes it.
    pub(super) async fn assign(&mut self, first: NaiveDate) -> Result<()> {
        let clerk = &self.cast.commission[0];
        let wanted = Wanted { in_force_on: first, way: Way::Keep };
        let plan = assignments::acts::propose(&self.app, clerk, &wanted).await?;
        let said = Publishing { version: 1, without: true };
        assignments::acts::publish(&self.app, clerk, plan, &said).await?;
        Ok(())
    }

    /// Draw what everybody will do in each half year of the days, and when the clerks sit down to verify it.
    pub(super) async fn plan_duties(&mut self, size: &Size, today: NaiveDate) -> Result<()> {
        let first = today - TimeDelta::days(size.days);
        let pairs = assignments_on(&self.app.db, self.register.congress, first).await?;
        for (from, to) in halves(first, today) {
            for (nth, member) in self.register.members.clone().into_iter().enumerate() {
                let member = self.register.deputies[member].person;
                let own: Vec<Uuid> =
                    pairs.iter().filter(|pair| pair.member_id == member).map(|pair| pair.deputy_id).collect();
                for group in own.chunks(AT_ONCE) {
                    if self.rng.random_ratio(zeal(nth), 100) {
                        self.contact_planned(member, group, (from, to));
                    }
                }
            }
            self.activities_planned((from, to));
        }
        for day in first.iter_days().take_while(|day| *day < today) {
            if day.weekday().num_days_from_monday() % 2 == 0 && self.calendar.is_working_day(day) {
                self.at(start_of(day) + TimeDelta::minutes(10 * 60 + 30), Event::Clerks);
            }
            if (day.month(), day.day()) == (1, 20) {
                self.at(start_of(day) + TimeDelta::minutes(11 * 60), Event::Freeze(day.year() - 1));
            }
            if day.day() == 15 && day.month() % 4 == 0 {
                self.at(start_of(day) + TimeDelta::minutes(9 * 60), Event::Merit);
            }
        }
        Ok(())
    }

    fn contact_planned(&mut self, member: Uuid, group: &[Uuid], (from, to): (NaiveDate, NaiveDate)) {
        let on = self.day_between(from, to);
        let deed = Deed {
            by: member,
            what: What::Contact,
            deputies: group.to_vec(),
            on,
            place: 0,
            passed_on: self.rng.random_ratio(4, 100),
            confides: self.rng.random_ratio(5, 100),
        };
        self.declared_later(deed, to);
    }

    fn activities_planned(&mut self, (from, to): (NaiveDate, NaiveDate)) {
        for place in 0..self.register.places.len() {
            let here = self.register.deputies.iter().filter(|it| it.place == place);
            let deputies: Vec<Uuid> = here.map(|it| it.person).collect();
            let town = self.register.places[place].town;
            if deputies.is_empty() || !self.rng.random_ratio(zeal(town), 100) {
                continue;
            }
            let office = self.register.towns[town].office;
            let on = self.day_between(from, to);
            let deed = |by, what, deputies| Deed {
                by,
                what,
                deputies,
                on,
                place,
                passed_on: false,
                confides: false,
            };
            if self.rng.random_ratio(85, 100) {
                self.declared_later(deed(office, What::OfficeActivity, deputies), to);
            } else {
                for deputy in deputies {
                    self.declared_later(deed(deputy, What::OwnActivity, vec![deputy]), to);
                }
            }
        }
    }

    fn day_between(&mut self, from: NaiveDate, to: NaiveDate) -> NaiveDate {
        let days = (to - from).num_days().max(1);
        self.calendar.working_day_from(from + TimeDelta::days(self.rng.random_range(0..days))).min(to)
    }

    /// Most declare within days, some late; what would be declared after today has not happened yet.
    fn declared_later(&mut self, deed: Deed, last: NaiveDate) {
        let days = if self.rng.random_ratio(9, 100) {
            self.rng.random_range(9..20)
        } else {
            self.rng.random_range(0..5)
        };
        let day = self.calendar.working_day_from(deed.on + TimeDelta::days(days));
        if deed.on >= last {
            return;
        }
        let at = start_of(day) + TimeDelta::minutes(self.rng.random_range(14 * 60..21 * 60));
        self.deeds.push(deed);
        let nth = self.deeds.len() - 1;
        self.at(at, Event::Deed(nth));
    }

    /// It is declared.
    pub(super) async fn deed(&mut self, nth: usize) -> Result<()> {
        let deed = self.deeds[nth].clone();
        let done = match deed.what {
            What::Contact => self.contacted(&deed).await,
            _ => self.met_voters(&deed).await,
        };
        match done {
            Err(why @ (Error::Conflict(_) | Error::Invalid(_) | Error::Forbidden | Error::NotFound)) => {
                self.stuck.push(format!("{:?} of {}: {why}", deed.what, deed.on));
                Ok(())
            }
            other => other,
        }
    }

    async fn contacted(&mut self, deed: &Deed) -> Result<()> {
        let ways: &[&str] = if deed.deputies.len() > 2 {
            &["visit", "visit", "network"]
        } else {
            &["telephone", "visit", "letter"]
        };
        let topic =
            *["law", "agenda", "organs", "handling", "handling"].choose(&mut self.rng).unwrap_or(&"law");
        let town = self.town_of(deed.deputies[0]);
        let said = self.phrase(said_of(topic), town);
        let confidence =
            if deed.confides { self.phrase(&words().duty.difficulty, town) } else { String::new() };
        let mut topics = vec![topic.to_owned()];
        topics.extend(deed.confides.then(|| "deputy".to_owned()));
        let new = NewContact {
            form: self.app.chance.draw(form),
            way: (*ways.choose(&mut self.rng).unwrap_or(&"visit")).to_owned(),
            on_day: deed.on,
            deputies: deed.deputies.clone(),
            topics,
            said: said.clone(),
            confidence,
            declare: true,
            ..NewContact::default()
        };
        let member = self.cast.deputies.get(&deed.by).ok_or(Error::NotFound)?.clone();
        let contact = contacts::acts::record(&self.app, &member, &new).await?;
        let act = contacts::store::find(&self.app.db, &member, contact).await?.act_id;
        for deputy in &deed.deputies {
            if self.rng.random_ratio(55, 100) {
                let days = self.rng.random_range(0..4);
                let at = self.working(days);
                self.at(at, Event::Answer(act, *deputy));
            }
        }
        if deed.passed_on {
            self.passed_on(&member, contact, (deed.deputies[0], town)).await?;
        }
        Ok(())
    }

    /// What was heard becomes an opinion, whose story goes on like that of any other.
    async fn passed_on(
        &mut self,
        member: &Actor,
        contact: Uuid,
        (deputy, town): (Uuid, usize),
    ) -> Result<()> {
        let nth = self.passed_story(town);
        let (subject, body) = self.opinion(nth);
        let passed = Passed { form: self.app.chance.draw(form), deputy, subject, body, place: String::new() };
        let case = contacts::acts::pass_on(&self.app, member, contact, &passed).await?;
        self.story_begins(nth, &case);
        Ok(())
    }

    pub(super) fn story_begins(&mut self, nth: usize, case: &Case) {
        self.stories[nth].case = Some((case.id, case.receipt.clone(), case.number.clone()));
        let days = self.pause(nth, case);
        let at = self.working(days);
        self.at(at, Event::Turn(nth));
    }

    async fn met_voters(&mut self, deed: &Deed) -> Result<()> {
        let at = &self.register.places[deed.place];
        let (constituency, town) = (at.id, at.town);
        let village = self.register.towns[town].villages[at.village].1.clone();
        let methods = ["visit", "visit", "forum", "research", "telephone"];
        let purposes = ["publicity", "organs", "session", "consultation"];
        let new = NewOutreach {
            form: self.app.chance.draw(form),
            method: (*methods.choose(&mut self.rng).unwrap_or(&"visit")).to_owned(),
            purposes: vec![(*purposes.choose(&mut self.rng).unwrap_or(&"organs")).to_owned()],
            on_day: deed.on,
            place: village,
            constituency: Some(constituency),
            voters: Some(self.rng.random_range(4..40)),
            said: self.phrase(&words().duty.outreach_said, town),
            deputies: deed.deputies.clone(),
            declare: true,
            files: Vec::new(),
        };
        let by = match deed.what {
            What::OfficeActivity => self.cast.offices.get(&deed.by),
            _ => self.cast.deputies.get(&deed.by),
        };
        let by = by.ok_or(Error::NotFound)?.clone();
        let activity = outreach::acts::record(&self.app, &by, &new).await?;
        for act in ledger::store::of_evidence(&self.app.db, self.register.congress, activity).await? {
            if act.office_id.is_some() && self.rng.random_ratio(60, 100) {
                let days = self.rng.random_range(0..4);
                let at = self.working(days);
                self.at(at, Event::Answer(act.id, act.person_id));
            }
        }
        if self.rng.random_ratio(1, 8) {
            self.heard_with_voters(activity, (deed.deputies[0], town)).await?;
        }
        Ok(())
    }

    /// What voters said becomes a deputy's opinion.
    async fn heard_with_voters(&mut self, activity: Uuid, (deputy, town): (Uuid, usize)) -> Result<()> {
        let actor = self.cast.deputies.get(&deputy).ok_or(Error::NotFound)?.clone();
        let nth = self.passed_story(town);
        let (subject, body) = self.opinion(nth);
        let passed = outreach::pass_on::Passed {
            form: self.app.chance.draw(form),
            deputy: None,
            subject,
            body,
            place: String::new(),
            name: String::new(),
            phone: String::new(),
        };
        let case = outreach::pass_on::pass_on(&self.app, &actor, activity, &passed).await?;
        self.story_begins(nth, &case);
        Ok(())
    }

    /// A deputy who was named confirms; seldom one objects.
    pub(super) async fn answered_by(&mut self, act: Uuid, deputy: Uuid) -> Result<()> {
        let actor = self.cast.deputies.get(&deputy).ok_or(Error::NotFound)?.clone();
        let done = if self.rng.random_ratio(1, 60) {
            let text = one(&mut self.rng, &words().duty.objection).to_owned();
            let new = parties::NewObjection { act: Some(act), year: 0, text: &text };
            parties::object(&self.app, &actor, &new).await.map(|_| ())
        } else {
            parties::confirm(&self.app, &actor, act).await
        };
        // Meanwhile it was returned, or somebody else objected.
        match done {
            Err(Error::Conflict(_)) => Ok(()),
            other => other,
        }
    }

    /// The commission's clerks answer objections, then verify what was declared; a few are sent back.
    pub(super) async fn clerks(&mut self) -> Result<()> {
        let clerk = self.cast.commission[1 % self.cast.commission.len()].clone();
        for objection in ledger::store::objections(&self.app.db, self.register.congress, true, 50).await? {
            self.objection_answered(&clerk, &objection).await?;
        }
        let which = ledger::store::Which {
            state: Some(State::Declared.word().to_owned()),
            oldest_first: true,
            page: 400,
            ..ledger::store::Which::default()
        };
        let waiting = ledger::store::list(&self.app.db, &clerk, &which, None).await?.lines;
        for line in waiting.into_iter().filter(|line| line.act.kind != ActKind::Merit.word()) {
            // Who came to an event was seen at its door or its desk, and a duty report by its voters: nothing is asked about that.
            if !matches!(line.act.evidence.as_str(), "event" | "report") && self.rng.random_ratio(1, 70) {
                let note = one(&mut self.rng, &words().duty.returned_note).to_owned();
                let wanted = acts::Wanted { note: &note, version: None };
                acts::take(&self.app, &clerk, line.act.id, (Step::Return, wanted)).await?;
                self.declared_again_later(&line.act);
            } else {
                acts::take(&self.app, &clerk, line.act.id, (Step::Verify, acts::Wanted::default())).await?;
            }
        }
        Ok(())
    }

    /// Some objections to what still waits are upheld: it goes back.
    async fn objection_answered(
        &mut self,
        clerk: &Actor,
        objection: &ledger::store::Objection,
    ) -> Result<()> {
        let act = match objection.act_id {
            Some(act) => Some(ledger::store::find(&self.app.db, clerk, act).await?),
            None => None,
        };
        let upheld = act.filter(|act| act.state() == Some(State::Declared) && self.rng.random_bool(0.5));
        let (outcome, texts) = match upheld {
            Some(_) => (parties::Outcome::Corrected(None), &words().duty.objection_upheld),
            None => (parties::Outcome::Kept, &words().duty.objection_kept),
        };
        let text = one(&mut self.rng, texts);
        parties::decide(&self.app, clerk, objection.id, (outcome, text)).await?;
        if let Some(act) = upheld {
            self.declared_again_later(&act);
        }
        Ok(())
    }

    fn declared_again_later(&mut self, act: &Act) {
        let days = self.rng.random_range(1..4);
        let at = self.working(days);
        self.at(at, Event::Again(act.id, act.entered_by.unwrap_or_default()));
    }

    /// What was sent back is declared again by whoever entered it.
    pub(super) async fn again(&mut self, act: Uuid, account: Uuid) -> Result<()> {
        let act = ledger::store::find(&self.app.db, &self.cast.commission[0], act).await?;
        let everybody = self.cast.deputies.values().chain(self.cast.offices.values());
        let actor = everybody.into_iter().find(|actor| actor.account == Some(account));
        // What a station's keeper closed is declared again by the office in whose name it was.
        let office = act.office_id.and_then(|office| self.cast.offices.get(&office));
        let actor = actor.or(office).cloned().ok_or(Error::NotFound)?;
        let done = match act.kind() {
            Some(ActKind::Contact) => {
                contacts::acts::step(&self.app, &actor, act.evidence_id, (Step::Declare, None)).await
            }
            _ => outreach::acts::take(&self.app, &actor, act.evidence_id, Step::Declare).await,
        };
        // Another act of the same activity was sent back with it, and all of it was declared again.
        match done {
            Err(Error::Conflict(_)) => Ok(()),
            other => other,
        }
    }

    /// Now and then a commendation is proposed, and the leadership approves it or does not.
    pub(super) async fn merit(&mut self) -> Result<()> {
        let nth = self.rng.random_range(0..self.register.members.len());
        let person = self.register.deputies[self.register.members[nth]].person;
        let town = self.town_of(person);
        let text = self.phrase(&words().duty.merit, town);
        let (form, on_day) = (self.app.chance.draw(form), self.app.clock.today());
        let new = merits::NewMerit { form, person, on_day, text: &text };
        let merit = merits::propose(&self.app, &self.cast.commission[0], &new).await?;
        let (step, note) = if self.rng.random_ratio(1, 4) {
            (Step::Return, one(&mut self.rng, &words().duty.returned_note).to_owned())
        } else {
            (Step::Verify, String::new())
        };
        merits::decide(&self.app, &self.cast.leadership, merit, (step, &note)).await
    }

    /// In January the commission freezes the points of the year that is over.
    pub(super) async fn freeze(&mut self, year: i32) -> Result<()> {
        match freeze(&self.app, &self.cast.commission[0], year, true).await {
            Ok(_) | Err(Error::Conflict(_)) => Ok(()),
            Err(other) => Err(other),
        }
    }

    fn town_of(&self, deputy: Uuid) -> usize {
        let found = self.register.deputies.iter().find(|it| it.person == deputy);
        found.map_or(0, |it| self.register.places[it.place].town)
    }

    fn phrase(&mut self, phrases: &[String], town: usize) -> String {
        let at = &self.register.towns[town];
        let village = self.rng.random_range(0..at.villages.len());
        let mut filler = Filler::of(&[("t", &at.name), ("v", &at.villages[village].1)]);
        let text = one(&mut self.rng, phrases).to_owned();
        filler.fill(&mut self.rng, &text)
    }
}

/// What is said under a topic.
fn said_of(topic: &str) -> &'static [String] {
    words().duty.contact_said.get(topic).map_or(&[], Vec::as_slice)
}

/// How likely somebody does what is due, in a hundred: most are diligent, some are not.
fn zeal(nth: usize) -> u32 {
    match nth % 10 {
        9 => 55,
        6 | 7 => 85,
        _ => 98,
    }
}

/// The half years of the days, those of which only some weeks are there left out.
fn halves(first: NaiveDate, today: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
    let mut halves = Vec::new();
    for year in first.year()..=today.year() {
        for (from, to) in [((1, 1), (6, 30)), ((7, 1), (12, 20))] {
            let day = |(month, day)| NaiveDate::from_ymd_opt(year, month, day).unwrap_or(today);
            let (from, to) = (day(from).max(first), day(to).min(today));
            if (to - from).num_days() > 60 {
                halves.push((from, to));
            }
        }
    }
    halves
}
