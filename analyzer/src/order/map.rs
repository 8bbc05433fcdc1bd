//! Maps and sets in the order of their keys, with one copy of the search tree for keys and values of every kind.
//!
//! The standard map is compiled anew for every kind, at 3 to 9 KB each, and the page has to travel.

use super::tree::Tree;

/// What can be written as a number of 64 bits, in the same order.
pub trait Number: Copy {
    /// The number; two values are the same if their numbers are.
    fn number(self) -> u64;
}

/// What a [`Map`] can be asked for: a number, or two of them.
pub trait Key: Copy {
    /// The key as one number, in the order of the keys.
    fn place(self) -> u128;
}

macro_rules! numbers {
    ($($kind:ty),*) => { $(impl Number for $kind {
        fn number(self) -> u64 {
            u64::from(self)
        }
    })* };
}
numbers!(u16, u32, u64);

impl Number for usize {
    fn number(self) -> u64 {
        self as u64
    }
}

impl Number for i64 {
    fn number(self) -> u64 {
        self.cast_unsigned() ^ (1 << 63)
    }
}

impl Number for i32 {
    fn number(self) -> u64 {
        i64::from(self).number()
    }
}

impl Number for Option<u32> {
    fn number(self) -> u64 {
        self.map_or(0, |number| u64::from(number) + 1)
    }
}

impl<N: Number> Key for N {
    fn place(self) -> u128 {
        u128::from(self.number())
    }
}

impl<M: Number, N: Number> Key for (M, N) {
    fn place(self) -> u128 {
        u128::from(self.0.number()) << 64 | u128::from(self.1.number())
    }
}

/// Values by their keys.
#[derive(Debug, Clone)]
pub struct Map<K, V> {
    /// Where each key's entry stands in `entries`.
    places: Tree,
    entries: Vec<(K, V)>,
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self { places: Tree::default(), entries: Vec::new() }
    }
}

impl<K: Key, V> Map<K, V> {
    /// The value of a key.
    pub fn get(&self, key: &K) -> Option<&V> {
        self.entries.get(self.places.get(key.place())?).map(|(_, value)| value)
    }

    /// The value of a key, to be changed.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.entries.get_mut(self.places.get(key.place())?).map(|(_, value)| value)
    }

    /// True if the key has a value.
    pub fn contains_key(&self, key: &K) -> bool {
        self.places.get(key.place()).is_some()
    }

    /// Sets the value of a key; returns the one it had.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let place = self.places.put(key.place(), self.entries.len());
        if let Some((_, before)) = place.and_then(|place| self.entries.get_mut(place)) {
            return Some(std::mem::replace(before, value));
        }
        self.entries.push((key, value));
        None
    }

    /// Gives a key a value if it has none.
    pub fn keep(&mut self, key: K, value: V) {
        if self.places.put(key.place(), self.entries.len()).is_none() {
            self.entries.push((key, value));
        }
    }

    /// Changes the value of a key; one that has none gets the default value first.
    pub fn change(&mut self, key: K, change: impl FnOnce(&mut V))
    where
        V: Default,
    {
        let end = self.entries.len();
        let place = self.places.put(key.place(), end).unwrap_or(end);
        if place == end {
            self.entries.push((key, V::default()));
        }
        if let Some((_, value)) = self.entries.get_mut(place) {
            change(value);
        }
    }

    /// Takes a key out; returns its value.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let place = self.places.take(key.place())?;
        let last = self.entries.pop()?;
        let Some(gone) = self.entries.get_mut(place) else { return Some(last.1) };
        self.places.set(last.0.place(), place);
        Some(std::mem::replace(gone, last).1)
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Keys and values, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = &(K, V)> {
        self.places.within(0, u128::MAX).into_iter().filter_map(|place| self.entries.get(place))
    }

    /// Keys and values from one key to another, in the order of the keys.
    pub fn within(&self, first: K, last: K) -> impl Iterator<Item = &(K, V)> {
        let places = self.places.within(first.place(), last.place());
        places.into_iter().filter_map(|place| self.entries.get(place))
    }

    /// All values, in no order.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.entries.iter().map(|(_, value)| value)
    }

    /// All values, to be changed, in no order.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.entries.iter_mut().map(|(_, value)| value)
    }
}

impl<K: Key, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::default();
        for (key, value) in entries {
            map.insert(key, value);
        }
        map
    }
}

/// Keys without values.
#[derive(Debug, Clone)]
pub struct Set<K>(Map<K, ()>);

impl<K> Default for Set<K> {
    fn default() -> Self {
        Self(Map::default())
    }
}

impl<K: Key> Set<K> {
    /// Puts a key in; true if it was not there.
    pub fn insert(&mut self, key: K) -> bool {
        self.0.insert(key, ()).is_none()
    }

    /// Takes a key out; true if it was there.
    pub fn remove(&mut self, key: &K) -> bool {
        self.0.remove(key).is_some()
    }

    /// True if the key is there.
    pub fn contains(&self, key: &K) -> bool {
        self.0.contains_key(key)
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The only key; `None` if there are none or several.
    pub fn only(&self) -> Option<K> {
        match self.0.entries.as_slice() {
            [(only, ())] => Some(*only),
            _ => None,
        }
    }
}

impl<K: Key> FromIterator<K> for Set<K> {
    fn from_iter<I: IntoIterator<Item = K>>(keys: I) -> Self {
        let mut set = Self::default();
        set.extend(keys);
        set
    }
}

impl<K: Key> Extend<K> for Set<K> {
    fn extend<I: IntoIterator<Item = K>>(&mut self, keys: I) {
        for key in keys {
            self.insert(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_in_order_and_nothing_is_lost_by_taking_one_out() {
        let mut map: Map<(u32, i32), char> =
            [((1, 3), 'c'), ((1, -1), 'a'), ((0, 9), 'z'), ((1, 2), 'b')].into_iter().collect();
        assert_eq!(map.insert((0, 9), 'o'), Some('z'));
        assert_eq!(map.iter().map(|(_, v)| *v).collect::<String>(), "oabc");
        assert_eq!(map.within((1, 0), (1, 3)).map(|(_, v)| *v).collect::<String>(), "bc");
        assert_eq!(map.within((1, 3), (1, 0)).count(), 0);
        assert_eq!((map.remove(&(1, -1)), map.remove(&(1, -1))), (Some('a'), None));
        assert_eq!((map.get(&(1, 2)), map.get(&(1, 3)), map.len()), (Some(&'b'), Some(&'c'), 3));
        map.change((1, 2), |value| *value = 'x');
        map.change((7, 7), |value| *value = 'y');
        assert_eq!(map.iter().map(|(_, v)| *v).collect::<String>(), "oxcy");
    }

    #[test]
    fn numbers_keep_their_order() {
        let mut keys = vec![i64::MIN.place(), (-1_i64).place(), 0_i64.place(), i64::MAX.place()];
        keys.dedup();
        assert!(keys.len() == 4 && keys.is_sorted());
        assert!(None::<u32>.place() < Some(0).place());
        assert!((1_u32, u64::MAX).place() < (2_u32, 0_u64).place());
    }

    #[test]
    fn a_set_knows_its_only_key() {
        let mut set: Set<u32> = [3, 3].into_iter().collect();
        assert_eq!((set.len(), set.only()), (1, Some(3)));
        assert!(set.insert(4) && set.remove(&3) && !set.contains(&3));
        assert_eq!(set.only(), Some(4));
    }
}
