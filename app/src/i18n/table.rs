//! The table: one row per word, one column per language.

use super::Language;

/// How many languages there are.
const LANGUAGES: usize = Language::English as usize + 1;

macro_rules! words {
    ($($(#[$about:meta])* $name:ident: $($text:literal),+;)+) => {
        /// A word, phrase or sentence of the page.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Word { $($(#[$about])* #[doc = concat!("“", $($text, "” ",)+)] $name,)+ }

        impl Word {
            /// Every word.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The word in every language, in the order of [`Language`].
            pub(super) fn columns(self) -> [&'static str; LANGUAGES] {
                match self { $(Self::$name => [$($text),+],)+ }
            }
        }
    };
}

words! {
    Name: "Syscause";
    Promise: "Nothing leaves this page";
    RowsAlike: "{n} row alike|{n} rows alike";
    PasteName: "pasted text";
    DropTitle: "Drop files or paste anywhere";
    OpenFiles: "Open files";
    TryExample: "Try it with an example";
    Swap: "Swap";
    Remove: "Remove";
    Stop: "Stop";
    Working: "Reading…";
}
