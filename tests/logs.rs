//! Logs without a trace: what an engineer has at hand when a gateway fails.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::fmt::Write as _;
use std::path::Path;

use analyzer::formats::{Content, FORMATS, samples};
use analyzer::report::{Confidence, Report};
use analyzer::source::{Input, Piece};
use syscause_tests::raw::source;

fn analyze(pieces: &[(&str, &str)]) -> Report {
    let piece =
        |(name, text): &(&str, &str)| Piece { name: (*name).into(), role: None, bytes: (*text).into() };
    analyzer::analyze(&Input { pieces: pieces.iter().map(piece).collect() })
}

fn first(report: &Report) -> (&str, Confidence) {
    report.diagnoses.first().map_or(("", Confidence::Possible), |one| (one.cause.as_str(), one.confidence))
}

fn seed() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/gateway-panic-evidence.txt");
    std::fs::read_to_string(path).unwrap()
}

/// The number of the line that holds a text.
fn line_of(text: &str, part: &str) -> u32 {
    let at = text.lines().position(|line| line.contains(part)).expect(part);
    u32::try_from(at + 1).unwrap()
}

#[test]
fn every_sample_of_a_log_is_accounted_for() {
    for format in FORMATS {
        let samples = samples::of(format.id);
        let text = samples.join("\n") + "\n\nsomething else\n";
        let given = source("sample", &text);
        let Content::Log(log) = (format.read)(0, &given) else { continue };
        let unparsed = u32::try_from(log.unparsed.len()).unwrap();
        assert_eq!(log.records + unparsed + log.blank, given.line_count(), "{}", format.id);
        assert!(log.records as usize >= samples.len(), "{}: {:?}", format.id, log.unparsed);
    }
}

#[test]
fn a_panic_behind_a_client_that_gave_up_is_led_back_to_the_client() {
    let text = seed();
    let report = analyze(&[("post.txt", &text)]);
    assert_eq!(
        first(&report),
        ("client-timeout-then-broken-pipe", Confidence::Proven),
        "{:?}",
        report.diagnoses
    );
    let diagnosis = &report.diagnoses[0];
    for part in
        ["getUserDeviceList HTTP/1.1” 499", "timeUsed(ms):3412", "[Recovery]#panic#", "write: broken pipe"]
    {
        let line = line_of(&text, part);
        assert!(diagnosis.evidence.iter().any(|one| one.line == line), "{part}: {:?}", diagnosis.evidence);
    }
    assert!(diagnosis.summary.contains("3412 ms"), "{}", diagnosis.summary);
    // `panic.go:502` is the line of a file.
    let whole = serde_json::to_string(&report.diagnoses).unwrap();
    assert!(!whole.contains("status 502"), "{whole}");
    for part in ["writev() failed (104", "exceed open file resource limit", "is buffered to a temporary file"]
    {
        let line = line_of(&text, part);
        assert!(report.unrelated.iter().any(|one| one.line == line), "{part}: {:?}", report.unrelated);
    }
    let claimed = |cause: &str| report.diagnoses.iter().any(|one| one.cause == cause);
    assert!(!claimed("upstream-closed-while-sending-body") && !claimed("upstream-handler-panic"));
}

#[test]
fn other_clients_that_gave_up_do_not_explain_a_panic() {
    let text = seed();
    let without: String =
        text.lines().filter(|line| !line.contains("/Jan/2020")).fold(String::new(), |mut all, line| {
            let _ = writeln!(all, "{line}");
            all
        });
    let report = analyze(&[("post.txt", &without)]);
    assert_ne!(first(&report).0, "client-timeout-then-broken-pipe");
}

#[test]
fn services_in_one_text_are_read_apart() {
    let text = "web-1  | [2026-11-21 01:42:06 +0000] [28] [CRITICAL] WORKER TIMEOUT (pid:36)\n\
        nginx-1  | 2026/11/21 01:42:06 [error] 29#29: *3 upstream prematurely closed connection while reading response header from upstream, client: 10.0.0.7, server: _, request: \"GET /export HTTP/1.1\", upstream: \"http://10.0.0.2:8000/export\", host: \"h\"\n\
        web-1  | [2026-11-21 01:42:07 +0000] [28] [ERROR] Worker (pid:36) was sent SIGKILL! Perhaps out of memory?\n\
        nginx-1  | 10.0.0.7 - - [21/Nov/2026:01:42:06 +0000] \"GET /export HTTP/1.1\" 502 157 \"-\" \"curl\"\n";
    let report = analyze(&[("compose.txt", text)]);
    assert_eq!(first(&report), ("gunicorn-worker-timeout", Confidence::Proven));
    let lines: Vec<u32> = report.diagnoses[0].evidence.iter().map(|one| one.line).collect();
    assert!(lines.contains(&1) && lines.contains(&2) && lines.contains(&4), "{lines:?}");
    let formats: Vec<&str> = report.sources.iter().map(|source| source.format.as_str()).collect();
    assert_eq!(formats, ["app-log", "nginx-error-log", "access-log"]);
}

#[test]
fn programs_name_their_failure_alone() {
    for (line, cause) in [
        ("[2026-11-21 01:42:06 +0000] [28] [CRITICAL] WORKER TIMEOUT (pid:36)", "gunicorn-worker-timeout"),
        ("2026/11/21 01:42:06 listen tcp :8080: bind: address already in use", "port-in-use"),
        (
            "2026-11-21 01:42:06.123 ERROR 1 --- [exec-1] o.h.e: HikariPool-1 - Connection is not available, request timed out after 30000ms.",
            "upstream-application-hung",
        ),
        (
            "[Sat Nov 21 01:44:29.123456 2026] [mpm_prefork:error] [pid 9] AH00161: server reached MaxRequestWorkers setting, consider raising the MaxRequestWorkers setting",
            "worker-slots-exhausted",
        ),
        ("Nov 21 01:42:06 web-1 systemd[1]: orders.service: Failed with result 'oom-kill'.", "oom-killed"),
        (
            "{\"level\":\"error\",\"ts\":1795225326.1,\"msg\":\"x509: certificate has expired or is not yet valid\"}",
            "certificate-expired",
        ),
    ] {
        let report = analyze(&[("app.log", line)]);
        assert_eq!(first(&report), (cause, Confidence::Likely), "{line}");
    }
}

#[test]
fn a_service_that_works_is_told_nothing() {
    let text = "2026/11/21 01:42:06 listening on :8080\n2026-11-21T01:42:06Z INFO retrying after connection refused, attempt 1\n\
        10.0.0.7 - - [21/Nov/2026:01:42:06 +0000] \"GET / HTTP/1.1\" 200 157 \"-\" \"curl\"\n";
    let report = analyze(&[("app.log", text)]);
    assert!(
        report.diagnoses.iter().all(|one| one.confidence == Confidence::Possible),
        "{:?}",
        report.diagnoses
    );
}

/// A request that HAProxy gave up after 30 seconds, beside a configuration.
fn given_up_by_haproxy(configuration: &str) -> Report {
    let log = "Nov 21 01:42:40 web-1 haproxy[77]: 127.0.0.1:52210 [21/Nov/2026:01:42:10.000] web app/app1 0/0/1/-1/30002 504 198 - - sH-- 1/1/0/0/0 0/0 \"GET /report HTTP/1.1\"\n";
    analyze(&[("haproxy.log", log), ("haproxy.cfg", configuration)])
}

#[test]
fn a_wait_is_compared_with_the_limits_of_haproxy() {
    let defaults = "defaults\n    mode http\n    timeout connect 5s\n    timeout server 30s\n";
    let report = given_up_by_haproxy(defaults);
    assert_eq!(first(&report).0, "upstream-slow-read-timeout");
    let summary = &report.diagnoses[0].summary;
    assert!(summary.contains("HAProxy, timeout server, as line 4"), "{summary}");
    // HAProxy has no limit that nobody set.
    let summary = given_up_by_haproxy("").diagnoses[0].summary.clone();
    assert!(!summary.contains("timeout server"), "{summary}");
}

#[test]
fn a_wait_is_compared_with_the_limit_that_the_application_states() {
    let told = |setting: &str| {
        let log = format!(
            "2026-11-21T01:32:21.902Z info web v20.20.2 listening on 8080, {setting}\n2026-11-21T01:32:28.961Z info GET /shot done in 5003 ms\n"
        );
        let access = "10.0.0.7 - - [21/Nov/2026:01:32:26 +0000] \"GET /shot HTTP/1.1\" 502 157 \"-\" \"curl\" rt=3.002 ua=\"10.0.0.69:8080\" us=\"502\"\n";
        let error = "2026/11/21 01:32:26 [error] 59#59: *3 upstream prematurely closed connection while reading response header from upstream, client: 10.0.0.7, server: s, request: \"GET /shot HTTP/1.1\", upstream: \"http://10.0.0.69:8080/shot\", host: \"h\"\n";
        analyze(&[("web.log", &log), ("access.log", access), ("error.log", error)])
    };
    let report = told("server.timeout = 3000");
    assert!(report.diagnoses[0].summary.contains("server.timeout, as line 1 of web.log"), "{report:#?}");
    for other in ["server.timeout = 9000", "server.keepAliveTimeout = 3000"] {
        let report = told(other);
        assert!(
            !report.diagnoses[0].summary.contains("as line 1"),
            "{other}: {}",
            report.diagnoses[0].summary
        );
    }
}

#[test]
fn that_a_client_left_is_never_proof_of_the_cause() {
    let line = "10.0.0.2 - - [17/Jan/2021:10:45:07 +0800] \"POST /devices HTTP/1.1\" 499 0 \"-\" \"app\"\n";
    assert_eq!(first(&analyze(&[("access.log", line)])), ("client-closed-request", Confidence::Likely));
    let haproxy = "Nov 21 01:42:40 web-1 haproxy[77]: 127.0.0.1:52210 [21/Nov/2026:01:42:10.000] web app/app1 0/0/1/-1/3002 -1 0 - - CH-- 1/1/0/0/0 0/0 \"GET /report HTTP/1.1\"\n";
    assert_eq!(first(&analyze(&[("haproxy.log", haproxy)])), ("client-closed-request", Confidence::Likely));
}

#[test]
fn the_number_of_the_connection_tells_requests_of_one_moment_apart() {
    let error = "2026/11/21 01:32:26 [error] 7#7: *42 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.7, server: shop, request: \"GET /cart HTTP/1.1\", upstream: \"http://10.0.0.69:8080/cart\", host: \"shop\"\n";
    let access = |number: u32| {
        format!(
            "10.0.0.7 - - [21/Nov/2026:01:32:26 +0000] \"GET /cart HTTP/1.1\" 502 157 \"-\" \"curl\" connection={number}\n"
        )
    };
    let cited = |access: &str| {
        let report = analyze(&[("error.log", error), ("access.log", access)]);
        let evidence = &report.diagnoses[0].evidence;
        evidence.iter().find(|one| one.source == "access.log").map(|one| one.line)
    };
    assert_eq!(cited(&format!("{}{}{}", access(41), access(42), access(43))), Some(2));
    assert_eq!(cited(&format!("{}{}", access(41), access(43))), None);
}
