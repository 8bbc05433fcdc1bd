//! Versions of programs, as they print them: `node -v`, `nginx -V`, `go version`, `uname -a`, ...
//!
//! ```text
//! nginx version: nginx/1.22.1
//! v10.15.1
//! Linux gw-01 6.1.0-18-amd64 #1 SMP ... x86_64 GNU/Linux
//! ```
//!
//! Deliberately absent: versions in the middle of other text, such as a `Server:` header.

use super::{Content, Format, Sniff};
use crate::model::columns::part_of;
use crate::model::host::Version;
use crate::model::listing::{Fact, Listing, Reading};

/// The format.
pub static FORMAT: Format = Format {
    id: "versions",
    name: "versions of programs",
    sniff,
    read: |id, source| Content::Listing(Listing::read(id, source, &mut read)),
};

/// What stands in front of the number, and whose it is.
const PROGRAMS: &[(&str, &str)] = &[
    ("nginx version: nginx/", "nginx"),
    ("nginx version: openresty/", "openresty"),
    ("go version go", "go"),
    ("Python ", "python"),
    ("PHP ", "php"),
    ("openjdk version \"", "java"),
    ("java version \"", "java"),
    ("openjdk ", "java"),
    ("HAProxy version ", "haproxy"),
    ("HA-Proxy version ", "haproxy"),
    ("curl ", "curl"),
    ("OpenSSL ", "openssl"),
    ("strace -- version ", "strace"),
    ("gunicorn (version ", "gunicorn"),
    ("Server version: Apache/", "apache"),
    ("Apache/", "apache"),
    ("Docker version ", "docker"),
    ("ruby ", "ruby"),
    ("git version ", "git"),
    ("redis-server v=", "redis"),
    ("Redis server v=", "redis"),
    ("mysqld  Ver ", "mysql"),
    ("postgres (PostgreSQL) ", "postgresql"),
    ("psql (PostgreSQL) ", "postgresql"),
    ("node v", "node"),
    ("uwsgi ", "uwsgi"),
];

/// What distributions put into the names of their kernels.
const FLAVOURS: &[&str] = &[
    "amd64", "arm64", "x86_64", "aarch64", "generic", "aws", "gcp", "azure", "virt", "lts", "WSL2", ".el",
    ".fc", "arch",
];

/// Lines that follow a version and say nothing more that is asked for.
const BEHIND: &[&str] = &[
    "built by gcc",
    "built with OpenSSL",
    "TLS SNI support",
    "configure arguments:",
    "Copyright (c)",
    "Zend Engine v",
    "    with Zend OPcache",
    "OpenJDK Runtime",
    "OpenJDK 64-Bit",
    "Java(TM) SE",
    "Java HotSpot",
    "Release-Date:",
    "Protocols:",
    "Features:",
    "Status: long-term supported",
    "Known bugs:",
    "Running on:",
    "Server built:",
];

fn sniff(line: &str) -> Sniff {
    match read(line, 0) {
        Reading::Says(..) | Reading::Several(_) => Sniff::Certain,
        Reading::Heading => Sniff::Maybe,
        Reading::Unparsed(_) => Sniff::No,
    }
}

fn read(line: &str, base: u32) -> Reading {
    if let Some((program, text)) = version(line)
        && let Some(number) = number(text)
    {
        return Reading::Says(
            None,
            Fact::Version(Version { program, number, text: part_of(line, text, base) }),
        );
    }
    if BEHIND.iter().any(|start| line.starts_with(start)) {
        Reading::Heading
    } else {
        Reading::Unparsed("not-a-version")
    }
}

/// Whose version a line tells, and the version as printed.
fn version(line: &str) -> Option<(&'static str, &str)> {
    let word = |text: &'_ str| text.find([' ', '"', ')', ',']).unwrap_or(text.len());
    for (start, program) in PROGRAMS {
        if let Some(rest) = line.strip_prefix(start) {
            return rest.get(..word(rest)).filter(|text| text.contains('.')).map(|text| (*program, text));
        }
    }
    let line = line.trim_end();
    if let Some(rest) = line.strip_prefix("Linux ") {
        // `uname -a`: the host's name, then the release.
        let release = rest.split(' ').nth(1)?;
        return rest.contains(" #").then_some(("linux", release));
    }
    if line.contains(' ') {
        return None;
    }
    if let Some(rest) = line.strip_prefix('v') {
        let plain =
            rest.split('.').count() == 3 && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        return plain.then_some(("node", rest));
    }
    // `uname -r`: three numbers and what the distribution adds.
    let (numbers, added) = line.split_once('-')?;
    let release = numbers.split('.').count() == 3
        && numbers.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && added.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_+~".contains(&byte))
        && FLAVOURS.iter().any(|flavour| added.contains(flavour));
    release.then_some(("linux", line))
}

/// Up to three numbers at the start.
fn number(text: &str) -> Option<(u32, u32, u32)> {
    let mut parts = text.split(|c: char| !c.is_ascii_digit()).map(|part| part.parse::<u32>().ok());
    Some((parts.next()??, parts.next().flatten().unwrap_or(0), parts.next().flatten().unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_program_has_its_number() {
        for (line, wanted) in [
            ("v10.15.1", ("node", (10, 15, 1))),
            ("nginx version: nginx/1.29.7", ("nginx", (1, 29, 7))),
            ("go version go1.22 linux/amd64", ("go", (1, 22, 0))),
            ("5.10.0-28-amd64", ("linux", (5, 10, 0))),
            ("openjdk version \"17.0.9\" 2023-10-17", ("java", (17, 0, 9))),
        ] {
            let found = version(line).and_then(|(program, text)| Some((program, number(text)?)));
            assert_eq!(found, Some(wanted), "{line}");
        }
        for line in
            ["v1", "2026-11-21", "10.0.0.1-10.0.0.9", "version 3", "Python is not here", "v1.2.3 released"]
        {
            assert_eq!(version(line).and_then(|(_, text)| number(text)), None, "{line}");
        }
    }
}
