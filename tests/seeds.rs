//! Published incidents, as evidence alone: what was captured, without the story around it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use analyzer::report::{Confidence, Diagnosis, Report, Verdict};
use analyzer::source::{Input, Piece};

fn captured(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(name)).unwrap()
}

/// What is said of a paste that holds these texts one behind the other.
fn pasted(parts: &[&str]) -> Report {
    report(&[("paste", &parts.join("\n\n"))])
}

fn report(pieces: &[(&str, &str)]) -> Report {
    let piece = |(name, text): &(&str, &str)| Piece {
        name: (*name).into(),
        role: None,
        bytes: text.as_bytes().to_vec(),
    };
    analyzer::analyze(&Input { pieces: pieces.iter().map(piece).collect() })
}

fn diagnosis<'r>(report: &'r Report, cause: &str) -> Option<&'r Diagnosis> {
    report.diagnoses.iter().find(|one| one.cause == cause)
}

const KEEP_ALIVE: &str = "upstream-keepalive-disabled-http10";

/// A place that passes to the group, with these directives.
fn place(directives: &str) -> String {
    format!("location /xx/ {{\n    {directives}\n    proxy_pass http://xxxxxxx;\n}}\n")
}

/// The burst of the incident, with a place that has these directives.
fn burst(directives: &str, more: &str) -> Report {
    let files = ["error.log", "sockets.txt", "upstream.conf"]
        .map(|name| captured(&format!("no-live-upstreams/{name}")));
    report(&[
        ("error.log", &files[0]),
        ("sockets.txt", &files[1]),
        ("nginx.conf", &format!("{}{}", files[2], place(directives))),
        ("version.txt", more),
    ])
}

#[test]
fn keep_alive_without_its_directives_is_proven_by_the_configuration() {
    let report = burst("", "");
    let first = &report.diagnoses[0];
    assert_eq!((first.cause.as_str(), first.confidence), (KEEP_ALIVE, Confidence::Proven));
    assert!(first.summary.contains("153 429") && first.summary.contains("2 557"), "{}", first.summary);
    assert!(first.evidence.iter().any(|line| line.quote.contains("keepalive 256")), "{:?}", first.evidence);
    assert!(first.evidence.iter().any(|line| line.quote.starts_with("location")), "{:?}", first.evidence);
    // What made the first servers fail is not in the text, and so it is not claimed.
    let cascade = diagnosis(&report, "no-live-upstreams").unwrap();
    assert_eq!(cascade.confidence, Confidence::Possible);
    assert!(report.diagnoses.iter().skip(1).all(|one| one.confidence == Confidence::Possible));
}

#[test]
fn half_of_the_directives_is_not_enough() {
    for half in [
        "proxy_http_version 1.1;",
        "proxy_set_header Connection \"\";",
        "proxy_http_version 1.1; proxy_set_header Host $host;",
    ] {
        let report = burst(half, "");
        assert_eq!(report.diagnoses[0].cause, KEEP_ALIVE, "{half}");
        assert_eq!(report.diagnoses[0].confidence, Confidence::Proven, "{half}");
    }
}

#[test]
fn the_open_questions_of_the_burst_are_answered() {
    let report = burst("", "");
    let answered = |word: &str| report.diagnoses[0].refutes.iter().any(|one| one.why.contains(word));
    assert!(
        answered("never passes on the version that a client speaks"),
        "{:?}",
        report.diagnoses[0].refutes
    );
    assert!(answered("nothing is reaped"), "{:?}", report.diagnoses[0].refutes);
    assert!(report.missing.len() <= 5, "{:?}", report.missing);
}

#[test]
fn with_both_directives_nothing_is_said_of_keep_alive() {
    let report = burst("proxy_http_version 1.1; proxy_set_header Connection \"\";", "");
    assert!(diagnosis(&report, KEEP_ALIVE).is_none(), "{:?}", report.diagnoses);
    assert_eq!(report.diagnoses[0].cause, "no-live-upstreams");
}

#[test]
fn newer_nginx_keeps_connections_by_itself() {
    let told = burst("", "$ nginx -v\nnginx version: nginx/1.29.7\n");
    assert!(diagnosis(&told, KEEP_ALIVE).is_none(), "{:?}", told.diagnoses);
    let older = burst("", "$ nginx -v\nnginx version: nginx/1.29.6\n");
    assert_eq!(older.diagnoses[0].cause, KEEP_ALIVE);
}

#[test]
fn a_configuration_alone_proves_no_failure() {
    let upstream = captured("no-live-upstreams/upstream.conf");
    let report = report(&[("nginx.conf", &format!("{upstream}{}", place("")))]);
    assert!(
        report.diagnoses.iter().all(|one| one.confidence == Confidence::Possible),
        "{:?}",
        report.diagnoses
    );
    assert_ne!(report.verdict, Verdict::CauseFound);
}

#[test]
fn the_burst_without_the_place_is_likely_and_no_more() {
    let parts = ["error.log", "sockets.txt", "upstream.conf"]
        .map(|name| captured(&format!("no-live-upstreams/{name}")));
    let report = pasted(&[&parts[0], &parts[1], &parts[2]]);
    let first = &report.diagnoses[0];
    assert_eq!((first.cause.as_str(), first.confidence), (KEEP_ALIVE, Confidence::Likely));
    assert!(first.summary.contains("cannot be told"), "{}", first.summary);
}

#[test]
fn what_a_fragment_leaves_out_proves_nothing() {
    let parts = ["error.log", "sockets.txt", "upstream.conf"]
        .map(|name| captured(&format!("no-live-upstreams/{name}")));
    for shown in [
        "location ^~ /xxxxxx/ {\n    ...\n    proxy_http_version 1.1;\n    proxy_set_header Connection \"\";\n    ...\n}\n",
        "location ^~ /xxxxx/ {\n    ...\n    proxy_set_header Connection \"Keep-Alive\";\n    ...\n}\n",
    ] {
        let report = pasted(&[&parts[0], &parts[1], &parts[2], shown]);
        let said = diagnosis(&report, KEEP_ALIVE);
        assert!(said.is_none_or(|one| one.confidence < Confidence::Proven), "{said:?}");
        assert!(
            said.is_none_or(|one| one.evidence.iter().all(|line| !line.quote.starts_with("location"))),
            "{said:?}"
        );
    }
}

#[test]
fn servers_and_a_start_time_ask_for_the_time_of_the_failure() {
    let report = pasted(&[&captured("four-servers/upstream.conf"), &captured("four-servers/started.txt")]);
    assert_eq!(report.verdict, Verdict::CannotTell);
    assert!(
        report.diagnoses.iter().all(|one| one.confidence == Confidence::Possible),
        "{:?}",
        report.diagnoses
    );
    assert!(
        report.missing.iter().any(|one| one.what.contains("time of the failure")),
        "{:?}",
        report.missing
    );
}

/// One of the four servers, as nginx sees it fail.
fn seen(said: &str) -> Report {
    let line = format!(
        "2022/08/31 14:30:00 [error] 9#9: *4 {said} while connecting to upstream, client: 10.14.0.1, server: sample.top, request: \"GET /goods?id=3 HTTP/1.1\", upstream: \"http://10.14.12.133:9702/goods?id=3\", host: \"sample.top\"\n"
    );
    report(&[("error.log", &line), ("nginx.conf", &captured("four-servers/upstream.conf"))])
}

#[test]
fn refused_no_route_and_silence_have_different_advice() {
    let told = [
        ("connect() failed (111: Connection refused)", "upstream-connection-refused"),
        ("connect() failed (113: No route to host)", "upstream-no-route"),
        ("upstream timed out (110: Connection timed out)", "upstream-connect-timeout"),
        ("connect() failed (110: Connection timed out)", "upstream-kernel-connect-timeout"),
    ];
    let mut fixes: Vec<String> = Vec::new();
    for (said, cause) in told {
        let report = seen(said);
        assert_eq!(report.diagnoses[0].cause, cause);
        let fix = report.diagnoses[0].fix[0].text.clone();
        assert!(!fixes.contains(&fix), "{cause}: {fix}");
        fixes.push(fix);
    }
}

#[test]
fn the_full_disk_cites_the_volume_too() {
    let cache = "proxy_cache_path /etc/nginx/china_cache levels=1:2 keys_zone=user_page_cache:100m max_size=20g inactive=60m use_temp_path=off;\n";
    let df = "$ df -h /etc/nginx/china_cache\nFilesystem      Size  Used Avail Use% Mounted on\n/dev/vda1        20G   20G     0 100% /\n";
    let traces = captured("cache-disk-full-appendix.txt");
    let report = report(&[("paste", &traces), ("nginx.conf", cache), ("df.txt", df)]);
    let first = &report.diagnoses[0];
    assert_eq!((first.cause.as_str(), first.confidence), ("disk-full-on-cache-write", Confidence::Proven));
    assert!(first.summary.contains("HEAD"), "{}", first.summary);
    assert!(first.mechanism.iter().any(|step| step.contains("502")), "{:?}", first.mechanism);
    assert!(first.evidence.iter().any(|line| line.quote.contains("100%")), "{:?}", first.evidence);
}

/// A post as people write it: sentences, and one command with what it printed.
fn post_about_node(version: &str) -> Report {
    report(&[(
        "post.md",
        &format!(
            "The endpoint that takes a picture of the page answers 502 after 1-2 minutes, and only in production.\n\nnginx wrote `upstream prematurely closed connection while reading response header from upstream`, and its configuration is fine.\n\n```\ndocker exec -it web node -v\n{version}\n```\n\nSo that had to be changed.\n"
        ),
    )])
}

#[test]
fn what_is_retold_is_no_evidence() {
    let report = post_about_node("v10.15.1");
    let first = &report.diagnoses[0];
    assert_eq!((first.cause.as_str(), first.confidence), ("node-server-timeout", Confidence::Likely));
    let cited: Vec<&str> = first.evidence.iter().map(|line| line.quote.as_str()).collect();
    assert_eq!(cited, ["v10.15.1"]);
    assert!(first.summary.contains("retold"), "{}", first.summary);
    assert!(report.missing.iter().any(|one| one.what.contains("tcpdump")), "{:?}", report.missing);
    assert!(post_about_node("v14.17.0").diagnoses.is_empty());
}

#[test]
fn the_panic_sets_aside_what_is_not_of_it() {
    let report = pasted(&[&captured("gateway-panic-evidence.txt")]);
    let first = &report.diagnoses[0];
    assert_eq!(
        (first.cause.as_str(), first.confidence),
        ("client-timeout-then-broken-pipe", Confidence::Proven)
    );
    let aside: Vec<u32> = report.unrelated.iter().map(|one| one.line).collect();
    // The line of panic.go, the warning about the limit, the scan, the counts of open files.
    for line in [21, 44, 46, 52] {
        assert!(aside.contains(&line), "line {line} is not set aside: {:?}", report.unrelated);
    }
    assert!(first.mechanism.iter().any(|step| step.contains("single write")), "{:?}", first.mechanism);
    assert!(!first.mechanism.iter().any(|step| step.contains("502")), "{:?}", first.mechanism);
    // The damaged line is quoted as it stands, so that it can be found.
    assert!(first.evidence[0].quote.contains("“POST /user/getUserDeviceList"), "{:?}", first.evidence[0]);
}

#[test]
fn the_primer_says_what_was_seen_and_what_tells_the_five_apart() {
    let report = pasted(&[&captured("four-servers/upstream.conf"), &captured("four-servers/started.txt")]);
    assert!(!report.message.contains("no strace"), "{}", report.message);
    for seen in ["nginx config", "processes", "time of the failure"] {
        assert!(report.message.contains(seen), "`{seen}` is not in: {}", report.message);
    }
    let asked: Vec<&str> =
        report.missing.iter().flat_map(|one| [one.what.as_str(), one.why.as_str()]).collect();
    let asked = asked.join("\n");
    for told in ["a stack is a crash", "kill for memory", "ended itself", "time limit of the server", "stale"]
    {
        assert!(asked.contains(told), "`{told}` is not in: {asked}");
    }
    assert!(report.missing.len() <= 5, "{:?}", report.missing);
}

/// What is said of a request that the server ended early, with what else is known.
fn ended_early(more: &[(&str, &str)]) -> Report {
    let line = "2022/08/31 14:30:00 [error] 9#9: *4 upstream prematurely closed connection while reading response header from upstream, client: 10.14.0.1, server: sample.top, request: \"GET /goods?id=3 HTTP/1.1\", upstream: \"http://10.14.12.133:9702/goods?id=3\", host: \"sample.top\"\n";
    let upstream = captured("four-servers/upstream.conf");
    let mut pieces = vec![("error.log", line), ("nginx.conf", upstream.as_str())];
    pieces.extend(more);
    report(&pieces)
}

const TOOK_LONG: (&str, &str) = (
    "access.log",
    "10.14.0.1 - - [31/Aug/2022:14:30:00 +0000] \"GET /goods?id=3 HTTP/1.1\" 502 157 \"-\" \"curl\" rt=5.002 ua=\"10.14.12.133:9702\" us=\"502\"\n",
);

#[test]
fn ways_in_which_a_server_ends_a_request_are_told_apart() {
    let panic = (
        "goods.log",
        "2022/08/31 14:30:00 GET /goods?id=3\npanic: runtime error: index out of range [3] with length 2\n\ngoroutine 34 [running]:\nmain.goods(0xc000010000)\n\t/src/main.go:21 +0x1d\n",
    );
    let kernel = (
        "dmesg.txt",
        "[Wed Aug 31 14:30:00 2022] Out of memory: Killed process 13515 (goods) total-vm:1153732kB, anon-rss:64984kB, file-rss:2320kB, shmem-rss:0kB, UID:0 pgtables:272kB oom_score_adj:0\n",
    );
    let supervisor = (
        "supervisord.log",
        "2022-08-31 14:30:00,120 INFO exited: goods (exit status 1; not expected)\n2022-08-31 14:30:02,120 INFO spawned: 'goods' with pid 13515\n",
    );
    let limit = ("goods.log", "2022/08/31 14:29:50 listening on :9702 WriteTimeout=2s\n");
    let enough = ("goods.log", "2022/08/31 14:29:50 listening on :9702 WriteTimeout=60s\n");
    for (more, wanted) in [
        (vec![panic], "upstream-process-crashed"),
        (vec![kernel], "upstream-oom-killed"),
        (vec![supervisor], "upstream-exited-log-fatal"),
        (vec![limit, TOOK_LONG], "upstream-write-timeout-too-short"),
        (vec![limit, TOOK_LONG, kernel], "upstream-oom-killed"),
        (vec![enough, TOOK_LONG], "upstream-closed-early"),
        (vec![], "upstream-closed-early"),
    ] {
        let report = ended_early(&more);
        let first = &report.diagnoses[0];
        assert_eq!(first.cause, wanted, "{more:?}");
        assert_ne!(first.confidence, Confidence::Possible, "{more:?}");
    }
}
