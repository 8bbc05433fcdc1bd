//! The words of the project, which stand in Markdown files beside the code that uses them.
//!
//! They are no part of the program: whoever starts an analysis hands them in, so that the page can load them as a
//! file of its own, people can mend them without a compiler, and another language is another file.
//! Programs that shall work alone carry them inside (feature `built-in-prose`).
//!
//! One text holds all entries (`analyzer/bundle.rs` writes it): a stamp, then each entry behind its name.
//! An entry that is missing or broken gives empty words, never an error; tests hold the entries to be whole.

pub mod cause;
mod fill;
mod lists;

use std::sync::Arc;

pub use fill::{Marks, fill, names, plain};
pub use lists::{conditioned, inner, items, keyed, line, rows, section, tailed};

/// Stands before the stamp and before each name.
const BEFORE_NAME: char = '\u{1e}';

/// All words. Copies are cheap: they share one text.
#[derive(Debug, Clone)]
pub struct Prose {
    text: Arc<str>,
    /// Where the stamp and each name begin.
    heads: Arc<[usize]>,
}

impl Prose {
    /// Words from a text that `analyzer/bundle.rs` wrote. Of any other text, no entry is found.
    pub fn of(text: impl Into<Arc<str>>) -> Self {
        let text: Arc<str> = text.into();
        let marks = memchr::memchr_iter(BEFORE_NAME as u8, text.as_bytes());
        let heads = marks.map(|at| at + BEFORE_NAME.len_utf8()).collect();
        Self { text, heads }
    }

    /// The words that the program carries inside.
    #[cfg(feature = "built-in-prose")]
    pub fn built_in() -> Self {
        static BUILT_IN: std::sync::LazyLock<Prose> =
            std::sync::LazyLock::new(|| Prose::of(include_str!(concat!(env!("OUT_DIR"), "/prose.txt"))));
        BUILT_IN.clone()
    }

    /// What the text was stamped with when it was written; empty if it has no stamp.
    pub fn stamp(&self) -> &str {
        self.text.strip_prefix(BEFORE_NAME).and_then(|rest| rest.split('\n').next()).unwrap_or("")
    }

    /// The text of an entry, such as `causes/disk-full`; empty if there is none.
    pub fn entry(&self, name: &str) -> &str {
        let found = self.heads.iter().enumerate().find_map(|(which, head)| {
            let begin = self
                .text
                .get(*head..)?
                .strip_prefix(name)?
                .starts_with('\n')
                .then_some(head + name.len() + 1)?;
            let next = self.heads.get(which + 1).map(|next| next - BEFORE_NAME.len_utf8());
            self.text.get(begin..next.unwrap_or(self.text.len()))
        });
        found.unwrap_or("")
    }

    /// The words of a cause that needs few: a section, named by its id, of a file that has many such.
    pub fn brief(&self, file: &str, id: &str) -> cause::Words<'_> {
        let words = cause::Words::brief(self.entry(file), id, self.entry("causes/reasoning/shared"));
        words.explained_by(self.explained(id))
    }

    /// The words of a cause.
    pub fn cause(&self, id: &str) -> cause::Words<'_> {
        let words =
            cause::Words::of(self.entry(&format!("causes/{id}")), self.entry("causes/reasoning/shared"));
        words.explained_by(self.explained(id))
    }

    /// The file that explains a cause which tables say; empty for one whose own file explains it.
    fn explained(&self, id: &str) -> &str {
        self.entry(&format!("causes/explained/{id}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_found_by_its_name() {
        let prose = Prose::of("\u{1e}0123\n\u{1e}a\nfirst\n\u{1e}causes/b\nsecond\n");
        assert_eq!(prose.stamp(), "0123");
        assert_eq!((prose.entry("a"), prose.entry("causes/b")), ("first\n", "second\n"));
        assert_eq!((prose.entry("b"), prose.entry("")), ("", ""));
    }

    #[test]
    fn any_other_text_has_no_entries() {
        assert_eq!((Prose::of("<html>").stamp(), Prose::of("").entry("a")), ("", ""));
    }

    #[test]
    fn the_built_in_words_hold_every_cause() {
        for cause in crate::causes::CAUSES {
            assert!(
                Prose::built_in().entry(&format!("causes/{}", cause.id)).starts_with("# "),
                "{}",
                cause.id
            );
        }
    }
}
