//! What a log tells of the time before and after a failure: the end of an upstream that the refusals follow from, and
//! the request that was answered later.

use super::{Asked, FAILED_REQUEST, Told, cite};
use crate::causes::Case;
use crate::report::Evidence;

/// Nobody listens any more after the upstream has cut off a request: the refusals follow from its end, which stands
/// before the first of them, and within a minute.
pub fn after_its_end(told: &[Told<'_>], lines: &[Told<'_>]) -> bool {
    const REFUSED: &[&str] = &["upstream-connection-refused", "upstream-unix-socket-stale"];
    const CUT_OFF: &[&str] = &["upstream-closed-early", "upstream-reset", "upstream-truncated-body"];
    let authority = |one: &Told<'_>| {
        let upstream = one.log.str(one.message.upstream);
        upstream.split('/').nth(2).unwrap_or(upstream).to_owned()
    };
    lines.first().is_some_and(|refused| {
        let before = |one: &&Told<'_>| {
            let apart = one
                .entry
                .time
                .zip(refused.entry.time)
                .map_or(0, |(cut, refused)| refused.local_micros.saturating_sub(cut.local_micros));
            one.log.source == refused.log.source
                && one.entry.line < refused.entry.line
                && (0..=60_000_000).contains(&apart)
                && CUT_OFF.contains(&one.meaning.cause)
                && authority(one) == authority(refused)
        };
        REFUSED.contains(&refused.meaning.cause) && told.iter().any(|one| before(&one))
    })
}

/// Causes that tell how things stood at an address, and that pass as they came.
pub const UNREACHED: &[&str] = &[
    "upstream-connection-refused",
    "upstream-no-route",
    "upstream-connect-timeout",
    "upstream-unix-socket-missing",
    "upstream-unix-socket-stale",
];

/// The last request of the log that the failed one is cited from, where it is a later one and was answered well; where
/// the log tells who answered, by the address that failed.
pub fn answered_later(
    case: &Case<'_>,
    lines: &[Told<'_>],
    evidence: &[Evidence],
    asked: &[Asked<'_>],
) -> Option<Evidence> {
    let failed = evidence.iter().rfind(|line| line.why.starts_with(FAILED_REQUEST))?;
    let last = asked
        .iter()
        .rfind(|one| case.sources.get(one.log.source).is_some_and(|source| source.name == failed.source))?;
    let upstreams = &last.request.upstreams;
    let same = || {
        let tried =
            |address: &str| lines.iter().any(|one| one.log.str(one.message.upstream).contains(address));
        upstreams.last().is_some_and(|address| tried(last.log.str(*address)))
    };
    let good = (200..400).contains(&last.request.status) && (upstreams.is_empty() || same());
    (good && last.entry.line > failed.line)
        .then(|| cite(case, last.log, last.entry, "a later request was answered"))
}
