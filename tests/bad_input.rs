//! Input that is not two good traces: each gets a sentence that says what was seen and what is needed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs;

use analyzer::report::{Report, Verdict};
use analyzer::source::{Input, Piece, Role};
use syscause_tests::invariants;

fn case(file: &str) -> Vec<u8> {
    fs::read(xtask::root().join("tests/cases").join(file)).unwrap()
}

fn report(pieces: &[(&str, Option<Role>, &[u8])]) -> Report {
    let piece = |(name, role, bytes): &(&str, Option<Role>, &[u8])| Piece {
        name: (*name).to_string(),
        role: *role,
        bytes: bytes.to_vec(),
    };
    invariants::hold(&Input { pieces: pieces.iter().map(piece).collect() }).unwrap()
}

/// The report of one piece that cannot be used.
#[track_caller]
fn refused(bytes: &[u8], words: &[&str]) {
    let report = report(&[("thing", None, bytes)]);
    assert_eq!(report.verdict, Verdict::CannotTell, "{}", report.message);
    assert!(report.diagnoses.is_empty());
    assert_eq!(report.sources.len(), 1);
    let source = &report.sources[0];
    assert_eq!((source.format.as_str(), source.closest.as_deref()), ("unknown", Some("strace")));
    for word in ["thing", "strace -f"].iter().chain(words) {
        assert!(report.message.contains(word), "`{word}` is not in: {}", report.message);
    }
}

#[test]
fn nothing() {
    let report = report(&[]);
    assert_eq!(report.verdict, Verdict::CannotTell);
    assert!(report.message.contains("Nothing was given"), "{}", report.message);
    refused(b"", &["it is empty"]);
    refused(b" \n\n\t\r\n", &["nothing but blank lines"]);
    refused(b"\xef\xbb\xbf", &["it is empty"]);
}

#[test]
fn no_text() {
    refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", &["a PNG image", "paste the text"]);
    refused(b"\xff\xd8\xff\xe0\0\x10JFIF", &["a JPEG image"]);
    refused(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0", &["an ELF program"]);
    refused(b"\x1f\x8b\x08\0\0\0\0\0", &["a gzip archive", "unpack it"]);
    refused(&[0; 5000], &["binary data"]);
}

#[test]
fn text_without_a_trace() {
    refused(b"It does not work.\nPlease help.\n", &["no line in it is a system call"]);
    refused(b"strace -f -o out ./a\n", &["it is a command"]);
    refused(&vec![b'x'; 1 << 20], &["one line of 1.0 MB"]);
    refused(b"read(3, \"abc", &["no call in it is whole"]);
}

#[test]
fn one_trace_alone() {
    let normal = case("program-redis-refused/normal.strace");
    let well = report(&[("only.strace", None, &normal)]);
    assert_eq!(well.verdict, Verdict::NoFailureFound, "{}", well.message);
    assert!(well.message.contains("only.strace is the only trace"), "{}", well.message);
    assert!(well.message.contains("add the trace of the run that failed"), "{}", well.message);

    let failing = case("program-redis-refused/failing.strace");
    let ill = report(&[("only.strace", None, &failing)]);
    assert_ne!(ill.verdict, Verdict::NoFailureFound, "{}", ill.message);
    assert!(ill.message.contains("a run that worked"), "{}", ill.message);
}

#[test]
fn the_same_trace_twice() {
    let bytes = case("gateway-26-healthy-control/run-a.strace");
    let twice = report(&[("one", None, &bytes), ("two", None, &bytes)]);
    assert_eq!(twice.verdict, Verdict::NoFailureFound, "{}", twice.message);
    assert!(twice.message.contains("one and two are the same text"), "{}", twice.message);

    let other = case("gateway-26-healthy-control/run-b.strace");
    let alike = report(&[("one", None, &bytes), ("two", None, &other)]);
    assert_eq!(alike.verdict, Verdict::NoFailureFound, "{}", alike.message);
    assert!(alike.message.contains("the same but for values"), "{}", alike.message);
}

#[test]
fn a_trace_cut_in_the_middle_of_a_line() {
    let bytes = case("gateway-01-enospc-proxy-cache/failing.strace");
    let at = bytes.windows(9).position(|window| window == b"china_cac").unwrap();
    let cut = report(&[("cut.strace", None, &bytes[..at])]);
    assert!(cut.message.contains("cut.strace breaks off in the middle of line 8"), "{}", cut.message);

    let whole = report(&[("whole.strace", None, &bytes)]);
    assert!(!whole.message.contains("breaks off"), "{}", whole.message);
}

#[test]
fn only_context() {
    let bytes = case("gateway-26-healthy-control/run-a.strace");
    let context = report(&[("one", Some(Role::Context), &bytes)]);
    assert_eq!(context.verdict, Verdict::CannotTell);
    assert!(context.message.contains("named as context"), "{}", context.message);
}

#[test]
fn two_of_the_same_role() {
    let bytes = case("gateway-26-healthy-control/run-a.strace");
    let both = report(&[("one", Some(Role::Failing), &bytes), ("two", Some(Role::Failing), &bytes)]);
    assert!(both.message.contains("one and two are all named failing"), "{}", both.message);
}

#[test]
fn two_sources_of_one_name_are_told_apart() {
    let bytes = case("gateway-26-healthy-control/run-a.strace");
    let both = report(&[("paste", None, &bytes), ("paste", None, &bytes)]);
    let names: Vec<_> = both.sources.iter().map(|source| source.name.as_str()).collect();
    assert_eq!(names, ["paste", "paste (2)"]);
}
