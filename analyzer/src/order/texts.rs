//! Values by texts, in the order of the texts, with one copy of the search tree for values of every kind.

use std::collections::BTreeMap;

/// Values by texts. Without values (`Texts<()>`) it is a set of texts.
#[derive(Debug, Clone)]
pub struct Texts<V> {
    /// Where each text's value stands in `values`.
    places: BTreeMap<String, usize>,
    values: Vec<V>,
}

impl<V> Default for Texts<V> {
    fn default() -> Self {
        Self { places: BTreeMap::new(), values: Vec::new() }
    }
}

impl<V> Texts<V> {
    /// The value of a text.
    pub fn get(&self, text: &str) -> Option<&V> {
        self.values.get(place(&self.places, text)?)
    }

    /// The value of a text, to be changed.
    pub fn get_mut(&mut self, text: &str) -> Option<&mut V> {
        self.values.get_mut(place(&self.places, text)?)
    }

    /// True if the text is there.
    pub fn contains(&self, text: &str) -> bool {
        place(&self.places, text).is_some()
    }

    /// Sets the value of a text; true if the text is new.
    pub fn insert(&mut self, text: &str, value: V) -> bool {
        if let Some(before) = self.get_mut(text) {
            *before = value;
            return false;
        }
        put(&mut self.places, text, self.values.len());
        self.values.push(value);
        true
    }

    /// Changes the value of a text; one that has none gets the default value first.
    pub fn change(&mut self, text: &str, change: impl FnOnce(&mut V))
    where
        V: Default,
    {
        if !self.contains(text) {
            put(&mut self.places, text, self.values.len());
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
        in_order(&self.places).into_iter().filter_map(|(text, place)| Some((text, self.values.get(place)?)))
    }
}

fn place(places: &BTreeMap<String, usize>, text: &str) -> Option<usize> {
    places.get(text).copied()
}

fn put(places: &mut BTreeMap<String, usize>, text: &str, place: usize) {
    places.insert(text.to_string(), place);
}

fn in_order(places: &BTreeMap<String, usize>) -> Vec<(&str, usize)> {
    places.iter().map(|(text, place)| (text.as_str(), *place)).collect()
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
