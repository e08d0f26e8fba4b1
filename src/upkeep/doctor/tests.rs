use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::certificate::{Seen, told};
use super::machine::{ahead, apart, readers, room};
use super::record::{age, proof};
use super::*;
use crate::trial::World;
use crate::upkeep::acts::note_drill;
use crate::upkeep::drill::Ended;
use crate::upkeep::manifest::{FORMAT, Kind, Manifest};
use crate::upkeep::restore::Proof;

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn each_rule_says_how_bad_it_is() {
    use State::{Act, Fine, Mind};
    const GB: u64 = 1 << 30;
    for (free, total, database, expected) in [
        (50 * GB, 100 * GB, GB, Fine),
        (9 * GB, 100 * GB, GB, Mind),
        (20 * GB, 100 * GB, 10 * GB, Mind),
        (9 * GB, 100 * GB, 10 * GB, Act),
        (100 << 20, 100 * GB, 0, Act),
    ] {
        assert_eq!(room(free, total, database), expected, "{free} of {total}, {database}");
    }
    let now = moment("2026-03-02T01:00:00Z");
    for (seconds, expected) in [(0, Fine), (2, Fine), (-10, Mind), (60, Act), (-3600, Act)] {
        assert_eq!(apart(now + TimeDelta::seconds(seconds), now).1, expected, "{seconds}");
    }
    assert_eq!(ahead(now - TimeDelta::days(1), now), (0, Fine));
    assert_eq!(ahead(now + TimeDelta::minutes(1), now), (60, Act));
    for (mode, expected) in
        [(0o100_600, Fine), (0o40_700, Fine), (0o100_640, Mind), (0o100_604, Act), (0o40_755, Act)]
    {
        assert_eq!(readers(mode), expected, "{mode:o}");
    }
    let ago = |hours| Some(now - TimeDelta::hours(hours));
    for (last, expected) in [(None, Act), (ago(47), Fine), (ago(50), Mind), (ago(100), Act)] {
        assert_eq!(age(last, 24, now), expected, "{last:?}");
    }
    for (last, expected) in [(None, Act), (ago(24 * 7), Fine), (ago(24 * 30), Mind), (ago(24 * 40), Act)] {
        assert_eq!(proof(last, now), expected, "{last:?}");
    }
    for (today, later, expected) in [
        (Seen::Good, Some(Seen::Good), Fine),
        (Seen::Good, Some(Seen::Over), Mind),
        (Seen::Over, None, Act),
        (Seen::Unknown, None, Mind),
        (Seen::Wrong("x".into()), None, Act),
    ] {
        assert_eq!(told(today.clone(), later).state, expected, "{today:?}");
    }
}

#[test]
fn sizes_read_as_people_say_them() {
    for (bytes, expected) in [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1.0 kB"),
        (1_600_000, "1.5 MB"),
        (5 << 30, "5.0 GB"),
        (11 << 28, "2.7 GB"),
    ] {
        assert_eq!(said(bytes), expected);
    }
}

/// A world whose data folder is its own.
async fn apart_world() -> (World, std::path::PathBuf) {
    let mut world = World::new().await;
    let folder = std::env::temp_dir().join(format!("doctor_{}", &crate::base::Chance::real().secret()[..16]));
    std::fs::create_dir_all(&folder).unwrap();
    let mut config = (*world.app.config).clone();
    config.data.dir.clone_from(&folder);
    world.app.config = Arc::new(config);
    (world, folder)
}

fn of<'a>(found: &'a [Finding], what: &str) -> &'a Finding {
    found.iter().find(|finding| finding.what == what).unwrap()
}

#[tokio::test]
async fn backups_count_when_they_were_proved_and_jobs_when_they_ran() {
    let (world, folder) = apart_world().await;
    let app = &world.app;
    let found = congress(app, world.congress).await.unwrap();
    assert_eq!(of(&found, "doctor-proof").state, State::Act);
    assert_eq!(of(&found, "doctor-overdue").state, State::Fine);
    let manifest = Manifest {
        format: FORMAT,
        program: String::new(),
        taken_at: app.clock.now() - TimeDelta::hours(3),
        database: Kind::Sqlite,
        migrations: Vec::new(),
        tables: Default::default(),
        journals: Vec::new(),
        held: Default::default(),
        missing: Vec::new(),
    };
    let ended = |outcome, taken_at| Ended { sha256: "00".into(), taken_at, outcome };
    let proved = ended(Ok(Proof { manifest: manifest.clone() }), Some(manifest.taken_at));
    note_drill(app, &proved).await.unwrap();
    let found = congress(app, world.congress).await.unwrap();
    assert_eq!(of(&found, "doctor-proof").state, State::Fine);
    assert!(!found.iter().any(|finding| finding.what == "doctor-refuted"));
    world.later(TimeDelta::minutes(1));
    note_drill(app, &ended(Err(anyhow::anyhow!("cut off")), None)).await.unwrap();
    world.voter_says("路灯不亮。").await;
    let job = crate::jobs::NewJob {
        congress: world.congress,
        key: "late".into(),
        name: "nothing",
        payload: serde_json::json!({}),
        run_at: app.clock.now(),
    };
    let tx = app.db.begin().await.unwrap();
    crate::jobs::enqueue(&tx, app, job).await.unwrap();
    tx.commit().await.unwrap();
    world.later(TimeDelta::hours(1));
    let found = congress(app, world.congress).await.unwrap();
    assert_eq!(of(&found, "doctor-overdue").state, State::Act);
    assert!(
        of(&found, "doctor-refuted").says.args.iter().any(|(_, arg)| format!("{arg:?}").contains("cut off"))
    );
    world.works().await;
    let found = congress(app, world.congress).await.unwrap();
    assert_eq!(of(&found, "doctor-overdue").state, State::Fine);
    assert_eq!(of(&found, "doctor-failed").state, State::Mind, "no work is called nothing");
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn files_that_others_read_are_named_and_every_line_is_a_sentence() {
    let (mut world, folder) = apart_world().await;
    let set = |mode| std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(mode)).unwrap();
    std::fs::write(folder.join("seal.key"), "x").unwrap();
    std::fs::set_permissions(folder.join("seal.key"), std::fs::Permissions::from_mode(0o644)).unwrap();
    set(0o755);
    let found = machine(&world.app).await.unwrap();
    assert!(lines(of(&found, "doctor-modes"), Lang::En).join(" ").contains("seal.key"));
    set(0o700);
    let found = machine(&world.app).await.unwrap();
    assert_eq!(of(&found, "doctor-modes").state, State::Fine);
    // The held clock of a trial is not the database's.
    assert_eq!(of(&found, "doctor-clock").state, State::Act);
    let usual = world.app.config.clone();
    let mut config = (*usual).clone();
    config.server.public_url = "https://127.0.0.1:9".into();
    world.app.config = Arc::new(config);
    let mut found = machine(&world.app).await.unwrap();
    assert_eq!(of(&found, "doctor-certificate").state, State::Act);
    world.app.config = usual;
    found.extend(congress(&world.app, world.congress).await.unwrap());
    for lang in Lang::ALL {
        for line in found.iter().flat_map(|finding| lines(finding, lang)) {
            assert!(!line.contains('⟦'), "{line}");
        }
    }
    let page = world.browser(Some("system-admin")).await.get("/doctor").await;
    assert_eq!(page.status, axum::http::StatusCode::OK);
    assert!(
        page.body.contains("系统体检") && page.body.contains("shuanglian drill") && !page.body.contains('⟦')
    );
    for who in ["commission", "security-admin", "audit-admin", "deputy"] {
        let refused = world.browser(Some(who)).await.get("/doctor").await;
        assert_eq!(refused.status, axum::http::StatusCode::FORBIDDEN, "{who}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}
