//! The cards of the inbox: one per source, with what the report and the page know of it.

use analyzer::report::{Report, RoleFrom};
use analyzer::source::Role;

use crate::protocol::{PieceId, SourceFacts};

/// One source, as the inbox shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Index of the source in the report.
    pub source: usize,
    /// The piece that it came from.
    pub piece: PieceId,
    /// What it is for.
    pub role: Role,
    /// Why, where the analyzer decided.
    pub reason: Option<String>,
    /// Its name.
    pub name: String,
    /// Id of its format.
    pub format: String,
    /// A few words on the content.
    pub summary: String,
    /// For a source of no known format: what it comes closest to and why it is not that.
    pub unknown: Option<String>,
    /// First line in the piece.
    pub first_line: u32,
    /// Number of lines.
    pub lines: u32,
    /// Number of lines that were mended, and what was wrong with the first few.
    pub mended: (u32, Vec<String>),
    /// Number of lines that were not understood, and the first few of them.
    pub unparsed: (u32, Vec<String>),
}

/// How many mends and lines a card tells in full.
const TOLD: usize = 8;

/// All cards: normal, failing, then the rest, each in the order in which it was given.
pub fn cards(report: &Report, facts: &[SourceFacts]) -> Vec<Card> {
    let mut cards = Vec::new();
    for role in [Role::Normal, Role::Failing, Role::Context] {
        for card in all_cards(report, facts) {
            if card.role == role {
                cards.push(card);
            }
        }
    }
    cards
}

fn all_cards(report: &Report, facts: &[SourceFacts]) -> impl Iterator<Item = Card> {
    report.sources.iter().zip(facts).enumerate().map(|(index, (source, facts))| Card {
        source: index,
        piece: facts.piece,
        role: source.role,
        reason: source.role_reason.clone().filter(|_| source.role_from == RoleFrom::Inferred),
        name: source.name.clone(),
        format: source.format.clone(),
        summary: source.summary.clone(),
        unknown: (source.format == "unknown").then(|| source.why.clone().unwrap_or_default()),
        first_line: source.first_line,
        lines: source.lines,
        mended: (
            facts.mended,
            source.mended.iter().take(TOLD).map(|mend| format!("{}: {}", mend.line, mend.what)).collect(),
        ),
        unparsed: (
            facts.unparsed,
            source
                .unparsed
                .iter()
                .take(TOLD)
                .map(|line| format!("{}: {}", line.line, line.reason.replace('-', " ")))
                .collect(),
        ),
    })
}

/// True if there is something to swap.
pub fn can_swap(cards: &[Card]) -> bool {
    cards.iter().any(|card| card.role != Role::Context)
}

/// A size in bytes, for people.
pub fn size(bytes: u64) -> String {
    const STEP: u64 = 1024;
    match bytes {
        0..STEP => format!("{bytes} B"),
        STEP..1_048_576 => format!("{} KB", bytes.div_ceil(STEP)),
        _ => format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_well() {
        assert_eq!(size(0), "0 B");
        assert_eq!(size(1_500), "2 KB");
        assert_eq!(size(5_767_168), "5.5 MB");
    }
}
