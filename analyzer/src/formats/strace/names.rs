//! Numbers for system call names, so that a call carries two bytes instead of a string.

use std::collections::HashMap;

/// The names met so far.
#[derive(Debug, Default)]
pub struct Names<'t> {
    known: HashMap<&'t str, u16>,
    list: Vec<String>,
}

impl<'t> Names<'t> {
    /// The number of a name; `None` once 65536 different names are known, which no kernel has.
    pub fn number(&mut self, name: &'t str) -> Option<u16> {
        if let Some(number) = self.known.get(name) {
            return Some(*number);
        }
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
