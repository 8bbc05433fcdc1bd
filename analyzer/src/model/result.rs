//! What a call's result says besides its value.

use super::trace::{Call, Outcome, Trace};

impl Trace {
    /// The errno's name as it is printed, for example `ENOSPC`; `None` if the call did not fail.
    pub fn errno(&self, call: &Call) -> Option<&str> {
        if !matches!(call.outcome, Outcome::Failed(_) | Outcome::Restarting) {
            return None;
        }
        self.str(call.result).split_ascii_whitespace().nth(1).filter(|word| word.starts_with('E'))
    }

    /// What strace adds in parentheses to the value of a call that succeeded: `Timeout`, `flags O_RDONLY`,
    /// `in [3], left {tv_sec=0, tv_usec=5}`, `[{fd=3, revents=POLLIN}]`.
    pub fn auxiliary(&self, call: &Call) -> Option<&str> {
        if !matches!(call.outcome, Outcome::Returned(_)) {
            return None;
        }
        let result = self.str(call.result).trim_end();
        let result = [" (DELAYED)", " (INJECTED)"]
            .iter()
            .fold(result, |result, mark| result.strip_suffix(mark).unwrap_or(result));
        let (value, rest) = result.split_once(" (")?;
        (!value.contains('<') || value.ends_with('>')).then_some(())?;
        rest.strip_suffix(')')
    }
}

#[cfg(test)]
mod tests {
    use super::super::descriptor::tests::call_of;
    use super::*;

    fn auxiliary(line: &str) -> Option<String> {
        let (trace, mut call) = call_of(line);
        call.outcome = Outcome::Returned(0);
        trace.auxiliary(&call).map(str::to_owned)
    }

    #[test]
    fn what_stands_behind_the_value() {
        assert_eq!(auxiliary("poll([{fd=3}], 1, 5) = 0 (Timeout)").as_deref(), Some("Timeout"));
        let ready = "poll([{fd=3, events=POLLIN}], 1, 5) = 1 ([{fd=3, revents=POLLIN|POLLHUP}])";
        assert_eq!(auxiliary(ready).as_deref(), Some("[{fd=3, revents=POLLIN|POLLHUP}]"));
        assert_eq!(
            auxiliary("fcntl(4, F_GETFL) = 0x8000 (flags O_RDONLY) (DELAYED)").as_deref(),
            Some("flags O_RDONLY")
        );
        assert_eq!(auxiliary("getpid() = 13810 (DELAYED)"), None);
        assert_eq!(auxiliary("open(\"x\") = 3"), None);
    }

    #[test]
    fn errno_as_printed() {
        let (trace, mut call) = call_of("open(\"x\") = -1 ENOENT (No such file or directory)");
        call.outcome = Outcome::Failed(2);
        assert_eq!(trace.errno(&call), Some("ENOENT"));
        assert_eq!(trace.auxiliary(&call), None);
    }
}
