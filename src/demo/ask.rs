//! What deputies show of themselves, and two topics on which they ask voters: one is over and it was said what came of
//! it, one is open.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use uuid::Uuid;

use super::begin::form;
use super::life::{Event, Life};
use super::register::SHOWN;
use super::words::{Asked, words};
use crate::access::Actor;
use crate::base::{Error, Result, start_of};
use crate::consultations::acts::{NewTopic, choose, close, decide, open, sum_up, write};
use crate::consultations::answers::{NewAnswer, answer, enter};
use crate::consultations::{Question, store};
use crate::people::profile::{NewProfile, keep};
use crate::people::public::Contact;

/// Deputies who are asked on a topic.
const DEPUTIES: usize = 8;
/// How long a topic is open.
const DAYS: i64 = 14;
/// Every so many deputies somebody looks after the profile.
const EACH: usize = 5;

/// A topic of the demo.
pub(super) struct Asking {
    topic: Option<Uuid>,
    from: NaiveDate,
    deputies: Vec<Uuid>,
}

fn told(nth: usize) -> &'static Asked {
    &words().ask.topics[nth]
}

impl Life<'_> {
    /// Some deputies say what is public of them.
    pub(super) async fn profiles(&mut self) -> Result<()> {
        let people: Vec<Uuid> = self.register.deputies.iter().map(|it| it.person).collect();
        for (nth, person) in people.into_iter().enumerate().filter(|(nth, _)| nth % EACH == 0) {
            let Some(actor) = self.cast.deputies.get(&person).cloned() else { continue };
            let intros = &words().ask.intros;
            let new = NewProfile {
                contact: if nth % (3 * EACH) == 0 { Contact::Public } else { Contact::Constituency },
                phone: if nth % (2 * EACH) == 0 {
                    format!("0728{:07}", 5_550_000 + nth)
                } else {
                    String::new()
                },
                intro: intros[nth / EACH % intros.len()].clone(),
                languages: String::new(),
                photo: None,
                without_photo: false,
            };
            keep(&self.app, &actor, person, &new).await?;
        }
        Ok(())
    }

    /// The one topic was opened two months ago, the other last week.
    pub(super) fn askings_planned(&mut self, first: NaiveDate, today: NaiveDate) {
        for (nth, ago) in [60, 6].into_iter().enumerate() {
            let from = today - TimeDelta::days(ago);
            let here = |it: &&super::register::Sitting| self.register.places[it.place].town == SHOWN;
            let deputies =
                self.register.deputies.iter().filter(here).take(DEPUTIES).map(|it| it.person).collect();
            self.askings.push(Asking { topic: None, from, deputies });
            if from <= first {
                continue;
            }
            let at =
                |day: i64, minute: i64| start_of(from + TimeDelta::days(day)) + TimeDelta::minutes(minute);
            self.at(at(0, 9 * 60), Event::Ask(nth));
            let replies = told(nth).answers.len() as u32 * 2;
            for reply in 0..replies {
                let day = i64::from(reply) * (DAYS - 1) / i64::from(replies);
                self.at(at(day, 18 * 60 + i64::from(reply)), Event::Reply(nth, reply));
            }
            if ago > DAYS + 20 {
                self.at(at(DAYS + 3, 10 * 60), Event::Conclude(nth));
            }
        }
    }

    /// The commission writes it, chooses the deputies and opens it.
    pub(super) async fn ask(&mut self, nth: usize) -> Result<()> {
        let (said, clerk) = (told(nth), &self.cast.commission[0]);
        let (from_on, deputies) = (self.askings[nth].from, self.askings[nth].deputies.clone());
        let question =
            |place, text: &str, choices: String| Question { place, text: text.to_owned(), choices };
        let new = NewTopic {
            form: self.app.chance.draw(form),
            title: said.title.clone(),
            body: said.body.clone(),
            link: String::new(),
            questions: vec![
                question(1, &said.first, said.choices.join("\n")),
                question(2, &said.second, String::new()),
            ],
            from_on,
            until_on: from_on + TimeDelta::days(DAYS),
            outcome_by: from_on + TimeDelta::days(DAYS + 30),
            fields: vec![said.field.clone()],
            areas: vec![self.register.towns[SHOWN].id],
        };
        let id = write(&self.app, clerk, &new).await?;
        choose(&self.app, clerk, id, &deputies).await?;
        open(&self.app, clerk, id).await?;
        self.askings[nth].topic = Some(id);
        Ok(())
    }

    /// A voter answers by a deputy's code; every fifth time it is what a deputy heard at a forum.
    pub(super) async fn voter_answers(&mut self, nth: usize, reply: u32) -> Result<()> {
        let (said, place) = (told(nth), reply as usize);
        let deputies = &self.askings[nth].deputies;
        let (Some(id), Some(deputy)) = (self.askings[nth].topic, deputies.get(place % deputies.len().max(1)))
        else {
            return Ok(());
        };
        let text = said.answers[place % said.answers.len()].clone();
        // Some only tick a choice.
        let text = if place % 7 == 6 { String::new() } else { text };
        let choice = Some((place * place % said.choices.len()) as i64 + 1);
        let forum = place % 5 == 4;
        let new = NewAnswer {
            form: self.app.chance.draw(form),
            deputy: Some(*deputy),
            channel: if forum { "forum" } else { "web" },
            area: Some(self.register.towns[SHOWN].id),
            people: if forum { 6 + place as i64 % 9 } else { 1 },
            said: BTreeMap::from([(1, (choice, String::new())), (2, (None, text))]),
        };
        if forum {
            let actor = self.cast.deputies.get(deputy).ok_or(Error::NotFound)?;
            return enter(&self.app, actor, id, &new).await;
        }
        let topic = store::find(&self.app.db, &self.cast.commission[0], id).await?;
        let anybody = Actor::anybody(self.register.congress);
        answer(&self.app, &anybody, &topic, &format!("demo-{nth}-{reply}"), &new).await?;
        Ok(())
    }

    /// A deputy sums up, the commission closes it and says what came of it.
    pub(super) async fn conclude(&mut self, nth: usize) -> Result<()> {
        let (said, clerk) = (told(nth), &self.cast.commission[0]);
        let Some(id) = self.askings[nth].topic else { return Ok(()) };
        if let Some(deputy) = self.askings[nth].deputies.first().and_then(|it| self.cast.deputies.get(it)) {
            sum_up(&self.app, deputy, id, &said.summary).await?;
        }
        close(&self.app, clerk, id).await?;
        decide(&self.app, clerk, id, (&said.outcome, &said.reason)).await
    }
}
