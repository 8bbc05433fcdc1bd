//! Built-in examples: real captures, so that the page can be tried without a trace of one's own.

/// One example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// What the user saw, in one short word: `502`, `hang`.
    pub symptom: &'static str,
    /// What it is about, without giving the cause away.
    pub title: &'static str,
    /// Names and contents.
    pub files: &'static [(&'static str, &'static str)],
}

/// The examples, the best one to begin with first.
pub static EXAMPLES: &[Example] = &[Example {
    symptom: "502",
    title: "The balancer says 502, the backend is healthy",
    files: &[
        ("normal.strace", include_str!("../examples/502-from-balancer/normal.strace")),
        ("failing.strace", include_str!("../examples/502-from-balancer/failing.strace")),
    ],
}];
