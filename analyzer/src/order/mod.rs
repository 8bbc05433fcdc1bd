//! Order: sorting, maps and sets, with one copy of the code for items of every kind.
//!
//! The standard sort is compiled anew for every type, at 5 KB each, a standard map at up to 9 KB,
//! and collecting into a standard map or set brings a sort of its own. The page has to travel.

mod map;
mod texts;
mod tree;

use std::cmp::Ordering;

pub use map::{Map, Number, Set};
pub use texts::Texts;

/// Puts a list in the order of its items' keys; items with equal keys keep their order.
pub fn by_key<T, K: Ord>(items: &mut Vec<T>, key: impl FnMut(&T) -> K) {
    let keys: Vec<K> = items.iter().map(key).collect();
    let order = positions(keys.len(), &|one, other| keys.get(one).cmp(&keys.get(other)));
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.into_iter().filter_map(|position| taken.get_mut(position)?.take()));
}

/// Gathers items in a list.
pub trait InList: Iterator + Sized {
    /// The items as a list, like `collect`, which however compiles its iterator twice: for the first item, by which it
    /// makes room, and for all others.
    fn in_list(self) -> Vec<Self::Item> {
        let mut list = Vec::new();
        for item in self {
            list.push(item);
        }
        list
    }
}

impl<I: Iterator> InList for I {}

/// Picks one item.
pub trait Pick: Iterator + Sized {
    /// The item with the greatest key, the last of several, like `max_by_key`, which however compiles its iterator
    /// twice.
    fn greatest<K: Ord>(self, mut key: impl FnMut(&Self::Item) -> K) -> Option<Self::Item> {
        let mut best: Option<(K, Self::Item)> = None;
        for item in self {
            let key = key(&item);
            if best.as_ref().is_none_or(|(before, _)| *before <= key) {
                best = Some((key, item));
            }
        }
        best.map(|(_, item)| item)
    }

    /// The item with the least key, the first of several, like `min_by_key`.
    fn least<K: Ord>(self, mut key: impl FnMut(&Self::Item) -> K) -> Option<Self::Item> {
        let mut best: Option<(K, Self::Item)> = None;
        for item in self {
            let key = key(&item);
            if best.as_ref().is_none_or(|(before, _)| *before > key) {
                best = Some((key, item));
            }
        }
        best.map(|(_, item)| item)
    }
}

impl<I: Iterator> Pick for I {}

/// Changes a list.
pub trait Change<T> {
    /// Adds items behind the others, like `extend`, which also compiles how many there will be.
    fn add_all(&mut self, items: impl IntoIterator<Item = T>);

    /// Keeps only some items, like `retain`, which however compiles the question twice.
    fn keep_if(&mut self, wanted: impl FnMut(&T) -> bool);
}

impl<T> Change<T> for Vec<T> {
    fn add_all(&mut self, items: impl IntoIterator<Item = T>) {
        for item in items {
            self.push(item);
        }
    }

    fn keep_if(&mut self, mut wanted: impl FnMut(&T) -> bool) {
        for item in std::mem::take(self) {
            if wanted(&item) {
                self.push(item);
            }
        }
    }
}

/// Puts rows of items behind one another.
pub trait Flat: Iterator + Sized {
    /// What stands in each item, like `flat_map`, which however compiles what is done with it three times: for the row
    /// it is in, for whole rows, and for one that is read from behind.
    fn flat<I: IntoIterator>(
        mut self,
        mut row: impl FnMut(Self::Item) -> I,
    ) -> impl Iterator<Item = I::Item> {
        let mut now: Option<I::IntoIter> = None;
        std::iter::from_fn(move || {
            loop {
                if let Some(item) = now.as_mut().and_then(Iterator::next) {
                    return Some(item);
                }
                now = Some(row(self.next()?).into_iter());
            }
        })
    }

    /// These items and then the others, like `chain`, which however compiles what is done with them twice.
    fn with(mut self, others: impl IntoIterator<Item = Self::Item>) -> impl Iterator<Item = Self::Item> {
        let mut others = others.into_iter();
        std::iter::from_fn(move || self.next().or_else(|| others.next()))
    }
}

impl<I: Iterator> Flat for I {}

/// The positions `0..len` in the order of what stands there.
fn positions(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut positions: Vec<usize> = (0..len).collect();
    positions.sort_by(|one, other| compare(*one, *other));
    positions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_keys_keep_their_order_and_nothing_is_lost() {
        let mut words = vec!["pear", "fig", "plum", "kiwi", "nut", ""];
        by_key(&mut words, |word| word.len());
        assert_eq!(words, ["", "fig", "nut", "pear", "plum", "kiwi"]);
        let mut none: Vec<u8> = Vec::new();
        by_key(&mut none, |byte| *byte);
        assert!(none.is_empty());
    }

    #[test]
    fn of_equal_items_the_last_is_greatest_and_the_first_least() {
        let words = ["fig", "nut", "plum", "pear", "kiwi"];
        assert_eq!(words.iter().greatest(|word| word.len()), Some(&"kiwi"));
        assert_eq!(words.iter().least(|word| word.len()), Some(&"fig"));
        assert_eq!([0_u8; 0].iter().greatest(|byte| **byte), None);
    }

    #[test]
    fn rows_stand_behind_one_another() {
        let rows = [vec![1, 2], vec![], vec![3]];
        let mut all = rows.iter().flat(|row| row).copied().with([4]).in_list();
        assert_eq!(all, [1, 2, 3, 4]);
        all.add_all([5, 6]);
        all.keep_if(|number| number % 2 == 0);
        assert_eq!(all, [2, 4, 6]);
    }
}
