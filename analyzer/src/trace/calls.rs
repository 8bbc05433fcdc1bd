//! What each system call does to processes and descriptors, decided once per name.

use crate::kernel::calls::{self, Table, calls};

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

/// What the calls do, by their names.
const TABLE: Table<Act> = calls! {
    "open openat openat2 creat" => Act::Open,
    "socket" => Act::Socket,
    "accept accept4" => Act::Accept,
    "pipe pipe2" => Act::Pair(0),
    "socketpair" => Act::Pair(3),
    "dup dup2 dup3" => Act::Duplicate,
    "fcntl fcntl64" => Act::Fcntl,
    "close" => Act::Close,
    "close_range" => Act::CloseRange,
    "epoll_create epoll_create1" => Act::EpollCreate,
    "epoll_ctl" => Act::EpollCtl,
    "epoll_wait epoll_pwait epoll_pwait2 epoll_wait_old" => Act::EpollWait,
    "poll ppoll ppoll_time64" => Act::Poll,
    "select _newselect pselect6 pselect6_time64" => Act::Select,
    "eventfd eventfd2 timerfd_create inotify_init inotify_init1 fanotify_init pidfd_open signalfd \
        signalfd4 userfaultfd io_uring_setup perf_event_open" => Act::Notifier,
    "memfd_create memfd_secret" => Act::MemoryFile,
    "bind" => Act::Bind,
    "listen" => Act::Listen,
    "connect" => Act::Connect,
    "read readv pread64 preadv preadv2 recv recvfrom recvmsg recvmmsg recvmmsg_time64" => Act::Read,
    "write writev pwrite64 pwritev pwritev2 send sendto sendmsg sendmmsg" => Act::Write,
    "sendfile sendfile64" => Act::SendFile,
    "splice copy_file_range" => Act::Copy(2),
    "tee" => Act::Copy(1),
    "flock" => Act::Lock,
    "getdents getdents64 readdir" => Act::List,
    "getsockopt setsockopt getsockname getpeername shutdown" => Act::SocketOption,
    "fsync fdatasync sync_file_range syncfs" => Act::Sync,
    "fstat fstat64 fstatfs fstatfs64 lseek _llseek ioctl ftruncate ftruncate64 fallocate fadvise64 \
        fadvise64_64 readahead fchmod fchown fchdir fgetxattr fsetxattr flistxattr timerfd_settime \
        timerfd_gettime inotify_add_watch inotify_rm_watch io_uring_enter io_uring_register \
        pidfd_send_signal vmsplice" => Act::OnDescriptor,
    "newfstatat fstatat64 statx faccessat faccessat2 readlinkat" => Act::AtPath,
    "stat stat64 lstat lstat64 access readlink statfs statfs64 chdir getxattr lgetxattr listxattr" => Act::Path,
    "unlink unlinkat rename renameat renameat2 link linkat symlink symlinkat mkdir mkdirat rmdir chmod \
        fchmodat fchmodat2 chown lchown fchownat mknod mknodat truncate utimensat utimes futimesat" => Act::ChangePath,
    "mmap mmap2" => Act::Map,
    "brk mprotect munmap madvise mremap pkey_mprotect mlock munlock" => Act::Memory,
    "clone clone2 clone3" => Act::Clone,
    "fork vfork" => Act::Fork,
    "execve" => Act::Execute(0),
    "execveat" => Act::Execute(1),
    "wait4 waitpid waitid" => Act::Wait,
    "exit" => Act::ExitThread,
    "exit_group" => Act::ExitGroup,
    "nanosleep clock_nanosleep clock_nanosleep_time64 pause rt_sigsuspend sigsuspend rt_sigtimedwait" => Act::Sleep,
    "futex futex_time64 futex_waitv" => Act::Futex,
    "gettid getpid getppid getuid geteuid getgid getegid getrandom uname rt_sigaction rt_sigprocmask \
        rt_sigreturn sigaltstack arch_prctl set_tid_address set_robust_list rseq prlimit64 getrlimit \
        setrlimit sysinfo sched_yield sched_getaffinity clock_gettime gettimeofday time getcwd umask prctl \
        getpgrp setitimer getrusage times clock_getres set_thread_area" => Act::Housekeeping,
};

impl Act {
    /// The act of the system call of that name.
    pub(crate) fn of(name: &str) -> Self {
        calls::of(TABLE, name).unwrap_or(Self::Other)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_stands_on_one_line() {
        for (line, act) in TABLE.0.lines().zip(TABLE.1) {
            for name in line.split_ascii_whitespace() {
                assert_eq!(Act::of(name), *act, "{name}");
            }
        }
        assert_eq!((Act::of("splice"), Act::of("no_such_call")), (Act::Copy(2), Act::Other));
    }
}
