//! Keeps what was mended, in words and with lines.

use std::collections::BTreeMap;

use crate::source::{LineNumber, Mend};

/// What was mended so far.
#[derive(Debug, Clone, Default)]
pub struct Mends {
    /// Mends that each deserve a word.
    single: Vec<Mend>,
    /// Damage that runs through a whole paste: the first line and on how many lines.
    running: BTreeMap<&'static str, (LineNumber, LineNumber, u32)>,
}

impl Mends {
    /// Notes one mend.
    pub fn add(&mut self, line: LineNumber, what: String) {
        self.single.push(Mend { line, what });
    }

    /// Notes damage of which a paste is usually full; it becomes one entry, with the number of lines.
    /// Lines must come in order.
    pub fn count(&mut self, line: LineNumber, what: &'static str) {
        let (_, last, lines) = self.running.entry(what).or_insert((line, 0, 0));
        if *last != line {
            *last = line;
            *lines = lines.saturating_add(1);
        }
    }

    /// The mends among these lines, for the source that they belong to.
    pub fn within(&self, (first, last): (LineNumber, LineNumber)) -> Self {
        let inside = |line: LineNumber| (first..=last).contains(&line);
        Self {
            single: self.single.iter().filter(|mend| inside(mend.line)).cloned().collect(),
            running: self
                .running
                .iter()
                .filter(|(_, seen)| inside(seen.0))
                .map(|(what, seen)| (*what, *seen))
                .collect(),
        }
    }

    /// Takes in what another stage mended.
    pub fn merge(&mut self, other: Self) {
        self.single.extend(other.single);
        self.running.extend(other.running);
    }

    /// Everything, in the order of the lines.
    pub fn into_list(self) -> Vec<Mend> {
        let mut list = self.single;
        list.extend(self.running.into_iter().map(|(what, (line, _, lines))| Mend {
            line,
            what: match lines {
                0 | 1 => what.to_string(),
                2 => format!("{what}, on this and 1 further line"),
                _ => format!("{what}, on this and {} further lines", lines - 1),
            },
        }));
        list.sort_by_key(|mend| mend.line);
        list
    }
}
