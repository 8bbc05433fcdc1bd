//! Finds strings from which a paste took spaces: what cannot be mended is at least said.

use super::mends::Mends;
use crate::order::{Change, Map, Pick};
use crate::source::Line;

/// How many shortened strings there must be before their usual length says anything.
const ENOUGH: usize = 5;

/// Notes the lines whose shortened strings hold less than the others do.
///
/// strace shortens every string to the same number of bytes (`-s`, 32 unless told otherwise) and marks it with `...`
/// behind the quote; a marked string that is shorter has lost some, and web pages take away spaces.
/// Only asked for a paste that shows other damage.
pub fn spaces(text: &str, lines: &[Line], mends: &mut Mends) {
    let mut lengths: Map<usize, usize> = Map::default();
    let mut found = Vec::new();
    for line in lines {
        for string in shortened(line.span.of(text)) {
            let length = bytes_of(string);
            lengths.change(length, |count| *count += 1);
            if string.contains(' ') || string.contains("\\n") {
                found.push((line.number, length));
            }
        }
    }
    let total: usize = lengths.iter().map(|(_, count)| *count).sum();
    let Some((usual, count)) = lengths.iter().copied().greatest(|(_, count)| *count) else { return };
    if total < ENOUGH || count * 10 < total * 7 {
        return;
    }
    found.keep_if(|(_, length)| *length < usual);
    found.dedup_by_key(|(line, _)| *line);
    for (line, length) in found {
        mends.add(line, format!("spaces lost in a string: {length} of {usual} bytes are there"));
    }
}

/// The strings of a line that are followed by `...`, without their quotes.
fn shortened(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        loop {
            let begin = memchr::memchr(b'"', rest.as_bytes())? + 1;
            let string = rest.get(begin..)?;
            let end = string_length(string)?;
            let behind = string.get(end + 1..)?;
            rest = behind;
            if behind.starts_with("...") {
                return string.get(..end);
            }
        }
    })
}

/// Where the closing quote stands.
fn string_length(string: &str) -> Option<usize> {
    let bytes = string.as_bytes();
    let mut at = 0;
    loop {
        let found = at + memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes.get(found) == Some(&b'"') {
            return Some(found);
        }
        at = found + 2;
    }
}

/// How many bytes the program's string had: an escape such as `\n`, `\303` or `\x1b` is one.
fn bytes_of(string: &str) -> usize {
    let mut rest = string.as_bytes();
    let mut count = 0;
    while let Some((first, behind)) = rest.split_first() {
        count += 1;
        rest = behind;
        if *first != b'\\' {
            continue;
        }
        let length = match behind.first() {
            Some(b'0'..=b'7') => behind.iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count(),
            Some(b'x') => 3,
            _ => 1,
        };
        rest = behind.get(length..).unwrap_or(&[]);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_bytes_as_the_program_had_them() {
        assert_eq!(bytes_of(r#"a\n\0\303\251\x1b\"\\"#), 8);
        assert_eq!(shortened(r#"readv(1, [{"a\"b"..., 3}, {"c", 1}, {"d"..., 1}], 3) = 5"#).count(), 2);
    }
}
