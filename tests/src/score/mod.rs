//! How often the analyzer is right: every case in several views, each a run of its own.

pub mod benign;
mod judge;
pub mod removed;
pub mod table;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use analyzer::report::Report;
use analyzer::source::{Input, Role};

use crate::case::Case;
pub use judge::Judged;

/// What the analyzer gets to see of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Every file, with its role.
    All,
    /// Every file, without any role.
    Blind,
    /// Only the paste, where the case has one.
    Pasted,
    /// Only the two traces of the first divergence.
    Pair,
    /// Only the normal trace, without a role: that run worked.
    Well,
}

impl View {
    /// Every view.
    pub const ALL: [Self; 5] = [Self::All, Self::Blind, Self::Pasted, Self::Pair, Self::Well];

    /// Its name in tables and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Blind => "blind",
            Self::Pasted => "pasted",
            Self::Pair => "pair",
            Self::Well => "well",
        }
    }

    /// What the analyzer gets; `None` where the case has nothing for this view.
    fn input(self, case: &Case) -> Option<Input> {
        match self {
            Self::All => Some(case.with_roles()),
            Self::Blind => (case.inputs.len() > 1).then(|| case.without_roles()),
            Self::Pasted => case.alone("pasted.txt"),
            Self::Pair => case.pair_input(),
            Self::Well => case.alone(&case.first_trace(Role::Normal)?),
        }
    }
}

/// One run of the analyzer and how right it was.
#[derive(Debug, Clone)]
pub struct Row {
    /// The case.
    pub case: String,
    /// The view.
    pub view: View,
    /// How long it took.
    pub took: Duration,
    /// How right it was.
    pub judged: Judged,
}

/// Runs every case in every view on the machine's cores; rows are in the order of cases and views.
pub fn run(cases: &[Case], views: &[View]) -> Vec<Row> {
    of_each(cases, |case| views.iter().filter_map(|view| run_one(case, *view)).collect())
}

/// What `ask` gives for every case, on the machine's cores and in the order of the cases.
fn of_each<T: Send>(cases: &[Case], ask: impl Fn(&Case) -> Vec<T> + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let rows = Mutex::new(Vec::new());
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((index, case)) = take(&next, cases) {
                    let of_case = ask(case);
                    if let Ok(mut rows) = rows.lock() {
                        rows.push((index, of_case));
                    }
                }
            });
        }
    });
    let mut rows = rows.into_inner().unwrap_or_default();
    rows.sort_by_key(|(index, _)| *index);
    rows.into_iter().flat_map(|(_, of_case)| of_case).collect()
}

fn take<'a>(next: &AtomicUsize, cases: &'a [Case]) -> Option<(usize, &'a Case)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    cases.get(index).map(|case| (index, case))
}

fn run_one(case: &Case, view: View) -> Option<Row> {
    let input = view.input(case)?;
    let start = Instant::now();
    let report = catch_unwind(AssertUnwindSafe(|| analyzer::analyze(&input)));
    let took = start.elapsed();
    let report: Option<Report> = report.ok();
    Some(Row { case: case.name.clone(), view, took, judged: judge::judge(case, view, report.as_ref()) })
}
