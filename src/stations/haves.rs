//! The six haves of a station (有场地、有制度、有计划、有活动、有记录、有实效), judged from what is there and what happened.
//! Pure. What is missing says what would complete it; what cannot be judged yet says so and is no fault.

/// Everything a station is judged by, of the year until today.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// Where it is, in an address.
    pub address: bool,
    /// How to find it, in words.
    pub directions: bool,
    /// When it is open.
    pub hours: bool,
    /// A telephone.
    pub phone: bool,
    /// Whether one gets in with a wheelchair is said.
    pub accessible: bool,
    /// Rules kept here.
    pub rules: u64,
    /// Things in the year's plan.
    pub plans: u64,
    /// Planned things and announced receptions whose day has passed.
    pub planned: u64,
    /// Those of them that were held.
    pub held: u64,
    /// Receptions whose record is due.
    pub receptions: u64,
    /// Those of them recorded in time.
    pub recorded: u64,
    /// Opinions received long enough ago to be answered.
    pub received: u64,
    /// Those of them answered.
    pub answered: u64,
    /// Those evaluated, and those evaluated as content.
    pub rated: (u64, u64),
}

/// From where on a station has activities, records and results, in percent (the charter's `[stations]`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// Activities held of those planned.
    pub activities: u16,
    /// Receptions recorded in time.
    pub records: u16,
    /// Opinions answered.
    pub results: u16,
}

/// Whether a station has something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It has.
    Has,
    /// Something is missing.
    Missing,
    /// It cannot be judged yet.
    Early,
}

/// What would complete a have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// Write the address.
    Address,
    /// Say how to find it.
    Directions,
    /// Say when it is open.
    Hours,
    /// Give a telephone.
    Phone,
    /// Say whether it is accessible.
    Accessible,
    /// Put its rules in.
    Rules,
    /// Make the year's plan.
    Plan,
    /// So many more planned things held would do.
    Activities(u64),
    /// So many receptions wait for their record, or came late.
    Records(u64),
    /// So many more answers would do.
    Results(u64),
}

impl Lack {
    /// The word in sentences' keys, and its number.
    pub fn word(self) -> (&'static str, u64) {
        match self {
            Lack::Address => ("address", 0),
            Lack::Directions => ("directions", 0),
            Lack::Hours => ("hours", 0),
            Lack::Phone => ("phone", 0),
            Lack::Accessible => ("accessible", 0),
            Lack::Rules => ("rules", 0),
            Lack::Plan => ("plan", 0),
            Lack::Activities(n) => ("activities", n),
            Lack::Records(n) => ("records", n),
            Lack::Results(n) => ("results", n),
        }
    }
}

/// One of the haves as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Have {
    /// The charter's code.
    pub code: String,
    /// Whether the station has it.
    pub level: Level,
    /// How many of how many, where there are numbers.
    pub figure: Option<(u64, u64)>,
    /// What would complete it.
    pub lacks: Vec<Lack>,
}

/// How the haves of these codes stand, in their order; one that this program does not know is left to be judged by eye.
pub fn assess(codes: &[String], facts: &Facts, thresholds: &Thresholds) -> Vec<Have> {
    codes.iter().map(|code| have(code, facts, thresholds)).collect()
}

fn have(code: &str, facts: &Facts, thresholds: &Thresholds) -> Have {
    let said = |lacks: Vec<Lack>, figure| {
        let level = if lacks.is_empty() { Level::Has } else { Level::Missing };
        Have { code: code.to_owned(), level, figure, lacks }
    };
    match code {
        "place" => {
            let all = [
                (facts.address, Lack::Address),
                (facts.directions, Lack::Directions),
                (facts.hours, Lack::Hours),
                (facts.phone, Lack::Phone),
                (facts.accessible, Lack::Accessible),
            ];
            let lacks: Vec<Lack> = all.iter().filter(|(there, _)| !there).map(|(_, lack)| *lack).collect();
            let there = (all.len() - lacks.len()) as u64;
            said(lacks, Some((there, all.len() as u64)))
        }
        "rules" => said(lack(facts.rules == 0, Lack::Rules), Some((facts.rules, facts.rules.max(1)))),
        "plan" => said(lack(facts.plans == 0, Lack::Plan), Some((facts.plans, facts.plans.max(1)))),
        "activities" => share(code, (facts.held, facts.planned), thresholds.activities, Lack::Activities),
        "records" => share(code, (facts.recorded, facts.receptions), thresholds.records, Lack::Records),
        "results" => share(code, (facts.answered, facts.received), thresholds.results, Lack::Results),
        _ => Have { code: code.to_owned(), level: Level::Early, figure: None, lacks: Vec::new() },
    }
}

fn lack(missing: bool, lack: Lack) -> Vec<Lack> {
    if missing { vec![lack] } else { Vec::new() }
}

/// So many of a hundred; with none there is nothing to judge.
fn share(code: &str, (done, of): (u64, u64), percent: u16, lack: fn(u64) -> Lack) -> Have {
    let code = code.to_owned();
    if of == 0 {
        return Have { code, level: Level::Early, figure: None, lacks: Vec::new() };
    }
    let needed = (of * u64::from(percent)).div_ceil(100);
    let lacks = if done < needed { vec![lack(needed - done)] } else { Vec::new() };
    let level = if lacks.is_empty() { Level::Has } else { Level::Missing };
    Have { code, level, figure: Some((done, of)), lacks }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CODES: [&str; 6] = ["place", "rules", "plan", "activities", "records", "results"];
    const THRESHOLDS: Thresholds = Thresholds { activities: 80, records: 90, results: 80 };

    fn all() -> Vec<String> {
        CODES.map(str::to_owned).to_vec()
    }

    fn whole() -> Facts {
        Facts {
            address: true,
            directions: true,
            hours: true,
            phone: true,
            accessible: true,
            rules: 3,
            plans: 6,
            planned: 10,
            held: 8,
            receptions: 10,
            recorded: 9,
            received: 10,
            answered: 8,
            rated: (4, 3),
        }
    }

    fn of(facts: &Facts, code: &str) -> Have {
        assess(&[code.to_owned()], facts, &THRESHOLDS).remove(0)
    }

    #[test]
    fn at_the_thresholds_it_has_all_six() {
        assert!(assess(&all(), &whole(), &THRESHOLDS).iter().all(|have| have.level == Level::Has));
    }

    #[test]
    fn each_missing_thing_says_what_completes_it() {
        let table: [(&str, Facts, Lack); 11] = [
            ("place", Facts { address: false, ..whole() }, Lack::Address),
            ("place", Facts { directions: false, ..whole() }, Lack::Directions),
            ("place", Facts { hours: false, ..whole() }, Lack::Hours),
            ("place", Facts { phone: false, ..whole() }, Lack::Phone),
            ("place", Facts { accessible: false, ..whole() }, Lack::Accessible),
            ("rules", Facts { rules: 0, ..whole() }, Lack::Rules),
            ("plan", Facts { plans: 0, ..whole() }, Lack::Plan),
            ("activities", Facts { held: 7, ..whole() }, Lack::Activities(1)),
            ("records", Facts { recorded: 5, ..whole() }, Lack::Records(4)),
            ("results", Facts { answered: 0, ..whole() }, Lack::Results(8)),
            ("results", Facts { received: 1, answered: 0, ..whole() }, Lack::Results(1)),
        ];
        for (code, facts, lack) in table {
            let have = of(&facts, code);
            assert_eq!((have.level, have.lacks), (Level::Missing, vec![lack]), "{code}");
        }
        assert_eq!(of(&Facts::default(), "place").lacks.len(), 5);
    }

    #[test]
    fn what_has_not_begun_is_no_fault() {
        for code in ["activities", "records", "results"] {
            assert_eq!(of(&Facts::default(), code).level, Level::Early, "{code}");
        }
        assert_eq!(of(&whole(), "seventh").level, Level::Early, "another city's seventh have");
    }

    proptest! {
        #[test]
        fn doing_what_is_said_completes_it(
            planned in 1_u64..200, held in 0_u64..200, percent in 1_u16..=100,
        ) {
            let held = held.min(planned);
            let thresholds = Thresholds { activities: percent, ..THRESHOLDS };
            let judge = |held| {
                let facts = Facts { planned, held, ..whole() };
                assess(&["activities".to_owned()], &facts, &thresholds).remove(0)
            };
            if let [Lack::Activities(n)] = judge(held).lacks[..] {
                prop_assert!(held + n <= planned, "never more than there was");
                prop_assert_eq!(judge(held + n).level, Level::Has);
                prop_assert_eq!(judge(held + n - 1).level, Level::Missing, "and not more than needed");
            } else {
                prop_assert!(held * 100 >= planned * u64::from(percent));
            }
        }
    }
}
