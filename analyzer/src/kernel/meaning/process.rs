//! What errno values say of calls on processes, memory, signals and waiting.

super::rules! {
    E2BIG [Exec] on [] = Fault, "The arguments and the environment together are too large, or one of them is over 128 KiB; xargs or a file helps.";
    ENOEXEC [Exec] on [] = Depends, "The kernel knows no way to run this file: wrong architecture, empty, or a script without a first line that names its interpreter. Shells then run it as a script themselves.";
    ETXTBSY [Exec] on [] = Fault, "The program is still open for writing: it has just been copied, or somebody forgot to close it.";
    ELIBBAD [Exec] on [] = Fault, "The interpreter or loader that the program names is no valid program.";
    ENOMEM [Exec] on [] = Fault, "Memory for the new program is short.";
    EISDIR [Exec] on [] = Fault, "The interpreter that the program names is a directory.";
    EPERM [Exec] on [] = Fault, "A tracer, a mount option or a security module forbids to run it with these rights.";
    EAGAIN [Exec] on [] = Fault, "The user has more processes than RLIMIT_NPROC allows.";
    EAGAIN [Fork] on [] = Fault, "No more processes or threads: the user's limit (RLIMIT_NPROC), the cgroup's pids.max or the machine's pid_max is reached.";
    ENOMEM [Fork] on [] = Fault, "Memory for another process is short, or the pid namespace is shutting down.";
    EPERM [Fork Mount] on [] = Fault, "Namespaces, mounts and roots need CAP_SYS_ADMIN or CAP_SYS_CHROOT, which containers usually lack.";
    EINVAL [Fork] on [] = Depends, "The flags do not fit, or this kernel does not know one of them.";
    ECHILD [WaitChild] on [] = Benign, "There is no child left to wait for: the usual end of a loop that collects them.";
    EINTR [WaitChild] on [] = Benign, "A signal came first; the program waits again.";
    ESRCH [Kill] on [] = Depends, "The process is gone already; a stale pid file is the usual reason.";
    ESRCH [Session Limit] on [] = Depends, "The process is gone already.";
    EPERM [Kill] on [] = Fault, "The process is there, but belongs to another user.";
    EPERM [Identity] on [] = Fault, "Changing the user, groups or capabilities needs a capability that the process does not have.";
    EINVAL [Identity] on [] = Fault, "The user namespace knows no such user or group.";
    EAGAIN [Identity] on [] = Fault, "The other user has more processes than RLIMIT_NPROC allows.";
    EPERM [Session] on [] = Depends, "The process leads its group already; programs that daemonize fork first.";
    EACCES [Session] on [] = Benign, "The child has already started its program; the parent was late, and the child has done it itself.";
    EPERM [Limit] on [] = Depends, "Raising a hard limit or a priority needs a capability that the process does not have.";
    EACCES [Limit] on [] = Depends, "Raising a priority needs a capability that the process does not have.";
    EINVAL [Limit] on [] = Depends, "The kernel does not take this value, for example processors that are not there.";

    ENOMEM [Memory] on [] = Fault, "The address space may not grow: a limit (RLIMIT_AS, RLIMIT_DATA), strict overcommit, too many mappings (vm.max_map_count), or memory is really short.";
    ENOMEM [Pin] on [] = Fault, "More memory would be locked than RLIMIT_MEMLOCK allows, or a part of it is not mapped.";
    EAGAIN [Pin] on [] = Fault, "Some of the memory could not be locked.";
    EPERM [Pin] on [] = Fault, "Locking memory needs CAP_IPC_LOCK or a limit RLIMIT_MEMLOCK above 0.";
    EPERM [Memory] on [] = Fault, "A seal or a security rule forbids this mapping, such as memory that is writable and executable.";
    EINVAL [Memory] on [] = Depends, "Address, length or flags do not fit; a length of 0 is a common reason.";
    EEXIST [Memory] on [] = Depends, "Something is mapped at that address already.";
    ENOMEM [] on [] = Fault, "The kernel could not provide memory, or the cgroup's limit is reached.";

    EAGAIN [Futex] on [] = Benign, "The value had changed already, so there was nothing to wait for.";
    ETIMEDOUT [Futex] on [] = Benign, "The time that the program gave ran out before anybody woke it.";
    EINTR [Futex] on [] = Benign, "A signal came first; the program waits again.";
    EDEADLK [Futex] on [] = Fault, "The thread already holds the lock that it wants.";
    EINTR [Poll Sleep Suspend] on [] = Benign, "A signal came while the program waited; it handles the signal and waits again.";
    EINTR [Read Write Receive Send Accept Open Lock] on [] = Depends, "A signal came before anything was done; careful programs try again, others take it for a failure.";
    EAGAIN [Suspend] on [] = Benign, "No signal came within the time given.";
    EINVAL [Poll] on [] = Fault, "The number of descriptors is over the limit, or the timeout is not valid.";
    ETIMEDOUT [] on [] = Depends, "The time ran out.";

    EEXIST [SystemV] on [] = Depends, "An object with that key is there already.";
    EINVAL [SystemV] on [] = Fault, "There is no such object any more, or its size does not fit.";
    EIDRM [] on [] = Fault, "Somebody removed the object while this process waited.";
    EACCES [SystemV] on [] = Fault, "The object belongs to somebody else and its permissions forbid it.";
    EAGAIN [SystemV] on [] = Depends, "It would have to wait, and the caller did not want to.";

    ENOSYS [Feature Fork] on [] = Benign, "This kernel, or the sandbox around the process, does not offer the call; libraries try newer calls first and fall back.";
    ENOSYS [] on [] = Depends, "This kernel, or the sandbox around the process, does not offer the call; libraries often try newer calls first and fall back.";
    EINVAL [Feature] on [] = Benign, "This kernel or processor does not know that feature; libraries ask and do without.";
    ENODEV [Feature] on [] = Benign, "The processor does not have that feature.";
    EPERM [Feature] on [] = Depends, "The feature is reserved to privileged processes, or the sandbox forbids it.";
    EACCES [Feature] on [] = Depends, "The feature is reserved to privileged processes.";
    EAGAIN [Feature] on [] = Depends, "It is not ready yet.";
    EFAULT [] on [] = Fault, "The program passed a pointer that leads nowhere: a bug in it.";
}
