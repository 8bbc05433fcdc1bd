//! The words that stand in arguments, with a sentence for each: flags, commands, options, constants.
//!
//! Names are those of the kernel's headers, as strace prints them. `FUTEX_*` words are listed without `_PRIVATE`.
//! Their lines: `` - `O_EXCL`: Fails if it exists already. ``

use super::lines;
use crate::order::Flat;
use crate::prose::Prose;

/// All tables.
const TABLES: &[&str] =
    &["kernel/flags/files", "kernel/flags/network", "kernel/flags/process", "kernel/flags/system"];

/// What one word says, as a sentence; `None` if it is unknown.
pub fn sentence<'p>(prose: &'p Prose, word: &str) -> Option<&'p str> {
    let plain = word.strip_suffix("_PRIVATE").filter(|plain| plain.starts_with("FUTEX_"));
    lines::sentence(prose, TABLES, plain.unwrap_or(word))
}

/// Every word with its sentence, theme by theme.
pub fn all(prose: &Prose) -> impl Iterator<Item = (&str, &str)> {
    TABLES.iter().flat(|entry| lines::all(prose, entry))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_word_stands_in_the_tables_once_and_has_a_sentence() {
        let prose = Prose::built_in();
        let mut seen = BTreeSet::new();
        for (word, found) in all(&prose) {
            assert!(seen.insert(word), "{word} stands there twice");
            assert!(found.ends_with(['.', '?']) && found.len() < 160, "{word}");
            assert_eq!(sentence(&prose, word), Some(found), "{word}");
        }
        assert!(seen.len() > 550, "{}", seen.len());
    }

    #[test]
    fn words_are_found() {
        let prose = Prose::built_in();
        let sentence = |word| sentence(&prose, word);
        assert!(sentence("O_EXCL").is_some_and(|text| text.contains("exist")));
        assert_eq!(sentence("FUTEX_WAIT_PRIVATE"), sentence("FUTEX_WAIT"));
        assert_ne!(sentence("FUTEX_WAIT"), None);
        assert_ne!(sentence("MAP_PRIVATE"), None);
        assert_eq!((sentence("O_NOTHING"), sentence("")), (None, None));
    }
}
