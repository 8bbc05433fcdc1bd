//! The Rust files of a crate, as a test of the architecture wants to see them.

use std::fs;
use std::path::{Path, PathBuf};

/// One Rust file.
#[derive(Debug)]
pub struct RustFile {
    /// Its path from the root of the repository, with `/` between the names.
    pub path: String,
    /// All of it.
    pub text: String,
}

impl RustFile {
    /// Lines of the product, with their numbers: without comments and without the tests at the end.
    pub fn product_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let only_tests = ["/tests.rs", "/properties.rs"].iter().any(|name| self.path.ends_with(name));
        let product = if only_tests { "" } else { &self.text };
        (1..)
            .zip(product.lines())
            .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// The modules of its own crate that the product names, each with the line: `crate::align::Row` gives `align`.
    pub fn modules_used(&self) -> Vec<(usize, String)> {
        let mut used = Vec::new();
        for (number, line) in self.product_lines() {
            for after in line.split("crate::").skip(1) {
                if let Some(group) = after.strip_prefix('{') {
                    let names = group.split(['}', ';']).next().unwrap_or_default();
                    used.extend(names.split(',').map(|name| (number, first_name(name.trim()))));
                } else {
                    used.push((number, first_name(after)));
                }
            }
        }
        used.retain(|(_, name)| !name.is_empty());
        used
    }
}

fn first_name(path: &str) -> String {
    path.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
}

/// Every Rust file under a folder of the repository, sorted by path; none if there is no such folder.
pub fn under(folder: &str) -> Vec<RustFile> {
    let root = xtask::root();
    let mut paths = Vec::new();
    collect(&root.join(folder), &mut paths);
    paths.sort();
    paths
        .into_iter()
        .filter_map(|path| {
            let text = fs::read_to_string(&path).ok()?;
            let path = path.strip_prefix(&root).ok()?.to_string_lossy().replace('\\', "/");
            Some(RustFile { path, text })
        })
        .collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_and_paths_inside_of_code_are_seen_and_tests_are_not() {
        let file = RustFile {
            path: String::new(),
            text: "//! Uses crate::docs.\nuse crate::{align, trace::Run};\nlet x = crate::kernel::errno();\n\
                   #[cfg(test)]\nmod tests { use crate::causes; }\n"
                .into(),
        };
        let used: Vec<String> = file.modules_used().into_iter().map(|(_, name)| name).collect();
        assert_eq!(used, ["align", "trace", "kernel"]);
    }
}
