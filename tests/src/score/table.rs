//! Rows of a score as text for people.

use std::fmt::Write as _;

use super::{Judged, Row, View};

/// A share: how many of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// How many.
    pub part: usize,
    /// Of how many.
    pub whole: usize,
}

impl Share {
    fn count(&mut self, hit: bool) {
        self.whole += 1;
        self.part += usize::from(hit);
    }

    /// In whole per cent, rounded down; 100 of nothing.
    pub fn percent(self) -> usize {
        (self.part * 100).checked_div(self.whole).unwrap_or(100)
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.whole == 0 {
            f.write_str("-")
        } else {
            write!(f, "{}/{} ({} %)", self.part, self.whole, self.percent())
        }
    }
}

/// The figures of one view.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// The right cause is named first.
    pub cause_first: Share,
    /// The right cause is among the first three.
    pub cause_in_three: Share,
    /// Deciding lines that the first diagnosis rests on.
    pub cited: Share,
    /// Claims where nothing is wrong.
    pub false_alarms: Share,
    /// The divergence is found.
    pub divergence: Share,
    /// Of these, how many as the first divergence.
    pub as_first: usize,
    /// Panics.
    pub crashes: usize,
}

/// The figures of a view.
pub fn figures(rows: &[Row], view: View) -> Figures {
    let mut figures = Figures::default();
    for row in rows.iter().filter(|row| row.view == view) {
        match &row.judged {
            Judged::Crashed => figures.crashes += 1,
            Judged::Healthy { false_alarm } => figures.false_alarms.count(false_alarm.is_some()),
            Judged::Sick { rank, cited, citable, .. } => {
                figures.cause_first.count(*rank == Some(1));
                figures.cause_in_three.count(rank.is_some_and(|rank| rank <= 3));
                figures.cited.part += cited;
                figures.cited.whole += citable;
            }
            Judged::Pair { right, .. } => {
                figures.divergence.count(right.is_some());
                figures.as_first += usize::from(*right == Some("first_divergence"));
            }
            Judged::Unknown => {}
        }
    }
    figures
}

/// One line per view, and one on crashes and the slowest run.
pub fn summary(rows: &[Row]) -> String {
    let mut text = String::new();
    for view in View::ALL.into_iter().filter(|view| rows.iter().any(|row| row.view == *view)) {
        let f = figures(rows, view);
        let _ = write!(text, "{:7}", view.name());
        if f.cause_first.whole > 0 {
            let _ = write!(
                text,
                " cause first {}  in top 3 {}  lines cited {} ",
                f.cause_first, f.cause_in_three, f.cited
            );
        }
        if view == View::Pair {
            let _ = write!(text, " divergence {} (as the first: {}) ", f.divergence, f.as_first);
        }
        let _ = writeln!(text, " false alarms {}", f.false_alarms);
    }
    let crashes = rows.iter().filter(|row| row.judged == Judged::Crashed).count();
    let slowest = rows.iter().max_by_key(|row| row.took);
    let slowest =
        slowest.map(|row| format!("{:.3} s ({}, {})", row.took.as_secs_f64(), row.case, row.view.name()));
    let _ = writeln!(text, "crashes {crashes}; slowest run {}", slowest.unwrap_or_default());
    text
}

/// The rows that fall short, one per line.
pub fn misses(rows: &[Row]) -> String {
    rows.iter()
        .filter_map(|row| {
            Some(format!("  {:7} {:52} {}\n", row.view.name(), row.case, shortfall(&row.judged)?))
        })
        .collect()
}

fn shortfall(judged: &Judged) -> Option<String> {
    match judged {
        Judged::Crashed => Some("crashed".into()),
        Judged::Healthy { false_alarm } => false_alarm.as_ref().map(|said| format!("false alarm: {said}")),
        Judged::Sick { rank: Some(1), .. } | Judged::Pair { right: Some(_), .. } | Judged::Unknown => None,
        Judged::Sick { rank, top, .. } => {
            let place = rank.map_or_else(
                || "cause not named".to_string(),
                |rank| format!("cause named as number {rank}"),
            );
            Some(format!("{place}, first: {}", if top.is_empty() { "nothing" } else { top }))
        }
        Judged::Pair { right: None, said } => Some(format!("divergence: {said}")),
    }
}
