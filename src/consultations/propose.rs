//! Whom to ask, with the reasons: the field of work, the town, earlier opinions that speak of the same. A proposal only:
//! a person decides, and may ask anybody.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::Topic;
use crate::base::hanzi::Gist;
use crate::base::{App, Conn, Result};
use crate::cases;
use crate::people::store::{Sitting, sitting};

/// Of the topic's telling words an opinion must share so many to speak of the same.
const SHARED: i64 = 2;

/// A deputy who may be asked.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// The deputy.
    pub(super) who: Sitting,
    /// Why: the words of the reasons; none for whoever is not proposed.
    pub(super) reasons: Vec<&'static str>,
    /// How many earlier opinions speak of the same.
    pub(super) opinions: i64,
}

/// All sitting deputies in the order of names, with the reasons for which they are proposed.
pub(super) async fn candidates(
    at: &impl Conn,
    app: &App,
    congress: Uuid,
    topic: &Topic,
) -> Result<Vec<Candidate>> {
    let all = sitting(at, congress, "deputy", app.clock.today()).await?;
    let words = Gist::of(&format!("{} {}", topic.title, topic.body)).fingerprint();
    let alike = cases::store::deputies_alike(at, congress, &words, SHARED).await?;
    Ok(reasoned(all, topic, &alike))
}

fn reasoned(all: Vec<Sitting>, topic: &Topic, alike: &BTreeMap<Uuid, i64>) -> Vec<Candidate> {
    let holds = |list: &str, word: &str| !word.is_empty() && list.split_whitespace().any(|one| one == word);
    let of = |who: Sitting| {
        let opinions = alike.get(&who.id).copied().unwrap_or_default();
        let here = who.area_id.is_some_and(|area| holds(&topic.areas, &area.to_string()));
        let found = [("field", holds(&topic.fields, &who.field)), ("area", here), ("opinions", opinions > 0)];
        let reasons = found.into_iter().filter(|(_, there)| *there).map(|(word, _)| word).collect();
        Candidate { who, reasons, opinions }
    };
    all.into_iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deputy(n: u128, field: &str, area: u128) -> Sitting {
        Sitting {
            id: Uuid::from_u128(n),
            name: format!("deputy {n}"),
            unit: String::new(),
            post: String::new(),
            field: field.to_owned(),
            phone: String::new(),
            area_id: Some(Uuid::from_u128(area)),
            area: None,
            constituency: None,
        }
    }

    #[test]
    fn each_proposal_says_why_and_nobody_is_ranked() {
        let day = chrono::NaiveDate::default();
        let topic = Topic {
            id: Uuid::nil(),
            year: 2026,
            nth: 1,
            title: String::new(),
            body: String::new(),
            link: String::new(),
            office_id: Uuid::nil(),
            office: String::new(),
            from_on: day,
            until_on: day,
            outcome_by: day,
            fields: "education health".into(),
            areas: Uuid::from_u128(9).to_string(),
            opened_at: None,
            closed_at: None,
            digest: None,
            outcome: String::new(),
            reason: String::new(),
            decided_at: None,
            erased_at: None,
            version: 1,
        };
        let all =
            vec![deputy(1, "law", 8), deputy(2, "education", 9), deputy(3, "", 8), deputy(4, "health", 8)];
        let found = reasoned(all, &topic, &BTreeMap::from([(Uuid::from_u128(3), 2)]));
        let reasons: Vec<Vec<&str>> = found.iter().map(|one| one.reasons.clone()).collect();
        assert_eq!(reasons, [vec![], vec!["field", "area"], vec!["opinions"], vec!["field"]]);
        assert_eq!(
            found.iter().map(|one| one.who.id.as_u128()).collect::<Vec<_>>(),
            [1, 2, 3, 4],
            "as they came"
        );
    }
}
