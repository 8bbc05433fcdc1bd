//! Node finds a module in none of the `node_modules` directories.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::families::Family;
use super::reasoning::scene::Scene;
use super::reasoning::suspects::Suspect;
use crate::order::Pick;
use crate::report::Confidence;
use crate::seek;

const ID: &str = "missing-node-module";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let missing = |one: &Suspect<'_>| {
        one.is(&[Family::Look, Family::Open], &["ENOENT"]) && one.recovered.is_none() && one.failure.is_some()
    };
    let (suspect, module) = scene
        .suspects
        .iter()
        .filter(|one| missing(one))
        .filter_map(|one| Some((one, module_of(&one.object.name)?)))
        .least(|(one, module)| {
            // The directory of the module itself says most; its package.json and its name with endings come second.
            (!one.object.name.ends_with(module), one.event)
        })?;
    let last = scene
        .suspects
        .iter()
        .filter(|one| {
            one.run == suspect.run
                && missing(one)
                && one.object.name.ends_with("/node_modules")
                && one.event > suspect.event
        })
        .greatest(|one| one.event);
    let mut claim = Claim::on(scene, ID, suspect)
        .score(75)
        .confidence(if suspect.report.is_some() { Confidence::Proven } else { Confidence::Likely })
        .mark("module", module);
    if let Some(last) = last {
        claim.cite(last.run, last.event, "above");
    }
    claim.done()
}

/// What modules stand in.
const FOLDER: &str = "/node_modules/";

/// The module in `/srv/app/node_modules/@scope/name/package.json`: `@scope/name`.
fn module_of(path: &str) -> Option<&str> {
    let rest = path.get(seek::last(path, FOLDER)? + FOLDER.len()..)?;
    let scoped = usize::from(rest.starts_with('@'));
    let end = rest.match_indices('/').nth(scoped).map_or(rest.len(), |(at, _)| at);
    rest.get(..end).filter(|name| !name.is_empty())
}
