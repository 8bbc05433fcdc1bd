//! What a call does in one word, so that one rule covers all its forms.

use super::Object;
use crate::kernel::calls;

/// A table of acts: what it is, its word, and the calls that do it.
macro_rules! acts {
    ($($(#[$doc:meta])* $act:ident $calls:literal;)*) => {
        /// What a call does.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Act {
            $($(#[$doc])* $act),*
        }

        /// Every act, in the order of the table's lines.
        pub(super) const ACTS: &[Act] = &[$(Act::$act),*];

        /// On each line the word of an act and the calls that do it. One text, as it packs best.
        static TABLE: &str = concat!($(stringify!($act), " ", $calls, " \n"),*);
    };
}

acts! {
    /// Opens or creates a file.
    Open "open openat openat2 creat open_by_handle_at mq_open";
    /// Reads from a file, a directory or a pipe.
    Read "read readv pread64 preadv preadv2 getdents getdents64 readahead pread";
    /// Writes to a file or a pipe.
    Write "write writev pwrite64 pwritev pwritev2 sendfile sendfile64 splice tee copy_file_range pwrite";
    /// Moves the position.
    Seek "lseek _llseek";
    /// Waits until data is on the disk.
    Sync "fsync fdatasync sync syncfs sync_file_range msync";
    /// Asks about a path.
    Lookup "stat stat64 lstat lstat64 fstat fstat64 newfstatat fstatat64 statx access faccessat faccessat2 \
        readlink readlinkat statfs fstatfs statfs64 fstatfs64 getcwd name_to_handle_at";
    /// Changes the working directory.
    Enter "chdir fchdir";
    /// Creates a directory, a link or a special file.
    Create "mkdir mkdirat mknod mknodat link linkat symlink symlinkat";
    /// Removes a name.
    Remove "unlink unlinkat rmdir";
    /// Renames.
    Rename "rename renameat renameat2";
    /// Changes owner, mode, times or size.
    Change "chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat chown32 fchown32 utimensat utime utimes \
        futimesat truncate ftruncate truncate64 ftruncate64 fallocate";
    /// Reads or sets extended attributes.
    Attribute "getxattr lgetxattr fgetxattr setxattr lsetxattr fsetxattr listxattr llistxattr flistxattr \
        removexattr lremovexattr fremovexattr";
    /// Locks a file, or sets a property of a descriptor.
    Lock "flock fcntl fcntl64";
    /// Asks a driver.
    Ioctl "ioctl";
    /// Closes.
    Close "close";
    /// Creates a descriptor that is no file: pipe, event queue, duplicate.
    Descriptor "pipe pipe2 dup dup2 dup3 eventfd eventfd2 epoll_create epoll_create1 timerfd_create signalfd \
        signalfd4 memfd_create pidfd_open";
    /// Creates a socket.
    Socket "socket socketpair";
    /// Binds a socket to an address.
    Bind "bind";
    /// Begins to listen.
    Listen "listen";
    /// Accepts a connection.
    Accept "accept accept4";
    /// Connects.
    Connect "connect";
    /// Sends to a socket.
    Send "send sendto sendmsg sendmmsg";
    /// Receives from a socket.
    Receive "recv recvfrom recvmsg recvmmsg";
    /// Shuts a connection down.
    Shutdown "shutdown";
    /// Asks for or sets options and addresses of a socket.
    Option "getsockopt setsockopt getsockname getpeername";
    /// Waits for events.
    Poll "poll ppoll select _newselect pselect6 epoll_wait epoll_pwait epoll_pwait2 ppoll_time64 \
        pselect6_time64 io_getevents";
    /// Changes what an event queue watches.
    Watch "epoll_ctl";
    /// Watches files for changes.
    Notify "inotify_init inotify_init1 inotify_add_watch inotify_rm_watch fanotify_init fanotify_mark";
    /// Runs a program.
    Exec "execve execveat";
    /// Creates a process or thread.
    Fork "fork vfork clone clone3";
    /// Waits for a child.
    WaitChild "wait4 waitpid waitid";
    /// Sends a signal.
    Kill "kill tkill tgkill pidfd_send_signal rt_sigqueueinfo";
    /// Changes user, group or capabilities.
    Identity "setuid setgid setreuid setregid setresuid setresgid setgroups setuid32 setgid32 setgroups32 \
        setresuid32 setresgid32 capset";
    /// Changes groups of processes and sessions.
    Session "setsid setpgid getpgid getsid";
    /// Changes limits or priorities.
    Limit "setrlimit prlimit64 setpriority nice ioprio_set sched_setaffinity sched_setscheduler sched_setparam \
        sched_setattr";
    /// Changes mounts, roots and namespaces.
    Mount "mount umount umount2 pivot_root chroot unshare setns move_mount fsmount mount_setattr open_tree";
    /// Maps or protects memory.
    Memory "mmap mmap2 mprotect munmap mremap madvise brk";
    /// Keeps memory from being swapped.
    Pin "mlock mlock2 mlockall";
    /// Waits at or wakes an address.
    Futex "futex futex_time64 futex_wait futex_waitv";
    /// Sleeps.
    Sleep "nanosleep clock_nanosleep clock_nanosleep_time64 restart_syscall";
    /// Waits for a signal.
    Suspend "pause rt_sigsuspend sigsuspend rt_sigtimedwait";
    /// Uses shared memory, semaphores or queues of System V.
    SystemV "shmget shmat shmctl semget semop semtimedop semctl msgget msgsnd msgrcv msgctl";
    /// Asks the kernel or the processor for a feature.
    Feature "arch_prctl prctl rseq set_robust_list pkey_alloc membarrier seccomp io_uring_setup perf_event_open \
        bpf userfaultfd getrandom capget landlock_create_ruleset";
    /// Anything else.
    Other "";
}

impl Act {
    /// Its word, as rules name it: `Open`.
    pub fn word(self) -> &'static str {
        TABLE.split('\n').nth(self as usize).and_then(|line| line.split(' ').next()).unwrap_or("")
    }
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
    // A blank stands before every call, and none before the word of an act.
    calls::line(TABLE, call).and_then(|line| ACTS.get(line)).copied().unwrap_or(Act::Other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_does_what_its_line_says() {
        for (line, act) in TABLE.lines().zip(ACTS) {
            let mut words = line.split_ascii_whitespace();
            assert_eq!(words.next(), Some(act.word()));
            assert_eq!(act.word(), format!("{act:?}"));
            for call in words {
                assert_eq!(act_of(call, Object::Unknown), *act, "{call} stands there twice");
            }
        }
        assert_eq!(TABLE.lines().count(), ACTS.len());
    }

    #[test]
    fn sockets_receive_and_send() {
        assert_eq!(act_of("readv", Object::Client), Act::Receive);
        assert_eq!(act_of("sendfile", Object::Client), Act::Send);
        assert_eq!(
            (act_of("pread", Object::File), act_of("exit_group", Object::File)),
            (Act::Read, Act::Other)
        );
        for unknown in ["", " ", "Open", "open openat", "open\n"] {
            assert_eq!(act_of(unknown, Object::Unknown), Act::Other, "{unknown}");
        }
    }
}
