use charter::Deadline;
use chrono::NaiveDate;

use crate::base::day_of;
use crate::base::page::Ui;
use crate::cases::Case;
use crate::cases::deadlines::Count;
use crate::cases::flow::StepKind;
use crate::cases::store::Organ;
use crate::cases::timeline::Event;

/// A day by which the charter expects something beside the step that is due, and how it went.
#[derive(Debug, Clone)]
pub struct Expected {
    /// What is expected, and by when.
    pub text: String,
    /// The shape of the status word.
    pub kind: &'static str,
    /// The status word.
    pub state: String,
}

/// Counts such days from what happened to a case.
pub struct Days<'a> {
    /// The reader's page.
    pub ui: &'a Ui,
    /// The charter in force and the calendar.
    pub count: &'a Count<'a>,
    /// The case.
    pub case: &'a Case,
    /// All that happened, in order.
    pub happened: &'a [Event],
}

impl Days<'_> {
    /// The lead organ's first contact with the deputy.
    pub fn first_contact(&self) -> Option<Expected> {
        let from = self.case.transferred_on.filter(|_| self.case.organ_id.is_some())?;
        let contact = self.first(StepKind::RecordContact, from, |_| true);
        let contact = contact.and_then(|event| Some(event.said.as_ref()?.on_day));
        let awaited = !self.case.standing.state.ended() && self.case.standing.answer.is_none();
        (awaited || contact.is_some()).then(|| self.expected(Deadline::FirstContact, from, contact))
    }

    /// A co-organ's opinion.
    pub fn co_opinion(&self, organ: &Organ) -> Option<Expected> {
        let from = self.case.transferred_on.filter(|_| organ.part == "co")?;
        let awaited = !self.case.standing.state.ended() && self.case.standing.answer.is_none();
        let given = match organ.state.as_str() {
            "given" => Some(day_of(self.given(organ, from)?.at)),
            "waiting" | "signed" if awaited => None,
            _ => return None,
        };
        Some(self.expected(Deadline::CoOpinion, from, given))
    }

    /// The receipt of the latest reply by one of its readers: `deputy` or `body`.
    pub fn acknowledged(&self, reader: &str, received: bool) -> Option<Expected> {
        let replied = self.happened.iter().rposition(|event| event.kind == StepKind::Reply.word())?;
        let from = day_of(self.happened[replied].at);
        let key = format!("case-did-{}-{reader}", StepKind::Receive.word());
        let receipt = self.happened[replied..].iter().find(|event| event.say.key == key);
        let day = receipt.map(|event| day_of(event.at)).filter(|_| received);
        (day.is_some() || !received).then(|| self.expected(Deadline::Acknowledge, from, day))
    }

    fn given(&self, organ: &Organ, from: NaiveDate) -> Option<&Event> {
        let by = |event: &Event| {
            event.said.as_ref().is_some_and(|said| said.by_organization_id == Some(organ.organ_id))
        };
        self.first(StepKind::GiveCoOpinion, from, by)
    }

    fn first(&self, kind: StepKind, from: NaiveDate, fits: impl Fn(&Event) -> bool) -> Option<&Event> {
        let mut since = self.happened.iter().filter(|event| day_of(event.at) >= from);
        since.find(|event| event.kind == kind.word() && fits(event))
    }

    fn expected(&self, rule: Deadline, from: NaiveDate, done: Option<NaiveDate>) -> Expected {
        let (ui, on) = (self.ui, self.count.from(rule, from).on);
        let (kind, state) = match done {
            Some(day) if day > on => ("late", ui.t("cases-expected-late")),
            Some(_) => ("done", ui.t("cases-expected-in-time")),
            None if ui.is_late(on) => ("late", ui.days_left(on)),
            None => ("wait", ui.days_left(on)),
        };
        Expected { text: ui.t1(&format!("case-expected-{}", rule.word()), "day", ui.date(on)), kind, state }
    }
}
