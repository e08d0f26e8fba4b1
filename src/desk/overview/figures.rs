//! The numbers of the leadership's page, from the ledger and the cases.

use std::collections::{BTreeMap, BTreeSet};

use charter::{ActKind, Charter, DutyStanding, Per, Period};
use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use super::Span;
use crate::access::Visit;
use crate::base::page::Ui;
use crate::base::{App, Conn, Error, Result, Tables};
use crate::cases::desks::moments;
use crate::cases::store::Which;
use crate::ledger::{counts, store};
use crate::people::{self, Seat};

/// A number, the one beside it, and where the list behind it is.
pub(super) struct Figure {
    pub number: String,
    pub before: String,
    pub label: String,
    /// More about the number, such as done of owed.
    pub more: String,
    pub href: String,
}

/// What the page tells, once fetched.
pub(super) struct Told<'a> {
    pub span: Span,
    pub charter: &'a Charter,
    /// How many acts of the kinds shown count on each day of this year and the year before.
    by_day: Vec<(ActKind, NaiveDate, u64)>,
    /// In how many contacts of the period before and of this one each topic was heard.
    heard: [BTreeMap<String, i64>; 2],
    /// Each yearly duty: its code, label, kind of act, and done of owed now and at the end of the period before.
    duties: Vec<Duty>,
    /// Activities with voters, done of owed, by town.
    pub by_area: Vec<(String, [u64; 2])>,
    /// Opinions raised and ended, now and before.
    cases: [[u64; 2]; 2],
}

struct Duty {
    code: String,
    label: charter::Text,
    act: ActKind,
    now: [u64; 2],
    before: [u64; 2],
}

impl<'a> Told<'a> {
    pub async fn of(app: &'a App, visit: &Visit, span: Span) -> Result<Told<'a>> {
        let congress = visit.actor.congress;
        let kept = counts::kept(&app.db, app, congress, None).await?;
        let charter = kept.charters.in_force(span.now.1).ok_or(Error::NotFound)?;
        let first = Period::of(span.before.0).from().min(Period::of(span.now.0).from());
        let first = first.with_year(span.now.0.year() - 1).unwrap_or(first).min(first);
        let yearly = || charter.duties.iter().filter(|duty| duty.per == Per::Year).take(2);
        let outreach = charter.duties.iter().find(|duty| duty.act == ActKind::Outreach);
        let shown: BTreeSet<&str> = yearly().chain(outreach).map(|duty| duty.code.as_str()).collect();
        let versions = kept.charters.versions().iter().flat_map(|version| &version.duties);
        let kinds = versions.filter(|duty| shown.contains(duty.code.as_str())).map(|duty| duty.act);
        let kinds: BTreeSet<ActKind> = kinds.collect();
        let standings = async |until: NaiveDate| {
            let counters = counts::so_far(&app.db, &kept, congress, until, &kinds).await?;
            Ok::<_, Error>(kept.books().standings(Per::Year, until, &counters, until))
        };
        let (now, before) = (standings(span.now.1).await?, standings(span.before.1).await?);
        let duties = yearly().map(|duty| Duty {
            code: duty.code.clone(),
            label: duty.label.clone(),
            act: duty.act,
            now: done_of_owed(&now, &duty.code, |_| true),
            before: done_of_owed(&before, &duty.code, |_| true),
        });
        let by_area = match outreach {
            Some(duty) => by_area(app, congress, (&now, &duty.code), span.now.1).await?,
            None => Vec::new(),
        };
        Ok(Told {
            span,
            charter,
            duties: duties.collect(),
            by_area,
            by_day: by_day(app, congress, (first, span.now.1), &kinds).await?,
            heard: [heard(app, congress, span.before).await?, heard(app, congress, span.now).await?],
            cases: cases(app, visit, span).await?,
        })
    }

    /// How many acts of a kind were done on certain days.
    pub fn acts_in(&self, kind: ActKind, on: impl Fn(NaiveDate) -> bool) -> u64 {
        self.by_day.iter().filter(|(of, day, _)| *of == kind && on(*day)).map(|(.., n)| n).sum()
    }

    /// In how many contacts of the period before and of this one a topic was heard.
    pub fn heard_of(&self, topic: &str) -> [u64; 2] {
        self.heard.each_ref().map(|heard| heard.get(topic).copied().unwrap_or_default().unsigned_abs())
    }

    /// The six numbers.
    pub fn figures(&self, ui: &Ui) -> Vec<Figure> {
        let mut figures = Vec::new();
        let year = self.span.now.1.year();
        for duty in &self.duties {
            figures.push(Figure {
                number: percent(duty.now),
                before: percent(duty.before),
                label: duty.label.pick(ui.lang.code()).to_owned(),
                more: ui.t2("overview-done-of", "done", duty.now[0], "owed", duty.now[1]),
                href: format!("/duties?year={year}&duty={}&show=all", duty.code),
            });
        }
        for duty in &self.duties {
            let [now, before] = [self.span.now, self.span.before]
                .map(|(from, to)| self.acts_in(duty.act, |day| (from..=to).contains(&day)));
            let (from, to) = self.span.now;
            figures.push(Figure {
                number: now.to_string(),
                before: before.to_string(),
                label: ui.word("act-kind", duty.act.word()),
                more: String::new(),
                href: format!("/acts?kind={}&counting=1&from={from}&to={to}", duty.act.word()),
            });
        }
        for (word, [now, before]) in ["raised", "ended"].into_iter().zip(self.cases) {
            let (from, to) = self.span.now;
            figures.push(Figure {
                number: now.to_string(),
                before: before.to_string(),
                label: ui.word("overview-cases", word),
                more: String::new(),
                href: format!("/cases?show=all&{word}={from}..{to}"),
            });
        }
        figures
    }
}

/// Done of owed of a duty; more than is owed counts as much as is owed, so that nobody's zeal hides another's absence.
fn done_of_owed(standings: &[DutyStanding], duty: &str, of: impl Fn(Uuid) -> bool) -> [u64; 2] {
    let of_duty = standings.iter().filter(|standing| standing.duty == duty && of(standing.person));
    of_duty.fold([0, 0], |[done, owed], standing| {
        [done + u64::from(standing.done.min(standing.owed)), owed + u64::from(standing.owed)]
    })
}

fn percent([done, owed]: [u64; 2]) -> String {
    match (done * 100).checked_div(owed) {
        Some(percent) => format!("{percent}%"),
        None => "—".to_owned(),
    }
}

async fn by_area(
    app: &App,
    congress: Uuid,
    (standings, duty): (&[DutyStanding], &str),
    day: NaiveDate,
) -> Result<Vec<(String, [u64; 2])>> {
    let areas = async {
        let sitting = people::store::sitting(&app.db, congress, Seat::Deputy.word(), day).await?;
        let area = sitting.iter().filter_map(|it| Some((it.id, it.area_id?)));
        Ok::<BTreeMap<Uuid, Uuid>, Error>(area.collect())
    };
    let name = format!("areas of deputies on {day}");
    let area = app.db.kept((Tables::Directory, congress), &name, areas).await?;
    let towns = crate::bodies::store::towns(&app.db, congress).await?;
    let rows = towns.into_iter().map(|town| {
        let here = |person: Uuid| area.get(&person) == Some(&town.id);
        (town.name, done_of_owed(standings, duty, here))
    });
    Ok(rows.filter(|(_, [_, owed])| *owed > 0).collect())
}

/// How many acts of some kinds count day by day; contacts always.
async fn by_day(
    app: &App,
    congress: Uuid,
    days: (NaiveDate, NaiveDate),
    kinds: &BTreeSet<ActKind>,
) -> Result<Vec<(ActKind, NaiveDate, u64)>> {
    let kinds: BTreeSet<ActKind> = kinds.iter().copied().chain([ActKind::Contact]).collect();
    let kinds: Vec<ActKind> = kinds.into_iter().collect();
    let rows = store::by_day(&app.db, congress, days, &kinds).await?.into_iter();
    Ok(rows
        .filter_map(|row| Some((ActKind::from_word(&row.kind)?, row.on_day, row.n.unsigned_abs())))
        .collect())
}

async fn heard(app: &App, congress: Uuid, days: (NaiveDate, NaiveDate)) -> Result<BTreeMap<String, i64>> {
    store::by_topic(&app.db, congress, days, ActKind::Contact).await
}

async fn cases(app: &App, visit: &Visit, span: Span) -> Result<[[u64; 2]; 2]> {
    let (now, before) = (Some(moments(span.now)), Some(moments(span.before)));
    let raised = |raised| Which { raised, ..Which::default() };
    let ended = |ended| Which { ended, ..Which::default() };
    let lists = [raised(now), raised(before), ended(now), ended(before)];
    let numbers = crate::cases::store::counts(&app.db, &visit.actor, &lists).await?;
    let many = |place: usize| numbers[place].unsigned_abs();
    Ok([[many(0), many(1)], [many(2), many(3)]])
}
