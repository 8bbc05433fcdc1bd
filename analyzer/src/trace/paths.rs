//! What a file is for, told by its path.
//!
//! The table follows the file system hierarchy standard and the names that programs give to their files;
//! it is kept small on purpose: what fits nowhere is a file.

use super::DescriptorRole;

const SCRIPTS: &[&str] = &[
    "py", "pyc", "pyo", "pyw", "js", "mjs", "cjs", "ts", "rb", "pl", "pm", "sh", "bash", "php", "phar",
    "lua", "jar", "class", "tcl", "r", "exs", "vim", "awk", "zip",
];
const CONFIGS: &[&str] = &[
    "conf",
    "cnf",
    "cfg",
    "ini",
    "toml",
    "yaml",
    "yml",
    "config",
    "properties",
    "env",
    "cf",
    "rc",
    "service",
];
const DATABASES: &[&str] = &[
    "db",
    "db3",
    "sqlite",
    "sqlite3",
    "mdb",
    "ibd",
    "frm",
    "myd",
    "myi",
    "ldb",
    "sst",
    "rdb",
    "aof",
    "db-journal",
    "db-wal",
    "db-shm",
];
const LOCKS: &[&str] = &["lock", "lck", "pid", "flock"];

/// The role of a file with that path. `new` says that this process created it and nobody had it before.
pub(crate) fn role(path: &str, new: bool, directory: bool) -> DescriptorRole {
    use DescriptorRole as Role;
    let lower = path.to_ascii_lowercase();
    let name = lower.rsplit('/').next().unwrap_or(&lower);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let under = |part: &str| lower.split('/').rev().skip(1).any(|one| one == part);

    if directory {
        return Role::Directory;
    }
    if lower.starts_with("/dev/") && !lower.starts_with("/dev/shm/") {
        return if is_terminal(&lower) { Role::Terminal } else { Role::Device };
    }
    if name == "ld.so.cache" || name == "ld.so.preload" || is_library(name) {
        return Role::Library;
    }
    if new && is_temporary(&lower, name) {
        return Role::TempFile;
    }
    if is_cache(&lower, name) {
        return if new { Role::TempFile } else { Role::CacheFile };
    }
    if LOCKS.contains(&extension) || name == "lock" || under("lock") {
        return Role::LockFile;
    }
    if is_database(name, extension) {
        return Role::Database;
    }
    if SCRIPTS.contains(&extension) {
        return Role::Script;
    }
    if extension == "log" || extension == "err" || under("log") || under("logs") {
        return if name.contains("access") {
            Role::AccessLog
        } else if name.contains("error") || extension == "err" {
            Role::ErrorLog
        } else {
            Role::Log
        };
    }
    if lower.starts_with("/etc/")
        || lower.contains("/etc/")
        || CONFIGS.contains(&extension)
        || under(".config")
        || matches!(name, "config" | ".gitconfig" | ".npmrc" | ".my.cnf" | ".pgpass" | "package.json")
        || (name.starts_with('.') && name.ends_with("rc"))
    {
        return Role::ConfigFile;
    }
    if is_temporary(&lower, name) {
        return Role::TempFile;
    }
    Role::File
}

fn is_terminal(path: &str) -> bool {
    path == "/dev/tty"
        || path.starts_with("/dev/pts/")
        || path.starts_with("/dev/ttys")
        || path == "/dev/console"
}

/// `libc.so.6`, `libssl.so`, `ld-linux-x86-64.so.2`, `_socket.cpython-311-x86_64-linux-gnu.so`
fn is_library(name: &str) -> bool {
    name.strip_suffix(".so").is_some()
        || name
            .split_once(".so.")
            .is_some_and(|(_, version)| version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
}

/// A file in a cache: below a directory that says so, or under the hash of its key.
fn is_cache(path: &str, name: &str) -> bool {
    let hash = name.split('.').next().unwrap_or(name);
    let hashed = hash.len() >= 24 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut above = path.rsplit('/').skip(1);
    let named = above.any(|part| {
        part == "cache"
            || part == ".cache"
            || part.ends_with("_cache")
            || part.ends_with("-cache")
            || part == "caches"
    });
    // git keeps its objects under hashes too.
    named || (hashed && !path.contains("/objects/"))
}

/// A name made up on the spot: below a directory for it, with a suffix that says so, or a bare counter.
fn is_temporary(path: &str, name: &str) -> bool {
    let digits = |text: &str| text.len() >= 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let under = path.split('/').rev().skip(1).any(|part| {
        matches!(part, "tmp" | "temp" | ".tmp")
            || part.ends_with("_temp")
            || part.ends_with("-temp")
            || part == "shm"
    });
    under || matches!(extension, "tmp" | "temp" | "swp") || digits(name) || digits(extension)
}

/// Databases that keep several files beside each other: `SQLite`, `InnoDB`, `PostgreSQL`.
fn is_database(name: &str, extension: &str) -> bool {
    DATABASES.contains(&extension)
        || name.ends_with("-journal")
        || name.ends_with("-wal")
        || name.ends_with("-shm")
        || name.starts_with("ibdata")
        || name.starts_with("ib_logfile")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

    use super::*;

    use DescriptorRole as Role;

    #[test]
    fn paths_tell_roles() {
        for (path, expected) in [
            ("/etc/ld.so.cache", Role::Library),
            ("/lib/x86_64-linux-gnu/libc.so.6", Role::Library),
            ("/usr/lib/python3/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so", Role::Library),
            ("/usr/lib/python3.11/encodings/__pycache__/utf_8.cpython-311.pyc", Role::Script),
            ("/srv/app/index.js", Role::Script),
            ("/etc/passwd", Role::ConfigFile),
            ("/opt/app/settings.yaml", Role::ConfigFile),
            ("/root/.gitconfig", Role::ConfigFile),
            ("/var/log/app/error.log", Role::ErrorLog),
            ("/var/log/app/access.log", Role::AccessLog),
            ("/var/log/syslog", Role::Log),
            ("/srv/cache/7/2a/9f0c1d2e3b4a5968778695a4b3c2d1e0", Role::CacheFile),
            ("/home/u/.cache/pip/http/a", Role::CacheFile),
            ("/repo/.git/objects/ab/cdef0123456789abcdef0123456789abcdef01", Role::File),
            ("/srv/data/metrics.db-journal", Role::Database),
            ("/var/lib/mysql/ibdata1", Role::Database),
            ("/repo/.git/index.lock", Role::LockFile),
            ("/run/nginx.pid", Role::LockFile),
            ("/dev/null", Role::Device),
            ("/dev/pts/3", Role::Terminal),
            ("/tmp/x", Role::TempFile),
            ("/srv/data/part1.csv", Role::File),
            ("/usr/share/ld.so.conf.html", Role::File),
            ("", Role::File),
        ] {
            assert_eq!(role(path, false, false), expected, "{path}");
        }
    }

    #[test]
    fn what_was_created_just_now_is_temporary() {
        for path in [
            "/etc/nginx/china_cache/2/7d/2ac65d1f9080e2baff45a4332f9017d2.0000014052",
            "/var/lib/nginx/body/0000000001",
            "/var/cache/app/ab",
        ] {
            assert_eq!(role(path, true, false), Role::TempFile, "{path}");
        }
        assert_eq!(role("/srv/out.csv", true, false), Role::File);
        assert_eq!(role("/repo/.git/index.lock", true, false), Role::LockFile);
        assert_eq!(role("/srv/anything.py", false, true), Role::Directory);
    }
}
