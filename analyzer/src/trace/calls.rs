//! What each system call does to processes and descriptors, decided once per name.

/// The part that a system call plays here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Act {
    /// Opens a path: `open`, `openat`, `openat2`, `creat`.
    Open,
    /// `socket`.
    Socket,
    /// `accept`, `accept4`.
    Accept,
    /// Makes two descriptors, listed in the argument of that index: `pipe`, `pipe2`, `socketpair`.
    Pair(u8),
    /// Makes another descriptor for the same thing: `dup`, `dup2`, `dup3`.
    Duplicate,
    /// `fcntl`: may duplicate, lock or set flags.
    Fcntl,
    /// `close`.
    Close,
    /// `close_range`.
    CloseRange,
    /// `epoll_create`, `epoll_create1`.
    EpollCreate,
    /// `epoll_ctl`.
    EpollCtl,
    /// `epoll_wait`, `epoll_pwait`, `epoll_pwait2`.
    EpollWait,
    /// `poll`, `ppoll`.
    Poll,
    /// `select`, `pselect6`.
    Select,
    /// Makes a descriptor that tells of something: `eventfd`, `timerfd_create`, `inotify_init`, `pidfd_open`, ...
    Notifier,
    /// `memfd_create`.
    MemoryFile,
    /// `bind`.
    Bind,
    /// `listen`.
    Listen,
    /// `connect`.
    Connect,
    /// Takes bytes from a descriptor: `read`, `recvfrom`, ...
    Read,
    /// Gives bytes to a descriptor: `write`, `sendto`, ...
    Write,
    /// `sendfile`: out, in.
    SendFile,
    /// `splice`, `tee`, `copy_file_range`: in, ..., out in the argument of that index.
    Copy(u8),
    /// Locks a descriptor: `flock`.
    Lock,
    /// Reads a directory: `getdents`, `getdents64`.
    List,
    /// Asks or sets something of a socket: `getsockopt`, `setsockopt`, `getsockname`, `getpeername`, `shutdown`.
    SocketOption,
    /// Other calls whose first argument is a descriptor.
    OnDescriptor,
    /// Calls whose first argument may be a directory descriptor and whose second is a path: `newfstatat`, ...
    AtPath,
    /// Calls whose first argument is a path: `stat`, `access`, `unlink`, ...
    Path,
    /// Gives a file back under another name or removes it: `rename*`, `unlink*`, `link*`, ...
    ChangePath,
    /// `mmap`: the descriptor is the fifth argument.
    Map,
    /// Other work on memory: `brk`, `mprotect`, `munmap`, `madvise`.
    Memory,
    /// Makes a process or thread: `clone`, `clone3`.
    Clone,
    /// Makes a process: `fork`, `vfork`.
    Fork,
    /// `execve`, `execveat` (the path is the argument of that index).
    Execute(u8),
    /// `wait4`, `waitpid`, `waitid`.
    Wait,
    /// `exit`.
    ExitThread,
    /// `exit_group`.
    ExitGroup,
    /// Waits for time to pass: `nanosleep`, `clock_nanosleep`, `pause`, `rt_sigsuspend`.
    Sleep,
    /// `futex`.
    Futex,
    /// `fsync`, `fdatasync`, `sync_file_range`.
    Sync,
    /// Asks who one is, what time it is, how signals are handled: no thing of its own.
    Housekeeping,
    /// Anything else.
    Other,
}

impl Act {
    /// The act of the system call of that name.
    pub(crate) fn of(name: &str) -> Self {
        match name {
            "open" | "openat" | "openat2" | "creat" => Self::Open,
            "socket" => Self::Socket,
            "accept" | "accept4" => Self::Accept,
            "pipe" | "pipe2" => Self::Pair(0),
            "socketpair" => Self::Pair(3),
            "dup" | "dup2" | "dup3" => Self::Duplicate,
            "fcntl" | "fcntl64" => Self::Fcntl,
            "close" => Self::Close,
            "close_range" => Self::CloseRange,
            "epoll_create" | "epoll_create1" => Self::EpollCreate,
            "epoll_ctl" => Self::EpollCtl,
            "epoll_wait" | "epoll_pwait" | "epoll_pwait2" | "epoll_wait_old" => Self::EpollWait,
            "poll" | "ppoll" | "ppoll_time64" => Self::Poll,
            "select" | "_newselect" | "pselect6" | "pselect6_time64" => Self::Select,
            "eventfd" | "eventfd2" | "timerfd_create" | "inotify_init" | "inotify_init1"
            | "fanotify_init" | "pidfd_open" | "signalfd" | "signalfd4" | "userfaultfd"
            | "io_uring_setup" | "perf_event_open" => Self::Notifier,
            "memfd_create" | "memfd_secret" => Self::MemoryFile,
            "bind" => Self::Bind,
            "listen" => Self::Listen,
            "connect" => Self::Connect,
            "read" | "readv" | "pread64" | "preadv" | "preadv2" | "recv" | "recvfrom" | "recvmsg"
            | "recvmmsg" | "recvmmsg_time64" => Self::Read,
            "write" | "writev" | "pwrite64" | "pwritev" | "pwritev2" | "send" | "sendto" | "sendmsg"
            | "sendmmsg" => Self::Write,
            "sendfile" | "sendfile64" => Self::SendFile,
            "splice" | "copy_file_range" => Self::Copy(2),
            "tee" => Self::Copy(1),
            "flock" => Self::Lock,
            "getdents" | "getdents64" | "readdir" => Self::List,
            "getsockopt" | "setsockopt" | "getsockname" | "getpeername" | "shutdown" => Self::SocketOption,
            "fsync" | "fdatasync" | "sync_file_range" | "syncfs" => Self::Sync,
            "fstat" | "fstat64" | "fstatfs" | "fstatfs64" | "lseek" | "_llseek" | "ioctl" | "ftruncate"
            | "ftruncate64" | "fallocate" | "fadvise64" | "fadvise64_64" | "readahead" | "fchmod"
            | "fchown" | "fchdir" | "fgetxattr" | "fsetxattr" | "flistxattr" | "timerfd_settime"
            | "timerfd_gettime" | "inotify_add_watch" | "inotify_rm_watch" | "io_uring_enter"
            | "io_uring_register" | "pidfd_send_signal" | "vmsplice" => Self::OnDescriptor,
            "newfstatat" | "fstatat64" | "statx" | "faccessat" | "faccessat2" | "readlinkat" => Self::AtPath,
            "stat" | "stat64" | "lstat" | "lstat64" | "access" | "readlink" | "statfs" | "statfs64"
            | "chdir" | "getxattr" | "lgetxattr" | "listxattr" => Self::Path,
            "unlink" | "unlinkat" | "rename" | "renameat" | "renameat2" | "link" | "linkat" | "symlink"
            | "symlinkat" | "mkdir" | "mkdirat" | "rmdir" | "chmod" | "fchmodat" | "fchmodat2" | "chown"
            | "lchown" | "fchownat" | "mknod" | "mknodat" | "truncate" | "utimensat" | "utimes"
            | "futimesat" => Self::ChangePath,
            "mmap" | "mmap2" => Self::Map,
            "brk" | "mprotect" | "munmap" | "madvise" | "mremap" | "pkey_mprotect" | "mlock" | "munlock" => {
                Self::Memory
            }
            "clone" | "clone2" | "clone3" => Self::Clone,
            "fork" | "vfork" => Self::Fork,
            "execve" => Self::Execute(0),
            "execveat" => Self::Execute(1),
            "wait4" | "waitpid" | "waitid" => Self::Wait,
            "exit" => Self::ExitThread,
            "exit_group" => Self::ExitGroup,
            "nanosleep"
            | "clock_nanosleep"
            | "clock_nanosleep_time64"
            | "pause"
            | "rt_sigsuspend"
            | "sigsuspend"
            | "rt_sigtimedwait" => Self::Sleep,
            "futex" | "futex_time64" | "futex_waitv" => Self::Futex,
            "gettid" | "getpid" | "getppid" | "getuid" | "geteuid" | "getgid" | "getegid" | "getrandom"
            | "uname" | "rt_sigaction" | "rt_sigprocmask" | "rt_sigreturn" | "sigaltstack" | "arch_prctl"
            | "set_tid_address" | "set_robust_list" | "rseq" | "prlimit64" | "getrlimit" | "setrlimit"
            | "sysinfo" | "sched_yield" | "sched_getaffinity" | "clock_gettime" | "gettimeofday" | "time"
            | "getcwd" | "umask" | "prctl" | "getpgrp" | "setitimer" | "getrusage" | "times"
            | "clock_getres" | "set_thread_area" => Self::Housekeeping,
            _ => Self::Other,
        }
    }
}

/// The acts of a trace's calls, by [`crate::model::trace::Call::name`].
#[derive(Debug, Clone)]
pub(crate) struct Acts(Vec<Act>);

impl Acts {
    /// Decides every name of the trace once.
    pub(crate) fn of(names: &[String]) -> Self {
        Self(names.iter().map(|name| Act::of(name)).collect())
    }

    /// The act of a call.
    pub(crate) fn act(&self, call: &crate::model::trace::Call) -> Act {
        self.0.get(usize::from(call.name)).copied().unwrap_or(Act::Other)
    }
}
