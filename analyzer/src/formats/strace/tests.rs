//! Whole traces: halves, broken lines, vanishing pids, colours, old forms, and the lines that broke other readers.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::sync::Arc;

use super::reasons;
use crate::model::trace::{Call, Clock, DetailKind, EventKind, Outcome, Trace};
use crate::source::{Line, Source, Span};

fn source(text: &str) -> Source {
    let place = |place: usize| u32::try_from(place).unwrap();
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end_matches('\n').len();
        lines.push(Line {
            span: Span { start: place(start), end: place(end) },
            number: place(lines.len() + 1),
            covers: 1,
        });
        start += line.len();
    }
    Source {
        name: String::new(),
        piece: 0,
        role: None,
        format: super::ID,
        closest: None,
        text: Arc::new(text.into()),
        lines,
        mended: Vec::new(),
        given: Vec::new(),
    }
}

/// Reads a trace and holds it to the accounting.
pub fn read(text: &str) -> Trace {
    let source = source(text);
    let trace = super::read(&source);
    let unparsed = u32::try_from(trace.unparsed.len()).unwrap();
    assert_eq!(trace.records + unparsed + trace.blank, source.line_count());
    for unparsed in &trace.unparsed {
        assert!(reasons::ALL.contains(&unparsed.reason), "{}", unparsed.reason);
    }
    trace
}

/// Reads a trace that must be understood whole.
fn whole(text: &str) -> Trace {
    let trace = read(text);
    assert_eq!(trace.unparsed, [], "{text}");
    trace
}

fn calls(trace: &Trace) -> Vec<&Call> {
    (0..u32::try_from(trace.events.len()).unwrap()).filter_map(|id| trace.call(id)).collect()
}

fn only(text: &str) -> (Trace, Call) {
    let trace = whole(text);
    let calls = calls(&trace);
    assert_eq!(calls.len(), 1, "{text}");
    let call = calls[0].clone();
    (trace, call)
}

fn pids(trace: &Trace) -> Vec<u32> {
    trace.events.iter().map(|event| event.pid).collect()
}

fn outputs(trace: &Trace) -> Vec<&str> {
    let output = |kind: &EventKind| match kind {
        EventKind::Output(span) => Some(trace.str(*span)),
        _ => None,
    };
    trace.events.iter().filter_map(|event| output(&event.kind)).collect()
}

#[test]
fn every_leader() {
    for (leader, pid, time) in [
        ("", 0, None),
        ("6042  ", 6042, None),
        ("26374<true> ", 26374, None),
        ("[pid  4665] ", 4665, None),
        ("[pid  6139<t.sh>] ", 6139, None),
        ("18004 /* 5 in strace's PID NS */ ", 18004, None),
        ("01:53:05 ", 0, Some(6_785_000_000)),
        ("6042  01:53:05.486069 ", 6042, Some(6_785_486_069)),
        ("01:53:05.486069123 ", 0, Some(6_785_486_069)),
        ("01:53:05.486 ", 0, Some(6_785_486_000)),
        ("1721205993.102030 ", 0, Some(1_721_205_993_102_030)),
        ("1721205993 ", 0, Some(1_721_205_993_000_000)),
        ("18004 1721205993.102 ", 18004, Some(1_721_205_993_102_000)),
        ("     0.000587 ", 0, Some(587)),
        ("18004      0.000587 ", 18004, Some(587)),
        ("     3 ", 0, Some(3_000_000)),
        ("18004      3 ", 18004, Some(3_000_000)),
        ("18004 01:53:05.464003 (+     0.000530) ", 18004, Some(6_785_464_003)),
        ("[ 257] ", 0, None),
        ("[00007fa7570e1ad7] ", 0, None),
        ("[????????????????] ", 0, None),
        ("[0040098f] ", 0, None),
        ("18004 01:53:05.486069 [  59] [00007fa7570e1ad7] ", 18004, Some(6_785_486_069)),
        (
            "6042  [unconfined_u:unconfined_r:unconfined_t:s0-s0:c0.c1023] 01:53:05 ",
            6042,
            Some(6_785_000_000),
        ),
        ("[pid  4665] [unconfined_t] ", 4665, None),
    ] {
        let (trace, call) = only(&format!("{leader}close(3) = 0"));
        assert_eq!(trace.name(&call), "close", "{leader}");
        assert_eq!(trace.str(call.args), "3", "{leader}");
        assert_eq!((trace.events[0].pid, trace.events[0].time), (pid, time), "{leader}");
    }
}

#[test]
fn what_a_leader_tells_besides() {
    let (trace, call) = only("[pid  6139<t.sh>]      0.000063 [  56] clone(flags=SIGCHLD) = 6143<t.sh>");
    assert_eq!(trace.str(trace.events[0].comm), "t.sh");
    assert_eq!(call.number, Some(56));
    assert_eq!(trace.clock, Clock::SinceStart);
}

#[test]
fn lines_that_broke_other_readers() {
    for (line, outcome, args) in [
        (
            r#"read(3, "-----BEGIN CERTIFICATE-----\n"..., 4096) = 1024"#,
            Outcome::Returned(1024),
            r#"3, "-----BEGIN CERTIFICATE-----\n"..., 4096"#,
        ),
        (
            r#"read(3, "+++ exited with 0 +++", 21) = 21"#,
            Outcome::Returned(21),
            r#"3, "+++ exited with 0 +++", 21"#,
        ),
        (r#"write(2, "a) = 3 <0.1>", 12) = 12"#, Outcome::Returned(12), r#"2, "a) = 3 <0.1>", 12"#),
        (
            "wait4(-1, [{WIFEXITED(s) && WEXITSTATUS(s) == 7}], 0, NULL) = 18020",
            Outcome::Returned(18020),
            "-1, [{WIFEXITED(s) && WEXITSTATUS(s) == 7}], 0, NULL",
        ),
        (
            r#"execve("/bin/sh", ["sh", "-c", "x"...], 0x7ffd /* 2 vars */) = 0"#,
            Outcome::Returned(0),
            r#""/bin/sh", ["sh", "-c", "x"...], 0x7ffd /* 2 vars */"#,
        ),
        (
            r#"execve("/bin/sh", ["sh", ...], [/* 38 vars */]) = 0"#,
            Outcome::Returned(0),
            r#""/bin/sh", ["sh", ...], [/* 38 vars */]"#,
        ),
        (
            r"openat(AT_FDCWD</srv/a) = b, c>, NULL, O_RDONLY) = -1 EFAULT (Bad address)",
            Outcome::Failed(14),
            "AT_FDCWD</srv/a) = b, c>, NULL, O_RDONLY",
        ),
        (
            r#"statx(AT_FDCWD, "/srv/\"x\" (1) = -1 <unfinished ...>", 0, STATX_MODE, 0x7f) = 0"#,
            Outcome::Returned(0),
            r#"AT_FDCWD, "/srv/\"x\" (1) = -1 <unfinished ...>", 0, STATX_MODE, 0x7f"#,
        ),
        (
            r"sendto(9<TCP:[127.0.0.1:4000->127.0.0.1:80]>, NULL, 1<<32, 0) = 0",
            Outcome::Returned(0),
            "9<TCP:[127.0.0.1:4000->127.0.0.1:80]>, NULL, 1<<32, 0",
        ),
        (
            r"recv(4<UNIX-STREAM:[3->4]>, {msg_namelen=110 => 0, ...}, 0) = 100",
            Outcome::Returned(100),
            "4<UNIX-STREAM:[3->4]>, {msg_namelen=110 => 0, ...}, 0",
        ),
        (
            r"fcntl(11</dev/null<char 1:3>>, F_GETFD) = 0x1 (flags FD_CLOEXEC) <0.000041>",
            Outcome::Returned(1),
            "11</dev/null<char 1:3>>, F_GETFD",
        ),
        (
            "restart_syscall(<... resuming interrupted read ...>) = 0",
            Outcome::Returned(0),
            "<... resuming interrupted read ...>",
        ),
        ("syscall_0x1a4(0x1, 0x2) = -1 ENOSYS (Function not implemented)", Outcome::Failed(38), "0x1, 0x2"),
        ("???() = ? <unavailable>", Outcome::Unknown, ""),
        ("exit_group(0)                           = ?", Outcome::Unknown, "0"),
        (r#"write(1, ""..., 3) = 3"#, Outcome::Returned(3), r#"1, ""..., 3"#),
    ] {
        let (trace, call) = only(line);
        assert_eq!(call.outcome, outcome, "{line}");
        assert_eq!(trace.str(call.args), args, "{line}");
    }
}

#[test]
fn halves() {
    let trace = whole(
        "5  rt_sigprocmask(SIG_BLOCK, [CHLD],  <unfinished ...>\n\
         6  read(3,  <unfinished ...>\n\
         5  <... rt_sigprocmask resumed>[], 8) = 0 <0.000015>\n\
         6  <... read resumed> \"x\", 1) = 1\n\
         7  <... futex resumed> ) = ? <unavailable>\n\
         5  futex(0x7f, FUTEX_WAIT, 2, NULL <unfinished ...>\n\
         5  <... futex resumed> <unfinished ...>) = ?\n",
    );
    let calls = calls(&trace);
    assert_eq!(calls.len(), 4);
    assert_eq!(trace.str(calls[0].args), "SIG_BLOCK, [CHLD], [], 8");
    assert_eq!(trace.str(calls[0].args_rest), "[], 8");
    assert_eq!(
        (calls[0].outcome, calls[0].duration.get(), calls[0].resumed_line),
        (Outcome::Returned(0), Some(15), Some(3))
    );
    assert_eq!((trace.str(calls[1].args), trace.arguments(calls[1]).list.len()), ("3, \"x\", 1", 3));
    assert_eq!(
        (calls[2].outcome, calls[2].resumed_line),
        (Outcome::Unknown, Some(5)),
        "its first half is not in the trace"
    );
    assert_eq!((calls[3].outcome, trace.str(calls[3].args_rest)), (Outcome::Unknown, ""));
}

#[test]
fn execve_in_a_thread_goes_on_under_another_number() {
    let trace = whole(
        "74 execve(\"/bin/true\", [\"true\"], 0x7f /* 2 vars */ <pid changed to 73 ...>\n\
         73 +++ superseded by execve in pid 74 +++\n\
         73 <... execve resumed>) = 0\n",
    );
    let calls = calls(&trace);
    assert_eq!((calls.len(), calls[0].outcome, calls[0].resumed_line), (1, Outcome::Returned(0), Some(3)));
    assert!(matches!(trace.events[1].kind, EventKind::Superseded { by: 74 }));
}

#[test]
fn calls_without_an_end() {
    let trace = whole("read(3, \"x\", 1) = 1\nepoll_wait(8, strace: Process 67 detached\n <detached ...>\n");
    assert_eq!(calls(&trace)[1].outcome, Outcome::Unfinished);
    let trace = whole("epoll_wait(8, ");
    assert_eq!((calls(&trace)[0].outcome, trace.str(calls(&trace)[0].args)), (Outcome::Unfinished, "8,"));
    let trace = whole("write(1, \"foo() = 3");
    assert_eq!(calls(&trace)[0].outcome, Outcome::Unfinished);
    let trace = read("5 write(1, \"cut\n5 close(1) = 0\n");
    assert_eq!((trace.unparsed[0].line, trace.unparsed[0].reason), (1, reasons::CUT_CALL));
    assert_eq!(calls(&trace)[0].outcome, Outcome::Unknown, "what became of it is not known");
}

#[test]
fn lines_broken_by_strace_itself() {
    let trace = whole(
        "clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLDstrace: Process 18005 attached\n\
         , child_tidptr=0x22fe3650) = 18005\n\
         wait4(-1, strace: Process 18006 attached\n \
         <unfinished ...>\n\
         [pid 18006] exit_group(0) = ?\n\
         [pid 18006] +++ exited with 0 +++\n\
         <... wait4 resumed>[{WIFEXITED(s) && WEXITSTATUS(s) == 0}], 0, NULL) = 18006\n",
    );
    let calls = calls(&trace);
    let clone = trace.arguments(calls[0]);
    assert!(clone.has_flag("SIGCHLD"));
    assert_eq!(clone.named("child_tidptr").and_then(|argument| argument.value.number()), Some(0x22fe_3650));
    assert_eq!((calls[0].outcome, calls[0].resumed_line), (Outcome::Returned(18005), Some(2)));
    assert_eq!((calls[1].outcome, calls[1].resumed_line), (Outcome::Returned(18006), Some(7)));
    assert!(trace.events.iter().any(
        |event| matches!(event.kind, EventKind::Note(note) if trace.str(note) == "Process 18006 attached")
    ));
}

#[test]
fn output_of_the_program_is_told_apart() {
    let trace = whole(
        "write(2, \"child alive\\n\", 12child alive\n\
         ) = 12\n\
         write(1, \"\\x68\\xc3\\xa9\", 3hé)   = 3\n\
         write(1, \"a\\n(b\\n\", 5a\n\
         (b\n\
         ) = 5\n\
         Traceback (most recent call last):\n\
         3 errors found\n\
         close(1) = 0\n",
    );
    assert_eq!(
        outputs(&trace),
        ["child alive", "hé", "a", "(b", "Traceback (most recent call last):", "3 errors found"]
    );
    let calls = calls(&trace);
    let ended: Vec<_> = calls.iter().map(|call| (trace.str(call.args), call.outcome)).collect();
    assert_eq!(
        ended,
        [
            (r#"2, "child alive\n", 12"#, Outcome::Returned(12)),
            (r#"1, "\x68\xc3\xa9", 3"#, Outcome::Returned(3)),
            (r#"1, "a\n(b\n", 5"#, Outcome::Returned(5)),
            ("1", Outcome::Returned(0)),
        ]
    );
    assert!(pids(&trace).iter().all(|pid| *pid == 0));
}

#[test]
fn a_file_holds_no_output() {
    let trace = read("5 close(1) = 0\nsomething else\n5 nonsense\n) = 5\n");
    let reasons: Vec<_> = trace.unparsed.iter().map(|unparsed| (unparsed.line, unparsed.reason)).collect();
    assert_eq!(reasons, [(2, reasons::FOREIGN_LINE), (3, reasons::NO_EVENT), (4, reasons::STRAY_HALF)]);
}

#[test]
fn bare_lines_belong_to_the_survivor() {
    let trace = whole(
        "clone(flags=SIGCHLD) = 8\n\
         strace: Process 8 attached\n\
         [pid     7] exit_group(0) = ?\n\
         [pid     8] read(0,  <unfinished ...>\n\
         [pid     7] +++ exited with 0 +++\n\
         <... read resumed>\"\", 1) = 0\n\
         close(0) = 0\n\
         +++ exited with 0 +++\n",
    );
    assert_eq!(pids(&trace), [7, 0, 7, 8, 7, 8, 8]);
    let calls = calls(&trace);
    assert_eq!(calls[2].outcome, Outcome::Returned(0));
}

#[test]
fn attached_to_one_process() {
    let trace = whole("strace: Process 3904 attached\nclose(3) = 0\nclose(4) = 0\n");
    assert_eq!(pids(&trace), [0, 3904, 3904]);
    let trace = whole("Process 3904 attached - interrupt to quit\nclose(3) = 0\n");
    assert_eq!(pids(&trace), [0, 3904]);
}

#[test]
fn clocks_go_on_over_midnight() {
    let trace = whole("23:59:59.5 close(3) = 0\n00:00:00.5 close(3) = 0\n");
    assert_eq!(trace.clock, Clock::TimeOfDay);
    let times: Vec<_> = trace.events.iter().filter_map(|event| event.time).collect();
    assert_eq!(times[1] - times[0], 1_000_000);
}

#[test]
fn stacks_and_dumps_belong_to_the_event_above() {
    let trace = whole(
        "read(5, \"vm\\n\", 64) = 3\n \
         | 00000  76 6d 0a                                          vm.              |\n \
         > /srv/demo(__read+0xd) [0x3176d]\n \
         > unexpected_backtracing_error [0x6f]\n\
         close(5) = 0\n \
         > /srv/demo(__libc_close+0x10) [0x318e0]\n",
    );
    let details: Vec<_> =
        trace.details.iter().map(|detail| (detail.event, detail.kind, detail.line)).collect();
    let frame = DetailKind::Frame;
    assert_eq!(details, [(0, DetailKind::Dump, 2), (0, frame, 3), (0, frame, 4), (1, frame, 6)]);
}

#[test]
fn tables_behind_a_trace() {
    let trace = whole(
        "5 close(1) = 0\n\
         % time     seconds  usecs/call     calls    errors syscall\n\
         ------ ----------- ----------- --------- --------- ----------------\n \
         48.15    0.000013          13         1           wait4\n\
         100.00    0.000013          13         1           total\n\
         System call usage summary for 32 bit mode:\n\
         % time     seconds  usecs/call     calls    errors syscall\n\
         ------ ----------- ----------- --------- --------- ----------------\n  \
         0.00    0.000000           0         1         1 open\n",
    );
    let rows: Vec<_> =
        trace.summary.iter().map(|row| (row.name.as_str(), row.calls, row.errors, row.micros)).collect();
    assert_eq!(rows, [("wait4", 1, 0, 13), ("total", 1, 0, 13), ("open", 1, 1, 0)]);
    assert_eq!(trace.clock, Clock::None);
}

#[test]
fn colours_are_not_read_but_shown() {
    let text = "\x1b[36mopen\x1b[0m(\x1b[33m\"/etc/x\"\x1b[0m, O_RDONLY) = \x1b[31m-1 ENOENT\x1b[0m (No such file or directory)\nclose(3) = 0\n";
    let trace = whole(text);
    let calls = calls(&trace);
    assert_eq!(trace.name(calls[0]), "open");
    assert_eq!(trace.str(calls[0].args), "\"/etc/x\", O_RDONLY");
    assert_eq!(calls[0].outcome, Outcome::Failed(2));
    assert_eq!(trace.str(trace.events[0].text), text.lines().next().unwrap());
    assert_eq!(trace.str(calls[1].args), "3");
}

#[test]
fn what_strace_says_itself() {
    let trace = whole(
        "strace: Can't stat 'x': No such file or directory\n\
         [pid 18030] [ Process PID=18030 runs in 32 bit mode. ]\n\
         strace: attach: ptrace(PTRACE_SEIZE, 1): Operation not permitted\n",
    );
    assert!(trace.events.iter().all(|event| matches!(event.kind, EventKind::Note(_))));
    assert_eq!(trace.events[1].pid, 18030);
}

#[test]
fn strace_tampered_with_it() {
    let (trace, call) = only("chdir(\".\") = -1 ENOENT (No such file or directory) (INJECTED)");
    assert!(call.tampered && call.outcome == Outcome::Failed(2));
    assert_eq!(trace.str(call.result), "-1 ENOENT (No such file or directory) (INJECTED)");
    let (_, call) = only("getpid() = 13810 (DELAYED) <0.002049>");
    assert_eq!((call.tampered, call.duration.get()), (true, Some(2049)));
}
