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

use align::{Alignment, UnitRef};
use kernel::syscalls::{self, CallGroup};
use model::config::Config;
use model::listing::Listing;
use model::log::Log;
use order::{InList, Texts};
use prose::Prose;
use report::{Comparison, Report};
use source::{Input, NameChoice, RoleChoice, Source};
use trace::{Run, Unit};

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
    /// Units side by side, in the order of the report's comparisons; behind them those that the reader chose.
    pub alignments: Vec<Alignment>,
    /// What is told of the units that the reader chose, see [`Analysis::pair`].
    pub chosen: Vec<Comparison>,
    /// What is said.
    pub report: Report,
    /// The words in which it is said.
    pub prose: Prose,
    /// How the clocks of the sources stand to each other.
    pub clocks: timeline::Clocks,
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
        Self::with_choices(input, &[], &[], &Prose::built_in(), progress)
    }

    /// Works everything out. `choices` are roles that the user chose for single sources; they win over a piece's role.
    /// `names` are names that the user chose: the report cites them, and nothing else depends on them.
    /// `progress` hears of each stage and the share of it that is done (0 to 100).
    pub fn with_choices(
        input: Input,
        choices: &[RoleChoice],
        names: &[NameChoice],
        prose: &Prose,
        progress: &mut dyn FnMut(Stage, u8),
    ) -> Self {
        progress(Stage::Intake, 0);
        let given = input.pieces.iter().map(|piece| piece.name.clone()).in_list();
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
        source::rename(&mut sources, &given, names);
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
        Self {
            sources,
            runs,
            logs,
            configs,
            listings,
            alignments,
            chosen: Vec::new(),
            report,
            prose: prose.clone(),
            clocks,
            groups,
        }
    }

    /// What is told of a comparison: one of the report's, or behind them one that the reader chose.
    pub fn comparison(&self, index: usize) -> Option<&Comparison> {
        let own = &self.report.comparisons;
        own.get(index).or_else(|| self.chosen.get(index.checked_sub(own.len())?))
    }

    /// Lines up two units that the reader chose, or shows one alone, as a further comparison, and returns its index.
    /// A pair that is already there keeps its index. Only the rows of the newest [`MOST_CHOSEN`] stay: those of older
    /// ones are given up, and choosing them again gives them another index.
    /// `None` if a given unit does not exist, or none is given.
    pub fn pair(&mut self, normal: Option<UnitRef>, failing: Option<UnitRef>) -> Option<usize> {
        let sides = (normal.unwrap_or(UnitRef::NONE), failing.unwrap_or(UnitRef::NONE));
        let known = self
            .alignments
            .iter()
            .position(|known| (known.normal, known.failing) == sides && !known.rows.is_empty());
        if known.is_some() {
            return known;
        }
        let alignment = align::pair(&self.runs, normal, failing)?;
        self.chosen.push(assemble::comparison(&self.sources, &self.runs, &alignment));
        self.alignments.push(alignment);
        let last = self.alignments.len() - 1;
        let oldest =
            self.chosen.len().checked_sub(MOST_CHOSEN + 1).map(|old| old + self.report.comparisons.len());
        if let Some(old) = oldest.and_then(|old| self.alignments.get_mut(old)) {
            old.rows = Vec::new();
        }
        Some(last)
    }

    /// The unit that stands for all traces where there is nothing to compare, alone, as a further comparison: see
    /// [`Analysis::pair`]. A trace that went well stands on the normal side. `None` if there is no trace.
    pub fn alone(&mut self) -> Option<usize> {
        let unit = align::telling(&self.runs)?;
        let source = self.runs.get(unit.run).and_then(|run| self.report.sources.get(run.source));
        match source.map(|source| source.role) {
            Some(source::Role::Normal) => self.pair(Some(unit), None),
            _ => self.pair(None, Some(unit)),
        }
    }

    /// How a unit ended, in a few words; empty if nothing is known.
    pub fn outcome(&self, run: &Run, unit: &Unit) -> String {
        assemble::outcome(run, unit)
    }

    /// For each source, the time from its first to its last dated line, as people read it; empty where none is dated.
    pub fn time_spans(&self) -> Vec<String> {
        let told = timeline::Told { runs: &self.runs, logs: &self.logs, listings: &self.listings };
        timeline::spans(&told, self.sources.len())
    }
}

/// So many comparisons of the reader's choosing keep their rows.
pub const MOST_CHOSEN: usize = 6;

/// How many per cent `done` of `all` is; 100 of nothing.
fn share(done: usize, all: usize) -> u8 {
    done.saturating_mul(100).checked_div(all).and_then(|percent| u8::try_from(percent).ok()).unwrap_or(100)
}
