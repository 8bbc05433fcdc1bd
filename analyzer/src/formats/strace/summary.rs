//! Tables of `-c` and `-C`, with their columns in whatever order `-U` gave them.

use crate::model::trace::SummaryRow;
use crate::order::{Change, InList};
use crate::source::LineNumber;

/// A column of the table. Those that are not asked for by anybody are all `Other`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Seconds,
    WallSeconds,
    Average,
    Calls,
    Errors,
    Name,
    Other,
}

/// A table whose header has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    columns: Vec<Column>,
    /// Where each column's dashes stand.
    dashes: Vec<(usize, usize)>,
}

/// What a line of a table is.
#[derive(Debug, Clone, PartialEq)]
pub enum TableLine {
    /// Dashes.
    Rule,
    /// A row.
    Row(SummaryRow),
    /// The last row.
    Total(SummaryRow),
}

impl Table {
    /// Reads a table's header; `None` if the line is none.
    pub fn header(line: &str) -> Option<Self> {
        let mut columns = Vec::new();
        let mut words = line.split_ascii_whitespace();
        while let Some(word) = words.next() {
            columns.push(match word {
                "%" if words.next()?.ends_with("time") => Column::Other,
                "seconds" => Column::Seconds,
                "wall-total" => Column::WallSeconds,
                "usecs/call" => Column::Average,
                "calls" => Column::Calls,
                "errors" => Column::Errors,
                "syscall" => Column::Name,
                "shortest" | "longest" | "wall-min" | "wall-max" | "wall-avg" => Column::Other,
                _ => return None,
            });
        }
        // The word `calls` alone on a line is no header.
        (columns.len() >= 2 && columns.contains(&Column::Name))
            .then_some(Self { columns, dashes: Vec::new() })
    }

    /// Reads a line below the header; `None` if the table is over.
    pub fn line(&mut self, line: &str, number: LineNumber) -> Option<TableLine> {
        if is_rule(line) {
            self.dashes = words(line).map(|(start, word)| (start, start + word.len())).in_list();
            return Some(TableLine::Rule);
        }
        let mut row = SummaryRow { line: number, name: String::new(), calls: 0, errors: 0, micros: 0 };
        let mut average = 0;
        for (column, word) in self.assign(line)? {
            match column {
                Column::Name => word.clone_into(&mut row.name),
                Column::Calls => row.calls = word.parse().ok()?,
                Column::Errors => row.errors = word.parse().ok()?,
                Column::Seconds => row.micros = micros(word)?,
                Column::WallSeconds if row.micros == 0 => row.micros = micros(word)?,
                Column::Average => average = word.parse().ok()?,
                Column::WallSeconds | Column::Other => _ = micros(word)?,
            }
        }
        if !self.columns.contains(&Column::Seconds) && !self.columns.contains(&Column::WallSeconds) {
            row.micros = row.calls.saturating_mul(average);
        }
        let total = row.name == "total";
        (!row.name.is_empty()).then_some(if total { TableLine::Total(row) } else { TableLine::Row(row) })
    }

    /// Gives each word of a row its column. Errors may be blank, and in the last row of old straces the average too.
    fn assign<'l>(&self, line: &'l str) -> Option<Vec<(Column, &'l str)>> {
        let row: Vec<_> = words(line).in_list();
        let missing = self.columns.len().checked_sub(row.len())?;
        let mut blank: Vec<usize> = Vec::new();
        if missing > 0 {
            let place = |wanted: Column| self.columns.iter().position(|column| *column == wanted);
            let empty = |place: usize| {
                self.dashes.get(place).is_some_and(|(from, to)| {
                    row.iter().all(|(start, word)| start + word.len() <= *from || start >= to)
                })
            };
            blank.add_all(place(Column::Errors));
            blank.add_all(place(Column::Average));
            if missing == 1 && blank.len() == 2 {
                // Which of the two is blank shows where the words stand, if pasting left the blanks alone.
                let average_only = blank.get(1).is_some_and(|place| empty(*place))
                    && blank.first().is_some_and(|place| !empty(*place));
                blank.remove(usize::from(!average_only));
            }
            (blank.len() == missing).then_some(())?;
        }
        let columns = self
            .columns
            .iter()
            .enumerate()
            .filter(|(place, _)| !blank.contains(place))
            .map(|(_, column)| *column);
        Some(columns.zip(row.into_iter().map(|(_, word)| word)).in_list())
    }
}

/// `System call usage summary for 32 bit mode:`
pub fn is_heading(line: &str) -> bool {
    line.starts_with("System call usage summary for ") && line.trim_ascii_end().ends_with(" mode:")
}

fn is_rule(line: &str) -> bool {
    line.trim_ascii().bytes().all(|byte| matches!(byte, b'-' | b' ')) && line.contains("----")
}

/// The words of a line and where they begin.
fn words(line: &str) -> impl Iterator<Item = (usize, &str)> {
    line.split_ascii_whitespace()
        .map(|word| ((word.as_ptr() as usize).saturating_sub(line.as_ptr() as usize), word))
}

/// `0.003884` in microseconds.
fn micros(word: &str) -> Option<u64> {
    let (length, micros) = super::leader::seconds(word.as_bytes());
    (length > 0 && length == word.len()).then(|| u64::try_from(micros).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    fn read(text: &str) -> Vec<(String, u64, u64, u64)> {
        let mut lines = text.lines();
        let mut table = Table::header(lines.next().unwrap()).unwrap();
        lines
            .filter_map(|line| match table.line(line, 1).unwrap_or_else(|| panic!("{line}")) {
                TableLine::Rule => None,
                TableLine::Row(row) | TableLine::Total(row) => {
                    Some((row.name, row.calls, row.errors, row.micros))
                }
            })
            .collect()
    }

    #[test]
    fn usual_table() {
        let rows = read(
            "% time     seconds  usecs/call     calls    errors syscall\n\
             ------ ----------- ----------- --------- --------- ----------------\n \
             37.04    0.000010          10         1         1 mkdir\n \
             14.81    0.000004           4         1           rt_sigreturn\n\
             ------ ----------- ----------- --------- --------- ----------------\n\
             100.00    0.000027           0        32         3 total",
        );
        let row = |name: &str, calls, errors, micros| (name.to_owned(), calls, errors, micros);
        assert_eq!(rows, [row("mkdir", 1, 1, 10), row("rt_sigreturn", 1, 0, 4), row("total", 32, 3, 27)]);
    }

    #[test]
    fn old_total_without_average() {
        let rows = read(
            "% time     seconds  usecs/call     calls    errors syscall\n\
             ------ ----------- ----------- --------- --------- ----------------\n\
             100.00    0.000027                    32         3 total",
        );
        assert_eq!(rows, [("total".to_owned(), 32, 3, 27)]);
    }

    #[test]
    fn other_columns_and_collapsed_blanks() {
        let rows =
            read("syscall calls errors seconds\n---- ---- ---- ----\nread 2 0.000001\nconnect 1 1 0.5\n");
        assert_eq!(rows, [("read".to_owned(), 2, 0, 1), ("connect".to_owned(), 1, 1, 500_000)]);
        let rows =
            read("% wall-time wall-total wall-avg calls errors syscall\n---- ----\n1.2 0.25 0.000001 3 read");
        assert_eq!(rows, [("read".to_owned(), 3, 0, 250_000)]);
    }

    #[test]
    fn no_header() {
        assert_eq!(Table::header("calls"), None);
        assert_eq!(Table::header("syscall is a word"), None);
    }
}
