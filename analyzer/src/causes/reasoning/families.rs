//! System calls grouped by what they are for, so that a cause speaks of "a write" and not of seven names.

/// What a system call is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Opens an existing object: `open`, `openat` without `O_CREAT`.
    Open,
    /// Makes a directory entry: `open` with `O_CREAT`, `mkdir`, `link`, `symlink`, `mknod`.
    Create,
    /// Asks about a path: `stat`, `access`, `readlink`.
    Look,
    /// Changes the working or root directory.
    Enter,
    /// Writes data to an open file, also `fallocate`, `ftruncate` and `fsync`.
    Write,
    /// Reads data from an open file.
    Read,
    /// `rename`, `link` between places.
    Rename,
    /// Removes or changes an entry: `unlink`, `rmdir`, `chmod`, `chown`.
    Change,
    /// `execve`.
    Execute,
    /// `connect`, or the hidden outcome of one.
    Connect,
    /// `bind` and `listen`.
    Bind,
    /// `accept`.
    Accept,
    /// `socket`, `socketpair`, `pipe`, `epoll_create`, `dup`: a new descriptor without a path.
    Descriptor,
    /// Sends over a socket.
    Send,
    /// Receives from a socket.
    Receive,
    /// `mmap`, `brk`, `mremap`, `mlock`.
    Memory,
    /// `fork`, `clone`.
    Fork,
    /// File locks: `flock`, `fcntl(F_SETLK)`.
    Lock,
    /// `futex`.
    Futex,
    /// Waits for events: `poll`, `select`, `epoll_wait`.
    Wait,
    /// Waits for a child.
    WaitChild,
    /// Sleeps.
    Sleep,
    /// `ioctl`.
    Control,
    /// `mount`, `umount`, `swapon`.
    Mount,
    /// `setuid`, `chroot`, `ptrace`, `kill` and other calls that need a right.
    Privilege,
    /// System V and POSIX semaphores and queues, `inotify_add_watch`.
    Kernel,
    /// Everything else.
    Other,
}

impl Family {
    /// The family of a call; `arguments` decides between opening and creating, locking and other `fcntl`s.
    pub fn of(name: &str, arguments: &str) -> Self {
        match name {
            "open" | "openat" | "openat2" | "creat" | "open_by_handle_at" => {
                if name == "creat" || arguments.contains("O_CREAT") { Self::Create } else { Self::Open }
            }
            "mkdir" | "mkdirat" | "symlink" | "symlinkat" | "mknod" | "mknodat" | "memfd_create" => {
                Self::Create
            }
            "stat" | "lstat" | "stat64" | "lstat64" | "newfstatat" | "fstatat64" | "statx" | "access"
            | "faccessat" | "faccessat2" | "readlink" | "readlinkat" | "statfs" => Self::Look,
            "chdir" | "fchdir" | "chroot" => Self::Enter,
            "write" | "pwrite" | "pwrite64" | "writev" | "pwritev" | "pwritev2" | "fallocate"
            | "ftruncate" | "ftruncate64" | "truncate" | "fsync" | "fdatasync" | "sync_file_range"
            | "msync" | "syncfs" | "copy_file_range" | "sendfile" | "sendfile64" | "splice" => Self::Write,
            "read" | "pread" | "pread64" | "readv" | "preadv" | "preadv2" | "getdents" | "getdents64"
            | "readahead" => Self::Read,
            "rename" | "renameat" | "renameat2" | "link" | "linkat" => Self::Rename,
            "unlink" | "unlinkat" | "rmdir" | "chmod" | "fchmod" | "fchmodat" | "chown" | "fchown"
            | "lchown" | "fchownat" | "utimensat" | "setxattr" | "removexattr" => Self::Change,
            "execve" | "execveat" => Self::Execute,
            "connect" => Self::Connect,
            "bind" | "listen" => Self::Bind,
            "accept" | "accept4" => Self::Accept,
            "socket" | "socketpair" | "pipe" | "pipe2" | "dup" | "dup2" | "dup3" | "epoll_create"
            | "epoll_create1" | "eventfd" | "eventfd2" | "timerfd_create" | "inotify_init"
            | "inotify_init1" | "signalfd4" => Self::Descriptor,
            "send" | "sendto" | "sendmsg" | "sendmmsg" => Self::Send,
            "recv" | "recvfrom" | "recvmsg" | "recvmmsg" => Self::Receive,
            "mmap" | "mmap2" | "brk" | "mremap" | "mlock" | "mlock2" | "mlockall" | "mprotect"
            | "madvise" | "shmget" | "shmat" => Self::Memory,
            "fork" | "vfork" | "clone" | "clone3" => Self::Fork,
            "flock" => Self::Lock,
            "fcntl" | "fcntl64" if is_lock_command(arguments) => Self::Lock,
            "futex" => Self::Futex,
            "poll" | "ppoll" | "select" | "pselect6" | "epoll_wait" | "epoll_pwait" | "epoll_pwait2" => {
                Self::Wait
            }
            "wait4" | "waitid" | "waitpid" => Self::WaitChild,
            "nanosleep" | "clock_nanosleep" | "pause" => Self::Sleep,
            "ioctl" => Self::Control,
            "mount" | "umount" | "umount2" | "swapon" | "swapoff" | "pivot_root" | "move_mount"
            | "fsmount" => Self::Mount,
            "setuid" | "setgid" | "setresuid" | "setresgid" | "setgroups" | "setns" | "unshare"
            | "ptrace" | "kill" | "tgkill" | "sethostname" | "init_module" | "finit_module" | "bpf"
            | "perf_event_open" | "setpriority" | "sched_setscheduler" | "reboot" | "settimeofday"
            | "clock_settime" | "iopl" | "capset" | "setrlimit" | "prlimit64" | "keyctl" | "add_key" => {
                Self::Privilege
            }
            "semget" | "semop" | "semtimedop" | "msgget" | "msgsnd" | "mq_open" | "mq_timedsend"
            | "inotify_add_watch" | "io_uring_setup" | "fanotify_init" => Self::Kernel,
            _ => Self::Other,
        }
    }

    /// The families that a call of that name can belong to, whatever its arguments say.
    pub fn all(name: &str) -> [Self; 2] {
        [Self::of(name, ""), Self::of(name, "O_CREAT, F_SETLK")]
    }

    /// True if the call names its object by a path.
    pub fn by_path(self) -> bool {
        matches!(
            self,
            Self::Open
                | Self::Create
                | Self::Look
                | Self::Enter
                | Self::Rename
                | Self::Change
                | Self::Execute
        )
    }
}

/// `F_SETLK`, `F_SETLKW`, `F_OFD_SETLK` and their 64-bit forms.
fn is_lock_command(arguments: &str) -> bool {
    arguments.contains("F_SETLK") || arguments.contains("F_OFD_SETLK")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn creating_is_told_from_opening_and_locking_from_other_fcntls() {
        assert_eq!(Family::of("openat", "AT_FDCWD, \"/x\", O_RDONLY"), Family::Open);
        assert_eq!(Family::of("openat", "AT_FDCWD, \"/x\", O_RDWR|O_CREAT|O_EXCL, 0600"), Family::Create);
        assert_eq!(Family::of("fcntl", "3, F_SETLK, {l_type=F_WRLCK}"), Family::Lock);
        assert_eq!(Family::of("fcntl", "3, F_GETFL"), Family::Other);
        assert_eq!(Family::of("no_such_call", ""), Family::Other);
    }
}
