//! Text in, report out: reads straces and logs, lines two runs up, explains the failure.
//!
//! The library knows nothing of browsers, files, clocks or threads.
//! The same input gives the same report, byte for byte, wherever it runs.
//!
//! ```
//! use analyzer::source::{Input, Piece};
//!
//! let input = Input {
//!     pieces: vec![Piece { name: "empty.txt".into(), role: None, bytes: Vec::new() }],
//! };
//! let report = analyzer::analyze(&input);
//! assert!(report.diagnoses.is_empty());
//! ```

pub mod align;
mod assemble;
pub mod causes;
pub mod formats;
pub mod intake;
pub mod kernel;
pub mod model;
mod order;
pub mod prose;
pub mod redact;
pub mod render;
pub mod report;
pub mod roles;
pub mod seek;
pub mod source;
pub mod timeline;
pub mod trace;

use align::Alignment;
use kernel::syscalls::{self, CallGroup};
use model::config::Config;
use model::listing::Listing;
use model::log::Log;
use order::Texts;
use prose::Prose;
use report::Report;
use source::{Input, RoleChoice, Source};
use trace::Run;

/// Everything that was worked out, kept so that rows and lines can be shown on demand.
#[derive(Debug)]
pub struct Analysis {
    /// One per block of evidence.
    pub sources: Vec<Source>,
    /// One per trace.
    pub runs: Vec<Run>,
    /// One per log.
    pub logs: Vec<Log>,
    /// One per configuration.
    pub configs: Vec<Config>,
    /// One per listing: packets, sockets, volumes, versions, ...
    pub listings: Vec<Listing>,
    /// Units side by side, in the order of the report's comparisons.
    pub alignments: Vec<Alignment>,
    /// What is said.
    pub report: Report,
    /// The words in which it is said.
    pub prose: Prose,
    /// The families of calls by their names, as rows ask for them again and again.
    groups: Texts<CallGroup>,
}

/// How far the analysis has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Bytes become sources.
    Intake,
    /// Sources are read.
    Reading,
    /// Traces become processes, descriptors and units.
    Understanding,
    /// Units are aligned.
    Aligning,
    /// Causes are looked for.
    Explaining,
}

/// Reads the input and says what it shows. Never fails: whatever is wrong with the input is in the report.
#[cfg(feature = "built-in-prose")]
pub fn analyze(input: &Input) -> Report {
    Analysis::of(input.clone(), &mut |_, _| {}).report
}

impl Analysis {
    /// Works everything out, in the words that the program carries inside; `progress` hears of each stage.
    #[cfg(feature = "built-in-prose")]
    pub fn of(input: Input, progress: &mut dyn FnMut(Stage, u8)) -> Self {
        Self::with_choices(input, &[], &Prose::built_in(), progress)
    }

    /// Works everything out. `choices` are roles that the user chose for single sources; they win over a piece's role.
    /// `progress` hears of each stage and the share of it that is done (0 to 100).
    pub fn with_choices(
        input: Input,
        choices: &[RoleChoice],
        prose: &Prose,
        progress: &mut dyn FnMut(Stage, u8),
    ) -> Self {
        progress(Stage::Intake, 0);
        let mut sources = intake::read(input);
        for source in &mut sources {
            let first_line = source.first_line();
            let chosen = choices.iter().find(|c| c.piece == source.piece && c.first_line == first_line);
            source.role = chosen.map(|choice| choice.role).or(source.role);
        }
        let mut runs = Vec::new();
        let (mut logs, mut configs, mut listings) = (Vec::new(), Vec::new(), Vec::new());
        for (id, source) in sources.iter().enumerate() {
            progress(Stage::Reading, share(id, sources.len()));
            match formats::by_id(source.format).map(|format| (format.read)(id, source)) {
                Some(formats::Content::Trace(trace)) => {
                    progress(Stage::Understanding, share(id, sources.len()));
                    runs.push(trace::understand(id, trace));
                }
                Some(formats::Content::Log(log)) => logs.push(log),
                Some(formats::Content::Config(config)) => configs.push(config),
                Some(formats::Content::Listing(listing)) => listings.push(listing),
                None => {}
            }
        }
        let roles = roles::assign(&sources, &runs);
        progress(Stage::Aligning, 0);
        let alignments = align::align_runs(&runs, &roles);
        progress(Stage::Explaining, 0);
        let told = timeline::Told { runs: &runs, logs: &logs, listings: &listings };
        let clocks = timeline::Clocks::of(&told);
        let signs = causes::logs::signs::Signs::of(prose);
        let case = causes::Case {
            sources: &sources,
            roles: &roles,
            runs: &runs,
            alignments: &alignments,
            logs: &logs,
            configs: &configs,
            listings: &listings,
            prose,
            signs: &signs,
            clocks: &clocks,
        };
        let report = assemble::report(&case, causes::explain(&case));
        let groups = syscalls::groups(prose);
        Self { sources, runs, logs, configs, listings, alignments, report, prose: prose.clone(), groups }
    }
}

/// How many per cent `done` of `all` is; 100 of nothing.
fn share(done: usize, all: usize) -> u8 {
    done.saturating_mul(100).checked_div(all).and_then(|percent| u8::try_from(percent).ok()).unwrap_or(100)
}
