//! What the tasks of this repository are made of.
//!
//! The tests from outside use two of the parts as well: the static server and the search for a browser.
#![allow(clippy::print_stdout, reason = "tasks say what they do")]
#![allow(clippy::missing_errors_doc, reason = "an error is a sentence that says itself")]

pub mod browser;
#[path = "../../analyzer/bundle.rs"]
pub mod bundle;
pub mod check;
pub mod dist;
pub mod pack;
pub mod prose;
pub mod run;
pub mod scaffold;
pub mod serve;
pub mod server;
pub mod size;
pub mod test;
pub mod tools;
pub mod words;

use std::path::{Path, PathBuf};

/// What a task returns: nothing, or one sentence on what went wrong and what to do.
pub type Outcome<T = ()> = Result<T, String>;

/// The root of the repository.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The folder that holds the built page.
pub fn dist_folder() -> PathBuf {
    root().join("dist")
}
