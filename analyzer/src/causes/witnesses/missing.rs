//! What would settle an open question: what was not given, why it would tell more, and the command that gets it.

use super::Hearing;
use super::marks::Sight;
use crate::model::listing::Fact;
use crate::report::{Confidence, Missing};

/// No more questions than these.
const MOST: usize = 3;

/// What is missing for a diagnosis: first what tells why the other side did what it did, then what confirms it.
pub fn ask(hearing: &Hearing<'_, '_>) -> Vec<Missing> {
    let mut asked: Vec<Missing> = Vec::new();
    other_side(hearing, &mut asked);
    numbers(hearing, &mut asked);
    let diagnosis = &hearing.finding.diagnosis;
    if diagnosis.confidence < Confidence::Proven {
        for one in &diagnosis.confirm {
            let why = format!("if this is the cause: {}; if not: {}", one.if_true, one.if_false);
            asked.push(Missing { what: one.command.clone(), why });
        }
    }
    asked.truncate(MOST);
    asked
}

/// The other side of a connection that ended, was refused or stayed silent.
fn other_side(hearing: &Hearing<'_, '_>, asked: &mut Vec<Missing>) {
    let peer = hearing.marks.peers.first().map_or("the other side", String::as_str);
    let port = peer.rsplit_once(':').map_or("PORT", |(_, port)| port);
    let (what, why) = match hearing.marks.sight {
        Sight::Closed | Sight::Reset if !speaks_for_the_other_side(hearing) => (
            format!(
                "the log of the process behind {peer} at that second, or its trace: strace -f -tt -p PID"
            ),
            "the proxy sees only that the connection ends; a crash, a restart and a time limit look the same from there",
        ),
        Sight::Silent if !speaks_for_the_other_side(hearing) => (
            format!("a trace of the process behind {peer} while it is silent: strace -f -tt -T -p PID"),
            "it tells what the process waits for: a database, a lock, another service, or its turn",
        ),
        Sight::NoAnswer if !has_packets(hearing) => (
            format!("a capture during the failure: tcpdump -ni any port {port}"),
            "it tells a filter that drops (the same SYN again and again) from an answer that gets lost",
        ),
        Sight::Refused if !has_sockets(hearing) && !peer.starts_with("unix:") => (
            format!("what listens there: ss -ltnp 'sport = :{port}' on the host of {peer}"),
            "it tells a process that is gone from a wrong address or port",
        ),
        _ => return,
    };
    asked.push(Missing { what, why: why.into() });
}

/// How full, or how much, where a limit or a volume is blamed and nothing tells its numbers.
fn numbers(hearing: &Hearing<'_, '_>, asked: &mut Vec<Missing>) {
    let told = |fits: fn(&Fact) -> bool| hearing.scene.case.items().any(|(_, item)| fits(&item.fact));
    let path = hearing.marks.path.as_str();
    let volume = hearing.is(&["disk-full", "disk-full-on-cache-write", "inodes-exhausted"]);
    if volume && !path.is_empty() && !told(|fact| matches!(fact, Fact::Volume(_))) {
        let directory = crate::causes::reasoning::reading::directory(path);
        asked.push(Missing {
            what: format!("df -h {directory}; df -i {directory}"),
            why: "it tells which volume is full, and blocks from inodes".into(),
        });
    }
    let files = hearing.is(&["worker-open-file-limit", "fd-limit"]);
    if files && !told(|fact| matches!(fact, Fact::Limit(_) | Fact::OpenFiles(_))) {
        asked.push(Missing {
            what: "grep 'open files' /proc/PID/limits; ls /proc/PID/fd | wc -l".into(),
            why: "it tells a limit that is too low from descriptors that are never closed".into(),
        });
    }
}

/// Something that is cited comes from the other side: another trace, or a log that is not the proxy's own.
fn speaks_for_the_other_side(hearing: &Hearing<'_, '_>) -> bool {
    let case = hearing.scene.case;
    let own = hearing.marks.exchanges.first().map(|(exchange, _)| exchange.run);
    let own = own.and_then(|run| hearing.scene.reading(run)).map_or("", |reading| reading.name);
    let proxy = |name: &str| {
        use crate::model::log::Entry;
        case.logs.iter().any(|log| {
            case.sources.get(log.source).is_some_and(|source| source.name == name)
                && log.entries.iter().all(|entry| !matches!(entry.kind, Entry::Text))
        })
    };
    hearing.finding.diagnosis.evidence.iter().any(|line| {
        let trace = hearing.scene.failing().any(|(_, reading)| reading.name == line.source);
        let log = case
            .logs
            .iter()
            .any(|log| case.sources.get(log.source).is_some_and(|source| source.name == line.source));
        line.source != own && !own.is_empty() && trace || log && !proxy(&line.source)
    })
}

fn has_packets(hearing: &Hearing<'_, '_>) -> bool {
    hearing.scene.case.items().any(|(_, item)| matches!(item.fact, Fact::Packet(_)))
}

fn has_sockets(hearing: &Hearing<'_, '_>) -> bool {
    hearing.scene.case.items().any(|(_, item)| matches!(item.fact, Fact::Socket(_)))
}
