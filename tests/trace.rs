//! From lines to things: processes, descriptors and their roles, epoll data, units and phases.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use analyzer::formats::strace;
use analyzer::source::{Input, Piece};
use analyzer::trace::{
    Descriptor, DescriptorRole as Role, Ending, ProcessEnd, Run, Unit, UnitKind, understand,
};

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Every trace in a text, understood.
fn runs_of(text: &[u8]) -> Vec<Run> {
    let input = Input { pieces: vec![Piece { name: "trace".into(), role: None, bytes: text.to_vec() }] };
    let sources = analyzer::intake::read(input);
    let traces = sources.iter().enumerate().filter(|(_, source)| source.format == strace::ID);
    traces.map(|(id, source)| understand(id, strace::read(source))).collect()
}

fn run_of(text: &str) -> Run {
    let mut runs = runs_of(text.as_bytes());
    assert_eq!(runs.len(), 1, "the text is one trace");
    runs.remove(0)
}

fn case(name: &str) -> Run {
    let text = fs::read(here().join("cases").join(name)).expect("the case is there");
    let mut runs = runs_of(&text);
    assert_eq!(runs.len(), 1, "{name} is one trace");
    runs.remove(0)
}

/// Every trace among the fixtures, with its name.
fn fixtures() -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    let mut folders = vec![here().join("cases"), here().join("samples/strace"), here().join("seeds")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("fixtures are there").flatten() {
            let path = entry.path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if name.contains("strace") || name.ends_with("appendix.txt") || name == "pasted.txt" {
                all.push((path.display().to_string(), fs::read(&path).unwrap()));
            }
        }
    }
    all.sort();
    assert!(all.len() > 150, "only {} fixtures", all.len());
    all
}

/// What holds for every run, whatever was read.
fn assert_sound(name: &str, run: &Run) {
    let events = run.trace.events.len();
    assert_eq!(run.process_of.len(), events, "{name}");
    assert_eq!(run.descriptor_of.len(), events, "{name}");
    assert!(
        run.process_of.iter().all(|process| (*process as usize) < run.processes.len()),
        "{name}: processes"
    );
    assert!(
        run.descriptor_of.iter().flatten().all(|one| (*one as usize) < run.descriptors.len()),
        "{name}: descriptors"
    );

    let mut seen = vec![0u32; events];
    for unit in &run.units {
        assert!(unit.events.is_sorted_by(|one, next| one < next), "{name}: {} is not in order", unit.title);
        assert!(!unit.events.is_empty() && !unit.title.is_empty(), "{name}: an empty unit");
        for event in &unit.events {
            seen[*event as usize] += 1;
        }
        let mut next = 0;
        for phase in &unit.phases {
            assert_eq!(phase.first, next, "{name}: {} has a gap before {}", unit.title, phase.title);
            assert!(phase.len > 0 && !phase.title.is_empty() && !phase.kind.is_empty(), "{name}: {phase:?}");
            next += phase.len;
        }
        assert_eq!(next as usize, unit.events.len(), "{name}: phases of {} cover it", unit.title);
    }
    assert!(seen.iter().all(|times| *times == 1), "{name}: an event is in no unit or in two");
    assert!(run.units.is_sorted_by_key(|unit| unit.events.first()), "{name}: units in order");

    for one in &run.descriptors {
        assert!(one.events.is_sorted_by(|one, next| one < next), "{name}: events of {}", one.label());
        assert!(one.number >= 0, "{name}: {}", one.label());
        if let (Some(opened), Some(closed)) = (one.opened, one.closed) {
            // An execve closes when it returns, which may be long after it began.
            let executes =
                run.trace.call(closed).is_some_and(|call| run.trace.name(call).starts_with("execve"));
            assert!(opened < closed || executes, "{name}: {} is closed before it is opened", one.label());
        }
    }
    for (id, one) in (0..).zip(&run.processes) {
        assert!(one.parent.is_none_or(|parent| parent < id), "{name}: a child before its parent");
    }
    assert!(run.wakes.is_sorted_by_key(|wake| wake.wait), "{name}: wakes in order");
}

#[test]
fn every_event_of_every_capture_has_one_place() {
    for (name, text) in fixtures() {
        for run in runs_of(&text) {
            assert_sound(&name, &run);
        }
    }
}

#[test]
fn any_order_of_lines_is_understood_somehow() {
    // A small generator: the same numbers each time.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below.max(1) as u64).unwrap()
    };
    for (name, text) in fixtures() {
        let text = String::from_utf8_lossy(&text).into_owned();
        let mut lines: Vec<&str> = text.lines().take(300).collect();
        for _ in 0..3 {
            for index in (1..lines.len()).rev() {
                lines.swap(index, next(index + 1));
            }
            lines.truncate(lines.len() - lines.len() / 5);
            for run in runs_of(lines.join("\n").as_bytes()) {
                assert_sound(&name, &run);
            }
        }
    }
}

/// The descriptor of that number and role; there must be one.
fn of_role(run: &Run, number: i32, role: Role) -> &Descriptor {
    let found = run.descriptors.iter().find(|one| one.number == number && one.role == role);
    found.unwrap_or_else(|| panic!("no {role:?} {number} among {:#?}", run.descriptors))
}

fn requests(run: &Run) -> Vec<&Unit> {
    run.units.iter().filter(|unit| unit.kind == UnitKind::Request).collect()
}

fn kinds(unit: &Unit) -> Vec<&'static str> {
    unit.phases.iter().map(|phase| phase.kind).collect()
}

fn titles(unit: &Unit) -> Vec<&str> {
    unit.phases.iter().map(|phase| phase.title.as_str()).collect()
}

#[test]
fn the_first_incident_is_two_requests_with_every_descriptor_named() {
    let text = fs::read(here().join("seeds/cache-disk-full-appendix.txt")).unwrap();
    let runs = runs_of(&text);
    assert_eq!(runs.len(), 2);
    for (run, resolver) in runs.iter().zip([13, 12]) {
        of_role(run, 8, Role::EventQueue);
        of_role(run, 6, Role::Listener);
        of_role(run, 11, Role::Client);
        assert_eq!(of_role(run, resolver, Role::Resolver).target, "bobcat.sxldns.com");
        of_role(run, 15, Role::Upstream);
        of_role(run, 5, Role::AccessLog);
        let entry = of_role(run, 14, Role::CacheFile);
        let new = of_role(run, 14, Role::TempFile);
        assert!(entry.closed < new.opened, "first the entry that is there, then the new one");
        assert_eq!(entry.label(), "cache file 14");
        let unit = requests(run)[0];
        assert_eq!(unit.title, "GET /?key=testxxxx on connection 11");
        assert_eq!(unit.events.len(), run.trace.events.len(), "the request is the whole trace");
    }
    let [failing, normal] = runs.as_slice() else { panic!("two runs") };
    of_role(failing, 4, Role::ErrorLog);
    assert_eq!(requests(failing)[0].ending, Ending::ClosedWithoutAnswer);
    assert!(matches!(requests(normal)[0].ending, Ending::Answered { status: 200, bytes: 12_000.. }));

    let steps =
        ["accept", "read-request", "look-up-cache", "resolve", "connect", "send-request", "read-answer"];
    assert_eq!(kinds(requests(failing)[0])[..7], steps);
    assert_eq!(kinds(requests(normal)[0])[..7], steps);
    assert_eq!(kinds(requests(normal)[0])[7..], ["store", "send-answer", "relay", "store", "log", "finish"]);
    let told = titles(requests(failing)[0]);
    assert!(told.contains(&"connect to 54.222.148.216:80: EINPROGRESS, then SO_ERROR 0"), "{told:?}");
    assert!(told.contains(&"store in the cache: ENOSPC"), "{told:?}");
    assert!(told.iter().all(|title| !title.starts_with("relay") && !title.starts_with("send the answer")));
}

#[test]
fn epoll_data_leads_back_to_descriptors_however_it_was_registered() {
    // nginx registers pointers whose lowest bit changes; the listener and the resolver were there before.
    let text = fs::read(here().join("seeds/cache-disk-full-appendix.txt")).unwrap();
    let runs = runs_of(&text);
    let roles: BTreeSet<Role> = runs[0]
        .wakes
        .iter()
        .map(|wake| runs[0].descriptors[wake.descriptor.expect("each is known") as usize].role)
        .collect();
    assert_eq!(roles, [Role::Listener, Role::Client, Role::Upstream, Role::Resolver].into());

    // HAProxy registers the number itself.
    let run = case("gateway-24a-haproxy-sh/normal.strace");
    let first = run.wakes.first().unwrap();
    assert_eq!(run.descriptors[first.descriptor.unwrap() as usize].role, Role::Listener);
    assert_eq!(first.ready.to_string(), "EPOLLIN");
    assert_eq!(run.wakes(first.wait).len(), 1);
}

#[test]
fn requests_of_one_worker_come_apart() {
    // Five connections at once, then more when descriptors are free again.
    let run = case("gateway-11-emfile/failing.strace");
    let answered: Vec<_> =
        requests(&run).iter().map(|unit| (unit.title.clone(), unit.ending.clone())).collect();
    let expected = [(0, 6), (1, 12), (2, 14), (3, 16), (4, 18), (5, 6), (6, 11), (7, 13), (8, 15)];
    assert_eq!(answered.len(), expected.len(), "{answered:#?}");
    for ((title, ending), (number, connection)) in answered.iter().zip(expected) {
        assert_eq!(*title, format!("GET /list?n={number} on connection {connection}"));
        assert_eq!(*ending, Ending::Answered { status: 200, bytes: 387 });
    }
    // Every request talks to one upstream and never to another's.
    for unit in requests(&run) {
        let clients: BTreeSet<_> = unit
            .events
            .iter()
            .filter_map(|event| run.descriptor_of[*event as usize])
            .filter(|one| run.descriptors[*one as usize].role == Role::Client)
            .collect();
        assert_eq!(clients.len(), 1, "{}", unit.title);
    }
    let failed_accepts = run.units.iter().find(|unit| unit.kind == UnitKind::EventLoop).unwrap();
    let refused = failed_accepts.events.iter().filter(|event| {
        run.trace.call(**event).is_some_and(|call| run.trace.name(call) == "accept4" && call.outcome.failed())
    });
    assert_eq!(refused.count(), 3, "accepting in vain belongs to no request");
}

#[test]
fn a_kept_connection_serves_one_request_after_the_other() {
    let run = case("gateway-09-keepalive-race-econnreset/failing.strace");
    let statuses: Vec<u16> = requests(&run)
        .iter()
        .map(|unit| match unit.ending {
            Ending::Answered { status, .. } => status,
            _ => 0,
        })
        .collect();
    // The trace begins while the first one is under way.
    assert_eq!(statuses, [200, 200, 502, 200, 502]);
    let last = titles(requests(&run)[4]);
    assert!(last.contains(&"read the answer: ECONNRESET"), "{last:?}");
}

#[test]
fn a_timeout_and_its_log_line_belong_to_the_request() {
    let run = case("gateway-19-proxy-read-timeout/failing.strace");
    let unit = requests(&run)[0];
    let steps = ["read-answer", "log-error", "clean-up", "send-answer", "log", "finish"];
    assert_eq!(kinds(unit)[4..], steps, "{:?}", titles(unit));
    assert!(titles(unit).contains(&"wait for the answer: none comes"));
}

#[test]
fn a_client_that_goes_away_is_said() {
    for name in ["failing", "small-499"] {
        let run = case(&format!("gateway-04-go-broken-pipe-499/{name}.strace"));
        assert_eq!(requests(&run)[0].ending, Ending::ClientLeft, "{name}");
        assert!(kinds(requests(&run)[0]).contains(&"client-leaves"), "{name}");
    }
}

#[test]
fn threads_of_a_program_that_strace_was_attached_to_share_their_descriptors() {
    let run = case("gateway-04-go-broken-pipe-499/gateway-failing.strace");
    assert!(run.processes.iter().skip(1).all(|one| one.thread && one.parent == Some(0)));
    assert_eq!(run.descriptors.iter().filter(|one| one.number == 7).count(), 1);
    of_role(&run, 8, Role::Upstream);
    assert_eq!(requests(&run).len(), 1);
    assert_eq!(requests(&run)[0].ending, Ending::ClientLeft);
}

#[test]
fn a_killed_server_leaves_its_request_open() {
    let run = case("gateway-07a-upstream-oom-killed/app.strace");
    let endings: Vec<_> = requests(&run).iter().map(|unit| unit.ending.clone()).collect();
    assert_eq!(endings[3], Ending::Killed("SIGKILL".into()), "{endings:?}");
    assert!(endings[..3].iter().all(|ending| matches!(ending, Ending::Answered { status: 200, .. })));
}

#[test]
fn a_hanging_server_shows_what_it_waits_in() {
    let run = case("gateway-19-proxy-read-timeout/app.strace");
    let unit = requests(&run)[0];
    let Ending::TraceEnds { pending: Some(pending) } = unit.ending else { panic!("{:?}", unit.ending) };
    assert_eq!(run.descriptor(pending).map(Descriptor::label).as_deref(), Some("upstream 5"));
    assert_eq!(titles(unit).last(), Some(&"wait for the answer"));
}

#[test]
fn a_child_keeps_its_name_and_end_while_its_parent_waits() {
    let run = case("program-child-killed-make/failing.strace");
    let ends: Vec<_> =
        run.processes.iter().map(|one| (one.program.split(' ').next().unwrap(), &one.end)).collect();
    assert_eq!(ends.len(), 6, "{ends:?}");
    assert_eq!(ends[0], ("make", &ProcessEnd::Exited(2)));
    assert!(ends.contains(&("cc1", &ProcessEnd::Killed("SIGKILL".into()))), "{ends:?}");
    assert!(run.processes.iter().skip(1).all(|one| one.parent.is_some() && !one.thread));
}

#[test]
fn a_program_reads_as_its_steps() {
    let run = case("program-git-index-lock/failing.strace");
    let [unit] = run.units.as_slice() else { panic!("one process") };
    assert_eq!(unit.title, "git add a");
    assert_eq!(unit.ending, Ending::Exited(128));
    assert_eq!(kinds(unit)[..2], ["start", "load-libraries"]);
    assert!(titles(unit).contains(&"take a lock: EEXIST"), "{:?}", titles(unit));
    assert_eq!(kinds(unit)[kinds(unit).len() - 2..], ["report-error", "exit"]);
    for (name, text) in fixtures() {
        for unit in runs_of(&text).iter().flat_map(|run| &run.units) {
            assert!(unit.phases.len() <= 60, "{name}: {} has {} phases", unit.title, unit.phases.len());
        }
    }
}

#[test]
fn a_pid_that_comes_back_is_another_process() {
    let run = run_of(
        "10 execve(\"/bin/sh\", [\"sh\"], 0x7ffe /* 1 var */) = 0\n\
         10 vfork()                           = 11\n\
         11 execve(\"/bin/true\", [\"true\"], 0x7ffe /* 1 var */) = 0\n\
         11 exit_group(0)                     = ?\n\
         11 +++ exited with 0 +++\n\
         10 wait4(-1, [{WIFEXITED(s) && WEXITSTATUS(s) == 0}], 0, NULL) = 11\n\
         10 vfork()                           = 11\n\
         11 execve(\"/bin/false\", [\"false\"], 0x7ffe /* 1 var */) = 0\n\
         11 exit_group(1)                     = ?\n\
         11 +++ exited with 1 +++\n",
    );
    let programs: Vec<_> = run.processes.iter().map(|one| (one.program.as_str(), one.end.clone())).collect();
    assert_eq!(
        programs,
        [("sh", ProcessEnd::Running), ("true", ProcessEnd::Exited(0)), ("false", ProcessEnd::Exited(1))]
    );
}

#[test]
fn the_end_of_a_child_is_taken_from_its_parent_where_the_trace_is_quiet_about_it() {
    let run = run_of(
        "10 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7f) = 11\n\
         11 getppid()                         = 10\n\
         10 wait4(-1, [{WIFSIGNALED(s) && WTERMSIG(s) == SIGKILL}], 0, NULL) = 11\n",
    );
    assert_eq!(run.processes[1].end, ProcessEnd::Killed("SIGKILL".into()));
    assert_eq!(run.processes[1].parent, Some(0));
}

#[test]
fn descriptors_are_copied_shared_and_closed_as_the_kernel_does() {
    let run = run_of(
        "10 openat(AT_FDCWD, \"/srv/a.txt\", O_RDONLY) = 3\n\
         10 openat(AT_FDCWD, \"/srv/b.txt\", O_RDONLY|O_CLOEXEC) = 4\n\
         10 pipe2([5, 6], 0)                  = 0\n\
         10 vfork()                           = 11\n\
         11 dup2(6, 1)                        = 1\n\
         11 execve(\"/bin/cat\", [\"cat\"], 0x7ffe /* 1 var */) = 0\n\
         11 read(3, \"x\", 1)                   = 1\n\
         11 openat(AT_FDCWD, \"/srv/c.txt\", O_RDONLY) = 4\n\
         11 close_range(3, 4294967295, 0)     = 0\n\
         11 close(77)                         = -1 EBADF (Bad file descriptor)\n\
         10 read(4, \"y\", 1)                   = 1\n",
    );
    let in_child = |number: i32| {
        run.descriptors.iter().filter(|one| one.process == 1 && one.number == number).collect::<Vec<_>>()
    };
    assert_eq!(in_child(3)[0].target, "/srv/a.txt", "inherited");
    assert!(in_child(3)[0].copy_of.is_some());
    assert_eq!(in_child(4)[0].target, "/srv/c.txt", "4 was closed by execve");
    assert_eq!(in_child(1)[0].role, Role::StandardOutput);
    assert!(in_child(77).is_empty(), "what is no descriptor is none");
    assert!(in_child(3)[0].closed.is_some() && in_child(4)[0].closed.is_some());
    assert_eq!(
        run.descriptor(10).map(|one| one.target.as_str()),
        Some("/srv/b.txt"),
        "the parent keeps its own"
    );
    let target = |event, number| {
        run.descriptor_at(event, number).map(|one| run.descriptors[one as usize].target.as_str())
    };
    assert_eq!(
        (target(8, 4), target(10, 4)),
        (Some("/srv/c.txt"), Some("/srv/b.txt")),
        "each process has its own 4"
    );
}

#[test]
fn a_descriptor_received_in_a_message_is_one() {
    let run = run_of(
        "10 recvmsg(3, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", iov_len=1}], msg_iovlen=1, \
         msg_control=[{cmsg_len=20, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, cmsg_data=[9]}], \
         msg_controllen=24, msg_flags=0}, 0) = 1\n\
         10 read(9, \"GET / HTTP/1.1\\r\\n\", 1024) = 16\n\
         10 write(9, \"HTTP/1.1 204 No Content\\r\\n\", 25) = 25\n\
         10 close(9)                          = 0\n",
    );
    of_role(&run, 9, Role::Client);
    assert_eq!(requests(&run)[0].ending, Ending::Answered { status: 204, bytes: 25 });
}

#[test]
fn a_connection_on_a_listeners_address_is_a_clients() {
    let run = run_of(
        "10 accept4(4<TCP:[10.0.0.1:80]>, 0x7ffe, [112], SOCK_NONBLOCK) = -1 EAGAIN (Resource temporarily unavailable)\n\
         10 write(7<TCP:[10.0.0.1:80->10.0.0.9:4711]>, \"more of it\", 10) = 10\n\
         10 write(8<TCP:[10.0.0.1:41000->10.0.0.5:9000]>, \"ask\", 3) = 3\n",
    );
    assert_eq!(of_role(&run, 7, Role::Client).target, "10.0.0.9:4711");
    assert_eq!(of_role(&run, 8, Role::Upstream).target, "10.0.0.5:9000");
}
