//! How many descriptors processes hold: counted, listed from `/proc/PID/fd`, or by `lsof`.
//!
//! ```text
//! fd_count:254
//! [root@host ~]# ls /proc/40/fd | wc -l
//! 21
//! lrwx------ 1 www-data www-data 64 Nov 21 01:45 11 -> socket:[257119]
//! nginx   40 www-data   11u  IPv4 257119      0t0  TCP 10.0.0.1:80->10.0.0.2:41000 (ESTABLISHED)
//! ```
//!
//! A listing is one fact that grows with every line; its last line gives the count.

use super::{Content, Format, Sniff};
use crate::model::columns::Row;
use crate::model::host::OpenFiles;
use crate::model::listing::{Fact, Listing, Reading};
use crate::model::shell;

/// The format.
pub static FORMAT: Format = Format {
    id: "descriptors",
    name: "open descriptors",
    sniff,
    read: |id, source| {
        let mut state = OpenFiles::default();
        Content::Listing(Listing::read(id, source, &mut |line, _| read(&mut state, line)))
    },
};

/// The process whose descriptors a command lists or counts.
fn asked(line: &str) -> Option<u32> {
    let command = shell::command(line)?;
    let (_, behind) = command.split_once("/proc/")?;
    let (pid, rest) = behind.split_once("/fd")?;
    let ends = rest.is_empty() || rest.starts_with(['/', ' ', '|']);
    (ends && command.starts_with("ls") || command.starts_with("sudo ls")).then(|| pid.parse().unwrap_or(0))
}

/// `fd_count:254`, `fds: 254`: a count with its name.
fn counted(line: &str) -> Option<u64> {
    let (name, count) = line.split_once([':', '='])?;
    let known = ["fd_count", "fds", "open_fds", "nofile_used", "process_open_fds"];
    // Behind the number may stand what somebody noted.
    let number = count.split_whitespace().next()?.split('#').next()?;
    known.contains(&name.trim()).then(|| number.parse().ok())?
}

/// A link of `/proc/PID/fd`: its name is a number.
fn is_link(row: &Row<'_>) -> bool {
    let arrow = row.position("->");
    row.word(0).starts_with('l')
        && row.word(0).len() >= 10
        && arrow.is_some_and(|at| at >= 2 && row.number(at - 1).is_some() && row.word(4) == "64")
}

/// A row of `lsof` that is a descriptor: `11u`, `3r`, not `cwd`, `mem`, `txt`.
fn of_lsof(row: &Row<'_>) -> Option<u32> {
    const TYPES: &[&str] =
        &["IPv4", "IPv6", "REG", "DIR", "CHR", "FIFO", "unix", "a_inode", "sock", "netlink", "pack", "BLK"];
    let pid = row.number(1)?;
    let kind = (3..7).find(|at| TYPES.contains(&row.word(*at)))?;
    let descriptor = row.word(kind - 1);
    let number = descriptor.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '-');
    let number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    number.then(|| u32::try_from(pid).unwrap_or(0))
}

fn is_lsof_heading(row: &Row<'_>) -> bool {
    row.word(0) == "COMMAND" && row.word(1) == "PID" && row.position("FD").is_some()
}

fn sniff(line: &str) -> Sniff {
    let row = Row::of(line, 0);
    if asked(line).is_some()
        || counted(line).is_some()
        || is_link(&row)
        || is_lsof_heading(&row)
        || of_lsof(&row).is_some()
    {
        return Sniff::Certain;
    }
    let count = row.len() == 1 && row.number(0).is_some();
    let inside =
        count || row.word(0) == "total" && row.len() == 2 || row.number(1).is_some() && row.len() >= 8;
    if inside { Sniff::Maybe } else { Sniff::No }
}

fn read(state: &mut OpenFiles, line: &str) -> Reading {
    if let Some(pid) = asked(line) {
        *state = OpenFiles { pid, count: 0 };
        return Reading::Heading;
    }
    let row = Row::of(line, 0);
    if let Some(count) = counted(line).or_else(|| row.number(0).filter(|_| row.len() == 1)) {
        return Reading::Says(None, Fact::OpenFiles(OpenFiles { pid: state.pid, count }));
    }
    if is_link(&row) {
        state.count = state.count.saturating_add(1);
        return Reading::Says(None, Fact::OpenFiles(*state));
    }
    if let Some(pid) = of_lsof(&row) {
        if state.pid != pid {
            *state = OpenFiles { pid, count: 0 };
        }
        state.count = state.count.saturating_add(1);
        return Reading::Says(None, Fact::OpenFiles(*state));
    }
    if is_lsof_heading(&row) || row.word(0) == "total" || row.len() >= 8 {
        return Reading::Heading;
    }
    Reading::Unparsed("not-a-descriptor")
}

#[cfg(test)]
mod tests {
    use super::super::read_lines;
    use super::*;

    #[test]
    fn counts_and_lists_tell_the_same() {
        let text = "[root@gw-01 ~]# ls /proc/40/fd | wc -l\n2\n[root@gw-01 ~]# ls -l /proc/40/fd\ntotal 0\nlr-x------ 1 www-data www-data 64 Nov 21 01:45 0 -> /dev/null\nlrwx------ 1 www-data www-data 64 Nov 21 01:45 1 -> socket:[257119]\n";
        let listing = read_lines(&FORMAT, text);
        let counts: Vec<(u32, u64)> = listing
            .items
            .iter()
            .filter_map(|item| match item.fact {
                Fact::OpenFiles(open) => Some((open.pid, open.count)),
                _ => None,
            })
            .collect();
        assert_eq!(counts, [(40, 2), (40, 1), (40, 2)]);
    }
}
