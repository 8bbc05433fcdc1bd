//! A call's arguments, read no further than somebody asks.
//!
//! Most calls are told apart by their name and first number alone. Reading every nested struct of every
//! `epoll_wait` would cost more than all the rest.

use std::cell::OnceCell;

use crate::model::arguments::{Arguments, Quoted, Value};
use crate::model::trace::{Call, Trace};

/// So much of a string's notation is looked at to say what it is; a byte takes at most four characters.
const HEAD: usize = 1600;

/// The arguments of one call.
pub(crate) struct Lazy<'t> {
    trace: &'t Trace,
    call: &'t Call,
    all: OnceCell<Arguments<'t>>,
}

impl<'t> Lazy<'t> {
    /// The arguments of that call; nothing is read yet.
    pub(crate) fn of(trace: &'t Trace, call: &'t Call) -> Self {
        Self { trace, call, all: OnceCell::new() }
    }

    /// All of them.
    pub(crate) fn all(&self) -> &Arguments<'t> {
        self.all.get_or_init(|| self.trace.arguments(self.call))
    }

    /// The first argument as a descriptor with its decoration.
    pub(crate) fn first(&self) -> Option<(i32, &'t str)> {
        let text = self.trace.str(self.call.args);
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = text.split_at_checked(digits)?;
        if digits > 0 && (rest.is_empty() || rest.starts_with(',')) {
            return number.parse().ok().map(|number| (number, ""));
        }
        descriptor(self.all().value(0))
    }

    /// The beginning of the data that a read or write moved, as far as it tells what it is.
    pub(crate) fn head(&self) -> Option<Vec<u8>> {
        if let Some((_, rest)) = self.trace.str(self.call.args).split_once(", ")
            && let Some(rest) = rest.strip_prefix('"')
            && self.first().is_some_and(|(_, decoration)| decoration.is_empty())
        {
            return Some(beginning(rest));
        }
        self.trace.payload(self.call).map(|data| data.bytes)
    }
}

/// The bytes of a string whose opening quote stands before `text`.
fn beginning(text: &str) -> Vec<u8> {
    let mut escaped = false;
    let end = text
        .bytes()
        .take(HEAD)
        .position(|byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        })
        .or_else(|| (0..=HEAD.min(text.len())).rev().find(|end| text.is_char_boundary(*end)))
        .unwrap_or(0);
    let raw = text.get(..end).unwrap_or("");
    Quoted { raw, abbreviated: false, abstract_name: false }.bytes()
}

/// A descriptor's number and decoration; `None` for what is no descriptor, such as -1.
pub(crate) fn descriptor<'t>(value: &Value<'t>) -> Option<(i32, &'t str)> {
    match value {
        Value::Number(number) => Some((i32::try_from(*number).ok()?, "")),
        Value::Descriptor { number, decoration, .. } => Some((i32::try_from(*number).ok()?, *decoration)),
        _ => None,
    }
    .filter(|(number, _)| *number >= 0)
}
