//! What listings show by themselves, and what healthy ones do not.

use crate::report::{Confidence, Report};
use crate::source::{Input, Piece, Role};

fn judged(texts: &[&str]) -> Report {
    let piece =
        |text: &&str| Piece { name: "listing.txt".into(), role: None, bytes: text.as_bytes().to_vec() };
    crate::analyze(&Input { pieces: texts.iter().map(piece).collect() })
}

const DF: &str = "Filesystem      Size  Used Avail Use% Mounted on\n/dev/vda1        20G   20G     0 100% /\ntmpfs           395M  1.1M  394M   1% /run\n";
const ERROR: &str = "2026-11-21T01:44:31.000Z error write failed: No space left on device\n";

#[test]
fn each_says_its_cause_in_whole_words() {
    let refused = "curl: (7) Failed to connect to 10.0.0.9 port 8080 after 0 ms: Connection refused\n";
    let limits = "Max open files            20                   20                   files     \n";
    let count = "[root@gw-01 ~]# ls /proc/40/fd | wc -l\n21\n";
    let inspected = "            \"OOMKilled\": true,\n            \"ExitCode\": 137,\n";
    let cases: &[(&str, &[&str])] = &[
        ("oom-killed", &[inspected]),
        (
            "oom-killed",
            &[
                "● a.service - A\n     Active: failed (Result: oom-kill) since Sat 2026-11-21 01:44:29 UTC; 3min ago\n",
            ],
        ),
        ("disk-full", &[DF, ERROR]),
        (
            "inodes-exhausted",
            &[
                "Filesystem      Inodes IUsed   IFree IUse% Mounted on\n/dev/vda1 1000 1000 0 100% /srv\n",
                ERROR,
            ],
        ),
        ("fd-limit", &[limits, count, "2026-11-21T01:44:31.000Z error accept: Too many open files\n"]),
        ("crash-invalid-memory", &["            \"ExitCode\": 139,\n"]),
        ("crash-abort", &["    Last State:     Terminated\n      Exit Code:    134\n"]),
        ("command-not-found", &["            \"ExitCode\": 127,\n"]),
        ("name-not-found", &["** server can't find api.internal: NXDOMAIN\n"]),
        ("name-not-found", &["curl: (6) Could not resolve host: api.internal\n"]),
        ("dns-server-failure", &["Host api.internal not found: 2(SERVFAIL)\n"]),
        ("resolver-timeout", &[";; connection timed out; no servers could be reached\n"]),
        ("network-unreachable", &["RTNETLINK answers: Network is unreachable\n"]),
        (
            "host-unreachable",
            &[
                "PING 10.0.0.9 (10.0.0.9) 56(84) bytes of data.\nFrom 10.0.0.1 icmp_seq=1 Destination Host Unreachable\n",
            ],
        ),
        ("connection-refused", &[refused]),
        ("connection-reset", &["curl: (56) Recv failure: Connection reset by peer\n"]),
        ("connection-closed-by-peer", &["curl: (52) Empty reply from server\n"]),
        (
            "connection-timeout",
            &["curl: (28) Failed to connect to 10.0.0.9 port 80 after 5001 ms: Connection timed out\n"],
        ),
        (
            "server-not-responding",
            &["curl: (28) Operation timed out after 3001 milliseconds with 0 bytes received\n"],
        ),
    ];
    for (cause, texts) in cases {
        let report = judged(texts);
        let said = report.diagnoses.first().map_or("", |one| one.cause.as_str());
        assert_eq!(said, *cause, "{texts:?}");
        if let Some(one) = report.diagnoses.first() {
            assert!(one.confidence > Confidence::Possible, "{cause} is only possible");
            let words = [&one.title, &one.summary].into_iter().chain(&one.mechanism);
            assert!(words.clone().all(|words| !words.is_empty() && !words.contains(['{', '`'])), "{one:?}");
            let whole = one.mechanism.len() >= 2 && !one.confirm.is_empty() && !one.fix.is_empty();
            assert!(whole && one.evidence.iter().all(|line| line.why.contains(' ')), "{one:?}");
            assert!(one.title != one.cause && one.mechanism_evidence.iter().any(Option::is_some), "{one:?}");
        }
    }
}

#[test]
fn healthy_listings_say_nothing() {
    for text in [
        "Filesystem      Size  Used Avail Use% Mounted on\n/dev/vda1        20G  9.0G   11G  46% /\n/dev/loop0       64M   64M     0 100% /snap/core20/1828\n/dev/vda15      105M  105M     0 100% /boot/efi\n",
        "CONTAINER ID   IMAGE     COMMAND   CREATED       STATUS                  PORTS     NAMES\n1f1a1bd3e0f2   web       \"nginx\"   3 hours ago   Up 3 hours (healthy)    80/tcp    web\n4f1a1bd3e0f2   job       \"true\"    3 hours ago   Exited (0) 3 hours ago            job\n",
        "            \"OOMKilled\": false,\n            \"ExitCode\": 0,\n",
        "* Connected to a (10.0.0.9) port 80 (#0)\n> GET / HTTP/1.1\n< HTTP/1.1 200 OK\n",
        "Max open files            1024                 4096                 files     \n[root@gw-01 ~]# ls /proc/40/fd | wc -l\n21\n",
        "; <<>> DiG 9.18.19 <<>> api.internal\n;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 4711\napi.internal.\t\t30\tIN\tA\t10.0.0.9\n",
        "default via 10.14.12.19 dev eth0 proto dhcp metric 100\n10.14.12.19 dev eth0 lladdr 76:50:12:d9:6b:98 REACHABLE\n",
        "     Active: active (running) since Sat 2026-11-21 01:44:29 UTC; 3min ago\n",
        "    Verify return code: 0 (ok)\n",
        "USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\nwww-data      85  0.0  0.1      0     0 ?        Z    01:19   0:00 [php] <defunct>\n",
    ] {
        let report = judged(&[text]);
        assert!(report.diagnoses.is_empty(), "{text}: {:?}", report.diagnoses);
    }
}

#[test]
fn a_killed_container_explains_what_the_proxy_saw() {
    let seen = "2026/11/21 01:44:30 [error] 47#47: *15 upstream prematurely closed connection while reading response header from upstream, client: 127.0.0.1, server: , request: \"POST /cart HTTP/1.1\", upstream: \"http://127.0.0.1:7035/cart\", host: \"a\"\n";
    let report = judged(&[seen, "            \"OOMKilled\": true,\n            \"ExitCode\": 137,\n"]);
    let first = report.diagnoses.first();
    assert_eq!(first.map(|one| one.cause.as_str()), Some("upstream-oom-killed"));
    assert!(
        first.is_some_and(|one| one.evidence.iter().any(|line| line.quote.contains("prematurely closed")))
    );
}

#[test]
fn a_full_volume_and_a_roomy_one_bear_on_the_failing_path_alone() {
    let trace = "7 openat(AT_FDCWD, \"/srv/data/out\", O_WRONLY|O_CREAT|O_TRUNC, 0644) = 3\n7 write(3, \"x\", 4096) = -1 ENOSPC (No space left on device)\n7 write(2, \"write: No space left on device\\n\", 31) = 31\n7 exit_group(1) = ?\n7 +++ exited with 1 +++\n";
    let volumes = "Filesystem      Size  Used Avail Use% Mounted on\n/dev/vda1        20G   20G     0 100% /\n/dev/vdb1        20G   20G     0 100% /srv/data\n";
    let cited = |report: &Report| {
        let first = report.diagnoses.first();
        let lines = first.map(|one| one.evidence.iter().filter(|line| line.quote.starts_with("/dev/")));
        lines
            .map(|lines| lines.map(|line| (line.line, line.why.clone())).collect::<Vec<_>>())
            .unwrap_or_default()
    };
    let full = cited(&judged(&[trace, volumes]));
    assert_eq!(full, [(3, "the volume that holds it is full".to_string())]);
    let roomy = cited(&judged(&[trace, &volumes.replace("20G     0 100% /srv", "2G   18G  10% /srv")]));
    assert!(matches!(roomy.as_slice(), [(3, why)] if why.contains("room")), "{roomy:?}");
}

#[test]
fn a_version_can_rule_a_cause_out() {
    const FAILING: &str = include_str!(
        "../../../../tests/examples/causes/upstream-keepalive-disabled-http10/speaks/failing.strace"
    );
    const NORMAL: &str = include_str!(
        "../../../../tests/examples/causes/upstream-keepalive-disabled-http10/speaks/normal.strace"
    );
    let said = |version: &str| {
        let piece = |name: &str, role, text: &str| Piece { name: name.into(), role, bytes: text.into() };
        let pieces = vec![
            piece("failing", Some(Role::Failing), FAILING),
            piece("normal", Some(Role::Normal), NORMAL),
            piece("version", None, version),
        ];
        let report = crate::analyze(&Input { pieces });
        report.diagnoses.iter().any(|one| one.cause == "upstream-keepalive-disabled-http10")
    };
    assert!(said("nginx version: nginx/1.22.1\n"));
    assert!(!said("nginx version: nginx/1.29.7\n"));
}
