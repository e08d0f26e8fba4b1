//! What happens at homes and stations: what their keepers tell of them, a quarter's roster before it begins, reception
//! days with opinions, records closed in time and now and then too late, plans, and guidance with what was put right.

use chrono::{Datelike, Days, NaiveDate, TimeDelta};
use rand::RngExt;
use uuid::Uuid;

use super::Size;
use super::begin::form;
use super::life::{Event, Life};
use super::words::{Filler, one, words};
use crate::access::Actor;
use crate::base::{Error, Result, day_of, start_of};
use crate::cases::acts::{NewCase, Voter};
use crate::cases::{ANSWER_BY, Channel};
use crate::files::{Purpose, Upload, accept};
use crate::receptions::acts::{
    NewBooking, NewClosing, book, close, enter_opinion, mark_presence, propose, publish, set_rhythm,
};
use crate::receptions::quarter::Quarter;
use crate::receptions::rhythm::Rhythm;
use crate::receptions::store as receptions;
use crate::stations::acts::{
    NewDetails, NewFinding, NewVisit, add_files, add_plan, confirm, hang_poster, hold_plan, number_papers,
    put_right, record_visit, set_details,
};
use crate::stations::{RULES, serial, store};

const DIRECTIONS: [&str; 4] = [
    "党群服务中心一楼，进门左手第一间。",
    "村部院内，公示栏后面那间，门口能停车。",
    "社区办事大厅右侧，门口就是公交站。",
    "镇政府东侧小楼一层，有坡道。",
];
const PLANS: [&str; 4] =
    ["代表进站集中学习", "走访困难户和残疾人家庭", "视察村组道路和水渠", "向选民通报意见办理情况"];
const FINDINGS: [(&str, &str); 4] = [
    ("rules", "接待制度没有上墙"),
    ("records", "有两次接待没有及时收尾"),
    ("place", "门口没有指示牌，第一次来的人找不到"),
    ("plan", "下半年的计划还没有定"),
];
const DONE: [&str; 4] = [
    "制度已经上墙，群众看得到。",
    "已经补齐，以后当天收尾。",
    "牌子已经挂好，村里广播也通知了。",
    "计划已经定好，贴在公示栏。",
];
const NAMES: [&str; 5] = ["张大姐", "陈师傅", "刘先生", "周大爷", "王女士"];

/// A sheet of paper with nothing on it, for rules that nobody made up.
const BLANK: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// Something that happens at a station.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum AtStation {
    /// A quarter's roster is proposed and published.
    Roster(i32, u32),
    /// A reception day, in the evening.
    Reception(Uuid),
    /// A reception that was forgotten is closed.
    Late(Uuid),
    /// A planned thing is held.
    Held(Uuid),
    /// Somebody comes to look.
    Visited,
    /// What was found is put right.
    PutRight(Uuid),
    /// And looked at.
    Confirmed(Uuid),
}

impl Life<'_> {
    /// Whoever keeps a station, and the station.
    fn keeper(&self, nth: usize) -> (Actor, Uuid) {
        let (keeper, station, _) = &self.cast.keepers[nth];
        (keeper.clone(), *station)
    }

    fn is_home(&self, station: Uuid) -> bool {
        let first = self.register.towns.len();
        self.register.stations.iter().position(|(id, _)| *id == station).is_some_and(|nth| nth < first)
    }

    /// On the first day keepers tell of their stations; then everything has its day.
    pub(super) async fn plan_stations(&mut self, size: &Size, today: NaiveDate) -> Result<()> {
        let first = today - TimeDelta::days(size.days);
        for nth in 0..self.cast.keepers.len() {
            self.furnished(nth, today).await?;
            let this = Quarter::of(today);
            for quarter in [this.before(), this, this.next()] {
                let day = (quarter.first() - Days::new(14)).max(first + Days::new(1));
                let at = start_of(self.calendar.working_day_from(day)) + TimeDelta::minutes(600 + nth as i64);
                if quarter.last() > first {
                    self.at(at, Event::Station(nth, AtStation::Roster(quarter.year, quarter.number)));
                }
            }
            if nth % 3 == 1 {
                let day = today - Days::new(self.side.random_range(12..70));
                if day > first {
                    let at =
                        start_of(self.calendar.working_day_from(day)) + TimeDelta::minutes(660 + nth as i64);
                    self.at(at, Event::Station(nth, AtStation::Visited));
                }
            }
        }
        Ok(())
    }

    async fn furnished(&mut self, nth: usize, today: NaiveDate) -> Result<()> {
        let (keeper, id) = self.keeper(nth);
        let found = crate::bodies::store::organization(&self.app.db, self.register.congress, id).await?;
        let details = NewDetails {
            address: found.address,
            directions: DIRECTIONS[nth % DIRECTIONS.len()].to_owned(),
            hours: "周一至周五 8:30–17:30".to_owned(),
            phone: format!("0728-32{:05}", 10_000 + nth * 7),
            // Some have not said yet.
            accessible: if nth % 9 == 4 { String::new() } else { ["yes", "partly"][nth % 2].to_owned() },
            square_metres: Some(60 + (nth as i64 * 17) % 90),
        };
        set_details(&self.app, &keeper, id, &details).await?;
        if nth % 7 != 5 {
            let bytes = bytes::Bytes::from_static(BLANK);
            let upload = Upload { field: "rules".into(), name: "选民接待制度.pdf".into(), bytes };
            let rules = accept(&self.app, &upload, Purpose::Paper).await?;
            add_files(&self.app, &keeper, id, (RULES, &[rules])).await?;
        }
        if nth % 11 != 6 {
            for (which, what) in PLANS.iter().enumerate() {
                let month = u32::try_from(which).unwrap_or(0) * 3 + 2;
                let day = NaiveDate::from_ymd_opt(today.year(), month, 10).unwrap_or(today);
                let plan = add_plan(&self.app, &keeper, id, (day, what)).await?;
                if day < today && day > day_of(self.app.clock.now()) && self.side.random_ratio(9, 10) {
                    let at = start_of(day) + TimeDelta::minutes(17 * 60 + nth as i64);
                    self.at(at, Event::Station(nth, AtStation::Held(plan)));
                }
            }
        }
        number_papers(&self.app, &keeper, id, 20).await?;
        hang_poster(&self.app, &keeper, id, "公示栏").await?;
        Ok(())
    }

    /// Something happens at a station.
    pub(super) async fn at_station(&mut self, nth: usize, what: AtStation) -> Result<()> {
        let done = match what {
            AtStation::Roster(year, number) => self.rostered(nth, Quarter { year, number }).await,
            AtStation::Reception(id) => self.received(nth, id).await,
            AtStation::Late(id) => self.closed(nth, id).await,
            AtStation::Held(plan) => {
                let (keeper, id) = self.keeper(nth);
                hold_plan(&self.app, &keeper, (id, plan), Some(self.app.clock.today())).await
            }
            AtStation::Visited => self.visited(nth).await,
            AtStation::PutRight(finding) => self.put_right(nth, finding).await,
            AtStation::Confirmed(finding) => self.confirmed(finding).await,
        };
        match done {
            Err(why @ (Error::Conflict(_) | Error::Invalid(_) | Error::Forbidden | Error::NotFound)) => {
                self.stuck.push(format!("{what:?} at station {nth}: {why}"));
                Ok(())
            }
            other => other,
        }
    }

    /// Homes receive every Wednesday, stations once a month.
    async fn rostered(&mut self, nth: usize, quarter: Quarter) -> Result<()> {
        let (keeper, id) = self.keeper(nth);
        let attached =
            crate::people::store::deputies_at(&self.app.db, self.register.congress, id).await?.len() as i64;
        if attached == 0 {
            return Ok(());
        }
        let weekly = self.is_home(id);
        let rhythm = Rhythm {
            kind: if weekly { "weekly" } else { "monthly" }.to_owned(),
            day: if weekly { 3 } else { 5 + (nth as i64 * 3) % 20 },
            each: attached.min(2),
            capacity: if nth.is_multiple_of(2) { 2 } else { 0 },
            ..Rhythm::default()
        };
        set_rhythm(&self.app, &keeper, id, &rhythm).await?;
        if propose(&self.app, &keeper, id, quarter).await? == 0 {
            return Ok(());
        }
        publish(&self.app, &keeper, (id, quarter), "第一次安排，先试一试").await?;
        let days = (quarter.first(), quarter.last());
        for it in receptions::published(&self.app.db, self.register.congress, (Some(id), None), days).await? {
            let at = start_of(it.on_day) + TimeDelta::minutes(it.ends + 5 + nth as i64);
            self.at(at, Event::Station(nth, AtStation::Reception(it.id)));
            // Where places can be booked, a few have done so when the day is announced.
            let first = it.slots().first().copied();
            if let Some(slot) = first.filter(|_| self.side.random_ratio(1, 6)) {
                let anybody = Actor::anybody(self.register.congress);
                let new = NewBooking {
                    form: self.app.chance.draw(form),
                    slot,
                    name: NAMES[self.side.random_range(0..NAMES.len())].to_owned(),
                    phone: format!("139{:08}", self.side.random_range(0..100_000_000_u32)),
                };
                book(&self.app, &anybody, it.id, &new).await?;
            }
        }
        Ok(())
    }

    async fn received(&mut self, nth: usize, id: Uuid) -> Result<()> {
        let (keeper, station) = self.keeper(nth);
        let on_duty = receptions::on_duty(&self.app.db, self.register.congress, &[id]).await?;
        for one in &on_duty {
            let presence = if self.side.random_ratio(12, 13) { "came" } else { "absent" };
            mark_presence(&self.app, &keeper, id, (one.person_id, presence)).await?;
        }
        if self.side.random_ratio(1, 4) {
            self.said_at_the_desk((&keeper, station), (nth, id)).await?;
        }
        if self.side.random_ratio(1, 15) {
            let at = self.working(8);
            self.at(at, Event::Station(nth, AtStation::Late(id)));
            return Ok(());
        }
        self.closed(nth, id).await
    }

    /// Somebody tells what wants handling; its story goes on like that of any other.
    async fn said_at_the_desk(
        &mut self,
        (keeper, station): (&Actor, Uuid),
        (keeper_nth, id): (usize, Uuid),
    ) -> Result<()> {
        let town = self.cast.keepers[keeper_nth].2;
        let nth = self.told_story(town);
        let (subject, body) = self.opinion(nth);
        let code =
            crate::bodies::store::organization(&self.app.db, self.register.congress, station).await?.code;
        let on_duty = receptions::on_duty(&self.app.db, self.register.congress, &[id]).await?;
        let named = self.stories[nth].fate.names_deputy;
        self.papers += 1;
        let on_paper = self.side.random_bool(0.5);
        let phone = self.namer.telephone();
        let voter = Voter { name: self.namer.person(&mut self.side).0, phone, ..Voter::default() };
        let new = NewCase {
            subject,
            deputy: on_duty.first().filter(|_| named).map(|one| one.person_id),
            voter: Some(voter),
            answer_by: ANSWER_BY[1],
            serial: if on_paper { serial(&code, self.papers) } else { String::new() },
            ..NewCase::of_voter(
                self.app.chance.draw(form),
                if on_paper { Channel::Paper } else { Channel::Counter },
                &body,
            )
        };
        let case = enter_opinion(&self.app, keeper, id, &new).await?.case;
        self.stories[nth].case = Some((case.id, case.receipt.clone(), case.number.clone()));
        let days = self.pause(nth, &case);
        let at = self.working(days);
        self.at(at, Event::Turn(nth));
        Ok(())
    }

    async fn closed(&mut self, nth: usize, id: Uuid) -> Result<()> {
        let (keeper, _) = self.keeper(nth);
        let at = &self.register.towns[self.cast.keepers[nth].2];
        let mut filler = Filler::of(&[("t", &at.name), ("v", &at.villages[0].1)]);
        let text = one(&mut self.side, &words().duty.outreach_said).to_owned();
        let summary = filler.fill(&mut self.side, &text);
        let new =
            NewClosing { form: self.app.chance.draw(form), visitors: self.side.random_range(0..7), summary };
        close(&self.app, &keeper, id, &new).await
    }

    /// A working body, or the town's office, comes to look.
    async fn visited(&mut self, nth: usize) -> Result<()> {
        let (_, station) = self.keeper(nth);
        let bodies: Vec<Actor> = self.cast.bodies.values().cloned().collect();
        let visitor = bodies.get(nth % bodies.len().max(1)).ok_or(Error::NotFound)?.clone();
        let (have, text) = FINDINGS[nth % FINDINGS.len()];
        let finding = NewFinding { have: have.to_owned(), text: text.to_owned(), due_on: None };
        let new = NewVisit {
            form: self.app.chance.draw(form),
            station,
            on_day: self.app.clock.today(),
            note: "看了场地、台账和公示栏，和值守人员谈了谈。".to_owned(),
            findings: if nth.is_multiple_of(4) { Vec::new() } else { vec![finding] },
        };
        let id = record_visit(&self.app, &visitor, &new).await?;
        for found in store::findings_of(&self.app.db, self.register.congress, id).await? {
            // Some take longer than they may.
            if self.side.random_ratio(4, 5) {
                let days = self.side.random_range(5..18);
                let at = self.working(days);
                self.at(at, Event::Station(nth, AtStation::PutRight(found.id)));
            }
        }
        Ok(())
    }

    async fn put_right(&mut self, nth: usize, finding: Uuid) -> Result<()> {
        let (keeper, _) = self.keeper(nth);
        put_right(&self.app, &keeper, finding, DONE[nth % DONE.len()]).await?;
        if self.side.random_ratio(3, 4) {
            let at = self.working(4);
            self.at(at, Event::Station(nth, AtStation::Confirmed(finding)));
        }
        Ok(())
    }

    async fn confirmed(&mut self, finding: Uuid) -> Result<()> {
        let clerk = &self.cast.commission[0];
        let of = store::finding(&self.app.db, clerk, finding).await?;
        let visit = store::visit(&self.app.db, clerk, of.visit_id).await?;
        let visitor = self.cast.bodies.get(&visit.office_id).unwrap_or(clerk);
        confirm(&self.app, visitor, finding).await
    }
}
