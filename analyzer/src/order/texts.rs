//! Values by texts, in the order of the texts, with one copy of the search tree for values of every kind.

use super::tree::Tree;
use crate::order::InList;

/// Values by texts. Without values (`Texts<()>`) it is a set of texts.
#[derive(Debug, Clone)]
pub struct Texts<V> {
    /// Where each text's value stands in `values`.
    places: Places,
    values: Vec<V>,
}

impl<V> Default for Texts<V> {
    fn default() -> Self {
        Self { places: Places::default(), values: Vec::new() }
    }
}

impl<V> Texts<V> {
    /// The value of a text.
    pub fn get(&self, text: &str) -> Option<&V> {
        self.values.get(self.places.of(text)?)
    }

    /// The value of a text, to be changed.
    pub fn get_mut(&mut self, text: &str) -> Option<&mut V> {
        self.values.get_mut(self.places.of(text)?)
    }

    /// True if the text is there.
    pub fn contains(&self, text: &str) -> bool {
        self.places.of(text).is_some()
    }

    /// Sets the value of a text; true if the text is new.
    pub fn insert(&mut self, text: &str, value: V) -> bool {
        if let Some(before) = self.get_mut(text) {
            *before = value;
            return false;
        }
        self.places.put(text);
        self.values.push(value);
        true
    }

    /// Changes the value of a text; one that has none gets the default value first.
    pub fn change(&mut self, text: &str, change: impl FnOnce(&mut V))
    where
        V: Default,
    {
        if !self.contains(text) {
            self.places.put(text);
            self.values.push(V::default());
        }
        if let Some(value) = self.get_mut(text) {
            change(value);
        }
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Texts and values, in the order of the texts.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &V)> {
        self.places.in_order().into_iter().filter_map(|(text, place)| Some((text, self.values.get(place)?)))
    }
}

/// Texts, numbered as they came.
#[derive(Debug, Clone, Default)]
struct Places {
    texts: Vec<String>,
    /// The last text with a hash.
    last: Tree,
    /// For each text, the one before with the same hash.
    before: Vec<Option<usize>>,
}

impl Places {
    fn of(&self, text: &str) -> Option<usize> {
        let mut place = self.last.get(hash(text))?;
        while self.texts.get(place)? != text {
            place = (*self.before.get(place)?)?;
        }
        Some(place)
    }

    fn put(&mut self, text: &str) {
        let (hash, place) = (hash(text), self.texts.len());
        let before = self.last.put(hash, place);
        self.last.set(hash, place);
        self.before.push(before);
        self.texts.push(text.to_owned());
    }

    fn in_order(&self) -> Vec<(&str, usize)> {
        let order =
            super::positions(self.texts.len(), &|one, other| self.texts.get(one).cmp(&self.texts.get(other)));
        order.into_iter().filter_map(|place| Some((self.texts.get(place)?.as_str(), place))).in_list()
    }
}

/// FNV-1a in 64 bits (<http://www.isthe.com/chongo/tech/comp/fnv/>).
fn hash(text: &str) -> u128 {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    u128::from(text.bytes().fold(0xcbf2_9ce4_8422_2325, mix))
}

impl<T: AsRef<str>> FromIterator<T> for Texts<()> {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        let mut set = Self::default();
        for text in texts {
            set.insert(text.as_ref(), ());
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_in_order_with_their_values() {
        let mut texts = Texts::default();
        for text in ["pear", "fig", "pear", ""] {
            texts.change(text, |count| *count += 1);
        }
        assert_eq!(texts.iter().collect::<Vec<_>>(), [("", &1), ("fig", &1), ("pear", &2)]);
        assert!(!texts.insert("fig", 7) && texts.insert("nut", 8));
        assert_eq!((texts.get("fig"), texts.get("kiwi"), texts.len()), (Some(&7), None, 4));
    }
}
