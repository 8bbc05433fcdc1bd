//! Why a line was not understood: the closed list of names that stand in [`crate::model::trace::Unparsed`].

/// A line did not fit; the name of the reason.
pub type Reason = &'static str;

/// A call's text ends in its middle and what follows is not the rest of it. The call is an event nevertheless.
pub const CUT_CALL: Reason = "cut-call";
/// Behind the arguments stands neither a result nor a mark such as `<unfinished ...>`.
pub const NO_RESULT: Reason = "no-result";
/// Behind the `=` stands nothing that strace prints as a result.
pub const BAD_RESULT: Reason = "bad-result";
/// A line between `---` or `+++` that is no known signal, stop or end.
pub const BAD_MARK: Reason = "bad-mark";
/// `<... ` without a name and ` resumed>`.
pub const BAD_RESUMED: Reason = "bad-resumed";
/// Behind a leader stands nothing that strace prints.
pub const NO_EVENT: Reason = "no-event";
/// No leader and nothing that strace prints, in a trace that strace wrote to a file: there, nobody else writes.
pub const FOREIGN_LINE: Reason = "foreign-line";
/// The second half of a broken line whose first half is not there.
pub const STRAY_HALF: Reason = "stray-half";
/// More than 65536 different names of calls, which no kernel has.
pub const TOO_MANY_NAMES: Reason = "too-many-names";

/// All of them.
pub const ALL: &[Reason] = &[
    CUT_CALL,
    NO_RESULT,
    BAD_RESULT,
    BAD_MARK,
    BAD_RESUMED,
    NO_EVENT,
    FOREIGN_LINE,
    STRAY_HALF,
    TOO_MANY_NAMES,
];
