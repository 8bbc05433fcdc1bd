//! Calls that wait for events, locks or time, and what prepares them.

super::calls! { Wait:
    poll(fds, nfds, timeout) -> Count, "Waits until one of some descriptors is ready, at most for timeout milliseconds.", zero "Timed out: none of the descriptors became ready.";
    ppoll(fds, nfds, tmo_p, sigmask) -> Count, "Waits until one of some descriptors is ready, with another signal mask meanwhile.", zero "Timed out: none of the descriptors became ready.";
    select(nfds, readfds, writefds, exceptfds, timeout) -> Count, "Waits until one of some descriptors is ready.", zero "Timed out: none of the descriptors became ready.";
    pselect6(nfds, readfds, writefds, exceptfds, timeout, sigmask) -> Count, "Waits until one of some descriptors is ready, with another signal mask meanwhile.", zero "Timed out: none of the descriptors became ready.";
    epoll_create(size) -> Descriptor, "Creates an event queue.";
    epoll_create1(flags) -> Descriptor, "Creates an event queue.";
    epoll_ctl(epfd, op, fd, event) -> Done, "Adds, changes or removes the events that a queue watches on a descriptor.";
    epoll_ctl_old(epfd, op, fd, event) -> Done, "Never finished form of epoll_ctl.";
    epoll_wait(epfd, events, maxevents, timeout) -> Count, "Waits for events on the descriptors of a queue, at most for timeout milliseconds; -1 waits for ever.", zero "Timed out: no event came; a server then runs its timers.";
    epoll_wait_old(epfd, events, maxevents, timeout) -> Count, "Never finished form of epoll_wait.";
    epoll_pwait(epfd, events, maxevents, timeout, sigmask) -> Count, "Waits for events on the descriptors of a queue, with another signal mask meanwhile.", zero "Timed out: no event came; a server then runs its timers.";
    epoll_pwait2(epfd, events, maxevents, timeout, sigmask) -> Count, "Waits for events on the descriptors of a queue, with a timeout in nanoseconds.", zero "Timed out: no event came; a server then runs its timers.";
    io_getevents(ctx_id, min_nr, nr, events, timeout) -> Count, "Waits for asynchronous reads and writes to finish.", zero "Timed out: none finished.";
    io_pgetevents(ctx_id, min_nr, nr, events, timeout, sig) -> Count, "Waits for asynchronous reads and writes to finish.", zero "Timed out: none finished.";
    futex(uaddr, futex_op, val, timeout, uaddr2, val3) -> Value, "Waits for, or wakes, threads at an address: what locks and conditions are made of.";
    futex_wait(uaddr, val, mask, flags, timeout, clockid) -> Done, "Waits at an address until somebody wakes it.";
    futex_waitv(waiters, nr_futexes, flags, timeout, clockid) -> Value, "Waits at several addresses at once.";
    futex_wake(uaddr, mask, nr, flags) -> Count, "Wakes threads that wait at an address.", zero "Nobody waited there.";
    futex_requeue(waiters, flags, nr_wake, nr_requeue) -> Count, "Moves waiting threads from one address to another.";
    nanosleep(duration, rem) -> Done, "Sleeps for a time.";
    clock_nanosleep(clockid, flags, t, remain) -> Done, "Sleeps for a time, or until a time, on a chosen clock.";
    pause() -> Never, "Waits for a signal.";
    wait4(pid, wstatus, options, rusage) -> Process, "Waits until a child ends, and tells how it ended.", zero "No child has ended yet (WNOHANG).";
    waitpid(pid, wstatus, options) -> Process, "Waits until a child ends, and tells how it ended.", zero "No child has ended yet (WNOHANG).";
    waitid(idtype, id, infop, options, rusage) -> Done, "Waits until a child changes its state, and tells how.";
    restart_syscall() -> Value, "Goes on with a timed wait that a signal had interrupted.";
    timerfd_create(clockid, flags) -> Descriptor, "Creates a timer that is read through a descriptor.";
    timerfd_settime(fd, flags, new_value, old_value) -> Done, "Starts or stops a timer that has a descriptor.";
    timerfd_gettime(fd, curr_value) -> Done, "Asks how long a timer that has a descriptor still runs.";
    alarm(seconds) -> Value, "Has SIGALRM sent after some seconds; 0 cancels it.", zero "No earlier alarm was pending.";
    setitimer(which, new_value, old_value) -> Done, "Starts or stops a timer that sends a signal.";
    getitimer(which, curr_value) -> Done, "Asks how long a timer still runs.";
    timer_create(clockid, sevp, timerid) -> Done, "Creates a timer.";
    timer_settime(timerid, flags, new_value, old_value) -> Done, "Starts or stops a timer.";
    timer_gettime(timerid, curr_value) -> Done, "Asks how long a timer still runs.";
    timer_getoverrun(timerid) -> Count, "Asks how often a timer ran out unnoticed.", zero "Never.";
    timer_delete(timerid) -> Done, "Removes a timer.";
    sched_yield() -> Done, "Lets other threads run first.";
}
