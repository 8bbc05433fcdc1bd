//! Processes: `ps` with any columns, `top`.
//!
//! ```text
//!     PID    PPID                  STARTED STAT CMD
//!      28       1 Sat Nov 21 01:41:59 2026 Ss   nginx: master process nginx
//! ```
//!
//! The heading says which word is what; a date may be of several words, and the command is the rest of the line.
//! Source: ps(1), top(1). Deliberately absent: times of day without a date, which say no day.

use super::{Content, Format, Sniff};
use crate::model::columns::Row;
use crate::model::host::ProcessRow;
use crate::model::listing::{Fact, Listing, Reading};
use crate::model::time::{Stamp, worded};
use crate::order::InList;

/// The format.
pub static FORMAT: Format = Format {
    id: "processes",
    name: "ps",
    sniff,
    read: |id, source| {
        let mut columns = Vec::new();
        Content::Listing(Listing::read(id, source, &mut |line, base| read(&mut columns, line, base)))
    },
};

/// Names of columns that are not read but known.
const OTHERS: &str = "%CPU %MEM VSZ RSS TTY TT START STIME TIME TIME+ ELAPSED C PRI PR NI WCHAN F ADDR SZ PGID SID PSR CLS LWP NLWP VIRT RES SHR GROUP THCNT";

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Pid,
    Parent,
    State,
    Started,
    User,
    Command,
    Other,
}

fn column(name: &str) -> Option<Column> {
    Some(match name {
        "PID" => Column::Pid,
        "PPID" => Column::Parent,
        "STAT" | "S" => Column::State,
        "STARTED" => Column::Started,
        "USER" | "UID" | "EUSER" | "RUSER" => Column::User,
        "CMD" | "COMMAND" => Column::Command,
        name if OTHERS.split(' ').any(|known| known == name) => Column::Other,
        _ => return None,
    })
}

/// The columns that a heading names; `None` if it is no heading.
fn heading(line: &str) -> Option<Vec<Column>> {
    let mut columns = Vec::new();
    for word in line.split_whitespace() {
        columns.push(column(word)?);
    }
    // `ps -o lstart` of one process asks for nothing but its start.
    let only_start = matches!(columns.as_slice(), [Column::Started]);
    (only_start || columns.len() >= 2 && columns.contains(&Column::Pid)).then_some(columns)
}

/// A row that is a start and nothing else: `Sat Nov 21 01:41:59 2026`. `date` prints its zone before the year.
fn start_alone(line: &str) -> Option<Stamp> {
    let row = Row::of(line, 0);
    let weekday = matches!(row.word(0), "Mon" | "Tue" | "Wed" | "Thu" | "Fri" | "Sat" | "Sun");
    (weekday && row.len() == 5 && row.word(3).contains(':')).then(|| worded(line)).flatten()
}

fn sniff(line: &str) -> Sniff {
    if heading(line).is_some() || start_alone(line).is_some() {
        return Sniff::Certain;
    }
    // A row begins with a number, or with a user and a number.
    let row = Row::of(line, 0);
    let number = (0..2).any(|at| row.number(at).is_some());
    if number && row.len() >= 2 { Sniff::Maybe } else { Sniff::No }
}

fn read(columns: &mut Vec<Column>, line: &str, base: u32) -> Reading {
    if let Some(named) = heading(line) {
        *columns = named;
        return Reading::Heading;
    }
    if columns.len() <= 1
        && let Some(started) = start_alone(line)
    {
        return Reading::Says(
            None,
            Fact::Process(ProcessRow { started: Some(started), ..ProcessRow::default() }),
        );
    }
    let row = Row::of(line, base);
    let number = |at: usize| row.number(at).and_then(|number| u32::try_from(number).ok());
    let mut process = ProcessRow::default();
    let mut at = 0;
    for column in columns.iter() {
        match column {
            Column::Pid => match number(at) {
                Some(pid) => process.pid = pid,
                None => return Reading::Unparsed("not-a-process"),
            },
            Column::Parent => process.parent = number(at).unwrap_or(0),
            Column::State => process.state = row.span(at),
            Column::User => process.user = row.span(at),
            Column::Command => process.command = row.rest(at),
            Column::Started => {
                // `Sat Nov 21 01:33:06 2026` (lstart), `Nov 21` or `01:33:06` (start).
                let words = match row.word(at) {
                    word if word.contains([':', '-']) => 1,
                    _ if row.word(at + 3).contains(':') => 5,
                    _ => 2,
                };
                let text: Vec<&str> = (at..at + words).map(|index| row.word(index)).in_list();
                process.started = worded(&text.join(" "));
                at += words - 1;
            }
            Column::Other => {}
        }
        at += 1;
    }
    if process.pid == 0 {
        return Reading::Unparsed("not-a-process");
    }
    Reading::Says(None, Fact::Process(process))
}

#[cfg(test)]
mod tests {
    use super::super::read_lines;
    use super::*;
    use crate::model::time::Stamp;

    #[test]
    fn a_start_that_stands_alone_is_that_of_a_process() {
        for text in ["                 STARTED\nWed Aug 31 14:28:53 2022\n", "Wed Aug 31 14:28:53 2022\n"] {
            let listing = read_lines(&FORMAT, text);
            let started = listing.items.first().and_then(|item| match &item.fact {
                Fact::Process(process) => process.started,
                _ => None,
            });
            assert_eq!(started, Stamp::of((2022, 8, 31), (14, 28, 53), 0, None), "{text}");
        }
        assert_eq!(sniff("Sat Nov 21 01:33:15 UTC 2026"), Sniff::No);
    }

    #[test]
    fn the_heading_says_which_word_is_what() {
        let text = "    PID    PPID                  STARTED     ELAPSED STAT CMD\n     28       1 Sat Nov 21 01:41:59 2026       00:02 Ds  nginx: master process nginx\n";
        let listing = read_lines(&FORMAT, text);
        let Some(Fact::Process(process)) = listing.items.first().map(|item| item.fact.clone()) else {
            assert_eq!(listing.items.len(), 1);
            return;
        };
        assert_eq!((process.pid, process.parent), (28, 1));
        assert_eq!(process.started, Stamp::of((2026, 11, 21), (1, 41, 59), 0, None));
        assert_eq!(
            (listing.str(process.state), listing.str(process.command)),
            ("Ds", "nginx: master process nginx")
        );
    }

    #[test]
    fn users_and_their_processes() {
        let text = "USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\nroot           1  0.0  0.1 167316 11232 ?        Ss   Nov20   0:03 /sbin/init\nwww-data      85  0.0  0.1  55316  5232 ?        Z    01:19   0:00 [php] <defunct>\n";
        let listing = read_lines(&FORMAT, text);
        let states: Vec<&str> = listing
            .items
            .iter()
            .map(|item| if let Fact::Process(one) = &item.fact { listing.str(one.state) } else { "" })
            .collect();
        assert_eq!(states, ["Ss", "Z"]);
        assert_eq!(listing.records, 3);
    }
}
