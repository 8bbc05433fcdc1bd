//! A quoted line, cut so that its end, where a call's result stands, is never what gets lost.

/// The part that may be shortened, the result behind the last `=`, and the remark behind that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote<'a> {
    /// The call.
    pub head: &'a str,
    /// ` = -1 ENOSPC`; empty where the line has no result.
    pub result: &'a str,
    /// What strace says of the result, ` (No space left on device)`; empty where it says nothing.
    pub remark: &'a str,
    /// The result is a failure.
    pub failed: bool,
}

/// Longest result that is kept whole, in bytes.
const LONGEST_RESULT: usize = 60;

/// Cuts a quoted line.
pub fn cut(line: &str) -> Quote<'_> {
    // strace pads short calls with spaces so that results stand below each other.
    let found = analyzer::seek::last(line, " = ").and_then(|at| line.split_at_checked(at));
    match found.map(|(head, result)| (head.trim_end(), result)) {
        Some((head, result)) if head.ends_with([')', '>']) && result.len() <= LONGEST_RESULT => {
            // The words for an errno, or how long the call took.
            let ends = [" (", " <"].into_iter().filter_map(|mark| result.find(mark)).min();
            let (result, remark) = ends.and_then(|at| result.split_at_checked(at)).unwrap_or((result, ""));
            Quote { head, result, remark, failed: result.starts_with(" = -1") }
        }
        _ => Quote { head: line, result: "", remark: "", failed: false },
    }
}

/// A line of a trace from its call on, without indent, process and time before it: what acts is what a short quote must
/// show. Other lines lose their indent only.
pub fn from_call(line: &str) -> &str {
    let line = line.trim_start();
    let mut rest = line;
    while let Some((_, after)) = rest.split_once(' ').filter(|(token, _)| is_leader(token)) {
        rest = after.trim_start();
    }
    let name = rest.trim_start_matches(|letter: char| {
        letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_'
    });
    let is_call = name.len() < rest.len() && name.starts_with('(');
    if is_call || rest.starts_with("<... ") || rest.starts_with("+++ ") || rest.starts_with("--- ") {
        rest
    } else {
        line
    }
}

/// True for what stands before a call: a process, `[pid`, a time.
fn is_leader(token: &str) -> bool {
    token == "[pid" || token.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b':' | b']' | b'['))
}

/// A sentence of the form `heading: the rest`, cut in two; the rest is empty where there is no heading.
pub fn headed(text: &str) -> (&str, &str) {
    match text.split_once(": ") {
        Some((heading, rest)) if heading.len() <= 60 && !heading.contains('`') => (heading, rest),
        _ => (text, ""),
    }
}

/// The end of a text, with `…` for what is left out; the whole of it if it has no more than `most` characters.
pub fn end_of(text: &str, most: usize) -> String {
    let left_out = text.chars().count().saturating_sub(most);
    if left_out == 0 {
        return text.to_string();
    }
    std::iter::once('…').chain(text.chars().skip(left_out + 1)).collect()
}

/// True for a duration that a reader should notice in a row of its own accord: a millisecond or more.
pub fn is_long(duration: &str) -> bool {
    !duration.is_empty() && !duration.ends_with("µs") && !duration.ends_with("ns")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_result_is_told_from_the_call() {
        let quote = cut("pwritev(14, [...], 3, 0) = -1 ENOSPC (No space left on device)");
        assert_eq!(quote.head, "pwritev(14, [...], 3, 0)");
        assert_eq!((quote.result, quote.remark), (" = -1 ENOSPC", " (No space left on device)"));
        assert!(quote.failed);
        assert_eq!(
            cut("close(12)           = 0"),
            Quote { head: "close(12)", result: " = 0", remark: "", failed: false }
        );
    }

    #[test]
    fn a_short_quote_begins_with_the_call() {
        for before in ["", "   ", "40    01:42:49.026866 ", "[pid  67] ", "1763 12:00:01 ", "     0.000028 "]
        {
            assert_eq!(from_call(&format!("{before}recv(11, 0) = 1")), "recv(11, 0) = 1", "{before}");
        }
        assert_eq!(from_call("67 <... read resumed>) = 0"), "<... read resumed>) = 0");
        assert_eq!(from_call("67 12:00:01 +++ exited with 1 +++"), "+++ exited with 1 +++");
        assert_eq!(from_call("  10: upstream pay {"), "10: upstream pay {");
        assert_eq!(from_call("2026/11/21 01:46:35 [crit] x(1)"), "2026/11/21 01:46:35 [crit] x(1)");
        assert_eq!(from_call("404 "), "404 ");
        assert_eq!(from_call(""), "");
    }

    #[test]
    fn how_long_a_call_took_is_a_remark() {
        let quote = cut("write(6, \"x\", 83) = 83 <0.000137>");
        assert_eq!((quote.result, quote.remark), (" = 83", " <0.000137>"));
        assert_eq!(cut("f() = -1 EAGAIN (Try again) <0.1>").remark, " (Try again) <0.1>");
    }

    #[test]
    fn a_long_path_keeps_its_end() {
        assert_eq!(end_of("/srv/data/item-000996.json", 16), "…tem-000996.json");
        assert_eq!(end_of("/短路径", 16), "/短路径");
        assert_eq!(end_of("/数据/非常长的路径/文件.json", 8), "…文件.json");
    }

    #[test]
    fn steps_may_have_a_heading() {
        assert_eq!(headed("The cache goes: it is removed"), ("The cache goes", "it is removed"));
        assert_eq!(headed("No heading here"), ("No heading here", ""));
    }

    #[test]
    fn other_lines_stay_whole() {
        assert_eq!(cut("set x = 1").result, "");
        assert_eq!(cut("overlay 1.0M 1.0M 0 100% /cache").result, "");
        assert_eq!(cut("").head, "");
    }
}
