//! Real lines of the format, each of which it must claim.

/// One line for every form that strace prints.
pub const SAMPLES: &[&str] = &[
    r#"execve("/srv/demo", ["/srv/demo"], 0x7ffe7736e2b0 /* 2 vars */) = 0"#,
    "brk(NULL)                               = 0x22fe3000",
    r#"6042  01:13:15.073503 openat(AT_FDCWD</srv/live>, "/etc/ld.so.cache", O_RDONLY|O_CLOEXEC) = 3</etc/ld.so.cache> <0.000095>"#,
    r#"26374<true> 01:19:02.199265 (+     0.000000) [ 257] [00007ff88a7b1b1d] openat(AT_FDCWD</srv>, "/etc/ld.so.cache", O_RDONLY|O_CLOEXEC) = 3</etc/ld.so.cache> <0.000012>"#,
    "[pid  6139<t.sh>]      0.000063 [  56] <... clone resumed>, child_tidptr=0x7f02c8ce3a10) = 6143<t.sh>",
    "6042  01:13:15.086540 rt_sigprocmask(SIG_BLOCK, [CHLD],  <unfinished ...>",
    "13740 <... read resumed> <unfinished ...>) = ?",
    "13715 pselect6(0, NULL, NULL, NULL, {tv_sec=0, tv_nsec=100000000}, NULL) = 0 (Timeout)",
    r#"13758 write(2</dev/null<char 1:3>>, "a) = 3 <0.1> \33[31m\303\251 \"quoted\" \\ back\n", 37) = 37"#,
    r#"pwritev(14, [{"\5\0\0\0\0\0\0\0"..., 4096}], 3, 0) = -1 ENOSPC (No space left on device)"#,
    r#"writev(15, [{"GET /?key=testxxxx HTTP/1.0\r\nHos"..., 219}], 1) = 219"#,
    r#"connect(6<UNIX-STREAM:[30905]>, {sa_family=AF_UNIX, sun_path=@"abstract"}, 11) = -1 ECONNREFUSED (Connection refused)"#,
    r#"chdir(".") = -1 ENOENT (No such file or directory) (INJECTED)"#,
    "epoll_wait(8, [{EPOLLIN, {u32=69025808, u64=140003117973520}}], 512, -1) = 1",
    "18005 01:53:05.491003 [ 231] [????????????????] +++ exited with 3 +++",
    "--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=18005, si_uid=0, si_status=3, si_utime=0, si_stime=0} ---",
    "--- SIGCHLD (Child exited) @ 0 (0) ---",
    "+++ killed by SIGSEGV (core dumped) +++",
    "18073 01:53:08.212180 +++ superseded by execve in pid 18074 +++",
    "strace: Process 18005 attached",
    "[pid 18030] [ Process PID=18030 runs in 32 bit mode. ]",
];
