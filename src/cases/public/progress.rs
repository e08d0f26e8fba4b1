use uuid::Uuid;

use super::{counted, shape};
use crate::base::{App, Result, page::Ui};
use crate::bodies::{self, Kind};
use crate::cases::Case;
use crate::cases::attached::{Attached, with};
use crate::cases::flow::{DueKind, Owner, State, StepKind};
use crate::cases::store::Entry;
use crate::cases::timeline::{Audience, Event, timeline};
use crate::people;

/// A step as a page shows it.
pub(super) struct Shown {
    pub(super) when: String,
    pub(super) text: String,
    pub(super) who: String,
    pub(super) said: String,
    pub(super) entry: Option<Uuid>,
    pub(super) files: Vec<Attached>,
}

/// The latest answer.
pub(super) struct Answer {
    pub(super) who: String,
    pub(super) when: String,
    pub(super) category: String,
    pub(super) shape: &'static str,
    pub(super) plain: String,
    pub(super) text: String,
    pub(super) guidance: String,
    pub(super) promise: String,
    pub(super) entry: Uuid,
    pub(super) files: Vec<Attached>,
}

/// Where a case is and what happened to it, as far as this reader may know.
pub(super) struct Progress {
    pub(super) now: String,
    pub(super) word: String,
    pub(super) shape: &'static str,
    pub(super) due: String,
    pub(super) counted: String,
    pub(super) late: String,
    pub(super) answer: Option<Answer>,
    pub(super) events: Vec<Shown>,
}

impl Progress {
    /// Lay photos and papers beside what was said with them.
    pub(super) fn attach(&mut self, files: &[Attached]) {
        if let Some(answer) = &mut self.answer {
            answer.files = with(files, Some(answer.entry));
        }
        for event in self.events.iter_mut().filter(|event| event.entry.is_some()) {
            event.files = with(files, event.entry);
        }
    }
}

/// Collect it; `opened` is false while the reader has yet to open the answer.
pub(super) async fn of(
    app: &App,
    (congress, ui): (Uuid, &Ui),
    case: &Case,
    (audience, opened): (Audience, bool),
) -> Result<Progress> {
    let mut events = timeline(&app.db, congress, case, audience).await?;
    let last = events.iter().rposition(is_answer);
    let answer = match last {
        Some(at) => events[at].said.take().map(|said| (events[at].who.clone(), said)),
        None => None,
    };
    let answer = answer.filter(|_| opened).map(|(who, said)| told(app, ui, case, who, said));
    let deadline = case.standing.deadline;
    let late = deadline.filter(|deadline| ui.is_late(deadline.on));
    Ok(Progress {
        now: now(app, congress, ui, case).await?,
        word: ui.word("case-state", case.standing.state.word()),
        shape: if late.is_some() { "late" } else { shape(case.standing.state) },
        due: due(ui, case),
        counted: counted::sentence(ui, case),
        late: late.map(|late| ui.t1("voters-late", "late", ui.days_left(late.on))).unwrap_or_default(),
        answer: answer.transpose()?,
        events: events.into_iter().map(|event| shown(ui, event, opened)).collect(),
    })
}

fn is_answer(event: &Event) -> bool {
    let kind = StepKind::try_from(event.kind.as_str());
    matches!(kind, Ok(StepKind::Reply | StepKind::AnswerOnSpot | StepKind::GuideElsewhere))
}

fn shown(ui: &Ui, event: Event, opened: bool) -> Shown {
    let said = event.said.filter(|_| opened);
    let entry = said.as_ref().map(|said| said.id);
    let said = said.map(|said| if said.plain.is_empty() { said.text } else { said.plain });
    let text = ui.say(&event.say);
    // Whoever the sentence names already is not named below it once more.
    let who = if text.contains(&event.who) { String::new() } else { event.who };
    Shown { when: ui.moment(event.at), text, who, said: said.unwrap_or_default(), entry, files: Vec::new() }
}

fn told(app: &App, ui: &Ui, case: &Case, who: String, said: Entry) -> Result<Answer> {
    let category = said.category.as_deref().map(|code| ui.word("case-category", &code.to_lowercase()));
    let promise = said.promise_on.map(|day| ui.t1("voters-promise", "on", ui.date(day)));
    let guidance = match said.way.as_deref().filter(|_| case.standing.state == State::Guided) {
        Some(matter) => guidance(app, ui, matter),
        None => String::new(),
    };
    let shape = match said.category.as_deref().map(str::to_lowercase).as_deref() {
        Some("a") => "done",
        Some("b") => "wait",
        _ => "plain",
    };
    Ok(Answer {
        entry: said.id,
        files: Vec::new(),
        who,
        shape,
        when: ui.date(said.on_day),
        category: category.unwrap_or_default(),
        guidance,
        promise: promise.unwrap_or_default(),
        plain: if said.plain.is_empty() { said.text.clone() } else { said.plain.clone() },
        text: if said.plain.is_empty() { String::new() } else { said.text },
    })
}

/// Where a matter outside the remit belongs, in the charter's words.
fn guidance(app: &App, ui: &Ui, matter: &str) -> String {
    let versions = app.charters.values().map(charter::Charters::latest);
    let found = versions.filter_map(|charter| charter.cases.matter(matter)).next();
    found.map(|matter| matter.guidance.pick(ui.lang.code()).to_owned()).unwrap_or_default()
}

/// What is awaited, and by when.
pub(super) fn due(ui: &Ui, case: &Case) -> String {
    let Some(due) = case.standing.due() else { return String::new() };
    let key = match due.what {
        DueKind::Cosign => "voters-due-cosign",
        DueKind::Sort => "voters-due-sort",
        DueKind::TakeUp => "voters-due-take-up",
        DueKind::Examine => "voters-due-examine",
        DueKind::SignFor => "voters-due-sign-for",
        DueKind::DecideReturn => "voters-due-decide-return",
        DueKind::Reply => "voters-due-reply",
        DueKind::Evaluate => "voters-due-evaluate",
        DueKind::Conclude => "voters-due-conclude",
        DueKind::KeepPromise => "voters-due-keep-promise",
        DueKind::ConfirmKept => "voters-due-confirm-kept",
    };
    ui.t1(key, "on", ui.date(due.deadline.on))
}

/// Where it is, in one sentence.
pub(super) async fn now(app: &App, congress: Uuid, ui: &Ui, case: &Case) -> Result<String> {
    let answer = case.standing.answer;
    let key = match case.standing.state {
        State::Cosigning => "voters-now-cosigning",
        State::Raised => "voters-now-raised",
        State::WithDeputy => "voters-now-with-deputy",
        State::Examining => "voters-now-examining",
        State::Transferred => "voters-now-transferred",
        State::Returned => "voters-now-returned",
        State::Handling if case.standing.round > 1 => "voters-now-again",
        State::Handling => "voters-now-handling",
        State::Replied if case.standing.supervised.is_some() => "voters-now-supervised",
        State::Replied if answer.is_some_and(|answer| answer.unanswered) => "voters-now-dissatisfied",
        State::Replied => "voters-now-replied",
        State::Promised => "voters-now-promised",
        State::Settled => "voters-now-settled",
        State::Guided => "voters-now-guided",
        State::Joined => "voters-now-joined",
        State::Withdrawn => "voters-now-withdrawn",
        State::Closed => "voters-now-closed",
    };
    Ok(ui.t1(key, "who", holder(app, congress, case).await?))
}

/// Who has it, by name; who answered it, once it is answered.
async fn holder(app: &App, congress: Uuid, case: &Case) -> Result<String> {
    let organization = match case.standing.owner() {
        _ if case.standing.state.answered() => case.organ_id,
        Some(Owner::LeadDeputy | Owner::Deputy) => {
            return match case.deputy_id {
                Some(person) => people::store::name(&app.db, congress, person).await,
                None => Ok(String::new()),
            };
        }
        Some(Owner::Sorter) | None => case.office_id,
        Some(Owner::WorkingBody) => case.body_id,
        Some(Owner::LeadOrgan) => case.organ_id,
        Some(Owner::Commission) => None,
    };
    let found = match organization {
        Some(id) => Some(bodies::store::organization(&app.db, congress, id).await?),
        None => bodies::store::organizations(&app.db, congress, Kind::Commission).await?.into_iter().next(),
    };
    Ok(found.map(|it| it.name).unwrap_or_default())
}
