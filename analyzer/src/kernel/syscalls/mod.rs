//! The system calls of Linux: family, parameters, what they do and what their result says.
//!
//! Parameter names are those of the man pages (section 2), the x86-64 form first.
//! One file per theme; [`by_name`] looks into all of them.

mod files;
mod memory;
mod network;
mod paths;
mod process;
mod signals;
mod system;
mod wait;

use serde::{Deserialize, Serialize};

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
pub struct Syscall {
    /// `openat`
    pub name: &'static str,
    /// Its family.
    pub group: CallGroup,
    /// Names of its parameters, in order.
    pub parameters: &'static [&'static str],
    /// What its result stands for.
    pub returns: Returns,
    /// What it does, as one sentence.
    pub sentence: &'static str,
    /// What a result of 0 says where that is not plain success; otherwise empty.
    pub zero: &'static str,
}

/// All tables.
static TABLES: &[&[Syscall]] = &[
    files::CALLS,
    paths::CALLS,
    network::CALLS,
    wait::CALLS,
    process::CALLS,
    memory::CALLS,
    signals::CALLS,
    system::CALLS,
];

/// Other names of calls that take the same parameters and do the same: 32-bit and wide forms, old names.
static ALIASES: &[(&str, &str)] = &[
    ("_newselect", "select"),
    ("chown32", "chown"),
    ("clock_adjtime64", "clock_adjtime"),
    ("clock_getres_time64", "clock_getres"),
    ("clock_gettime64", "clock_gettime"),
    ("clock_nanosleep_time64", "clock_nanosleep"),
    ("clock_settime64", "clock_settime"),
    ("fadvise64_64", "fadvise64"),
    ("fchown32", "fchown"),
    ("fcntl64", "fcntl"),
    ("fstat64", "fstat"),
    ("fstatat64", "newfstatat"),
    ("fstatfs64", "fstatfs"),
    ("ftruncate64", "ftruncate"),
    ("futex_time64", "futex"),
    ("getegid32", "getegid"),
    ("geteuid32", "geteuid"),
    ("getgid32", "getgid"),
    ("getgroups32", "getgroups"),
    ("getresgid32", "getresgid"),
    ("getresuid32", "getresuid"),
    ("getuid32", "getuid"),
    ("io_pgetevents_time64", "io_pgetevents"),
    ("lchown32", "lchown"),
    ("lstat64", "lstat"),
    ("mmap2", "mmap"),
    ("mq_timedreceive_time64", "mq_timedreceive"),
    ("mq_timedsend_time64", "mq_timedsend"),
    ("newuname", "uname"),
    ("oldfstat", "fstat"),
    ("oldlstat", "lstat"),
    ("oldolduname", "uname"),
    ("oldstat", "stat"),
    ("olduname", "uname"),
    ("ppoll_time64", "ppoll"),
    ("prlimit", "prlimit64"),
    ("pread", "pread64"),
    ("pselect6_time64", "pselect6"),
    ("pwrite", "pwrite64"),
    ("recvmmsg_time64", "recvmmsg"),
    ("rt_sigtimedwait_time64", "rt_sigtimedwait"),
    ("sched_rr_get_interval_time64", "sched_rr_get_interval"),
    ("semtimedop_time64", "semtimedop"),
    ("sendfile64", "sendfile"),
    ("setfsgid32", "setfsgid"),
    ("setfsuid32", "setfsuid"),
    ("setgid32", "setgid"),
    ("setgroups32", "setgroups"),
    ("setregid32", "setregid"),
    ("setresgid32", "setresgid"),
    ("setresuid32", "setresuid"),
    ("setreuid32", "setreuid"),
    ("setuid32", "setuid"),
    ("stat64", "stat"),
    ("statfs64", "statfs"),
    ("timer_gettime64", "timer_gettime"),
    ("timer_settime64", "timer_settime"),
    ("timerfd_gettime64", "timerfd_gettime"),
    ("timerfd_settime64", "timerfd_settime"),
    ("truncate64", "truncate"),
    ("ugetrlimit", "getrlimit"),
    ("utimensat_time64", "utimensat"),
];

/// The call of that name, also by its 32-bit and old names; `None` if unknown.
pub fn by_name(name: &str) -> Option<&'static Syscall> {
    let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, name)| *name);
    all().find(|call| call.name == name)
}

/// The family of a call; [`CallGroup::Other`] if it is unknown.
pub fn group_of(name: &str) -> CallGroup {
    by_name(name).map_or(CallGroup::Other, |call| call.group)
}

/// Every call, theme by theme.
pub fn all() -> impl Iterator<Item = &'static Syscall> {
    TABLES.iter().copied().flatten()
}

/// A table of calls: `name(parameters) -> what the result stands for, "sentence", zero "what 0 says";`
macro_rules! calls {
    ($group:ident: $($name:ident($($parameter:tt),*) -> $returns:ident,
        $sentence:literal $(, zero $zero:literal)?;)*) => {
        pub(super) static CALLS: &[$crate::kernel::syscalls::Syscall] = &[$(
            $crate::kernel::syscalls::Syscall {
                name: stringify!($name),
                group: $crate::kernel::syscalls::CallGroup::$group,
                parameters: &[$(stringify!($parameter)),*],
                returns: $crate::kernel::syscalls::Returns::$returns,
                sentence: $sentence,
                zero: concat!($($zero)?),
            }
        ),*];
    };
}
use calls;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_call_stands_in_the_tables_once() {
        let mut seen = BTreeSet::new();
        for call in all() {
            assert!(seen.insert(call.name), "{} stands there twice", call.name);
        }
        for (alias, name) in ALIASES {
            assert!(seen.insert(alias), "{alias} is no other name: it has an entry");
            assert!(by_name(alias).is_some_and(|call| call.name == *name), "{alias}");
        }
        assert!(seen.len() > 350, "{}", seen.len());
    }

    #[test]
    fn every_sentence_is_one() {
        for call in all() {
            let zero = call.zero.is_empty() || call.zero.ends_with('.');
            assert!(call.sentence.ends_with('.') && zero, "{}", call.name);
            assert!(call.sentence.len() < 180, "{} is wordy", call.name);
        }
    }

    #[test]
    fn old_names_lead_to_the_same_call() {
        assert_eq!(by_name("fstat64").map(|call| call.name), Some("fstat"));
        assert_eq!(group_of("mmap2"), CallGroup::Memory);
        assert_eq!((by_name("no_such_call"), group_of("")), (None, CallGroup::Other));
    }
}
