//! Keeps what was mended, in words and with lines.

use crate::order::{Change, InList, Texts};
use crate::source::{LineNumber, Mend};

/// What was mended so far.
#[derive(Debug, Clone, Default)]
pub struct Mends {
    /// Mends that each deserve a word.
    single: Vec<Mend>,
    /// Damage that runs through a whole paste, and the lines that have it.
    running: Texts<Vec<LineNumber>>,
}

impl Mends {
    /// Notes one mend.
    pub fn add(&mut self, line: LineNumber, what: String) {
        self.single.push(Mend { line, what });
    }

    /// Notes damage of which a paste is usually full; it becomes one entry, with the number of lines.
    /// Lines must come in order.
    pub fn count(&mut self, line: LineNumber, what: &'static str) {
        self.running.change(what, |lines| {
            if lines.last() != Some(&line) {
                lines.push(line);
            }
        });
    }

    /// The mends among these lines, which stand in order, for the source that they belong to.
    pub fn within(&self, lines: &[LineNumber]) -> Self {
        let inside = |line: LineNumber| lines.binary_search(&line).is_ok();
        let mut running = Texts::default();
        for (what, lines) in self.running.iter() {
            let lines: Vec<_> = lines.iter().copied().filter(|line| inside(*line)).in_list();
            if !lines.is_empty() {
                running.insert(what, lines);
            }
        }
        Self { single: self.single.iter().filter(|mend| inside(mend.line)).cloned().in_list(), running }
    }

    /// Takes in what another stage mended.
    pub fn merge(&mut self, other: Self) {
        self.single.add_all(other.single);
        for (what, lines) in other.running.iter() {
            self.running.insert(what, lines.clone());
        }
    }

    /// Everything, in the order of the lines.
    pub fn into_list(self) -> Vec<Mend> {
        let mut list = self.single;
        list.add_all(self.running.iter().filter_map(|(what, lines)| {
            let line = *lines.first()?;
            let what = match lines.len() {
                1 => what.to_string(),
                2 => format!("{what}, on this and 1 further line"),
                many => format!("{what}, on this and {} further lines", many - 1),
            };
            Some(Mend { line, what })
        }));
        crate::order::by_key(&mut list, |mend| mend.line);
        list
    }
}
