//! The words of causes that logs name: a title and what to do, by the id of the cause, from `words.md`.

use crate::prose::cause::Said;
use crate::prose::{self, Marks, Prose};
use crate::report::{Confirmation, Fix, FixKind};

/// Words of one cause.
#[derive(Debug, Clone)]
pub struct Words {
    /// The cause in one line.
    pub title: String,
    /// Commands that settle it.
    pub confirm: Vec<Confirmation>,
    /// What to do about it.
    pub fix: Vec<Fix>,
}

/// The words of a cause; `None` for one that no log names.
pub fn words(prose: &Prose, cause: &str) -> Option<Words> {
    let items = prose::items(prose::section(prose.entry("causes/logs/words"), "Causes"));
    let own = items.into_iter().find_map(|item| {
        let line = prose::line(item);
        let (_, title) = prose::keyed(&line).filter(|(known, _)| *known == cause)?;
        Some((title.to_string(), prose::inner(item, "mend")))
    });
    // What nginx names as well is not told twice.
    let words = prose.brief("causes/logs/nginx", cause);
    let marks = Marks::default();
    let said = Said { marks: &marks, holds: &|_| false };
    let (mut fix, mut confirm) = (words.fix(&said), words.confirm(&said));
    let title = match own {
        Some((title, "")) => title,
        Some((title, mend)) => {
            (confirm, fix) = of_its_file(prose, cause);
            if fix.is_empty() {
                fix.push(Fix { kind: FixKind::Proper, text: mend.into(), snippet: None });
            }
            title
        }
        None => words.known().then(|| words.title(&said))?,
    };
    Some(Words { title, confirm, fix })
}

/// What the file of a cause says for any case: all that speaks of no path, address or call, which a log need not name.
fn of_its_file(prose: &Prose, cause: &str) -> (Vec<Confirmation>, Vec<Fix>) {
    let words = prose.cause(cause);
    let said = Said { marks: &Marks::default(), holds: &|_| false };
    let whole = |text: &str| prose::names(text).next().is_none();
    let mut confirm = words.confirm(&said);
    confirm.retain(|one| whole(&one.command) && whole(&one.if_true) && whole(&one.if_false));
    let mut fix = words.fix(&said);
    fix.retain(|one| whole(&one.text) && one.snippet.as_deref().is_none_or(whole));
    (confirm, fix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::causes::logs::signs::Signs;

    #[test]
    fn every_cause_that_a_sign_names_has_words() {
        let prose = Prose::built_in();
        let whole = |cause: &&str| {
            words(&prose, cause).is_some_and(|said| !said.title.is_empty() && !said.fix.is_empty())
        };
        let without: Vec<&str> = Signs::of(&prose).causes().filter(|cause| !whole(cause)).collect();
        assert!(without.is_empty(), "{without:?}");
        assert!(words(&prose, "no-such-cause").is_none());
    }
}
