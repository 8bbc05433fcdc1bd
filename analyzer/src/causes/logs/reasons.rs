//! Why a request failed, in the words of those who know: the application, its server, its runtime, the kernel.
//!
//! A proxy sees that a connection closes, is refused or gives no answer; these lines tell why, if they stand at the
//! same time.

use super::signs::{self, Signs, Weight};
use crate::model::log::{Entry, Level, Log, LogEntry};

/// What a line gives as the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// Id of the cause.
    pub cause: &'static str,
    /// How much the line shows by itself.
    pub weight: Weight,
}

/// A connection that ends without an answer.
const CLOSED: &[&str] = &["upstream-closed-early", "upstream-reset", "upstream-truncated-body"];
/// The same, and connections that are refused afterwards because the process is gone or never came up.
const GONE: &[&str] = &[
    "upstream-closed-early",
    "upstream-reset",
    "upstream-truncated-body",
    "upstream-connection-refused",
    "upstream-unix-socket-stale",
    "upstream-unix-socket-missing",
    "health-checks-failing",
];
/// Waiting for an answer or for a place in the queue.
const WAITING: &[&str] = &[
    "upstream-slow-read-timeout",
    "upstream-connect-timeout",
    "upstream-unix-backlog-full",
    "upstream-answered-error",
    "client-closed-request",
];
/// Connections that the kernel drops.
const DROPPED: &[&str] = &["upstream-connect-timeout", "upstream-kernel-connect-timeout"];
/// An application whose own work failed answers with an error.
const ANSWERED: &[&str] = &["upstream-answered-error"];
/// The same, or it waits until somebody gives up.
const ANSWERED_LATE: &[&str] = &["upstream-answered-error", "upstream-slow-read-timeout"];

/// Servers that are taken away while requests still go to them.
const REPLACED: &[&str] =
    &["upstream-closed-early", "upstream-reset", "upstream-connection-refused", "upstream-no-route"];

/// What a proxy sees of a cause.
pub fn explains(cause: &str) -> &'static [&'static str] {
    match cause {
        "gunicorn-worker-timeout"
        | "uwsgi-harakiri"
        | "php-fpm-request-terminate-timeout"
        | "php-fpm-child-crashed"
        | "upstream-handler-panic"
        | "upstream-terminated-without-draining" => CLOSED,
        "upstream-process-crashed"
        | "upstream-oom-killed"
        | "upstream-exited-log-fatal"
        | "application-load-failed"
        | "service-start-limit-reached"
        | "port-in-use"
        | "privileged-port"
        | "stack-overflow"
        | "unhandled-exception"
        | "missing-java-class"
        | "missing-node-module"
        | "missing-python-module"
        | "missing-ruby-gem"
        | "missing-shared-library"
        | "missing-perl-module"
        | "missing-plugin"
        | "truncated-shared-library"
        | "library-version-mismatch"
        | "config-value-invalid"
        | "wrong-option"
        | "user-or-group-missing"
        | "wrong-interpreter-version" => GONE,
        "rolling-deploy-race" => REPLACED,
        "php-fpm-max-children"
        | "upstream-application-hung"
        | "worker-slots-exhausted"
        | "upstream-accept-queue-full" => WAITING,
        "conntrack-table-full" | "syn-queue-overflow" | "tcp-memory-exhausted" => DROPPED,
        "deadlock"
        | "lock-held"
        | "database-locked"
        | "server-not-responding"
        | "connection-timeout"
        | "resolver-timeout" => ANSWERED_LATE,
        "connection-refused"
        | "connection-reset"
        | "connection-closed-by-peer"
        | "host-unreachable"
        | "name-not-found"
        | "name-without-address"
        | "filesystem-not-mounted"
        | "upstream-plain-http-on-tls-port"
        | "name-service-failure"
        | "dns-server-failure"
        | "wrong-credentials"
        | "authentication-required"
        | "remote-service-error"
        | "disk-full"
        | "fd-limit"
        | "ca-untrusted"
        | "certificate-expired"
        | "certificate-name-mismatch"
        | "php-application-error"
        | "process-limit"
        | "missing-record-or-object"
        | "version-mismatch-between-parts"
        | "bad-text-encoding"
        | "invalid-input-data"
        | "bug-in-program-logic"
        | "read-only-filesystem" => ANSWERED,
        _ => &[],
    }
}

/// The reason that an entry gives, if it gives one.
pub fn reason(log: &Log, entry: &LogEntry, signs: &Signs) -> Option<Reason> {
    let named = |cause| Some(Reason { cause, weight: Weight::Names });
    match &entry.kind {
        Entry::OutOfMemory(_) => named("upstream-oom-killed"),
        Entry::Fault { program, .. } if log.str(*program) == "nginx" => named("proxy-worker-crashed"),
        Entry::Fault { .. } => named("upstream-process-crashed"),
        // What a program says while all is well is no reason, whatever words it uses.
        Entry::Text
            if matches!(entry.level, Level::Info | Level::Debug)
                && !log.str(entry.text).ends_with(signs::NOT_EXPECTED) =>
        {
            None
        }
        Entry::Text => {
            let (_, cause, weight) = signs.read(log.str(entry.text))?;
            Some(Reason { cause, weight })
        }
        Entry::Nginx(_) | Entry::Request(_) => None,
    }
}
