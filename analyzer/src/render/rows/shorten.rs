//! Texts made short enough for a cell, and numbers made readable.

use crate::order::Flat;

/// At most `most` characters of a text; what is cut out of the middle is an ellipsis. The end keeps more than
/// the beginning, because paths differ there.
pub fn middle(text: &str, most: usize) -> String {
    let count = text.chars().count();
    if count <= most {
        return text.to_owned();
    }
    let room = most.saturating_sub(1);
    let head = room / 3;
    let tail = room - head;
    let mut out: String = text.chars().take(head).collect();
    out.push('…');
    out.extend(text.chars().skip(count - tail));
    out
}

/// At most `most` characters of a text, an ellipsis behind it if there was more.
pub fn end(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).with(['…']).collect()
}

/// A length of time: `3.0 s`, `12 ms`, `31 µs`. Negative ones count as nothing.
pub fn duration(micros: i64) -> String {
    match micros {
        ..0 => "0 µs".into(),
        0..1000 => format!("{micros} µs"),
        1000..10_000 => format!("{}.{} ms", micros / 1000, micros / 100 % 10),
        10_000..1_000_000 => format!("{} ms", micros / 1000),
        1_000_000..60_000_000 => format!("{}.{} s", micros / 1_000_000, micros / 100_000 % 10),
        _ => format!("{} min {} s", micros / 60_000_000, micros / 1_000_000 % 60),
    }
}

/// A number of bytes, digits grouped from 10 000 on: `4096 B`, `46 750 B`.
pub fn bytes(count: i64) -> String {
    format!("{} B", grouped(count))
}

/// A number, digits grouped from 10 000 on.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && digits.len() > 4 && (digits.len() - at).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    if number < 0 { format!("-{out}") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_keep_their_ends() {
        assert_eq!(middle("/var/cache/nginx/48/002b4047d314", 16), "/var/…2b4047d314");
        assert_eq!(middle("short", 16), "short");
        assert_eq!(middle("日本語日本語", 4), "日…本語");
        assert_eq!((end("abcdef", 4), end("abc", 4)), ("abc…".into(), "abc".into()));
        assert_eq!((middle("abc", 0), end("abc", 0)), ("…".into(), "…".into()));
    }

    #[test]
    fn numbers_are_readable() {
        assert_eq!(bytes(46_750), "46 750 B");
        assert_eq!((bytes(4096), grouped(-12_345)), ("4096 B".into(), "-12 345".into()));
        assert_eq!(grouped(i64::MIN).chars().filter(char::is_ascii_digit).count(), 19);
        let times = [0, 31, 1500, 12_345, 3_000_000, 125_000_000, -1].map(duration);
        assert_eq!(times, ["0 µs", "31 µs", "1.5 ms", "12 ms", "3.0 s", "2 min 5 s", "0 µs"]);
    }
}
