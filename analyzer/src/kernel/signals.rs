//! Every signal of Linux on x86-64, with what it does by default and who sends it (`signal(7)`).
//!
//! Sentences are lines of a table: `` - `SIGINT`: Somebody pressed Ctrl-C. ``

use super::lines;
use crate::prose::Prose;

/// What a signal does to a process that neither handles nor ignores it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DefaultAction {
    /// It ends the process.
    Terminate,
    /// It ends the process and writes a core, if the limits allow one.
    Core,
    /// It stops the process.
    Stop,
    /// It lets a stopped process go on.
    Continue,
    /// Nothing.
    Ignore,
}

/// One signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signal {
    /// Its number on x86-64.
    pub number: u8,
    /// `SIGCHLD`
    pub name: &'static str,
    /// What it does by default.
    pub default: DefaultAction,
}

use DefaultAction::{Continue, Core, Ignore, Stop, Terminate};

/// Every standard signal, by number.
pub static SIGNALS: &[Signal] = &[
    signal(1, "SIGHUP", Terminate),
    signal(2, "SIGINT", Terminate),
    signal(3, "SIGQUIT", Core),
    signal(4, "SIGILL", Core),
    signal(5, "SIGTRAP", Core),
    signal(6, "SIGABRT", Core),
    signal(7, "SIGBUS", Core),
    signal(8, "SIGFPE", Core),
    signal(9, "SIGKILL", Terminate),
    signal(10, "SIGUSR1", Terminate),
    signal(11, "SIGSEGV", Core),
    signal(12, "SIGUSR2", Terminate),
    signal(13, "SIGPIPE", Terminate),
    signal(14, "SIGALRM", Terminate),
    signal(15, "SIGTERM", Terminate),
    signal(16, "SIGSTKFLT", Terminate),
    signal(17, "SIGCHLD", Ignore),
    signal(18, "SIGCONT", Continue),
    signal(19, "SIGSTOP", Stop),
    signal(20, "SIGTSTP", Stop),
    signal(21, "SIGTTIN", Stop),
    signal(22, "SIGTTOU", Stop),
    signal(23, "SIGURG", Ignore),
    signal(24, "SIGXCPU", Core),
    signal(25, "SIGXFSZ", Core),
    signal(26, "SIGVTALRM", Terminate),
    signal(27, "SIGPROF", Terminate),
    signal(28, "SIGWINCH", Ignore),
    signal(29, "SIGIO", Terminate),
    signal(30, "SIGPWR", Terminate),
    signal(31, "SIGSYS", Core),
];

/// Other names of the same signals.
const ALIASES: &[(&str, u8)] =
    &[("SIGIOT", 6), ("SIGCLD", 17), ("SIGPOLL", 29), ("SIGUNUSED", 31), ("SIGLOST", 29)];

/// The real-time signals, which have numbers and no meaning of their own.
static REAL_TIME: Signal = signal(34, "SIGRTMIN", Terminate);

/// The signal of that name (`SIGCHLD`, `SIGRT_5`, also aliases such as `SIGPOLL`); `None` if unknown.
pub fn by_name(name: &str) -> Option<&'static Signal> {
    if name.starts_with("SIGRT") {
        return Some(&REAL_TIME);
    }
    SIGNALS.iter().find(|signal| signal.name == name).or_else(|| {
        let (_, number) = ALIASES.iter().find(|(alias, _)| *alias == name)?;
        by_number(*number)
    })
}

/// The signal of that number, 1 to 64; `None` if Linux has none.
pub fn by_number(number: u8) -> Option<&'static Signal> {
    match number {
        32..=64 => Some(&REAL_TIME),
        _ => SIGNALS.iter().find(|signal| signal.number == number),
    }
}

impl Signal {
    /// What it says and who sends it, as one sentence; empty without words.
    pub fn sentence(self, prose: &Prose) -> &str {
        lines::sentence(prose, &["kernel/signals"], self.name).unwrap_or("")
    }
}

const fn signal(number: u8, name: &'static str, default: DefaultAction) -> Signal {
    Signal { number, name, default }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_signal_is_found_by_number_and_by_name() {
        for (at, signal) in (1..).zip(SIGNALS) {
            assert_eq!(signal.number, at);
            assert_eq!(by_name(signal.name), Some(signal));
            assert_eq!(by_number(signal.number), Some(signal));
        }
        assert_eq!(by_name("SIGPOLL").map(|signal| signal.number), Some(29));
        assert_eq!(by_name("SIGRT_3").map(|signal| signal.default), Some(Terminate));
        assert_eq!((by_name("SIGNOTHING"), by_number(0), by_number(65)), (None, None, None));
    }

    #[test]
    fn every_signal_has_a_sentence_and_every_sentence_a_signal() {
        let prose = Prose::built_in();
        for signal in SIGNALS.iter().chain([&REAL_TIME]) {
            let sentence = signal.sentence(&prose);
            assert!(sentence.ends_with('.') && sentence.len() < 180, "{}: {sentence}", signal.name);
        }
        assert_eq!(lines::all(&prose, "kernel/signals").count(), SIGNALS.len() + 1);
        assert_eq!(REAL_TIME.sentence(&Prose::of("")), "");
    }
}
