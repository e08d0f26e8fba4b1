use chrono::{DateTime, Utc};
use papers::official::Official;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::{Head, Kind, Letter};
use crate::access::{Actor, Permit, Scope};
use crate::base::{Conn, Error, Result, Tx, sql};

const LETTER: &str = "SELECT l.id, l.kind, l.office_id, o.name AS office, t.name AS to_organ, l.title, l.word, l.year, l.number, \
     l.drafted_by, l.drafted_at, l.issued_at FROM letters l \
     JOIN organizations o ON o.congress_id = l.congress_id AND o.id = l.office_id \
     LEFT JOIN organizations t ON t.congress_id = l.congress_id AND t.id = l.to_organ_id";

/// Lines of a page.
const PAGE: usize = 25;

/// A letter to be written down.
pub(super) struct NewLetter<'a> {
    pub id: Uuid,
    pub form: Uuid,
    pub kind: Kind,
    pub office: Uuid,
    pub to_organ: Option<Uuid>,
    pub to_person: Option<Uuid>,
    pub paper: &'a Official,
    pub word: &'a str,
    pub year: i32,
}

/// The one condition on who sees which letters `l`: the congress's side all or those of its office, an organ its own and
/// those issued to it, a deputy those issued to him or her.
fn seen(actor: &Actor, values: &mut Vec<Value>) -> String {
    let mut all = vec!["FALSE".to_owned()];
    for (post, scope) in actor.posts_with(Permit::LetterRead) {
        match (scope, post.organization, actor.person) {
            (Scope::Congress | Scope::Deployment, ..) => return "TRUE".to_owned(),
            (Scope::Office, Some(office), _) => {
                values.push(office.into());
                let n = values.len();
                all.push(format!(
                    "l.office_id = ${n} OR EXISTS (SELECT 1 FROM letter_cases x JOIN cases c ON \
                     c.congress_id = x.congress_id AND c.id = x.case_id WHERE x.congress_id = l.congress_id \
                     AND x.letter_id = l.id AND c.body_id = ${n})"
                ));
            }
            (Scope::Organ, Some(organ), _) => {
                values.push(organ.into());
                let n = values.len();
                all.push(format!("l.office_id = ${n} OR l.to_organ_id = ${n} AND l.number IS NOT NULL"));
            }
            (Scope::Own, _, Some(person)) => {
                values.push(person.into());
                let n = values.len();
                all.push(format!("l.to_person_id = ${n} AND l.number IS NOT NULL"));
            }
            _ => {}
        }
    }
    format!("({})", all.join(" OR "))
}

/// The letters that they see, the newest first, a page at a time.
pub async fn list(at: &impl Conn, actor: &Actor, after: Option<Uuid>) -> Result<(Vec<Letter>, Option<Uuid>)> {
    let mut values = vec![actor.congress.into()];
    let seen = seen(actor, &mut values);
    let mut text = format!("{LETTER} WHERE l.congress_id = $1 AND {seen}");
    if let Some(after) = after {
        values.push(after.into());
        text.push_str(&format!(" AND l.id < ${}", values.len()));
    }
    text.push_str(&format!(" ORDER BY l.id DESC LIMIT {}", PAGE + 1));
    let mut found: Vec<Letter> = at.all(sql(&text, values)).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found.last().filter(|_| more).map(|letter| letter.id);
    Ok((found, next))
}

/// A letter that they see.
pub async fn find(at: &impl Conn, actor: &Actor, id: Uuid) -> Result<Letter> {
    let mut values = vec![actor.congress.into(), id.into()];
    let seen = seen(actor, &mut values);
    let text = format!("{LETTER} WHERE l.congress_id = $1 AND l.id = $2 AND {seen}");
    at.maybe(sql(&text, values)).await?.ok_or(Error::NotFound)
}

/// The letters about a case that they see.
pub async fn of_case(at: &impl Conn, actor: &Actor, case: Uuid) -> Result<Vec<Letter>> {
    let mut values = vec![actor.congress.into(), case.into()];
    let seen = seen(actor, &mut values);
    let text = format!(
        "{LETTER} JOIN letter_cases i ON i.congress_id = l.congress_id AND i.letter_id = l.id \
         WHERE l.congress_id = $1 AND i.case_id = $2 AND {seen} ORDER BY l.id DESC"
    );
    at.all(sql(&text, values)).await
}

/// The letter of a number as offices write it, such as 仙人常函〔2026〕3号.
pub async fn by_reference(at: &impl Conn, actor: &Actor, typed: &str) -> Result<Letter> {
    let (word, year, number) = papers::official::read_number(typed).ok_or(Error::NotFound)?;
    let mut values = vec![actor.congress.into(), word.into(), i64::from(year).into(), number.into()];
    let seen = seen(actor, &mut values);
    let text = format!(
        "{LETTER} WHERE l.congress_id = $1 AND l.word = $2 AND l.year = $3 AND l.number = $4 \
         AND {seen} ORDER BY l.id LIMIT 1"
    );
    at.maybe(sql(&text, values)).await?.ok_or(Error::NotFound)
}

/// What a form made already.
pub async fn of_form(tx: &Tx, congress: Uuid, form: Uuid) -> Result<Vec<Uuid>> {
    #[derive(FromQueryResult)]
    struct Id {
        id: Uuid,
    }
    let text = "SELECT id FROM letters WHERE congress_id = $1 AND form = $2 ORDER BY id";
    let found: Vec<Id> = tx.all(sql(text, [congress.into(), form.into()])).await?;
    Ok(found.into_iter().map(|row| row.id).collect())
}

/// The paper of a letter.
pub async fn paper(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Official> {
    #[derive(FromQueryResult)]
    struct Row {
        paper: String,
    }
    let text = "SELECT paper FROM letters WHERE congress_id = $1 AND id = $2";
    let row: Row = at.one(sql(text, [congress.into(), id.into()])).await?;
    Ok(serde_json::from_str(&row.paper).map_err(anyhow::Error::from)?)
}

/// The cases that a letter is about.
pub async fn cases_of(at: &impl Conn, congress: Uuid, id: Uuid) -> Result<Vec<Uuid>> {
    #[derive(FromQueryResult)]
    struct Row {
        case_id: Uuid,
    }
    let text = "SELECT case_id FROM letter_cases WHERE congress_id = $1 AND letter_id = $2 ORDER BY case_id";
    let found: Vec<Row> = at.all(sql(text, [congress.into(), id.into()])).await?;
    Ok(found.into_iter().map(|row| row.case_id).collect())
}

pub(super) async fn insert(
    tx: &Tx,
    actor: &Actor,
    new: &NewLetter<'_>,
    cases: &[Uuid],
    now: DateTime<Utc>,
) -> Result<()> {
    let text = "INSERT INTO letters (congress_id, id, form, kind, office_id, to_organ_id, to_person_id, title, paper, \
         word, year, drafted_by, drafted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let values = [
        actor.congress.into(),
        new.id.into(),
        new.form.into(),
        new.kind.word().into(),
        new.office.into(),
        new.to_organ.into(),
        new.to_person.into(),
        new.paper.title.replace('\n', "").into(),
        serde_json::to_string(new.paper).map_err(anyhow::Error::from)?.into(),
        new.word.into(),
        i64::from(new.year).into(),
        actor.account.into(),
        now.into(),
    ];
    tx.put(sql(text, values)).await?;
    for case in cases {
        let text = "INSERT INTO letter_cases (congress_id, letter_id, case_id) VALUES ($1, $2, $3)";
        tx.put(sql(text, [actor.congress.into(), new.id.into(), (*case).into()])).await?;
    }
    Ok(())
}

/// The next number of an office, a word and a year, within the act that uses it: no gaps.
pub(super) async fn next_number(tx: &Tx, congress: Uuid, letter: &Letter) -> Result<i64> {
    #[derive(FromQueryResult)]
    struct Counter {
        value: i64,
    }
    let text = "INSERT INTO letter_series (congress_id, office_id, word, year, value) VALUES ($1, $2, $3, $4, 1) \
         ON CONFLICT (congress_id, office_id, word, year) DO UPDATE SET value = letter_series.value + 1 \
         RETURNING value";
    let series = [congress.into(), letter.office_id.into(), letter.word.clone().into(), letter.year.into()];
    Ok(tx.one::<Counter>(sql(text, series)).await?.value)
}

/// Issued: its number and its paper stand. Whether it was not yet.
pub(super) async fn issue(
    tx: &Tx,
    actor: &Actor,
    (id, number): (Uuid, i64),
    (year, paper): (i32, &Official),
    now: DateTime<Utc>,
) -> Result<bool> {
    let text = "UPDATE letters SET number = $3, paper = $4, issued_by = $5, issued_at = $6, year = $7 \
         WHERE congress_id = $1 AND id = $2 AND number IS NULL";
    let values = [
        actor.congress.into(),
        id.into(),
        number.into(),
        serde_json::to_string(paper).map_err(anyhow::Error::from)?.into(),
        actor.account.into(),
        now.into(),
        i64::from(year).into(),
    ];
    Ok(tx.run(sql(text, values)).await? == 1)
}

/// How an office's papers begin, if it was said.
pub async fn head(at: &impl Conn, congress: Uuid, office: Uuid) -> Result<Option<Head>> {
    let text = "SELECT mark, word, signatory, contact FROM letter_heads \
         WHERE congress_id = $1 AND organization_id = $2";
    at.maybe(sql(text, [congress.into(), office.into()])).await
}

pub(super) async fn set_head(tx: &Tx, congress: Uuid, office: Uuid, head: &Head) -> Result<()> {
    let text = "INSERT INTO letter_heads (congress_id, organization_id, mark, word, signatory, contact) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (congress_id, organization_id) DO UPDATE SET \
         mark = $3, word = $4, signatory = $5, contact = $6";
    let values = [
        congress.into(),
        office.into(),
        head.mark.clone().into(),
        head.word.clone().into(),
        head.signatory.clone().into(),
        head.contact.clone().into(),
    ];
    tx.put(sql(text, values)).await
}
