//! What is wrong in a charter or calendar file, and exactly where, so that its writer can put it right.

/// One mistake: the first one found in the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: expected {expected}, found {found}")]
pub struct Mistake {
    /// The name the caller gave for the text.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What should stand there.
    pub expected: String,
    /// What stands there.
    pub found: String,
}

impl Mistake {
    /// A mistake at a byte of a text.
    pub(crate) fn at(
        file: &str,
        text: &str,
        byte: usize,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Mistake {
        let before = text.get(..byte).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Mistake {
            file: file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            expected: expected.into(),
            found: found.into(),
        }
    }
}
