//! Guards over the sources themselves: the floors of the house, the size of files, and what is written nowhere but
//! in its own place (time, chance, SQL, sentences).

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The rooms from the ground up. A room uses only rooms that stand before it; those of one floor do not use each other.
const FLOORS: &[&[&str]] = &[
    &["base"],
    &["journal", "jobs"],
    &["files"],
    &["access"],
    &["offline"],
    &["bodies"],
    &["rulebook"],
    &["people"],
    &["registers", "chats"],
    &["notices"],
    &["ledger"],
    &["duties"],
    &["points"],
    &["assignments"],
    &["search"],
    &["cases"],
    &["letters"],
    &["contacts", "outreach"],
    &["consultations", "receptions", "bulletins"],
    &["stations", "profiles", "events"],
    &["archive"],
    &["reports"],
    &["reviews"],
    &["calendars"],
    &["upkeep"],
    &["desk"],
    &["exchange"],
    &["demo"],
    &["site"],
    &["cli"],
    &["trial"],
];

/// Lines of code that a file may have; blank ones and comments are not counted.
const LONGEST: usize = 400;

/// One source of the main package or of a crate.
struct Source {
    /// Its path from the project's root.
    path: String,
    /// Its whole text.
    text: String,
}

impl Source {
    /// The room it belongs to; none for lib.rs, main.rs and the crates.
    fn room(&self) -> Option<&str> {
        let inner = self.path.strip_prefix("src/")?;
        let room = inner.split('/').next()?.trim_end_matches(".rs");
        (!matches!(room, "lib" | "main")).then_some(room)
    }

    fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    fn is_test(&self) -> bool {
        let named = self.path.ends_with("_tests.rs") || self.path.ends_with("/tests.rs");
        named
            || self.path.split('/').any(|part| part == "tests" || part == "trial")
            || self.path == "src/trial.rs"
    }

    /// The code without comments, and without the tests at its end.
    fn code(&self) -> String {
        let text = match self.text.find("#[cfg(test)]\nmod tests {") {
            Some(at) => &self.text[..at],
            None => &self.text,
        };
        text.lines().map(without_comment).collect::<Vec<_>>().join("\n")
    }
}

/// A line up to its comment; two slashes within quotes, as in addresses, are none.
fn without_comment(line: &str) -> &str {
    if line.trim_start().starts_with("//") {
        return "";
    }
    let mut starts = line.match_indices(" // ").map(|(at, _)| at);
    let end = starts.find(|at| line[..*at].matches('"').count().is_multiple_of(2));
    &line[..end.unwrap_or(line.len())]
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn walk(folder: &Path, into: &mut Vec<Source>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder can be read")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs" || ending == "html") {
            let text = fs::read_to_string(&path).expect("sources are UTF-8");
            let path = path.strip_prefix(root()).expect("under the root").display().to_string();
            into.push(Source { path, text });
        }
    }
}

fn sources() -> Vec<Source> {
    let mut all = Vec::new();
    for folder in ["src", "crates", "tests"] {
        walk(&root().join(folder), &mut all);
    }
    assert!(all.len() > 50, "the sources are found");
    all
}

fn assert_none(wrong: &[String], rule: &str) {
    assert!(wrong.is_empty(), "{rule}:\n{}", wrong.join("\n"));
}

/// The rooms that a text names: `crate::room` and `use crate::{a, b::c}`.
fn named(code: &str, rooms: &BTreeSet<&str>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let list = rest.strip_prefix('{').map(|inner| inner.split_once(';').map_or(inner, |(list, _)| list));
        let names = match list {
            Some(list) => top_names(list),
            None => vec![rest],
        };
        for name in names {
            let name: String = name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if rooms.contains(name.as_str()) {
                found.insert(name);
            }
        }
    }
    found
}

/// The names of the outermost braces of a `use`.
fn top_names(list: &str) -> Vec<&str> {
    let (mut depth, mut start, mut names) = (0, 0, Vec::new());
    for (at, sign) in list.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(&list[start..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    names
}

/// Room → the rooms its code (not its tests) names, with the file that does.
fn uses(all: &[Source]) -> BTreeMap<String, BTreeMap<String, String>> {
    let rooms: BTreeSet<&str> = all.iter().filter_map(Source::room).collect();
    let mut uses: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for source in all.iter().filter(|source| source.is_rust() && !source.is_test()) {
        let Some(room) = source.room() else { continue };
        let used = uses.entry(room.to_owned()).or_default();
        for other in named(&source.code(), &rooms).into_iter().filter(|other| other != room) {
            used.insert(other, source.path.clone());
        }
    }
    uses
}

#[test]
fn a_room_uses_only_lower_floors() {
    let all = sources();
    let floor = |room: &str| FLOORS.iter().position(|floor| floor.contains(&room));
    let mut wrong = Vec::new();
    for room in all.iter().filter_map(Source::room).collect::<BTreeSet<_>>() {
        if floor(room).is_none() {
            wrong.push(format!("{room} stands on no floor: name it in FLOORS"));
        }
    }
    for (room, used) in uses(&all) {
        for (other, path) in used {
            if floor(&other) >= floor(&room) {
                wrong.push(format!("{path}: {room} uses {other}, which does not stand below it"));
            }
        }
    }
    assert_none(&wrong, "a room uses only rooms on lower floors");
}

#[test]
fn no_rooms_use_each_other_in_a_ring() {
    let uses = uses(&sources());
    let mut left: BTreeSet<&String> = uses.keys().collect();
    loop {
        // Whatever uses none of the rooms left is in no ring.
        let free: Vec<&String> =
            left.iter().copied().filter(|room| !uses[*room].keys().any(|used| left.contains(used))).collect();
        if free.is_empty() {
            break;
        }
        for room in free {
            left.remove(room);
        }
    }
    assert!(left.is_empty(), "these rooms use each other in a ring: {left:?}");
}

#[test]
fn no_file_is_longer_than_400_lines_of_code() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.is_rust()) {
        let lines =
            source.text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
        let count = lines.count();
        if count > LONGEST {
            wrong.push(format!("{}: {count} lines", source.path));
        }
    }
    assert_none(&wrong, "no file has more than 400 lines of code");
}

#[test]
fn no_file_is_a_drawer_for_everything() {
    let drawers = ["utils", "util", "helpers", "common", "types", "misc"];
    let named =
        |source: &Source| source.path.split('/').any(|part| drawers.contains(&part.trim_end_matches(".rs")));
    let wrong: Vec<String> =
        sources().iter().filter(|source| named(source)).map(|source| source.path.clone()).collect();
    assert_none(&wrong, "files are named for what they hold");
}

#[test]
fn time_and_chance_come_from_outside() {
    let banned = [
        "Utc::now(",
        "Local::now(",
        "SystemTime::now(",
        "rand::rng(",
        "thread_rng(",
        "Uuid::now_v7(",
        "Uuid::new_v4(",
    ];
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.is_rust() && !source.path.starts_with("tests/")) {
        if source.path == "src/base/clock.rs" {
            continue;
        }
        let code = source.code();
        let found = banned.iter().filter(|call| code.contains(**call));
        wrong.extend(found.map(|call| format!("{}: {call}…)", source.path)));
    }
    assert_none(&wrong, "time and chance come from the Clock and from Chance");
}

/// Chinese characters; punctuation and signs are not meant.
fn is_hanzi(sign: char) -> bool {
    matches!(sign, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[test]
fn every_sentence_is_in_the_locales() {
    // Chinese words as such are the matter of these: cutting words, comparing names, making the demo up, finding
    // a person's own data in a text, villages in an address, reading the columns of others' files, headings in a text.
    let about_words = [
        "src/base/hanzi",
        "src/base/redact.rs",
        "src/bulletins/text.rs",
        "src/people/wanted.rs",
        "src/demo",
        "src/trial.rs",
        "src/exchange",
        "src/search",
    ];
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.path.starts_with("src/") && !source.is_test()) {
        if source.path.ends_with("_tests.rs") || about_words.iter().any(|path| source.path.starts_with(path))
        {
            continue;
        }
        let text = if source.is_rust() { source.code() } else { without_template_comments(&source.text) };
        for (number, line) in text.lines().enumerate().filter(|(_, line)| line.chars().any(is_hanzi)) {
            wrong.push(format!("{}:{}: {}", source.path, number + 1, line.trim()));
        }
    }
    assert_none(&wrong, "sentences people read stand in locales/, not in Rust or HTML");
}

fn without_template_comments(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::new();
    while let Some((before, after)) = rest.split_once("{#") {
        kept.push_str(before);
        rest = after.split_once("#}").map_or("", |(_, after)| after);
    }
    kept + rest
}

#[test]
fn templates_bring_no_style_and_no_script() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| !source.is_rust()) {
        let text = without_template_comments(&source.text);
        for tag in text.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default()) {
            let name = tag.split_whitespace().next().unwrap_or_default();
            let inline = name == "style" || (name == "script" && !tag.contains("src="));
            let attributes = tag.split_whitespace().skip(1);
            let on = |word: &str| {
                let name = word.split('=').next().unwrap_or_default();
                word.contains('=') && (name == "style" || (name.starts_with("on") && name.len() > 3))
            };
            if inline || attributes.into_iter().any(on) {
                wrong.push(format!("{}: <{tag}>", source.path));
            }
        }
        if text.contains("javascript:") {
            wrong.push(format!("{}: javascript:", source.path));
        }
    }
    assert_none(&wrong, "the content security policy takes neither style nor script in a page");
}

#[test]
fn no_draft_is_kept_of_a_form_that_asks_for_a_password() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| !source.is_rust()) {
        let text = without_template_comments(&source.text);
        if text.contains("p::keep(") && text.contains("p::password(") {
            wrong.push(source.path.clone());
        }
    }
    assert_none(&wrong, "what proves who somebody is goes into no draft");
}

#[test]
fn sql_is_written_in_stores_only() {
    let starts =
        ["\"SELECT ", "\"INSERT INTO ", "\"UPDATE ", "\"DELETE FROM ", "\"WITH ", "\"CREATE ", "sql("];
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.is_rust() && source.path.starts_with("src/")) {
        let home = source.path.ends_with("/store.rs") || source.path.contains("/store/");
        let lower = ["src/base/", "src/search/"].iter().any(|path| source.path.starts_with(path));
        if home || lower || source.is_test() {
            continue;
        }
        let code = source.code();
        for (number, line) in code.lines().enumerate() {
            // A call, not the end of another word such as `mysql(`.
            let called = |start: &str| {
                line.match_indices(start).any(|(at, _)| {
                    !line[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_')
                })
            };
            if starts.iter().any(|start| called(start)) {
                wrong.push(format!("{}:{}: {}", source.path, number + 1, line.trim()));
            }
        }
    }
    assert_none(&wrong, "SQL stands in store.rs, base, search and migrations");
}

/// The tables of the ledger: what counts, and nobody but the ledger says so.
const LEDGER: [&str; 7] =
    ["acts", "act_parties", "act_links", "objections", "duty_counts", "duty_books", "act_publications"];

/// The tables that a text writes to. A table whose name is put together shows as `{`.
fn written(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for begin in ["INSERT INTO ", "UPDATE ", "DELETE FROM ", "TRUNCATE ", "REPLACE INTO "] {
        for (at, _) in text.match_indices(begin) {
            let rest = text[at + begin.len()..].trim_start();
            let name = |sign: &char| sign.is_ascii_lowercase() || *sign == '_' || *sign == '{';
            let table: String = rest.chars().take_while(name).collect();
            if !table.is_empty() {
                found.insert(table);
            }
        }
    }
    found
}

#[test]
fn each_table_is_written_by_one_room_and_the_ledger_by_its_store_only() {
    let mut rooms: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.is_rust() && !source.is_test()) {
        let room = source.room().unwrap_or("elsewhere").to_owned();
        for table in written(&source.code()) {
            let store = source.path.starts_with("src/ledger/store");
            if LEDGER.contains(&table.as_str()) && !store {
                wrong.push(format!("{}: writes to {table}", source.path));
            }
            if table.contains('{') {
                wrong.push(format!("{}: writes to a table whose name is put together", source.path));
            }
            rooms.entry(table).or_default().insert(room.clone(), source.path.clone());
        }
    }
    for table in LEDGER {
        assert!(rooms.contains_key(table), "{table} is written by nobody: its name has changed");
    }
    for (table, rooms) in rooms.iter().filter(|(_, rooms)| rooms.len() > 1) {
        let paths: Vec<&str> = rooms.values().map(String::as_str).collect();
        wrong.push(format!("{table} is written by {}", paths.join(" and ")));
    }
    assert_none(&wrong, "a table is written by its own room, and what counts by the ledger");
}
