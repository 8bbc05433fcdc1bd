//! The parts of a Markdown entry: sections, paragraphs, list items and what stands in them.

use crate::order::Change;
use crate::seek;

/// The text below a heading `## name`, up to the next one; empty if there is none.
pub fn section<'a>(entry: &'a str, name: &str) -> &'a str {
    let mut rest = entry;
    while let Some(at) = heading(rest) {
        let below = rest.get(at..).and_then(|rest| rest.strip_prefix("## ")).unwrap_or("");
        let (title, text) = below.split_once('\n').unwrap_or((below, ""));
        if title.trim_end() == name {
            return heading(text).and_then(|end| text.get(..end)).unwrap_or(text);
        }
        rest = text;
    }
    ""
}

/// Where the next line that begins with `## ` begins.
fn heading(text: &str) -> Option<usize> {
    if text.starts_with("## ") {
        return Some(0);
    }
    seek::find(text.as_bytes(), b"\n## ").map(|at| at + 1)
}

/// The paragraphs of a section, as they stand.
pub fn paragraphs(section: &str) -> impl Iterator<Item = &str> {
    section.split("\n\n").map(str::trim).filter(|text| !text.is_empty())
}

/// The items of a section's list, each with whatever is indented below it, without their bullets or numbers.
pub fn items(section: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut begin: Option<usize> = None;
    let mut at = 0;
    for line in section.split_inclusive('\n') {
        let blank = line.trim().is_empty();
        let inside = blank || line.starts_with(' ');
        if !inside {
            found.add_all(begin.take().and_then(|begin| section.get(begin..at)));
            begin = bullet(line).map(|length| at + length);
        }
        at += line.len();
    }
    found.add_all(begin.and_then(|begin| section.get(begin..)));
    found
}

/// How long the bullet or number before an item is; `None` if the line begins no item.
fn bullet(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..)?;
    let fits = if digits == 0 { rest.starts_with("- ") } else { rest.starts_with(". ") };
    fits.then_some(digits + 2)
}

/// The rows of a table: the lines that begin with `` - ` ``, each from behind it.
pub fn rows(entry: &str) -> impl Iterator<Item = &str> {
    entry.split('\n').filter_map(|line| line.strip_prefix("- `"))
}

/// The text of an item or paragraph on one line, up to a list or code inside of it.
pub fn line(item: &str) -> String {
    let mut text = String::with_capacity(item.len());
    for (number, line) in item.lines().enumerate() {
        let line = line.trim();
        if number > 0 && (line.is_empty() || line.starts_with("- ") || line.starts_with("```")) {
            break;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(line);
    }
    text
}

/// The text of the item `- name: text` that is inside of an item; empty if there is none.
pub fn inner<'a>(item: &'a str, name: &str) -> &'a str {
    let mut lines = item.lines().map(str::trim);
    let found = lines.find_map(|line| line.strip_prefix("- ")?.strip_prefix(name)?.strip_prefix(": "));
    found.unwrap_or("")
}

/// The code inside of an item, without its indentation; empty if there is none.
pub fn code(item: &str) -> String {
    let mut lines = item.lines().skip_while(|line| !line.trim_start().starts_with("```"));
    let indent = lines.next().map_or(0, |fence| fence.len() - fence.trim_start().len());
    let mut text = String::new();
    for line in lines.take_while(|line| !line.trim_start().starts_with("```")) {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(line.get(indent..).unwrap_or(line.trim_start()));
    }
    text
}

/// Takes `` `name`: `` from the beginning of a text: the name and the rest.
pub fn keyed(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('`')?.split_once("`: ")
}

/// Takes `` (`one`, `other`) `` from the end of a text: the rest, and the names between the marks.
pub fn tailed(text: &str) -> (&str, &str) {
    let found = text.strip_suffix("`)").and_then(|rest| {
        let at = seek::last(rest, " (`")?;
        Some((rest.get(..at)?, rest.get(at + 3..)?))
    });
    found.unwrap_or((text, ""))
}

/// Takes `` If `name`: `` from the beginning of a text: the rest, if the condition holds or there is none.
///
/// Several conditions are joined by `and`; `not` before a name turns it round.
pub fn conditioned<'a>(text: &'a str, holds: &dyn Fn(&str) -> bool) -> Option<&'a str> {
    let Some(mut rest) = text.strip_prefix("If ").filter(|rest| rest.starts_with(['`', 'n'])) else {
        return Some(text);
    };
    let mut all = true;
    loop {
        let (wanted, after) = rest.strip_prefix("not ").map_or((true, rest), |after| (false, after));
        let Some((name, after)) = after.strip_prefix('`').and_then(|after| after.split_once('`')) else {
            // No condition after all: a sentence that begins with `If`.
            return Some(text);
        };
        all &= holds(name) == wanted;
        let Some(more) = after.strip_prefix(" and ") else {
            let Some(told) = after.strip_prefix(": ") else { return Some(text) };
            return all.then_some(told);
        };
        rest = more;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: &str = "# Name\n\n## Steps\n\n1. One: first\n   goes on (`fault`)\n2. Two: second\n\n## How to mend\n\n- Now: Free it.\n\n  ```sh\n  df -h\n    du\n  ```\n- Properly: Limit it.\n\nA paragraph.\n";

    #[test]
    fn sections_end_at_the_next_heading() {
        assert_eq!(paragraphs(section(ENTRY, "How to mend")).last(), Some("A paragraph."));
        assert_eq!(section(ENTRY, "Step"), "");
        assert_eq!(items(section(ENTRY, "Steps")).len(), 2);
    }

    #[test]
    fn items_keep_what_is_indented_below_them() {
        let fixes = items(section(ENTRY, "How to mend"));
        assert_eq!(fixes.len(), 2);
        let first = fixes.first().copied().unwrap_or("");
        assert_eq!((line(first).as_str(), code(first).as_str()), ("Now: Free it.", "df -h\n  du"));
        let step = items(section(ENTRY, "Steps")).first().map(|item| line(item)).unwrap_or_default();
        assert_eq!(tailed(&step), ("One: first goes on", "fault"));
    }

    #[test]
    fn conditions_are_taken_off() {
        let holds = |name: &str| name == "cut";
        assert_eq!(conditioned("If `cut`: yes", &holds), Some("yes"));
        assert_eq!(conditioned("If not `cut`: no", &holds), None);
        assert_eq!(conditioned("If `cut` and not `late`: yes", &holds), Some("yes"));
        assert_eq!(conditioned("If `late` and `cut`: no", &holds), None);
        assert_eq!(
            conditioned("If nothing listens, start it.", &holds),
            Some("If nothing listens, start it.")
        );
    }

    #[test]
    fn inner_items_are_found_by_their_names() {
        let item = "`df -h {dir}`\n  - if so: 100 % used\n  - if not: space is free\n";
        assert_eq!(
            (inner(item, "if so"), inner(item, "if not"), inner(item, "x")),
            ("100 % used", "space is free", "")
        );
    }
}
