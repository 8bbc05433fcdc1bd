//! Finds the line of a word in the Markdown tables.

use crate::prose::{self, Prose};
use crate::seek;

/// Stands before the word of a line.
const BULLET: &str = "- `";

/// The first line that begins with `` - `word `` and goes on with `next`, from the word on, and which of the entries has
/// it; `None` if none has, or if the word is none that could have a line.
pub fn find<'p>(prose: &'p Prose, entries: &[&str], word: &str, next: &str) -> Option<(usize, &'p str)> {
    if !word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return None;
    }
    let head = ["\n", BULLET, word, next].concat();
    entries.iter().enumerate().find_map(|(which, name)| {
        let entry = prose.entry(name);
        let at = seek::find(entry.as_bytes(), head.as_bytes())?;
        Some((which, entry.get(at + BULLET.len() + 1..)?.split('\n').next()?))
    })
}

/// The text of a table's lines, each behind its bullet and the mark before its word.
pub fn of<'p>(prose: &'p Prose, entry: &str) -> impl Iterator<Item = &'p str> {
    prose::rows(prose.entry(entry))
}

/// The sentence of a line `` - `word`: sentence ``; `None` if no entry has one.
pub fn sentence<'p>(prose: &'p Prose, entries: &[&str], word: &str) -> Option<&'p str> {
    find(prose, entries, word, "`: ").map(|(_, line)| parts(line).1)
}

/// Word and sentence of every line `` - `word`: sentence `` of a table. A line of another form gives no sentence.
pub fn all<'p>(prose: &'p Prose, entry: &str) -> impl Iterator<Item = (&'p str, &'p str)> {
    of(prose, entry).map(parts)
}

fn parts(line: &str) -> (&str, &str) {
    line.split_once("`: ").unwrap_or((line, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_as_a_whole_and_nothing_else_is() {
        let prose = Prose::of(
            "\u{1e}0\n\u{1e}a\n# A\n\n- `one`: first.\n- `one_more`: second.\n\u{1e}b\n# B\n\n- `two(x)` -> y\n",
        );
        assert_eq!(sentence(&prose, &["a"], "one"), Some("first."));
        assert_eq!(find(&prose, &["a", "b"], "two", "("), Some((1, "two(x)` -> y")));
        for word in ["", "on", "more", "one`: first", "ONE"] {
            assert_eq!(sentence(&prose, &["a", "b", "c"], word), None, "{word}");
        }
        assert_eq!(all(&prose, "b").collect::<Vec<_>>(), [("two(x)` -> y", "")]);
    }
}
