//! Sockets counted by state: by `awk` or `uniq -c` in either order, by `ss -s`, by `/proc/net/sockstat`.

use crate::model::listing::Fact;
use crate::model::socket::{Counter, State, StateCount};
use crate::order::Change;

/// `TIME_WAIT 153429`, `153429 TIME_WAIT`
pub fn counted(line: &str) -> Option<StateCount> {
    let (first, second) = two_words(line)?;
    let (name, number) =
        if second.bytes().all(|byte| byte.is_ascii_digit()) { (first, second) } else { (second, first) };
    // `closed 4` is said of many things; a state stands in capitals.
    let state = State::named(name).filter(|_| name.bytes().all(|byte| !byte.is_ascii_lowercase()))?;
    Some(StateCount { state, count: number.parse().ok()? })
}

/// A word of a heading that was counted as if it were a state: `established)`, `Foreign`, `State`, `servers)`.
pub fn is_junk(line: &str) -> bool {
    const WORDS: &[&str] =
        &["established)", "Foreign", "State", "servers)", "Address", "and", "Recv-Q", "Local"];
    two_words(line).is_some_and(|(first, second)| {
        let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        (number(first) && WORDS.contains(&second)) || (number(second) && WORDS.contains(&first))
    })
}

fn two_words(line: &str) -> Option<(&str, &str)> {
    let mut words = line.split_ascii_whitespace();
    let pair = (words.next()?, words.next()?);
    words.next().is_none().then_some(pair)
}

/// `TCP:   12427 (estab 0, closed 12425, orphaned 0, timewait 12415)`, `TCP: inuse 5 orphan 0 tw 51 alloc 57 mem 1`
pub fn summary(line: &str) -> Option<Vec<Fact>> {
    let rest = line.strip_prefix("TCP: ")?;
    let inside = rest.split_once('(').and_then(|(_, inside)| Some(inside.split_once(')')?.0));
    let (text, named) = match inside {
        Some(inside) if inside.starts_with("estab ") => (inside, true),
        None if rest.trim_start().starts_with("inuse ") => (rest, false),
        _ => return None,
    };
    let mut facts = Vec::new();
    let mut words = text.split([' ', ',', '/']).filter(|word| !word.is_empty());
    while let Some(name) = words.next() {
        let Some(count) = words.next().and_then(|number| number.parse().ok()) else { continue };
        let state = match name {
            "estab" => Some(State::Established),
            "synrecv" => Some(State::SynReceived),
            "timewait" | "tw" => Some(State::TimeWait),
            _ => None,
        };
        facts.add_all(state.map(|state| Fact::StateCount(StateCount { state, count })));
        if matches!(name, "orphaned" | "orphan") {
            facts.push(Fact::Counter(Counter { name: "SockstatTcpOrphan", value: count }));
        }
        if name == "timewait" && named {
            break;
        }
    }
    Some(facts)
}

/// Other lines of `ss -s` and of `/proc/net/sockstat`.
pub fn is_around(line: &str) -> bool {
    const HEADS: &[&str] = &[
        "Total: ",
        "Transport Total",
        "RAW\t",
        "RAW ",
        "UDP\t",
        "UDP ",
        "TCP\t",
        "TCP ",
        "INET\t",
        "INET ",
        "FRAG\t",
        "FRAG ",
        "sockets: used ",
        "UDP: inuse",
        "UDPLITE: inuse",
        "RAW: inuse",
        "FRAG: inuse",
        "*\t",
        "MPTCP",
    ];
    let rest = line.trim();
    let plain = rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" \t:*()-".contains(&byte));
    plain && rest.len() < 60 && HEADS.iter().any(|head| line.starts_with(head))
}
