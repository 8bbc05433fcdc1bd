//! Marks: names in braces that stand for what the lines show, such as `{path}`.

/// What the marks of a text stand for.
#[derive(Debug, Clone, Default)]
pub struct Marks(Vec<(&'static str, String)>);

impl Marks {
    /// Sets a mark; the newest value counts.
    pub fn set(&mut self, name: &'static str, value: String) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }

    /// True if a mark has a value that is not empty.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| !value.is_empty())
    }

    /// What a mark stands for; `None` for one that was not set.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

/// Replaces marks by what they stand for. Unknown ones stay as they are.
///
/// `{peer|the server}` says the words behind the bar where the mark has no value. A part in brackets that holds marks is optional, `[ after {waited}]`: it goes, brackets and all, if one of its marks
/// has no value. Brackets without marks are text.
pub fn fill(template: &str, marks: &Marks) -> String {
    let mut text = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('[') {
        text.push_str(&plain(before, marks));
        match after.split_once(']') {
            Some((part, behind)) if part.contains('{') => {
                if names(part).all(|name| marks.has(name)) {
                    text.push_str(&plain(part, marks));
                }
                rest = behind;
            }
            _ => {
                text.push('[');
                rest = after;
            }
        }
    }
    text.push_str(&plain(rest, marks));
    text
}

/// Like [`fill`], for commands and snippets, in which brackets are brackets.
pub fn plain(template: &str, marks: &Marks) -> String {
    let mut text = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let value = after.split_once('}').and_then(|(mark, behind)| Some((said(mark, marks)?, behind)));
        if let Some((value, behind)) = value {
            text.push_str(value);
            rest = behind;
        } else {
            text.push('{');
            rest = after;
        }
    }
    text.push_str(rest);
    text
}

/// What is said for a mark, with its own words where it has no value; `None` for one that is not known.
fn said<'a>(mark: &'a str, marks: &'a Marks) -> Option<&'a str> {
    match mark.split_once('|') {
        Some((name, _)) if marks.has(name) => marks.get(name),
        Some((name, instead)) if is_name(name) => Some(instead),
        _ => marks.get(mark),
    }
}

/// The names of all marks of a template.
pub fn names(template: &str) -> impl Iterator<Item = &str> {
    let marks = template.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0));
    marks.map(|mark| mark.split('|').next().unwrap_or("")).filter(|name| is_name(name))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks() -> Marks {
        let mut marks = Marks::default();
        marks.set("path", "/srv/{x}".into());
        marks.set("waited", String::new());
        marks
    }

    #[test]
    fn known_marks_are_replaced_once() {
        assert_eq!(fill("{path} of {who}, {", &marks()), "/srv/{x} of {who}, {");
        assert_eq!(plain("awk '{print $1}' {path}", &marks()), "awk '{print $1}' /srv/{x}");
    }

    #[test]
    fn a_part_in_brackets_goes_with_its_marks() {
        assert_eq!(
            fill("It waits[ {waited} long], [sic] [in {path}].", &marks()),
            "It waits, [sic] in /srv/{x}."
        );
        assert_eq!(plain("[ -e {path} ]", &marks()), "[ -e /srv/{x} ]");
    }

    #[test]
    fn a_mark_without_a_value_has_words_of_its_own() {
        let said = fill("{waited|a while} at {who|somebody}, {path|no} {x || y}", &marks());
        assert_eq!(said, "a while at somebody, /srv/{x} {x || y}");
    }

    #[test]
    fn names_of_marks_are_known() {
        assert_eq!(names("{a} {print $1} {b|c} {d-e").collect::<Vec<_>>(), ["a", "b"]);
    }
}
