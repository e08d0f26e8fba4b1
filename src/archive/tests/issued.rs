use axum::http::StatusCode;
use papers::fingerprint::sha256;

use super::*;
use crate::archive::prints::{Checked, Format, Verdict, by_number, check};
use crate::archive::store;
use crate::base::{Conn, Error, sql};
use crate::journal;

/// A file of the first deputy's archive, as the commission issues it; none where a PDF wants a font that is not there.
async fn issue(world: &World, format: Format) -> Option<(Vec<u8>, store::Print)> {
    let commission = world.actor("commission").await;
    let subject = store::subject(&world.app.db, &commission, world.deputies[0].person_id).await.unwrap();
    match printed::file(&world.app, &commission, (&subject, &span(world, None).await), format).await {
        Ok(made) => Some(made),
        Err(Error::Conflict(key)) if key == "paper-no-font" => None,
        Err(other) => panic!("{other:?}"),
    }
}

async fn checked(world: &World, file: &[u8]) -> Checked {
    check(&world.app.db, world.congress, file.to_vec(), None).await.unwrap()
}

#[tokio::test]
async fn a_file_is_known_by_its_bytes_and_the_journal_has_it() {
    let world = World::new().await;
    lived(&world).await;
    for format in [Format::Docx, Format::Xlsx, Format::Pdf] {
        let before = journal::count(&world.app.db, world.congress).await.unwrap();
        let Some((file, print)) = issue(&world, format).await else { continue };
        assert_eq!(journal::count(&world.app.db, world.congress).await.unwrap(), before + 1);
        assert_eq!((print.seq, print.sha256.as_str()), (before + 1, sha256(&file).as_str()));
        let found = checked(&world, &file).await;
        assert_eq!(found.verdict, Verdict::Genuine);
        assert_eq!(found.print.unwrap().id, print.id);
        let told = by_number(&world.app.db, world.congress, &print.number).await.unwrap();
        assert_eq!((told.entry, told.pages), (print.seq, print.pages));
    }
    let entries = journal::latest(&world.app.db, world.congress, i64::MAX, 1).await.unwrap();
    assert!(!entries[0].facts.contains("李双妹"), "the journal names nobody");
}

#[tokio::test]
async fn a_changed_digit_is_found_and_its_place_is_named() {
    let world = World::new().await;
    lived(&world).await;
    // One part of the archive is written anew with other digits: as somebody would who unpacks, edits and packs.
    for (format, part) in [(Format::Docx, "word/document.xml"), (Format::Xlsx, "xl/worksheets/sheet1.xml")] {
        let (file, print) = issue(&world, format).await.unwrap();
        let changed = repacked(&file, part);
        let found = checked(&world, &changed).await;
        assert_eq!(found.verdict, Verdict::Altered(vec![part.to_owned()]), "{format:?}");
        assert_eq!(found.print.unwrap().id, print.id);
    }
    let Some((file, print)) = issue(&world, Format::Pdf).await else { return };
    assert!(print.pages >= 2, "{} pages", print.pages);
    for page in 1..=2 {
        for packed in [true, false] {
            let found = checked(&world, &redrawn(&file, page, packed)).await;
            assert_eq!(found.verdict, Verdict::Altered(vec![page.to_string()]), "packed: {packed}");
            assert_eq!(found.print.unwrap().id, print.id);
        }
    }
    // A file cut off is no file.
    let cut = check(&world.app.db, world.congress, file[..file.len() / 3].to_vec(), None).await;
    match cut {
        Err(Error::Invalid(found)) => assert_eq!(found[0].field, "file"),
        Ok(found) => assert_ne!(found.verdict, Verdict::Genuine),
        Err(other) => panic!("{other:?}"),
    }
}

/// The file with one sign of a page changed, the page packed again or not.
fn redrawn(file: &[u8], page: usize, packed: bool) -> Vec<u8> {
    use lopdf::{Document, Object, content::Content};
    let mut file = Document::load_mem(file).unwrap();
    let id = file.page_iter().nth(page - 1).unwrap();
    let stream = file.get_page_contents(id)[0];
    let mut content = Content::decode(&file.get_page_content(id)).unwrap();
    let operands = content.operations.iter_mut().flat_map(|it| it.operands.iter_mut());
    let texts = operands.flat_map(|it| match it {
        Object::Array(all) => all.iter_mut().collect::<Vec<_>>(),
        one => vec![one],
    });
    let mut signs = texts.filter_map(|it| if let Object::String(signs, _) = it { Some(signs) } else { None });
    *signs.next().unwrap().last_mut().unwrap() ^= 1;
    let new = content.encode().unwrap();
    let Object::Stream(held) = file.get_object_mut(stream).unwrap() else { panic!("content is a stream") };
    held.set_plain_content(new);
    if packed {
        held.compress().unwrap();
    }
    let mut out = Vec::new();
    file.save_to(&mut out).unwrap();
    out
}

/// The file with one part changed in its digits.
fn repacked(file: &[u8], wanted: &str) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for nth in 0..archive.len() {
        let mut part = archive.by_index(nth).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if name == wanted {
            let at = content.iter().rposition(|byte| *byte == b'1').unwrap();
            content[at] = b'7';
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[tokio::test]
async fn whoever_changes_what_is_kept_is_found_by_the_journal() {
    let world = World::new().await;
    let (file, print) = issue(&world, Format::Xlsx).await.unwrap();
    let (other, _) = issue(&world, Format::Docx).await.unwrap();
    let forged = repacked(&other, "word/document.xml");
    // Somebody with the database puts the forged file's hash in the place of the real one's.
    let tx = world.app.db.begin().await.unwrap();
    let text = "UPDATE archive_prints SET sha256 = $3 WHERE congress_id = $1 AND id = $2";
    let values = [world.congress.into(), print.id.into(), sha256(&forged).into()];
    tx.run(sql(text, values)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(checked(&world, &forged).await.verdict, Verdict::Unsigned);
    assert_ne!(checked(&world, &file).await.verdict, Verdict::Genuine);
}

#[tokio::test]
async fn anybody_checks_a_file_and_reads_nothing_that_does_not_stand_on_it() {
    let world = World::new().await;
    lived(&world).await;
    let (file, print) = issue(&world, Format::Docx).await.unwrap();
    let anybody = world.browser(None).await;
    assert!(anybody.get("/verify").await.body.contains("核对文件"));
    let told = anybody.get(&format!("/verify?number={}", print.number.to_lowercase())).await;
    assert_eq!(told.status, StatusCode::OK);
    assert!(told.body.contains("代表履职档案") && told.body.contains(&print.sha256[..16]), "{}", told.body);
    assert!(!told.body.contains("李双妹") && !told.body.contains(&print.sha256), "{}", told.body);
    assert_eq!(anybody.get("/verify?number=AAAA").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fine = anybody.upload("/verify", &[], &[("file", "x.docx", &file)]).await;
    assert!(fine.body.contains("是原件"), "{}", fine.body);
    let changed = repacked(&file, "word/document.xml");
    let found = anybody.upload("/verify", &[], &[("file", "x.docx", &changed)]).await;
    assert!(found.body.contains("改动过") && found.body.contains("word/document.xml"), "{}", found.body);
    let none = anybody.post("/verify", &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let picture = anybody.upload("/verify", &[], &[("file", "x.gif", b"GIF89a")]).await;
    assert_eq!(picture.status, StatusCode::UNPROCESSABLE_ENTITY);
    let foreign = papers::official::docx(&papers::official::Official::default()).unwrap();
    let foreign = anybody.upload("/verify", &[], &[("file", "x.docx", &foreign)]).await;
    assert!(foreign.body.contains("不是本系统出具的文件"), "{}", foreign.body);
}
