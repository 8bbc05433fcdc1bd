//! Waiting: what is watched, what was told, and for how long.

use super::join;
use crate::model::arguments::{Arguments, Value};
use crate::order::{Change, InList};
use crate::render::rows::at::At;
use crate::render::rows::shorten;

/// So many members of a list are shown.
const MEMBERS: usize = 4;

pub fn watched(at: &At<'_>) -> Vec<String> {
    let action = match at.text(1) {
        "EPOLL_CTL_ADD" => "add",
        "EPOLL_CTL_MOD" => "change",
        "EPOLL_CTL_DEL" => "remove",
        other => other,
    };
    let number = at.named("fd", 2).number();
    let own = at.descriptor().is_some_and(|own| Some(i64::from(own.number)) == number);
    let label = number.filter(|_| !own).map(|number| at.label(number)).unwrap_or_default();
    let event = at.named("event", 3);
    let events = event.field("events").map(|events| join(events.flags())).filter(|_| action != "remove");
    match events.filter(|events| !events.is_empty()) {
        Some(events) => vec![action.into(), label, events],
        None => vec![action.into(), label],
    }
}

/// What a queue told: `EPOLLIN on client 12, EPOLLOUT on upstream 15`, or how long it was to wait.
pub fn events(at: &At<'_>) -> Vec<String> {
    let told = at.wakes();
    if told.is_empty() { vec![timeout(at.named("timeout", 3))] } else { vec![few(&told)] }
}

pub fn polled(at: &At<'_>) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    // What became ready stands behind the result.
    let result = at.run.trace.str(at.call.result);
    let ready = result.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')')).unwrap_or_default();
    let answer = Arguments::read(ready);
    let lists = [answer.value(0), at.value(0)];
    for list in lists {
        told.add_all(list.items().iter().filter_map(|item| {
            let number = item.value.field("fd")?.number()?;
            let events = item.value.field("revents").or_else(|| item.value.field("events"))?;
            Some(format!("{} on {}", join(events.flags()), at.label(number)))
        }));
        if !told.is_empty() {
            break;
        }
    }
    let limit = if answer.list.is_empty() { timeout(at.value(2)) } else { String::new() };
    vec![few(&told), limit]
}

/// `timeout 60.0 s`, in milliseconds as poll and epoll take it; empty for a wait without end.
fn timeout(value: &Value<'_>) -> String {
    match value {
        Value::Struct(_) => format!("timeout {}", time(value)),
        _ => match value.number() {
            Some(millis @ 1..) => format!("timeout {}", shorten::duration(millis.saturating_mul(1000))),
            Some(0) => "without waiting".into(),
            _ => String::new(),
        },
    }
}

/// A `timespec` or `timeval` as a length of time; one that is a point in time shows as it stands.
pub fn time(value: &Value<'_>) -> String {
    let field = |name: &str| value.field(name).and_then(Value::number);
    let Some(seconds) = field("tv_sec") else { return String::new() };
    let micros = field("tv_usec").or_else(|| field("tv_nsec").map(|nanos| nanos / 1000)).unwrap_or(0);
    // More than ten years is a date.
    if seconds > 315_360_000 {
        return "until a point in time".into();
    }
    shorten::duration(seconds.saturating_mul(1_000_000).saturating_add(micros))
}

fn few(all: &[String]) -> String {
    let shown = all.iter().take(MEMBERS).cloned().in_list().join(", ");
    if all.len() > MEMBERS { format!("{shown} and {} more", all.len() - MEMBERS) } else { shown }
}
