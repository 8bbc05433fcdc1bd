//! Finds out how far each source's clock lies from the others'.

use std::fmt::Write as _;

use super::anchors;
use super::clocks::Group;
use super::dated::{Known, Told, each, written};
use crate::model::time::{DAY, civil, to_year, zone_text};
use crate::model::trace::Clock;
use crate::order::Pick;
use crate::source::{LineNumber, SourceId};

const MINUTE: i64 = 60_000_000;
const HOUR: i64 = 60 * MINUTE;

/// Two lines tell of one request if they stand within this time.
const TOGETHER: i64 = 2_500_000;

/// A request that a source tells of more often than this ties no clocks: it would fit anywhere.
const OFTEN: usize = 8;

/// More shifts than this are noise.
const MOST_SHIFTS: usize = 64;

/// One thing that can be recognised: key, group, time, line.
type Anchor = (u64, usize, i64, LineNumber);

/// Gives every group its shift, as far as that can be known.
pub fn settle(told: &Told<'_>, zone: Option<i16>, groups: &mut [Group]) {
    let known = groups.iter().map(|group| group.known).min();
    let Some(known) = known else { return };
    // The best-known sources of the year that most tell are the clock; of several without a zone, the first is.
    let year = usual_year(known, groups);
    let mut first = true;
    for group in groups.iter_mut().filter(|group| group.known == known && group.year == year) {
        if known == Known::Zone || first {
            group.shift = Some(0);
        }
        first = false;
    }
    if groups.iter().any(|group| group.shift.is_none()) {
        let anchors = anchors(told, groups);
        // A source may be tied to another one that is tied itself only now.
        for _ in 0..3 {
            by_requests(&anchors, zone, groups);
        }
        // What is dated and tied to nothing is taken at its word, and then others may be tied to that.
        for group in groups.iter_mut().filter(|group| group.shift.is_none() && group.year == year) {
            group.shift = usual(group, zone);
        }
        for _ in 0..2 {
            by_requests(&anchors, zone, groups);
        }
    }
    by_written(told, zone, groups);
    by_default(zone, groups);
}

/// The year that most sources tell, and of those the one that most lines tell.
fn usual_year(known: Known, groups: &[Group]) -> i64 {
    let of = |year: i64| {
        let same = groups.iter().filter(move |group| group.year == year && group.known <= Known::Date);
        same.fold((0_u32, 0_u32), |(sources, lines), group| (sources + 1, lines.saturating_add(group.lines)))
    };
    let best =
        groups.iter().filter(|group| group.known == known).greatest(|group| (of(group.year), group.year));
    best.map_or(0, |group| group.year)
}

/// A trace that counts from its own beginning is dated where it writes lines of a log.
fn by_written(told: &Told<'_>, zone: Option<i16>, groups: &mut [Group]) {
    for run in told.runs.iter().filter(|run| run.trace.clock == Clock::SinceStart) {
        let free = |group: &&mut Group| group.source == run.source && group.shift.is_none();
        let Some(group) = groups.iter_mut().find(free) else { continue };
        group.shift = run.trace.events.iter().find_map(|event| {
            let stamp = written(&run.trace, &event.kind)?;
            let behind = if stamp.offset.is_none() { i64::from(zone.unwrap_or(0)) * MINUTE } else { 0 };
            Some(stamp.utc_micros().saturating_sub(behind).saturating_sub(event.time?))
        });
    }
}

/// Everything that can be recognised, by key.
fn anchors(told: &Told<'_>, groups: &[Group]) -> Vec<Anchor> {
    let mut anchors: Vec<Anchor> = Vec::new();
    let mut last = 0;
    each(told, &mut |dated| {
        let is = |group: &Group| group.source == dated.source && group.year == dated.year;
        if !groups.get(last).is_some_and(is) {
            last = groups.iter().position(is).unwrap_or(0);
        }
        let traced = groups.get(last).is_some_and(|group| group.traced);
        anchors::keys(&dated, traced, &mut |key| anchors.push((key, last, dated.time, dated.line)));
    });
    crate::order::by_key(&mut anchors, |anchor| (anchor.0, anchor.1));
    anchors
}

/// A shift with the lines that speak for it.
struct Vote {
    shift: i64,
    lines: u32,
    /// The last line that voted: a line has one vote for a shift.
    last: LineNumber,
    proof: (SourceId, LineNumber, LineNumber),
}

/// Ties groups to those that are tied already, by requests that both tell of.
fn by_requests(anchors: &[Anchor], zone: Option<i16>, groups: &mut [Group]) {
    for at in 0..groups.len() {
        let Some(group) = groups.get(at) else { continue };
        if group.shift.is_some() {
            continue;
        }
        let (votes, telling) = votes(anchors, at, groups);
        let usual = usual(group, zone);
        let best = votes.iter().map(|vote| vote.lines).max().unwrap_or(0);
        let fits = |vote: &&Vote| vote.lines == best;
        let usual_one = votes.iter().find(|vote| usual.is_some_and(|usual| vote.shift == usual));
        let found = match usual_one {
            Some(vote) if vote.lines.saturating_mul(2) >= best => Some(vote),
            _ => votes.iter().filter(fits).least(|vote| vote.shift.abs()),
        };
        let Some(vote) = found.filter(|vote| vote.lines >= 3 || vote.lines.saturating_mul(2) >= telling)
        else {
            continue;
        };
        let (shift, proof) = (vote.shift, vote.proof);
        if let Some(group) = groups.get_mut(at) {
            group.shift = Some(shift);
            group.proof = Some(proof);
        }
    }
}

/// The shifts for which lines of a group speak, and how many lines could speak at all.
fn votes(anchors: &[Anchor], at: usize, groups: &[Group]) -> (Vec<Vote>, u32) {
    let mut votes: Vec<Vote> = Vec::new();
    let mut telling = 0_u32;
    let Some(group) = groups.get(at) else { return (votes, 0) };
    for same in anchors.chunk_by(|one, other| one.0 == other.0) {
        let mine = || same.iter().filter(|anchor| anchor.1 == at);
        let tied = |anchor: &&Anchor| {
            anchor.1 != at
                && groups
                    .get(anchor.1)
                    .is_some_and(|other| other.shift.is_some() && other.source != group.source)
        };
        let theirs = || same.iter().filter(tied);
        if mine().count() > OFTEN || theirs().count() > OFTEN * 4 || theirs().next().is_none() {
            continue;
        }
        for anchor in mine() {
            telling = telling.saturating_add(1);
            for other in theirs() {
                let Some(their) = groups.get(other.1) else { continue };
                let when = other.2.saturating_add(their.shift.unwrap_or(0));
                let Some(shift) = shift(group.known, anchor.2, when) else { continue };
                let proof = (their.source, anchor.3, other.3);
                let known = votes.iter_mut().find(|vote| vote.shift == shift);
                if let Some(vote) = known {
                    vote.lines = vote.lines.saturating_add(u32::from(vote.last != anchor.3));
                    vote.last = anchor.3;
                } else if votes.len() < MOST_SHIFTS {
                    votes.push(Vote { shift, lines: 1, last: anchor.3, proof });
                }
            }
        }
    }
    (votes, telling)
}

/// The shift that puts `mine` beside `theirs`: whole years, a zone that exists, for times of day any number of days.
fn shift(known: Known, mine: i64, theirs: i64) -> Option<i64> {
    let days = match known {
        Known::SinceStart => return Some(theirs.saturating_sub(mine)),
        Known::TimeOfDay => 0,
        _ => to_year(mine, civil(theirs.div_euclid(DAY)).0),
    };
    let rest = theirs.saturating_sub(mine.saturating_add(days));
    let days = match known {
        Known::TimeOfDay => rest.div_euclid(DAY).saturating_mul(DAY),
        _ => days,
    };
    let rest = theirs.saturating_sub(mine.saturating_add(days));
    let mut zone = rest.saturating_add(15 * MINUTE / 2).div_euclid(15 * MINUTE).saturating_mul(15 * MINUTE);
    let apart = rest.saturating_sub(zone).abs();
    let mut days = days;
    if known == Known::TimeOfDay && zone > 12 * HOUR {
        zone -= DAY;
        days = days.saturating_add(DAY);
    }
    // Zones lie from 12 hours behind to 14 hours ahead of UTC; the shift goes the other way, and between two zones.
    let exists = zone % (30 * MINUTE) == 0 || matches!(zone.abs() / (15 * MINUTE), 23 | 35 | 51);
    let near = zone.abs() <= 14 * HOUR && (known != Known::Zone || zone == 0);
    (apart <= TOGETHER && exists && near).then_some(days.saturating_add(zone))
}

/// The shift of a source that nothing else is known of: its dates count as they stand, in the zone of the others.
fn usual(group: &Group, zone: Option<i16>) -> Option<i64> {
    match group.known {
        Known::Zone => Some(0),
        Known::Date => Some(-i64::from(zone.unwrap_or(0)) * MINUTE),
        _ => None,
    }
}

/// Places what no request ties: in the zone of the others, and on the day or in the year where it lies nearest.
fn by_default(zone: Option<i16>, groups: &mut [Group]) {
    for at in 0..groups.len() {
        let Some(group) = groups.get(at).filter(|group| group.shift.is_none()) else { continue };
        let behind = -i64::from(zone.unwrap_or(0)) * MINUTE;
        // Where a part of the source is tied, the rest of it has the same zone.
        let sibling = groups.iter().find(|other| {
            other.source == group.source && other.proof.is_some() && other.known == group.known
        });
        let sibling = sibling.and_then(|other| other.shift).map(|shift| shift % DAY);
        let own = sibling.unwrap_or(behind);
        let begin = group.span.0.saturating_add(own);
        let others = groups.iter().filter(|other| other.source != group.source || other.year != group.year);
        let nearest = others.filter_map(|other| {
            let shift = other.shift.filter(|_| other.known <= Known::Date)?;
            let (from, to) = (other.span.0.saturating_add(shift), other.span.1.saturating_add(shift));
            let days = match group.known {
                Known::NoYear => to_year(begin, civil(to.div_euclid(DAY)).0),
                _ => from.saturating_sub(begin).saturating_add(DAY / 2).div_euclid(DAY).saturating_mul(DAY),
            };
            let begin = begin.saturating_add(days);
            let apart = from.saturating_sub(begin).max(begin.saturating_sub(to)).max(0);
            Some((apart, own.saturating_add(days)))
        });
        let shift = match group.known {
            Known::Zone => Some(0),
            Known::Date => Some(own),
            Known::NoYear | Known::TimeOfDay => nearest.min().map(|(_, shift)| shift),
            Known::SinceStart => None,
        };
        if let Some(group) = groups.get_mut(at) {
            group.shift = shift;
        }
    }
    // Where no source has a date, times of day are compared as they stand.
    if groups.iter().all(|group| matches!(group.known, Known::TimeOfDay | Known::SinceStart)) {
        for group in
            groups.iter_mut().filter(|group| group.known == Known::TimeOfDay && group.shift.is_none())
        {
            group.shift = Some(0);
        }
    }
}

/// Says what is to be known of a group's clock.
pub fn say<'n>(
    group: &Group,
    zone: Option<i16>,
    groups: &[Group],
    name: &dyn Fn(SourceId) -> &'n str,
    said: &mut String,
) {
    let alone = !groups.iter().any(|other| other.source != group.source);
    if alone {
        return;
    }
    let Some(shift) = group.shift else {
        return add(
            said,
            "its lines tell only the time since it began, and nothing ties them to the other sources",
        );
    };
    let usual = usual(group, zone);
    let years = civil(group.span.0.saturating_add(shift).div_euclid(DAY)).0;
    let mut text = String::new();
    if group.known == Known::Zone || group.known == Known::Date {
        if usual == Some(shift) {
            return;
        }
        let other_year = shift.abs() > 300 * DAY;
        if other_year {
            let _ = write!(text, "its lines of {} belong to {years}", group.year);
        } else {
            let ahead = usual.unwrap_or(0).saturating_sub(shift);
            let hours = zone_text(i16::try_from(ahead / MINUTE).unwrap_or(0));
            let _ = write!(text, "its clock stands {hours} against the others");
        }
    } else if group.known == Known::NoYear {
        let _ = write!(text, "its lines tell no year; {years} is that of the other sources");
    } else if group.known == Known::TimeOfDay {
        let dated = groups.iter().any(|other| other.known < Known::TimeOfDay);
        if !dated {
            return;
        }
        text.push_str("its lines tell only the time of day; the date is that of the other sources");
        let behind = -i64::from(zone.unwrap_or(0)) * MINUTE;
        let ahead = behind.saturating_sub(shift).rem_euclid(DAY);
        let ahead = if ahead > 12 * HOUR { ahead - DAY } else { ahead };
        if ahead != 0 {
            let hours = zone_text(i16::try_from(ahead / MINUTE).unwrap_or(0));
            let _ = write!(text, ", and its clock stands {hours} against them");
        }
    } else {
        text.push_str("its lines tell only the time since it began; it is placed by the dates of what it writes or of another source");
    }
    if let Some((other, here, there)) = group.proof {
        let same = format!(": line {here} here and line {there} of {} tell of the same request", name(other));
        text.push_str(&same);
    }
    add(said, &text);
}

fn add(said: &mut String, text: &str) {
    if said.contains(text) {
        return;
    }
    if !said.is_empty() {
        said.push_str("; ");
    }
    said.push_str(text);
}
