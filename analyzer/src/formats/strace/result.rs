//! What stands behind the `=` of a call.

use crate::kernel::errno;
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
        let text = text.trim_ascii_end();
        let (length, duration) = duration(text);
        let text = text.get(..length).unwrap_or("").trim_ascii_end();
        let tampered = text.ends_with(')') && (text.contains("(DELAYED)") || text.contains("(INJECTED"));
        Some(Self { outcome: outcome(text)?, length: text.len(), duration, tampered })
    }
}

/// Where the text ends without the `<0.000031>` at its end, and what that says.
fn duration(text: &str) -> (usize, Option<Micros>) {
    let whole = (text.len(), None);
    let Some(inner) = text.strip_suffix('>') else { return whole };
    let digits = inner.bytes().rev().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let start = inner.len() - digits;
    let open = start.saturating_sub(1);
    if digits == 0 || text.as_bytes().get(open) != Some(&b'<') {
        return whole;
    }
    // `3<5>` is a descriptor whose name is a number.
    let apart = open == 0 || text.as_bytes().get(open - 1) == Some(&b' ');
    let (length, micros) = seconds(inner.get(start..).unwrap_or("").as_bytes());
    if apart && length == digits { (open, Some(micros)) } else { whole }
}

fn outcome(text: &str) -> Option<Outcome> {
    if let Some(rest) = text.strip_prefix('?') {
        return Some(if rest.trim_ascii_start().starts_with("ERESTART") {
            Outcome::Restarting
        } else {
            Outcome::Unknown
        });
    }
    let length = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    let (word, rest) = text.split_at_checked(length)?;
    if word == "NULL" {
        return Some(Outcome::Returned(0));
    }
    let value = value(word)?;
    // A value ends the line, or a blank or a decoration follows it.
    if !matches!(rest.as_bytes().first(), None | Some(b' ' | b'\t' | b'<' | b'(')) {
        return None;
    }
    if value != -1 {
        return Some(Outcome::Returned(value));
    }
    let rest = rest.trim_ascii_start();
    if rest.starts_with('E') {
        let length = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
        let name = rest.get(..length)?;
        // Numbers without a name: `ERRNO_530`.
        let number = errno::number_of(name).or_else(|| name.strip_prefix("ERRNO_")?.parse().ok());
        return Some(Outcome::Failed(number.unwrap_or(0)));
    }
    if let Some(number) = rest.strip_prefix("(errno ") {
        return Some(Outcome::Failed(
            number.split(')').next().and_then(|number| number.parse().ok()).unwrap_or(0),
        ));
    }
    Some(Outcome::Returned(-1))
}

/// A result's number: decimal, `0x` hexadecimal, octal, and hexadecimal without `0x` as strace 4 prints it.
fn value(word: &str) -> Option<i64> {
    let (negative, digits) = match word.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, word),
    };
    let first = digits.bytes().next()?;
    if !first.is_ascii_hexdigit() {
        return None;
    }
    let magnitude = if let Some(hex) = digits.strip_prefix("0x") {
        u64::from_str_radix(hex, 16).ok()?
    } else if digits.len() > 1 && first == b'0' && digits.bytes().all(|byte| (b'0'..=b'7').contains(&byte)) {
        u64::from_str_radix(digits, 8).ok()?
    } else {
        digits
            .parse()
            .ok()
            .or_else(|| (digits.len() >= 6).then(|| u64::from_str_radix(digits, 16).ok()).flatten())?
    };
    let value = i64::try_from(magnitude).unwrap_or(i64::MAX);
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(text: &str) -> (Outcome, &str, Option<Micros>, bool) {
        let ending = Ending::read(text).unwrap();
        (ending.outcome, text.get(..ending.length).unwrap(), ending.duration, ending.tampered)
    }

    #[test]
    fn values() {
        assert_eq!(read("12288 <0.000031>"), (Outcome::Returned(12288), "12288", Some(31), false));
        assert_eq!(read("0x7f5fa0825000 <0.000128342>").0, Outcome::Returned(0x7f5f_a082_5000));
        assert_eq!(read("0xffffffffffffffff").0, Outcome::Returned(i64::MAX));
        assert_eq!(read("022").0, Outcome::Returned(0o22));
        assert_eq!(
            read("18005<demo> <0.000165>"),
            (Outcome::Returned(18005), "18005<demo>", Some(165), false)
        );
        assert_eq!(read("3</srv/a b> <0.000012>").1, "3</srv/a b>");
        assert_eq!(read("3<5>").2, None);
        assert_eq!(read("0x1 (flags FD_CLOEXEC) <0.000041>").1, "0x1 (flags FD_CLOEXEC)");
        assert_eq!(read("1 ([{fd=3, revents=POLLIN}])").0, Outcome::Returned(1));
        assert_eq!(
            read("0 (Timeout) <1.001122>"),
            (Outcome::Returned(0), "0 (Timeout)", Some(1_001_122), false)
        );
        assert_eq!(read("7f5fa0825000").0, Outcome::Returned(0x7f5f_a082_5000));
        assert!(read("13810 (DELAYED)").3);
        assert!(read("3 (INJECTED: args, retval)").3);
    }

    #[test]
    fn failures() {
        assert_eq!(read("-1 ENOSPC (No space left on device) <0.000031>").0, Outcome::Failed(28));
        assert_eq!(read("-1 ENOENT (No such file or directory) (INJECTED)").0, Outcome::Failed(2));
        assert_eq!(read("-1 EFOO (Unknown)").0, Outcome::Failed(0));
        assert_eq!(read("-1 (errno 530)").0, Outcome::Failed(530));
        assert_eq!(read("-1 ERRNO_530 (Unknown error 530)").0, Outcome::Failed(530));
        assert_eq!(
            read("? ERESTARTSYS (To be restarted if SA_RESTART is set) <0.026872>").0,
            Outcome::Restarting
        );
        assert_eq!(read("?").0, Outcome::Unknown);
        assert_eq!(read("? <unavailable>").0, Outcome::Unknown);
        assert_eq!(read("-1").0, Outcome::Returned(-1));
    }

    #[test]
    fn no_results() {
        for text in ["", "=", "x", "yes", "3x", "(none)"] {
            assert_eq!(Ending::read(text), None, "{text}");
        }
    }
}
