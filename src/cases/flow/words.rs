//! Enums whose every value has one word, the same in the database, in the journal and in the keys of the texts, and one
//! line that the written tables for developers show.

/// A stored word that this version does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{word:?} is no known {what}")]
pub struct UnknownWord {
    /// What was being read, such as `State`.
    pub what: &'static str,
    /// The word that was found.
    pub word: String,
}

/// Declares a fieldless enum with `ALL`, `word()`, `about()` and the way back from a word.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $(#[doc = $line:literal] $variant:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $(#[doc = $line] #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// Every value, in the order of the declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The word stored in the database and used in text keys.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)+ }
            }

            /// What it means, for the developers' tables.
            pub fn about(self) -> &'static str {
                match self { $($name::$variant => $line.trim_ascii(),)+ }
            }
        }

        impl TryFrom<&str> for $name {
            type Error = super::words::UnknownWord;

            fn try_from(word: &str) -> Result<Self, Self::Error> {
                match word {
                    $($word => Ok($name::$variant),)+
                    _ => Err(super::words::UnknownWord { what: stringify!($name), word: word.to_owned() }),
                }
            }
        }
    };
}
pub(super) use words;
