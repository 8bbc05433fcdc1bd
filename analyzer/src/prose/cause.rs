//! The words of one cause, as its Markdown file gives them.
//!
//! What each section holds is said in the page for authors, in `causes/mod.rs`.

use super::fill::{Marks, fill, plain};
use super::lists::{code, conditioned, inner, items, keyed, line, paragraphs, section, tailed};
use crate::order::Change;
use crate::report::{Confirmation, Fix, FixKind};
use crate::seek;

/// The words of a cause. All pieces are templates: see `fill.rs`.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    entry: &'a str,
    /// Of a cause that needs few words: its part of a file, with title, commands and ways to mend it. Empty for others.
    brief: &'a str,
    /// Of such a cause: its file of explanations, with commands and ways to mend it. Empty for others.
    explained: &'a str,
    shared: &'a str,
}

/// What a diagnosis has to say, and under which conditions.
pub struct Said<'m> {
    /// What the marks stand for.
    pub marks: &'m Marks,
    /// True for a name that holds: a variant, evidence that was cited, or a mark with a value.
    pub holds: &'m dyn Fn(&str) -> bool,
}

impl<'a> Words<'a> {
    /// The words of an entry; `shared` has those that it lacks.
    pub(super) fn of(entry: &'a str, shared: &'a str) -> Self {
        Self { entry, brief: "", explained: "", shared }
    }

    /// The words of a cause that has only a section of a file; what they lack, the file's own sections say.
    pub(super) fn brief(file: &'a str, id: &str, shared: &'a str) -> Self {
        Self { entry: file, brief: section(file, id), explained: "", shared }
    }

    /// Adds the file that explains a cause.
    pub(super) fn explained_by(self, explained: &'a str) -> Self {
        Self { explained, ..self }
    }

    /// True if there are words of that cause.
    pub fn known(&self) -> bool {
        !self.part("Title").trim().is_empty()
    }

    /// The text in which a section's paragraphs and items stand.
    fn part(&self, name: &str) -> &'a str {
        if self.brief.is_empty() { section(self.entry, name) } else { self.brief }
    }

    /// The items of a section, first those of the entry, then those of the explanation.
    fn items(&self, name: &str) -> Vec<&'a str> {
        let mut found = items(self.part(name));
        found.add_all(items(section(self.explained, name)));
        found
    }

    /// The text that explains the cause.
    fn told(&self) -> &'a str {
        if self.explained.is_empty() { self.entry } else { self.explained }
    }

    /// What the cause is called where nothing is filled in; empty without an entry.
    pub fn name(&self) -> &'a str {
        self.told().strip_prefix("# ").and_then(|rest| rest.lines().next()).unwrap_or("")
    }

    /// The title; empty without an entry.
    pub fn title(&self, said: &Said<'_>) -> String {
        first(self.part("Title"), said)
    }

    /// The summary.
    pub fn summary(&self, said: &Said<'_>) -> String {
        first(section(self.entry, "Summary"), said)
    }

    /// Version or platform conditions, where they matter for the diagnosis.
    pub fn applies_when(&self, said: &Said<'_>) -> Option<String> {
        paragraphs(section(self.entry, "Conditions")).find_map(|text| {
            let text = line(text);
            Some(fill(conditioned(&text, said.holds)?.strip_prefix("Applies to: ")?, said.marks))
        })
    }

    /// The steps of the mechanism, each with the names of the evidence that it may rest on, the best first.
    pub fn steps(&self, said: &Said<'_>, step: &mut dyn FnMut(String, &str)) {
        for item in items(section(self.entry, "Steps")) {
            let text = line(item);
            if let Some(text) = conditioned(&text, said.holds) {
                let (text, rests) = tailed(text);
                step(fill(text, said.marks), rests);
            }
        }
    }

    /// Why a line counts; `None` for evidence of which the words say nothing.
    pub fn why(&self, key: &str, said: &Said<'_>) -> Option<String> {
        let here = |entry: &str| keyed_item(section(entry, "Evidence"), key, said).map(|(text, _)| text);
        here(self.entry).or_else(|| here(self.shared))
    }

    /// A hypothesis that a line rules out, and why; `None` for one of which the words say nothing.
    pub fn refuted(&self, key: &str, said: &Said<'_>) -> Option<(String, String)> {
        keyed_item(section(self.entry, "What it is not"), key, said)
    }

    /// Something that did not happen, and why that counts; `None` if the words say nothing of it.
    pub fn absent(&self, key: &str, said: &Said<'_>) -> Option<(String, String)> {
        keyed_item(section(self.entry, "What never happened"), key, said)
    }

    /// Commands that settle it.
    pub fn confirm(&self, said: &Said<'_>) -> Vec<Confirmation> {
        let mut found = Vec::new();
        for item in self.items("How to confirm") {
            let text = line(item);
            let command =
                conditioned(&text, said.holds).and_then(|text| text.strip_prefix('`')?.strip_suffix('`'));
            found.add_all(command.map(|command| Confirmation {
                command: plain(command, said.marks),
                if_true: fill(inner(item, "if so"), said.marks),
                if_false: fill(inner(item, "if not"), said.marks),
            }));
        }
        found
    }

    /// Ways to mend it.
    pub fn fix(&self, said: &Said<'_>) -> Vec<Fix> {
        let mut found = Vec::new();
        for item in self.items("How to mend") {
            let text = line(item);
            let fix = conditioned(&text, said.holds).and_then(kind);
            found.add_all(fix.map(|(kind, text)| {
                let snippet = code(item);
                Fix {
                    kind,
                    text: fill(text, said.marks),
                    snippet: (!snippet.is_empty()).then(|| plain(&snippet, said.marks)),
                }
            }));
        }
        found
    }

    /// What explains the cause to somebody who does not know it, as Markdown; empty without an entry.
    pub fn explanation(&self) -> String {
        let Some(at) = seek::find(self.told().as_bytes(), b"\n## What happens\n") else {
            return String::new();
        };
        let text = self.told().get(at..).unwrap_or("");
        format!("# {}\n{text}", self.name())
    }
}

/// The first paragraph of a section whose condition holds.
fn first(section: &str, said: &Said<'_>) -> String {
    let found = paragraphs(section)
        .find_map(|text| conditioned(&line(text), said.holds).map(|text| fill(text, said.marks)));
    found.unwrap_or_default()
}

/// The item `` `key`: text `` of a section, if its condition holds, with the text of its inner item `because`.
fn keyed_item(section: &str, key: &str, said: &Said<'_>) -> Option<(String, String)> {
    items(section).into_iter().find_map(|item| {
        let text = line(item);
        let (known, text) = keyed(conditioned(&text, said.holds)?)?;
        (known == key).then(|| (fill(text, said.marks), fill(inner(item, "because"), said.marks)))
    })
}

/// Takes the kind of mending from the beginning of a text.
fn kind(text: &str) -> Option<(FixKind, &str)> {
    let (word, text) = text.split_once(": ")?;
    let kind = match word {
        "Now" => FixKind::Now,
        "Properly" => FixKind::Proper,
        "Hides it" => FixKind::HidesIt,
        _ => return None,
    };
    Some((kind, text))
}
