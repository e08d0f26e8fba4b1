//! Counted again by other means: two made-up years by a made-up table of points, and a few lines of plain counting over
//! the CSV of the ledger. It knows nothing of the charter crate; whoever keeps the exports can do the same.

use std::collections::{BTreeMap, BTreeSet};

use charter::{ActKind, Why};
use chrono::{Datelike, Days, NaiveDate};
use uuid::Uuid;

use super::tests::{declared, done, edited, ruled_by};
use super::{merits, statements, write};
use crate::exchange;
use crate::ledger::acts::{Correction, Wanted, correct, take};
use crate::ledger::{NewAct, Step};
use crate::people::acts::{NewAssignment, assign, end_assignment};
use crate::people::store::assignments;
use crate::trial::World;

/// A line of the made-up table, as a clerk would write it on paper.
struct Rule {
    code: &'static str,
    kind: &'static str,
    late: bool,
    points: i64,
    each_counterpart: bool,
    group: &'static str,
    cap_per_month: i64,
    cap_per_quarter: i64,
    cap_per_year: i64,
}

const NO_CAP: i64 = i64::MAX;
const RULE: Rule = Rule {
    code: "",
    kind: "",
    late: false,
    points: 0,
    each_counterpart: false,
    group: "",
    cap_per_month: NO_CAP,
    cap_per_quarter: NO_CAP,
    cap_per_year: NO_CAP,
};

/// What the table says until 31 March 2026, and from 1 April on.
fn table(on: NaiveDate) -> Vec<Rule> {
    let later = on >= "2026-04-01".parse().unwrap();
    let pick = |before: i64, after: i64| if later { after } else { before };
    vec![
        Rule { code: "contact", kind: "contact", points: pick(5, 4), cap_per_year: pick(40, 36), ..RULE },
        Rule {
            code: "contact_late",
            kind: "contact",
            late: true,
            points: pick(-1, -2),
            cap_per_year: 10,
            ..RULE
        },
        Rule {
            code: "attendance",
            kind: "attendance",
            points: 3,
            group: "meeting",
            cap_per_year: 30,
            ..RULE
        },
        Rule {
            code: "speech",
            kind: "speech",
            points: 2,
            group: "meeting",
            cap_per_month: 4,
            cap_per_year: 10,
            ..RULE
        },
        Rule {
            code: "opinion_raised",
            kind: "opinion_raised",
            points: 2,
            cap_per_quarter: pick(6, 4),
            cap_per_year: 10,
            ..RULE
        },
        Rule {
            code: "training",
            kind: "training",
            points: 1,
            each_counterpart: true,
            cap_per_month: 1,
            cap_per_year: 9,
            ..RULE
        },
        Rule { code: "merit", kind: "merit", points: 5, cap_per_year: 10, ..RULE },
    ]
}

/// For each contact short of two with an assigned deputy when the year is over, and the most in all.
const MISSED: (i64, i64) = (-5, 20);

/// The same table as charters.
fn charters() -> Vec<charter::Charter> {
    const TRAINING: &str = "[[points]]\ncode = \"training\"\nzh = \"培训\"\nen = \"Training\"\nwho = \"committee_member\"\n\
        act = \"training\"\nwhen = \"each\"\npoints = 1\ncounts = \"counterpart\"\ncap_per_month = 1\ncap_per_year = 9\nclause = 9\n\n\
        [[points]]\ncode = \"merit\"";
    let both = [
        ("points = 3\ncap_per_year = 30", "points = 3\ngroup = \"meeting\"\ncap_per_year = 30"),
        (
            "when = \"each\"\npoints = 2\ncap_per_year = 10",
            "when = \"each\"\npoints = 2\ngroup = \"meeting\"\ncap_per_month = 4\ncap_per_year = 10",
        ),
        ("[[points]]\ncode = \"merit\"", TRAINING),
    ];
    let later = [
        ("on = 2023-10-24", "on = 2026-04-01"),
        ("points = 5\ncap_per_year = 40", "points = 4\ncap_per_year = 36"),
        ("points = -1\ncap_per_year = 10", "points = -2\ncap_per_year = 10"),
        ("cap_per_quarter = 6", "cap_per_quarter = 4"),
    ];
    vec![edited(&both), edited(&[&both[..], &later[..]].concat())]
}

/// Everybody's points in a year, from the CSV of acts and that of assignments.
fn recount(acts: &str, pairs: &str, members: &[Uuid], year: i32) -> BTreeMap<String, i64> {
    let mut of_year: BTreeMap<(NaiveDate, String), Act> = BTreeMap::new();
    for row in rows(acts) {
        let on: NaiveDate = row["on_day"].parse().unwrap();
        if row["counts"] != "yes" || on.year() != year {
            continue;
        }
        let act = of_year.entry((on, row["act_id"].clone())).or_insert_with(|| Act {
            person: row["person_id"].clone(),
            kind: row["kind"].clone(),
            evidence: row["evidence_id"].clone(),
            late: row["late"] == "yes",
            with: BTreeSet::new(),
        });
        act.with.insert(row["counterpart_id"].clone());
    }
    let total = |person: &Uuid| {
        let person = person.to_string();
        let own: Vec<_> = of_year.iter().filter(|(_, act)| act.person == person).collect();
        let sum = booked(&own) + missed(&own, pairs, (&person, year));
        (person, sum)
    };
    members.iter().map(total).collect()
}

struct Act {
    person: String,
    kind: String,
    evidence: String,
    late: bool,
    with: BTreeSet<String>,
}

fn rows(csv: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(csv.as_bytes()).deserialize().map(Result::unwrap).collect()
}

/// What was done, in the order of days: the highest of a group for the same evidence, and no more than the caps.
fn booked(own: &[(&(NaiveDate, String), &Act)]) -> i64 {
    let mut entries = Vec::new();
    for ((on, _), act) in own {
        for (place, rule) in table(*on).into_iter().enumerate() {
            let times =
                if rule.each_counterpart { act.with.iter().filter(|it| !it.is_empty()).count() } else { 1 };
            if rule.kind == act.kind && (!rule.late || act.late) && times > 0 {
                entries.push((*on, place, rule.points * times as i64, act.evidence.clone(), rule));
            }
        }
    }
    let mut best: BTreeMap<(String, &str), (i64, usize, usize)> = BTreeMap::new();
    for (turn, (_, place, worth, evidence, rule)) in
        entries.iter().enumerate().filter(|it| !it.1.4.group.is_empty())
    {
        let rank = (-worth, *place, turn);
        let known = best.entry((evidence.clone(), rule.group)).or_insert(rank);
        *known = rank.min(*known);
    }
    let mut sum = 0;
    let mut used: BTreeMap<&str, [i64; 12]> = BTreeMap::new();
    for (turn, (on, _, worth, evidence, rule)) in entries.iter().enumerate() {
        if best.get(&(evidence.clone(), rule.group)).is_some_and(|best| best.2 != turn) {
            continue;
        }
        let months = used.entry(rule.code).or_default();
        let (month, quarter) = (on.month0() as usize, on.month0() as usize / 3 * 3);
        let left = [
            rule.cap_per_month.saturating_sub(months[month]),
            rule.cap_per_quarter.saturating_sub(months[quarter..quarter + 3].iter().sum()),
            rule.cap_per_year.saturating_sub(months.iter().sum()),
        ];
        let fits = left.into_iter().map(|left| left.max(0)).fold(worth.abs(), i64::min);
        months[month] += fits;
        sum += fits * worth.signum();
    }
    sum
}

/// What was not done: two contacts with each deputy assigned for the whole year.
fn missed(own: &[(&(NaiveDate, String), &Act)], pairs: &str, (person, year): (&str, i32)) -> i64 {
    let (first, last) = (format!("{year}-01-01"), format!("{year}-12-31"));
    let mut missing = 0;
    for pair in rows(pairs) {
        let whole = pair["from_on"] <= first && (pair["to_on"].is_empty() || pair["to_on"] >= last);
        if pair["member_id"] != person || !whole {
            continue;
        }
        let with = |act: &Act| act.kind == "contact" && act.with.contains(&pair["deputy_id"]);
        let done = own.iter().filter(|(_, act)| with(act)).count() as i64;
        missing += (2 - done).max(0);
    }
    (missing * MISSED.0).max(-MISSED.1)
}

/// The acts as `export ledger` gives them out.
async fn acts_csv(world: &World) -> String {
    let mut out = Vec::new();
    exchange::ledger::write(&world.app, world.congress, &mut out).await.unwrap();
    String::from_utf8(out).unwrap()
}

/// Who contacted whom as `export assignments` gives it out.
async fn pairs_csv(world: &World) -> String {
    let mut out = Vec::new();
    exchange::assignments::write(&world.app, world.congress, &mut out).await.unwrap();
    String::from_utf8(out).unwrap()
}

/// In 2025 each member contacts the other deputy.
async fn crossed_in_2025(world: &World) {
    let keeper = world.keeper();
    let tx = world.app.db.begin().await.unwrap();
    for (member, deputy) in [(0, 1), (1, 0)] {
        let (member, deputy) = (world.members[member], world.deputies[deputy].person_id);
        let from_on = "2025-01-01".parse().unwrap();
        let new = NewAssignment { member, deputy, from_on, reasons: "", plan: None };
        let id = assign(&tx, &world.app, &keeper, &new).await.unwrap();
        let all = assignments(&tx, world.congress, Some(member)).await.unwrap();
        let old = all.iter().find(|it| it.id == id).unwrap();
        end_assignment(&tx, &world.app, &keeper, old, "2025-12-31".parse().unwrap()).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Numbers that look thrown, the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % n
    }
}

/// One person's year: what is done, verified, left waiting, sent back, corrected.
async fn live(world: &World, dice: &mut Dice, (member, year): (usize, i32)) {
    const KINDS: [ActKind; 7] = [
        ActKind::Contact,
        ActKind::Contact,
        ActKind::Attendance,
        ActKind::Speech,
        ActKind::OpinionRaised,
        ActKind::Training,
        ActKind::DutyReport,
    ];
    let (who, person) = ([("member"), ("member2")][member], world.members[member]);
    let commission = world.actor("commission").await;
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    let mut taken = BTreeSet::new();
    for number in 0..45 {
        let on = first + Days::new(dice.below(365));
        let kind = KINDS[dice.below(7) as usize];
        // Twelve meetings a year; somebody speaks and is present at the same one, or only one of both.
        let meeting =
            Uuid::from_u128(u128::from(dice.below(12)) + year as u128 * 100 + member as u128 * 10_000);
        let evidence = match kind {
            ActKind::Attendance | ActKind::Speech => meeting,
            _ => Uuid::from_u128(1_000_000 + number + year as u128 * 1000 + member as u128 * 100_000_000),
        };
        if !taken.insert((kind, evidence)) {
            continue;
        }
        let mut parties = Vec::new();
        // The second member neglects the assigned deputy.
        let most = if member == 1 && kind == ActKind::Contact { 1 } else { 2 };
        for deputy in world.deputies.iter().take(most).filter(|_| dice.below(3) > 0) {
            parties.push(deputy.person_id);
        }
        let new = NewAct { parties, ..NewAct::new(person, kind, on, ("meeting", evidence)) };
        world.on(&(on + Days::new(dice.below(14))).to_string());
        match dice.below(10) {
            0 => drop(declared(world, who, &new).await),
            1 => {
                let id = declared(world, who, &new).await;
                let wanted = Wanted { note: "请补充", version: None };
                take(&world.app, &commission, id, (Step::Return, wanted)).await.unwrap();
            }
            2 => {
                let id = done(world, who, &new).await;
                let wanted = Correction {
                    on_day: on,
                    constituency: None,
                    parties: world.deputies.iter().take(most).map(|it| it.person_id).collect(),
                    void: dice.below(2) == 0,
                    note: "更正".to_owned(),
                };
                correct(&world.app, &commission, id, &wanted).await.unwrap();
            }
            _ => drop(done(world, who, &new).await),
        }
    }
}

/// One person's commendations of a year, some of them refused.
async fn commended(world: &World, dice: &mut Dice, (member, year): (usize, i32)) {
    let (first, person) = (NaiveDate::from_ymd_opt(year, 1, 1).unwrap(), world.members[member]);
    let commission = world.actor("commission").await;
    let leadership = world.actor("leadership").await;
    for number in 0..4 {
        let on_day = first + Days::new(40 * number);
        world.on(&(on_day + Days::new(3)).to_string());
        let form = Uuid::from_u128(u128::from(number) + year as u128 * 10 + member as u128 * 100_000);
        let new = merits::NewMerit { form, person, on_day, text: "表彰" };
        let id = merits::propose(&world.app, &commission, &new).await.unwrap();
        let step = if dice.below(4) > 0 { Step::Verify } else { Step::Return };
        merits::decide(&world.app, &leadership, id, (step, "没有文件")).await.unwrap();
    }
}

#[tokio::test]
async fn plain_counting_over_the_exported_ledger_gives_everybody_the_same_points() {
    let mut world = World::new().await;
    ruled_by(&mut world, charters());
    crossed_in_2025(&world).await;
    let mut dice = Dice(20_260_728);
    for year in [2025, 2026] {
        for member in [0, 1] {
            live(&world, &mut dice, (member, year)).await;
            commended(&world, &mut dice, (member, year)).await;
        }
        world.on(&format!("{year}-12-30"));
        let deputy = NewAct::new(
            world.deputies[0].person_id,
            ActKind::Speech,
            format!("{year}-12-29").parse().unwrap(),
            ("meeting", Uuid::from_u128(year as u128)),
        );
        done(&world, "deputy", &deputy).await;
    }
    world.on("2027-02-01");
    let (acts, pairs) = (acts_csv(&world).await, pairs_csv(&world).await);
    let mut whys = BTreeSet::new();
    for year in [2025, 2026] {
        let as_of = world.app.clock.today();
        let all = statements::all(&world.app.db, &world.app, world.congress, year, as_of).await.unwrap();
        whys.extend(all.iter().flat_map(|(_, _, it)| &it.lines).map(|line| (line.line.clone(), line.why)));
        let ours: BTreeMap<String, i64> =
            all.iter().map(|(person, _, it)| (person.to_string(), it.total.into())).collect();
        assert_eq!(ours, recount(&acts, &pairs, &world.members, year), "{year}");
        // What is given out says the same as what is shown.
        let mut out = Vec::new();
        write(&world.app, world.congress, (year, as_of), &mut out).await.unwrap();
        let mut sums: BTreeMap<String, i64> = BTreeMap::new();
        for row in rows(std::str::from_utf8(&out).unwrap()) {
            *sums.entry(row["person_id"].clone()).or_default() += row["points"].parse::<i64>().unwrap_or(0);
            assert_eq!(row["total"], ours[&row["person_id"]].to_string());
        }
        assert_eq!(sums, ours);
    }
    // The two years hold every line and everything for which one counts less.
    let codes: BTreeSet<&str> = whys.iter().map(|(code, _)| code.as_str()).collect();
    let lines = [
        "attendance",
        "contact",
        "contact_late",
        "contact_missed",
        "merit",
        "opinion_raised",
        "speech",
        "training",
    ];
    assert_eq!(codes, BTreeSet::from(lines));
    let met: BTreeSet<Why> = whys.into_iter().map(|(_, why)| why).collect();
    assert_eq!(met, Why::ALL.iter().copied().collect(), "every reason was met");
}

#[test]
fn the_plain_counting_counts_what_a_hand_counts() {
    let who = Uuid::from_u128(1);
    let acts = format!(
        "act_id,person_id,kind,on_day,counterpart_id,evidence_id,late,counts\n\
         a,{who},contact,2025-02-01,d,e1,yes,yes\n\
         b,{who},contact,2025-02-02,d,e2,no,no\n\
         c,{who},speech,2025-02-03,,e3,no,yes\n\
         d,{who},attendance,2025-02-04,,e3,no,yes\n\
         e,{who},training,2025-02-05,x,e4,no,yes\n\
         e,{who},training,2025-02-05,y,e4,no,yes\n"
    );
    let pairs = format!("member_id,deputy_id,from_on,to_on\n{who},d,2024-01-01,\n");
    // 5 - 1 for the contact, 3 for the meeting, 1 of 2 for the training, 5 less for the contact that is missing.
    assert_eq!(recount(&acts, &pairs, &[who], 2025), BTreeMap::from([(who.to_string(), 3)]));
}
