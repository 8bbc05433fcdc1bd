//! Built-in examples: real captures, so that the page can be tried without a trace of one's own.
//!
//! The page loads them with its other texts, because later it can make no request.

use crate::i18n::Word;
use crate::texts;

/// One example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// What the user saw, in one short word: `502`, `hang`.
    pub symptom: &'static str,
    /// What it is about, without giving the cause away: a sentence of the page's table of words.
    pub title: Word,
    /// Nothing is wrong in it.
    pub healthy: bool,
    /// The folder below `app/examples/` in which its files lie.
    pub folder: &'static str,
    /// Their names.
    pub files: &'static [&'static str],
}

impl Example {
    /// The content of one of its files; empty if the texts are not there.
    pub fn content(&self, file: &str) -> &'static str {
        texts::entry(&["page/examples/", self.folder, "/", file].concat())
    }
}

/// The examples, the best one to begin with first.
pub static EXAMPLES: &[Example] = &[
    Example {
        symptom: "502",
        title: Word::ExampleBalancer,
        healthy: false,
        folder: "502-from-balancer",
        files: &["normal.strace", "failing.strace"],
    },
    Example {
        symptom: "502",
        title: Word::ExampleSocket,
        healthy: false,
        folder: "502-upstream-socket",
        files: &["normal.strace", "failing.strace"],
    },
    Example {
        symptom: "504",
        title: Word::ExampleTimeout,
        healthy: false,
        folder: "504-from-nginx",
        files: &["normal.strace", "failing.strace"],
    },
    Example {
        symptom: "exit",
        title: Word::ExampleStart,
        healthy: false,
        folder: "program-does-not-start",
        files: &["normal.strace", "failing.strace"],
    },
    Example {
        symptom: "hang",
        title: Word::ExampleHang,
        healthy: false,
        folder: "program-hangs",
        files: &["normal.strace", "failing.strace"],
    },
    Example {
        symptom: "200",
        title: Word::ExampleHealthy,
        healthy: true,
        folder: "two-healthy-requests",
        files: &["run-a.strace", "run-b.strace"],
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
            .map(|name| {
                let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples");
                let bytes = std::fs::read(format!("{folder}/{}/{name}", example.folder)).unwrap();
                Piece { name: (*name).into(), role: None, bytes }
            })
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
