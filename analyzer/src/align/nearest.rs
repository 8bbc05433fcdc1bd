//! Which unit to compare with which: the failing one with the nearest normal one.

use crate::align::calls::Nature;
use crate::align::facts::{Fact, Key};
use crate::align::shape::{self, Hash};
use crate::order::Map;
use crate::trace::{Ending, Unit};

/// True if a unit ended in a way that somebody would complain of.
pub fn is_bad(ending: &Ending) -> bool {
    match ending {
        Ending::Answered { status, .. } => *status == 0 || *status >= 400,
        Ending::ClosedWithoutAnswer | Ending::ClientLeft | Ending::Killed(_) => true,
        Ending::Exited(status) => *status != 0,
        Ending::TraceEnds { pending } => pending.is_some(),
        Ending::Unknown => false,
    }
}

/// What a request asks for, values set aside: its method and the shape of its path.
/// 0 where the title says neither.
pub fn request_shape(unit: &Unit) -> u64 {
    let mut words = unit.title.split(' ');
    let (Some(method), Some(target)) = (words.next(), words.next()) else { return 0 };
    let path = target.split(['?', '#']).next().unwrap_or(target);
    if path.starts_with('/') { shape::path(Hash::default().with(method.as_bytes()), path).0 } else { 0 }
}

/// A unit's calls without their order: how often it makes each. Memory, clocks and the like do not count.
#[derive(Debug, Clone, Default)]
pub struct Histogram {
    counts: Map<Key, u32>,
    total: u32,
}

impl Histogram {
    /// Of these facts.
    pub fn of(facts: &[Fact]) -> Self {
        let mut histogram = Self::default();
        histogram.add(facts);
        histogram
    }

    /// Counts these facts as well.
    pub fn add(&mut self, facts: &[Fact]) {
        for fact in facts.iter().filter(|fact| !matches!(fact.nature, Nature::Memory | Nature::Bookkeeping)) {
            self.counts.change(fact.key, |count| *count += 1);
            self.total = self.total.saturating_add(1);
        }
    }

    /// How alike two units are, from 0 to 1000: the share of calls that they have in common.
    pub fn likeness(&self, other: &Self) -> u32 {
        let common: u64 = self
            .counts
            .iter()
            .map(|(key, count)| u64::from(*count.min(other.counts.get(key).unwrap_or(&0))))
            .sum();
        let all = u64::from(self.total) + u64::from(other.total);
        u32::try_from((common * 2000).checked_div(all).unwrap_or(0)).unwrap_or(0)
    }
}
