//! What users would otherwise run on the same files, and how fast a trace can be gone through at all.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use imara_diff::{Algorithm, Diff, InternedInput};

use super::{RUNS, clock, measured, median};

/// A folder for what other programs read; it goes with this value.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// A new folder.
    pub fn new() -> std::io::Result<Self> {
        let path = std::env::temp_dir().join(format!("syscause-bench-{}", std::process::id()));
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    /// Writes a file.
    pub fn write(&self, name: &str, bytes: &[u8]) -> std::io::Result<PathBuf> {
        let path = self.0.join(name);
        fs::write(&path, bytes)?;
        Ok(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The processor time of a program, all its threads together; `None` where it is not installed.
pub fn program(name: &str, arguments: &[&Path]) -> Option<Duration> {
    run(name, arguments)?;
    let times = (0..RUNS).filter_map(|_| run(name, arguments));
    Some(median(times.collect()))
}

fn run(name: &str, arguments: &[&Path]) -> Option<Duration> {
    let before = clock::children();
    let mut command = Command::new(name);
    command.args(arguments).stdin(File::open("/dev/null").ok()?).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().ok()?;
    Some(clock::children().saturating_sub(before))
}

/// A scan of all bytes: how many lines there are.
pub fn byte_scan(bytes: &[u8]) -> Duration {
    measured(|| bytes, |bytes| black_box(bytes.iter().map(|byte| usize::from(*byte == b'\n')).sum::<usize>()))
}

/// What reading a trace takes at least: the end of every line, its leader, the call's name, and its result.
pub fn bare_scan(bytes: &[u8]) -> Duration {
    measured(
        || bytes,
        |bytes| black_box(bytes.split(|byte| *byte == b'\n').map(bare_line).fold(0, u64::wrapping_add)),
    )
}

/// Process, name and result of a line as one number.
fn bare_line(line: &[u8]) -> u64 {
    let leader = line.iter().take_while(|byte| matches!(byte, b'0'..=b'9' | b' ' | b':' | b'.')).count();
    let rest = line.get(leader..).unwrap_or(&[]);
    let pid = line
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .fold(0_u64, |pid, byte| pid * 10 + u64::from(byte - b'0'));
    let name = rest.iter().take_while(|byte| **byte != b'(');
    let name = name.fold(0_u64, |name, byte| name.wrapping_mul(31) ^ u64::from(*byte));
    let result = rest.iter().rev().take_while(|byte| **byte != b'=');
    let result = result.fold(0_u64, |result, byte| result.wrapping_mul(31) ^ u64::from(*byte));
    pid ^ name ^ result
}

/// A trace as one would write it anew for `diff`: without leaders, every number the same.
pub fn normalised(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for line in String::from_utf8_lossy(bytes).lines() {
        let event = line.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | ':' | '.'));
        let mut digits = false;
        for character in event.chars() {
            if !character.is_ascii_digit() {
                out.push(character);
            } else if !digits {
                out.push('N');
            }
            digits = character.is_ascii_digit();
        }
        out.push('\n');
    }
    out
}

/// What a comparison by keys would look at: call and errno of every line.
pub fn keys(normalised: &str) -> String {
    let mut out = String::new();
    for line in normalised.lines() {
        let name = line.split('(').next().unwrap_or("");
        let errno = line.rsplit("= -N ").next().filter(|rest| rest.starts_with('E')).unwrap_or("");
        let _ = writeln!(out, "{name} {}", errno.split(' ').next().unwrap_or(""));
    }
    out
}

/// A histogram diff of keys, keys given.
pub fn histogram(normal: &str, failing: &str) -> Duration {
    measured(
        || (),
        |()| {
            let input = InternedInput::new(normal, failing);
            black_box(Diff::compute(Algorithm::Histogram, &input).count_additions())
        },
    )
}
