//! How a call ended, as behaviour: what a program sees, whatever the exact value is.
//!
//! The result is not always behind the `=`: a refused connection shows as `getsockopt(SO_ERROR) = 0` with
//! `[ECONNREFUSED]` among the arguments, a killed child as a successful `wait4`, a missing name as a well-formed
//! answer of the name server.

use crate::align::calls::{self, Nature};
use crate::kernel::{errno, signals};
use crate::model::trace::{Call, EventKind, Outcome, Trace};
use crate::trace::DescriptorRole;

/// How a call or a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// It did what it was asked for.
    Done,
    /// There is nothing more to read.
    EndOfFile,
    /// It waited in vain.
    TimedOut,
    /// Not now: the caller tries again or waits, as programs do all the time.
    Again,
    /// With this errno, wherever it stands; 0 if it is not in the tables.
    Failed(u16),
    /// Poll or epoll report an error on a descriptor.
    ErrorEvent,
    /// A process exits, or is seen to have exited, with this status.
    Exit(i32),
    /// A process is killed, or seen to have been killed, by this signal.
    Killed(u8),
    /// A name server's answer with this return code (RFC 1035, 4.1.1), not 0.
    NameError(u8),
    /// It did not return while the trace lasted.
    Pending,
}

impl Class {
    /// A number that tells classes apart, for keys.
    pub fn number(self) -> u64 {
        let (kind, value) = match self {
            Self::Done => (0, 0),
            Self::EndOfFile => (1, 0),
            Self::TimedOut => (2, 0),
            Self::Again => (3, 0),
            Self::Failed(errno) => (4, u64::from(errno)),
            Self::ErrorEvent => (5, 0),
            Self::Exit(status) => (6, u64::from(status.cast_unsigned())),
            Self::Killed(signal) => (7, u64::from(signal)),
            Self::NameError(code) => (8, u64::from(code)),
            Self::Pending => (9, 0),
        };
        kind << 32 | value
    }

    /// True if it is what goes wrong rather than what went on: the caller did not get what it asked for.
    pub fn is_bad(self) -> bool {
        match self {
            Self::Done | Self::Again | Self::EndOfFile | Self::Exit(0) => false,
            Self::TimedOut
            | Self::Failed(_)
            | Self::ErrorEvent
            | Self::Exit(_)
            | Self::Killed(_)
            | Self::NameError(_)
            | Self::Pending => true,
        }
    }
}

/// The class of any event but a call.
pub fn of_event(trace: &Trace, kind: &EventKind) -> Class {
    match kind {
        EventKind::Exited { status } => Class::Exit(*status),
        EventKind::Killed { signal, .. } => Class::Killed(signal_number(trace.str(*signal))),
        EventKind::Signal { info, .. } => child_status(trace.str(*info)).unwrap_or(Class::Done),
        _ => Class::Done,
    }
}

/// The class of a call.
pub fn of_call(trace: &Trace, call: &Call, nature: Nature, role: DescriptorRole) -> Class {
    match call.outcome {
        Outcome::Restarting => Class::Again,
        Outcome::Unfinished => match nature {
            Nature::Exit => exit_argument(trace, call),
            Nature::Exec => Class::Done,
            _ => Class::Pending,
        },
        Outcome::Unknown => match nature {
            Nature::Exit => exit_argument(trace, call),
            // `= ?`: the process ended, or another thread's execve took over, before the call returned.
            _ if call.name_is(trace, "rt_sigreturn") => Class::Done,
            _ => Class::Pending,
        },
        Outcome::Failed(number) => failed(trace, call, nature, number),
        Outcome::Returned(value) => returned(trace, call, nature, role, value),
    }
}

fn failed(trace: &Trace, call: &Call, nature: Nature, number: u16) -> Class {
    let again = match number {
        errno::EINTR => true,
        // Non-blocking descriptors have nothing yet; a futex's value has changed. Where a lock, a process or a
        // full backlog of a unix socket is asked for, the same errno is a refusal.
        errno::EAGAIN => {
            matches!(
                nature,
                Nature::Read | Nature::Write | Nature::Accept | Nature::Futex | Nature::Poll | Nature::Sleep
            )
        }
        errno::EINPROGRESS | errno::EALREADY => nature == Nature::Connect,
        errno::ETIMEDOUT => nature == Nature::Futex,
        errno::ECHILD => nature == Nature::WaitChild,
        _ => number >= errno::FIRST_INTERNAL,
    };
    if number == errno::EINVAL && calls::kind(trace.name(call)).family == "readlink" {
        // The usual answer to "is it a link?" (readlink(2)): it is there, and it is none.
        return Class::Done;
    }
    if again {
        Class::Again
    } else if number == 0 {
        // The name is not in the tables: the result's text still tells one errno from another.
        Class::Failed(unknown_errno(trace.str(call.result)))
    } else {
        Class::Failed(number)
    }
}

/// A stand-in for an errno that the tables do not hold: above every real number.
fn unknown_errno(result: &str) -> u16 {
    let sum = result.bytes().fold(0_u16, |sum, byte| sum.wrapping_mul(31).wrapping_add(u16::from(byte)));
    0x8000 | sum
}

fn returned(trace: &Trace, call: &Call, nature: Nature, role: DescriptorRole, value: i64) -> Class {
    let args = trace.str(call.args);
    match nature {
        Nature::Read if value == 0 => Class::EndOfFile,
        Nature::Read if role == DescriptorRole::Resolver => {
            let answer = trace.payload(call).unwrap_or_default().bytes;
            name_error(&answer).map_or(Class::Done, Class::NameError)
        }
        Nature::Poll if value == 0 => Class::TimedOut,
        Nature::Poll => {
            let result = trace.str(call.result);
            let error = |text: &str| text.contains("POLLERR") || text.contains("POLLNVAL");
            // Of poll's arguments only the results count: what is asked for never holds POLLERR.
            if error(result) || error(args) { Class::ErrorEvent } else { Class::Done }
        }
        Nature::WaitChild => {
            child_status(args).unwrap_or(if value == 0 { Class::Again } else { Class::Done })
        }
        Nature::Other if call.name_is(trace, "getsockopt") => socket_error(args).unwrap_or(Class::Done),
        _ => Class::Done,
    }
}

impl Call {
    fn name_is(&self, trace: &Trace, name: &str) -> bool {
        trace.name(self) == name
    }
}

/// `SO_ERROR, [ECONNREFUSED], [4]`
fn socket_error(args: &str) -> Option<Class> {
    let (_, value) = args.split_once("SO_ERROR, [")?;
    let (value, _) = value.split_once(']')?;
    if value == "0" {
        return Some(Class::Done);
    }
    let number = errno::number_of(value).or_else(|| value.parse().ok());
    Some(Class::Failed(number.unwrap_or_else(|| unknown_errno(value))))
}

/// A child's end in the words of `wait4`, of `waitid`, and of the siginfo of `SIGCHLD`.
fn child_status(text: &str) -> Option<Class> {
    let number = |before: &str| -> Option<&str> {
        let (_, rest) = text.split_once(before)?;
        rest.split([' ', '}', ')', ',', ']']).next()
    };
    if let Some(status) = number("WEXITSTATUS(s) == ") {
        return status.parse().ok().map(Class::Exit);
    }
    if let Some(signal) = number("WTERMSIG(s) == ") {
        return Some(Class::Killed(signal_number(signal)));
    }
    if text.contains("CLD_EXITED") {
        return number("si_status=")?.parse().ok().map(Class::Exit);
    }
    if text.contains("CLD_KILLED") || text.contains("CLD_DUMPED") {
        return number("si_status=").map(|signal| Class::Killed(signal_number(signal)));
    }
    None
}

fn signal_number(text: &str) -> u8 {
    signals::by_name(text).map(|signal| signal.number).or_else(|| text.parse().ok()).unwrap_or(0)
}

fn exit_argument(trace: &Trace, call: &Call) -> Class {
    let status = trace.arguments(call).number(0).and_then(|status| i32::try_from(status).ok());
    Class::Exit(status.unwrap_or(0))
}

/// The return code of a name server's answer, if it is one and the code is not 0.
fn name_error(answer: &[u8]) -> Option<u8> {
    let [_, _, flags, code, ..] = answer else { return None };
    // The highest bit of the third byte tells an answer from a question.
    (flags & 0x80 != 0 && code & 0x0f != 0).then_some(code & 0x0f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_is_hidden_in_arguments() {
        assert_eq!(
            socket_error("9, SOL_SOCKET, SO_ERROR, [ECONNREFUSED], [4]"),
            Some(Class::Failed(errno::ECONNREFUSED))
        );
        assert_eq!(socket_error("9, SOL_SOCKET, SO_ERROR, [0], [4]"), Some(Class::Done));
        assert_eq!(socket_error("9, SOL_SOCKET, SO_TYPE, [1], [4]"), None);
        assert_eq!(
            child_status("-1, [{WIFEXITED(s) && WEXITSTATUS(s) == 2}], 0, NULL"),
            Some(Class::Exit(2))
        );
        assert_eq!(
            child_status("7, [{WIFSIGNALED(s) && WTERMSIG(s) == SIGKILL}], 0, NULL"),
            Some(Class::Killed(9))
        );
        assert_eq!(
            child_status("si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=1, si_uid=0, si_status=1, si_utime=0"),
            Some(Class::Exit(1))
        );
        assert_eq!(
            child_status("si_signo=SIGCHLD, si_code=CLD_KILLED, si_pid=1, si_uid=0, si_status=SIGTERM"),
            Some(Class::Killed(15))
        );
    }

    #[test]
    fn reads_the_return_code_of_a_name_server() {
        assert_eq!(name_error(b"J\xe7\x81\x83\0\x01\0\0"), Some(3));
        assert_eq!(name_error(b"J\x9a\x85\x80\0\x01\0\x01"), None);
        assert_eq!(name_error(b"J\x9a\x01\x03\0\x01\0\x01"), None, "a question");
        assert_eq!(name_error(b"J\x9a"), None);
    }
}
