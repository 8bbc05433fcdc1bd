//! Clocks that differ, and the lines that give them away.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::format_collect)]

use crate::report::Report;
use crate::source::{Input, Piece};

fn report(pieces: &[(&str, &str)]) -> Report {
    let piece = |(name, text): &(&str, &str)| Piece {
        name: (*name).into(),
        role: None,
        bytes: text.as_bytes().to_vec(),
    };
    crate::analyze(&Input { pieces: pieces.iter().map(piece).collect() })
}

/// The clock of a source, and the times of its lines.
fn clock(report: &Report, name: &str) -> (Option<String>, Vec<String>) {
    let said =
        report.sources.iter().find(|source| source.name == name).and_then(|source| source.clock.clone());
    let of = |entry: &&crate::report::TimelineEntry| entry.source == name;
    (said, report.timeline.iter().filter(of).map(|entry| entry.time.clone()).collect())
}

const ACCESS: &str =
    "10.0.0.1 - - [17/Jan/2021:10:45:07 +0800] \"POST /user/list HTTP/1.1\" 502 157 \"-\" \"app\"\n";

#[test]
fn a_log_in_utc_beside_one_that_says_its_zone() {
    let error = "2021/01/17 02:45:07 [error] 7#7: *9 upstream prematurely closed connection while reading response header from upstream, client: 10.0.0.1, server: s, request: \"POST /user/list HTTP/1.1\", upstream: \"http://10.0.0.2:80/user/list\", host: \"h\"\n";
    let report = report(&[("access.log", ACCESS), ("error.log", error)]);
    let (said, times) = clock(&report, "error.log");
    let said = said.unwrap();
    assert!(said.contains("-08:00") && said.contains("line 1 of access.log"), "{said}");
    assert_eq!(times, ["2021-01-17T10:45:07+08:00"]);
}

#[test]
fn without_a_common_request_a_log_has_the_zone_of_the_others() {
    let app = "2021/01/17 10:45:08 something else went wrong\n";
    let report = report(&[("access.log", ACCESS), ("app.log", app)]);
    assert_eq!(clock(&report, "app.log"), (None, vec!["2021-01-17T10:45:08+08:00".into()]));
}

#[test]
fn a_wrong_year_is_found_by_the_same_request() {
    let wrong = ACCESS.replace("2021", "2020");
    let app = "2021/01/17 10:45:07 [ERROR] recovered: POST /user/list HTTP/1.0 write: broken pipe\n";
    let report = report(&[("access.log", &wrong), ("app.log", app)]);
    let said = [clock(&report, "access.log").0, clock(&report, "app.log").0]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>();
    assert_eq!(said.len(), 1);
    assert!(said[0].contains("belong to"), "{said:?}");
    assert_eq!(clock(&report, "access.log").1, clock(&report, "app.log").1);
}

#[test]
fn a_wrong_year_on_one_line_of_a_log_is_found_too() {
    let other = ACCESS.replace("/user/list", "/device").replace("10:45:07", "09:00:00");
    let access = format!("{}{other}{other}", ACCESS.replace("2021", "2020"));
    let app = "2021/01/17 10:45:07 [ERROR] recovered: POST /user/list HTTP/1.0 write: broken pipe\n";
    let report = report(&[("access.log", &access), ("app.log", app)]);
    let said = clock(&report, "access.log").0.unwrap();
    assert!(said.contains("2020 belong to 2021"), "{said}");
}

#[test]
fn times_of_day_take_the_date_of_the_others() {
    let trace = "18:45:06.900000 recvfrom(11, \"POST /user/list HTTP/1.1\\r\\nHost: h\\r\\n\"..., 1024, 0, NULL, NULL) = 88 <0.000010>\n18:45:07.000000 close(11) = 0 <0.000010>\n";
    let report = report(&[("access.log", ACCESS), ("worker.strace", trace)]);
    let (said, times) = clock(&report, "worker.strace");
    let said = said.unwrap();
    assert!(said.contains("+08:00"), "{said}");
    assert_eq!(times, ["2021-01-17T10:45:06.900000+08:00", "2021-01-17T10:45:07+08:00"]);
}

#[test]
fn a_year_that_is_not_printed_is_that_of_the_others() {
    let syslog = "Jan 17 10:45:06 web-1 app[29]: started\n";
    let report = report(&[("access.log", ACCESS), ("messages", syslog)]);
    assert_eq!(clock(&report, "messages").1, ["2021-01-17T10:45:06+08:00"]);
}

#[test]
fn requests_that_come_all_the_time_tie_nothing() {
    let health = |hour: u32, zone: &str| {
        let line = |minute: u32| {
            format!(
                "10.0.0.1 - - [17/Jan/2021:{hour:02}:{minute:02}:00 {zone}] \"GET /health HTTP/1.1\" 200 2\n"
            )
        };
        (0..40).map(line).collect::<String>()
    };
    let app: String = (0..40).map(|minute| format!("2021/01/17 13:{minute:02}:00 GET /health\n")).collect();
    let report = report(&[("access.log", &health(10, "+0000")), ("app.log", &app)]);
    assert_eq!(clock(&report, "app.log").0, None);
}

#[test]
fn the_timeline_is_sorted_and_short() {
    let many: String = (0..3000)
        .map(|n| {
            format!(
                "10.0.0.1 - - [17/Jan/2021:10:{:02}:{:02} +0800] \"GET /{n} HTTP/1.1\" 200 2\n",
                n / 60,
                n % 60
            )
        })
        .collect();
    let report = report(&[("access.log", &format!("{many}{ACCESS}"))]);
    let times: Vec<&String> = report.timeline.iter().map(|entry| &entry.time).collect();
    assert!(times.is_sorted() && times.len() <= 200 && times.len() > 20, "{}", times.len());
    assert!(report.timeline.iter().any(|entry| entry.text.contains("502")));
}
