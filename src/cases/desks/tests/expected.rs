use std::sync::Arc;

use charter::{Charter, Charters};

use super::*;
use crate::base::text::Lang;

const SHIPPED: &str = include_str!("../../../../charters/xiantao/2023.toml");

impl World {
    /// The same congress by a charter with other lengths.
    fn by_charter(&mut self, from: &str, to: &str) {
        assert!(SHIPPED.contains(from), "{from}");
        let charter = Charter::parse("trial.toml", &SHIPPED.replacen(from, to, 1)).unwrap();
        let mut all = (*self.app.charters).clone();
        all.insert("xiantao".to_owned(), Charters::new(vec![charter]).unwrap());
        self.app.charters = Arc::new(all);
    }
}

#[tokio::test]
async fn the_term_for_returning_is_the_charters_own() {
    let mut world = World::new().await;
    world.by_charter(
        "[cases.deadlines.sign_for]\nworking_days = 3",
        "[cases.deadlines.sign_for]\nworking_days = 8",
    );
    let case = world.transferred(SAID).await;
    let path = format!("/cases/{}", case.id);
    world.on("2026-03-05");
    let last = world.named("organ").await.get(&path).await.body;
    assert!(last.contains("/return\"") && last.contains("最迟2026年3月5日退回"), "{}", text(&last));
    world.on("2026-03-06");
    assert!(
        !world.named("organ").await.get(&path).await.body.contains("/return\""),
        "it is not offered any more"
    );
    let late = world.step("organ", &case, "return", &[("text", "不归我局管。")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let told = Lang::ZhCn.t("cases-refusal-return_term_over");
    assert!(late.body.contains(&told) && late.body.contains("不归我局管。"), "{}", text(&late.body));
    world.does("organ", &case, "signature", &[]).await;
}

#[tokio::test]
async fn what_the_charter_expects_stands_beside_those_who_owe_it() {
    let world = World::new().await;
    let case = world.transferred(SAID).await;
    let path = format!("/cases/{}", case.id);
    let page = text(&world.named("commission").await.get(&path).await.body);
    assert!(page.contains("与代表首次沟通，应在2026年3月30日前 还有 28 天"), "{page}");
    assert!(page.contains("协办意见应在2026年4月2日前提出 还有 31 天"), "{page}");
    world.does("organ", &case, "signature", &[]).await;
    world.does("water-organ", &case, "co-signature", &[]).await;
    world.on("2026-04-03");
    let page = text(&world.named("commission").await.get(&path).await.body);
    assert!(
        page.contains("2026年3月30日前 已超过 4 天") && page.contains("4月2日前提出 已超过 1 天"),
        "{page}"
    );
    let contact = [("way", "visit"), ("on", "2026-03-20"), ("text", "见面谈过。")];
    world.does("organ", &case, "contact", &contact).await;
    world.does("water-organ", &case, "co-opinion", &[("text", "没有意见。")]).await;
    let page = world.named("commission").await.get(&path).await.body;
    assert!(
        text(&page).contains("3月30日前 按时") && text(&page).contains("4月2日前提出 晚了"),
        "{}",
        text(&page)
    );
    assert!(page.contains("<span class=\"tag late\">晚了"), "the late one has its shape");
    let form = world.named("organ").await.get(&path).await.body;
    assert!(form.contains("由主要负责人签发"), "{}", text(&form));
    world.does("organ", &case, "reply", &[("category", "A"), ("text", "修好了。")]).await;
    world.does("deputy", &case, "receipt", &[("reader", "deputy")]).await;
    world.on("2026-04-14");
    let page = text(&world.named("commission").await.get(&path).await.body);
    let (deputy, body) = ("应在2026年4月10日前确认收到 按时", "应在2026年4月10日前确认收到 已超过 4 天");
    assert!(page.contains(deputy) && page.contains(body), "{page}");
}
