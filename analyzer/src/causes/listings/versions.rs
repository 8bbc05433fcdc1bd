//! Versions from which on a cause cannot be: their defaults or their mending exclude it.

use crate::causes::Case;
use crate::causes::reasoning::claim::Finding;
use crate::order::Change;

/// Cause, program, and the first version in which it cannot be.
const ENDED: &[(&str, &str, (u32, u32, u32))] = &[
    // CHANGES of nginx 1.29.7: HTTP/1.1 and keep-alive to upstreams by default.
    ("upstream-keepalive-disabled-http10", "nginx", (1, 29, 7)),
    // Node.js 13.0.0: `server.timeout` is 0 by default.
    ("node-server-timeout", "node", (13, 0, 0)),
    // Linux 4.12 removed `net.ipv4.tcp_tw_recycle`.
    ("tcp-tw-recycle-behind-nat", "linux", (4, 12, 0)),
];

/// Removes findings that the machine's own version rules out.
pub fn exclude(case: &Case<'_>, findings: &mut Vec<Finding>) {
    findings.keep_if(|finding| {
        !ENDED.iter().any(|(cause, program, ended)| {
            finding.diagnosis.cause == *cause
                && case.version(program).is_some_and(|(_, _, version)| version >= *ended)
        })
    });
}
