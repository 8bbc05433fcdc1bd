//! The words of causes that logs name: a title and what to do, by the id of the cause.

/// Words of one cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// Id of the cause.
    pub cause: &'static str,
    /// The cause in one line.
    pub title: &'static str,
    /// What to do about it.
    pub mend: &'static str,
}

const fn row(cause: &'static str, title: &'static str, mend: &'static str) -> Words {
    Words { cause, title, mend }
}

/// The words of a cause; `None` for one that no log names.
pub fn words(cause: &str) -> Option<&'static Words> {
    WORDS.iter().find(|words| words.cause == cause)
}

/// Every cause that [`super::signs`] and [`super::requests`] name.
const WORDS: &[Words] = &[
    row(
        "apparmor-denied",
        "AppArmor forbids what the program tries",
        "Add what is denied to the program's profile, or correct the path it uses.",
    ),
    row(
        "application-load-failed",
        "The application server cannot load the application",
        "Correct the module path or the import error in the lines above.",
    ),
    row(
        "authentication-required",
        "The service demands a login, and the client presents none",
        "Give the client its credentials.",
    ),
    row(
        "authorization-refused",
        "A rule of the server refuses this client",
        "Correct the rule if the client should pass.",
    ),
    row(
        "broken-pipe",
        "The other side had closed when the program wrote",
        "Find out who closed first: the other side's log tells why.",
    ),
    row(
        "ca-untrusted",
        "The server's certificate comes from an authority that the client does not trust",
        "Install the authority's certificate where the client looks for it, or have the server send its whole chain.",
    ),
    row(
        "certificate-expired",
        "The server's certificate has expired",
        "Renew the certificate and reload the server; check the clocks of both sides.",
    ),
    row(
        "certificate-name-mismatch",
        "The server's certificate is for another name",
        "Use the name that the certificate holds, or issue one for the name in use.",
    ),
    row(
        "circuit-breaker-or-queue-limit",
        "The proxy's own limit of connections or waiting requests refuses the request",
        "Find out why requests pile up, then raise the limit as far as the upstream can bear.",
    ),
    row(
        "client-bad-request",
        "The client's request is malformed",
        "Correct the client; a scanner's requests can be left alone.",
    ),
    row(
        "client-closed-request",
        "The client left before the answer was ready",
        "Make the answer faster than the client's time limit, or lengthen that limit.",
    ),
    row(
        "client-header-too-large",
        "The request's header is larger than the server allows",
        "Make cookies and tokens smaller, or raise the limit.",
    ),
    row(
        "client-plain-http-on-tls-port",
        "A client speaks plain HTTP to the TLS port, or something else that is not TLS",
        "Correct the client's scheme or port.",
    ),
    row(
        "client-sends-request-too-slowly",
        "The client did not send its whole request in time",
        "Look at the client's network, and at the limit for slow uploads.",
    ),
    row(
        "connection-closed-by-peer",
        "The other side closed the connection before it answered",
        "The other side's log tells why; on a reused connection, let it keep idle ones longer than this side.",
    ),
    row(
        "connection-refused",
        "Nothing listens at the address that the program connects to",
        "Start the service there, or correct the address.",
    ),
    row("connection-reset", "The other side reset the connection", "The other side's log tells why."),
    row(
        "connection-timeout",
        "The address that the program connects to gives no answer",
        "Look at firewalls and security rules on the way, and at whether the address still exists.",
    ),
    row(
        "conntrack-table-full",
        "The host's connection tracking table is full",
        "Raise net.netfilter.nf_conntrack_max, and reuse connections.",
    ),
    row(
        "database-locked",
        "Another connection holds the database's lock",
        "Shorten transactions, set a busy timeout, or use write-ahead logging.",
    ),
    row(
        "deadlock",
        "Two parties wait for each other's locks",
        "Take locks in one order everywhere, and repeat what a database rolled back.",
    ),
    row("disk-full", "A file system is full", "Free space on that volume, then limit what grows there."),
    row("disk-quota-exceeded", "A disk quota is used up", "Remove files of that owner, or raise the quota."),
    row(
        "dns-server-failure",
        "The name server fails to answer the question",
        "Look at the name server's log; ask it with dig.",
    ),
    row(
        "ephemeral-ports-exhausted",
        "No local port is left for a connection to that address",
        "Keep connections open and reuse them; then widen net.ipv4.ip_local_port_range.",
    ),
    row(
        "fastcgi-script-not-found",
        "PHP cannot find the script that the web server names",
        "Correct root and SCRIPT_FILENAME; both sides must see the same path.",
    ),
    row(
        "fd-limit",
        "The process has no free file descriptor left",
        "Look for descriptors that are never closed, then raise the limit (LimitNOFILE, ulimit -n).",
    ),
    row(
        "gunicorn-worker-timeout",
        "gunicorn killed the worker that took longer than its timeout",
        "Make the request faster or asynchronous; a longer --timeout only moves the limit.",
    ),
    row(
        "health-checks-failing",
        "Every server of the group fails its health check",
        "Ask for the check's address by hand on one of the servers, and read that server's log.",
    ),
    row(
        "host-unreachable",
        "No host answers at the address that the program connects to",
        "Correct the address, or bring the host back.",
    ),
    row(
        "inotify-limit-reached",
        "The limit of file watches is reached",
        "Raise fs.inotify.max_user_watches, or watch fewer files.",
    ),
    row(
        "interface-down",
        "A network interface lost its link",
        "Look at the cable, the switch's port and the driver's messages.",
    ),
    row(
        "io-error",
        "A device reports an input or output error",
        "Save what can be saved, and replace the device.",
    ),
    row(
        "killed-by-signal",
        "The process was killed from outside",
        "Find out who sent the signal: an operator, a supervisor, or the kernel for memory (dmesg).",
    ),
    row(
        "listen-address-wrong",
        "The server cannot listen on that address: it is none of this host",
        "Correct the address, or listen on every address.",
    ),
    row(
        "load-balancer-cannot-reach-target",
        "The load balancer gets no connection to its target",
        "Allow the balancer's addresses in the target's security rules and its network's.",
    ),
    row(
        "lock-held",
        "Another transaction held the lock longer than the program waits",
        "Find the holder and shorten its transaction.",
    ),
    row(
        "missing-java-class",
        "A Java class is not on the class path",
        "Add the archive that holds the class, in the version the program was built with.",
    ),
    row(
        "missing-node-module",
        "A Node module is not installed",
        "Install the dependencies where the program runs (npm ci).",
    ),
    row(
        "missing-python-module",
        "A Python module is not installed",
        "Install the module into the environment that runs the program.",
    ),
    row(
        "missing-ruby-gem",
        "A Ruby gem is not installed",
        "Run bundle install in the environment that runs the program.",
    ),
    row(
        "missing-shared-library",
        "A shared library is not found",
        "Install the library, or correct the search path (ldd names what is missing).",
    ),
    row(
        "name-not-found",
        "The name does not exist for the resolver that was asked",
        "Correct the name, or ask a resolver that knows it.",
    ),
    row(
        "name-service-failure",
        "Names cannot be looked up at the moment",
        "Look at /etc/resolv.conf and at whether the name server answers.",
    ),
    row(
        "network-unreachable",
        "There is no route to that network",
        "Add the route, or use an address of a family that the host can reach.",
    ),
    row(
        "nfs-server-not-responding",
        "The NFS server does not answer",
        "Look at the NFS server and the network to it; what uses the mount waits.",
    ),
    row(
        "no-live-upstreams",
        "Every server of the upstream group is set aside",
        "Look for the failures before it that took each server out.",
    ),
    row(
        "no-route-configured",
        "The proxy has no route for the request",
        "Add the route, or correct the host and path that the client asks for.",
    ),
    row(
        "php-application-error",
        "A PHP script failed",
        "Mend the error at the place that the message names.",
    ),
    row(
        "php-fpm-child-crashed",
        "A PHP-FPM child crashed in the middle of a request",
        "Look at the core; often an extension or the opcode cache is to blame.",
    ),
    row(
        "php-fpm-max-children",
        "Every PHP-FPM child is busy, so requests wait",
        "Find what the children wait for, then raise pm.max_children as far as memory allows.",
    ),
    row(
        "php-fpm-request-terminate-timeout",
        "PHP-FPM ended a request that took longer than request_terminate_timeout",
        "Make the script faster; a longer request_terminate_timeout only moves the limit.",
    ),
    row(
        "port-in-use",
        "Another process already listens on the port",
        "Stop the other process (ss -ltnp names it), or use another port.",
    ),
    row(
        "privileged-port",
        "The program may not listen on a port below 1024",
        "Use a higher port, or give the program CAP_NET_BIND_SERVICE.",
    ),
    row(
        "process-group-limit",
        "The control group's limit of processes is reached",
        "Find what starts so many processes, then raise pids.max.",
    ),
    row(
        "process-limit",
        "No further thread or process may be started",
        "Find what starts so many threads, then raise the limit (ulimit -u, TasksMax).",
    ),
    row(
        "proxy-closes-without-reply",
        "The proxy is told to close the connection without an answer",
        "Find the rule with status 444.",
    ),
    row(
        "proxy-worker-crashed",
        "A worker of the server crashed with a memory fault",
        "Disable the third-party module that the core's stack names.",
    ),
    row(
        "rate-limit-exceeded",
        "A limit of the rate of requests refuses the request",
        "Slow the client down, or raise the limit.",
    ),
    row(
        "read-only-filesystem",
        "A file system is mounted read-only",
        "Look in dmesg for why the kernel remounted it, and repair it.",
    ),
    row(
        "remote-service-error",
        "A service that the program asks refuses with an error of its own",
        "Read the message: it is that service's own, and its log has more.",
    ),
    row(
        "request-body-too-large",
        "The request's body is larger than the server allows",
        "Raise the limit for this address, or send less.",
    ),
    row(
        "resolver-timeout",
        "The name server did not answer in time",
        "Look at whether the name server is reached (dig), and at its load.",
    ),
    row(
        "rewrite-cycle",
        "The server's rewrite rules lead in a circle",
        "Add a condition that ends the rewriting.",
    ),
    row(
        "selinux-connect-denied",
        "The system forbids the server to connect to that address",
        "Allow it: setsebool -P httpd_can_network_connect 1.",
    ),
    row(
        "selinux-denied",
        "SELinux forbids what the program tries",
        "Correct the label of the file (restorecon) or add a rule for it.",
    ),
    row(
        "server-not-responding",
        "A service that the program asks gives no answer in time",
        "Look at that service: why it is slow decides, not the caller's limit.",
    ),
    row(
        "service-start-limit-reached",
        "systemd no longer restarts the service: it failed too often",
        "Mend what makes it fail, in the lines before; then systemctl reset-failed.",
    ),
    row(
        "service-without-endpoints",
        "The service has no server behind it",
        "Look at labels and readiness of what should serve (kubectl get endpointslices).",
    ),
    row(
        "stack-overflow",
        "The program's stack grew over its limit",
        "End the recursion that the stack shows.",
    ),
    row(
        "syn-queue-overflow",
        "The queue of half-open connections overflows",
        "Raise the listener's backlog and net.ipv4.tcp_max_syn_backlog.",
    ),
    row(
        "system-file-table-full",
        "The system's table of open files is full",
        "Find the process that holds most of them, then raise fs.file-max.",
    ),
    row(
        "tcp-memory-exhausted",
        "The kernel's memory for TCP is used up",
        "Find the connections that hold unread data, then raise net.ipv4.tcp_mem.",
    ),
    row(
        "time-wait-table-overflow",
        "The table of closed connections is full",
        "Keep connections open and reuse them; by itself it harms nobody.",
    ),
    row(
        "unhandled-exception",
        "The program ends by an exception that nothing catches",
        "Mend the error that the exception names.",
    ),
    row(
        "upstream-accept-queue-full",
        "The application's queue of connections is full",
        "Find what keeps its workers busy, then raise workers and backlog together.",
    ),
    row(
        "upstream-answered-error",
        "The upstream itself answers with the error",
        "Look into the application's own log for this request.",
    ),
    row(
        "upstream-application-hung",
        "The application has run out of what its requests need: memory, or connections of a pool",
        "Find what holds them, such as slow queries or a leak; a larger pool or heap only moves the limit.",
    ),
    row(
        "upstream-broken-chunking",
        "The upstream's chunked answer is malformed",
        "Correct what writes the answer's chunks.",
    ),
    row(
        "upstream-certificate-not-verified",
        "The proxy refuses the upstream's certificate",
        "Give the proxy the authority, or the upstream a certificate for the name in use.",
    ),
    row(
        "upstream-closed-early",
        "The upstream closed the connection without an answer",
        "The upstream's own log tells why: a crash, a restart, a time limit.",
    ),
    row(
        "upstream-connect-timeout",
        "The upstream's address gives no answer to a connection",
        "Look at firewalls on the way and at whether the address still exists.",
    ),
    row(
        "upstream-connection-refused",
        "Nothing listens at the upstream's address",
        "Start the upstream, or correct the address.",
    ),
    row(
        "upstream-exited-log-fatal",
        "The upstream's process ended itself with an error",
        "Its last lines before the end say why.",
    ),
    row(
        "upstream-handler-panic",
        "The upstream's handler panicked; the server recovered and closed the connection",
        "Mend the panic that the stack names; the process goes on and serves others.",
    ),
    row(
        "upstream-invalid-header",
        "The upstream's answer breaks the protocol",
        "Look at the raw answer (curl -v) and correct the application.",
    ),
    row(
        "upstream-keepalive-idle-race",
        "The other side closed an idle connection just when it was used again",
        "Let the server keep idle connections longer than the client does.",
    ),
    row(
        "upstream-name-nxdomain",
        "The upstream's name cannot be resolved",
        "Correct the name, or ask a resolver that knows it.",
    ),
    row(
        "upstream-no-route",
        "Nobody answers at the upstream's address",
        "Take the dead address out, or bring its host back.",
    ),
    row(
        "upstream-not-http",
        "The upstream's port answers with something that is not HTTP",
        "Correct the port or the protocol.",
    ),
    row(
        "upstream-oom-killed",
        "The kernel killed the upstream because memory ran out",
        "Raise the memory limit, or find what makes the process grow.",
    ),
    row(
        "upstream-process-crashed",
        "The upstream's process crashed",
        "Mend the crash that the lines name, and keep more than one instance.",
    ),
    row(
        "upstream-reset",
        "The upstream reset the connection instead of answering",
        "The upstream's own log tells why.",
    ),
    row(
        "upstream-response-rejected-by-proxy",
        "The proxy refuses the upstream's response",
        "Look at the raw answer, and at the proxy's rules for responses.",
    ),
    row(
        "upstream-slow-read-timeout",
        "The upstream sent no answer within the proxy's time limit",
        "Find out what the upstream waits for; a longer limit only moves it.",
    ),
    row(
        "upstream-stalled-body",
        "The upstream stopped in the middle of the answer",
        "Find out what the upstream waits for; send something now and then on long answers.",
    ),
    row(
        "upstream-terminated-without-draining",
        "The upstream was stopped and did not finish its requests",
        "Let it finish what is in flight before it exits, and take it out of the balancer first.",
    ),
    row(
        "upstream-tls-handshake-aborted",
        "The TLS handshake with the upstream fails",
        "Try it by hand (openssl s_client), with and without -servername.",
    ),
    row(
        "upstream-tls-on-plain-port",
        "TLS is spoken to a port that speaks plain text",
        "Use http:// for that port, or the port that speaks TLS.",
    ),
    row(
        "upstream-truncated-body",
        "The upstream broke off in the middle of the answer",
        "The upstream's own log tells why.",
    ),
    row(
        "upstream-unix-backlog-full",
        "The queue of the upstream's unix socket is full",
        "Find what keeps the workers busy, then raise workers and backlog together.",
    ),
    row(
        "upstream-unix-socket-missing",
        "The upstream's unix socket does not exist",
        "Start the upstream, or correct the path.",
    ),
    row(
        "upstream-unix-socket-permission",
        "The server may not use the upstream's unix socket",
        "Correct owner and mode of the socket and of the folders above it.",
    ),
    row(
        "upstream-unix-socket-stale",
        "The upstream's unix socket is there, but nobody listens on it",
        "Start the upstream; let it remove the old socket first.",
    ),
    row(
        "upstream-wrong-wire-protocol",
        "The proxy speaks another protocol than the upstream's port",
        "Use the directive or the port that fits: HTTP, uwsgi, FastCGI.",
    ),
    row(
        "uwsgi-harakiri",
        "uWSGI killed the worker that took longer than harakiri allows",
        "Make the request faster, or give it a location with a longer harakiri.",
    ),
    row(
        "worker-slots-exhausted",
        "Every worker of the server is busy, so requests wait",
        "Find what the workers wait for, then raise their number as far as memory allows.",
    ),
    row(
        "wrong-credentials",
        "The service rejects the password, key or token",
        "Give the client the right credentials, and look at which user and host it uses.",
    ),
    row(
        "wrong-interpreter-version",
        "The program was built for a newer runtime",
        "Run it with the version it was built for, or build it for this one.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::causes::logs::signs::causes;

    #[test]
    fn every_cause_that_a_sign_names_has_words() {
        let without: Vec<&str> = causes().filter(|cause| words(cause).is_none()).collect();
        assert!(without.is_empty(), "{without:?}");
    }
}
