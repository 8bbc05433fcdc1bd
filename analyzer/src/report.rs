//! The report: everything that Syscause says, as plain data.
//!
//! The page, the terminal and the ticket only draw it.
//! Field names and meanings are a contract with other programs (`schema_version`); fields may be added.
//! What is absent is written as `null` and not left out, so that formats without field names can carry a report too.
//! Line numbers count from 1 and are those of the file or paste as given.

use serde::{Deserialize, Serialize};

use crate::source::{LineNumber, Mend, Role};

/// The whole report.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Report {
    /// Version of this contract.
    pub schema_version: u32,
    /// One per block of evidence.
    pub sources: Vec<SourceReport>,
    /// The answer in one word.
    pub verdict: Verdict,
    /// One sentence for the reader: what was seen and, where something is needed, what.
    pub message: String,
    /// What caused the failure, best first; empty when nothing is claimed.
    pub diagnoses: Vec<Diagnosis>,
    /// Units side by side, the most telling first.
    pub comparisons: Vec<Comparison>,
    /// Dated lines of all sources on one clock.
    pub timeline: Vec<TimelineEntry>,
    /// Lines that look bad and have nothing to do with the failure.
    pub unrelated: Vec<Unrelated>,
    /// What would settle an open question.
    pub missing: Vec<Missing>,
}

impl Report {
    /// The source that a cited line belongs to, as an index into [`Self::sources`].
    ///
    /// Lines of a file that holds several blocks of evidence are cited by the file's name; only its traces by their own.
    pub fn place_of(&self, source: &str, line: LineNumber) -> Option<usize> {
        let holds = |known: &SourceReport| {
            let rest = known.name.strip_prefix(source);
            let of_file = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(BLOCK));
            let behind = (known.first_line..=known.last_line).contains(&line);
            of_file && behind
        };
        self.sources
            .iter()
            .position(holds)
            .or_else(|| self.sources.iter().position(|known| known.name == source))
    }
}

/// What stands between the name of a file and the lines of a block of it.
pub const BLOCK: &str = ", line";

/// The answer in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// At least one diagnosis is proven or likely.
    CauseFound,
    /// The runs differ, but no cause is claimed.
    DifferenceFound,
    /// Nothing is wrong as far as the evidence goes.
    NoFailureFound,
    /// There is not enough to say anything; `message` says what is needed.
    CannotTell,
}

/// One block of evidence.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SourceReport {
    /// The file's name, or a title found in the paste.
    pub name: String,
    /// What it is for in the comparison.
    pub role: Role,
    /// Who decided the role.
    pub role_from: RoleFrom,
    /// Why, when it was inferred.
    #[serde(default)]
    pub role_reason: Option<String>,
    /// Id of the format, `unknown` where none fits.
    pub format: String,
    /// For `unknown`: the closest format.
    #[serde(default)]
    pub closest: Option<String>,
    /// For `unknown`: why it is not that.
    #[serde(default)]
    pub why: Option<String>,
    /// The first line in the input.
    pub first_line: LineNumber,
    /// How many lines it covers.
    pub lines: u32,
    /// Its last line in the piece; lines of other services may stand between.
    pub last_line: LineNumber,
    /// How many of them were understood; `records + unparsed + blank = lines`.
    pub records: u32,
    /// How many of them are blank.
    pub blank: u32,
    /// A few words on the content, for example `62 calls · pid 3904`.
    pub summary: String,
    /// How its clock stands to those of the other sources, where its lines do not tell it by themselves.
    #[serde(default)]
    pub clock: Option<String>,
    /// Lines that were not understood.
    pub unparsed: Vec<UnparsedLine>,
    /// What was mended.
    pub mended: Vec<Mend>,
}

/// Who decided a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RoleFrom {
    /// The user.
    User,
    /// The analyzer, from what the source shows.
    Inferred,
}

/// A line that was not understood.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UnparsedLine {
    /// The line.
    pub line: LineNumber,
    /// Kebab-case name of the reason.
    pub reason: String,
}

/// What is said of the user's system: a cause, and the lines that it rests on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Diagnosis {
    /// Id of the cause.
    pub cause: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// One line, readable alone.
    pub title: String,
    /// One short paragraph.
    pub summary: String,
    /// Who failed, where several hops are involved.
    #[serde(default)]
    pub hop: Option<String>,
    /// Steps from the cause to what the user saw.
    pub mechanism: Vec<String>,
    /// For each step of `mechanism`, the evidence it rests on: an index into `evidence`.
    pub mechanism_evidence: Vec<Option<usize>>,
    /// The lines it rests on, the deciding ones first.
    pub evidence: Vec<Evidence>,
    /// What did not happen and should have.
    pub absent: Vec<Absence>,
    /// What it is not, and by which line.
    pub refutes: Vec<Refutation>,
    /// Commands that confirm it.
    pub confirm: Vec<Confirmation>,
    /// How to mend it.
    pub fix: Vec<Fix>,
    /// Version or platform conditions.
    #[serde(default)]
    pub applies_when: Option<String>,
}

/// How sure a diagnosis is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Worth checking.
    Possible,
    /// The lines fit this and nothing else known fits better.
    Likely,
    /// The lines alone show it.
    Proven,
}

/// A line that a claim rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Name of the source.
    pub source: String,
    /// The line.
    pub line: LineNumber,
    /// The line itself, shortened with `…` in the middle, never altered otherwise.
    pub quote: String,
    /// Why it counts.
    pub why: String,
}

/// Something that never happened.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Absence {
    /// What.
    pub what: String,
    /// Where it did happen in the normal run, if there is one.
    #[serde(default)]
    pub source: Option<String>,
    /// The line there.
    #[serde(default)]
    pub line: Option<LineNumber>,
    /// Why that counts.
    pub why: String,
}

/// A hypothesis that a line rules out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Refutation {
    /// What one could think.
    pub hypothesis: String,
    /// Name of the source.
    pub source: String,
    /// The line.
    pub line: LineNumber,
    /// Why that line rules it out.
    pub why: String,
}

/// A command that confirms or disproves a diagnosis.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Confirmation {
    /// What to run.
    pub command: String,
    /// What it prints if the diagnosis is right.
    pub if_true: String,
    /// What it prints if not.
    pub if_false: String,
}

/// A way to mend it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Fix {
    /// At once, properly, or only hiding it.
    pub kind: FixKind,
    /// What to do.
    pub text: String,
    /// Configuration or commands to copy.
    #[serde(default)]
    pub snippet: Option<String>,
}

/// What kind of mending it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FixKind {
    /// Ends the outage.
    Now,
    /// Ends the cause.
    Proper,
    /// Only hides it.
    HidesIt,
}

/// Two units side by side. The rows themselves are asked for by [`crate::Analysis`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Comparison {
    /// The normal side.
    pub normal: Side,
    /// The failing side.
    pub failing: Side,
    /// Number of rows.
    pub rows: u32,
    /// Rows whose two sides say the same.
    pub same: u32,
    /// Rows that differ only in values without meaning.
    pub value_only: u32,
    /// Same call, other behaviour.
    pub changed: u32,
    /// Rows of the normal run alone.
    pub only_normal: u32,
    /// Rows of the failing run alone.
    pub only_failing: u32,
    /// The first place where behaviour differs.
    pub first_divergence: Option<Divergence>,
    /// The place on the way back from the symptom to the cause.
    pub decisive_divergence: Option<Divergence>,
    /// The phases of both runs.
    pub phases: Vec<PhaseReport>,
    /// What the failing run never did.
    pub never_happened: Vec<NeverHappened>,
    /// Why a cheaper alignment was used, where it was.
    pub fallback: Option<String>,
}

/// One side of a comparison.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Side {
    /// Name of the source.
    pub source: String,
    /// Title of the unit.
    pub unit: String,
    /// First line of the unit.
    pub first_line: LineNumber,
    /// Last line of the unit.
    pub last_line: LineNumber,
    /// How it ended, for example `200, 46 750 B` or `exit 1`.
    pub outcome: String,
}

/// A place where behaviour differs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Divergence {
    /// What kind of difference.
    pub kind: DivergenceKind,
    /// The line in the normal run, where there is one.
    pub normal_line: Option<LineNumber>,
    /// The line in the failing run, where there is one.
    pub failing_line: Option<LineNumber>,
    /// What differs, in one sentence.
    pub what: String,
    /// Index of the row.
    pub row: u32,
}

/// The kinds of difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DivergenceKind {
    /// Same call, other result.
    Outcome,
    /// Only the normal run does it.
    OnlyNormal,
    /// Only the failing run does it.
    OnlyFailing,
    /// Same call, other file, peer or program.
    Target,
    /// Same call, other data.
    Data,
    /// Same calls, other order.
    Order,
    /// Same call, much slower or faster.
    Timing,
    /// One trace stops, hangs or is killed.
    Ends,
}

/// A phase of both runs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PhaseReport {
    /// What is done, in an engineer's words.
    pub title: String,
    /// First and last line in the normal run.
    pub normal_lines: Option<[LineNumber; 2]>,
    /// First and last line in the failing run.
    pub failing_lines: Option<[LineNumber; 2]>,
    /// Whether both runs behave the same in it.
    pub same: bool,
    /// First row and number of rows.
    pub rows: [u32; 2],
}

/// A call that the failing run never made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NeverHappened {
    /// The system call.
    pub call: String,
    /// What it would have acted on.
    pub target: String,
    /// Where the normal run made it.
    pub normal_line: LineNumber,
}

/// A dated line.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// Name of the source.
    pub source: String,
    /// The line.
    pub line: LineNumber,
    /// The time, as RFC 3339 where a date is known.
    pub time: String,
    /// What it says.
    pub text: String,
}

/// A line that has nothing to do with the failure.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Unrelated {
    /// Name of the source.
    pub source: String,
    /// The line.
    pub line: LineNumber,
    /// Why not.
    pub why: String,
}

/// What would settle an open question.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Missing {
    /// What is needed.
    pub what: String,
    /// What it would tell.
    pub why: String,
}
