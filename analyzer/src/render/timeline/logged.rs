//! Where the time of a request went as the logs of proxies tell it.

use super::spent::{Basis, Part, Spending, SpentRow};
use crate::Analysis;
use crate::model::log::{Entry, Log, LogEntry, RequestEntry, Writer};
use crate::model::trace::Micros;
use crate::order::{InList, Pick};

/// A request where it stands.
type Told<'a> = (&'a LogEntry, &'a RequestEntry);

/// One table for each log that tells how long its requests took and has a failing one.
pub fn tables(analysis: &Analysis) -> Vec<Spending> {
    analysis.logs.iter().filter_map(|log| table(analysis, log)).in_list()
}

fn table(analysis: &Analysis, log: &Log) -> Option<Spending> {
    let requests = log.entries.iter().filter_map(|entry| match &entry.kind {
        Entry::Request(request) if request.duration.is_some() => Some((entry, request)),
        _ => None,
    });
    let requests: Vec<Told<'_>> = requests.in_list();
    let evidence = super::evidence(analysis);
    let cited = |one: &&Told<'_>| evidence.contains(&(log.source, one.0.line));
    let failing = requests.iter().filter(|one| failed(log, one.1)).least(|one| {
        // Evidence first, then what the server itself got wrong.
        (!cited(one), !(one.1.status == 0 || one.1.status >= 500))
    })?;
    let asked = failing.1.asked_for(&log.text);
    let bare = |path: &str| path.split('?').next().map(ToOwned::to_owned);
    let like = |one: &&Told<'_>| {
        let (method, path) = one.1.asked_for(&log.text);
        !failed(log, one.1) && method == asked.0 && bare(path) == bare(asked.1)
    };
    // The same request, shortly before.
    let normal = requests.iter().filter(like).greatest(|one| {
        let same = one.1.asked_for(&log.text) == asked;
        (same, one.0.line < failing.0.line, one.0.line)
    });
    let sides = [normal.map(|one| parts(log, one.1)), Some(parts(log, failing.1))];
    let (basis, names) = match failing.1.writer {
        Writer::HaProxy => (Basis::Balancer, timers(log, failing.1)?.len()),
        Writer::CloudBalancer => (Basis::Cloud, 0),
        _ => (Basis::Proxy, 0),
    };
    let order: &[Part] = match (basis, names) {
        (Basis::Balancer, 5..) => &[Part::Request, Part::Queue, Part::Connect, Part::Header, Part::Body],
        (Basis::Balancer, _) => &[Part::Queue, Part::Connect, Part::Body],
        (Basis::Cloud, _) => &[Part::Sent, Part::Header, Part::Answered],
        _ => &[Part::Upstream, Part::Rest],
    };
    let amount = |side: usize, part: Part| -> Amount {
        let parts = sides.get(side).and_then(Option::as_ref);
        let found = parts.and_then(|parts| parts.iter().find(|one| one.0 == part));
        found.map(|one| one.1).unwrap_or_default()
    };
    let row = |part: Part| {
        let (normal, failing) = (amount(0, part), amount(1, part));
        SpentRow {
            part,
            title: String::new(),
            normal: normal.time,
            failing: failing.time,
            normal_never: normal.never,
            failing_never: failing.never,
        }
    };
    let told = |row: &SpentRow| {
        let some = row.normal.unwrap_or(0) > 0 || row.failing.unwrap_or(0) > 0;
        some || row.failing_never || row.normal_never
    };
    let mut rows = order.iter().map(|part| row(*part)).filter(told).in_list();
    if rows.is_empty() && normal.is_none() {
        return None;
    }
    rows.push(SpentRow::of(Part::Total, normal.and_then(|one| one.1.duration), failing.1.duration));
    Some(Spending {
        basis,
        source: u32::try_from(log.source).ok()?,
        normal_line: normal.map_or(0, |one| one.0.line),
        failing_line: failing.0.line,
        hangs: None,
        rows,
    })
}

/// The client got no good answer.
fn failed(log: &Log, request: &RequestEntry) -> bool {
    match request.status {
        0 => !log.str(request.termination).starts_with("--"),
        status => status >= 400,
    }
}

/// How long a part took, and that it never came to its end.
#[derive(Debug, Clone, Copy, Default)]
struct Amount {
    time: Option<Micros>,
    never: bool,
}

fn parts(log: &Log, request: &RequestEntry) -> Vec<(Part, Amount)> {
    let total = request.duration.unwrap_or(0).max(0);
    match request.writer {
        Writer::HaProxy => {
            let times = timers(log, request).unwrap_or_default();
            let order: &[Part] = match times.len() {
                5.. => &[Part::Request, Part::Queue, Part::Connect, Part::Header],
                _ => &[Part::Queue, Part::Connect],
            };
            in_turn(order, &times, Part::Body, total)
        }
        Writer::CloudBalancer => {
            let times = seconds(log.str(request.timers));
            in_turn(&[Part::Sent, Part::Header, Part::Answered], &times, Part::Rest, total)
        }
        _ => by_upstreams(request, total),
    }
}

/// Parts that follow each other: the first that never ends takes what is left, and those behind it never begin.
fn in_turn(order: &[Part], times: &[Micros], last: Part, total: Micros) -> Vec<(Part, Amount)> {
    let mut parts = Vec::new();
    let mut spent: Micros = 0;
    let mut stopped = false;
    for (part, time) in order.iter().zip(times) {
        let amount = match (*time, stopped) {
            (_, true) => Amount { time: None, never: true },
            (..0, _) => {
                stopped = true;
                Amount { time: Some(total.saturating_sub(spent).max(0)), never: true }
            }
            (time, _) => {
                spent = spent.saturating_add(time);
                Amount { time: Some(time), never: false }
            }
        };
        parts.push((*part, amount));
    }
    let rest = total.saturating_sub(spent).max(0);
    let amount =
        if stopped { Amount { time: None, never: true } } else { Amount { time: Some(rest), never: false } };
    parts.push((last, amount));
    parts
}

fn by_upstreams(request: &RequestEntry, total: Micros) -> Vec<(Part, Amount)> {
    if request.upstream_times.is_empty() {
        return Vec::new();
    }
    let spent: Micros = request.upstream_times.iter().filter(|time| **time > 0).sum();
    let never = request.upstream_times.last().is_some_and(|time| *time < 0);
    let upstream = Amount { time: Some(spent), never };
    let rest = Amount { time: Some(total.saturating_sub(spent).max(0)), never: false };
    vec![(Part::Upstream, upstream), (Part::Rest, rest)]
}

/// `0/0/2/-1/8` as microseconds, without the total: what never ended is negative.
fn timers(log: &Log, request: &RequestEntry) -> Option<Vec<Micros>> {
    let parts = log.str(request.timers).split('/').in_list();
    let mut times = Vec::new();
    for part in parts {
        times.push(part.trim_start_matches('+').parse::<Micros>().ok()?.saturating_mul(1000));
    }
    Some(times)
}

/// `0.000 0.001 -1` as microseconds.
fn seconds(text: &str) -> Vec<Micros> {
    let word = |word: &str| {
        if word.starts_with('-') {
            return -1;
        }
        let (whole, rest) = word.split_once('.').unwrap_or((word, ""));
        let micros = crate::model::time::micros_of(rest).unwrap_or(0);
        whole.parse::<Micros>().unwrap_or(0).saturating_mul(1_000_000).saturating_add(Micros::from(micros))
    };
    text.split_ascii_whitespace().map(word).in_list()
}
