//! Programs, children, signals and limits.

use super::PATH;
use crate::model::arguments::{Arguments, Value};
use crate::order::InList;
use crate::render::rows::at::At;
use crate::render::rows::shorten;

/// The arguments that a program is run with, without its own name.
pub fn executed(at: &At<'_>) -> Vec<String> {
    let place = if at.name == "execveat" { 2 } else { 1 };
    let words = at.value(place).items().iter().skip(1);
    words.filter_map(|word| word.value.quoted()).map(|word| shorten::middle(&word.text(), PATH)).in_list()
}

pub fn child(at: &At<'_>) -> String {
    let text = at.run.trace.str(at.call.args);
    let kind = if text.contains("CLONE_THREAD") { "a thread" } else { "a process" };
    if text.contains("CLONE_NEW") { format!("{kind} in namespaces of its own") } else { kind.into() }
}

/// How a child ended: `exited with 1`, `killed by SIGSEGV`.
pub fn awaited(at: &At<'_>) -> String {
    let text = at.run.trace.str(at.call.args);
    let behind = |word: &str| {
        let (_, found) = text.split_once(word)?;
        found.split([')', '}', ']', ',', ' ']).find(|word| !word.is_empty())
    };
    if let Some(status) = behind("WEXITSTATUS(s) ==") {
        format!("exited with {status}")
    } else if let Some(signal) = behind("WTERMSIG(s) ==") {
        format!("killed by {signal}")
    } else if let Some(status) = behind("si_status=") {
        format!("status {status}")
    } else {
        String::new()
    }
}

pub fn handler(value: &Value<'_>) -> String {
    match value.field("sa_handler").or_else(|| value.field("sa_sigaction")) {
        Some(Value::Word(word)) => (*word).into(),
        Some(_) => "handler".into(),
        None => String::new(),
    }
}

pub fn limits(at: &At<'_>) -> Vec<String> {
    let resource = at.arguments.list.iter().find(|argument| argument.text.starts_with("RLIMIT_"));
    let limits = at.arguments.list.iter().find(|argument| argument.value.field("rlim_cur").is_some());
    vec![
        resource.map_or_else(String::new, |resource| resource.text.into()),
        limits.and_then(|limits| limits.value.field("rlim_cur")).map_or_else(String::new, |current| {
            match current {
                Value::Number(number) => number.to_string(),
                Value::Word(word) => (*word).into(),
                _ => String::new(),
            }
        }),
    ]
}

/// What a signal's details say: who sent it, how a child ended, which address was touched.
pub fn signal(info: &str) -> String {
    let arguments = Arguments::read(info);
    let value = |name: &str| arguments.named(name).map(|field| field.text);
    let mut parts = Vec::new();
    if let Some(code) = value("si_code") {
        parts.push(code.to_owned());
    }
    if let Some(address) = value("si_addr") {
        parts.push(format!("at {address}"));
    }
    if let Some(pid) = value("si_pid") {
        parts.push(format!("pid {pid}"));
    }
    if let Some(status) = value("si_status") {
        parts.push(format!("status {status}"));
    }
    parts.join(" ")
}
