//! Published opinions as a table.

use std::io::Write;

use uuid::Uuid;

use super::neutral;
use crate::base::{App, day_of};
use crate::cases::store::{published, published_one};

/// Write the published opinions as CSV: what the public pages show and no more. How many there are.
///
/// # Errors
/// When the database or the file does not take part.
pub async fn write(app: &App, congress: Uuid, out: impl Write) -> anyhow::Result<usize> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record([
        "number",
        "subject",
        "body",
        "state",
        "category",
        "raised_on",
        "published_on",
        "supports",
    ])?;
    let (mut count, mut after) = (0, None);
    loop {
        let page = published(&app.db, congress, None, after.as_deref()).await?;
        for line in &page.lines {
            let case = published_one(&app.db, congress, &line.number).await?;
            let published_on = case.published_at.map(|at| day_of(at).to_string()).unwrap_or_default();
            out.write_record([
                neutral(&case.number),
                neutral(case.public_subject.as_deref().unwrap_or_default()),
                neutral(case.public_body.as_deref().unwrap_or_default()),
                line.state.clone(),
                line.category.clone().unwrap_or_default(),
                day_of(case.raised_at).to_string(),
                published_on,
                case.supports.to_string(),
            ])?;
            count += 1;
        }
        after = page.next;
        if after.is_none() {
            out.flush()?;
            return Ok(count);
        }
    }
}
