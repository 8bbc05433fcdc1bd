//! What is said of a piece in which nothing was recognised.

use std::sync::Arc;

use super::binary::Binary;
use super::{UNKNOWN, shape, titles};
use crate::formats::strace;
use crate::order::Flat;
use crate::source::{Piece, Source};

/// A source for a piece that is not text.
pub fn refused(index: usize, piece: &Piece, binary: Binary) -> Source {
    Source {
        name: piece.name.clone(),
        piece: index,
        role: piece.role,
        format: UNKNOWN,
        closest: Some((strace::ID, format!("it is {}; {}", binary.what, binary.instead))),
        text: Arc::default(),
        lines: Vec::new(),
        mended: Vec::new(),
        given: Vec::new(),
    }
}

/// A line from which on a text is called one long line.
const LONG_LINE: usize = 10_000;

/// The format that the text comes closest to, and why it is not that, as the rest of a sentence about the text.
pub fn closest(text: &str, lines: usize) -> (&'static str, String) {
    let why = if text.is_empty() {
        "it is empty".to_string()
    } else if text.trim().is_empty() {
        "it holds nothing but blank lines".to_string()
    } else if lines == 1 && text.len() > LONG_LINE {
        format!("it is one line of {}; strace writes one call per line", size(text.len()))
    } else if let Some(line) = text.lines().find(|line| shape::begins(line)) {
        format!("no call in it is whole: `{}` breaks off before its result", shorten(line))
    } else if lines == 1 && is_prompt(text) {
        "it is a command; what is needed is the output that strace wrote".to_string()
    } else if let Some((id, why)) = resembled(text) {
        return (id, why.to_string());
    } else if text.lines().next().is_some_and(is_prompt) {
        "no format is known of what that command printed, and no line of it is a system call".to_string()
    } else {
        "no line in it is a system call such as `read(3, \"…\", 4096) = 17`".to_string()
    };
    (strace::ID, why)
}

fn is_prompt(text: &str) -> bool {
    titles::between(text.trim()) == titles::Between::Prompt
}

/// A format, marks of its lines, one of which a line needs to resemble it, and why such a line alone is not of it.
type Likeness = (&'static str, &'static [&'static str], &'static str);

/// From the specific to the general.
const LIKENESSES: &[Likeness] = &[
    (
        "nginx-error-log",
        &["[error]", "[warn]", "[crit]", "[alert]", "[emerg]", " to upstream", " from upstream"],
        "it names what nginx reports, but no line begins with the date, the level in brackets and the process",
    ),
    (
        "tcpdump",
        &["Flags [", " > ", "IP "],
        "it speaks of packets, but no line has the time, both addresses and the flags",
    ),
    (
        "access-log",
        &["GET /", "POST /", "PUT /", "HEAD /", " HTTP/1.", " HTTP/2"],
        "a request stands in it, but no line has the client, the time in brackets, the request in quotes and the status",
    ),
    (
        "structured-log",
        &["\": ", "\":\""],
        "it has parts of JSON, but no line is a whole object with a time or a status; objects over several lines are not read",
    ),
    (
        "nginx-config",
        &[";", " {"],
        "it looks like a configuration, but no line is a directive that nginx knows",
    ),
    (
        "app-log",
        &["rror", "ERROR", "ailed", "xception", "WARN", "INFO"],
        "it names an error or a level, but no line begins with the time or the level as those of logs do",
    ),
];

/// More lines than these are not looked at.
const LOOKED_AT: usize = 200;

/// The format that most lines resemble, and why it is not that; `None` if hardly one does.
fn resembled(text: &str) -> Option<(&'static str, &'static str)> {
    let lines = || text.lines().take(LOOKED_AT).filter(|line| !line.trim().is_empty());
    let all = lines().count();
    let mut best: Option<(usize, &Likeness)> = None;
    for one in LIKENESSES {
        // A mark of one letter counts at the end of a line only.
        let bears = |line: &&str| {
            one.1.iter().any(|mark| if mark.len() < 3 { line.ends_with(mark) } else { line.contains(mark) })
        };
        let count = lines().filter(bears).count();
        if best.is_none_or(|(most, _)| count > most) {
            best = Some((count, one));
        }
    }
    let (count, likeness) = best?;
    (count.saturating_mul(4) >= all && count > 0).then_some((likeness.0, likeness.2))
}

fn shorten(line: &str) -> String {
    const MOST: usize = 40;
    let line = line.trim();
    if line.chars().count() <= MOST {
        line.to_string()
    } else {
        line.chars().take(MOST).with(['…']).collect()
    }
}

/// A size in the unit that people say it in.
pub fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_format_is_the_one_that_the_lines_resemble() {
        for (text, wanted) in [
            (
                "upstream prematurely closed connection while reading response header from upstream\n",
                "nginx-error-log",
            ),
            ("the client asked: GET /orders HTTP/1.1 and got a 502\n", "access-log"),
            ("{\n  \"status\": 502,\n  \"path\": \"/x\"\n}\n", "structured-log"),
            ("listeners {\n  port 80;\n}\n", "nginx-config"),
            ("something failed\n", "app-log"),
            ("It does not work.\nPlease help.\n", "strace"),
            ("read(3, \"abc", "strace"),
            ("", "strace"),
        ] {
            assert_eq!(closest(text, text.lines().count()).0, wanted, "{text}");
        }
    }

    #[test]
    fn every_likeness_names_a_format() {
        for (id, marks, why) in LIKENESSES {
            assert!(crate::formats::by_id(id).is_some(), "{id}");
            assert!(!marks.is_empty() && why.len() > 20, "{id}");
        }
    }
}
