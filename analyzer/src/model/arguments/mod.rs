//! Arguments of a call, read when somebody asks.
//!
//! The notation is strace's, yet its reader stands in the model and not with the format:
//! a trace keeps arguments as text, whoever looks into them afterwards (processes, alignment, causes)
//! may not use formats, and reading every argument of every call beforehand would cost more than all the rest.

mod read;
pub mod scan;
#[cfg(test)]
mod tests;
mod value;

pub use read::integer;
pub use value::{Argument, Quoted, Value};

use super::trace::{Call, Trace};

/// The arguments of one call, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arguments<'t> {
    /// Those that are shown; of a call that had not returned, only those read on the way in.
    pub list: Vec<Argument<'t>>,
}

impl<'t> Arguments<'t> {
    /// Reads the arguments of a call; of a call in two halves, of both.
    pub fn of(trace: &'t Trace, call: &Call) -> Self {
        Self::read(trace.str(call.args))
    }

    /// Reads what stands between a call's parentheses. Never fails: what is no known notation becomes a word.
    pub fn read(text: &'t str) -> Self {
        Self { list: read::list(text, |_| false) }
    }

    /// Reads the arguments of a call up to the second one.
    pub fn first_two(trace: &'t Trace, call: &Call) -> Self {
        Self { list: read::list(trace.str(call.args), |list| list.len() > 1) }
    }

    /// The first argument of a call that is a string.
    pub fn first_quoted(trace: &'t Trace, call: &Call) -> Option<Quoted<'t>> {
        let is_quoted = |list: &[Argument<'_>]| list.last().is_some_and(|one| one.value.quoted().is_some());
        read::list(trace.str(call.args), is_quoted).last()?.value.quoted()
    }

    /// The argument at that place, counted from 0.
    pub fn get(&self, index: usize) -> Option<&Argument<'t>> {
        self.list.get(index)
    }

    /// The value at that place, counted from 0; [`Value::Empty`] where there is none.
    pub fn value(&self, index: usize) -> &Value<'t> {
        self.list.get(index).map_or(&Value::Empty, |argument| &argument.value)
    }

    /// The argument of that name (clone's arguments, everything with `-N`).
    pub fn named(&self, name: &str) -> Option<&Argument<'t>> {
        self.list.iter().find(|argument| argument.name == Some(name))
    }

    /// The number at that place, see [`Value::number`].
    pub fn number(&self, index: usize) -> Option<i64> {
        self.value(index).number()
    }

    /// True if the flag stands in any argument.
    pub fn has_flag(&self, flag: &str) -> bool {
        self.list.iter().any(|argument| argument.value.flags().any(|one| one == flag))
    }
}

impl Trace {
    /// The arguments of a call.
    pub fn arguments(&self, call: &Call) -> Arguments<'_> {
        Arguments::of(self, call)
    }
}
