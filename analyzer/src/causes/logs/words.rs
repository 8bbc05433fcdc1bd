//! The words of causes that logs name: a title and what to do, by the id of the cause, from `words.md`.

use crate::prose::cause::Said;
use crate::prose::{self, Marks, Prose};

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
    let items = prose::items(prose::section(prose.entry("causes/logs/words"), "Causes"));
    let own = items.into_iter().find_map(|item| {
        let line = prose::line(item);
        let (_, title) = prose::keyed(&line).filter(|(known, _)| *known == cause)?;
        Some(Words { title: title.into(), mend: prose::inner(item, "mend").into() })
    });
    own.or_else(|| of_nginx(prose, cause))
}

/// What nginx names as well is not told twice.
fn of_nginx(prose: &Prose, cause: &str) -> Option<Words> {
    let words = prose.brief("causes/logs/nginx", cause);
    let marks = Marks::default();
    let said = Said { marks: &marks, holds: &|_| false };
    let mend = words.fix(&said).into_iter().next().map(|fix| fix.text);
    words.known().then(|| Words { title: words.title(&said), mend: mend.unwrap_or_default() })
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
