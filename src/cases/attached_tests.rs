use axum::http::StatusCode;

use super::*;
use crate::cases::acts::{Move, see};
use crate::cases::flow::StepKind;
use crate::trial::{Browser, World};

const SAID: &str = "新里村三组的路坑坑洼洼，下雨就积水，请修一修。";
const PDF: &[u8] = b"%PDF-1.7\nbody\n%%EOF\n";

fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(40, 30).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// The addresses of files on a page.
fn files_on(page: &str) -> Vec<&str> {
    let mut found: Vec<&str> =
        page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    found.retain(|href| href.contains("/files/"));
    found
}

impl World {
    /// A voter's opinion with a photo, handed in at the page.
    async fn with_photo(&self) -> Case {
        let browser = self.browser(None).await;
        let sent = browser.upload("/opinions", &[("body", SAID)], &[("photos", "road.png", &png())]).await;
        let receipt = sent.location.strip_prefix("/receipts/").expect("a receipt");
        let case = store::by_receipt(&self.app.db, self.congress, receipt).await.unwrap();
        let deputy = Some(self.deputies[0].person_id);
        let on = Move { deputy, body: Some(self.organizations["body"]), ..Move::new(StepKind::SendOn) };
        self.takes("commission", &case, on).await.unwrap();
        let transfer = Move { organ: Some(self.organizations["roads"]), ..Move::new(StepKind::Transfer) };
        self.takes("working-body", &case, transfer).await.unwrap();
        self.takes("organ", &case, Move::new(StepKind::SignFor)).await.unwrap();
        let contact =
            Move { way: "visit".into(), ..Move::saying(StepKind::RecordContact, "见面谈过。") };
        self.takes("organ", &case, contact).await.unwrap()
    }
}

async fn replies(organ: &Browser, case: &Case, files: &[(&str, &str, &[u8])]) -> crate::trial::Answer {
    let fields = [("category", "A"), ("text", "路已经修好。"), ("plain", "修好了。")];
    organ.upload(&format!("/cases/{}/reply", case.id), &fields, files).await
}

#[tokio::test]
async fn photos_and_papers_are_where_those_who_may_see_them_look() {
    let world = World::new().await;
    let case = world.with_photo().await;
    let (organ, anybody) = (world.browser(Some("organ")).await, world.browser(None).await);
    let page = organ.get(&format!("/cases/{}", case.id)).await.body;
    assert!(
        page.contains("enctype=\"multipart/form-data\"") && page.contains("alt=\"照片 1\" loading=\"lazy\"")
    );
    let wrong = replies(&organ, &case, &[("files", "答复.exe", b"MZ")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("href=\"#f-reply-files\"") && wrong.body.contains("路已经修好。"));
    let sent = replies(&organ, &case, &[("files", "验收单.pdf", PDF), ("files", "路.png", &png())]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let page = organ.get(&format!("/cases/{}", case.id)).await.body;
    let reply = page.split("验收单.pdf</a> <small>1 KB").next().expect("the paper");
    assert!(files_on(reply).len() >= 2 && files_on(&page).len() == 3, "each once: {:?}", files_on(&page));
    for href in files_on(&page) {
        assert_eq!(organ.get(href).await.status, StatusCode::OK, "{href}");
        assert_ne!(world.browser(Some("other-office")).await.get(href).await.status, StatusCode::OK);
    }
    let follow = format!("/follow/{}", case.receipt);
    let before = anybody.get(&follow).await.body;
    assert_eq!(files_on(&before).len(), 1, "the own photo only, until the answer is opened");
    assert_eq!(anybody.get(files_on(&before)[0]).await.status, StatusCode::OK);
    let all = files::of(&world.app.db, world.congress, case.id).await.unwrap();
    let paper = all.iter().find(|file| file.name == "验收单.pdf").unwrap();
    let paper = format!("{follow}/files/{}", paper.id);
    assert_eq!(anybody.get(&paper).await.status, StatusCode::NOT_FOUND);
    see(&world.app, &world.anybody(), &case.receipt).await.unwrap();
    let after = anybody.get(&follow).await.body;
    assert!(after.contains("验收单.pdf") && files_on(&after).len() == 3, "{:?}", files_on(&after));
    assert_eq!(anybody.get(&paper).await.status, StatusCode::OK);
}

#[tokio::test]
async fn too_many_files_lose_no_letter_and_staff_and_deputies_send_photos_too() {
    let world = World::new().await;
    let most = world.app.config.limits.files_per_form;
    let photo = png();
    let many = vec![("photos", "road.png", photo.as_slice()); most + 2];
    let anybody = world.browser(None).await;
    let back = anybody.upload("/opinions", &[("body", SAID), ("place", "三组桥头")], &many).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.body.contains(SAID) && back.body.contains("三组桥头"), "nothing typed is lost");
    assert_eq!(back.body.matches("href=\"#f-photos\"").count(), 1);
    assert!(back.body.contains(&format!("一次最多 {most} 个文件")));
    for (who, path, fields) in [
        ("local-office", "/cases/new", vec![("channel", "counter"), ("answer_by", "online")]),
        ("deputy", "/cases/raise", vec![]),
    ] {
        let browser = world.browser(Some(who)).await;
        assert!(browser.get(path).await.body.contains("type=\"file\""), "{path}");
        let fields: Vec<_> = fields.into_iter().chain([("body", SAID)]).collect();
        let back = browser.upload(path, &fields, &[("photos", "a.png", b"no photo")]).await;
        assert!(back.status == StatusCode::UNPROCESSABLE_ENTITY && back.body.contains("#f-photos"), "{path}");
        let sent = browser.upload(path, &fields, &[("photos", "a.png", &photo)]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{path}: {}", sent.body);
        let case = match sent.location.strip_prefix("/receipts/") {
            Some(receipt) => store::by_receipt(&world.app.db, world.congress, receipt).await.unwrap().id,
            None => sent.location.strip_prefix("/cases/").unwrap().parse().unwrap(),
        };
        assert_eq!(files::of(&world.app.db, world.congress, case).await.unwrap().len(), 1, "{path}");
    }
}
