//! The rows of stories told again. A story's own rows are copied by the database, so that a column that is added one day
//! is copied too; only what must differ is given.

use anyhow::Result;
use rand::{SeedableRng, rngs::StdRng};
use sea_orm::{DbBackend, FromQueryResult, Value};
use shuanglian::base::codes::Code;
use shuanglian::base::{App, Conn, Tx, hanzi, sql};
use shuanglian::search;
use uuid::Uuid;

use super::templates::{TABLES, Template};
use super::{Once, mixed};

/// A story as it is told once more, with its words.
pub struct Told {
    pub once: Once,
    pub number: String,
    pub line: String,
    pub body: String,
}

/// Values of one statement.
const VALUES: usize = 6_000;

/// Tables of which a story has rows that are known by its opinion alone.
const PLAIN: [&str; 3] = ["case_organs", "case_cosigners", "case_supports"];

/// Set the stories' own rows aside, and tables for what differs.
pub async fn prepare(app: &App, templates: &[Template]) -> Result<()> {
    let tx = app.db.begin().await?;
    // Connections to PostgreSQL are renewed while a million is loaded, and temporary tables end with them.
    let made = if tx.backend() == DbBackend::Sqlite { "CREATE TEMPORARY" } else { "CREATE UNLOGGED" };
    tx.run(sql(format!("{made} TABLE of_stories (id uuid PRIMARY KEY)"), [])).await?;
    let ids = templates.iter().map(|template| template.case.id.into()).collect();
    many(&tx, "of_stories (id)", 1, ids).await?;
    let set_aside = async |table: &str, of: &str| -> Result<()> {
        let text = format!(
            "{made} TABLE of_{table} AS SELECT t.* FROM {table} t JOIN of_stories s ON s.id = t.{of}"
        );
        tx.run(sql(text, [])).await?;
        tx.run(sql(format!("CREATE INDEX of_{table}_of ON of_{table} ({of})"), [])).await?;
        Ok(())
    };
    set_aside("cases", "id").await?;
    for table in PLAIN {
        set_aside(table, "case_id").await?;
    }
    for (table, of, _) in TABLES {
        set_aside(table, of).await?;
        tx.run(sql(format!("CREATE INDEX of_{table}_id ON of_{table} (id)"), [])).await?;
        let text = format!(
            "{made} TABLE new_{table} (old uuid NOT NULL, id uuid NOT NULL, of_case uuid NOT NULL, at timestamptz NOT NULL, \
             number text NOT NULL, old_number text NOT NULL)"
        );
        tx.run(sql(text, [])).await?;
    }
    let text = format!(
        "{made} TABLE new_cases (old uuid NOT NULL, id uuid NOT NULL, form uuid NOT NULL, number text NOT NULL, \
         receipt text NOT NULL, subject text NOT NULL, body text NOT NULL, raised_at timestamptz NOT NULL, \
         ended_at timestamptz, published_at timestamptz)"
    );
    tx.run(sql(text, [])).await?;
    Ok(tx.commit().await?)
}

/// Take away what was set aside.
pub async fn tidy(app: &App) -> Result<()> {
    let tx = app.db.begin().await?;
    for table in ["stories", "cases"].into_iter().chain(PLAIN).chain(TABLES.map(|(table, _, _)| table)) {
        tx.run(sql(format!("DROP TABLE of_{table}"), [])).await?;
    }
    for table in ["cases"].into_iter().chain(TABLES.map(|(table, _, _)| table)) {
        tx.run(sql(format!("DROP TABLE new_{table}"), [])).await?;
    }
    Ok(tx.commit().await?)
}

/// Insert all rows of some stories, but for the journal's.
pub async fn insert(app: &App, congress: Uuid, templates: &[Template], told: &[Told]) -> Result<()> {
    let words: Vec<search::New> = told
        .iter()
        .map(|new| {
            let case = &templates[new.once.template].case;
            let words = search::words_of(&format!("{}\n{}", new.line, new.body));
            search::New { subject_id: new.once.id(case.id), at: new.once.at(case.raised_at), words }
        })
        .collect();
    let tx = app.db.begin().await?;
    cases(&tx, templates, told).await?;
    for table in PLAIN {
        copy(&tx, table, &[("case_id", "n.id")], "new_cases n", "t.case_id = n.old").await?;
    }
    for table in TABLES {
        dated(&tx, table, templates, told).await?;
    }
    let mut telling = Vec::new();
    for (new, index) in told.iter().zip(&words) {
        for word in hanzi::fingerprint(&format!("{} {}", new.line, new.body)) {
            telling.extend([congress.into(), word.into(), index.subject_id.into()]);
        }
    }
    many(&tx, "case_words (congress_id, word, case_id)", 3, telling).await?;
    search::index_all(&tx, congress, "case", &words).await?;
    Ok(tx.commit().await?)
}

async fn cases(tx: &Tx, templates: &[Template], told: &[Told]) -> Result<()> {
    tx.run(sql("DELETE FROM new_cases", [])).await?;
    let mut values: Vec<Value> = Vec::with_capacity(told.len() * 10);
    for Told { once, number, line, body } in told {
        let case = &templates[once.template].case;
        let mut luck = StdRng::seed_from_u64(once.salt);
        values.extend([
            case.id.into(),
            once.id(case.id).into(),
            Uuid::from_u64_pair(mixed(once.salt), mixed(!once.salt)).into(),
            number.clone().into(),
            Code::random(&mut luck).plain().into(),
            line.clone().into(),
            body.clone().into(),
            once.at(case.raised_at).into(),
            case.ended_at.map(|at| once.at(at)).into(),
            case.published_at.map(|at| once.at(at)).into(),
        ]);
    }
    many(
        tx,
        "new_cases (old, id, form, number, receipt, subject, body, raised_at, ended_at, published_at)",
        10,
        values,
    )
    .await?;
    let differs = [
        ("id", "n.id"),
        ("form_id", "n.form"),
        ("number", "n.number"),
        ("receipt", "n.receipt"),
        ("subject", "n.subject"),
        ("body", "n.body"),
        ("raised_at", "n.raised_at"),
        ("ended_at", "n.ended_at"),
        ("published_at", "n.published_at"),
        ("public_subject", "CASE WHEN t.public_subject IS NULL THEN NULL ELSE n.subject END"),
        ("public_body", "CASE WHEN t.public_body IS NULL THEN NULL ELSE n.body END"),
    ];
    copy(tx, "cases", &differs, "new_cases n", "t.id = n.old").await
}

/// The rows with ids and moments of their own.
async fn dated(
    tx: &Tx,
    (table, of, at): (&'static str, &'static str, &'static str),
    templates: &[Template],
    told: &[Told],
) -> Result<()> {
    tx.run(sql(format!("DELETE FROM new_{table}"), [])).await?;
    let mut values: Vec<Value> = Vec::new();
    for Told { once, number, .. } in told {
        let template = &templates[once.template];
        for (_, row) in template.rows.iter().filter(|(name, _)| *name == table) {
            values.extend([
                row.id.into(),
                once.id(row.id).into(),
                once.id(row.case_id).into(),
                once.at(row.at).into(),
                number.clone().into(),
                template.case.number.clone().into(),
            ]);
        }
    }
    many(tx, &format!("new_{table} (old, id, of_case, at, number, old_number)"), 6, values).await?;
    let mut differs = vec![("id", "n.id"), (of, "n.of_case"), (at, "n.at")];
    if table == "notices" {
        // Read long ago: an inbox is for what is new.
        differs.extend([("read_at", "n.at"), ("facts", "replace(t.facts, n.old_number, n.number)")]);
    }
    copy(tx, table, &differs, &format!("new_{table} n"), "t.id = n.old").await
}

#[derive(FromQueryResult)]
struct Column {
    name: String,
}

/// Copy rows that were set aside, with what differs.
async fn copy(tx: &Tx, table: &str, differs: &[(&str, &str)], new: &str, joined: &str) -> Result<()> {
    let text = if tx.backend() == DbBackend::Sqlite {
        format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid")
    } else {
        format!(
            "SELECT CAST(column_name AS text) AS name FROM information_schema.columns WHERE table_name = '{table}' \
             AND table_schema = current_schema() ORDER BY ordinal_position"
        )
    };
    let columns: Vec<Column> = tx.all(sql(text, [])).await?;
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let given = |name: &&str| {
        let differs = differs.iter().find(|(column, _)| column == name);
        differs.map_or_else(|| format!("t.{name}"), |(_, given)| (*given).to_owned())
    };
    let given: Vec<String> = names.iter().map(given).collect();
    let text = format!(
        "INSERT INTO {table} ({}) SELECT {} FROM {new} JOIN of_{table} t ON {joined}",
        names.join(", "),
        given.join(", ")
    );
    tx.run(sql(text, [])).await?;
    Ok(())
}

/// Insert many rows of so many values each.
async fn many(tx: &Tx, into: &str, width: usize, values: Vec<Value>) -> Result<()> {
    // SQLite finds a value by its number at once, and by its name only after looking at all the others.
    let mark = if tx.backend() == DbBackend::Sqlite { '?' } else { '$' };
    let mut values = values.into_iter().peekable();
    while values.peek().is_some() {
        let some: Vec<Value> = values.by_ref().take(VALUES / width * width).collect();
        let rows = (0..some.len() / width).map(|row| {
            let places: Vec<String> =
                (1..=width).map(|place| format!("{mark}{}", row * width + place)).collect();
            format!("({})", places.join(", "))
        });
        let text = format!("INSERT INTO {into} VALUES {}", rows.collect::<Vec<_>>().join(", "));
        tx.run(sql(text, some)).await?;
    }
    Ok(())
}
