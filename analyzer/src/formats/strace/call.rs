//! The shape of a call's line: arguments, then a result or a mark, then perhaps nothing more.

use memchr::memrchr;

use crate::model::arguments::scan::{Open, arguments_end};
use crate::model::trace::Pid;

use super::reasons::{BAD_RESULT, NO_RESULT, Reason};
use super::result::Ending;

/// What a call's line says from the place behind its `(` on; places are offsets into the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Where the arguments end.
    pub arguments_end: usize,
    /// What follows them.
    pub tail: Tail,
}

/// What follows a call's arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tail {
    /// `= ...`; the result's text begins at `start`.
    Ended {
        /// What it says.
        ending: Ending,
        /// Where it begins.
        start: usize,
    },
    /// The call was left for later.
    Left(Mark),
    /// The text ends.
    Cut,
}

/// Marks with which strace leaves a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// `<unfinished ...>`: another process came between.
    Unfinished,
    /// `<pid changed to 18073 ...>`: the call goes on under that number (execve in a thread).
    PidChanged(Pid),
    /// `<detached ...>`, `<ptrace(SYSCALL):No such process>`: strace does not see its end.
    Lost,
}

impl Mark {
    /// The mark at the end of a line and where it begins.
    pub fn at_end(line: &str) -> Option<(usize, Self)> {
        // No mark is longer; what stands in the middle of a string is not at the end.
        let inner = line.strip_suffix('>')?;
        let open = memrchr(b'<', inner.as_bytes().get(inner.len().saturating_sub(80)..)?)?
            + inner.len().saturating_sub(80);
        let words = inner.get(open + 1..)?;
        let mark = match words {
            "unfinished ..." => Self::Unfinished,
            "detached ..." => Self::Lost,
            _ => match words.strip_prefix("pid changed to ") {
                Some(pid) => Self::PidChanged(pid.strip_suffix(" ...")?.parse().ok()?),
                None if words.starts_with("ptrace(") => Self::Lost,
                None => return None,
            },
        };
        Some((open, mark))
    }
}

impl Shape {
    /// Reads a line from `from` on, the place behind the call's `(` or behind `resumed>`.
    ///
    /// # Errors
    /// Says why it is no call. A call that is merely cut off is none: see [`Tail::Cut`].
    pub fn read(line: &str, from: usize) -> Result<Self, Reason> {
        let line = line.trim_ascii_end();
        if let Some((open, mark)) = Mark::at_end(line) {
            return Ok(Self { arguments_end: open, tail: Tail::Left(mark) });
        }
        match arguments_end(line.as_bytes(), from) {
            Ok(end) => match Self::ended(line, end) {
                Err(reason) => Self::from_the_end(line, from).ok_or(reason),
                shape => shape,
            },
            Err(Open::String) => Ok(Self { arguments_end: line.len(), tail: Tail::Cut }),
            Err(Open::Bracket | Open::Crossed) => {
                Ok(Self::from_the_end(line, from)
                    .unwrap_or(Self { arguments_end: line.len(), tail: Tail::Cut }))
            }
        }
    }

    /// The arguments end at `end`: reads what follows.
    fn ended(line: &str, end: usize) -> Result<Self, Reason> {
        let after = line.get(end + 1..).unwrap_or("").trim_ascii_start();
        if after.is_empty() {
            return Ok(Self { arguments_end: end, tail: Tail::Cut });
        }
        let result = after.strip_prefix('=').ok_or(NO_RESULT)?.trim_ascii_start();
        if result.is_empty() {
            return Ok(Self { arguments_end: end, tail: Tail::Cut });
        }
        let ending = Ending::read(result).ok_or(BAD_RESULT)?;
        Ok(Self { arguments_end: end, tail: Tail::Ended { ending, start: line.len() - result.len() } })
    }

    /// The last `) = result`, for lines whose brackets do not match: something else wrote into them.
    fn from_the_end(line: &str, from: usize) -> Option<Self> {
        let mut before = line.len();
        // Nothing behind a result holds more than a few `)`; more tries would only cost time.
        for _ in 0..8 {
            let end = from + memrchr(b')', line.as_bytes().get(from..before)?)?;
            if let Ok(shape @ Self { tail: Tail::Ended { .. }, .. }) = Self::ended(line, end) {
                return Some(shape);
            }
            before = end;
        }
        None
    }
}

/// How long the name of a call is that the text begins with, if `(` follows it; `???` is strace's own name for
/// what it could not read.
pub fn name_length(text: &[u8]) -> Option<usize> {
    let length =
        text.iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'?')).count();
    let named = text.first().is_some_and(|first| !first.is_ascii_digit());
    (named && (1..64).contains(&length) && text.get(length) == Some(&b'(')).then_some(length)
}

/// Splits what follows `<... ` into the name of the call that goes on and the rest behind ` resumed>`.
pub fn resumed(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.split_once(' ')?;
    Some((name, rest.strip_prefix("resumed>")?)).filter(|(name, _)| !name.is_empty())
}
