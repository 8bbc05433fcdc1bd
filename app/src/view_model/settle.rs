//! What would settle an open question: the command in it, and what the reader is asked for already.

use analyzer::report::{Diagnosis, Missing};

/// What commands begin with, as far as reports ask for them.
const PROGRAMS: &[&str] = &[
    "awk",
    "auditctl",
    "cat",
    "curl",
    "df",
    "dig",
    "dmesg",
    "docker",
    "du",
    "free",
    "getent",
    "grep",
    "ipcs",
    "journalctl",
    "kubectl",
    "ls",
    "lsof",
    "namei",
    "nc",
    "netstat",
    "nginx",
    "nstat",
    "openssl",
    "ping",
    "ps",
    "ss",
    "stat",
    "strace",
    "sudo",
    "sysctl",
    "systemctl",
    "tcpdump",
    "uptime",
    "vmstat",
    "zgrep",
];

/// What is said of a thing that is missing, and the command that gets it, where there is one to copy as it stands:
/// `what listens there: ss -ltnp on the host of 10.0.0.1:80` holds `ss -ltnp`.
pub fn parts(what: &str) -> (&str, Option<&str>) {
    if is_command(what) {
        return ("", Some(what));
    }
    let Some((said, rest)) = what.rsplit_once(": ") else { return (what, None) };
    let (command, place) = rest.split_once(" on the host of ").unwrap_or((rest, ""));
    if is_command(command) && place.split_whitespace().count() <= 1 {
        (if place.is_empty() { said } else { what }, Some(command))
    } else {
        (what, None)
    }
}

fn is_command(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    let prose = [" on the ", ", or ", " if ", ", and "];
    PROGRAMS.contains(&first) && !prose.iter().any(|words| text.contains(words))
}

/// What is missing and not among the commands that confirm the diagnosis: those are shown with it.
pub fn open_questions<'r>(missing: &'r [Missing], best: Option<&Diagnosis>) -> Vec<&'r Missing> {
    let confirm = best.map(|best| best.confirm.as_slice()).unwrap_or_default();
    missing.iter().filter(|lacking| !confirm.iter().any(|known| known.command == lacking.what)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_told_from_what_is_said() {
        assert_eq!(parts("df -h /var; df -i /var"), ("", Some("df -h /var; df -i /var")));
        assert_eq!(
            parts("a trace while it is silent: strace -f -p PID"),
            ("a trace while it is silent", Some("strace -f -p PID"))
        );
        let listens = "what listens there: ss -ltnp 'sport = :80' on the host of 10.0.0.1:80";
        assert_eq!(parts(listens), (listens, Some("ss -ltnp 'sport = :80'")));
    }

    #[test]
    fn what_is_no_command_is_not_offered_as_one() {
        for prose in [
            "the last lines of the application: how it ended, or docker inspect CONTAINER",
            "ss -tan state syn-sent on the proxy and dmesg -T on both sides, during the next burst",
            "the time of the failure",
            "",
        ] {
            assert_eq!(parts(prose), (prose, None));
        }
    }
}
