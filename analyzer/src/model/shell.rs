//! The prompts of shells, in front of the commands whose output was pasted.

/// The command behind a prompt: `[root@host dir]# cmd`, `user@host:~$ cmd`, `sh-5.1# cmd`, `/ # cmd`, `$ cmd`.
/// Empty behind a bare prompt; `None` if the line has none.
pub fn command(line: &str) -> Option<&str> {
    let line = line.trim();
    if let Some(rest) = line.strip_prefix("$ ").or_else(|| line.strip_prefix("❯ ")) {
        return Some(rest.trim_start());
    }
    if let Some(inside) = line.strip_prefix('[') {
        let (host, rest) = inside.split_once(']')?;
        let rest = rest.strip_prefix(['#', '$'])?;
        return host.contains('@').then(|| rest.trim_start());
    }
    let at = ["# ", "$ ", "% "].iter().filter_map(|sign| line.find(sign)).min()?;
    let (host, rest) = (line.get(..at)?, line.get(at + 2..)?);
    let named = host.contains('@') && host.len() < 80 && (!host.contains(' ') || host.contains(':'));
    let shell = ["sh-", "bash-"].iter().any(|name| host.starts_with(name)) && !host.contains(' ');
    // busybox: the directory and a space.
    let bare = host.starts_with('/') && host.ends_with(' ') && !host.trim_end().contains(' ');
    (named || shell || bare).then(|| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_stand_behind_prompts() {
        for (line, wanted) in [
            ("[root@gw-01 ~]# df -h", Some("df -h")),
            ("user@host:~/app$ node -v", Some("node -v")),
            ("root@0a1b:/# date", Some("date")),
            ("sh-5.1# ls", Some("ls")),
            ("/ # df", Some("df")),
            ("$ id", Some("id")),
            ("[root@gw-01 ~]#", Some("")),
            ("[error] 7#7: *1 connect() failed", None),
            ("/dev/vda1 20G 100% /", None),
            ("# comment", None),
        ] {
            assert_eq!(command(line), wanted, "{line}");
        }
    }
}
