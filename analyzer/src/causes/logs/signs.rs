//! What programs say in their own words when something fails: which words name which cause.
//!
//! The words stand in Markdown beside the program, a line a row: `signs.md` has those of every program, `own.md` those of
//! programs that refuse to start or to go on, `bugs.md` exceptions of a program's own code. A row reads
//! `` - `text` and `other text` is `cause` ``, or `may be` in the place of `is`. Whether such a line explains a failure
//! that was seen, or stands alone, is decided elsewhere.

use super::messages::{self, Meaning};
use crate::order::{Flat, InList};
use crate::prose::{self, Prose};

/// How much a line shows by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It explains a failure that something else shows; alone it is only worth a look.
    Hints,
    /// It names a failure of its own; whether the one that is looked for is another question.
    Names,
}

use Weight::{Hints, Names};

/// One row: the line holds both texts (the second may be empty).
pub type Sign<'p> = (&'p str, &'p str, &'p str, Weight);

/// Tables of what programs say when they refuse to start or to go on, of every program, and of exceptions.
const TABLES: [&str; 3] = ["causes/logs/own", "causes/logs/signs", "causes/logs/bugs"];

/// What shells say of lines that end as on Windows: a carriage return, which no Markdown holds.
const CARRIAGE_RETURNS: &[Sign<'_>] = &[
    ("\r': command not found", "", "crlf-line-ends", Names),
    ("\r: not found", "", "crlf-line-ends", Names),
];

/// How supervisord ends its line on a process that it did not stop; it says so at level INFO.
pub const NOT_EXPECTED: &str = "; not expected)";

/// Words with which a line begins that ends the whole process (`runtime/panic.go`, `library/std/src/panicking.rs`).
const LAST_WORDS: &[&str] = &["panic: ", "fatal error: ", "thread 'main' panicked at", "thread 'main' ("];

/// What stands before the cause of a row's line, how much it shows, the cause, and what stands behind it.
pub(super) fn row(line: &str) -> Option<(&str, Weight, &str, &str)> {
    let (before, weight, rest) = match line.split_once(" is `") {
        Some((before, rest)) => (before, Names, rest),
        None => line.split_once(" may be `").map(|(before, rest)| (before, Hints, rest))?,
    };
    let (cause, behind) = rest.split_once('`')?;
    Some((before, weight, cause, behind))
}

/// Reads `` text` and `other text` is `cause` ``.
fn sign(line: &str) -> Option<Sign<'_>> {
    let (before, weight, cause, _) = row(line)?;
    let texts = before.strip_suffix('`')?;
    let (first, second) = texts.split_once("` and `").unwrap_or((texts, ""));
    Some((first, second, cause, weight))
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
            let begin = sign.0.bytes().next().unwrap_or_default();
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
                let here = line.as_bytes().get(at..)?.starts_with(sign.0.as_bytes());
                if here && line.contains(sign.1) {
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
    bugs: Table<'p>,
    /// What nginx's own messages mean.
    pub messages: Vec<Meaning<'p>>,
}

impl<'p> Signs<'p> {
    /// Every row of the tables. A line of another form gives none.
    pub fn of(prose: &'p Prose) -> Self {
        let [mut own, every, bugs] =
            TABLES.map(|table| prose::rows(prose.entry(table)).filter_map(sign).in_list());
        own.extend(CARRIAGE_RETURNS);
        Self {
            own: Table::of(own),
            every: Table::of(every),
            bugs: Table::of(bugs),
            messages: messages::all(prose),
        }
    }

    /// The causes of all rows.
    pub fn causes(&self) -> impl Iterator<Item = &'p str> {
        [&self.own, &self.every, &self.bugs].into_iter().flat(|table| &table.rows).map(|sign| sign.2)
    }

    /// The first row that fits a line: which text names it, the cause, and how much the line shows.
    pub fn read(&self, line: &str) -> Option<(&'p str, &'p str, Weight)> {
        let sign = self.own.find(line).or_else(|| self.every.find(line)).or_else(|| {
            let said = behind_head(line);
            let last = LAST_WORDS.iter().find(|words| said.starts_with(**words));
            last.map(|last| (*last, "", "upstream-process-crashed", Names))
        });
        // What a program's own code throws may only wrap what the system said, so this comes last.
        sign.or_else(|| self.bugs.find(line)).map(|sign| (sign.0, sign.2, sign.3))
    }

    /// The first row that fits what a program says of itself: that it refuses to start or to go on, or an exception of
    /// its own code.
    pub fn own(&self, said: &str) -> Option<Sign<'p>> {
        self.own.find(said).or_else(|| self.bugs.find(said))
    }
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
                let read =
                    sign(line).filter(|sign| !sign.0.is_empty() && line.ends_with(&format!(" `{}`", sign.2)));
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
        let rows = [&signs.own, &signs.every, &signs.bugs].into_iter().flat_map(|table| &table.rows);
        assert!(rows.clone().count() > 300);
        for (first, second, cause, _) in rows {
            let whole = format!("{first} so that {second}");
            assert_eq!(signs.read(&whole).map(|found| found.1), Some(*cause), "{whole}");
            for (without, rest) in [(*first, *second), (*second, *first)] {
                let mut cut = without.to_string();
                cut.pop();
                let line = format!("{cut}~{rest}");
                let other = signs.read(&line).filter(|found| found.0 == *first && found.1 == *cause);
                assert!(cut.is_empty() || other.is_none(), "{line}: {other:?}");
            }
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
            assert_eq!(signs.read(line).map(|found| found.1), Some(cause), "{line}");
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
