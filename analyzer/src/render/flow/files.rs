//! Files, pipes and streams in a sequence.

use super::mark::{Mark, Reader, Weight, why};
use super::step::{Peer, Verb};
use crate::align::class::Class;
use crate::kernel::errno;
use crate::kernel::meaning::{Act, usually_missing};
use crate::model::log::Entry;
use crate::order::Flat;
use crate::render::rows::at::At;
use crate::render::rows::{said, shorten};
use crate::trace::DescriptorRole as Role;

/// So much of a name is shown.
const NAME: usize = 36;
/// So much of what is said is shown.
const SAID: usize = 160;
/// A shorter beginning of a line may belong to any.
const HEAD: usize = 24;

/// What a call on a file, a pipe or a stream is; `None` where it tells nothing at all.
pub fn mark(reader: &Reader<'_>, at: &At<'_>, act: Act, class: Class) -> Option<Mark> {
    match at.role() {
        Role::ErrorLog | Role::AccessLog | Role::Log => stream(reader, at, act, class, "logs"),
        Role::StandardError => stream(reader, at, act, class, "writes to standard error"),
        Role::StandardOutput | Role::Terminal => stream(reader, at, act, class, "writes output"),
        Role::StandardInput => input(at, act, class),
        Role::Pipe => pipe(at, act, class),
        Role::Unknown if at.descriptor().is_some() => unknown(at, act, class),
        Role::Device => failing(reader, at, act, class),
        Role::CacheFile => file(reader, at, act, class, &Peer::Cache),
        Role::Database => file(reader, at, act, class, &Peer::Database),
        _ => file(reader, at, act, class, &Peer::Files),
    }
}

fn failing(reader: &Reader<'_>, at: &At<'_>, act: Act, class: Class) -> Option<Mark> {
    if class.is_bad() { file(reader, at, act, class, &Peer::Files) } else { None }
}

/// What a process says, in a log or on one of its streams: who reads it is not known.
fn stream(reader: &Reader<'_>, at: &At<'_>, act: Act, class: Class, verb: &str) -> Option<Mark> {
    if act != Act::Write && act != Act::Send {
        return failing(reader, at, act, class);
    }
    let number = match at.role() {
        Role::StandardOutput | Role::Terminal => 1,
        Role::StandardError => 2,
        _ => 3,
    };
    let access = at.role() == Role::AccessLog;
    let logged = if access { None } else { in_the_log(reader, at) };
    let spoken = (logged.is_none() && !access).then(|| said(at)).flatten();
    let head = match logged {
        _ if access => "writes its line of the access log".into(),
        Some(words) => format!("{verb}: {}", shorten::end(&words, SAID)),
        None => verb.to_owned(),
    };
    let weight = if at.role() == Role::Log { Weight::Minor } else { Weight::Loud };
    let mark = Mark { said: spoken, ..Mark::here(Verb::Say(number), weight, head) };
    Some(match why(class).filter(|_| class.is_bad()) {
        Some(why) => Mark::here(Verb::Say(number), Weight::Loud, verb).failed(&why),
        None => mark,
    })
}

/// What is written, if it is text; a dated line of a log without its date.
fn said(at: &At<'_>) -> Option<String> {
    let data = at.run.trace.payload(at.call)?;
    let mut text = data.text();
    if data.abbreviated {
        text.push('…');
    }
    let odd = text.chars().any(|char| {
        char == '\u{fffd}' || (char.is_control() && !char.is_ascii_whitespace() && char != '\u{1b}')
    });
    if odd {
        return None;
    }
    match text.split_once(" [") {
        Some((stamp, rest))
            if stamp.len() == 19 && stamp.starts_with(|first: char| first.is_ascii_digit()) =>
        {
            Some(format!("[{rest}"))
        }
        _ => Some(text),
    }
}

/// The message of the only line of a log that begins as what the process wrote, where the trace cuts it off.
fn in_the_log(reader: &Reader<'_>, at: &At<'_>) -> Option<String> {
    let data = at.run.trace.payload(at.call).filter(|data| data.abbreviated)?;
    let text = data.text();
    let head = text.lines().next().filter(|head| head.len() >= HEAD)?;
    let mut found = reader.logs.iter().flat(|log| {
        log.entries
            .iter()
            .filter(|entry| log.str(entry.text).starts_with(head))
            .map(move |entry| (log, entry))
    });
    let (log, entry) = found.next()?;
    if found.next().is_some() {
        return None;
    }
    match &entry.kind {
        Entry::Nginx(message) => {
            let whole = log.str(entry.text);
            let level =
                whole.find('[').and_then(|at| whole.get(at..)).and_then(|rest| rest.split(' ').next());
            Some(format!("{} {}", level.unwrap_or_default(), log.str(message.message)))
        }
        _ => None,
    }
}

fn input(at: &At<'_>, act: Act, class: Class) -> Option<Mark> {
    if act != Act::Read && act != Act::Receive {
        return None;
    }
    let head = if at.at_end() { "standard input ends" } else { "reads standard input" };
    let mark = Mark::here(Verb::Read, Weight::Minor, head).moving(at.returned());
    Some(match why(class).filter(|_| class.is_bad()) {
        Some(why) => mark.failed(&why),
        None => mark,
    })
}

/// A pipe: its two ends are known, who holds the other one is not.
fn pipe(at: &At<'_>, act: Act, class: Class) -> Option<Mark> {
    let words = said::in_words(at).map(|words| shorten::end(&words, NAME)).unwrap_or_default();
    let why = why(class).filter(|_| class.is_bad());
    let told = |mark: Mark| match &why {
        Some(why) => mark.failed(why),
        None => mark,
    };
    match act {
        Act::Write | Act::Send if why.is_some() => {
            Some(told(Mark::to(Peer::Pipe, Verb::Data, Weight::Loud, at.name)))
        }
        Act::Write | Act::Send => {
            Some(Mark::to(Peer::Pipe, Verb::Data, Weight::Loud, words).moving(at.returned()))
        }
        Act::Read | Act::Receive if at.at_end() => {
            Some(Mark::from(Peer::Pipe, Verb::End, Weight::Minor, "the end of the pipe"))
        }
        Act::Read | Act::Receive if why.is_some() => {
            Some(told(Mark::from(Peer::Pipe, Verb::Data, Weight::Loud, at.name)))
        }
        Act::Read | Act::Receive => {
            Some(Mark::from(Peer::Pipe, Verb::Data, Weight::Loud, words).moving(at.returned()))
        }
        _ if why.is_some() => {
            Some(told(Mark::here(Verb::Wait, Weight::Minor, format!("{} on the pipe", at.name))))
        }
        _ => None,
    }
}

/// Nothing is known of the descriptor: the process does something, to whom is not known.
fn unknown(at: &At<'_>, act: Act, class: Class) -> Option<Mark> {
    let moves = matches!(act, Act::Write | Act::Send | Act::Read | Act::Receive);
    let why = why(class).filter(|_| class.is_bad());
    // A few bytes wake another thread.
    let moves = moves && at.returned().is_none_or(|bytes| bytes > 8) || act == Act::Sync;
    if !moves && why.is_none() {
        return None;
    }
    let number = at.descriptor().map_or(-1, |one| one.number);
    let mark = Mark::here(Verb::Call(number.unsigned_abs().try_into().unwrap_or(0)), Weight::Minor, {
        format!("{} on descriptor {number}", at.name)
    });
    Some(match why {
        Some(why) => mark.failed(&why),
        None => mark.moving(at.returned()),
    })
}

fn file(reader: &Reader<'_>, at: &At<'_>, act: Act, class: Class, peer: &Peer) -> Option<Mark> {
    let name = name(at);
    let head = format!("{} {name}", at.name).trim_end().to_owned();
    let bad = why(class).filter(|_| class.is_bad());
    // A lock that cannot be had is held by somebody else, whatever the errno is called.
    let bad = match at.failed() {
        Some(errno::EAGAIN | errno::EACCES) if act == Act::Lock => {
            Some("another process holds the lock".into())
        }
        _ => bad,
    };
    let head = match act {
        Act::Lock => format!("locks {name}"),
        // The lifeline says which cache it is; names of entries are long and say nothing.
        _ if *peer == Peer::Cache && act == Act::Rename => "rename into place".to_owned(),
        _ if *peer == Peer::Cache => at.name.to_owned(),
        _ => head,
    };
    let to = |verb, weight| {
        let mark = Mark::to(peer.clone(), verb, weight, head.clone());
        match &bad {
            Some(why) => mark.failed(why),
            None => mark,
        }
    };
    match act {
        // What hardly any machine has.
        Act::Open | Act::Lookup if bad.is_some() && !usual(reader, at) => Some(to(Verb::Open, Weight::Minor)),
        Act::Open | Act::Lookup => Some(to(Verb::Open, Weight::Quiet)),
        Act::Write | Act::Send if bad.is_some() => Some(to(Verb::Write, Weight::Loud)),
        Act::Write | Act::Send => Some(to(Verb::Write, Weight::Loud).moving(at.returned())),
        Act::Read | Act::Receive if bad.is_some() => Some(to(Verb::Read, Weight::Minor)),
        Act::Read | Act::Receive => Some(
            Mark::from(peer.clone(), Verb::Read, Weight::Quiet, format!("reads {name}"))
                .moving(at.returned()),
        ),
        Act::Sync => Some(to(Verb::Call(1), Weight::Loud)),
        Act::Rename => Some(to(Verb::Call(2), Weight::Loud)),
        Act::Remove => Some(to(Verb::Call(3), Weight::Minor)),
        Act::Create => Some(to(Verb::Call(4), Weight::Loud)),
        Act::Change | Act::Attribute if bad.is_none() => Some(to(Verb::Call(5), Weight::Quiet)),
        Act::Change | Act::Attribute => Some(to(Verb::Call(5), Weight::Minor)),
        Act::Lock if locks(at) => Some(to(Verb::Call(6), Weight::Loud)),
        Act::Enter => Some(to(Verb::Call(8), Weight::Minor)),
        _ if bad.is_some() => Some(to(Verb::Call(9), Weight::Minor)),
        _ => None,
    }
}

/// The path is one that programs look for everywhere.
fn usual(reader: &Reader<'_>, at: &At<'_>) -> bool {
    let path = at.run.trace.path(at.call).map(|path| path.full()).unwrap_or_default();
    usually_missing(reader.prose, &path).is_some() || path.strip_suffix(".mo").is_some()
}

/// A lock is taken, and not only asked about or given back.
fn locks(at: &At<'_>) -> bool {
    let text = at.run.trace.str(at.call.args);
    let command = at.text(1);
    let takes = text.contains("F_WRLCK") || text.contains("F_RDLCK");
    match at.name {
        "flock" => command.contains("LOCK_EX") || command.contains("LOCK_SH"),
        _ => command.contains("LK") && takes,
    }
}

/// The last part of the path that a call is about; where a rename goes too.
fn name(at: &At<'_>) -> String {
    let path = at.run.trace.path(at.call).map(|path| path.full()).filter(|path| !path.is_empty());
    let path = path.or_else(|| at.descriptor().map(|one| one.target.clone())).unwrap_or_default();
    let short = |path: &str| {
        let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or(path);
        shorten::middle(last, NAME)
    };
    match at.run.trace.second_path(at.call) {
        Some(to) if !to.full().is_empty() => short(&to.full()),
        _ => short(&path),
    }
}
