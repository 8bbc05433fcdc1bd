//! The one search tree for numbers: under which index of a list the entry of a key stands.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Indexes by keys.
#[derive(Debug, Clone, Default)]
pub struct Tree(BTreeMap<u128, usize>);

impl Tree {
    /// The index of a key.
    pub fn get(&self, key: u128) -> Option<usize> {
        self.0.get(&key).copied()
    }

    /// The index that a key has; one that has none gets this one, and `None` is returned.
    pub fn put(&mut self, key: u128, index: usize) -> Option<usize> {
        match self.0.entry(key) {
            Entry::Occupied(known) => Some(*known.get()),
            Entry::Vacant(new) => {
                new.insert(index);
                None
            }
        }
    }

    /// Gives a key that has an index another one.
    pub fn set(&mut self, key: u128, index: usize) {
        if let Some(before) = self.0.get_mut(&key) {
            *before = index;
        }
    }

    /// Takes a key out; returns its index.
    pub fn take(&mut self, key: u128) -> Option<usize> {
        self.0.remove(&key)
    }

    /// The indexes of the keys from `first` to `last`, in the order of the keys.
    pub fn within(&self, first: u128, last: u128) -> Vec<usize> {
        if first > last { Vec::new() } else { self.0.range(first..=last).map(|(_, index)| *index).collect() }
    }
}
