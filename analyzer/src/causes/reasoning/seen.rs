//! One system call of a run, and what it tells.

use super::families::Family;
use crate::model::arguments::{Arguments, Value};
use crate::model::trace::{Call, Event, EventId, Micros, Outcome};
use crate::trace::Run;

/// One system call of a run.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// Its event.
    pub id: EventId,
    /// The event.
    pub event: &'a Event,
    /// The call.
    pub call: &'a Call,
    /// Its name.
    pub name: &'a str,
    /// Its arguments as text; of a call in two halves, those of both.
    pub args: &'a str,
}

impl<'a> Seen<'a> {
    /// The errno it failed with, for example `ENOSPC`; empty if it did not fail.
    pub fn errno(&self, run: &'a Run) -> &'a str {
        if !self.call.outcome.failed() {
            return "";
        }
        let result = run.trace.str(self.call.result);
        result
            .split_whitespace()
            .find(|word| word.starts_with('E'))
            .unwrap_or("")
            .trim_end_matches([',', ')'])
    }

    /// What it is for.
    pub fn family(&self) -> Family {
        Family::of(self.name, self.args)
    }

    /// The value it returned; `None` if it failed or did not return.
    pub fn returned(&self) -> Option<i64> {
        match self.call.outcome {
            Outcome::Returned(value) => Some(value),
            _ => None,
        }
    }

    /// Its arguments, read.
    pub fn arguments(&self, run: &'a Run) -> Arguments<'a> {
        Arguments::of(&run.trace, self.call)
    }

    /// The first path or name among its arguments; empty if there is none.
    pub fn path(&self, run: &'a Run) -> String {
        Arguments::first_quoted(&run.trace, self.call).map(|quoted| quoted.text()).unwrap_or_default()
    }

    /// The text that it writes or has read, as far as the trace shows it; vectors are joined.
    pub fn payload(&self, run: &'a Run) -> String {
        let simple = run.trace.second_string(self.call).map(|quoted| quoted.text());
        if let Some(text) = simple.filter(|text| !text.is_empty()) {
            return text;
        }
        let mut text = String::new();
        for argument in &self.arguments(run).list {
            gather(&argument.value, &mut text);
            if !text.is_empty() {
                break;
            }
        }
        text
    }

    /// The bytes of the first string among its arguments, as far as they are shown.
    pub fn bytes(&self, run: &'a Run) -> Vec<u8> {
        Arguments::first_quoted(&run.trace, self.call).map(|quoted| quoted.bytes()).unwrap_or_default()
    }

    /// How long it took, where the trace tells (`-T`).
    pub fn duration(&self) -> Option<Micros> {
        self.call.duration.get()
    }

    /// The errno that hides in `SO_ERROR, [ECONNREFUSED]` although the call itself succeeded; empty if none does.
    pub fn hidden_errno(&self) -> &'a str {
        if self.name != "getsockopt" {
            return "";
        }
        let Some((_, rest)) = self.args.split_once("SO_ERROR, [") else { return "" };
        let word = rest.split([']', ' ', ',']).next().unwrap_or("");
        if word.starts_with('E') { word } else { "" }
    }

    /// True if it asked a socket for its pending error and there was none.
    pub fn is_connected_check(&self) -> bool {
        self.name == "getsockopt" && self.args.contains("SO_ERROR, [0]")
    }
}

/// The strings in a value, vectors and messages included.
fn gather(value: &Value<'_>, text: &mut String) {
    match value {
        Value::Text(quoted) => text.push_str(&quoted.text()),
        Value::Array(items) => {
            for item in items {
                gather(&item.value, text);
            }
        }
        Value::Struct(fields) => {
            for field in fields.iter().filter(|field| !matches!(field.name, Some("msg_name" | "msg_control")))
            {
                gather(&field.value, text);
            }
        }
        _ => {}
    }
}
