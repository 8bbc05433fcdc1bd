//! Times and sizes as configuration files write them.

/// A time as nginx writes it, in microseconds: `60s`, `1h 30m`, `500ms`, `75` (seconds).
///
/// nginx's documentation, "Configuration file measurement units". `None` for anything else.
pub fn nginx_time(text: &str) -> Option<i64> {
    time(text, 1_000_000)
}

/// A time as HAProxy writes it, in microseconds: `5s`, `500ms`, `3000` (milliseconds).
///
/// HAProxy's configuration manual, section 2.5 "Time format".
pub fn haproxy_time(text: &str) -> Option<i64> {
    time(text, 1_000)
}

/// Numbers with units, added up; a number without a unit counts as many microseconds as `bare`.
fn time(text: &str, bare: i64) -> Option<i64> {
    let mut rest = text.trim();
    let mut total = 0_i64;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: i64 = rest.get(..digits)?.parse().ok()?;
        rest = rest.get(digits..)?;
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let unit = match rest.get(..letters)? {
            "" => bare,
            "us" => 1,
            "ms" => 1_000,
            "s" => 1_000_000,
            "m" => 60_000_000,
            "h" => 3_600_000_000,
            "d" => 86_400_000_000,
            "w" => 604_800_000_000,
            _ => return None,
        };
        total = total.checked_add(number.checked_mul(unit)?)?;
        rest = rest.get(letters..)?.trim_start();
    }
    Some(total)
}

/// A size in bytes: `8k`, `1m`, `20g`, `4096`. `None` for anything else.
pub fn size(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number: u64 = text.get(..digits)?.parse().ok()?;
    let unit: u64 = match text.get(digits..)? {
        "" => 1,
        "k" | "K" => 1 << 10,
        "m" | "M" => 1 << 20,
        "g" | "G" => 1 << 30,
        "t" | "T" => 1 << 40,
        _ => return None,
    };
    number.checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        assert_eq!(nginx_time("60"), Some(60_000_000));
        assert_eq!(nginx_time("1h 30m"), Some(5_400_000_000));
        assert_eq!(nginx_time("500ms"), Some(500_000));
        assert_eq!(haproxy_time("3000"), Some(3_000_000));
        assert_eq!(nginx_time("$timeout"), None);
        assert_eq!(nginx_time(""), None);
    }

    #[test]
    fn sizes() {
        assert_eq!(size("8k"), Some(8192));
        assert_eq!(size("20g"), Some(20 << 30));
        assert_eq!(size("0"), Some(0));
        assert_eq!(size("off"), None);
        assert_eq!(size("99999999999999999999g"), None);
    }
}
