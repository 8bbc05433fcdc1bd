//! What holds whatever is read: nothing panics, every line is accounted for, every span lies in the text.

#![allow(clippy::panic)]

use proptest::prelude::*;

use super::sniff::{is_complete_call, sniff, split_point};
use super::tests::read;
use crate::formats::samples;
use crate::model::arguments::{Argument, Arguments, Value};
use crate::model::trace::{Call, EventKind, Trace};
use crate::source::Span;

/// Asks everything that can be asked of a trace.
fn ask(text: &str) -> Result<(), TestCaseError> {
    let trace = read(text);
    let inside =
        |span: Span| span.start <= span.end && trace.str(span).len() == (span.end - span.start) as usize;
    let mut line = 0;
    for event in &trace.events {
        prop_assert!(event.line >= line, "events are ordered by line");
        line = event.line;
        prop_assert!(inside(event.text) && inside(event.comm));
        if let EventKind::Call(call) = &event.kind {
            prop_assert!(inside(call.args) && inside(call.args_rest) && inside(call.result));
            ask_call(&trace, call);
        }
    }
    let mut unparsed = 0;
    for one in &trace.unparsed {
        prop_assert!(one.line >= unparsed, "unparsed lines are ordered");
        unparsed = one.line;
    }
    for line in text.lines() {
        sniff(line);
        is_complete_call(line);
        if let Some(at) = split_point(line) {
            prop_assert!(line.get(at..).is_some_and(|second| !second.is_empty()));
        }
    }
    Ok(())
}

fn ask_call(trace: &Trace, call: &Call) {
    trace.fd(call);
    trace.returned_fd(call);
    trace.path(call);
    trace.second_path(call);
    trace.socket_address(call);
    trace.payload(call);
    trace.errno(call);
    trace.auxiliary(call);
    trace.arguments(call);
}

/// Every text within the arguments is a part of what was read.
fn within(arguments: &[Argument<'_>], whole: &str) {
    for argument in arguments {
        assert!(whole.contains(argument.text), "{:?} is no part of {whole:?}", argument.text);
        match &argument.value {
            Value::Struct(inner) | Value::Array(inner) | Value::Function { arguments: inner, .. } => {
                within(inner, whole);
            }
            Value::Text(quoted) => _ = quoted.bytes(),
            other => _ = other.number(),
        }
    }
}

/// A change to a line: what to put where, over how many characters.
fn damage() -> impl Strategy<Value = (usize, usize, String)> {
    let pieces = prop::sample::select(vec![
        "",
        "\"",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "<",
        ">",
        "\\",
        "=",
        " = ",
        ", ",
        "...",
        "\n",
        "/*",
        "*/",
        " <unfinished ...>",
        "é",
        "\u{a0}",
        "<... ",
        " resumed>",
        "--- ",
        "+++ ",
        "= -1 E",
        "999999999999999999999999",
        "0x",
        "-",
        "\x1b[3",
        "strace: Process 5 attached",
        "[pid ",
        " > ",
        " | ",
        "% time seconds calls syscall\n----",
    ]);
    (any::<usize>(), 0..6_usize, pieces.prop_map(str::to_owned))
}

fn damaged(line: &str, changes: &[(usize, usize, String)]) -> String {
    let mut characters: Vec<char> = line.chars().collect();
    for (at, length, text) in changes {
        let at = at % (characters.len() + 1);
        let end = (at + length).min(characters.len());
        characters.splice(at..end, text.chars());
    }
    characters.into_iter().collect()
}

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        ask(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn any_notation(text in prop::collection::vec(prop::sample::select("\"\\()[]{}<>=,.-|~@/* 0x7aN\n".chars().collect::<Vec<_>>()), 0..200)) {
        let text: String = text.into_iter().collect();
        within(&Arguments::read(&text).list, &text);
        ask(&format!("5 read({text}"))?;
    }

    #[test]
    fn damaged_lines(
        lines in prop::collection::vec((prop::sample::select(samples::of("strace")), prop::collection::vec(damage(), 0..4)), 1..12)
    ) {
        let text: Vec<_> = lines.iter().map(|(line, changes)| damaged(line, changes)).collect();
        ask(&text.join("\n"))?;
    }

    #[test]
    fn strings_come_back(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        // As strace prints them: the shortest octal escape, three digits if a digit follows.
        let mut printed = String::from("\"");
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                b'"' | b'\\' => printed.extend(['\\', char::from(*byte)]),
                b'\n' => printed.push_str("\\n"),
                b' '..=b'~' => printed.push(char::from(*byte)),
                _ if bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => printed.extend([format!("\\{byte:03o}")]),
                _ => printed.extend([format!("\\{byte:o}")]),
            }
        }
        printed.push('"');
        let arguments = Arguments::read(&printed);
        prop_assert_eq!(arguments.value(0).quoted().map(|quoted| quoted.bytes()), Some(bytes));
    }
}
