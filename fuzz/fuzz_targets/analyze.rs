//! The whole way, text in and report out: `cargo +nightly fuzz run analyze tests/samples/strace`.
//!
//! A zero byte separates pieces, so that one input may hold a normal and a failing trace and a log.
#![no_main]

use analyzer::source::{Input, Piece};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let pieces = bytes
        .split(|byte| *byte == 0)
        .enumerate()
        .map(|(index, bytes)| Piece { name: format!("piece-{index}"), role: None, bytes: bytes.to_vec() })
        .collect();
    let input = Input { pieces };
    let report = format!("{:?}", analyzer::analyze(&input));
    assert_eq!(report, format!("{:?}", analyzer::analyze(&input)), "the same input gives the same report");
});
