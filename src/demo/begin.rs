//! How opinions begin: who says what, where, by which way.

use chrono::TimeDelta;
use rand::{RngExt, rngs::StdRng};
use uuid::{Builder, Uuid};

use super::Size;
use super::fate::{Fate, Sort};
use super::life::{Life, Story};
use super::register::SHOWN;
use super::words::{Filler, any, words};
use crate::access::Actor;
use crate::base::{Error, Result};
use crate::cases::acts::{NewCase, Voter, enter, hand_in, raise};
use crate::cases::{Case, Channel};

/// So many stories before it may tell of the same thing as a new one.
const SAME: usize = 12;

impl Life<'_> {
    /// What the story of an opinion will be.
    pub(super) fn story(&mut self, nth: usize, size: &Size) -> Story {
        let mut fate = Fate::draw(&mut self.rng);
        if nth.is_multiple_of(8) {
            fate.delay(nth * 100 / size.opinions.max(1), nth / 8);
        }
        let same = self.rng.random_ratio(11, 100) && fate.sort == Sort::Voters;
        let before = nth.saturating_sub(self.rng.random_range(1..SAME));
        let same_as = (same && before < nth).then_some(before);
        let same_as = same_as.filter(|it| self.stories[*it].fate.sort == Sort::Voters);
        if let Some(other) = same_as.and_then(|it| self.stories.get(it)) {
            let (topic, town, village) = (other.topic, other.town, other.village);
            let (filler, same_as) = (other.filler.clone(), other.same_as.or(same_as));
            return Story { case: None, topic, town, village, filler, fate, same_as };
        }
        let topic = self.rng.random_range(0..words().topics.len());
        let mut town = self.rng.random_range(0..self.register.towns.len());
        let mut village = self.rng.random_range(0..self.register.towns[town].villages.len());
        if self.rng.random_ratio(1, 14) {
            (town, village) = (SHOWN, 0);
        }
        let at = &self.register.towns[town];
        let place = [("t", at.name.as_str()), ("v", at.villages[village].1.as_str())];
        let filler = words().topics[topic].filler(&mut self.rng, &place);
        Story { case: None, topic, town, village, filler, fate, same_as: None }
    }

    /// It is raised, by its own way.
    pub(super) async fn raise(&mut self, nth: usize) -> Result<Case> {
        let sort = self.stories[nth].fate.sort;
        let new = self.new_case(nth);
        let anybody = Actor::anybody(self.register.congress);
        let raised = match (sort, new.channel) {
            (Sort::Deputys(asked), _) => {
                let all: Vec<Uuid> = self.deputies_in(nth);
                let lead = *any(&mut self.rng, &all);
                let lead = self.cast.deputies.get(&lead).ok_or(Error::NotFound)?;
                let others = all.iter().filter(|person| Some(**person) != lead.person);
                let new = NewCase { cosigners: others.take(asked).copied().collect(), ..new };
                raise(&self.app, lead, &new).await?
            }
            (_, Channel::Web | Channel::Qr) => hand_in(&self.app, &anybody, &new).await?,
            _ => {
                let office = self.register.towns[self.stories[nth].town].office;
                let keeper = self.cast.keepers.iter().find(|(_, station, _)| Some(*station) == new.station);
                let clerk = keeper.map(|(actor, ..)| actor).or(self.cast.offices.get(&office));
                enter(&self.app, clerk.ok_or(Error::NotFound)?, &new).await?
            }
        };
        Ok(raised.case)
    }

    fn new_case(&mut self, nth: usize) -> NewCase {
        let fate = self.stories[nth].fate.clone();
        let at = &self.register.towns[self.stories[nth].town];
        let (village, place) = at.villages[self.stories[nth].village].clone();
        let (subject, body) = self.opinion(nth);
        let form = self.app.chance.draw(form);
        let station = (fate.channel != Channel::Web && self.rng.random_ratio(2, 3))
            .then(|| self.cast.keepers.iter().find(|(.., town)| *town == self.stories[nth].town))
            .flatten()
            .map(|(_, station, _)| *station);
        let deputy = fate.names_deputy.then(|| self.deputy_for(nth));
        let voters = !matches!(fate.sort, Sort::Deputys(_));
        let telephone = fate.channel == Channel::Telephone;
        let named = fate.gives_name || telephone;
        let voter = Voter {
            name: if named { self.namer.person(&mut self.rng).0 } else { String::new() },
            phone: if named { self.namer.telephone() } else { String::new() },
            ..Voter::default()
        };
        let heard_before = matches!(fate.channel, Channel::Paper | Channel::Letter);
        let days = TimeDelta::days(self.rng.random_range(0..4));
        NewCase {
            subject,
            place,
            area: Some(village),
            station: station.filter(|_| voters),
            deputy: deputy.filter(|_| voters),
            voter: voters.then_some(voter),
            answer_by: if telephone { "telephone" } else { "online" },
            confidential: fate.confidential,
            heard_on: heard_before.then(|| self.app.clock.today() - days),
            ..NewCase::of_voter(form, fate.channel, &body)
        }
    }

    /// The story of what a deputy of a town told a member.
    pub(super) fn passed_story(&mut self, town: usize) -> usize {
        let mut fate = Fate::draw(&mut self.rng);
        fate.sort = Sort::Deputys(0);
        fate.published = false;
        let topic = self.rng.random_range(0..words().topics.len());
        let village = self.rng.random_range(0..self.register.towns[town].villages.len());
        let at = &self.register.towns[town];
        let place = [("t", at.name.as_str()), ("v", at.villages[village].1.as_str())];
        let filler = words().topics[topic].filler(&mut self.rng, &place);
        self.stories.push(Story { case: None, topic, town, village, filler, fate, same_as: None });
        self.stories.len() - 1
    }

    /// The story of what a voter tells at a station's desk.
    pub(super) fn told_story(&mut self, town: usize) -> usize {
        let mut fate = Fate::draw(&mut self.side);
        fate.sort = Sort::Voters;
        fate.published = false;
        let topic = self.side.random_range(0..words().topics.len());
        let village = self.side.random_range(0..self.register.towns[town].villages.len());
        let at = &self.register.towns[town];
        let place = [("t", at.name.as_str()), ("v", at.villages[village].1.as_str())];
        let filler = words().topics[topic].filler(&mut self.side, &place);
        self.stories.push(Story { case: None, topic, town, village, filler, fate, same_as: None });
        self.stories.len() - 1
    }

    pub(super) fn opinion(&mut self, nth: usize) -> (String, String) {
        let (topic, mut filler) = (self.stories[nth].topic, self.stories[nth].filler.clone());
        let rng = &mut self.rng;
        let said = match self.stories[nth].fate.sort {
            Sort::Question(which) => {
                of(rng, &mut filler, &words().questions[which].subject, &words().questions[which].body)
            }
            Sort::Elsewhere(which) => {
                of(rng, &mut filler, &words().elsewhere[which].subject, &words().elsewhere[which].body)
            }
            _ => words().topics[topic].opinion(rng, &mut filler),
        };
        self.stories[nth].filler = filler;
        said
    }

    /// The deputies of the constituencies of the story's town.
    pub(super) fn deputies_in(&self, nth: usize) -> Vec<Uuid> {
        let town = self.stories[nth].town;
        let here = self.register.deputies.iter().filter(|it| self.register.places[it.place].town == town);
        here.map(|it| it.person).collect()
    }

    /// A deputy of the village's own constituency.
    pub(super) fn deputy_for(&mut self, nth: usize) -> Uuid {
        let (town, village) = (self.stories[nth].town, self.stories[nth].village);
        let own: Vec<Uuid> = self
            .register
            .deputies
            .iter()
            .filter(|it| {
                let place = &self.register.places[it.place];
                place.town == town && place.village == village
            })
            .map(|it| it.person)
            .collect();
        let all = if own.is_empty() { self.deputies_in(nth) } else { own };
        *any(&mut self.rng, &all)
    }
}

fn of(rng: &mut StdRng, filler: &mut Filler, subject: &str, body: &str) -> (String, String) {
    (filler.fill(rng, subject), filler.fill(rng, body))
}

/// A form's id as a browser would have drawn it.
pub(super) fn form(rng: &mut StdRng) -> Uuid {
    Builder::from_random_bytes(rng.random()).into_uuid()
}
