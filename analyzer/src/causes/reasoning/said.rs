//! Whether a message names what a call acted on.

use super::reading::base_name;

/// Words by which a message says that something was not to be had; of a name that could be any word, they must stand
/// beside it.
const LACKS: &[&str] = &[
    "o such",
    "ot found",
    "ot find",
    "ot open",
    "ot read",
    "ot exist",
    "annot",
    "an't",
    "nable to",
    "ould not",
    "issing",
    "enied",
    "ailed",
    "ot a directory",
];

/// True if a message names a path: by whole parts of it, the last one included.
///
/// A name alone that could be any word (`build`) counts only in a message that says that something is not there. Of a
/// message that is cut, the beginning of the path at its end is enough.
pub fn names(text: &str, path: &str, cut: bool) -> bool {
    // Programs quote what cannot be printed.
    let quoted = path.replace('\r', "\\r");
    let path = quoted.trim_end_matches('/');
    let name = base_name(path);
    if name.is_empty() || matches!(name, "." | "..") {
        return false;
    }
    let lacks = || LACKS.iter().any(|words| text.contains(words));
    let found = text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let behind = text.get(at + name.len()..).unwrap_or_default();
        let folder = before.get(before.trim_end_matches(is_part).len()..).unwrap_or_default();
        let whole = !behind.trim_start_matches('.').starts_with(is_part);
        whole
            && same_place(folder, path.strip_suffix(name).unwrap_or_default())
            && (folder.contains('/') || name.contains('.') || lacks())
    });
    found || (cut && begins(text, path))
}

/// True if the directory that a message names before a file can be the one of the path: either may be relative.
fn same_place(said: &str, folder: &str) -> bool {
    let bare = |place: &str| -> usize {
        place.len() - place.trim_start_matches("./").trim_start_matches("../").len()
    };
    let said = said.get(bare(said)..).unwrap_or_default();
    let folder = folder.get(bare(folder)..).unwrap_or_default();
    let within = |whole: &str, end: &str| {
        whole
            .strip_suffix(end)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('/') || end.starts_with('/'))
    };
    said.is_empty()
        || folder.is_empty() && said.ends_with('/')
        || within(folder, said)
        || within(said, folder)
}

/// True if the text ends within the last part of the path.
fn begins(text: &str, path: &str) -> bool {
    let part = text.get(text.trim_end_matches(is_part).len()..).unwrap_or_default();
    part.len() > path.len() - base_name(path).len() && part.contains('/') && path.starts_with(part)
}

/// Letters of a path that do not end it in a message.
fn is_part(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '/' | '.' | '_' | '-' | '+' | '@' | '~' | '%')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_named_by_whole_parts() {
        let line = "sh: 1: exec: /opt/tools/protoc: not found";
        assert!(names(line, "/opt/tools/protoc", false));
        assert!(!names(line, "/usr/bin/protoc", false));
        assert!(!names(line, "/opt/tools", false));
        assert!(names("cat: data/sales.csv: No such file or directory", "/srv/data/sales.csv", false));
        assert!(names("open \"/srv/data/sales.csv\" failed", "sales.csv", false));
        assert!(!names("cannot read sales.csv.bak", "/srv/sales.csv", false));
        assert!(names("cannot read ../sales.csv.", "../sales.csv", false));
    }

    #[test]
    fn a_mere_word_needs_a_message_that_says_what_is_missing() {
        assert!(!names("make: *** [Makefile:5: build] Error 127", "build", false));
        assert!(names("make: *** No rule to make target 'build', not found", "build", false));
        assert!(names("cp: cannot stat 'build': No such file or directory", "build", false));
    }

    #[test]
    fn a_cut_message_names_the_beginning() {
        assert!(names("nginx: [emerg] open() \"/etc/nginx/ng", "/etc/nginx/nginx.conf", true));
        assert!(!names("  File \"/srv/shop", "/srv/shop/accepted", true));
        assert!(!names("nginx: [emerg] open() \"/etc/nginx/ng", "/etc/nginx/nginx.conf", false));
    }
}
