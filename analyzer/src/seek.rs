//! Looks for one text in another, with one copy of the search for all who do.
//!
//! The standard library's search from behind and that of `memchr::memmem` are several KB each, and the page has to
//! travel.

/// Where a part begins in a text for the first time.
pub fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    // What texts hold least often is looked for: neither small letters nor digits nor blanks.
    let often = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b' ';
    let offset = part.iter().position(|byte| !often(*byte)).unwrap_or(0);
    let Some(rare) = part.get(offset) else { return Some(0) };
    let mut from = offset;
    while let Some(at) = memchr::memchr(*rare, text.get(from..)?) {
        let begin = from + at - offset;
        if text.get(begin..)?.starts_with(part) {
            return Some(begin);
        }
        from += at + 1;
    }
    None
}

/// Where a part begins in a text for the last time.
pub fn last(text: &str, part: &str) -> Option<usize> {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    let end = text.len().checked_sub(part.len())?;
    (0..=end).rev().find(|at| text.get(*at..).is_some_and(|rest| rest.starts_with(part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_and_the_last_place_are_found() {
        let text = "GET / HTTP/1.1\r\nGET /";
        for (part, places) in [
            ("GET", Some((0, 16))),
            ("T /", Some((2, 18))),
            ("\r\nG", Some((14, 14))),
            ("1", Some((11, 13))),
            ("", Some((0, 21))),
            ("GET / ", Some((0, 0))),
            ("GET / HTTP/2", None),
            ("/\n", None),
            ("GET / HTTP/1.1\r\nGET / ", None),
        ] {
            assert_eq!(find(text.as_bytes(), part.as_bytes()), places.map(|(first, _)| first), "{part}");
            assert_eq!(last(text, part), places.map(|(_, last)| last), "{part}");
        }
    }
}
