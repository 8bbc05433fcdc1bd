//! What the line of one request shows by itself: flags, codes and states that its writer defines.
//!
//! Sources: Envoy's documentation ("Response flags", "Response code details"), HAProxy's configuration manual
//! (section 8.5), AWS's "Troubleshoot your Application Load Balancers", nginx's `ngx_http_request.h` (444, 494 to 499).
//! Deliberately absent: a bare 502 or 503, which does not tell who made it or why.

use super::signs::{Signs, Weight};
use crate::model::log::{Log, RequestEntry, Writer};

/// What a request's line shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown<'p> {
    /// Id of the cause.
    pub cause: &'p str,
    /// The line leaves no doubt.
    pub sure: bool,
}

const fn sure(cause: &str) -> Shown<'_> {
    Shown { cause, sure: true }
}

const fn perhaps(cause: &str) -> Shown<'_> {
    Shown { cause, sure: false }
}

/// What the line shows, if it shows anything.
pub fn shown<'p>(log: &Log, request: &RequestEntry, signs: &Signs<'p>) -> Option<Shown<'p>> {
    let of_writer = match request.writer {
        Writer::Envoy => envoy(log, request),
        Writer::HaProxy => haproxy(log, request),
        Writer::CloudBalancer => balancer(request),
        Writer::Caddy | Writer::Traefik => told(log.str(request.details), signs),
        Writer::Any | Writer::Nginx | Writer::Iis => None,
    };
    // The record that begins a TLS handshake (RFC 8446, section 5.1), as logs escape it.
    let tls = || {
        let begins = log.str(request.request).starts_with("\\x16\\x03");
        (request.status == 400 && begins).then_some(sure("client-bad-request"))
    };
    of_writer.or_else(|| passed_on(request)).or_else(|| by_status(request)).or_else(tls)
}

/// Envoy's flags; several are joined by commas, and `URX` only says that the attempts are used up.
fn envoy(log: &Log, request: &RequestEntry) -> Option<Shown<'static>> {
    let details = log.str(request.details);
    let failure = log.str(request.failure);
    let begun = details.contains("response_started") && !details.contains("before_response_started");
    log.str(request.flags).split(',').find_map(|flag| match flag {
        "UF" => Some(connecting(details, failure)),
        "UC" if begun => Some(sure("upstream-truncated-body")),
        "UC" => Some(sure("upstream-closed-early")),
        "UR" => Some(sure("upstream-reset")),
        "UT" | "UMSDR" => Some(sure("upstream-slow-read-timeout")),
        "UO" => Some(sure("circuit-breaker-or-queue-limit")),
        "UH" => Some(perhaps("health-checks-failing")),
        "NR" | "NC" => Some(sure("no-route-configured")),
        "DC" => Some(sure("client-closed-request")),
        "DPE" | "IH" => Some(sure("client-bad-request")),
        "UPE" => Some(perhaps("upstream-invalid-header")),
        "DF" => Some(perhaps("upstream-name-nxdomain")),
        "RL" => Some(sure("rate-limit-exceeded")),
        "UAEX" => Some(sure("authorization-refused")),
        _ => None,
    })
}

/// Why Envoy got no connection: the errno or the words of its TLS library stand in one of two fields.
fn connecting(details: &str, failure: &str) -> Shown<'static> {
    let says = |word: &str| details.contains(word) || failure.contains(word);
    if says("WRONG_VERSION_NUMBER") {
        sure("upstream-tls-on-plain-port")
    } else if says("CERTIFICATE_VERIFY_FAILED") {
        sure("upstream-certificate-not-verified")
    } else if says("TLS_error") || says("TLS error") {
        perhaps("upstream-tls-handshake-aborted")
    } else if says("111") || says("onnection refused") {
        sure("upstream-connection-refused")
    } else if says("113") {
        sure("upstream-no-route")
    } else if says("timeout") || says("110") {
        sure("upstream-connect-timeout")
    } else {
        perhaps("upstream-connection-refused")
    }
}

/// The first two letters of HAProxy's state: who ended it, and in which phase.
fn haproxy(log: &Log, request: &RequestEntry) -> Option<Shown<'static>> {
    let state = log.str(request.termination).get(..2)?;
    let nobody = request.upstreams.first().is_some_and(|server| log.str(*server).ends_with("/<NOSRV>"));
    match (state, request.status) {
        ("SC", _) if nobody => Some(sure("health-checks-failing")),
        ("SC", _) => Some(perhaps("upstream-connection-refused")),
        ("sC", _) => Some(sure("upstream-connect-timeout")),
        ("SH", _) => Some(sure("upstream-closed-early")),
        ("sH", _) => Some(sure("upstream-slow-read-timeout")),
        ("SD", _) => Some(sure("upstream-truncated-body")),
        ("sD", _) => Some(sure("upstream-stalled-body")),
        ("sQ" | "PC", _) => Some(sure("circuit-breaker-or-queue-limit")),
        ("PH", _) => Some(sure("upstream-response-rejected-by-proxy")),
        ("PD", _) => Some(sure("upstream-broken-chunking")),
        ("PR", 429) => Some(sure("rate-limit-exceeded")),
        ("PR", 403) => Some(sure("authorization-refused")),
        ("PR", 400) => Some(sure("client-bad-request")),
        ("RC", _) => Some(perhaps("ephemeral-ports-exhausted")),
        ("CC" | "CH" | "CQ", _) => Some(sure("client-closed-request")),
        ("cR" | "cH", _) => Some(sure("client-sends-request-too-slowly")),
        ("DC" | "DH" | "DD", _) => Some(perhaps("health-checks-failing")),
        // A client that leaves while it downloads is everyday life.
        _ => None,
    }
}

/// A cloud's load balancer: its own status beside the target's.
fn balancer(request: &RequestEntry) -> Option<Shown<'static>> {
    let target = request.upstream_statuses.first().copied().unwrap_or(0);
    match (request.status, target) {
        (460, _) => Some(sure("client-closed-request")),
        (463, _) => Some(sure("client-bad-request")),
        (502, 0) => Some(sure("upstream-closed-early")),
        (503, 0) if request.upstreams.is_empty() => Some(sure("service-without-endpoints")),
        // Ten seconds are for the connection alone; the idle timeout is longer unless somebody shortened it.
        (504, 0) if request.duration.is_some_and(|length| (9_900_000..10_400_000).contains(&length)) => {
            Some(perhaps("load-balancer-cannot-reach-target"))
        }
        (504, 0) => Some(perhaps("upstream-slow-read-timeout")),
        (own, theirs) if own == theirs && own >= 500 => Some(sure("upstream-answered-error")),
        _ => None,
    }
}

/// What a proxy written in Go says of an upstream; the system's errors mean the same as on the client's side.
fn told<'p>(details: &str, signs: &Signs<'p>) -> Option<Shown<'p>> {
    if details == "EOF" {
        return Some(sure("upstream-closed-early"));
    }
    let sign = signs.read(details)?;
    let cause = match sign.cause {
        "connection-refused" => "upstream-connection-refused",
        "connection-timeout" => "upstream-connect-timeout",
        "connection-reset" => "upstream-reset",
        "host-unreachable" => "upstream-no-route",
        "name-not-found" => "upstream-name-nxdomain",
        "server-not-responding" => "upstream-slow-read-timeout",
        "ca-untrusted" | "certificate-expired" | "certificate-name-mismatch" => {
            "upstream-certificate-not-verified"
        }
        other => other,
    };
    Some(Shown { cause, sure: sign.weight == Weight::Names || cause == "upstream-reset" })
}

/// The upstream answered with this very error. nginx and others note a 502 or 504 of their own as the upstream's, so
/// those tell nothing.
fn passed_on(request: &RequestEntry) -> Option<Shown<'static>> {
    let last = request.upstream_statuses.last().copied()?;
    let own = matches!(last, 502 | 504);
    (last == request.status && last >= 500 && !own)
        .then_some(Shown { cause: "upstream-answered-error", sure: true })
}

/// Statuses that only one thing gives.
fn by_status(request: &RequestEntry) -> Option<Shown<'static>> {
    match request.status {
        499 => Some(sure("client-closed-request")),
        444 => Some(sure("proxy-closes-without-reply")),
        497 => Some(sure("client-plain-http-on-tls-port")),
        494 => Some(sure("client-header-too-large")),
        9 => Some(perhaps("upstream-not-http")),
        408 => Some(perhaps("client-sends-request-too-slowly")),
        413 => Some(perhaps("request-body-too-large")),
        414 | 431 => Some(perhaps("client-header-too-large")),
        429 => Some(perhaps("rate-limit-exceeded")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::claiming;
    use crate::model::log::Entry;
    use crate::prose::Prose;
    use crate::source::{Input, Piece};

    /// The cause that a single line shows.
    fn cause(line: &str) -> Option<String> {
        let prose = Prose::built_in();
        let piece = Piece { name: "log".into(), role: None, bytes: line.into() };
        let analysis = crate::Analysis::of(Input { pieces: vec![piece] }, &mut |_, _| {});
        let log = analysis.logs.first()?;
        assert!(claiming(line).is_some(), "{line}");
        log.entries.iter().find_map(|entry| match &entry.kind {
            Entry::Request(request) => {
                shown(log, request, &Signs::of(&prose)).map(|shown| shown.cause.to_string())
            }
            _ => None,
        })
    }

    #[test]
    fn envoys_flags() {
        let line = |flags: &str, details: &str, failure: &str| {
            format!(
                "[2026-11-21T01:46:29.123Z] \"GET /x HTTP/1.1\" 503 {flags} {details} - \"{failure}\" 0 95 3 - \"-\" \"curl\" \"9f1c\" \"a:80\" \"10.0.0.5:80\" c - 10.0.0.9:80 10.0.0.7:41000 - d"
            )
        };
        for (flags, details, failure, wanted) in [
            (
                "UF,URX",
                "upstream_reset_before_response_started{connection_failure}",
                "delayed_connect_error:_111",
                "upstream-connection-refused",
            ),
            (
                "UF",
                "upstream_reset_before_response_started{connection_timeout}",
                "-",
                "upstream-connect-timeout",
            ),
            (
                "UF",
                "x",
                "TLS_error:|268435703:SSL_routines:OPENSSL_internal:WRONG_VERSION_NUMBER",
                "upstream-tls-on-plain-port",
            ),
            (
                "UC",
                "upstream_reset_before_response_started{connection_termination}",
                "-",
                "upstream-closed-early",
            ),
            (
                "UC",
                "upstream_reset_after_response_started{connection_termination}",
                "-",
                "upstream-truncated-body",
            ),
            ("UT", "response_timeout", "-", "upstream-slow-read-timeout"),
            ("UO", "overflow", "-", "circuit-breaker-or-queue-limit"),
            ("NR", "route_not_found", "-", "no-route-configured"),
            ("DC", "downstream_remote_disconnect", "-", "client-closed-request"),
        ] {
            assert_eq!(cause(&line(flags, details, failure)).as_deref(), Some(wanted), "{flags} {details}");
        }
        assert_eq!(cause(&line("-", "via_upstream", "-")).as_deref(), None);
    }

    #[test]
    fn haproxys_states() {
        let line = |status: &str, state: &str, server: &str| {
            format!(
                "10.0.0.9:40500 [21/Nov/2026:01:40:47.616] www app/{server} 0/0/2/-1/8 {status} 209 - - {state}-- 1/1/0/0/0 0/0 \"GET /x HTTP/1.1\""
            )
        };
        for (status, state, server, wanted) in [
            ("502", "SH", "app1", Some("upstream-closed-early")),
            ("504", "sH", "app1", Some("upstream-slow-read-timeout")),
            ("502", "PH", "app1", Some("upstream-response-rejected-by-proxy")),
            ("503", "SC", "<NOSRV>", Some("health-checks-failing")),
            ("503", "SC", "app1", Some("upstream-connection-refused")),
            ("503", "sQ", "app1", Some("circuit-breaker-or-queue-limit")),
            ("200", "CD", "app1", None),
            ("200", "--", "app1", None),
        ] {
            assert_eq!(cause(&line(status, state, server)).as_deref(), wanted, "{state}");
        }
    }

    #[test]
    fn a_balancers_pair_of_statuses() {
        let line = |own: &str, theirs: &str, target: &str, created: &str| {
            format!(
                "https 2026-11-21T01:46:29.186Z app/web/50dc 203.0.113.7:2817 {target} 0.001 -1 -1 {own} {theirs} 34 366 \"GET https://h:443/ HTTP/2.0\" \"curl\" - - arn \"Root=1\" \"h\" \"-\" 0 2026-11-21T01:{created}Z \"forward\" \"-\" \"-\" \"-\" \"-\" \"-\" \"-\""
            )
        };
        for (own, theirs, target, created, wanted) in [
            ("502", "-", "10.0.0.1:80", "46:29.100", Some("upstream-closed-early")),
            ("503", "-", "-", "46:29.100", Some("service-without-endpoints")),
            ("504", "-", "10.0.0.1:80", "46:19.100", Some("load-balancer-cannot-reach-target")),
            ("504", "-", "10.0.0.1:80", "45:29.100", Some("upstream-slow-read-timeout")),
            ("460", "-", "10.0.0.1:80", "46:19.100", Some("client-closed-request")),
            ("500", "500", "10.0.0.1:80", "46:29.100", Some("upstream-answered-error")),
            ("200", "200", "10.0.0.1:80", "46:29.100", None),
        ] {
            assert_eq!(cause(&line(own, theirs, target, created)).as_deref(), wanted, "{own} {theirs}");
        }
    }

    #[test]
    fn what_caddy_says_and_what_was_passed_on() {
        let caddy = "{\"level\":\"error\",\"ts\":1795224746.1,\"logger\":\"http.log.error\",\"msg\":\"dial tcp 127.0.0.1:9000: connect: connection refused\",\"request\":{\"method\":\"GET\",\"uri\":\"/x\"},\"duration\":0.1,\"status\":502}";
        assert_eq!(cause(caddy).as_deref(), Some("upstream-connection-refused"));
        let nginx = |own: u16, theirs: u16| {
            format!(
                "10.0.0.7 - - [21/Nov/2026:01:32:26 +0000] \"GET / HTTP/1.1\" {own} 10 ua=10.0.0.1:80 us={theirs}"
            )
        };
        assert_eq!(cause(&nginx(500, 500)).as_deref(), Some("upstream-answered-error"));
        assert_eq!(cause(&nginx(502, 502)).as_deref(), None);
        assert_eq!(cause(&nginx(499, 0)).as_deref(), Some("client-closed-request"));
    }
}
