//! Measures how fast a trace is read: `cargo run --example bench_read -- FILE...`

#![allow(clippy::print_stdout, reason = "printing is what it is for")]

use std::sync::Arc;
use std::time::Instant;

use analyzer::formats::strace;
use analyzer::source::{Line, Source, Span};

fn main() {
    for name in std::env::args().skip(1) {
        let bytes = match std::fs::read(&name) {
            Ok(bytes) => bytes,
            Err(error) => {
                println!("{name}: {error}");
                continue;
            }
        };
        let source = source(&name, String::from_utf8_lossy(&bytes).into_owned());
        let mut best = f64::INFINITY;
        let mut trace = strace::read(&source);
        for _ in 0..3 {
            let start = Instant::now();
            trace = strace::read(&source);
            best = best.min(start.elapsed().as_secs_f64());
        }
        let start = Instant::now();
        let mut arguments = 0;
        for id in 0..u32::try_from(trace.events.len()).unwrap_or(u32::MAX) {
            arguments += trace.call(id).map_or(0, |call| trace.arguments(call).list.len());
        }
        println!(
            "{name}: {} events, {} lines unparsed, {:.3} s, {:.0} MB/s; {arguments} arguments in {:.3} s",
            trace.events.len(),
            trace.unparsed.len(),
            best,
            mega(bytes.len()) / best,
            start.elapsed().as_secs_f64(),
        );
    }
}

#[allow(clippy::cast_precision_loss, reason = "a figure to read")]
fn mega(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

/// A source of that text, line by line.
fn source(name: &str, text: String) -> Source {
    let place = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end_matches(['\n', '\r']).len();
        lines.push(Line {
            span: Span { start: place(start), end: place(end) },
            number: place(lines.len() + 1),
            covers: 1,
        });
        start += line.len();
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
