//! Pages answer in the reader's way, and a switch never leads away from the site.

use super::*;
use crate::base::form::{Choice, Form};

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
    let asked = Display {
        lang: Some("en; Domain=x".into()),
        elder: Some("1".into()),
        back: Some("//evil.example".into()),
    };
    let answer = display(&asked);
    assert_eq!(answer.headers()[header::LOCATION], "/");
    let set: Vec<_> =
        answer.headers().get_all(header::SET_COOKIE).iter().map(|v| v.to_str().expect("ascii")).collect();
    assert_eq!(set.len(), 1, "an unknown language sets nothing");
    assert!(set[0].starts_with("elder=1; Path=/"));
    for away in
        ["https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nSet-Cookie: x=1", ""]
    {
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

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% extends "base/layout.html" %}{% import "base/parts.html" as p %}
{% block title %}{{ p::form_title("T") }}{% endblock %}
{% block main %}{{ p::error_summary() }}{{ p::csrf() }}{{ p::draft() }}
{{ p::text("name", "N", hint="H", kind="tel", auto="tel", size="short", optional=true) }}
{{ p::password("word", "W") }}{{ p::area("body", "B", max=2000) }}{{ p::date("day", "D") }}
{{ p::select("town", "S", choices, blank="-") }}{{ p::radios("one", "R", choices) }}{{ p::checks("some", "C", choices) }}
{{ p::check("agree", "A") }}{{ p::files("photos", "F") }}{{ p::submit("Go", cancel="/", cancel_label="No") }}{{ p::keep("/a") }}{{ p::kept("/a") }}
{% call p::step("return", "Step", "/return", key="r") %}{{ p::area("reason", "Why", at="return") }}{% endcall %}
{% call p::confirm("Sure?", "/x", "Yes", "/y") %}text{% endcall %}{{ p::keys(keys) }}
{{ p::tag("late", "L") }}{{ p::notice("good", "G") }}{{ p::fact("a", "b") }}{{ p::event("w", "t", who="o", kind="late") }}
{% call p::event_more("w", "t", "o", "") %}more{% endcall %}{{ p::stat(7, "s", href="/s") }}{{ p::back("/", "Back") }}
{{ p::crumbs(links) }}{% call p::receipt("XT-1", "No") %}qr{% endcall %}{{ p::filters("State", links) }}{{ p::empty("none") }}
{% call p::search("/s", "q", "Find", "x") %}{% endcall %}{{ p::pager(None::<String>, Some("/next")) }}{% endblock %}"#
)]
struct Everything {
    ui: Ui,
    form: Form,
    choices: Vec<Choice>,
    keys: Vec<(String, String)>,
    links: Vec<Link>,
}

fn everything(lang: Lang, form: Form) -> String {
    let signed_in = SignedIn { name: "周敏".into(), roles: "代工委".into(), ..SignedIn::default() };
    let nav = vec![("/desk".to_owned(), "site-inbox")];
    let ui = Ui {
        lang,
        demo: true,
        path: "/a?b=c&d".into(),
        person: Some(signed_in),
        inbox: 3,
        nav,
        ..Ui::default()
    };
    let choices = vec![Choice::new("a", "A").hint("h"), Choice::new("b", "B")];
    let links = vec![Link::new("/l", "L").here(true).count(12)];
    let keys = vec![("r".to_owned(), "return".to_owned())];
    Everything { ui, form, choices, keys, links }.render().expect("the parts render")
}

#[test]
fn every_part_renders_in_both_languages() {
    for lang in Lang::ALL {
        let html = everything(lang, Form::new());
        assert!(!html.contains('⟦'), "a key is missing: {html}");
        assert!(!html.contains("role=\"alert\"") && !html.contains("aria-invalid"));
        assert!(html.contains(&format!("<html lang=\"{}\"", lang.code())));
        assert!(html.contains("back=%2Fa%3Fb%3Dc%26d"), "the switch leads back to this very page");
        // Whitespace beside a template's tag may be suppressed; these would then run together.
        for whole in
            ["class=\"tag late\"", "class=\"notice good\"", " multiple data-shrink", " aria-current=\"true\""]
        {
            assert!(html.contains(whole), "{whole}");
        }
        assert!(!html.contains("style=") && !html.contains("onclick"), "the content policy forbids these");
    }
}

#[test]
fn a_form_comes_back_with_everything_kept_and_every_problem_told_twice() {
    let sent = [
        ("name", "<b>\"艾力·买买提"),
        ("body", "\n路灯坏了"),
        ("town", "b"),
        ("some", "a"),
        ("word", "秘密"),
    ];
    let sent: Vec<_> = sent.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let mut form = Form::from(sent);
    form.error("name", "error-phone");
    form.error("one", "error-choice");
    let html = everything(Lang::ZhCn, form);
    assert!(html.contains("<title>有错误：T"));
    assert!(html.contains("value=\"&#60;b&#62;&#34;艾力·买买提\""), "typed text is kept and harmless");
    assert!(
        html.contains(">\n\n路灯坏了</textarea>"),
        "a first empty line survives, though browsers drop one"
    );
    assert!(
        html.contains("<option value=\"b\" selected>") && !html.contains("秘密"),
        "a password never comes back"
    );
    for field in ["f-name", "f-one"] {
        assert!(html.contains(&format!("href=\"#{field}\"")), "{field} is in the list of problems");
        assert!(
            html.contains(&format!("id=\"{field}\"")) && html.contains(&format!("id=\"{field}-why\"")),
            "{field}"
        );
    }
    assert_eq!(html.matches("电话号码不对").count(), 2);
    assert!(!html.contains("<details class=\"step\" id=\"step-return\" open"));
}

#[test]
fn the_step_that_came_back_is_open() {
    let mut form = Form::from(vec![("reason".to_owned(), "x".to_owned())]).at("return");
    form.error("reason", "error-choice");
    let html = everything(Lang::En, form);
    assert!(html.contains("id=\"step-return\" open"));
    assert!(html.contains("href=\"#f-return-reason\"") && html.contains("id=\"f-return-reason\""));
    assert!(html.contains("<title>Error: T"));
}

#[test]
fn a_draft_is_shown_with_the_way_to_clear_it_until_it_is_sent() {
    for lang in Lang::ALL {
        let html = everything(lang, Form::kept(vec![("body".to_owned(), "<路灯>".to_owned())]));
        assert!(html.contains("&#60;路灯&#62;</textarea>") && !html.contains('⟦'), "{html}");
        assert!(html.contains("action=\"/drafts/discard\"") && html.contains("name=\"page\" value=\"/a\""));
        let sent = everything(lang, Form::from(vec![("body".to_owned(), "x".to_owned())]));
        assert!(!sent.contains("/drafts/discard") && sent.contains("formaction=\"/drafts\""));
        let (real, keep) = (sent.find(">Go<"), sent.find("formaction=\"/drafts\""));
        assert!(real < keep, "Enter presses the first button of a form");
    }
}
