//! The example that comes with the description is counted as it says.

mod parts;

use serde_json::Value;

use super::*;

const CLOSED: &str = include_str!("../../vectors/closed.json");
const COMPLETE: &str = include_str!("../../vectors/complete.json");

fn values() -> Value {
    serde_json::from_str(include_str!("../../vectors/values.json")).expect("JSON")
}

fn document() -> Document {
    serde_json::from_str(COMPLETE).expect("a box")
}

#[test]
fn the_closed_example_holds() {
    let report = check(CLOSED, values()["sealed"].as_str(), None).expect("everything holds");
    assert!(report.counted.is_none());
    assert_eq!((report.trackers.len(), report.words, report.roll), (3, 1, 12));
}

#[test]
fn the_complete_example_holds_and_comes_to_the_same_values() {
    let values = values();
    let report =
        check(COMPLETE, values["sealed"].as_str(), values["digest"].as_str()).expect("everything holds");
    let counted = report.counted.expect("opened");
    assert_eq!(serde_json::to_value(&counted.cast).expect("JSON"), values["cast"]);
    assert_eq!(serde_json::to_value(&counted.result).expect("JSON"), values["result"]);
    assert_eq!((counted.slips, report.issued), ([7, 2, 1, 2], [7, 2, 1]));
    assert_eq!(counted.trustees, ["代工委 Commission", "抽签选民 A voter drawn by lot"]);
    let document = document();
    let context = context(&document).expect("hex");
    assert_eq!(values["context"], hex::encode(context));
    for (at, digest) in places(&document, &context).expect("good").iter().enumerate() {
        assert_eq!(values["ballots"][at]["digest"], hex::encode(digest));
        assert_eq!(values["ballots"][at]["tracker"], tracker(digest));
    }
    let first = Hash::of("box 2").bytes(&[0; 32]).number(0).digest();
    assert_eq!(values["one way to hash"]["digest"], hex::encode(first));
}

#[test]
fn what_is_wrong_is_named() {
    let altered = |alter: fn(&mut Value)| {
        let mut value: Value = serde_json::from_str(COMPLETE).expect("JSON");
        alter(&mut value);
        check(&value.to_string(), None, None).expect_err("found")
    };
    let first = document().ballots[0].tracker.clone();
    assert_eq!(altered(|value| value["version"] = 1.into()), Fault::Version(1));
    assert_eq!(altered(|value| value["questions"][0]["options"][1] = "满意 Satisfied".into()), Fault::Form);
    assert_eq!(altered(|value| value["key"]["needed"] = 1.into()), Fault::Key);
    assert_eq!(altered(|value| value["title"] = "Another".into()), Fault::Tracker(first.clone()));
    assert_eq!(altered(|value| value["words"] = Value::Array(vec![])), Fault::Sealed);
    assert_eq!(
        altered(|value| value["outcome"]["slips"]["spoiled"] = 2.into()),
        Fault::Balance { issued: 7, accounted: 8 }
    );
    assert_eq!(altered(|value| value["issued"]["slips"] = 1.into()), Fault::Issued);
    assert_eq!(altered(|value| value["issued"]["tokens"] = 0.into()), Fault::Issued);
    assert_eq!(altered(|value| value["issued"]["by_token"] = 4.into()), Fault::Issued);
    assert_eq!(altered(|value| value["issued"]["slips"] = 8.into()), Fault::Sealed);
    assert_eq!(altered(|value| value["issued"]["tokens"] = 3.into()), Fault::Sealed);
    assert_eq!(altered(|value| value["outcome"]["paper"]["counts"][0][0] = 2.into()), Fault::Paper);
    assert_eq!(altered(|value| value["outcome"]["result"][0][0] = 2.into()), Fault::Result);
    assert_eq!(
        altered(|value| {
            value["outcome"]["openings"].as_array_mut().expect("a list").pop();
        }),
        Fault::Trustees
    );
    assert_eq!(altered(|value| value["outcome"]["openings"][1]["trustee"] = 2.into()), Fault::Opening(2));
    assert_eq!(altered(|value| value["digest"] = "00".into()), Fault::Digest);
    assert_eq!(altered(|value| value["outcome"] = Value::Null), Fault::Digest);
    assert_eq!(check(COMPLETE, Some("00"), None).err(), Some(Fault::OtherSealed));
    assert!(matches!(check("{}", None, None), Err(Fault::Unreadable(_))));
    assert!(matches!(
        check(&COMPLETE.replacen("\"words\"", "\"words\":[],\"words\"", 1), None, None),
        Err(Fault::Unreadable(_))
    ));
}

#[test]
fn blanks_between_the_parts_and_the_order_of_names_mean_nothing() {
    let value: Value = serde_json::from_str(COMPLETE).expect("JSON");
    assert!(check(&value.to_string(), None, None).is_ok());
    assert!(check(&COMPLETE.replace('\n', "\r\n\t "), None, None).is_ok());
}

#[test]
fn every_fault_has_a_sentence_in_both_languages() {
    let x = || "X".to_owned();
    let all = [
        Fault::Unreadable(x()),
        Fault::Version(3),
        Fault::Hex(x()),
        Fault::Form,
        Fault::Key,
        Fault::Shape(x()),
        Fault::Tracker(x()),
        Fault::Order(x()),
        Fault::Issued,
        Fault::Sealed,
        Fault::OtherSealed,
        Fault::Ballot(x()),
        Fault::Paper,
        Fault::Balance { issued: 9, accounted: 8 },
        Fault::Trustees,
        Fault::Opening(3),
        Fault::Result,
        Fault::Digest,
        Fault::OtherDigest,
    ];
    for fault in all {
        let (en, zh) = (fault.say(Lang::En), fault.say(Lang::Zh));
        assert!(en.is_ascii() && en.ends_with('.') && !en.contains('{'), "{en}");
        assert!(zh.ends_with('。') && !zh.contains('{'), "{zh}");
    }
}
