//! `cargo xtask prose`: the file of texts that the page loads. Trunk runs it when it builds the page.

use std::fs;
use std::path::PathBuf;

use crate::{Outcome, bundle, dist_folder, root};

/// The name of the file.
const FILE: &str = "prose.txt";

/// The task. Trunk says where it gathers the page before it becomes `dist/`.
pub fn task(_arguments: &[String]) -> Outcome {
    let folder = std::env::var_os("TRUNK_STAGING_DIR").map_or_else(dist_folder, PathBuf::from);
    let write = || {
        let text = bundle::of_page(&root(), &bundle::build_id(&root())?)?;
        fs::write(folder.join(FILE), text)
    };
    write().map_err(|why| format!("{}: {why}", folder.join(FILE).display()))
}
