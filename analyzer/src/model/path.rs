//! Which path a call names.

use super::arguments::{Arguments, Quoted, Value};
use super::trace::{Call, Trace};

/// A path as a call names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathArgument<'t> {
    /// The path, escapes resolved; it may be relative, and empty with `AT_EMPTY_PATH`.
    pub path: String,
    /// As it is printed.
    pub quoted: Quoted<'t>,
    /// The directory that a relative path starts from, where `-y` shows it: of `AT_FDCWD</srv>` or `5</srv/conf>`.
    pub directory: Option<&'t str>,
    /// The number of that directory's descriptor, -100 for `AT_FDCWD`; `None` if the call takes none.
    pub directory_fd: Option<i32>,
}

impl PathArgument<'_> {
    /// The whole path where the directory is known, otherwise the path as it is named.
    pub fn full(&self) -> String {
        match self.directory {
            Some(directory) if !self.path.starts_with('/') => {
                let name = self.path.strip_prefix("./").unwrap_or(&self.path);
                if name.is_empty() || name == "." {
                    directory.to_owned()
                } else {
                    format!("{}/{name}", directory.trim_end_matches('/'))
                }
            }
            _ => self.path.clone(),
        }
    }
}

impl Trace {
    /// The path that a call names first. `None` if the call names none, or names it by a pointer only.
    pub fn path(&self, call: &Call) -> Option<PathArgument<'_>> {
        let place = place_of_path(self.name(call))?;
        path_at(&Arguments::first_two(self, call), place)
    }

    /// The second path of calls that take two: where `rename` moves to, where `link` and `symlink` put the name.
    pub fn second_path(&self, call: &Call) -> Option<PathArgument<'_>> {
        let place = match self.name(call) {
            "rename" | "link" | "symlink" | "mount" | "pivot_root" => 1,
            "symlinkat" => 2,
            "renameat" | "renameat2" | "linkat" | "move_mount" => 3,
            _ => return None,
        };
        path_at(&self.arguments(call), place)
    }
}

fn path_at<'t>(arguments: &Arguments<'t>, place: usize) -> Option<PathArgument<'t>> {
    let quoted = arguments.value(place).quoted()?;
    let before = place.checked_sub(1).map(|before| arguments.value(before));
    let (directory_fd, directory) = match before {
        Some(Value::Descriptor { number, decoration, .. }) => {
            (i32::try_from(*number).ok(), decoration.starts_with('/').then_some(*decoration))
        }
        Some(value) => (value.number().and_then(|number| i32::try_from(number).ok()), None),
        None => (None, None),
    };
    Some(PathArgument { path: quoted.text(), quoted, directory, directory_fd })
}

/// The calls whose first argument is a path: as one text they pack better than as so many comparisons.
const FIRST: &str = "access acct chdir chmod chown chown32 chroot creat execve getxattr lchown lchown32 lgetxattr \
        link listxattr llistxattr lremovexattr lsetxattr lstat lstat64 memfd_create mkdir mknod \
        mount oldlstat oldstat open pivot_root quotactl readlink removexattr rename rmdir setxattr \
        stat stat64 statfs statfs64 swapoff swapon symlink symlinkat truncate truncate64 umount \
        umount2 unlink uselib utime utimes";

/// The calls whose second argument is a path.
const SECOND: &str = "execveat faccessat faccessat2 fchmodat fchmodat2 fchownat fstatat64 futimesat \
        inotify_add_watch linkat mkdirat mknodat move_mount name_to_handle_at newfstatat open_tree \
        openat openat2 readlinkat renameat renameat2 statx unlinkat utimensat utimensat_time64";

/// The place of the first path among a call's arguments; `None` if the call takes no path.
pub fn place_of_path(name: &str) -> Option<usize> {
    // What nearly every trace asks for first.
    if name == "openat" {
        return Some(1);
    }
    let names = |text: &&str| text.as_bytes().split(|byte| *byte == b' ').any(|one| one == name.as_bytes());
    [FIRST, SECOND].iter().position(names).filter(|_| !name.is_empty())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::descriptor::tests::call_of;

    fn full(line: &str) -> Option<String> {
        let (trace, call) = call_of(line);
        trace.path(&call).map(|path| path.full())
    }

    #[test]
    fn paths_of_calls() {
        let is = |path: &str| Some(path.to_owned());
        assert_eq!(full(r#"open("/etc/caf\303\251", O_RDONLY)"#), is("/etc/café"));
        assert_eq!(full(r#"openat(AT_FDCWD, "conf.d/x", O_RDONLY)"#), is("conf.d/x"));
        assert_eq!(full(r#"openat(AT_FDCWD</srv>, "conf.d/x", O_RDONLY)"#), is("/srv/conf.d/x"));
        assert_eq!(full(r#"openat(AT_FDCWD</srv>, "/etc/x", O_RDONLY)"#), is("/etc/x"));
        assert_eq!(
            full(r#"newfstatat(5</etc/hosts>, "", {st_mode=S_IFREG}, AT_EMPTY_PATH)"#),
            is("/etc/hosts")
        );
        assert_eq!(full(r#"unlinkat(7</srv/>, "./a", 0)"#), is("/srv/a"));
        assert_eq!(full("open(0x47b004, O_RDONLY)"), None);
        assert_eq!(full("close(3)"), None);
    }

    #[test]
    fn second_paths() {
        let (trace, call) = call_of(r#"renameat(AT_FDCWD, "a", AT_FDCWD</srv>, "b")"#);
        assert_eq!(trace.second_path(&call).unwrap().full(), "/srv/b");
        let (trace, call) = call_of(r#"symlink("a", "b")"#);
        assert_eq!(trace.second_path(&call).unwrap().path, "b");
    }
}
