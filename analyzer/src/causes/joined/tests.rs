//! Each check speaks of what it is for, and is silent where one line is another.

use std::fmt::Write as _;

use super::ROWS;
use crate::report::{Confidence, Report};
use crate::source::{Input, Piece, Role};

fn judged(texts: &[&str]) -> Report {
    let piece = |text: &&str| {
        let normal = text.strip_prefix("NORMAL\n");
        Piece {
            name: format!("{}.txt", text.len()),
            role: normal.map(|_| Role::Normal),
            bytes: normal.unwrap_or(text).as_bytes().to_vec(),
        }
    };
    crate::analyze(&Input { pieces: texts.iter().map(piece).collect() })
}

/// A line of nginx's error log: what failed, for which request, to which upstream.
fn nginx(said: &str, path: &str, upstream: &str) -> String {
    format!(
        "2026/11/21 01:22:04 [error] 7#7: *1 {said}, client: 10.0.0.1, server: a.example, request: \"GET {path} HTTP/1.1\", upstream: \"{upstream}\", host: \"a.example\"\n"
    )
}

fn refused(upstream: &str) -> String {
    nginx("connect() failed (111: Connection refused) while connecting to upstream", "/x", upstream)
}

/// A line of an access log, in the second of the error log's lines.
fn access(path: &str, status: u16, behind: &str) -> String {
    format!(
        "10.0.0.1 - - [21/Nov/2026:01:22:04 +0000] \"GET {path} HTTP/1.1\" {status} 157 \"-\" \"curl\"{behind}\n"
    )
}

/// A server with one location.
fn site(location: &str, inside: &str) -> String {
    format!(
        "server {{\n    listen 80;\n    server_name a.example;\n    location {location} {{\n        {inside}\n    }}\n}}\n"
    )
}

const RESET: &str =
    "recv() failed (104: Connection reset by peer) while reading response header from upstream";
const NOT_HTTP: &str = "upstream sent no valid HTTP/1.0 header while reading response header from upstream";

/// Id, how sure, what makes it speak, and what does not.
type Example = (&'static str, Confidence, Vec<String>, Vec<String>);

#[expect(clippy::too_many_lines, reason = "a table")]
fn examples() -> Vec<Example> {
    use Confidence::{Likely, Possible, Proven};
    let listens = |address: &str| {
        format!(
            "State  Recv-Q Send-Q Local Address:Port Peer Address:Port\nLISTEN 0      128    {address} 0.0.0.0:*\n"
        )
    };
    let dig = |name: &str, address: &str| format!("{name}.\t\t30\tIN\tA\t{address}\n");
    let docker = |port: u16| {
        format!(
            "CONTAINER ID   IMAGE     COMMAND   CREATED       STATUS         PORTS                    NAMES\n4f1a1bd3e0f1   orders    \"/app\"    3 hours ago   Up 3 hours     0.0.0.0:{port}->{port}/tcp   orders\n"
        )
    };
    let dropped = |port: u16| {
        format!(
            "[12345.678901] REJECT: IN=eth0 OUT= MAC=00 SRC=10.0.0.1 DST=10.0.0.9 LEN=60 TOS=0x00 PROTO=TCP SPT=40000 DPT={port} WINDOW=64240 SYN\n"
        )
    };
    let unresolved = "2026/11/21 01:22:04 [error] 7#7: *1 orders could not be resolved (3: Host not found), client: 10.0.0.1, server: a.example, request: \"GET / HTTP/1.1\", host: \"a.example\"\n";
    let no_live = nginx("no live upstreams while connecting to upstream", "/x", "http://api/x");
    let group = |mark: &str| {
        format!(
            "upstream api {{\n    server 10.0.0.8:80 {mark};\n    server 10.0.0.9:80 {mark};\n}}\n{}",
            site("/", "proxy_pass http://api;")
        )
    };
    let slots = "2026/11/21 01:22:04 [alert] 7#7: 64 worker_connections are not enough\n".to_string();
    let emergency =
        "2026/11/21 01:20:04 [emerg] 7#7: cannot load certificate \"/etc/ssl/a.pem\"\n".to_string();
    let host_refused = "2026-11-21T01:22:04Z error Invalid HTTP_HOST header: '10.0.0.9'. You may need to add '10.0.0.9' to ALLOWED_HOSTS.\n".to_string();
    let unknown = "2026-11-21T01:22:04Z error getaddrinfo failed for api.internal\n".to_string();
    let outer = |own: &str| {
        format!(
            "server {{\n    listen 80;\n    proxy_set_header Host $host;\n    location / {{\n        {own}\n        proxy_pass http://10.0.0.9:80;\n    }}\n}}\n"
        )
    };
    let sockets = "2026-11-21T01:22:04Z error websocket: the client is not using the websocket protocol: 'upgrade' token not found in 'Connection' header\n".to_string();
    let events = |reason: &str| {
        format!(
            "LAST SEEN   TYPE      REASON      OBJECT       MESSAGE\n2m          Normal    {reason}   pod/orders   Stopping container orders\n"
        )
    };
    let interface = |name: &str| {
        format!(
            "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000\n{name}"
        )
    };
    let eth =
        "2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 1000\n";
    let unreachable = "2026-11-21T01:22:04Z error connect 10.0.0.9:80: Network is unreachable\n".to_string();
    let mounted = "/dev/vda1 on / type ext4 (rw,relatime)\n";
    let data = "/dev/vdb1 on /srv/data type ext4 (rw,relatime)\n";
    let missing =
        "2026-11-21T01:22:04Z error open /srv/data/model.bin: no such file or directory\n".to_string();
    let open = |size: &str| {
        format!(
            "COMMAND PID     USER   FD   TYPE DEVICE SIZE/OFF   NODE NAME\njava     40 www-data   11w  REG  253,1 {size} 91 /var/log/app.log (deleted)\n"
        )
    };
    let full = "2026-11-21T01:22:04Z error write: No space left on device\n".to_string();
    let df = |mount: &str| {
        format!(
            "Filesystem      Size  Used Avail Use% Mounted on\n/dev/vda1        20G   20G     0 100% {mount}\n"
        )
    };
    let ping = |received: u32| {
        format!(
            "PING 10.0.0.9 (10.0.0.9) 56(84) bytes of data.\n20 packets transmitted, {received} received, 20% packet loss, time 3070ms\n"
        )
    };
    let late = "2026-11-21T01:22:04Z error upstream 10.0.0.9: timed out\n".to_string();
    let descriptors =
        "2026/11/21 01:22:04 [crit] 7#7: accept4() failed (24: Too many open files)\n".to_string();
    let limits =
        |slots: u32| format!("worker_rlimit_nofile 1024;\nevents {{\n    worker_connections {slots};\n}}\n");
    let hosts = |wanted: &str| {
        format!(
            "server {{\n    listen 80;\n    server_name b.example;\n    root /srv/b;\n}}\nserver {{\n    listen 8080;\n    server_name {wanted};\n}}\n"
        )
    };
    let other = "2026/11/21 01:22:04 [error] 7#7: *1 open() \"/srv/b/x\" failed (2: No such file or directory), client: 10.0.0.1, server: b.example, request: \"GET /x HTTP/1.1\", host: \"a.example\"\n".to_string();
    let balancer = |status: u16| {
        format!(
            "http 2026-11-21T01:22:04.186641Z app/web/50dc6c495c0c9188 203.0.113.7:2817 10.0.0.1:80 0.001 60.000 0.000 {status} - 34 366 \"GET http://a.example:80/report HTTP/1.1\" \"curl/7.88.1\" - - arn:aws:x \"Root=1-5833\" \"-\" \"-\" 0 2026-11-21T01:21:04.186000Z \"forward\" \"-\" \"-\" \"10.0.0.1:80\" \"-\" \"-\" \"-\"\n"
        )
    };
    let gone = access("/report", 499, " rt=60.001");
    let v6 = "http://[::1]:3000/x";
    vec![
        (
            "localhost-resolves-to-ipv6",
            Likely,
            vec![refused(v6), listens("127.0.0.1:3000"), site("/", "proxy_pass http://localhost:3000;")],
            vec![refused(v6), listens("127.0.0.1:3001"), site("/", "proxy_pass http://[::1]:3000;")],
        ),
        (
            "container-loopback-upstream",
            Likely,
            vec![refused("http://127.0.0.1:8000/x"), docker(8000)],
            vec![refused("http://127.0.0.1:8000/x"), docker(8001)],
        ),
        (
            "firewall-rejects-connection",
            Likely,
            vec![refused("http://10.0.0.9:8000/x"), dropped(8000)],
            vec![refused("http://10.0.0.9:8000/x"), dropped(22)],
        ),
        (
            "stale-dns-address",
            Likely,
            vec![
                refused("http://10.0.0.9:80/x"),
                site("/", "proxy_pass http://api.internal;"),
                dig("api.internal", "10.0.0.7"),
            ],
            vec![
                refused("http://10.0.0.9:80/x"),
                site("/", "proxy_pass http://api.internal;"),
                dig("api.internal", "10.0.0.9"),
            ],
        ),
        (
            "stale-upstream-address",
            Likely,
            vec![
                refused("http://10.0.0.9:80/x"),
                site("/", "proxy_pass http://10.0.0.9:80;"),
                "NAME     ENDPOINTS                     AGE\norders   10.0.0.7:80,10.0.0.8:80       5d\n"
                    .into(),
            ],
            vec![
                refused("http://10.0.0.9:80/x"),
                site("/", "proxy_pass http://10.0.0.9:80;"),
                "NAME     ENDPOINTS                     AGE\norders   10.0.0.7:80,10.0.0.9:80       5d\n"
                    .into(),
            ],
        ),
        (
            "search-domain-not-applied",
            Likely,
            vec![unresolved.into(), dig("orders.shop.svc.cluster.local", "10.0.0.7")],
            vec![unresolved.into(), dig("orders-old.shop.svc.cluster.local", "10.0.0.7")],
        ),
        (
            "name-without-address",
            Likely,
            vec![unknown.clone(), "*** Can't find api.internal: No answer\n".into()],
            vec![unknown, "** server can't find api.internal: NXDOMAIN\n".into()],
        ),
        (
            "upstream-peers-down-or-full",
            Proven,
            vec![no_live.clone(), group("down")],
            vec![no_live.clone(), group("weight=2")],
        ),
        (
            "proxy-loops-to-itself",
            Likely,
            // A worker without a free slot resets what it has accepted from itself.
            vec![
                slots.clone() + &nginx(RESET, "/x", "http://127.0.0.1:80/x"),
                site("/", "proxy_pass http://127.0.0.1:80;"),
            ],
            vec![slots, site("/", "proxy_pass http://127.0.0.1:8080;")],
        ),
        (
            "proxy-config-not-reloaded",
            Likely,
            vec![
                emergency.clone() + &refused("http://10.0.0.9:80/x"),
                site("/", "proxy_pass http://10.0.0.9:81;"),
            ],
            vec![emergency + &refused("http://10.0.0.9:80/x"), site("/", "proxy_pass http://10.0.0.9;")],
        ),
        (
            "proxy-set-header-inheritance-lost",
            Likely,
            vec![access("/x", 400, ""), host_refused.clone(), outer("proxy_set_header X-A b;")],
            vec![access("/x", 400, ""), host_refused, outer("proxy_read_timeout 5s;")],
        ),
        (
            "websocket-upgrade-headers-missing",
            Likely,
            vec![sockets.clone(), site("/", "proxy_pass http://10.0.0.9:80;")],
            vec![access("/x", 502, ""), site("/", "proxy_pass http://10.0.0.9:80;")],
        ),
        (
            "proxy-pass-path-changed",
            Likely,
            vec![
                access("/api/users", 404, ""),
                access("//users", 404, " "),
                site("/api", "proxy_pass http://10.0.0.9:80/;"),
            ],
            vec![
                access("/api/users", 404, ""),
                access("/users", 404, " "),
                site("/other", "proxy_pass http://10.0.0.9:80/;"),
            ],
        ),
        (
            "wrong-virtual-host-selected",
            Likely,
            vec![other.clone(), hosts("a.example")],
            vec![other, hosts("c.example")],
        ),
        (
            "load-balancer-timeout-shorter-than-proxy",
            Likely,
            vec![gone.clone(), balancer(504)],
            vec![gone, balancer(200)],
        ),
        (
            "rolling-deploy-race",
            Possible,
            vec![refused("http://10.0.0.9:80/x"), events("Killing")],
            vec![refused("http://10.0.0.9:80/x"), events("Pulled ")],
        ),
        (
            "isolated-network-namespace",
            Likely,
            vec![unreachable.clone(), interface("")],
            vec![unreachable, interface(eth)],
        ),
        (
            "filesystem-not-mounted",
            Likely,
            vec![missing.clone(), format!("NORMAL\n{mounted}{data}"), mounted.into()],
            vec![missing, format!("NORMAL\n{mounted}{data}"), format!("{mounted}{data}")],
        ),
        (
            "deleted-file-holds-space",
            Likely,
            vec![full.clone(), df("/var/log"), open("18000000000")],
            vec![full, df("/srv"), open("18000000000")],
        ),
        ("packet-loss", Likely, vec![late.clone(), ping(16)], vec![late, ping(20)]),
        (
            "open-file-limit-below-worker-connections",
            Possible,
            vec![descriptors.clone(), limits(4096)],
            vec![descriptors, limits(512)],
        ),
        (
            "typographic-quotes-in-config",
            Possible,
            vec![
                access("/x", 502, ""),
                site("/", "proxy_pass http://10.0.0.9:80; proxy_set_header X-A \u{201c}b\u{201d};"),
            ],
            vec![
                access("/x", 502, ""),
                site("/", "proxy_pass http://10.0.0.9:80; proxy_set_header X-A \"b\";"),
            ],
        ),
        (
            "typographic-quotes-in-config",
            Possible,
            vec![
                access("/x", 502, ""),
                site("/", "proxy_pass http://10.0.0.9:80; proxy_set_header X-A \u{201c}b\u{201d};"),
            ],
            vec![
                access("/x", 502, "").replace("GET", "\u{201c}GET"),
                site("/", "proxy_pass http://10.0.0.9:80; proxy_set_header X-A \u{201c}b\u{201d};"),
            ],
        ),
        (
            "upstream-plain-http-on-tls-port",
            Likely,
            vec![nginx(NOT_HTTP, "/x", "http://10.0.0.9:443/x")],
            vec![nginx(NOT_HTTP, "/x", "http://10.0.0.9:8025/x")],
        ),
        (
            "rate-limit-exceeded",
            Likely,
            vec![limited(""), site("/", "proxy_pass http://10.0.0.9:80; limit_conn zone 2;")],
            vec![
                limited(" uaddr=10.0.0.9:80 ustatus=503"),
                site("/", "proxy_pass http://10.0.0.9:80; limit_conn zone 2;"),
            ],
        ),
        (
            "resolver-not-configured",
            Likely,
            vec![access("/x", 502, ""), site("/", "set $to api.internal; proxy_pass http://$to:80;")],
            vec![access("/x", 502, ""), site("/", "set $to 10.0.0.9; proxy_pass http://$to:80;")],
        ),
        ("proxy-reload-cuts-connections", Likely, reload(14), reload(50)),
        ("upstream-keepalive-request-limit", Likely, vec![capture(3)], vec![capture(2)]),
    ]
}

/// A request that an upstream answered, and one that is refused; `behind` is what the log tells of the upstream of that.
fn limited(behind: &str) -> String {
    access("/x", 200, " uaddr=10.0.0.9:80 ustatus=200") + &access("/x", 503, behind)
}

/// A reload, and a long connection that ends at that second of the minute.
fn reload(ends: u32) -> Vec<String> {
    vec![
        "2026/11/21 01:22:04 [notice] 1#1: signal 1 (SIGHUP) received from 40, reconfiguring\n".into(),
        "worker_shutdown_timeout 10s;\nevents {\n    worker_connections 512;\n}\n".into(),
        format!(
            "10.0.0.1 - - [21/Nov/2026:01:22:{ends} +0000] \"GET /live HTTP/1.1\" 101 4157 \"-\" \"curl\" rt=600.001\n"
        ),
    ]
}

/// Two connections that the server closes after two requests, and one that is used so often in all.
fn capture(last: usize) -> String {
    let mut text = String::new();
    let mut second = 0;
    for (port, requests) in [(40_001, 2), (40_002, 2), (40_003, last)] {
        let mut line = |from_client: bool, rest: &str| {
            second += 1;
            let (client, server) = (format!("10.0.0.1.{port}"), "10.0.0.9.80".to_string());
            let (from, to) = if from_client { (client, server) } else { (server, client) };
            let _ = writeln!(text, "01:23:{second:02}.000000 IP {from} > {to}: {rest}");
        };
        line(true, "Flags [S], seq 1000, win 64240, length 0");
        line(false, "Flags [S.], seq 2000, ack 1001, win 64240, length 0");
        for n in 0..requests {
            let (from, to) = (1 + n * 100, 101 + n * 100);
            line(
                true,
                &format!(
                    "Flags [P.], seq {from}:{to}, ack {from}, win 502, length 100: HTTP: GET / HTTP/1.1"
                ),
            );
            if n < 2 {
                line(
                    false,
                    &format!(
                        "Flags [P.], seq {from}:{to}, ack {to}, win 502, length 100: HTTP: HTTP/1.1 200 OK"
                    ),
                );
            }
        }
        line(false, "Flags [F.], seq 201, ack 201, win 502, length 0");
    }
    text
}

#[test]
fn each_speaks_where_it_fits_and_is_silent_where_it_does_not() {
    let mut wrong = Vec::new();
    for (id, sure, speaks, silent) in examples() {
        let texts = |all: &[String]| judged(&all.iter().map(String::as_str).collect::<Vec<_>>());
        let report = texts(&speaks);
        let said = |report: &Report| {
            let all = report.diagnoses.iter().map(|one| format!("{} {:?}", one.cause, one.confidence));
            all.collect::<Vec<_>>().join(", ")
        };
        let first = report.diagnoses.first();
        let found = report.diagnoses.iter().find(|one| one.cause == id);
        let first_fits = sure == Confidence::Possible || first.is_some_and(|one| one.cause == id);
        if found.is_none_or(|one| one.confidence != sure) || !first_fits {
            wrong.push(format!("{id} speaks as: {}", said(&report)));
        }
        if let Some(one) = found {
            let words = [&one.title, &one.summary].into_iter().chain(&one.mechanism);
            let filled = words.clone().all(|words| !words.is_empty() && !words.contains(['{', '`']));
            let reasons = one.evidence.iter().all(|line| line.why.contains(' '));
            let whole = one.mechanism.len() == 2 && !one.confirm.is_empty() && !one.fix.is_empty();
            if !(filled && reasons && whole && one.title != one.cause) {
                wrong.push(format!("{id} has no whole words: {one:?}"));
            }
        }
        let report = texts(&silent);
        if report.diagnoses.iter().any(|one| one.cause == id) {
            wrong.push(format!("{id} is not silent: {}", said(&report)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_check_has_its_examples() {
    let known = examples();
    let without: Vec<&str> =
        ROWS.iter().map(|row| row.0).filter(|id| !known.iter().any(|one| one.0 == *id)).collect();
    assert!(without.is_empty(), "{without:?}");
}
