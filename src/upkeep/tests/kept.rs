use std::fs;
use std::sync::Arc;

use chrono::TimeDelta;

use super::Yard;
use crate::base::App;
use crate::journal;
use crate::upkeep::acts::{note_drill, note_taken, prune};
use crate::upkeep::clockwork::{by_the_clock, is_due, wind};
use crate::upkeep::drill::drill;
use crate::upkeep::store;

impl Yard {
    /// Backups by the clock are set up.
    fn by_the_clock(&mut self, keep: usize) {
        let mut config = (*self.world.app.config).clone();
        config.backup.to = self.at("backups");
        config.backup.keep = keep;
        self.world.app.config = Arc::new(config);
    }

    async fn kinds(&self) -> Vec<String> {
        let latest = journal::latest(&self.app().db, self.world.congress, i64::MAX, 10).await.unwrap();
        latest.into_iter().map(|entry| entry.kind).filter(|kind| kind.starts_with("backup.")).collect()
    }
}

async fn day(app: &App, yard: &Yard) {
    by_the_clock(app.clone()).await.unwrap();
    yard.world.later(TimeDelta::days(1));
}

#[tokio::test]
async fn a_drill_proves_throws_away_and_is_noted() {
    let yard = Yard::new().await;
    let taken = yard.backed_up("one.age").await;
    note_taken(yard.app(), &taken).await.unwrap();
    let ended = drill(&yard.drill(&taken.place), &yard.app().chance).await.unwrap();
    assert!(ended.outcome.is_ok(), "{:?}", ended.outcome);
    note_drill(yard.app(), &ended).await.unwrap();
    let found = store::proved(&yard.app().db, yard.world.congress).await.unwrap().unwrap();
    assert_eq!((found.taken_at, found.sha256), (Some(taken.manifest.taken_at), taken.file.sha256.clone()));
    let mut altered = fs::read(&taken.place).unwrap();
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    fs::write(yard.at("two.age"), altered).unwrap();
    let ended = drill(&yard.drill(&yard.at("two.age")), &yard.app().chance).await.unwrap();
    assert!(ended.outcome.is_err());
    note_drill(yard.app(), &ended).await.unwrap();
    let drills = store::drills(&yard.app().db, yard.world.congress, 9).await.unwrap();
    assert_eq!(drills.iter().filter(|drill| drill.proved).count(), 1);
    assert!(drills.iter().any(|drill| !drill.proved && drill.said.contains("altered")), "{drills:?}");
    assert_eq!(yard.kinds().await, ["backup.refuted", "backup.proved", "backup.taken"]);
    let left = yard.names("").into_iter().filter(|name| name.contains("drill")).count();
    assert_eq!(left, 0, "{:?}", yard.names(""));
}

#[tokio::test]
async fn old_ones_go_only_when_newer_ones_are_there_and_only_our_own() {
    let mut yard = Yard::new().await;
    yard.by_the_clock(2);
    let app = yard.app().clone();
    let mine = yard.backed_up("backups/").await;
    note_taken(&app, &mine).await.unwrap();
    yard.world.later(TimeDelta::minutes(1));
    fs::write(yard.at("backups/shuanglian-20010101T000000Z.tar.gz.age"), "another's").unwrap();
    day(&app, &yard).await;
    let first = store::backups(&app.db, yard.world.congress).await.unwrap()[0].clone();
    let ended = drill(&yard.drill(first.place.as_ref()), &app.chance).await.unwrap();
    note_drill(&app, &ended).await.unwrap();
    for _ in 0..3 {
        day(&app, &yard).await;
    }
    let left = store::backups(&app.db, yard.world.congress).await.unwrap();
    assert_eq!(left.len(), 4, "two of the clock, the one that was proved, and the one taken by hand");
    assert!(left.iter().all(|backup| fs::exists(&backup.place).unwrap()));
    assert_eq!(yard.names("backups").len(), 5, "and what is another's");
    // The newest is gone: whatever there is stays.
    fs::remove_file(&left[0].place).unwrap();
    assert_eq!(prune(&app, 1).await.unwrap(), 0);
    // Somebody put something else under the name of an old one.
    yard.world.later(TimeDelta::days(1));
    let old = left[1].clone();
    fs::write(&old.place, "something else").unwrap();
    by_the_clock(app.clone()).await.unwrap();
    assert_eq!(prune(&app, 1).await.unwrap(), 1, "what is gone already is noted as gone");
    assert_eq!(fs::read_to_string(&old.place).unwrap(), "something else");
    assert_eq!(prune(&app, 0).await.unwrap(), 0, "0 keeps all");
}

#[tokio::test]
async fn the_clock_takes_one_a_day_and_says_when_it_cannot() {
    let mut yard = Yard::new().await;
    wind(yard.app()).await.unwrap();
    yard.world.works().await;
    assert!(yard.names("backups").is_empty(), "nothing is set up");
    yard.by_the_clock(3);
    let app = yard.app().clone();
    wind(&app).await.unwrap();
    wind(&app).await.unwrap();
    for _ in 0..26 {
        yard.world.works().await;
        yard.world.later(TimeDelta::hours(1));
    }
    assert_eq!(yard.names("backups").len(), 2, "one at once, one a day later");
    assert!(!is_due(&app, yard.world.congress, app.clock.now()).await.unwrap());
    // The disk is gone: it stands among the failed jobs, and the next hour tries again.
    fs::remove_dir_all(yard.at("backups")).unwrap();
    fs::write(yard.at("backups"), "no folder").unwrap();
    yard.world.later(TimeDelta::days(1));
    yard.world.works().await;
    let failed = crate::jobs::waiting(&app.db, yard.world.congress).await.unwrap();
    let failed: Vec<_> = failed.into_iter().filter(|job| job.state == "failed").collect();
    assert!(failed.len() == 1 && failed[0].said.contains("backups"), "{failed:?}");
    fs::remove_file(yard.at("backups")).unwrap();
    yard.world.later(TimeDelta::hours(1));
    yard.world.works().await;
    assert_eq!(yard.names("backups").len(), 1);
}
