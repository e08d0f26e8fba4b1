//! Closed lists whose members have a word in files and in the database.

/// A closed list with a word for each member.
pub(crate) trait Worded: Copy + 'static {
    /// All members in order.
    const MEMBERS: &'static [Self];
    /// The word of a member.
    fn as_word(self) -> &'static str;
}

/// Writes an enum with its words, so that the list, the words and the parser cannot differ.
macro_rules! worded {
    ($(#[$about:meta])* pub enum $name:ident { $($(#[$doc:meta])* $member:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $word)] $member,)+
        }

        impl $name {
            /// All members, in order.
            pub const ALL: &'static [$name] = &[$($name::$member,)+];

            /// The word used in files and in the database.
            pub fn word(self) -> &'static str {
                match self {
                    $($name::$member => $word,)+
                }
            }

            /// The member with this word.
            pub fn from_word(word: &str) -> Option<$name> {
                Self::ALL.iter().copied().find(|member| member.word() == word)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl crate::worded::Worded for $name {
            const MEMBERS: &'static [Self] = Self::ALL;
            fn as_word(self) -> &'static str {
                self.word()
            }
        }
    };
}
pub(crate) use worded;
