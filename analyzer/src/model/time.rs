//! Dates and times as numbers.

use crate::order::Flat;
use std::fmt::Write as _;

/// A point in time: microseconds since 1970, with what is known of its zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// Microseconds since 1970-01-01, in the zone of `offset`, or in the writer's own zone where that is unknown.
    pub local_micros: i64,
    /// Minutes east of UTC, where the line says it.
    pub offset: Option<i16>,
}

impl Stamp {
    /// A stamp from its parts; `None` if they are no date (month 1 to 12, day 1 to 31, and so on).
    pub fn of(
        date: (i64, u32, u32),
        time: (u32, u32, u32),
        micros: u32,
        offset: Option<i16>,
    ) -> Option<Self> {
        let (year, month, day) = date;
        let (hour, minute, second) = time;
        let valid = (1970..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=31).contains(&day)
            && hour < 24
            && minute < 60
            && second <= 60
            && micros < 1_000_000;
        if !valid {
            return None;
        }
        let seconds = days_from_civil(year, month, day) * 86_400
            + i64::from(hour) * 3600
            + i64::from(minute) * 60
            + i64::from(second);
        Some(Self { local_micros: seconds * 1_000_000 + i64::from(micros), offset })
    }

    /// Microseconds since 1970 in UTC; a stamp without a zone is taken for UTC.
    pub fn utc_micros(self) -> i64 {
        self.local_micros - i64::from(self.offset.unwrap_or(0)) * 60_000_000
    }
}

/// Days since 1970-01-01 of a date of the Gregorian calendar.
///
/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
fn days_from_civil(year: i64, month: u32, day: u32) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month = i64::from(month);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The year, month and day of that many days since 1970-01-01.
///
/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
pub fn civil(days: i64) -> (i64, u32, u32) {
    let shifted = days.saturating_add(719_468);
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let part = (5 * day_of_year + 2) / 153;
    let day = u32::try_from(day_of_year - (153 * part + 2) / 5 + 1).unwrap_or(1);
    let month = u32::try_from(if part < 10 { part + 3 } else { part - 9 }).unwrap_or(1);
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// How far a time moves if its year becomes another; 29 February becomes 1 March where there is none.
pub fn to_year(micros: i64, year: i64) -> i64 {
    let days = micros.div_euclid(DAY);
    let (_, month, day) = civil(days);
    days_from_civil(year, month, day).saturating_sub(days).saturating_mul(DAY)
}

/// Microseconds of a day.
pub const DAY: i64 = 86_400_000_000;

/// A time as RFC 3339 writes it, without the fraction where that is zero.
///
/// `offset` is the zone that `micros` of UTC are shown in; without it no zone is printed. Without `dated` it is the
/// time of day alone.
pub fn rfc3339(micros: i64, offset: Option<i16>, dated: bool) -> String {
    let shown = micros.saturating_add(i64::from(offset.unwrap_or(0)) * 60_000_000);
    let (year, month, day) = civil(shown.div_euclid(DAY));
    let seconds = shown.rem_euclid(DAY) / 1_000_000;
    let fraction = shown.rem_euclid(1_000_000);
    let mut text = if dated { format!("{year:04}-{month:02}-{day:02}T") } else { String::new() };
    let _ = write!(text, "{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if fraction != 0 {
        let _ = write!(text, ".{fraction:06}");
    }
    match offset {
        Some(0) => text.push('Z'),
        Some(offset) => text.push_str(&zone_text(offset)),
        None => {}
    }
    text
}

/// `+08:00`
pub fn zone_text(offset: i16) -> String {
    let sign = if offset < 0 { '-' } else { '+' };
    let minutes = offset.unsigned_abs();
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The number of an English month's short name, 1 to 12.
pub fn month_number(name: &str) -> Option<u32> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    MONTHS.iter().zip(1..).find(|(month, _)| **month == name).map(|(_, number)| number)
}

/// A date in words, whatever their order: `Sat Nov 21 01:33:06 2026` (ps, dmesg), `Sat 21 Nov 2026 09:33:06 AM CST`
/// (date), `Sat, 21 Nov 2026 01:46:37 GMT` (HTTP), `Nov 21 01:44:29 2026 GMT` (openssl), `2026年 11月 21日`.
/// `None` unless year, month, day and time of day are all told.
pub fn worded(text: &str) -> Option<Stamp> {
    let (mut year, mut month, mut day, mut clock, mut offset) = (None, None, None, None, None);
    let mut noon = None;
    for word in text.split([' ', ',', '\t']).filter(|word| !word.is_empty()).take(12) {
        let (digits, sign) = match word.char_indices().find(|(_, c)| !c.is_ascii_digit()) {
            Some((at, _)) => (word.get(..at)?, word.get(at..)?),
            None => (word, ""),
        };
        match (digits.len(), sign) {
            (4, "" | "年") => year = year.or(digits.parse::<i64>().ok()),
            (1 | 2, "月") => month = month.or(digits.parse().ok()),
            (1 | 2, "" | "日" | ".") => day = day.or(digits.parse().ok()),
            (1 | 2, _) if sign.starts_with(':') => clock = clock.or_else(|| time_of_day(word)),
            (0, "AM" | "PM") => noon = Some(sign),
            (0, "UTC" | "GMT" | "Z") => offset = Some(0),
            (0, _) if sign.starts_with(['+', '-']) => offset = offset.or(zone(word).0),
            (0, _) => month = month.or_else(|| month_number(word)),
            _ => {}
        }
    }
    let ((hour, minute, second), micros) = clock?;
    let hour = match noon {
        Some("AM") if hour == 12 => 0,
        Some("PM") if hour < 12 => hour + 12,
        _ => hour,
    };
    Stamp::of((year?, month?, day?), (hour, minute, second), micros, offset)
}

/// `HH:MM:SS[.frac]` or `HH:MM`, as hours, minutes and seconds, and microseconds.
pub fn time_of_day(word: &str) -> Option<((u32, u32, u32), u32)> {
    let (clock, fraction) = word.split_once(['.', ',']).unwrap_or((word, ""));
    let mut parts = clock.split(':').map(|part| part.parse::<u32>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    Some(((hour, minute, second), micros_of(fraction).unwrap_or(0)))
}

/// Microseconds of the digits behind a point; `None` if they are no digits.
pub fn micros_of(fraction: &str) -> Option<u32> {
    let six: String = fraction.chars().with("000000".chars()).take(6).collect();
    six.parse().ok()
}

/// `YYYY?MM?DD HH:MM:SS[.frac]` with any one-byte separators, at the start of `text`.
///
/// Gives the stamp and the length of what was read; reads a zone (`Z`, `+08:00`, `+0800`) behind it.
pub fn leading_stamp(text: &str) -> Option<(Stamp, usize)> {
    let year = number(text, 0, 4)?;
    let month = number(text, 5, 2)?;
    let day = number(text, 8, 2)?;
    let hour = number(text, 11, 2)?;
    let minute = number(text, 14, 2)?;
    let second = number(text, 17, 2)?;
    let separators = text.as_bytes();
    let is = |at: usize, allowed: &[u8]| separators.get(at).is_some_and(|byte| allowed.contains(byte));
    if !(is(4, b"/-") && is(7, b"/-") && is(10, b" T") && is(13, b":") && is(16, b":")) {
        return None;
    }
    let mut end = 19;
    let mut micros = 0;
    if is(end, b".,") {
        let behind = text.get(end + 1..)?;
        let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
        end += 1 + digits;
        micros = micros_of(behind.get(..digits)?)?;
    }
    let (offset, zone) = zone(text.get(end..).unwrap_or(""));
    let stamp = Stamp::of((i64::from(year), month, day), (hour, minute, second), micros, offset)?;
    Some((stamp, end + zone))
}

/// A zone at the start of `text`: minutes east of UTC and the length of what was read.
pub fn zone(text: &str) -> (Option<i16>, usize) {
    if text.starts_with('Z') {
        return (Some(0), 1);
    }
    let sign = match text.as_bytes().first() {
        Some(b'+') => 1,
        Some(b'-') => -1,
        _ => return (None, 0),
    };
    let colon = text.as_bytes().get(3) == Some(&b':');
    let minutes_at = if colon { 4 } else { 3 };
    let (Some(hours), Some(minutes)) = (number(text, 1, 2), number(text, minutes_at, 2)) else {
        return (None, 0);
    };
    let total = i16::try_from(hours * 60 + minutes).unwrap_or(0);
    (Some(sign * total), minutes_at + 2)
}

/// `len` digits at byte `at`, as a number.
fn number(text: &str, at: usize, len: usize) -> Option<u32> {
    let digits = text.get(at..at.checked_add(len)?)?;
    if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_days_over_leap_years() {
        let stamp = Stamp::of((2000, 3, 1), (0, 0, 0), 0, None).map(Stamp::utc_micros);
        assert_eq!(stamp, Some(951_868_800_000_000));
        let today = Stamp::of((2026, 11, 21), (1, 46, 35), 0, Some(0)).map(Stamp::utc_micros);
        assert_eq!(today, Some(1_795_225_595_000_000));
    }

    #[test]
    fn reads_dates_in_words_in_any_order() {
        let wanted = Stamp::of((2026, 11, 21), (13, 33, 6), 0, None);
        for text in [
            "Sat Nov 21 13:33:06 2026",
            "Sat 21 Nov 2026 01:33:06 PM CST",
            "2026年 11月 21日 星期六 13:33:06 CST",
        ] {
            assert_eq!(worded(text), wanted, "{text}");
        }
        let utc = wanted.map(|stamp| Stamp { offset: Some(0), ..stamp });
        assert_eq!(worded("Sat, 21 Nov 2026 13:33:06 GMT"), utc);
        assert_eq!(worded("Nov 21 13:33:06 2026 GMT"), utc);
        assert_eq!(worded("Nov 21 13:33:06"), None);
    }

    #[test]
    fn writes_what_it_read() {
        for text in ["2026-11-21T01:46:35.500000+08:00", "2000-02-29T23:59:59Z", "1999-12-31T00:00:00-03:30"]
        {
            let micros = leading_stamp(text).map(|(stamp, _)| (stamp.utc_micros(), stamp.offset));
            assert_eq!(micros.map(|(micros, offset)| rfc3339(micros, offset, true)).as_deref(), Some(text));
        }
        assert_eq!(rfc3339(3_723_000_000, None, false), "01:02:03");
    }

    #[test]
    fn another_year_is_a_whole_number_of_days_away() {
        let (stamp, _) =
            leading_stamp("2020-01-17T10:45:07").unwrap_or((Stamp { local_micros: 0, offset: None }, 0));
        let moved = stamp.local_micros + to_year(stamp.local_micros, 2021);
        assert_eq!(rfc3339(moved, None, true), "2021-01-17T10:45:07");
    }

    #[test]
    fn reads_zones() {
        let (stamp, len) = leading_stamp("2026-11-21T01:46:35.5+08:00 x")
            .unwrap_or((Stamp { local_micros: 0, offset: None }, 0));
        assert_eq!(len, 27);
        assert_eq!(stamp.offset, Some(480));
        assert_eq!(stamp.utc_micros(), 1_795_225_595_500_000 - 8 * 3_600_000_000);
    }

    #[test]
    fn refuses_what_is_no_date() {
        assert_eq!(leading_stamp("2026-13-21T01:46:35"), None);
        assert_eq!(leading_stamp("2026"), None);
        assert_eq!(leading_stamp("日日日日日日日日日日日"), None);
    }
}
