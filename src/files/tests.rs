use axum::http::header;
use bytes::Bytes;
use object_store::{ObjectStoreExt, path::Path};
use uuid::Uuid;

use super::*;
use crate::base::{Error, text::Lang};
use crate::journal::Author;
use crate::trial::World;

const PDF: &[u8] = b"%PDF-1.7\nbody\n%%EOF\n";

fn upload(name: &str, bytes: &[u8]) -> Upload {
    Upload { field: "photos".into(), name: name.into(), bytes: Bytes::copy_from_slice(bytes) }
}

fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(40, 30).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn author(world: &World) -> Author {
    Author { congress: world.congress, account: None, role: "public", at: world.app.clock.now() }
}

#[tokio::test]
async fn a_photo_is_written_anew_and_shown_and_a_paper_is_saved() {
    let world = World::new().await;
    let app = &world.app;
    let photo = accept(app, &upload("张三身份证.png", &png()), Purpose::Photo).await.unwrap();
    assert_eq!((photo.name.as_str(), photo.kind), ("photo.jpg", Kind::Jpeg));
    assert!(photo.bytes.starts_with(b"\xFF\xD8\xFF"));
    let paper = accept(app, &upload("C:\\文件\\答复\u{202E}函 (1).PDF", PDF), Purpose::Paper).await.unwrap();
    assert_eq!(paper.name, "答复函 (1).pdf");
    let thing = Uuid::from_u128(5);
    for file in [&photo, &paper] {
        keep(app, world.congress, file).await.unwrap();
    }
    let tx = app.db.begin().await.unwrap();
    for file in [&photo, &paper] {
        attach(&tx, app, &author(&world), file, ("case", thing), None).await.unwrap();
    }
    tx.commit().await.unwrap();
    let all = of(&app.db, world.congress, thing).await.unwrap();
    assert_eq!(all.len(), 2);
    for file in all {
        let (file, bytes) = open(app, world.congress, file.id).await.unwrap();
        let is_photo = file.name == "photo.jpg";
        assert_eq!(bytes, if is_photo { photo.bytes.clone() } else { paper.bytes.clone() });
        let answer = answer(&file, bytes);
        let head = |name| answer.headers()[name].to_str().unwrap().to_owned();
        assert!(head(header::CONTENT_SECURITY_POLICY).starts_with("sandbox"));
        assert_eq!(head(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        if is_photo {
            assert!(head(header::CONTENT_DISPOSITION).starts_with("inline"));
        } else {
            let said = "attachment; filename=\"___ _1_.pdf\"; \
                        filename*=UTF-8''%E7%AD%94%E5%A4%8D%E5%87%BD%20%281%29.pdf";
            assert_eq!(head(header::CONTENT_DISPOSITION), said);
        }
        let other = open(app, Uuid::from_u128(1), file.id).await;
        assert!(matches!(other, Err(Error::NotFound)), "another congress's file");
    }
}

#[tokio::test]
async fn a_refusal_is_a_sentence_beside_the_field() {
    let mut world = World::new().await;
    let mut config = (*world.app.config).clone();
    config.limits.photo_bytes = 1024 * 1024;
    world.app.config = config.into();
    let large = vec![0; 1024 * 1024 + 1];
    for (name, bytes, purpose, key) in [
        ("a.jpg", &b""[..], Purpose::Photo, "files-empty"),
        ("a.jpg", &large[..], Purpose::Photo, "files-too-big"),
        ("a.html", &b"<script>"[..], Purpose::Photo, "files-wrong-kind"),
        ("a.pdf", PDF, Purpose::Photo, "files-wrong-kind"),
        ("a.jpg", &b"<svg onload=x>"[..], Purpose::Photo, "files-not-what-it-says"),
        ("a.jpg", &b"\xFF\xD8\xFF\xE0rest"[..], Purpose::Photo, "files-broken"),
        ("a.jpg", &large[..], Purpose::Either, "files-not-what-it-says"),
        ("a.html", &b"<p>"[..], Purpose::Either, "files-wrong-kind"),
        ("a.jpg", &png()[..], Purpose::Paper, "files-wrong-kind"),
        ("a.docx", &b"PK\x03\x04"[..], Purpose::Paper, "files-broken"),
    ] {
        let refused = accept(&world.app, &upload(name, bytes), purpose).await.unwrap_err();
        let Error::Invalid(mistakes) = refused else { panic!("{name}: {refused}") };
        assert_eq!((mistakes[0].field.as_str(), mistakes[0].say.key.as_str()), ("photos", key), "{name}");
        for lang in Lang::ALL {
            let said = lang.ta(key, &mistakes[0].say.args);
            assert!(!said.contains('⟦'), "{said}");
        }
    }
}

#[tokio::test]
async fn what_the_store_lost_or_changed_is_never_shown() {
    let world = World::new().await;
    let app = &world.app;
    let paper = accept(app, &upload("a.pdf", PDF), Purpose::Paper).await.unwrap();
    let tx = app.db.begin().await.unwrap();
    let id = attach(&tx, app, &author(&world), &paper, ("case", Uuid::from_u128(5)), None).await.unwrap();
    tx.commit().await.unwrap();
    assert!(matches!(open(app, world.congress, id).await, Err(Error::Internal(_))), "never kept");
    keep(app, world.congress, &paper).await.unwrap();
    assert!(open(app, world.congress, id).await.is_ok());
    let place = Path::from(format!("{}/{}/{}", world.congress, &paper.sha256[..2], paper.sha256));
    app.store.put(&place, Bytes::from_static(b"%PDF-other").into()).await.unwrap();
    assert!(matches!(open(app, world.congress, id).await, Err(Error::Internal(_))), "changed");
}

#[tokio::test]
async fn an_act_that_fails_ties_nothing() {
    let world = World::new().await;
    let paper = accept(&world.app, &upload("a.pdf", PDF), Purpose::Paper).await.unwrap();
    keep(&world.app, world.congress, &paper).await.unwrap();
    let tx = world.app.db.begin().await.unwrap();
    attach(&tx, &world.app, &author(&world), &paper, ("case", Uuid::from_u128(5)), None).await.unwrap();
    drop(tx);
    assert!(of(&world.app.db, world.congress, Uuid::from_u128(5)).await.unwrap().is_empty());
}

#[tokio::test]
async fn no_name_can_break_out_of_its_header() {
    let world = World::new().await;
    for name in [
        "a\"; x=\r\nSet-Cookie: b.pdf",
        "....pdf",
        "../../etc/passwd.pdf",
        "\u{202E}fdp.exe.pdf",
        ".pdf",
        "𠮷\0.pdf",
    ] {
        let paper = accept(&world.app, &upload(name, PDF), Purpose::Paper).await.unwrap();
        assert!(!paper.name.contains(['/', '\\', '"', '\r', '\n', '\0', '\u{202E}']), "{:?}", paper.name);
        assert!(paper.name.ends_with(".pdf") && paper.name.len() > 4, "{:?}", paper.name);
        let file = File {
            id: Uuid::nil(),
            subject: "case".into(),
            subject_id: Uuid::nil(),
            entry_id: None,
            name: paper.name,
            kind: "pdf".into(),
            bytes: 1,
            sha256: String::new(),
            at: world.app.clock.now(),
            account_id: None,
        };
        let answer = answer(&file, Bytes::new());
        let said = answer.headers()[header::CONTENT_DISPOSITION].to_str().unwrap().to_owned();
        assert_eq!(said.matches('"').count(), 2, "{said}");
    }
}
