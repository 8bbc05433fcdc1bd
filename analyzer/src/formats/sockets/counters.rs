//! Counters of the network stack: `nstat` prints the kernel's names, `netstat -s` prints sentences.

use crate::model::listing::Fact;
use crate::model::socket::Counter;
use crate::order::InList;

/// What `netstat -s` says for a counter (net-tools' `statistics.c`; the spelling differs between versions).
const SENTENCES: &[(&str, &str)] = &[
    ("times the listen queue of a socket overflowed", "TcpExtListenOverflows"),
    ("SYNs to LISTEN sockets dropped", "TcpExtListenDrops"),
    ("SYNs to LISTEN sockets ignored", "TcpExtListenDrops"),
    ("SYN cookies sent", "TcpExtSyncookiesSent"),
    ("SYN cookies received", "TcpExtSyncookiesRecv"),
    ("passive connections rejected because of time stamp", "TcpExtPAWSPassive"),
    ("passive connections rejected because of timestamp", "TcpExtPAWSPassive"),
    ("time wait sockets recycled by time stamp", "TcpExtTWRecycled"),
    ("TCP sockets finished time wait in fast timer", "TcpExtTW"),
    ("TCP sockets finished time wait in slow timer", "TcpExtTWKilled"),
    ("connections aborted due to timeout", "TcpExtTCPAbortOnTimeout"),
    ("connections aborted due to memory pressure", "TcpExtTCPAbortOnMemory"),
    ("connections reset due to early user close", "TcpExtTCPAbortOnClose"),
    ("connections reset due to unexpected data", "TcpExtTCPAbortOnData"),
    ("failed connection attempts", "TcpAttemptFails"),
    ("connection resets received", "TcpEstabResets"),
    ("resets sent", "TcpOutRsts"),
    ("segments retransmited", "TcpRetransSegs"),
    ("segments retransmitted", "TcpRetransSegs"),
    ("segments send out", "TcpOutSegs"),
    ("segments sent out", "TcpOutSegs"),
    ("active connections openings", "TcpActiveOpens"),
    ("active connection openings", "TcpActiveOpens"),
    ("passive connection openings", "TcpPassiveOpens"),
    ("connections established", "TcpCurrEstab"),
];

/// Counters that are read by their name.
const NAMES: &[&str] = &[
    "TcpExtListenOverflows",
    "TcpExtListenDrops",
    "TcpExtSyncookiesSent",
    "TcpExtSyncookiesRecv",
    "TcpExtTCPReqQFullDoCookies",
    "TcpExtTCPReqQFullDrop",
    "TcpExtPAWSPassive",
    "TcpExtPAWSPassiveRejected",
    "TcpExtTWRecycled",
    "TcpExtTW",
    "TcpExtTCPTimeWaitOverflow",
    "TcpExtTCPAbortOnTimeout",
    "TcpExtTCPAbortOnMemory",
    "TcpExtTCPBacklogDrop",
    "TcpExtTCPMemoryPressures",
    "TcpAttemptFails",
    "TcpEstabResets",
    "TcpOutRsts",
    "TcpRetransSegs",
    "TcpOutSegs",
    "TcpActiveOpens",
    "TcpPassiveOpens",
    "TcpCurrEstab",
];

/// The counter of a line; an empty list for one of a name that is not read.
pub fn counters(line: &str) -> Option<Vec<Fact>> {
    let text = line.trim();
    let (number, sentence) = text.split_once(' ')?;
    if let Ok(value) = number.parse() {
        let (_, name) = SENTENCES.iter().find(|(said, _)| *said == sentence.trim())?;
        return Some(vec![Fact::Counter(Counter { name, value })]);
    }
    let mut words = text.split_ascii_whitespace();
    let (name, value) = (words.next()?, words.next()?.parse().ok()?);
    // `TCPReqQFullDoCookies: 4`: netstat has no sentence for it.
    let bare = name.strip_suffix(':');
    if let Some(bare) = bare {
        let known = NAMES.iter().find(|known| known.strip_prefix("TcpExt") == Some(bare))?;
        return Some(vec![Fact::Counter(Counter { name: known, value })]);
    }
    let rate = words.next()?;
    let is_rate = rate.contains('.') && rate.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let of_nstat = ["Tcp", "Ip", "Udp", "Icmp", "MPTcp"].iter().any(|layer| name.starts_with(layer));
    if !of_nstat || !is_rate || words.next().is_some() {
        return None;
    }
    let known = NAMES.iter().find(|known| **known == name);
    Some(known.map(|name| Fact::Counter(Counter { name, value })).into_iter().in_list())
}

/// Headings and other counters of `netstat -s`, and the first line of `nstat`.
pub fn is_around(line: &str) -> bool {
    let heading = matches!(
        line.trim_end(),
        "Ip:"
            | "Icmp:"
            | "IcmpMsg:"
            | "Tcp:"
            | "Udp:"
            | "UdpLite:"
            | "TcpExt:"
            | "IpExt:"
            | "MPTcpExt:"
            | "#kernel"
    );
    let mut words = line.split_ascii_whitespace();
    let first = words.next().unwrap_or("");
    let number = |word: &str| word.trim_end_matches(':').bytes().all(|byte| byte.is_ascii_digit());
    let counted =
        number(first) && words.next().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let named = first.ends_with(':') && line.split_ascii_whitespace().nth(1).is_some_and(number);
    heading || (line.starts_with("    ") && (counted || named))
}
