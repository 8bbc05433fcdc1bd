//! Recognises strace's output line by line, for those who cut a paste into blocks.

use crate::model::arguments::scan::arguments_end;

use crate::formats::Sniff;

use super::leader::Leader;
use super::result::Ending;

/// Says whether a line is strace's.
pub fn sniff(line: &str) -> Sniff {
    let leader = Leader::read(line.as_bytes());
    let rest = line.get(leader.end..).unwrap_or("");
    let marked = rest.trim_end();
    if (rest.starts_with("--- ") && marked.ends_with(" ---"))
        || (rest.starts_with("+++ ") && marked.ends_with(" +++"))
    {
        let inner = rest.get(4..).unwrap_or("");
        let known = ["SIG", "stopped by SIG", "exited with ", "killed by SIG", "superseded by execve"];
        return if known.iter().any(|start| inner.starts_with(start)) { Sniff::Certain } else { Sniff::No };
    }
    if rest.starts_with("<... ") && rest.contains(" resumed>") || rest.starts_with("strace: ") {
        return Sniff::Certain;
    }
    let Some(open) = call_opening(rest) else {
        let aside = [" > ", " | ", " * ", " = "].iter().any(|start| line.starts_with(start));
        return if aside { Sniff::Maybe } else { Sniff::No };
    };
    if marked.ends_with("<unfinished ...>") || marked.ends_with("<detached ...>") {
        return Sniff::Certain;
    }
    match arguments_end(rest.as_bytes(), open) {
        Ok(end) => match result_at(rest, end) {
            Some(_) => Sniff::Certain,
            None if leader.end > 0 => Sniff::Maybe,
            None => Sniff::No,
        },
        Err(_) => Sniff::Maybe,
    }
}

/// True unless the line begins a call whose quotes or brackets are still open where the line ends.
pub fn is_complete_call(line: &str) -> bool {
    let leader = Leader::read(line.as_bytes());
    let rest = line.get(leader.end..).unwrap_or("");
    let marked = rest.trim_end();
    if marked.ends_with("<unfinished ...>") || marked.ends_with("<detached ...>") {
        return true;
    }
    call_opening(rest).is_none_or(|open| arguments_end(rest.as_bytes(), open).is_ok())
}

/// Where a second call begins on the same line behind the first one's result: the place of its leader or name.
pub fn split_point(line: &str) -> Option<usize> {
    let leader = Leader::read(line.as_bytes());
    let rest = line.get(leader.end..)?;
    let end = arguments_end(rest.as_bytes(), call_opening(rest)?).ok()?;
    let result = result_at(rest, end)?;
    let tail = rest.get(result..)?;
    // A second call has a result of its own, so nothing but an `=` can be the sign of it.
    tail.contains(" = ").then_some(())?;
    let mut from = 0;
    while let Some(found) = tail.get(from..)?.find(' ') {
        let at = from + found + 1;
        if sniff(tail.get(at..)?) == Sniff::Certain && Ending::read(tail.get(..at)?).is_some() {
            return Some(leader.end + result + at);
        }
        from = at;
    }
    None
}

/// The place behind the `(` of a call, if a call is what the text begins with.
fn call_opening(text: &str) -> Option<usize> {
    let length = text
        .bytes()
        .take_while(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'_')
        .count();
    let name = text.as_bytes().get(..length)?;
    (name.first().is_some_and(|first| !first.is_ascii_digit()) && text.as_bytes().get(length) == Some(&b'('))
        .then_some(length + 1)
}

/// Where the result begins behind the `)` at `end`.
fn result_at(text: &str, end: usize) -> Option<usize> {
    let after = text.get(end + 1..)?.trim_start();
    let result = after.strip_prefix("= ").or_else(|| after.strip_prefix('='))?.trim_start();
    Ending::read(result).map(|_| text.len() - result.len())
}
