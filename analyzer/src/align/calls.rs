//! What comparing two calls needs to know of a system call.

use crate::kernel::calls::{self, Table, calls};

/// What a call does, as far as comparing two of them goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// Takes bytes in; 0 is the end of what there is.
    Read,
    /// Gives bytes out.
    Write,
    /// Waits for events on descriptors; 0 is a timeout.
    Poll,
    /// Waits for nothing but time.
    Sleep,
    /// Waits for, or wakes, another thread.
    Futex,
    /// Waits for a child; the child's status is in the arguments.
    WaitChild,
    /// Takes or releases a lock.
    Lock,
    /// Opens a connection.
    Connect,
    /// Takes a connection.
    Accept,
    /// Starts a program.
    Exec,
    /// Starts a process or thread.
    Fork,
    /// Ends the process; the status is an argument.
    Exit,
    /// Opens, looks at or changes something by its path.
    Path,
    /// Memory of the process itself.
    Memory,
    /// Looks at or sets something of the process that shows nothing of the work: times, numbers, signal masks.
    Bookkeeping,
    /// Makes the data of a file durable.
    Sync,
    /// Anything else.
    Other,
}

/// A system call's nature, and the name under which it counts as the same as its variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind<'a> {
    /// `openat` and `open` are both `open`.
    pub family: &'a str,
    /// What it does.
    pub nature: Nature,
}

/// What is known of calls by their names; without a family each is its own.
const TABLE: Table<(&str, Nature)> = calls! {
    "open openat openat2 creat" => ("open", Nature::Path),
    "stat lstat newfstatat fstatat64 stat64 lstat64 statx" => ("stat", Nature::Path),
    "access faccessat faccessat2" => ("access", Nature::Path),
    "readlink readlinkat" => ("readlink", Nature::Path),
    "unlink unlinkat" => ("unlink", Nature::Path),
    "rename renameat renameat2" => ("rename", Nature::Path),
    "link linkat" => ("link", Nature::Path),
    "symlink symlinkat" => ("symlink", Nature::Path),
    "mkdir mkdirat" => ("mkdir", Nature::Path),
    "chmod fchmodat" => ("chmod", Nature::Path),
    "chown lchown fchownat" => ("chown", Nature::Path),
    "utime utimes utimensat futimesat" => ("utime", Nature::Path),
    "mknod mknodat" => ("mknod", Nature::Path),
    "chdir chroot rmdir truncate statfs mount umount umount2 pivot_root getxattr lgetxattr \
        setxattr lsetxattr listxattr llistxattr swapon inotify_add_watch fanotify_mark \
        name_to_handle_at" => ("", Nature::Path),
    "execve execveat" => ("execve", Nature::Exec),
    "clone clone3 fork vfork" => ("clone", Nature::Fork),
    "exit_group exit" => ("", Nature::Exit),
    "wait4 waitpid waitid" => ("wait", Nature::WaitChild),
    "read readv recvfrom recvmsg recv pread64 preadv preadv2 recvmmsg getdents getdents64 \
        readahead" => ("", Nature::Read),
    "write writev sendto sendmsg send pwrite64 pwritev pwritev2 sendmmsg sendfile sendfile64 \
        splice tee vmsplice copy_file_range" => ("", Nature::Write),
    "poll ppoll" => ("poll", Nature::Poll),
    "select pselect6 _newselect" => ("select", Nature::Poll),
    "epoll_wait epoll_pwait epoll_pwait2" => ("epoll_wait", Nature::Poll),
    "io_getevents io_pgetevents rt_sigtimedwait" => ("", Nature::Poll),
    "nanosleep clock_nanosleep pause rt_sigsuspend sched_yield restart_syscall" => ("", Nature::Sleep),
    "futex futex_wait futex_wake futex_waitv" => ("futex", Nature::Futex),
    "flock fcntl fcntl64 semop semtimedop" => ("", Nature::Lock),
    "connect" => ("", Nature::Connect),
    "accept accept4" => ("accept", Nature::Accept),
    "fsync fdatasync sync syncfs msync sync_file_range" => ("", Nature::Sync),
    "brk mmap mmap2 munmap mprotect madvise mremap mlock munlock membarrier" => ("", Nature::Memory),
    "getpid getppid getuid geteuid getgid getegid getpgrp getpgid getsid time gettimeofday \
        clock_gettime clock_getres times getrusage getrandom getcpu sysinfo uname rt_sigprocmask \
        sigprocmask rt_sigaction sigaction rt_sigreturn sigreturn sigaltstack rt_sigpending \
        set_tid_address set_robust_list rseq arch_prctl get_robust_list sched_getaffinity \
        sched_setaffinity getitimer gettimer umask" => ("", Nature::Bookkeeping),
    "dup2 dup3" => ("dup2", Nature::Other),
    "pipe pipe2" => ("pipe", Nature::Other),
    "eventfd eventfd2" => ("eventfd", Nature::Other),
    "epoll_create epoll_create1" => ("epoll_create", Nature::Other),
    "fstat fstat64" => ("fstat", Nature::Other),
};

/// What is known of the call of that name; unknown ones are [`Nature::Other`] under their own name.
pub fn kind(name: &str) -> Kind<'_> {
    let (family, nature) = calls::of(TABLE, name).unwrap_or(("", Nature::Other));
    Kind { family: if family.is_empty() { name } else { family }, nature }
}

impl Nature {
    /// True if how long the call takes, or how often it is made, depends on others: a wait shows a difference,
    /// it does not make one.
    pub fn waits(self) -> bool {
        matches!(self, Self::Poll | Self::Sleep | Self::Futex | Self::WaitChild | Self::Accept)
    }

    /// True if a call more or less of this nature says nothing of what the program does.
    pub fn is_background(self) -> bool {
        matches!(self, Self::Memory | Self::Bookkeeping | Self::Poll | Self::Sleep | Self::Futex)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_are_one_family() {
        assert_eq!(kind("openat").family, kind("open").family);
        assert_eq!(kind("epoll_pwait").family, kind("epoll_wait").family);
        assert_eq!(kind("what_is_this"), Kind { family: "what_is_this", nature: Nature::Other });
    }
}
