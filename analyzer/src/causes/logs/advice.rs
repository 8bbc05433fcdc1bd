//! How to confirm and mend what nginx's messages name.
//!
//! `{upstream}` stands for the upstream's address as host and port, `{port}` for its port, `{host}` for its host or
//! name, `{path}` for the first quoted path or the socket's path of the message.

use crate::report::FixKind;

/// Advice for one cause.
#[derive(Debug, Clone, Copy)]
pub struct Advice {
    /// Id of the cause.
    pub cause: &'static str,
    /// Command, what it prints if the cause is right, what it prints if not.
    pub confirm: (&'static str, &'static str, &'static str),
    /// How to mend it: kind, text, snippet (empty for none).
    pub fix: (FixKind, &'static str, &'static str),
}

/// A row of the table.
const fn row(
    cause: &'static str,
    confirm: (&'static str, &'static str, &'static str),
    kind: FixKind,
    text: &'static str,
    snippet: &'static str,
) -> Advice {
    Advice { cause, confirm, fix: (kind, text, snippet) }
}

use FixKind::{Now, Proper};

/// The advice.
pub const ADVICE: &[Advice] = &[
    row(
        "upstream-connection-refused",
        (
            "ss -ltnp 'sport = :{port}'",
            "no line: nothing listens there",
            "a listener: compare its address with the one nginx uses",
        ),
        Now,
        "Start the upstream, or correct the address or port that nginx connects to.",
        "",
    ),
    row(
        "upstream-no-route",
        ("ip neigh show {host}", "FAILED or INCOMPLETE", "REACHABLE: ask again during the failure"),
        Now,
        "Take the dead address out of the upstream, or bring its host back.",
        "",
    ),
    row(
        "network-unreachable",
        (
            "ip route get {host}",
            "Network is unreachable",
            "a route: ask from inside nginx's own network namespace",
        ),
        Now,
        "Add the missing route, or use an address of a family that the host can reach.",
        "",
    ),
    row(
        "upstream-connect-timeout",
        (
            "ss -tn state syn-sent dst {host}",
            "connections that stay in SYN-SENT",
            "none: look at the accept queue of the upstream",
        ),
        Now,
        "Open the port in the packet filter or security group on the way, or take the dead address out.",
        "",
    ),
    row(
        "upstream-kernel-connect-timeout",
        (
            "sysctl net.ipv4.tcp_syn_retries",
            "a small number, so that the kernel gives up before nginx",
            "6: then the connect timeout of nginx is longer than two minutes",
        ),
        Now,
        "Open the port on the way, or take the dead address out.",
        "",
    ),
    row(
        "upstream-connect-reset",
        (
            "tcpdump -ni any 'tcp[tcpflags] & tcp-rst != 0 and port {port}'",
            "a RST in answer to the first data",
            "none: ask again during the failure",
        ),
        Proper,
        "Find the device or proxy between nginx and the upstream that resets the connection.",
        "",
    ),
    row(
        "upstream-unix-socket-missing",
        (
            "ls -l {path}",
            "No such file or directory",
            "the socket is there: it came back, or nginx sees another file system",
        ),
        Now,
        "Start the application, or make both sides use the same path.",
        "",
    ),
    row(
        "upstream-unix-socket-permission",
        (
            "namei -l {path}",
            "nginx's user lacks w on the socket or x on a directory above",
            "all rights are there: look for SELinux or AppArmor",
        ),
        Now,
        "Give nginx's group access to the socket, where the application creates it.",
        "",
    ),
    row(
        "upstream-unix-socket-stale",
        ("ss -xlp | grep {path}", "no line: the file is left over", "a listener: it came back"),
        Now,
        "Restart the application.",
        "",
    ),
    row(
        "upstream-unix-backlog-full",
        ("ss -xl | grep {path}", "Recv-Q at or over Send-Q", "Recv-Q 0: ask again during the failure"),
        Proper,
        "Give the application more workers, and a longer backlog with a matching net.core.somaxconn.",
        "",
    ),
    row(
        "ephemeral-ports-exhausted",
        (
            "ss -tan dst {upstream} | wc -l",
            "near the size of net.ipv4.ip_local_port_range",
            "few: then the local address itself is missing",
        ),
        Proper,
        "Reuse connections to the upstream, so that each request does not cost a port.",
        "keepalive 64;\nproxy_http_version 1.1;\nproxy_set_header Connection \"\";",
    ),
    row(
        "worker-open-file-limit",
        (
            "grep 'open files' /proc/$(pgrep -f 'nginx: worker' | head -1)/limits",
            "a limit that the worker's descriptors reach",
            "a high limit: look for a leak",
        ),
        Proper,
        "Raise the workers' limit above twice worker_connections.",
        "worker_rlimit_nofile 65536;",
    ),
    row(
        "system-file-table-full",
        ("cat /proc/sys/fs/file-nr", "the first number reaches the third", "it is far from it"),
        Now,
        "Raise fs.file-max, and find who holds the files.",
        "",
    ),
    row(
        "worker-connections-exhausted",
        (
            "nginx -T 2>/dev/null | grep worker_connections",
            "a number that the open connections reach",
            "a large number: look for a request that comes back to nginx itself",
        ),
        Proper,
        "Raise worker_connections; a proxied request takes two.",
        "events { worker_connections 4096; }",
    ),
    row(
        "resolver-not-configured",
        ("nginx -T 2>/dev/null | grep -w resolver", "no line", "a line: it stands in another block"),
        Proper,
        "Name a resolver.",
        "resolver 127.0.0.53 valid=30s;",
    ),
    row(
        "upstream-name-nxdomain",
        (
            "dig +short {host}",
            "no line",
            "an address: nginx asks another server, and never applies search domains",
        ),
        Proper,
        "Correct the name, or write it in full: nginx applies no search domains.",
        "",
    ),
    row(
        "dns-resolver-unreachable",
        (
            "nginx -T 2>/dev/null | grep -w resolver",
            "an address where nothing answers on port 53",
            "the right address: ask it with dig",
        ),
        Now,
        "Point resolver at a name server that runs.",
        "",
    ),
    row(
        "resolver-timeout",
        (
            "nginx -T 2>/dev/null | grep -w resolver",
            "an address that gives no answer on port 53",
            "one that answers: ask again during the failure",
        ),
        Now,
        "Point resolver at a name server that answers.",
        "",
    ),
    row(
        "no-live-upstreams",
        (
            "grep -B20 -m1 'no live upstreams' /var/log/nginx/error.log",
            "failures of single servers right before",
            "none: the servers are marked down or have reached max_conns",
        ),
        Proper,
        "Cure what made the single servers fail; that is in the lines before.",
        "",
    ),
    row(
        "proxy-pass-invalid-url",
        ("nginx -T 2>/dev/null | grep proxy_pass", "an address made of variables", "a constant address"),
        Proper,
        "Make sure that the variables always give a scheme, a host and a port.",
        "",
    ),
    row(
        "upstream-tls-on-plain-port",
        (
            "openssl s_client -connect {upstream} </dev/null",
            "wrong version number",
            "a certificate: the port speaks TLS now",
        ),
        Now,
        "Use http:// for this upstream, or its TLS port.",
        "proxy_pass http://...;",
    ),
    row(
        "upstream-tls-no-sni",
        (
            "openssl s_client -connect {upstream} -servername NAME </dev/null",
            "works with the name and not without",
            "fails with the name too: compare versions and ciphers",
        ),
        Proper,
        "Send the server name.",
        "proxy_ssl_server_name on;",
    ),
    row(
        "upstream-certificate-not-verified",
        (
            "openssl s_client -connect {upstream} </dev/null | openssl x509 -noout -dates -subject",
            "an ended validity, or another name",
            "all good: look at proxy_ssl_trusted_certificate",
        ),
        Proper,
        "Renew the certificate, or give nginx the right authority or name.",
        "",
    ),
    row(
        "upstream-slow-read-timeout",
        (
            "curl -so /dev/null -w '%{time_starttransfer}\\n' http://{upstream}/",
            "more seconds than proxy_read_timeout",
            "an answer at once: it was slow only then",
        ),
        Proper,
        "Find what the upstream waits for; a longer proxy_read_timeout only hides it.",
        "",
    ),
    row(
        "upstream-stalled-body",
        (
            "curl -N http://{upstream}/",
            "the output stops in the middle",
            "it goes through: ask again during the failure",
        ),
        Proper,
        "Let the application send something within proxy_read_timeout, or stream it through a location with a longer one.",
        "",
    ),
    row(
        "upstream-send-timeout",
        ("ss -tnp dst {upstream}", "Send-Q stays full", "Send-Q 0"),
        Proper,
        "Let the application read the request's body.",
        "",
    ),
    row(
        "upstream-closed-early",
        (
            "journalctl -u SERVICE --since '1 hour ago'",
            "a crash, a restart or a time-out at the same second",
            "nothing: capture the packets and see who closes first",
        ),
        Proper,
        "Find why the application closes before it answers: a crash, a time-out of its own, or an idle connection that both sides used at once.",
        "",
    ),
    row(
        "upstream-reset",
        (
            "journalctl -u SERVICE --since '1 hour ago'",
            "a crash or a restart at the same second",
            "nothing: capture the packets and see who resets",
        ),
        Proper,
        "Find why the application's side resets the connection.",
        "",
    ),
    row(
        "upstream-closed-while-sending-body",
        (
            "curl -v --data-binary @BIG http://{upstream}/",
            "an answer before the body is sent",
            "the body is taken",
        ),
        Proper,
        "Let the application read or drain the body before it answers, or refuse large bodies in nginx.",
        "client_max_body_size 1m;",
    ),
    row(
        "upstream-truncated-body",
        (
            "curl -so /dev/null http://{upstream}/",
            "curl: (18) transfer closed with outstanding read data remaining",
            "a whole answer: it was cut only then",
        ),
        Proper,
        "Find why the application ends in the middle of its answer.",
        "",
    ),
    row(
        "upstream-header-too-big",
        (
            "curl -sD- -o /dev/null http://{upstream}/ | wc -c",
            "more bytes than proxy_buffer_size (4k or 8k)",
            "fewer: another user's cookies may be larger",
        ),
        Proper,
        "Shrink the header (cookies, tokens), or give it room.",
        "proxy_buffer_size 16k;\nproxy_buffers 8 16k;",
    ),
    row(
        "upstream-invalid-header",
        (
            "curl -sD- -o /dev/null http://{upstream}/ | cat -A",
            "a control character or a space in a name",
            "a clean header: ask with the same request",
        ),
        Proper,
        "Let the application encode what it puts into headers.",
        "",
    ),
    row(
        "disk-full-on-cache-write",
        ("df -h {path}", "100 % used", "space is free: look at df -i and at quotas"),
        Now,
        "Free space on that volume.",
        "",
    ),
    row(
        "temp-dir-permission-denied",
        ("namei -l {path}", "nginx's user may not write there", "it may: look for SELinux or AppArmor"),
        Now,
        "Give the directory to the user that the workers run as.",
        "",
    ),
    row(
        "request-body-too-large",
        (
            "nginx -T 2>/dev/null | grep client_max_body_size",
            "less than the body",
            "more: the limit of another block counts",
        ),
        Proper,
        "Raise client_max_body_size where such bodies are meant to be.",
        "",
    ),
    row(
        "rate-limit-exceeded",
        ("nginx -T 2>/dev/null | grep limit_", "a rate or number that the clients reach", "none"),
        Proper,
        "Raise the limit or its burst if these clients are meant to be served.",
        "",
    ),
    row(
        "proxy-worker-crashed",
        (
            "coredumpctl list nginx",
            "a core at the same second",
            "none: look for the kernel's line about the signal",
        ),
        Now,
        "Disable the third-party module that the core's stack names.",
        "",
    ),
];

/// The advice for a cause.
pub fn advice(cause: &str) -> Option<&'static Advice> {
    ADVICE.iter().find(|advice| advice.cause == cause)
}
