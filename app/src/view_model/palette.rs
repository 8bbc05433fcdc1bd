//! What the palette of commands offers: everything that can be done now, and everywhere one can go.

use analyzer::report::Report;
use analyzer::source::LineNumber;

use super::evidence::short_name;
use crate::examples::EXAMPLES;
use crate::i18n::{Word, Words};
use crate::state::commands::{COMMANDS, written};
use crate::state::{Action, State};

/// No more entries are offered at once.
const MOST: usize = 60;

/// Something to choose.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What it is called.
    pub label: String,
    /// What kind of thing it is; empty for commands.
    pub kind: &'static str,
    /// The key that does the same; empty if there is none.
    pub key: String,
    /// What follows when it is chosen.
    pub action: Action,
}

/// What is offered for what has been typed: the best match first, among equals what was chosen last.
pub fn entries(state: &State, words: Words, typed: &str) -> Vec<Entry> {
    let mut ranked: Vec<((usize, usize), Entry)> = Vec::new();
    if let Some(report) = state.report() {
        let lines = lines(report, words, typed);
        ranked.extend(lines.into_iter().map(|entry| ((0, 0), entry)));
    }
    for entry in all(state, words) {
        let recent = state.recent.iter().position(|label| *label == entry.label).unwrap_or(usize::MAX);
        if let Some(distance) = distance(typed, &entry.label) {
            ranked.push(((distance, recent), entry));
        }
    }
    // A stable sort: what is equally good stays in the order of the table.
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.truncate(MOST);
    ranked.into_iter().map(|(_, entry)| entry).collect()
}

fn all(state: &State, words: Words) -> Vec<Entry> {
    let mut entries = Vec::new();
    for command in COMMANDS {
        // The palette does not offer itself.
        if command.word == Word::Palette {
            continue;
        }
        if let Some(action) = command.action(state) {
            let key = command.keys.first().map(|key| written(key)).unwrap_or_default();
            entries.push(Entry { label: words.text(command.word).into(), kind: "", key, action });
        }
    }
    if let Some(report) = state.report() {
        things(report, words, &mut entries);
    }
    let example = words.text(Word::Example);
    for (index, shown) in EXAMPLES.iter().enumerate() {
        let label = format!("{} · {}", shown.symptom, words.text(shown.title));
        entries.push(Entry { label, kind: example, key: String::new(), action: Action::Example(index) });
    }
    entries
}

/// What a report holds: diagnoses, comparisons, sources.
fn things(report: &Report, words: Words, entries: &mut Vec<Entry>) {
    let mut put = |word, label: String, action| {
        entries.push(Entry { label, kind: words.text(word), key: String::new(), action });
    };
    for (index, diagnosis) in report.diagnoses.iter().enumerate() {
        put(Word::Diagnosis, diagnosis.title.replace('`', ""), Action::ShowDiagnosis(index));
    }
    if report.comparisons.len() > 1 {
        for (index, comparison) in (0..).zip(&report.comparisons) {
            let failing = &comparison.failing;
            let label = format!("{} · {}–{}", failing.unit, failing.first_line, failing.last_line);
            put(Word::Comparison, label, Action::ShowComparison(index));
        }
    }
    for source in &report.sources {
        let action = Action::ShowLine { source: source.name.clone(), line: source.first_line };
        put(Word::Source, source.name.clone(), action);
    }
}

/// The lines that are meant by `failing:31`, or by `31` alone: one for each source that has such a line and such a name.
fn lines(report: &Report, words: Words, typed: &str) -> Vec<Entry> {
    let (name, number) = typed.trim().rsplit_once([':', ' ']).unwrap_or(("", typed.trim()));
    let Ok(line) = number.parse::<LineNumber>() else { return Vec::new() };
    let mut found = Vec::new();
    for source in &report.sources {
        let there = (source.first_line..=source.last_line).contains(&line);
        if there && distance(name, short_name(&source.name)).is_some() {
            let number = line.to_string();
            let label = words.fill(Word::GoToLine, &[("line", &number), ("source", &source.name)]);
            let action = Action::ShowLine { source: source.name.clone(), line };
            found.push(Entry { label, kind: words.text(Word::Line), key: String::new(), action });
        }
    }
    found
}

/// How far a label is from what was typed: every word must be found in it, at best at the beginning of a word, at worst
/// as letters in that order. `None` if one is not there; 0 for nothing typed.
fn distance(typed: &str, label: &str) -> Option<usize> {
    let label = label.to_ascii_lowercase();
    let mut sum = 0;
    for word in typed.to_ascii_lowercase().split_whitespace() {
        sum += match label.match_indices(word).map(|(at, _)| at).find(|at| begins(&label, *at)) {
            Some(_) => 1,
            None if label.contains(word) => 3,
            None if follows(&label, word) => 9,
            None => return None,
        };
    }
    Some(sum)
}

/// True if a word begins there.
fn begins(label: &str, at: usize) -> bool {
    label.get(..at).is_none_or(|before| !before.ends_with(|letter: char| letter.is_ascii_alphanumeric()))
}

/// True if the letters stand in the label in that order, the first of them at the beginning of a word.
fn follows(label: &str, letters: &str) -> bool {
    let Some(first) = letters.chars().next() else { return true };
    let starts = label.match_indices(first).map(|(at, _)| at).filter(|at| begins(label, *at));
    let from = |at: usize| {
        let mut rest = label.get(at..).unwrap_or_default().chars();
        letters.chars().all(|letter| rest.any(|known| known == letter))
    };
    starts.into_iter().any(from)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn words_are_found_at_their_beginning_inside_and_as_letters() {
        assert_eq!(distance("", "Next difference"), Some(0));
        assert_eq!(distance("next", "Next difference"), Some(1));
        assert_eq!(distance("diff next", "Next difference"), Some(2));
        assert_eq!(distance("erence", "Next difference"), Some(3));
        assert_eq!(distance("dfr", "Next difference"), Some(9));
        assert_eq!(distance("xyz", "Next difference"), None);
        assert_eq!(distance("next xyz", "Next difference"), None);
        assert_eq!(distance("失败", "失败.strace"), Some(1));
    }

    #[test]
    fn what_was_chosen_last_comes_first_among_equals() {
        let mut state = State::default();
        let words = Words::default();
        let before = entries(&state, words, "");
        assert!(before.len() > 5, "nothing is offered");
        let wanted = before[4].label.clone();
        state.apply(Action::Run { label: wanted.clone(), action: Box::new(before[4].action.clone()) });
        assert_eq!(entries(&state, words, "")[0].label, wanted);
        assert!(state.palette.is_none());
    }

    #[test]
    fn every_entry_is_found_by_its_own_name() {
        let state = State::default();
        for entry in entries(&state, Words::default(), "") {
            let found = entries(&state, Words::default(), &entry.label);
            assert!(found.iter().take(3).any(|other| other.label == entry.label), "{}", entry.label);
        }
    }
}
