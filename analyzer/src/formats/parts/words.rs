//! A line cut into words: bare ones, `"quoted ones"`, and `[bracketed ones]`.

/// One word, with the place of what is inside of its quotes or brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'t> {
    /// The text inside.
    pub text: &'t str,
    /// Byte at which it begins.
    pub from: usize,
    /// One past its last byte.
    pub to: usize,
    /// What it stands in: `"`, `[`, or a space for nothing.
    pub quote: u8,
}

/// The words of a line, from byte `at` on.
#[derive(Debug, Clone)]
pub struct Words<'t> {
    line: &'t str,
    at: usize,
}

impl<'t> Words<'t> {
    /// The words from the start.
    pub fn of(line: &'t str) -> Self {
        Self { line, at: 0 }
    }

    /// The words from byte `at` on; none if that is no border of a character.
    pub fn from(line: &'t str, at: usize) -> Self {
        Self { line, at }
    }
}

impl<'t> Iterator for Words<'t> {
    type Item = Word<'t>;

    fn next(&mut self) -> Option<Word<'t>> {
        let bytes = self.line.as_bytes();
        while bytes.get(self.at).is_some_and(|byte| matches!(byte, b' ' | b'\t')) {
            self.at += 1;
        }
        let first = *bytes.get(self.at)?;
        let close = match first {
            b'"' => b'"',
            b'[' => b']',
            _ => b' ',
        };
        let from = if close == b' ' { self.at } else { self.at + 1 };
        let mut to = from;
        while let Some(&byte) = bytes.get(to) {
            if byte == close || (close == b' ' && byte == b'\t') {
                break;
            }
            // In quotes a backslash guards what follows it.
            to += if byte == b'\\' && close == b'"' { 2 } else { 1 };
        }
        let to = to.min(bytes.len());
        self.at = if close == b' ' { to } else { (to + 1).min(bytes.len()) };
        let quote = if close == b' ' { b' ' } else { first };
        Some(Word { text: self.line.get(from..to)?, from, to, quote })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_words_of_every_kind() {
        let line = "a [b c]  \"d \\\" e\" \"\" f";
        let words: Vec<(&str, u8)> = Words::of(line).map(|word| (word.text, word.quote)).collect();
        assert_eq!(words, [("a", b' '), ("b c", b'['), ("d \\\" e", b'"'), ("", b'"'), ("f", b' ')]);
    }

    #[test]
    fn takes_what_is_never_closed_to_the_end() {
        let words: Vec<&str> = Words::of("x \"open \\").map(|word| word.text).collect();
        assert_eq!(words, ["x", "open \\"]);
        assert_eq!(Words::of("日本 語").count(), 2);
    }
}
