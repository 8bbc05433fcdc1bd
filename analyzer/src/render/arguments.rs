//! The arguments that matter, in a few words: what an engineer would read out of the line.

use super::at::At;
use super::{said, shorten};
use crate::model::address::SocketAddress;
use crate::model::arguments::{Arguments, Value};
use crate::trace::{Descriptor, DescriptorRole};

/// So much of all arguments together is shown.
const MOST: usize = 96;
/// So many members of a list are shown.
const MEMBERS: usize = 4;
/// So much of a second path is shown.
const PATH: usize = 44;

/// The arguments of a call that matter, without the descriptor or path that it acts on.
pub fn summary(at: &At<'_>) -> String {
    let parts = parts(at);
    let text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    shorten::end(&text, MOST)
}

fn parts(at: &At<'_>) -> Vec<String> {
    match at.name {
        "read" | "readv" | "pread64" | "preadv" | "preadv2" | "write" | "writev" | "pwrite64" | "pwritev"
        | "pwritev2" | "send" | "sendto" | "sendmsg" | "recv" | "recvfrom" | "recvmsg" | "pread"
        | "pwrite" => transfer(at),
        "sendfile" | "sendfile64" | "splice" | "copy_file_range" => copied(at),
        "getdents" | "getdents64" => {
            vec![at.arguments.get(1).and_then(|entries| entries.comment).unwrap_or_default().to_owned()]
        }
        "open" | "openat" | "openat2" | "creat" => opened(at),
        "stat" | "lstat" | "fstat" | "newfstatat" | "stat64" | "lstat64" | "fstat64" | "fstatat64"
        | "statx" => {
            vec![status(at)]
        }
        "readlink" | "readlinkat" => {
            let place = if at.name == "readlink" { 1 } else { 2 };
            at.value(place).quoted().map_or_else(Vec::new, |to| vec!["→".into(), to.text()])
        }
        "rename" | "renameat" | "renameat2" | "link" | "linkat" | "symlink" | "symlinkat" => {
            let to = at.run.trace.second_path(at.call);
            to.map_or_else(Vec::new, |to| vec!["→".into(), shorten::middle(&to.full(), PATH)])
        }
        "close" => vec![closed(at)],
        "socket" => vec![at.text(0).into(), flags(at.text(1)), plain_protocol(at.text(2))],
        "bind" | "connect" | "getsockname" | "getpeername" => vec![address(at)],
        "accept" | "accept4" => accepted(at),
        "getsockopt" | "setsockopt" => vec![at.text(2).into(), option(at.value(3))],
        "epoll_ctl" => watched(at),
        "epoll_wait" | "epoll_pwait" | "epoll_pwait2" => events(at),
        "poll" | "ppoll" | "ppoll_time64" => polled(at),
        "futex" | "futex_time64" => vec![at.text(1).trim_end_matches("_PRIVATE").into(), at.text(2).into()],
        "nanosleep" => vec![time(at.value(0))],
        "clock_nanosleep" | "clock_nanosleep_time64" => vec![time(at.value(2))],
        "execve" | "execveat" => executed(at),
        "clone" | "clone3" => vec![child(at)],
        "wait4" | "waitpid" | "waitid" => vec![awaited(at)],
        "kill" | "tkill" => vec![at.text(1).into(), "to".into(), at.text(0).into()],
        "tgkill" => vec![at.text(2).into(), "to".into(), at.text(1).into()],
        "exit" | "exit_group" => vec![at.text(0).into()],
        "mmap" | "mmap2" | "old_mmap" => vec![size(at, 1), at.text(2).into(), kind_of_mapping(at)],
        "munmap" | "madvise" => vec![size(at, 1), at.text(2).into()],
        "mprotect" => vec![size(at, 1), at.text(2).into()],
        "brk" | "set_tid_address" | "set_robust_list" | "rseq" | "rt_sigreturn" | "sysinfo" | "uname" => {
            vec![]
        }
        "rt_sigaction" | "sigaction" => vec![at.text(0).into(), handler(at.value(1))],
        "prlimit64" | "getrlimit" | "setrlimit" => limits(at),
        _ => others(at),
    }
}

/// How much is moved, where to, and what it says.
fn transfer(at: &At<'_>) -> Vec<String> {
    let mut parts = Vec::new();
    if !matches!(at.role(), DescriptorRole::Library)
        && let Some(words) = said::in_words(at)
    {
        parts.push(words);
    }
    parts.push(buffers(at));
    let offset = match at.name {
        "pread64" | "pwrite64" | "preadv" | "pwritev" | "preadv2" | "pwritev2" | "pread" | "pwrite" => {
            at.value(3)
        }
        _ => &Value::Empty,
    };
    if let Some(offset) = offset.number() {
        parts.push(format!("at {}", shorten::grouped(offset)));
    }
    if let Some(address) = at.run.trace.socket_address(at.call) {
        let direction = if at.name.starts_with("recv") { "from" } else { "to" };
        parts.push(format!("{direction} {address}"));
    }
    parts
}

/// The size of the buffers: `4096 B`, `2 × 4096 B`, `3 buffers, 5321 B`; empty if it is not shown.
pub fn buffers(at: &At<'_>) -> String {
    let vector = match at.value(1) {
        Value::Array(items) => items.as_slice(),
        message @ Value::Struct(_) => message.field("msg_iov").map_or(&[][..], Value::items),
        _ => return at.value(2).number().map(shorten::bytes).unwrap_or_default(),
    };
    let length = |item: &Value<'_>| item.field("iov_len").and_then(Value::number);
    let lengths: Option<Vec<i64>> = vector.iter().map(|item| length(&item.value)).collect();
    match lengths.as_deref() {
        Some([]) | None => String::new(),
        Some([only]) => shorten::bytes(*only),
        Some(all) if all.iter().all(|one| Some(one) == all.first()) => {
            format!("{} × {}", all.len(), all.first().copied().map(shorten::bytes).unwrap_or_default())
        }
        Some(all) => {
            let sum = all.iter().fold(0_i64, |sum, one| sum.saturating_add(*one));
            format!("{} buffers, {}", all.len(), shorten::bytes(sum))
        }
    }
}

fn copied(at: &At<'_>) -> Vec<String> {
    let (other, word, count) = match at.name {
        "splice" | "copy_file_range" => (at.value(2), "to", at.value(4)),
        _ => (at.value(1), "from", at.value(3)),
    };
    let other = other.number().map(|number| format!("{word} {},", at.label(number)));
    vec![other.unwrap_or_default(), count.number().map(shorten::bytes).unwrap_or_default()]
}

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
    flags.collect::<Vec<_>>().join("|")
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

/// What had gone through a connection when it was closed.
fn closed(at: &At<'_>) -> String {
    let Some(descriptor) = at.descriptor() else { return String::new() };
    if !matches!(
        descriptor.role,
        DescriptorRole::Client | DescriptorRole::TempFile | DescriptorRole::CacheFile
    ) {
        return String::new();
    }
    let before = descriptor.events.iter().take_while(|event| **event < at.event);
    let sent = before.filter_map(|event| At::of(at.run, *event)).filter(|write| write.gives_to(descriptor));
    let sent = sent.filter_map(|at| at.returned()).fold(0_i64, |sum, one| sum.saturating_add(one.max(0)));
    match descriptor.role {
        DescriptorRole::Client => format!("after {} sent", shorten::bytes(sent)),
        _ if sent > 0 => format!("after {} written", shorten::bytes(sent)),
        _ => String::new(),
    }
}

impl At<'_> {
    /// True if the call gives bytes to that descriptor.
    pub fn gives_to(&self, descriptor: &Descriptor) -> bool {
        gives(self.name) && self.descriptor().is_some_and(|own| std::ptr::eq(own, descriptor))
    }
}

/// True if the call gives bytes to the descriptor that it acts on first.
pub fn gives(name: &str) -> bool {
    matches!(
        name,
        "write"
            | "writev"
            | "pwrite64"
            | "pwritev"
            | "pwritev2"
            | "send"
            | "sendto"
            | "sendmsg"
            | "sendfile"
            | "sendfile64"
    )
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
            fields.collect::<Vec<_>>().join(" ")
        }
        _ => String::new(),
    }
}

fn watched(at: &At<'_>) -> Vec<String> {
    let action = match at.text(1) {
        "EPOLL_CTL_ADD" => "add",
        "EPOLL_CTL_MOD" => "change",
        "EPOLL_CTL_DEL" => "remove",
        other => other,
    };
    let number = at.named("fd", 2).number();
    let own = at.descriptor().is_some_and(|own| Some(i64::from(own.number)) == number);
    let label = number.filter(|_| !own).map(|number| at.label(number)).unwrap_or_default();
    let event = at.named("event", 3);
    let events = event.field("events").map(|events| join(events.flags())).filter(|_| action != "remove");
    match events.filter(|events| !events.is_empty()) {
        Some(events) => vec![action.into(), label, events],
        None => vec![action.into(), label],
    }
}

/// What a queue told: `EPOLLIN on client 12, EPOLLOUT on upstream 15`, or how long it was to wait.
fn events(at: &At<'_>) -> Vec<String> {
    let told = at.wakes();
    if told.is_empty() { vec![timeout(at.named("timeout", 3))] } else { vec![few(&told)] }
}

fn polled(at: &At<'_>) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    // What became ready stands behind the result.
    let result = at.run.trace.str(at.call.result);
    let ready = result.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')')).unwrap_or_default();
    let answer = Arguments::read(ready);
    let lists = [answer.value(0), at.value(0)];
    for list in lists {
        told.extend(list.items().iter().filter_map(|item| {
            let number = item.value.field("fd")?.number()?;
            let events = item.value.field("revents").or_else(|| item.value.field("events"))?;
            Some(format!("{} on {}", join(events.flags()), at.label(number)))
        }));
        if !told.is_empty() {
            break;
        }
    }
    let limit = if answer.list.is_empty() { timeout(at.value(2)) } else { String::new() };
    vec![few(&told), limit]
}

/// `timeout 60.0 s`, in milliseconds as poll and epoll take it; empty for a wait without end.
fn timeout(value: &Value<'_>) -> String {
    match value {
        Value::Struct(_) => format!("timeout {}", time(value)),
        _ => match value.number() {
            Some(millis @ 1..) => format!("timeout {}", shorten::duration(millis.saturating_mul(1000))),
            Some(0) => "without waiting".into(),
            _ => String::new(),
        },
    }
}

/// A `timespec` or `timeval` as a length of time; one that is a point in time shows as it stands.
pub fn time(value: &Value<'_>) -> String {
    let field = |name: &str| value.field(name).and_then(Value::number);
    let Some(seconds) = field("tv_sec") else { return String::new() };
    let micros = field("tv_usec").or_else(|| field("tv_nsec").map(|nanos| nanos / 1000)).unwrap_or(0);
    // More than ten years is a date.
    if seconds > 315_360_000 {
        return "until a point in time".into();
    }
    shorten::duration(seconds.saturating_mul(1_000_000).saturating_add(micros))
}

fn few(all: &[String]) -> String {
    let shown = all.iter().take(MEMBERS).cloned().collect::<Vec<_>>().join(", ");
    if all.len() > MEMBERS { format!("{shown} and {} more", all.len() - MEMBERS) } else { shown }
}

/// The arguments that a program is run with, without its own name.
fn executed(at: &At<'_>) -> Vec<String> {
    let place = if at.name == "execveat" { 2 } else { 1 };
    let words = at.value(place).items().iter().skip(1);
    words.filter_map(|word| word.value.quoted()).map(|word| shorten::middle(&word.text(), PATH)).collect()
}

fn child(at: &At<'_>) -> String {
    let text = at.run.trace.str(at.call.args);
    let kind = if text.contains("CLONE_THREAD") { "a thread" } else { "a process" };
    if text.contains("CLONE_NEW") { format!("{kind} in namespaces of its own") } else { kind.into() }
}

/// How a child ended: `exited with 1`, `killed by SIGSEGV`.
fn awaited(at: &At<'_>) -> String {
    let text = at.run.trace.str(at.call.args);
    let rest = at.run.trace.str(at.call.args_rest);
    let behind = |word: &str| {
        let found = [text, rest].into_iter().find_map(|part| part.split_once(word))?.1;
        found.split([')', '}', ']', ',', ' ']).find(|word| !word.is_empty())
    };
    if let Some(status) = behind("WEXITSTATUS(s) ==") {
        format!("exited with {status}")
    } else if let Some(signal) = behind("WTERMSIG(s) ==") {
        format!("killed by {signal}")
    } else if let Some(status) = behind("si_status=") {
        format!("status {status}")
    } else {
        String::new()
    }
}

fn size(at: &At<'_>, place: usize) -> String {
    at.value(place).number().map(shorten::bytes).unwrap_or_default()
}

fn kind_of_mapping(at: &At<'_>) -> String {
    if at.text(3).contains("MAP_ANON") { "fresh memory".into() } else { String::new() }
}

fn handler(value: &Value<'_>) -> String {
    match value.field("sa_handler").or_else(|| value.field("sa_sigaction")) {
        Some(Value::Word(word)) => (*word).into(),
        Some(_) => "handler".into(),
        None => String::new(),
    }
}

fn limits(at: &At<'_>) -> Vec<String> {
    let resource = at.arguments.list.iter().find(|argument| argument.text.starts_with("RLIMIT_"));
    let limits = at.arguments.list.iter().find(|argument| argument.value.field("rlim_cur").is_some());
    vec![
        resource.map_or_else(String::new, |resource| resource.text.into()),
        limits.and_then(|limits| limits.value.field("rlim_cur")).map_or_else(String::new, |current| {
            match current {
                Value::Number(number) => number.to_string(),
                Value::Word(word) => (*word).into(),
                _ => String::new(),
            }
        }),
    ]
}

/// What a signal's details say: who sent it, how a child ended, which address was touched.
pub fn signal(info: &str) -> String {
    let arguments = Arguments::read(info);
    let value = |name: &str| arguments.named(name).map(|field| field.text);
    let mut parts = Vec::new();
    if let Some(code) = value("si_code") {
        parts.push(code.to_owned());
    }
    if let Some(address) = value("si_addr") {
        parts.push(format!("at {address}"));
    }
    if let Some(pid) = value("si_pid") {
        parts.push(format!("pid {pid}"));
    }
    if let Some(status) = value("si_status") {
        parts.push(format!("status {status}"));
    }
    parts.join(" ")
}

/// Whatever is no pointer, shortened.
fn others(at: &At<'_>) -> Vec<String> {
    let own = at.descriptor().is_some();
    let path = at.run.trace.path(at.call).map(|path| path.quoted);
    let shown = at.arguments.list.iter().enumerate().filter(|(place, argument)| match &argument.value {
        Value::Null | Value::Empty => false,
        Value::Word("AT_FDCWD") => false,
        Value::Descriptor { number: -100, .. } => false,
        Value::Number(_) | Value::Descriptor { .. } if own && *place == 0 => false,
        Value::Number(_) => !argument.text.starts_with("0x"),
        Value::Text(quoted) => Some(*quoted) != path,
        _ => true,
    });
    shown.map(|(_, argument)| shorten::middle(argument.text, PATH)).collect()
}
