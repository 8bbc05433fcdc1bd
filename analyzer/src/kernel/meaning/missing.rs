//! Paths that healthy machines do not have, and that programs ask for all the same.
//!
//! Lines of a table: `` - `/etc/TZ`: A way to set the time zone. `` for paths that are asked for on every start,
//! `` - `*/gconv/*`: Character set tables. `` for parts of paths that are looked for in many places.

use crate::kernel::lines;
use crate::prose::Prose;

/// Why a path may be missing on a healthy machine; `None` if its absence deserves a look.
pub fn usually_missing<'p>(prose: &'p Prose, path: &str) -> Option<&'p str> {
    let is = |known: &str| match known.strip_prefix('*').and_then(|known| known.strip_suffix('*')) {
        Some(part) => path.contains(part),
        None => path == known,
    };
    lines::all(prose, "kernel/meaning/missing").find(|(known, _)| is(known)).map(|(_, why)| why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_asked_for_in_vain_everywhere_is_usually_missing() {
        let prose = Prose::built_in();
        let missing = |path| usually_missing(&prose, path);
        assert!(missing("/etc/ld.so.preload").is_some());
        assert!(missing("/lib/x86_64-linux-gnu/glibc-hwcaps/x86-64-v3/libm.so.6").is_some());
        for path in ["/etc/app/settings.toml", "/etc/nginx/tls/site.pem", "/srv/app/locale/de.json"] {
            assert_eq!(missing(path), None, "{path}");
        }
        assert_eq!(missing(""), None);
    }

    #[test]
    fn every_line_is_a_path_or_a_part_of_one_and_a_sentence() {
        let prose = Prose::built_in();
        for (path, why) in lines::all(&prose, "kernel/meaning/missing") {
            let part = path.strip_prefix('*').and_then(|path| path.strip_suffix('*')).unwrap_or(path);
            assert!(part.starts_with('/') && part.len() > 4 && !part.contains('*'), "{path}");
            assert!(why.ends_with('.') && why.len() < 160, "{path}: {why}");
        }
        assert!(lines::all(&prose, "kernel/meaning/missing").count() >= 18);
    }
}
