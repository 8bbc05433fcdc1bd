//! A timeout inside the upstream's server library closes the connection of a request that is still being worked on.

use super::Cause;
use super::configured::whose;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::dropped::{self, Dropped};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use super::reasoning::spent;
use crate::model::log::Entry;
use crate::order::Flat;
use crate::report::Confidence;

const ID: &str = "upstream-server-timeout-closes-request";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    by_trace(scene).or_else(|| by_setting(scene))
}

/// A limit that the application states explains why it closed.
pub fn explains(scene: &Scene<'_>) -> bool {
    by_setting(scene).is_some()
}

/// The proxy waits for as long as the application says that its own limit is, and finds the connection closed.
fn by_setting(scene: &Scene<'_>) -> Option<Finding> {
    let settings = whose::stated(scene.case);
    let (exchange, attempt, end, setting) = scene.exchanges.iter().find_map(|exchange| {
        let attempt = exchange.last()?;
        let end = attempt.end_of_stream?;
        let silent = exchange.went_wrong() && !attempt.sent.is_empty() && !attempt.has_header();
        let setting =
            settings.iter().find(|one| attempt.waited.is_some_and(|wait| whose::fits(wait, one.length)));
        Some((exchange, attempt, end, setting.filter(|_| silent)?))
    })?;
    let run = exchange.run;
    let mut claim = Claim::new(scene, ID, Confidence::Likely, 92)
        .score(proxied::score(scene, exchange, end, 92))
        .blames(run, end)
        .hop(attempt.address())
        .variant("stated", true)
        .mark("program", attempt.address())
        .mark("setting", setting.name)
        .mark("waited", whose::length(setting.length));
    if let Some((source, line)) = setting.at {
        claim.cite_line(source, line, "setting");
    }
    claim.cites("sent", run, attempt.sent.last().copied());
    claim.cite(run, end, "ended");
    claim.ends(run, exchange.failure.as_ref());
    claim.done()
}

fn by_trace(scene: &Scene<'_>) -> Option<Finding> {
    let dropped = dropped::find(scene, fits)?;
    let reading = scene.reading(dropped.run)?;
    let waited = spent::words(dropped.waited);
    let program = reading.program(dropped.close);
    // A limit strikes after the same time whenever it strikes.
    let mut alike = scene.case.logs.iter().flat(|log| {
        log.entries.iter().filter_map(move |entry| match &entry.kind {
            Entry::Request(request) if request.status >= 499 => {
                let off = (request.duration? - dropped.waited).abs();
                (off <= 20_000).then_some((log.source, entry.line))
            }
            _ => None,
        })
    });
    let same = alike.next().zip(alike.next());
    let sure = dropped.later.is_some() || same.is_some();
    let confidence = if sure { Confidence::Likely } else { Confidence::Possible };
    let run = dropped.run;
    let mut claim = Claim::new(scene, ID, confidence, 92)
        .blames(run, dropped.close)
        .hop(program)
        .mark("program", program)
        .mark("waited", waited);
    claim.cite(run, dropped.close, "close");
    claim.cite(run, dropped.request, "request");
    claim.cites("later", run, dropped.later);
    if let Some((first, second)) = same {
        claim.cite_line(first.0, first.1, "same");
        claim.cite_line(second.0, second.1, "same");
    }
    dropped::cite_proxy(scene, &mut claim);
    claim.never("write", None).done()
}

/// A close without a word of a handler that was done.
fn fits(dropped: &Dropped) -> bool {
    dropped.done.is_none() && dropped.round()
}
