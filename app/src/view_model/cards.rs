//! The cards of the inbox: one per source, with what the report and the page know of it.

use analyzer::report::{RoleFrom, SourceReport};
use analyzer::source::{LineNumber, Role};

use crate::protocol::{PieceId, SourceFacts};
use crate::state::{Answered, Named, Piece, State};

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
    /// The user chose the role.
    pub chosen: bool,
    /// What is renamed with it: its piece, or itself where it has a heading of its own.
    pub named: Named,
    /// The name of its piece.
    pub piece_name: String,
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
    /// Number of lines that were understood.
    pub records: u32,
    /// Size in bytes.
    pub bytes: u64,
    /// From its first to its last dated line; empty where none is dated.
    pub span: String,
    /// Number of lines that were mended, and what was wrong with the first few.
    pub mended: (u32, Vec<String>),
    /// The first line that was mended, and the first that was not understood.
    pub first: (Option<LineNumber>, Option<LineNumber>),
    /// Number of lines that were not understood, and the first few of them.
    pub unparsed: (u32, Vec<String>),
}

/// How many mends and lines a card tells in full.
const TOLD: usize = 8;

/// All cards: normal, failing, then the rest, each in the order in which it was given. What has been removed since the
/// report was made has none.
pub fn cards(state: &State, answered: &Answered) -> Vec<Card> {
    let mut cards = Vec::new();
    for role in [Role::Normal, Role::Failing, Role::Context] {
        for (index, (source, facts)) in answered.report.sources.iter().zip(&answered.sources).enumerate() {
            let piece = state.pieces.iter().find(|piece| piece.id == facts.piece);
            if let Some(piece) = piece.filter(|_| source.role == role) {
                let alone = answered.sources.iter().filter(|other| other.piece == facts.piece).count() == 1;
                cards.push(card(state, index, source, facts, piece, alone));
            }
        }
    }
    cards
}

fn card(
    state: &State,
    index: usize,
    source: &SourceReport,
    facts: &SourceFacts,
    piece: &Piece,
    alone: bool,
) -> Card {
    let mends = source.mended.iter().take(TOLD).map(|mend| format!("{}: {}", mend.line, mend.what));
    let lines = source.unparsed.iter().take(TOLD);
    let lines = lines.map(|line| format!("{}: {}", line.line, line.reason.replace('-', " ")));
    let titled = Named { piece: piece.id, first_line: source.first_line };
    let renamed = state.titles.iter().any(|(named, _)| *named == titled);
    // A report that was made before it was renamed knows the old name.
    let of_piece =
        !renamed && (source.name.starts_with(&piece.name) || source.name.starts_with(&piece.given));
    Card {
        source: index,
        piece: facts.piece,
        role: source.role,
        reason: source.role_reason.clone().filter(|_| source.role_from == RoleFrom::Inferred),
        chosen: source.role_from == RoleFrom::User,
        named: if of_piece { Named { piece: piece.id, first_line: 0 } } else { titled },
        piece_name: piece.name.clone(),
        name: source.name.clone(),
        format: source.format.clone(),
        summary: without_times(&source.summary, &facts.span).to_string(),
        unknown: (source.format == "unknown").then(|| source.why.clone().unwrap_or_default()),
        first_line: source.first_line,
        lines: source.lines,
        records: facts.records,
        bytes: if alone { piece.size } else { u64::from(facts.bytes) },
        span: facts.span.clone(),
        mended: (facts.mended, mends.collect()),
        first: (
            source.mended.first().map(|mend| mend.line),
            source.unparsed.first().map(|unparsed| unparsed.line),
        ),
        unparsed: (facts.unparsed, lines.collect()),
    }
}

/// A summary without the times at its end, where those are told by themselves.
fn without_times<'s>(summary: &'s str, span: &str) -> &'s str {
    match summary.rsplit_once(" · ") {
        Some((rest, times)) if !span.is_empty() && (times.contains(':') || times.ends_with(" s")) => rest,
        _ => summary,
    }
}

/// What the inbox says of all sources together: lines, those not understood, and mends.
pub fn totals(cards: &[Card]) -> (u64, u64, u64) {
    let sum = |of: &dyn Fn(&Card) -> u32| cards.iter().map(|card| u64::from(of(card))).sum();
    (sum(&|card| card.lines), sum(&|card| card.unparsed.0), sum(&|card| card.mended.0))
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
    fn times_are_told_once() {
        let span = "08:46:33–08:46:41";
        assert_eq!(without_times("2 calls · pid 3904 · 08:46:33–08:46:41", span), "2 calls · pid 3904");
        assert_eq!(without_times("2 calls · 1.250 s", "1.250 s"), "2 calls");
        assert_eq!(without_times("2 calls · pid 3904", span), "2 calls · pid 3904");
        assert_eq!(without_times("2 calls · 08:46:33–08:46:41", ""), "2 calls · 08:46:33–08:46:41");
    }

    #[test]
    fn sizes_read_well() {
        assert_eq!(size(0), "0 B");
        assert_eq!(size(1_500), "2 KB");
        assert_eq!(size(5_767_168), "5.5 MB");
    }
}
