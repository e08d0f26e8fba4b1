//! Seats: known by their short code, or by person, term and constituency. One that has ended stays ended.

mod overfull;

use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::constituencies::Constituencies;
use super::people::People;
use super::{At, Changes, Check};
use crate::exchange::roster::findings::Words;
use crate::exchange::roster::known::Known;
use crate::exchange::roster::plan::{Changed, Ref, SeatTo, Step};
use crate::exchange::roster::rows::{Given, SeatLine};
use crate::exchange::roster::sheets::{Col, Tab};
use crate::people::store::SeatRow;
use crate::people::{EndReason, Seat};

/// A seat, there already or brought by this file.
struct SeatNow {
    person: usize,
    term: Uuid,
    kind: Seat,
    constituency: Option<usize>,
    from_on: NaiveDate,
    is_open: bool,
    /// Its place among the known ones; none for a new one.
    known: Option<usize>,
    said: Option<At>,
}

/// All seats, as the rows come.
#[derive(Default)]
pub(super) struct Seats {
    all: Vec<SeatNow>,
    by_person: HashMap<usize, Vec<usize>>,
    by_code: HashMap<String, usize>,
    new: usize,
}

fn kind_of(tab: Tab) -> Seat {
    if tab == Tab::Members { Seat::CommitteeMember } else { Seat::Deputy }
}

/// How a seat will stand: since when it rests, when and why it ends.
type Stands = (Option<NaiveDate>, Option<(NaiveDate, EndReason)>);

impl Seats {
    pub(super) fn of(known: &Known, people: &People, constituencies: &Constituencies) -> Seats {
        let mut seats = Seats::default();
        for (at, row) in known.seats.iter().enumerate() {
            let Some(person) = people.place(row.person_id) else { continue };
            let kind = if row.kind == Seat::Deputy.word() { Seat::Deputy } else { Seat::CommitteeMember };
            let constituency = row.constituency_id.and_then(|id| constituencies.place(Ref::There(id)));
            let place = seats.push(SeatNow {
                person,
                term: row.term_id,
                kind,
                constituency,
                from_on: row.from_on,
                is_open: row.to_on.is_none(),
                known: Some(at),
                said: None,
            });
            seats.by_code.insert(row.code.clone(), place);
        }
        seats
    }

    fn push(&mut self, seat: SeatNow) -> usize {
        let at = self.all.len();
        self.by_person.entry(seat.person).or_default().push(at);
        self.all.push(seat);
        at
    }

    fn held(&self, person: usize) -> impl Iterator<Item = usize> {
        self.by_person.get(&person).map(Vec::as_slice).unwrap_or_default().iter().copied()
    }

    /// Whether a person holds, or held, this very seat.
    pub(super) fn holds(&self, person: usize, tab: Tab, (term, constituency): (Uuid, Option<usize>)) -> bool {
        let is =
            |seat: &SeatNow| (seat.term, seat.kind, seat.constituency) == (term, kind_of(tab), constituency);
        self.held(person).any(|at| is(&self.all[at]))
    }

    /// Whether a person sits as a deputy in a term.
    pub(super) fn sits(&self, person: usize, term: Uuid) -> bool {
        let is = |seat: &SeatNow| seat.is_open && seat.kind == Seat::Deputy && seat.term == term;
        self.held(person).any(|at| is(&self.all[at]))
    }
}

impl Check<'_> {
    /// A row of deputies or members: the person, the seat, the groups and stations.
    pub(super) fn seat(&mut self, line: SeatLine) {
        let at = (line.tab, line.row);
        let label = line.person.name.is().cloned().unwrap_or_default();
        if self.seat_line(at, &line).is_none() {
            self.lost(at, &label);
        }
    }

    fn seat_line(&mut self, at: At, line: &SeatLine) -> Option<()> {
        let coded = self.seat_of_code(at, line)?;
        // The code of a seat of an earlier term says who was elected again.
        let again = coded.filter(|seat| self.is_later(line, *seat)).map(|seat| self.seats.all[seat].person);
        let coded = coded.filter(|_| again.is_none());
        let place = match coded {
            Some(seat) => self.fixed(at, line, seat),
            None => self.term_and_constituency(at, line),
        };
        let Some((term, constituency)) = place else {
            self.at_least(at, line);
            return None;
        };
        let person = match coded {
            Some(seat) => self.seats.all[seat].person,
            None => match again {
                Some(person) => person,
                None => self.who(line, (term, constituency))?,
            },
        };
        let mut changes = self.person(at, &line.person, person);
        let seat = coded.or_else(|| self.seat_of(line, person, (term, constituency)));
        if let Some(other) = seat.and_then(|seat| self.seats.all[seat].said) {
            let col = if line.tab == Tab::Deputies { Col::Constituency } else { Col::Name };
            self.again(at, col, other);
            return None;
        }
        let is_new = seat.is_none_or(|seat| self.seats.all[seat].known.is_none());
        let since = match seat {
            Some(seat) => {
                changes.extend(self.seat_again(line, seat));
                self.today
            }
            None => self.seat_new(line, person, (term, constituency))?,
        };
        changes.extend(self.places(line, person, since));
        let name = self.people.all[person].now.name.clone();
        let place = constituency.map(|place| self.constituencies.all[place].name.clone());
        let label = place.map_or_else(|| name.clone(), |place| format!("{name}（{place}）"));
        self.outcome(at, label, is_new, if is_new { Vec::new() } else { changes });
        Some(())
    }

    /// What a row lacks of somebody who is surely new, though nobody can tell for which seat.
    fn at_least(&mut self, at: At, line: &SeatLine) {
        let Some(name) = self.needed(at, Col::Name, &line.person.name) else { return };
        let number = line.person.others.get(&Col::Certificate).and_then(Given::is);
        let known = number.is_some_and(|number| self.people.numbered(number).is_some());
        if !known && line.code.is_blank() && self.people.named(&name).is_empty() {
            let sex = line.person.others.get(&Col::Sex).cloned().unwrap_or_default();
            self.needed(at, Col::Sex, &sex);
        }
    }

    /// The seat of a short code; an inner `None` when none is given.
    fn seat_of_code(&mut self, at: At, line: &SeatLine) -> Option<Option<usize>> {
        let code = match &line.code {
            Given::Is(code) => code,
            Given::Wrong => return None,
            _ => return Some(None),
        };
        let found = self.seats.by_code.get(code).copied();
        let found = found.filter(|seat| self.seats.all[*seat].kind == kind_of(line.tab));
        if found.is_none() {
            self.findings.wrong(at, Col::Code, Words::new("roster-code-unknown").with("typed", code), None);
            return None;
        }
        Some(found)
    }

    /// Whether a row is about a later term than the seat whose code it has.
    fn is_later(&self, line: &SeatLine, seat: usize) -> bool {
        let began = |id: Uuid| self.known.terms.iter().find(|term| term.id == id).map(|term| term.starts_on);
        let named = line.term.is().and_then(|typed| self.term_named(typed));
        named.zip(began(self.seats.all[seat].term)).is_some_and(|(named, began)| named.starts_on > began)
    }

    /// A seat that is named by its code stays in its term and its constituency.
    fn fixed(&mut self, at: At, line: &SeatLine, seat: usize) -> Option<(Uuid, Option<usize>)> {
        let SeatNow { term, constituency, .. } = self.seats.all[seat];
        if let Given::Is(_) = line.term
            && self.term(at, &line.term)? != term
        {
            self.findings.wrong(at, Col::Term, Words::new("roster-seat-fixed"), None);
            return None;
        }
        if let Given::Is(typed) = &line.constituency
            && line.tab == Tab::Deputies
            && self.constituency(at, typed, term) != constituency
        {
            self.findings.wrong(at, Col::Constituency, Words::new("roster-seat-fixed"), None);
            return None;
        }
        Some((term, constituency))
    }

    fn term_and_constituency(&mut self, at: At, line: &SeatLine) -> Option<(Uuid, Option<usize>)> {
        let term = self.term(at, &line.term)?;
        if line.tab == Tab::Members {
            return Some((term, None));
        }
        let typed = self.needed(at, Col::Constituency, &line.constituency)?;
        Some((term, Some(self.constituency(at, &typed, term)?)))
    }

    /// The seat of this person that a row without a code is about: the one that lasts, else the one of its first day,
    /// else the last that ended.
    fn seat_of(
        &self,
        line: &SeatLine,
        person: usize,
        (term, constituency): (Uuid, Option<usize>),
    ) -> Option<usize> {
        let kind = kind_of(line.tab);
        let is = |at: &usize| {
            let seat = &self.seats.all[*at];
            (seat.term, seat.kind, seat.constituency) == (term, kind, constituency)
        };
        let all: Vec<usize> = self.seats.held(person).filter(is).collect();
        let begun = |at: &&usize| line.since.is() == Some(&self.seats.all[**at].from_on);
        let ended = line.state.is() == Some(&"ended");
        let open = |at: &&usize| self.seats.all[**at].is_open;
        let same_day = all.iter().find(begun);
        if ended {
            same_day.or(all.iter().find(open)).or(all.last())
        } else {
            all.iter().find(open).or(same_day)
        }
        .copied()
    }

    fn seat_new(
        &mut self,
        line: &SeatLine,
        person: usize,
        (term, constituency): (Uuid, Option<usize>),
    ) -> Option<NaiveDate> {
        let at = (line.tab, line.row);
        let kind = kind_of(line.tab);
        let lasts = self.known.terms.iter().find(|one| one.id == term)?;
        let from_on = line.since.is().copied().unwrap_or(lasts.starts_on);
        if from_on < lasts.starts_on || from_on > lasts.ends_on || from_on > self.today {
            let why = Words::new("roster-since-outside");
            let why = why.with("from", lasts.starts_on).with("to", lasts.ends_on.min(self.today));
            self.findings.wrong(at, Col::Since, why, None);
        }
        let (rests, end) = self.stands(line, from_on, (None, None));
        let is_open = end.is_none();
        let other = self.seats.held(person).find(|at| {
            let seat = &self.seats.all[*at];
            seat.is_open && seat.kind == kind && seat.term == term
        });
        if let Some(other) = other.filter(|_| is_open && kind == Seat::Deputy) {
            let place = self.seats.all[other].constituency;
            let place = place.map(|place| self.constituencies.all[place].name.clone()).unwrap_or_default();
            let why = Words::new("roster-seat-elsewhere").with("place", place);
            self.findings.wrong(at, Col::Constituency, why, None);
        }
        let which = Ref::New(self.seats.new);
        self.seats.new += 1;
        let said = Some(at);
        self.seats.push(SeatNow { person, term, kind, constituency, from_on, is_open, known: None, said });
        let to = SeatTo {
            person: self.people.all[person].which,
            term,
            kind,
            constituency: constituency.map(|place| self.constituencies.all[place].which),
            from_on,
            end,
            rests,
        };
        self.plan.seats.push(Step { which, before: None, to, fields: Vec::new() });
        Some(from_on)
    }

    fn seat_again(&mut self, line: &SeatLine, seat: usize) -> Vec<Changed> {
        let at = (line.tab, line.row);
        self.seats.all[seat].said = Some(at);
        let Some(row) = self.seats.all[seat].known.map(|known| self.known.seats[known].clone()) else {
            return Vec::new();
        };
        let reason = |word: &String| EndReason::ALL.into_iter().find(|it| it.word() == word);
        let ended = row.to_on.zip(row.end_reason.as_ref().and_then(reason));
        let from_on = line.since.is().copied().unwrap_or(row.from_on);
        let (rests, end) = self.stands(line, from_on, (row.suspended_on, ended));
        let mut changes = Changes::default();
        changes.put((line.tab, Col::Since), &row.from_on.to_string(), &from_on.to_string());
        self.compare(line.tab, ((row.suspended_on, ended), (rests, end)), &mut changes);
        if changes.fields.is_empty() {
            return Vec::new();
        }
        self.seats.all[seat].is_open = end.is_none();
        let to = SeatTo {
            person: Ref::There(row.person_id),
            term: row.term_id,
            kind: self.seats.all[seat].kind,
            constituency: row.constituency_id.map(Ref::There),
            from_on,
            end,
            rests,
        };
        let which = Ref::There(row.id);
        self.plan.seats.push(Step::<SeatRow, SeatTo> {
            which,
            before: Some(row),
            to,
            fields: changes.fields,
        });
        changes.changes
    }

    fn compare(&self, tab: Tab, (old, new): (Stands, Stands), changes: &mut Changes) {
        let state = |stands: &Stands| match stands {
            (_, Some(_)) => "ended",
            (Some(_), None) => "resting",
            (None, None) => "held",
        };
        let day = |stands: &Stands| {
            let day = stands.1.map(|(day, _)| day).or(stands.0);
            day.map(|day| day.to_string()).unwrap_or_default()
        };
        let reason = |stands: &Stands| stands.1.map(|(_, reason)| reason.word()).unwrap_or_default();
        let word = |col, code| self.word(tab, col, code);
        changes.put((tab, Col::State), &word(Col::State, state(&old)), &word(Col::State, state(&new)));
        changes.put((tab, Col::Reason), &word(Col::Reason, reason(&old)), &word(Col::Reason, reason(&new)));
        changes.put((tab, Col::StateDay), &day(&old), &day(&new));
    }

    /// How a seat will stand by its row, when it stands so now.
    fn stands(&mut self, line: &SeatLine, from_on: NaiveDate, now: Stands) -> Stands {
        let at = (line.tab, line.row);
        if line.state.is_wrong() || line.reason.is_wrong() || line.state_day.is_wrong() {
            return now;
        }
        let (rests, ended) = now;
        let day = line.state_day.is().copied();
        let reason =
            line.reason.is().and_then(|word| EndReason::ALL.into_iter().find(|it| it.word() == *word));
        let state = line.state.is().copied();
        if let Some((on, why)) = ended {
            let apart = state.is_some_and(|state| state != "ended")
                || day.is_some_and(|day| day != on)
                || reason.is_some_and(|reason| reason != why);
            if apart {
                self.findings.wrong(
                    at,
                    Col::State,
                    Words::new("roster-seat-has-ended").with("day", on),
                    None,
                );
            }
            return now;
        }
        match state {
            None if reason.is_some() || (day.is_some() && day != rests) => {
                self.findings.wrong(at, Col::State, Words::new("roster-state-missing"), None);
                now
            }
            None => now,
            Some("held") => {
                if reason.is_some() || day.is_some() {
                    let col = if reason.is_some() { Col::Reason } else { Col::StateDay };
                    self.findings.wrong(at, col, Words::new("roster-state-held"), None);
                }
                (None, None)
            }
            Some("resting") => {
                if reason.is_some() {
                    self.findings.wrong(at, Col::Reason, Words::new("roster-state-resting"), None);
                }
                let Some(day) = self.state_day(line, from_on, rests) else { return now };
                if rests.is_some_and(|before| before != day) {
                    let why = Words::new("roster-rests-already").with("day", rests.unwrap_or(day));
                    self.findings.wrong(at, Col::StateDay, why, None);
                    return now;
                }
                (Some(day), None)
            }
            Some(_) => {
                let day = self.state_day(line, from_on, None);
                if reason.is_none() {
                    self.needed(at, Col::Reason, &line.reason);
                }
                let end = day.zip(reason);
                (if end.is_some() { None } else { rests }, end)
            }
        }
    }

    /// The day of a state: it has come, and the seat was held by then.
    fn state_day(
        &mut self,
        line: &SeatLine,
        from_on: NaiveDate,
        known: Option<NaiveDate>,
    ) -> Option<NaiveDate> {
        let at = (line.tab, line.row);
        let day = match (line.state_day.is(), known) {
            (None, Some(known)) => return Some(known),
            _ => self.needed(at, Col::StateDay, &line.state_day)?,
        };
        if day < from_on || day > self.today {
            let why = Words::new("roster-day-outside").with("from", from_on).with("to", self.today);
            self.findings.wrong(at, Col::StateDay, why, None);
            return None;
        }
        Some(day)
    }
}
