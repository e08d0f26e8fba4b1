use std::collections::BTreeSet;

use uuid::Uuid;

use crate::access::Visit;
use crate::base::form::{Choice, Form};
use crate::base::{App, Result};
use crate::bodies;
use crate::ledger::Act;
use crate::ledger::corrections::Correction;
use crate::ledger::parties::LONGEST;
use crate::ledger::store;
use crate::people;

/// What the form of a correction offers: the constituencies that elected its person, and those who are named.
pub(super) struct Fix {
    pub(super) at: &'static str,
    pub(super) constituencies: Vec<Choice>,
    pub(super) parties: Vec<Choice>,
}

impl Fix {
    pub(super) async fn of(app: &App, visit: &Visit, act: &Act, at: &'static str) -> Result<Self> {
        let (db, congress) = (&app.db, visit.actor.congress);
        let seats = people::store::seats(db, congress, Some(act.person_id)).await?;
        let mut elected: BTreeSet<Uuid> = seats.iter().filter_map(|seat| seat.constituency_id).collect();
        elected.extend(act.constituency_id);
        let mut constituencies = Vec::new();
        for id in elected {
            let name = bodies::store::constituency(db, congress, id).await?.name;
            constituencies.push(Choice::new(id.to_string(), name));
        }
        let mut parties = store::parties_of(db, congress, act.id).await?;
        parties.retain(|party| party.person_id != act.person_id);
        let choice = |party: store::Party| Choice::new(party.person_id.to_string(), party.name);
        Ok(Self { at, constituencies, parties: parties.into_iter().map(choice).collect() })
    }

    /// The form as the act is now.
    pub(super) fn preset(&self, form: Form, act: &Act) -> Form {
        let form = form.preset_in(self.at, "on_day", &act.on_day.to_string());
        let here = act.constituency_id.map(|id| id.to_string()).unwrap_or_default();
        let form = form.preset_in(self.at, "constituency", &here);
        self.parties.iter().fold(form, |form, party| form.preset_in(self.at, "parties", &party.code))
    }

    /// What the form asks for; what is wrong with it stands in the form.
    pub(super) fn wanted(&self, form: &mut Form, act: &Act, note: &str) -> Correction {
        let void = form.checked("void");
        let day = form.date("on_day");
        if day.is_none() && !void && form.problem("on_day").is_none() {
            form.error("on_day", "ledger-day-missing");
        }
        let codes = |choices: &[Choice]| choices.iter().map(|it| it.code.clone()).collect::<Vec<_>>();
        let known = codes(&self.constituencies);
        let constituency = form.choice("constituency", &known.iter().map(String::as_str).collect::<Vec<_>>());
        let known = codes(&self.parties);
        let parties = form.choices_of("parties", &known.iter().map(String::as_str).collect::<Vec<_>>());
        Correction {
            on_day: day.unwrap_or(act.on_day),
            constituency: constituency.and_then(|id| id.parse().ok()),
            parties: parties.iter().filter_map(|id| id.parse().ok()).collect(),
            void,
            note: note.to_owned(),
        }
    }
}

/// The reason of a return or a correction.
pub(super) fn note(form: &mut Form) -> String {
    form.required("note", LONGEST, "ledger-note-missing")
}
