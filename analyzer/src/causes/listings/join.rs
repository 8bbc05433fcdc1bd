//! Puts findings that rest on listings beside those that rest on traces and logs.

use crate::causes::reasoning::claim::Finding;
use crate::order::{Change, Flat, InList};
use crate::report::Confidence;

/// What a listing shows, what it is called where a proxy saw it from outside, and what the proxy then saw.
const REASONS: &[(&str, &str, &[&str])] = &[
    ("oom-killed", "upstream-oom-killed", GONE),
    ("crash-invalid-memory", "upstream-process-crashed", GONE),
    ("crash-abort", "upstream-process-crashed", GONE),
    ("service-start-limit-reached", "", GONE),
    // A log's "no space left" is of blocks or of inodes; a trace tells which.
    ("inodes-exhausted", "", &["disk-full"]),
    ("health-checks-failing", "", &["upstream-connection-refused", "no-live-upstreams"]),
    ("certificate-expired", "", REFUSED),
    ("certificate-name-mismatch", "", REFUSED),
    ("ca-untrusted", "", REFUSED),
    ("host-unreachable", "upstream-no-route", &["upstream-connect-timeout"]),
    ("connection-refused", "upstream-connection-refused", &["no-live-upstreams"]),
    ("connection-timeout", "upstream-connect-timeout", &["no-live-upstreams"]),
    ("listen-address-wrong", "", &["upstream-connection-refused", "connection-refused"]),
    ("conntrack-table-full", "", NOT_CONNECTED),
    ("upstream-accept-queue-full", "", NOT_TAKEN),
    ("syn-queue-overflow", "", NOT_CONNECTED),
    ("tcp-tw-recycle-behind-nat", "", NOT_CONNECTED),
    ("node-server-timeout", "", CLOSED),
    ("upstream-server-timeout-closes-request", "", CLOSED),
    ("upstream-keepalive-idle-race", "", CLOSED),
    ("upstream-closed-while-sending-body", "", CLOSED),
    ("mtu-black-hole", "", NO_ANSWER),
    ("upstream-send-timeout", "", NO_ANSWER),
    ("idle-connection-dropped-by-middlebox", "", NO_ANSWER),
];

/// A process that is no longer there, as its clients see it.
const GONE: &[&str] = &[
    "upstream-closed-early",
    "upstream-reset",
    "upstream-truncated-body",
    "upstream-connection-refused",
    "upstream-unix-socket-stale",
    "upstream-unix-socket-missing",
];
/// Connections that nobody took.
const NOT_CONNECTED: &[&str] = &[
    "upstream-connect-timeout",
    "upstream-kernel-connect-timeout",
    "connection-timeout",
    "no-live-upstreams",
];
/// The same, and requests on connections that wait to be accepted.
const NOT_TAKEN: &[&str] = &[
    "upstream-connect-timeout",
    "upstream-kernel-connect-timeout",
    "connection-timeout",
    "no-live-upstreams",
    "upstream-slow-read-timeout",
];
/// Connections that end without an answer.
const CLOSED: &[&str] = &["upstream-closed-early", "upstream-reset"];
/// Requests without an answer, on connections that stand.
const NO_ANSWER: &[&str] = &["upstream-slow-read-timeout", "upstream-tls-timeout", "upstream-stalled-body"];
/// A certificate that was not accepted.
const REFUSED: &[&str] = &["upstream-certificate-not-verified"];

/// What clients see, whatever the reason is: of no use where the reason is known.
const SYMPTOMS: &[&str] = &[
    "connection-refused",
    "connection-reset",
    "connection-closed-by-peer",
    "connection-timeout",
    "server-not-responding",
    "health-checks-failing",
];

/// Adds each finding: to the one of the same cause, in front of the symptom that it explains, as a further one where
/// something firm is known already, or as it is.
pub fn join(findings: &mut Vec<Finding>, aside: Vec<Finding>) {
    for mut listed in aside {
        let row = REASONS.iter().find(|(cause, ..)| *cause == listed.diagnosis.cause);
        let of_proxy = row.map_or("", |(_, of_proxy, _)| of_proxy);
        let same = findings.iter_mut().find(|finding| {
            finding.diagnosis.cause == listed.diagnosis.cause || finding.diagnosis.cause == of_proxy
        });
        if let Some(known) = same {
            // What bears on a failing call is found by its path or peer, not by the cause's name.
            if known.fault.is_some() {
                continue;
            }
            // A bare word of a log knows less of how it comes about.
            if known.diagnosis.mechanism.len() < 2 {
                listed.diagnosis.cause.clone_from(&known.diagnosis.cause);
                listed.score = listed.score.max(known.score);
                std::mem::swap(known, &mut listed);
            }
            known.diagnosis.confidence = known.diagnosis.confidence.max(listed.diagnosis.confidence);
            add(known, &listed);
            continue;
        }
        let firm = |finding: &&Finding| finding.diagnosis.confidence > Confidence::Possible;
        let explained = |finding: &Finding| {
            let traced = finding.fault.is_some() && finding.diagnosis.cause == "disk-full";
            finding.diagnosis.confidence > Confidence::Possible
                && row.is_some_and(|(.., explains)| explains.contains(&finding.diagnosis.cause.as_str()))
                && !traced
        };
        let sure = listed.diagnosis.confidence;
        if sure > Confidence::Possible && findings.iter().any(explained) {
            if !of_proxy.is_empty() {
                listed.diagnosis.cause = of_proxy.into();
            }
            for symptom in findings.iter_mut().filter(|finding| explained(finding)) {
                // What was seen is sure; that this is its reason is only as sure as the listing shows it.
                symptom.diagnosis.confidence = symptom.diagnosis.confidence.min(sure);
                listed.score = listed.score.max(symptom.score.saturating_add(1));
                add(&mut listed, symptom);
            }
        } else if findings.iter().any(|finding| firm(&finding)) {
            if SYMPTOMS.contains(&listed.diagnosis.cause.as_str()) {
                continue;
            }
            listed.diagnosis.confidence = Confidence::Possible;
        }
        findings.push(listed);
    }
}

/// What a listing shows explains what a proxy saw.
pub fn explains(cause: &str, seen: &str) -> bool {
    REASONS.iter().any(|(id, of_proxy, all)| (*id == cause || *of_proxy == cause) && all.contains(&seen))
}

/// Leaves out what is only possible and rests on a line that a firm finding cites already.
pub fn leave_out_cited(findings: &mut Vec<Finding>) {
    let cited = |finding: &Finding| {
        let first = finding.diagnosis.evidence.first()?;
        let others = findings.iter().filter(|other| other.diagnosis.confidence > Confidence::Possible);
        let mut lines = others.flat(|other| &other.diagnosis.evidence);
        lines.find(|line| line.line == first.line && line.source == first.source).map(|_| ())
    };
    let known: Vec<bool> = findings
        .iter()
        .map(|one| {
            one.fault.is_none() && one.diagnosis.confidence == Confidence::Possible && cited(one).is_some()
        })
        .in_list();
    let mut known = known.into_iter();
    findings.keep_if(|_| !known.next().unwrap_or(false));
}

/// Adds the lines of one finding to another that does not cite them.
fn add(to: &mut Finding, from: &Finding) {
    for line in &from.diagnosis.evidence {
        let known =
            to.diagnosis.evidence.iter().any(|one| one.line == line.line && one.source == line.source);
        if !known {
            to.diagnosis.evidence.push(line.clone());
        }
    }
}
