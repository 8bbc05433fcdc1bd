//! The strace reader alone: `cargo +nightly fuzz run strace tests/samples/strace`.
//!
//! Nothing panics, every line is accounted for, and whatever may be asked of a call can be asked.
#![no_main]

use std::sync::Arc;

use analyzer::formats::strace;
use analyzer::source::{Line, Source, Span};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let source = source(String::from_utf8_lossy(bytes).into_owned());
    let trace = strace::read(&source);
    let unparsed = u32::try_from(trace.unparsed.len()).unwrap_or(u32::MAX);
    assert_eq!(trace.records + unparsed + trace.blank, source.line_count());
    for id in 0..u32::try_from(trace.events.len()).unwrap_or(u32::MAX) {
        let Some(call) = trace.call(id) else { continue };
        trace.fd(call);
        trace.returned_fd(call);
        trace.path(call);
        trace.second_path(call);
        trace.socket_address(call);
        trace.payload(call);
        trace.errno(call);
        trace.auxiliary(call);
    }
    for index in 0..source.lines.len() {
        let line = source.line_text(index);
        strace::sniff::sniff(line);
        strace::sniff::is_complete_call(line);
        strace::sniff::split_point(line);
    }
});

/// A source of that text, line by line, nothing mended.
fn source(text: String) -> Source {
    let place = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end_matches(['\n', '\r']).len();
        let span = Span { start: place(start), end: place(end) };
        lines.push(Line { span, number: place(lines.len() + 1), covers: 1 });
        start += line.len();
    }
    Source {
        name: String::new(),
        piece: 0,
        role: None,
        format: strace::ID,
        closest: None,
        text: Arc::from(text),
        lines,
        mended: Vec::new(),
    }
}
