//! Timelines of real cases and of shapes that are hard to draw.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::format_collect)]

use std::fs;
use std::path::Path;

use super::{Asked, Basis, Overview, Part, PlacedBy, Timeline, Tone, Window};
use crate::Analysis;
use crate::source::{Input, Piece};

fn analysis(pieces: &[(&str, &str)]) -> Analysis {
    let piece = |(name, text): &(&str, &str)| Piece {
        name: (*name).into(),
        role: None,
        bytes: text.as_bytes().to_vec(),
    };
    Analysis::of(Input { pieces: pieces.iter().map(piece).collect() }, &mut |_, _| {})
}

/// Some files of a real case.
fn case(name: &str, files: &[&str]) -> Analysis {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases").join(name);
    let piece =
        |file: &&str| Piece { name: (*file).into(), role: None, bytes: fs::read(folder.join(file)).unwrap() };
    Analysis::of(Input { pieces: files.iter().map(piece).collect() }, &mut |_, _| {})
}

fn all(analysis: &Analysis) -> (Overview, Window) {
    let timeline = Timeline::of(analysis);
    let overview = timeline.overview(analysis, None);
    let asked = Asked { from: overview.first, to: overview.last, hidden: Vec::new() };
    let window = timeline.window(analysis, &asked, 0, 1_000);
    assert_eq!(window.total, overview.lines, "every line lies between the first and the last");
    assert!(window.lines.is_sorted_by_key(|line| line.at));
    let marked: u32 = overview.lanes.iter().flat_map(|lane| &lane.marks).map(|mark| mark.lines).sum();
    assert_eq!(marked, overview.lines, "every line is in a mark");
    (overview, window)
}

fn name(analysis: &Analysis, source: u32) -> &str {
    &analysis.report.sources[source as usize].name
}

const GATEWAY: &str = "gateway-01-enospc-proxy-cache";

#[test]
fn logs_are_on_one_clock_and_traces_without_times_stand_at_what_they_write() {
    let files = [
        "normal.strace",
        "failing.strace",
        "nginx-error.log",
        "access.log",
        "slb.log",
        "df.txt",
        "nginx.conf",
    ];
    let analysis = case(GATEWAY, &files);
    let (overview, window) = all(&analysis);
    let lanes: Vec<&str> = overview.lanes.iter().map(|lane| name(&analysis, lane.source)).collect();
    assert_eq!(lanes[..3], ["nginx-error.log", "access.log", "slb.log"]);
    assert!(overview.lanes[0].coarse && !overview.lanes[2].coarse);
    let placed: Vec<_> = overview
        .placed
        .iter()
        .map(|one| {
            let line = format!("{}:{}", name(&analysis, one.because), one.line);
            (name(&analysis, one.source), one.by, line)
        })
        .collect();
    assert_eq!(
        placed,
        [
            ("normal.strace", PlacedBy::Writes, "access.log:3".into()),
            ("failing.strace", PlacedBy::Writes, "nginx-error.log:1".into()),
        ]
    );
    // The lines that are evidence carry its number, and the gap of two seconds is told.
    let evidence = &analysis.report.diagnoses[0].evidence;
    for (place, number) in &window.evidence {
        let (line, cited) = (&window.lines[*place as usize], &evidence[*number as usize - 1]);
        assert_eq!((name(&analysis, line.source), line.line), (cited.source.as_str(), cited.line));
    }
    assert!(window.evidence.len() >= 2, "{:?}", window.evidence);
    assert!(window.gaps.iter().any(|gap| gap.length > 2_000_000), "{:?}", window.gaps);
    let full = window.lines.iter().find(|line| line.text.contains("100%")).unwrap();
    assert_eq!(full.tone, Tone::Bad);
}

#[test]
fn a_stretch_and_hidden_sources_narrow_the_lines() {
    let analysis = case(GATEWAY, &["access.log", "slb.log"]);
    let timeline = Timeline::of(&analysis);
    let (overview, whole) = all(&analysis);
    let (from, to) = (whole.lines[4].at, whole.lines[9].at);
    let asked = Asked { from, to, hidden: vec![overview.lanes[0].source] };
    let window = timeline.window(&analysis, &asked, 0, 64);
    let wanted = whole
        .lines
        .iter()
        .filter(|line| (from..=to).contains(&line.at) && line.source != overview.lanes[0].source);
    assert_eq!(window.total as usize, wanted.count());
    let second = timeline.window(&analysis, &asked, 1, 1);
    assert_eq!(second.lines, window.lines[1..2]);
    assert!(timeline.window(&analysis, &asked, 999, 64).lines.is_empty());
}

#[test]
fn a_balancers_timers_say_where_a_request_stopped() {
    let files = ["normal.strace", "failing.strace", "nginx-error.log", "access.log", "slb.log"];
    let analysis = case(GATEWAY, &files);
    let unit = analysis.unit_time(0);
    assert_eq!(unit.timed, [false, false]);
    let table = unit.tables.iter().find(|table| table.basis == Basis::Balancer).unwrap();
    let row = |part: Part| table.rows.iter().find(|row| row.part == part).unwrap();
    assert_eq!((table.normal_line, table.failing_line), (3, 5));
    assert_eq!((row(Part::Header).normal, row(Part::Header).failing_never), (Some(2_000), true));
    assert_eq!((row(Part::Body).normal, row(Part::Body).failing), (Some(16_000), None));
    assert_eq!((row(Part::Total).normal, row(Part::Total).failing), (Some(18_000), Some(2_000)));
    // The failed call is on the lane of the cache file, in the decisive row.
    let lane = unit.lanes.iter().find(|lane| lane.failing.iter().any(|mark| mark.errno == "ENOSPC")).unwrap();
    assert_eq!((lane.label.as_str(), lane.failing_number), ("cache file", 14));
    let failed = lane.failing.iter().find(|mark| mark.errno == "ENOSPC").unwrap();
    assert_eq!(Some(failed.row), unit.decisive);
}

#[test]
fn the_times_of_traces_add_up() {
    let cases = [
        ("program-slow-fsync", Part::Disk),
        ("gateway-19-proxy-read-timeout", Part::Upstream),
        ("program-hang-poll-no-answer", Part::Upstream),
    ];
    for (case_name, slow) in cases {
        let analysis = case(case_name, &["normal.strace", "failing.strace"]);
        let unit = analysis.unit_time(0);
        assert_eq!(unit.timed, [true, true], "{case_name}");
        let table = unit.tables.iter().find(|table| table.basis == Basis::Kinds).unwrap();
        let (total, parts) = table.rows.split_last().unwrap();
        let sums = parts
            .iter()
            .fold((0, 0), |sums, row| (sums.0 + row.normal.unwrap_or(0), sums.1 + row.failing.unwrap_or(0)));
        assert_eq!((Some(sums.0), Some(sums.1)), (total.normal, total.failing), "{case_name}");
        assert_eq!(parts[0].part, slow, "{case_name}: {parts:?}");
        assert_eq!([total.normal, total.failing], unit.length.map(Some), "{case_name}");
        let phases = unit.tables.iter().find(|table| table.basis == Basis::Phases).unwrap();
        let (_, parts) = phases.rows.split_last().unwrap();
        let failing: i64 = parts.iter().filter_map(|row| row.failing).sum();
        assert_eq!(Some(failing), total.failing, "{case_name}");
    }
}

#[test]
fn a_run_that_does_not_end_is_not_said_to_be_quick() {
    let analysis = case("program-hang-pipe-read", &["normal.strace", "failing.strace"]);
    let unit = analysis.unit_time(0);
    let table = unit.tables.iter().find(|table| table.basis == Basis::Kinds).unwrap();
    assert_eq!(table.hangs, Some(Part::Process));
    assert!(table.rows.iter().any(|row| row.part == Part::Process && row.failing_never));
    // Both tell only how much time has passed: both are shown, from their own beginnings.
    let overview = Timeline::of(&analysis).overview(&analysis, None);
    assert!(overview.relative && overview.lanes.len() == 2 && overview.zone.is_none());
    assert_eq!(overview.first, 0);
}

#[test]
fn clocks_that_differ_are_said() {
    let access =
        "10.0.0.1 - - [17/Jan/2021:10:45:07 +0800] \"POST /user/list HTTP/1.1\" 502 157 \"-\" \"app\"\n";
    let error = "2021/01/17 02:45:07 [error] 7#7: *9 upstream prematurely closed connection while reading response header from upstream, client: 10.0.0.1, server: s, request: \"POST /user/list HTTP/1.1\", upstream: \"http://10.0.0.2:80/user/list\", host: \"h\"\n";
    let (overview, window) = all(&analysis(&[("access.log", access), ("error.log", error)]));
    assert_eq!(overview.zone, Some(480));
    let said: Vec<_> = overview.lanes.iter().filter_map(|lane| lane.clock.clone()).collect();
    assert!(said.len() == 1 && said[0].contains("-08:00"), "{said:?}");
    assert_eq!(window.lines[0].at, window.lines[1].at);
    assert!(window.lines.iter().all(|line| line.tone == Tone::Bad && line.coarse));
}

#[test]
fn nothing_dated_gives_an_empty_timeline() {
    let analysis = analysis(&[("one.strace", "read(0, \"a\", 1) = 1\nclose(0) = 0\n")]);
    let (overview, window) = all(&analysis);
    assert_eq!((overview.lanes.len(), overview.undated.len(), window.total), (0, 1, 0));
    assert!(Timeline::of(&analysis).is_empty());
    let unit = analysis.unit_time(0);
    assert!(unit.lanes.is_empty() && unit.tables.is_empty());
}

#[test]
fn one_dated_line_is_a_timeline_too() {
    let (overview, window) = all(&analysis(&[("app.log", "2021-01-17T10:45:07Z ERROR no route to db\n")]));
    assert_eq!((overview.first, overview.lines), (overview.last, 1));
    assert_eq!((window.lines[0].text.as_str(), window.lines[0].since), ("ERROR no route to db", None));
    assert!(window.gaps.is_empty());
}

/// So many requests, `apart` seconds after each other.
fn requests(count: u32, apart: u32) -> String {
    (0..count)
        .map(|n| {
            let seconds = n * apart;
            let (day, hour) = (1 + seconds / 86_400 % 28, seconds / 3_600 % 24);
            let year = 2000 + seconds / (86_400 * 28);
            let (minute, second) = (seconds / 60 % 60, seconds % 60);
            format!(
                "10.0.0.1 - - [{day:02}/Jan/{year}:{hour:02}:{minute:02}:{second:02} +0000] \"GET /{n} HTTP/1.1\" 200 2\n"
            )
        })
        .collect()
}

#[test]
fn a_chart_stays_small_however_many_lines_there_are() {
    for apart in [0, 1, 86_400] {
        let (overview, window) = all(&analysis(&[("access.log", &requests(900, apart))]));
        assert_eq!(overview.lines, 900);
        assert!(overview.lanes[0].marks.len() <= 241, "{apart}: {}", overview.lanes[0].marks.len());
        assert!(window.gaps.is_empty(), "{apart}: {:?}", window.gaps);
    }
}

#[test]
fn a_pause_of_years_is_the_only_gap() {
    let late = "10.0.0.1 - - [01/Jan/2031:00:00:00 +0000] \"GET /late HTTP/1.1\" 500 2\n";
    let (_, window) = all(&analysis(&[("access.log", &format!("{}{late}", requests(900, 1)))]));
    assert_eq!(window.gaps.len(), 1);
    assert_eq!((window.gaps[0].before, window.bad), (900, 1));
}
