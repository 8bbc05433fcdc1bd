//! The one search tree for numbers: under which index of a list the entry of a key stands.
//!
//! Two levels are enough: a list of short lists, all in the order of the keys. It is a fraction of the code of the
//! standard library's tree, and as quick for as many keys as a trace has.

/// How many keys a short list holds at most.
const MOST: usize = 256;

/// Indexes by keys.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// Keys with their indexes; none of the lists is empty.
    lists: Vec<Vec<(u128, usize)>>,
}

impl Tree {
    /// The list that holds a key if any does, and where in it the key stands (`Ok`) or belongs (`Err`).
    fn find(&self, key: u128) -> (usize, Result<usize, usize>) {
        let after = self.lists.partition_point(|list| list.first().is_some_and(|first| first.0 <= key));
        let list = after.saturating_sub(1);
        let place = self.lists.get(list).map_or(Err(0), |list| list.binary_search_by(|one| one.0.cmp(&key)));
        (list, place)
    }

    fn entry(&mut self, key: u128) -> Option<&mut usize> {
        let (list, place) = self.find(key);
        self.lists.get_mut(list)?.get_mut(place.ok()?).map(|(_, index)| index)
    }

    /// The index of a key.
    pub fn get(&self, key: u128) -> Option<usize> {
        let (list, place) = self.find(key);
        self.lists.get(list)?.get(place.ok()?).map(|(_, index)| *index)
    }

    /// The index that a key has; one that has none gets this one, and `None` is returned.
    pub fn put(&mut self, key: u128, index: usize) -> Option<usize> {
        let (list, place) = self.find(key);
        let Err(place) = place else { return self.get(key) };
        let Some(entries) = self.lists.get_mut(list) else {
            self.lists.push(vec![(key, index)]);
            return None;
        };
        entries.insert(place, (key, index));
        if entries.len() > MOST {
            let behind = entries.split_off(MOST / 2);
            self.lists.insert(list + 1, behind);
        }
        None
    }

    /// Gives a key that has an index another one.
    pub fn set(&mut self, key: u128, index: usize) {
        if let Some(before) = self.entry(key) {
            *before = index;
        }
    }

    /// Takes a key out; returns its index.
    pub fn take(&mut self, key: u128) -> Option<usize> {
        let (list, place) = self.find(key);
        let entries = self.lists.get_mut(list)?;
        let (_, index) = entries.remove(place.ok()?);
        if entries.is_empty() {
            self.lists.remove(list);
        }
        Some(index)
    }

    /// The indexes of the keys from `first` to `last`, in the order of the keys.
    pub fn within(&self, first: u128, last: u128) -> Vec<usize> {
        let mut indexes = Vec::new();
        for list in self.lists.iter().skip(self.find(first).0) {
            for (key, index) in list {
                if *key > last {
                    return indexes;
                }
                if *key >= first {
                    indexes.push(*index);
                }
            }
        }
        indexes
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn it_does_what_the_tree_of_the_standard_library_does() {
        let (mut tree, mut known) = (Tree::default(), BTreeMap::new());
        let mut seed = 7_u128;
        for index in 0..20_000 {
            seed = seed * 6_364_136_223 % 1_000_003;
            let key = seed % 4_001;
            if seed.is_multiple_of(3) {
                assert_eq!(tree.take(key), known.remove(&key));
            } else {
                assert_eq!(tree.put(key, index), known.get(&key).copied());
                known.entry(key).or_insert(index);
            }
            if seed.is_multiple_of(101) {
                tree.set(key, 3);
                known.entry(key).and_modify(|index| *index = 3);
            }
            assert_eq!(tree.get(key), known.get(&key).copied());
        }
        for (first, last) in [(0, u128::MAX), (40, 900), (900, 40), (4_000, 4_000), (5_000, 6_000)] {
            let wanted = known.iter().filter(|(key, _)| (first..=last).contains(*key));
            assert_eq!(tree.within(first, last), wanted.map(|(_, index)| *index).collect::<Vec<_>>());
        }
    }
}
