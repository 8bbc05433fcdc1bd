//! What programs say in their own words when something fails: which words name which cause.
//!
//! The words stand in Markdown beside the program, a line a row: `signs.md` has those of every program, `own.md` those of
//! programs that refuse to start or to go on, `errors.md` the system's own answers, `bugs.md` exceptions of a program's own
//! code. A row reads `` - `text` and `other text` is `cause` ``, or `says` or `may be` in the place of `is`. Whether such a
//! line explains a failure that was seen, or stands alone, is decided elsewhere.

use super::messages::{self, Meaning};
use super::reasons::Reason;
use crate::kernel::errno;
use crate::order::{Flat, InList};
use crate::prose::{self, Prose};

/// How much a line shows by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It explains a failure that something else shows; alone it is only worth a look.
    Hints,
    /// It tells what the system or a program answered, after which work may well go on: what names a cause comes first.
    Says,
    /// It names a failure of its own; whether the one that is looked for is another question.
    Names,
}

use Weight::{Hints, Names, Says};

/// One row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign<'p> {
    /// The line holds this text,
    text: &'p str,
    /// and this one, which may be empty.
    with: &'p str,
    /// The id of the cause that it names.
    pub cause: &'p str,
    /// The id where no proxy is in the evidence; `none` if it is then no reason.
    pub alone: &'p str,
    /// How much it shows.
    pub weight: Weight,
}

impl<'p> Sign<'p> {
    /// What it gives as the reason, where a proxy is in the evidence or not.
    pub fn reason(&self, proxied: bool) -> Option<Reason<'p>> {
        let cause = if proxied { self.cause } else { self.alone };
        (cause != NONE).then_some(Reason { cause, weight: self.weight })
    }
}

/// Tables of what programs say when they refuse to start or to go on, of every program, of the system's answers and of
/// exceptions.
const TABLES: [&str; 4] = ["causes/logs/own", "causes/logs/signs", "causes/logs/errors", "causes/logs/bugs"];

/// In the place of an id: no reason.
const NONE: &str = "none";

/// What shells say of lines that end as on Windows: a carriage return, which no Markdown holds.
const CARRIAGE_RETURNS: &[Sign<'_>] = &[
    names("\r': command not found", "crlf-line-ends", "crlf-line-ends"),
    names("\r: not found", "crlf-line-ends", "crlf-line-ends"),
];

/// A row of one text that names a cause.
const fn names<'p>(text: &'p str, cause: &'p str, alone: &'p str) -> Sign<'p> {
    Sign { text, with: "", cause, alone, weight: Names }
}

/// How supervisord ends its line on a process that it did not stop; it says so at level INFO.
pub const NOT_EXPECTED: &str = "; not expected)";

/// Words with which a line begins that ends the whole process (`runtime/panic.go`, `library/std/src/panicking.rs`).
const LAST_WORDS: &[&str] = &["panic: ", "fatal error: ", "thread 'main' panicked at", "thread 'main' ("];

/// What stands before the cause of a row's line, how much it shows, the cause, and what stands behind it.
pub(super) fn row(line: &str) -> Option<(&str, Weight, &str, &str)> {
    let (before, weight, rest) = [(" is `", Names), (" says `", Says), (" may be `", Hints)]
        .into_iter()
        .find_map(|(word, weight)| line.split_once(word).map(|(before, rest)| (before, weight, rest)))?;
    let (cause, behind) = rest.split_once('`')?;
    Some((before, weight, cause, behind))
}

/// Reads `` text` and `other text` is `cause` ``, with `` , alone `cause` `` behind it where it differs.
fn sign(line: &str) -> Option<Sign<'_>> {
    let (before, weight, cause, behind) = row(line)?;
    let texts = before.strip_suffix('`')?;
    let (text, with) = texts.split_once("` and `").unwrap_or((texts, ""));
    let alone = behind.strip_prefix(", alone `").and_then(|rest| rest.strip_suffix('`')).unwrap_or(cause);
    Some(Sign { text, with, cause, alone, weight })
}

/// The rows of a table, ready to be looked for in many lines.
#[derive(Debug)]
struct Table<'p> {
    rows: Vec<Sign<'p>>,
    /// For each byte the rows whose first text begins with it.
    begins: Vec<Vec<usize>>,
}

impl<'p> Table<'p> {
    fn of(rows: Vec<Sign<'p>>) -> Self {
        let mut begins = vec![Vec::new(); 256];
        for (at, sign) in rows.iter().enumerate() {
            let begin = sign.text.bytes().next().unwrap_or_default();
            if let Some(rows) = begins.get_mut(usize::from(begin)) {
                rows.push(at);
            }
        }
        Self { rows, begins }
    }

    /// The first row that fits a line.
    fn find(&self, line: &str) -> Option<Sign<'p>> {
        let mut found = None;
        let mut before = usize::MAX;
        for (at, byte) in line.bytes().enumerate() {
            for row in self.begins.get(usize::from(byte))?.iter().take_while(|row| **row < before) {
                let sign = self.rows.get(*row)?;
                let here = line.as_bytes().get(at..)?.starts_with(sign.text.as_bytes());
                if here && line.contains(sign.with) {
                    (found, before) = (Some(*sign), *row);
                    break;
                }
            }
        }
        found
    }
}

/// All that logs say by themselves, read once for an analysis.
#[derive(Debug)]
pub struct Signs<'p> {
    own: Table<'p>,
    every: Table<'p>,
    errors: Table<'p>,
    bugs: Table<'p>,
    /// What nginx's own messages mean.
    pub messages: Vec<Meaning<'p>>,
}

impl<'p> Signs<'p> {
    /// Every row of the tables. A line of another form gives none.
    pub fn of(prose: &'p Prose) -> Self {
        let [mut own, every, errors, bugs] =
            TABLES.map(|table| prose::rows(prose.entry(table)).filter_map(sign).in_list());
        own.extend(CARRIAGE_RETURNS);
        Self {
            own: Table::of(own),
            every: Table::of(every),
            errors: Table::of(errors),
            bugs: Table::of(bugs),
            messages: messages::all(prose),
        }
    }

    /// Every row.
    fn rows(&self) -> impl Iterator<Item = &Sign<'p>> {
        [&self.own, &self.every, &self.errors, &self.bugs].into_iter().flat(|table| &table.rows)
    }

    /// The causes of all rows.
    pub fn causes(&self) -> impl Iterator<Item = &'p str> {
        self.rows().flat(|sign| [sign.cause, sign.alone]).filter(|cause| *cause != NONE)
    }

    /// The first row that fits a line of a log.
    pub fn read(&self, line: &str) -> Option<Sign<'p>> {
        let answer =
            || self.errors.find(line).filter(|sign| sign.weight != Says || is_answer(line, sign.text));
        self.find(line, &answer)
    }

    /// The first row that fits what a program printed, which may be anything: of the system's answers only what stands
    /// where messages have them.
    pub fn printed(&self, line: &str) -> Option<Sign<'p>> {
        let answer = || {
            let plain = self.errors.find(line).filter(|sign| is_answer(line, sign.text));
            // `code: 'EADDRINUSE'`, `[Errno 98]`: the same in other words.
            plain.or_else(|| self.errors.find(errno::coded(line)?.text))
        };
        self.find(line, &answer)
    }

    fn find(&self, line: &str, answer: &dyn Fn() -> Option<Sign<'p>>) -> Option<Sign<'p>> {
        let sign = self.own.find(line).or_else(|| self.every.find(line)).or_else(answer).or_else(|| {
            let said = behind_head(line);
            // Node ends its report of an exception that nobody caught with its own version alone.
            let version = said.strip_prefix("Node.js v").filter(|rest| !rest.is_empty());
            let node = version.filter(|rest| rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'));
            let last = LAST_WORDS.iter().find(|words| said.starts_with(**words));
            let last = last.or(node.map(|_| &"Node.js v"));
            last.map(|last| names(last, "upstream-process-crashed", "unhandled-exception"))
        });
        // What a program's own code throws may only wrap what the system said, so this comes last.
        sign.or_else(|| self.bugs.find(line))
    }

    /// The first row that fits what a program says of itself: that it refuses to start or to go on, or an exception of
    /// its own code.
    pub fn own(&self, said: &str) -> Option<Sign<'p>> {
        // What an exception of its code only wraps is told of elsewhere.
        let wraps = || self.every.find(said).or_else(|| self.errors.find(said)).is_some();
        self.own.find(said).or_else(|| self.bugs.find(said).filter(|_| !wraps()))
    }
}

/// True if a text stands in a line where messages have the system's answer: at the start, or behind a colon, a bracket or
/// a number of it. Its first letter may stand before it.
fn is_answer(line: &str, text: &str) -> bool {
    line.match_indices(text).any(|(at, _)| {
        let before = line.get(..at).unwrap_or("");
        let cut = text.starts_with(|letter: char| letter.is_ascii_lowercase());
        let first = before.strip_suffix(|letter: char| letter.is_ascii_alphabetic());
        let before = first.filter(|_| cut).unwrap_or(before);
        // `message: "No such file or directory"`, and not `("permission denied")` of a program's text.
        let quoted = before.strip_suffix('"').map(str::trim_end).filter(|before| before.ends_with(':'));
        let before = quoted.unwrap_or(before).trim_end();
        before.is_empty() || before.ends_with([':', '(', ']', ')', '-']) || text.starts_with([':', ' '])
    })
}

/// What a program said, without date, host and pid in front of it (`Nov 21 01:33:09 web-1 app[29]: `, `2026-…Z `).
pub fn behind_head(line: &str) -> &str {
    let prefix = line.split_once("]: ").filter(|(head, _)| {
        head.len() < 100
            && head.rsplit('[').next().is_some_and(|pid| pid.bytes().all(|byte| byte.is_ascii_digit()))
    });
    if let Some((_, said)) = prefix {
        return said;
    }
    let dated = line
        .split_once(' ')
        .filter(|(date, _)| date.len() >= 20 && crate::model::time::leading_stamp(date).is_some());
    let said = dated.map_or(line, |(_, said)| said);
    said.strip_prefix("stderr F ").or_else(|| said.strip_prefix("stdout F ")).unwrap_or(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        let prose = Prose::built_in();
        for table in TABLES {
            for line in prose::rows(prose.entry(table)) {
                let read = sign(line)
                    .filter(|sign| !sign.text.is_empty() && line.ends_with(&format!(" `{}`", sign.alone)));
                assert!(read.is_some(), "{table}: {line}");
            }
        }
        assert_eq!(sign("PKIX path building failed` shows `ca-untrusted`"), None);
    }

    /// Where each row speaks, and where it is silent: a line of nothing but its texts, and one in which a letter is missing.
    #[test]
    fn every_row_speaks_of_its_own_texts_and_of_nothing_less() {
        let prose = Prose::built_in();
        let signs = Signs::of(&prose);
        assert!(signs.rows().count() > 300);
        for row @ Sign { text, with, cause, .. } in signs.rows() {
            let whole = format!("{text} so that {with}");
            assert_eq!(signs.read(&whole).map(|found| found.cause), Some(*cause), "{whole}");
            for (without, rest) in [(*text, *with), (*with, *text)] {
                let mut cut = without.to_string();
                cut.pop();
                let line = format!("{cut}~{rest}");
                let other = signs.read(&line).filter(|found| found == row);
                assert!(cut.is_empty() || other.is_none(), "{line}: {other:?}");
            }
        }
    }

    #[test]
    fn of_what_is_printed_only_messages_count() {
        let prose = Prose::built_in();
        let signs = Signs::of(&prose);
        for (line, cause) in [
            ("cp: cannot create regular file '/srv/tool': Text file busy", "text-file-busy"),
            ("open /srv/x.json: permission denied", "permission-denied"),
            ("Error: EISDIR: illegal operation on a directory, read", "path-is-a-directory"),
            ("  code: 'EROFS',", "read-only-filesystem"),
            ("OSError: [Errno 40] Zu viele Ebenen aus symbolischen Links", "symlink-loop"),
            ("Os { code: 2, kind: NotFound, message: \"No such file or directory\" }", "file-missing"),
            ("[Errno 13] Permission denied: '/srv/x.log'", "permission-denied"),
            ("git@example.org: Permission denied (publickey).", "wrong-credentials"),
        ] {
            assert_eq!(signs.printed(line).map(|found| found.cause), Some(cause), "{line}");
        }
        for line in [
            "    raise AccessError(\"permission denied for that user\")",
            "it is a directory of shops",
            "the operation not permitted to guests is listed below",
            "EXIT: done",
        ] {
            assert_eq!(signs.printed(line), None, "{line}");
        }
    }

    #[test]
    fn the_specific_row_comes_before_the_general() {
        let prose = Prose::built_in();
        let signs = Signs::of(&prose);
        for (line, cause) in [
            ("[crit] dial tcp: lookup orders on 10.0.0.2:53: no such host", "name-not-found"),
            ("dial tcp 10.0.0.1:80: connect: connection refused", "connection-refused"),
            ("accept tcp [::]:80: accept4: too many open files; retrying in 5ms", "fd-limit"),
            ("(23: Too many open files in system)", "system-file-table-full"),
            ("Nov 21 01:33:09 web-1 app[29]: panic: boom", "upstream-process-crashed"),
            (
                "2026-11-21T01:33:09.123Z stderr F fatal error: concurrent map writes",
                "upstream-process-crashed",
            ),
            ("2026/11/21 http: panic serving 127.0.0.1:60824: boom", "upstream-handler-panic"),
            (
                "[ALERT] (7) : config : parsing [/etc/haproxy/haproxy.cfg:9] : unknown keyword 'blance' in 'backend' section",
                "proxy-config-syntax-error",
            ),
            ("AH00526: Syntax error on line 9 of /etc/apache2/apache2.conf:", "proxy-config-syntax-error"),
            (
                "net/http: HTTP/1.x transport connection broken: malformed HTTP response \"\\x15\\x03\\x01\\x00\\x02\\x02\"",
                "upstream-plain-http-on-tls-port",
            ),
            (
                "websocket: the client is not using the websocket protocol: 'upgrade' token not found in 'Connection' header",
                "websocket-upgrade-headers-missing",
            ),
            ("socket.gaierror: [Errno -5] No address associated with hostname", "name-without-address"),
            ("Nov 21 01:33:09 web-1 systemd[1]: Failed to mount /srv/data.", "filesystem-not-mounted"),
            (
                "*** uWSGI listen queue of socket \"/run/app.sock\" (fd: 3) full !!! (100/100) ***",
                "upstream-unix-backlog-full",
            ),
        ] {
            assert_eq!(signs.read(line).map(|found| found.cause), Some(cause), "{line}");
        }
        for line in [
            "we do not panic: all is well",
            "parsing [message] finished",
            "malformed HTTP response header skipped",
            "Mounted /srv/data.",
        ] {
            assert_eq!(signs.read(line), None, "{line}");
        }
    }
}
