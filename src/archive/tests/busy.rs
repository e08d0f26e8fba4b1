use std::time::{Duration, Instant};

use super::*;
use crate::archive::prints::Format;
use crate::archive::store;
use crate::archive::words::Words;
use crate::base::text::Lang;
use crate::base::{Conn, sql};
use crate::ledger::acts::charter_on;
use crate::trial::Office;

/// Acts of one deputy in five years: eight a week.
const ACTS: usize = 2_000;
/// The most that composing may take, on any machine and in a slow build.
const MOST: Duration = Duration::from_secs(2);

/// Five busy years of the first deputy.
async fn busy() -> World {
    let world = World::new().await;
    let person = world.deputies[0].person_id;
    // Straight into the tables: what is measured is reading and composing.
    let tx = world.app.db.begin().await.unwrap();
    let kinds =
        ["outreach", "attendance", "speech", "opinion_raised", "opinion_evaluated", "training", "outreach"];
    for nth in 0..ACTS {
        let on = day("2022-01-01") + chrono::Days::new((nth * 1500 / ACTS) as u64);
        let (kind, evidence) = (kinds[nth % kinds.len()], Uuid::from_u128(90_000 + nth as u128));
        let text = "INSERT INTO acts (congress_id, id, person_id, kind, on_day, method, place, constituency_id, evidence, \
             evidence_id, way, state, entered_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'witnessed', \
             'verified', $11)";
        let values: [sea_orm::Value; 11] = [
            world.congress.into(),
            Uuid::from_u128(10_000 + nth as u128).into(),
            person.into(),
            kind.into(),
            on.into(),
            (if kind == "outreach" { "visit" } else { "" }).into(),
            "新里村".into(),
            world.constituency.into(),
            "outreach".into(),
            evidence.into(),
            world.app.clock.now().into(),
        ];
        tx.run(sql(text, values)).await.unwrap();
    }
    tx.commit().await.unwrap();
    world
}

#[tokio::test]
async fn five_busy_years_are_composed_in_two_seconds() {
    let world = busy().await;
    let (db, person) = (&world.app.db, world.deputies[0].person_id);
    let began = Instant::now();
    let archive = archive_of(&world, 0, None).await;
    let composed = began.elapsed();
    let lines: usize =
        archive.parts.iter().filter(|it| it.part != Part::Basics).map(|it| it.lines.len()).sum();
    assert_eq!(lines, ACTS);
    assert!(composed < MOST, "composed in {composed:?}");
    let commission = world.actor("commission").await;
    let subject = store::subject(db, &commission, person).await.unwrap();
    let began = Instant::now();
    let made =
        printed::file(&world.app, &commission, (&subject, &span(&world, None).await), Format::Xlsx).await;
    let (file, print) = made.unwrap();
    eprintln!("{ACTS} acts: composed in {composed:?}, {} bytes of XLSX in {:?}", file.len(), began.elapsed());
    assert!(print.pages > 5);
}

#[tokio::test]
#[ignore = "needs LibreOffice; ./test installs and runs it"]
async fn libreoffice_reads_the_same_numbers_in_the_workbook() {
    let world = busy().await;
    let commission = world.actor("commission").await;
    let subject = store::subject(&world.app.db, &commission, world.deputies[0].person_id).await.unwrap();
    let span = span(&world, None).await;
    let made = printed::file(&world.app, &commission, (&subject, &span), Format::Xlsx).await;
    // Commas, quotation marks, UTF-8 whatever the machine's own letters are.
    let csv = "csv:Text - txt - csv (StarCalc):44,34,76";
    let csv = Office::new(world.congress).saved("archive.xlsx", csv, &made.unwrap().0);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&csv[..]);
    let rows: Vec<Vec<String>> =
        reader.records().map(|row| row.unwrap().iter().map(ToOwned::to_owned).collect()).collect();
    let archive = archive_of(&world, 0, None).await;
    let charter =
        charter_on(&world.app.db, &world.app, world.congress, world.app.clock.today()).await.unwrap();
    let words = Words { lang: Lang::ZhCn, charter };
    let mut seen = 0;
    for section in archive.parts.iter().filter(|it| it.part != Part::Basics) {
        for (tag, n) in section.figures() {
            let row = [words.part(section.part), words.tag(&tag), n.to_string()];
            assert!(rows.iter().any(|it| it.get(..3) == Some(&row[..])), "{row:?} in {rows:?}");
            seen += n;
        }
    }
    assert!(seen > ACTS, "{seen}");
}
