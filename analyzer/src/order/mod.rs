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
}
