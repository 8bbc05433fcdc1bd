//! What a call does in one word, so that one rule covers all its forms.

use super::Object;

/// What a call does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Opens or creates a file.
    Open,
    /// Reads from a file, a directory or a pipe.
    Read,
    /// Writes to a file or a pipe.
    Write,
    /// Moves the position.
    Seek,
    /// Waits until data is on the disk.
    Sync,
    /// Asks about a path.
    Lookup,
    /// Changes the working directory.
    Enter,
    /// Creates a directory, a link or a special file.
    Create,
    /// Removes a name.
    Remove,
    /// Renames.
    Rename,
    /// Changes owner, mode, times or size.
    Change,
    /// Reads or sets extended attributes.
    Attribute,
    /// Locks a file, or sets a property of a descriptor.
    Lock,
    /// Asks a driver.
    Ioctl,
    /// Closes.
    Close,
    /// Creates a descriptor that is no file: pipe, event queue, duplicate.
    Descriptor,
    /// Creates a socket.
    Socket,
    /// Binds a socket to an address.
    Bind,
    /// Begins to listen.
    Listen,
    /// Accepts a connection.
    Accept,
    /// Connects.
    Connect,
    /// Sends to a socket.
    Send,
    /// Receives from a socket.
    Receive,
    /// Shuts a connection down.
    Shutdown,
    /// Asks for or sets options and addresses of a socket.
    Option,
    /// Waits for events.
    Poll,
    /// Changes what an event queue watches.
    Watch,
    /// Watches files for changes.
    Notify,
    /// Runs a program.
    Exec,
    /// Creates a process or thread.
    Fork,
    /// Waits for a child.
    WaitChild,
    /// Sends a signal.
    Kill,
    /// Changes user, group or capabilities.
    Identity,
    /// Changes groups of processes and sessions.
    Session,
    /// Changes limits or priorities.
    Limit,
    /// Changes mounts, roots and namespaces.
    Mount,
    /// Maps or protects memory.
    Memory,
    /// Keeps memory from being swapped.
    Pin,
    /// Waits at or wakes an address.
    Futex,
    /// Sleeps.
    Sleep,
    /// Waits for a signal.
    Suspend,
    /// Uses shared memory, semaphores or queues of System V.
    SystemV,
    /// Asks the kernel or the processor for a feature.
    Feature,
    /// Anything else.
    Other,
}

/// What `call` does; reading from and writing to an object that is a socket is receiving and sending.
pub fn act_of(call: &str, object: Object) -> Act {
    match (act(call), object.is_socket()) {
        (Act::Read, true) => Act::Receive,
        (Act::Write, true) => Act::Send,
        (act, _) => act,
    }
}

fn act(call: &str) -> Act {
    match call {
        "open" | "openat" | "openat2" | "creat" | "open_by_handle_at" | "mq_open" => Act::Open,
        "read" | "readv" | "pread64" | "preadv" | "preadv2" | "getdents" | "getdents64" | "readahead"
        | "pread" => Act::Read,
        "write" | "writev" | "pwrite64" | "pwritev" | "pwritev2" | "sendfile" | "sendfile64" | "splice"
        | "tee" | "copy_file_range" | "pwrite" => Act::Write,
        "lseek" | "_llseek" => Act::Seek,
        "fsync" | "fdatasync" | "sync" | "syncfs" | "sync_file_range" | "msync" => Act::Sync,
        "stat" | "stat64" | "lstat" | "lstat64" | "fstat" | "fstat64" | "newfstatat" | "fstatat64"
        | "statx" | "access" | "faccessat" | "faccessat2" | "readlink" | "readlinkat" | "statfs"
        | "fstatfs" | "statfs64" | "fstatfs64" | "getcwd" | "name_to_handle_at" => Act::Lookup,
        "chdir" | "fchdir" => Act::Enter,
        "mkdir" | "mkdirat" | "mknod" | "mknodat" | "link" | "linkat" | "symlink" | "symlinkat" => {
            Act::Create
        }
        "unlink" | "unlinkat" | "rmdir" => Act::Remove,
        "rename" | "renameat" | "renameat2" => Act::Rename,
        "chmod" | "fchmod" | "fchmodat" | "fchmodat2" | "chown" | "fchown" | "lchown" | "fchownat"
        | "chown32" | "fchown32" | "utimensat" | "utime" | "utimes" | "futimesat" | "truncate"
        | "ftruncate" | "truncate64" | "ftruncate64" | "fallocate" => Act::Change,
        "getxattr" | "lgetxattr" | "fgetxattr" | "setxattr" | "lsetxattr" | "fsetxattr" | "listxattr"
        | "llistxattr" | "flistxattr" | "removexattr" | "lremovexattr" | "fremovexattr" => Act::Attribute,
        "flock" | "fcntl" | "fcntl64" => Act::Lock,
        "ioctl" => Act::Ioctl,
        "close" => Act::Close,
        "pipe" | "pipe2" | "dup" | "dup2" | "dup3" | "eventfd" | "eventfd2" | "epoll_create"
        | "epoll_create1" | "timerfd_create" | "signalfd" | "signalfd4" | "memfd_create" | "pidfd_open" => {
            Act::Descriptor
        }
        "inotify_init" | "inotify_init1" | "inotify_add_watch" | "inotify_rm_watch" | "fanotify_init"
        | "fanotify_mark" => Act::Notify,
        "epoll_ctl" => Act::Watch,
        "poll" | "ppoll" | "select" | "_newselect" | "pselect6" | "epoll_wait" | "epoll_pwait"
        | "epoll_pwait2" | "ppoll_time64" | "pselect6_time64" | "io_getevents" => Act::Poll,
        _ => act_beyond_files(call),
    }
}

fn act_beyond_files(call: &str) -> Act {
    match call {
        "socket" | "socketpair" => Act::Socket,
        "bind" => Act::Bind,
        "listen" => Act::Listen,
        "accept" | "accept4" => Act::Accept,
        "connect" => Act::Connect,
        "send" | "sendto" | "sendmsg" | "sendmmsg" => Act::Send,
        "recv" | "recvfrom" | "recvmsg" | "recvmmsg" => Act::Receive,
        "shutdown" => Act::Shutdown,
        "getsockopt" | "setsockopt" | "getsockname" | "getpeername" => Act::Option,
        "execve" | "execveat" => Act::Exec,
        "fork" | "vfork" | "clone" | "clone3" => Act::Fork,
        "wait4" | "waitpid" | "waitid" => Act::WaitChild,
        "kill" | "tkill" | "tgkill" | "pidfd_send_signal" | "rt_sigqueueinfo" => Act::Kill,
        "setuid" | "setgid" | "setreuid" | "setregid" | "setresuid" | "setresgid" | "setgroups"
        | "setuid32" | "setgid32" | "setgroups32" | "setresuid32" | "setresgid32" | "capset" => Act::Identity,
        "setsid" | "setpgid" | "getpgid" | "getsid" => Act::Session,
        "setrlimit" | "prlimit64" | "setpriority" | "nice" | "ioprio_set" | "sched_setaffinity"
        | "sched_setscheduler" | "sched_setparam" | "sched_setattr" => Act::Limit,
        "mount" | "umount" | "umount2" | "pivot_root" | "chroot" | "unshare" | "setns" | "move_mount"
        | "fsmount" | "mount_setattr" | "open_tree" => Act::Mount,
        "mmap" | "mmap2" | "mprotect" | "munmap" | "mremap" | "madvise" | "brk" => Act::Memory,
        "mlock" | "mlock2" | "mlockall" => Act::Pin,
        "futex" | "futex_time64" | "futex_wait" | "futex_waitv" => Act::Futex,
        "nanosleep" | "clock_nanosleep" | "clock_nanosleep_time64" | "restart_syscall" => Act::Sleep,
        "pause" | "rt_sigsuspend" | "sigsuspend" | "rt_sigtimedwait" => Act::Suspend,
        "shmget" | "shmat" | "shmctl" | "semget" | "semop" | "semtimedop" | "semctl" | "msgget"
        | "msgsnd" | "msgrcv" | "msgctl" => Act::SystemV,
        "arch_prctl"
        | "prctl"
        | "rseq"
        | "set_robust_list"
        | "pkey_alloc"
        | "membarrier"
        | "seccomp"
        | "io_uring_setup"
        | "perf_event_open"
        | "bpf"
        | "userfaultfd"
        | "getrandom"
        | "capget"
        | "landlock_create_ruleset" => Act::Feature,
        _ => Act::Other,
    }
}
