//! Pages answer in the reader's way, and a switch never leads away from the site.

use super::*;

fn headers(pairs: &[(header::HeaderName, &str)]) -> HeaderMap {
    pairs.iter().map(|(name, value)| (name.clone(), value.parse().expect("a header value"))).collect()
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

#[test]
fn the_readers_choice_beats_the_browsers() {
    let asked = headers(&[(header::COOKIE, "a=b; lang=en; elder=1"), (header::ACCEPT_LANGUAGE, "zh-CN")]);
    assert_eq!((lang_of(&asked), elder_of(&asked)), (Lang::En, true));
    let plain = headers(&[(header::ACCEPT_LANGUAGE, "en-US,en;q=0.9")]);
    assert_eq!((lang_of(&plain), elder_of(&plain)), (Lang::En, false));
    assert_eq!(lang_of(&HeaderMap::new()), Lang::ZhCn);
}

#[test]
fn switches_set_only_known_words_and_stay_here() {
    let asked = Display { lang: Some("en; Domain=x".into()), elder: Some("1".into()), back: Some("//evil.example".into()) };
    let answer = display(&asked);
    assert_eq!(answer.headers()[header::LOCATION], "/");
    let set: Vec<_> = answer.headers().get_all(header::SET_COOKIE).iter().map(|v| v.to_str().expect("ascii")).collect();
    assert_eq!(set.len(), 1, "an unknown language sets nothing");
    assert!(set[0].starts_with("elder=1; Path=/"));
    for away in ["https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nSet-Cookie: x=1", ""] {
        assert_eq!(own_path(away), "/", "{away}");
    }
    assert_eq!(own_path("/opinions?state=open&after=%E4%BB%99"), "/opinions?state=open&after=%E4%BB%99");
}

#[test]
fn days_left_turns_into_days_over() {
    let ui = Ui { today: day("2026-03-05"), ..Ui::default() };
    assert_eq!(ui.days_left(day("2026-03-10")), "还有 5 天");
    assert_eq!(ui.days_left(day("2026-03-05")), "今天到期");
    assert_eq!(ui.days_left(day("2026-03-02")), "已超过 3 天");
    assert!(ui.is_late(day("2026-03-04")) && !ui.is_late(day("2026-03-05")));
}

#[test]
fn the_menu_marks_the_page_and_its_parents() {
    let ui = Ui { path: "/opinions/7?x=1".into(), ..Ui::default() };
    assert!(ui.is_here("/opinions"));
    assert!(!ui.is_here("/opinion") && !ui.is_here("/"));
}
