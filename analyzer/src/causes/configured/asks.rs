//! What is missing where configuration, start times or a consequence are given, and the failure itself is not.

use super::places::Places;
use crate::causes::Case;
use crate::causes::reasoning::claim::Finding;
use crate::model::listing::Fact;
use crate::model::log::{Entry, Level};
use crate::report::Missing;

/// What to ask for.
pub fn ask(case: &Case<'_>, places: &Places<'_>, findings: &[Finding]) -> Vec<Missing> {
    let mut asked = Vec::new();
    let mut add = |what: &str, why: &str| asked.push(Missing { what: what.into(), why: why.into() });
    let named = |cause: &str| findings.iter().any(|finding| finding.diagnosis.cause == cause);
    let told = case.runs.len() + case.logs.len() > 0;
    let started =
        case.items().any(|(_, item)| matches!(&item.fact, Fact::Process(one) if one.started.is_some()));
    if !told && started {
        add(
            "the time of the failure, to compare the start of the process with",
            "a start behind it means a restart: a crash, a kill for memory, an exit of its own or a deployment; a start before it means that the process lived on",
        );
    }
    if !told && places.groups().next().is_some() {
        add(
            "the proxy's error log at the time of the failure: grep -E 'upstream|connect' /var/log/nginx/error.log",
            "it tells which server failed and how: 111 nothing listens there, 113 no such host, 110 no answer, closed early: the process ended or gave up",
        );
    }
    if named("no-live-upstreams") && !single_failures(case) {
        add(
            "the error log of the seconds before the first `no live upstreams` (fail_timeout long), at level warn",
            "the failures in it set the servers aside; that no server is left is only their consequence",
        );
        add(
            "ss -tan state syn-sent on the proxy and dmesg -T | grep -i conntrack on both sides, during the next burst",
            "servers that fail at the same instant share something: a connection table, a queue, a limit of the network",
        );
    }
    if let Some((tree, id)) = places.named("error_log").find(|(tree, id)| quiet(places, *tree, *id))
        && let Some((_, line)) = places.at(tree, id)
    {
        let what =
            format!("the error log at level error or lower: line {line} of the configuration sets it higher");
        add(
            &what,
            "at that level most failures of upstreams are not written, so their absence proves nothing",
        );
    }
    asked
}

/// A log tells of a failure of a single server.
pub fn single_failures(case: &Case<'_>) -> bool {
    case.logs.iter().any(|log| {
        log.entries.iter().any(|entry| {
            let Entry::Nginx(message) = &entry.kind else { return false };
            let said = log.str(message.message);
            entry.level >= Level::Error && !message.action.is_empty() && !said.contains("no live upstreams")
        })
    })
}

/// The level of an `error_log` hides errors.
fn quiet(places: &Places<'_>, tree: usize, id: usize) -> bool {
    places
        .trees
        .get(tree)
        .is_some_and(|tree| matches!(tree.config.argument(id, 1), "crit" | "alert" | "emerg"))
}
