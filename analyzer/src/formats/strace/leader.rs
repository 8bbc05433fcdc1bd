//! The leader of a line: who, when, and with `-n` and `-i` which number and where.
//!
//! strace's `printleader` prints its parts in one fixed order:
//! pid, security context, absolute time, relative time, system call number, instruction pointer.

use crate::model::trace::{Clock, Micros, Pid};
use crate::seek;

/// Linux never gives out larger process numbers (`PID_MAX_LIMIT`, 2^22); a larger bare number is a time.
const PID_MAX: u64 = 4_194_304;

/// What stands before the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Leader {
    /// The process number, 0 where there is none.
    pub pid: Pid,
    /// The number stands bare at the start of the line: strace wrote to a file (`-o`) or had several `-p`.
    pub bare_pid: bool,
    /// `[pid N]`: strace wrote to the standard error stream.
    pub bracketed_pid: bool,
    /// Where the process's name stands, as `start, end`.
    pub comm: (usize, usize),
    /// Absolute time and what it counts.
    pub time: Option<(Clock, Micros)>,
    /// Time since the line before (`-r`).
    pub since: Option<Micros>,
    /// System call number (`-n`).
    pub number: Option<u16>,
    /// Where the event begins.
    pub end: usize,
}

impl Leader {
    /// Reads the leader of a line. What is no leader is left for the event.
    pub fn read(line: &[u8]) -> Self {
        let mut leader = Self::default();
        leader.pid(line);
        leader.context(line);
        leader.times(line);
        leader.number(line);
        leader.pointer(line);
        leader
    }

    fn rest<'l>(&self, line: &'l [u8]) -> &'l [u8] {
        line.get(self.end..).unwrap_or(b"")
    }

    fn pid(&mut self, line: &[u8]) {
        if let Some(rest) = line.strip_prefix(b"[pid") {
            let blanks = blanks(rest);
            let (digits, pid) = number(rest.get(blanks..).unwrap_or(b""));
            let at = 4 + blanks + digits;
            if digits == 0 || blanks == 0 {
                return;
            }
            let after = self.comm(line, at);
            let tail = line.get(after..).unwrap_or(b"");
            let Some(close) = memchr::memchr(b']', tail.get(..64.min(tail.len())).unwrap_or(b"")) else {
                self.comm = (0, 0);
                return;
            };
            self.pid = pid_of(pid);
            self.bracketed_pid = true;
            self.end = after + close + 1;
            self.end += blanks_at(line, self.end);
            return;
        }
        let (digits, pid) = number(line);
        if digits == 0 || pid == 0 || pid > PID_MAX {
            return;
        }
        let after = self.comm(line, digits);
        let mut blanks = blanks_at(line, after);
        if blanks == 0 {
            self.comm = (0, 0);
            return;
        }
        // `18004 /* 5 in strace's PID NS */`
        if let Some(comment) = line.get(after + blanks..)
            && comment.starts_with(b"/*")
            && let Some(length) = seek::find(comment, b"*/")
        {
            blanks += length + 2;
            blanks += blanks_at(line, after + blanks);
        }
        self.pid = pid_of(pid);
        self.bare_pid = true;
        self.end = after + blanks;
        // `18004      0 brk(...)`, `18004      0.000012 brk(...)`: the blanks pad a relative time.
    }

    /// Reads `<comm>` at `at` and returns the place behind it.
    fn comm(&mut self, line: &[u8], at: usize) -> usize {
        if line.get(at) != Some(&b'<') {
            return at;
        }
        let tail = line.get(at..).unwrap_or(b"");
        // A name has at most 15 bytes, each of which may be printed as an octal escape.
        match memchr::memchr(b'>', tail.get(..80.min(tail.len())).unwrap_or(b"")) {
            Some(end) => {
                self.comm = (at + 1, at + end);
                at + end + 1
            }
            None => at,
        }
    }

    /// `[unconfined_u:unconfined_r:unconfined_t:s0]` of `--secontext`.
    fn context(&mut self, line: &[u8]) {
        let Some(inner) = self.rest(line).strip_prefix(b"[") else { return };
        let len = inner
            .iter()
            .take_while(|byte| {
                byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':' | b'.' | b'-' | b',' | b'!')
            })
            .count();
        let word = inner.get(..len).unwrap_or(b"");
        let is_context = word.iter().any(|byte| matches!(byte, b'_' | b':'))
            || word.iter().any(|byte| matches!(byte, b'g'..=b'z'));
        if is_context && inner.get(len) == Some(&b']') && inner.get(len + 1) == Some(&b' ') {
            self.end += len + 3;
        }
    }

    fn times(&mut self, line: &[u8]) {
        let rest = self.rest(line);
        if let Some((length, time)) = time_of_day(rest) {
            self.time = Some((Clock::TimeOfDay, time));
            self.end += length;
        } else {
            let blanks = blanks(rest);
            let (length, time) = seconds(rest.get(blanks..).unwrap_or(b""));
            let after = blanks + length;
            if length > 0 && rest.get(after) == Some(&b' ') {
                if time > 100_000_000_000_000 {
                    self.time = Some((Clock::Epoch, time));
                } else {
                    self.since = Some(time);
                }
                self.end += after;
            } else {
                return;
            }
        }
        self.end += blanks_at(line, self.end);
        if let Some(inner) = self.rest(line).strip_prefix(b"(+") {
            let blanks = blanks(inner);
            let (length, time) = seconds(inner.get(blanks..).unwrap_or(b""));
            if length > 0 && inner.get(blanks + length) == Some(&b')') {
                self.since = Some(time);
                self.end += 2 + blanks + length + 1;
                self.end += blanks_at(line, self.end);
            }
        }
    }

    /// `[ 257] ` of `-n`.
    fn number(&mut self, line: &[u8]) {
        let Some(inner) = self.rest(line).strip_prefix(b"[") else { return };
        let blanks = blanks(inner);
        let (digits, value) = number(inner.get(blanks..).unwrap_or(b""));
        let length = blanks + digits;
        if (1..=4).contains(&digits)
            && inner.get(length) == Some(&b']')
            && inner.get(length + 1) == Some(&b' ')
        {
            self.number = u16::try_from(value).ok();
            self.end += length + 3;
        } else if inner.starts_with(b"????] ") {
            self.end += 7;
        }
    }

    /// `[00007fa7570e1ad7] ` of `-i`.
    fn pointer(&mut self, line: &[u8]) {
        let Some(inner) = self.rest(line).strip_prefix(b"[") else { return };
        let length = inner.iter().take_while(|byte| byte.is_ascii_hexdigit() || **byte == b'?').count();
        if (length == 16 || length == 8)
            && inner.get(length) == Some(&b']')
            && inner.get(length + 1) == Some(&b' ')
        {
            self.end += length + 3;
        }
    }
}

fn pid_of(number: u64) -> Pid {
    Pid::try_from(number).unwrap_or(0)
}

fn blanks(text: &[u8]) -> usize {
    text.iter().take_while(|byte| **byte == b' ' || **byte == b'\t').count()
}

fn blanks_at(line: &[u8], at: usize) -> usize {
    blanks(line.get(at..).unwrap_or(b""))
}

/// Digits at the start of the text: how many, and what they say.
pub fn number(text: &[u8]) -> (usize, u64) {
    let mut value = 0u64;
    let mut length = 0;
    for byte in text {
        if !byte.is_ascii_digit() {
            break;
        }
        value = value.saturating_mul(10).saturating_add(u64::from(byte - b'0'));
        length += 1;
    }
    (length, value)
}

/// `12`, `12.345678` at the start of the text: its length, and microseconds.
pub fn seconds(text: &[u8]) -> (usize, Micros) {
    let (digits, whole) = number(text);
    if digits == 0 {
        return (0, 0);
    }
    let (length, fraction) = fraction(text.get(digits..).unwrap_or(b""));
    let whole = Micros::try_from(whole).unwrap_or(Micros::MAX);
    (digits + length, whole.saturating_mul(1_000_000).saturating_add(fraction))
}

/// `.345678` at the start of the text: its length, and microseconds.
fn fraction(text: &[u8]) -> (usize, Micros) {
    let Some(digits) = text.strip_prefix(b".") else { return (0, 0) };
    let mut value = 0;
    let mut length = 0;
    for byte in digits {
        if !byte.is_ascii_digit() {
            break;
        }
        if length < 6 {
            value = value * 10 + Micros::from(byte - b'0');
        }
        length += 1;
    }
    for _ in length..6 {
        value *= 10;
    }
    if length == 0 { (0, 0) } else { (length + 1, value) }
}

/// `01:53:05`, `01:53:05.486069` followed by a blank: its length, and microseconds since midnight.
fn time_of_day(text: &[u8]) -> Option<(usize, Micros)> {
    let two = |at: usize| -> Option<Micros> {
        let (tens, ones) = (text.get(at)?, text.get(at + 1)?);
        (tens.is_ascii_digit() && ones.is_ascii_digit())
            .then(|| Micros::from(tens - b'0') * 10 + Micros::from(ones - b'0'))
    };
    let (hours, minutes, seconds) = (two(0)?, two(3)?, two(6)?);
    if text.get(2) != Some(&b':') || text.get(5) != Some(&b':') {
        return None;
    }
    let (length, micros) = fraction(text.get(8..)?);
    (text.get(8 + length) == Some(&b' '))
        .then_some((8 + length, ((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + micros))
}
