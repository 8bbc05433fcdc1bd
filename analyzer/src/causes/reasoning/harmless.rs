//! Failures that mean nothing by themselves.

use super::families::Family;
use super::suspects::Object;
use crate::trace::DescriptorRole;

/// True if a call of that family never harms by failing so: it would have blocked, was interrupted, or only asked.
pub fn by_nature(family: Family, errno: &str, object: &Object, arguments: &str) -> bool {
    match errno {
        "EAGAIN" | "EWOULDBLOCK" => match family {
            // A full listen queue of a unix socket: there is no "try again when it is writable" for it, see connect(2).
            Family::Connect => !object.name.starts_with("unix:"),
            Family::Lock | Family::Fork | Family::Memory | Family::Kernel => false,
            _ => true,
        },
        "EINPROGRESS" | "EALREADY" | "EINTR" | "EISCONN" | "ERESTARTSYS" | "ECHILD" | "ENODATA"
        | "ESPIPE" | "ENOTTY" | "ENOTCONN" | "EDESTADDRREQ" => true,
        // futex: the value had changed already, or the wait timed out.
        "ETIMEDOUT" => family == Family::Futex || family == Family::Wait,
        // Nothing can be read through O_PATH: it asks whether this is a directory.
        "ENOTDIR" => arguments.contains("O_PATH"),
        "ESRCH" => family == Family::Privilege,
        "EEXIST" => match family {
            // mkdir of a directory that is there, and epoll_ctl of what is registered.
            Family::Create => !arguments.contains("O_EXCL"),
            Family::Other | Family::Memory => true,
            _ => false,
        },
        "EPERM" | "EINVAL" | "ENOSYS" | "EOPNOTSUPP" | "ENOTSUP" | "ENOPROTOOPT" => match family {
            // Probing for options: setsockopt, prctl, membarrier, epoll_ctl of a regular file and the like.
            Family::Other | Family::Control | Family::Look => !matches!(errno, "ENOSYS"),
            _ => false,
        },
        "EBADF" => object.role == DescriptorRole::Unknown && family == Family::Other,
        _ => false,
    }
}

/// True if programs look for such a path and do without it.
pub fn optional(path: &str) -> bool {
    const PARTS: &[&str] = &[
        "/locale/",
        "/locale-archive",
        "/LC_MESSAGES/",
        "/gconv",
        "/ld.so.preload",
        "/nscd/socket",
        "/zoneinfo/",
        "/localtime",
        "/terminfo/",
        "/glibc-hwcaps/",
        "/__pycache__",
        "pyvenv.cfg",
        "/inputrc",
        "/.terminfo",
        "/etc/gai.conf",
        "/proc/self/",
        "/sys/",
        "/selinux",
        "/dev/tty",
    ];
    const ENDS: &[&str] =
        &[".mo", ".pyc", "/libc.so.6.1", ".curlrc", "_curlrc", "/.netrc", "/.jq", "._pth", "pybuilddir.txt"];
    PARTS.iter().any(|part| path.contains(part)) || ENDS.iter().any(|end| path.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(name: &str) -> Object {
        Object { name: name.into(), role: DescriptorRole::Unknown }
    }

    #[test]
    fn a_read_that_would_block_is_harmless_and_a_refused_lock_is_not() {
        assert!(by_nature(Family::Receive, "EAGAIN", &object(""), ""));
        assert!(by_nature(Family::Connect, "EAGAIN", &object("10.0.0.1:80"), ""));
        assert!(!by_nature(Family::Connect, "EAGAIN", &object("unix:/run/app.sock"), ""));
        assert!(!by_nature(Family::Lock, "EAGAIN", &object("/run/job.lock"), ""));
        assert!(by_nature(Family::Create, "EEXIST", &object("/tmp"), "\"/tmp\", 0777"));
        assert!(!by_nature(Family::Create, "EEXIST", &object("/x.lock"), "\"/x.lock\", O_CREAT|O_EXCL"));
    }

    #[test]
    fn message_catalogues_are_optional_and_configuration_is_not() {
        assert!(optional("/usr/share/locale/C/LC_MESSAGES/bash.mo"));
        assert!(!optional("/etc/app/app.conf"));
    }
}
