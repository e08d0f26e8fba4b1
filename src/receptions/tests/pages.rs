use super::*;

#[tokio::test]
async fn a_keeper_plans_a_quarter_on_one_page() {
    let world = World::new().await;
    let browser = world.browser(Some("station-keeper")).await;
    let id = station(&world).to_string();
    let fields = |more: &[(&'static str, &'static str)]| {
        let mut all = vec![("station".to_owned(), id.clone()), ("quarter".to_owned(), "2026-2".to_owned())];
        all.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        all
    };
    let post = async |path: &str, fields: Vec<(String, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        browser.post(path, &fields).await
    };
    let rhythm = [
        ("kind", "weekly"),
        ("day", "3"),
        ("starts", "9：00"),
        ("ends", "1100"),
        ("each", "1"),
        ("slot", "30"),
        ("capacity", "2"),
    ];
    let sent = post("/receptions/rhythm", fields(&rhythm)).await;
    assert!(sent.location.contains("done=rhythm"), "{sent:?}");
    let wrong = [
        ("kind", "weekly"),
        ("day", "3"),
        ("starts", "11"),
        ("ends", "9"),
        ("each", "1"),
        ("slot", "30"),
        ("capacity", "2"),
    ];
    let refused = post("/receptions/rhythm", fields(&wrong)).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("结束时间要晚于开始时间") && refused.body.contains("value=\"11\""));
    let sent = post("/receptions/proposal", fields(&[])).await;
    let shown = browser.get(&sent.location).await.body;
    assert!(shown.contains("已生成 13 个接待日") && shown.contains("本季度值班最少"), "{shown}");
    let sent = post("/receptions/publication", fields(&[])).await;
    let shown = browser.get(&sent.location).await.body;
    assert!(shown.contains("已公布 13 个接待日"), "{shown}");
    let poster = browser.get(&format!("/receptions/poster?station={id}&quarter=2026-2")).await.body;
    assert!(poster.contains("<svg") && poster.contains("2026年4月1日"), "{poster}");
}

#[tokio::test]
async fn the_desk_takes_the_day_from_arrival_to_closing() {
    let world = World::new().await;
    let id = announced(&world, "2026-03-04", &[0]).await;
    world.on("2026-03-04");
    let browser = world.browser(Some("station-keeper")).await;
    let desk = format!("/receptions/{id}");
    let person = world.deputies[0].person_id.to_string();
    let sent = browser.post(&format!("{desk}/presence"), &[("person", &person), ("presence", "came")]).await;
    assert_eq!(sent.status, 303);
    let form = world.app.chance.id(world.app.clock.now()).to_string();
    let fields = [
        ("form", form.as_str()),
        ("serial", "A-1"),
        ("phone", "138 1234 5678"),
        ("body", "排水沟堵了。"),
        ("answer_by", "telephone"),
        ("channel", "paper"),
        ("deputy", &person),
    ];
    let missing = browser
        .post(&format!("{desk}/opinions"), &[("body", "排水沟堵了。"), ("answer_by", "telephone")])
        .await;
    assert_eq!(missing.status, 422);
    assert!(missing.body.contains("排水沟堵了。"), "every letter is kept");
    let sent = browser.post(&format!("{desk}/opinions"), &fields).await;
    assert!(sent.location.starts_with(&format!("{desk}?entered=2026-")), "{sent:?}");
    let again = browser.post(&format!("{desk}/opinions"), &fields).await;
    assert_eq!(again.location, sent.location, "sent twice, entered once");
    let shown = browser.get(sent.location.split('#').next().unwrap()).await.body;
    assert!(shown.contains("打印回执") && shown.contains("已登记 2026-"), "{shown}");
    let receipt = shown.split("href=\"/receipts/").nth(1).unwrap().split('"').next().unwrap();
    let printed = world.browser(None).await.get(&format!("/receipts/{receipt}")).await.body;
    let number = sent.location.split("entered=").nth(1).unwrap().split('#').next().unwrap();
    assert!(printed.contains(number), "the receipt has the same number");
    let closing =
        [("form", "0190a0a0-0000-7000-8000-000000000001"), ("visitors", "3"), ("summary", "排水沟。")];
    let sent = browser.post(&format!("{desk}/closing"), &closing).await;
    let shown = browser.get(&sent.location).await.body;
    assert!(shown.contains("已收尾") && shown.contains("<b>4</b>"), "one opinion and three more: {shown}");
    // Nobody outside sees the opinions on this page.
    for name in ["deputy", "leadership", "working-body"] {
        let seen = world.browser(Some(name)).await.get(&desk).await.body;
        assert!(!seen.contains("排水沟堵了") && !seen.contains("/receipts/"), "{name}: {seen}");
    }
}

#[tokio::test]
async fn calendars_of_the_city_and_of_a_station_are_subscribed_to() {
    let world = World::new().await;
    announced(&world, "2026-03-18", &[0]).await;
    let public = world.browser(None).await;
    let code = found(&world, announced(&world, "2026-03-25", &[1]).await).await.code;
    let city = public.get("/reception-days.ics").await.body;
    assert_eq!(city.matches("BEGIN:VEVENT").count(), 2, "{city}");
    let one = public.get(&format!("/stations/{code}/receptions.ics")).await.body;
    assert_eq!(one.matches("BEGIN:VEVENT").count(), 2);
    let deputy = world.browser(Some("deputy")).await;
    assert!(deputy.get("/receptions").await.body.contains("2026年3月18日"));
}

#[tokio::test]
async fn each_role_sees_its_own_part() {
    let world = World::new().await;
    announced(&world, "2026-03-18", &[0]).await;
    for (name, status) in [
        ("station-keeper", 200),
        ("local-office", 200),
        ("commission", 200),
        ("working-body", 200),
        ("leadership", 200),
        ("deputy", 200),
        ("member", 403),
        ("organ", 403),
        ("voter", 403),
    ] {
        let shown = world.browser(Some(name)).await.get("/receptions").await;
        assert_eq!(shown.status, status, "{name}");
    }
    let path = format!("/receptions?station={}", station(&world));
    assert_eq!(world.browser(Some("other-office")).await.get(&path).await.status, 404);
    let english = world.browser(Some("leadership")).await.get(&path).await.body;
    assert!(!english.contains("name=\"short_reason\"") && !english.contains("/edit\""), "only to look at");
}
