//! Files with their rights: `ls -l`, `namei -l`, `stat`, `getfacl`, and with their flags: `lsattr`.
//!
//! ```text
//! drwx------  2 root     root 4096 Nov 21 01:35 body
//! f: /run/app/app.sock
//! drwxr-x--- root     app   app
//! ----i---------e------- /etc/resolv.conf
//! ```
//!
//! Sources: ls(1), namei(1), stat(1), lsattr(1).

use super::{Content, Format, Sniff};
use crate::model::columns::Row;
use crate::model::host::FileRow;
use crate::model::listing::{Fact, Listing, Reading};

/// The format.
pub static FORMAT: Format = Format {
    id: "files",
    name: "files with their rights",
    sniff,
    read: |id, source| Content::Listing(Listing::read(id, source, &mut read)),
};

/// `drwxr-xr-x`, with the mark of a list of rights behind it.
fn is_mode(word: &str) -> bool {
    let bytes = word.as_bytes();
    let letters = |range: std::ops::Range<usize>, allowed: &[u8]| {
        bytes.get(range).is_some_and(|part| part.iter().all(|byte| allowed.contains(byte)))
    };
    (10..=11).contains(&bytes.len())
        && letters(0..1, b"-dlscbp")
        && letters(1..10, b"rwxsStT-")
        && letters(10..bytes.len(), b".+@")
}

/// `----i---------e-------`: a letter or a dash for each flag of a file, longer than any mode.
fn is_flags(word: &str) -> bool {
    word.len() >= 16
        && word.len() <= 24
        && word.contains("--")
        && word.bytes().all(|byte| b"-suSDiadAcEjItTeCxFNPVm".contains(&byte))
}

fn sniff(line: &str) -> Sniff {
    match read(line, 0) {
        Reading::Says(..) | Reading::Several(_) => Sniff::Certain,
        Reading::Heading => Sniff::Maybe,
        Reading::Unparsed(_) => Sniff::No,
    }
}

fn read(line: &str, base: u32) -> Reading {
    match file(&Row::of(line, base)) {
        Some(file) => Reading::Says(None, Fact::File(file)),
        None if is_aside(line) => Reading::Heading,
        None => Reading::Unparsed("not-a-file"),
    }
}

fn file(row: &Row<'_>) -> Option<FileRow> {
    if row.word(0) == "Access:" {
        let mode = row.word(1).split_once('/')?.1.trim_end_matches(')');
        return is_mode(mode).then(|| FileRow { mode: row.part(mode), ..FileRow::default() });
    }
    if is_flags(row.word(0)) {
        return Some(FileRow { mode: row.span(0), name: row.rest(1), ..FileRow::default() })
            .filter(|file| !file.name.is_empty());
    }
    if !is_mode(row.word(0)) {
        return None;
    }
    // `ls` counts the links behind the mode; `namei` does not.
    let of_ls = row.number(1).is_some();
    let owner = if of_ls { 2 } else { 1 };
    let name = if of_ls { row.len().min(name_at(row)?) } else { 3 };
    let arrow = row.position("->").filter(|at| *at > name);
    let last = arrow.map_or(row.rest(name), |at| crate::source::Span {
        start: row.span(name).start,
        end: row.span(at.saturating_sub(1)).end,
    });
    (!last.is_empty()).then(|| FileRow {
        mode: row.span(0),
        owner: row.span(owner),
        group: row.span(owner + 1),
        name: last,
        target: arrow.map_or(crate::source::Span::default(), |at| row.rest(at + 1)),
    })
}

/// Where the name stands: behind the time, `Nov 21 01:35`, `Jan  3  2026`, `2026-11-21 01:35[:00.0 +0000]`.
fn name_at(row: &Row<'_>) -> Option<usize> {
    let year = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let clock = (5..10).find(|at| row.word(*at).contains(':') || *at >= 7 && year(row.word(*at)))?;
    Some(if row.word(clock + 1).starts_with(['+', '-']) && row.word(clock + 1).len() == 5 {
        clock + 2
    } else {
        clock + 1
    })
}

/// Lines between: sums, the path that `namei` follows, the head of a list of rights.
fn is_aside(line: &str) -> bool {
    let sum = line.strip_prefix("total ").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    sum || [
        "f: /",
        "# file: ",
        "# owner: ",
        "# group: ",
        "user:",
        "group:",
        "mask:",
        "other:",
        "  File: ",
        "Modify: ",
        "Change: ",
        " Birth: ",
        "Access: 2",
        "  Size: ",
        "Device: ",
    ]
    .iter()
    .any(|start| line.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(line: &str) -> Option<(&str, &str, &str, &str)> {
        let file = file(&Row::of(line, 0))?;
        Some((file.owner.of(line), file.group.of(line), file.name.of(line), file.target.of(line)))
    }

    #[test]
    fn owners_and_names_are_found() {
        for (line, wanted) in [
            ("drwx------  2 root     adm 4096 Nov 21 01:35 body", ("root", "adm", "body", "")),
            ("-rw-r--r-- 1 a b 12 Jan  3  2026 my file", ("a", "b", "my file", "")),
            ("srw-rw----+ 1 a b 0 2026-11-21 01:35:00.123 +0000 /run/x.sock", ("a", "b", "/run/x.sock", "")),
            (
                "lrwxrwxrwx 1 root root 11 Nov 21 01:20 current -> releases/12",
                ("root", "root", "current", "releases/12"),
            ),
            ("drwxr-x--- root www-data nginx", ("root", "www-data", "nginx", "")),
            ("----i---------e------- imm/resolv.conf", ("", "", "imm/resolv.conf", "")),
        ] {
            assert_eq!(names(line), Some(wanted), "{line}");
        }
        assert_eq!(names("d-no mode here"), None);
        assert_eq!(names("---------------------- ---"), Some(("", "", "---", "")));
        assert_eq!(names("---------------------"), None);
    }
}
