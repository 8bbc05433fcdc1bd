//! Steps that repeat.

use super::step::{Draft, Part, Peer, Verb};
use super::{Ending, Round};
use crate::order::InList;

/// A round has at most so many steps.
const LONGEST: usize = 6;

/// What must be equal from round to round.
type Key<'a> = (&'a Peer, &'a Peer, Kind, (bool, bool), bool, [Option<Ending>; 2]);

/// Requests and answers may be told by their bytes alone in later rounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Content,
    Other(Verb),
}

fn key(draft: &Draft) -> Key<'_> {
    let kind = match draft.verb {
        Verb::Data | Verb::Request | Verb::Answer => Kind::Content,
        other => Kind::Other(other),
    };
    let ending = |part: &Option<Part>| part.as_ref().map(|part| part.ending);
    let endings = [ending(&draft.normal), ending(&draft.failing)];
    (&draft.from, &draft.to, kind, draft.runs(), draft.same, endings)
}

/// Folds steps that repeat at least twice into one round each.
pub fn fold(drafts: &[Draft]) -> (Vec<Draft>, Vec<Round>) {
    let mut folded: Vec<Draft> = Vec::new();
    let mut rounds = Vec::new();
    let mut at = 0;
    while at < drafts.len() {
        // A round begins with what comes in, where it can.
        let begins_later = |(length, times): (usize, usize)| {
            let later = (1..length).find(|skip| {
                let incoming = drafts
                    .get(at + skip)
                    .is_some_and(|draft| draft.to == Peer::Process && draft.from != Peer::Process);
                incoming && repeats(drafts, at + skip) == Some((length, times))
            });
            let begins_here = drafts.get(at).is_some_and(|draft| draft.from != Peer::Process);
            later.is_some() && !begins_here
        };
        let Some((length, times)) = repeats(drafts, at).filter(|found| !begins_later(*found)) else {
            folded.extend(drafts.get(at).cloned());
            at += 1;
            continue;
        };
        let first = folded.len();
        let one = drafts.get(at..at + length).unwrap_or(&[]);
        folded.append(&mut one.iter().cloned().in_list());
        for (index, draft) in drafts.get(at + length..at + length * times).unwrap_or(&[]).iter().enumerate() {
            if let Some(into) = folded.get_mut(first + index % length) {
                into.gather(draft);
            }
        }
        let (normal, failing) =
            (one.iter().any(|draft| draft.runs().0), one.iter().any(|draft| draft.runs().1));
        let count = |there| if there { number(times) } else { 0 };
        rounds.push(Round {
            first: number(first),
            steps: number(length),
            normal: count(normal),
            failing: count(failing),
        });
        at += length * times;
    }
    (folded, rounds)
}

/// How long the rounds are that begin here, and how many there are; `None` if there are none.
fn repeats(drafts: &[Draft], at: usize) -> Option<(usize, usize)> {
    let rest = drafts.get(at..)?;
    for length in 2..=LONGEST.min(rest.len() / 2) {
        let one = rest.get(..length)?;
        if one.iter().any(|draft| draft.decisive || draft.verb == Verb::Phase) {
            continue;
        }
        let alike = |round: &[Draft]| {
            round.iter().zip(one).all(|(draft, first)| key(draft) == key(first) && !draft.decisive)
        };
        let times = rest.chunks_exact(length).take_while(|round| alike(round)).count();
        if times >= 2 {
            return Some((length, times));
        }
    }
    None
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
