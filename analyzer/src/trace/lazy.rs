//! A call's arguments, read no further than somebody asks.
//!
//! Most calls are told apart by their name and first number alone. Reading every nested struct of every
//! `epoll_wait` would cost more than all the rest.

use std::cell::OnceCell;

use crate::model::arguments::{Arguments, Quoted, Value, scan};
use crate::model::trace::{Call, Trace};

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
        match self.plain() {
            Some((first, _)) => first,
            None => descriptor(self.all().value(0)),
        }
    }

    /// The first argument, if it is a bare or decorated number, and what follows it.
    fn plain(&self) -> Option<(Option<(i32, &'t str)>, &'t str)> {
        let (number, decoration, rest) = scan::first_number(self.trace.str(self.call.args))?;
        Some((number.parse().ok().map(|number| (number, decoration)), rest))
    }

    /// The beginning of the data that a read or write moved: at most so many characters of its notation are looked at,
    /// and a byte takes at most four.
    pub(crate) fn head(&self, most: usize) -> Option<Vec<u8>> {
        if let Some((Some(_), rest)) = self.plain()
            && let Some(rest) = rest.strip_prefix(", \"")
        {
            return Some(beginning(rest, most));
        }
        self.trace.payload(self.call).map(|data| data.bytes)
    }
}

/// The bytes of a string whose opening quote stands before `text`.
fn beginning(text: &str, most: usize) -> Vec<u8> {
    let mut escaped = false;
    let end = text
        .bytes()
        .take(most)
        .position(|byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        })
        .or_else(|| (0..=most.min(text.len())).rev().find(|end| text.is_char_boundary(*end)))
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

    use super::*;

    use crate::model::trace::{Call, Outcome};
    use crate::source::Span;

    fn call(args: &str) -> (Trace, Call) {
        let trace = Trace { names: vec!["read".into()], ..Trace::empty(std::sync::Arc::new(args.into())) };
        let call = Call {
            name: 0,
            args: Span { start: 0, end: u32::try_from(args.len()).unwrap() },
            args_rest: Span::default(),
            outcome: Outcome::Unknown,
            result: Span::default(),
            duration: crate::model::trace::Length::NONE,
            resumed_line: None,
            number: None,
            tampered: false,
        };
        (trace, call)
    }

    #[test]
    fn the_short_way_reads_what_the_long_way_reads() {
        for args in [
            r#"3, "GET / HTTP/1.1\r\n"..., 1024"#,
            r#"3, "a\"b\\", 4"#,
            r#"11<UNIX-STREAM:[1->2,"/x, \"y"]>, "abc", 3"#,
            r#"fd=4, buf="abc", count=3"#,
            "7, 0x7ffd1f603790, 4096",
            "-1, NULL, 0",
            "",
        ] {
            let (trace, call) = call(args);
            let lazy = Lazy::of(&trace, &call);
            assert_eq!(lazy.first(), descriptor(trace.arguments(&call).value(0)), "{args}");
            assert_eq!(lazy.head(1_600), trace.payload(&call).map(|data| data.bytes), "{args}");
        }
    }

    #[test]
    fn only_the_beginning_of_long_data_is_read() {
        let args = format!("3, \"{}\", 9000", "é".repeat(9000));
        let (trace, call) = call(&args);
        assert!(Lazy::of(&trace, &call).head(1_600).unwrap().len() <= 1_600);
    }
}
