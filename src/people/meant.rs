//! Somebody named in a form: the name is typed, and where it could be several people, or only a part of it was typed,
//! the form comes back with those who may be meant.

use chrono::NaiveDate;
use uuid::Uuid;

use super::store::{Sitting, sitting_named};
use crate::base::{
    App, Result,
    form::{Choice, Form, Say},
};

/// Offered at most.
const MOST: i64 = 20;

/// Who was typed in `field` among those who hold a seat on a day; what was picked stands in the field of the same name
/// with `-id`. Gives the person, or the choices to offer; what is wrong stands in the form.
pub async fn meant(
    app: &App,
    congress: Uuid,
    form: &mut Form,
    field: &str,
    day: NaiveDate,
) -> Result<(Option<Uuid>, Vec<Choice>)> {
    let typed = form.value(field).trim().to_owned();
    if typed.is_empty() {
        form.error(field, "people-meant-missing");
        return Ok((None, Vec::new()));
    }
    let found = sitting_named(&app.db, congress, &typed, MOST, day).await?;
    let picked = form.value(&format!("{field}-id"));
    if let Some(one) = found.iter().find(|one| one.id.to_string() == picked) {
        return Ok((Some(one.id), Vec::new()));
    }
    let same: Vec<&Sitting> = found.iter().filter(|one| one.name == typed).collect();
    if let [one] = same.as_slice() {
        return Ok((Some(one.id), Vec::new()));
    }
    if found.is_empty() {
        form.error_say(field, Say::new("people-meant-unknown").with("typed", typed));
    } else {
        form.error(&format!("{field}-id"), "people-meant-which");
    }
    let offered = if same.is_empty() { found.iter().collect() } else { same };
    Ok((None, offered.into_iter().map(choice).collect()))
}

fn choice(one: &Sitting) -> Choice {
    let parts = [one.constituency.as_deref().unwrap_or_default(), &one.unit, &one.post];
    let hint: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Choice::new(one.id.to_string(), one.name.clone()).hint(hint.join(" "))
}
