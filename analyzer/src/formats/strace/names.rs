//! Numbers for system call names, so that a call carries two bytes instead of a string.

use crate::order::Texts;

/// How many names are at hand without a search. A power of two; traces use 20 to 60 names.
const AT_HAND: usize = 256;

/// The names met so far.
#[derive(Debug, Default)]
pub struct Names {
    known: Texts<u16>,
    list: Vec<String>,
    /// For each [`place`], the number of the last name that was met there.
    at_hand: Vec<u16>,
}

impl Names {
    /// The number of a name; `None` once 65536 different names are known, which no kernel has.
    pub fn number(&mut self, name: &str) -> Option<u16> {
        let place = place(name);
        if let Some(number) = self.at_hand.get(place).copied()
            && self.list.get(usize::from(number)).is_some_and(|known| known == name)
        {
            return Some(number);
        }
        let number = match self.known.get(name) {
            Some(number) => *number,
            None => self.learn(name)?,
        };
        self.at_hand.resize(AT_HAND, 0);
        if let Some(at_hand) = self.at_hand.get_mut(place) {
            *at_hand = number;
        }
        Some(number)
    }

    fn learn(&mut self, name: &str) -> Option<u16> {
        let number = u16::try_from(self.list.len()).ok()?;
        self.known.insert(name, number);
        self.list.push(name.to_owned());
        Some(number)
    }

    /// The name of a number; empty if there is none.
    pub fn name(&self, number: u16) -> &str {
        self.list.get(usize::from(number)).map_or("", String::as_str)
    }

    /// All names, by number.
    pub fn into_list(self) -> Vec<String> {
        self.list
    }
}

/// Where a name is at hand: names that are used together rarely share a place.
fn place(name: &str) -> usize {
    let mixed = name.bytes().fold(0_u32, |mixed, byte| mixed.wrapping_mul(31).wrapping_add(u32::from(byte)));
    mixed as usize % AT_HAND
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_number_whatever_comes_between() {
        let mut names = Names::default();
        let all: Vec<String> = (0..2_000).map(|number| format!("call{number}")).collect();
        let first: Vec<_> = all.iter().map(|name| names.number(name)).collect();
        assert_eq!(all.iter().map(|name| names.number(name)).collect::<Vec<_>>(), first);
        assert_eq!(names.name(1_999), "call1999");
        assert_eq!(names.into_list(), all);
    }
}
