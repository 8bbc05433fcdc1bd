//! Every capture in the repository is read without losing a line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use analyzer::formats::strace;
use analyzer::formats::{Sniff, strace::reasons};
use analyzer::model::trace::{EventKind, Trace};
use analyzer::source::Source;
use syscause_tests::raw::source;

/// Reads a capture and holds it to the accounting.
fn read(source: &Source) -> Trace {
    let trace = strace::read(source);
    let unparsed = u32::try_from(trace.unparsed.len()).unwrap();
    assert_eq!(trace.records + unparsed + trace.blank, source.line_count(), "{}", source.name);
    for unparsed in &trace.unparsed {
        assert!(reasons::ALL.contains(&unparsed.reason), "{} is no listed reason", unparsed.reason);
    }
    trace
}

/// Every file below a folder whose name says that it is strace's.
fn captures(folder: &str) -> Vec<Source> {
    let mut paths = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut paths);
    let read = |path: PathBuf| {
        source(&path.display().to_string(), &String::from_utf8_lossy(&fs::read(&path).unwrap()))
    };
    paths.into_iter().map(read).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, paths);
        } else if path.file_name().unwrap().to_string_lossy().contains(".strace") {
            paths.push(path);
        }
    }
}

/// Prints which captures lost lines, and returns lines and lost lines.
fn count(captures: &[Source]) -> (u32, u32) {
    let (mut lines, mut lost) = (0, 0);
    for source in captures {
        let trace = read(source);
        for unparsed in &trace.unparsed {
            println!("{}:{} {}", source.name, unparsed.line, unparsed.reason);
        }
        lines += source.line_count();
        lost += u32::try_from(trace.unparsed.len()).unwrap();
    }
    println!("{lost} of {lines} lines in {} captures are unparsed", captures.len());
    (lines, lost)
}

#[test]
fn every_option_of_strace_is_read_whole() {
    let captures = captures("samples/strace");
    assert!(captures.len() > 80, "the samples are missing");
    let (_, lost) = count(&captures);
    assert_eq!(lost, 0);
}

#[test]
fn every_case_is_read_whole() {
    let captures = captures("cases");
    assert!(captures.len() > 100, "the cases are missing");
    let (_, lost) = count(&captures);
    assert_eq!(lost, 0);
}

#[test]
fn the_first_seed_is_accounted_for() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/cache-disk-full-appendix.txt");
    let source = source("appendix", &fs::read_to_string(path).unwrap());
    let trace = read(&source);
    // Two traces, broken lines and headings in another language, and nothing of it mended: most is read even so.
    let calls = trace.events.iter().filter(|event| matches!(event.kind, EventKind::Call(_))).count();
    assert!(calls > 90, "{calls} calls");
}

#[test]
fn every_line_of_a_trace_is_recognised() {
    for source in captures("samples/strace") {
        let trace = read(&source);
        let output: Vec<_> = trace
            .events
            .iter()
            .filter(|event| matches!(event.kind, EventKind::Output(_)))
            .map(|event| event.line)
            .collect();
        for (index, line) in source.lines.iter().enumerate() {
            let text = source.line_text(index);
            if text.is_empty() || output.contains(&line.number) {
                continue;
            }
            assert_ne!(strace::sniff::sniff(text), Sniff::No, "{}:{} {text}", source.name, line.number);
        }
    }
}
