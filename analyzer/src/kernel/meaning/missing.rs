//! Paths that healthy machines do not have, and that programs ask for all the same.

/// Paths that are asked for on every start, and what for.
const WHOLE: &[(&str, &str)] = &[
    ("/etc/ld.so.preload", "The dynamic loader asks for it at every start; it normally does not exist."),
    ("/etc/ld.so.nohwcap", "Older Debian loaders ask for it at every start; it normally does not exist."),
    (
        "/var/run/nscd/socket",
        "The C library asks for a name service cache; without one it reads the files itself.",
    ),
    (
        "/run/nscd/socket",
        "The C library asks for a name service cache; without one it reads the files itself.",
    ),
    ("/etc/gai.conf", "Rules on the order of addresses; without them the C library has its own."),
    ("/etc/host.conf", "Rules for reading the hosts file; without them the C library has its own."),
    ("/etc/suid-debug", "The C library asks for it in privileged programs; it normally does not exist."),
    ("/etc/malloc.conf", "The allocator jemalloc asks for its settings; it normally does not exist."),
    ("/etc/TZ", "A way to set the time zone that most systems do not use."),
];

/// Parts of paths that are looked for in many places.
const PARTS: &[(&str, &str)] = &[
    ("/glibc-hwcaps/", "A library built for newer processors is looked for first; most machines have none."),
    ("/share/locale/", "Translations and language rules are looked for under several names."),
    ("/lib/locale/", "Language rules; without them the C library uses its built-in ones."),
    ("/gconv/", "Character set tables are looked for in several places."),
    ("/LC_MESSAGES/", "Translations are looked for under several names."),
    ("/terminfo/", "Terminal descriptions are looked for in several places."),
    ("/pyvenv.cfg", "Python looks whether it runs in a virtual environment."),
    ("/__pycache__/", "Python looks for compiled code before it compiles the source."),
    ("/.nscd_socket", "The C library asks for a name service cache; without one it reads the files itself."),
];

/// Why a path may be missing on a healthy machine; `None` if its absence deserves a look.
pub fn usually_missing(path: &str) -> Option<&'static str> {
    let whole = WHOLE.iter().find(|(whole, _)| *whole == path);
    let found = whole.or_else(|| PARTS.iter().find(|(part, _)| path.contains(part)));
    found.map(|(_, why)| *why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_asked_for_in_vain_everywhere_is_usually_missing() {
        assert!(usually_missing("/etc/ld.so.preload").is_some());
        assert!(usually_missing("/lib/x86_64-linux-gnu/glibc-hwcaps/x86-64-v3/libm.so.6").is_some());
        for path in ["/etc/app/settings.toml", "/etc/nginx/tls/site.pem", "/srv/app/locale/de.json"] {
            assert_eq!(usually_missing(path), None, "{path}");
        }
        assert_eq!(usually_missing(""), None);
    }
}
