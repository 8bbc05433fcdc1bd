//! Sequences of real captures.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use super::*;
use crate::source::{Input, Piece};

/// The sequence of a case, from those of its files.
fn flow(case: &str, files: &[&str]) -> Flow {
    let folder = format!("{}/../tests/cases/{case}", env!("CARGO_MANIFEST_DIR"));
    let bytes = |name: &str| std::fs::read(format!("{folder}/{name}")).unwrap();
    let piece = |name: &&str| Piece { name: (*name).to_owned(), role: None, bytes: bytes(name) };
    let analysis = Analysis::of(Input { pieces: files.iter().map(piece).collect() }, &mut |_, _| {});
    analysis.flow(0)
}

const TRACES: &[&str] = &["normal.strace", "failing.strace"];

/// `nginx -> upstream`, or the one name of what one does alone.
fn who(flow: &Flow, step: &Step) -> String {
    let name = |lane: u32| flow.lifelines[lane as usize].name.as_str();
    if step.from == step.to {
        name(step.from).into()
    } else {
        format!("{} -> {}", name(step.from), name(step.to))
    }
}

fn text(told: Option<&Told>) -> &str {
    told.map_or("", |told| told.text.as_str())
}

fn decisive(flow: &Flow) -> &Step {
    let mut found = flow.steps.iter().filter(|step| step.decisive);
    let first = found.next().expect("no decisive step");
    assert!(found.next().is_none(), "two decisive steps");
    first
}

fn names(flow: &Flow) -> Vec<&str> {
    flow.lifelines.iter().map(|one| one.name.as_str()).collect()
}

#[test]
fn a_full_disk_behind_a_balancer() {
    let flow = flow(
        "gateway-01-enospc-proxy-cache",
        &[TRACES, &["slb.log", "access.log", "nginx-error.log"]].concat(),
    );
    assert_eq!(names(&flow), ["client", "haproxy", "nginx", "resolver", "upstream", "cache disk"]);
    assert_eq!(flow.lifelines[0].detail, "10.130.0.1");
    let first = &flow.steps[0];
    assert_eq!(
        (who(&flow, first).as_str(), text(first.normal.as_ref())),
        ("client -> haproxy", "GET /?key=testxxxx")
    );
    // The balancer's log tells of many requests; these two lines are of these two runs.
    let lines = [&first.normal, &first.failing].map(|told| told.as_ref().unwrap().first);
    assert_eq!(lines, [3, 5]);
    let step = decisive(&flow);
    assert_eq!(who(&flow, step), "nginx -> cache disk");
    assert_eq!(text(step.normal.as_ref()), "pwritev, 8192 B");
    assert_eq!(text(step.failing.as_ref()), "pwritev: no space left on device");
    assert_eq!(step.failing.as_ref().unwrap().ending, Ending::Failed);
    let never: Vec<String> =
        flow.steps.iter().filter(|step| step.failing.is_none()).map(|step| who(&flow, step)).collect();
    assert!(never.contains(&"nginx -> haproxy".to_string()), "{never:?}");
    let [round] = flow.rounds.as_slice() else { panic!("{:?}", flow.rounds) };
    assert_eq!((round.steps, round.normal, round.failing), (3, 4, 0));
    let last = flow.steps.last().unwrap();
    assert_eq!(
        (who(&flow, last).as_str(), text(last.failing.as_ref())),
        ("haproxy -> client", "502, 209 B, SH--")
    );
    assert!(flow.steps.iter().any(|step| text(step.failing.as_ref()).contains("[crit] pwritev()")));
}

#[test]
fn the_balancer_is_not_drawn_before_itself() {
    let flow = flow("gateway-24a-haproxy-sh", &[TRACES, &["haproxy.log"]].concat());
    assert_eq!(names(&flow), ["client", "haproxy", "upstream"]);
    assert_eq!(text(decisive(&flow).failing.as_ref()), "closes without an answer");
}

#[test]
fn a_second_upstream_stays_a_second_one() {
    let flow = flow("gateway-28-masked-retry-control", &["run-a.strace", "run-b.strace"]);
    let upstreams: Vec<&str> = flow
        .lifelines
        .iter()
        .filter(|one| one.kind == LifelineKind::Server)
        .map(|one| one.detail.as_str())
        .collect();
    assert_eq!(upstreams, ["127.0.0.1:8087", "127.0.0.1:8088"]);
    let refused = decisive(&flow);
    assert_eq!(text(refused.failing.as_ref()), "connect: connection refused");
    // The request of the run that tries twice goes to the second one.
    let asked = flow
        .steps
        .iter()
        .find(|step| step.normal.is_none() && text(step.failing.as_ref()).starts_with("GET"));
    assert_eq!(flow.lifelines[asked.unwrap().to as usize].detail, "127.0.0.1:8088");
}

#[test]
fn a_wait_that_never_ends() {
    let flow = flow("program-hang-pipe-read", TRACES);
    let step = decisive(&flow);
    assert_eq!(step.failing.as_ref().unwrap().ending, Ending::Endless);
    assert!(text(step.failing.as_ref()).contains("pipe"), "{step:?}");
    assert!(names(&flow).contains(&"pipe") && names(&flow).contains(&"child"));
    let behind = flow.steps.iter().skip_while(|step| !step.decisive).skip(1);
    assert!(behind.into_iter().all(|step| step.failing.is_none()), "the failing run goes on after its end");
}

#[test]
fn a_wait_that_runs_out() {
    let flow = flow("gateway-19-proxy-read-timeout", TRACES);
    let step = decisive(&flow);
    assert_eq!(
        (who(&flow, step).as_str(), step.failing.as_ref().unwrap().ending),
        ("nginx", Ending::TimedOut)
    );
}

#[test]
fn a_program_that_does_not_start_is_a_few_steps() {
    let flow = flow("program-lib-missing", TRACES);
    assert!(flow.steps.len() < 16, "{} steps", flow.steps.len());
    let step = decisive(&flow);
    assert_eq!(who(&flow, step), "reportd -> files");
    assert_eq!(text(step.failing.as_ref()), "openat libacmefmt.so.2: no such file or directory");
    let lookups = flow.steps.iter().filter_map(|step| step.failing.as_ref()).map(|told| told.calls).max();
    assert!(lookups > Some(40), "the many look-ups are one step");
}

#[test]
fn a_lock_held_by_another() {
    let flow = flow("program-flock-busy", TRACES);
    let step = decisive(&flow);
    assert_eq!(text(step.failing.as_ref()), "locks sync.lock: another process holds the lock");
    assert!(flow.steps.iter().any(|step| who(&flow, step) == "flock -> child" && step.failing.is_none()));
}

#[test]
fn a_database_client() {
    let flow = flow("program-pg-socket-missing", TRACES);
    let step = decisive(&flow);
    assert_eq!(who(&flow, step), "psql -> server");
    assert!(flow.lifelines[step.to as usize].detail.starts_with("unix:/var/run/postgresql"));
    assert_eq!(text(step.failing.as_ref()), "connect: no such file or directory");
}

#[test]
fn a_child_that_is_killed() {
    let flow = flow("program-timeout-kills-job", TRACES);
    let killed = flow.steps.iter().find(|step| who(&flow, step) == "child -> timeout").unwrap();
    assert!(text(killed.failing.as_ref()).ends_with("killed by SIGTERM"));
    assert!(text(killed.normal.as_ref()).ends_with("exited with 0"));
}

#[test]
fn what_is_written_in_pieces_reads_as_one() {
    let flow = flow("program-conn-reset", TRACES);
    let said =
        flow.steps.iter().map(|step| text(step.failing.as_ref())).find(|text| text.contains("curl: (56)"));
    assert!(said.is_some(), "{:?}", flow.steps);
}

#[test]
fn no_such_comparison_is_empty() {
    let analysis = Analysis::of(Input::default(), &mut |_, _| {});
    assert_eq!(analysis.flow(0), Flow::default());
}

/// Every case: each step stands for lines of its source, in the order of the run, and there are few enough.
#[test]
fn every_case_is_told_in_order_and_briefly() {
    let folder = format!("{}/../tests/cases", env!("CARGO_MANIFEST_DIR"));
    let mut drawn = 0;
    for case in std::fs::read_dir(folder).unwrap() {
        let case = case.unwrap().path();
        let files = |name: &str| std::fs::read(case.join(name)).ok();
        let Some((normal, failing)) = files("normal.strace").zip(files("failing.strace")) else { continue };
        let piece = |name: &str, bytes| Piece { name: name.into(), role: None, bytes };
        let pieces = vec![piece("normal.strace", normal), piece("failing.strace", failing)];
        let analysis = Analysis::of(Input { pieces }, &mut |_, _| {});
        for comparison in 0..analysis.alignments.len() {
            let flow = analysis.flow(comparison);
            let case = case.display();
            assert!(flow.steps.len() <= 60, "{case}: {} steps", flow.steps.len());
            assert!(flow.steps.iter().filter(|step| step.decisive).count() <= 1, "{case}");
            for side in [|step: &Step| step.normal.clone(), |step: &Step| step.failing.clone()] {
                for told in flow.steps.iter().filter_map(side) {
                    assert!(
                        told.first >= 1 && told.first <= told.last && told.calls >= 1,
                        "{case}: {told:?}"
                    );
                    assert!(!told.text.trim().is_empty(), "{case}: {told:?}");
                }
            }
            for step in &flow.steps {
                assert!(step.normal.is_some() || step.failing.is_some(), "{case}");
                assert!(
                    (step.from as usize) < flow.lifelines.len() && (step.to as usize) < flow.lifelines.len()
                );
            }
            for round in &flow.rounds {
                assert!((round.first + round.steps) as usize <= flow.steps.len(), "{case}: {round:?}");
                assert!(round.normal.max(round.failing) >= 2, "{case}: {round:?}");
            }
            drawn += usize::from(!flow.steps.is_empty());
        }
    }
    assert!(drawn > 40, "{drawn} sequences");
}
