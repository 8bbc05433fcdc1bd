//! The arguments that matter, in a few words: what an engineer would read out of the line.

mod process;
mod transfer;
mod wait;

pub use process::{awaited, signal};
pub use transfer::{buffers, gave, gives};
pub use wait::time;

use super::at::At;
use super::shorten;
use crate::kernel::calls::{self, Table, calls};
use crate::model::address::SocketAddress;
use crate::model::arguments::Value;
use crate::order::InList;

/// So much of all arguments together is shown.
const MOST: usize = 96;
/// So much of a second path is shown.
const PATH: usize = 44;

/// The arguments of a call that matter, without the descriptor or path that it acts on.
pub fn summary(at: &At<'_>) -> String {
    let parts = calls::of(TABLE, at.name).unwrap_or(others)(at);
    let text = parts.into_iter().filter(|part| !part.is_empty()).in_list().join(" ");
    shorten::end(&text, MOST)
}

/// What is shown of each call.
const TABLE: Table<fn(&At<'_>) -> Vec<String>> = calls! {
    "read readv pread64 preadv preadv2 write writev pwrite64 pwritev pwritev2 send sendto sendmsg recv recvfrom \
        recvmsg pread pwrite" => transfer::transfer,
    "sendfile sendfile64 splice copy_file_range" => transfer::copied,
    "getdents getdents64" => |at| {
        vec![at.arguments.get(1).and_then(|entries| entries.comment).unwrap_or_default().to_owned()]
    },
    "open openat openat2 creat" => opened,
    "stat lstat fstat newfstatat stat64 lstat64 fstat64 fstatat64 statx" => |at| vec![status(at)],
    "readlink readlinkat" => |at| {
        let place = if at.name == "readlink" { 1 } else { 2 };
        at.value(place).quoted().map_or_else(Vec::new, |to| vec!["→".into(), to.text()])
    },
    "rename renameat renameat2 link linkat symlink symlinkat" => |at| {
        let to = at.run.trace.second_path(at.call);
        to.map_or_else(Vec::new, |to| vec!["→".into(), shorten::middle(&to.full(), PATH)])
    },
    "close" => |at| vec![transfer::closed(at)],
    "socket" => |at| vec![at.text(0).into(), flags(at.text(1)), plain_protocol(at.text(2))],
    "bind connect getsockname getpeername" => |at| vec![address(at)],
    "accept accept4" => accepted,
    "getsockopt setsockopt" => |at| vec![at.text(2).into(), option(at.value(3))],
    "epoll_ctl" => wait::watched,
    "epoll_wait epoll_pwait epoll_pwait2" => wait::events,
    "poll ppoll ppoll_time64" => wait::polled,
    "futex futex_time64" => |at| vec![at.text(1).replace("_PRIVATE", ""), at.text(2).into()],
    "nanosleep" => |at| vec![time(at.value(0))],
    "clock_nanosleep clock_nanosleep_time64" => |at| vec![time(at.value(2))],
    "execve execveat" => process::executed,
    "clone clone3" => |at| vec![process::child(at)],
    "wait4 waitpid waitid" => |at| vec![process::awaited(at)],
    "kill tkill" => |at| vec![at.text(1).into(), "to".into(), at.text(0).into()],
    "tgkill" => |at| vec![at.text(2).into(), "to".into(), at.text(1).into()],
    "exit exit_group" => |at| vec![at.text(0).into()],
    "mmap mmap2 old_mmap" => |at| vec![size(at, 1), at.text(2).into(), kind_of_mapping(at)],
    "munmap madvise mprotect" => |at| vec![size(at, 1), at.text(2).into()],
    "brk set_tid_address set_robust_list rseq rt_sigreturn sysinfo uname" => |_| Vec::new(),
    "rt_sigaction sigaction" => |at| vec![at.text(0).into(), process::handler(at.value(1))],
    "prlimit64 getrlimit setrlimit" => process::limits,
};

fn opened(at: &At<'_>) -> Vec<String> {
    let place = usize::from(at.name != "open" && at.name != "creat") + 1;
    if at.name == "openat2" {
        let how = at.value(place);
        return vec![how.field("flags").map(|flags| join(flags.flags())).unwrap_or_default()];
    }
    let mode = if at.text(place).contains("O_CREAT") || at.name == "creat" { at.text(place + 1) } else { "" };
    vec![flags(at.text(place)), mode.into()]
}

/// Flags without those that say nothing to the reader.
fn flags(text: &str) -> String {
    let quiet = ["O_CLOEXEC", "O_NOCTTY", "O_LARGEFILE", "SOCK_CLOEXEC"];
    join(text.split('|').filter(|flag| !quiet.contains(flag)))
}

fn join<'t>(flags: impl Iterator<Item = &'t str>) -> String {
    flags.in_list().join("|")
}

/// Size and type that a call of the stat family found.
fn status(at: &At<'_>) -> String {
    let found = at.arguments.list.iter().find_map(|argument| {
        let field = |name| argument.value.field(name);
        let mode = field("st_mode").or_else(|| field("stx_mode"))?;
        let size = field("st_size").or_else(|| field("stx_size")).and_then(Value::number);
        let kind = match mode {
            Value::Word(word) => word.split('|').next().unwrap_or_default(),
            _ => "",
        };
        Some((kind, size))
    });
    match found {
        Some(("S_IFREG", Some(size))) => shorten::bytes(size),
        Some(("S_IFDIR", _)) => "a directory".into(),
        Some(("S_IFLNK", _)) => "a symbolic link".into(),
        Some(("S_IFSOCK", _)) => "a socket".into(),
        Some(("S_IFIFO", _)) => "a pipe".into(),
        Some(("S_IFCHR", _)) => "a character device".into(),
        Some(("S_IFBLK", _)) => "a block device".into(),
        _ => String::new(),
    }
}

fn plain_protocol(protocol: &str) -> String {
    if matches!(protocol, "IPPROTO_IP" | "0") { String::new() } else { protocol.into() }
}

fn address(at: &At<'_>) -> String {
    at.run.trace.socket_address(at.call).map(|address| address.to_string()).unwrap_or_default()
}

fn accepted(at: &At<'_>) -> Vec<String> {
    let from = at.run.trace.socket_address(at.call);
    let from = from.filter(|address| !matches!(address, SocketAddress::Other(_)));
    vec![
        at.returned().map(|number| format!("→ {}", at.label(number))).unwrap_or_default(),
        from.map(|address| format!("from {address}")).unwrap_or_default(),
    ]
}

/// The value of a socket's option: `[ECONNREFUSED]` says ECONNREFUSED.
pub fn option(value: &Value<'_>) -> String {
    match value {
        Value::Array(items) => match items.as_slice() {
            [only] => only.text.into(),
            many => format!("{} values", many.len()),
        },
        // `[CHLD]`-like sets: a single errno in brackets is read so.
        Value::Set { members, .. } => members.join(" "),
        Value::Number(number) => number.to_string(),
        Value::Word(word) => (*word).into(),
        Value::Struct(fields) => {
            let fields =
                fields.iter().map(|field| format!("{}={}", field.name.unwrap_or_default(), field.text));
            fields.in_list().join(" ")
        }
        _ => String::new(),
    }
}
fn size(at: &At<'_>, place: usize) -> String {
    at.value(place).number().map(shorten::bytes).unwrap_or_default()
}

fn kind_of_mapping(at: &At<'_>) -> String {
    if at.text(3).contains("MAP_ANON") { "fresh memory".into() } else { String::new() }
}

/// Whatever is no pointer, shortened.
fn others(at: &At<'_>) -> Vec<String> {
    let own = at.descriptor().is_some();
    let path = at.run.trace.path(at.call).map(|path| path.quoted);
    let shown = at.arguments.list.iter().enumerate().filter(|(place, argument)| match &argument.value {
        Value::Null | Value::Empty | Value::Word("AT_FDCWD") | Value::Descriptor { number: -100, .. } => {
            false
        }
        Value::Number(_) | Value::Descriptor { .. } if own && *place == 0 => false,
        Value::Number(_) => !argument.text.starts_with("0x"),
        Value::Text(quoted) => Some(*quoted) != path,
        _ => true,
    });
    shown.map(|(_, argument)| shorten::middle(argument.text, PATH)).collect()
}
