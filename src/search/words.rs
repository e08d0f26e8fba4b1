use crate::base::hanzi;

/// A question is cut after so many characters …
const LONGEST_QUESTION: usize = 100;
/// … and so many words.
const MOST_WORDS: usize = 16;
/// Words are told apart by so many characters: nobody types more.
const LONGEST_WORD: usize = 40;

/// The words of a text as the index keeps them, cut before the act begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words(String);

impl Words {
    /// Separated by blanks.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Cut a text into the words it is found by. Slow for long texts: do it before an act begins.
pub fn words_of(text: &str) -> Words {
    let all = hanzi::index_text(text);
    let spelled: Vec<String> = all.split(' ').filter(|word| !word.is_empty()).map(spelled).collect();
    Words(spelled.join(" "))
}

/// The words of a question, spelled as the index spells them.
pub(super) fn asked(query: &str) -> Vec<String> {
    let query: String = query.chars().take(LONGEST_QUESTION).collect();
    hanzi::query_text(&query).iter().take(MOST_WORDS).map(|word| spelled(word)).collect()
}

/// A word in plain letters and digits: the databases' own ideas of letters differ, and some leave rare hanzi out.
/// Latin words keep their letters after a `w`; others become their UTF-16 units after a `u`.
fn spelled(word: &str) -> String {
    let word: String = word.chars().take(LONGEST_WORD).collect();
    if word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return format!("w{word}");
    }
    word.encode_utf16().fold("u".to_owned(), |spelled, unit| spelled + &format!("{unit:04x}"))
}
