//! Small changes to a Rust file that has a known shape; rustfmt puts lines and order right afterwards.

/// True for an id such as `disk-full`.
pub fn is_kebab(id: &str) -> bool {
    id.split('-')
        .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
        && id.starts_with(|c: char| c.is_ascii_lowercase())
}

/// The text with `mod name;` beside the other modules; `pub name` declares it public. `None` if there are none.
pub fn with_module(text: &str, name: &str) -> Option<String> {
    let (visibility, name) = name.strip_prefix("pub ").map_or(("", name), |name| ("pub ", name));
    let first = text.lines().find(|line| line.starts_with("mod ") || line.starts_with("pub mod "))?;
    Some(text.replacen(first, &format!("{visibility}mod {name};\n{first}"), 1))
}

/// The text with an item at the beginning of the list that follows `opening`. `None` if that is not there.
pub fn with_item(text: &str, opening: &str, item: &str) -> Option<String> {
    let (before, after) = text.split_once(opening)?;
    Some(format!("{before}{opening}{item}, {after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_kebab_case() {
        assert!(is_kebab("disk-full") && is_kebab("http2-reset"));
        assert!(
            !is_kebab("Disk")
                && !is_kebab("disk--full")
                && !is_kebab("../x")
                && !is_kebab("2-x")
                && !is_kebab("")
        );
    }

    #[test]
    fn entries_go_to_the_head_of_their_lists() {
        let text = "//! Doc.\n\nmod b;\npub mod c;\n\nstatic LIST: &[&T] = &[&b::ONE];\n";
        let text = with_module(text, "a").unwrap();
        let text = with_item(&text, "LIST: &[&T] = &[", "&a::ONE").unwrap();
        assert_eq!(
            text,
            "//! Doc.\n\nmod a;\nmod b;\npub mod c;\n\nstatic LIST: &[&T] = &[&a::ONE, &b::ONE];\n"
        );
        assert_eq!(with_item(&text, "OTHER", "x"), None);
    }
}
