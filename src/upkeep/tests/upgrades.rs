use std::collections::BTreeMap;
use std::time::Duration;

use sea_orm::{ConnectionTrait, DbBackend};
use uuid::Uuid;

use super::{Emptied, Yard};
use crate::base::migrations::{End, SERIES, Standing, Step, applied, migrate_in, standing, standing_in};
use crate::base::{App, Conn, Db, sql};
use crate::cli::open_in;
use crate::journal;
use crate::upkeep::store::counts;
use crate::upkeep::upgrade::{look, look_with, upgrade};

/// A database as an earlier version left it: its steps, and rows as plain SQL wrote them.
struct Earlier {
    db: Db,
    made: Emptied,
}

const CONGRESS: Uuid = Uuid::from_u128(0xc0);

impl Earlier {
    async fn new(steps: usize, fictional: bool) -> Self {
        let made = Emptied::new().await;
        let db = Db::connect_for_loading(&made.url).await.unwrap();
        migrate_in(&db, &SERIES[..steps], false, End::Keep).await.unwrap();
        let congress = format!(
            "INSERT INTO congresses (id, code, name, short_name, charter, fictional) VALUES \
             ('{CONGRESS}', 'xiantao', '试验市人民代表大会', '试验市人大', 'xiantao', {fictional})"
        );
        // SQLite keeps ids as sixteen bytes.
        let literal = |id: Uuid| match db.backend() {
            DbBackend::Sqlite => format!("x'{}'", id.simple()),
            _ => format!("'{id}'"),
        };
        let congress = congress.replace(&format!("'{CONGRESS}'"), &literal(CONGRESS));
        db.migrating().execute_unprepared(&congress).await.unwrap();
        let persons: Vec<String> = (0..300_u128)
            .map(|n| {
                let id = literal(Uuid::from_u128(n + 1));
                format!("({}, {id}, '某{}', '', '', '', 'f')", literal(CONGRESS), n % 200)
            })
            .collect();
        let text = format!(
            "INSERT INTO persons (congress_id, id, name, strokes, pinyin, initials, sex) VALUES {}",
            persons.join(", ")
        );
        db.migrating().execute_unprepared(&text).await.unwrap();
        let text = format!(
            "INSERT INTO journal_heads (congress_id, seq, hash) VALUES ({}, 0, '')",
            literal(CONGRESS)
        );
        db.migrating().execute_unprepared(&text).await.unwrap();
        Self { db, made }
    }

    /// Everything that a migration may change: what the tables look like, and how many rows they have.
    async fn picture(&self) -> Picture {
        #[derive(sea_orm::FromQueryResult)]
        struct Line {
            line: String,
        }
        let text = match self.db.backend() {
            DbBackend::Sqlite => "SELECT COALESCE(sql, name) AS line FROM sqlite_schema ORDER BY name, line",
            _ => {
                "SELECT table_name || '.' || column_name || ':' || data_type AS line FROM information_schema.columns \
                 WHERE table_schema = 'public' ORDER BY line"
            }
        };
        let lines: Vec<Line> = self.db.all(sql(text, [])).await.unwrap();
        let lines = lines.into_iter().map(|row| row.line).collect();
        (applied(&self.db).await.unwrap(), lines, counts(&self.db).await.unwrap())
    }

    /// The same when nothing moves any more: the last word may have been on its way when it was broken off.
    async fn at_rest(&self) -> Picture {
        loop {
            let (one, other) = (self.picture().await, self.picture().await);
            if one == other {
                return one;
            }
        }
    }
}

type Picture = (Vec<String>, Vec<String>, BTreeMap<String, i64>);

/// The series with a step in it that fails, after others and some of its own text have been done.
fn failing_after(steps: usize) -> Vec<Step> {
    let broken = Step {
        name: "0099_broken",
        sqlite: "CREATE TABLE half (x text); INSERT INTO nowhere VALUES (1);",
        postgres: "CREATE TABLE half (x text); INSERT INTO nowhere VALUES (1);",
    };
    let mut series = SERIES[..steps].to_vec();
    series.push(broken);
    series
}

#[tokio::test]
async fn from_any_earlier_version_all_rows_come_along() {
    let yard = Yard::new().await;
    for steps in [1, 12, SERIES.len() - 2, SERIES.len() - 1] {
        let earlier = Earlier::new(steps, false).await;
        let app = App { db: earlier.db.clone(), ..yard.app().clone() };
        let found = look(&app, false).await.unwrap();
        assert_eq!(found.obstacles, Vec::<String>::new());
        assert_eq!(found.standing.pending.len(), SERIES.len() - steps);
        let before = counts(&earlier.db).await.unwrap();
        assert_eq!(applied(&earlier.db).await.unwrap().len(), steps, "looking changes nothing");
        let done = upgrade(&app, false).await.unwrap();
        assert_eq!(done, found.standing.pending);
        let after = counts(&earlier.db).await.unwrap();
        for (table, rows) in before.iter().filter(|(table, _)| *table != "seaql_migrations") {
            // A table that nobody had filled may have gone.
            assert!(*rows == 0 || after.get(table) == Some(rows), "{table}");
        }
        assert_eq!(after["persons"], 300);
        assert!(standing(&earlier.db).await.unwrap().is_current());
        assert!(journal::verify(&earlier.db, CONGRESS, None).await.unwrap().is_ok());
        assert!(upgrade(&app, false).await.unwrap().is_empty(), "once");
    }
}

#[tokio::test]
async fn a_step_that_fails_leaves_the_version_before_exactly() {
    for steps in [16, SERIES.len()] {
        let earlier = Earlier::new(15, false).await;
        let before = earlier.picture().await;
        let failed = migrate_in(&earlier.db, &failing_after(steps), false, End::Keep).await;
        let said = format!("{:#}", failed.unwrap_err());
        assert!(said.contains("0099_broken"), "{said}");
        assert_eq!(earlier.picture().await, before);
        migrate_in(&earlier.db, SERIES, false, End::Keep).await.unwrap();
    }
}

#[tokio::test]
async fn broken_off_anywhere_it_is_of_the_one_version_or_the_other() {
    let (old, new) = {
        let earlier = Earlier::new(15, false).await;
        let old = earlier.picture().await;
        migrate_in(&earlier.db, SERIES, false, End::Keep).await.unwrap();
        (old, earlier.picture().await)
    };
    let (mut broken_off, mut micros) = (0, 200);
    loop {
        let earlier = Earlier::new(15, false).await;
        let going = migrate_in(&earlier.db, SERIES, false, End::Keep);
        let ended = tokio::time::timeout(Duration::from_micros(micros), going).await;
        let found = earlier.at_rest().await;
        assert!(found == old || found == new, "broken off after {micros} µs");
        broken_off += usize::from(ended.is_err());
        if let Ok(ended) = ended {
            ended.unwrap();
            assert!(found == new);
            break;
        }
        micros = micros * 3 / 2;
    }
    assert!(broken_off > 3, "it was broken off in the middle: {broken_off}");
}

#[tokio::test]
async fn rows_in_the_way_are_found_beforehand() {
    let yard = Yard::new().await;
    let earlier = Earlier::new(SERIES.len(), false).await;
    let text = "CREATE UNIQUE INDEX persons_by_name ON persons (congress_id, name);";
    let mut series = SERIES.to_vec();
    series.push(Step { name: "0099_unique", sqlite: text, postgres: text });
    let app = App { db: earlier.db.clone(), ..yard.app().clone() };
    let before = earlier.picture().await;
    let found = look_with(&app, &series, false).await.unwrap();
    assert_eq!(found.obstacles.len(), 1);
    assert!(found.obstacles[0].contains("0099_unique") && found.obstacles[0].contains("nique"), "{found:?}");
    assert_eq!(earlier.picture().await, before);
}

#[tokio::test]
async fn what_takes_away_waits_until_it_is_asked_for_and_locks_earlier_programs_out() {
    let earlier = Earlier::new(SERIES.len(), false).await;
    let (adds, takes) =
        ("ALTER TABLE persons ADD COLUMN nick text;", "ALTER TABLE persons DROP COLUMN email;");
    let mut series = SERIES.to_vec();
    series.push(Step { name: "0098_nick", sqlite: adds, postgres: adds });
    series.push(Step { name: "0099_email_contract", sqlite: takes, postgres: takes });
    let found = standing_in(&earlier.db, &series).await.unwrap();
    assert_eq!((found.pending, found.contracting), (vec!["0098_nick"], vec!["0099_email_contract"]));
    assert_eq!(migrate_in(&earlier.db, &series, false, End::Keep).await.unwrap(), ["0098_nick"]);
    let ours = standing(&earlier.db).await.unwrap();
    assert!(ours.is_current(), "the version before runs on it: {ours:?}");
    assert_eq!(migrate_in(&earlier.db, &series, true, End::Keep).await.unwrap(), ["0099_email_contract"]);
    let ours = standing(&earlier.db).await.unwrap();
    assert!(ours.is_beyond() && !ours.is_current());
    assert!(standing_in(&earlier.db, &series).await.unwrap().is_current());
}

#[tokio::test]
async fn serving_changes_no_filled_database_and_names_the_command() {
    let folder =
        std::env::temp_dir().join(format!("serving_{}", &crate::base::Chance::real().secret()[..16]));
    let earlier = Earlier::new(SERIES.len() - 1, false).await;
    let refused = open_in(&folder, &earlier.made.url).await.err().unwrap().to_string();
    assert!(
        refused.contains("shuanglian upgrade") && refused.contains(SERIES.last().unwrap().name),
        "{refused}"
    );
    assert_eq!(applied(&earlier.db).await.unwrap().len(), SERIES.len() - 1);
    let made_up = Earlier::new(SERIES.len() - 1, true).await;
    let app = open_in(&folder, &made_up.made.url).await.unwrap();
    assert_eq!(standing(&app.db).await.unwrap(), Standing::default());
    let empty = Emptied::new().await;
    open_in(&folder, &empty.url).await.unwrap();
    std::fs::remove_dir_all(folder).unwrap();
}
