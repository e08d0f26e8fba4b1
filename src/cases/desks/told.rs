use charter::{Charter, Deadline, Nominal, RestDay, Source, Span, Vocabulary};
use uuid::Uuid;

use crate::base::page::Ui;
use crate::base::text::in_china;
use crate::cases::ANSWER_BY;
use crate::cases::attached::{self, Attached};
use crate::cases::deadlines::Counted;
use crate::cases::flow::StepKind;
use crate::cases::store::Entry;
use crate::cases::timeline::Event;

/// Something that happened, in words.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// When.
    pub when: String,
    /// What.
    pub text: String,
    /// In whose name.
    pub who: String,
    /// What was said with it.
    pub said: Option<Said>,
}

/// What was said, with what belongs to it.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// The text.
    pub text: String,
    /// The same in plain words, for voters.
    pub plain: String,
    /// A way, a category, a promise, grades: each a short line.
    pub notes: Vec<String>,
    /// In which round.
    pub round: i64,
    /// Whether it is a reply.
    pub is_reply: bool,
    /// The entry it is kept as.
    pub entry: Uuid,
    /// Photos and papers that came with it.
    pub files: Vec<Attached>,
}

/// An event in words.
pub fn row(ui: &Ui, charter: &Charter, event: &Event) -> Row {
    Row {
        when: ui.moment(event.at),
        text: ui.say(&event.say),
        who: event.who.clone(),
        said: event.said.as_ref().map(|entry| said(ui, charter, entry)).filter(Said::is_something),
    }
}

impl Row {
    /// With the files of what was said; those of a reply stand with the reply above.
    pub fn with(mut self, files: &[Attached]) -> Self {
        self.said = self.said.map(|said| if said.is_reply { said } else { said.with(files) });
        self
    }
}

impl Said {
    /// With the photos and papers that came with it.
    pub fn with(mut self, files: &[Attached]) -> Self {
        self.files = attached::with(files, Some(self.entry));
        self
    }

    fn is_something(&self) -> bool {
        !self.text.is_empty() || !self.plain.is_empty() || !self.notes.is_empty()
    }
}

/// What was said, in words.
pub fn said(ui: &Ui, charter: &Charter, entry: &Entry) -> Said {
    let lang = ui.lang.code();
    let mut notes = Vec::new();
    if let Some(way) = &entry.way {
        let named =
            charter.word(Vocabulary::ContactMethods, way).map(|word| word.label.pick(lang).to_owned());
        if let Some(matter) = charter.cases.matter(way) {
            notes.push(matter.word.label.pick(lang).to_owned());
            notes.push(matter.guidance.pick(lang).to_owned());
        }
        let told = ANSWER_BY.contains(&way.as_str()).then(|| ui.word("case-answer-by", way));
        notes.extend(named.or(told));
        if entry.on_day != in_china(entry.at).date_naive() {
            notes.push(ui.date(entry.on_day));
        }
    }
    if let Some(category) =
        entry.category.as_ref().and_then(|code| charter.cases.category(&code.to_uppercase()))
    {
        let (code, label) = (&category.word.code, category.word.label.pick(lang));
        notes.push(ui.t2("cases-note-category", "code", code, "label", label));
    }
    if let Some(day) = entry.promise_on {
        notes.push(ui.t1("cases-note-day", "day", ui.date(day)));
    }
    let grade = |code: &str| charter.cases.grade(code).map(|it| it.word.label.pick(lang).to_owned());
    if let (Some(attitude), Some(result)) = (&entry.attitude, &entry.result) {
        let (attitude, result) = (grade(attitude), grade(result));
        notes.push(ui.t2(
            "cases-note-grades",
            "attitude",
            attitude.unwrap_or_default(),
            "result",
            result.unwrap_or_default(),
        ));
    }
    Said {
        text: entry.text.clone(),
        plain: entry.plain.clone(),
        notes,
        round: entry.round,
        entry: entry.id,
        is_reply: entry.kind == StepKind::Reply.word(),
        files: Vec::new(),
    }
}

/// How a due day was counted, sentence by sentence, the rule's source last.
pub fn how_counted(ui: &Ui, charter: &Charter, counted: &Counted) -> Vec<String> {
    let Some(due) = &counted.due else { return vec![ui.t("cases-counted-given")] };
    let from = ui.date(due.from);
    let begin = match due.span {
        Span::WorkingDays(n) => ui.t2("cases-counted-working-days", "from", from, "n", n),
        Span::Days(n) => ui.t2("cases-counted-days", "from", from, "n", n),
        Span::Months(n) => ui.t2("cases-counted-months", "from", from, "n", n),
    };
    let mut told = vec![begin];
    if due.counted.nominal == Nominal::LastDayOfMonth {
        told.push(ui.t("cases-counted-month-end"));
    }
    if !due.counted.left_out.is_empty() {
        let names = holidays(ui, &due.counted.left_out);
        told.push(ui.t2("cases-counted-left-out", "n", due.counted.left_out.len(), "names", names));
    }
    if !due.counted.made_up.is_empty() {
        let days: Vec<String> = due.counted.made_up.iter().map(|day| ui.date(day)).collect();
        told.push(ui.t1("cases-counted-made-up", "days", days.join(&ui.t("cases-list-comma"))));
    }
    if let Some(moved) = &due.counted.moved {
        let because = holidays(ui, std::slice::from_ref(&moved.because));
        let args =
            [("from", ui.date(moved.from).into()), ("why", because.into()), ("to", ui.date(moved.to).into())];
        told.push(ui.ta("cases-counted-moved", &args));
    }
    if due.counted.provisional {
        told.push(ui.t("cases-counted-provisional"));
    }
    told.extend(source(ui, charter, &counted.rule));
    told
}

fn holidays(ui: &Ui, days: &[RestDay]) -> String {
    let lang = ui.lang.code();
    let mut names: Vec<String> = days
        .iter()
        .map(|day| day.holiday.as_ref().map_or_else(|| ui.t("cases-weekend"), |it| it.pick(lang).to_owned()))
        .collect();
    names.dedup();
    let mut once: Vec<String> = Vec::new();
    for name in names {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    once.join(&ui.t("cases-list-comma"))
}

fn source(ui: &Ui, charter: &Charter, rule: &str) -> Option<String> {
    let rule = Deadline::ALL.iter().find(|deadline| deadline.word() == rule)?;
    Some(match &charter.cases.deadline(*rule).source {
        Source::Clause(number) => ui.t1("cases-counted-clause", "n", *number),
        Source::Choice(why) => why.pick(ui.lang.code()).to_owned(),
    })
}
