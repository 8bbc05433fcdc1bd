//! Which lines of a comparison are evidence, so that rows can carry the numbers of the verdict.

use analyzer::report::{Comparison, Diagnosis};
use analyzer::source::LineNumber;

use crate::few::Few;

/// The number of the evidence for each line of the two sources, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Numbers {
    normal: Few<usize>,
    failing: Few<usize>,
}

impl Numbers {
    /// The numbers that the diagnosis gives to lines of the comparison's sources.
    pub fn of(diagnosis: Option<&Diagnosis>, comparison: &Comparison) -> Self {
        let lines_of = |source: &str| {
            let evidence = diagnosis.map(|diagnosis| diagnosis.evidence.as_slice()).unwrap_or_default();
            let here = (1..).zip(evidence).filter(|(_, evidence)| evidence.source == source);
            here.map(|(number, evidence)| (evidence.line, number)).collect()
        };
        Self { normal: lines_of(&comparison.normal.source), failing: lines_of(&comparison.failing.source) }
    }

    /// The number of a line of the normal source.
    pub fn normal(&self, line: LineNumber) -> Option<usize> {
        self.normal.get(line).copied()
    }

    /// The number of a line of the failing source.
    pub fn failing(&self, line: LineNumber) -> Option<usize> {
        self.failing.get(line).copied()
    }
}

/// The last part of a path, for places where a whole name does not fit.
pub fn short_name(source: &str) -> &str {
    source.rsplit(['/', '\\']).next().unwrap_or(source)
}
