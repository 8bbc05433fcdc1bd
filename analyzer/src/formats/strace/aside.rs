//! What strace prints besides events: its own words, stack frames, dumps.

use crate::model::trace::DetailKind;
use crate::seek;

/// strace's own words at the start of a text, without `strace: `; `None` if they are not.
///
/// Before 4.11 strace said them without its name.
pub fn note(text: &str) -> Option<&str> {
    let text = text.trim_ascii_end();
    if let Some(words) = text.strip_prefix("strace: ") {
        return Some(words);
    }
    if let Some(inner) = text.strip_prefix("[ Process PID=") {
        return inner.ends_with(" mode. ]").then_some(text);
    }
    process_note(text).then_some(text)
}

/// `Process 4578 attached - interrupt to quit` and its kin.
fn process_note(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("Process ") else { return false };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let Some(words) = rest.get(digits..).and_then(|words| words.strip_prefix(' ')) else { return false };
    digits > 0 && ["attached", "detached", "suspended", "resumed"].iter().any(|word| words.starts_with(word))
}

/// The process and whether it came (`true`) or went, of a note such as `Process 26334 attached with 3 threads`.
pub fn coming_or_going(note: &str) -> Option<(u32, bool)> {
    let rest = note.strip_prefix("Process ")?;
    let (pid, words) = rest.split_once(' ')?;
    let pid = pid.split('<').next()?.parse().ok()?;
    match words.split([' ', '-']).next()? {
        "attached" => Some((pid, true)),
        "detached" => Some((pid, false)),
        _ => None,
    }
}

/// Where strace's words begin that got into the middle of a call:
/// `clone(flags=SIGCHLDstrace: Process 26334 attached`.
pub fn note_inside(line: &str) -> Option<usize> {
    let line = line.trim_ascii_end();
    if !(line.ends_with("attached") || line.ends_with("detached") || line.ends_with("threads")) {
        return None;
    }
    let at = seek::last(line, "strace: Process ")?;
    (at > 0).then_some(at)
}

/// A stack frame or a dump, as `-k`, `-e read` and `-e write` print them below an event.
///
/// Pasting may take the blank at the start of the line. A `>` quotes a line in mail and Markdown; a frame is told
/// from that by its end, `[0x14f0]` or a place in a source file.
pub fn detail(line: &str) -> Option<DetailKind> {
    let bare = line.strip_prefix(' ').unwrap_or(line);
    let body = bare.get(2..)?;
    let body = body.trim_ascii_end();
    match bare.get(..2)? {
        "> " => {
            let address = body.ends_with(']')
                && body
                    .rfind('[')
                    .is_some_and(|open| body.get(open..).is_some_and(|end| end.starts_with("[0x")));
            let place = body.contains("] ")
                && body.contains(" [0x")
                && body.rsplit(':').next().is_some_and(is_number);
            let error = body.starts_with("unexpected_backtracing_error") || body.ends_with("_error");
            (address || place || error).then_some(DetailKind::Frame)
        }
        "| " => {
            let digits = body.bytes().take_while(u8::is_ascii_hexdigit).count();
            let dump = digits >= 5 && body.get(digits..).is_some_and(|rest| rest.starts_with(' '));
            (dump || body.starts_with("<Cannot fetch ")).then_some(DetailKind::Dump)
        }
        "* " => body.contains(" bytes in buffer ").then_some(DetailKind::Dump),
        "= " => body.contains(" buffers in vector ").then_some(DetailKind::Dump),
        _ => None,
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes() {
        assert_eq!(note("strace: Process 18005 attached"), Some("Process 18005 attached"));
        assert_eq!(
            note("Process 4578 attached - interrupt to quit"),
            Some("Process 4578 attached - interrupt to quit")
        );
        let mode = "[ Process PID=18030 runs in 32 bit mode. ]";
        assert_eq!(note(mode), Some(mode));
        assert_eq!(note("Process 12 is fine"), None);
        assert_eq!(note("Processing"), None);
        assert_eq!(coming_or_going("Process 12 attached with 3 threads"), Some((12, true)));
        assert_eq!(coming_or_going("Process 12 detached"), Some((12, false)));
        assert_eq!(coming_or_going("Can't stat 'x'"), None);
        assert_eq!(note_inside("clone(flags=SIGCHLDstrace: Process 5 attached"), Some(19));
        assert_eq!(note_inside("strace: Process 5 attached"), None);
    }

    #[test]
    fn details() {
        assert_eq!(detail(" > /srv/demo(_start+0x0) [0x14f0]"), Some(DetailKind::Frame));
        assert_eq!(detail("> /srv/demo(_start+0x0) [0x14f0]"), Some(DetailKind::Frame));
        assert_eq!(detail(" > /srv/demo(main+0x5) [0x14f0] demo.c:12"), Some(DetailKind::Frame));
        assert_eq!(detail(" > unexpected_backtracing_error [0x6f]"), Some(DetailKind::Frame));
        assert_eq!(detail("> quoted mail"), None);
        assert_eq!(
            detail(" | 00000  76 6d 0a                                          vm.              |"),
            Some(DetailKind::Dump)
        );
        assert_eq!(detail(" * 12 bytes in buffer 0"), Some(DetailKind::Dump));
        assert_eq!(detail(" = 2 buffers in vector 0"), Some(DetailKind::Dump));
        assert_eq!(detail("| a table |"), None);
    }
}
