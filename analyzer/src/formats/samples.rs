//! Real lines of each format, in `samples/<id>.txt`: each is claimed by its format and by no other.
//!
//! Only tests read them, so no program carries them.

use std::sync::LazyLock;

/// The lines of one format, read when they are first asked for.
pub type Lines = LazyLock<Vec<&'static str>>;

/// The lines of the format of that id, one sample each; none for an unknown id.
pub fn of(id: &str) -> Vec<&'static str> {
    FILES.iter().find(|(format, _)| *format == id).map_or_else(Vec::new, |(_, text)| text.lines().collect())
}

/// Every file, behind the id of its format.
static FILES: &[(&str, &str)] = &[
    ("access-log", include_str!("samples/access-log.txt")),
    ("apache-error-log", include_str!("samples/apache-error-log.txt")),
    ("app-log", include_str!("samples/app-log.txt")),
    ("balancer-log", include_str!("samples/balancer-log.txt")),
    ("certificates", include_str!("samples/certificates.txt")),
    ("cluster", include_str!("samples/cluster.txt")),
    ("containers", include_str!("samples/containers.txt")),
    ("curl", include_str!("samples/curl.txt")),
    ("descriptors", include_str!("samples/descriptors.txt")),
    ("df", include_str!("samples/df.txt")),
    ("envoy-log", include_str!("samples/envoy-log.txt")),
    ("files", include_str!("samples/files.txt")),
    ("haproxy-config", include_str!("samples/haproxy-config.txt")),
    ("haproxy-log", include_str!("samples/haproxy-log.txt")),
    ("id-and-date", include_str!("samples/id-and-date.txt")),
    ("kernel-log", include_str!("samples/kernel-log.txt")),
    ("limits", include_str!("samples/limits.txt")),
    ("lookups", include_str!("samples/lookups.txt")),
    ("memory", include_str!("samples/memory.txt")),
    ("mounts", include_str!("samples/mounts.txt")),
    ("nginx-config", include_str!("samples/nginx-config.txt")),
    ("nginx-error-log", include_str!("samples/nginx-error-log.txt")),
    ("processes", include_str!("samples/processes.txt")),
    ("routes", include_str!("samples/routes.txt")),
    ("services", include_str!("samples/services.txt")),
    ("sockets", include_str!("samples/sockets.txt")),
    ("strace", include_str!("samples/strace.txt")),
    ("structured-log", include_str!("samples/structured-log.txt")),
    ("sysctl", include_str!("samples/sysctl.txt")),
    ("tcpdump", include_str!("samples/tcpdump.txt")),
    ("tshark", include_str!("samples/tshark.txt")),
    ("versions", include_str!("samples/versions.txt")),
    ("w3c-log", include_str!("samples/w3c-log.txt")),
];
