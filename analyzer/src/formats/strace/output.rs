//! Output of the traced program that got into a capture from stderr.
//!
//! strace prints a call in two steps: name and arguments before the kernel acts, the result afterwards.
//! What the call itself writes to the same terminal comes between:
//! `write(2, "child alive\n", 12child alive`, and on the next line `) = 12`.

use crate::model::arguments::scan::string_end;

/// Where the arguments of a call really end, and the output that follows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spliced {
    /// Where the arguments end.
    pub arguments_end: usize,
    /// Where the output stands, if any of it is on the line.
    pub output: Option<(usize, usize)>,
}

/// Finds output behind the arguments of a call that writes. `text` is the line up to where its arguments seem to end,
/// `event` the line from the call's name on, `from` the place behind the call's `(`.
pub fn spliced(text: &str, event: &str, from: usize) -> Option<Spliced> {
    if !(event.starts_with("write(") || event.starts_with("writev(")) {
        return None;
    }
    let bytes = text.as_bytes();
    let mut place = from;
    let mut depth = 0u32;
    let mut last = None;
    // The last argument is a number behind the data: `..., 12` or `], 2`.
    while let Some(&byte) = bytes.get(place) {
        match byte {
            b'"' => {
                place = string_end(bytes, place)?;
                last = Some(place);
                continue;
            }
            b'[' | b'{' => depth += 1,
            b']' | b'}' => {
                depth = depth.checked_sub(1)?;
                last = Some(place + 1);
            }
            b',' if depth == 0 && last.is_some() => break,
            _ => {}
        }
        place += 1;
    }
    let rest = text.get(place..)?.strip_prefix(", ")?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let arguments_end = place + 2 + digits;
    if digits == 0 || arguments_end == text.trim_ascii_end().len() {
        return None;
    }
    Some(Spliced { arguments_end, output: Some((arguments_end, text.len())) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(line: &str) -> Option<(&str, &str)> {
        let spliced = spliced(line, line, line.find('(')? + 1)?;
        let (start, end) = spliced.output?;
        Some((line.get(..spliced.arguments_end)?, line.get(start..end)?))
    }

    #[test]
    fn output_behind_the_count() {
        let line = r#"write(2, "child alive\n", 12child alive"#;
        assert_eq!(output(line), Some((r#"write(2, "child alive\n", 12"#, "child alive")));
        let line = r#"write(1, "\x68\xc3\xa9", 3hé"#;
        assert_eq!(output(line), Some((r#"write(1, "\x68\xc3\xa9", 3"#, "hé")));
        let line = r#"writev(2, [{iov_base="a", iov_len=1}, {iov_base="b", iov_len=1}], 2ab"#;
        assert!(output(line).is_some_and(|(_, output)| output == "ab"));
    }

    #[test]
    fn no_output() {
        assert_eq!(output(r#"write(1, "row 1\n", 6"#), None);
        assert_eq!(output(r#"read(1, "row 1\n", 6x"#), None);
        assert_eq!(output(r#"write(1, "row 1"#), None);
    }
}
