//! How long each stage of the analysis takes.

use std::collections::BTreeMap;
use std::time::Duration;

use analyzer::source::Input;
use analyzer::{Analysis, Stage, formats, intake, trace};

use super::{RUNS, clock, median};

/// The stages in their order, with the words of the table.
pub const STAGES: [(Stage, &str); 5] = [
    (Stage::Intake, "intake"),
    (Stage::Reading, "parse"),
    (Stage::Understanding, "understand"),
    (Stage::Aligning, "align"),
    (Stage::Explaining, "explain"),
];

/// Medians of all stages, in the order of [`STAGES`], and of the whole.
#[derive(Debug, Clone)]
pub struct Stages {
    /// Bytes of all pieces.
    pub bytes: usize,
    /// What each stage takes.
    pub each: Vec<Duration>,
    /// What all take together.
    pub all: Duration,
}

impl Stages {
    /// Text to processes, descriptors and units: what must be done before anything can be compared.
    pub fn understood(&self) -> Duration {
        self.each.iter().take(3).sum()
    }
}

/// Measures an analysis.
pub fn measure(input: &Input) -> Stages {
    let runs: Vec<(BTreeMap<u8, Duration>, Duration)> = (0..RUNS).map(|_| once(input.clone())).collect();
    let each = STAGES.map(|(stage, _)| {
        median(runs.iter().map(|(each, _)| each.get(&(stage as u8)).copied().unwrap_or_default()).collect())
    });
    let bytes = input.pieces.iter().map(|piece| piece.bytes.len()).sum();
    Stages { bytes, each: each.to_vec(), all: median(runs.iter().map(|(_, all)| *all).collect()) }
}

fn once(input: Input) -> (BTreeMap<u8, Duration>, Duration) {
    let mut each: BTreeMap<u8, Duration> = BTreeMap::new();
    let begin = clock::own();
    let mut running: Option<(u8, Duration)> = None;
    let analysis = Analysis::of(input, &mut |stage, _| {
        let now = clock::own();
        if let Some((before, since)) = running.replace((stage as u8, now)) {
            *each.entry(before).or_default() += now.saturating_sub(since);
        }
    });
    let end = clock::own();
    if let Some((last, since)) = running {
        *each.entry(last).or_default() += end.saturating_sub(since);
    }
    drop(analysis);
    (each, end.saturating_sub(begin))
}

/// Does the first stages only, as many as are asked for; all from five on.
pub fn first(input: Input, stages: usize) {
    if stages >= STAGES.len() {
        drop(Analysis::of(input, &mut |_, _| {}));
        return;
    }
    if stages == 0 {
        return;
    }
    let sources = intake::read(input);
    for (id, source) in sources.iter().enumerate().filter(|_| stages > 1) {
        let read = formats::by_id(source.format).map(|format| (format.read)(id, source));
        if let (Some(formats::Content::Trace(trace)), true) = (read, stages > 2) {
            drop(trace::understand(id, trace));
        }
    }
}
