//! One event explained: the call, its result, its errno, every argument.

use super::at::{At, label, words as role_words};
use super::{ArgumentDetails, FlagDetails, SideDetails};
use super::{arguments, cells, history, said, shorten};
use crate::kernel::meaning::{self, Meaning, Weight};
use crate::kernel::syscalls::{CallGroup, Returns};
use crate::kernel::{calls, errno, flags, signals};
use crate::model::address::SocketAddress;
use crate::model::arguments::{Argument, Arguments, Value};
use crate::model::trace::{EventId, EventKind, Outcome};
use crate::order::{Change, InList};
use crate::prose::Prose;
use crate::render::filter;
use crate::trace::Run;

/// So many words of one argument are explained.
const WORDS: usize = 12;

/// What the call does, or what the event is, in one sentence; empty if it is not known.
pub fn sentence(prose: &Prose, run: &Run, event: EventId) -> String {
    match At::of(run, event) {
        Some(at) => at.syscall(prose).map_or("", |call| call.sentence).to_owned(),
        None => run.trace.event(event).map(|event| cells::sentence(prose, run, event)).unwrap_or_default(),
    }
}

/// One side of the details; `None` if there is no such event. `differs` says that the runs differ here.
pub fn side(prose: &Prose, run: &Run, id: EventId, differs: bool) -> Option<SideDetails> {
    let event = run.trace.event(id)?;
    let mut side =
        SideDetails { line: event.line, raw: run.trace.str(event.text).to_owned(), ..SideDetails::default() };
    if let Some(at) = At::of(run, id) {
        side.result = result(prose, &at);
        side.errno = errno_meaning(prose, run, id, differs).unwrap_or_default();
        side.arguments = explained(prose, &at);
        (side.descriptor, side.history) = history::of(&at);
        side.thing = run.descriptor_of.get(id as usize).copied().flatten();
        if let Some(descriptor) = at.descriptor() {
            side.origin = [filter::origin(run, descriptor), descriptor.target.clone()];
            side.label = label(descriptor);
            side.traffic = history::traffic(run, descriptor);
        }
    } else if let EventKind::Signal { info, .. } = &event.kind {
        side.arguments =
            Arguments::read(run.trace.str(*info)).list.iter().map(|field| of_field(prose, field)).collect();
    }
    Some(side)
}

/// What the errno of a call says on its object, also of an error that `getsockopt(SO_ERROR)` fetched;
/// with a hint where it is harmless, unless the runs differ here. `None` if nothing failed.
pub fn errno_meaning(prose: &Prose, run: &Run, event: EventId, differs: bool) -> Option<String> {
    let at = At::of(run, event)?;
    let (number, call) = match at.call.outcome {
        Outcome::Failed(number) => (number, at.name),
        Outcome::Restarting => {
            let name = run.trace.str(at.call.result).split_ascii_whitespace().nth(1)?;
            let errno = errno::number_of(name).and_then(errno::by_number)?;
            return Some(errno.sentence(prose).to_owned());
        }
        _ => (fetched(&at)?, "connect"),
    };
    let errno = errno::by_number(number)?;
    let meaning =
        special(prose, &at, number).unwrap_or_else(|| meaning::of(prose, call, number, at.object()));
    let mut said = format!("{}.", errno.text);
    if !same_words(errno.text, meaning.text) {
        said = format!("{said} {}", meaning.text);
    }
    if meaning.weight == Weight::Benign && !differs {
        said.push_str(" Healthy runs show this too.");
    }
    Some(said)
}

/// What a result of 0 says of a read that came to the end, and of a wait that timed out; `None` for others.
pub fn end_meaning<'p>(prose: &'p Prose, run: &Run, event: EventId) -> Option<&'p str> {
    let at = At::of(run, event)?;
    let call = at.syscall(prose)?;
    let ended = at.at_end() || (call.group == CallGroup::Wait && at.returned() == Some(0));
    Some(call.zero).filter(|zero| ended && !zero.is_empty())
}

/// How the child ended in both runs, where the calls wait for one and it ended differently.
pub fn children(normal: (&Run, EventId), failing: (&Run, EventId)) -> Option<String> {
    let ended = |(run, event): (&Run, EventId)| {
        let at = At::of(run, event)?;
        let ended = arguments::summary(&at);
        let waits = matches!(at.name, "wait4" | "waitpid" | "waitid") && !ended.is_empty();
        waits.then(|| if ended.starts_with("killed") { format!("was {ended}") } else { ended })
    };
    let (normal, failing) = (ended(normal)?, ended(failing)?);
    (normal != failing)
        .then(|| format!("The child {normal} in the normal run; in the failing one it {failing}."))
}

/// The errno that `getsockopt(SO_ERROR)` fetched.
fn fetched(at: &At<'_>) -> Option<u16> {
    if at.name != "getsockopt" || at.text(2) != "SO_ERROR" {
        return None;
    }
    let value = arguments::option(at.value(3));
    let number = errno::number_of(&value).or_else(|| value.parse().ok());
    number.filter(|number| *number != 0)
}

/// What is known of a path that is usually missing.
fn special<'p>(prose: &'p Prose, at: &At<'_>, number: u16) -> Option<Meaning<'p>> {
    if number != errno::ENOENT {
        return None;
    }
    let path = at.run.trace.path(at.call).map(|path| path.full());
    let path = path.or_else(|| match at.run.trace.socket_address(at.call) {
        Some(SocketAddress::Unix(path)) => Some(path),
        _ => None,
    })?;
    meaning::usually_missing(prose, &path).map(|text| Meaning { text, weight: Weight::Benign })
}

fn same_words(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other.trim_end_matches('.'))
}

/// The result and what it means.
fn result(prose: &Prose, at: &At<'_>) -> String {
    let shown = at.result();
    let meaning = match at.call.outcome {
        Outcome::Returned(value) => returned(prose, at, value),
        Outcome::Failed(number) => {
            errno::by_number(number).map_or_else(String::new, |errno| errno.text.into())
        }
        Outcome::Restarting => "a signal interrupted it".into(),
        Outcome::Unfinished => "it had not returned when the trace or the process ended".into(),
        Outcome::Unknown if at.syscall(prose).is_some_and(|call| call.returns == Returns::Never) => {
            "it does not return".into()
        }
        Outcome::Unknown => "the result is not shown".into(),
    };
    let tampered = if at.call.tampered { ", forced by strace" } else { "" };
    if meaning.is_empty() { format!("{shown}{tampered}") } else { format!("{shown}: {meaning}{tampered}") }
}

fn returned(prose: &Prose, at: &At<'_>, value: i64) -> String {
    let Some(call) = at.syscall(prose) else { return String::new() };
    if value == 0 && !call.zero.is_empty() {
        return uncapital(call.zero.trim_end_matches('.'));
    }
    let asked = || at.named("count", 2).number().filter(|_| at.value(1).items().is_empty());
    match call.returns {
        Returns::Done => "done".into(),
        Returns::Descriptor => at.label(value),
        Returns::BytesIn => match asked() {
            Some(most) if value < most => {
                format!("{} came, {} would have fitted", shorten::bytes(value), shorten::bytes(most))
            }
            _ => format!("{} came", shorten::bytes(value)),
        },
        Returns::BytesOut => match wanted(at) {
            Some(all) if value < all => {
                format!("only {} of {} written", shorten::bytes(value), shorten::bytes(all))
            }
            Some(all) if value == all => "everything written".into(),
            _ => format!("{} written", shorten::bytes(value)),
        },
        Returns::Count if value == 1 => "one".into(),
        Returns::Position => format!("the position is now {}", shorten::grouped(value)),
        Returns::Process => "the number of the process or thread".into(),
        Returns::Address | Returns::Count | Returns::Value | Returns::Never => String::new(),
    }
}

/// How many bytes a write was to write.
fn wanted(at: &At<'_>) -> Option<i64> {
    let vector = match at.value(1) {
        Value::Array(items) => items.as_slice(),
        message @ Value::Struct(_) => message.field("msg_iov")?.items(),
        _ if at.name.starts_with("sendfile") => return at.value(3).number(),
        _ => return at.value(2).number(),
    };
    vector.iter().try_fold(0_i64, |sum, item| {
        Some(sum.saturating_add(item.value.field("iov_len").and_then(Value::number)?))
    })
}

fn uncapital(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    text
}

/// Every argument with its name in the man page.
fn explained(prose: &Prose, at: &At<'_>) -> Vec<ArgumentDetails> {
    let names = at.syscall(prose).map_or("", |call| call.parameters);
    let list = at.arguments.list.iter().enumerate();
    list.filter(|(_, argument)| argument.value != Value::Empty)
        .map(|(place, argument)| {
            let name = argument.name.or_else(|| names.split(", ").nth(place)).unwrap_or_default();
            let flags = each_flag(prose, &argument.value);
            let meaning = means(prose, at, place, name, argument, flags.is_empty());
            ArgumentDetails { name: name.to_owned(), value: argument.text.to_owned(), meaning, flags }
        })
        .in_list()
}

/// What one argument means; empty if it speaks for itself.
/// `wordy`: its flags, if any, are told here too.
fn means(
    prose: &Prose,
    at: &At<'_>,
    place: usize,
    name: &str,
    argument: &Argument<'_>,
    wordy: bool,
) -> String {
    let value = &argument.value;
    if let Some(number) = value.number().filter(|_| is_descriptor(name)) {
        return match number {
            -100 => flags::sentence(prose, "AT_FDCWD").unwrap_or_default().to_owned(),
            -1 => "none".into(),
            number => described(at, number),
        };
    }
    if let Some(address) = SocketAddress::of(value) {
        return address.to_string();
    }
    if matches!(name, "events" | "event") {
        return queue_events(prose, at, value);
    }
    if matches!(name, "iov" | "msg" | "buf") && place == 1 {
        let data = said::in_words(at).unwrap_or_default();
        let size = if name == "buf" { String::new() } else { arguments::buffers(at) };
        return [size, data].into_iter().filter(|part| !part.is_empty()).in_list().join(": ");
    }
    if name == "timeout" && at.name != "futex" {
        return match value.number() {
            Some(-1) => "without end".into(),
            Some(0) => "without waiting".into(),
            Some(millis @ 1..) => shorten::duration(millis.saturating_mul(1000)),
            _ => arguments::time(value),
        };
    }
    if matches!(name, "duration" | "t" | "tmo_p") {
        return arguments::time(value);
    }
    if let (Value::Text(quoted), Some(path)) = (value, at.run.trace.path(at.call))
        && path.quoted == *quoted
        && path.path != path.full()
    {
        return path.full();
    }
    if name == "sig" || name == "signum" {
        return signals::by_name(argument.text).map_or("", |signal| signal.sentence(prose)).to_owned();
    }
    if wordy { words(prose, value) } else { String::new() }
}

/// Each flag of a value that is nothing but flags, two or more: `O_WRONLY|O_CREAT|0x40`.
fn each_flag(prose: &Prose, value: &Value<'_>) -> Vec<FlagDetails> {
    if !matches!(value, Value::Word(_)) {
        return Vec::new();
    }
    let flag = |name: &str| FlagDetails {
        name: name.to_owned(),
        meaning: flags::sentence(prose, name).unwrap_or_default().to_owned(),
    };
    let flags = value.flags().map(flag).in_list();
    if flags.len() > 1 { flags } else { Vec::new() }
}

fn is_descriptor(name: &str) -> bool {
    let descriptors = " fd sockfd epfd dirfd oldfd newfd in_fd out_fd fd_in fd_out olddirfd newdirfd ";
    calls::line(descriptors, name).is_some()
}

/// Role, number and target of a descriptor.
fn described(at: &At<'_>, number: i64) -> String {
    let found = i32::try_from(number).ok().and_then(|number| at.run.descriptor_at(at.event, number));
    let Some(descriptor) = found.and_then(|id| at.run.descriptors.get(id as usize)) else {
        return String::new();
    };
    let label = role_words(descriptor);
    if descriptor.target.is_empty() { label.to_owned() } else { format!("{label} {}", descriptor.target) }
}

/// Each event of a queue with what it belongs to, then what its flags say.
fn queue_events(prose: &Prose, at: &At<'_>, value: &Value<'_>) -> String {
    let told = at.wakes().join(", ");
    let flags = words(prose, value);
    if told.is_empty() { flags } else { format!("{told}. {flags}") }
}

/// The sentences of the flags and constants in a value: `O_CREAT: Created if it does not exist.`
fn words(prose: &Prose, value: &Value<'_>) -> String {
    let mut out = Vec::new();
    collect(prose, value, &mut out);
    out.dedup();
    match (out.as_slice(), value) {
        ([(_, sentence)], Value::Word(_)) => (*sentence).to_owned(),
        (all, _) => {
            let lines = all.iter().take(WORDS).map(|(word, sentence)| format!("{word}: {sentence}"));
            lines.in_list().join(" ")
        }
    }
}

fn collect<'t>(prose: &'t Prose, value: &Value<'t>, out: &mut Vec<(&'t str, &'t str)>) {
    if out.len() > WORDS {
        return;
    }
    match value {
        Value::Word(_) => {
            out.add_all(value.flags().filter_map(|flag| Some((flag, flags::sentence(prose, flag)?))));
        }
        Value::Struct(items) | Value::Array(items) => {
            // Data of a queue's event is the program's own.
            let items = items.iter().filter(|item| item.name != Some("data"));
            items.for_each(|item| collect(prose, &item.value, out));
        }
        Value::Change(before, after) => {
            collect(prose, before, out);
            collect(prose, after, out);
        }
        _ => {}
    }
}

/// A field of a signal's details.
fn of_field(prose: &Prose, field: &Argument<'_>) -> ArgumentDetails {
    let signal = signals::by_name(field.text).map(|signal| signal.sentence(prose));
    ArgumentDetails {
        name: field.name.unwrap_or_default().to_owned(),
        value: field.text.to_owned(),
        meaning: signal.or_else(|| flags::sentence(prose, field.text)).unwrap_or_default().to_owned(),
        flags: Vec::new(),
    }
}
