//! The system calls of Linux: family, parameters, what they do and what their result says.
//!
//! Parameter names are those of the man pages (section 2), the x86-64 form first. There is one table per theme.
//! A line names the parameters, what the result stands for, the sentence, and what a result of 0 says where that is
//! not plain success: `` - `fork()` -> process: Creates a copy of this process. (0: This is the child.) ``
//! The table of other names has lines of the form `` - `other name` = `name` ``.

use serde::{Deserialize, Serialize};

use super::lines;
use crate::order::{Flat, Texts};
use crate::prose::Prose;

/// Families of calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CallGroup {
    /// Files and directories.
    File,
    /// Sockets.
    Network,
    /// Waiting: poll, epoll, select, futex, sleep.
    Wait,
    /// Processes and programs.
    Process,
    /// Memory.
    Memory,
    /// Signals.
    Signal,
    /// Everything else.
    Other,
}

/// What a result that is no error stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Returns {
    /// 0, and nothing else.
    Done,
    /// A new descriptor.
    Descriptor,
    /// A number of bytes that came in.
    BytesIn,
    /// A number of bytes that went out.
    BytesOut,
    /// A number of things: events, descriptors, messages.
    Count,
    /// The number of a process or thread, 0 in the child of a fork.
    Process,
    /// An address.
    Address,
    /// A position in a file.
    Position,
    /// What was asked for, or something that depends on the arguments.
    Value,
    /// It does not come back when it works.
    Never,
}

/// One system call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Syscall<'p> {
    /// `openat`
    pub name: &'p str,
    /// Its family.
    pub group: CallGroup,
    /// Names of its parameters, in order, with `, ` between them.
    pub parameters: &'p str,
    /// What its result stands for.
    pub returns: Returns,
    /// What it does, as one sentence.
    pub sentence: &'p str,
    /// What a result of 0 says where that is not plain success; otherwise empty.
    pub zero: &'p str,
}

/// All tables of calls.
const TABLES: &[&str] = &[
    "kernel/syscalls/files",
    "kernel/syscalls/paths",
    "kernel/syscalls/network",
    "kernel/syscalls/wait",
    "kernel/syscalls/process",
    "kernel/syscalls/memory",
    "kernel/syscalls/signals",
    "kernel/syscalls/system",
];

/// The family of the calls of each table.
const GROUPS: &[CallGroup] = &[
    CallGroup::File,
    CallGroup::File,
    CallGroup::Network,
    CallGroup::Wait,
    CallGroup::Process,
    CallGroup::Memory,
    CallGroup::Signal,
    CallGroup::Other,
];

/// Other names of calls that take the same parameters and do the same: 32-bit and wide forms, old names.
const OTHER_NAMES: &str = "kernel/syscalls/other-names";

/// The call of that name, also by its 32-bit and old names; `None` if unknown.
pub fn by_name<'p>(prose: &'p Prose, name: &str) -> Option<Syscall<'p>> {
    let known = |name: &str| {
        let (table, line) = lines::find(prose, TABLES, name, "(")?;
        read(table, line)
    };
    known(name).or_else(|| {
        let (_, line) = lines::find(prose, &[OTHER_NAMES], name, "` = `")?;
        known(other_name(line)?.1)
    })
}

/// The families of all calls by their names, for those who ask again and again. Calls that are not in it are of
/// [`CallGroup::Other`].
pub fn groups(prose: &Prose) -> Texts<CallGroup> {
    let mut groups = Texts::default();
    for call in all(prose) {
        groups.insert(call.name, call.group);
    }
    for (other, name) in other_names(prose) {
        if let Some(group) = groups.get(name).copied() {
            groups.insert(other, group);
        }
    }
    groups
}

/// Every call, theme by theme. A line of another form gives none.
pub fn all(prose: &Prose) -> impl Iterator<Item = Syscall<'_>> {
    let tables = TABLES.iter().enumerate();
    tables.flat(|(table, entry)| lines::of(prose, entry).filter_map(move |line| read(table, line)))
}

fn other_names(prose: &Prose) -> impl Iterator<Item = (&str, &str)> {
    lines::of(prose, OTHER_NAMES).filter_map(other_name)
}

/// Reads `` mmap2` = `mmap` ``.
fn other_name(line: &str) -> Option<(&str, &str)> {
    line.strip_suffix('`')?.split_once("` = `")
}

/// Reads `` openat(dirfd, pathname) ` -> descriptor: Opens a file. `` of a table.
fn read(table: usize, line: &str) -> Option<Syscall<'_>> {
    let (name, rest) = line.split_once('(')?;
    let (parameters, rest) = rest.split_once(")` -> ")?;
    let (returns, sentence) = rest.split_once(": ")?;
    let zero = sentence.strip_suffix(')').and_then(|sentence| sentence.split_once(" (0: "));
    let (sentence, zero) = zero.unwrap_or((sentence, ""));
    let returns = match returns {
        "done" => Returns::Done,
        "descriptor" => Returns::Descriptor,
        "bytes in" => Returns::BytesIn,
        "bytes out" => Returns::BytesOut,
        "count" => Returns::Count,
        "process" => Returns::Process,
        "address" => Returns::Address,
        "position" => Returns::Position,
        "value" => Returns::Value,
        "never" => Returns::Never,
        _ => return None,
    };
    Some(Syscall { name, group: *GROUPS.get(table)?, parameters, returns, sentence, zero })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_call_stands_in_the_tables_once() {
        let prose = Prose::built_in();
        let mut seen = BTreeSet::new();
        for call in all(&prose) {
            assert!(seen.insert(call.name), "{} stands there twice", call.name);
            assert_eq!(by_name(&prose, call.name), Some(call));
        }
        for (other, name) in other_names(&prose) {
            assert!(seen.insert(other), "{other} is no other name: it has an entry");
            assert!(by_name(&prose, other).is_some_and(|call| call.name == name), "{other}");
        }
        assert!(seen.len() > 450, "{}", seen.len());
    }

    #[test]
    fn every_line_is_read() {
        let prose = Prose::built_in();
        for (table, entry) in TABLES.iter().enumerate() {
            for line in lines::of(&prose, entry) {
                assert!(read(table, line).is_some(), "{entry}: {line}");
            }
        }
        assert_eq!(lines::of(&prose, OTHER_NAMES).count(), other_names(&prose).count());
        assert_eq!(TABLES.len(), GROUPS.len());
    }

    #[test]
    fn every_sentence_is_one() {
        for call in all(&Prose::built_in()) {
            let zero = call.zero.is_empty() || call.zero.ends_with('.');
            assert!(call.sentence.ends_with('.') && zero, "{}", call.name);
            assert!(call.sentence.len() < 180, "{} is wordy", call.name);
            let names = call
                .parameters
                .split(", ")
                .all(|name| name.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphanumeric()));
            assert!(names, "{}", call.name);
        }
    }

    #[test]
    fn every_family_is_known_by_name() {
        let prose = Prose::built_in();
        let groups = groups(&prose);
        assert!(all(&prose).all(|call| groups.get(call.name) == Some(&call.group)));
        assert_eq!((groups.get("mmap2"), groups.get("no_such_call")), (Some(&CallGroup::Memory), None));
    }

    #[test]
    fn old_names_lead_to_the_same_call() {
        let prose = Prose::built_in();
        assert_eq!(by_name(&prose, "fstat64").map(|call| call.name), Some("fstat"));
        assert_eq!((by_name(&prose, "no_such_call"), by_name(&prose, "")), (None, None));
        assert_eq!(by_name(&Prose::of(""), "read"), None);
    }
}
