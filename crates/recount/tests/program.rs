//! The program on the command line: what it says, and with what it exits.

use std::process::Command;

/// Exit code, and what was said on both channels.
fn recount(words: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_recount"));
    let output = command
        .args(words)
        .env("LANG", "C")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("it runs");
    let said = [output.stdout, output.stderr].concat();
    (output.status.code().expect("an exit code"), String::from_utf8(said).expect("UTF-8"))
}

/// The value with this name in the values of the example.
fn value(name: &str) -> String {
    let values: serde_json::Value =
        serde_json::from_str(include_str!("../vectors/values.json")).expect("JSON");
    values.pointer(name).and_then(|value| value.as_str()).expect("a text").to_owned()
}

#[test]
fn a_good_box_is_right_and_its_count_is_shown() {
    let (sealed, digest) = (value("/sealed"), value("/digest"));
    let (code, said) =
        recount(&["vectors/complete.json", "--sealed", &sealed, "--digest", &digest.to_uppercase()]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("RIGHT: everything holds"), "{said}");
    assert!(said.contains("Satisfied: 3 (sealed 2 + paper 1)"), "{said}");
    assert!(said.contains("7 = 2 sealed + 2 on paper + 1 spoiled + 2 unreturned"), "{said}");
    assert!(said.contains("telephone check 2, of which 1 were cast"), "{said}");
    assert!(!said.contains("--sealed HASH"), "{said}");
    let (code, said) = recount(&["--lang", "zh", "vectors/complete.json"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("相符：全部核对无误") && said.contains("您没有给出 --sealed"), "{said}");
}

#[test]
fn a_closed_box_is_right_so_far() {
    let (code, said) = recount(&["vectors/closed.json"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("has not been opened"), "{said}");
}

#[test]
fn a_tracker_is_looked_for_as_it_is_typed() {
    let tracker = value("/ballots/1/tracker");
    let typed = tracker.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
    for tracker in [&tracker, &typed] {
        let (code, said) = recount(&["vectors/closed.json", "--tracker", tracker]);
        assert_eq!(code, 0, "{said}");
        assert!(said.contains("This tracker: is in the box"), "{said}");
    }
    let (code, said) = recount(&["vectors/closed.json", "--tracker", "0000-0000-0000-0000"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("NOT in the box"), "{said}");
}

#[test]
fn a_wrong_box_exits_with_one_and_what_cannot_be_checked_with_two() {
    let folder = std::env::temp_dir().join(format!("recount-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join("box.json");
    let path = file.to_str().expect("a path");
    let good = include_str!("../vectors/complete.json");
    std::fs::write(&file, good.replacen("\"spoiled\": 1", "\"spoiled\": 2", 1)).expect("written");
    let (code, said) = recount(&[path]);
    assert_eq!((code, said.trim()), (1, "WRONG: Slips do not balance (issued / accounted for): 7 / 8."));
    let shown = "\"tracker\": \"\\u001b[2J\\u202eRIGHT";
    std::fs::write(&file, good.replacen("\"tracker\": \"", shown, 1)).expect("written");
    let (code, said) = recount(&[path]);
    assert_eq!(code, 1, "{said}");
    assert!(
        !said.contains('\u{1b}') && !said.contains('\u{202e}'),
        "a box cannot write its own verdict: {said:?}"
    );
    std::fs::write(&file, "{}").expect("written");
    assert_eq!(recount(&[path]).0, 2);
    std::fs::write(&file, [0xFF, 0xFE]).expect("written");
    assert_eq!(recount(&[path]).0, 2);
    std::fs::remove_dir_all(&folder).expect("removed");
    for words in
        [&[][..], &["a", "b"], &["--lang", "fr", "a"], &["--sealed"], &["--strange", "a"], &["/no/such/file"]]
    {
        assert_eq!(recount(words).0, 2, "{words:?}");
    }
    assert_eq!(recount(&["vectors/closed.json", "--sealed", "00"]).0, 1);
}
