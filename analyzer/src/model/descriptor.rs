//! Which descriptor a call acts on.

use super::arguments::Value;
use super::trace::{Call, Trace};

/// A descriptor as a call names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fd<'t> {
    /// Its number; -100 for `AT_FDCWD`.
    pub number: i32,
    /// What `-y` or `-yy` print behind it: a path, `TCP:[1.2.3.4:80->5.6.7.8:90]`, `pipe:[123]`; empty without.
    pub decoration: &'t str,
    /// The file had been unlinked.
    pub deleted: bool,
}

impl<'t> Fd<'t> {
    fn of(value: &Value<'t>) -> Option<Self> {
        match value {
            Value::Number(number) => {
                Some(Self { number: i32::try_from(*number).ok()?, decoration: "", deleted: false })
            }
            Value::Descriptor { number, decoration, deleted } => {
                Some(Self { number: i32::try_from(*number).ok()?, decoration, deleted: *deleted })
            }
            Value::Word("AT_FDCWD") => Some(Self { number: -100, decoration: "", deleted: false }),
            _ => None,
        }
    }
}

impl Trace {
    /// The descriptor that a call acts on: its first argument, for mmap its fifth.
    /// `None` if the call takes no descriptor there. Not told: descriptors inside of other arguments
    /// (`poll`, `epoll_ctl`'s third, `sendfile`'s second); read those with [`Trace::arguments`].
    pub fn fd(&self, call: &Call) -> Option<Fd<'_>> {
        let name = self.name(call);
        let place = match name {
            "mmap" | "mmap2" => 4,
            _ if takes_descriptor(name) => 0,
            _ => return None,
        };
        Fd::of(self.arguments(call).value(place)).filter(|fd| fd.number >= 0)
    }

    /// The descriptor that a call returned (`openat`, `socket`, `accept4`, `dup`, ...), with its decoration.
    pub fn returned_fd(&self, call: &Call) -> Option<Fd<'_>> {
        if !returns_descriptor(self.name(call)) {
            return None;
        }
        let result = super::arguments::Arguments::read(self.str(call.result));
        match result.list.first()?.value {
            // `3</dev/null> (flags ...)` and other words behind the number.
            Value::Word(word) => word.split(' ').next()?.parse().ok().map(|number| Fd {
                number,
                decoration: "",
                deleted: false,
            }),
            ref value => Fd::of(value),
        }
        .filter(|fd| fd.number >= 0)
    }

    /// What stands in a place of the arguments, read as a descriptor.
    pub fn fd_at(&self, call: &Call, place: usize) -> Option<Fd<'_>> {
        Fd::of(self.arguments(call).value(place))
    }
}

/// True if the call's first argument is a descriptor it acts on (not a directory that a path starts from).
pub fn takes_descriptor(name: &str) -> bool {
    TAKE.binary_search(&name).is_ok()
}

/// True if the call returns a new descriptor.
pub fn returns_descriptor(name: &str) -> bool {
    RETURN.binary_search(&name).is_ok()
}

#[rustfmt::skip]
const TAKE: &[&str] = &[
    "_llseek", "accept", "accept4", "bind", "close", "close_range", "connect", "copy_file_range", "dup", "dup2", "dup3",
    "epoll_ctl", "epoll_pwait", "epoll_pwait2", "epoll_wait", "fadvise64", "fallocate", "fchdir", "fchmod", "fchown",
    "fcntl", "fcntl64", "fdatasync", "fgetxattr", "finit_module", "flistxattr", "flock", "fremovexattr", "fsetxattr",
    "fstat", "fstat64", "fstatfs", "fstatfs64", "fsync", "ftruncate", "ftruncate64", "getdents", "getdents64",
    "getpeername", "getsockname", "getsockopt", "inotify_add_watch", "inotify_rm_watch", "io_uring_enter",
    "io_uring_register", "ioctl", "listen", "lseek", "pidfd_getfd", "pidfd_send_signal",
    "pread64", "preadv", "preadv2", "pwrite64", "pwritev", "pwritev2", "read", "readahead", "readv", "recv", "recvfrom",
    "recvmmsg", "recvmmsg_time64", "recvmsg", "send", "sendfile", "sendfile64", "sendmmsg", "sendmsg", "sendto", "setns",
    "setsockopt", "shutdown", "signalfd", "signalfd4", "splice", "sync_file_range", "syncfs", "tee",
    "timerfd_gettime", "timerfd_settime", "vmsplice", "write", "writev",
];

#[rustfmt::skip]
const RETURN: &[&str] = &[
    "accept", "accept4", "creat", "dup", "dup2", "dup3", "epoll_create", "epoll_create1", "eventfd", "eventfd2",
    "fsopen", "inotify_init", "inotify_init1", "io_uring_setup", "memfd_create", "mq_open", "open", "open_tree", "openat", "openat2",
    "perf_event_open", "pidfd_getfd", "pidfd_open", "signalfd", "signalfd4", "socket", "timerfd_create", "userfaultfd",
];

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use super::*;
    use crate::source::Span;

    /// A trace and the one call in it, from `name(arguments)` or `name(arguments) = result`.
    pub fn call_of(line: &str) -> (Trace, Call) {
        let place = |place: usize| u32::try_from(place).unwrap();
        let mut trace = Trace::empty(Arc::new(line.into()));
        let open = line.find('(').unwrap();
        let close = line.rfind(") = ").unwrap_or(line.len() - 1);
        trace.names.push(line.get(..open).unwrap().to_owned());
        let mut call = Call::of(0, None);
        call.args = Span { start: place(open + 1), end: place(close) };
        call.result = Span { start: place(line.len().min(close + 4)), end: place(line.len()) };
        (trace, call)
    }

    fn fd(line: &str) -> Option<(i32, String)> {
        let (trace, call) = call_of(line);
        trace.fd(&call).map(|fd| (fd.number, fd.decoration.to_owned()))
    }

    fn returned(line: &str) -> Option<(i32, String)> {
        let (trace, call) = call_of(line);
        trace.returned_fd(&call).map(|fd| (fd.number, fd.decoration.to_owned()))
    }

    #[test]
    fn descriptors_acted_on() {
        let is = |number, decoration: &str| Some((number, decoration.to_owned()));
        assert_eq!(fd("close(3)"), is(3, ""));
        assert_eq!(fd("close(0x5)"), is(5, ""));
        assert_eq!(fd("read(3</etc/hosts>, \"x\", 1)"), is(3, "/etc/hosts"));
        assert_eq!(
            fd("mmap(NULL, 8192, PROT_READ, MAP_PRIVATE, 3</lib/libc.so.6>, 0)"),
            is(3, "/lib/libc.so.6")
        );
        assert_eq!(fd("mmap(NULL, 8192, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)"), None);
        assert_eq!(fd("exit_group(3)"), None);
        assert_eq!(fd("openat(AT_FDCWD, \"x\", O_RDONLY)"), None);
    }

    #[test]
    fn descriptors_returned() {
        let is = |number, decoration: &str| Some((number, decoration.to_owned()));
        assert_eq!(returned("openat(AT_FDCWD, \"x\", O_RDONLY) = 3</etc/x>"), is(3, "/etc/x"));
        assert_eq!(returned("socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 5"), is(5, ""));
        assert_eq!(returned("open(\"x\", O_RDONLY) = -1 ENOENT (No such file or directory)"), None);
        assert_eq!(returned("read(3, \"\", 1) = 0"), None);
    }

    #[test]
    fn tables_are_sorted() {
        assert!(TAKE.is_sorted());
        assert!(RETURN.is_sorted());
    }
}
