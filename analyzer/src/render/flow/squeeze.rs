//! Few enough steps to read.

use super::Round;
use super::step::{Draft, Part, Peer, Verb};
use super::{phases, rounds};

/// More steps than this are hard to read.
const MANY: usize = 44;

/// Gathers steps until there are few enough: rounds first, then what both runs do alike far from the difference.
pub fn squeeze(drafts: Vec<Draft>) -> (Vec<Draft>, Vec<Round>) {
    let (drafts, rounds) = rounds::fold(&phases::join(drafts));
    if drafts.len() <= MANY {
        return (drafts, rounds);
    }
    let mut drafts = drafts;
    // The notes of few neighbours, then of whole phases, then of whatever lies between two differences.
    for reach in [6, 16, 40, usize::MAX] {
        drafts = phases::join(gather(drafts, reach));
        if drafts.len() <= MANY {
            break;
        }
    }
    if drafts.len() > MANY {
        drafts = one_sided(drafts);
    }
    rounds::fold(&drafts)
}

/// Steps of one phase in a row that both runs do alike become a note, the farthest from a difference first: those
/// within `MANY / reach` steps of one stay.
fn gather(drafts: Vec<Draft>, reach: usize) -> Vec<Draft> {
    let near = (MANY / 2) / reach.min(MANY);
    let telling: Vec<bool> = drafts.iter().map(Draft::tells).collect();
    let stays = |index: usize| {
        let from = index.saturating_sub(near);
        telling.get(from..(index + near + 1).min(telling.len())).is_some_and(|around| around.contains(&true))
    };
    let mut gathered: Vec<Draft> = Vec::new();
    let mut open = false;
    for (index, draft) in drafts.into_iter().enumerate() {
        let loose = draft.same && !draft.tells() && !stays(index) && draft.verb != Verb::Log;
        if !loose {
            gathered.push(draft);
            open = false;
            continue;
        }
        let continues = |last: &&mut Draft| open && (last.phase == draft.phase || reach > MANY);
        match gathered.last_mut().filter(continues) {
            Some(last) => into_note(last, &draft),
            None => gathered.push(draft),
        }
        open = true;
    }
    gathered
}

/// What one run does alone becomes a note where there is too much of it.
fn one_sided(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut gathered: Vec<Draft> = Vec::new();
    let most = drafts.len().saturating_sub(MANY);
    let mut saved = 0;
    for draft in drafts {
        let continues = |last: &&mut Draft| {
            saved < most
                && last.runs() == draft.runs()
                && last.same == draft.same
                && last.phase == draft.phase
                && !last.tells()
                && !draft.tells()
        };
        match gathered.last_mut().filter(continues) {
            Some(last) => {
                into_note(last, &draft);
                saved += 1;
            }
            None => gathered.push(draft),
        }
    }
    gathered
}

/// Two steps as a note of the process.
fn into_note(last: &mut Draft, next: &Draft) {
    for (mine, other) in [(&mut last.normal, &next.normal), (&mut last.failing, &next.failing)] {
        if let (Some(mine), Some(other)) = (mine, other) {
            *mine = note(mine, other);
        }
    }
    last.from = Peer::Process;
    last.to = Peer::Process;
    last.verb = Verb::Phase;
}

fn note(mine: &Part, other: &Part) -> Part {
    let mut note = Part { bytes: None, more: 0, ..mine.clone() };
    phases::together(&mut note, &Part { bytes: None, ..other.clone() });
    note
}
