use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use serde_json::json;
use uuid::Uuid;

use super::Yard;
use crate::base::{App, Conn, sql};
use crate::files::{Purpose, Upload, accept, attach, keep};
use crate::journal::{self, Author, Happening};
use crate::upkeep::store;

/// Somebody acts as often as the database lets them, until told to stop; how many acts were acknowledged.
async fn writes(app: App, congress: Uuid, stop: Arc<AtomicBool>) -> i64 {
    let mut acknowledged = 0;
    while !stop.load(Ordering::SeqCst) {
        let author = Author { congress, account: None, role: "clockwork", at: app.clock.now() };
        let happening = Happening {
            kind: "trial.wrote".into(),
            subject: "trial",
            subject_id: Uuid::from_u128(acknowledged as u128),
            facts: json!({ "n": acknowledged }),
        };
        let tx = app.db.begin().await.unwrap();
        journal::append(&tx, &author, happening).await.unwrap();
        tx.commit().await.unwrap();
        acknowledged += 1;
    }
    acknowledged
}

async fn with_a_paper(yard: &Yard) -> Uuid {
    let (app, world) = (yard.app(), &yard.world);
    let upload = Upload {
        field: "paper".into(),
        name: "情况说明.pdf".into(),
        bytes: Bytes::from_static(b"%PDF-1.4\n%%EOF\n"),
    };
    let checked = accept(app, &upload, Purpose::Paper).await.unwrap();
    keep(app, world.congress, &checked).await.unwrap();
    let author = Author { congress: world.congress, account: None, role: "organ", at: app.clock.now() };
    let tx = app.db.begin().await.unwrap();
    let id = attach(&tx, app, &author, &checked, ("case", Uuid::from_u128(1)), None).await.unwrap();
    tx.commit().await.unwrap();
    id
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn taken_under_writes_it_is_put_back_whole_and_as_of_one_moment() {
    let yard = Yard::new().await;
    let (app, congress) = (yard.app().clone(), yard.world.congress);
    let case = yard.world.voter_says("村口路灯不亮。").await;
    with_a_paper(&yard).await;
    let before = journal::count(&app.db, congress).await.unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let writer = tokio::spawn(writes(app.clone(), congress, stop.clone()));
    let taken = yard.backed_up("backups/").await;
    stop.store(true, Ordering::SeqCst);
    let wrote = writer.await.unwrap();
    let end = &taken.manifest.journals[0];
    assert!(wrote > 0 && (before..=before + wrote).contains(&end.entries), "{wrote} {end:?}");
    assert!(taken.manifest.missing.is_empty());
    let back = yard.restored(&taken.place, "back").await.unwrap();
    assert_eq!((back.proof.manifest.clone(), back.proof.files()), (taken.manifest.clone(), 1));
    let db = back.db().await;
    #[derive(sea_orm::FromQueryResult)]
    struct Said {
        body: String,
    }
    let said: Said = db.one(sql("SELECT body FROM cases WHERE id = $1", [case.id.into()])).await.unwrap();
    assert_eq!(said.body, "村口路灯不亮。");
    // Acts go on where the backup ended.
    let author = Author { congress, account: None, role: "clockwork", at: app.clock.now() };
    let happening =
        Happening { kind: "trial.wrote".into(), subject: "trial", subject_id: case.id, facts: json!({}) };
    let tx = db.begin().await.unwrap();
    assert_eq!(journal::append(&tx, &author, happening).await.unwrap(), end.entries + 1);
    tx.commit().await.unwrap();
    assert!(journal::verify(&db, congress, Some((end.entries, &end.hash))).await.unwrap().is_ok());
    assert_eq!(fs::read_to_string(back.folder.join("seal.key")).unwrap(), "07".repeat(32));
    db.close().await.unwrap();
    assert!(!yard.names("data").iter().any(|name| name.contains("upkeep")), "{:?}", yard.names("data"));
}

#[tokio::test]
async fn restoring_writes_over_nothing_and_leaves_nothing_when_refused() {
    let yard = Yard::new().await;
    let taken = yard.backed_up("one.age").await;
    assert!(super::take(yard.app(), &yard.order("one.age")).await.is_err(), "nor does taking one");
    fs::create_dir(yard.at("busy")).unwrap();
    fs::write(yard.at("busy").join("mine"), "data").unwrap();
    let refused = yard.restored(&taken.place, "busy").await.err().unwrap().to_string();
    assert!(refused.contains("not empty"), "{refused}");
    assert_eq!(yard.names("busy"), ["mine"]);
    fs::create_dir(yard.at("free")).unwrap();
    let back = yard.restored(&taken.place, "free").await.unwrap();
    let again = yard.restored(&taken.place, "free").await;
    assert!(again.is_err(), "what was put back is data too");
    if let Some(made) = &back.database {
        let wanted = crate::upkeep::restore::Wanted {
            file: taken.place.clone(),
            to: yard.at("other"),
            database_url: Some(made.url.clone()),
            identity: yard.at("key.txt"),
        };
        let refused = crate::upkeep::restore::restore(&wanted).await.err().unwrap().to_string();
        assert!(refused.contains("tables already"), "{refused}");
        assert!(!yard.at("other").exists());
    }
}

#[tokio::test]
async fn contents_that_were_lost_before_are_named_and_the_rest_is_proved() {
    let yard = Yard::new().await;
    with_a_paper(&yard).await;
    fs::remove_dir_all(yard.at("data/files")).unwrap();
    fs::create_dir(yard.at("data/files")).unwrap();
    let taken = yard.backed_up("one.age").await;
    let contents = store::contents(&yard.app().db).await.unwrap();
    assert_eq!(taken.manifest.missing.len(), 1);
    assert!(taken.manifest.missing[0].ends_with(&contents[0].sha256));
    yard.restored(&taken.place, "back").await.unwrap();
}

#[tokio::test]
async fn without_a_key_to_seal_for_none_is_taken() {
    let yard = Yard::new().await;
    for recipients in [vec![], vec!["age1nonsense".to_owned()]] {
        let order = super::Order { recipients, ..yard.order("one.age") };
        assert!(super::take(yard.app(), &order).await.is_err());
        assert!(!yard.at("one.age").exists());
    }
}

#[tokio::test]
async fn other_programs_read_it() {
    // Debian's age and tar, where they are: the format is not ours alone.
    if std::process::Command::new("age").arg("--version").output().is_err() {
        return;
    }
    let yard = Yard::new().await;
    let taken = yard.backed_up("one.age").await;
    let text = format!("age -d -i {} {} | tar tz", yard.at("key.txt").display(), taken.place.display());
    let told = std::process::Command::new("sh").args(["-c", &text]).output().unwrap();
    let mut told: Vec<String> =
        String::from_utf8(told.stdout).unwrap().lines().map(ToOwned::to_owned).collect();
    told.sort();
    let mut named: Vec<String> = taken.manifest.held.keys().cloned().collect();
    named.push("manifest.json".into());
    named.sort();
    assert_eq!(told, named);
}
