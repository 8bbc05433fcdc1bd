//! Dates and times in every form that logs use.
//!
//! ```text
//! 2026-11-21T01:32:22.923Z   2026/11/21 01:32:22   2026-11-21 01:32:22,923   20261121 01:32:22
//! 21/Nov/2026:01:32:26 +0000   21-Nov-2026 01:40:25.123   Sat Nov 21 01:44:29.123 2026   Nov 21, 2026 1:44:29 AM
//! Nov 21 01:56:37   E1121 01:02:03.456789   01:02:03.456   1795224746.123   1795224746123
//! ```
//!
//! A form without a year counts as 1970 and a bare time of day as 1970-01-01: only lines of the same kind can be
//! compared with them.

use crate::model::time::{Stamp, leading_stamp, month_number, zone};

/// A date with its year at the start of `text`, in any form, and the length of what was read.
pub fn dated(text: &str) -> Option<(Stamp, usize)> {
    let numeric = || {
        let (stamp, end) = leading_stamp(text)?;
        if stamp.offset.is_some() {
            return Some((stamp, end));
        }
        let (offset, length) = spaced_zone(text.get(end..).unwrap_or(""));
        Some((Stamp { offset, ..stamp }, end + length))
    };
    numeric()
        .or_else(|| day_first(text))
        .or_else(|| weekday_first(text))
        .or_else(|| month_first(text))
        .or_else(|| compact(text))
}

/// ` +0000`, ` UTC`, behind a space.
fn spaced_zone(text: &str) -> (Option<i16>, usize) {
    let Some(behind) = text.strip_prefix(' ') else { return (None, 0) };
    if behind.starts_with("UTC") || behind.starts_with("GMT") {
        return (Some(0), 4);
    }
    match zone(behind) {
        (Some(offset), length) if !behind.starts_with('Z') => (Some(offset), length + 1),
        _ => (None, 0),
    }
}

/// `21/Nov/2026:01:32:26 +0000`, `21/Nov/2026:01:40:47.616`, `21-Nov-2026 01:40:25.123`
pub fn day_first(text: &str) -> Option<(Stamp, usize)> {
    let (day, at) = digits(text, 0, 2)?;
    let month = month_number(text.get(at + 1..at + 4)?)?;
    let (year, at) = digits(text, at + 5, 4)?;
    if !matches!(text.as_bytes().get(at)?, b':' | b' ') {
        return None;
    }
    let (time, micros, at) = clock(text, at + 1)?;
    let (offset, length) = spaced_zone(text.get(at..)?);
    Some((Stamp::of((i64::from(year), month, day), time, micros, offset)?, at + length))
}

/// `Sat Nov 21 01:44:29 2026`, also with a fraction behind the seconds.
pub fn weekday_first(text: &str) -> Option<(Stamp, usize)> {
    let weekday =
        ["Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun "].iter().any(|day| text.starts_with(day));
    if !weekday {
        return None;
    }
    let month = month_number(text.get(4..7)?)?;
    let (day, at) = digits(text, skip(text, 7), 2)?;
    let (time, micros, at) = clock(text, skip(text, at))?;
    let (year, at) = digits(text, skip(text, at), 4)?;
    Some((Stamp::of((i64::from(year), month, day), time, micros, None)?, at))
}

/// `Nov 21, 2026 1:44:29 AM` (`java.util.logging`)
fn month_first(text: &str) -> Option<(Stamp, usize)> {
    let month = month_number(text.get(..3)?)?;
    let (day, at) = digits(text, skip(text, 3), 2)?;
    let (year, at) = digits(text, at + text.get(at..)?.starts_with(", ").then_some(2)?, 4)?;
    let (mut time, micros, at) = clock(text, skip(text, at))?;
    let half = text.get(at..)?;
    let length = match (half.starts_with(" AM"), half.starts_with(" PM")) {
        (true, _) if time.0 == 12 => {
            time.0 = 0;
            3
        }
        (_, true) if time.0 < 12 => {
            time.0 += 12;
            3
        }
        (false, false) => 0,
        _ => 3,
    };
    Some((Stamp::of((i64::from(year), month, day), time, micros, None)?, at + length))
}

/// `20261121 01:32:22`, `20261121-01:32:22`
fn compact(text: &str) -> Option<(Stamp, usize)> {
    let (date, at) = digits(text, 0, 8).filter(|(_, at)| *at == 8)?;
    if !matches!(text.as_bytes().get(at)?, b' ' | b'-' | b'T') {
        return None;
    }
    let (time, micros, at) = clock(text, at + 1)?;
    Some((Stamp::of((i64::from(date / 10_000), date / 100 % 100, date % 100), time, micros, None)?, at))
}

/// `Nov 21 01:56:37` (syslog), without a year.
pub fn without_year(text: &str) -> Option<(Stamp, usize)> {
    let month = month_number(text.get(..3)?)?;
    let (day, at) = digits(text, skip(text, 3), 2)?;
    let (time, micros, at) = clock(text, skip(text, at))?;
    Some((Stamp::of((1970, month, day), time, micros, None)?, at))
}

/// `E1121 01:02:03.456789` (glog and klog), with or without a year: how grave it is stands in the letter.
pub fn lettered(text: &str) -> Option<(Stamp, usize)> {
    if !matches!(text.as_bytes().first()?, b'I' | b'W' | b'E' | b'F') {
        return None;
    }
    let (date, at) = digits(text, 1, 8)?;
    let date = match at {
        5 => (1970, date / 100, date % 100),
        9 => (i64::from(date / 10_000), date / 100 % 100, date % 100),
        _ => return None,
    };
    let (time, micros, at) = clock(text, at + text.get(at..)?.starts_with(' ').then_some(1)?)?;
    Some((Stamp::of(date, time, micros, None)?, at))
}

/// `01:02:03.456`, a time of day.
pub fn time_of_day(text: &str) -> Option<(Stamp, usize)> {
    let (time, micros, at) = clock(text, 0)?;
    Some((Stamp::of((1970, 1, 1), time, micros, None)?, at))
}

/// A date as the value of a field: any form with a year, or seconds, milliseconds or more since 1970.
pub fn value(text: &str) -> Option<Stamp> {
    if let Some((stamp, _)) = dated(text) {
        return Some(stamp);
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let number: i64 = whole.parse().ok()?;
    let scale = match whole.len() {
        9 | 10 => 1_000_000,
        13 => 1000,
        16 => 1,
        19 => return Some(Stamp { local_micros: number / 1000, offset: Some(0) }),
        _ => return None,
    };
    let below = if scale == 1_000_000 { fraction_micros(fraction)? } else { 0 };
    Some(Stamp { local_micros: number.checked_mul(scale)?.checked_add(i64::from(below))?, offset: Some(0) })
}

/// `HH:MM:SS` with an optional fraction behind `.` or `,` at byte `at`; the hour may have one digit.
fn clock(text: &str, at: usize) -> Option<((u32, u32, u32), u32, usize)> {
    let (hour, at) = digits(text, at, 2)?;
    let (minute, at) = digits(text, at + text.get(at..)?.starts_with(':').then_some(1)?, 2)?;
    let (second, at) = digits(text, at + text.get(at..)?.starts_with(':').then_some(1)?, 2)?;
    if !text.get(at..)?.starts_with(['.', ',']) {
        return Some(((hour, minute, second), 0, at));
    }
    let fraction = text.get(at + 1..)?;
    let length = fraction.bytes().take_while(u8::is_ascii_digit).count();
    let micros = fraction_micros(fraction.get(..length)?)?;
    Some(((hour, minute, second), micros, if length == 0 { at } else { at + 1 + length }))
}

/// The digits behind the point of a number of seconds, as microseconds.
fn fraction_micros(digits: &str) -> Option<u32> {
    let mut micros = 0_u32;
    for at in 0..6 {
        let digit = digits.as_bytes().get(at).copied().unwrap_or(b'0');
        micros = micros * 10 + u32::from(digit.checked_sub(b'0').filter(|digit| *digit < 10)?);
    }
    Some(micros)
}

/// At least one digit and at most `most` at byte `at`: their number, and where they end.
fn digits(text: &str, at: usize, most: usize) -> Option<(u32, usize)> {
    let rest = text.get(at..)?;
    let length = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    Some((rest.get(..length)?.parse().ok()?, at + length))
}

/// Where the spaces that begin at byte `at` end.
fn skip(text: &str, at: usize) -> usize {
    at + text.get(at..).map_or(0, |rest| rest.bytes().take_while(|byte| *byte == b' ').count())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-21T01:44:29.5Z
    const MOMENT: i64 = 1_795_225_469_500_000;

    #[test]
    fn every_form_with_a_year_is_the_same_moment() {
        for text in [
            "2026-11-21T01:44:29.5Z x",
            "2026-11-21 01:44:29,500 +0000] x",
            "2026/11/21 01:44:29.500000",
            "2026-11-21 09:44:29.5 +08:00 [ERR]",
            "21/Nov/2026:01:44:29.500 +0000] x",
            "21-Nov-2026 01:44:29.500 SEVERE",
            "Sat Nov 21 01:44:29.500000 2026] x",
            "Nov 21, 2026 1:44:29.5 AM x",
            "20261121 01:44:29.5",
        ] {
            let (stamp, length) = dated(text).unwrap_or((Stamp { local_micros: 0, offset: None }, 0));
            assert_eq!(stamp.utc_micros(), MOMENT, "{text}");
            assert!(text.get(..length).is_some_and(|read| !read.ends_with(' ')), "{text}");
        }
        assert_eq!(value("1795225469.5").map(Stamp::utc_micros), Some(MOMENT));
        assert_eq!(value("1795225469500").map(Stamp::utc_micros), Some(MOMENT));
    }

    #[test]
    fn forms_without_a_year() {
        let seconds =
            |stamp: Option<(Stamp, usize)>| stamp.map(|(stamp, _)| stamp.local_micros / 1_000_000 % 86_400);
        assert_eq!(seconds(without_year("Nov  1 01:44:29 host x[1]: y")), Some(6269));
        assert_eq!(seconds(lettered("E1121 01:44:29.123456    1 f.go:1] x")), Some(6269));
        assert_eq!(seconds(time_of_day("01:44:29.123 [main] ERROR x")), Some(6269));
        assert_eq!(seconds(dated("Nov 21, 2026 1:44:29 PM")), Some(6269 + 43_200));
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "2026",
            "21/Nov",
            "Nov 21",
            "99/Nov/2026:01:02:03",
            "Sat Nov 21 01:44",
            "20261121",
            "1234",
            "日日日日日日日日",
        ] {
            assert!(dated(text).is_none() && value(text).is_none(), "{text}");
        }
    }
}
