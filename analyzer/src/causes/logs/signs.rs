//! What programs say in their own words when something fails: which words name which cause.
//!
//! The words are those of the software's source, named per group; the first row that fits a line is taken, so the
//! specific ones stand before the general. Whether such a line explains a failure that was seen, or stands alone, is
//! decided elsewhere.

use memchr::memmem::Finder;

/// How much a line shows by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It explains a failure that something else shows; alone it is only worth a look.
    Hints,
    /// It names a failure of its own; whether the one that is looked for is another question.
    Names,
}

use Weight::{Hints, Names};

/// One row: the line holds both texts (the second may be empty).
pub type Sign = (&'static str, &'static str, &'static str, Weight);

/// Every row.
const SIGNS: &[Sign] = &[
    // gunicorn: gunicorn/arbiter.py, gunicorn/sock.py
    ("WORKER TIMEOUT (pid:", "", "gunicorn-worker-timeout", Names),
    ("Worker failed to boot", "", "application-load-failed", Names),
    ("App failed to load", "", "application-load-failed", Names),
    ("Connection in use: (", "", "port-in-use", Names),
    ("was sent SIGKILL! Perhaps out of memory?", "", "upstream-oom-killed", Hints),
    // uWSGI: core/master_checks.c, core/uwsgi.c, proto/base.c, plugins/python
    ("HARAKIRI", "", "uwsgi-harakiri", Names),
    ("uWSGI listen queue of socket", ".sock", "upstream-unix-backlog-full", Names),
    ("uWSGI listen queue of socket", "full !!!", "upstream-accept-queue-full", Names),
    ("invalid request block size", "", "upstream-wrong-wire-protocol", Names),
    ("no python application found", "", "application-load-failed", Names),
    ("SIGPIPE: writing to a closed pipe/socket/fd", "", "client-closed-request", Hints),
    ("DAMN ! worker ", "died, killed by signal 9", "killed-by-signal", Hints),
    // PHP-FPM: sapi/fpm/fpm/fpm_process_ctl.c, fpm_children.c, fpm_request.c; PHP: main/main.c
    ("server reached pm.max_children", "", "php-fpm-max-children", Names),
    ("server reached max_children", "", "php-fpm-max-children", Names),
    ("execution timed out", "terminating", "php-fpm-request-terminate-timeout", Names),
    ("exited on signal", "child ", "php-fpm-child-crashed", Names),
    ("Primary script unknown", "", "fastcgi-script-not-found", Names),
    ("PHP Fatal error: ", "", "php-application-error", Names),
    ("PHP Parse error: ", "", "php-application-error", Names),
    // Go: net/http/server.go, net/http/transport.go, crypto/x509, crypto/tls, net; gin: recovery.go
    ("http: panic serving ", "", "upstream-handler-panic", Names),
    ("[Recovery]", "panic", "upstream-handler-panic", Names),
    ("http: server gave HTTP response to HTTPS client", "", "upstream-tls-on-plain-port", Names),
    (
        "http: TLS handshake error",
        "first record does not look like a TLS handshake",
        "client-plain-http-on-tls-port",
        Hints,
    ),
    ("first record does not look like a TLS handshake", "", "upstream-tls-on-plain-port", Names),
    ("http: server closed idle connection", "", "upstream-keepalive-idle-race", Names),
    ("fatal error: all goroutines are asleep - deadlock!", "", "deadlock", Names),
    ("goroutine stack exceeds", "-byte limit", "stack-overflow", Names),
    ("x509: certificate signed by unknown authority", "", "ca-untrusted", Names),
    ("x509: certificate has expired", "", "certificate-expired", Names),
    ("x509: certificate is valid for ", "", "certificate-name-mismatch", Names),
    ("x509: cannot validate certificate for ", "", "certificate-name-mismatch", Names),
    ("connect: cannot assign requested address", "", "ephemeral-ports-exhausted", Names),
    ("bind: permission denied", "", "privileged-port", Names),
    ("bind: cannot assign requested address", "", "listen-address-wrong", Names),
    ("lookup ", "no such host", "name-not-found", Names),
    ("lookup ", "server misbehaving", "dns-server-failure", Names),
    ("lookup ", "i/o timeout", "resolver-timeout", Names),
    ("dial tcp", "i/o timeout", "connection-timeout", Names),
    ("Client.Timeout exceeded while awaiting headers", "", "server-not-responding", Names),
    // OpenSSL behind Python, Ruby and PHP: ssl/statem/statem_clnt.c
    ("CERTIFICATE_VERIFY_FAILED", "certificate has expired", "certificate-expired", Names),
    ("CERTIFICATE_VERIFY_FAILED", "ostname mismatch", "certificate-name-mismatch", Names),
    ("CERTIFICATE_VERIFY_FAILED", "", "ca-untrusted", Names),
    ("certificate verify failed", "certificate has expired", "certificate-expired", Names),
    ("certificate verify failed", "", "ca-untrusted", Names),
    // A TLS alert where HTTP was awaited (RFC 8446, section 6), as Go's client quotes it; Go's server in the other case.
    ("malformed HTTP response \"\\x15\\x03", "", "upstream-plain-http-on-tls-port", Names),
    ("lient sent an HTTP request to an HTTPS server", "", "client-plain-http-on-tls-port", Hints),
    // WebSocket servers of gorilla, Spring and Tornado.
    ("'upgrade' token not found in 'Connection' header", "", "websocket-upgrade-headers-missing", Names),
    ("'websocket' token not found in 'Upgrade' header", "", "websocket-upgrade-headers-missing", Names),
    ("Handshake failed due to invalid Upgrade header", "", "websocket-upgrade-headers-missing", Names),
    ("Handshake failed due to invalid Connection header", "", "websocket-upgrade-headers-missing", Names),
    ("Can \"Upgrade\" only to \"WebSocket\"", "", "websocket-upgrade-headers-missing", Names),
    // Node: lib/_tls_wrap.js, src/crypto, lib/internal/modules, deps/v8
    ("CERT_HAS_EXPIRED", "", "certificate-expired", Names),
    ("DEPTH_ZERO_SELF_SIGNED_CERT", "", "ca-untrusted", Names),
    ("SELF_SIGNED_CERT_IN_CHAIN", "", "ca-untrusted", Names),
    ("UNABLE_TO_VERIFY_LEAF_SIGNATURE", "", "ca-untrusted", Names),
    ("UNABLE_TO_GET_ISSUER_CERT", "", "ca-untrusted", Names),
    ("ERR_TLS_CERT_ALTNAME_INVALID", "", "certificate-name-mismatch", Names),
    ("JavaScript heap out of memory", "", "upstream-process-crashed", Names),
    ("Error: Cannot find module ", "", "missing-node-module", Names),
    ("ERR_MODULE_NOT_FOUND", "", "missing-node-module", Names),
    ("System limit for number of file watchers reached", "", "inotify-limit-reached", Names),
    ("socket hang up", "", "connection-closed-by-peer", Names),
    ("getaddrinfo ENOTFOUND", "", "name-not-found", Names),
    ("getaddrinfo EAI_AGAIN", "", "name-service-failure", Names),
    ("listen EADDRINUSE", "", "port-in-use", Names),
    ("listen EACCES", "", "privileged-port", Names),
    ("connect ECONNREFUSED", "", "connection-refused", Names),
    ("connect ETIMEDOUT", "", "connection-timeout", Names),
    ("connect EHOSTUNREACH", "", "host-unreachable", Names),
    ("EMFILE: too many open files", "", "fd-limit", Names),
    // Java: java.net, sun.security, org.apache.catalina, com.zaxxer.hikari, org.apache.http
    ("java.lang.OutOfMemoryError: unable to create", "thread", "process-limit", Names),
    ("java.lang.OutOfMemoryError", "", "upstream-application-hung", Names),
    ("PKIX path building failed", "", "ca-untrusted", Names),
    ("CertificateExpiredException", "", "certificate-expired", Names),
    ("No subject alternative", "matching", "certificate-name-mismatch", Names),
    ("java.net.UnknownHostException", "", "name-not-found", Names),
    ("java.net.ConnectException: Connection refused", "", "connection-refused", Names),
    ("java.net.ConnectException: Connection timed out", "", "connection-timeout", Names),
    ("java.net.NoRouteToHostException", "", "host-unreachable", Names),
    ("onnect timed out", "SocketTimeoutException", "connection-timeout", Names),
    ("java.net.SocketTimeoutException: Read timed out", "", "server-not-responding", Names),
    ("java.net.BindException: Address already in use", "", "port-in-use", Names),
    ("Web server failed to start. Port ", "was already in use", "port-in-use", Names),
    ("java.lang.UnsupportedClassVersionError", "", "wrong-interpreter-version", Names),
    ("java.lang.NoClassDefFoundError", "", "missing-java-class", Names),
    ("java.lang.ClassNotFoundException", "", "missing-java-class", Names),
    ("NoHttpResponseException", "failed to respond", "upstream-keepalive-idle-race", Hints),
    ("ClientAbortException", "", "client-closed-request", Hints),
    ("All threads (", "are currently busy", "worker-slots-exhausted", Names),
    // Pools of connections: HikariCP, commons-dbcp, httpclient, SQLAlchemy, ActiveRecord, pg-pool
    ("Connection is not available, request timed out after", "", "upstream-application-hung", Names),
    ("Timeout waiting for connection from pool", "", "upstream-application-hung", Names),
    ("Cannot get a connection, pool error", "", "upstream-application-hung", Names),
    ("QueuePool limit of size", "", "upstream-application-hung", Names),
    ("could not obtain a connection from the pool within", "", "upstream-application-hung", Names),
    ("timeout exceeded when trying to connect", "", "upstream-application-hung", Names),
    // Databases: MySQL's share/messages_to_clients.txt, PostgreSQL's backend, SQLite's main.c, Redis' acl.c
    ("password authentication failed for user", "", "wrong-credentials", Names),
    ("Access denied for user", "", "wrong-credentials", Names),
    ("WRONGPASS ", "", "wrong-credentials", Names),
    ("NOAUTH Authentication required", "", "authentication-required", Names),
    ("Deadlock found when trying to get lock", "", "deadlock", Names),
    ("deadlock detected", "", "deadlock", Names),
    ("Lock wait timeout exceeded", "", "lock-held", Names),
    ("canceling statement due to lock timeout", "", "lock-held", Names),
    ("database is locked", "", "database-locked", Names),
    ("sorry, too many clients already", "", "remote-service-error", Names),
    ("remaining connection slots are reserved", "", "remote-service-error", Names),
    ("Too many connections", "", "remote-service-error", Names),
    ("canceling statement due to statement timeout", "", "remote-service-error", Names),
    // Python and Ruby: builtins, lib/bundler
    ("ModuleNotFoundError: No module named", "", "missing-python-module", Names),
    ("[Errno 111] Connection refused", "", "connection-refused", Names),
    ("Errno::ECONNREFUSED", "", "connection-refused", Names),
    ("Errno::EADDRINUSE", "", "port-in-use", Names),
    ("Gem::MissingSpecError", "", "missing-ruby-gem", Names),
    ("Could not find gem ", "", "missing-ruby-gem", Names),
    // systemd: src/core/service.c, mount.c; mount(8); docker compose
    ("Failed to mount /", "", "filesystem-not-mounted", Names),
    ("mount point does not exist", "", "filesystem-not-mounted", Names),
    ("Failed with result 'oom-kill'", "", "upstream-oom-killed", Names),
    ("has been killed by the OOM killer", "", "upstream-oom-killed", Names),
    ("Start request repeated too quickly", "", "service-start-limit-reached", Names),
    ("Main process exited, code=dumped", "", "upstream-process-crashed", Names),
    ("Main process exited, code=killed", "status=15/TERM", "upstream-terminated-without-draining", Hints),
    ("Main process exited, code=killed", "", "upstream-process-crashed", Names),
    ("Main process exited, code=exited", "status=1/FAILURE", "upstream-exited-log-fatal", Hints),
    // supervisord: supervisor/process.py, function finish
    (NOT_EXPECTED, "SIGKILL", "killed-by-signal", Hints),
    (NOT_EXPECTED, "terminated by SIG", "upstream-process-crashed", Names),
    (NOT_EXPECTED, "exit status 1;", "upstream-exited-log-fatal", Hints),
    (" exited with code 139", "", "upstream-process-crashed", Names),
    (" exited with code 134", "", "upstream-process-crashed", Names),
    (" exited with code 137", "", "killed-by-signal", Hints),
    (" exited with code 143", "", "upstream-terminated-without-draining", Hints),
    // The kernel: net/netfilter/nf_conntrack_core.c, net/ipv4/tcp_input.c, net/ipv4/tcp.c, fs/file_table.c, kernel/cgroup/pids.c
    ("nf_conntrack: table full", "", "conntrack-table-full", Names),
    ("Possible SYN flooding", "", "syn-queue-overflow", Names),
    ("TCP: out of memory -- consider tuning tcp_mem", "", "tcp-memory-exhausted", Names),
    ("TCP: too many orphaned sockets", "", "tcp-memory-exhausted", Names),
    ("time wait bucket table overflow", "", "time-wait-table-overflow", Hints),
    ("VFS: file-max limit", "", "system-file-table-full", Names),
    ("fork rejected by pids controller", "", "process-group-limit", Names),
    ("emounting filesystem read-only", "", "read-only-filesystem", Names),
    ("Buffer I/O error on dev", "", "io-error", Names),
    ("nfs: server ", "not responding", "nfs-server-not-responding", Names),
    ("apparmor=\"DENIED\"", "", "apparmor-denied", Names),
    ("avc:  denied", "name_connect", "selinux-connect-denied", Names),
    ("avc:  denied", "", "selinux-denied", Names),
    ("NIC Link is Down", "", "interface-down", Names),
    // HAProxy: src/check.c, src/server.c
    (
        " is DOWN, reason: Layer4 connection problem",
        "Connection refused",
        "upstream-connection-refused",
        Names,
    ),
    (" is DOWN, reason: Layer4 timeout", "", "upstream-connect-timeout", Names),
    (" is DOWN, reason: ", "", "health-checks-failing", Names),
    ("has no server available!", "", "health-checks-failing", Names),
    // Apache: modules/proxy/proxy_util.c, mod_proxy_http.c, mod_proxy_fcgi.c, mod_proxy_balancer.c, server/mpm
    ("AH00957:", "(111)", "upstream-connection-refused", Names),
    ("AH00957:", "(113)", "upstream-no-route", Names),
    ("AH00957:", "(110)", "upstream-connect-timeout", Names),
    ("AH00957:", "(70007)", "upstream-connect-timeout", Names),
    ("AH00957:", "(13)", "selinux-connect-denied", Names),
    ("AH02454:", "(2)", "upstream-unix-socket-missing", Names),
    ("AH02454:", "(13)", "upstream-unix-socket-permission", Names),
    ("AH02454:", "(111)", "upstream-unix-socket-stale", Names),
    ("AH01102:", "(70007)", "upstream-slow-read-timeout", Names),
    ("AH01102:", "(104)", "upstream-reset", Names),
    ("AH01102:", "", "upstream-closed-early", Names),
    ("AH01075:", "(70007)", "upstream-slow-read-timeout", Names),
    ("AH01075:", "(104)", "upstream-reset", Names),
    ("AH01067:", "", "upstream-closed-early", Names),
    ("AH00898:", "DNS lookup failure", "upstream-name-nxdomain", Names),
    ("AH00898:", "Corrupt status line", "upstream-not-http", Names),
    ("AH01106:", "", "upstream-invalid-header", Names),
    ("AH01110:", "", "upstream-truncated-body", Names),
    ("AH01167:", "", "no-live-upstreams", Hints),
    ("AH01170:", "", "no-live-upstreams", Hints),
    ("AH01171:", "", "no-live-upstreams", Hints),
    ("AH00161:", "", "worker-slots-exhausted", Names),
    ("AH00286:", "", "worker-slots-exhausted", Names),
    ("AH00484:", "", "worker-slots-exhausted", Names),
    ("AH03490:", "", "worker-slots-exhausted", Names),
    ("AH00052:", "exit signal", "proxy-worker-crashed", Names),
    ("AH00124:", "", "rewrite-cycle", Names),
    ("AH00072:", "(98)", "port-in-use", Names),
    ("AH00072:", "(13)", "privileged-port", Names),
    ("AH01797:", "", "authorization-refused", Hints),
    ("AH00526: Syntax error on line", "", "proxy-config-syntax-error", Names),
    // HAProxy: src/cfgparse.c, src/haproxy.c
    ("Fatal errors found in configuration", "", "proxy-config-syntax-error", Names),
    ("rror(s) found in configuration file", "", "proxy-config-syntax-error", Names),
    ("parsing [", "unknown keyword", "proxy-config-syntax-error", Names),
    // kubelet: pkg/kubelet/kuberuntime/kuberuntime_container.go
    ("Killing container with a grace period", "", "rolling-deploy-race", Hints),
    // Caddy and Traefik: modules/caddyhttp/reverseproxy; pkg/proxy/httputil
    ("no upstreams available", "", "no-live-upstreams", Hints),
    ("aborting with incomplete response", "", "upstream-truncated-body", Names),
    // Every runtime prints the system's own words.
    ("Name or service not known", "", "name-not-found", Names),
    ("No address associated with hostname", "", "name-without-address", Names),
    ("ENODATA", "quer", "name-without-address", Names),
    ("Temporary failure in name resolution", "", "name-service-failure", Names),
    ("too many open files", "accept", "fd-limit", Names),
    ("Too many open files in system", "", "system-file-table-full", Names),
    ("oo many open files", "", "fd-limit", Names),
    ("ddress already in use", "", "port-in-use", Names),
    ("No space left on device", "", "disk-full", Names),
    ("no space left on device", "", "disk-full", Names),
    ("Read-only file system", "", "read-only-filesystem", Names),
    ("isk quota exceeded", "", "disk-quota-exceeded", Names),
    ("connection refused", "", "connection-refused", Names),
    ("Connection refused", "", "connection-refused", Names),
    ("o route to host", "", "host-unreachable", Names),
    ("etwork is unreachable", "", "network-unreachable", Names),
    ("cannot load such file -- ", "", "missing-ruby-gem", Hints),
    ("error while loading shared libraries", "", "missing-shared-library", Names),
    ("onnection reset by peer", "", "connection-reset", Hints),
    ("context deadline exceeded", "", "server-not-responding", Hints),
    ("roken pipe", "", "broken-pipe", Hints),
    ("context canceled", "", "client-closed-request", Hints),
    ("UnhandledPromiseRejection", "", "unhandled-exception", Hints),
    ("Unhandled exception. ", "", "unhandled-exception", Hints),
];

/// How supervisord ends its line on a process that it did not stop; it says so at level INFO.
pub const NOT_EXPECTED: &str = "; not expected)";

/// Words with which a line begins that ends the whole process (`runtime/panic.go`, `library/std/src/panicking.rs`).
const LAST_WORDS: &[&str] = &["panic: ", "fatal error: ", "thread 'main' panicked at", "thread 'main' ("];

/// The causes of all rows.
pub fn causes() -> impl Iterator<Item = &'static str> {
    SIGNS.iter().chain(super::own::OWN).chain(super::own::BUGS).map(|sign| sign.2)
}

/// The rows, ready to be looked for in many lines.
#[derive(Debug)]
pub struct Signs {
    finders: Vec<(Finder<'static>, &'static Sign)>,
}

impl Signs {
    /// Every row.
    pub fn all() -> Self {
        let rows = super::own::OWN.iter().chain(SIGNS);
        Self { finders: rows.map(|sign| (Finder::new(sign.0), sign)).collect() }
    }

    /// The first row that fits a line: which text names it, the cause, and how much the line shows.
    pub fn read(&self, line: &str) -> Option<(&'static str, &'static str, Weight)> {
        let bytes = line.as_bytes();
        let fits = |(finder, sign): &&(Finder<'static>, &'static Sign)| {
            finder.find(bytes).is_some() && (sign.1.is_empty() || line.contains(sign.1))
        };
        if let Some((_, sign)) = self.finders.iter().find(fits) {
            return Some((sign.0, sign.2, sign.3));
        }
        let said = behind_head(line);
        if let Some(last) = LAST_WORDS.iter().find(|words| said.starts_with(**words)) {
            return Some((last, "upstream-process-crashed", Names));
        }
        // What a program's own code throws may only wrap what the system said, so this comes last.
        super::own::bug(line).map(|sign| (sign.0, sign.2, sign.3))
    }
}

/// What a program said, without date, host and pid in front of it (`Nov 21 01:33:09 web-1 app[29]: `, `2026-…Z `).
pub fn behind_head(line: &str) -> &str {
    let prefix = line.split_once("]: ").filter(|(head, _)| {
        head.len() < 100
            && head.rsplit('[').next().is_some_and(|pid| pid.bytes().all(|byte| byte.is_ascii_digit()))
    });
    if let Some((_, said)) = prefix {
        return said;
    }
    let dated = line
        .split_once(' ')
        .filter(|(date, _)| date.len() >= 20 && crate::model::time::leading_stamp(date).is_some());
    let said = dated.map_or(line, |(_, said)| said);
    said.strip_prefix("stderr F ").or_else(|| said.strip_prefix("stdout F ")).unwrap_or(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where each row speaks, and where it is silent: a line of nothing but its texts, and one in which a letter is missing.
    #[test]
    fn every_row_speaks_of_its_own_texts_and_of_nothing_less() {
        let signs = Signs::all();
        let rows = super::super::own::OWN.iter().chain(SIGNS).chain(super::super::own::BUGS);
        for (first, second, cause, _) in rows {
            let whole = format!("{first} so that {second}");
            assert_eq!(signs.read(&whole).map(|found| found.1), Some(*cause), "{whole}");
            for (without, rest) in [(*first, *second), (*second, *first)] {
                let mut cut = without.to_string();
                cut.pop();
                let line = format!("{cut}~{rest}");
                let other = signs.read(&line).filter(|found| found.0 == *first && found.1 == *cause);
                assert!(cut.is_empty() || other.is_none(), "{line}: {other:?}");
            }
        }
    }

    #[test]
    fn the_specific_row_comes_before_the_general() {
        let signs = Signs::all();
        for (line, cause) in [
            ("[crit] dial tcp: lookup orders on 10.0.0.2:53: no such host", "name-not-found"),
            ("dial tcp 10.0.0.1:80: connect: connection refused", "connection-refused"),
            ("accept tcp [::]:80: accept4: too many open files; retrying in 5ms", "fd-limit"),
            ("(23: Too many open files in system)", "system-file-table-full"),
            ("Nov 21 01:33:09 web-1 app[29]: panic: boom", "upstream-process-crashed"),
            (
                "2026-11-21T01:33:09.123Z stderr F fatal error: concurrent map writes",
                "upstream-process-crashed",
            ),
            ("2026/11/21 http: panic serving 127.0.0.1:60824: boom", "upstream-handler-panic"),
            (
                "[ALERT] (7) : config : parsing [/etc/haproxy/haproxy.cfg:9] : unknown keyword 'blance' in 'backend' section",
                "proxy-config-syntax-error",
            ),
            ("AH00526: Syntax error on line 9 of /etc/apache2/apache2.conf:", "proxy-config-syntax-error"),
            (
                "net/http: HTTP/1.x transport connection broken: malformed HTTP response \"\\x15\\x03\\x01\\x00\\x02\\x02\"",
                "upstream-plain-http-on-tls-port",
            ),
            (
                "websocket: the client is not using the websocket protocol: 'upgrade' token not found in 'Connection' header",
                "websocket-upgrade-headers-missing",
            ),
            ("socket.gaierror: [Errno -5] No address associated with hostname", "name-without-address"),
            ("Nov 21 01:33:09 web-1 systemd[1]: Failed to mount /srv/data.", "filesystem-not-mounted"),
            (
                "*** uWSGI listen queue of socket \"/run/app.sock\" (fd: 3) full !!! (100/100) ***",
                "upstream-unix-backlog-full",
            ),
        ] {
            assert_eq!(signs.read(line).map(|found| found.1), Some(cause), "{line}");
        }
        for line in [
            "we do not panic: all is well",
            "parsing [message] finished",
            "malformed HTTP response header skipped",
            "Mounted /srv/data.",
        ] {
            assert_eq!(signs.read(line), None, "{line}");
        }
    }
}
