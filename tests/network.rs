//! Packets and sockets as evidence: each sign is told, healthy listings are left alone, and the versions decide.

#![allow(clippy::indexing_slicing)]
use analyzer::report::{Confidence, Report, Verdict};
use analyzer::source::{Input, Piece};

fn report(pieces: &[(&str, &str)]) -> Report {
    let piece =
        |(name, text): &(&str, &str)| Piece { name: (*name).into(), role: None, bytes: (*text).into() };
    analyzer::analyze(&Input { pieces: pieces.iter().map(piece).collect() })
}

/// What comes first, with how sure it is.
fn first(report: &Report) -> Option<(&str, Confidence)> {
    report.diagnoses.first().map(|one| (one.cause.as_str(), one.confidence))
}

/// The lines that the first diagnosis cites of a source.
fn cited(report: &Report, source: &str) -> Vec<u32> {
    let of = |one: &analyzer::report::Evidence| (one.source == source).then_some(one.line);
    report.diagnoses.first().map(|one| one.evidence.iter().filter_map(of).collect()).unwrap_or_default()
}

const HANDSHAKE: &str = "\
01:30:00.000100 IP 10.0.0.1.44574 > 10.0.0.69.8080: Flags [S], seq 427004039, win 64240, options [mss 1460,sackOK], length 0
01:30:00.000110 IP 10.0.0.69.8080 > 10.0.0.1.44574: Flags [S.], seq 1829152729, ack 427004040, win 65160, length 0
01:30:00.000120 IP 10.0.0.1.44574 > 10.0.0.69.8080: Flags [.], ack 1, win 63, length 0
01:30:00.000500 IP 10.0.0.1.44574 > 10.0.0.69.8080: Flags [P.], seq 1:124, ack 1, win 63, length 123: HTTP: GET /slow HTTP/1.0
01:30:00.000510 IP 10.0.0.69.8080 > 10.0.0.1.44574: Flags [.], ack 124, win 64, length 0
";

const ANSWER: &str = "\
01:30:00.010000 IP 10.0.0.69.8080 > 10.0.0.1.44574: Flags [P.], seq 1:322, ack 124, win 64, length 321: HTTP: HTTP/1.1 200 OK
01:30:00.010100 IP 10.0.0.1.44574 > 10.0.0.69.8080: Flags [.], ack 322, win 63, length 0
";

/// A line from the server at that time, behind the handshake.
fn server(time: &str, flags: &str, rest: &str) -> String {
    format!("{time} IP 10.0.0.69.8080 > 10.0.0.1.44574: Flags [{flags}], {rest}\n")
}

fn client(time: &str, flags: &str, rest: &str) -> String {
    format!("{time} IP 10.0.0.1.44574 > 10.0.0.69.8080: Flags [{flags}], {rest}\n")
}

const MESSAGE: &str = "2026/11/21 01:32:00 [error] 7#7: *1 upstream prematurely closed connection while reading response header from upstream, client: 10.0.0.9, server: _, request: \"GET /slow HTTP/1.1\", upstream: \"http://10.0.0.69:8080/slow\", host: \"web\"\n";

/// The server ends the request after that time.
fn ended_at(time: &str) -> String {
    format!("{HANDSHAKE}{}", server(time, "F.", "seq 1, ack 124, win 64, length 0"))
}

#[test]
fn an_old_node_that_closes_after_two_minutes_did_it_by_its_default() {
    let packets = ended_at("01:32:00.002000");
    let given = [("packets.txt", packets.as_str()), ("error.log", MESSAGE), ("version.txt", "v10.15.1\n")];
    let told = report(&given);
    assert_eq!(first(&told), Some(("node-server-timeout", Confidence::Proven)), "{:?}", told.diagnoses);
    assert_eq!(cited(&told, "packets.txt"), [6, 4]);
    assert_eq!(cited(&told, "version.txt"), [1]);
    assert_eq!(cited(&told, "error.log"), [1]);
}

#[test]
fn a_node_without_that_default_is_not_blamed() {
    let packets = ended_at("01:32:00.002000");
    for version in ["v14.17.0\n", "v13.0.0\n", "v20.20.2\n"] {
        let told = report(&[("packets.txt", &packets), ("error.log", MESSAGE), ("version.txt", version)]);
        assert!(told.diagnoses.iter().all(|one| one.cause != "node-server-timeout"), "{version}");
        assert_eq!(first(&told).map(|(cause, _)| cause), Some("upstream-server-timeout-closes-request"));
    }
}

#[test]
fn an_old_node_that_closes_after_another_time_has_another_reason() {
    let packets = ended_at("01:30:07.312000");
    let told = report(&[("packets.txt", &packets), ("error.log", MESSAGE), ("version.txt", "v10.15.1\n")]);
    assert!(told.diagnoses.iter().all(|one| one.cause != "node-server-timeout"));
    assert_eq!(first(&told).map(|(cause, _)| cause), Some("upstream-closed-early"));
    assert!(cited(&told, "packets.txt").contains(&6));
}

#[test]
fn a_single_line_that_counts_from_the_beginning_shows_that_nothing_was_answered() {
    let line = server("01:32:00.002000", "F.", "seq 1, ack 124, win 64, length 0");
    let told = report(&[("packets.txt", &line), ("error.log", MESSAGE), ("version.txt", "v10.15.1\n")]);
    assert_eq!(first(&told), Some(("node-server-timeout", Confidence::Likely)));
}

#[test]
fn each_way_in_which_a_connection_fails_has_its_name() {
    let open = "01:30:58.225653 IP gw.54374 > api.9702: Flags [S], seq 3544864426, win 64240, length 0\n";
    let refused = format!(
        "{open}01:30:58.225662 IP api.9702 > gw.54374: Flags [R.], seq 0, ack 3544864427, win 0, length 0\n"
    );
    let silent =
        [open, &open.replace("01:30:58", "01:30:59"), &open.replace("01:30:58", "01:31:01")].concat();
    let reset = format!("{HANDSHAKE}{}", server("01:30:00.700000", "R.", "seq 1, ack 124, win 64, length 0"));
    let early = ended_at("01:30:01.312000");
    let race = [
        HANDSHAKE,
        ANSWER,
        &server("01:30:05.010000", "F.", "seq 322, ack 124, win 64, length 0"),
        &client("01:30:05.010300", "P.", "seq 124:247, ack 323, win 63, length 123"),
        &server("01:30:05.010320", "R", "seq 1829153051, win 0, length 0"),
    ]
    .concat();
    let left = format!("{HANDSHAKE}{}", client("01:30:03.000600", "F.", "seq 124, ack 1, win 63, length 0"));
    let body = [
        HANDSHAKE,
        &client("01:30:00.000600", "P.", "seq 124:28961, ack 1, win 63, length 28837"),
        &server("01:30:00.000900", "R.", "seq 1, ack 28961, win 92, length 0"),
    ]
    .concat();
    let (answer, taken) = ANSWER.split_once('\n').unwrap_or_default();
    let cut = [
        HANDSHAKE,
        answer,
        "\n......,.HTTP/1.1 200 OK\nContent-Length: 9120\n",
        taken,
        &server("01:30:00.020000", "F.", "seq 322, ack 124, win 64, length 0"),
    ]
    .concat();
    for (packets, cause) in [
        (refused, "connection-refused"),
        (silent, "connection-timeout"),
        (reset, "upstream-reset"),
        (early, "upstream-closed-early"),
        (race, "upstream-keepalive-idle-race"),
        (left, "client-closed-request"),
        (body, "upstream-closed-while-sending-body"),
        (cut, "upstream-truncated-body"),
    ] {
        let told = report(&[("packets.txt", &packets)]);
        assert_eq!(first(&told), Some((cause, Confidence::Likely)), "{packets}");
        let one = &told.diagnoses[0];
        assert!(!one.title.contains('{') && !one.summary.contains('{'), "{} {}", one.title, one.summary);
        assert!(one.mechanism.len() > 2 && !one.confirm.is_empty() && !one.fix.is_empty(), "{cause}");
        assert!(one.evidence.iter().all(|line| line.why.contains(' ')), "{:?}", one.evidence);
    }
}

#[test]
fn the_same_time_again_and_again_is_a_time_limit() {
    let other = ended_at("01:30:03.004000").replace("44574", "44590").replace("01:30:0", "01:40:0");
    let packets = format!("{}{other}", ended_at("01:30:03.001000"));
    let told = report(&[("packets.txt", &packets)]);
    assert_eq!(first(&told), Some(("upstream-server-timeout-closes-request", Confidence::Likely)));
}

#[test]
fn healthy_listings_say_nothing() {
    let closed = [
        HANDSHAKE,
        ANSWER,
        &server("01:30:00.020000", "F.", "seq 322, ack 124, win 64, length 0"),
        &client("01:30:00.020100", "F.", "seq 124, ack 323, win 63, length 0"),
        &server("01:30:00.020110", ".", "ack 125, win 64, length 0"),
    ]
    .concat();
    let kept = format!("{HANDSHAKE}{ANSWER}");
    let idle = format!("{kept}{}", server("01:31:15.010000", "F.", "seq 322, ack 124, win 64, length 0"));
    // A client that shuts down its sending side and still takes the answer.
    let half = [
        HANDSHAKE,
        &client("01:30:00.000600", "F.", "seq 124, ack 1, win 63, length 0"),
        &server("01:30:00.900000", "P.", "seq 1:322, ack 125, win 64, length 321"),
        &server("01:30:00.900100", "F.", "seq 322, ack 125, win 64, length 0"),
    ]
    .concat();
    let probe = "\
01:30:00.000100 IP 10.0.0.1.44574 > 10.0.0.69.8080: Flags [S], seq 427004039, win 64240, length 0
01:30:00.000110 IP 10.0.0.69.8080 > 10.0.0.1.44574: Flags [S.], seq 1829152729, ack 427004040, win 65160, length 0
01:30:00.000120 IP 10.0.0.1.44574 > 10.0.0.69.8080: Flags [R.], seq 1, ack 1, win 63, length 0
";
    let sockets = "\
State  Recv-Q Send-Q Local Address:Port Peer Address:Port
LISTEN 0      511        127.0.0.1:80        0.0.0.0:*
LISTEN 0      4096       127.0.0.1:8145      0.0.0.0:*
ESTAB  0      0          127.0.0.1:60800    127.0.0.1:3306
";
    let states = "TIME_WAIT \t 4210\nESTABLISHED \t 656\nCLOSE_WAIT \t 3\nSYN_RECV \t 1\nFIN_WAIT1 \t 4\n";
    let counters = "TcpExtListenOverflows           0                  0.0\nTcpRetransSegs                  120                0.0\n";
    let settings = "net.core.somaxconn = 4096\nnet.ipv4.ip_local_port_range = 32768\t60999\nnet.netfilter.nf_conntrack_count = 812\nnet.netfilter.nf_conntrack_max = 262144\n";
    for text in [&closed, &kept, &idle, &half, probe, sockets, states, counters, settings] {
        let told = report(&[("listing.txt", text)]);
        assert!(told.diagnoses.is_empty(), "{text}{:?}", told.diagnoses);
        assert_ne!(told.verdict, Verdict::CauseFound);
    }
}

#[test]
fn a_capture_on_both_sides_tells_one_story() {
    let packets = ended_at("01:30:01.312000");
    let told = report(&[("client.txt", &packets), ("server.txt", &packets)]);
    assert_eq!(first(&told), Some(("upstream-closed-early", Confidence::Likely)));
}

#[test]
fn tshark_tells_the_same() {
    let packets = "\
    1 0.000000000     10.0.0.1 → 10.0.0.69    TCP 74 44574 → 8080 [SYN] Seq=0 Win=64240 Len=0 MSS=1460
    2 0.000010000    10.0.0.69 → 10.0.0.1     TCP 74 8080 → 44574 [SYN, ACK] Seq=0 Ack=1 Win=65160 Len=0
    3 0.000020000     10.0.0.1 → 10.0.0.69    TCP 66 44574 → 8080 [ACK] Seq=1 Ack=1 Win=64512 Len=0
    4 0.000500000     10.0.0.1 → 10.0.0.69    HTTP 189 GET /slow HTTP/1.0 
    5 120.002000000    10.0.0.69 → 10.0.0.1     TCP 66 8080 → 44574 [FIN, ACK] Seq=1 Ack=124 Win=65536 Len=0
";
    let told = report(&[("packets.txt", packets), ("version.txt", "v10.15.1\n")]);
    assert_eq!(first(&told), Some(("node-server-timeout", Confidence::Proven)));
}

#[test]
fn all_ports_towards_one_destination_are_taken() {
    let mut rows = vec!["State     Recv-Q Send-Q Local Address:Port  Peer Address:Port".to_string()];
    let row = |port: u32| format!("TIME-WAIT 0      0           10.1.0.1:{port}    10.1.0.20:8087");
    rows.extend((40_000..40_024).map(row));
    let rows = rows.join("\n") + "\n";
    let range = "net.ipv4.ip_local_port_range = 40000\t40023\n";
    let told = report(&[("sockets.txt", &rows), ("sysctl.txt", range)]);
    assert_eq!(first(&told), Some(("ephemeral-ports-exhausted", Confidence::Likely)));
    let told = report(&[("sockets.txt", &rows)]);
    assert!(told.diagnoses.is_empty());
}

/// A post about story and evidence together, with prose in two languages, prompts and fences.
#[test]
fn a_post_that_tells_the_story_names_node() {
    let post = |version: &str| {
        format!(
            "接口请求 1-2 分钟后报 502，其他环境无法复现。\n\nnginx 的日志里是 `upstream prematurely closed connection while reading response header from upstream`，即上游过早关闭连接。\n\n这个模块超过2分钟会主动断开请求，验证一下版本：\n\n```\ndocker exec -it 7f node -v\n{version}\n```\n\n果然如此，接下来就是修改了。\n"
        )
    };
    let told = report(&[("post.md", &post("v10.15.1"))]);
    assert_eq!(first(&told), Some(("node-server-timeout", Confidence::Likely)), "{:?}", told.sources);
    let told = report(&[("post.md", &post("v14.17.0"))]);
    assert!(told.diagnoses.is_empty());
}

#[test]
fn a_pile_of_closed_connections_alone_is_no_failure_and_has_no_cause() {
    let told =
        report(&[("states.txt", "SYN_RECV \t 1\nESTABLISHED \t 656\nFIN_WAIT1 \t 4\nTIME_WAIT \t 153429\n")]);
    assert!(told.diagnoses.iter().all(|one| one.confidence == Confidence::Possible), "{:?}", told.diagnoses);
}
