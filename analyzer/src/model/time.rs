//! Dates and times as numbers.

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
    let six: String = fraction.chars().chain("000000".chars()).take(6).collect();
    Some(((hour, minute, second), six.parse().unwrap_or(0)))
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
        let digits: String = text.get(end + 1..)?.chars().take_while(char::is_ascii_digit).collect();
        end += 1 + digits.len();
        let six: String = digits.chars().chain("000000".chars()).take(6).collect();
        micros = six.parse().ok()?;
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
