//! Calls that send, await and arrange signals.

super::calls! { Signal:
    kill(pid, sig) -> Done, "Sends a signal to a process or group; signal 0 only checks whether it exists.";
    tkill(tid, sig) -> Done, "Sends a signal to a thread.";
    tgkill(tgid, tid, sig) -> Done, "Sends a signal to a thread of a process.";
    pidfd_send_signal(pidfd, sig, info, flags) -> Done, "Sends a signal to the process behind a descriptor.";
    rt_sigqueueinfo(tgid, sig, info) -> Done, "Sends a signal with a value.";
    rt_tgsigqueueinfo(tgid, tid, sig, info) -> Done, "Sends a signal with a value to a thread.";
    rt_sigaction(signum, act, oldact, sigsetsize) -> Done, "Sets what happens when a signal arrives.";
    sigaction(signum, act, oldact) -> Done, "Sets what happens when a signal arrives.";
    signal(signum, handler) -> Value, "Sets what happens when a signal arrives.";
    rt_sigprocmask(how, set, oldset, sigsetsize) -> Done, "Sets which signals are held back.";
    sigprocmask(how, set, oldset) -> Done, "Sets which signals are held back.";
    rt_sigpending(set, sigsetsize) -> Done, "Asks which signals are being held back.";
    sigpending(set) -> Done, "Asks which signals are being held back.";
    rt_sigsuspend(mask, sigsetsize) -> Never, "Waits for a signal, with another mask meanwhile; returning with EINTR is its way to succeed.";
    sigsuspend(mask) -> Never, "Waits for a signal, with another mask meanwhile; returning with EINTR is its way to succeed.";
    rt_sigtimedwait(set, info, timeout, sigsetsize) -> Value, "Waits for one of some signals and takes it.";
    rt_sigreturn() -> Value, "Returns from a signal handler to where the program was.";
    sigreturn() -> Value, "Returns from a signal handler to where the program was.";
    sigaltstack(ss, old_ss) -> Done, "Sets a stack for signal handlers.";
    signalfd(fd, mask, flags) -> Descriptor, "Creates a descriptor through which signals are read.";
    signalfd4(fd, mask, sizemask, flags) -> Descriptor, "Creates a descriptor through which signals are read.";
    sgetmask() -> Value, "Asks which signals are held back, in old programs.";
    ssetmask(newmask) -> Value, "Sets which signals are held back, in old programs.";
}
