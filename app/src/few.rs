//! A few values, each under a number.
//!
//! A list that is searched from its beginning: for some dozens of entries that is as fast as a tree, and a tree for
//! every type of value would take a tenth of what the page may weigh.

/// A few values under their numbers, in the order in which they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Few<V>(Vec<(u32, V)>);

impl<V> Default for Few<V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V> Few<V> {
    /// Nothing yet.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The value under a number.
    pub fn get(&self, number: u32) -> Option<&V> {
        self.0.iter().find(|(known, _)| *known == number).map(|(_, value)| value)
    }

    /// True if there is a value under the number.
    pub fn holds(&self, number: u32) -> bool {
        self.get(number).is_some()
    }

    /// Puts a value under a number, in place of one that is there.
    pub fn put(&mut self, number: u32, value: V) {
        match self.0.iter_mut().find(|(known, _)| *known == number) {
            Some((_, known)) => *known = value,
            None => self.0.push((number, value)),
        }
    }

    /// Takes the value under a number away, if there is one.
    pub fn remove(&mut self, number: u32) {
        self.0.retain(|(known, _)| *known != number);
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All values.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }

    /// All numbers.
    pub fn numbers(&self) -> impl Iterator<Item = u32> {
        self.0.iter().map(|(number, _)| *number)
    }
}

impl<V> FromIterator<(u32, V)> for Few<V> {
    /// Of several values under one number the first stays.
    fn from_iter<I: IntoIterator<Item = (u32, V)>>(pairs: I) -> Self {
        let mut few = Self::new();
        for (number, value) in pairs {
            if !few.holds(number) {
                few.0.push((number, value));
            }
        }
        few
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_holds_one_value() {
        let mut few: Few<&str> = [(3, "a"), (1, "b"), (3, "c")].into_iter().collect();
        assert_eq!((few.get(3), few.len()), (Some(&"a"), 2));
        few.put(3, "d");
        assert_eq!((few.get(3), few.len()), (Some(&"d"), 2));
        few.remove(3);
        assert!(!few.holds(3) && few.holds(1));
        assert_eq!(few.numbers().collect::<Vec<_>>(), [1]);
    }
}
