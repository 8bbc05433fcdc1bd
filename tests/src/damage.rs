//! Real captures, damaged in the ways that people, terminals and files damage them.
//!
//! The same number gives the same input, on every machine.
#![allow(clippy::indexing_slicing, reason = "every index comes from dice thrown below the length")]

use std::fs;
use std::path::Path;

use analyzer::source::{Input, Piece, Role};

/// Captures to start from.
#[derive(Debug)]
pub struct Corpus {
    files: Vec<Vec<u8>>,
}

/// Captures longer than this are left out, so that many inputs are tried in a short time.
const LONGEST: usize = 64 * 1024;

impl Corpus {
    /// Reads the samples, the seeds and the cases below a folder.
    pub fn read(tests: &Path) -> Result<Self, String> {
        let mut files = Vec::new();
        for folder in ["samples", "seeds", "cases"] {
            collect(&tests.join(folder), &mut files)?;
        }
        if files.is_empty() { Err("there are no captures".into()) } else { Ok(Self { files }) }
    }

    fn pick(&self, dice: &mut Dice) -> &[u8] {
        self.files.get(dice.below(self.files.len())).map(Vec::as_slice).unwrap_or_default()
    }
}

fn collect(folder: &Path, files: &mut Vec<Vec<u8>>) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, files)?;
        } else if let Ok(bytes) = fs::read(&path)
            && bytes.len() <= LONGEST
            && path.file_name().is_some_and(|name| name != "case.toml")
        {
            files.push(bytes);
        }
    }
    Ok(())
}

/// One to three damaged captures, with and without roles.
pub fn damaged(corpus: &Corpus, seed: u64) -> Input {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let first = corpus.pick(&mut dice).to_vec();
    let mut pieces = Vec::new();
    for index in 0..=dice.below(3) {
        // Often the same capture twice: that is what a comparison makes most of.
        let mut bytes = if dice.below(2) == 0 { first.clone() } else { corpus.pick(&mut dice).to_vec() };
        for _ in 0..dice.below(6) {
            damage(&mut bytes, corpus, &mut dice);
        }
        let role = [None, Some(Role::Normal), Some(Role::Failing), Some(Role::Context)][dice.below(4)];
        pieces.push(Piece { name: format!("piece-{index}"), role, bytes });
    }
    Input { pieces }
}

fn damage(bytes: &mut Vec<u8>, corpus: &Corpus, dice: &mut Dice) {
    let at = dice.below(bytes.len() + 1);
    let end = (at + dice.below(200)).min(bytes.len());
    match dice.below(10) {
        0 => bytes.truncate(at),
        1 => drop(bytes.drain(..at)),
        2 => drop(bytes.drain(at..end)),
        3 => {
            let part = bytes[at..end].to_vec();
            bytes.splice(at..at, part);
        }
        4 => {
            let other = corpus.pick(dice);
            let from = dice.below(other.len() + 1);
            let to = (from + dice.below(2_000)).min(other.len());
            bytes.splice(at..at, other[from..to].iter().copied());
        }
        5 => {
            let garbage: Vec<u8> = (0..dice.below(12)).map(|_| dice.byte()).collect();
            bytes.splice(at..end.min(at + garbage.len()), garbage);
        }
        6 => {
            let odd = [
                &b"\""[..],
                b"(",
                b")",
                b"{",
                b"]",
                b", ",
                b" = ",
                b"<unfinished ...>",
                b"\\",
                b"\r\n",
                b"\0",
            ];
            bytes.splice(at..at, odd[dice.below(odd.len())].iter().copied());
        }
        7 => bytes.retain(|byte| *byte != b'\n' || dice.below(8) != 0),
        8 => {
            let digits = [&b"99999999999999999999"[..], b"-1", b"0", b"18446744073709551615", b"2147483648"];
            bytes.splice(at..at, digits[dice.below(digits.len())].iter().copied());
        }
        _ => {
            let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
            let (one, other) = (dice.below(lines.len().max(1)), dice.below(lines.len().max(1)));
            if one < lines.len() && other < lines.len() {
                lines.swap(one, other);
            }
            *bytes = lines.concat();
        }
    }
}

/// A small generator of numbers (xorshift64*): no randomness, only variety.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).unwrap_or(0)
    }

    fn byte(&mut self) -> u8 {
        (self.next() & 0xff) as u8
    }
}
