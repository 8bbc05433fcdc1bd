//! What a run says went wrong: error messages tell which of several failures mattered.

use crate::align::calls::{self, Nature};
use crate::align::facts::descriptor;
use crate::kernel::errno;
use crate::model::trace::EventKind;
use crate::trace::{DescriptorRole, Run};

/// What the failing run complains of: what it writes to standard error and to error logs.
#[derive(Debug, Default)]
pub struct Complaints {
    text: String,
}

impl Complaints {
    /// How much text is kept.
    const MOST: usize = 64 * 1024;

    /// Everything that a run complains of.
    pub fn of(run: &Run) -> Self {
        let mut text = String::new();
        for (id, event) in (0..).zip(&run.trace.events) {
            let EventKind::Call(call) = &event.kind else { continue };
            let role = descriptor(run, id).map(|descriptor| descriptor.role);
            if !matches!(role, Some(DescriptorRole::StandardError | DescriptorRole::ErrorLog))
                || text.len() > Self::MOST
            {
                continue;
            }
            if calls::kind(run.trace.name(call)).nature == Nature::Write {
                text.push_str(&run.trace.payload(call).unwrap_or_default().text());
                text.push('\n');
            }
        }
        Self { text }
    }

    /// True if the error's text or name is among them.
    pub fn mention_errno(&self, number: u16) -> bool {
        errno::by_number(number)
            .is_some_and(|errno| self.text.contains(errno.text) || self.text.contains(errno.name))
    }

    /// True if the file's name is among them; very short names prove nothing.
    pub fn mention_file(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        name.len() >= 4 && self.text.contains(name)
    }
}
