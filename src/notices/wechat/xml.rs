//! What WeChat calls back with: one level of elements. A document type is refused, so nothing is fetched or unfolded.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::Event;

/// Elements that a message may have.
const MOST: usize = 100;

/// The elements directly below the root and their texts; none when it is no such document.
pub fn read(text: &str) -> Option<BTreeMap<String, String>> {
    let mut reader = Reader::from_str(text);
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut path: Vec<String> = Vec::new();
    loop {
        let piece = match reader.read_event().ok()? {
            Event::Eof => return path.is_empty().then_some(found),
            Event::DocType(_) | Event::PI(_) => return None,
            Event::Start(start) => {
                path.push(start.name().as_ref().to_owned());
                if path.len() > 6 || found.len() > MOST {
                    return None;
                }
                String::new()
            }
            Event::End(_) => {
                path.pop()?;
                continue;
            }
            Event::CData(data) => data.into_inner().into_owned(),
            Event::Text(data) => data.into_inner().into_owned(),
            Event::GeneralRef(name) => match name.into_inner().as_ref() {
                "amp" => "&".to_owned(),
                "lt" => "<".to_owned(),
                "gt" => ">".to_owned(),
                "quot" => "\"".to_owned(),
                "apos" => "'".to_owned(),
                _ => return None,
            },
            _ => continue,
        };
        if let [_, name] = path.as_slice() {
            found.entry(name.clone()).or_default().push_str(&piece);
        }
    }
}

/// An answer in words to somebody who wrote.
pub fn answer((to, from): (&str, &str), at: i64, words: &str) -> String {
    format!(
        "<xml><ToUserName>{}</ToUserName><FromUserName>{}</FromUserName><CreateTime>{at}</CreateTime>\
         <MsgType>text</MsgType><Content>{}</Content></xml>",
        escape(to),
        escape(from),
        escape(words)
    )
}

/// A sealed answer with its signature.
pub fn sealed(sealed: &str, signature: &str, at: &str, nonce: &str) -> String {
    format!(
        "<xml><Encrypt>{}</Encrypt><MsgSignature>{signature}</MsgSignature><TimeStamp>{at}</TimeStamp>\
         <Nonce>{}</Nonce></xml>",
        escape(sealed),
        escape(nonce)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_level_of_elements_is_read() {
        let read_of = |text: &str| read(text).map(|map| map.get("A").cloned().unwrap_or_default());
        assert_eq!(
            read_of("<xml><A><![CDATA[我的<意见>]]></A><B>1</B></xml>").as_deref(),
            Some("我的<意见>")
        );
        assert_eq!(read_of("<xml><A>a &amp; b</A></xml>").as_deref(), Some("a & b"));
        assert_eq!(read_of("<xml><B><A>deep</A></B></xml>").as_deref(), Some(""));
        let answered = read(&answer(("o1", "gh_1"), 5, "a<b & \"c\"")).unwrap();
        assert_eq!((answered["Content"].as_str(), answered["ToUserName"].as_str()), ("a<b & \"c\"", "o1"));
    }

    #[test]
    fn no_document_type_and_no_foreign_entity() {
        for hostile in [
            "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><xml><A>&a;</A></xml>",
            "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><xml><A>&b;</A></xml>",
            "<xml><A>&a;</A></xml>",
            "<xml><A>",
            "<xml><A></B></xml>",
            "no xml <",
        ] {
            assert_eq!(read(hostile), None, "{hostile}");
        }
        let deep = format!("{}{}", "<a>".repeat(50), "</a>".repeat(50));
        assert_eq!(read(&deep), None);
    }
}
