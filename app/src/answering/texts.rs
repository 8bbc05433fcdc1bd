//! What is told of the text of a source: its lines, what is to be said of them, and where something stands.

use analyzer::align::Alignment;
use analyzer::report::UnparsedLine;
use analyzer::source::{Line, LineNumber, Source, SourceId};

use super::{Desk, FOUND_LIMIT, count, holds_ignoring_case};
use crate::protocol::{LINE_LIMIT, Note, NoteKind, PART, TEXT_BLOCK, TextLine, TextQuestion, TextTold};

/// How many notes are told of one source at most; the loudest are among them.
const NOTE_LIMIT: usize = 5_000;

/// How many bytes are copied at most.
const COPY_LIMIT: usize = 8_000_000;

impl Desk {
    /// The answer to a question about the text of a source; `None` if there is no such source.
    pub(super) fn text(&self, id: SourceId, question: TextQuestion) -> Option<TextTold> {
        let source = self.analysis.sources.get(id)?;
        Some(match question {
            TextQuestion::Notes {} => {
                TextTold::Notes { lines: count(source.lines.len()), notes: self.notes(id, source) }
            }
            TextQuestion::Block { block } => TextTold::Block { block, lines: self.block(id, source, block) },
            TextQuestion::Place { line } => TextTold::Place { line, index: place(source, line) },
            TextQuestion::Find { text } => found(source, text),
            TextQuestion::Copy { from, to, numbered } => copied(source, from, to, numbered),
            TextQuestion::Part { index, part } => part_of(source, index, part),
        })
    }

    fn block(&self, id: SourceId, source: &Source, block: u32) -> Vec<TextLine> {
        let first = block.saturating_mul(TEXT_BLOCK) as usize;
        let lines: Vec<&Line> = source.lines.iter().skip(first).take(TEXT_BLOCK as usize).collect();
        let numbers =
            lines.first().map_or(0, |line| line.number)..=lines.last().map_or(0, |line| line.number);
        let compared = self.compared(id, *numbers.start(), *numbers.end());
        lines
            .into_iter()
            .map(|line| {
                let text = line.span.of(&source.text);
                TextLine {
                    number: line.number,
                    covers: line.covers,
                    text: beginning(text, LINE_LIMIT).into(),
                    length: count(text.len()),
                    given: beginning(source.as_given(line.number).unwrap_or_default(), LINE_LIMIT).into(),
                    compared: compared.contains(&line.number),
                }
            })
            .collect()
    }

    /// Which lines from `first` to `last` of a source stand in a comparison.
    fn compared(&self, id: SourceId, first: LineNumber, last: LineNumber) -> Vec<LineNumber> {
        let mut lines = Vec::new();
        let runs = &self.analysis.runs;
        for alignment in &self.analysis.alignments {
            let Alignment { normal, failing, rows, .. } = alignment;
            for (run, of_normal) in [(normal.run, true), (failing.run, false)] {
                let Some(run) = runs.get(run).filter(|run| run.source == id) else { continue };
                for row in rows {
                    let event = if of_normal { row.normal } else { row.failing };
                    let line = event.and_then(|event| run.trace.event(event)).map_or(0, |event| event.line);
                    if (first..=last).contains(&line) {
                        lines.push(line);
                    }
                }
            }
        }
        lines
    }

    /// What is to be said of the lines of a source. Lines in a row of which the same is said are one note.
    fn notes(&self, id: SourceId, source: &Source) -> Vec<Note> {
        let report = &self.analysis.report;
        let mut notes = Vec::new();
        let mut cite = |kind, number, cited: &str, line: LineNumber, text: &str| {
            if report.place_of(cited, line) == Some(id) {
                notes.push(note(source, kind, number, line, text.into()));
            }
        };
        if let Some(best) = report.diagnoses.first() {
            for (number, evidence) in (1..).zip(&best.evidence) {
                cite(NoteKind::Evidence, number, &evidence.source, evidence.line, &evidence.why);
            }
            for refuted in &best.refutes {
                let text = headed(&refuted.hypothesis, &refuted.why);
                cite(NoteKind::RulesOut, 0, &refuted.source, refuted.line, &text);
            }
            for absence in &best.absent {
                if let (Some(cited), Some(line)) = (&absence.source, absence.line) {
                    cite(NoteKind::Absent, 0, cited, line, &headed(&absence.what, &absence.why));
                }
            }
        }
        for line in &report.unrelated {
            cite(NoteKind::Unrelated, 0, &line.source, line.line, &line.why);
        }
        let told = report.sources.get(id).map(|told| told.unparsed.as_slice()).unwrap_or_default();
        let rest = self.unparsed.get(id).map(Vec::as_slice).unwrap_or_default();
        for UnparsedLine { line, reason } in told.iter().chain(rest) {
            add(&mut notes, note(source, NoteKind::Unparsed, 0, *line, reason.replace('-', " ")));
        }
        for mend in &source.mended {
            add(&mut notes, note(source, NoteKind::Mended, 0, mend.line, mend.what.clone()));
        }
        notes.truncate(NOTE_LIMIT);
        notes.sort_by_key(|note| (note.first, note.kind, note.number));
        notes
    }
}

fn note(source: &Source, kind: NoteKind, number: u32, line: LineNumber, text: String) -> Note {
    let index = place(source, line);
    Note { first: index, last: index, line, kind, number, text }
}

/// Adds a note, or lets the one before it reach as far.
fn add(notes: &mut Vec<Note>, note: Note) {
    if let Some(before) = notes.last_mut()
        && before.kind == note.kind
        && before.text == note.text
        && (before.last..=before.last.saturating_add(1)).contains(&note.first)
    {
        before.last = note.last;
        return;
    }
    notes.push(note);
}

/// A heading and what stands behind it.
fn headed(heading: &str, rest: &str) -> String {
    if rest.is_empty() { heading.into() } else { format!("{heading}: {rest}") }
}

/// The line that has a number of the file or covers it; the one before where it is another source's.
fn place(source: &Source, line: LineNumber) -> u32 {
    let after = source.lines.partition_point(|known| known.number <= line);
    let number =
        after.checked_sub(1).and_then(|index| source.lines.get(index)).map_or(0, |found| found.number);
    count(source.lines.partition_point(|known| known.number < number))
}

fn found(source: &Source, text: String) -> TextTold {
    let mut total = 0_u32;
    let mut lines = Vec::new();
    if !text.is_empty() {
        for (index, line) in (0..).zip(&source.lines) {
            if holds_ignoring_case(line.span.of(&source.text), &text) {
                total = total.saturating_add(1);
                if lines.len() < FOUND_LIMIT {
                    lines.push(index);
                }
            }
        }
    }
    TextTold::Found { text, total, lines }
}

fn copied(source: &Source, from: u32, to: u32, numbered: bool) -> TextTold {
    let wanted = to.saturating_sub(from).saturating_add(1);
    let mut text = String::new();
    let mut lines = 0_u32;
    for line in source.lines.iter().skip(from as usize).take(wanted as usize) {
        let content = line.span.of(&source.text);
        if text.len().saturating_add(content.len()) > COPY_LIMIT {
            break;
        }
        if numbered {
            text.push_str(&source.name);
            text.push(':');
            text.push_str(&line.number.to_string());
            text.push_str("  ");
        }
        text.push_str(content);
        text.push('\n');
        lines = lines.saturating_add(1);
    }
    // One line is pasted into a line.
    if lines == 1 {
        text.pop();
    }
    TextTold::Copied { text, lines, wanted }
}

fn part_of(source: &Source, index: u32, part: u32) -> TextTold {
    let mut rest = source.line_text(index as usize);
    let parts = count(rest.len().div_ceil(PART)).max(1);
    let mut text = "";
    for _ in 0..=part.min(parts) {
        text = beginning(rest, PART);
        rest = rest.get(text.len()..).unwrap_or_default();
    }
    TextTold::Part { index, part, parts, text: text.into() }
}

/// The beginning of a text, of so many bytes at most; characters stay whole.
fn beginning(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
    use analyzer::prose::Prose;

    use super::*;
    use crate::protocol::PieceName;

    const NORMAL: &str = include_str!("../../examples/502-from-balancer/normal.strace");
    const FAILING: &str = include_str!("../../examples/502-from-balancer/failing.strace");

    fn desk(pieces: &[(&str, &str)]) -> Desk {
        let names = (1..)
            .zip(pieces)
            .map(|(id, (name, _))| PieceName { id, name: (*name).into(), shown: Vec::new() })
            .collect();
        let contents = pieces.iter().map(|(_, text)| text.as_bytes().to_vec()).collect();
        Desk::open(1, names, contents, &[], &Prose::built_in(), &mut |_, _| {})
    }

    fn notes(desk: &Desk, source: usize) -> Vec<Note> {
        let Some(TextTold::Notes { notes, .. }) = desk.text(source, TextQuestion::Notes {}) else {
            panic!("no notes")
        };
        notes
    }

    fn block(desk: &Desk, source: usize, block: u32) -> Vec<TextLine> {
        let Some(TextTold::Block { lines, .. }) = desk.text(source, TextQuestion::Block { block }) else {
            panic!("no block")
        };
        lines
    }

    #[test]
    fn every_line_of_evidence_is_marked_with_its_number_and_why() {
        let desk = desk(&[("normal", NORMAL), ("failing", FAILING)]);
        let evidence = &desk.analysis.report.diagnoses[0].evidence;
        assert!(!evidence.is_empty());
        for (number, cited) in (1..).zip(evidence) {
            let source = desk.analysis.sources.iter().position(|source| source.name == cited.source).unwrap();
            let notes = notes(&desk, source);
            let note = notes.iter().find(|note| note.number == number).unwrap();
            assert_eq!((note.line, &note.text), (cited.line, &cited.why));
            let line =
                block(&desk, source, note.first / TEXT_BLOCK)[(note.first % TEXT_BLOCK) as usize].clone();
            assert_eq!(line.number, cited.line);
        }
    }

    #[test]
    fn lines_know_whether_they_stand_in_a_comparison() {
        let desk = desk(&[("normal", NORMAL), ("failing", FAILING)]);
        let side = &desk.analysis.report.comparisons[0].failing;
        for line in block(&desk, 1, 0) {
            let within = (side.first_line..=side.last_line).contains(&line.number);
            assert!(within || !line.compared, "line {} is outside of the unit", line.number);
        }
        assert!(block(&desk, 1, 0).iter().any(|line| line.compared));
        let alone = self::desk(&[("notes", "one\ntwo\n")]);
        assert!(block(&alone, 0, 0).iter().all(|line| !line.compared));
    }

    #[test]
    fn lines_in_a_row_of_which_the_same_is_said_are_one_note() {
        let trace = format!(
            "{}{}close(0) = 0\n",
            "read(0, \"a\", 1) = 1\n".repeat(1_500),
            "mangled(((\n".repeat(700)
        );
        let desk = desk(&[("one", &trace)]);
        let notes = notes(&desk, 0);
        let unparsed: u32 =
            notes.iter().filter(|note| note.kind == NoteKind::Unparsed).map(|n| n.last - n.first + 1).sum();
        assert_eq!(unparsed, desk.facts[0].unparsed);
        assert!(unparsed >= 700 && notes.len() < 10, "{unparsed} lines in {} notes", notes.len());
    }

    #[test]
    fn a_block_ends_with_the_text_and_long_lines_travel_shortened() {
        let long = "é".repeat(500_000);
        let desk = desk(&[("long", &format!("first\n{long}\n"))]);
        let lines = block(&desk, 0, 0);
        assert_eq!(lines.len(), 2);
        assert_eq!((lines[0].number, lines[0].text.as_str(), lines[0].length), (1, "first", 5));
        assert_eq!((lines[1].length, lines[1].text.len()), (1_000_000, LINE_LIMIT));
        assert!(block(&desk, 0, 1).is_empty());
        let mut whole = String::new();
        for part in 0.. {
            let Some(TextTold::Part { parts, text, .. }) =
                desk.text(0, TextQuestion::Part { index: 1, part })
            else {
                panic!("no part")
            };
            whole.push_str(&text);
            if part + 1 == parts {
                break;
            }
        }
        assert_eq!(whole, long);
    }

    #[test]
    fn a_number_of_the_file_has_its_place() {
        let desk = desk(&[("notes", "one\n\nthree\nfour\n")]);
        let index = |line| match desk.text(0, TextQuestion::Place { line }) {
            Some(TextTold::Place { index, .. }) => index,
            other => panic!("{other:?}"),
        };
        assert_eq!([index(0), index(1), index(3), index(4), index(99)], [0, 0, 2, 3, 3]);
    }

    #[test]
    fn found_lines_are_counted_whatever_the_case() {
        let desk = desk(&[("notes", "Error one\nfine\nerror two\n")]);
        let found = desk.text(0, TextQuestion::Find { text: "ERROR".into() });
        assert_eq!(found, Some(TextTold::Found { text: "ERROR".into(), total: 2, lines: vec![0, 2] }));
        let nothing = desk.text(0, TextQuestion::Find { text: String::new() });
        assert_eq!(nothing, Some(TextTold::Found { text: String::new(), total: 0, lines: Vec::new() }));
    }

    #[test]
    fn lines_are_copied_with_and_without_their_numbers() {
        let desk = desk(&[("a.log", "one\ntwo\nthree\n")]);
        let copy = |from, to, numbered| match desk.text(0, TextQuestion::Copy { from, to, numbered }) {
            Some(TextTold::Copied { text, .. }) => text,
            other => panic!("{other:?}"),
        };
        assert_eq!(copy(1, 2, true), "a.log:2  two\na.log:3  three\n");
        assert_eq!(copy(1, 1, false), "two");
        assert_eq!(copy(2, 9, false), "three");
    }
}
