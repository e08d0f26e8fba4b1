//! A chart says the same as its table, is small, and lets nobody write into the page.

use askama::Template;

use super::*;
use crate::base::page::Ui;
use crate::base::text::Lang;

#[derive(Template)]
#[template(ext = "html", source = r#"{% import "base/chart.html" as chart %}{{ chart::figure(view) }}"#)]
struct Page {
    ui: Ui,
    view: Chart,
}

fn shown(view: Chart) -> String {
    Page { ui: Ui::default(), view }.render().expect("the figure renders")
}

/// The picture and the table of a page.
fn parts(html: &str) -> (&str, &str) {
    let (before, table) = html.split_once("</svg>").expect("a picture");
    (before.split_once("<svg").expect("a picture").1, table)
}

fn bars<const N: usize>(rows: &[(&str, [u64; N])]) -> Bars<N> {
    Bars {
        id: "by-town".to_owned(),
        title: "各镇意见".to_owned(),
        unit: "件".to_owned(),
        of: "镇".to_owned(),
        series: std::array::from_fn(|place| ["本季度", "上季度"][place].to_owned()),
        rows: rows.iter().map(|(label, values)| ((*label).to_owned(), *values)).collect(),
    }
}

/// An attribute of every bar, the legend's marks left out.
fn lengths(picture: &str, attribute: &str) -> Vec<f64> {
    let rects = picture.split("<rect ").skip(1).filter(|rect| !rect.contains("width=\"14\" height=\"14\""));
    let value = |rect: &str| {
        let (_, rest) = rect.split_once(&format!(" {attribute}=\"")).expect("the attribute");
        rest.split('"').next().expect("its value").parse().expect("a length")
    };
    rects.map(value).collect()
}

const TOWNS: [(&str, [u64; 2]); 3] = [("张沟镇", [40, 20]), ("郭河镇", [10, 0]), ("沙湖镇", [30, 5])];

#[test]
fn every_chart_says_the_same_as_its_table() {
    for (view, of) in [
        (bars(&TOWNS).horizontal(), "lying"),
        (bars(&TOWNS).vertical(), "standing"),
        (bars(&TOWNS).progress(), "progress"),
    ] {
        let html = shown(view);
        let (picture, table) = parts(&html);
        for (label, values) in TOWNS {
            assert!(picture.contains(&format!(">{label}</text>")), "{of}: {picture}");
            assert!(table.contains(&format!(">{label}</th>")), "{of}: {table}");
            let printed = if of == "progress" {
                vec![format!("{}/{}", values[0], values[1])]
            } else {
                values.iter().map(u64::to_string).collect()
            };
            for number in printed {
                assert!(picture.contains(&format!(">{number}</text>")), "{of}: {number} in {picture}");
            }
            for number in values {
                assert!(table.contains(&format!(">{number}</td>")), "{of}: {number} in {table}");
            }
        }
        for word in ["镇", "本季度", "上季度"] {
            assert!(table.contains(&format!(">{word}</th>")), "{of}: {table}");
        }
        assert!(!html.contains("style=") && !html.contains('⟦'), "{html}");
        assert!(picture.contains("role=\"img\" aria-labelledby=\"by-town-title by-town-desc\""), "{picture}");
    }
}

#[test]
fn bars_are_as_long_as_their_numbers() {
    for (view, attribute) in [(bars(&TOWNS).horizontal(), "width"), (bars(&TOWNS).vertical(), "height")] {
        let long = lengths(&view.picture, attribute);
        // All of the first thing come before all of the second.
        let values = [40.0, 10.0, 30.0, 20.0, 0.0, 5.0];
        assert_eq!(long.len(), values.len(), "{}", view.picture);
        for (length, value) in long.iter().zip(values) {
            assert!((length - long[0] * value / 40.0).abs() < 0.2, "{attribute}: {long:?}");
        }
        assert!(long[0] > 100.0);
    }
}

#[test]
fn what_is_done_fills_what_is_owed() {
    let rows = [("一半", [2, 4]), ("没有", [0, 4]), ("做完", [4, 4]), ("超过", [9, 4]), ("不用做", [0, 0])];
    let view = bars(&rows).progress();
    let long = lengths(&view.picture, "width");
    let (tracks, done) = long.split_at(rows.len());
    assert!(tracks.iter().all(|track| (track - tracks[0]).abs() < 0.1), "{long:?}");
    for (length, part) in done.iter().zip([0.5, 0.0, 1.0, 1.0, 0.0]) {
        assert!((length - tracks[0] * part).abs() < 0.2, "{long:?}");
    }
    assert!(view.picture.contains(">9/4<"), "the number stays true");
}

#[test]
fn nothing_and_zero_are_said_too() {
    for lang in Lang::ALL {
        let ui = Ui { lang, ..Ui::default() };
        let html = Page { ui, view: bars::<1>(&[]).vertical() }.render().expect("it renders");
        assert!(html.contains(&lang.t("chart-empty")) && !html.contains("<svg"), "{html}");
    }
    let view = bars(&[("张沟镇", [0, 0])]).vertical();
    assert!(view.picture.contains(">0</text>") && !view.picture.contains("NaN"), "{}", view.picture);
    let largest = bars(&[("张沟镇", [u64::MAX])]).horizontal();
    assert!(lengths(&largest.picture, "width")[0] > 0.0);
}

#[test]
fn eighteen_rows_beside_those_before_are_at_most_six_kilobytes() {
    let long = "一二三四五六七八九十甲乙";
    let rows: Vec<_> = (0..18).map(|n| (long, [12_345 - n, 10_000 + n * 7])).collect();
    for view in [bars(&rows).horizontal(), bars(&rows).vertical(), bars(&rows).progress()] {
        let html = shown(view);
        let bytes = parts(&html).0.len();
        assert!(bytes <= 6 * 1024, "{bytes} bytes");
        assert!(html.contains(&format!(">{long}</text>")), "twelve hanzi fit");
    }
}

#[test]
fn long_labels_are_cut_in_the_picture_and_whole_in_the_table() {
    let long = "市城乡建设和住房保障服务中心";
    let html = shown(bars(&[(long, [1]), ("Committee for Urban and Rural Construction", [2])]).horizontal());
    let (picture, table) = parts(&html);
    assert!(picture.contains(">市城乡建设和住房保障服…</text>"), "{picture}");
    assert!(picture.contains(">Committee for Urba…</text>"), "{picture}");
    assert!(table.contains(long) && table.contains("Committee for Urban and Rural Construction"));
}

#[test]
fn nobody_writes_into_the_page_through_a_chart() {
    let evil = "<b>\"'&";
    let mut all = bars(&[(evil, [1, 2])]);
    (all.title, all.unit, all.of) = (evil.to_owned(), evil.to_owned(), evil.to_owned());
    all.series = [evil.to_owned(), evil.to_owned()];
    evil.clone_into(&mut all.id);
    for view in [all.horizontal(), all.vertical(), all.progress()] {
        let html = shown(view);
        assert!(!html.contains("<b>") && !html.contains("\"'&") && !html.contains("'"), "{html}");
    }
}

#[test]
fn standing_bars_lie_down_where_their_numbers_would_touch() {
    let months = |how_many| -> Vec<_> { (1..=how_many).map(|n| ("12月", [n * 8, 99])).collect() };
    let six = bars(&months(6)).vertical().picture;
    assert!(six.contains("M0 196H360") && !six.contains("writing-mode"), "they stand: {six}");
    let long = bars(&[("第一季度以来", [1]); 7]).vertical().picture;
    assert!(long.contains("writing-mode"), "long labels are written from the top down: {long}");
    let (twelve, lying) = (bars(&months(12)).vertical(), bars(&months(12)).horizontal());
    assert_eq!(twelve.picture, lying.picture);
}
