//! The form, the photo, the lists.

use axum::http::StatusCode;
use uuid::Uuid;

use super::{acts_of, by, day, forum, verify, visit};
use crate::files;
use crate::outreach::acts::NewOutreach;
use crate::trial::{Answer, World};

/// What the deputy's form brings.
fn fields<'a>(form: &'a str, here: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("form", form),
        ("method", "telephone"),
        ("place", "<新里村>王家湾"),
        ("said", "第一行\n第二行"),
        ("on_day", "2026-03-01"),
        ("constituency", here),
        ("purposes", "organs"),
        ("purposes", "report"),
        ("voters", "３"),
    ]
}

fn without<'a>(fields: &[(&'static str, &'a str)], name: &str) -> Vec<(&'static str, &'a str)> {
    fields.iter().filter(|(field, _)| *field != name).copied().collect()
}

fn typed_is_kept(answer: &Answer) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let body = &answer.body;
    assert!(
        body.contains("value=\"&#60;新里村&#62;王家湾\"") && body.contains("第一行\n第二行</textarea>"),
        "{body}"
    );
    assert!(body.contains("value=\"report\" checked") && body.contains("value=\"３\""), "{body}");
}

#[tokio::test]
async fn a_deputy_records_in_one_page_and_what_was_typed_is_kept() {
    let world = World::new().await;
    let browser = world.browser(Some("deputy")).await;
    let blank = browser.get("/outreach/new").await.body;
    assert!(blank.contains("value=\"2026-03-02\""), "the day is today: {blank}");
    let here = world.constituency.to_string();
    assert!(blank.contains(&format!("value=\"{here}\" checked")), "at home: {blank}");
    assert!(!blank.contains("duty_report") && !blank.contains("name=\"deputies\""), "{blank}");
    let form = Uuid::from_u128(42).to_string();
    let whole = fields(&form, &here);
    for (missing, said) in [
        ("method", "请选择用什么方式。"),
        ("on_day", "请填写哪一天。"),
        ("constituency", "请选择在哪个选区。"),
    ] {
        let answer = browser.post("/outreach/new", &without(&whole, missing)).await;
        typed_is_kept(&answer);
        assert!(answer.body.contains(said), "{missing}: {}", answer.body);
    }
    let mut tomorrow = without(&whole, "on_day");
    tomorrow.push(("on_day", "2026-03-03"));
    typed_is_kept(&browser.post("/outreach/new", &tomorrow).await);
    // Another's person in the form changes nothing: a deputy records the own.
    let other = world.deputies[1].person_id.to_string();
    let mut sent = whole.clone();
    sent.push(("deputies", &other));
    let sent = browser.post("/outreach/new", &sent).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{sent:?}");
    assert_eq!(browser.post("/outreach/new", &whole).await.location, sent.location, "pressed twice");
    let shown = browser.get(&sent.location).await.body;
    for words in [
        "已经登记，代工委核实后计入。",
        "2026年3月1日",
        "电话",
        "向原选区选民报告履职情况",
        "第1选区",
        "待核实",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(shown.contains("李双妹") && !shown.contains("买买提"), "{shown}");
    // Next time the same purposes are chosen already.
    let next = browser.get("/outreach/new").await.body;
    assert!(
        next.contains("value=\"report\" checked") && !next.contains("value=\"session\" checked"),
        "{next}"
    );
}

#[tokio::test]
async fn a_draft_of_the_form_is_kept_until_it_is_sent() {
    let world = World::new().await;
    let browser = world.browser(Some("deputy")).await;
    let (form, here) = (Uuid::from_u128(43).to_string(), world.constituency.to_string());
    let mut draft = without(&fields(&form, &here), "purposes");
    draft.push(("keep", "/outreach/new"));
    browser.post("/drafts", &draft).await;
    let shown = browser.get("/outreach/new").await.body;
    assert!(shown.contains("第一行\n第二行</textarea>") && shown.contains(&form), "{shown}");
    assert_eq!(browser.post("/outreach/new", &fields(&form, &here)).await.status, StatusCode::SEE_OTHER);
    assert!(!browser.get("/outreach/new").await.body.contains("第一行"), "it was sent");
}

#[tokio::test]
async fn an_office_chooses_its_deputies_and_attaches_a_photo() {
    let world = World::new().await;
    let browser = world.browser(Some("local-office")).await;
    let blank = browser.get("/outreach/new").await.body;
    for deputy in &world.deputies {
        assert!(blank.contains(&deputy.person_id.to_string()) && blank.contains(&deputy.name), "{blank}");
    }
    let (form, here) = (Uuid::from_u128(44).to_string(), world.constituency.to_string());
    let whole = fields(&form, &here);
    let nobody = browser.post("/outreach/new", &whole).await;
    typed_is_kept(&nobody);
    assert!(nobody.body.contains("请至少选一位参加的代表。"));
    let chosen: Vec<String> = world.deputies.iter().map(|deputy| deputy.person_id.to_string()).collect();
    let mut sent = whole.clone();
    sent.extend(chosen.iter().map(|id| ("deputies", id.as_str())));
    let text = ("photos", "a.txt", b"text".as_slice());
    let refused = browser.upload("/outreach/new", &sent, &[text]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains(&format!("value=\"{}\" checked", chosen[1])), "{}", refused.body);
    let photo = files_of_tests();
    let sent = browser.upload("/outreach/new", &sent, &[("photos", "a.png", &photo)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{sent:?}");
    let path = sent.location.split('?').next().unwrap().to_owned();
    let id: Uuid = path.rsplit('/').next().unwrap().parse().unwrap();
    let file = files::of(&world.app.db, world.congress, id).await.unwrap()[0].id;
    let file = format!("{path}/files/{file}");
    assert!(browser.get(&path).await.body.contains(&file));
    for (name, status) in [("deputy2", StatusCode::OK), ("other-office", StatusCode::NOT_FOUND)] {
        assert_eq!(world.browser(Some(name)).await.get(&file).await.status, status, "{name}");
    }
    // An office without deputies is told so.
    let none = world.browser(Some("other-office")).await.get("/outreach/new").await.body;
    assert!(none.contains("目前没有联系的代表") && !none.contains("name=\"said\""), "{none}");
}

/// A small photo.
fn files_of_tests() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let photo = image::RgbImage::from_pixel(8, 8, image::Rgb([20, 120, 60]));
    photo.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[tokio::test]
async fn lists_say_how_far_one_is_and_can_be_narrowed() {
    let world = World::new().await;
    let deputy = world.browser(Some("deputy")).await;
    assert!(deputy.get("/outreach").await.body.contains("<b>0/2</b>"));
    let home = by(&world, "deputy", &visit(&world)).await.unwrap();
    verify(&world, acts_of(&world, home).await[0].id).await;
    let earlier =
        NewOutreach { on_day: day("2025-11-20"), place: "去年的双垸村".into(), ..forum(&world) };
    by(&world, "local-office", &earlier).await.unwrap();
    let listed = deputy.get("/outreach").await.body;
    assert!(listed.contains("<b>1/2</b>") && listed.contains("还差 1 次"), "{listed}");
    assert!(listed.contains("迟报"), "told of months later: {listed}");
    let office = world.browser(Some("local-office")).await;
    for (path, this, last) in [
        ("/outreach", true, true),
        ("/outreach?year=2026", true, false),
        ("/outreach?year=2025", false, true),
        ("/outreach?state=declared", false, true),
        ("/outreach?state=verified&year=2026", true, false),
        ("/outreach?q=%E4%B9%B0%E4%B9%B0", false, true),
        ("/outreach?q=lsm", true, true),
        ("/outreach?q=%25", false, false),
        ("/outreach?year=999999&state=nonsense&after=nonsense", true, true),
    ] {
        for browser in [&office, &world.browser(Some("commission")).await] {
            let body = browser.get(path).await.body;
            assert_eq!(
                (body.contains("新里村二组"), body.contains("去年的双垸村")),
                (this, last),
                "{path}: {body}"
            );
            assert!(!body.contains("<b>1/2</b>"), "it is the deputy's own number");
        }
    }
    let both = office.get("/outreach?year=2025").await.body;
    assert!(both.contains("李双妹、阿卜杜拉·买买提") || both.contains("阿卜杜拉·买买提、李双妹"), "{both}");
}
