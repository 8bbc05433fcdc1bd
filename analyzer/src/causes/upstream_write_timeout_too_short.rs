//! The server's write timeout has passed before the handler finishes, so the response is discarded.

use super::Cause;
use super::configured::whose;
use super::logs;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::dropped;
use super::reasoning::scene::Scene;
use super::reasoning::spent;
use crate::model::log::Entry;
use crate::report::Confidence;

const ID: &str = "upstream-write-timeout-too-short";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    by_trace(scene).or_else(|| by_setting(scene))
}

/// What nginx says of an upstream that closes before it answers.
const CLOSED: &str = "upstream prematurely closed connection while reading response header";

/// Without traces: the application states a limit for writing, and a request that it closed took longer.
fn by_setting(scene: &Scene<'_>) -> Option<Finding> {
    let case = scene.case;
    let of_writing = |one: &whose::Timer<'_>| one.name.to_ascii_lowercase().contains("write");
    let setting = whose::stated(case).into_iter().find(of_writing)?;
    let entries = || case.entries();
    let (log, told) = entries().find(|(log, entry)| log.str(entry.text).contains(CLOSED))?;
    let (asked, entry, took) = entries().find_map(|(log, entry)| match &entry.kind {
        Entry::Request(request) if request.status == 502 => {
            let took = request
                .duration
                .filter(|took| *took > setting.length && !whose::fits(*took, setting.length))?;
            Some((log, entry, took))
        }
        _ => None,
    })?;
    let apart = told
        .time
        .zip(entry.time)
        .and_then(|(one, other)| case.clocks.apart((log.source, one), (asked.source, other)));
    // A crash or a kill that a log names is the better reason.
    if !case.runs.is_empty() || apart.is_some_and(|apart| apart > 2_000_000) || logs::name_a_reason(case) {
        return None;
    }
    let mut claim = Claim::new(scene, ID, Confidence::Likely, 92)
        .hop("upstream")
        .variant("stated", true)
        .mark("program", "The application")
        .mark("setting", setting.name)
        .mark("limit", whose::length(setting.length))
        .mark("waited", whose::length(took));
    if let Some((source, line)) = setting.at {
        claim.cite_line(source, line, "setting");
    }
    claim.cite_line(log.source, told.line, "log");
    claim.cite_line(asked.source, entry.line, "took");
    claim.done()
}

fn by_trace(scene: &Scene<'_>) -> Option<Finding> {
    let dropped = dropped::find(scene, |dropped| dropped.done.is_some())?;
    let done = dropped.done?;
    let reading = scene.reading(dropped.run)?;
    if dropped::speaks_of_error(reading, done) {
        return None;
    }
    let waited = spent::words(dropped.waited);
    let program = reading.program(dropped.close);
    let run = dropped.run;
    let mut claim = Claim::new(scene, ID, Confidence::Likely, 92)
        .blames(run, dropped.close)
        .hop(program)
        .mark("program", program)
        .mark("waited", waited);
    claim.cite(run, dropped.close, "close");
    claim.cite(run, done, "said");
    claim.cite(run, dropped.request, "request");
    dropped::cite_proxy(scene, &mut claim);
    claim.never("write", None).done()
}
