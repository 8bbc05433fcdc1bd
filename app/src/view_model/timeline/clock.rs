//! Times and lengths of time as people read them.

use std::fmt::Write as _;

use analyzer::model::time::{DAY, civil};

/// A second in microseconds.
pub const SECOND: i64 = 1_000_000;

/// How times are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Zone {
    /// Minutes east of UTC; `None` where no source says its zone.
    pub offset: Option<i64>,
    /// Times have a date.
    pub dated: bool,
}

impl Zone {
    /// A time in this zone, in microseconds.
    fn shown(self, at: i64) -> i64 {
        at.saturating_add(self.offset.unwrap_or(0).saturating_mul(60 * SECOND))
    }

    /// The day that a time lies in, counted from 1970.
    pub fn day(self, at: i64) -> i64 {
        self.shown(at).div_euclid(DAY)
    }

    /// `2026-11-21`; empty where no date is known.
    pub fn date(self, at: i64) -> String {
        if !self.dated {
            return String::new();
        }
        let (year, month, day) = civil(self.day(at));
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// `01:46:35.821`: with as many digits behind the point as a step of so many microseconds needs.
    pub fn clock(self, at: i64, step: i64) -> String {
        let time = self.shown(at).rem_euclid(DAY);
        let seconds = time / SECOND;
        let mut text = format!("{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
        if step < 60 * SECOND {
            // Writing to a text does not fail.
            let _ = write!(text, ":{:02}", seconds % 60);
        }
        let digits = match step {
            ..10 => 6,
            10..100 => 5,
            100..1_000 => 4,
            1_000..10_000 => 3,
            10_000..100_000 => 2,
            100_000..SECOND => 1,
            _ => 0,
        };
        if digits > 0 {
            let fraction = format!("{:06}", time % SECOND);
            text.push('.');
            text.push_str(fraction.get(..digits).unwrap_or_default());
        }
        text
    }

    /// A time with all that its source tells: seconds for a coarse one, and no zeros at the end of fractions.
    pub fn exact(self, at: i64, coarse: bool) -> String {
        let step = match at.rem_euclid(SECOND) {
            _ if coarse => SECOND,
            0 => 1_000,
            rest if rest % 1_000 == 0 => 1_000,
            _ => 1,
        };
        self.clock(at, step)
    }

    /// `UTC`, `UTC+08:00`; empty where it is not known.
    pub fn name(self) -> String {
        match self.offset {
            None => String::new(),
            Some(0) => "UTC".into(),
            Some(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                format!("UTC{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
        }
    }
}

/// A length of time: `31 µs`, `4.2 ms`, `768 ms`, `2.1 s`, `3 min 12 s`, `5 h 3 min`, `12 days`.
pub fn length(micros: i64) -> String {
    const MINUTE: i64 = 60 * SECOND;
    const HOUR: i64 = 60 * MINUTE;
    let two = |micros: i64, unit: i64, name: &str, part: i64, rest: &str| {
        let (whole, behind) = (micros / unit, micros % unit / part);
        if behind == 0 { format!("{whole} {name}") } else { format!("{whole} {name} {behind} {rest}") }
    };
    match micros.max(0) {
        micros @ 0..1_000 => format!("{micros} µs"),
        micros @ 1_000..10_000 => tenths(micros, 1_000, "ms"),
        micros @ 10_000..SECOND => format!("{} ms", micros / 1_000),
        micros @ SECOND..MINUTE => tenths(micros, SECOND, "s"),
        micros @ MINUTE..HOUR => two(micros, MINUTE, "min", SECOND, "s"),
        micros @ HOUR..DAY => two(micros, HOUR, "h", MINUTE, "min"),
        micros if micros < 2 * DAY => two(micros, DAY, "day", HOUR, "h"),
        micros => format!("{} days", micros / DAY),
    }
}

/// With one digit behind the point, unless that is zero.
fn tenths(micros: i64, unit: i64, name: &str) -> String {
    match micros % unit * 10 / unit {
        0 => format!("{} {name}", micros / unit),
        tenth => format!("{}.{tenth} {name}", micros / unit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: i64 = 1_795_225_595_821_000;

    #[test]
    fn times_have_as_many_digits_as_are_known() {
        let zone = Zone { offset: Some(0), dated: true };
        assert_eq!(zone.exact(AT, false), "01:46:35.821");
        assert_eq!(zone.exact(AT, true), "01:46:35");
        assert_eq!(zone.exact(AT + 7, false), "01:46:35.821007");
        assert_eq!((zone.clock(AT, 60 * SECOND), zone.date(AT)), ("01:46".into(), "2026-11-21".into()));
    }

    #[test]
    fn times_are_shown_in_their_zone() {
        let east = Zone { offset: Some(480), dated: true };
        assert_eq!((east.clock(AT, SECOND), east.name()), ("09:46:35".into(), "UTC+08:00".into()));
        let west = Zone { offset: Some(-210), dated: true };
        assert_eq!((west.clock(AT, SECOND), west.date(AT)), ("22:16:35".into(), "2026-11-20".into()));
        let bare = Zone { offset: None, dated: false };
        assert_eq!((bare.date(AT), bare.name()), (String::new(), String::new()));
    }

    #[test]
    fn lengths_read_well() {
        let told = [31, 4_200, 768_999, 2_100_000, 192_000_000, 18_180_000_000, 90_000_000_000, 31 * DAY];
        let told = told.map(length);
        let wanted =
            ["31 µs", "4.2 ms", "768 ms", "2.1 s", "3 min 12 s", "5 h 3 min", "1 day 1 h", "31 days"];
        assert_eq!(told, wanted);
        assert_eq!((length(-5), length(60 * SECOND)), ("0 µs".into(), "1 min".into()));
    }
}
