use charter::{Charter, Vocabulary, Word};
use chrono::NaiveDate;

use super::similar::Similar;
use super::steps::brings_files;
use crate::base::form::{Choice, Form};
use crate::base::page::Ui;
use crate::base::redact::redact;
use crate::cases::flow::{Reader, StepKind};
use crate::cases::{ANSWER_BY, Case};

/// How a field is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Some lines of text.
    Area,
    /// One line.
    Text,
    /// A day.
    Date,
    /// One of a long list.
    Select,
    /// One of a short list.
    Radios,
    /// Any number of a long list, closed until wanted.
    Folded,
    /// Yes or no.
    Tick,
    /// Photos and papers.
    Files,
    /// Nothing to fill in.
    Hidden,
}

/// One field of a step's form.
#[derive(Debug, Clone)]
pub struct Field {
    /// How it is asked for.
    pub how: How,
    /// Its name in the form.
    pub name: &'static str,
    /// Its label.
    pub label: String,
    /// A line below the label.
    pub hint: String,
    /// The answers to choose from.
    pub choices: Vec<Choice>,
    /// Whether it may be left out.
    pub optional: bool,
    /// Lines of an area; a hidden value.
    pub rows: u8,
    /// What stands there before anybody types.
    pub preset: String,
}

impl Field {
    fn new(how: How, name: &'static str, label: String) -> Self {
        let (hint, preset) = (String::new(), String::new());
        Self { how, name, label, hint, choices: Vec::new(), optional: false, rows: 4, preset }
    }

    fn of(mut self, choices: Vec<Choice>) -> Self {
        self.choices = choices;
        self
    }

    fn hint(mut self, hint: String) -> Self {
        self.hint = hint;
        self
    }

    fn preset(mut self, preset: impl Into<String>) -> Self {
        self.preset = preset.into();
        self
    }

    fn optional(mut self) -> Self {
        self.optional = true;
        self
    }
}

/// What the forms of a case choose from.
pub struct Ground<'a> {
    /// The reader's page.
    pub ui: &'a Ui,
    /// The charter in force.
    pub charter: &'a Charter,
    /// The case.
    pub case: &'a Case,
    /// Handling organs, by pinyin.
    pub organs: Vec<Choice>,
    /// Co-organs that still owe an opinion.
    pub owing: Vec<Choice>,
    /// The commission and the working bodies.
    pub bodies: Vec<Choice>,
    /// Deputies, the constituency's first.
    pub deputies: Vec<Choice>,
    /// Open opinions that may say the same.
    pub similar: &'a [Similar],
    /// The last day on which the lead organ may return it.
    pub return_by: Option<NaiveDate>,
    /// How many files a form may bring.
    pub most_files: usize,
    /// The latest day of an extended reply.
    pub latest: Option<NaiveDate>,
}

impl Ground<'_> {
    fn word(&self, word: &Word) -> Choice {
        Choice::new(word.code.clone(), word.label.pick(self.ui.lang.code()))
    }

    fn label(&self, field: &str) -> String {
        self.ui.word("case-field", field)
    }

    /// The words that go with a step, labelled by what they are in this step.
    fn text(&self, kind: StepKind) -> Field {
        Field::new(How::Area, "text", self.ui.word("case-say", kind.word()))
    }

    fn ways(&self, words: Vec<Choice>) -> Vec<Field> {
        let on = Field::new(How::Date, "on", self.label("on")).preset(self.ui.today.to_string());
        vec![Field::new(How::Radios, "way", self.label("way")).of(words), on]
    }

    fn body(&self) -> Field {
        let preset = self.case.body_id.map(|id| id.to_string());
        let first = self.bodies.first().map(|body| body.code.clone());
        Field::new(How::Radios, "body", self.label("body"))
            .of(self.bodies.clone())
            .preset(preset.or(first).unwrap_or_default())
    }

    fn deputy(&self) -> Field {
        Field::new(How::Select, "deputy", self.label("deputy")).of(self.deputies.clone())
    }

    fn until(&self, name: &str) -> Field {
        let field = Field::new(How::Date, "until", self.label(name));
        match self.latest.filter(|_| name == "until-extension") {
            Some(day) => field.hint(self.ui.t1("cases-latest-day", "day", self.ui.date(day))),
            None => field,
        }
    }

    fn grades(&self, name: &'static str) -> Field {
        let grades = self.charter.cases.grades.iter().map(|grade| self.word(&grade.word)).collect();
        Field::new(How::Radios, name, self.label(name)).of(grades)
    }
}

/// What a step asks for.
pub fn fields(kind: StepKind, reader: Reader, g: &Ground) -> Vec<Field> {
    use StepKind::*;
    let unnamed = g.case.deputy_id.is_none();
    let mut fields = match kind {
        GuideElsewhere => vec![matter(g)],
        Join => join(g),
        SendToDeputy | NameDeputy => Vec::from_iter((unnamed || kind == NameDeputy).then(|| g.deputy())),
        SendOn => std::iter::once(g.body()).chain(unnamed.then(|| g.deputy().optional())).collect(),
        Reassign => vec![g.body()],
        Transfer | Retransfer => {
            let organ = Field::new(How::Select, "organ", g.label("organ")).of(g.organs.clone());
            let co = Field::new(How::Folded, "co", g.label("co")).of(g.organs.clone());
            [organ, co].into_iter().chain(unnamed.then(|| g.deputy())).collect()
        }
        AskExtension | GrantExtension => {
            let asked = g.case.standing.handover.extension.asked.map(|day| day.to_string());
            vec![g.until("until-extension").preset(asked.unwrap_or_default())]
        }
        RejectKept | MovePromise => vec![g.until("until-promise")],
        RecordContact | ContactProposer => {
            g.ways(g.charter.words(Vocabulary::ContactMethods).iter().map(|word| g.word(word)).collect())
        }
        TellVoter => g.ways(g.ui.choices("case-answer-by", &ANSWER_BY[1..])),
        ExcuseCoOrgan => vec![Field::new(How::Radios, "organ", g.label("co-organ")).of(g.owing.clone())],
        Reply => reply(g),
        Receive => vec![Field::new(How::Hidden, "reader", String::new()).preset(reader.word())],
        Evaluate => vec![g.grades("attitude"), g.grades("result")],
        Withdraw if g.case.standing.cosigners.confirmed > 0 => {
            vec![Field::new(How::Tick, "all_agree", g.label("all-agree"))]
        }
        Publish => publish(g),
        _ => Vec::new(),
    };
    fields.extend(said(kind, g));
    if kind == Reply && g.case.standing.has_voter {
        let plain = Field::new(How::Area, "plain", g.label("plain")).hint(g.ui.t("cases-plain-hint"));
        fields.push(plain.optional());
    }
    if brings_files(kind) {
        let hint = g.ui.t1("cases-files-hint", "n", g.most_files);
        fields.push(Field::new(How::Files, "files", g.label("files")).hint(hint).optional());
    }
    fields
}

/// The text of a step: needed, welcome, or not asked for.
fn said(kind: StepKind, g: &Ground) -> Option<Field> {
    use StepKind::*;
    match kind {
        Reply => {
            let hint = g.ui.word("cases-signed-by", g.charter.cases.reply_signed_by.value.word());
            Some(Field { rows: 8, ..g.text(kind) }.hint(hint))
        }
        Return => {
            let hint = g.return_by.map(|day| g.ui.t1("cases-return-by", "day", g.ui.date(day)));
            Some(g.text(kind).hint(hint.unwrap_or_default()))
        }
        AnswerOnSpot | UpholdTransfer | AskExtension | RefuseExtension | GiveCoOpinion | RecordContact
        | ContactProposer | Supervise | ConcludeSupervision | KeepPromise | RejectKept | MovePromise
        | SendBackToSort | LeaveIt => Some(g.text(kind)),
        Evaluate => Some(g.text(kind).hint(g.ui.t("cases-evaluate-hint")).optional()),
        Decline | GuideElsewhere | SendOn | TakeUp | Reassign | Transfer | Retransfer | AcceptReturn
        | ExcuseCoOrgan | TellVoter | Rehandle | ConfirmKept | Withdraw | MakeConfidential | Urge => {
            Some(g.text(kind).optional())
        }
        _ => None,
    }
}

fn matter(g: &Ground) -> Field {
    let lang = g.ui.lang.code();
    let matters = g.charter.cases.matters.iter();
    let choices = matters.map(|matter| g.word(&matter.word).hint(matter.guidance.pick(lang))).collect();
    Field::new(How::Radios, "matter", g.label("matter")).of(choices)
}

fn join(g: &Ground) -> Vec<Field> {
    if g.similar.is_empty() {
        return vec![Field::new(How::Text, "case", g.label("number"))];
    }
    let choice = |it: &Similar| Choice::new(it.id.to_string(), format!("{} {}", it.number, it.subject));
    vec![
        Field::new(How::Radios, "case", g.label("case")).of(g.similar.iter().map(choice).collect()),
        Field::new(How::Text, "number", g.label("other-number")).optional(),
    ]
}

fn reply(g: &Ground) -> Vec<Field> {
    let lang = g.ui.lang.code();
    let categories = g.charter.cases.categories.iter();
    let choices = categories.map(|it| {
        let label = format!("{} {}", it.word.code, it.word.label.pick(lang));
        Choice::new(it.word.code.clone(), label).hint(it.guidance.pick(lang))
    });
    vec![
        Field::new(How::Radios, "category", g.label("category")).of(choices.collect()),
        g.until("until-promise").hint(g.ui.t("cases-promise-hint")).optional(),
    ]
}

fn publish(g: &Ground) -> Vec<Field> {
    let plain = Field::new(How::Area, "plain", g.label("public-text")).hint(g.ui.t("cases-publish-hint"));
    vec![
        Field::new(How::Text, "subject", g.label("public-subject")).preset(redact(&g.case.subject)),
        Field { rows: 8, ..plain.preset(redact(&g.case.body)) },
    ]
}

/// The form with what stands in a step's fields before anybody types.
pub fn preset(form: Form, place: &str, fields: &[Field]) -> Form {
    let set = fields.iter().filter(|field| !field.preset.is_empty());
    set.fold(form, |form, field| form.preset_in(place, field.name, &field.preset))
}
