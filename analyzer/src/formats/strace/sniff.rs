//! Recognises strace's output line by line, for those who cut a paste into blocks.

use super::aside::{detail, note, note_inside};
use super::call::{Mark, Shape, Tail, name_length, resumed};
use super::leader::Leader;
use super::mark::Marked;
use super::result::Ending;
use super::summary::{Table, is_heading};
use crate::formats::Sniff;
use crate::model::arguments::scan::arguments_end;

/// Says whether a line is strace's.
pub fn sniff(line: &str) -> Sniff {
    let leader = Leader::read(line.as_bytes());
    let event = line.get(leader.end..).unwrap_or("");
    if let Some(length) = name_length(event.as_bytes()) {
        return call(line, &leader, length);
    }
    if let Some(marked) = Marked::read(event) {
        return if marked.is_ok() { Sniff::Certain } else { Sniff::No };
    }
    let resumed = event.strip_prefix("<... ").and_then(resumed);
    if resumed.is_some() || note(event).is_some() || detail(line).is_some() {
        return Sniff::Certain;
    }
    if Table::header(line).is_some_and(|_| line.contains("calls")) || is_heading(line) {
        return Sniff::Certain;
    }
    if second_half(line) || table_row(line) { Sniff::Maybe } else { Sniff::No }
}

/// A line that begins with a name and `(`. Much source code does; a result or a leader tells it apart.
fn call(line: &str, leader: &Leader, length: usize) -> Sniff {
    let from = leader.end + length + 1;
    let lower = line
        .get(leader.end..leader.end + length)
        .is_some_and(|name| !name.bytes().any(|byte| byte.is_ascii_uppercase()));
    if note_inside(line).is_some() {
        return Sniff::Certain;
    }
    match Shape::read(line, from) {
        Ok(Shape { tail: Tail::Ended { .. }, .. }) if line.trim_ascii_end().ends_with(';') => Sniff::No,
        Ok(Shape { tail: Tail::Ended { .. } | Tail::Left(_), .. }) if lower => Sniff::Certain,
        Ok(Shape { tail: Tail::Cut, .. }) if lower || leader.end > 0 => Sniff::Maybe,
        Err(_) if leader.end > 0 => Sniff::Maybe,
        _ => Sniff::No,
    }
}

/// `) = 12`, `, child_tidptr=0x7f) = 5`, ` <unfinished ...>`: what is left of a call on the next line.
fn second_half(line: &str) -> bool {
    let line = line.trim_ascii_end();
    if Mark::at_end(line).is_some() {
        return true;
    }
    matches!(Shape::read(line, 0), Ok(Shape { tail: Tail::Ended { .. }, .. }))
        && Leader::read(line.as_bytes()).end == 0
        && !line.ends_with(';')
}

/// ` 37.04    0.000010          10         1         1 mkdir`, or the dashes around: figures and one name.
fn table_row(line: &str) -> bool {
    let line = line.trim_ascii();
    if line.bytes().all(|byte| matches!(byte, b'-' | b' ')) {
        return line.split(' ').filter(|dashes| dashes.len() >= 4).count() >= 2;
    }
    let figure = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let name = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let mut figures = 0;
    let mut names = 0;
    for word in line.split_ascii_whitespace() {
        if figure(word) {
            figures += 1;
        } else if name(word) {
            names += 1;
        } else {
            return false;
        }
    }
    names == 1 && (2..=11).contains(&figures)
}

/// True unless the line begins a call whose quotes or brackets are still open where the line ends.
///
/// True also where strace's own words or a mark end the line: what follows is on the next line in strace's own
/// output, and nothing is broken.
pub fn is_complete_call(line: &str) -> bool {
    let leader = Leader::read(line.as_bytes());
    let event = line.get(leader.end..).unwrap_or("");
    let Some(length) = name_length(event.as_bytes()) else { return true };
    if Mark::at_end(line.trim_ascii_end()).is_some() || note_inside(line).is_some() {
        return true;
    }
    let shape = Shape::read(line, leader.end + length + 1);
    !matches!(shape, Ok(Shape { tail: Tail::Cut, .. }))
}

/// Where a second call begins on the same line behind the first one's result: the place of its leader or name.
pub fn split_point(line: &str) -> Option<usize> {
    let leader = Leader::read(line.as_bytes());
    let event = line.get(leader.end..)?;
    let from = leader.end + name_length(event.as_bytes())? + 1;
    let end = arguments_end(line.as_bytes(), from).ok()?;
    let after = line.get(end + 1..)?;
    let result = after.trim_ascii_start().strip_prefix('=')?.trim_ascii_start();
    let start = line.len() - result.len();
    // A second call has a result or a mark of its own.
    (result.contains(" = ") || result.ends_with("...>")).then_some(())?;
    let mut from = 0;
    while let Some(found) = result.get(from..)?.find(' ') {
        let at = from + found + 1;
        if sniff(result.get(at..)?) == Sniff::Certain && Ending::read(result.get(..at)?).is_some() {
            return Some(start + at);
        }
        from = at;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::samples;

    #[test]
    fn samples_are_claimed() {
        for sample in samples::of("strace") {
            assert_eq!(sniff(sample), Sniff::Certain, "{sample}");
        }
    }

    #[test]
    fn others_are_not() {
        for line in [
            "",
            "2018/07/17 08:46:33 [crit] 7#7: pwritev() failed",
            "10.0.0.1 - - [17/Jul/2018:08:46:33 +0000] \"GET / HTTP/1.1\" 200 612",
            "x = foo(bar);",
            "int main(void)",
            "--- a/file.c",
            "+++ b/file.c",
            "-----BEGIN CERTIFICATE-----",
            "[root@host rpm]# strace -p 3904 -v",
            "异常调用堆栈",
            "for (i = 0; i < 3; i++)",
        ] {
            assert_eq!(sniff(line), Sniff::No, "{line}");
        }
    }

    #[test]
    fn broken_calls() {
        assert!(is_complete_call("read(3, \"x\", 1) = 1"));
        assert!(is_complete_call("read(3,  <unfinished ...>"));
        assert!(is_complete_call("clone(flags=SIGCHLDstrace: Process 5 attached"));
        assert!(!is_complete_call("sendfile(11, 14, [0] =>"));
        assert!(!is_complete_call("open(\"/etc/ngi"));
        assert!(is_complete_call("no call at all"));
    }

    #[test]
    fn two_calls_on_a_line() {
        let line = "sendfile(11, 14, [321] => [6111], 5790) = 5790 sendfile(11, 14, [0], 9) = -1 EAGAIN (Resource temporarily unavailable)";
        let at = split_point(line);
        assert!(
            at.and_then(|at| line.get(at..))
                .is_some_and(|second| second.starts_with("sendfile(11, 14, [0], 9)"))
        );
        assert_eq!(split_point("fcntl(4, F_GETFL) = 0x8000 (flags O_RDONLY|O_LARGEFILE)"), None);
        assert_eq!(split_point("read(3, \"a) = 3 close(3) = 0\", 1) = 1"), None);
    }
}
