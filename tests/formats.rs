//! Every format's samples are read without losing a line.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use analyzer::formats::strace;
use analyzer::source::{Line, Source, Span};

/// A source of that text, line by line, nothing mended.
fn source(name: &str, text: &str) -> Source {
    let mut lines = Vec::new();
    let mut start = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let end = start + line.len();
        let bare = line.trim_end_matches(['\n', '\r']).len();
        lines.push(Line {
            span: Span { start: u32::try_from(start).unwrap(), end: u32::try_from(start + bare).unwrap() },
            number: u32::try_from(index).unwrap() + 1,
            covers: 1,
        });
        start = end;
    }
    Source {
        name: name.to_owned(),
        piece: 0,
        role: None,
        format: strace::ID,
        closest: None,
        text: Arc::from(text),
        lines,
        mended: Vec::new(),
    }
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, out);
        } else if path.file_name().unwrap().to_string_lossy().contains(".strace") {
            out.push(path);
        }
    }
}

#[test]
fn no_line_of_a_trace_is_lost() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    files(&root.join("samples/strace"), &mut all);
    files(&root.join("cases"), &mut all);
    assert!(all.len() > 100, "the samples are missing");
    let (mut lines, mut unparsed) = (0, 0);
    for path in all {
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        let source = source(&path.to_string_lossy(), &text);
        let trace = strace::read(&source);
        let lost = u32::try_from(trace.unparsed.len()).unwrap();
        for event in &trace.events {
            if let analyzer::model::trace::EventKind::Output(span) = event.kind {
                println!(
                    "output {}:{} {:?}",
                    path.file_name().unwrap().display(),
                    event.line,
                    trace.str(span)
                );
            }
        }
        assert_eq!(trace.records + lost + trace.blank, source.line_count(), "{}", path.display());
        if lost > 0 {
            println!("{lost:5} {}", path.display());
            for line in trace.unparsed.iter().take(3) {
                println!("      {}:{} {}", line.line, line.reason, source.line_text(line.line as usize - 1));
            }
        }
        lines += source.line_count();
        unparsed += lost;
    }
    println!("{unparsed} of {lines} lines are unparsed");
}
