//! The sign between the two sides: how they relate, never by colour alone.

use analyzer::align::RowKind;

use crate::i18n::Word;

/// The sign.
pub fn glyph(kind: RowKind) -> &'static str {
    match kind {
        RowKind::Same => "=",
        RowKind::ValueOnly => "≈",
        RowKind::Changed => "≠",
        RowKind::OnlyNormal => "−",
        RowKind::OnlyFailing => "+",
    }
}

/// Its name in style sheets and for tests.
pub fn name(kind: RowKind) -> &'static str {
    match kind {
        RowKind::Same => "same",
        RowKind::ValueOnly => "value-only",
        RowKind::Changed => "changed",
        RowKind::OnlyNormal => "only-normal",
        RowKind::OnlyFailing => "only-failing",
    }
}

/// Its name for a reader who does not see it.
pub fn word(kind: RowKind) -> Word {
    match kind {
        RowKind::Same => Word::RelationSame,
        RowKind::ValueOnly => Word::RelationValue,
        RowKind::Changed => Word::RelationChanged,
        RowKind::OnlyNormal => Word::RelationOnlyNormal,
        RowKind::OnlyFailing => Word::RelationOnlyFailing,
    }
}
