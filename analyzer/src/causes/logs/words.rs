//! The words of causes that logs name: a title and what to do, by the id of the cause, from `words.md`.

use crate::prose::{self, Prose};

/// Words of one cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The cause in one line.
    pub title: String,
    /// What to do about it.
    pub mend: String,
}

/// The words of a cause; `None` for one that no log names.
pub fn words(prose: &Prose, cause: &str) -> Option<Words> {
    prose::items(prose::section(prose.entry("causes/logs/words"), "Causes")).into_iter().find_map(|item| {
        let line = prose::line(item);
        let (_, title) = prose::keyed(&line).filter(|(known, _)| *known == cause)?;
        Some(Words { title: title.into(), mend: prose::inner(item, "mend").into() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::causes::logs::signs::causes;

    #[test]
    fn every_cause_that_a_sign_names_has_words() {
        let prose = Prose::built_in();
        let whole = |cause: &&str| {
            words(&prose, cause).is_some_and(|said| !said.title.is_empty() && !said.mend.is_empty())
        };
        let without: Vec<&str> = causes().filter(|cause| !whole(cause)).collect();
        assert!(without.is_empty(), "{without:?}");
        assert_eq!(words(&prose, "no-such-cause"), None);
    }
}
