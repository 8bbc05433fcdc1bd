//! What is to be said of the lines of a text: which of it a line shows, steps from note to note, and the map.

use analyzer::report::Report;

use crate::protocol::{Note, NoteKind};

/// How many steps the map has at most.
pub const STEPS: u32 = 240;

/// How many notes are listed around the one where the reader is.
pub const LISTED: usize = 200;

/// The notes of a line, the loudest first.
pub fn of_line(notes: &[Note], line: u32) -> Vec<&Note> {
    // Sorted by their first lines, so those that begin behind the line stand at the end.
    let begun = notes.partition_point(|note| note.first <= line);
    let mut here: Vec<&Note> =
        notes.get(..begun).unwrap_or_default().iter().filter(|note| note.last >= line).collect();
    here.sort_by_key(|note| (note.kind, note.number));
    here
}

/// Where the notes begin, each place once.
fn places(notes: &[Note]) -> Vec<u32> {
    let mut places: Vec<u32> = notes.iter().map(|note| note.first).collect();
    places.dedup();
    places
}

/// The next line behind `line` at which a note begins.
pub fn next(notes: &[Note], line: u32) -> Option<u32> {
    let places = places(notes);
    places.get(places.partition_point(|place| *place <= line)).copied()
}

/// The line before `line` at which a note begins.
pub fn previous(notes: &[Note], line: u32) -> Option<u32> {
    let places = places(notes);
    places.get(places.partition_point(|place| *place < line).checked_sub(1)?).copied()
}

/// The notes to list: all, or those around a line where they are very many.
pub fn listed(notes: &[Note], line: u32) -> &[Note] {
    let here = notes.partition_point(|note| note.first < line);
    let most = notes.len().saturating_sub(LISTED);
    let from = here.saturating_sub(LISTED / 2).min(most);
    notes.get(from..(from + LISTED).min(notes.len())).unwrap_or_default()
}

/// Notes that begin with the same line, together.
pub fn grouped(notes: &[Note]) -> Vec<&[Note]> {
    notes.chunk_by(|one, next| one.first == next.first).collect()
}

/// Which of these groups a line belongs to: the one that begins with it, else the last one that reaches as far.
pub fn here(groups: &[&[Note]], line: u32) -> Option<usize> {
    let begins = |notes: &&[Note]| notes.first().is_some_and(|note| note.first == line);
    let reaches = |notes: &&[Note]| notes.iter().any(|note| (note.first..=note.last).contains(&line));
    groups.iter().position(begins).or_else(|| groups.iter().rposition(reaches))
}

/// The marks of the map: its step from `0`, and the loudest note there. A text of few lines has a step per line.
pub fn map(notes: &[Note], lines: u32) -> Vec<(u32, NoteKind)> {
    let steps = steps(lines);
    let mut marks: Vec<(u32, NoteKind)> = Vec::new();
    for note in notes {
        let (from, to) = (step(note.first, lines, steps), step(note.last, lines, steps));
        for place in from..=to {
            match marks.iter_mut().find(|(known, _)| *known == place) {
                Some((_, kind)) => *kind = note.kind.min(*kind),
                None => marks.push((place, note.kind)),
            }
        }
    }
    marks
}

/// How many steps the map of so many lines has.
pub fn steps(lines: u32) -> u32 {
    lines.clamp(1, STEPS)
}

fn step(line: u32, lines: u32, steps: u32) -> u32 {
    let place = u64::from(line) * u64::from(steps) / u64::from(lines.max(1));
    u32::try_from(place).unwrap_or(u32::MAX).min(steps - 1)
}

/// How many lines of evidence the best diagnosis takes from each source of the report.
pub fn evidence_counts(report: &Report) -> Vec<u32> {
    let mut counts = vec![0; report.sources.len()];
    for evidence in report.diagnoses.first().map(|best| best.evidence.as_slice()).unwrap_or_default() {
        let place = report.place_of(&evidence.source, evidence.line);
        if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
            *count += 1;
        }
    }
    counts
}

/// Cuts a text where another one is found in it: pieces in order, and whether each is a find. ASCII letters of either
/// case are the same.
pub fn cut<'t>(text: &'t str, wanted: &str) -> Vec<(&'t str, bool)> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !wanted.is_empty() {
        let places = rest.as_bytes().windows(wanted.len());
        let found = places.map(|place| place.eq_ignore_ascii_case(wanted.as_bytes())).position(|found| found);
        // What was written as a whole begins and ends with whole characters.
        let Some((before, behind)) = found.and_then(|at| rest.split_at_checked(at)) else { break };
        let Some((find, behind)) = behind.split_at_checked(wanted.len()) else { break };
        pieces.push((before, false));
        pieces.push((find, true));
        rest = behind;
    }
    pieces.push((rest, false));
    pieces.retain(|(piece, _)| !piece.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(first: u32, last: u32, kind: NoteKind) -> Note {
        Note { first, last, line: first + 1, kind, number: 0, text: String::new() }
    }

    #[test]
    fn steps_go_from_note_to_note_and_end() {
        use NoteKind::{Evidence, Mended};
        let notes = [note(2, 2, Evidence), note(2, 2, Mended), note(8, 20, Mended)];
        assert_eq!([next(&notes, 0), next(&notes, 2), next(&notes, 8)], [Some(2), Some(8), None]);
        assert_eq!([previous(&notes, 9), previous(&notes, 8), previous(&notes, 2)], [Some(8), Some(2), None]);
        assert_eq!((next(&[], 0), previous(&[], 5)), (None, None));
    }

    #[test]
    fn a_line_shows_the_loudest_note_first() {
        let notes = [note(0, 9, NoteKind::Mended), note(4, 4, NoteKind::Evidence)];
        let kinds = |line| of_line(&notes, line).iter().map(|note| note.kind).collect::<Vec<_>>();
        assert_eq!(kinds(4), [NoteKind::Evidence, NoteKind::Mended]);
        assert_eq!(kinds(9), [NoteKind::Mended]);
        assert!(kinds(10).is_empty());
    }

    #[test]
    fn notes_of_one_line_are_one_stop() {
        use NoteKind::{Evidence, Mended};
        let notes = [note(2, 2, Evidence), note(2, 6, Mended), note(5, 5, Evidence)];
        let groups = grouped(&notes);
        assert_eq!(groups.iter().map(|group| group.len()).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(
            [0, 2, 4, 5, 6, 7].map(|line| here(&groups, line)),
            [None, Some(0), Some(0), Some(1), Some(0), None]
        );
    }

    #[test]
    fn the_map_shows_one_mark_among_a_million_lines() {
        let notes = [note(0, 999_999, NoteKind::Mended), note(500_000, 500_000, NoteKind::Evidence)];
        let marks = map(&notes, 1_000_000);
        assert_eq!(marks.len(), STEPS as usize);
        assert_eq!(marks.iter().filter(|(_, kind)| *kind == NoteKind::Evidence).count(), 1);
        assert!(marks.contains(&(STEPS / 2, NoteKind::Evidence)));
    }

    #[test]
    fn very_many_notes_are_listed_around_the_reader() {
        let notes: Vec<Note> = (0..1_000).map(|line| note(line, line, NoteKind::Unparsed)).collect();
        for line in [0, 500, 999] {
            let listed = listed(&notes, line);
            assert_eq!(listed.len(), LISTED);
            assert!(listed.iter().any(|note| note.first == line), "line {line}");
        }
    }

    #[test]
    fn finds_are_cut_out_whatever_their_case() {
        let text = "Datei 打开 OPEN open";
        assert_eq!(cut(text, "open"), [("Datei 打开 ", false), ("OPEN", true), (" ", false), ("open", true)]);
        assert_eq!(cut(text, "开 "), [("Datei 打", false), ("开 ", true), ("OPEN open", false)]);
        assert_eq!(cut(text, ""), [(text, false)]);
        assert_eq!(cut("", "x"), []);
    }
}
