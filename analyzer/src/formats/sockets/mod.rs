//! Sockets of a machine: one by one, counted by state, and the counters of its network stack.
//!
//! ```text
//! LISTEN 0      511        127.0.0.1:80        0.0.0.0:*                 ss -ltn
//! tcp        0      0 10.0.0.1:443   10.0.0.2:5555   TIME_WAIT           netstat -an
//! TIME_WAIT   153429                                                     netstat -n | awk ...
//! TCP:   12427 (estab 0, closed 12425, orphaned 0, timewait 12415)       ss -s
//!     51 times the listen queue of a socket overflowed                   netstat -s
//! TcpExtListenOverflows           51                 0.0                 nstat -az
//! ```
//!
//! Sources: iproute2's `misc/ss.c` and `misc/nstat.c`, net-tools' `netstat.c` and `statistics.c`.
//! Deliberately absent: how many sockets are too many.

mod counters;
mod rows;
mod states;

use super::{Content, Format, Sniff};
use crate::model::listing::{Fact, Listing, Reading};
use crate::model::socket::State;
use crate::source::{Source, SourceId};

/// The format.
pub static FORMAT: Format = Format {
    id: "sockets",
    name: "sockets and network counters",
    sniff,
    read: |id, source| Content::Listing(read(id, source)),
};

/// Says whether a line is of this format.
fn sniff(line: &str) -> Sniff {
    if asked_state(line).is_some() || rows::is_heading(line) {
        return Sniff::Certain;
    }
    match fact(line, 0, None) {
        Some(_) => Sniff::Certain,
        None if around(line).is_some() => Sniff::Maybe,
        None => Sniff::No,
    }
}

/// Reads a source. Never fails: a row whose state is no state is counted as `not-a-socket-state`, other lines as
/// `not-a-socket-line`.
fn read(id: SourceId, source: &Source) -> Listing {
    // `ss state time-wait` leaves out the column of states.
    let mut asked: Option<State> = None;
    Listing::read(id, source, &mut |text, base| {
        if is_prompt(text) {
            asked = asked_state(text);
            return Reading::Heading;
        }
        if rows::is_heading(text) {
            return Reading::Heading;
        }
        match fact(text, base, asked) {
            Some(mut facts) => match facts.len() {
                0 => Reading::Heading,
                1 => facts.pop().map_or(Reading::Heading, |fact| Reading::Says(None, fact)),
                _ => Reading::Several(facts),
            },
            None => match around(text) {
                Some(Around::Heading) => Reading::Heading,
                Some(Around::Junk) => Reading::Unparsed("not-a-socket-state"),
                None => Reading::Unparsed("not-a-socket-line"),
            },
        }
    })
}

/// What a line says; an empty list for a line that is understood and says nothing of use.
fn fact(line: &str, base: u32, asked: Option<State>) -> Option<Vec<Fact>> {
    if let Some(socket) = rows::socket(line, base, asked) {
        return Some(vec![Fact::Socket(socket)]);
    }
    if let Some(counted) = states::counted(line) {
        return Some(vec![Fact::StateCount(counted)]);
    }
    states::summary(line).or_else(|| counters::counters(line))
}

/// A line that stands among the others and says nothing by itself.
enum Around {
    /// A heading, a row of another protocol, the second line of a socket.
    Heading,
    /// A word of a heading that was counted as if it were a state.
    Junk,
}

fn around(line: &str) -> Option<Around> {
    if rows::goes_on(line) || counters::is_around(line) || states::is_around(line) || is_prompt(line) {
        return Some(Around::Heading);
    }
    states::is_junk(line).then_some(Around::Junk)
}

/// A shell's prompt with a command that lists sockets.
fn is_prompt(line: &str) -> bool {
    let Some(at) = line.find(['#', '$', '>']) else { return asked_state(line).is_some() };
    let command = line.get(at + 1..).unwrap_or("").trim_start();
    let command = command.strip_prefix("sudo ").unwrap_or(command);
    ["ss ", "netstat ", "nstat", "cat /proc/net/sockstat"].iter().any(|known| command.starts_with(known))
}

/// The state that a command asks for: `ss -tan state time-wait`.
fn asked_state(line: &str) -> Option<State> {
    let at = line.find("ss -")?;
    let before = line.get(..at)?.trim_end();
    if !(before.is_empty() || before.ends_with(['#', '$', '>', '%']) || before.ends_with("sudo")) {
        return None;
    }
    let (_, behind) = line.get(at..)?.split_once(" state ")?;
    State::named(behind.split([' ', '|', '\'', '"']).next()?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, clippy::panic)]
    use super::*;
    use crate::formats::samples;

    static SAMPLES: samples::Lines = samples::Lines::new(|| samples::of("sockets"));
    use crate::source::{Input, Piece};

    fn listing(text: &str) -> Listing {
        let piece = Piece { name: "t".into(), role: None, bytes: text.as_bytes().to_vec() };
        let source = crate::intake::read(Input { pieces: vec![piece] }).remove(0);
        assert_eq!(source.format, "sockets");
        let listing = read(0, &source);
        let lost = u32::try_from(listing.unparsed.len()).unwrap_or(u32::MAX);
        assert_eq!(listing.records + lost + listing.blank, source.line_count());
        listing
    }

    fn states(listing: &Listing) -> Vec<(State, u64)> {
        let count =
            |fact: &Fact| if let Fact::StateCount(one) = fact { Some((one.state, one.count)) } else { None };
        listing.items.iter().filter_map(|item| count(&item.fact)).collect()
    }

    #[test]
    fn reads_every_sample() {
        let all = listing(&SAMPLES.join("\n"));
        assert!(all.unparsed.is_empty(), "{:?}", all.unparsed);
        let sockets = all.items.iter().filter(|item| matches!(item.fact, Fact::Socket(_))).count();
        let counters = all.items.iter().filter(|item| matches!(item.fact, Fact::Counter(_))).count();
        assert_eq!((sockets, counters), (9, 5));
    }

    #[test]
    fn counts_stand_in_both_orders() {
        let all = listing("SYN_RECV \t 1\nESTABLISHED \t 656\n   4 FIN_WAIT1\n 153429 TIME_WAIT\n");
        let wanted = [
            (State::SynReceived, 1),
            (State::Established, 656),
            (State::FinWait1, 4),
            (State::TimeWait, 153_429),
        ];
        assert_eq!(states(&all), wanted);
    }

    #[test]
    fn words_of_a_heading_that_were_counted_have_a_reason() {
        let all = listing("ESTABLISHED 12\nestablished) 1\nForeign 1\nTIME_WAIT 3\n");
        assert_eq!(states(&all).len(), 2);
        let reasons: Vec<&str> = all.unparsed.iter().map(|one| one.reason).collect();
        assert_eq!(reasons, ["not-a-socket-state"; 2]);
    }

    #[test]
    fn the_state_that_was_asked_for_is_that_of_the_rows() {
        let all = listing(
            "# ss -tan state time-wait\nRecv-Q Send-Q Local Address:Port Peer Address:Port Process\n0      0      172.17.192.98:8087 172.17.192.1:43378       \n",
        );
        match &all.items[0].fact {
            Fact::Socket(socket) => assert_eq!(socket.state, State::TimeWait),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_summary_of_ss_says_several_things() {
        let all = listing(
            "TCP:   12427 (estab 7, closed 12425, orphaned 2, synrecv 0, timewait 12415/0), ports 0\n",
        );
        assert_eq!(
            states(&all),
            [(State::Established, 7), (State::SynReceived, 0), (State::TimeWait, 12415)]
        );
    }

    #[test]
    fn leaves_other_lines_alone() {
        for line in [
            "server 10.0.0.1:80;",
            "tcp_nodelay on;",
            "1 0 0 0",
            "closed 4",
            "2026/11/21 01:33:06 listening on 127.0.0.1:8145",
            "LISTEN backlog is full",
            "close(3) = 0",
            "GET http://10.0.0.1:80/ 200",
        ] {
            assert_ne!(sniff(line), Sniff::Certain, "{line}");
        }
    }
}
