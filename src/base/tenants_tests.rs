//! A congress's rows can live on one shard: its id stands first in every key and index of every table, and in every
//! statement, as often as tables are named.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use sea_orm::{DbBackend, FromQueryResult};

use crate::base::{Conn, sql};
use crate::trial::World;

/// Tables of the deployment itself.
const DEPLOYMENT: [(&str, &str); 2] =
    [("congresses", "says which congresses there are"), ("seaql_migrations", "says which tables there are")];

/// Tables without a key of their own.
const KEYLESS: [(&str, &str); 1] =
    [("grants", "found by their account; the same one twice gives nothing more")];

/// Keys and indexes that begin with something else.
const OTHERWISE: [(&str, &str); 3] = [
    ("jobs_due", "one runner takes what is due in any congress"),
    ("search_by_words", "an index of words; the rows are narrowed by their congress beside it"),
    ("search_things.number", "SQLite's own number of a row; SQLite is one file on one machine"),
];

/// SQLite's tables behind its index of words.
const WORDS: &str = "search_words";

#[derive(FromQueryResult)]
struct Name {
    name: String,
}

#[derive(FromQueryResult)]
struct Key {
    of_table: String,
    key: String,
    first: String,
    only: bool,
}

const TABLES_LITE: &str = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
const TABLES: &str =
    "SELECT CAST(tablename AS text) AS name FROM pg_tables WHERE schemaname = current_schema()";
const KEYS_LITE: &str = "SELECT m.name AS of_table, l.name AS key, i.name AS first, l.\"unique\" AS only \
     FROM sqlite_master m JOIN pragma_index_list(m.name) l JOIN pragma_index_info(l.name) i ON i.seqno = 0 \
     WHERE m.type = 'table' \
     UNION ALL SELECT m.name, m.name || '.' || t.name, t.name, TRUE FROM sqlite_master m \
     JOIN pragma_table_info(m.name) t ON t.pk = 1 WHERE m.type = 'table'";
const KEYS: &str = "SELECT CAST(c.relname AS text) AS of_table, CAST(i.relname AS text) AS key, \
     CAST(a.attname AS text) AS first, x.indisunique AS only FROM pg_index x \
     JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid \
     JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema() \
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0]";
const FOREIGN: &str = "SELECT CAST(c.relname AS text) AS of_table, CAST(f.conname AS text) AS key, \
     CAST(a.attname AS text) AS first, FALSE AS only FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid \
     JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema() \
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = f.conkey[1] WHERE f.contype = 'f'";

fn is_listed(list: &[(&str, &str)], name: &str) -> bool {
    list.iter().any(|(listed, _)| *listed == name)
}

#[tokio::test]
async fn a_congress_stands_first_in_every_key_and_index() {
    let world = World::new().await;
    let lite = world.app.db.backend() == DbBackend::Sqlite;
    let names: Vec<Name> = world.app.db.all(sql(if lite { TABLES_LITE } else { TABLES }, [])).await.unwrap();
    let mut keys: Vec<Key> = world.app.db.all(sql(if lite { KEYS_LITE } else { KEYS }, [])).await.unwrap();
    if !lite {
        keys.extend(world.app.db.all::<Key>(sql(FOREIGN, [])).await.unwrap());
    }
    let ours = |table: &str| !is_listed(&DEPLOYMENT, table) && !table.starts_with(WORDS);
    let wrong: Vec<String> = keys
        .iter()
        .filter(|key| ours(&key.of_table) && key.first != "congress_id" && !is_listed(&OTHERWISE, &key.key))
        .map(|key| format!("{}: {} begins with {}", key.of_table, key.key, key.first))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let keyed: BTreeSet<&str> = keys.iter().filter(|key| key.only).map(|key| key.of_table.as_str()).collect();
    let keyless: Vec<&str> = names
        .iter()
        .map(|table| table.name.as_str())
        .filter(|name| ours(name) && !keyed.contains(name) && !is_listed(&KEYLESS, name))
        .collect();
    assert!(keyless.is_empty(), "{keyless:?} have no key");
    assert!(keys.len() > 200, "the keys were found: {}", keys.len());
}

/// Statements, or pieces of one, that name a table of a congress and not the congress as often: the file, what the text
/// holds, and why.
const ELSEWHERE: [(&str, &str, &str); 8] = [
    ("archive/store/annex.rs", "FROM ", "a piece; the condition it is put together with names the congress"),
    (
        "search/store.rs",
        "CROSS JOIN search_things t",
        "a piece; the condition it is put together with names the congress",
    ),
    ("search/store.rs", "WHERE {which}", "the condition begins with the congress"),
    ("jobs/store.rs", "run_at <= $1", "the runner takes what is due in any congress, and then names it"),
    ("jobs/store.rs", "count(*) AS n FROM jobs", "a number of the whole deployment, for the metrics"),
    (
        "upkeep/store.rs",
        "(SELECT taken_at FROM backups",
        "the newest of the whole deployment, for the metrics",
    ),
    ("journal/store.rs", "sum(seq)", "a number of the whole deployment, for the metrics"),
    ("access/store/waiting.rs", "{WAITS}", "the condition names the congress"),
];

#[test]
fn every_statement_names_the_congress() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut series = String::new();
    for file in files(&root.join("migrations"), "sql") {
        series.push_str(&fs::read_to_string(file).unwrap());
    }
    let tables: BTreeSet<&str> = series
        .split("CREATE TABLE ")
        .skip(1)
        .filter_map(|rest| rest.split([' ', '(']).next())
        .filter(|name| !is_listed(&DEPLOYMENT, name) && !name.starts_with(WORDS))
        .collect();
    let (mut seen, mut wrong, mut used) = (0, Vec::new(), BTreeMap::new());
    for file in files(&root.join("src"), "rs") {
        let path = file.strip_prefix(root.join("src")).unwrap().display().to_string();
        if path.ends_with("tests.rs") || path.contains("/tests/") || path.starts_with("trial") {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for found in texts(code) {
            let named = named(&found, &tables);
            if named == 0 {
                continue;
            }
            seen += 1;
            // `USING (congress_id)` names it for both sides.
            let congresses =
                found.matches("congress_id").count() + found.matches("USING (congress_id").count();
            if congresses >= named {
                continue;
            }
            match ELSEWHERE.iter().position(|(at, piece, _)| path == *at && found.contains(piece)) {
                Some(which) => *used.entry(which).or_insert(0) += 1,
                None => wrong.push(format!("{path}: {found}")),
            }
        }
    }
    assert!(wrong.is_empty(), "these statements do not name the congress as often as tables: {wrong:#?}");
    assert!(seen > 500, "the statements are found: {seen}");
    assert_eq!(used.len(), ELSEWHERE.len(), "a reason is given for what is not there: {used:?}");
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|end| end == ending) {
            found.push(path);
        }
    }
    found
}

/// How many tables of a congress a text reads or writes.
fn named(text: &str, tables: &BTreeSet<&str>) -> usize {
    let words: Vec<&str> = text.split_whitespace().collect();
    let after =
        |pair: &&[&str]| matches!(pair[0].trim_start_matches('('), "FROM" | "JOIN" | "UPDATE" | "INTO");
    let plain = |word: &str| word.trim_end_matches([',', ';', ')']).to_owned();
    words.windows(2).filter(after).filter(|pair| tables.contains(plain(pair[1]).as_str())).count()
}

/// The texts between quotes, as one line each.
fn texts(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let code: Vec<&str> =
        code.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line }).collect();
    let code = code.join("\n");
    let mut signs = code.chars().peekable();
    let (mut before, mut within) = (' ', None::<String>);
    while let Some(sign) = signs.next() {
        match (&mut within, sign) {
            (Some(text), '\\') => match signs.next() {
                Some('\n') => while signs.next_if(|next| next.is_whitespace()).is_some() {},
                Some('"') => text.push('"'),
                Some(_) | None => text.push(' '),
            },
            (Some(_), '"') => found.extend(within.take()),
            (Some(text), other) => text.push(other),
            // A quote between apostrophes is a sign, not the beginning of a text.
            (None, '"') if !matches!(before, '\'' | '\\') => within = Some(String::new()),
            (None, _) => {}
        }
        before = sign;
    }
    found
}

#[test]
fn texts_are_found_between_quotes() {
    let code = "let a = \"one \\\n   two\"; // \"no\"\n// \"no\"\nlet b = '\"'; let c = f(\"FROM (x\");";
    assert_eq!(texts(code), ["one two", "no", "FROM (x"]);
}
