//! Which of the differences to look at: the first one, and the one that decides.

use crate::align::calls::Nature;
use crate::align::class::Class;
use crate::align::facts::{Fact, descriptor};
use crate::align::{Row, RowKind};
use crate::kernel::errno;
use crate::model::trace::EventKind;
use crate::report::DivergenceKind;
use crate::trace::{DescriptorRole, Run};

/// What the failing run complains of: what it writes to standard error and to error logs.
#[derive(Debug, Default)]
pub struct Complaints {
    text: String,
}

impl Complaints {
    /// How much text is kept.
    const MOST: usize = 64 * 1024;

    /// Everything that a run complains of.
    pub fn of(run: &Run) -> Self {
        let mut text = String::new();
        for (id, event) in (0..).zip(&run.trace.events) {
            let EventKind::Call(call) = &event.kind else { continue };
            let role = descriptor(run, id).map(|descriptor| descriptor.role);
            if !matches!(role, Some(DescriptorRole::StandardError | DescriptorRole::ErrorLog))
                || text.len() > Self::MOST
            {
                continue;
            }
            if super::calls::kind(run.trace.name(call)).nature == Nature::Write {
                text.push_str(&run.trace.payload(call).unwrap_or_default().text());
                text.push('\n');
            }
        }
        Self { text }
    }

    /// True if the error's text or name is among them.
    fn mention_errno(&self, number: u16) -> bool {
        errno::by_number(number)
            .is_some_and(|errno| self.text.contains(errno.text) || self.text.contains(errno.name))
    }

    /// True if the file's name is among them; very short names prove nothing.
    fn mention_file(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        name.len() >= 4 && self.text.contains(name)
    }
}

/// Rows, and the facts that they were made from.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The rows.
    pub rows: &'a [Row],
    /// The facts of the normal unit.
    pub normal: &'a [Fact],
    /// The failing run.
    pub run: &'a Run,
    /// The facts of the failing unit.
    pub failing: &'a [Fact],
    /// What the failing run complains of.
    pub complaints: &'a Complaints,
}

/// The first and the decisive row, and how telling the decisive one is (0 where nothing differs).
pub fn decide(told: Told<'_>) -> (Option<usize>, Option<usize>, u32) {
    let mut first = None;
    let mut decisive: Option<(u32, usize)> = None;
    let (mut normal, mut failing) = (told.normal.iter(), told.failing.iter());
    for (index, row) in told.rows.iter().enumerate() {
        let normal = row.normal.and_then(|_| normal.next());
        let failing = row.failing.and_then(|_| failing.next());
        let weight = weight(told, row, normal, failing);
        if weight == 0 {
            continue;
        }
        if first.is_none() && weight > WEAK {
            first = Some(index);
        }
        if decisive.is_none_or(|(best, _)| weight > best) {
            decisive = Some((weight, index));
        }
    }
    let (weight, decisive) = decisive.unzip();
    (first.or(decisive), decisive, weight.unwrap_or(0))
}

/// Up to here a difference is shown, and is not where behaviour begins to differ.
const WEAK: u32 = 30;

/// How telling a row is: a failure counts more than another way taken, that more than other data.
fn weight(told: Told<'_>, row: &Row, normal: Option<&Fact>, failing: Option<&Fact>) -> u32 {
    let Some(kind) = row.divergence else { return 0 };
    match (kind, row.kind, failing) {
        (DivergenceKind::Timing, ..) => {
            let waits = failing.is_some_and(|fact| fact.nature.waits() || fact.nature == Nature::Read);
            if waits { WEAK } else { 60 }
        }
        (DivergenceKind::Target, ..) => 65,
        (DivergenceKind::Data, _, Some(fact)) => match fact.nature {
            Nature::Read => 55,
            _ => 45,
        },
        (_, RowKind::OnlyNormal, _) => 50,
        (_, kind, Some(fact)) => {
            let alone = kind == RowKind::OnlyFailing;
            let weight = failure(told, fact, alone);
            let was_bad = normal.is_some_and(|normal| normal.class.is_bad());
            if was_bad && !fact.class.is_bad() { 20 } else { weight }
        }
        _ => 50,
    }
}

fn failure(told: Told<'_>, fact: &Fact, alone: bool) -> u32 {
    match fact.class {
        Class::Failed(number) => {
            let missing = matches!(number, errno::ENOENT | errno::ENOTDIR)
                && matches!(fact.nature, Nature::Path | Nature::Exec);
            let base: u32 = match (alone, missing) {
                (false, true) if looks(told.run, fact) => 75,
                (false, _) => 100,
                (true, true) => 60,
                (true, false) => 85,
            };
            let path = told
                .run
                .trace
                .call(fact.event)
                .and_then(|call| told.run.trace.path(call))
                .map(|path| path.path);
            let named = path.as_deref().is_some_and(|path| told.complaints.mention_file(path));
            let mentioned =
                if told.complaints.mention_errno(number) { 15 } else { 0 } + if named { 15 } else { 0 };
            let recovered = if recovers(told, fact) { 45 } else { 0 };
            (base + mentioned).saturating_sub(recovered)
        }
        Class::NameError(_) | Class::EndOfFile if !alone => 95,
        Class::NameError(_) => 90,
        Class::EndOfFile => 55,
        Class::Killed(_) => {
            if told.run.trace.call(fact.event).is_some() {
                75
            } else {
                92
            }
        }
        Class::Pending => 90,
        Class::TimedOut => 80,
        Class::ErrorEvent => 70,
        Class::Exit(0) => 35,
        Class::Exit(_) => {
            if told.run.trace.call(fact.event).is_some() && fact.nature == Nature::WaitChild {
                55
            } else {
                40
            }
        }
        Class::Done | Class::Again => match told.run.trace.event(fact.event).map(|event| &event.kind) {
            Some(EventKind::Signal { name, .. }) => {
                if told.run.trace.str(*name) == "SIGCHLD" {
                    35
                } else {
                    95
                }
            }
            _ if fact.role == DescriptorRole::ErrorLog || fact.role == DescriptorRole::StandardError => 48,
            _ => 50,
        },
    }
}

/// True if the same call succeeds later, on another file of the same name or in another way: a search, a fallback.
fn recovers(told: Told<'_>, failed: &Fact) -> bool {
    let name = |fact: &Fact| {
        let path = told.run.trace.call(fact.event).and_then(|call| told.run.trace.path(call))?.path;
        path.rsplit('/').next().map(str::to_owned)
    };
    if !matches!(failed.nature, Nature::Path | Nature::Exec) {
        return false;
    }
    let wanted = name(failed);
    told.failing.iter().skip_while(|fact| fact.event <= failed.event).take(2000).any(|fact| {
        fact.nature == failed.nature
            && fact.class == Class::Done
            && fact.family == failed.family
            && name(fact) == wanted
    })
}

/// True if the call only looks whether something is there.
fn looks(run: &Run, fact: &Fact) -> bool {
    let name = run.trace.call(fact.event).map_or("", |call| run.trace.name(call));
    matches!(super::calls::kind(name).family, "stat" | "access" | "readlink")
}
