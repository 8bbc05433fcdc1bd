//! The kernel's tables against everything captured, and the rows of every comparison as they are drawn.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail the short way")]
#![allow(clippy::print_stdout, reason = "tests print what they measured")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use analyzer::Analysis;
use analyzer::kernel::{errno, flags, meaning, signals, syscalls};
use analyzer::model::trace::{EventKind, Outcome};
use analyzer::prose::Prose;
use analyzer::render::rows::SideDetails;
use analyzer::source::{Input, Piece};
use syscause_tests::case::Case;

/// All sentences together may take this many bytes of the page.
const SENTENCES: usize = 120_000;

fn cases() -> Vec<Case> {
    Case::all(&xtask::root().join("tests/cases")).unwrap()
}

/// Every case with its roles, and every sample alone.
fn everything() -> Vec<(String, Analysis)> {
    let mut inputs: Vec<(String, Input)> =
        cases().iter().map(|case| (case.name.clone(), case.with_roles())).collect();
    for entry in fs::read_dir(xtask::root().join("tests/samples/strace")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let piece = Piece { name: name.clone(), role: None, bytes: fs::read(&path).unwrap() };
        inputs.push((name, Input { pieces: vec![piece] }));
    }
    inputs.into_iter().map(|(name, input)| (name, Analysis::of(input, &mut |_, _| {}))).collect()
}

#[test]
fn every_call_and_errno_that_was_captured_is_known() {
    let prose = Prose::built_in();
    let mut unknown = BTreeSet::new();
    let mut calls = 0;
    for (name, analysis) in everything() {
        for run in &analysis.runs {
            for call in &run.trace.names {
                // Captures with -e raw or of another personality show numbers.
                if syscalls::by_name(&prose, call).is_none() && !call.starts_with("syscall_") {
                    unknown.insert(format!("{name}: the call {call}"));
                }
            }
            for event in &run.trace.events {
                match &event.kind {
                    EventKind::Call(call) => {
                        calls += 1;
                        if matches!(call.outcome, Outcome::Failed(0)) {
                            unknown.insert(format!("{name}: line {}: an errno", event.line));
                        }
                    }
                    EventKind::Signal { name: signal, .. }
                        if signals::by_name(run.trace.str(*signal)).is_none() =>
                    {
                        unknown.insert(format!("{name}: the signal {}", run.trace.str(*signal)));
                    }
                    _ => {}
                }
            }
        }
    }
    assert!(calls > 10_000, "only {calls} calls were read");
    assert_eq!(unknown, BTreeSet::new());
}

#[test]
fn every_failed_call_of_the_cases_has_a_meaning() {
    let prose = Prose::built_in();
    for (name, analysis) in everything() {
        for run in &analysis.runs {
            for (id, event) in (0..).zip(&run.trace.events) {
                let EventKind::Call(call) = &event.kind else { continue };
                let Outcome::Failed(number) = call.outcome else { continue };
                let text = meaning::of(&prose, run.trace.name(call), number, run.object(id)).text;
                assert!(text.ends_with('.'), "{name}: line {}: {text:?}", event.line);
            }
        }
    }
}

#[test]
fn the_tables_are_modest() {
    let prose = Prose::built_in();
    let calls: usize = syscalls::all(&prose).map(|call| call.sentence.len() + call.zero.len()).sum();
    let errnos: usize = errno::all().map(|errno| errno.text.len() + errno.sentence(&prose).len()).sum();
    let words: usize = flags::all(&prose).map(|(word, sentence)| word.len() + sentence.len()).sum();
    let signals: usize = signals::SIGNALS.iter().map(|signal| signal.sentence(&prose).len()).sum();
    let meanings: usize = meaning::all(&prose).map(|meaning| meaning.text.len()).sum();
    let sum = calls + errnos + words + signals + meanings;
    println!(
        "calls {calls}, errnos {errnos}, flags {words}, signals {signals}, meanings {meanings}: {sum} bytes"
    );
    assert!(sum < SENTENCES, "{sum} bytes of sentences");
}

#[test]
fn every_row_is_drawn_and_shows_its_line() {
    let mut drawn = 0;
    for (name, analysis) in everything() {
        for (index, alignment) in analysis.alignments.iter().enumerate() {
            let marks = analysis.row_marks(index);
            let rows = analysis.rows(index, 0, u32::MAX);
            assert_eq!((marks.len(), rows.len()), (alignment.rows.len(), alignment.rows.len()), "{name}");
            let lines: Vec<BTreeMap<u32, &str>> = analysis
                .sources
                .iter()
                .map(|source| {
                    source.lines.iter().map(|line| (line.number, line.span.of(&source.text))).collect()
                })
                .collect();
            for (at, (row, mark)) in (0..).zip(rows.iter().zip(&marks)) {
                assert_eq!((row.index, row.mark), (at, *mark), "{name}");
                let phases = analysis.report.comparisons[index].phases.len();
                assert!(phases == 0 || (mark.phase as usize) < phases, "{name}: row {at}");
                let sides = [(alignment.normal.run, &row.normal), (alignment.failing.run, &row.failing)];
                for (run, cell) in sides {
                    let Some(cell) = cell else { continue };
                    let source = analysis.runs[run].source;
                    let line = lines[source].get(&cell.line).copied().unwrap_or_default();
                    assert!(line.contains(&cell.raw) && !cell.raw.is_empty(), "{name}: line {}", cell.line);
                    assert!(!cell.call.is_empty(), "{name}: line {}", cell.line);
                    assert!(cell.arguments.chars().count() < 200, "{name}: {}", cell.arguments);
                    drawn += 1;
                }
                assert!(row.normal.is_some() || row.failing.is_some(), "{name}: row {at}");
            }
        }
    }
    assert!(drawn > 5000, "only {drawn} cells");
}

#[test]
fn every_row_has_details() {
    for (name, analysis) in everything() {
        for index in 0..analysis.alignments.len() {
            for row in analysis.rows(index, 0, u32::MAX) {
                let details = analysis.row_details(index, row.index).unwrap();
                assert_eq!(details.normal.is_some(), row.normal.is_some(), "{name}");
                assert_eq!(details.failing.is_some(), row.failing.is_some(), "{name}");
                let sides = [(&details.normal, &row.normal), (&details.failing, &row.failing)];
                for (side, cell) in sides {
                    let (Some(side), Some(cell)) = (side, cell) else { continue };
                    assert_eq!((side.line, &side.raw), (cell.line, &cell.raw), "{name}");
                    assert_eq!(
                        cell.failed,
                        !side.errno.is_empty() && side.result.starts_with("-1"),
                        "{name}: {}",
                        side.raw
                    );
                    history_is_sound(&name, side);
                }
            }
        }
    }
}

fn history_is_sound(name: &str, side: &SideDetails) {
    assert_eq!(side.descriptor.is_empty(), side.history.is_empty(), "{name}: {}", side.raw);
    assert!(side.history.len() <= 42, "{name}: {} steps", side.history.len());
    assert!(side.history.iter().filter(|step| step.here).count() <= 1, "{name}: {}", side.raw);
    assert!(side.history.iter().all(|step| !step.what.is_empty()), "{name}: {}", side.raw);
    let ordered = side.history.windows(2).all(|pair| pair[0].line <= pair[1].line);
    assert!(ordered, "{name}: {}", side.raw);
}

#[test]
fn a_full_cache_disk_reads_as_it_should() {
    let case = cases().into_iter().find(|case| case.name == "gateway-01-enospc-proxy-cache").unwrap();
    let analysis = Analysis::of(case.pair_input().unwrap(), &mut |_, _| {});
    let rows = analysis.rows(0, 0, u32::MAX);
    let find = |call: &str| {
        let is = |cell: &Option<analyzer::render::rows::CellView>| {
            cell.as_ref().is_some_and(|cell| cell.call == call)
        };
        rows.iter().find(|row| is(&row.normal) && row.mark.divergence.is_some()).unwrap()
    };
    let write = find("pwritev");
    let (normal, failing) = (write.normal.as_ref().unwrap(), write.failing.as_ref().unwrap());
    assert_eq!(normal.subject, "cache file 14");
    assert_eq!(normal.arguments, "2 × 4096 B at 0");
    assert_eq!((normal.result.as_str(), failing.result.as_str()), ("8192", "-1 ENOSPC"));
    assert!(failing.failed && write.mark.failed && !normal.failed);
    let note = write.note.as_deref().unwrap();
    assert!(note.starts_with("First and decisive difference. No space left on device."), "{note}");

    let absent: Vec<&str> = rows.iter().filter_map(|row| row.absent.as_deref()).collect();
    for expected in
        ["the header", "the first part of the body", "the rest of the body", "the entry kept in the cache"]
    {
        assert!(absent.contains(&expected), "{expected} is not among {absent:?}");
    }

    let details = analysis.row_details(0, write.index).unwrap();
    assert!(details.call.contains("several buffers at a given offset"), "{}", details.call);
    let side = details.failing.unwrap();
    assert!(side.errno.contains("EDQUOT") && side.errno.contains("inode"), "{}", side.errno);
    let names: Vec<&str> = side.arguments.iter().map(|argument| argument.name.as_str()).collect();
    assert_eq!(names, ["fd", "iov", "iovcnt", "offset"]);
    assert_eq!(side.descriptor, "Descriptor 14 · cache file");
    let here: Vec<&str> =
        side.history.iter().filter(|step| step.here).map(|step| step.what.as_str()).collect();
    assert_eq!(here, ["pwritev fails: ENOSPC"]);
    assert!(side.history.iter().any(|step| step.what.contains("number is free again")), "{:?}", side.history);
}

#[test]
fn what_is_not_there_gives_nothing() {
    let analysis = Analysis::of(Input::default(), &mut |_, _| {});
    assert_eq!(analysis.row_marks(0), Vec::new());
    assert_eq!(analysis.rows(7, 0, 10), Vec::new());
    assert_eq!(analysis.row_details(0, 0), None);
    assert_eq!(analysis.source_lines(3, 0, 10), Vec::new());
}
