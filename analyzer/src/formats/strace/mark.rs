//! Lines between `---` and `+++`: signals, stops, and how a process ended.

use crate::model::trace::Pid;

use super::reasons::{BAD_MARK, Reason};

/// What such a line says; the texts are parts of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marked<'l> {
    /// A signal and what stands between the braces behind it.
    Signal { name: &'l str, info: &'l str },
    /// `stopped by`
    Stopped(&'l str),
    /// `exited with`
    Exited(i32),
    /// `killed by`
    Killed { signal: &'l str, core: bool },
    /// `superseded by execve in pid`
    Superseded(Pid),
}

impl<'l> Marked<'l> {
    /// Reads what stands behind the leader; `None` if it is no such line at all.
    pub fn read(event: &'l str) -> Option<Result<Self, Reason>> {
        let event = event.trim_ascii_end();
        if let Some(rest) = event.strip_prefix("--- ") {
            return Some(
                rest.strip_suffix("---").and_then(|body| Self::signal(body.trim_ascii())).ok_or(BAD_MARK),
            );
        }
        let rest = event.strip_prefix("+++ ")?;
        Some(rest.strip_suffix("+++").and_then(|body| Self::end(body.trim_ascii())).ok_or(BAD_MARK))
    }

    fn signal(body: &'l str) -> Option<Self> {
        if let Some(signal) = body.strip_prefix("stopped by ") {
            return Some(Self::Stopped(signal));
        }
        // strace 4.5: `{si_signo=SIGTERM, si_code=SI_USER, ...} (Terminated)`
        if let Some(rest) = body.strip_prefix('{') {
            let info = rest.split('}').next()?;
            let name = info.strip_prefix("si_signo=")?.split(',').next()?;
            return Some(Self::Signal { name, info });
        }
        let (name, info) = body.split_once(' ').unwrap_or((body, ""));
        let known = name.starts_with("SIG") || name.bytes().all(|byte| byte.is_ascii_digit());
        let info = info.strip_prefix('{').and_then(|info| info.strip_suffix('}')).unwrap_or("");
        (known && !name.is_empty()).then_some(Self::Signal { name, info })
    }

    fn end(body: &'l str) -> Option<Self> {
        if let Some(status) = body.strip_prefix("exited with ") {
            return Some(Self::Exited(status.parse().ok()?));
        }
        if let Some(signal) = body.strip_prefix("killed by ") {
            let core = signal.ends_with("(core dumped)");
            return Some(Self::Killed { signal: signal.split(' ').next()?, core });
        }
        let by = body.strip_prefix("superseded by execve in pid ")?;
        Some(Self::Superseded(by.split(['<', ' ']).next()?.parse().ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals() {
        let new = "--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=18005} ---";
        let info = "si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=18005";
        assert_eq!(Marked::read(new), Some(Ok(Marked::Signal { name: "SIGCHLD", info })));
        let old = "--- SIGCHLD (Child exited) @ 0 (0) ---";
        assert_eq!(Marked::read(old), Some(Ok(Marked::Signal { name: "SIGCHLD", info: "" })));
        let older = "--- {si_signo=SIGTERM, si_code=SI_USER} (Terminated) ---";
        let info = "si_signo=SIGTERM, si_code=SI_USER";
        assert_eq!(Marked::read(older), Some(Ok(Marked::Signal { name: "SIGTERM", info })));
        assert_eq!(Marked::read("--- stopped by SIGSTOP ---"), Some(Ok(Marked::Stopped("SIGSTOP"))));
        assert_eq!(Marked::read("--- a heading ---"), Some(Err(BAD_MARK)));
        assert_eq!(Marked::read("read(3, \"-----BEGIN"), None);
    }

    #[test]
    fn ends() {
        assert_eq!(Marked::read("+++ exited with 3 +++ "), Some(Ok(Marked::Exited(3))));
        let killed = "+++ killed by SIGSEGV (core dumped) +++";
        assert_eq!(Marked::read(killed), Some(Ok(Marked::Killed { signal: "SIGSEGV", core: true })));
        let killed = "+++ killed by SIGKILL +++";
        assert_eq!(Marked::read(killed), Some(Ok(Marked::Killed { signal: "SIGKILL", core: false })));
        assert_eq!(Marked::read("+++ superseded by execve in pid 6 +++"), Some(Ok(Marked::Superseded(6))));
        assert_eq!(Marked::read("+++ exited"), Some(Err(BAD_MARK)));
    }
}
