//! The words that stand in arguments, with a sentence for each: flags, commands, options, constants.
//!
//! Names are those of the kernel's headers, as strace prints them. `FUTEX_*` words are listed without `_PRIVATE`.

mod files;
mod network;
mod process;
mod system;

/// All tables: word and sentence.
static TABLES: &[&[(&str, &str)]] = &[files::FLAGS, network::FLAGS, process::FLAGS, system::FLAGS];

/// What one word says, as a sentence; `None` if it is unknown.
pub fn sentence(word: &str) -> Option<&'static str> {
    let plain = word.strip_suffix("_PRIVATE").filter(|plain| plain.starts_with("FUTEX_"));
    let word = plain.unwrap_or(word);
    all().find(|(flag, _)| *flag == word).map(|(_, sentence)| *sentence)
}

/// Every word with its sentence, theme by theme.
pub fn all() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    TABLES.iter().copied().flatten()
}

/// A table: `WORD "sentence";`
macro_rules! flags {
    ($($word:ident $sentence:literal;)*) => {
        pub(super) static FLAGS: &[(&str, &str)] = &[$((stringify!($word), $sentence)),*];
    };
}
use flags;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_word_stands_in_the_tables_once_and_has_a_sentence() {
        let mut seen = BTreeSet::new();
        for (word, sentence) in all() {
            assert!(seen.insert(word), "{word} stands there twice");
            assert!(sentence.ends_with(['.', '?']) && sentence.len() < 160, "{word}");
        }
        assert!(seen.len() > 350, "{}", seen.len());
    }

    #[test]
    fn words_are_found() {
        assert!(sentence("O_EXCL").is_some_and(|text| text.contains("exist")));
        assert_eq!(sentence("FUTEX_WAIT_PRIVATE"), sentence("FUTEX_WAIT"));
        assert_ne!(sentence("MAP_PRIVATE"), None);
        assert_eq!((sentence("O_NOTHING"), sentence("")), (None, None));
    }
}
