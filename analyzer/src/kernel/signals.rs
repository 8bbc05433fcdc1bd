//! Every signal of Linux on x86-64, with what it does by default and who sends it (`signal(7)`).

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
    /// What it says and who sends it, as one sentence.
    pub sentence: &'static str,
}

use DefaultAction::{Continue, Core, Ignore, Stop, Terminate};

/// Every standard signal, by number.
pub static SIGNALS: &[Signal] = &[
    signal(
        1,
        "SIGHUP",
        Terminate,
        "The terminal was closed; servers take it as the order to read their configuration again.",
    ),
    signal(2, "SIGINT", Terminate, "Somebody pressed Ctrl-C."),
    signal(
        3,
        "SIGQUIT",
        Core,
        "Somebody pressed Ctrl-\\; nginx takes it as the order to finish its requests and leave.",
    ),
    signal(4, "SIGILL", Core, "The processor met an instruction that it does not have."),
    signal(5, "SIGTRAP", Core, "A breakpoint or a tracing stop."),
    signal(
        6,
        "SIGABRT",
        Core,
        "The program gave up on itself with abort(), often after a failed assertion or a damaged heap.",
    ),
    signal(
        7,
        "SIGBUS",
        Core,
        "An access to memory behind which there is nothing, such as a mapped file that was truncated.",
    ),
    signal(8, "SIGFPE", Core, "An arithmetic fault, most often a division of integers by zero."),
    signal(
        9,
        "SIGKILL",
        Terminate,
        "Killed without a chance to react: by an administrator, by a supervisor, or by the kernel when memory ran out.",
    ),
    signal(10, "SIGUSR1", Terminate, "Means what the program makes of it; nginx reopens its logs."),
    signal(11, "SIGSEGV", Core, "An access to an address that is not mapped, or not mapped for this access."),
    signal(12, "SIGUSR2", Terminate, "Means what the program makes of it; nginx starts a new binary."),
    signal(13, "SIGPIPE", Terminate, "A write to a pipe or socket that nobody reads any more."),
    signal(14, "SIGALRM", Terminate, "A timer set with alarm or setitimer ran out."),
    signal(
        15,
        "SIGTERM",
        Terminate,
        "The polite request to end, as kill, systemd and container runtimes send it first.",
    ),
    signal(16, "SIGSTKFLT", Terminate, "A fault of the coprocessor's stack; Linux never sends it."),
    signal(17, "SIGCHLD", Ignore, "A child ended, stopped or went on."),
    signal(18, "SIGCONT", Continue, "Go on after a stop."),
    signal(19, "SIGSTOP", Stop, "Stopped from outside; it can be neither handled nor ignored."),
    signal(20, "SIGTSTP", Stop, "Somebody pressed Ctrl-Z."),
    signal(21, "SIGTTIN", Stop, "A background process tried to read from the terminal."),
    signal(22, "SIGTTOU", Stop, "A background process tried to write to the terminal."),
    signal(
        23,
        "SIGURG",
        Ignore,
        "Urgent data on a socket; Go programs also use it to preempt their own threads.",
    ),
    signal(24, "SIGXCPU", Core, "The limit on processor time (RLIMIT_CPU) is reached."),
    signal(25, "SIGXFSZ", Core, "A write would exceed the limit on file size (RLIMIT_FSIZE)."),
    signal(26, "SIGVTALRM", Terminate, "A timer over the process's own running time ran out."),
    signal(27, "SIGPROF", Terminate, "A profiling timer ran out."),
    signal(
        28,
        "SIGWINCH",
        Ignore,
        "The terminal's size changed; some servers take it as the order to stop their workers gracefully.",
    ),
    signal(29, "SIGIO", Terminate, "Input or output became possible on a descriptor set up for it."),
    signal(30, "SIGPWR", Terminate, "The power is failing."),
    signal(31, "SIGSYS", Core, "A system call that a seccomp filter forbids or that does not exist."),
];

/// Other names of the same signals.
const ALIASES: &[(&str, u8)] =
    &[("SIGIOT", 6), ("SIGCLD", 17), ("SIGPOLL", 29), ("SIGUNUSED", 31), ("SIGLOST", 29)];

/// The real-time signals, which have numbers and no meaning of their own.
static REAL_TIME: Signal = signal(
    34,
    "SIGRTMIN",
    Terminate,
    "A real-time signal: means what the program makes of it; glibc keeps the first two for threads.",
);

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

const fn signal(number: u8, name: &'static str, default: DefaultAction, sentence: &'static str) -> Signal {
    Signal { number, name, default, sentence }
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
}
