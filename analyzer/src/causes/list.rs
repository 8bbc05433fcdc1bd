//! The list of causes.

use super::Cause;
use super::{disk_full, disk_full_on_cache_write};

/// Every cause, from the specific to the general: of two that blame the same call, the first one stays.
pub static CAUSES: &[&Cause] = &[&disk_full_on_cache_write::CAUSE, &disk_full::CAUSE];
