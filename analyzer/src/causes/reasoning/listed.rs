//! What causes share that rest on lines of listings: finding the line, the failure that is told of, and the claim.

use super::claim::Claim;
use super::scene::Scene;
use crate::model::host::Volume;
use crate::model::listing::{Fact, Item, Listing};
use crate::model::log::{Entry, Level};
use crate::model::reach::Answer;
use crate::report::Confidence;
use crate::seek;
use crate::source::{LineNumber, SourceId, Span};

/// A line of a listing.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// The listing.
    pub listing: &'a Listing,
    /// The line in it.
    pub item: &'a Item,
}

impl<'a> Line<'a> {
    /// The text of a span of the listing.
    pub fn str(&self, span: Span) -> &'a str {
        self.listing.str(span)
    }
}

/// The first line of any listing that fits.
pub fn find<'a>(scene: &Scene<'a>, fits: &dyn Fn(&'a Listing, &'a Fact) -> bool) -> Option<Line<'a>> {
    let mut items = scene.case.items();
    items.find(|(listing, item)| fits(listing, &item.fact)).map(|(listing, item)| Line { listing, item })
}

/// The last such line.
pub fn last<'a>(scene: &Scene<'a>, fits: &dyn Fn(&'a Listing, &'a Fact) -> bool) -> Option<Line<'a>> {
    let items = scene.case.items().filter(|(listing, item)| fits(listing, &item.fact));
    items.last().map(|(listing, item)| Line { listing, item })
}

/// The first line in which a client says that, whatever program it is.
pub fn answered<'a>(scene: &Scene<'a>, errors: &[u16], says: &[&str]) -> Option<Line<'a>> {
    find(scene, &|listing, fact| {
        let Fact::Answer(answer) = fact else { return false };
        let message = listing.str(answer.message);
        answer.error.is_some_and(|error| errors.contains(&error))
            && (says.is_empty() || says.iter().any(|words| message.contains(words)))
    })
}

/// Whom a client asked: `host:port` of its address or URL, or what its message names; empty if nothing does.
pub fn asked<'a>(line: &Line<'a>) -> &'a str {
    let Fact::Answer(Answer { target, message, .. }) = &line.item.fact else { return "" };
    let target = line.str(*target);
    let authority = target.split_once("://").map_or(target, |(_, rest)| rest).split('/').next().unwrap_or("");
    if !authority.is_empty() {
        return authority;
    }
    let message = line.str(*message);
    let behind =
        ["connect to ", "resolve host: ", "resolve host "].iter().find_map(|mark| message.split_once(mark));
    behind.map_or("", |(_, rest)| rest.split([' ', ';', ',']).next().unwrap_or(""))
}

/// The first line of any source that holds these words, and does not only search for them.
pub fn said(scene: &Scene<'_>, words: &str) -> Option<(SourceId, LineNumber)> {
    scene.case.sources.iter().enumerate().find_map(|(id, source)| {
        seek::find(source.text.as_bytes(), words.as_bytes())?;
        let line = source.lines.iter().find(|line| line.span.of(&source.text).contains(words))?;
        Some((id, line.number))
    })
}

/// The line by which a failure is told: an error of a log, a failed request, what a client got, the end of a trace.
pub fn told(scene: &Scene<'_>) -> Option<(SourceId, LineNumber)> {
    let of_logs = scene.case.logs.iter().find_map(|log| {
        let failed = log.entries.iter().find(|entry| match &entry.kind {
            Entry::Request(request) => request.status >= 500,
            _ => entry.level >= Level::Error,
        });
        failed.map(|entry| (log.source, entry.line))
    });
    let of_clients = || {
        let failed = find(
            scene,
            &|_, fact| matches!(fact, Fact::Answer(one) if one.error.is_some_and(|error| error != 0) || one.status.is_some_and(|status| status >= 500)),
        );
        failed.map(|line| (line.listing.source, line.item.line))
    };
    let of_traces = || {
        scene.failing().find_map(|(run, reading)| {
            let shown = scene.failures(run).into_iter().next()?;
            Some((reading.run.source, reading.line(shown.event)))
        })
    };
    of_logs.or_else(of_clients).or_else(of_traces)
}

/// Begins a diagnosis in the words of that entry: cites the line as `shown`, and the failure that is told of as `told`.
pub fn claim<'s, 'a>(
    scene: &'s Scene<'a>,
    words: &str,
    confidence: Confidence,
    line: &Line<'_>,
) -> Claim<'s, 'a> {
    let mut claim = Claim::new(scene, words, confidence, 0);
    claim.cite_line(line.listing.source, line.item.line, "shown");
    if let Some((source, number)) = told(scene) {
        claim.cite_line(source, number, "told");
    }
    claim
}

/// No room for users on a volume that is made to be written to. Images (`/snap`, discs) are full by design, and what
/// starts the machine (`/boot`, firmware) has nothing to do with its work.
pub fn is_full(listing: &Listing, volume: &Volume) -> bool {
    const NO_WORK: &[&str] = &["/snap/", "/boot", "/sys/", "/media/", "/mnt/cd", "/proc", "/dev"];
    let (mount, device) = (listing.str(volume.mount), listing.str(volume.device));
    let writable = !NO_WORK.iter().any(|start| mount.starts_with(start)) || mount == "/dev/shm";
    let image = ["/dev/loop", "/dev/sr", "squashfs"].iter().any(|start| device.starts_with(start));
    let full = volume.percent == Some(100) && volume.available.is_none_or(|free| free == 0);
    full && writable && !image && volume.total.is_some_and(|total| total > 0)
}

/// The row of a listing that shows a link on a path whose target the same listing of the directory does not have.
pub fn dangling<'a>(scene: &Scene<'a>, path: &str) -> Option<Line<'a>> {
    let file = |item: &'a Item| if let Fact::File(file) = &item.fact { Some(file) } else { None };
    scene.items().find_map(|(listing, item)| {
        let link = file(item)?;
        let target = listing.str(link.target).trim_end_matches('/');
        let has = |name: &str| {
            let same = |item: &'a Item| file(item).is_some_and(|one| listing.str(one.name) == name);
            listing.items.iter().any(same)
        };
        // `ls -la` of a directory shows the directory itself, and then everything in it.
        let gone = !target.is_empty() && !target.contains('/') && has(".") && !has(target);
        let here = path.split('/').any(|part| part == listing.str(link.name));
        (gone && here).then_some(Line { listing, item })
    })
}

/// The row of a listing that shows a directory above a path which lets in nobody but its owner or group.
pub fn closed_above<'a>(scene: &Scene<'a>, path: &str) -> Option<Line<'a>> {
    let above = path.rsplit_once('/')?.0;
    scene.items().find_map(|(listing, item)| {
        let Fact::File(file) = &item.fact else { return None };
        let (name, mode) = (listing.str(file.name).trim_end_matches('/'), listing.str(file.mode));
        let on_path = if name.starts_with('/') {
            above.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        } else {
            // A bare name is that of the path where the listing follows the path to its end, as `namei` does.
            let is_last = |one: &Item| matches!(&one.fact, Fact::File(file) if path.ends_with(listing.str(file.name)) && !listing.str(file.name).starts_with('/'));
            above.split('/').any(|part| part == name) && listing.items.iter().any(is_last)
        };
        let closed =
            mode.starts_with('d') && mode.get(9..10).is_some_and(|other| !matches!(other, "x" | "t"));
        (on_path && closed).then_some(Line { listing, item })
    })
}
