use charter::{Counted as How, Span};
use chrono::{Datelike, NaiveDate};

use crate::base::page::Ui;
use crate::cases::{Case, deadlines::Counted};

/// How the due day was counted, in a sentence or two; nothing when people agreed on the day.
pub(super) fn sentence(ui: &Ui, case: &Case) -> String {
    let counted = case.due_how.as_deref().and_then(|text| serde_json::from_str::<Counted>(text).ok());
    let Some(due) = counted.and_then(|counted| counted.due) else { return String::new() };
    let args =
        [("from", ui.date(due.from).into()), ("n", due.span.number().into()), ("on", ui.date(due.on).into())];
    let key = match due.span {
        Span::WorkingDays(_) => "voters-counted-working-days",
        Span::Days(_) => "voters-counted-days",
        Span::Months(_) => "voters-counted-months",
    };
    let mut said = vec![ui.ta(key, &args)];
    said.extend(left_out(ui, &due.counted));
    said.extend(moved(ui, &due.counted));
    if due.counted.provisional {
        said.push(ui.t1("voters-counted-provisional", "year", NaiveDate::year(&due.on).to_string()));
    }
    said.join(ui.t("voters-between").as_str())
}

/// The public holidays that were not counted, each once.
fn left_out(ui: &Ui, how: &How) -> Option<String> {
    let mut names: Vec<String> = how
        .left_out
        .iter()
        .filter_map(|day| Some(day.holiday.as_ref()?.pick(ui.lang.code()).to_owned()))
        .collect();
    names.dedup();
    let names = names.join(ui.t("voters-and").as_str());
    (!names.is_empty()).then(|| ui.t1("voters-counted-holidays", "names", names))
}

fn moved(ui: &Ui, how: &How) -> Option<String> {
    let moved = how.moved.as_ref()?;
    let why = match &moved.because.holiday {
        Some(holiday) => holiday.pick(ui.lang.code()).to_owned(),
        None => ui.t("voters-weekend"),
    };
    let args = [("from", ui.date(moved.from).into()), ("why", why.into()), ("to", ui.date(moved.to).into())];
    Some(ui.ta("voters-counted-moved", &args))
}
