//! What stands in the way of a reception day. Pure: what would be wrong is refused, what a keeper may have reasons for is
//! only shown.

use charter::Calendar;
use chrono::NaiveDate;
use uuid::Uuid;

use super::rhythm::is_holiday;
use super::roster::within;

/// A reception as it would be.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Its id, when it is there already.
    pub id: Option<Uuid>,
    /// The station.
    pub station: Uuid,
    /// The day.
    pub day: NaiveDate,
    /// From when to when, in minutes since midnight.
    pub time: (i64, i64),
    /// Who is on duty.
    pub on_duty: Vec<Uuid>,
}

/// A reception that a deputy has elsewhere, or the station itself on that day.
#[derive(Debug, Clone)]
pub struct Other {
    /// Its id.
    pub id: Uuid,
    /// Where.
    pub station: Uuid,
    /// The station's name.
    pub name: String,
    /// On which day.
    pub day: NaiveDate,
    /// From when to when.
    pub time: (i64, i64),
    /// Who is on duty there.
    pub person: Option<Uuid>,
}

/// What is known of a deputy.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The person.
    pub person: Uuid,
    /// The name.
    pub name: String,
    /// The days of the seat.
    pub sits: Vec<(NaiveDate, Option<NaiveDate>)>,
    /// The days of leave.
    pub away: Vec<(NaiveDate, Option<NaiveDate>)>,
    /// Whether attached to the station.
    pub attached: bool,
    /// Since when the mandate rests.
    pub suspended: Option<NaiveDate>,
}

/// Everything a reception is checked against.
pub struct Around<'a> {
    /// The calendar of working days.
    pub calendar: &'a Calendar,
    /// The days on which the station is closed, with the reason.
    pub closed: &'a [(NaiveDate, NaiveDate, String)],
    /// The deputies.
    pub known: &'a [Known],
    /// Receptions of the same days.
    pub others: &'a [Other],
}

/// What stands in the way, with the words that say it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Conflict {
    /// Nobody is on duty.
    Nobody,
    /// The deputy has no seat on that day.
    NoSeat(String),
    /// The mandate rests.
    Suspended(String),
    /// The deputy is on leave.
    OnLeave(String),
    /// The deputy is on duty at another station on that day.
    Elsewhere(String, String),
    /// The station receives at that time already.
    Twice,
    /// The station is closed, and why.
    Closed(String),
    /// A public holiday.
    Holiday,
    /// The deputy is not attached to this station.
    NotAttached(String),
}

impl Conflict {
    /// Whether it is refused; else it is only shown.
    pub fn is_refused(&self) -> bool {
        !matches!(self, Conflict::Nobody | Conflict::Holiday | Conflict::NotAttached(_))
    }

    /// The key of the sentence, and what fills it.
    pub fn words(&self) -> (&'static str, Vec<(&'static str, String)>) {
        match self {
            Conflict::Nobody => ("receptions-conflict-nobody", Vec::new()),
            Conflict::NoSeat(name) => ("receptions-conflict-no-seat", vec![("name", name.clone())]),
            Conflict::Suspended(name) => ("receptions-conflict-suspended", vec![("name", name.clone())]),
            Conflict::OnLeave(name) => ("receptions-conflict-leave", vec![("name", name.clone())]),
            Conflict::Elsewhere(name, place) => {
                ("receptions-conflict-elsewhere", vec![("name", name.clone()), ("place", place.clone())])
            }
            Conflict::Twice => ("receptions-conflict-twice", Vec::new()),
            Conflict::Closed(why) => ("receptions-conflict-closed", vec![("why", why.clone())]),
            Conflict::Holiday => ("receptions-conflict-holiday", Vec::new()),
            Conflict::NotAttached(name) => ("receptions-conflict-not-attached", vec![("name", name.clone())]),
        }
    }
}

/// Everything that stands in the way of a reception, in order.
pub fn conflicts(wanted: &Wanted, around: &Around) -> Vec<Conflict> {
    let mut found = Vec::new();
    if wanted.on_duty.is_empty() {
        found.push(Conflict::Nobody);
    }
    if let Some((.., why)) = around.closed.iter().find(|(from, to, _)| (*from..=*to).contains(&wanted.day)) {
        found.push(Conflict::Closed(why.clone()));
    }
    if is_holiday(around.calendar, wanted.day) {
        found.push(Conflict::Holiday);
    }
    let others = || around.others.iter().filter(|it| it.day == wanted.day && Some(it.id) != wanted.id);
    let overlaps = |it: &&Other| it.time.0 < wanted.time.1 && wanted.time.0 < it.time.1;
    if others().filter(overlaps).any(|it| it.station == wanted.station) {
        found.push(Conflict::Twice);
    }
    for person in &wanted.on_duty {
        let unknown = Known { person: *person, ..Known::default() };
        let known = around.known.iter().find(|known| known.person == *person).unwrap_or(&unknown);
        let name = known.name.clone();
        if known.suspended.is_some_and(|since| since <= wanted.day) {
            found.push(Conflict::Suspended(name.clone()));
        } else if !within(wanted.day, &known.sits) {
            found.push(Conflict::NoSeat(name.clone()));
        }
        if within(wanted.day, &known.away) {
            found.push(Conflict::OnLeave(name.clone()));
        }
        // Nobody is sent from one station to another on one day, whatever the hours.
        let elsewhere = |it: &&Other| it.person == Some(*person) && it.station != wanted.station;
        if let Some(other) = others().find(elsewhere) {
            found.push(Conflict::Elsewhere(name.clone(), other.name.clone()));
        }
        if !known.attached {
            found.push(Conflict::NotAttached(name));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    /// One reception on 18 March from nine to eleven at the first station, of the first deputy.
    fn wanted() -> Wanted {
        let (station, time) = (id(100), (540, 660));
        Wanted { id: Some(id(1)), station, day: day("2026-03-18"), time, on_duty: vec![id(7)] }
    }

    fn known() -> Known {
        let sits = vec![(day("2022-01-01"), None)];
        Known { person: id(7), name: "李双妹".into(), sits, attached: true, ..Known::default() }
    }

    fn other(station: u128, time: (i64, i64)) -> Other {
        let (id, day) = (id(2), day("2026-03-18"));
        Other {
            id,
            station: Uuid::from_u128(station),
            name: "别站".into(),
            day,
            time,
            person: Some(Uuid::from_u128(7)),
        }
    }

    fn found(
        wanted: &Wanted,
        known: Known,
        others: &[Other],
        closed: &[(NaiveDate, NaiveDate, String)],
    ) -> Vec<Conflict> {
        let calendar = crate::bodies::calendar::shipped().unwrap();
        conflicts(wanted, &Around { calendar: &calendar, closed, known: &[known], others })
    }

    #[test]
    fn each_thing_in_the_way_is_named() {
        let name = || "李双妹".to_owned();
        let on = |text: &str| Wanted { day: day(text), ..wanted() };
        let ended = Known { sits: vec![(day("2022-01-01"), Some(day("2026-03-17")))], ..known() };
        let away = Known { away: vec![(day("2026-03-18"), None)], ..known() };
        let rests = Known { suspended: Some(day("2026-03-01")), ..known() };
        let closed = [(day("2026-03-16"), day("2026-03-20"), "装修".to_owned())];
        for (wanted, known, others, closed, conflict) in [
            (Wanted { on_duty: Vec::new(), ..wanted() }, known(), vec![], &[][..], Conflict::Nobody),
            (wanted(), ended, vec![], &[], Conflict::NoSeat(name())),
            (wanted(), away, vec![], &[], Conflict::OnLeave(name())),
            (wanted(), rests, vec![], &[], Conflict::Suspended(name())),
            (wanted(), Known { attached: false, ..known() }, vec![], &[], Conflict::NotAttached(name())),
            (
                wanted(),
                known(),
                vec![other(200, (840, 900))],
                &[],
                Conflict::Elsewhere(name(), "别站".into()),
            ),
            (wanted(), known(), vec![other(100, (600, 700))], &[], Conflict::Twice),
            (wanted(), known(), vec![], &closed[..], Conflict::Closed("装修".into())),
            (on("2026-10-01"), known(), vec![], &[], Conflict::Holiday),
        ] {
            assert_eq!(found(&wanted, known, &others, closed), [conflict]);
        }
    }

    #[test]
    fn what_is_next_to_it_is_not_in_the_way() {
        let itself = Other { id: id(1), ..other(100, (540, 660)) };
        let next =
            [other(100, (660, 720)), itself, Other { day: day("2026-03-19"), ..other(200, (540, 660)) }];
        assert_eq!(found(&wanted(), known(), &next, &[]), []);
        let saturday = Wanted { day: day("2026-03-21"), ..wanted() };
        assert_eq!(found(&saturday, known(), &[], &[]), [], "a weekend is when many can come");
    }
}
