//! What stands behind the `=` of a call.

use crate::kernel::errno::number_of;
use crate::model::arguments::integer;
use crate::model::trace::{Micros, Outcome};

use super::leader::seconds;

/// The part of a line behind the `= `.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    /// How the call ended.
    pub outcome: Outcome,
    /// How long the text is without the duration.
    pub length: usize,
    /// How long the call took.
    pub duration: Option<Micros>,
    /// `(INJECTED)` or `(DELAYED)`.
    pub tampered: bool,
}

impl Ending {
    /// Reads the text behind `= `; `None` if it is no result.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim_end();
        let (length, duration) = duration(text);
        let text = text.get(..length).unwrap_or("").trim_end();
        let tampered = text.ends_with("(DELAYED)") || text.contains(" (INJECTED");
        Some(Self { outcome: outcome(text)?, length: text.len(), duration, tampered })
    }
}

/// Where the text ends without the `<0.000031>` at its end, and what that says.
fn duration(text: &str) -> (usize, Option<Micros>) {
    let whole = (text.len(), None);
    let Some(inner) = text.strip_suffix('>') else { return whole };
    let Some(open) = inner.rfind('<') else { return whole };
    let digits = inner.get(open + 1..).unwrap_or("").as_bytes();
    let (length, micros) = seconds(digits);
    let apart = open == 0 || inner.as_bytes().get(open - 1) == Some(&b' ');
    if length > 0 && length == digits.len() && apart { (open, Some(micros)) } else { whole }
}

fn outcome(text: &str) -> Option<Outcome> {
    if let Some(rest) = text.strip_prefix('?') {
        return Some(if rest.trim_start().starts_with("ERESTART") {
            Outcome::Restarting
        } else {
            Outcome::Unknown
        });
    }
    let length = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    let word = text.get(..length)?;
    // Old straces print pointers without `0x`.
    let value = integer(word).or_else(|| hexadecimal(word))?;
    let rest = text.get(length..)?.trim_start();
    if value == -1 {
        if rest.starts_with('E') {
            let name = rest.split(|end: char| !end.is_ascii_alphanumeric()).next().unwrap_or("");
            return Some(Outcome::Failed(number_of(name).unwrap_or(0)));
        }
        if let Some(number) = rest.strip_prefix("(errno ") {
            return Some(Outcome::Failed(
                number.split(')').next().and_then(|number| number.parse().ok()).unwrap_or(0),
            ));
        }
    }
    Some(Outcome::Returned(value))
}

fn hexadecimal(word: &str) -> Option<i64> {
    let digits = word.strip_prefix("0x").unwrap_or(word);
    (digits.len() <= 16 && word.len() >= 4)
        .then(|| u64::from_str_radix(digits, 16).ok())
        .flatten()
        .map(|value| i64::try_from(value).unwrap_or(i64::MAX))
}
