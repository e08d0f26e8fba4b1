//! What of a contact is confidential (clause 1): what the deputy confided, and what was recorded under nothing but a
//! confidential topic. Pure.

use charter::Word;

/// What was said for everybody who sees the contact, then what is for the member and the commission alone.
///
/// What is said under a confidential topic alone is confidential unless its author says otherwise (`open`); with other
/// topics beside it only what was written in the field of its own is.
pub fn split(said: &str, confidence: &str, topics: &[&Word], open: bool) -> (String, String) {
    let (said, confidence) = (said.trim(), confidence.trim());
    let alone = !topics.is_empty() && topics.iter().all(|topic| topic.confidential);
    if !alone || open {
        return (said.to_owned(), confidence.to_owned());
    }
    let both = [said, confidence].into_iter().filter(|part| !part.is_empty());
    (String::new(), both.collect::<Vec<_>>().join("\n\n"))
}

#[cfg(test)]
mod tests {
    use charter::{Charter, Vocabulary};

    #[test]
    fn what_is_confidential_follows_from_the_topics_and_the_authors_word() {
        let text = include_str!("../../charters/xiantao/2023.toml");
        let charter = Charter::parse("2023.toml", text).unwrap();
        let topic = |code| charter.word(Vocabulary::ContactTopics, code).unwrap();
        let (own, law, organs) = (topic("deputy"), topic("law"), topic("organs"));
        for (topics, open, said, confided, ordinary, confidential) in [
            (&[own][..], false, "话", "", "", "话"),
            (&[own], false, "话", "难处", "", "话\n\n难处"),
            (&[own], false, " ", "难处\n", "", "难处"),
            (&[own], true, "话", "", "话", ""),
            (&[own], true, "话", "难处", "话", "难处"),
            (&[own, law], false, "话", "", "话", ""),
            (&[law, own], false, "话", "难处", "话", "难处"),
            (&[law], false, "话", "难处", "话", "难处"),
            (&[law, organs], true, " 话 ", "", "话", ""),
            (&[], false, "话", "难处", "话", "难处"),
        ] {
            let codes: Vec<&str> = topics.iter().map(|topic| topic.code.as_str()).collect();
            let found = super::split(said, confided, topics, open);
            assert_eq!(found, (ordinary.into(), confidential.into()), "{codes:?} {open} {said} {confided}");
        }
    }
}
