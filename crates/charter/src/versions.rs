//! The versions of one congress's charter: an act is judged by the version in force on its day.

use chrono::NaiveDate;

use crate::charter::Charter;
use crate::mistake::Mistake;
use crate::period::Period;

/// All versions of one congress's charter, earliest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charters {
    versions: Vec<Charter>,
}

impl Charters {
    /// Puts the versions in order; refuses two in force on one day, or charters of different congresses.
    pub fn new(mut versions: Vec<Charter>) -> Result<Charters, Mistake> {
        versions.sort_by_key(|version| version.in_force.value);
        let Some(first) = versions.first() else {
            return Err(Mistake {
                file: "charters".to_owned(),
                line: 1,
                column: 1,
                expected: "at least one charter".to_owned(),
                found: "none".to_owned(),
            });
        };
        for version in &versions {
            if version.congress.zh != first.congress.zh {
                return Err(version.mistake(
                    format!("a charter of {}, as in {}", first.congress.zh, first.file()),
                    format!("one of {}", version.congress.zh),
                ));
            }
        }
        for pair in versions.windows(2) {
            apart(&pair[0], &pair[1])?;
        }
        Ok(Charters { versions })
    }

    /// The version by which an act of this day is judged.
    pub fn in_force(&self, day: NaiveDate) -> Option<&Charter> {
        self.versions
            .iter()
            .rev()
            .find(|version| version.in_force.value <= day)
            .filter(|version| version.until.is_none_or(|last| day <= last))
    }

    /// The versions in force on days of a period, each with those days, earliest first.
    pub fn within(&self, period: Period) -> impl Iterator<Item = (&Charter, Period)> {
        let nexts = self.versions.iter().skip(1).map(Some).chain([None]);
        self.versions.iter().zip(nexts).filter_map(move |(version, next)| {
            let until_next = next.map_or(Some(NaiveDate::MAX), |next| next.in_force.value.pred_opt())?;
            let last = version.until.map_or(until_next, |until| until.min(until_next));
            let whole = Period::new(version.in_force.value, last).ok()?;
            Some((version, whole.overlap(&period)?))
        })
    }

    /// The newest version, whether or not it is in force yet.
    pub fn latest(&self) -> &Charter {
        self.versions.last().expect("there is at least one version")
    }

    /// All versions, earliest first.
    pub fn versions(&self) -> &[Charter] {
        &self.versions
    }
}

fn apart(earlier: &Charter, later: &Charter) -> Result<(), Mistake> {
    let day = later.in_force.value;
    if earlier.in_force.value == day {
        return Err(later.mistake(
            "a day on which no other version enters into force",
            format!("the date {day}, as in {}", earlier.file()),
        ));
    }
    match earlier.until {
        Some(last) if last >= day => Err(later.mistake(
            format!("a day after {last}, the last day of {}", earlier.file()),
            format!("the date {day}"),
        )),
        _ => Ok(()),
    }
}
