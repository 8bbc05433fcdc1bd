//! A quoted line, cut so that its end, where a call's result stands, is never what gets lost.

/// The part that may be shortened, and the result behind the last `=`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote<'a> {
    /// The call.
    pub head: &'a str,
    /// ` = -1 ENOSPC (...)`; empty where the line has no result.
    pub result: &'a str,
    /// The result is a failure.
    pub failed: bool,
}

/// Longest result that is kept whole, in bytes.
const LONGEST_RESULT: usize = 60;

/// Cuts a quoted line.
pub fn cut(line: &str) -> Quote<'_> {
    // strace pads short calls with spaces so that results stand below each other.
    let found = line.rfind(" = ").and_then(|at| line.split_at_checked(at));
    match found.map(|(head, result)| (head.trim_end(), result)) {
        Some((head, result)) if head.ends_with([')', '>']) && result.len() <= LONGEST_RESULT => {
            Quote { head, result, failed: result.starts_with(" = -1") }
        }
        _ => Quote { head: line, result: "", failed: false },
    }
}

/// A sentence of the form `heading: the rest`, cut in two; the rest is empty where there is no heading.
pub fn headed(text: &str) -> (&str, &str) {
    match text.split_once(": ") {
        Some((heading, rest)) if heading.len() <= 60 && !heading.contains('`') => (heading, rest),
        _ => (text, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_result_is_told_from_the_call() {
        let quote = cut("pwritev(14, [...], 3, 0) = -1 ENOSPC (No space left on device)");
        assert_eq!(quote.head, "pwritev(14, [...], 3, 0)");
        assert!(quote.failed);
        assert_eq!(
            cut("close(12)           = 0"),
            Quote { head: "close(12)", result: " = 0", failed: false }
        );
    }

    #[test]
    fn other_lines_stay_whole() {
        assert_eq!(cut("set x = 1").result, "");
        assert_eq!(cut("overlay 1.0M 1.0M 0 100% /cache").result, "");
        assert_eq!(cut("").head, "");
    }
}
