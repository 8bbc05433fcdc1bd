//! From when to when each source tells.

use super::dated::{Known, Told, each};
use crate::model::time::{DAY, rfc3339};
use crate::order::InList;

/// The first and the last time of a source, in microseconds, and what is known of them.
#[derive(Clone, Copy)]
struct Times {
    first: i64,
    last: i64,
    known: Known,
}

/// For each of so many sources the time from its first to its last dated line: `08:46:33–08:46:41`, with the date
/// where it is known and ` UTC` where the zone is; `12.5 s` where only that is known. Empty where nothing is dated.
pub fn spans(told: &Told<'_>, sources: usize) -> Vec<String> {
    let mut times: Vec<Option<Times>> = vec![None; sources];
    each(told, &mut |dated| {
        let Some(known) = times.get_mut(dated.source) else { return };
        match known {
            Some(times) => {
                times.first = times.first.min(dated.time);
                times.last = times.last.max(dated.time);
                // What is least known holds for both ends.
                times.known = times.known.max(dated.known);
            }
            None => *known = Some(Times { first: dated.time, last: dated.time, known: dated.known }),
        }
    });
    times.into_iter().map(|times| times.map(text).unwrap_or_default()).in_list()
}

fn text(times: Times) -> String {
    let Times { first, last, known } = times;
    if known == Known::SinceStart {
        let length = last.saturating_sub(first);
        return format!("{}.{:03} s", length / 1_000_000, length / 1_000 % 1_000);
    }
    let dated = matches!(known, Known::Zone | Known::Date);
    let seconds = |time: i64, dated: bool| {
        rfc3339(time.div_euclid(1_000_000).saturating_mul(1_000_000), None, dated).replace('T', " ")
    };
    let same_day = first.div_euclid(DAY) == last.div_euclid(DAY);
    let (from, to) = (seconds(first, dated), seconds(last, dated && !same_day));
    let zone = if known == Known::Zone { " UTC" } else { "" };
    if from.ends_with(&to) { format!("{from}{zone}") } else { format!("{from}–{to}{zone}") }
}

#[cfg(test)]
mod tests {
    use crate::source::{Input, Piece};

    fn span(text: &str) -> String {
        let piece = Piece { name: "t".into(), role: None, bytes: text.into() };
        let input = Input { pieces: vec![piece] };
        let analysis = crate::Analysis::of(input, &mut |_, _| {});
        analysis.time_spans().concat()
    }

    #[test]
    fn the_span_is_as_exact_as_the_stamps() {
        let calls = "3904  08:46:33.000001 close(3) = 0\n3904  08:46:41.100000 close(4) = 0\n";
        assert_eq!(span(calls), "08:46:33–08:46:41");
        assert_eq!(
            span("1531817193.5 close(3) = 0\n1531817201.5 close(4) = 0\n"),
            "2018-07-17 08:46:33–08:46:41 UTC"
        );
        let log = "2018/07/17 08:46:33 [crit] 67#67: *10 one\n2018/07/18 00:00:01 [crit] 67#67: *10 two\n";
        assert_eq!(span(log), "2018-07-17 08:46:33–2018-07-18 00:00:01");
        assert_eq!(span(log.lines().next().unwrap_or_default()), "2018-07-17 08:46:33");
        assert_eq!(span("close(3) = 0\n"), "");
        assert_eq!(span("no trace\nat all\n"), "");
    }
}
