//! Why an upstream failed, in the words of those who know: its server, its runtime, the kernel.
//!
//! nginx sees that a connection closes or is refused; these lines tell why, if they stand at the same time.

use crate::model::log::{Entry, Log, LogEntry};

/// What a line gives as the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// The line holds this.
    pub says: &'static str,
    /// The line also holds this; empty for nothing.
    pub and: &'static str,
    /// Id of the cause, where a proxy saw the failure from outside.
    pub cause: &'static str,
    /// The cause in one line.
    pub title: &'static str,
    /// The causes, as a proxy sees them, that this is the reason of.
    pub explains: &'static [&'static str],
    /// What to do about it.
    pub mend: &'static str,
}

/// A connection that ends without an answer.
const CLOSED: &[&str] = &["upstream-closed-early", "upstream-reset", "upstream-truncated-body"];
/// The same, and connections that are refused afterwards because the process is gone.
const GONE: &[&str] = &[
    "upstream-closed-early",
    "upstream-reset",
    "upstream-truncated-body",
    "upstream-connection-refused",
    "upstream-unix-socket-stale",
    "upstream-unix-socket-missing",
];
/// Waiting for an answer or for a place in the queue.
const WAITING: &[&str] =
    &["upstream-slow-read-timeout", "upstream-connect-timeout", "upstream-unix-backlog-full"];

/// A row of the table.
const fn row(
    says: &'static str,
    and: &'static str,
    cause: &'static str,
    title: &'static str,
    explains: &'static [&'static str],
    mend: &'static str,
) -> Reason {
    Reason { says, and, cause, title, explains, mend }
}

/// Every reason that a line of text gives.
const REASONS: &[Reason] = &[
    // gunicorn/arbiter.py
    row(
        "WORKER TIMEOUT (pid:",
        "",
        "gunicorn-worker-timeout",
        "gunicorn killed the worker that took longer than its timeout",
        CLOSED,
        "Make the request faster or asynchronous; a longer --timeout only moves the limit.",
    ),
    // uWSGI: core/master_checks.c
    row(
        "HARAKIRI",
        "",
        "uwsgi-harakiri",
        "uWSGI killed the worker that took longer than harakiri allows",
        CLOSED,
        "Make the request faster, or give it a location with a longer harakiri.",
    ),
    // PHP-FPM: sapi/fpm/fpm/fpm_process_ctl.c, fpm_children.c, fpm_request.c
    row(
        "server reached pm.max_children",
        "",
        "php-fpm-max-children",
        "Every PHP-FPM child is busy, so requests wait",
        WAITING,
        "Find what the children wait for, then raise pm.max_children as far as memory allows.",
    ),
    row(
        "server reached max_children",
        "",
        "php-fpm-max-children",
        "Every PHP-FPM child is busy, so requests wait",
        WAITING,
        "Find what the children wait for, then raise pm.max_children as far as memory allows.",
    ),
    row(
        "execution timed out",
        "terminating",
        "php-fpm-request-terminate-timeout",
        "PHP-FPM ended a request that took longer than request_terminate_timeout",
        CLOSED,
        "Make the script faster; a longer request_terminate_timeout only moves the limit.",
    ),
    row(
        "exited on signal",
        "child ",
        "php-fpm-child-crashed",
        "A PHP-FPM child crashed in the middle of a request",
        CLOSED,
        "Look at the core; often an extension or the opcode cache is to blame.",
    ),
    // net/http/server.go; Go's runtime, runtime/panic.go
    row(
        "http: panic serving ",
        "",
        "upstream-handler-panic",
        "The upstream's handler panicked; the server recovered and closed the connection",
        CLOSED,
        "Mend the panic that the stack names; the process goes on and serves others.",
    ),
    row(
        "panic: ",
        "",
        "upstream-process-crashed",
        "The upstream's process crashed",
        GONE,
        "Mend the crash that the stack names, and keep more than one instance.",
    ),
    row(
        "fatal error: ",
        "",
        "upstream-process-crashed",
        "The upstream's process crashed",
        GONE,
        "Mend the crash that the stack names, and keep more than one instance.",
    ),
    row(
        "JavaScript heap out of memory",
        "",
        "upstream-process-crashed",
        "The upstream's Node process ran out of heap and crashed",
        GONE,
        "Find the leak, or raise --max-old-space-size.",
    ),
    row(
        "java.lang.OutOfMemoryError",
        "",
        "upstream-application-hung",
        "The upstream's Java process is out of memory",
        WAITING,
        "Find the leak with a heap dump, or raise -Xmx.",
    ),
    // gunicorn/arbiter.py, uWSGI: plugins/python
    row(
        "Worker failed to boot",
        "",
        "application-load-failed",
        "The application server cannot load the application",
        GONE,
        "Correct the module path or the import error in the lines above.",
    ),
    row(
        "App failed to load",
        "",
        "application-load-failed",
        "The application server cannot load the application",
        GONE,
        "Correct the module path or the import error in the lines above.",
    ),
    row(
        "no python application found",
        "",
        "application-load-failed",
        "The application server cannot load the application",
        GONE,
        "Correct the module path or the import error in the lines above.",
    ),
    // net/netfilter/nf_conntrack_core.c, net/ipv4/tcp_input.c
    row(
        "nf_conntrack: table full",
        "",
        "conntrack-table-full",
        "The host's connection tracking table is full",
        &["upstream-connect-timeout", "upstream-kernel-connect-timeout"],
        "Raise net.netfilter.nf_conntrack_max, and reuse connections.",
    ),
    row(
        "Possible SYN flooding",
        "",
        "syn-queue-overflow",
        "The queue of half-open connections overflows",
        &["upstream-connect-timeout"],
        "Raise the listener's backlog and net.ipv4.tcp_max_syn_backlog.",
    ),
];

const KILLED_FOR_MEMORY: Reason = row(
    "",
    "",
    "upstream-oom-killed",
    "The kernel killed the upstream because memory ran out",
    GONE,
    "Raise the memory limit, or find what makes the process grow.",
);
const FAULTED: Reason = row(
    "",
    "",
    "upstream-process-crashed",
    "The upstream's process crashed with a memory fault",
    GONE,
    "Look at the core, and keep more than one instance.",
);
const PROXY_FAULTED: Reason = row(
    "",
    "",
    "proxy-worker-crashed",
    "An nginx worker crashed with a memory fault",
    &[],
    "Disable the third-party module that the core's stack names.",
);

/// The reason that an entry gives, if it gives one.
pub fn reason(log: &Log, entry: &LogEntry) -> Option<Reason> {
    match &entry.kind {
        Entry::OutOfMemory(_) => Some(KILLED_FOR_MEMORY),
        Entry::Fault { program, .. } if log.str(*program) == "nginx" => Some(PROXY_FAULTED),
        Entry::Fault { .. } => Some(FAULTED),
        Entry::Text => {
            let text = behind_syslog(log.str(entry.text));
            let given =
                REASONS.iter().find(|reason| text.contains(reason.says) && text.contains(reason.and))?;
            // A recovered panic is told in the middle of a line; one that ends the process begins it.
            let whole_process = matches!(given.says, "panic: " | "fatal error: ");
            (!whole_process || text.starts_with(given.says)).then_some(*given)
        }
        Entry::Nginx(_) | Entry::Request(_) => None,
    }
}

/// What a program said, without what syslog put in front of it (`Nov 21 01:33:09 web-1 app[29]: `).
fn behind_syslog(line: &str) -> &str {
    let prefix = line.split_once("]: ").filter(|(head, _)| {
        head.len() < 100
            && head.rsplit('[').next().is_some_and(|pid| pid.bytes().all(|byte| byte.is_ascii_digit()))
    });
    prefix.map_or(line, |(_, said)| said)
}
