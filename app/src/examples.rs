//! Built-in examples: real captures, so that the page can be tried without a trace of one's own.
//!
//! They are part of the program, because a page that makes no request cannot fetch them.

use crate::i18n::Word;

/// One example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// What the user saw, in one short word: `502`, `hang`.
    pub symptom: &'static str,
    /// What it is about, without giving the cause away: a sentence of the page's table of words.
    pub title: Word,
    /// Nothing is wrong in it.
    pub healthy: bool,
    /// Names and contents.
    pub files: &'static [(&'static str, &'static str)],
}

/// The files of an example: their names, and the folder below `app/examples/` in which they lie.
macro_rules! files {
    ($folder:literal: $($name:literal),+) => {
        &[$(($name, include_str!(concat!("../examples/", $folder, "/", $name)))),+]
    };
}

/// The examples, the best one to begin with first.
pub static EXAMPLES: &[Example] = &[
    Example {
        symptom: "502",
        title: Word::ExampleBalancer,
        healthy: false,
        files: files!("502-from-balancer": "normal.strace", "failing.strace"),
    },
    Example {
        symptom: "502",
        title: Word::ExampleSocket,
        healthy: false,
        files: files!("502-upstream-socket": "normal.strace", "failing.strace"),
    },
    Example {
        symptom: "504",
        title: Word::ExampleTimeout,
        healthy: false,
        files: files!("504-from-nginx": "normal.strace", "failing.strace"),
    },
    Example {
        symptom: "exit",
        title: Word::ExampleStart,
        healthy: false,
        files: files!("program-does-not-start": "normal.strace", "failing.strace"),
    },
    Example {
        symptom: "hang",
        title: Word::ExampleHang,
        healthy: false,
        files: files!("program-hangs": "normal.strace", "failing.strace"),
    },
    Example {
        symptom: "200",
        title: Word::ExampleHealthy,
        healthy: true,
        files: files!("two-healthy-requests": "run-a.strace", "run-b.strace"),
    },
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
    use analyzer::report::Verdict;
    use analyzer::source::{Input, Piece};

    use super::*;

    fn verdict(example: &Example) -> Verdict {
        let pieces = example
            .files
            .iter()
            .map(|(name, text)| Piece { name: (*name).into(), role: None, bytes: text.as_bytes().to_vec() })
            .collect();
        analyzer::analyze(&Input { pieces }).verdict
    }

    #[test]
    fn every_example_shows_what_it_promises() {
        for example in EXAMPLES {
            let expected = if example.healthy { Verdict::NoFailureFound } else { Verdict::CauseFound };
            assert_eq!(verdict(example), expected, "{:?}", example.title);
        }
    }
}
