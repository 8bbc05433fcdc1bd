//! What a call, a descriptor, an argument or a result means, in the few words that fit beside the mouse.

use analyzer::render::rows::{ArgumentDetails, RowDetails, SideDetails};

use crate::state::compare::Side;

/// What of a row is explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The call.
    Call,
    /// What it acts on.
    Subject,
    /// Its arguments.
    Arguments,
    /// Its result.
    Result,
}

impl Part {
    /// The part of that name in the document.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "call" => Some(Self::Call),
            "subject" => Some(Self::Subject),
            "arguments" => Some(Self::Arguments),
            "result" => Some(Self::Result),
            _ => None,
        }
    }
}

/// How many steps of a descriptor's life are told.
const STEPS: usize = 4;

/// The explanation, line by line; empty where there is nothing to say.
pub fn lines(details: &RowDetails, side: Side, part: Part) -> Vec<String> {
    let told = match side {
        Side::Normal => details.normal.as_ref(),
        Side::Failing => details.failing.as_ref(),
    };
    let lines = match (part, told) {
        (Part::Call, _) => vec![details.call.clone()],
        (_, None) => Vec::new(),
        (Part::Subject, Some(told)) => subject(told),
        (Part::Arguments, Some(told)) => told
            .arguments
            .iter()
            .map(|argument| (argument.name.as_str(), means(argument)))
            .filter(|(_, meaning)| !meaning.is_empty())
            .map(|(name, meaning)| if name.is_empty() { meaning } else { format!("{name}: {meaning}") })
            .collect(),
        (Part::Result, Some(told)) => vec![told.result.clone(), told.errno.clone()],
    };
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

/// What an argument means; each of its flags, where it is made of them.
fn means(argument: &ArgumentDetails) -> String {
    if argument.flags.is_empty() {
        return argument.meaning.clone();
    }
    let known = argument.flags.iter().filter(|flag| !flag.meaning.is_empty());
    known.map(|flag| format!("{}: {}", flag.name, flag.meaning)).collect::<Vec<_>>().join(" ")
}

/// Whose descriptor it is, and how it came to be that.
fn subject(told: &SideDetails) -> Vec<String> {
    let steps = told.history.iter().take_while(|step| !step.here).take(STEPS);
    std::iter::once(told.descriptor.clone())
        .chain(steps.map(|step| format!("{}  {}", step.line, step.what)))
        .collect()
}

#[cfg(test)]
mod tests {
    use analyzer::render::rows::HistoryStep;

    use super::*;

    fn details() -> RowDetails {
        let argument = |name: &str, meaning: &str| ArgumentDetails {
            name: name.into(),
            value: "1".into(),
            meaning: meaning.into(),
            flags: Vec::new(),
        };
        let step = |line, what: &str, here| HistoryStep { line, what: what.into(), here };
        RowDetails {
            call: "Writes bytes.".into(),
            normal: None,
            failing: Some(SideDetails {
                result: "-1 ENOSPC".into(),
                errno: "No block is free.".into(),
                arguments: vec![argument("fd", "the cache file"), argument("count", "")],
                descriptor: "Descriptor 14 · cache file".into(),
                history: vec![step(30, "opened", false), step(31, "pwritev", true)],
                ..SideDetails::default()
            }),
        }
    }

    #[test]
    fn each_part_explains_itself() {
        let about = |part| lines(&details(), Side::Failing, part);
        assert_eq!(about(Part::Call), ["Writes bytes."]);
        assert_eq!(about(Part::Subject), ["Descriptor 14 · cache file", "30  opened"]);
        assert_eq!(about(Part::Arguments), ["fd: the cache file"]);
        assert_eq!(about(Part::Result), ["-1 ENOSPC", "No block is free."]);
    }

    #[test]
    fn a_side_that_is_not_there_says_nothing() {
        assert!(lines(&details(), Side::Normal, Part::Result).is_empty());
    }
}
