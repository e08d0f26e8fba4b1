//! `recount BOX.json`: counts a published review again and says whether everything holds.

use std::{
    io::{Write, stdout},
    process::ExitCode,
};

use recount::{Counted, Fault, Lang, Report, check, plain};

const USAGE: &str = "recount BOX.json [--sealed HASH] [--digest HASH] [--tracker TRACKER] [--lang en|zh]";

/// What was asked for on the command line.
#[derive(Default)]
struct Asked {
    file: Option<String>,
    sealed: Option<String>,
    digest: Option<String>,
    tracker: Option<String>,
    lang: Option<String>,
}

fn main() -> ExitCode {
    let Some(asked) = asked(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let system = std::env::var("LANG").unwrap_or_default();
    let lang = if asked.lang.as_deref().unwrap_or(&system).starts_with("zh") { Lang::Zh } else { Lang::En };
    let file = asked.file.unwrap_or_default();
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(why) => {
            eprintln!("{}: {file}: {why}", lang.pick("cannot be read", "无法读取"));
            return ExitCode::from(2);
        }
    };
    let (good, mut lines) = match check(&text, asked.sealed.as_deref(), asked.digest.as_deref()) {
        Ok(report) => told(&report, asked.tracker.as_deref(), lang),
        Err(fault) => {
            let verdict = lang.pick("WRONG", "不符");
            println!("{verdict}: {}", fault.say(lang));
            return ExitCode::from(if matches!(fault, Fault::Unreadable(_) | Fault::Version(_)) {
                2
            } else {
                1
            });
        }
    };
    if good && asked.sealed.is_none() {
        lines.push(lang.pick(
            "You gave no --sealed HASH: compare the sealing digest with the one announced before opening.",
            "您没有给出 --sealed 校验值：请把封箱校验值与开箱前公布的核对。",
        ).into());
    }
    let lines: Vec<String> = lines.iter().map(|line| plain(line)).collect();
    // A reader that stops early (`| head`) changes nothing about the verdict.
    let _ = writeln!(stdout(), "{}", lines.join("\n"));
    ExitCode::from(u8::from(!good))
}

fn asked(mut words: impl Iterator<Item = String>) -> Option<Asked> {
    let mut asked = Asked::default();
    while let Some(word) = words.next() {
        let place = match word.as_str() {
            "--sealed" => &mut asked.sealed,
            "--digest" => &mut asked.digest,
            "--tracker" => &mut asked.tracker,
            "--lang" => &mut asked.lang,
            _ if word.starts_with('-') || asked.file.is_some() => return None,
            _ => {
                asked.file = Some(word);
                continue;
            }
        };
        *place = Some(words.next()?);
    }
    let lang = asked.lang.as_deref().is_none_or(|lang| matches!(lang, "en" | "zh"));
    (lang && asked.file.is_some()).then_some(asked)
}

/// The lines for people, and whether the tracker asked for is there.
fn told(report: &Report, tracker: Option<&str>, lang: Lang) -> (bool, Vec<String>) {
    let line =
        |en: &str, zh: &str, what: String| format!("{}{}{what}", lang.pick(en, zh), lang.pick(": ", "："));
    let mut lines = vec![report.title.clone()];
    lines.push(line("Voters on the roll", "登记选民", report.roll.to_string()));
    lines.push(line("Sealed ballots, each valid", "密封选票（张张有效）", report.trackers.len().to_string()));
    lines.push(line("Sealed texts", "密封留言", report.words.to_string()));
    lines.push(line("Sealing digest", "封箱校验值", report.sealed.clone()));
    if let Some(counted) = &report.counted {
        lines.extend(outcome(report, counted, lang));
    }
    lines.push(line("Digest of the box", "票箱校验值", report.digest.clone()));
    let found =
        tracker.is_none_or(|tracker| report.trackers.iter().any(|known| signs(known) == signs(tracker)));
    if tracker.is_some() {
        let (en, zh) =
            if found { ("is in the box", "在票箱中") } else { ("is NOT in the box", "不在票箱中") };
        lines.push(line("This tracker", "此追踪码", lang.pick(en, zh).into()));
    }
    let verdict = match (found, &report.counted) {
        (false, _) => {
            lang.pick("WRONG: the box holds, but not this ballot.", "不符：票箱无误，但没有这张选票。")
        }
        (true, Some(_)) => lang.pick(
            "RIGHT: everything holds, and the result is the count.",
            "相符：全部核对无误，结果与计票一致。",
        ),
        (true, None) => lang.pick(
            "RIGHT so far: the box is in order and has not been opened.",
            "目前相符：票箱无误，尚未开箱。",
        ),
    };
    lines.push(verdict.into());
    (found, lines)
}

fn outcome(report: &Report, counted: &Counted, lang: Lang) -> Vec<String> {
    let [issued, paper, spoiled, unreturned] = counted.slips;
    let [_, tokens, by_token] = report.issued;
    let cast = report.trackers.len() as u64 - by_token;
    let between = lang.pick(", ", "、");
    let mut lines = vec![
        format!(
            "{} {issued} = {cast} {} + {paper} {} + {spoiled} {} + {unreturned} {}",
            lang.pick("Slips issued", "发出"),
            lang.pick("sealed", "密封"),
            lang.pick("on paper", "纸质"),
            lang.pick("spoiled", "作废"),
            lang.pick("unreturned", "未交回"),
        ),
        format!(
            "{} {tokens}{}{by_token} {}",
            lang.pick("Tokens signed after a telephone check", "电话核对后签发凭证"),
            lang.pick(", of which ", "，其中 "),
            lang.pick("were cast", "已投"),
        ),
        format!("{}{}", lang.pick("Opened by: ", "开箱人："), counted.trustees.join(between)),
    ];
    for (at, (text, options)) in report.questions.iter().enumerate() {
        lines.push(format!("{}. {text}", at + 1));
        for (option, text) in options.iter().enumerate() {
            let (cast, all) = (counted.cast[at][option], counted.result[at][option]);
            let open = lang.pick(" (sealed ", "（密封 ");
            let parts = format!("{open}{cast} + {} {}", lang.pick("paper", "纸质"), all - cast);
            lines.push(format!("   {text}: {all}{parts}{}", lang.pick(")", "）")));
        }
    }
    lines
}

/// A tracker without hyphens, as people might type it.
fn signs(tracker: &str) -> String {
    let sign = |sign: char| match sign.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    tracker.chars().filter(char::is_ascii_alphanumeric).map(sign).collect()
}
