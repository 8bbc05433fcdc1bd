//! A quoted line, cut so that its end, where a call's result stands, is never what gets lost.

/// The part that may be shortened, and the result behind the last ` = `.
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
    let found = line.rfind(") = ").or_else(|| line.rfind(")  = ")).map(|at| at + 1);
    match found.and_then(|at| line.split_at_checked(at)) {
        Some((head, result)) if result.len() <= LONGEST_RESULT => {
            Quote { head, result, failed: result.trim_start_matches([' ', '=']).starts_with("-1") }
        }
        _ => Quote { head: line, result: "", failed: false },
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
        assert!(!cut("close(12) = 0").failed);
    }

    #[test]
    fn other_lines_stay_whole() {
        assert_eq!(cut("overlay 1.0M 1.0M 0 100% /cache").result, "");
        assert_eq!(cut("").head, "");
    }
}
